#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/tabulation.hpp"
#include "stdlib/kit/wrapped.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/exact_table.hpp"
#include "stdlib/numeric/moments/tests.hpp"

namespace nqp::kit {

using command::Context;
using command::Output;
using command::Results;
using report::Align;
using report::Cell;
using report::number_cell;
using report::text_cell;

namespace {

struct Counts {
  numeric::Matrix n;
  std::vector<double> row_totals, column_totals;
  double total = 0;
};

Counts count_cells(const Dimension& r, const Dimension& k, const std::vector<double>& weights) {
  Counts out;
  out.n = numeric::Matrix(r.texts.size(), k.texts.size());
  for (std::size_t i = 0; i < weights.size(); ++i) out.n(r.levels.codes[i], k.levels.codes[i]) += weights[i];
  out.row_totals.assign(r.texts.size(), 0.0);
  out.column_totals.assign(k.texts.size(), 0.0);
  for (std::size_t j = 0; j < out.n.cols; ++j) {
    for (std::size_t i = 0; i < out.n.rows; ++i) {
      out.row_totals[i] += out.n(i, j);
      out.column_totals[j] += out.n(i, j);
      out.total += out.n(i, j);
    }
  }
  return out;
}

// Levels in descending order of their totals.
void sort_levels(Dimension& d, const std::vector<double>& weights) {
  std::vector<double> totals(d.texts.size(), 0.0);
  for (std::size_t i = 0; i < weights.size(); ++i) totals[d.levels.codes[i]] += weights[i];
  std::vector<std::uint32_t> order(totals.size()), place(totals.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return totals[a] > totals[b]; });
  const Dimension old = d;
  for (std::uint32_t k = 0; k < order.size(); ++k) {
    place[order[k]] = k;
    d.texts[k] = old.texts[order[k]];
    d.levels.first[k] = old.levels.first[order[k]];
  }
  for (std::uint32_t& code : d.levels.codes) code = place[code];
}

// What a cell adds to Pearson's and to the likelihood-ratio statistic; totals show the sums.
struct Contribution {
  double pearson = 0, likelihood = 0;
};

Contribution contribution(const Counts& n, std::size_t i, std::size_t j) {
  const double expected = n.row_totals[i] * n.column_totals[j] / n.total, seen = n.n(i, j);
  if (!(expected > 0)) return {};
  return {(seen - expected) * (seen - expected) / expected, seen > 0 ? 2 * seen * std::log(seen / expected) : 0};
}

// Of the cell, or of all in the row or column where an index is behind the last.
Contribution contributions(const Counts& n, std::size_t row, std::size_t column) {
  Contribution out;
  for (std::size_t i = 0; i < n.n.rows; ++i) {
    for (std::size_t j = 0; j < n.n.cols; ++j) {
      if ((row < n.n.rows && row != i) || (column < n.n.cols && column != j)) continue;
      const Contribution c = contribution(n, i, j);
      out.pearson += c.pearson;
      out.likelihood += c.likelihood;
    }
  }
  return out;
}

// The lines of one cell; `row` and `column` are its totals.
std::vector<Cell> cell_lines(double n, double row, double column, double total, Contribution part,
                             const TabulateArgs& a) {
  std::vector<Cell> out;
  if (!a.no_freq) out.push_back(frequency_cell(n));
  if (a.expected) out.push_back(number_cell(row * column / total, "%9.1f"));
  if (a.contributions) out.push_back(number_cell(part.pearson, "%9.1f"));
  if (a.lr_contributions) out.push_back(number_cell(part.likelihood, "%9.1f"));
  if (a.row) out.push_back(number_cell(stored(100 * n / row), "%9.2f"));
  if (a.column) out.push_back(number_cell(stored(100 * n / column), "%9.2f"));
  if (a.cell) out.push_back(number_cell(100 * n / total, "%9.2f"));
  return out;
}

TwoWayLayout two_way_layout(const Dimension& r, const Dimension& k, const Counts& n, const TabulateArgs& a) {
  TwoWayLayout t;
  t.column_heading = heading_of(*k.variable);
  t.stub_heading = {heading_of(*r.variable)};
  t.rows = r.texts;
  t.columns = k.texts;
  t.rows.push_back("Total");
  t.columns.push_back("Total");
  for (std::size_t i = 0; i < t.rows.size(); ++i) {
    t.cells.emplace_back();
    const bool last_row = i == r.texts.size();
    const double row = last_row ? n.total : n.row_totals[i];
    for (std::size_t j = 0; j < t.columns.size(); ++j) {
      const bool last = j == k.texts.size();
      const double column = last ? n.total : n.column_totals[j];
      const double value = last_row ? column : last ? row : n.n(i, j);
      const Contribution part = a.contributions || a.lr_contributions ? contributions(n, i, j) : Contribution{};
      t.cells.back().push_back(cell_lines(value, row, column, n.total, part, a));
    }
  }
  return t;
}

report::Document key_box(const TabulateArgs& a) {
  std::vector<std::string> lines;
  if (!a.no_freq) lines.push_back("frequency");
  if (a.expected) lines.push_back("expected frequency");
  if (a.contributions) lines.push_back("chi2 contribution");
  if (a.lr_contributions) lines.push_back("LR chi2 contribution");
  if (a.row) lines.push_back("row percentage");
  if (a.column) lines.push_back("column percentage");
  if (a.cell) lines.push_back("cell percentage");
  report::Document d;
  if (lines.size() < 2 || a.no_key) return d;
  std::size_t width = 0;
  for (const std::string& s : lines) width = std::max(width, s.size());
  const std::string edge = "+" + std::string(width + 2, '-') + "+";
  d.line(edge).line("| " + text::pad_right("Key", width) + " |");
  d.line("|" + std::string(width + 2, '-') + "|");
  for (const std::string& s : lines) d.line("| " + text::pad_centre(s, width) + " |");
  return d.line(edge).blank();
}

void report_tests(const numeric::TableTest& test, const TabulateArgs& a, Output& out) {
  const auto line = [&](const std::string& name, double value, double p) {
    std::string s = fmt::format("{:>24} = {:>9}", name, text::trimmed(text::format_number(stored(value), "%9.4f")));
    if (numeric::is_defined(p)) s += "   Pr = " + text::trimmed(text::format_number(p, "%5.3f"));
    out.line(s, report::Style::text);
  };
  const double none = numeric::undefined;
  if (a.chi2 || a.all) line(fmt::format("Pearson chi2({})", test.df), test.chi2, test.p);
  if (a.lr_chi2 || a.all) line(fmt::format("Likelihood-ratio chi2({})", test.df), test.chi2_lr, test.p_lr);
  if (a.v || a.all) line("Cramer's V", test.cramers_v, none);
  if (a.gamma || a.all) line("gamma", test.gamma, none);
  if (a.tau_b || a.all) line("Kendall's tau-b", test.tau_b, none);
}

// Without empty rows and columns, which subpop() may leave.
numeric::Matrix filled_part(const Counts& n) {
  std::vector<std::size_t> rows, columns;
  for (std::size_t i = 0; i < n.n.rows; ++i)
    if (n.row_totals[i] > 0) rows.push_back(i);
  for (std::size_t j = 0; j < n.n.cols; ++j)
    if (n.column_totals[j] > 0) columns.push_back(j);
  numeric::Matrix out(rows.size(), columns.size());
  for (std::size_t j = 0; j < columns.size(); ++j)
    for (std::size_t i = 0; i < rows.size(); ++i) out(i, j) = n.n(rows[i], columns[j]);
  return out;
}

void exact_test(const numeric::Matrix& n, const numeric::TableTest& test, const TabulateArgs& a, const Context& c,
                Output& out) {
  constexpr double usual_paths = 1e7, most_effort = 1000;
  const double effort = a.exact_effort.empty() ? 1 : parse_number(a.exact_effort).value_or(0);
  if (!(effort >= 1 && effort <= most_effort)) throw Error(198, "exact() takes a number from 1 to 1000");
  const auto line = [&](const char* name, double p) {
    out.line(fmt::format("{:>24} = {:>20}", name, text::trimmed(text::format_number(p, "%5.3f"))));
  };
  const bool square = n.rows == 2 && n.cols == 2;
  const double p = square ? test.p_exact : compute(c, [&](numeric::Progress& progress) {
    return numeric::exact_table_p(n, usual_paths * effort, progress);
  });
  if (!numeric::is_defined(p))
    throw Error(910, "the exact test of this table takes too long", std::nullopt,
                {"exact(10) allows ten times the effort; chi2 and lrchi2 work with any table"});
  line("Fisher's exact", p);
  out.r->scalar("p_exact", p);
  if (!square) return;
  const double one_sided = numeric::exact_one_sided_p(n);
  line("1-sided Fisher's exact", one_sided);
  out.r->scalar("p1_exact", one_sided);
}

void file_tests(const numeric::TableTest& test, const TabulateArgs& a, Results& r) {
  if (a.chi2 || a.all) r.scalar("chi2", stored(test.chi2)).scalar("p", stored(test.p));
  if (a.lr_chi2 || a.all) r.scalar("chi2_lr", stored(test.chi2_lr)).scalar("p_lr", stored(test.p_lr));
  if (a.v || a.all) r.scalar("CramersV", stored(test.cramers_v));
  if (a.gamma || a.all) r.scalar("gamma", stored(test.gamma));
  if (a.tau_b || a.all) r.scalar("taub", stored(test.tau_b));
}

void run_tests(const Counts& n, const TabulateArgs& a, const WeightedRows& rows, const Context& c, Output& out) {
  const bool exact = a.exact || !a.exact_effort.empty();
  const bool wanted = a.chi2 || a.lr_chi2 || a.v || a.gamma || a.tau_b || exact || a.all;
  if (!wanted) return;
  if (rows.kind == command::WeightKind::aweight || rows.kind == command::WeightKind::iweight)
    throw Error(rows.kind == command::WeightKind::aweight ? 406 : 101, "tests of independence allow fweights only",
                std::nullopt, {"they count observations; tabulate without the test, or with counts as weights"});
  const numeric::Matrix filled = filled_part(n);
  const numeric::TableTest test = compute(c, [&](numeric::Progress&) { return numeric::test_table(filled); });
  out.document.blank();
  report_tests(test, a, out);
  file_tests(test, a, *out.r);
  if (exact) exact_test(filled, test, a, c, out);
}

eval::Matrix level_values(const Dimension& d, bool as_row) {
  if (d.variable->is_string()) throw Error(109, "matrow() and matcol() need numeric variables");
  const std::size_t n = d.levels.first.size();
  eval::Matrix m(as_row ? 1 : n, as_row ? n : 1);
  for (std::size_t i = 0; i < n; ++i) m.values[i] = d.variable->column->number(d.levels.first[i]);
  return m;
}

void file_matrices(const Dimension& r, const Dimension& k, const Counts& n, const TabulateArgs& a, Output& out) {
  if (!a.matrix_cells.empty()) {
    eval::Matrix m(n.n.rows, n.n.cols);
    m.values = n.n.data;
    out.matrices.emplace_back(a.matrix_cells, std::move(m));
  }
  if (!a.matrix_rows.empty()) out.matrices.emplace_back(a.matrix_rows, level_values(r, false));
  if (!a.matrix_columns.empty()) out.matrices.emplace_back(a.matrix_columns, level_values(k, true));
}

// One panel: the columns [from, to).
report::Table frequency_panel(const TwoWayLayout& t, std::size_t from, std::size_t to, std::size_t stub) {
  report::Table out;
  out.columns = {{static_cast<int>(stub), 0, false}};
  for (std::size_t k = from; k < to; ++k) {
    const bool total = t.total_column && k + 1 == t.columns.size();
    out.columns.push_back({10, k == from || total ? 0 : 1, k == from || total});
  }
  const bool has_total = t.total_column && to == t.columns.size();
  const std::size_t plain = to - from - (has_total ? 1 : 0);
  const std::vector<std::string> lines = wrapped_lines(t.stub_heading[0], stub);
  for (std::size_t i = 0; i + 1 < lines.size(); ++i)
    if (i + 2 < lines.size()) {
      Cell blank;
      blank.span = static_cast<int>(to - from);
      out.row({text_cell(lines[i], Align::right), blank});
    }
  // The heading reaches over the totals, too, so that no bar cuts its line.
  const std::size_t over_width = std::max<std::size_t>(11 * plain, 11) - 1;
  Cell over = text_cell(text::pad_centre(text::truncate(t.column_heading, over_width), over_width));
  over.span = static_cast<int>(to - from);
  out.row({text_cell(lines.size() > 1 ? lines[lines.size() - 2] : "", Align::right), over});
  std::vector<Cell> head{text_cell(lines.back(), Align::right)};
  for (std::size_t k = from; k < to; ++k) head.push_back(text_cell(text::truncate(t.columns[k], 10), Align::right));
  out.row(std::move(head));
  out.rule();
  for (std::size_t i = 0; i < t.rows.size(); ++i) {
    const std::size_t depth = t.cells[i][from].size();
    const bool total = t.total_row && i + 1 == t.rows.size();
    if (i > 0 && (total || depth > 1)) out.rule();
    for (std::size_t line = 0; line < depth; ++line) {
      std::vector<Cell> cells{text_cell(line == 0 ? text::truncate(t.rows[i], stub) : "", Align::right)};
      for (std::size_t k = from; k < to; ++k) cells.push_back(t.cells[i][k][line]);
      out.row(std::move(cells));
    }
  }
  return out;
}

}  // namespace

report::Document draw_two_way(const TwoWayLayout& t, int linesize) {
  const std::size_t stub = stub_width(t.rows, 10, linesize);
  const std::size_t room = static_cast<std::size_t>(std::max(linesize, 40)) - stub - 2;
  const std::size_t per_panel = std::max<std::size_t>(2, room / 11);
  report::Document d;
  for (std::size_t from = 0; from < t.columns.size(); from += per_panel) {
    if (from > 0) d.blank();
    d.add(frequency_panel(t, from, std::min(t.columns.size(), from + per_panel), stub));
  }
  return d;
}

void tabulate_two_way(const std::string& row_variable, const std::string& column_variable, const WeightedRows& all_rows,
                      const TabulateArgs& a, const Context& c, Output& out) {
  const WeightedRows rows = tabulated_rows({row_variable, column_variable}, all_rows, a, c);
  if (rows.rows.empty()) {
    out.line("no observations");
    out.r = Results{}.scalar("N", 0).scalar("r", 0).scalar("c", 0);
    return;
  }
  Dimension r = dimension(row_variable, rows, a, c), k = dimension(column_variable, rows, a, c);
  require_room(r, most_rows_two_way);
  require_room(k, most_columns_two_way);
  out.document.blank();
  if (!a.summarize.empty()) return two_way_summary(r, k, rows, a, c, out);
  const std::vector<double> weights = counting_weights(rows, a, c);
  if (a.row_sort) sort_levels(r, weights);
  if (a.column_sort) sort_levels(k, weights);
  const Counts n = count_cells(r, k, weights);
  out.r = Results{}.scalar("N", n.total);
  out.r->scalar("r", static_cast<double>(n.n.rows)).scalar("c", static_cast<double>(n.n.cols));
  const bool shown = !a.no_freq || a.row || a.column || a.cell || a.expected || a.contributions || a.lr_contributions;
  if (shown) {
    out.document.append(key_box(a));
    out.document.append(draw_two_way(two_way_layout(r, k, n, a), c.settings.linesize));
  }
  run_tests(n, a, rows, c, out);
  file_matrices(r, k, n, a, out);
}

}  // namespace nqp::kit
