// Data files of SPSS and SAS, through ReadStat.
#pragma once

#include <string>
#include <string_view>

#include "interpreter/dataset/frame.hpp"
#include "interpreter/dataset/io/byte_source.hpp"

namespace nqp::data {

enum class ForeignFormat { spss, sas, sas_transport };

struct ForeignOptions {
  std::string encoding = {};        // of the text in it; empty: what the file says
  std::string_view catalogue = {};  // bytes of a .sas7bcat file with value labels, or empty
};

// .sav, .zsav and .por; .sas7bdat; .xpt of versions 5 and 8. Counts in the file are not trusted: columns grow with the
// values that are there. Dates become %td or %tc. Values that SPSS declares missing become .a, .b … in the order of
// their declaration, a range of them one code, and value labels go with them; SAS's .A-.Z become .a-.z. Value labels
// of strings and of numbers that are no integers are left out.
// Errors: 610 not such a file, 612 it ends early, 688 it contradicts itself, 198 unknown encoding, 909 no memory.
Frame read_foreign(const ByteSource& file, ForeignFormat format, const ForeignOptions& options = {});
Frame read_foreign(std::string_view bytes, ForeignFormat format, const ForeignOptions& options = {});

}  // namespace nqp::data
