#include "stdlib/kit/workbooks.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

std::string workbook_path(const command::Context& c, const std::string& path) {
  if (path.empty()) throw Error(198, "a file name is needed");
  if (c.host.info(path).exists) return path;
  const bool named = lower(path).ends_with(".xlsx") || lower(path).ends_with(".xls");
  return named ? path : path + ".xlsx";
}

data::Workbook load_workbook(const command::Context& c, const std::string& path, std::optional<std::string_view> only,
                             const data::TakeCell& take) {
  const auto file = c.host.open(path);
  try {
    return data::read_xlsx(source_of(*file), only, take);
  } catch (const Error& e) {
    throw Error(e.code, path + ": " + e.what(), e.span, e.notes);
  }
}

void store_workbook(const command::Context& c, const data::Workbook& w, const std::string& path) {
  c.host.write(path, data::write_xlsx(w));
}

data::Sheet* find_sheet(data::Workbook& w, std::string_view name) {
  for (data::Sheet& s : w.sheets)
    if (s.name == name) return &s;
  for (data::Sheet& s : w.sheets)
    if (lower(s.name) == lower(name)) return &s;
  return nullptr;
}

data::CellRange cell_range(std::string_view text) {
  const std::string_view whole = trim(text);
  const std::size_t colon = whole.find(':');
  const auto first = data::parse_cell(whole.substr(0, colon));
  const auto last = colon == std::string_view::npos ? first : data::parse_cell(whole.substr(colon + 1));
  const bool ordered = first && last && first->row <= last->row && first->column <= last->column;
  if (!ordered) {
    throw Error(198, "\"" + std::string(whole) + "\" is no cell or range of cells", std::nullopt,
                {"write a cell as B2 and a range as B2:D10"});
  }
  return {*first, *last};
}

data::Cell& cell_at(data::Sheet& s, data::CellPosition at) {
  const auto it = std::lower_bound(s.cells.begin(), s.cells.end(), at,
                                   [](const data::Cell& c, data::CellPosition p) { return c.at < p; });
  if (it != s.cells.end() && it->at == at) return *it;
  data::Cell fresh;
  fresh.at = at;
  return *s.cells.insert(it, fresh);
}

SheetChoice sheet_choice(std::string_view argument) {
  SheetChoice out;
  const std::size_t comma = find_outside(argument, ',');
  out.name = unquoted(trim(argument.substr(0, comma)));
  std::string_view rest = comma == std::string_view::npos ? std::string_view() : argument.substr(comma + 1);
  while (!trim(rest).empty()) {
    const std::string word = take_word(rest);
    if (abbreviates(word, "REPlace")) out.replace = true;
    else if (abbreviates(word, "MODify")) out.modify = true;
    else if (word != "noGRIDlines" && word != "nogridlines")
      throw Error(198, "sheet(): " + word + " not allowed", std::nullopt, {"write sheet(\"name\", replace) or modify"});
  }
  if (out.replace && out.modify) throw Error(198, "sheet(): only one of replace and modify may be given");
  return out;
}

}  // namespace nqp::kit
