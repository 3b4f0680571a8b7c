// The table of docs/examples/tables.nqp in every format, opened by programs that know nothing of ours: LibreOffice,
// LaTeX and a browser, those that are installed.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace nqp::report {
namespace {

bool installed(const std::string& program) {
  return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

std::string output_of(const std::string& command) {
  std::string out;
  FILE* pipe = popen((command + " 2>/dev/null").c_str(), "r");
  std::array<char, 4096> block;
  for (std::size_t n; pipe && (n = std::fread(block.data(), 1, block.size(), pipe)) > 0;) out.append(block.data(), n);
  if (pipe) pclose(pipe);
  return out;
}

class PaperTableReaders : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("nqp_readers_" + std::to_string(getpid()));
    const std::string run = std::string(NQP_PROGRAM) + " -q " NQP_SOURCE_DIR "/docs/examples/tables.nqp " + folder_.string();
    ASSERT_EQ(std::system((run + " >/dev/null").c_str()), 0);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  void expect_whole_table(const std::string& text, const std::string& reader) const {
    for (const char* piece : {"Shall-issue law", "-0.443", "(0.157)", "Observations", "1173", "Robbery", "0.086",
                              "Standard errors in parentheses"})
      EXPECT_NE(text.find(piece), std::string::npos) << piece << " is not what " << reader << " shows:\n" << text;
  }

  std::filesystem::path folder_;
};

TEST_F(PaperTableReaders, word_processors_show_the_whole_table) {
  if (!installed("soffice") || !installed("pdftotext")) GTEST_SKIP() << "LibreOffice or pdftotext is not installed";
  for (const char* name : {"table.rtf", "table.docx", "outreg.doc"}) {
    output_of("HOME=" + folder_.string() + " soffice --headless --convert-to pdf --outdir " + folder_.string() + " " +
              path(name));
    const std::string pdf = path(std::filesystem::path(name).replace_extension(".pdf").string());
    const std::string text = output_of("pdftotext -layout " + pdf + " -");
    if (std::string(name) == "outreg.doc") EXPECT_NE(text.find("TWFE"), std::string::npos) << text;
    else expect_whole_table(text, name);
    std::filesystem::remove(pdf);
  }
}

TEST_F(PaperTableReaders, spreadsheets_show_the_whole_table) {
  if (!installed("soffice")) GTEST_SKIP() << "LibreOffice is not installed";
  output_of("HOME=" + folder_.string() + " soffice --headless --convert-to txt:\"Text - txt - csv (StarCalc)\" --outdir " +
            folder_.string() + " " + path("table.xlsx"));
  expect_whole_table(output_of("cat " + path("table.txt")), "table.xlsx");
}

TEST_F(PaperTableReaders, latex_sets_the_whole_table) {
  if (!installed("pdflatex") || !installed("pdftotext")) GTEST_SKIP() << "LaTeX or pdftotext is not installed";
  std::ofstream(path("paper.tex")) << "\\documentclass{article}\n\\usepackage[utf8]{inputenc}\n\\begin{document}\n"
                                      "\\input{table.tex}\n\\end{document}\n";
  const std::string log =
      output_of("cd " + folder_.string() + " && pdflatex -interaction=nonstopmode -halt-on-error paper.tex");
  ASSERT_TRUE(std::filesystem::exists(path("paper.pdf"))) << log;
  std::string text = output_of("pdftotext -layout " + path("paper.pdf") + " -");
  for (std::size_t at; (at = text.find("\xE2\x88\x92")) != std::string::npos;) text.replace(at, 3, "-");  // minus signs
  expect_whole_table(text, "table.tex");
}

TEST_F(PaperTableReaders, browsers_show_the_whole_table) {
  if (!installed("chromium")) GTEST_SKIP() << "no browser is installed";
  const std::string dom = output_of("HOME=" + folder_.string() + " timeout 60 chromium --headless --no-sandbox --disable-gpu --dump-dom file://" +
                                    path("table.html"));
  EXPECT_NE(dom.find("</table>"), std::string::npos) << dom;
  expect_whole_table(dom, "table.html");
}

}  // namespace
}  // namespace nqp::report
