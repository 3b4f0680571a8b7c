// The files that make a .docx of a body: content types, relations, styles, pictures, the page.
#pragma once

#include <string>
#include <vector>

namespace nqp::report {

struct WordPackage {
  std::string body;                    // paragraphs and tables of word/document.xml
  std::string font = "Times New Roman";
  double points = 10.5;
  std::string styles;                  // of paragraphs, as <w:style> elements
  std::vector<std::string> pictures;   // bytes of PNG files; the k-th (from 1) is r:embed="rIdImage<k>"
  bool landscape = false, letter = false;
};

// Bytes of the file; the same package gives the same bytes. Error 693.
std::string word_package(const WordPackage& p);

// Sizes of letters count in halves of a point.
std::string half_points(double points);

}  // namespace nqp::report
