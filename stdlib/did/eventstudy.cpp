// eventstudy: effects by time since treatment, two-way fixed effects or a robust estimator.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/cell_effects.hpp"
#include "stdlib/kit/did_declaration.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/group_time.hpp"
#include "stdlib/kit/imputed_effects.hpp"
#include "stdlib/kit/saved_effects.hpp"

namespace nqp::commands::eventstudy_ {
namespace {

using namespace command;

struct Args : kit::DidArgs {
  std::string base = "-1", estimator = "twfe", stub, pretest, saving;
  std::vector<double> window;
  double start = -0.5;
  bool bin = false, trim = false, drop = false, drop_base = false;
};

double base_of(const Args& a) {
  if (a.base == "first") return 0;
  try {
    return std::stod(a.base);
  } catch (const std::exception&) {
    throw Error(198, "base(" + a.base + ") is not a relative time", std::nullopt, {"base(-1), base(0) or base(first)"});
  }
}

// What cs and bjs would leave aside.
void check_robust(const Args& a) {
  const auto refuse = [&](const std::string& option, const std::string& note) {
    throw Error(198, option + " does not go with estimator(" + a.estimator + ")", std::nullopt, {note});
  };
  if (a.estimator == "cs" && !a.absorb.empty()) refuse("absorb()", "estimator(sa) and (bjs) take more effects");
  if (a.vce.kind == "robust" || a.vce.kind == "unadjusted")
    refuse("vce(" + a.vce.kind + ")", "its errors are clustered, by unit unless vce(cluster …) says else");
  if (a.base != "-1") refuse("base(" + a.base + ")", "effects are differences to the last period before treatment");
}

Output by_estimator(const Args& a, const Context& c) {
  if (a.estimator != "sa") check_robust(a);
  if (a.estimator == "cs") {
    kit::GroupTimeRequest q;
    q.data = a.request(), q.cmd = "eventstudy", q.agg = "event", q.window = a.window;
    q.as_in_r = true, q.universal = true;
    return kit::estimate_group_time(q, c);
  }
  if (a.estimator == "bjs") {
    kit::ImputationRequest q;
    q.data = a.request(), q.cmd = "eventstudy", q.agg = "event";
    q.autosample = true, q.min_effective = 0;
    q.effects = a.listed_effects(c.frame);
    if (!a.window.empty() && a.window[0] < -1) q.pretrends = static_cast<int>(-a.window[0]);
    if (a.window.size() > 1) q.last_horizon = a.window[1];
    return kit::estimate_imputation(q, c);
  }
  if (a.base == "first") throw Error(198, "base(first) goes with estimator(twfe)");
  kit::CellRequest q;
  q.data = a.request(), q.cmd = "eventstudy", q.absorb = a.absorb, q.vce = a.vce, q.base = base_of(a);
  q.window = a.window;
  return kit::estimate_cells(q, c);
}

Output estimate(const Args& a, const Context& c) {
  kit::check_window(a.window);
  if (a.estimator != "twfe") {
    if (!a.pretest.empty() && a.pretest != "all")
      throw Error(198, "pretest() with a list goes with estimator(twfe)", std::nullopt,
                  {"test _b[Tm2] _b[Tm3] tests single periods after any estimator"});
    if (a.trim || a.drop || a.drop_base || !a.stub.empty())
      throw Error(198, "trimtails, drop, dropbaserows and generate() go with estimator(twfe)");
    return by_estimator(a, c);
  }
  kit::EventRequest q;
  q.data = a.request();
  q.absorb = a.absorb, q.vce = a.vce;
  q.base = base_of(a), q.base_first = a.base == "first";
  q.window = a.window, q.stub = a.stub, q.drop_base_rows = a.drop_base;
  if (a.drop_base && a.base == "first") throw Error(198, "dropbaserows needs a number in base()");
  if (!a.pretest.empty() && a.pretest != "all") q.tested = grammar::parse_numlist(a.pretest);
  using Outside = kit::EventRequest::Outside;
  q.outside = a.trim ? Outside::drop_rows : a.drop ? Outside::no_dummy : Outside::bin;
  return kit::estimate_event_study(q, c);
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) {
    Output again = kit::replay("eventstudy", a, c);
    again.document = kit::show_event_study(c.e->results, a, c);
    return again;
  }
  if (int(a.bin) + int(a.trim) + int(a.drop) > 1) throw Error(184, "only one of bin, trimtails and drop is allowed");
  Output out = estimate(a, c);
  if (out.e && a.estimator == "cs") out.e->results.scalar("base", -1);
  if (out.e && !a.window.empty())
    out.e->results.macro("window", text::macro_number(a.window[0]) + " " + text::macro_number(a.window[1]));
  const double level = a.level > 0 ? a.level : c.settings.level;
  kit::save_effects(out, a.saving, level, c);
  if (!a.no_graph) kit::add_effect_figure(out, a.graph_options, level, c, a.start);
  return out;
}

constexpr const char* panel =
    "clear\nset obs 60\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\nxtset id t\n"
    "generate g = cond(id <= 3, 4, cond(id <= 6, 5, .))\ngenerate y = id + t + 2*(t >= g) + mod(7*_n, 5)/10\n";

Command command() {
  auto d = define<Args>("eventstudy", "Effects by time since treatment, with a joint test of the periods before");
  kit::figure_wish(d, true);
  return kit::did_declaration(d)
      .text("BAse", &Args::base, "relative time of reference: -1, 0, first")
      .numbers("WINdow", &Args::window, "first and last relative time")
      .flag("bin", &Args::bin, "the ends of the window collect what lies beyond (default)")
      .flag("trimtails", &Args::trim, "rows of treated units outside of the window leave")
      .flag("drop", &Args::drop, "rows outside of the window have no dummy")
      .flag("dropbaserows", &Args::drop_base, "rows of the base period leave, instead of their dummy")
      .choice("ESTimator", &Args::estimator, {"twfe", "sa", "cs", "bjs"}, "estimator")
      .text("PREtest", &Args::pretest, "relative times of the joint test: a list, or all (default) before but the base")
      .number("VLINE", &Args::start, -1e9, 1e9, "where the dashed line of the figure stands; default -0.5")
      .text("SAving", &Args::saving, "file of the effects, .dta or .csv: rel b se lb ub n_treated label t p; , replace")
      .text("GENerate", &Args::stub, "new dummies stub_m5 … stub_p3")
      .stores({{"e(event)", "rel b se lb ub n_treated, the base included"},
               {"e(pre_F)", "joint test that effects before treatment are 0"},
               {"e(pre_df)", "its degrees of freedom"},
               {"e(pre_p)", "its p-value"},
               {"e(base)", "relative time of reference"},
               {"e(window)", "the window"},
               {"e(df_r)", "residual degrees of freedom"},
               {"e(N)", "observations"},
               {"e(N_clust)", "clusters"},
               {"e(N_units)", "units"},
               {"e(b)", "effects Tm2 … Tp0 …, then covariates"},
               {"e(V)", "variances and covariances"},
               {"r(table)", "coefficients, standard errors, tests and intervals"}})
      .changes(Effect::estimates | Effect::results | Effect::data | Effect::files)
      .reference("Sun, L. and Abraham, S. (2021). Journal of Econometrics 225, 175-199.")
      .reference("Freyaldenhoven, S., Hansen, C., Perez Perez, J. and Shapiro, J. (2021). Visualization, "
                 "identification, and estimation in the linear panel event-study design.")
      .remark("Errors are clustered by unit unless vce() says otherwise; intervals use t.")
      .remark("Never-treated units have no dummy and belong to the reference. Without them a second lead is omitted.")
      .remark("Two-way fixed effects mix cohorts when effects differ; estimator(sa), (cs) and (bjs) do not.")
      .example("Leads and lags", std::string(panel) + "eventstudy y, gvar(g) window(-3 1)",
               "rowsof(e(event)) == 5 & el(e(event), 3, 2) == 0 & e(pre_df) == 2 & abs(_b[Tp0] - 2) < .3")
      .remark("window() with estimator(sa) collects what lies beyond in its ends, before cohorts are averaged; with cs "
              "and bjs it chooses what is reported.")
      .remark("The figure has the effects with their intervals, a line at zero and a dashed one before treatment; "
                "graph(…) takes options of twoway: graph(title(\"…\") xtitle(\"…\") saving(f)).")
      .example("The figure as a file",
               std::string(panel) + "eventstudy y, gvar(g) graph(title(\"Event study\") name(es))\n"
                                    "graph export nqp_example_es.svg, name(es) replace\nerase nqp_example_es.svg",
               "e(N) == 60")
      .example("Sun and Abraham's weights", std::string(panel) + "eventstudy y, gvar(g) estimator(sa)",
               "abs(_b[Tp0] - 2) < .3 & e(base) == -1")
      .runs(run);
}

}  // namespace

extern const Command eventstudy_command = command();

}  // namespace nqp::commands::eventstudy_
