// qreg: linear quantile regression.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/instruments.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/quantile/quantile_regression.hpp"

namespace nqp::commands::qreg_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  Weight weight;
  double quantile = 0.5;
  Vce vce;
  bool no_log = false;
  int iterations = 0, weighted_steps = 0;
};

// quantile(25) means .25.
double share_of(double quantile) {
  const double share = quantile >= 1 ? quantile / 100 : quantile;
  if (!(share > 0 && share < 1))
    throw Error(198, "quantile() must lie between 0 and 1, or between 1 and 100 percent");
  return share;
}

struct Density {
  numeric::QuantileBandwidth rule = numeric::QuantileBandwidth::hall_sheather;
  std::string name = "hsheather";
};

// vce(iid, bofinger): how wide the fits lie apart that tell the density. Error 198.
Density density_of(const Vce& vce) {
  using numeric::QuantileBandwidth;
  Density out;
  const std::size_t comma = vce.text.find(',');
  if (comma == std::string::npos) return out;
  std::string_view rest = std::string_view(vce.text).substr(comma + 1);
  for (std::string word = kit::take_word(rest); !word.empty(); word = kit::take_word(rest)) {
    const std::string rule = kit::lower(word);
    if (kit::abbreviates(rule, "HSheather")) out = {};
    else if (kit::abbreviates(rule, "BOFinger")) out = {QuantileBandwidth::bofinger, "bofinger"};
    else if (kit::abbreviates(rule, "CHamberlain")) out = {QuantileBandwidth::chamberlain, "chamberlain"};
    else if (!kit::abbreviates(rule, "FITted"))
      throw Error(198, "vce(" + vce.kind + ", " + word + ") not allowed", std::nullopt,
                  {"hsheather, bofinger or chamberlain; densities come from fitted, not from residual or kernel()"});
  }
  return out;
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("qreg", a, c);
  kit::InstrumentedEquation equation;
  equation.y = a.y;
  equation.exogenous = a.x;
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, a.weight, {equation.all(), {}});
  kit::InstrumentedColumns columns = kit::make_columns(equation, true, sample, c);
  kit::keep_independent(columns, sample, c);
  numeric::QuantileSpec spec;
  spec.y = columns.y;
  spec.x = columns.x2;
  const numeric::Weights weights = kit::compute(c, [&](numeric::Progress&) {
    return numeric::normalise_weights(sample.weights, sample.weight_kind, sample.size());
  });
  spec.weights = weights.values;
  spec.observations = weights.n;
  spec.quantile = share_of(a.quantile);
  const bool robust = a.vce.kind == "robust" || a.weight.kind == WeightKind::pweight;
  const Density density = density_of(a.vce);
  const numeric::QuantileFit fit = kit::compute(c, [&](numeric::Progress& p) {
    return numeric::fit_quantile(spec, robust ? numeric::QuantileVce::robust : numeric::QuantileVce::iid, density.rule,
                                 p);
  });
  if (fit.N <= fit.rank) throw Error(2001, "insufficient observations");

  const kit::Coefficients k = kit::instrumented_coefficients(columns, fit.point.b, fit.V);
  const bool median = spec.quantile == 0.5;
  const std::string title = median ? "Median regression" : kit::number_text(spec.quantile) + " Quantile regression";
  Results e = kit::begin_estimates("qreg", title, kit::depvar_name(a.y), c);
  kit::post_scalars(e, {{"N", fit.N}, {"df_m", fit.rank - 1}, {"df_r", fit.N - fit.rank}, {"q", spec.quantile},
                        {"q_v", fit.raw_quantile}, {"sum_adev", fit.point.objective},
                        {"sum_rdev", fit.raw_deviation}, {"f_r", 1 / fit.sparsity}, {"sparsity", fit.sparsity},
                        {"bwidth", fit.bandwidth}, {"rank", fit.rank}, {"convcode", fit.point.converged ? 0 : 1}});
  e.scalar("r2_p", kit::stored(1 - fit.point.objective / fit.raw_deviation));
  e.macro("vce", robust ? "robust" : "iid").macro("bwmethod", density.name).macro("denmethod", "fitted");
  if (robust) e.macro("vcetype", "Robust");
  kit::post_weight(e, a.weight);
  kit::post_coefficients(e, k);
  report::Document table;
  table.line("Raw sum of deviations " + kit::number_text(fit.raw_deviation) + " (about " +
             kit::number_text(fit.raw_quantile) + ")");
  table.line("Min sum of deviations " + kit::number_text(fit.point.objective));
  table.append(kit::show_estimates(e, a, c));
  Output out = kit::estimation(std::move(e), sample, k, kit::level_or_default(a.level, c));
  kit::require_convergence(fit.point.converged, out);
  out.document.append(std::move(table));
  return out;
}

}  // namespace

extern const Command qreg_command =
    define<Args>("qreg", "Quantile regression")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
        .number("Quantile", &Args::quantile, 0, 100, "quantile: a share, or percent from 1 on; the median by default")
        .vce(&Args::vce, {"iid", "robust"})
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .flag("noLOg", &Args::no_log, "accepted: there is no log")
        .integer("ITERate", &Args::iterations, 1, 16000, "accepted: the vertex is found in any case")
        .integer("WLSiter", &Args::weighted_steps, 1, 16000, "accepted: least squares is the start")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .stores({{"e(N)", "number of observations"},
                 {"e(df_m)", "slopes"},
                 {"e(df_r)", "residual degrees of freedom"},
                 {"e(q)", "quantile"},
                 {"e(q_v)", "quantile of the dependent variable"},
                 {"e(sum_adev)", "sum of weighted absolute deviations, minimised"},
                 {"e(sum_rdev)", "the same about the raw quantile"},
                 {"e(r2_p)", "pseudo R-squared"},
                 {"e(sparsity)", "inverse density of the residuals"},
                 {"e(f_r)", "density of the residuals"},
                 {"e(bwidth)", "bandwidth of the density, a share"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Koenker, R. and Bassett, G. (1978). Econometrica 46, 33-50.")
        .reference("Koenker, R. and d'Orey, V. (1987). Applied Statistics 36, 383-393.")
        .reference("Hall, P. and Sheather, S. J. (1988). Journal of the Royal Statistical Society B 50, 381-391.")
        .remark("Where several planes minimise the deviations, as with a dummy variable of an even group, the vertex "
                "found may be another than elsewhere.")
        .remark("Standard errors take the density from the fits at q ± bandwidth; vce(robust) row by row. "
                "vce(iid, bofinger) and vce(robust, chamberlain) take another bandwidth than Hall and Sheather's.")
        .example("The median of one variable", "clear\nset obs 11\ngenerate y = (_n)^2\nqreg y", "_b[_cons] == 36")
        .example("The automobiles of the Stata manual: coefficient, standard error and minimum as printed there",
                 "sysuse auto\nqreg price weight length foreign",
                 "abs(_b[weight] - 3.933588) < 1e-5 & abs(_se[foreign] - 885.4198) < 1e-3 & "
                 "abs(e(sum_adev) - 54411.29) < .01")
        .example("The lower quartile",
                 "sysuse auto\nqreg price weight, quantile(.25)\npredict double r, residuals\ncount if r < 0",
                 "r(N) <= 18 & e(q) == .25")
        .runs(run);

}  // namespace nqp::commands::qreg_
