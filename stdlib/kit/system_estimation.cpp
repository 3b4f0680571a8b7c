#include "stdlib/kit/system_estimation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
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
  d.line(fmt::format("{:<16} {:>10} {:>9} {:>11} {:>11} {:>9} {:>6}", "Equation", "Obs", "Params", "RMSE", "\"R-sq\"",
                     small ? "F" : "chi2", small ? "P>F" : "P>chi2"));
  d.line(std::string(78, '-'));
  for (std::size_t q = 0; q < equations.size(); ++q)
    d.line(fmt::format("{} {:>10} {:>9.0f} {:>11} {:>11} {:>9} {:>6}",
                       text::pad_right(text::abbreviate(equations[q].name, 16), 16), count_text(n), tests[q].parameters,
                       number_text(tests[q].rmse), fixed_text(tests[q].r2, 4), fixed_text(tests[q].statistic, 2),
                       fixed_text(tests[q].p, 4)));
  d.line(std::string(78, '-'));
}

const char* system_method_name(SystemMethod method, bool iterate) {
  switch (method) {
    case SystemMethod::sure: return iterate ? "isure" : "sure";
    case SystemMethod::three_stage: return "3sls";
    case SystemMethod::two_stage: return "2sls";
    case SystemMethod::ols: break;
  }
  return "ols";
}

// What is estimated: the sample, the columns of every equation and the instruments.
struct SystemData {
  std::vector<WrittenEquation> equations;
  Terms instruments;
  bool instrumented = false;
  EstimationSample sample;
  std::vector<StackedEquation> stacked;
  std::vector<std::vector<double>> ys;
  StackedEquation z;
};

SystemData system_data(SystemMethod method, const SystemArgs& a, const Context& c) {
  SystemData out;
  out.equations = written_equations(a.body, c);
  out.instrumented = method == SystemMethod::three_stage || method == SystemMethod::two_stage;
  if (out.instrumented) out.instruments = system_instruments(out.equations, a);
  Needed needed;
  for (const WrittenEquation& q : out.equations) {
    needed.terms.push_back(q.y[0]);
    needed.terms.insert(needed.terms.end(), q.x.begin(), q.x.end());
  }
  needed.terms.insert(needed.terms.end(), out.instruments.begin(), out.instruments.end());
  out.sample = mark_sample(c, a.sample, a.weight, needed);
  for (const WrittenEquation& q : out.equations) {
    out.stacked.push_back(stacked_equation(q.name, q.x, q.constant, out.sample, c));
    out.ys.push_back(term_values(q.y[0], out.sample, c));
  }
  out.z = stacked_equation("", out.instruments, true, out.sample, c);
  for (const StackedEquation& q : out.stacked)
    if (out.instrumented && q.x.cols > out.z.x.cols)
      throw Error(481, "equation " + q.name + " is not identified", std::nullopt,
                  {fmt::format("it has {} regressors and there are {} exogenous variables", q.x.cols, out.z.x.cols)});
  return out;
}

numeric::SystemSpec system_spec(const SystemData& d, SystemMethod method, const SystemArgs& a) {
  numeric::SystemSpec spec;
  for (std::size_t q = 0; q < d.stacked.size(); ++q)
    spec.equations.push_back({d.ys[q], d.stacked[q].x, d.stacked[q].design.constant});
  if (d.instrumented) spec.instruments = d.z.x;
  spec.weights = d.sample.weights;
  spec.weight_kind = d.sample.weight_kind;
  spec.joint = method == SystemMethod::sure || method == SystemMethod::three_stage;
  spec.adjusted = a.adjusted || !spec.joint;
  spec.iterate = a.iterate;
  return spec;
}

// The fit of every equation and the test of its slopes; df_r: nothing for chi2.
std::vector<EquationTest> equation_tests(const SystemData& d, const numeric::SystemFit& fit, bool adjusted,
                                         std::optional<double> df_r) {
  std::vector<EquationTest> out;
  std::size_t begin = 0;
  for (std::size_t q = 0; q < d.stacked.size(); ++q) {
    EquationTest t;
    std::vector<std::size_t> slopes;
    for (std::size_t j = 0; j < d.stacked[q].x.cols; ++j) slopes.push_back(begin + j);
    begin += d.stacked[q].parameters();
    t.parameters = static_cast<double>(slopes.size());
    const double used = static_cast<double>(d.stacked[q].parameters());
    t.rmse = std::sqrt(fit.rss[q] / (adjusted ? fit.n - used : fit.n));
    t.r2 = 1 - fit.rss[q] / fit.tss[q];
    if (!slopes.empty()) {
      const numeric::Wald w = numeric::wald_zero(slopes, fit.b, fit.V);
      t.statistic = df_r ? w.F : w.chi2;
      t.p = df_r ? numeric::dist::Ftail(w.df, *df_r, w.F) : numeric::dist::chi2tail(w.df, w.chi2);
    }
    out.push_back(t);
  }
  return out;
}

void post_equations(const std::vector<EquationTest>& tests, const numeric::SystemFit& fit, bool small, Results& e) {
  for (std::size_t q = 0; q < tests.size(); ++q) {
    const EquationTest& t = tests[q];
    const std::string i = std::to_string(q + 1);
    post_scalars(e, {{"rss_" + i, fit.rss[q]},
                     {"mss_" + i, fit.tss[q] - fit.rss[q]},
                     {"r2_" + i, t.r2},
                     {"rmse_" + i, t.rmse},
                     {"df_m" + i, t.parameters},
                     {(small ? "F_" : "chi2_") + i, t.statistic},
                     {"p_" + i, t.p}});
  }
}

std::string listed_terms(const Terms& terms) {
  std::string out;
  for (const ast::Interaction& t : terms) out += (out.empty() ? "" : " ") + command::term_name(t);
  return out;
}

}  // namespace

report::Document independence_report(const numeric::IndependenceTest& test, const std::vector<std::string>& names) {
  report::Document d;
  d.blank();
  d.line("Correlation matrix of residuals:");
  d.blank();
  std::string head = std::string(13, ' ');
  for (const std::string& name : names) head += text::pad_left(text::abbreviate(name, 9), 10);
  d.line(head);
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::string line = text::pad_left(text::abbreviate(names[i], 12), 13);
    for (std::size_t j = 0; j <= i; ++j) line += text::pad_left(fixed_text(test.correlations(i, j), 4), 10);
    d.line(line);
  }
  d.blank();
  d.line(fmt::format("Breusch-Pagan test of independence: chi2({:.0f}) = {}, Pr = {}", test.df,
                     fixed_text(test.chi2, 3), fixed_text(test.p, 4)));
  return d;
}

Output estimate_system(const std::string& cmd, SystemMethod method, const SystemArgs& a, const Context& c) {
  DisplayOptions look = a;
  look.no_header = true;
  if (trim(a.body).empty()) return replay(cmd, look, c);
  const SystemData d = system_data(method, a, c);
  const numeric::SystemSpec spec = system_spec(d, method, a);
  const numeric::SystemFit fit = compute(c, [&](numeric::Progress& p) { return numeric::fit_system(spec, p); });

  const double m = static_cast<double>(d.equations.size()), k = static_cast<double>(fit.b.size());
  std::optional<double> df_r;
  if (a.small || !spec.joint) df_r = m * fit.n - k;
  Terms dependent;
  std::vector<std::string> names;
  for (const WrittenEquation& q : d.equations) {
    dependent.push_back(q.y[0]);
    names.push_back(q.name);
  }
  const std::string title = system_title(method, a.iterate);
  Results e = begin_estimates(cmd, title, listed_terms(dependent), c);
  post_scalars(e, {{"N", fit.n},
                   {"k", k},
                   {"k_eq", m},
                   {"ll", fit.ll},
                   {"ic", static_cast<double>(fit.steps)},
                   {"converged", fit.converged ? 1.0 : 0.0}});
  if (df_r) post_scalars(e, {{"df_r", *df_r}});
  const std::vector<EquationTest> tests = equation_tests(d, fit, spec.adjusted, df_r);
  post_equations(tests, fit, df_r.has_value(), e);
  e.macro("method", system_method_name(method, a.iterate)).macro("eqnames", fmt::format("{}", fmt::join(names, " ")));
  if (d.instrumented) e.macro("exog", listed_terms(d.instruments));
  post_weight(e, a.weight);
  const Coefficients coefficients = stacked_coefficients(d.stacked, fit.b, fit.V);
  post_coefficients(e, coefficients);
  e.matrix("Sigma", named_matrix(fit.Sigma, names, names));
  report::Document below;
  if (spec.joint) {
    const numeric::IndependenceTest test = numeric::independence_test(fit.Sigma, fit.n);
    post_scalars(e, {{"chi2_bp", test.chi2}, {"df_bp", test.df}});
    if (a.correlations) below = independence_report(test, names);
  }
  report::Document table = show_estimates(e, look, c);
  Output out = estimation(std::move(e), d.sample, coefficients, level_or_default(a.level, c));
  if (!a.no_header) equation_table(d.equations, tests, title, fit.n, df_r.has_value(), out.document);
  out.document.append(std::move(table));
  if (d.instrumented && !a.no_table)
    out.line("Endogenous variables are the dependent ones" + std::string(a.endogenous.empty() ? "" : " and endog()") +
             "; exogenous: " + out.e->results.macro_or("exog"));
  out.document.append(std::move(below));
  require_convergence(fit.converged, out);
  return out;
}

}  // namespace nqp::kit
