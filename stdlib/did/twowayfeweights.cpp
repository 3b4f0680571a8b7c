// twowayfeweights: the weights behind two-way fixed effects regressions.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/absorbed_effects.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/did/two_way_weights.hpp"
#include "stdlib/numeric/panel/fit_absorbed.hpp"

namespace nqp::commands::twowayfeweights_ {
namespace {

using namespace command;

struct Args {
  Variables body, controls, others, random;
  Sample sample;
  std::string type = "fetr", weight, path;
  bool summary = false;
};

// Rows that are kept, and what the regression reads of them; treatments and controls are means of their cells.
struct Rows {
  kit::EstimationSample kept, regression;
  std::vector<std::size_t> cell;   // of every kept row
  std::vector<double> weight;      // of every kept row
  kit::GroupCodes group, period;   // of the kept rows
  std::vector<std::size_t> first;  // a kept row of every cell, by group and period
};

bool differences(const Args& a) { return a.type[1] == 'd'; }
std::string type_name(const Args& a) { return a.type.substr(0, 2) + (a.type.back() == 's' ? "S" : "TR"); }
bool stable(const Args& a) { return a.type.back() == 's'; }

bool known(const Variables& names, data::Row row, const Context& c) {
  return std::all_of(names.begin(), names.end(),
                     [&](const std::string& v) { return !data::is_missing(c.numeric(v).number(row)); });
}

// With fdTR also rows that tell the level of the treatment alone: first periods.
Rows read_rows(const Args& a, const Context& c) {
  std::vector<std::uint8_t> use = c.select(a.sample), regression(use.size());
  Variables needed{a.body[0], a.body[3]};
  needed.insert(needed.end(), a.others.begin(), a.others.end());
  for (std::size_t i = 0; i < use.size(); ++i) {
    if (!use[i]) continue;
    const auto row = static_cast<data::Row>(i);
    const bool times = !c.variable(a.body[1]).column->missing_at(row) && !c.variable(a.body[2]).column->missing_at(row);
    const bool outcome = times && known(needed, row, c), controls = known(a.controls, row, c);
    const bool level = a.type == "fdtr" && times && known({a.body[4]}, row, c);
    use[i] = (outcome && controls) || (!outcome && level) ? 1 : 0;
    if (!a.weight.empty() && !(known({a.weight}, row, c) && c.numeric(a.weight).number(row) > 0)) use[i] = 0;
    regression[i] = use[i] && outcome;
  }
  Rows r;
  r.kept = kit::sample_from_mask(use), r.regression = kit::sample_from_mask(regression);
  if (r.regression.size() == 0) throw Error(2000, "no observations");
  r.group = kit::group_codes(a.body[1], r.kept, c), r.period = kit::group_codes(a.body[2], r.kept, c);
  r.weight.assign(r.kept.size(), 1.0);
  if (!a.weight.empty()) c.numeric(a.weight).read_rows(r.kept.rows, r.weight.data());
  std::map<std::pair<std::int32_t, std::int32_t>, std::size_t> cells;
  for (std::size_t i = 0; i < r.kept.size(); ++i) cells.try_emplace({r.group.codes[i], r.period.codes[i]}, i);
  std::size_t k = 0;
  for (auto& [key, row] : cells) r.first.push_back(row), row = k++;
  for (std::size_t i = 0; i < r.kept.size(); ++i) r.cell.push_back(cells.at({r.group.codes[i], r.period.codes[i]}));
  return r;
}

// The mean of a variable in every cell over rows where it is known, without weights; `varies` when some cell has two
// values.
std::vector<double> cell_means(const std::string& name, const Rows& r, const Context& c, bool& varies) {
  std::vector<double> x(r.kept.size()), sum(r.first.size()), n(r.first.size()), first(r.first.size(), data::missing);
  c.numeric(name).read_rows(r.kept.rows, x.data());
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (data::is_missing(x[i])) continue;
    const std::size_t k = r.cell[i];
    if (data::is_missing(first[k])) first[k] = x[i];
    varies = varies || x[i] != first[k];
    sum[k] += x[i], n[k] += 1;
  }
  for (std::size_t k = 0; k < sum.size(); ++k) sum[k] = n[k] > 0 ? sum[k] / n[k] : 0;
  return sum;
}

struct Fits {
  double beta = 0;
  std::vector<double> residual;  // of every cell; 0 where the regression has no row
};

Fits regressions(const Args& a, const Rows& r, const std::vector<double>& treatment, Output& out, const Context& c) {
  std::vector<std::size_t> rows;  // of the regression, among the kept
  for (std::size_t i = 0; i < r.kept.size(); ++i)
    if (r.regression.use[r.kept.rows[i]]) rows.push_back(i);
  Variables others = a.controls;
  others.insert(others.end(), a.others.begin(), a.others.end());
  numeric::Matrix x(rows.size(), others.size() + 1);
  for (std::size_t i = 0; i < rows.size(); ++i) x(i, 0) = treatment[r.cell[rows[i]]];
  for (std::size_t j = 0; j < others.size(); ++j) {
    bool varies = false;
    const std::vector<double> means = cell_means(others[j], r, c, varies);
    if (varies)
      out.line("note: " + others[j] + " varies within groups and periods; its means are used.", report::Style::note);
    for (std::size_t i = 0; i < rows.size(); ++i) x(i, j + 1) = means[r.cell[rows[i]]];
  }
  std::vector<double> y(rows.size()), weight;
  c.numeric(a.body[0]).read_rows(r.regression.rows, y.data());
  if (!a.weight.empty())
    for (const std::size_t i : rows) weight.push_back(r.weight[i]);
  const kit::AbsorbRequest request = kit::parse_absorb(differences(a) ? a.body[2] : a.body[1] + " " + a.body[2], c);
  const kit::AbsorbedEffects absorbed(request, r.regression, c);
  numeric::AbsorbedSpec spec;
  spec.effects = absorbed.effects(), spec.drop_singletons = false, spec.weights = weight;
  if (!weight.empty()) spec.weight_kind = numeric::WeightKind::aweight;
  const auto fit = [&](std::span<const double> outcome, numeric::MatrixView regressors) {
    spec.y = outcome, spec.x = regressors;
    return kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_absorbed(spec, numeric::VceSpec(), p); });
  };
  const std::vector<double> d(x.column(0).begin(), x.column(0).end());
  const numeric::AbsorbedFit of_treatment =
      fit(d, numeric::MatrixView(x.data.data() + rows.size(), rows.size(), others.size()));
  const numeric::AbsorbedFit of_outcome = fit(y, x);
  if (of_outcome.omitted[0])
    throw Error(459, a.body[3] + " has no variation beyond the fixed effects", std::nullopt,
                {"groups, periods and controls explain it wholly"});
  Fits f{of_outcome.b[0], std::vector<double>(r.first.size())};
  for (std::size_t i = 0; i < rows.size(); ++i) f.residual[r.cell[rows[i]]] = of_treatment.residuals[i];
  return f;
}

// Counts and sums of positive and negative weights.
eval::Matrix sign_table(const std::vector<double>& weights) {
  eval::Matrix m(3, 2);
  m.row_names = {"Pos_Weights", "Neg_Weights", "Tot"}, m.column_names = {"N_ATTs", "Sum_weights"};
  for (const double w : weights)
    if (std::fabs(w) >= 1e-10) m(w > 0 ? 0 : 1, 0) += 1, m(w > 0 ? 0 : 1, 1) += w;
  for (std::size_t j = 0; j < 2; ++j) m(2, j) = m(0, j) + m(1, j);
  return m;
}

void show_signs(const std::string& title, const eval::Matrix& m, Output& out) {
  using report::number_cell, report::text_cell;
  report::Table t;
  t.columns = {{24, 0, false}, {10, 1, true}, {12, 1, false}};
  t.rule();
  t.row({text_cell(title), text_cell("ATTs", report::Align::right), text_cell("Sum", report::Align::right)});
  t.rule();
  const char* names[] = {"Positive weights", "Negative weights", "Total"};
  for (std::size_t i = 0; i < 3; ++i) {
    if (i == 2) t.rule();
    t.row({text_cell(names[i]), number_cell(m(i, 0), "%9.0f"), number_cell(m(i, 1), "%10.4f")});
  }
  t.rule();
  out.document.add(std::move(t));
}

// The variable on W with the natural weights, errors clustered by group: coefficient, its error, t, correlation.
std::vector<double> on_weights(const std::string& name, const numeric::TwoWayWeights& w, const Rows& r,
                               const Context& c) {
  std::vector<std::size_t> use;
  std::vector<double> v(w.cell.size());
  double total = 0, mean_x = 0, mean_v = 0, sxx = 0, sxv = 0, svv = 0;
  for (std::size_t k = 0; k < w.cell.size(); ++k) {
    v[k] = c.numeric(name).number(r.kept.rows[r.first[w.cell[k]]]);
    if (w.natural[k] <= 0 || data::is_missing(v[k])) continue;
    use.push_back(k);
    total += w.natural[k], mean_x += w.natural[k] * w.W[k], mean_v += w.natural[k] * v[k];
  }
  mean_x /= total, mean_v /= total;
  for (const std::size_t k : use) {
    const double x = w.W[k] - mean_x, y = v[k] - mean_v;
    sxx += w.natural[k] * x * x, sxv += w.natural[k] * x * y, svv += w.natural[k] * y * y;
  }
  const double b = sxv / sxx;
  std::map<std::int32_t, double> scores;
  for (const std::size_t k : use)
    scores[r.group.codes[r.first[w.cell[k]]]] +=
        w.natural[k] * (w.W[k] - mean_x) * (v[k] - mean_v - b * (w.W[k] - mean_x));
  double meat = 0;
  for (const auto& [group, s] : scores) meat += s * s;
  const double n = double(use.size()), g = double(scores.size());
  const double se = std::sqrt(meat * g / (g - 1) * (n - 1) / (n - 2)) / sxx;
  return {b, se, b / se, sxv / std::sqrt(sxx * svv)};
}

void save_weights(const Args& a, const numeric::TwoWayWeights& w, const Rows& r, const Context& c) {
  std::string file = a.path;
  const std::size_t comma = file.find(',');
  const bool replace = comma != std::string::npos && kit::trim(std::string_view(file).substr(comma + 1)) == "replace";
  if (comma != std::string::npos) file.resize(comma);
  file = kit::with_extension(kit::unquoted(kit::trim(file)), "dta");
  kit::require_free(c, file, replace);
  std::vector<data::Row> rows;
  for (const std::size_t cell : w.cell) rows.push_back(r.kept.rows[r.first[cell]]);
  data::Frame all = data::gather(c.frame, rows), f;
  f.rows = rows.size();
  for (const auto& [from, to] : {std::pair(a.body[1], "Group_TWFE"), {a.body[2], "Time_TWFE"}}) {
    data::Variable v = all.at(from);
    v.name = to;
    f.add(std::move(v));
  }
  data::Variable v;
  v.name = "weight", v.column = data::make_numeric(data::Storage::double_, w.weight);
  v.format = data::default_format(v.column->type());
  f.add(std::move(v));
  kit::store_table(c, f, file);
}

void check(const Args& a) {
  if (a.body.size() != (a.type == "fdtr" ? 5u : 4u))
    throw Error(a.body.size() < 5 ? 102 : 103,
                "type(" + type_name(a) + ") takes " + (a.type == "fdtr" ? "five" : "four") + " variables", std::nullopt,
                {"outcome, group, period, treatment; with type(fdTR) the treatment's level last"});
  if (!a.others.empty() && a.type != "fetr") throw Error(198, "other_treatments() goes with type(feTR) alone");
}

Output run(const Args& a, const Context& c) {
  check(a);
  Output out;
  const Rows r = read_rows(a, c);
  bool varies = false;
  const std::vector<double> treatment = cell_means(a.body[3], r, c, varies);
  if (varies)
    out.line("note: " + a.body[3] + " varies within groups and periods; its means are used.", report::Style::note);
  const Fits f = regressions(a, r, treatment, out, c);
  const std::vector<double> level = a.type == "fdtr" ? cell_means(a.body[4], r, c, varies) : treatment;
  std::vector<double> share(r.first.size());
  double total = 0;
  for (std::size_t i = 0; i < r.kept.size(); ++i) share[r.cell[i]] += r.weight[i], total += r.weight[i];
  std::vector<std::int32_t> group, period;
  for (std::size_t k = 0; k < share.size(); ++k) {
    share[k] /= total;
    group.push_back(r.group.codes[r.first[k]]), period.push_back(r.period.codes[r.first[k]]);
  }
  const numeric::TwoWayWeights w =
      numeric::two_way_weights({group, period, share, level, f.residual}, {differences(a), stable(a)});
  if (!a.path.empty()) save_weights(a, w, r, c);

  Results e;
  e.macro("cmd", "twowayfeweights").macro("cmdline", c.command_line).macro("type", type_name(a));
  e.scalar("beta", f.beta).scalar("ot", double(a.others.size()));
  double cells = 0;
  for (const double v : w.natural) cells += v != 0 ? 1 : 0;
  e.scalar("N_cells", cells);
  eval::Matrix signs = sign_table(w.weight);
  out.document.blank();
  out.line(std::string("Under the common trends assumption") +
           (stable(a) ? " and with effects of groups that do not change over time," : ","));
  out.line(fmt::format("the coefficient of {}, {:.4f}, estimates a weighted sum of {:.0f} ATTs.", a.body[3], f.beta,
                       signs(2, 0)));
  if (cells > signs(2, 0))
    out.line(
        fmt::format("{:.0f} cells have a treatment; {:.0f} of them have weight zero.", cells, cells - signs(2, 0)));
  show_signs("Treatment: " + a.body[3], signs, out);
  if (a.others.empty()) {
    const numeric::TwoWayRobustness robust = numeric::two_way_robustness(w, f.beta);
    e.scalar("lb_se_te", kit::stored(robust.average));
    if (signs(1, 0) > 0) e.scalar("lb_se_te2", kit::stored(robust.every));
    if (a.summary) {
      out.line("Least standard deviation of the effects with which the coefficient goes together with");
      out.line(fmt::format("  an average effect of zero: {:.4f}", robust.average));
      if (signs(1, 0) > 0) out.line(fmt::format("  effects of the opposite sign in all cells: {:.4f}", robust.every));
    }
    e.matrix("M", std::move(signs));
  } else {
    e.matrix("M1", std::move(signs));
  }
  double mean = 0;
  for (std::size_t k = 0; k < share.size(); ++k) mean += share[k] * treatment[k];
  for (std::size_t j = 0; j < a.others.size(); ++j) {
    const std::vector<double> other = cell_means(a.others[j], r, c, varies);
    std::vector<double> weights;
    for (std::size_t k = 0; k < w.cell.size(); ++k)
      weights.push_back(w.W[k] * share[w.cell[k]] * other[w.cell[k]] / mean);
    eval::Matrix m = sign_table(weights);
    show_signs("Other: " + a.others[j], m, out);
    e.matrix("M" + std::to_string(j + 2), std::move(m));
  }
  if (!a.random.empty()) {
    eval::Matrix m(a.random.size(), 4);
    m.row_names = a.random, m.column_names = {"Coef", "SE", "t-stat", "Correlation"};
    out.document.blank();
    out.line("Regression of variables on the weights");
    out.line(fmt::format("  {:<20}{:>12}{:>12}{:>10}{:>13}", "", "Coef.", "Std. err.", "t", "Correlation"));
    for (std::size_t i = 0; i < a.random.size(); ++i) {
      const std::vector<double> x = on_weights(a.random[i], w, r, c);
      for (std::size_t j = 0; j < 4; ++j) m(i, j) = kit::stored(x[j]);
      out.line(fmt::format("  {:<20}{:>12.6g}{:>12.6g}{:>10.3f}{:>13.4f}", a.random[i], x[0], x[1], x[2], x[3]));
    }
    e.matrix("randomweightstest1", std::move(m));
  }
  out.e = Estimates{std::move(e), 0};
  out.sample = r.regression.use;
  return out;
}

// Three cohorts, the first treated early.
constexpr const char* panel =
    "clear\nset obs 72\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\n"
    "generate byte d = (id <= 4 & t >= 2) | (inrange(id, 5, 8) & t >= 5)\ngenerate x = mod(5*_n, 7)\n"
    "generate y = id + t + 2*d + mod(7*_n, 5)/10\n";

}  // namespace

extern const Command twowayfeweights_command =
    define<Args>("twowayfeweights", "Weights behind two-way fixed effects regressions")
        .varlist(&Args::body, {4, 5})
        .if_in(&Args::sample)
        .no_by()
        .choice("type", &Args::type, {"fetr", "fdtr", "fes", "fds"},
                "regression in levels (fe, default) or first differences (fd); effects free (TR) or stable (S)")
        .flag("summary_measures", &Args::summary, "show how different effects have to be to turn the result")
        .variables("test_random_weights", &Args::random, "variables that are regressed on the weights")
        .variables("controls", &Args::controls, "control variables")
        .variables("other_treatments", &Args::others, "feTR: further treatments of the regression")
        .variable("weight", &Args::weight, "weights of the regression")
        .text("path", &Args::path, "file of the weights: Group_TWFE Time_TWFE weight; , replace")
        .stores({{"e(beta)", "the coefficient"},
                 {"e(M)", "number and sum of positive, negative and all weights"},
                 {"e(M1)", "the same with other_treatments(); M2 … are those of the others"},
                 {"e(N_cells)", "cells with a treatment"},
                 {"e(lb_se_te)", "least standard deviation of effects for an average effect of zero"},
                 {"e(lb_se_te2)", "the same for effects of the opposite sign everywhere"},
                 {"e(randomweightstest1)", "test_random_weights: Coef SE t-stat Correlation"},
                 {"e(type)", "feTR, fdTR, feS or fdS"},
                 {"e(ot)", "number of other treatments"}})
        .changes(Effect::estimates | Effect::files)
        .reference("de Chaisemartin, C. and D'Haultfoeuille, X. (2020). American Economic Review 110, 2964-2996.")
        .reference("de Chaisemartin, C. and D'Haultfoeuille, X. (2023). Journal of Econometrics 236, 105480.")
        .remark(
            "twowayfeweights y group time d. With fd outcome and treatment are first differences, and type(fdTR) "
            "takes the treatment's level as a fifth variable. did, estimator(twfe) reports the share of negative "
            "weights as well.")
        .remark("Treatments and controls that vary within groups and periods enter by their means there.")
        .example("Negative weights of a staggered design",
                 std::string(panel) + "twowayfeweights y id t d, type(feTR) summary_measures",
                 "el(e(M), 2, 1) > 0 & reldif(el(e(M), 3, 2), 1) < 1e-9 & e(lb_se_te) < e(lb_se_te2)")
        .example("A regression with two treatments",
                 std::string(panel) +
                     "generate byte other = mod(id, 3) == 0 & t > 3\n"
                     "twowayfeweights y id t d, other_treatments(other)\nmatrix B = e(M2)",
                 "e(ot) == 1 & reldif(el(e(M1), 3, 2), 1) < 1e-9 & abs(B[3,2]) < 1e-9")
        .example("Are the weights related to a variable?",
                 std::string(panel) +
                     "twowayfeweights y id t d, controls(x) test_random_weights(t)\n"
                     "matrix T = e(randomweightstest1)",
                 "abs(T[1,4]) <= 1 & T[1,2] > 0")
        .runs(run);

}  // namespace nqp::commands::twowayfeweights_
