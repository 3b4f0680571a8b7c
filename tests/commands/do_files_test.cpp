// Runs every do-file under tests/ as a test: it passes when it ends without error.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/commands/run_do_file.hpp"

namespace nqp {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> do_files(const std::string& folder) {
  std::vector<std::string> out;
  if (!fs::exists(folder)) return out;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".nqp") out.push_back(entry.path().string());
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::string> all_do_files() {
  std::vector<std::string> out = do_files(NQP_SOURCE_DIR "/tests");
  for (std::string& f : do_files(NQP_SOURCE_DIR "/docs/examples")) out.push_back(std::move(f));
  return out;
}

std::string test_name(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = fs::relative(info.param, NQP_SOURCE_DIR).string();
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
}

class DoFile : public ::testing::TestWithParam<std::string> {};

// The global TESTS holds the folder of the tests, so that do-files find their data from any working folder.
TEST_P(DoFile, ends_without_error) {
  testing::Fixture f;
  f.run("global TESTS \"" NQP_SOURCE_DIR "/tests\"");
  EXPECT_EQ(f.run_file(GetParam()), 0) << f.output();
}

INSTANTIATE_TEST_SUITE_P(All, DoFile, ::testing::ValuesIn(all_do_files()), test_name);

}  // namespace
}  // namespace nqp
