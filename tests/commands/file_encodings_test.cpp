// Do-files as Chinese Windows machines write them: GB18030, a byte-order mark, lines that end with CR LF.
#include <gtest/gtest.h>

#include "interpreter/host/host.hpp"
#include "interpreter/report/memory_sink.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp {
namespace {

std::string output_of_file(const std::string& bytes) {
  const auto host = host::memory_host();
  host->write("work.do", bytes);
  report::MemorySink sink;
  runtime::Session session(*host, sink);
  EXPECT_EQ(session.run_file("work.do", {}, false, false), 0) << sink.text();
  return sink.text();
}

// 北 is B1B1 and 京 BEA9 in GB 18030 (and GB 2312).
TEST(FileEncodings, a_do_file_in_gb18030_runs_as_the_same_text_in_utf8) {
  const std::string text = output_of_file("local city \"\xB1\xB1\xBE\xA9\"\ndisplay \"`city'\" ustrlen(\"`city'\")\n");
  EXPECT_NE(text.find("北京2"), std::string::npos) << text;
}

TEST(FileEncodings, a_program_in_gb18030_is_loaded_from_the_working_folder) {
  const auto host = host::memory_host();
  host->write("shown.ado", "program shown\n  display \"\xB1\xB1\xBE\xA9\"\nend\n");
  host->write("work.do", "shown\n");
  report::MemorySink sink;
  runtime::Session session(*host, sink);
  EXPECT_EQ(session.run_file("work.do", {}, false, false), 0) << sink.text();
  EXPECT_NE(sink.text().find("北京"), std::string::npos) << sink.text();
}

TEST(FileEncodings, a_byte_order_mark_and_windows_line_ends_do_not_matter) {
  const std::string text =
      output_of_file("\xEF\xBB\xBFlocal a 1\r\nif `a' == 1 {\r\n  display \"yes\" ///\r\n    7\r\n}\r\n");
  EXPECT_NE(text.find("yes7"), std::string::npos) << text;
}

}  // namespace
}  // namespace nqp
