#include "interpreter/dataset/io/sheet_frame.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <unordered_set>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/delimited_names.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::data {
namespace {

constexpr double day_in_milliseconds = 86400000;

enum class Unit { number, days, milliseconds };

// The cells of one column of the range: where they stand among all.
struct SheetColumn {
  std::vector<std::uint32_t> cells;
  bool text = false, numbers = false;
  Unit unit = Unit::number;
};

class SheetBuilder {
 public:
  SheetBuilder(const Workbook& w, const Sheet& s, const SheetOptions& o) : workbook_(w), sheet_(s), options_(o) {
    for (const CellStyle& style : w.styles) {
      const bool date = is_date_format(style.number_format);
      units_.push_back(!date ? Unit::number : has_time_of_day(style.number_format) ? Unit::milliseconds : Unit::days);
    }
    const auto used = used_range(s);
    if (!used) throw Error(198, "worksheet " + s.name + " is empty");
    last_ = o.last.value_or(used->last);
    if (!o.last) last_ = {std::max(last_.row, used->last.row), std::max(last_.column, used->last.column)};
    if (o.first.row > last_.row || o.first.column > last_.column)
      throw Error(198, "the cell range begins at " + cell_name(o.first) + ", beyond the last cell " + cell_name(last_));
    collect();
  }

  Frame frame() {
    Frame f;
    const std::size_t heading = options_.first_row_names ? 1 : 0;
    f.rows = last_.row - options_.first.row + 1 - heading;
    first_row_ = options_.first.row + static_cast<std::uint32_t>(heading);
    const std::vector<NamedColumn> names = name_all();
    const ColumnPtr nothing = make_constant(Storage::byte_, f.rows, missing);  // shared by all empty columns
    for (std::size_t k = 0; k < columns_.size(); ++k) {
      Variable v{names[k].name, nothing};
      v.label = names[k].label;
      fill(v, columns_[k], f.rows);
      f.variables.push_back(std::move(v));
    }
    return f;
  }

 private:
  void collect() {
    columns_.resize(last_.column - options_.first.column + 1);
    headings_.resize(columns_.size(), nullptr);
    for (std::uint32_t i = 0; i < sheet_.cells.size(); ++i) {
      const Cell& c = sheet_.cells[i];
      const bool inside = c.at.row >= options_.first.row && c.at.row <= last_.row &&
                          c.at.column >= options_.first.column && c.at.column <= last_.column;
      if (!inside || c.kind == Cell::Kind::blank) continue;
      const std::size_t k = c.at.column - options_.first.column;
      if (options_.first_row_names && c.at.row == options_.first.row) {
        headings_[k] = &c;
        continue;
      }
      SheetColumn& column = columns_[k];
      column.cells.push_back(i);
      if (c.kind == Cell::Kind::text && !workbook_.texts[c.text].empty()) column.text = true;
      if (c.kind != Cell::Kind::number && c.kind != Cell::Kind::logical) continue;
      const Unit unit = c.kind == Cell::Kind::number ? unit_of(c) : Unit::number;
      column.unit = column.numbers ? joint(column.unit, unit) : unit;
      column.numbers = true;
    }
  }

  // A date without a time may still hold one.
  Unit unit_of(const Cell& c) const {
    const Unit unit = units_[c.style];
    return unit == Unit::days && c.number != std::floor(c.number) ? Unit::milliseconds : unit;
  }

  static Unit joint(Unit a, Unit b) {
    if (a == Unit::number || b == Unit::number) return Unit::number;
    return a == Unit::milliseconds || b == Unit::milliseconds ? Unit::milliseconds : Unit::days;
  }

  double value(const Cell& c, Unit unit) const {
    if (unit == Unit::number) return checked(c.number);
    const double days = days_from_serial(c.number, workbook_.from_1904);
    return unit == Unit::days ? days : std::round(days * day_in_milliseconds);
  }

  std::string text(const Cell& c) const {
    if (c.kind == Cell::Kind::text) return workbook_.texts[c.text];
    if (c.kind == Cell::Kind::error) return {};
    const Unit unit = c.kind == Cell::Kind::number ? unit_of(c) : Unit::number;
    if (unit == Unit::number) return shortest_number(c.number);
    if (options_.date_format.empty())
      return text::trimmed(text::format_number(value(c, unit), unit == Unit::days ? "%td" : "%tc"));
    const bool clock = options_.date_format.starts_with("%tc");
    return text::trimmed(text::format_number(value(c, clock ? Unit::milliseconds : Unit::days), options_.date_format));
  }

  void fill(Variable& v, const SheetColumn& column, std::size_t rows) const {
    if (column.text || (options_.all_strings && !column.cells.empty())) {
      StringWriter out(rows);
      for (const std::uint32_t i : column.cells) out.set(sheet_.cells[i].at.row - first_row_, text(sheet_.cells[i]));
      v.column = out.finish();
    } else if (options_.all_strings) {
      v.column = StringWriter(rows).finish();
    } else if (column.numbers) {
      std::vector<double> values(rows, missing);
      bool whole = true;
      for (const std::uint32_t i : column.cells) {
        const Cell& c = sheet_.cells[i];
        if (c.kind != Cell::Kind::number && c.kind != Cell::Kind::logical) continue;
        const double x = value(c, column.unit);
        whole = whole && x == std::trunc(x);
        values[c.at.row - first_row_] = x;
      }
      v.column = whole ? make_narrowest(values) : make_numeric(Storage::double_, values);
      if (column.unit == Unit::milliseconds) v.column = make_numeric(Storage::double_, values);
    }
    v.format = default_format(v.column->type());
    if (v.is_string() || column.unit == Unit::number || !column.numbers) return;
    v.format = column.unit == Unit::days ? "%td" : "%tc";
  }

  std::vector<NamedColumn> name_all() const {
    std::vector<std::string> headings(columns_.size());
    for (std::size_t k = 0; k < columns_.size(); ++k)
      if (headings_[k] != nullptr) headings[k] = text(*headings_[k]);
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

  const Workbook& workbook_;
  const Sheet& sheet_;
  const SheetOptions& options_;
  std::vector<Unit> units_;  // of each style
  CellPosition last_;
  std::uint32_t first_row_ = 0;
  std::vector<SheetColumn> columns_;
  std::vector<const Cell*> headings_;
};

}  // namespace

std::string shortest_number(double x) {
  std::array<char, 32> room;
  char *begin = room.data(), *end = begin + room.size();
  if (x == std::trunc(x) && std::abs(x) < 1e15) end = std::to_chars(begin, end, static_cast<long long>(x)).ptr;
  else end = std::to_chars(begin, end, x).ptr;
  return {begin, end};
}

Frame frame_of_sheet(const Workbook& w, const Sheet& s, const SheetOptions& options) {
  return SheetBuilder(w, s, options).frame();
}

}  // namespace nqp::data
