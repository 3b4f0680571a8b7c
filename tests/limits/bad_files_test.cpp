// Every command that reads a file meets files that cannot be read, and every command that writes one meets a disk that
// fills up: each ends with a return code and a message that names the file, the data in memory and the older file stay
// as they were. Expected codes: the language's table (601 not found, 603 cannot be opened, 610 another format, 612 ends
// early, 688 damaged, 693 write failed).
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/byte_source.hpp"
#include "interpreter/dataset/io/delimited.hpp"
#include "interpreter/host/faulty_host.hpp"
#include "interpreter/host/host.hpp"
#include "interpreter/report/memory_sink.hpp"
#include "interpreter/runtime/session.hpp"
#include "tests/dataset/support.hpp"

namespace nqp {
namespace {

constexpr const char* some_data =
    "clear\nset obs 4\ngenerate id = _n\ngenerate x = 10 * _n\ngenerate s = \"row \" + string(_n)\n"
    "label data \"mine\"\n";

struct FileReader {
  const char* name;
  const char* command;  // F stands for the file
  const char* make;     // writes a good file F; empty: there is no writer
  bool text = false;    // any text is a good file
};

const std::vector<FileReader>& file_readers() {
  static const std::vector<FileReader> all{
      {"use", "use \"F\", clear", "save \"F\""},
      {"use of a part", "use id using \"F\", clear", "save \"F\""},
      {"describe using", "describe using \"F\"", "save \"F\""},
      {"merge", "merge 1:1 id using \"F\"", "save \"F\""},
      {"append", "append using \"F\"", "save \"F\""},
      {"joinby", "joinby id using \"F\"", "save \"F\""},
      {"cross", "cross using \"F\"", "save \"F\""},
      {"import delimited", "import delimited \"F\", clear", "export delimited using \"F\"", true},
      {"insheet", "insheet using \"F\", clear", "export delimited using \"F\"", true},
      {"infile", "infile id x str8 s using \"F\", clear", "outfile using \"F\"", true},
      {"infix", "infix id 1-3 using \"F\", clear", "outfile using \"F\"", true},
      {"infile with a dictionary", "infile using \"F\", clear", ""},
      {"import excel", "import excel \"F\", clear", "export excel using \"F\""},
      {"import spss", "import spss using \"F\", clear", ""},
      {"import sas", "import sas using \"F\", clear", ""},
      {"import sasxport5", "import sasxport5 \"F\", clear", ""},
      {"import sasxport8", "import sasxport8 \"F\", clear", ""}};
  return all;
}

std::string with_file(std::string command, const std::string& file) {
  for (std::size_t at = command.find("\"F\""); at != std::string::npos; at = command.find("\"F\"", at + file.size()))
    command.replace(at + 1, 1, file);
  return command;
}

class BadFiles : public testing::Test {
 protected:
  explicit BadFiles(std::unique_ptr<host::Host> files) : files_(std::move(files)), session_(*files_, sink_) {}
  BadFiles() : BadFiles(host::memory_host()) {}

  int run(const std::string& code) {
    sink_.clear();
    return session_.run(code + "\n");
  }
  void start() { ASSERT_EQ(run(some_data), 0) << sink_.text(); }
  bool untouched() { return run("assert _N == 4 & c(k) == 3 & x[4] == 40 & s[2] == \"row 2\"") == 0; }

  // The command must fail with one of the codes, say which file it was and leave the data alone.
  void expect_refusal(const FileReader& r, const std::string& file, const std::vector<int>& codes,
                      const std::string& what) {
    SCOPED_TRACE(std::string(r.name) + ", " + what);
    start();
    const int code = run(with_file(r.command, file));
    const std::string said = sink_.text();
    EXPECT_NE(std::find(codes.begin(), codes.end(), code), codes.end()) << code << "\n" << said;
    EXPECT_NE(said.find(file), std::string::npos) << said;
    EXPECT_TRUE(untouched());
  }

  std::unique_ptr<host::Host> files_;
  report::MemorySink sink_;
  runtime::Session session_;
};

TEST_F(BadFiles, no_file_and_a_folder) {
  files_->make_folder("folder.x");
  for (const FileReader& r : file_readers()) {
    expect_refusal(r, "none.x", {601}, "no file");
    expect_refusal(r, "folder.x", {603}, "a folder");
  }
}

TEST_F(BadFiles, another_format) {
  files_->write("noise.x", std::string("\x01\x02\xff\xfe\0\0garbage\0\x80\x81", 16));
  files_->write("page.x", "<html><body>not data</body></html>\n");
  files_->write("empty.x", "");
  for (const FileReader& r : file_readers()) {
    if (r.text) continue;
    const std::vector<int> codes{609, 610, 612, 613, 688};
    expect_refusal(r, "noise.x", codes, "noise");
    expect_refusal(r, "page.x", codes, "a web page");
    expect_refusal(r, "empty.x", codes, "an empty file");
  }
}

TEST_F(BadFiles, truncated_at_every_hundredth_of_the_file) {
  for (const FileReader& r : file_readers()) {
    if (r.text || !*r.make) continue;
    start();
    ASSERT_EQ(run(with_file(r.make, "good.x") + ", replace"), 0) << sink_.text();
    const std::string whole = files_->read("good.x");
    for (std::size_t part = 1; part < 100; part += 9) {
      files_->write("cut.x", whole.substr(0, whole.size() * part / 100));
      expect_refusal(r, "cut.x", {610, 612, 688}, std::to_string(part) + " percent of the file");
    }
  }
}

TEST_F(BadFiles, binary_zeros_in_text_are_refused_with_their_line) {
  files_->write("zero.x", std::string("1 2\n3 \0 4\n", 10));
  for (const FileReader& r : file_readers()) {
    if (!r.text) continue;
    expect_refusal(r, "zero.x", {609}, "a binary zero");
    run(with_file(r.command, "zero.x"));
    EXPECT_NE(sink_.text().find("line 2"), std::string::npos) << r.name << "\n" << sink_.text();
  }
}

TEST_F(BadFiles, text_where_infile_expects_numbers_is_missing_and_said) {
  files_->write("t.raw", "1 2\nabc 4\n");
  ASSERT_EQ(run("infile a b using \"t.raw\", clear"), 0);
  EXPECT_NE(sink_.text().find("'abc' cannot be read as a number for a[2]"), std::string::npos) << sink_.text();
  EXPECT_EQ(run("assert missing(a[2]) & b[2] == 4"), 0);
}

// A quote without an end names its place, however many lines follow it.
TEST_F(BadFiles, a_quote_that_never_closes_names_its_line_and_character) {
  files_->write("q.raw", "1 one\n2 \"two\n3 \"three\"\n");
  files_->write("q.dct", "infile dictionary {\nbyte n\nstr8 s\n}\n1 one\n2 `\"two\n");
  for (const char* command : {"infile n str8 s using q.raw, clear", "infile using q.dct, clear"}) {
    start();
    EXPECT_EQ(run(command), 459) << command;
    EXPECT_NE(sink_.text().find("character 3"), std::string::npos) << sink_.text();
    EXPECT_TRUE(untouched());
  }
  EXPECT_EQ(run("infile n str8 s using q.raw, clear"), 459);
  EXPECT_NE(sink_.text().find("q.raw: line 2"), std::string::npos) << sink_.text();
  EXPECT_EQ(run("infile using q.dct, clear"), 459);
  EXPECT_NE(sink_.text().find("q.dct: line 6"), std::string::npos) << sink_.text();
}

TEST_F(BadFiles, text_as_long_as_a_file_is_not_repeated_in_the_message) {
  const std::string endless(std::size_t{1} << 20, 'a');
  files_->write("long.dct", "infile dictionary {\n" + endless + "\n}\n");
  start();
  EXPECT_EQ(run("infile using long.dct, clear"), 613);
  EXPECT_LT(sink_.text().size(), 1000u);
  files_->write("long.raw", endless + " 1\n");
  EXPECT_EQ(run("infile a b using long.raw, clear"), 0);
  EXPECT_LT(sink_.text().size(), 1000u);
  EXPECT_EQ(run("assert missing(a) & b == 1"), 0);
}

TEST_F(BadFiles, lines_and_places_are_counted_from_one_and_values_must_be_there) {
  files_->write("t.raw", "1 2\n3 4\n");
  files_->write("t.dct", "infile dictionary using t.raw {\n_line(0)\nbyte a\n}\n");
  files_->write("b.dct", "infile dictionary using t.raw {\nbyte a \"share } of\"\nbyte b\n}\n");
  start();
  EXPECT_EQ(run("infix 0 lines a 1 using t.raw, clear"), 198);
  EXPECT_EQ(run("infix 0: a 1 using t.raw, clear"), 198);
  EXPECT_EQ(run("infix a 0-1 using t.raw, clear"), 198);
  EXPECT_EQ(run("infile using t.dct, clear"), 613);
  EXPECT_EQ(run("infile a b using t.raw, clear byvariable(1000000000)"), 612);
  EXPECT_EQ(run("infile a a using t.raw, clear"), 110);
  EXPECT_EQ(run("infile x1-x999999 using t.raw, clear"), 900);
  EXPECT_TRUE(untouched());
  EXPECT_EQ(run("infile using b.dct, clear"), 0) << sink_.text();
  EXPECT_EQ(run("assert _N == 2 & b[2] == 4 & \"`: variable label a'\" == \"share } of\""), 0) << sink_.text();
}

class UnreadableFiles : public BadFiles {
 protected:
  UnreadableFiles() : BadFiles(host::real_host()) {
    std::string pattern = (std::filesystem::temp_directory_path() / "nqp-test-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    ::chmod(folder_.c_str(), 0777);
  }
  ~UnreadableFiles() override { std::filesystem::remove_all(folder_); }
  std::string folder_;
};

// The superuser may read everything: for a while this process is nobody.
class Nobody {
 public:
  Nobody() : was_root_(::geteuid() == 0), changed_(was_root_ && ::seteuid(65534) == 0) {}
  ~Nobody() {
    if (changed_ && ::seteuid(0) != 0) std::abort();
  }
  bool may_read_everything() const { return was_root_ && !changed_; }

 private:
  bool was_root_, changed_;
};

TEST_F(UnreadableFiles, no_permission) {
  const std::string file = folder_ + "/secret.x";
  std::ofstream(file) << "id\n1\n";
  ::chmod(file.c_str(), 0);
  const Nobody nobody;
  if (nobody.may_read_everything()) GTEST_SKIP() << "the superuser cannot become nobody here";
  for (const FileReader& r : file_readers()) expect_refusal(r, file, {603}, "no permission");
}

// Whatever read fails, the first or a later one, the command says so and the data stay.
TEST(FailingDisk, a_read_that_fails_is_told_and_changes_nothing) {
  for (const FileReader& r : file_readers()) {
    if (!*r.make) continue;
    int failing = 1;
    for (; failing < 60; ++failing) {
      SCOPED_TRACE(std::string(r.name) + ", read " + std::to_string(failing));
      const auto inner = host::memory_host();
      report::MemorySink sink;
      {
        runtime::Session first(*inner, sink);
        ASSERT_EQ(first.run(some_data), 0);
        ASSERT_EQ(first.run(with_file(r.make, "d.x") + ", replace\n"), 0) << sink.text();
      }
      const auto faulty = host::faulty_host(*inner, 0, failing);
      runtime::Session session(*faulty, sink);
      ASSERT_EQ(session.run(some_data), 0);
      sink.clear();
      const int code = session.run(with_file(r.command, "d.x") + "\n");
      if (code == 0) break;
      EXPECT_EQ(code, 692) << sink.text();
      EXPECT_NE(sink.text().find("d.x"), std::string::npos) << sink.text();
      EXPECT_EQ(session.run("assert _N == 4 & c(k) == 3 & x[4] == 40 & s[2] == \"row 2\"\n"), 0);
    }
    EXPECT_GT(failing, 1) << r.name << " read nothing";
  }
}

struct FileWriter {
  const char* name;
  const char* file;
  const char* command;  // writes `file`
  int code = 693;
};

// Whatever write fails, the first or a later one, the older file is there or (logs) says what came before.
TEST(FullDisk, leaves_the_older_file_and_the_data) {
  const FileWriter writers[] = {
      {"save", "d.dta", "save d.dta, replace"},
      {"saveold", "d.dta", "saveold d.dta, replace"},
      {"export delimited", "d.csv", "export delimited using d.csv, replace"},
      {"outsheet", "d.out", "outsheet using d.out, replace"},
      {"outfile", "d.raw", "outfile using d.raw, replace"},
      {"export excel", "d.xlsx", "export excel using d.xlsx, replace"},
      {"putdocx", "d.docx", "putdocx begin\nputdocx paragraph\nputdocx text (\"x\")\nputdocx save d.docx, replace"},
      {"putexcel", "d.xlsx", "putexcel set d.xlsx, replace\nputexcel A1 = 1"},
      {"copy", "d.txt", "copy other.txt d.txt, replace", 695}};
  for (const FileWriter& w : writers) {
    for (int failing = 1; failing < 30; ++failing) {
      SCOPED_TRACE(std::string(w.name) + ", write " + std::to_string(failing));
      const auto inner = host::memory_host();
      inner->write("other.txt", "new");
      inner->write(w.file, "old");
      const auto faulty = host::faulty_host(*inner, failing);
      report::MemorySink sink;
      runtime::Session session(*faulty, sink);
      ASSERT_EQ(session.run(some_data), 0);
      const int code = session.run(std::string(w.command) + "\n");
      if (code == 0) {
        EXPECT_NE(inner->read(w.file), "old");
        EXPECT_GT(failing, 1);
        break;
      }
      EXPECT_EQ(code, w.code) << sink.text();
      EXPECT_NE(sink.text().find(w.file), std::string::npos) << sink.text();
      EXPECT_EQ(inner->read(w.file), "old");
      EXPECT_EQ(session.run("assert _N == 4 & c(k) == 3 & x[4] == 40\n"), 0);
    }
  }
}

TEST(FullDisk, a_log_that_cannot_be_written_is_reported_and_work_goes_on) {
  const auto inner = host::memory_host();
  const auto faulty = host::faulty_host(*inner, 3);
  report::MemorySink sink;
  runtime::Session session(*faulty, sink);
  ASSERT_EQ(session.run("log using work.log, text\n"), 0) << sink.text();
  for (int i = 0; i < 5; ++i) session.run("display 1\n");
  EXPECT_NE(sink.text().find("work.log"), std::string::npos) << sink.text();
  EXPECT_EQ(session.run("capture log close\ndisplay 2\n"), 0) << sink.text();
}

// A file that exists nowhere: a start, and then one byte for ever.
data::ByteSource endless_file(std::string_view start, char byte) {
  constexpr std::uint64_t size = std::uint64_t{300} << 20;
  return {size, [=](std::uint64_t from, char* to, std::size_t bytes) {
            const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, size - std::min(from, size)));
            std::memset(to, byte, n);
            for (std::size_t i = 0; i < n && from + i < start.size(); ++i) to[i] = start[from + i];
            return n;
          }};
}

Error delimited_error(const data::ByteSource& source) {
  try {
    data::read_delimited(source, {});
  } catch (const Error& e) {
    return e;
  }
  return Error(0, "");
}

TEST(EndlessLines, of_letters_are_no_table) {
  const Error e = delimited_error(endless_file("", 'a'));
  EXPECT_EQ(e.code, 459);
  EXPECT_NE(std::string(e.what()).find("line 1 is longer than 256 MiB"), std::string::npos) << e.what();
}

TEST(EndlessLines, of_commas_have_too_many_fields) {
  const Error e = delimited_error(endless_file("", ','));
  EXPECT_EQ(e.code, 103);
  EXPECT_NE(std::string(e.what()).find("line 1"), std::string::npos) << e.what();
}

TEST(EndlessLines, behind_a_quote_that_never_closes_name_the_quote) {
  const Error e = delimited_error(endless_file("a,b\n1,2\n3,\"x\ny", 'z'));
  EXPECT_EQ(e.code, 459);
  EXPECT_NE(std::string(e.what()).find("line 3, character 3"), std::string::npos) << e.what();
}

}  // namespace
}  // namespace nqp
