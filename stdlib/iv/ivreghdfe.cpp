// ivreghdfe: instrumental variables with absorbed fixed effects.
#include <algorithm>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/iv_estimation.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::ivreghdfe_ {
namespace {

using namespace command;

std::string residual_name(const kit::IvArgs& a) {
  if (!a.residuals.empty()) return std::string(kit::trim(a.residuals));
  return a.keep_residuals ? "_ivreghdfe_resid" : "";
}

// y - xb of the partialled-out data: the residuals of the equation with its effects.
void keep_residuals(const std::string& name, const kit::InstrumentedColumns& k, const kit::EstimationSample& s,
                    const Context& c, Output& out) {
  const eval::Matrix& b = *out.e->results.find_matrix("b");
  std::vector<double> values(c.frame.rows, data::missing);
  std::vector<const numeric::Matrix*> parts = {&k.endogenous.x, &k.exogenous.x};
  std::vector<double> fitted(s.size(), 0.0);
  std::size_t slot_number = 0;
  for (const kit::Design* d : {&k.endogenous, &k.exogenous})
    for (const kit::Slot& slot : d->slots) {
      const double value = b(0, slot_number++);
      if (slot.state != kit::Slot::State::kept) continue;
      for (std::size_t i = 0; i < s.size(); ++i) fitted[i] += value * d->x(i, slot.column);
    }
  for (std::size_t i = 0; i < s.size(); ++i) values[s.rows[i]] = kit::stored(k.y[i] - fitted[i]);
  data::Frame f = c.frame;
  data::Variable v;
  v.name = name;
  v.column = data::make_numeric(data::Storage::double_, values);
  v.format = data::default_format(v.column->type());
  v.label = "Residuals";
  if (const auto at = f.index(name)) f.replace(*at, v.column);
  else f.add(std::move(v));
  out.frame = std::move(f);
}

// The equation without its effects.
struct Within {
  kit::EstimationSample sample;
  kit::InstrumentedColumns columns;
  kit::TakenOut taken;
  numeric::AbsorbedDof dof;
  double singletons = 0, rows = 0;
};

Within from_sample(const kit::IvArgs& a, const kit::InstrumentedEquation& equation, const kit::AbsorbRequest& request,
                   const Context& c) {
  Within w;
  kit::Needed groups;
  kit::require(request, groups);
  kit::InstrumentedEquation needed = equation;
  needed.exogenous.insert(needed.exogenous.end(), groups.terms.begin(), groups.terms.end());
  w.sample = kit::iv_sample(a, needed, groups.groups, c);
  w.singletons = a.keep_singletons ? 0 : static_cast<double>(kit::drop_singletons(request, w.sample, c));
  w.rows = static_cast<double>(w.sample.size());
  const kit::AbsorbedEffects absorbed(request, w.sample, c);
  std::vector<kit::GroupCodes> clusters;
  for (const std::string& v : a.vce.variables) clusters.push_back(kit::group_codes(v, w.sample, c));
  std::vector<numeric::Codes> codes;
  for (const kit::GroupCodes& g : clusters) codes.push_back(g.codes);
  w.dof = kit::compute(c, [&](numeric::Progress&) { return numeric::absorbed_dof(absorbed.effects(), codes); });
  w.columns = kit::make_columns(equation, true, w.sample, c);
  w.taken.noise = kit::absorb_effects(absorbed.effects(), w.columns, w.sample, c);
  return w;
}

// `streamed` must outlive what is returned.
Within from_sums(kit::StreamedIv& streamed) {
  Within w;
  w.sample = std::move(streamed.sample);
  w.columns = std::move(streamed.columns);
  w.taken.summed = &streamed.fit;
  w.dof = streamed.fit.dof;
  w.singletons = streamed.fit.singletons;
  w.rows = static_cast<double>(std::count(w.sample.use.begin(), w.sample.use.end(), 1));
  return w;
}

Output run(const kit::IvArgs& a, const Context& c) {
  if (a.body.empty()) return kit::replay("ivreghdfe", a, c);
  if (a.absorb.empty())
    throw Error(198, "option absorb() required", std::nullopt, {"ivreg2 estimates without fixed effects"});
  const std::string residuals = residual_name(a);
  if (!a.residuals.empty()) kit::check_new_name(c, residuals);
  const kit::InstrumentedEquation equation = kit::parse_instrumented(a.body, c);
  const kit::AbsorbRequest request = kit::parse_absorb(a.absorb, c);
  std::optional<kit::StreamedIv> streamed;
  if (residuals.empty() && kit::needs_no_rows(a))
    streamed = kit::streamed_iv({.equation = equation, .absorb = request, .sample = a.sample, .weight = a.weight,
                                 .vce = a.vce, .keep_singletons = a.keep_singletons},
                                c);
  Within w = streamed ? from_sums(*streamed) : from_sample(a, equation, request, c);
  w.taken.dof_small = std::max(w.dof.df_a, 1.0);
  w.taken.constant_gone = true;
  w.taken.always_small = true;
  Named<double> scalars = {{"df_a", w.dof.df_a},
                           {"N_full", w.rows + w.singletons},
                           {"num_singletons", w.singletons},
                           {"N_hdfe", static_cast<double>(kit::set_names(request).size())}};
  Named<std::string> macros = {{"absvars", request.text()}};
  if (!residuals.empty()) macros.emplace_back("resid", residuals);
  const kit::InstrumentedColumns kept = residuals.empty() ? kit::InstrumentedColumns{} : w.columns;
  Output out = kit::estimate_ivreg2("ivreghdfe", a, equation, std::move(w.columns), w.sample, w.taken,
                                    std::move(scalars), std::move(macros), c);
  if (!residuals.empty()) keep_residuals(residuals, kept, w.sample, c, out);
  if (w.singletons == 0) return out;
  report::Document d;
  d.line("(dropped " + std::to_string(static_cast<long>(w.singletons)) + " singleton observation" +
         (w.singletons == 1 ? ")" : "s)"));
  d.append(std::move(out.document));
  out.document = std::move(d);
  return out;
}

Command declare() {
  auto d = define<kit::IvArgs>("ivreghdfe", "Instrumental variables with many levels of fixed effects absorbed");
  kit::ivreg2_results(kit::ivreg2_options(d))
      .text("Absorb", &kit::IvArgs::absorb, "fixed effects: id year, a#b, a##c.x")
      .flag("RESiduals", &kit::IvArgs::keep_residuals, "keep the residuals as _ivreghdfe_resid")
      .text("RESiduals", &kit::IvArgs::residuals, "keep the residuals in a new variable; predict needs them")
      .flag("KEEPSINgletons", &kit::IvArgs::keep_singletons, "keep observations that are the only one of a level")
      .text("TOLerance", &kit::IvArgs::ignored_text, "accepted for compatibility")
      .choice("DOFadjustments", &kit::IvArgs::ignored_text, {"all"}, "accepted: all adjustments are made")
      .stores({{"e(df_a)", "coefficients of the absorbed effects that count"},
               {"e(num_singletons)", "singletons left out"},
               {"e(N_full)", "observations with them"},
               {"e(absvars)", "absorbed effects"},
               {"e(N_clust)", "number of clusters, the smallest"},
               {"e(rkf)", "robust: Kleibergen-Paap rk Wald F"}})
      .reference("Correia, S. (2017). Linear models with high-dimensional fixed effects. Working paper.")
      .changes(Effect::data)
      .remark("Statistics always have small-sample factors. Effects nested in a cluster variable are not counted, but "
              "at least one degree of freedom is.")
      .remark("R-squared, sums of squares and F are after the effects are taken out.")
      .example("The same slopes as with dummy variables",
               "clear\nset obs 60\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\n"
               "generate z = mod(7*_n, 11)\ngenerate w = mod(5*_n, 13)\ngenerate x = z + w + id + mod(_n, 3)\n"
               "generate y = 2*x + 3*id + t + mod(_n, 7)\nquietly ivreg2 y i.id i.t (x = z w), small\n"
               "scalar b = _b[x]\nscalar s = _se[x]\nivreghdfe y (x = z w), absorb(id t) savefirst saverf",
               "abs(_b[x] - b) < 1e-8 & abs(_se[x] - s) < 1e-8 & e(df_a) == 15")
      .example("Clustered by the first effect",
               "clear\nset obs 60\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\n"
               "generate z = mod(7*_n, 11)\ngenerate w = mod(5*_n, 13)\ngenerate x = z + w + id + mod(_n, 3)\n"
               "generate y = 2*x + 3*id + t + mod(_n, 7)\nivreghdfe y (x = z w), absorb(id t) cluster(id)",
               "e(df_a) == 5 & e(N_clust) == 10 & e(df_r) == 9 & e(widstat) == e(rkf)");
  return kit::loose_body(d.runs(run));
}

}  // namespace

extern const Command ivreghdfe_command = declare();

}  // namespace nqp::commands::ivreghdfe_
