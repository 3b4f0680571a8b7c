// xtgls: generalised least squares for long panels.
#include <cmath>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/long_panels.hpp"
#include "stdlib/kit/posting.hpp"

namespace nqp::commands::xtgls_ {
namespace {

using namespace command;

struct Args : kit::LongPanelArgs {
  std::string panels = "iid";
  bool iterate = false, no_log = false;
  double tolerance = 1e-7;
  int iterations = 16000;
};

numeric::PanelErrors errors_of(const std::string& word) {
  if (word[0] == 'h') return numeric::PanelErrors::heteroskedastic;
  return word[0] == 'c' ? numeric::PanelErrors::correlated : numeric::PanelErrors::iid;
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("xtgls", a, c);
  const kit::LongPanelData d = kit::long_panel_data(a, c);
  numeric::LongPanelSpec spec = d.spec(a);
  spec.errors = errors_of(a.panels);
  spec.iterations = a.iterate ? a.iterations : 1;
  spec.tolerance = a.tolerance;
  const numeric::LongPanelFit fit = kit::fit_long_panel(numeric::panel_gls, spec, c);
  const kit::Coefficients k = kit::long_panel_coefficients(d, fit);
  Results e = kit::begin_estimates("xtgls", "Cross-sectional time-series FGLS regression", kit::depvar_name(a.y), c);
  kit::post_long_panel(d, a, fit, spec.errors, e);
  const bool likelihood = std::isfinite(fit.ll) && (a.iterate || spec.errors == numeric::PanelErrors::iid);
  if (likelihood) e.scalar("ll", fit.ll);
  e.scalar("ic", fit.iterations).scalar("converged", fit.converged ? 1 : 0);
  e.macro("coefftype", a.iterate ? "iterated generalized least squares" : "generalized least squares");
  kit::post_coefficients(e, k);
  const std::vector<std::string> lines = {"Coefficients:  " + e.macro_or("coefftype"),
                                          "Panels:        " + e.macro_or("vt"),
                                          "Correlation:   " + e.macro_or("corr")};
  return kit::long_panel_report(std::move(e), d, a, k, lines, c);
}

}  // namespace

extern const Command xtgls_command =
    define<Args>("xtgls", "Generalised least squares for panels with heteroskedastic, correlated or AR(1) errors")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .choice("Panels", &Args::panels, {"iid", "heteroskedastic", "correlated"}, "errors across panels")
        .choice("Corr", &Args::correlation, {"independent", "ar1", "psar1"},
                "errors within panels: independent, one AR(1), an AR(1) for each panel")
        .choice("RHOtype", &Args::rho, {"regress", "freg", "tscorr", "dw", "theil", "nagar"},
                "how autocorrelation is computed")
        .flag("igls", &Args::iterate, "iterate until coefficients do not change")
        .flag("nmk", &Args::nmk, "divide variances by N - k instead of N")
        .flag("force", &Args::force, "take rows as consecutive where time has gaps")
        .flag("noCONStant", &Args::no_constant, "no constant term")
        .number("TOLerance", &Args::tolerance, 0, 1, "relative change that ends igls (1e-7)")
        .integer("ITERate", &Args::iterations, 1, 16000, "most iterations of igls")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .flag("noLOg", &Args::no_log, "accepted: there is no iteration log")
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
                 {"e(ll)", "log likelihood (igls or panels(iid), without autocorrelation)"},
                 {"e(n_cf)", "estimated coefficients"},
                 {"e(n_cv)", "estimated covariances"},
                 {"e(n_cr)", "estimated autocorrelations"},
                 {"e(rho)", "common autocorrelation"},
                 {"e(ic)", "iterations"},
                 {"e(vt)", "errors across panels, in words"},
                 {"e(corr)", "errors within panels, in words"},
                 {"e(Sigma)", "covariances of the errors across panels"},
                 {"e(rhomat)", "autocorrelation of every panel"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Parks, R. W. (1967). Journal of the American Statistical Association 62, 500-509.")
        .reference("Greene, W. H. (2018). Econometric Analysis, 8th ed., section 11.6.")
        .remark(
            "The common autocorrelation is the plain mean over panels. Standard errors are too small when panels "
            "are many and periods few: see xtpcse.")
        .example("Equal variances are least squares with variances divided by N",
                 "clear\nset obs 40\nset seed 2\ngenerate id = ceil(_n/10)\ngenerate t = mod(_n - 1, 10)\nxtset id t\n"
                 "generate x = rnormal()\ngenerate y = 1 + x + rnormal()\nregress y x\nscalar b = _b[x]\n"
                 "scalar s = _se[x]*sqrt(38/40)\nxtgls y x",
                 "abs(_b[x] - b) < 1e-9 & abs(_se[x] - s) < 1e-9")
        .example("Correlated across panels, autocorrelated within",
                 "clear\nset obs 60\nset seed 3\ngenerate id = ceil(_n/20)\ngenerate t = mod(_n - 1, 20)\nxtset id t\n"
                 "generate x = rnormal()\ngenerate y = 1 + x + rnormal()\nxtgls y x, panels(correlated) corr(ar1)",
                 "e(n_cv) == 6 & e(n_cr) == 1 & abs(e(rho)) < 1")
        .runs(run);

}  // namespace nqp::commands::xtgls_
