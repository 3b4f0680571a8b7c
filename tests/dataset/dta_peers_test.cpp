// .dta files from and to R haven and Python pandas, when they are installed (their scripts: peers/). What they write
// they also write as text, one value a line: "D label" of the data, "N name" or "S name" and the values of a variable
// (numbers as hexadecimal floating point), "V name label", "L name value text".
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "interpreter/dataset/io/dta.hpp"
#include "tests/dataset/rich_frame.hpp"
#include "tests/dataset/support.hpp"

namespace nqp::data {
namespace {

namespace fs = std::filesystem;

constexpr int peer_is_absent = 77;

class DtaPeers : public ::testing::Test {
 protected:
  DtaPeers() : folder_(fs::temp_directory_path() / ("nqp_dta_peers_" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~DtaPeers() override { fs::remove_all(folder_); }

  // The exit status of one of the scripts in peers/.
  int run(const std::string& script, const std::string& arguments) const {
    const bool r = script.substr(script.size() - 2) == ".R";
    const std::string program =
        r ? "Rscript" : "$(test -x /usr/bin/python3 && echo /usr/bin/python3 || echo python3) -W ignore";
    const std::string command = "LC_ALL=C.UTF-8 " + program + " " NQP_SOURCE_DIR "/tests/dataset/peers/" + script + " " +
                                arguments;
    const int status = std::system(command.c_str());
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
    return code == 126 || code == 127 ? peer_is_absent : code;
  }

  std::string write(const Frame& f, int version) const {
    const fs::path file = folder_ / ("nqp_" + std::to_string(version) + ".dta");
    std::ofstream(file, std::ios::binary) << write_dta(f, {version, "22 Nov 2026 10:00"});
    return file.string();
  }

  // The files of all versions that can hold the rich frame; those before 117 without its long strings.
  std::string written_files() const {
    Frame f = test::rich_frame();
    StringWriter w(30);
    std::string repeated;
    for (int k = 0; k < 600; ++k) repeated += "text ";
    for (std::size_t i = 0; i < 30; ++i) w.set(i, i % 3 ? repeated + std::to_string(i) : std::string());
    f.replace(*f.index("lengthy"), w.finish(Type{Storage::strl, 0}));
    std::string files;
    for (const int version : {117, 118, 119}) files += " " + write(f, version);
    f.remove("lengthy");
    for (const int version : {113, 114, 115}) files += " " + write(f, version);
    return files;
  }

  fs::path folder_;
};

double stated_number(const std::string& text) {
  if (text[0] == '.') return text.size() == 1 ? missing : missing_code(text[1] - 'a' + 1);
  return std::strtod(text.c_str(), nullptr);
}

void expect_as_stated(const Frame& f, std::istream& text) {
  std::string line;
  std::size_t variables = 0;
  while (std::getline(text, line)) {
    std::istringstream words(line.substr(2));
    std::string name, rest;
    words >> name;
    std::getline(words >> std::ws, rest);
    if (line[0] == 'D') {
      EXPECT_EQ(f.label, line.substr(2));
      continue;
    }
    ASSERT_TRUE(f.find(name)) << name;
    const Variable& v = f.at(name);
    SCOPED_TRACE(name);
    if (line[0] == 'V') {
      EXPECT_EQ(v.label, rest);
    }
    if (line[0] == 'L') {
      ASSERT_TRUE(f.labels_of(v));
      const std::size_t blank = rest.find(' ');
      EXPECT_EQ(f.labels_of(v)->at(std::stod(rest)), rest.substr(blank + 1));
    }
    if (line[0] != 'N' && line[0] != 'S') continue;
    ++variables;
    ASSERT_EQ(v.is_string(), line[0] == 'S');
    for (std::size_t i = 0; i < f.rows; ++i) {
      ASSERT_TRUE(std::getline(text, line));
      if (v.is_string()) {
        ASSERT_EQ(v.column->text(i), line) << "row " << i;
      } else {
        ASSERT_EQ(v.column->number(i), stated_number(line)) << "row " << i << ": " << line;
      }
    }
  }
  EXPECT_EQ(f.variables.size(), variables);
}

void expect_files_as_stated(const fs::path& folder, std::size_t files) {
  std::size_t seen = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".dta") continue;
    SCOPED_TRACE(entry.path().filename().string());
    const Frame f = read_dta(test::bytes_of(entry.path().string()));
    EXPECT_EQ(f.rows, 200u);
    fs::path stated = entry.path();
    std::ifstream text(stated.replace_extension(".txt"));
    expect_as_stated(f, text);
    const std::string once = write_dta(f);
    EXPECT_EQ(write_dta(read_dta(once)), once);
    ++seen;
  }
  EXPECT_EQ(seen, files);
}

TEST_F(DtaPeers, haven_reads_the_same_values_labels_and_missings) {
  const int code = run("check_haven.R", written_files());
  if (code == peer_is_absent) GTEST_SKIP() << "R with haven is not installed";
  EXPECT_EQ(code, 0);
}

TEST_F(DtaPeers, pandas_reads_the_same_values_labels_and_missings) {
  const int code = run("check_pandas.py", written_files());
  if (code == peer_is_absent) GTEST_SKIP() << "Python with pandas is not installed";
  EXPECT_EQ(code, 0);
}

TEST_F(DtaPeers, what_haven_writes_in_versions_8_to_15_is_read_exactly) {
  const int code = run("write_haven.R", folder_.string());
  if (code == peer_is_absent) GTEST_SKIP() << "R with haven is not installed";
  ASSERT_EQ(code, 0);
  expect_files_as_stated(folder_, 8);
}

TEST_F(DtaPeers, what_pandas_writes_in_both_byte_orders_is_read_exactly) {
  const int code = run("write_pandas.py", folder_.string());
  if (code == peer_is_absent) GTEST_SKIP() << "Python with pandas is not installed";
  ASSERT_EQ(code, 0);
  expect_files_as_stated(folder_, 8);
}

}  // namespace
}  // namespace nqp::data
