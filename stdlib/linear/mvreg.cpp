// mvreg: several outcomes regressed on the same regressors, with covariances across equations.
#include <fmt/format.h>

#include <cmath>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/convert.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/stacked_equations.hpp"
#include "stdlib/kit/system_estimation.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linear/equation_system.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::commands::mvreg_ {
namespace {

using namespace command;

struct Args {
  std::string line;
};

// The line taken apart: a binder would read what follows = as an expression.
struct Call : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  Weight weight;
  bool no_constant = false, correlation = false;
};

kit::DisplayOptions display_options(const Call& a) {
  kit::DisplayOptions o = a;
  o.no_header = true;
  return o;
}

Call read_call(const std::string& line, const Context& c) {
  const std::size_t equal = kit::find_outside(line, '='), comma = kit::find_outside(line, ',');
  const bool estimates = equal != std::string::npos && (comma == std::string::npos || equal < comma);
  Call call;
  const ast::Arguments a = grammar::parse_arguments(estimates ? line.substr(equal + 1) : line);
  kit::BodyAndOptions options;
  options.options = a.options;
  call.no_constant = options.find("noCONStant") != nullptr;
  call.correlation = options.find("CORr") != nullptr;
  call.no_header = options.find("noHEader") != nullptr;
  call.no_table = options.find("NOTable") != nullptr;
  call.base_levels = options.find("BASElevels") != nullptr;
  if (const ast::Option* o = options.find("Level")) call.level = to_number(*o, 10, 99.99, c);
  options.check_all_known();
  if (!estimates) {
    if (!a.body.empty()) throw Error(198, "= expected", std::nullopt, {"mvreg y1 y2 = x1 x2"});
    return call;
  }
  call.y = resolve_terms(kit::trim(std::string_view(line).substr(0, equal)), c);
  if (!a.body.empty()) call.x = resolve_terms(a.body, c);
  call.sample = {a.condition, a.range};
  Signature allowed;
  allowed.weights = {WeightKind::aweight, WeightKind::fweight};
  call.weight = bind_weight(allowed, a.weight);
  return call;
}

// What the summary of equations shows; also e(r2), e(rmse), e(F), e(p_F).
struct Summaries {
  std::string names, r2, rmse, F, p;
  std::vector<std::string> lines;
};

void add_summary(const std::string& name, const numeric::LinearFit& f, Summaries& s) {
  const double p = numeric::is_defined(f.F) ? numeric::dist::Ftail(f.df_m, f.df_r, f.F) : numeric::undefined;
  const auto append = [](std::string& list, double v) {
    list += (list.empty() ? "" : " ") + text::macro_number(kit::stored(v));
  };
  append(s.r2, f.r2);
  append(s.rmse, f.rmse);
  append(s.F, f.F);
  append(s.p, p);
  s.names += (s.names.empty() ? "" : " ") + name;
  s.lines.push_back(fmt::format("{:<14}{:>8.0f}{:>9.0f} {:>11}{:>11}{:>11}{:>9}", name, f.N, f.rank,
                                kit::number_text(f.rmse), kit::fixed_text(f.r2, 4), kit::number_text(kit::stored(f.F)),
                                kit::fixed_text(kit::stored(p), 4)));
}

Output run(const Args& given, const Context& c) {
  const Call a = read_call(given.line, c);
  if (a.y.empty()) return kit::replay("mvreg", display_options(a), c);
  kit::Needed needed{a.y, {}};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, a.weight, needed);
  const kit::StackedEquation shared = kit::stacked_equation("", a.x, !a.no_constant, sample, c);
  const std::size_t n = sample.size(), M = a.y.size();
  std::vector<kit::StackedEquation> equations;
  std::vector<double> b;
  std::vector<std::string> names;
  std::vector<numeric::LinearFit> fits;
  Summaries summary;
  for (const ast::Interaction& y : a.y) {
    const std::vector<double> values = kit::term_values(y, sample, c);
    numeric::LinearSpec spec;
    spec.y = values;
    spec.x = shared.x;
    spec.constant = !a.no_constant;
    spec.weights = sample.weights;
    spec.weight_kind = sample.weight_kind;
    fits.push_back(kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(spec, {}, p); }));
    names.push_back(term_name(y));
    equations.push_back(shared);
    equations.back().name = names.back();
    b.insert(b.end(), fits.back().b.begin(), fits.back().b.end());
    add_summary(names.back(), fits.back(), summary);
  }
  const numeric::LinearFit& first = fits.front();
  if (!(first.df_r > 0)) throw Error(2001, "insufficient observations");
  const numeric::Weights weights = kit::compute(c, [&](numeric::Progress&) {
    return numeric::normalise_weights(sample.weights, sample.weight_kind, n);
  });
  std::vector<std::vector<double>> residuals;
  for (numeric::LinearFit& f : fits) residuals.push_back(std::move(f.residuals));
  const numeric::SharedRegressors all =
      numeric::shared_regressors(residuals, weights.values, first.df_r, first.xtx_inverse);
  const kit::Coefficients k = kit::stacked_coefficients(equations, b, all.V);

  Results e = kit::begin_estimates("mvreg", "Multivariate regression", names.front(), c);
  const numeric::IndependenceTest test = numeric::independence_test(all.Sigma, first.N);
  kit::post_scalars(e, {{"N", first.N}, {"k", static_cast<double>(k.b.size())}, {"k_eq", static_cast<double>(M)},
                        {"df_r", first.df_r}, {"rank", first.rank * static_cast<double>(M)}});
  if (M > 1) kit::post_scalars(e, {{"chi2", test.chi2}, {"df_chi2", test.df}});
  e.macro("depvar", text::joined(names)).macro("eqnames", summary.names);
  e.macro("r2", summary.r2).macro("rmse", summary.rmse);
  e.macro("F", summary.F).macro("p_F", summary.p);
  e.matrix("Sigma", kit::named_matrix(all.Sigma, names, names));
  kit::post_weight(e, a.weight);
  kit::post_coefficients(e, k);
  report::Document table = kit::show_estimates(e, display_options(a), c);
  Output out = kit::estimation(std::move(e), sample, k, kit::level_or_default(a.level, c));
  if (!a.no_header) {
    out.document.blank();
    out.line(fmt::format("{:<14}{:>8}{:>9} {:>11}{:>11}{:>11}{:>9}", "Equation", "Obs", "Parms", "RMSE", "\"R-sq\"",
                         "F", "P>F"));
    out.line(std::string(73, '-'));
    for (const std::string& line : summary.lines) out.line(line);
    out.line(std::string(73, '-'));
  }
  out.document.append(std::move(table));
  if (a.correlation && M > 1) out.document.append(kit::independence_report(test, names));
  return out;
}

}  // namespace

extern const Command mvreg_command =
    define<Args>("mvreg", "Multivariate regression: the same regressors for several outcomes")
        .raw(&Args::line)
        .stores({{"e(N)", "number of observations"},
                 {"e(k)", "number of coefficients"},
                 {"e(k_eq)", "number of equations"},
                 {"e(df_r)", "residual degrees of freedom"},
                 {"e(rank)", "rank of e(V)"},
                 {"e(chi2)", "Breusch-Pagan test of independent equations"},
                 {"e(df_chi2)", "its degrees of freedom"},
                 {"e(eqnames)", "names of the equations"},
                 {"e(r2)", "R-squared of each equation, as text"},
                 {"e(rmse)", "root mean squared error of each equation, as text"},
                 {"e(F)", "F of each equation, as text"},
                 {"e(p_F)", "their p-values, as text"},
                 {"e(Sigma)", "covariances of the residuals"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"e(depvar)", "names of the dependent variables"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Mardia, K. V., Kent, J. T. and Bibby, J. M. (1979). Multivariate Analysis, chapter 6.")
        .remark("mvreg y1 y2 = x1 x2 [if] [in] [weight] [, noconstant corr noheader notable baselevels level(#)]: "
                "aweights and fweights; corr shows the correlations of residuals and tests them.")
        .remark("Every equation is its own regress; test compares coefficients across equations.")
        .example("Each equation is least squares",
                 "sysuse auto\nquietly regress price weight foreign\nscalar B = _b[weight]\nscalar S = _se[weight]\n"
                 "mvreg price mpg = weight foreign, corr",
                 "abs([price]_b[weight] - B) < 1e-8 & abs([price]_se[weight] - S) < 1e-8 & e(k_eq) == 2")
        .example("A test across equations",
                 "sysuse auto\nmvreg headroom trunk turn = price mpg\ntest price", "r(df) == 3 & r(df_r) == 71")
        .runs(run);

}  // namespace nqp::commands::mvreg_
