// xtpcse: least squares or Prais-Winsten with panel-corrected standard errors.
#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/long_panels.hpp"
#include "stdlib/kit/posting.hpp"

namespace nqp::commands::xtpcse_ {
namespace {

using namespace command;

struct Args : kit::LongPanelArgs {
  bool het_only = false, independent = false, pairwise = false, casewise = false, np1 = false;
};

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("xtpcse", a, c);
  if (a.het_only && a.independent) throw Error(198, "options hetonly and independent may not be combined");
  if (a.pairwise && a.casewise) throw Error(198, "options pairwise and casewise may not be combined");
  const kit::LongPanelData d = kit::long_panel_data(a, c);
  numeric::LongPanelSpec spec = d.spec(a);
  spec.errors = a.het_only      ? numeric::PanelErrors::heteroskedastic
                : a.independent ? numeric::PanelErrors::iid
                                : numeric::PanelErrors::correlated;
  spec.pairwise = a.pairwise;
  spec.weigh_rho = true;
  spec.weigh_by_rows = a.np1;
  const numeric::LongPanelFit fit = kit::fit_long_panel(numeric::panel_corrected, spec, c);
  const kit::Coefficients k = kit::long_panel_coefficients(d, fit);
  const bool ar = a.correlation != "independent";
  const std::string kind = a.het_only ? "het-corrected" : a.independent ? "independent" : "panel-corrected";
  Results e = kit::begin_estimates(
      "xtpcse", (ar ? "Prais-Winsten regression, " : "Linear regression, ") + kind + " standard errors",
      kit::depvar_name(a.y), c);
  kit::post_long_panel(d, a, fit, spec.errors, e);
  e.scalar("r2", kit::stored(1 - fit.rss / fit.tss));
  e.macro("vcetype", a.het_only ? "Het-corr." : a.independent ? "" : "PCSE").macro("vce", "pcse");
  e.macro("missmeth", a.pairwise ? "pairwise" : "casewise");
  kit::post_coefficients(e, k);
  const std::vector<std::string> lines = {"Group variable: " + d.panel, "Time variable:  " + d.time,
                                          "Panels:         " + e.macro_or("vt"),
                                          "Autocorrelation: " + e.macro_or("corr")};
  return kit::long_panel_report(std::move(e), d, a, k, lines, c);
}

}  // namespace

extern const Command xtpcse_command =
    define<Args>("xtpcse", "Least squares or Prais-Winsten with panel-corrected standard errors")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .choice("Correlation", &Args::correlation, {"independent", "ar1", "psar1"},
                "errors within panels: independent, one AR(1), an AR(1) for each panel")
        .choice("RHOtype", &Args::rho, {"regress", "freg", "tscorr", "dw", "theil", "nagar"},
                "how autocorrelation is computed")
        .flag("HETonly", &Args::het_only, "errors not correlated across panels")
        .flag("Independent", &Args::independent, "errors with one variance, not correlated")
        .flag("Pairwise", &Args::pairwise, "covariances from all periods that two panels share")
        .flag("CAsewise", &Args::casewise, "covariances from the periods that all panels share (default)")
        .flag("nmk", &Args::nmk, "divide variances by N - k instead of N")
        .flag("np1", &Args::np1, "a common autocorrelation weighs panels by T_i instead of T_i - 1")
        .flag("force", &Args::force, "take rows as consecutive where time has gaps")
        .flag("noCONStant", &Args::no_constant, "no constant term")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .flag("noHEader", &Args::no_header, "leave out what stands above the coefficients")
        .flag("NOTable", &Args::no_table, "leave out the coefficients")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .stores({{"e(N)", "number of observations"},
                 {"e(N_g)", "number of panels"},
                 {"e(N_t)", "number of periods"},
                 {"e(g_min)", "smallest panel"},
                 {"e(g_avg)", "average panel size"},
                 {"e(g_max)", "largest panel"},
                 {"e(chi2)", "Wald test of the slopes"},
                 {"e(p)", "its p-value"},
                 {"e(df_m)", "slopes"},
                 {"e(r2)", "R-squared; of the transformed regression with autocorrelation"},
                 {"e(n_cf)", "estimated coefficients"},
                 {"e(n_cv)", "estimated covariances"},
                 {"e(n_cr)", "estimated autocorrelations"},
                 {"e(rho)", "common autocorrelation"},
                 {"e(missmeth)", "casewise or pairwise"},
                 {"e(Sigma)", "covariances of the errors across panels"},
                 {"e(rhomat)", "autocorrelation of every panel"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Beck, N. and Katz, J. N. (1995). American Political Science Review 89, 634-647.")
        .example("Panel-corrected errors around the estimates of least squares",
                 "clear\nset obs 60\nset seed 3\ngenerate id = ceil(_n/20)\ngenerate t = mod(_n - 1, 20)\nxtset id t\n"
                 "generate x = rnormal()\ngenerate y = 1 + x + rnormal()\nregress y x\nscalar b = _b[x]\n"
                 "xtpcse y x",
                 "abs(_b[x] - b) < 1e-9 & e(n_cv) == 6")
        .example("Independent errors: the variance of least squares divided by N",
                 "clear\nset obs 60\nset seed 3\ngenerate id = ceil(_n/20)\ngenerate t = mod(_n - 1, 20)\nxtset id t\n"
                 "generate x = rnormal()\ngenerate y = 1 + x + rnormal()\nregress y x\nscalar s = _se[x]*sqrt(58/60)\n"
                 "xtpcse y x, independent",
                 "abs(_se[x] - s) < 1e-9")
        .example("One AR(1)",
                 "clear\nset obs 60\nset seed 3\ngenerate id = ceil(_n/20)\ngenerate t = mod(_n - 1, 20)\nxtset id t\n"
                 "generate x = rnormal()\ngenerate y = 1 + x + rnormal()\nxtpcse y x, correlation(ar1) hetonly",
                 "e(n_cr) == 1 & el(e(rhomat),1,1) == e(rho)")
        .runs(run);

}  // namespace nqp::commands::xtpcse_
