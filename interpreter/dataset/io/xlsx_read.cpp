#include <fast_float/fast_float.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <pugixml.hpp>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/buffer.hpp"
#include "interpreter/dataset/io/encoding.hpp"
#include "interpreter/dataset/io/xlsx.hpp"
#include "interpreter/dataset/io/xlsx_fragments.hpp"
#include "interpreter/dataset/io/xlsx_styles.hpp"
#include "interpreter/dataset/io/zip_parts.hpp"

namespace nqp::data {
namespace {

constexpr unsigned xml_flags = pugi::parse_default | pugi::parse_ws_pcdata_single;
constexpr std::string_view old_binary_mark = "\xD0\xCF\x11\xE0";

[[noreturn]] void damaged_workbook(const std::string& why) { throw Error(688, "the workbook is damaged: " + why); }

std::string_view attribute(pugi::xml_node n, std::string_view name) {
  for (const pugi::xml_attribute a : n.attributes())
    if (local_name(a.name()) == name) return a.value();
  return {};
}

void parse(pugi::xml_document& document, std::string& part, const std::string& name) {
  if (!document.load_buffer_inplace(part.data(), part.size(), xml_flags)) damaged_workbook(name + " is no XML");
}

// --- The workbook's own parts ---

struct SheetPart {
  std::string name, path;
};

struct SheetLayout {
  std::vector<SheetPart> sheets;
  std::string styles, texts;
  bool from_1904 = false;
};

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

// "/xl/a.xml", "worksheets/a.xml" and "../xl/a.xml" as named in a part of `folder`.
std::string resolved(std::string_view target, std::string folder) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    if (!folder.empty()) folder = folder_of(folder.substr(0, folder.size() - 1));
  }
  return folder + std::string(target);
}

// What each relation of a part points to, by its identity; and by the last word of its type.
struct Relations {
  std::map<std::string, std::string, std::less<>> by_id, by_type;
};

Relations relations_of(ZipParts& zip, const std::string& path) {
  const std::string folder = folder_of(path), name = folder + "_rels/" + path.substr(folder.size()) + ".rels";
  Relations out;
  if (!zip.holds(name)) return out;
  std::string part = zip.unpack(name);
  pugi::xml_document document;
  parse(document, part, name);
  for (const pugi::xml_node n : document.document_element().children()) {
    const std::string_view type = attribute(n, "Type");
    const std::string target = resolved(attribute(n, "Target"), folder);
    out.by_id[std::string(attribute(n, "Id"))] = target;
    out.by_type[std::string(type.substr(type.rfind('/') + 1))] = target;
  }
  return out;
}

SheetLayout read_layout(ZipParts& zip) {
  const Relations top = relations_of(zip, "");
  const auto book = top.by_type.find("officeDocument");
  const std::string path = book == top.by_type.end() ? "xl/workbook.xml" : book->second;
  std::string part = zip.unpack(path);
  const Relations relations = relations_of(zip, path);
  pugi::xml_document document;
  parse(document, part, path);
  SheetLayout out;
  const pugi::xml_node root = document.document_element();
  out.from_1904 = child(root, "workbookPr").attribute("date1904").as_bool();
  for (const pugi::xml_node n : child(root, "sheets").children()) {
    std::string_view id;
    for (const pugi::xml_attribute a : n.attributes())
      if (std::string_view(a.name()).ends_with(":id")) id = a.value();
    const auto it = relations.by_id.find(id);
    if (it != relations.by_id.end()) out.sheets.push_back({std::string(attribute(n, "name")), it->second});
  }
  if (const auto it = relations.by_type.find("styles"); it != relations.by_type.end()) out.styles = it->second;
  if (const auto it = relations.by_type.find("sharedStrings"); it != relations.by_type.end()) out.texts = it->second;
  return out;
}

// --- Text ---

// _x000D_ and the like stand for characters that XML cannot hold.
std::string without_escapes(std::string s) {
  std::size_t i = 0;
  while ((i = s.find("_x", i)) != std::string::npos) {
    const std::string digits = s.substr(i + 2, 4);
    if (i + 6 < s.size() && s[i + 6] == '_' &&
        digits.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos) {
      const unsigned long code = std::stoul(digits, nullptr, 16);
      if (code > 0 && code < 128) s.replace(i, 7, 1, static_cast<char>(code));
    }
    i += 1;
  }
  return s;
}

// Text of a cell, without escapes. Spreadsheet programs refuse other bytes, too.
std::string checked_text(std::string s) {
  s = without_escapes(std::move(s));
  const std::size_t valid = valid_utf8_prefix(s);
  if (valid < s.size()) {
    constexpr std::size_t shown = 40;
    const std::string_view before = std::string_view(s).substr(valid - std::min(valid, shown), std::min(valid, shown));
    damaged_workbook("a text is not UTF-8 behind \"" + std::string(before) + "\"");
  }
  return s;
}

// Of <si> and <is>: a <t>, or the <t> of each run <r>; readings in other scripts (<rPh>) are left out.
std::string cell_text(pugi::xml_node item) {
  std::string out;
  for (const pugi::xml_node n : item.children()) {
    const std::string_view name = local_name(n.name());
    if (name == "t") out += n.text().get();
    if (name == "r") out += child(n, "t").text().get();
  }
  return checked_text(std::move(out));
}

void read_shared_texts(ZipParts& zip, const SheetLayout& layout, Workbook& w) {
  if (layout.texts.empty() || !zip.holds(layout.texts)) return;
  pugi::xml_document document;
  ElementStream items({"si"}, [&](std::size_t, char* begin, std::size_t size) {
    if (!document.load_buffer_inplace(begin, size, xml_flags, pugi::encoding_utf8))
      damaged_workbook("its texts are no XML");
    w.texts.push_back(cell_text(document.document_element()));
  });
  zip.unpack(layout.texts, [&](std::string_view piece) { items.add(piece); });
  items.finish();
}

// --- Sheets ---

class SheetReader {
 public:
  SheetReader(Workbook& w, Sheet& s, const TakeCell& take)
      : workbook_(w), sheet_(s), take_(take), shared_(w.texts.size()) {}

  void read(ZipParts& zip, const std::string& path, std::size_t shared_texts) {
    shared_ = shared_texts;
    ElementStream elements(
        {"row", "col", "mergeCell", "dimension"}, [&](std::size_t which, char* begin, std::size_t size) {
          const bool fine = document_.load_buffer_inplace(begin, size, xml_flags, pugi::encoding_utf8);
          const pugi::xml_node n = document_.document_element();
          if (which == 0) {
            if (!fine) damaged_workbook("a row of sheet " + sheet_.name + " is no XML");
            read_row(n);
          } else if (fine) {
            if (which == 1) read_widths(n);
            if (which == 2) read_merged(n);
            if (which == 3) make_room(n.attribute("ref").value(), zip.file_size());
          }
        });
    zip.unpack(path, [&](std::string_view piece) { elements.add(piece); });
    elements.finish();
    const auto by_place = [](const Cell& a, const Cell& b) { return a.at < b.at; };
    if (!std::is_sorted(sheet_.cells.begin(), sheet_.cells.end(), by_place))
      std::stable_sort(sheet_.cells.begin(), sheet_.cells.end(), by_place);
  }

 private:
  // For the cells of "A1:J1000", as far as a file of that size can have them.
  void make_room(std::string_view range, std::size_t file_size) {
    const std::size_t colon = range.find(':');
    const auto first = parse_cell(range.substr(0, colon));
    const auto last = colon == std::string_view::npos ? first : parse_cell(range.substr(colon + 1));
    if (!first || !last || last->row < first->row || last->column < first->column) return;
    const std::size_t cells = (std::size_t{last->row} - first->row + 1) * (last->column - first->column + 1);
    if (cells < file_size && !take_) sheet_.cells.reserve(cells);
  }

  void read_widths(pugi::xml_node n) {
    const unsigned first = n.attribute("min").as_uint(), last = n.attribute("max").as_uint();
    for (unsigned k = first; k >= 1 && k <= last && k <= most_sheet_columns && k < first + 1024; ++k)
      sheet_.widths[k - 1] = n.attribute("width").as_double();
  }

  void read_merged(pugi::xml_node n) {
    const std::string_view ref = n.attribute("ref").value();
    const std::size_t colon = ref.find(':');
    if (colon == std::string_view::npos) return;
    const auto a = parse_cell(ref.substr(0, colon)), b = parse_cell(ref.substr(colon + 1));
    if (a && b && a->row <= b->row && a->column <= b->column) sheet_.merged.push_back({*a, *b});
  }

  void read_row(pugi::xml_node row) {
    if (const pugi::xml_attribute r = row.attribute("r")) next_.row = r.as_uint(0) - 1;  // 0 wraps and is refused
    next_.column = 0;
    for (const pugi::xml_node n : row.children())
      if (local_name(n.name()) == "c") read_cell(n);
    ++next_.row;
    if (found_ < checked_until_) return;
    checked_until_ = 2 * found_;  // room for as many again: error 909 before the machine runs out
    const std::size_t bytes = checked_until_ * sizeof(Cell);
    pool_release(pool_acquire(bytes), bytes);
  }

  void read_cell(pugi::xml_node n) {
    if (const pugi::xml_attribute r = n.attribute("r")) {
      const auto at = parse_cell(r.value());
      if (!at) damaged_workbook("a cell of sheet " + sheet_.name + " claims the place \"" + r.value() + "\"");
      next_ = *at;
    }
    if (next_.row >= most_sheet_rows || next_.column >= most_sheet_columns)
      damaged_workbook("sheet " + sheet_.name + " has cells outside of what a sheet can hold");
    Cell c;
    c.at = next_;
    const unsigned style = n.attribute("s").as_uint(0);
    c.style = style < workbook_.styles.size() ? style : 0;
    fill(c, n);
    if (const pugi::xml_node f = child(n, "f"); f && *f.text().get() != '\0')
      c.formula = workbook_.text(f.text().get());
    ++next_.column;
    if (c.kind == Cell::Kind::blank && c.style == 0) return;
    ++found_;
    if (take_) take_(workbook_, c);
    else sheet_.cells.push_back(c);
  }

  void fill(Cell& c, pugi::xml_node n) {
    const std::string_view type = n.attribute("t").value();
    const char* value = child(n, "v").text().get();
    if (type == "inlineStr") {
      c.kind = Cell::Kind::text;
      c.text = workbook_.text(cell_text(child(n, "is")));
    } else if (*value == '\0') {
      return;
    } else if (type == "s") {
      const unsigned long long index = std::strtoull(value, nullptr, 10);
      if (index >= shared_) damaged_workbook("a cell of sheet " + sheet_.name + " refers to text that is not there");
      c.kind = Cell::Kind::text;
      c.text = static_cast<std::uint32_t>(index + 1);
    } else if (type == "str" || type == "d") {
      c.kind = Cell::Kind::text;
      c.text = workbook_.text(checked_text(value));
    } else if (type == "e") {
      c.kind = Cell::Kind::error;
      c.text = workbook_.text(value);
    } else {
      const auto x = number(value);
      if (!x)
        damaged_workbook("cell " + cell_name(c.at) + " of sheet " + sheet_.name + " holds \"" + value +
                         "\", no number");
      c.kind = type == "b" ? Cell::Kind::logical : Cell::Kind::number;
      c.number = *x;
    }
  }

  static std::optional<double> number(const char* text) {
    double x = 0;
    const char* end = text + std::strlen(text);
    const auto [stop, error] = fast_float::from_chars(text, end, x);
    if (error != std::errc() || stop != end || !std::isfinite(x)) return std::nullopt;
    return x;
  }

  Workbook& workbook_;
  Sheet& sheet_;
  const TakeCell& take_;
  std::size_t shared_, found_ = 0;
  CellPosition next_;
  std::size_t checked_until_ = std::size_t{1} << 16;  // cells
  pugi::xml_document document_;
};

void check_wanted(const SheetLayout& layout, std::optional<std::string_view> only) {
  if (!only) return;
  std::string names;
  for (const SheetPart& s : layout.sheets) {
    if (s.name == *only) return;
    names += (names.empty() ? "" : ", ") + s.name;
  }
  throw Error(601, "worksheet " + std::string(*only) + " not found", std::nullopt, {"the file has: " + names});
}

}  // namespace

Workbook read_xlsx(std::string_view bytes, std::optional<std::string_view> only, const TakeCell& take) {
  return read_xlsx(source_of(bytes), only, take);
}

Workbook read_xlsx(const ByteSource& source, std::optional<std::string_view> only, const TakeCell& take) {
  std::string start(old_binary_mark.size(), '\0');
  start.resize(source.read(0, start.data(), start.size()));
  if (start == old_binary_mark) {
    throw Error(610, "this is a workbook of the old binary format (.xls), or one with a password", std::nullopt,
                {"open it in a spreadsheet program and save it as .xlsx without a password"});
  }
  ZipParts zip(source);
  const SheetLayout layout = read_layout(zip);
  if (layout.sheets.empty()) throw Error(610, "not an .xlsx workbook: it has no worksheets");
  if (only && only->empty()) only = layout.sheets[0].name;
  check_wanted(layout, only);
  Workbook w;
  w.from_1904 = layout.from_1904;
  read_shared_texts(zip, layout, w);
  const std::size_t shared = w.texts.size() - 1;
  if (!layout.styles.empty() && zip.holds(layout.styles)) {
    std::string part = zip.unpack(layout.styles);
    if (auto styles = parse_xlsx_styles(part); !styles.empty()) w.styles = std::move(styles);
  }
  for (const SheetPart& s : layout.sheets) {
    w.sheets.push_back({s.name});
    if ((only && s.name != *only) || !zip.holds(s.path)) continue;
    SheetReader(w, w.sheets.back(), take).read(zip, s.path, shared);
  }
  return w;
}

}  // namespace nqp::data
