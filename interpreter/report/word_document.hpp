// A Word document of paragraphs, tables and pictures, made piece by piece (putdocx).
#pragma once

#include <string>
#include <vector>

namespace nqp::report {

struct WordRun {
  std::string text;
  bool bold = false, italic = false, underlined = false, struck = false;
  int raised = 0;                      // 1 superscript, -1 subscript
  int breaks = 0;                      // line breaks behind the text
  std::string font, colour;            // "Arial", "FF0000"; empty: those of the document
  double points = 0;                   // 0: the size of the document
};

struct WordPicture {
  std::string png;                     // bytes of the file
  double width = 0, height = 0;        // inches
};

struct WordParagraph {
  std::string style;                   // "Title", "Heading1" …; empty: Normal
  std::string alignment;               // left, center, right, both
  std::vector<WordRun> runs;
  std::vector<WordPicture> pictures;   // behind the text
  bool new_page = false;
};

struct WordCell {
  std::vector<WordRun> runs;
  std::string alignment;
};

struct WordTable {
  std::string title;
  std::vector<std::vector<WordCell>> rows;  // all of one length
  std::vector<std::string> notes;
  std::string borders = "all";         // all, rules (above, below and under the first row), none
  double percent = 100;                // of the width between the margins
};

struct WordBlock {
  bool is_table = false;
  WordParagraph paragraph;
  WordTable table;
};

struct WordDocument {
  std::string font = "Times New Roman";
  double points = 10.5;
  bool landscape = false, letter = false;
  std::vector<WordBlock> blocks;
};

// Bytes of a .docx file; the same document gives the same bytes. Error 693.
std::string word_file(const WordDocument& d);

}  // namespace nqp::report
