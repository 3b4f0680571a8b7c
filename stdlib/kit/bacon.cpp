#include "stdlib/kit/bacon.hpp"

#include <algorithm>
#include <array>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/numeric/did/bacon.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::kit {
namespace {

using command::Context;
using command::Output;
using command::Results;
using numeric::BaconPair;

const std::array<const char*, 4> type_names = {"Earlier T vs. Later C", "Later T vs. Earlier C", "T vs. Never treated",
                                               "T vs. Always treated"};
const std::array<const char*, 4> type_letters = {"e", "l", "u", "a"};

numeric::BaconSpec bacon_spec(const DidData& d) {
  numeric::BaconSpec s;
  s.times = d.times, s.cohort = d.unit_cohort;
  if (d.n() != d.unit.count * d.times.size())
    throw Error(459, "panel is not balanced", std::nullopt,
                {"the decomposition needs every unit in every period; xtbalance keeps such units"});
  s.y = numeric::Matrix(d.unit.count, d.times.size());
  for (std::size_t i = 0; i < d.n(); ++i) {
    const auto t = std::lower_bound(d.times.begin(), d.times.end(), d.time[i]) - d.times.begin();
    s.y(static_cast<std::size_t>(d.unit.codes[i]), static_cast<std::size_t>(t)) = d.y[i];
  }
  return s;
}

struct TypeTotal {
  double weight = 0, sum = 0, pairs = 0;
};

std::array<TypeTotal, 4> totals_of(const numeric::Bacon& b) {
  std::array<TypeTotal, 4> out;
  for (const BaconPair& p : b.pairs) {
    TypeTotal& t = out[static_cast<std::size_t>(p.kind)];
    t.weight += p.weight, t.sum += p.weight * p.estimate, t.pairs += 1;
  }
  return out;
}

void post_totals(const numeric::Bacon& b, Results& e) {
  const std::array<TypeTotal, 4> totals = totals_of(b);
  eval::Matrix table(0, 2);
  std::vector<std::array<double, 2>> rows;
  std::vector<std::string> names;
  for (std::size_t k = 0; k < 4; ++k) {
    if (totals[k].pairs == 0) continue;
    e.scalar(std::string("wt_sum_") + type_letters[k], totals[k].weight);
    e.scalar(std::string("dd_avg_") + type_letters[k], stored(totals[k].sum / totals[k].weight));
    rows.push_back({stored(totals[k].sum / totals[k].weight), totals[k].weight});
    names.push_back(type_names[k]);
  }
  eval::Matrix sums(rows.size(), 2);
  for (std::size_t i = 0; i < rows.size(); ++i) sums(i, 0) = rows[i][0], sums(i, 1) = rows[i][1];
  sums.row_names = names, sums.column_names = {"Beta", "TotalWeight"};
  e.matrix("sumdd", sums);
  eval::Matrix pairs(b.pairs.size(), 5);
  pairs.column_names = {"type", "g_treat", "g_ctrl", "b", "w"};
  for (std::size_t i = 0; i < b.pairs.size(); ++i) {
    const BaconPair& p = b.pairs[i];
    const double row[] = {double(static_cast<int>(p.kind)) + 1, p.treated, p.control, p.estimate, p.weight};
    for (std::size_t j = 0; j < 5; ++j) pairs(i, j) = row[j];
  }
  e.matrix("wt_types", pairs);
}

report::Document bacon_table(const numeric::Bacon& b, bool details) {
  using report::Align, report::number_cell, report::text_cell;
  report::Document d;
  report::Table t;
  t.columns = {{24, 0, false}, {10, 1, true}, {10, 2, false}, {12, 2, false}, {12, 2, false}};
  const auto head = [](const char* s) { return text_cell(s, Align::right); };
  t.rule();
  t.row({text_cell("Comparison"), head(details ? "treated" : ""), head(details ? "control" : ""), head("estimate"),
         head("weight")});
  t.rule();
  if (details) {
    for (const BaconPair& p : b.pairs)
      t.row({text_cell(type_names[static_cast<std::size_t>(p.kind)]), number_cell(p.treated, "%9.0g"),
             p.control == 0 ? head("never") : number_cell(p.control, "%9.0g"), number_cell(p.estimate, "%9.0g"),
             number_cell(p.weight, "%9.7f")});
    t.rule();
  }
  const std::array<TypeTotal, 4> totals = totals_of(b);
  for (std::size_t k = 0; k < 4; ++k)
    if (totals[k].pairs > 0)
      t.row({text_cell(type_names[k]), head(""), head(""),
             number_cell(stored(totals[k].sum / totals[k].weight), "%9.0g"), number_cell(totals[k].weight, "%9.7f")});
  t.rule();
  double sum = 0, weight = 0;
  for (const TypeTotal& k : totals) sum += k.sum, weight += k.weight;
  t.row({text_cell("Two-way fixed effects"), head(""), head(""), number_cell(sum, "%9.0g"),
         number_cell(weight, "%9.7f")});
  t.rule();
  d.add(std::move(t));
  return d;
}

// type g_treat g_ctrl b w, one row a pair.
void save_pairs(const BaconRequest& q, const numeric::Bacon& b, const Context& c) {
  const std::string path = with_extension(q.file, "dta");
  require_free(c, path, q.replace);
  data::Frame f;
  f.rows = b.pairs.size();
  data::StringWriter type(f.rows);
  std::array<std::vector<double>, 4> columns;
  for (std::size_t i = 0; i < f.rows; ++i) {
    const BaconPair& p = b.pairs[i];
    type.set(i, type_names[static_cast<std::size_t>(p.kind)]);
    const double row[] = {p.treated, p.control, p.estimate, p.weight};
    for (std::size_t j = 0; j < 4; ++j) columns[j].push_back(row[j]);
  }
  const auto add = [&](const char* name, data::ColumnPtr column) {
    data::Variable v;
    v.name = name, v.column = std::move(column);
    v.format = data::default_format(v.column->type());
    f.add(std::move(v));
  };
  add("type", type.finish());
  const char* names[] = {"g_treat", "g_ctrl", "b", "w"};
  for (std::size_t j = 0; j < 4; ++j) add(names[j], data::make_numeric(data::Storage::double_, columns[j]));
  store_table(c, f, path);
}

// The pairs in the first rows of the data: cohort, control cohort (0 never treated), estimate, weight and type.
data::Frame with_pairs(const std::string& stub, const numeric::Bacon& b, const Context& c) {
  data::Frame f = c.frame;
  if (b.pairs.size() > f.rows) throw Error(2001, "insufficient observations for the pairs", std::nullopt, {});
  const std::pair<const char*, const char*> names[] = {{"T", "treated cohort"},
                                                       {"C", "control cohort, 0: never treated"},
                                                       {"B", "2x2 estimate"},
                                                       {"S", "weight"},
                                                       {"cgroup", "type of comparison"}};
  data::ValueLabel types;
  for (std::size_t k = 0; k < 4; ++k) types[double(k) + 1] = type_names[k];
  f.value_labels[stub + "cgroup"] = std::make_shared<const data::ValueLabel>(std::move(types));
  for (std::size_t j = 0; j < 5; ++j) {
    std::vector<double> values(f.rows, data::missing);
    for (std::size_t i = 0; i < b.pairs.size(); ++i) {
      const BaconPair& p = b.pairs[i];
      const double row[] = {p.treated, p.control, p.estimate, p.weight, double(static_cast<int>(p.kind)) + 1};
      values[i] = row[j];
    }
    data::Variable v;
    v.name = stub + names[j].first, v.label = names[j].second;
    if (f.find(v.name)) throw Error(110, "variable " + v.name + " already defined");
    if (j == 4) v.value_label = v.name;
    v.column = data::make_numeric(data::Storage::double_, values);
    v.format = data::default_format(v.column->type());
    f.add(std::move(v));
  }
  return f;
}

// Each comparison's estimate against its weight, and the two-way coefficient as a line.
Chart bacon_chart(const numeric::Bacon& b, std::vector<std::size_t>& marks) {
  constexpr std::array symbols = {Symbol::circle, Symbol::cross, Symbol::hollow_triangle, Symbol::hollow_square};
  Chart chart;
  chart.x.title = "Weight", chart.y.title = "2x2 DD estimate";
  chart.y.guides.push_back(zero_line());
  chart.y.guides.push_back(start_line(b.coefficient));
  chart.x.low = 0;
  for (std::size_t k = 0; k < 4; ++k) {
    Layer l;
    l.symbol = symbols[k], l.size = 3;
    l.pen.colour = series_colour(k);
    for (const BaconPair& p : b.pairs)
      if (static_cast<std::size_t>(p.kind) == k) l.x.push_back(p.weight), l.y.push_back(p.estimate);
    if (l.x.empty()) continue;
    l.label = type_names[k];
    marks.push_back(chart.layers.size());
    chart.layers.push_back(std::move(l));
  }
  chart.note = "Dashed line: the two-way fixed effects estimate, " +
               text::trimmed(text::format_number(b.coefficient, "%9.4g"));
  return chart;
}

}  // namespace

Output estimate_bacon(const BaconRequest& q, const Context& c) {
  if (q.data.weight.kind != command::WeightKind::none)
    throw Error(101, "weights not allowed", std::nullopt, {"the decomposition weighs all observations alike"});
  if (!q.data.x.empty())
    throw Error(459, "the decomposition takes no covariates", std::nullopt, {"leave them out"});
  DidRegression r;
  Output notes;
  r = prepare_regression(q.data, "", {}, false, c);
  const numeric::BaconSpec spec = bacon_spec(r.d);
  const numeric::Bacon b = compute(c, [&](numeric::Progress&) { return numeric::bacon_decomposition(spec); });
  if (!q.file.empty()) save_pairs(q, b, c);
  const ColumnFit f = fit_columns(r, numeric::Matrix(r.d.n(), 1, r.d.treated), c);
  const Coefficients k =
      averaged_coefficients(f, {q.cmd == "did" ? "ATT" : r.d.treatment}, numeric::identity(1), {});
  Results e = begin_estimates(q.cmd, "Goodman-Bacon decomposition", depvar_name(q.data.y), c);
  post_regression(r, f, "bacon", e);
  e.scalar("dd", b.coefficient);
  post_totals(b, e);
  Output out = did_output(std::move(e), r.d, k, level_or_default(q.data.level, c), std::move(notes), c);
  if (!q.stub.empty()) out.frame = with_pairs(q.stub, b, c);
  out.document.append(bacon_table(b, q.details));
  if (q.graph) {
    std::vector<std::size_t> marks;
    Chart chart = bacon_chart(b, marks);
    out.document.add(report_figure(std::move(chart), q.graph_options, marks, c));
  }
  if (!q.file.empty()) out.line("file " + with_extension(q.file, "dta") + " saved");
  return out;
}

}  // namespace nqp::kit
