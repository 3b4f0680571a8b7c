// nl: nonlinear least squares of a function written with parameters in braces.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/parameter_expression.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"
#include "stdlib/numeric/linear/nonlinear.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::commands::nl_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  std::string body;
  Sample sample;
  Weight weight;
  Vce vce;
  Variables variables;
  std::string initial, constant;
  bool no_constant = false, leave = false, no_log = false, ignored = false;
  double eps = 1e-9;
  int iterations = 300;
};

// "(y = expression)": the two sides.
std::pair<std::string, std::string> sides(const std::string& body) {
  const std::string_view text = kit::trim(body);
  const auto wrong = [] {
    return Error(198, "nl needs an equation in parentheses", std::nullopt,
                 {"for example: nl (y = {b0} + {b1}*x^{b2=1})"});
  };
  if (text.size() < 2 || text.front() != '(' || text.back() != ')') throw wrong();
  const std::string inside(text.substr(1, text.size() - 2));
  const std::size_t equal = inside.find('=');
  if (equal == std::string::npos) throw wrong();
  return {std::string(kit::trim(inside.substr(0, equal))), std::string(kit::trim(inside.substr(equal + 1)))};
}

// initial(b0 1 b1 2.5), or the name of a matrix with as many columns as there are parameters.
void set_start(const std::string& initial, kit::ParameterExpression& e, const Context& c) {
  const std::vector<std::string> words = grammar::split_words(initial);
  if (words.size() == 1) {
    const eval::Matrix* m = c.environment.matrix(words[0]);
    if (!m) throw Error(111, "matrix " + words[0] + " not found");
    if (m->values.size() != e.start.size())
      throw Error(503, fmt::format("initial(): {} values for {} parameters", m->values.size(), e.start.size()));
    e.start = m->values;
    return;
  }
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
    const auto it = std::find(e.parameters.begin(), e.parameters.end(), words[i]);
    if (it == e.parameters.end()) throw Error(198, "initial(): " + words[i] + " is not a parameter of the expression");
    e.start[static_cast<std::size_t>(it - e.parameters.begin())] =
        eval::evaluate_number(*grammar::parse_expression(words[i + 1]), c.scope);
  }
  if (words.size() % 2) throw Error(198, "initial() takes pairs: a parameter and its value");
}

// The parameter that acts as a constant term: its derivative is the same in every row.
std::string constant_of(const Args& a, const numeric::NonlinearFit& fit, const kit::ParameterExpression& e) {
  if (a.no_constant) return {};
  if (!a.constant.empty()) return a.constant;
  for (std::size_t k = 0; k < e.parameters.size(); ++k) {
    const std::span<const double> column = fit.jacobian.column(k);
    const auto [low, high] = std::minmax_element(column.begin(), column.end());
    if (*low != 0 && *high - *low <= 1e-8 * std::abs(*low)) return e.parameters[k];
  }
  return {};
}

// Σw(y-ȳ)², or Σwy² without a constant; weights scaled as the fit scales them.
double total_squares(const std::vector<double>& y, const numeric::Weights& w, bool centred) {
  double mean = 0, out = 0;
  const auto weight = [&](std::size_t i) { return w.values.empty() ? 1.0 : w.values[i]; };
  for (std::size_t i = 0; centred && i < y.size(); ++i) mean += weight(i) * y[i] / w.sum;
  for (std::size_t i = 0; i < y.size(); ++i) out += weight(i) * (y[i] - mean) * (y[i] - mean);
  return out;
}

void post_fit(const numeric::LinearFit& at, double tss, double k, bool constant, Results& e) {
  const double df_m = k - (constant ? 1 : 0), df_t = at.N - (constant ? 1 : 0), df_r = at.N - k;
  const double mss = tss - at.rss, r2 = tss > 0 ? mss / tss : numeric::undefined;
  const double ll = -0.5 * at.N * (1 + std::log(2 * M_PI) + std::log(at.rss / at.N));
  kit::post_scalars(e, {{"N", at.N},
                        {"k", k},
                        {"df_m", df_m},
                        {"df_r", at.df_r},
                        {"df_t", df_t},
                        {"mss", mss},
                        {"rss", at.rss},
                        {"tss", tss},
                        {"r2", r2},
                        {"r2_a", 1 - (1 - r2) * df_t / df_r},
                        {"rmse", std::sqrt(at.rss / df_r)},
                        {"ll", ll},
                        {"dev", -2 * ll},
                        {"rank", at.rank}});
}

Output run(const Args& a, const Context& c) {
  if (kit::trim(a.body).empty()) return kit::replay("nl", a, c);
  const auto [left, right] = sides(a.body);
  const Terms dependent = resolve_terms(left, c);
  if (dependent.size() != 1) throw Error(198, "one dependent variable stands before the equal sign");
  kit::ParameterExpression e = kit::read_parameters(
      right, [&](std::string_view t) { return eval::evaluate_number(*grammar::parse_expression(t), c.scope); }, c);
  if (!a.initial.empty()) set_start(a.initial, e, c);
  if (!a.constant.empty() && std::find(e.parameters.begin(), e.parameters.end(), a.constant) == e.parameters.end())
    throw Error(198, "hasconstant(): " + a.constant + " is not a parameter of the expression");
  kit::Needed needed{dependent, a.vce.variables};
  needed.groups.insert(needed.groups.end(), e.variables.begin(), e.variables.end());
  needed.groups.insert(needed.groups.end(), a.variables.begin(), a.variables.end());
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, a.weight, needed);
  const std::vector<double> y = kit::term_values(dependent[0], sample, c);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "gnr", sample, c);
  const numeric::Weights weights = numeric::normalise_weights(sample.weights, sample.weight_kind, y.size());

  numeric::NonlinearSpec spec;
  spec.y = y;
  spec.weights = weights.values;
  spec.start = e.start;
  spec.iterations = a.iterations;
  spec.tolerance = a.eps;
  spec.f = [&](std::span<const double> b) {
    const std::vector<double> all = kit::at_parameters(e, b, c);
    std::vector<double> out;
    out.reserve(sample.rows.size());
    for (const data::Row r : sample.rows) out.push_back(data::is_missing(all[r]) ? numeric::undefined : all[r]);
    return out;
  };
  for (const double v : spec.f(e.start))
    if (std::isnan(v))
      throw Error(480, "starting values invalid: the expression has no value in some row", std::nullopt,
                  {"give others, {b1=0.5} or initial(b1 0.5)"});
  const numeric::NonlinearFit fit =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_nonlinear(spec, p); });
  // Its derivatives as regressors give variances, degrees of freedom and factors as those of regress.
  numeric::LinearSpec linear;
  linear.y = fit.residuals;
  linear.x = fit.jacobian;
  linear.constant = false;
  linear.weights = sample.weights;
  linear.weight_kind = sample.weight_kind;
  const numeric::LinearFit at =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(linear, vce.spec(), p); });

  const std::string constant = constant_of(a, fit, e);
  kit::Coefficients k;
  k.b = fit.b;
  k.V = at.V;
  std::string params;
  for (const std::string& p : e.parameters) {
    k.names.push_back("/" + p);
    params += (params.empty() ? "" : " ") + p;
  }
  const bool robust = vce.kind != "gnr";
  Results results = kit::begin_estimates("nl", "Nonlinear regression", kit::depvar_name(dependent), c);
  post_fit(at, total_squares(y, weights, !constant.empty()), static_cast<double>(k.b.size()), !constant.empty(),
           results);
  kit::post_scalars(results,
                    {{"ic", static_cast<double>(fit.log.size() - 1)}, {"converged", fit.converged ? 1.0 : 0.0}});
  kit::post_vce(vce, at.N_clust, results);
  kit::post_weight(results, a.weight);
  results.macro("params", params);
  results.macro("sexp", e.text);
  if (!constant.empty()) results.macro("constant", constant);
  kit::post_coefficients(results, k);
  report::Document table = kit::show_estimates(results, a, c);
  Output out = kit::estimation(std::move(results), sample, k, kit::level_or_default(a.level, c));
  if (!a.no_log) out.document.blank();
  for (std::size_t i = 0; !a.no_log && i < fit.log.size(); ++i)
    out.line(
        fmt::format("Iteration {}:  residual SS =  {}", i, text::trimmed(text::format_number(fit.log[i], "%9.0g"))));
  for (std::size_t i = 0; i < k.b.size(); ++i)
    if (at.omitted[i])
      out.line("note: /" + e.parameters[i] + " is not identified: the derivative with respect to it depends on others",
               report::Style::note);
  out.document.append(std::move(table));
  if (!constant.empty() && !a.no_table && !robust)
    out.line("Note: Parameter " + constant + " is used as a constant term during estimation.");
  kit::require_convergence(fit.converged, out);
  return out;
}

}  // namespace

extern const Command nl_command =
    define<Args>("nl", "Nonlinear least squares")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::fweight, WeightKind::aweight, WeightKind::pweight, WeightKind::iweight})
        .vce(&Args::vce, {"gnr", "robust", "cluster", "hc2", "hc3"})
        .text("INitial", &Args::initial, "starting values: parameter value pairs, or a matrix; 0 where none is given")
        .variables("VARiables", &Args::variables, "variables that rows must not miss, beside those of the expression")
        .text("HASConstant", &Args::constant, "the parameter that is a constant term; found if not given")
        .flag("noCONStant", &Args::no_constant, "no parameter is a constant term: R-squared is about zero")
        .number("EPS", &Args::eps, 0, 1, "relative change of parameters at the end; 1e-9")
        .integer("ITERate", &Args::iterations, 1, 16000, "most iterations; 300")
        .flag("noLOg", &Args::no_log, "leave out the iteration log")
        .flag("LOg", &Args::ignored, "show the iteration log (default)")
        .flag("noHEader", &Args::no_header, "leave out what stands above the coefficients")
        .flag("NOTable", &Args::no_table, "leave out the coefficients")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(N)", "number of observations"},
                 {"e(k)", "number of parameters"},
                 {"e(df_m)", "model degrees of freedom"},
                 {"e(df_r)", "residual degrees of freedom"},
                 {"e(df_t)", "total degrees of freedom"},
                 {"e(mss)", "model sum of squares"},
                 {"e(rss)", "residual sum of squares"},
                 {"e(tss)", "total sum of squares, about the mean when a parameter is a constant term"},
                 {"e(r2)", "R-squared"},
                 {"e(r2_a)", "adjusted R-squared"},
                 {"e(rmse)", "root mean squared error"},
                 {"e(ll)", "log likelihood of normal errors"},
                 {"e(dev)", "residual deviance, -2 e(ll)"},
                 {"e(rank)", "rank of e(V)"},
                 {"e(ic)", "iterations"},
                 {"e(converged)", "1 when converged"},
                 {"e(cmd)", "nl"},
                 {"e(depvar)", "name of the dependent variable"},
                 {"e(params)", "names of the parameters"},
                 {"e(sexp)", "the expression"},
                 {"e(constant)", "the parameter used as a constant term"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Bates, D. M. and Watts, D. G. (1988). Nonlinear Regression Analysis and Its Applications. Wiley.")
        .remark(
            "Parameters stand in braces, {b0}, with a starting value {b1=0.5}; {xb: x1 x2} is "
            "{xb_x1}*x1 + {xb_x2}*x2, and {xb:} later stands for the same. Coefficients are _b[/b0].")
        .remark("predict: yhat, residuals. Rows that miss a variable of the expression are left out.")
        .example("A straight line is least squares",
                 "sysuse auto\nregress mpg weight\nscalar B1 = _b[weight]\nscalar S1 = _se[weight]\n"
                 "nl (mpg = {b0} + {b1}*weight)",
                 "abs(_b[/b1] - B1) < 1e-8 & abs(_se[/b1] - S1) < 1e-9 & e(constant) == \"b0\"")
        .example("Growth with a ceiling, a linear combination and fitted values",
                 "clear\nset obs 30\ngenerate x = _n\ngenerate y = 10*(1 - exp(-.2*x)) + .05*mod(_n, 3)\n"
                 "nl (y = {a=8}*(1 - exp(-{k=.1}*x)))\npredict fit\npredict e, residuals",
                 "abs(_b[/k] - .2) < .02 & abs(y - fit - e) < 1e-5 & e(N) == 30")
        .runs(run);

}  // namespace nqp::commands::nl_
