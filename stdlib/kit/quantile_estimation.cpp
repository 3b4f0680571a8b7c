#include "stdlib/kit/quantile_estimation.hpp"

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/stacked_equations.hpp"
#include "stdlib/numeric/quantile/bootstrap_quantiles.hpp"
#include "stdlib/numeric/rng/generator.hpp"

namespace nqp::kit {

using command::Output;
using command::Results;

namespace {

// q25, q50; q2_5 for 2.5 percent.
std::string quantile_equation(double q) {
  std::string name = "q" + number_text(q * 100);
  for (char& ch : name)
    if (ch == '.') ch = '_';
  return name;
}

void post_quantiles(const std::string& cmd, const std::vector<double>& quantiles,
                    const numeric::BootstrapQuantiles& fit, Results& e) {
  const bool one = cmd == "bsqreg", range = cmd == "iqreg";
  for (std::size_t i = 0; i < quantiles.size(); ++i) {
    const std::string number = one ? "" : std::to_string(range ? i : i + 1);
    if (range) {
      post_scalars(e, {{"q" + number, quantiles[i]}, {"sumadev" + number, fit.points[i].objective},
                       {"sumrdev" + number, fit.raw_deviations[i]}});
      continue;
    }
    post_scalars(e, {{"q" + number, quantiles[i]},
                     {"q_v" + number, fit.raw_quantiles[i]},
                     {(one ? "sum_adev" : "sumadv") + number, fit.points[i].objective},
                     {(one ? "sum_rdev" : "sumrdv") + number, fit.raw_deviations[i]},
                     {"r2_p" + number, 1 - fit.points[i].objective / fit.raw_deviations[i]}});
  }
  if (!one && !range) e.scalar("n_q", static_cast<double>(quantiles.size()));
}

}  // namespace

namespace {

// Differences of the coefficients of the second quantile from those of the first, and their variances.
void take_range(std::vector<double>& b, numeric::Matrix& V) {
  const std::size_t K = b.size() / 2;
  std::vector<double> d(K);
  numeric::Matrix W(K, K);
  for (std::size_t i = 0; i < K; ++i) {
    d[i] = b[K + i] - b[i];
    for (std::size_t j = 0; j < K; ++j) W(i, j) = V(i, j) + V(K + i, K + j) - V(i, K + j) - V(K + i, j);
  }
  b = std::move(d);
  V = std::move(W);
}

}  // namespace

double quantile_share(double given, const char* option) {
  const double share = given >= 1 ? given / 100 : given;
  if (!(share > 0 && share < 1))
    throw Error(198, std::string(option) + " must lie between 0 and 1, or between 1 and 100 percent");
  return share;
}

command::Definition<QuantileCall>& quantile_options(command::Definition<QuantileCall>& d) {
  d.dependent(&QuantileCall::y)
      .terms(&QuantileCall::x, {0})
      .replays()
      .if_in(&QuantileCall::sample)
      .integer("Reps", &QuantileCall::replications, 2, 1000000, "bootstrap replications, 20 by default")
      .number("Level", &QuantileCall::level, 10, 99.99, "confidence level in percent")
      .flag("noLOg", &QuantileCall::ignored, "accepted: there is no log")
      .flag("NODOTS", &QuantileCall::ignored, "accepted: no dots are shown")
      .flag("BASElevels", &QuantileCall::base_levels, "show the base levels of factor variables")
      .stores({{"e(N)", "number of observations"},
               {"e(df_r)", "residual degrees of freedom"},
               {"e(reps)", "bootstrap replications"},
               {"e(b)", "coefficients"},
               {"e(V)", "their bootstrap variances and covariances"},
               {"r(table)", "coefficients, standard errors, tests and intervals"}})
      .changes(command::Effect::estimates | command::Effect::results)
      .reference("Koenker, R. and Bassett, G. (1978). Econometrica 46, 33-50.")
      .reference("Efron, B. (1979). Annals of Statistics 7, 1-26.")
      .remark("set seed makes the standard errors reproducible; they differ from those of other programs by chance. "
              "20 replications are few: hundreds are usual in papers.");
  return d;
}

Output estimate_quantiles(const std::string& cmd, const QuantileCall& a, const command::Context& c) {
  if (a.y.empty()) return replay(cmd, a, c);
  std::vector<double> quantiles = a.quantiles;
  const bool range = cmd == "iqreg";
  if (quantiles.empty()) quantiles = range ? std::vector<double>{.25, .75} : std::vector<double>{a.quantile};
  if (range && (quantiles.size() != 2 || quantiles[0] >= quantiles[1]))
    throw Error(198, "quantiles() takes two quantiles, the lower one first");
  for (double& q : quantiles) q = quantile_share(q, cmd == "bsqreg" ? "quantile()" : "quantiles()");
  Needed needed{a.y, {}};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  const EstimationSample sample = mark_sample(c, a.sample, {}, needed);
  std::vector<StackedEquation> equations;
  for (const double q : quantiles) {
    if (equations.empty()) equations.push_back(stacked_equation("", a.x, true, sample, c));
    else equations.push_back(equations.front());
    equations.back().name = quantile_equation(q);
  }
  const std::vector<double> y = term_values(a.y[0], sample, c);
  numeric::QuantileSpec spec;
  spec.y = y;
  spec.x = equations.front().x;
  const std::uint64_t seed = c.environment.rng().next();
  numeric::BootstrapQuantiles fit = compute(c, [&](numeric::Progress& p) {
    return numeric::bootstrap_quantiles(spec, quantiles, a.replications, seed, p);
  });
  std::vector<double> b;
  for (const numeric::QuantilePoint& point : fit.points) b.insert(b.end(), point.b.begin(), point.b.end());
  const bool one = cmd == "bsqreg" || range;
  if (range) {
    take_range(b, fit.V);
    equations.pop_back();
  }
  Coefficients k = stacked_coefficients(equations, b, fit.V);
  if (one)
    for (std::string& name : k.names) name = name.substr(name.find(':') + 1);

  const std::string times = std::to_string(a.replications);
  const std::string kind = quantiles[0] == 0.5 ? "Median" : number_text(quantiles[0]) + " Quantile";
  const std::string title =
      range ? number_text(quantiles[0]) + "-" + number_text(quantiles[1]) + " Interquantile regression, bootstrap(" +
                  times + ") SEs"
      : one ? kind + " regression, bootstrap(" + times + ") SEs" : std::string("Simultaneous quantile regression");
  Results e = begin_estimates(cmd, title, depvar_name(a.y), c);
  const auto N = static_cast<double>(sample.size()), K = static_cast<double>(equations.front().parameters());
  post_scalars(e, {{"N", N}, {"df_r", N - K}, {"df_m", K - 1}, {"reps", static_cast<double>(a.replications)},
                   {"rank", static_cast<double>(b.size())}});
  post_quantiles(cmd, quantiles, fit, e);
  e.macro("vce", "bootstrap").macro("vcetype", "Bootstrap");
  if (!one) {
    std::string names;
    for (const StackedEquation& q : equations) names += (names.empty() ? "" : " ") + q.name;
    e.macro("eqnames", names);
  }
  post_coefficients(e, k);
  report::Document table = show_estimates(e, a, c);
  Output out = estimation(std::move(e), sample, k, level_or_default(a.level, c));
  if (!one) {
    out.line("bootstrap(" + times + ") SEs");
    for (std::size_t i = 0; i < quantiles.size(); ++i)
      out.line(number_text(quantiles[i]) + " Pseudo R2 = " +
               fixed_text(1 - fit.points[i].objective / fit.raw_deviations[i], 4));
  }
  out.document.append(std::move(table));
  return out;
}

}  // namespace nqp::kit
