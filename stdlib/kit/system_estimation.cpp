#include "stdlib/kit/system_estimation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/stacked_equations.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linear/equation_system.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::kit {

using command::Context;
using command::Output;
using command::Results;
using command::Terms;

namespace {

struct WrittenEquation {
  std::string name;
  Terms y, x;
  bool constant = true;
};

// "(y x1 x2)", "(name: y x1, noconstant)", "(y1 y2 = x1 x2)": the last makes an equation for each y.
std::vector<WrittenEquation> written_equations(const std::string& body, const Context& c) {
  std::vector<WrittenEquation> out;
  for (const Piece& p : split_pieces(body)) {
    if (!p.grouped)
      throw Error(198, "equations stand in parentheses", std::nullopt, {"for example (y1 x1 x2) (y2 x1 x3)"});
    BodyAndOptions parts = kit::split_options(p.text);
    WrittenEquation q;
    q.constant = !parts.find("noCONStant");
    parts.check_all_known();
    std::string text = parts.body;
    if (const std::size_t colon = find_outside(text, ':'); colon != std::string::npos) {
      q.name = std::string(trim(std::string_view(text).substr(0, colon)));
      text = text.substr(colon + 1);
    }
    if (const std::size_t equal = find_outside(text, '='); equal != std::string::npos) {
      q.x = command::resolve_terms(text.substr(equal + 1), c);
      for (const ast::Interaction& y : command::resolve_terms(text.substr(0, equal), c)) {
        WrittenEquation one = q;
        one.y = {y};
        one.name = command::term_name(y);
        out.push_back(std::move(one));
      }
      continue;
    }
    Terms all = command::resolve_terms(text, c);
    if (all.empty()) throw Error(198, "an equation is empty");
    q.y = {all.front()};
    q.x.assign(all.begin() + 1, all.end());
    if (q.name.empty()) q.name = command::term_name(q.y[0]);
    out.push_back(std::move(q));
  }
  if (out.empty()) throw Error(198, "equations needed", std::nullopt, {"for example (y1 x1 x2) (y2 x1 x3)"});
  // Names in e(b) are unlike.
  for (std::size_t i = 0; i < out.size(); ++i)
    for (std::size_t j = i + 1; j < out.size(); ++j)
      if (out[j].name == out[i].name) out[j].name = fmt::format("{}{}", out[j].name.substr(0, 29), j + 1);
  return out;
}

bool holds_term(const Terms& list, const ast::Interaction& t) {
  return std::any_of(list.begin(), list.end(),
                     [&](const ast::Interaction& x) { return command::term_name(x) == command::term_name(t); });
}

// inst(), else everything on the right that is neither a dependent variable nor endog(), and exog().
Terms system_instruments(const std::vector<WrittenEquation>& equations, const SystemArgs& a) {
  if (!a.instruments.empty()) return a.instruments;
  Terms out, endogenous = a.endogenous;
  for (const WrittenEquation& q : equations) endogenous.push_back(q.y[0]);
  for (const WrittenEquation& q : equations)
    for (const ast::Interaction& t : q.x)
      if ((!holds_term(endogenous, t) || holds_term(a.exogenous, t)) && !holds_term(out, t)) out.push_back(t);
  for (const ast::Interaction& t : a.exogenous)
    if (!holds_term(out, t)) out.push_back(t);
  return out;
}

struct EquationTest {
  double parameters = 0, rmse = 0, r2 = 0, statistic = 0, p = 0;
};

std::string system_title(SystemMethod method, bool iterate) {
  switch (method) {
    case SystemMethod::sure:
      return iterate ? "Seemingly unrelated regression, iterated" : "Seemingly unrelated regression";
    case SystemMethod::three_stage:
      return iterate ? "Three-stage least-squares regression, iterated" : "Three-stage least-squares regression";
    case SystemMethod::two_stage: return "Two-stage least-squares regression";
    case SystemMethod::ols: break;
  }
  return "Multivariate least-squares regression";
}

void equation_table(const std::vector<WrittenEquation>& equations, const std::vector<EquationTest>& tests,
                    const std::string& title, double n, bool small, report::Document& d) {
  d.blank();
  d.line(title);
  d.line(std::string(78, '-'));
  d.line(fmt::format("{:<20} {:>10} {:>9} {:>11} {:>11} {:>9} {:>6}", "Equation", "Obs", "Params", "RMSE", "\"R-sq\"",
                     small ? "F" : "chi2", small ? "P>F" : "P>chi2"));
  d.line(std::string(78, '-'));
  for (std::size_t q = 0; q < equations.size(); ++q)
    d.line(fmt::format("{} {:>10} {:>9.0f} {:>11} {:>11} {:>9} {:>6}",
                       text::pad_right(text::abbreviate(equations[q].name, 20), 20), count_text(n), tests[q].parameters,
                       number_text(tests[q].rmse), fixed_text(tests[q].r2, 4), fixed_text(tests[q].statistic, 2),
                       fixed_text(tests[q].p, 4)));
  d.line(std::string(78, '-'));
}

// Breusch and Pagan (1980): N Σ r², of the correlations below the diagonal.
void correlation_part(const eval::Matrix& sigma, double n, Results& e, report::Document* d) {
  double sum = 0;
  const auto r = [&](std::size_t i, std::size_t j) { return sigma(i, j) / std::sqrt(sigma(i, i) * sigma(j, j)); };
  for (std::size_t i = 0; i < sigma.rows; ++i)
    for (std::size_t j = 0; j < i; ++j) sum += r(i, j) * r(i, j);
  const double chi2 = n * sum, df = static_cast<double>(sigma.rows * (sigma.rows - 1)) / 2;
  post_scalars(e, {{"chi2_bp", chi2}, {"df_bp", df}});
  if (!d) return;
  d->blank();
  d->line("Correlation matrix of residuals:");
  d->blank();
  std::string head = std::string(13, ' ');
  for (const std::string& name : sigma.column_names) head += text::pad_left(text::abbreviate(name, 9), 10);
  d->line(head);
  for (std::size_t i = 0; i < sigma.rows; ++i) {
    std::string line = text::pad_left(text::abbreviate(sigma.row_names[i], 12), 13);
    for (std::size_t j = 0; j <= i; ++j) line += text::pad_left(fixed_text(r(i, j), 4), 10);
    d->line(line);
  }
  d->blank();
  d->line(fmt::format("Breusch-Pagan test of independence: chi2({:.0f}) = {}, Pr = {}", df, fixed_text(chi2, 3),
                      fixed_text(numeric::dist::chi2tail(df, chi2), 4)));
}

}  // namespace

Output estimate_system(const std::string& cmd, SystemMethod method, const SystemArgs& a, const Context& c) {
  DisplayOptions look;
  look.level = a.level;
  look.no_header = true;
  look.no_table = a.no_table;
  look.base_levels = a.base_levels;
  if (trim(a.body).empty()) return replay(cmd, look, c);
  const std::vector<WrittenEquation> equations = written_equations(a.body, c);
  const bool instrumented = method == SystemMethod::three_stage || method == SystemMethod::two_stage;
  const Terms instruments = instrumented ? system_instruments(equations, a) : Terms();
  Needed needed;
  for (const WrittenEquation& q : equations) {
    needed.terms.push_back(q.y[0]);
    needed.terms.insert(needed.terms.end(), q.x.begin(), q.x.end());
  }
  needed.terms.insert(needed.terms.end(), instruments.begin(), instruments.end());
  const EstimationSample sample = mark_sample(c, a.sample, a.weight, needed);
  std::vector<StackedEquation> stacked;
  std::vector<std::vector<double>> ys;
  for (const WrittenEquation& q : equations) {
    stacked.push_back(stacked_equation(q.name, q.x, q.constant, sample, c));
    ys.push_back(term_values(q.y[0], sample, c));
  }
  const StackedEquation z = stacked_equation("", instruments, true, sample, c);
  numeric::SystemSpec spec;
  for (std::size_t q = 0; q < stacked.size(); ++q) {
    if (instrumented && stacked[q].x.cols > z.x.cols)
      throw Error(
          481, "equation " + equations[q].name + " is not identified", std::nullopt,
          {fmt::format("it has {} regressors and there are {} exogenous variables", stacked[q].x.cols, z.x.cols)});
    spec.equations.push_back({ys[q], stacked[q].x, stacked[q].design.constant});
  }
  if (instrumented) spec.instruments = z.x;
  spec.weights = sample.weights;
  spec.weight_kind = sample.weight_kind;
  spec.joint = method == SystemMethod::sure || method == SystemMethod::three_stage;
  spec.adjusted = a.adjusted || !spec.joint;
  spec.iterate = a.iterate;
  const numeric::SystemFit fit = compute(c, [&](numeric::Progress& p) { return numeric::fit_system(spec, p); });

  const bool small = a.small || !spec.joint;
  const double m = static_cast<double>(equations.size()), k = static_cast<double>(fit.b.size());
  const double df_r = m * fit.n - k;
  std::string depvars, names;
  std::vector<std::string> equation_names;
  for (const WrittenEquation& q : equations) {
    depvars += (depvars.empty() ? "" : " ") + command::term_name(q.y[0]);
    names += (names.empty() ? "" : " ") + q.name;
    equation_names.push_back(q.name);
  }
  const std::string title = system_title(method, a.iterate);
  Results e = begin_estimates(cmd, title, depvars, c);
  post_scalars(e, {{"N", fit.n},
                   {"k", k},
                   {"k_eq", m},
                   {"ll", fit.ll},
                   {"ic", static_cast<double>(fit.steps)},
                   {"converged", fit.converged ? 1.0 : 0.0}});
  if (small) post_scalars(e, {{"df_r", df_r}});
  std::vector<EquationTest> tests;
  std::size_t begin = 0;
  for (std::size_t q = 0; q < stacked.size(); ++q) {
    EquationTest t;
    std::vector<std::size_t> slopes;
    for (std::size_t j = 0; j < stacked[q].x.cols; ++j) slopes.push_back(begin + j);
    begin += stacked[q].parameters();
    t.parameters = static_cast<double>(slopes.size());
    const double used = static_cast<double>(stacked[q].parameters());
    t.rmse = std::sqrt(fit.rss[q] / (spec.adjusted ? fit.n - used : fit.n));
    t.r2 = 1 - fit.rss[q] / fit.tss[q];
    if (!slopes.empty()) {
      const numeric::Wald w = numeric::wald_zero(slopes, fit.b, fit.V);
      t.statistic = small ? w.F : w.chi2;
      t.p = small ? numeric::dist::Ftail(w.df, df_r, w.F) : numeric::dist::chi2tail(w.df, w.chi2);
    }
    const std::string i = std::to_string(q + 1);
    post_scalars(e, {{"rss_" + i, fit.rss[q]},
                     {"mss_" + i, fit.tss[q] - fit.rss[q]},
                     {"r2_" + i, t.r2},
                     {"rmse_" + i, t.rmse},
                     {"df_m" + i, t.parameters},
                     {(small ? "F_" : "chi2_") + i, t.statistic},
                     {"p_" + i, t.p}});
    tests.push_back(t);
  }
  const std::string method_name = method == SystemMethod::sure          ? (a.iterate ? "isure" : "sure")
                                  : method == SystemMethod::three_stage ? "3sls"
                                  : method == SystemMethod::two_stage   ? "2sls"
                                                                        : "ols";
  e.macro("method", method_name).macro("eqnames", names);
  if (instrumented) {
    std::string exogenous;
    for (const ast::Interaction& t : instruments) exogenous += (exogenous.empty() ? "" : " ") + command::term_name(t);
    e.macro("exog", exogenous);
  }
  post_weight(e, a.weight);
  const Coefficients coefficients = stacked_coefficients(stacked, fit.b, fit.V);
  post_coefficients(e, coefficients);
  const eval::Matrix sigma = named_matrix(fit.Sigma, equation_names, equation_names);
  e.matrix("Sigma", sigma);
  report::Document below;
  if (spec.joint) correlation_part(sigma, fit.n, e, a.correlations ? &below : nullptr);
  report::Document table = show_estimates(e, look, c);
  Output out = estimation(std::move(e), sample, coefficients, level_or_default(a.level, c));
  if (!a.no_header) equation_table(equations, tests, title, fit.n, small, out.document);
  out.document.append(std::move(table));
  if (instrumented && !a.no_table)
    out.line("Endogenous variables are the dependent ones" + std::string(a.endogenous.empty() ? "" : " and endog()") +
             "; exogenous: " + out.e->results.macro_or("exog"));
  out.document.append(std::move(below));
  require_convergence(fit.converged, out);
  return out;
}

}  // namespace nqp::kit
