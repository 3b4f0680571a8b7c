// Runs every do-file under tests/ as a test: it passes when it ends without error. A file with lines of the form
// "*** sentence" is one test for each of them: what follows the line up to the next one runs in a session of its own,
// after what stands before the first.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>

#include "tests/commands/run_do_file.hpp"

namespace nqp {
namespace {

namespace fs = std::filesystem;

struct Block {
  std::string file, sentence, text;
};

void PrintTo(const Block& b, std::ostream* out) { *out << b.file << (b.sentence.empty() ? "" : ": ") << b.sentence; }

std::vector<std::string> do_files(const std::string& folder) {
  std::vector<std::string> out;
  if (!fs::exists(folder)) return out;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".nqp") out.push_back(entry.path().string());
  std::sort(out.begin(), out.end());
  return out;
}

// Blocks keep the lines of the file: what is not theirs is blank, so that errors name the right line.
void append_blocks(const std::string& file, std::vector<Block>& out) {
  std::ifstream in(file);
  std::string setup, skipped;
  const std::size_t before = out.size();
  for (std::string line; std::getline(in, line);) {
    if (line.compare(0, 4, "*** ") == 0) {
      out.push_back({file, line.substr(4), setup + skipped});
      line.clear();
    }
    std::string& part = out.size() == before ? setup : out.back().text;
    part += line + "\n";
    if (out.size() != before) skipped += "\n";
  }
  if (out.size() == before) out.push_back({file, "", setup});
}

std::vector<Block> all_blocks() {
  std::vector<Block> out;
  for (const char* folder : {NQP_SOURCE_DIR "/tests", NQP_SOURCE_DIR "/docs/examples"})
    for (const std::string& file : do_files(folder)) append_blocks(file, out);
  return out;
}

std::string block_test_name(const ::testing::TestParamInfo<Block>& info) {
  std::string name = fs::relative(info.param.file, NQP_SOURCE_DIR).string();
  if (!info.param.sentence.empty()) name += "_" + info.param.sentence;
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
}

class DoFile : public ::testing::TestWithParam<Block> {};

// The global TESTS holds the folder of the tests, so that do-files find their data from any working folder.
TEST_P(DoFile, ends_without_error) {
  test::Fixture f;
  f.run("global TESTS \"" NQP_SOURCE_DIR "/tests\"");
  EXPECT_EQ(f.session().run(GetParam().text, GetParam().file, true), 0) << f.output();
}

INSTANTIATE_TEST_SUITE_P(All, DoFile, ::testing::ValuesIn(all_blocks()), block_test_name);

}  // namespace
}  // namespace nqp
