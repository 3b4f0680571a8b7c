#include "stdlib/kit/tabulation.hpp"

#include <algorithm>
#include <numeric>

#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/wrapped.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::kit {

using command::Context;
using command::Output;
using command::Results;
using report::Align;
using report::Cell;
using report::number_cell;
using report::text_cell;

void one_way_options(command::Definition<TabulateArgs>& d) {
  d.flag("Missing", &TabulateArgs::missing, "missing values are levels like any other")
      .flag("noLabel", &TabulateArgs::no_label, "numbers instead of value labels")
      .flag("noFreq", &TabulateArgs::no_freq, "leave out the frequencies")
      .flag("SOrt", &TabulateArgs::sort, "most frequent first")
      .flag("Plot", &TabulateArgs::plot, "a bar of stars instead of percentages");
}

void two_way_options(command::Definition<TabulateArgs>& d) {
  d.flag("Row", &TabulateArgs::row, "percentages of the row")
      .flag("COlumn", &TabulateArgs::column, "percentages of the column")
      .flag("CEll", &TabulateArgs::cell, "percentages of the total")
      .flag("Expected", &TabulateArgs::expected, "frequencies expected under independence")
      .flag("CCHI2", &TabulateArgs::contributions, "contributions to Pearson's chi-squared")
      .flag("CLRCHI2", &TabulateArgs::lr_contributions, "contributions to the likelihood-ratio chi-squared")
      .flag("key", &TabulateArgs::key, "accepted: the box is shown when a cell has several lines")
      .flag("noLOG", &TabulateArgs::no_log, "accepted")
      .flag("LOG", &TabulateArgs::key, "accepted; enumeration shows nothing")
      .flag("nokey", &TabulateArgs::no_key, "leave out the box that explains the lines of a cell")
      .flag("ROWSort", &TabulateArgs::row_sort, "rows by descending frequency")
      .flag("COLSort", &TabulateArgs::column_sort, "columns by descending frequency")
      .flag("CHi2", &TabulateArgs::chi2, "Pearson's chi-squared test of independence")
      .flag("LRchi2", &TabulateArgs::lr_chi2, "likelihood-ratio chi-squared test")
      .flag("V", &TabulateArgs::v, "Cramér's V")
      .flag("GAmma", &TabulateArgs::gamma, "Goodman and Kruskal's gamma")
      .flag("Taub", &TabulateArgs::tau_b, "Kendall's tau-b")
      .flag("EXact", &TabulateArgs::exact, "Fisher's exact test")
      .text("EXact", &TabulateArgs::exact_effort, "the same, with # times the effort for large tables")
      .flag("All", &TabulateArgs::all, "all of chi2 lrchi2 V gamma taub")
      .flag("Wrap", &TabulateArgs::wrap, "accepted; wide tables are always split");
}

std::string heading_of(const data::Variable& v) { return v.label.empty() ? v.name : v.label; }

std::size_t stub_width(const std::vector<std::string>& texts, std::size_t least, int linesize) {
  const std::size_t most = static_cast<std::size_t>(std::max(linesize - 40, 20));
  std::size_t width = least;
  for (const std::string& s : texts) width = std::max(width, std::min(most, text::display_width(s)));
  return width;
}

Cell frequency_cell(double n) {
  return number_cell(n, n == static_cast<double>(static_cast<long long>(n)) ? "%10.0gc" : "%10.0g");
}

WeightedRows tabulated_rows(const command::Variables& variables, const WeightedRows& rows, const TabulateArgs& a,
                            const Context& c) {
  if (a.missing) return rows;
  std::vector<const data::Column*> columns;
  for (const std::string& name : variables) columns.push_back(c.frame.at(name).column.get());
  return complete_rows(rows, columns);
}

Dimension dimension(const std::string& variable, const WeightedRows& rows, const TabulateArgs& a, const Context& c) {
  Dimension d;
  d.variable = &c.frame.at(variable);
  d.levels = levels_of(*d.variable->column, rows.rows, true);
  for (const data::Row r : d.levels.first) d.texts.push_back(level_text(c.frame, *d.variable, r, a.no_label));
  return d;
}

std::vector<double> counting_weights(const WeightedRows& rows, const TabulateArgs& a, const Context& c) {
  std::vector<double> out(rows.size(), 1.0);
  if (!rows.weights.empty()) {
    numeric::Weights w = compute(
        c, [&](numeric::Progress&) { return numeric::normalise_weights(rows.weights, rows.kind, rows.size()); });
    if (!w.values.empty()) out = std::move(w.values);
  }
  if (a.subpopulation.empty()) return out;
  const data::Column& chosen = c.numeric(a.subpopulation);
  double count = 0, sum = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double x = chosen.number(rows.rows[i]);
    if (x == 0 || data::is_missing(x)) out[i] = 0;
    else ++count, sum += out[i];
  }
  if (rows.kind == command::WeightKind::aweight && sum > 0)
    for (double& w : out) w *= count / sum;
  return out;
}

namespace {

eval::Matrix column_of(const std::vector<double>& x) {
  eval::Matrix m(x.size(), 1);
  m.values = x;
  return m;
}

std::vector<std::size_t> by_frequency(const std::vector<double>& counts) {
  std::vector<std::size_t> order(counts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return counts[a] > counts[b]; });
  return order;
}

report::Table one_way_frame(const Dimension& d, int linesize, std::vector<int> widths, std::vector<Cell> head) {
  report::Table t;
  const std::size_t stub = stub_width(d.texts, 11, linesize);
  t.columns = {{static_cast<int>(stub), 0, false}};
  for (std::size_t k = 0; k < widths.size(); ++k) t.columns.push_back({widths[k] - 2, 2, k == 0});
  const std::vector<std::string> lines = wrapped_lines(heading_of(*d.variable), stub);
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) t.row({text_cell(lines[i], Align::right), text_cell("")});
  head.insert(head.begin(), text_cell(lines.back(), Align::right));
  t.row(std::move(head));
  t.rule();
  return t;
}

Cell head_cell(const char* s) { return text_cell(s, Align::right); }

report::Table frequency_table(const Dimension& d, const std::vector<double>& counts, double total,
                              const TabulateArgs& a, int linesize) {
  report::Table t =
      one_way_frame(d, linesize, {11, 12, 12}, {head_cell("Freq."), head_cell("Percent"), head_cell("Cum.")});
  const std::size_t stub = static_cast<std::size_t>(t.columns[0].width);
  std::vector<std::size_t> order(counts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (a.sort) order = by_frequency(counts);
  double running = 0;
  for (const std::size_t k : order) {
    running += counts[k];
    t.row({text_cell(text::truncate(d.texts[k], stub), Align::right), frequency_cell(counts[k]),
           number_cell(100 * counts[k] / total, "%7.2f"), number_cell(100 * running / total, "%7.2f")});
  }
  t.rule();
  t.row({text_cell("Total", Align::right), frequency_cell(total), number_cell(100, "%7.2f")});
  return t;
}

report::Table star_plot(const Dimension& d, const std::vector<double>& counts, double total, int linesize) {
  report::Table t = one_way_frame(d, linesize, {11, 55}, {head_cell("Freq."), head_cell("")});
  t.columns[2] = {53, 0, true};
  const double highest = *std::max_element(counts.begin(), counts.end());
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const auto stars = static_cast<std::size_t>(53 * counts[k] / highest + 0.5);
    t.row({text_cell(text::truncate(d.texts[k], static_cast<std::size_t>(t.columns[0].width)), Align::right),
           frequency_cell(counts[k]), text_cell(std::string(stars, '*'))});
  }
  t.rule();
  t.row({text_cell("Total", Align::right), frequency_cell(total)});
  return t;
}

// stub1 stub2 …: one indicator for each level, missing outside the rows tabulated.
void add_indicators(const Dimension& d, const WeightedRows& rows, const std::string& stub, const Context& c,
                    Output& out) {
  data::Frame f = out.frame ? *out.frame : c.frame;
  for (std::size_t k = 0; k < d.texts.size(); ++k) {
    c.poll();
    const std::string name = stub + std::to_string(k + 1);
    if (!data::valid_name(name)) throw Error(198, name + " is an invalid name");
    if (f.find(name))
      throw Error(110, "variable " + name + " already defined", std::nullopt, {"choose another stub, or drop " + name});
    std::vector<double> values(c.frame.rows, data::missing);
    for (std::size_t i = 0; i < rows.size(); ++i) values[rows.rows[i]] = d.levels.codes[i] == k ? 1 : 0;
    data::Variable v;
    v.name = name;
    v.column = data::make_numeric(data::Storage::byte_, values);
    v.format = data::default_format(v.column->type());
    v.label = d.variable->name + "==" + d.texts[k];
    f.add(std::move(v));
  }
  out.frame = std::move(f);
}

}  // namespace

// Error 134: a table of thousands of lines is a mistake; the numbers are those of the language.
void require_room(const Dimension& d, std::size_t most) {
  if (d.texts.size() <= most) return;
  throw Error(134, "too many values", std::nullopt,
              {d.variable->name + " has " + std::to_string(d.texts.size()) + " levels, the table takes " +
                   std::to_string(most),
               "contract or collapse makes a data set of them; levelsof and codebook look at them"});
}

void tabulate_one_way(const std::string& variable, const WeightedRows& all_rows, const TabulateArgs& a,
                      const Context& c, Output& out) {
  const WeightedRows rows = tabulated_rows({variable}, all_rows, a, c);
  if (rows.rows.empty()) {
    out.line("no observations");
    out.r = Results{}.scalar("N", 0).scalar("r", 0);
    return;
  }
  const Dimension d = dimension(variable, rows, a, c);
  require_room(d, most_rows_one_way);
  out.document.blank();
  if (!a.summarize.empty()) return one_way_summary(d, rows, a, c, out);
  const std::vector<double> weights = counting_weights(rows, a, c);
  std::vector<double> counts(d.texts.size(), 0.0);
  for (std::size_t i = 0; i < rows.size(); ++i) counts[d.levels.codes[i]] += weights[i];
  const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
  if (a.plot) out.document.add(star_plot(d, counts, total, c.settings.linesize));
  else if (!a.no_freq) out.document.add(frequency_table(d, counts, total, a, c.settings.linesize));
  out.r = Results{}.scalar("N", total).scalar("r", static_cast<double>(counts.size()));
  if (!a.matrix_cells.empty()) out.matrices.emplace_back(a.matrix_cells, column_of(counts));
  if (!a.matrix_rows.empty()) {
    if (d.variable->is_string()) throw Error(109, "matrow() needs a numeric variable");
    std::vector<double> values;
    for (const data::Row r : d.levels.first) values.push_back(d.variable->column->number(r));
    out.matrices.emplace_back(a.matrix_rows, column_of(values));
  }
  if (!a.generate.empty()) add_indicators(d, rows, a.generate, c, out);
}

}  // namespace nqp::kit
