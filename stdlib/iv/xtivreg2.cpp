// xtivreg2: instrumental variables for panels, fixed effects or first differences, with the tests of ivreg2.
#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/kit/differenced.hpp"
#include "stdlib/kit/iv_estimation.hpp"
#include "stdlib/kit/loose_body.hpp"

namespace nqp::commands::xtivreg2_ {
namespace {

using namespace command;

Named<double> panel_sizes(const std::vector<double>& rows) {
  double panels = 0, total = 0, low = 1e300, high = 0;
  for (const double n : rows) {
    if (n == 0) continue;
    ++panels;
    total += n;
    low = std::min(low, n);
    high = std::max(high, n);
  }
  return {{"N_g", panels}, {"g_min", low}, {"g_max", high}, {"g_avg", total / panels}};
}

std::vector<double> rows_of_panels(const kit::GroupCodes& groups) {
  std::vector<double> rows(groups.count, 0.0);
  for (const std::int32_t g : groups.codes) rows[static_cast<std::size_t>(g)] += 1;
  return rows;
}

Output run(const kit::IvArgs& a, const Context& c) {
  if (a.body.empty()) return kit::replay("xtivreg2", a, c);
  if (a.fixed_effects == a.first_differences)
    throw Error(198, "xtivreg2 needs one of the options fe and fd");
  const std::string panel = kit::declared_panel(c.frame, a.panel);
  kit::InstrumentedEquation equation = kit::parse_instrumented(a.body, c);
  if (a.first_differences) equation = kit::differenced(equation, c);
  kit::AbsorbRequest request;
  request.terms.push_back({panel, {}, true, {}});
  kit::EstimationSample sample;
  kit::InstrumentedColumns columns;
  kit::TakenOut taken;
  std::vector<double> panel_rows;
  double singletons = 0;
  std::optional<kit::StreamedIv> streamed;
  if (a.fixed_effects && a.weight.kind == WeightKind::none && kit::needs_no_rows(a))
    streamed = kit::streamed_iv(
        {.equation = equation, .absorb = request, .sample = a.sample, .weight = a.weight, .vce = a.vce}, c);
  if (streamed) {
    sample = std::move(streamed->sample);
    columns = std::move(streamed->columns);
    panel_rows = streamed->fit.level_weights;
    singletons = streamed->fit.singletons;
    taken.summed = &streamed->fit;
  } else {
    sample = kit::iv_sample(a, equation, {panel}, c);
    if (a.fixed_effects) singletons = static_cast<double>(kit::drop_singletons(request, sample, c));
    columns = kit::make_columns(equation, a.fixed_effects || !a.no_constant, sample, c);
    panel_rows = rows_of_panels(kit::group_codes(panel, sample, c));
    if (a.fixed_effects) {
      const kit::AbsorbedEffects absorbed(request, sample, c);
      taken.noise = kit::absorb_effects(absorbed.effects(), columns, sample, c);
    }
  }
  Named<double> scalars = panel_sizes(panel_rows);
  if (a.fixed_effects) taken.dof_minus = scalars.front().second;
  taken.title = a.fixed_effects ? "FIXED EFFECTS ESTIMATION: " : "FIRST DIFFERENCES ESTIMATION: ";
  scalars.emplace_back("singleton", singletons);
  Named<std::string> macros = {{"ivar", panel}, {"xtmodel", a.fixed_effects ? "fe" : "fd"}};
  Output out = kit::estimate_ivreg2("xtivreg2", a, equation, std::move(columns), sample, taken, std::move(scalars),
                                    std::move(macros), c);
  Results& e = out.e->results;
  const double slopes = e.scalar_or("df_m"), gone = a.fixed_effects ? taken.dof_minus : e.scalar_or("cons", 0);
  const double variance = e.scalar_or("rss") / (e.scalar_or("N") - gone - slopes);
  e.scalar("df_b", slopes).scalar("sigma_e", std::sqrt(variance));
  if (singletons == 0) return out;
  report::Document d;
  d.line("Warning - singleton groups detected. " + std::to_string(static_cast<long>(singletons)) +
             " observation(s) not used.",
         report::Style::note);
  d.append(std::move(out.document));
  out.document = std::move(d);
  return out;
}

Command declare() {
  auto d = define<kit::IvArgs>("xtivreg2", "Instrumental variables for panels with diagnostic tests");
  kit::ivreg2_results(kit::ivreg2_options(d))
      .flag("fe", &kit::IvArgs::fixed_effects, "fixed effects")
      .flag("fd", &kit::IvArgs::first_differences, "first differences")
      .variable("IVAR", &kit::IvArgs::panel, "panel variable, when it is not the one of xtset")
      .text("TVAR", &kit::IvArgs::ignored_text, "accepted; xtset declares the time variable")
      .stores({{"e(N_g)", "number of panels"},
               {"e(g_min)", "smallest panel"},
               {"e(g_avg)", "average panel size"},
               {"e(g_max)", "largest panel"},
               {"e(df_b)", "slopes"},
               {"e(sigma_e)", "standard deviation of the errors, degrees of freedom counted"},
               {"e(singleton)", "observations alone in their panel, left out"},
               {"e(ivar)", "panel variable"},
               {"e(xtmodel)", "fe or fd"}})
      .remark("fe: panel effects count as estimated parameters, except in clustered variances.")
      .remark("fe: R-squared, sums of squares and F are those of deviations from panel means.")
      .example("Within estimator",
               "clear\nset obs 60\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\nxtset id t\n"
               "generate z = mod(7*_n, 11)\ngenerate w = mod(5*_n, 13)\ngenerate x = z + w + id + mod(_n, 3)\n"
               "generate y = 2*x + 3*id + mod(_n, 7)\nquietly ivreg2 y i.id (x = z w), small\n"
               "scalar b = _b[x]\nscalar s = _se[x]\nxtivreg2 y (x = z w), fe small savefirst saverf",
               "abs(_b[x] - b) < 1e-8 & abs(_se[x] - s) < 1e-8 & e(N_g) == 10")
      .example("First differences",
               "clear\nset obs 60\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\nxtset id t\n"
               "generate z = mod(7*_n, 11)\ngenerate w = mod(5*_n, 13)\ngenerate x = z + w + id + mod(_n, 3)\n"
               "generate y = 2*x + 3*id + mod(_n, 7)\nxtivreg2 y (x = z w), fd robust",
               "e(N) == 50 & e(xtmodel) == \"fd\" & _b[D.x] != 0");
  return kit::loose_body(d.runs(run));
}

}  // namespace

extern const Command xtivreg2_command = declare();

}  // namespace nqp::commands::xtivreg2_
