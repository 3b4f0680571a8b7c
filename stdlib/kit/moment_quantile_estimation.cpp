#include "stdlib/kit/moment_quantile_estimation.hpp"

#include <fmt/format.h>

#include "interpreter/text/format.hpp"
#include "stdlib/kit/absorbed_effects.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/quantile_estimation.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/numeric/quantile/moment_quantiles.hpp"

namespace nqp::kit {

using command::Context;
using command::Output;

namespace {

// Columns of the core, one equation after another, in the order and with the names of e(b).
Coefficients moment_coefficients(const Design& d, const numeric::MomentQuantiles& fit,
                                 const std::vector<std::string>& equations, std::size_t first) {
  Coefficients out;
  const std::size_t rows = fit.b.rows;
  std::vector<std::size_t> from;
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  for (std::size_t e = first; e < equations.size(); ++e) {
    const auto add = [&](const std::string& name, std::size_t row, bool kept) {
      out.names.push_back(equations[e] + ":" + name);
      out.b.push_back(kept ? fit.b(row, e) : 0);
      from.push_back(kept ? e * rows + row : none);
    };
    for (const Slot& s : d.slots) {
      const bool in_model = s.state == Slot::State::kept, kept = in_model && !fit.omitted[s.column];
      Slot named = s;
      if (in_model && !kept) named.state = Slot::State::omitted;
      add(slot_name(named), s.column, kept);
      if (in_model && !kept && e == first) out.omitted.push_back(slot_name(s));
    }
    add("_cons", rows - 1, true);
  }
  out.V = numeric::Matrix(from.size(), from.size());
  for (std::size_t i = 0; i < from.size(); ++i)
    for (std::size_t j = 0; j < from.size(); ++j)
      if (from[i] != none && from[j] != none) out.V(i, j) = fit.V(from[i], from[j]);
  return out;
}

}  // namespace

command::Definition<MomentQuantileCall>& moment_quantile_options(command::Definition<MomentQuantileCall>& d) {
  using Call = MomentQuantileCall;
  return d.dependent(&Call::y)
      .terms(&Call::x, {0})
      .replays()
      .if_in(&Call::sample)
      .numbers("Quantiles", &Call::quantiles, "quantiles: shares, or percent from 1 on; .5 by default")
      .vce(&Call::vce, {"robust", "cluster"})
      .number("Level", &Call::level, 10, 99.99, "confidence level in percent")
      .flag("BASElevels", &Call::base_levels, "show the base levels of factor variables")
      .stores({{"e(N)", "number of observations"},
               {"e(N_clust)", "clusters"},
               {"e(n_neg)", "observations whose fitted scale is not positive"},
               {"e(q)", "quantiles of the scaled residuals"},
               {"e(b)", "equations location, scale and one for each quantile, q25 and so on"},
               {"e(V)", "their variances and covariances"},
               {"r(table)", "coefficients, standard errors, tests and intervals"}})
      .changes(command::Effect::estimates | command::Effect::results)
      .reference("Machado, J. A. F. and Santos Silva, J. M. C. (2019). Journal of Econometrics 213, 145-173.")
      .remark("Standard errors come from the influence functions of all steps and are robust to heteroskedasticity, "
              "or clustered; those of the original commands assume by default that errors are independent of the "
              "regressors and differ. Quantiles of residuals are order statistics, their density a Gaussian kernel "
              "estimate with Silverman's bandwidth.");
}

Output estimate_moment_quantiles(const std::string& cmd, const MomentQuantileCall& a, const std::string& absorb,
                                 const Context& c) {
  if (a.y.empty()) return replay(cmd, a, c);
  std::vector<double> shares;
  for (const double q : a.quantiles) shares.push_back(quantile_share(q, "quantiles()"));
  if (shares.empty()) shares = {0.5};
  command::Terms all = a.y;
  all.insert(all.end(), a.x.begin(), a.x.end());
  Needed needed{all, a.vce.variables};
  const AbsorbRequest request = absorb.empty() ? AbsorbRequest{} : parse_absorb(absorb, c);
  require(request, needed);
  EstimationSample sample = mark_sample(c, a.sample, {}, needed);
  const std::size_t singletons = absorb.empty() ? 0 : drop_singletons(request, sample, c);
  if (sample.size() == 0) throw Error(2000, "no observations");
  const Design design = make_design(a.x, true, sample, c);
  const std::vector<double> y = term_values(a.y.front(), sample, c);
  const AbsorbedEffects effects(request, sample, c);
  const std::vector<std::int32_t> one(sample.size(), 0);
  numeric::MomentQuantilesSpec spec;
  spec.y = y;
  spec.x = design.x;
  spec.effects = effects.effects();
  if (spec.effects.empty()) {
    numeric::Effect constant;
    constant.codes = one;
    spec.effects.push_back(constant);
  }
  spec.quantiles = shares;
  const VceChoice vce = choose_vce(a.vce, "robust", sample, c);
  if (vce.groups.size() > 1) throw Error(198, "one cluster variable");
  if (!vce.groups.empty()) spec.clusters = vce.groups[0].codes, spec.cluster_count = vce.groups[0].count;
  const numeric::MomentQuantiles fit =
      compute(c, [&](numeric::Progress& p) { return numeric::moment_quantiles(spec, p); });
  std::vector<std::string> equations{"location", "scale"};
  eval::Matrix q(1, shares.size());
  for (std::size_t t = 0; t < shares.size(); ++t) {
    std::string name = "q" + text::macro_number(100 * shares[t]);
    for (char& letter : name) letter = letter == '.' ? '_' : letter;
    equations.push_back(name);
    q(0, t) = fit.q[t];
    q.column_names[t] = name;
  }
  const Coefficients k = moment_coefficients(design, fit, equations, 0);
  command::Results e = begin_estimates(cmd, "Quantile regression by moments", depvar_name(a.y), c);
  post_scalars(e, {{"N", static_cast<double>(sample.size())}, {"n_neg", static_cast<double>(fit.nonpositive)}});
  if (!vce.groups.empty()) e.scalar("N_clust", static_cast<double>(vce.groups[0].count));
  if (!absorb.empty()) e.macro("absvars", request.text());
  e.macro("vce", vce.groups.empty() ? "robust" : "cluster").macro("vcetype", "Robust");
  if (!vce.variables.empty()) e.macro("clustvar", vce.variables.front());
  e.matrix("q", std::move(q));
  post_coefficients(e, k);
  report::Document table = show_estimates(e, a, c);
  Output out = estimation(std::move(e), sample, k, level_or_default(a.level, c));
  if (singletons > 0)
    out.line(count_of(singletons, "singleton observation dropped", "singleton observations dropped"),
             report::Style::note);
  if (fit.nonpositive > 0)
    out.line(count_of(fit.nonpositive, "observation has a fitted scale that is not positive: the model does not hold",
                      "observations have fitted scales that are not positive: the model does not hold"),
             report::Style::note);
  out.document.append(std::move(table));
  return out;
}

}  // namespace nqp::kit
