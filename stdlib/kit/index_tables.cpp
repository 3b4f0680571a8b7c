#include "stdlib/kit/index_tables.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "interpreter/command/resolve.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

using report::Cell, report::number_cell, report::text_cell;

// Smallest and largest value as given, over all scopes.
std::pair<double, double> range_of(const Indicators& in, std::size_t j) {
  double low = in.blocks[0].scaled.low[j], high = in.blocks[0].scaled.high[j];
  for (const IndicatorBlock& b : in.blocks)
    low = std::min(low, b.scaled.low[j]), high = std::max(high, b.scaled.high[j]);
  return {low, high};
}

std::vector<Cell> indicator_row(const Indicators& in, const WeightTable& t, std::size_t j) {
  const auto [low, high] = range_of(in, j);
  std::vector<Cell> row{text_cell(text::abbreviate(in.names[j], 12), report::Align::right),
                        text_cell(direction_mark(in.directions[j]), report::Align::centre), number_cell(low, "%9.0g"),
                        number_cell(high, "%9.0g")};
  for (const auto& column : t.columns) row.push_back(number_cell(column[j], "%9.4f"));
  const std::vector<double>& w = t.columns.back();
  const auto larger = std::count_if(w.begin(), w.end(), [&](double x) { return x > w[j]; });
  row.push_back(number_cell(static_cast<double>(larger + 1), "%4.0f"));
  return row;
}

}  // namespace

std::vector<IndexDimension> parse_dimensions(const std::string& text, const Indicators& in, const command::Context& c) {
  std::vector<IndexDimension> out;
  std::vector<int> seen(in.names.size());
  std::string_view rest = text;
  while (!trim(rest).empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t equals = part.find('=');
    IndexDimension d;
    if (equals != std::string_view::npos) d.name = std::string(trim(part.substr(0, equals)));
    if (!data::valid_name(d.name))
      throw Error(198, "a dimension is written name = indicators", std::nullopt,
                  {"for example hierarchical(economy = x1 x2; people = x3 x4)"});
    for (const std::string& v : command::resolve_variables(part.substr(equals + 1), c)) {
      const auto at = std::find(in.names.begin(), in.names.end(), v);
      if (at == in.names.end()) throw Error(198, "dimension " + d.name + " names " + v + ", which is not an indicator");
      d.members.push_back(static_cast<std::size_t>(at - in.names.begin()));
      if (++seen[d.members.back()] > 1) throw Error(198, v + " stands in two dimensions");
    }
    out.push_back(std::move(d));
  }
  for (std::size_t j = 0; j < seen.size(); ++j)
    if (!out.empty() && seen[j] == 0) throw Error(198, in.names[j] + " stands in no dimension");
  return out;
}

report::Table weight_table(const Indicators& in, const WeightTable& t) {
  report::Table out;
  out.columns = {{12, 0, false}, {9, 1, true}, {10, 1, false}, {10, 1, false}};
  const auto head = [](const std::string& s) { return text_cell(s, report::Align::right); };
  std::vector<Cell> heads{head("Indicator"), text_cell("Direction", report::Align::centre), head("Min"), head("Max")};
  for (const std::string& h : t.headings) heads.push_back(head(h)), out.columns.push_back({9, 1, false});
  heads.push_back(head("Rank"));
  out.columns.push_back({5, 1, false});
  out.rule();
  out.row(std::move(heads));
  out.rule();
  if (t.dimensions.empty())
    for (std::size_t j = 0; j < in.names.size(); ++j) out.row(indicator_row(in, t, j));
  for (std::size_t k = 0; k < t.dimensions.size(); ++k) {
    double sum = 0;
    for (const std::size_t j : t.dimensions[k].members) {
      out.row(indicator_row(in, t, j));
      sum += t.columns.back()[j];
    }
    std::vector<Cell> total(3 + t.columns.size());
    total[0] = text_cell(text::abbreviate(t.dimensions[k].name, 12), report::Align::right);
    total.push_back(number_cell(sum, "%9.4f"));
    total.emplace_back();
    out.row(std::move(total));
    if (k + 1 < t.dimensions.size()) out.rule();
  }
  out.rule();
  return out;
}

eval::Matrix weight_matrix(const Indicators& in, const std::vector<std::string>& headings,
                           const std::vector<std::vector<double>>& columns) {
  eval::Matrix m(in.names.size(), columns.size());
  m.row_names = in.names, m.column_names = headings;
  for (std::size_t j = 0; j < columns.size(); ++j)
    for (std::size_t i = 0; i < in.names.size(); ++i) m(i, j) = data::checked(columns[j][i]);
  return m;
}

void save_weights(const std::string& saving, const Indicators& in, const WeightTable& t, const command::Context& c) {
  if (saving.empty()) return;
  BodyAndOptions line = split_options(saving);
  const bool replace = line.find("replace") != nullptr;
  line.check_all_known();
  const std::string path = with_extension(unquoted(line.body), "dta");
  require_free(c, path, replace);
  data::Frame f;
  f.rows = in.names.size();
  const auto add = [&](const std::string& name, data::ColumnPtr column, const std::string& label) {
    data::Variable v;
    v.name = name, v.column = std::move(column), v.label = label;
    v.format = data::default_format(v.column->type());
    f.add(std::move(v));
  };
  std::vector<std::string> directions, dimensions(in.names.size());
  for (const numeric::Indicator& i : in.directions) directions.push_back(direction_mark(i));
  for (const IndexDimension& d : t.dimensions)
    for (const std::size_t j : d.members) dimensions[j] = d.name;
  add("indicator", data::make_strings(in.names), "indicator");
  if (!t.dimensions.empty()) add("dimension", data::make_strings(dimensions), "dimension");
  add("direction", data::make_strings(directions), "direction");
  for (std::size_t k = 0; k < t.headings.size(); ++k)
    add(t.headings[k], data::make_numeric(data::Storage::double_, t.columns[k]), t.headings[k]);
  store_table(c, f, path);
}

}  // namespace nqp::kit
