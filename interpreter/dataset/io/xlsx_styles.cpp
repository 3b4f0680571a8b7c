#include "interpreter/dataset/io/xlsx_styles.hpp"

#include <algorithm>
#include <array>
#include <pugixml.hpp>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/xlsx_fragments.hpp"

namespace nqp::data {
namespace {

constexpr std::size_t most_styles = 65536;  // of the file format

// Formats that files name by number only (ECMA-376 part 1, 18.8.30); 27-36 and 50-58 are dates in Chinese editions.
std::string built_in_format(unsigned id) {
  constexpr std::array<const char*, 23> first{
      "",      "0",      "0.00",       "#,##0",         "#,##0.00", "",          "",           "",
      "",      "0%",     "0.00%",      "0.00E+00",      "# ?/?",    "# ?\?/?\?", "m/d/yy",     "d-mmm-yy",
      "d-mmm", "mmm-yy", "h:mm AM/PM", "h:mm:ss AM/PM", "h:mm",     "h:mm:ss",   "m/d/yy h:mm"};
  if (id < first.size()) return first[id];
  if (id == 37 || id == 38) return "#,##0;(#,##0)";
  if (id == 39 || id == 40) return "#,##0.00;(#,##0.00)";
  if (id == 45) return "mm:ss";
  if (id == 46) return "[h]:mm:ss";
  if (id == 47) return "mm:ss.0";
  if (id == 48) return "##0.0E+0";
  if (id == 49) return "@";
  const bool clock = id == 32 || id == 33 || id == 34 || id == 35 || id == 55 || id == 56;
  if (clock) return "h:mm";
  if ((id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return "yyyy-mm-dd";
  return "";
}

bool on(pugi::xml_node parent, std::string_view name) {
  const pugi::xml_node n = child(parent, name);
  return n && n.attribute("val").as_bool(true);
}

std::optional<std::uint32_t> colour(pugi::xml_node n) {
  const std::string_view argb = n.attribute("rgb").value();
  if (argb.size() < 6 || argb.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos)
    return std::nullopt;
  return static_cast<std::uint32_t>(std::stoul(std::string(argb.substr(argb.size() - 6)), nullptr, 16));
}

void set_font(CellStyle& s, pugi::xml_node font) {
  s.bold = on(font, "b");
  s.italic = on(font, "i");
  s.underline = child(font, "u") && std::string_view(child(font, "u").attribute("val").value()) != "none";
  s.strikeout = on(font, "strike");
  s.font = child(font, "name").attribute("val").value();
  s.font_size = child(font, "sz").attribute("val").as_double();
  s.colour = colour(child(font, "color"));
}

void set_fill(CellStyle& s, pugi::xml_node fill) {
  const pugi::xml_node pattern = child(fill, "patternFill");
  if (std::string_view(pattern.attribute("patternType").value()) == "solid") s.fill = colour(child(pattern, "fgColor"));
}

std::uint8_t line_number(std::string_view style) {
  constexpr std::array<std::string_view, 14> names{
      "none",         "thin",    "medium",        "dashed",     "dotted",           "thick",       "double", "hair",
      "mediumDashed", "dashDot", "mediumDashDot", "dashDotDot", "mediumDashDotDot", "slantDashDot"};
  const auto it = std::find(names.begin(), names.end(), style);
  return it == names.end() ? std::uint8_t{0} : static_cast<std::uint8_t>(it - names.begin());
}

void set_border(CellStyle& s, pugi::xml_node border) {
  constexpr std::array<std::string_view, 4> sides{"left", "right", "top", "bottom"};
  for (std::size_t k = 0; k < sides.size(); ++k)
    s.border[k] = line_number(child(border, sides[k]).attribute("style").value());
}

std::vector<pugi::xml_node> children(pugi::xml_node root, std::string_view name) {
  std::vector<pugi::xml_node> out;
  for (const pugi::xml_node n : child(root, name).children())
    if (n.type() == pugi::node_element && out.size() < most_styles) out.push_back(n);
  return out;
}

pugi::xml_node at(const std::vector<pugi::xml_node>& nodes, pugi::xml_attribute index) {
  const unsigned k = index.as_uint(0);
  return k < nodes.size() ? nodes[k] : pugi::xml_node();
}

}  // namespace

std::vector<CellStyle> parse_xlsx_styles(std::string& part) {
  pugi::xml_document document;
  if (!document.load_buffer_inplace(part.data(), part.size()))
    throw Error(688, "the workbook is damaged: its styles are no XML");
  const pugi::xml_node root = document.document_element();
  std::map<unsigned, std::string> formats;
  for (const pugi::xml_node n : children(root, "numFmts"))
    formats[n.attribute("numFmtId").as_uint()] = n.attribute("formatCode").value();
  const auto fonts = children(root, "fonts"), fills = children(root, "fills"), borders = children(root, "borders");
  std::vector<CellStyle> out;
  for (const pugi::xml_node xf : children(root, "cellXfs")) {
    CellStyle s;
    const unsigned id = xf.attribute("numFmtId").as_uint();
    const auto it = formats.find(id);
    s.number_format = it == formats.end() ? built_in_format(id) : it->second;
    if (s.number_format == "General") s.number_format.clear();
    set_font(s, at(fonts, xf.attribute("fontId")));
    set_fill(s, at(fills, xf.attribute("fillId")));
    set_border(s, at(borders, xf.attribute("borderId")));
    const pugi::xml_node alignment = child(xf, "alignment");
    s.horizontal = alignment.attribute("horizontal").value();
    s.vertical = alignment.attribute("vertical").value();
    s.wrap = alignment.attribute("wrapText").as_bool();
    out.push_back(std::move(s));
  }
  return out;
}

}  // namespace nqp::data
