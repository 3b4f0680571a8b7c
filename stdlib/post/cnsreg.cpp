// cnsreg: least squares under linear constraints on the coefficients.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/constraints.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/hypothesis.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::commands::cnsreg_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  Weight weight;
  Vce vce;
  std::string constraints;
  bool no_constant = false, collinear = false;
};

// Columns that earlier ones explain, before any constraint; none with option collinear.
std::vector<std::uint8_t> collinear_columns(const Args& a, const kit::Design& d, const std::vector<double>& y) {
  if (a.collinear) return std::vector<std::uint8_t>(d.x.cols + (d.constant ? 1 : 0), 0);
  return numeric::least_squares({.y = y, .x = d.x, .constant = d.constant, .want_residuals = false}).omitted;
}

// The constraints in terms of the columns that are estimated: kept columns, then the constant. Omitted ones are zero.
numeric::Matrix restrictions(const std::vector<kit::LinearForm>& forms, const kit::Design& d,
                             const std::vector<std::uint8_t>& omitted) {
  const std::size_t K = d.x.cols + (d.constant ? 1 : 0);
  const auto zeros = static_cast<std::size_t>(std::count(omitted.begin(), omitted.end(), 1));
  numeric::Matrix m(forms.size() + zeros, K + 1);
  for (std::size_t j = 0, row = forms.size(); j < K; ++j)
    if (omitted[j]) m(row++, j) = 1;
  for (std::size_t i = 0; i < forms.size(); ++i) {
    for (std::size_t j = 0; j < d.slots.size(); ++j)
      if (d.slots[j].state == kit::Slot::State::kept) m(i, d.slots[j].column) = forms[i].weights[j];
    if (d.constant) m(i, K - 1) = forms[i].weights.back();
    m(i, K) = -forms[i].constant;
  }
  return m;
}

numeric::Matrix with_constant(const kit::Design& d) {
  if (!d.constant) return d.x;
  return numeric::join_columns(d.x, numeric::Matrix(d.x.rows, 1, 1.0));
}

Results named_model(const kit::Design& d) {
  const std::size_t K = d.x.cols + (d.constant ? 1 : 0);
  const kit::Coefficients zero =
      kit::coefficients(d, std::vector<double>(K, 0.0), numeric::Matrix(K, K), std::vector<std::uint8_t>(K, 0));
  Results out;
  out.matrix("b", kit::named_row(zero.b, "y1", zero.names));
  return out;
}

// With as many free slopes as clusters there is no joint test.
void post_fit(const numeric::LinearFit& fit, const kit::Coefficients& k, double free_slopes, Results& e) {
  const std::size_t K = k.b.size();
  std::vector<std::size_t> slopes;
  for (std::size_t j = 0; j < K; ++j)
    if (k.names[j] != "_cons") slopes.push_back(j);
  numeric::Wald model = numeric::wald_zero(slopes, k.b, k.V);
  if (!fit.N_clust.empty() && free_slopes >= fit.N_clust[0]) model.F = numeric::undefined;
  kit::post_scalars(e, {{"N", fit.N},
                        {"df_m", model.df},
                        {"df_r", fit.df_r},
                        {"F", model.F},
                        {"p", numeric::dist::Ftail(model.df, fit.df_r, model.F)},
                        {"rmse", fit.rmse},
                        {"rss", fit.rss},
                        {"ll", fit.ll},
                        {"rank", fit.rank}});
}

void act(const Args& a, runtime::Session& s) {
  const Context c = s.context();
  kit::Needed needed{a.y, a.vce.variables};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, a.weight, needed);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "ols", sample, c);
  const kit::Design design = kit::make_design(a.x, !a.no_constant, sample, c);
  const Results names = named_model(design);
  const std::vector<kit::LinearForm> forms = kit::constraint_forms(a.constraints, names, c);
  if (sample.size() + forms.size() < design.x.cols + (design.constant ? 1 : 0))
    throw Error(2001, "insufficient observations");
  std::vector<double> y = kit::term_values(a.y[0], sample, c);
  const std::vector<std::uint8_t> omitted = collinear_columns(a, design, y);
  const double left_out = static_cast<double>(std::count(omitted.begin(), omitted.end(), 1));
  const kit::ConstraintSolution solved = kit::solve_constraints(restrictions(forms, design, omitted));
  const numeric::LinearRestriction& solutions = solved.all;

  const numeric::Matrix X = with_constant(design);
  const std::vector<double> shift = numeric::multiply(X, solutions.fixed);
  for (std::size_t i = 0; i < y.size(); ++i) y[i] -= shift[i];
  const numeric::Matrix reduced = numeric::multiply(X, solutions.basis);
  numeric::LinearSpec spec;
  spec.y = y;
  spec.x = reduced;
  spec.constant = false;
  spec.weights = sample.weights;
  spec.weight_kind = sample.weight_kind;
  const numeric::LinearFit fit =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(spec, vce.spec(), p); });

  std::vector<double> b = numeric::multiply(solutions.basis, fit.b);
  for (std::size_t j = 0; j < b.size(); ++j) b[j] += solutions.fixed[j];
  const numeric::Matrix V = numeric::quadratic_form(solutions.basis, fit.V);
  const kit::Coefficients k = kit::coefficients(design, b, V, omitted);
  Results e = kit::begin_estimates("cnsreg", "Constrained linear regression", kit::depvar_name(a.y), c);
  post_fit(fit, k, fit.rank - (a.no_constant ? 0 : 1), e);
  kit::post_vce(vce, fit.N_clust, e);
  kit::post_weight(e, a.weight);
  kit::post_coefficients(e, k);
  e.scalar("k_autoCns", left_out).scalar("k_cns", static_cast<double>(solved.rank) - left_out);
  report::Document shown = kit::show_estimates(e, a, c);
  Output out = kit::estimation(std::move(e), sample, k, kit::level_or_default(a.level, c));
  out.document.blank();
  for (std::size_t i = 0; i < forms.size(); ++i)
    out.line(fmt::format(" ({:2d})  {}", i + 1, kit::restriction_text(forms[i], names)));
  out.document.append(std::move(shown));
  s.post(std::move(*out.e), out.sample);
  if (out.r) s.r() = std::move(*out.r);
  s.show(out.document);
}

}  // namespace

extern const Command cnsreg_command =
    define<Args>("cnsreg", "Constrained linear regression")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
        .vce(&Args::vce, {"ols", "robust", "cluster"})
        .text("Constraints", &Args::constraints, "numbers of the constraints, as in 1/3 5")
        .required("constraints")
        .flag("noConstant", &Args::no_constant, "no constant term")
        .flag("COLlinear", &Args::collinear, "keep collinear variables: constraints identify them")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(N)", "number of observations"},
                 {"e(df_m)", "model degrees of freedom"},
                 {"e(df_r)", "residual degrees of freedom"},
                 {"e(F)", "Wald test that all slopes are zero, given the constraints"},
                 {"e(p)", "its p-value"},
                 {"e(rmse)", "root mean squared error"},
                 {"e(rss)", "residual sum of squares"},
                 {"e(ll)", "log likelihood under normal errors"},
                 {"e(rank)", "rank of e(V)"},
                 {"e(k_cns)", "number of independent constraints"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"e(cmd)", "cnsreg"},
                 {"e(depvar)", "name of the dependent variable"},
                 {"e(vce)", "ols, robust or cluster"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Greene, W. H. (2018). Econometric Analysis, 8th ed., section 5.5.")
        .example("Equal slopes are the slope of the sum",
                 "sysuse auto\nconstraint 1 mpg = weight\ncnsreg price mpg weight, constraints(1)\n"
                 "scalar b = _b[mpg]\nscalar se = _se[weight]\ngenerate double sum = mpg + weight\n"
                 "quietly regress price sum",
                 "abs(b/_b[sum] - 1) < 1e-9 & abs(se/_se[sum] - 1) < 1e-9")
        .example("Slopes that sum to a number",
                 "sysuse auto\nconstraint 1 mpg + 2*weight = 5\n"
                 "cnsreg price mpg weight, constraints(1)",
                 "abs(_b[mpg] + 2*_b[weight] - 5) < 1e-9 & e(k_cns) == 1 & e(df_r) == 72")
        .example("Collinear regressors that a constraint tells apart",
                 "sysuse auto\ngenerate twice = 2*mpg\nconstraint 1 mpg = 1\n"
                 "cnsreg price mpg twice, constraints(1) collinear\nscalar b = _b[mpg] + 2*_b[twice]\n"
                 "quietly regress price mpg", "abs(b - _b[mpg]) < 1e-8")
        .example("A slope of 100 with robust standard errors",
                 "sysuse auto\nconstraint 1 mpg = 100\ncnsreg price mpg weight, constraints(1) vce(robust)\n"
                 "scalar se = _se[weight]\ngenerate double rest = price - 100*mpg\nquietly regress rest weight, robust",
                 "abs(se/_se[weight] - 1) < 1e-9")
        .acts(act);

}  // namespace nqp::commands::cnsreg_
