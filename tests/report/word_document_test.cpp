// Parts of Word files as ECMA-376 describes them.
#include "interpreter/report/word_document.hpp"

#include <gtest/gtest.h>

#include "interpreter/dataset/io/zip_parts.hpp"

namespace nqp::report {
namespace {

std::string document_with_table(double percent) {
  WordDocument d;
  WordBlock b;
  b.is_table = true;
  b.table.rows.resize(2, std::vector<WordCell>(3));
  b.table.percent = percent;
  d.blocks.push_back(std::move(b));
  return data::ZipParts(word_file(d)).unpack("word/document.xml");
}

// Widths of type pct are fiftieths of a percent (17.18.90).
TEST(WordDocument, tables_are_as_wide_as_their_share_of_the_page) {
  EXPECT_NE(document_with_table(100).find(R"(<w:tblW w:w="5000" w:type="pct"/>)"), std::string::npos);
  EXPECT_NE(document_with_table(50).find(R"(<w:tblW w:w="2500" w:type="pct"/>)"), std::string::npos);
}

}  // namespace
}  // namespace nqp::report
