// tebalance: balance of covariates after teffects with weights from the propensity score.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/kit/overlap_figure.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/kit/treatment_models.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::tebalance_ {
namespace {

using namespace command;

struct Args {
  std::string body;
  bool baseline = false;
  std::vector<ast::Option> graph_options;   // of density
};

struct Weighted {
  kit::EstimationSample sample;
  std::vector<double> d, w;
  Terms covariates;             // of the model of the treatment, or those that are matched
  bool matched = false;         // weights count rows of the matched sample
  const char* title() const { return matched ? "Matched" : "Weighted"; }
};

// 1 for every row (of the treated alone with atet) and the times it is a match of others.
std::vector<double> weights_of_matches(const kit::EstimationSample& s, const std::vector<double>& d, const Results& e,
                                       const Context& c) {
  const std::string stub = e.macro_or("generate");
  if (stub.empty())
    throw Error(321, "tebalance needs the matches", std::nullopt,
                {"teffects " + e.macro_or("subcmd") + " …, generate(stub) keeps them"});
  const auto most = static_cast<int>(e.scalar_or("k_nnmax", 0));
  std::vector<const data::Column*> columns;
  for (int k = 1; k <= most; ++k) columns.push_back(&c.numeric(stub + std::to_string(k)));
  std::vector<double> times(c.frame.rows, 0.0), out;
  for (const data::Row row : s.rows) {
    std::vector<std::size_t> found;
    for (const data::Column* k : columns)
      if (const double at = k->number(row); at >= 1 && at <= static_cast<double>(times.size()))
        found.push_back(static_cast<std::size_t>(at) - 1);
    for (const std::size_t m : found) times[m] += 1 / static_cast<double>(found.size());
  }
  const bool treated_only = e.macro_or("stat") == "atet";
  for (std::size_t i = 0; i < d.size(); ++i) out.push_back((treated_only && d[i] != 1 ? 0 : 1) + times[s.rows[i]]);
  return out;
}

// The score of the last estimates, fitted again, and the weights it gives; or those of the matches.
Weighted weights_of_estimates(const Context& c) {
  const kit::TreatmentModels m = kit::last_treatment_models(c);
  const Results& e = c.e->results;
  if (m.method == "ra")
    throw Error(321, "tebalance is not valid after teffects ra", std::nullopt, {"it weighs and matches no rows"});
  Weighted out;
  out.matched = m.method == "psmatch" || m.method == "nnmatch";
  out.covariates = m.method == "nnmatch" ? m.x : m.z;
  out.sample = kit::last_sample(c);
  const std::vector<std::uint8_t> treated = kit::treated_rows(m, out.sample, c);
  for (const std::uint8_t d : treated) out.d.push_back(d);
  if (out.matched)
    out.w = weights_of_matches(out.sample, out.d, e, c);
  else
    out.w = kit::inverse_weights(kit::fitted_score(kit::fit_treatment_score(m, {}, out.sample.use, c)).p, treated,
                                 e.macro_or("stat") == "atet");
  return out;
}

// Mean and variance in one arm; weights are made to sum to its number of rows unless they count rows themselves, and
// the divisor of the variance is one less.
struct Arm {
  double mean = 0, variance = 0;
};
Arm arm_of(std::span<const double> x, const std::vector<double>& d, const std::vector<double>& w, double arm,
           bool counts) {
  double n = 0, sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (d[i] == arm) n += 1, sum += w.empty() ? 1 : w[i];
  if (counts && !w.empty()) n = sum;
  Arm out;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (d[i] == arm) out.mean += (w.empty() ? 1 : w[i]) / sum * x[i];
  for (std::size_t i = 0; i < x.size(); ++i)
    if (d[i] == arm)
      out.variance += (w.empty() ? 1 : w[i]) * n / sum * (x[i] - out.mean) * (x[i] - out.mean) / (n - 1);
  return out;
}

// Densities of one covariate among treated and controls, as it is and weighted.
Output densities(const Args& a, const std::string& list, const Context& c) {
  const Weighted s = weights_of_estimates(c);
  const Terms terms = list.empty() ? s.covariates : resolve_terms(list, c);
  if (terms.size() != 1)
    throw Error(198, "tebalance density takes one variable", std::nullopt, {"tebalance density age"});
  kit::ScoreRows rows;
  rows.score = kit::term_values(terms[0], s.sample, c);
  for (const double d : s.d) rows.treated.push_back(d == 1 ? 1 : 0);
  std::vector<kit::Chart> charts{kit::score_densities(rows, "Raw", c)};
  rows.weight = s.w;
  charts.push_back(kit::score_densities(rows, s.title(), c));
  for (kit::Chart& chart : charts) chart.x.title = term_name(terms[0]);
  Output out;
  out.document.add(kit::report_panels(std::move(charts), a.graph_options, c));
  return out;
}

Output run(const Args& a, const Context& c) {
  std::string_view rest = a.body;
  const std::string word = kit::lower(kit::take_word(rest));
  if (word.size() >= 3 && std::string("density").compare(0, word.size(), word) == 0)
    return densities(a, std::string(kit::trim(rest)), c);
  if (!a.graph_options.empty())
    throw Error(198, "option " + a.graph_options[0].name + " not allowed", a.graph_options[0].name_span);
  if (word.size() < 3 || std::string("summarize").compare(0, word.size(), word) != 0)
    throw Error(198, "tebalance " + word + " not available", std::nullopt,
                {"tebalance summarize [varlist] and tebalance density variable"});
  const Weighted s = weights_of_estimates(c);
  const Terms terms = kit::trim(rest).empty() ? s.covariates : resolve_terms(std::string(rest), c);
  if (terms.empty()) throw Error(100, "varlist required", std::nullopt, {"the models have no covariate"});
  const kit::Design design = kit::make_design(terms, false, s.sample, c);
  std::vector<std::string> names(design.x.cols);
  for (const kit::Slot& slot : design.slots)
    if (slot.state == kit::Slot::State::kept) names[slot.column] = kit::slot_name(slot);
  const std::string title = s.title();
  const std::string titles[] = {"Raw", title, "Raw", title};
  eval::Matrix m(names.size(), 4), means(names.size(), 4);
  m.row_names = means.row_names = names;
  m.column_names = {"std_diff:Raw", "std_diff:" + title, "ratio:Raw", "ratio:" + title};
  means.column_names = {"mean1:Raw", "mean0:Raw", "mean1:" + title, "mean0:" + title};
  using report::number_cell, report::text_cell;
  report::Table t;
  t.columns = {{16, 0, false}, {12, 1, true}, {12, 1, false}, {12, 1, true}, {12, 1, false}};
  report::Cell differences = text_cell(a.baseline ? "Mean, treated" : "Standardized differences", report::Align::centre);
  report::Cell ratios = text_cell(a.baseline ? "Mean, untreated" : "Variance ratio", report::Align::centre);
  differences.span = ratios.span = 2;
  t.rule();
  t.row({text_cell(""), differences, ratios});
  std::vector<report::Cell> heads{text_cell("")};
  for (const std::string& head : titles) heads.push_back(text_cell(head, report::Align::right));
  t.row(std::move(heads));
  t.rule();
  for (std::size_t j = 0; j < names.size(); ++j) {
    for (const std::size_t k : {0u, 1u}) {
      const std::vector<double> w = k == 0 ? std::vector<double>{} : s.w;
      const Arm one = arm_of(design.x.column(j), s.d, w, 1, s.matched);
      const Arm zero = arm_of(design.x.column(j), s.d, w, 0, s.matched);
      m(j, k) = (one.mean - zero.mean) / std::sqrt((one.variance + zero.variance) / 2);
      m(j, 2 + k) = one.variance / zero.variance;
      means(j, 2 * k) = one.mean, means(j, 2 * k + 1) = zero.mean;
    }
    std::vector<report::Cell> cells{text_cell(names[j])};
    for (const std::size_t k : {0u, 1u, 2u, 3u})
      cells.push_back(number_cell(a.baseline ? means(j, k == 1 ? 2 : k == 2 ? 1 : k) : m(j, k), "%9.0g"));
    t.row(std::move(cells));
  }
  t.rule();
  double sums[2] = {}, treated = 0;
  for (std::size_t i = 0; i < s.d.size(); ++i) sums[s.d[i] == 1 ? 1 : 0] += s.w[i], treated += s.d[i];
  const double n = double(s.d.size()), all = s.matched ? sums[0] + sums[1] : n;
  const double share = all / (sums[0] + sums[1]);
  Output out;
  out.line("Covariate balance summary");
  out.line("");
  out.line(fmt::format("{:20}{:>12}{:>12}", "", "Raw", title));
  out.line(fmt::format("{:20}{:>12.0f}{:>12.1f}", "Number of obs =", n, all));
  out.line(fmt::format("{:20}{:>12.0f}{:>12.1f}", "Treated obs   =", treated, sums[1] * share));
  out.line(fmt::format("{:20}{:>12.0f}{:>12.1f}", "Control obs   =", n - treated, sums[0] * share));
  out.document.add(std::move(t));
  out.r.emplace();
  out.r->matrix("table", std::move(m)).matrix("means", std::move(means));
  eval::Matrix size(3, 2);
  size.row_names = {"N", "N_treated", "N_control"}, size.column_names = {"Raw", title};
  const double values[] = {n, treated, n - treated, all, sums[1] * share, sums[0] * share};
  std::copy(std::begin(values), std::end(values), size.values.begin());
  out.r->matrix("size", std::move(size));
  return out;
}

}  // namespace

extern const Command tebalance_command =
    define<Args>("tebalance", "Balance of covariates after teffects")
        .anything(&Args::body)
        .flag("BASEline", &Args::baseline, "means instead of differences and ratios")
        .any_options(&Args::graph_options)
        .stores({{"r(table)", "standardized differences and variance ratios, raw and weighted"},
                 {"r(means)", "means of treated and untreated, raw and weighted"},
                 {"r(size)", "observations, raw and weighted"}})
        .changes(Effect::results)
        .reference("Austin, P. C. and Stuart, E. A. (2015). Statistics in Medicine 34, 3661-3679.")
        .remark("tebalance summarize [varlist] follows teffects ipw, aipw and ipwra, and psmatch and nnmatch with "
                "generate(). A standardized difference is that "
                "of the means over the root of the mean of the two variances; weighted ones use weighted means and "
                "variances, with the weights of an arm adding up to its number of observations.")
        .remark("tebalance density variable draws its densities among treated and controls, raw and weighted.")
        .example("Densities",
                 "sysuse lalonde\nquietly teffects ipw (re78) (treat age educ married)\ntebalance density age",
                 "e(N) > 0")
        .example("After matching",
                 "sysuse lalonde\nquietly teffects psmatch (re78) (treat age educ married), atet generate(match)\n"
                 "tebalance summarize",
                 "el(r(size), 2, 2) == 185 & abs(el(r(size), 3, 2) - 185) < 1e-9")
        .example("After weighting",
                 "sysuse lalonde\nquietly teffects ipw (re78) (treat age educ married)\ntebalance summarize",
                 "abs(el(r(table), 1, 2)) < abs(el(r(table), 1, 1)) & rowsof(r(table)) == 3")
        .example("Means of the treated and of those weighted like them",
                 "sysuse lalonde\nquietly teffects ipw (re78) (treat age educ), atet\ntebalance summarize age, baseline",
                 "el(r(means), 1, 1) == el(r(means), 1, 3) & rowsof(r(size)) == 3")
        .runs(run);

}  // namespace nqp::commands::tebalance_
