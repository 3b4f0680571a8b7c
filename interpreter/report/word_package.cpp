#include "interpreter/report/word_package.hpp"

#include <fmt/format.h>

#include <cmath>

#include "interpreter/host/zip_archive.hpp"
#include "interpreter/report/xml_text.hpp"

namespace nqp::report {
namespace {

constexpr const char* xml_head = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
constexpr const char* content_types =
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>)";
constexpr const char* relationships =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)";
constexpr const char* office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

std::string relation(const std::string& id, const char* kind, const std::string& target) {
  return fmt::format(R"(<Relationship Id="{}" Type="{}/{}" Target="{}"/>)", id, office, kind, target);
}

std::string style_part(const WordPackage& p) {
  return fmt::format(
      R"({0}<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{1}" w:hAnsi="{1}" w:eastAsia="SimSun" w:cs="{1}"/><w:sz w:val="{2}"/><w:szCs w:val="{2}"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>{3}</w:styles>)",
      xml_head, xml_text(p.font), half_points(p.points), p.styles);
}

std::string document_part(const WordPackage& p) {
  int width = p.letter ? 12240 : 11906, height = p.letter ? 15840 : 16838;
  if (p.landscape) std::swap(width, height);
  return fmt::format(
      R"({}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>{}<w:sectPr><w:pgSz w:w="{}" w:h="{}"{}/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/></w:sectPr></w:body></w:document>)",
      xml_head, office, p.body, width, height, p.landscape ? R"( w:orient="landscape")" : "");
}

}  // namespace

std::string half_points(double points) { return std::to_string(static_cast<int>(std::lround(2 * points))); }

std::string word_package(const WordPackage& p) {
  std::string relations = relation("rId1", "styles", "styles.xml");
  std::vector<std::pair<std::string, std::string>> files = {
      {"[Content_Types].xml", std::string(xml_head) + content_types},
      {"_rels/.rels", std::string(xml_head) + relationships + relation("rId1", "officeDocument", "word/document.xml") +
                          "</Relationships>"}};
  for (std::size_t k = 1; k <= p.pictures.size(); ++k) {
    const std::string name = fmt::format("media/image{}.png", k);
    relations += relation(fmt::format("rIdImage{}", k), "image", name);
    files.emplace_back("word/" + name, p.pictures[k - 1]);
  }
  files.emplace_back("word/_rels/document.xml.rels",
                     std::string(xml_head) + relationships + relations + "</Relationships>");
  files.emplace_back("word/document.xml", document_part(p));
  files.emplace_back("word/styles.xml", style_part(p));
  return host::zip_archive(files);
}

}  // namespace nqp::report
