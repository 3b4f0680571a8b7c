// rreg: robust regression, outliers weighted down.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/linear/robust_regression.hpp"

namespace nqp::commands::rreg_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  double tune = 7, tolerance = 0.01;
  int iterations = 16000;
  NewVariable weights;
  bool no_log = false, log = false;
};

data::Frame with_weights(const Args& a, const numeric::RobustFit& fit, const kit::EstimationSample& s,
                         const Context& c) {
  std::vector<double> column(c.frame.rows, data::missing);
  for (std::size_t i = 0; i < s.size(); ++i)
    if (fit.used[i]) column[s.rows[i]] = fit.weights[i];
  data::Variable v;
  v.name = a.weights.name;
  v.column = data::make_numeric(data::Storage::double_, column);
  v.format = data::default_format(v.column->type());
  v.label = "Robust regression weight";
  data::Frame f = c.frame;
  f.add(std::move(v));
  return f;
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("rreg", a, c);
  if (!a.weights.name.empty()) kit::check_new_name(c, a.weights.name);
  Terms terms = a.y;
  terms.insert(terms.end(), a.x.begin(), a.x.end());
  kit::EstimationSample sample = kit::mark_sample(c, a.sample, {}, {terms, {}});
  const kit::Design design = kit::make_design(a.x, true, sample, c);
  const std::vector<double> y = kit::term_values(a.y[0], sample, c);
  numeric::RobustSpec spec;
  spec.y = y;
  spec.x = design.x;
  spec.tuning = a.tune;
  spec.tolerance = a.tolerance;
  spec.iterations = a.iterations;
  const numeric::RobustFit robust = kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_robust(spec, p); });
  const numeric::LinearFit& fit = robust.fit;

  Output out;
  if (!a.weights.name.empty()) out.frame = with_weights(a, robust, sample, c);
  kit::restrict_sample(sample, robust.used);
  const kit::Coefficients k = kit::coefficients(design, fit.b, fit.V, fit.omitted);
  Results e = kit::begin_estimates("rreg", "Robust regression", kit::depvar_name(a.y), c);
  kit::post_scalars(e, {{"N", fit.N}, {"df_m", fit.df_m}, {"df_r", fit.df_r}, {"F", fit.F}, {"rank", fit.rank},
                        {"ic", static_cast<double>(robust.changes.size())},
                        {"converged", robust.converged ? 1.0 : 0.0}});
  e.macro("model", "rreg");
  if (!a.weights.name.empty()) e.macro("genwt", a.weights.name);
  kit::post_coefficients(e, k);
  report::Document table = kit::show_estimates(e, a, c);
  Output filed = kit::estimation(std::move(e), sample, k, kit::level_or_default(a.level, c));
  filed.frame = std::move(out.frame);
  if (!a.no_log) filed.document.blank();
  for (std::size_t i = 0; !a.no_log && i < robust.changes.size(); ++i)
    filed.line(fmt::format("{:>8} iteration {}:  maximum difference in weights = {}",
                           i < robust.huber ? "Huber" : "Biweight", i + 1,
                           text::trimmed(text::format_number(robust.changes[i], "%10.0g"))));
  filed.document.append(std::move(table));
  kit::require_convergence(robust.converged, filed);
  return filed;
}

}  // namespace

extern const Command rreg_command =
    define<Args>("rreg", "Robust regression: outliers weighted down")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .number("TUne", &Args::tune, 0.1, 1000, "where the biweight vanishes, in median deviations; 7")
        .number("TOLerance", &Args::tolerance, 1e-15, 1, "largest change of a weight at the end; .01")
        .integer("ITERate", &Args::iterations, 1, 16000, "most iterations")
        .new_variable("GENwt", &Args::weights, "new variable with the last weights")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .flag("noLOg", &Args::no_log, "leave out the iteration log")
        .flag("LOg", &Args::log, "show the iteration log (default)")
        .flag("noHEader", &Args::no_header, "leave out what stands above the coefficients")
        .flag("NOTable", &Args::no_table, "leave out the coefficients")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .stores({{"e(N)", "number of observations, without those of a Cook's distance above 1"},
                 {"e(df_m)", "slopes"},
                 {"e(df_r)", "residual degrees of freedom"},
                 {"e(F)", "test of all slopes"},
                 {"e(rank)", "rank of e(V)"},
                 {"e(ic)", "iterations"},
                 {"e(converged)", "1 when converged"},
                 {"e(genwt)", "variable with the weights"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"e(depvar)", "name of the dependent variable"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results | Effect::data)
        .reference("Hamilton, L. C. (1991). How robust is robust regression? Stata Technical Bulletin 2, 21-26.")
        .reference("Street, J. O., Carroll, R. J. and Ruppert, D. (1988). American Statistician 42, 152-154.")
        .remark("Rows with a Cook's distance above 1 leave; then Huber weights, then biweights. R-squared is not "
                "stored: it would be that of the pseudovalues.")
        .example("An outlier hardly counts",
                 "clear\nset obs 20\ngenerate x = _n\ngenerate y = 2*x + mod(_n, 3)\nreplace y = 500 in 10\n"
                 "rreg y x, genwt(w)",
                 "abs(_b[x] - 2) < .05 & w[10] == 0 & w[1] > .5")
        .example("The automobiles: standard errors from pseudovalues", "sysuse auto\nrreg mpg weight foreign",
                 "abs(_b[weight] + .0063976) < 5e-8 & abs(_se[foreign] - .627964) < 5e-7")
        .runs(run);

}  // namespace nqp::commands::rreg_
