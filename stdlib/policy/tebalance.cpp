// tebalance: balance of covariates after teffects with weights from the propensity score.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/binary_outcome.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/overlap_figure.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

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
  Terms covariates;             // of the model of the treatment
};

// The score of the last estimates, fitted again, and the weights it gives.
Weighted weights_of_estimates(const Context& c) {
  const Results* e = c.e ? &c.e->results : nullptr;
  if (!e || e->macro_or("cmd") != "teffects") throw Error(301, "teffects has to come first");
  const std::string method = e->macro_or("subcmd");
  if (method != "ipw" && method != "aipw" && method != "ipwra")
    throw Error(321, "tebalance is not valid after teffects " + method, std::nullopt,
                {"it follows teffects ipw, aipw and ipwra; after psmatch2, pstest shows the balance"});
  const std::string whole = e->macro_or("cmdline");
  std::string_view line = whole;
  kit::take_word(line);
  const ast::Arguments call = kit::parse_loosely(line);
  std::string_view rest = call.body;
  kit::take_word(rest);
  const std::vector<kit::Piece> pieces = kit::split_pieces(rest);
  kit::BodyAndOptions treatment = kit::split_options(pieces.at(1).text);
  Weighted out;
  out.covariates = resolve_terms(treatment.body, c);
  const Terms d{out.covariates.front()};
  out.covariates.erase(out.covariates.begin());
  out.sample = kit::last_sample(c);
  kit::LikelihoodArgs q;
  q.y = d, q.x = out.covariates, q.only = out.sample.use, q.as_is = true;
  const bool probit = e->macro_or("tmodel") == "probit", treated_only = e->macro_or("stat") == "atet";
  const kit::BinaryFit fit = kit::fit_binary(probit ? kit::BinaryLink::probit : kit::BinaryLink::logit, q, c);
  const std::vector<double>& b = fit.result.fit.b;
  out.d = kit::term_values(d[0], out.sample, c);
  for (std::size_t i = 0; i < out.d.size(); ++i) {
    double index = b[fit.data.x.cols];
    for (std::size_t j = 0; j < fit.data.x.cols; ++j) index += b[j] * fit.data.x(i, j);
    const double p = probit ? numeric::dist::normal(index) : 1 / (1 + std::exp(-index));
    const double one = treated_only ? p : 1;
    out.w.push_back(out.d[i] == 1 ? one / p : one / (1 - p));
  }
  return out;
}

// Mean and variance in one arm; weights are made to sum to its number of rows, the divisor of the variance is one less.
struct Arm {
  double mean = 0, variance = 0;
};
Arm arm_of(std::span<const double> x, const std::vector<double>& d, const std::vector<double>& w, double arm) {
  double n = 0, sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (d[i] == arm) n += 1, sum += w.empty() ? 1 : w[i];
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
  charts.push_back(kit::score_densities(rows, "Weighted", c));
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
  if (terms.empty()) throw Error(100, "varlist required", std::nullopt, {"the model of the treatment has no covariate"});
  const kit::Design design = kit::make_design(terms, false, s.sample, c);
  std::vector<std::string> names(design.x.cols);
  for (const kit::Slot& slot : design.slots)
    if (slot.state == kit::Slot::State::kept) names[slot.column] = kit::slot_name(slot);
  const char* titles[] = {"Raw", "Weighted", "Raw", "Weighted"};
  eval::Matrix m(names.size(), 4), means(names.size(), 4);
  m.row_names = means.row_names = names;
  m.column_names = {"std_diff:Raw", "std_diff:Weighted", "ratio:Raw", "ratio:Weighted"};
  means.column_names = {"mean1:Raw", "mean0:Raw", "mean1:Weighted", "mean0:Weighted"};
  using report::number_cell, report::text_cell;
  report::Table t;
  t.columns = {{16, 0, false}, {12, 1, true}, {12, 1, false}, {12, 1, true}, {12, 1, false}};
  report::Cell differences = text_cell(a.baseline ? "Mean, treated" : "Standardized differences", report::Align::centre);
  report::Cell ratios = text_cell(a.baseline ? "Mean, untreated" : "Variance ratio", report::Align::centre);
  differences.span = ratios.span = 2;
  t.rule();
  t.row({text_cell(""), differences, ratios});
  std::vector<report::Cell> heads{text_cell("")};
  for (const char* title : titles) heads.push_back(text_cell(title, report::Align::right));
  t.row(std::move(heads));
  t.rule();
  for (std::size_t j = 0; j < names.size(); ++j) {
    for (const std::size_t k : {0u, 1u}) {
      const std::vector<double> w = k == 0 ? std::vector<double>{} : s.w;
      const Arm one = arm_of(design.x.column(j), s.d, w, 1), zero = arm_of(design.x.column(j), s.d, w, 0);
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
  const double n = double(s.d.size()), share = n / (sums[0] + sums[1]);
  Output out;
  out.line("Covariate balance summary");
  out.line("");
  out.line(fmt::format("{:20}{:>12}{:>12}", "", "Raw", "Weighted"));
  out.line(fmt::format("{:20}{:>12.0f}{:>12.1f}", "Number of obs =", n, n));
  out.line(fmt::format("{:20}{:>12.0f}{:>12.1f}", "Treated obs   =", treated, sums[1] * share));
  out.line(fmt::format("{:20}{:>12.0f}{:>12.1f}", "Control obs   =", n - treated, sums[0] * share));
  out.document.add(std::move(t));
  out.r.emplace();
  out.r->matrix("table", std::move(m)).matrix("means", std::move(means));
  eval::Matrix size(3, 2);
  size.row_names = {"N", "N_treated", "N_control"}, size.column_names = {"Raw", "Weighted"};
  const double values[] = {n, treated, n - treated, n, sums[1] * share, sums[0] * share};
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
        .remark("tebalance summarize [varlist] follows teffects ipw, aipw and ipwra. A standardized difference is that "
                "of the means over the root of the mean of the two variances; weighted ones use weighted means and "
                "variances, with the weights of an arm adding up to its number of observations.")
        .remark("tebalance density variable draws its densities among treated and controls, raw and weighted.")
        .example("Densities",
                 "sysuse lalonde\nquietly teffects ipw (re78) (treat age educ married)\ntebalance density age",
                 "e(N) > 0")
        .example("After weighting",
                 "sysuse lalonde\nquietly teffects ipw (re78) (treat age educ married)\ntebalance summarize",
                 "abs(el(r(table), 1, 2)) < abs(el(r(table), 1, 1)) & rowsof(r(table)) == 3")
        .example("Means of the treated and of those weighted like them",
                 "sysuse lalonde\nquietly teffects ipw (re78) (treat age educ), atet\ntebalance summarize age, baseline",
                 "el(r(means), 1, 1) == el(r(means), 1, 3) & rowsof(r(size)) == 3")
        .runs(run);

}  // namespace nqp::commands::tebalance_
