#include "interpreter/dataset/io/sheet_frame.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <unordered_set>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::data {
namespace {

constexpr double day_in_milliseconds = 86400000;

using Unit = SheetColumn::Unit;

Unit joint_unit(Unit a, Unit b) {
  if (a == Unit::number || b == Unit::number) return Unit::number;
  return a == Unit::milliseconds || b == Unit::milliseconds ? Unit::milliseconds : Unit::days;
}

Cell::Kind sheet_kind(const SheetColumn::Value& c) { return static_cast<Cell::Kind>(c.kind); }

}  // namespace

void SheetFrame::add(const Workbook& w, const Cell& c) {
  if (c.kind == Cell::Kind::blank) return;
  if (!used_) used_ = c.at;
  used_ = CellPosition{std::max(used_->row, c.at.row), std::max(used_->column, c.at.column)};
  const bool inside = c.at.row >= options_.first.row && c.at.column >= options_.first.column &&
                      (!options_.last || (c.at.row <= options_.last->row && c.at.column <= options_.last->column));
  if (!inside) return;
  const std::size_t k = c.at.column - options_.first.column;
  if (columns_.size() <= k) columns_.resize(k + 1);
  SheetColumn& column = columns_[k];
  const bool texts = c.kind == Cell::Kind::text || c.kind == Cell::Kind::error;
  const SheetColumn::Value value{texts ? static_cast<double>(c.text) : c.number, c.at.row,
                                 static_cast<std::uint32_t>(c.kind) & 7U, c.style & 0x1fffffffU};
  if (options_.first_row_names && c.at.row == options_.first.row) {
    column.heading = value;
    return;
  }
  column.cells.push_back(value);
  if (c.kind == Cell::Kind::text && !w.texts[c.text].empty()) column.text = true;
  if (texts) return;
  const Unit unit = c.kind == Cell::Kind::number ? unit_of(w, c.style, c.number) : Unit::number;
  column.unit = column.numbers ? joint_unit(column.unit, unit) : unit;
  column.numbers = true;
}

Frame SheetFrame::finish(const Workbook& w, const std::string& sheet_name) {
  if (!used_) throw Error(198, "worksheet " + sheet_name + " is empty");
  const CellPosition last = options_.last.value_or(*used_);
  if (options_.first.row > last.row || options_.first.column > last.column)
    throw Error(198,
                "the cell range begins at " + cell_name(options_.first) + ", beyond the last cell " + cell_name(last));
  columns_.resize(last.column - options_.first.column + 1);
  Frame f;
  const std::size_t heading = options_.first_row_names ? 1 : 0;
  f.rows = last.row - options_.first.row + 1 - heading;
  first_row_ = options_.first.row + static_cast<std::uint32_t>(heading);
  const std::vector<NamedColumn> names = name_all(w);
  const ColumnPtr nothing = make_constant(Storage::byte_, f.rows, missing);  // shared by all empty columns
  for (std::size_t k = 0; k < columns_.size(); ++k) {
    Variable v{names[k].name, nothing};
    v.label = names[k].label;
    fill(w, v, columns_[k], f.rows);
    columns_[k] = {};
    f.variables.push_back(std::move(v));
  }
  return f;
}

// A date without a time may still hold one.
Unit SheetFrame::unit_of(const Workbook& w, std::uint32_t style, double number) {
  for (std::size_t k = units_.size(); k < w.styles.size(); ++k) {
    const std::string& format = w.styles[k].number_format;
    units_.push_back(!is_date_format(format)      ? Unit::number
                     : has_time_of_day(format) ? Unit::milliseconds
                                               : Unit::days);
  }
  const Unit unit = units_[style];
  return unit == Unit::days && number != std::floor(number) ? Unit::milliseconds : unit;
}

double SheetFrame::value(const Workbook& w, double number, Unit unit) const {
  if (unit == Unit::number) return checked(number);
  const double days = days_from_serial(number, w.from_1904);
  return unit == Unit::days ? days : std::round(days * day_in_milliseconds);
}

std::string SheetFrame::text(const Workbook& w, const SheetColumn::Value& c) {
  if (sheet_kind(c) == Cell::Kind::text) return w.texts[static_cast<std::size_t>(c.number)];
  if (sheet_kind(c) == Cell::Kind::error) return {};
  const Unit unit = sheet_kind(c) == Cell::Kind::number ? unit_of(w, c.style, c.number) : Unit::number;
  if (unit == Unit::number) return shortest_number(c.number);
  if (options_.date_format.empty())
    return text::trimmed(text::format_number(value(w, c.number, unit), unit == Unit::days ? "%td" : "%tc"));
  const bool clock = options_.date_format.starts_with("%tc");
  const Unit shown = clock ? Unit::milliseconds : Unit::days;
  return text::trimmed(text::format_number(value(w, c.number, shown), options_.date_format));
}

void SheetFrame::fill(const Workbook& w, Variable& v, const SheetColumn& column, std::size_t rows) {
  if (column.text || (options_.all_strings && !column.cells.empty())) {
    StringWriter out(rows);
    for (const SheetColumn::Value& c : column.cells) out.set(c.row - first_row_, text(w, c));
    v.column = out.finish();
  } else if (options_.all_strings) {
    v.column = StringWriter(rows).finish();
  } else if (column.numbers) {
    std::vector<double> values(rows, missing);
    bool whole = true;
    for (const SheetColumn::Value& c : column.cells) {
      if (sheet_kind(c) != Cell::Kind::number && sheet_kind(c) != Cell::Kind::logical) continue;
      const double x = value(w, c.number, column.unit);
      whole = whole && x == std::trunc(x);
      values[c.row - first_row_] = x;
    }
    const bool narrow = whole && column.unit != Unit::milliseconds;
    v.column = narrow ? make_narrowest(values) : make_numeric(Storage::double_, values);
  }
  v.format = default_format(v.column->type());
  if (v.is_string() || column.unit == Unit::number || !column.numbers) return;
  v.format = column.unit == Unit::days ? "%td" : "%tc";
}

std::vector<NamedColumn> SheetFrame::name_all(const Workbook& w) {
  std::vector<std::string> headings(columns_.size());
  for (std::size_t k = 0; k < columns_.size(); ++k)
    if (columns_[k].heading) headings[k] = text(w, *columns_[k].heading);
  std::vector<std::string> notes;
  std::vector<NamedColumn> names = name_columns(headings, options_.name_case, notes);
  // What has no usable heading is called v# there; sheets have letters for it.
  std::unordered_set<std::string> taken;
  std::vector<bool> nameless(names.size());
  for (std::size_t k = 0; k < names.size(); ++k) {
    nameless[k] = names[k].name == "v" + std::to_string(k + 1) && names[k].name != headings[k];
    if (!nameless[k]) taken.insert(names[k].name);
  }
  for (std::size_t k = 0; k < names.size(); ++k) {
    names[k].label = text::trimmed(headings[k]);
    if (!nameless[k]) continue;
    names[k].name = column_letters(options_.first.column + static_cast<std::uint32_t>(k));
    while (!taken.insert(names[k].name).second) names[k].name += "_";
  }
  return names;
}

std::string shortest_number(double x) {
  std::array<char, 32> room;
  char *begin = room.data(), *end = begin + room.size();
  if (x == std::trunc(x) && std::abs(x) < 1e15) end = std::to_chars(begin, end, static_cast<long long>(x)).ptr;
  else end = std::to_chars(begin, end, x).ptr;
  return {begin, end};
}

Frame frame_of_sheet(const Workbook& w, const Sheet& s, const SheetOptions& options) {
  SheetFrame f(options);
  for (const Cell& c : s.cells) f.add(w, c);
  return f.finish(w, s.name);
}

}  // namespace nqp::data
