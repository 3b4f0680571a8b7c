// Every code of the table is raised by a test: a do-file that finds it in _rc, or a C++ test that expects it.
#include "interpreter/command/return_codes.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace nqp {
namespace {

namespace fs = std::filesystem;

// Codes that do-files may raise (error 304) and whose text is shown then, but that nothing here can run into.
const std::set<int> never_raised = {
    145,                    // terms may have any number of variables
    146,                    // there is no matsize
    149,                    // one base level a factor is all that the grammar allows
    304,                    // there is no command ml
    399,                    // constants are never dropped for collinearity
    460,  461,  462,        // there is no svyset, and no finite population correction
    480,  491,              // commands choose their starting values themselves; 1400 when those are not feasible
    482,                    // logarithms of data are taken by generate, which gives missing values
    691,                    // a failed read is 692, a failed write 693
    900,                    // a text of 4 GB, more than a test should make
    901,                    // more rows than have numbers: 909 unless there are 64 GB
    902,  903,  950,        // there is no limit but memory: 909
    1003,                   // any number of options
    3000, 3200, 3499, 3598  // there is no mata: its blocks end with 199
};

// Collects the numbers behind `mark` that are followed by something that is not part of a number.
void numbers_behind(const std::string& text, const std::string& mark, std::set<int>& out) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    std::size_t end = at + mark.size();
    while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end]))) ++end;
    if (end > at + mark.size() && end - at - mark.size() < 6) out.insert(std::stoi(text.substr(at + mark.size())));
  }
}

std::set<int> codes_of_tests() {
  std::set<int> out;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(NQP_SOURCE_DIR "/tests")) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".nqp" && extension != ".cpp") continue;
    std::ifstream in(entry.path());
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (extension == ".nqp") numbers_behind(text, "_rc == ", out);
    for (const char* mark : {"code, ", "}), "})
      if (extension == ".cpp") numbers_behind(text, mark, out);
  }
  return out;
}

TEST(ReturnCodes, every_code_is_raised_by_a_test_or_known_never_to_arise) {
  const std::set<int> tested = codes_of_tests();
  for (const auto& [code, text] : command::return_codes()) {
    const bool raised = tested.count(code) > 0, exempt = never_raised.count(code) > 0;
    EXPECT_TRUE(raised || exempt) << code << " (" << text << ") is raised by no test";
  }
}

TEST(ReturnCodes, codes_stand_in_order_once_and_with_a_text) {
  int before = 0;
  for (const auto& [code, text] : command::return_codes()) {
    EXPECT_GT(code, before);
    EXPECT_FALSE(std::string(text).empty());
    before = code;
  }
}

TEST(ReturnCodes, exempt_codes_are_codes_of_the_table) {
  for (const int code : never_raised) EXPECT_FALSE(command::return_code_text(code).empty()) << code;
}

}  // namespace
}  // namespace nqp
