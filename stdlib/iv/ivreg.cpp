// ivreg: two-stage least squares as written before ivregress; t and F statistics.
#include "interpreter/command/definition.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/iv_report.hpp"
#include "stdlib/kit/iv_vce.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/iv/fit_iv.hpp"

namespace nqp::commands::ivreg_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  std::string body;
  Sample sample;
  Weight weight;
  Vce vce;
  bool no_constant = false, first = false;
};

Output run(const Args& a, const Context& c) {
  if (a.body.empty()) return kit::replay("ivreg", a, c);
  const kit::InstrumentedEquation equation = kit::parse_instrumented(a.body, c);
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, a.weight, {equation.all(), a.vce.variables});
  kit::InstrumentedColumns columns = kit::make_columns(equation, !a.no_constant, sample, c);
  kit::keep_independent(columns, sample, c);
  kit::IvVceRequest request;
  request.robust = a.vce.kind == "robust";
  request.clusters = a.vce.variables;
  const kit::IvVceChoice vce = kit::choose_iv_vce(request, columns, sample, c);
  numeric::IvSpec spec;
  spec.data = columns.data(sample);
  spec.vce = spec.weighting = vce.vce;
  spec.small = true;
  const numeric::IvFit fit = kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_iv(spec, p); });

  const kit::Coefficients k = kit::instrumented_coefficients(columns, fit.b, fit.V);
  const std::string title = "Instrumental variables (2SLS) regression";
  Results e = kit::begin_estimates("ivreg", title, kit::depvar_name(equation.y), c);
  const double r2 = a.no_constant ? fit.r2_uncentred : fit.r2_centred;
  const double free = fit.N - (a.no_constant ? 0 : 1);
  kit::post_scalars(e, {{"N", fit.N}, {"df_m", fit.df_m}, {"df_r", fit.df_r}, {"F", fit.F}, {"rss", fit.rss},
                        {"mss", (a.no_constant ? fit.yy : fit.yyc) - fit.rss}, {"rmse", fit.rmse}, {"r2", r2},
                        {"r2_a", 1 - (1 - r2) * free / (fit.N - fit.K)}, {"rank", fit.K}});
  e.macro("vce", !vce.clusters.empty() ? "cluster" : vce.vce.robust ? "robust" : "unadjusted");
  if (vce.vce.robust || !vce.clusters.empty()) e.macro("vcetype", "Robust");
  if (!vce.clusters.empty())
    e.macro("clustvar", text::joined(vce.clusters)).scalar("N_clust", fit.N_clust.front());
  std::vector<std::string> all = columns.x2_names;
  all.insert(all.end(), columns.z1_names.begin(), columns.z1_names.end());
  e.macro("instd", text::joined(columns.x1_names)).macro("insts", text::joined(all));
  kit::post_weight(e, a.weight);
  kit::post_coefficients(e, k);
  const double level = kit::level_or_default(a.level, c);
  report::Document table;
  if (a.first) table.append(kit::first_stage_tables(kit::first_stage_regressions(columns, spec, c), level, c));
  table.append(kit::show_estimates(e, a, c));
  table.append(kit::instrument_lists(e));
  Output out = kit::estimation(std::move(e), sample, k, level);
  out.document.append(std::move(table));
  return out;
}

}  // namespace

extern const Command ivreg_command = kit::loose_body(
    define<Args>("ivreg", "Two-stage least squares; ivregress 2sls, small by its former name")
        .anything(&Args::body)
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
        .vce(&Args::vce, {"unadjusted", "robust", "cluster"})
        .flag("noCONstant", &Args::no_constant, "no constant term")
        .flag("first", &Args::first, "show the first-stage regressions")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(N)", "number of observations"},
                 {"e(df_m)", "slopes"},
                 {"e(df_r)", "residual degrees of freedom"},
                 {"e(F)", "F test of the slopes"},
                 {"e(r2)", "R-squared; may be negative"},
                 {"e(rmse)", "root mean squared error"},
                 {"e(instd)", "endogenous variables"},
                 {"e(insts)", "all instruments"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"}})
        .changes(Effect::estimates | Effect::results)
        .remark("ivregress 2sls, small gives the same numbers; estat works after that command only.")
        .example("The same as ivregress 2sls, small",
                 "clear\nset obs 20\ngenerate z = mod(_n, 5)\ngenerate x = 2*z + mod(_n, 3)\n"
                 "generate y = x + mod(_n, 7)\nquietly ivregress 2sls y (x = z), small\nscalar s = _se[x]\n"
                 "ivreg y (x = z)",
                 "_se[x] == s & e(df_r) == 18")
        .example("Robust",
                 "clear\nset obs 20\ngenerate z = mod(_n, 5)\ngenerate x = 2*z + mod(_n, 3)\n"
                 "generate y = x + mod(_n, 7)\nquietly ivregress 2sls y (x = z), small vce(robust)\nscalar s = _se[x]\n"
                 "ivreg y (x = z), robust",
                 "_se[x] == s")
        .runs(run));

}  // namespace nqp::commands::ivreg_
