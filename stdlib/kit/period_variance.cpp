#include "stdlib/kit/period_variance.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/panel/within.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"

namespace nqp::kit {

namespace {

// Rows of the regressors as the least squares with the effects sees them: their deviations, the mean added where the
// constant is estimated, times the residual and the weight.
struct PeriodScores {
  numeric::Matrix x;
  std::vector<double> multiplier;  // residual times weight
  std::vector<double> weights;
};

PeriodScores period_scores(const numeric::AbsorbedSpec& spec, const numeric::AbsorbedFit& fit,
                           const command::Context& c) {
  const std::size_t n = spec.y.size();
  PeriodScores out{{}, fit.residuals, std::vector<double>(n, 1.0)};
  double total = 0;
  for (const double w : spec.weights) total += w;
  for (std::size_t i = 0; i < spec.weights.size(); ++i)
    out.weights[i] = spec.weights[i] * static_cast<double>(n) / total;
  for (std::size_t j = 0; j < spec.x.cols; ++j) {
    if (fit.omitted[j]) continue;
    numeric::AbsorbedSpec one = spec;
    one.y = spec.x.column(j);
    one.x = {};
    one.want_effects = false;
    std::vector<double> within =
        compute(c, [&](numeric::Progress& p) { return numeric::fit_absorbed(one, {}, p); }).residuals;
    double mean = 0;
    for (std::size_t i = 0; i < n; ++i) mean += out.weights[i] * one.y[i] / static_cast<double>(n);
    if (spec.constant)
      for (double& v : within) v += mean;
    out.x.data.insert(out.x.data.end(), within.begin(), within.end());
    out.x.rows = n;
    ++out.x.cols;
  }
  if (spec.constant) {
    out.x.data.insert(out.x.data.end(), n, 1.0);
    out.x.rows = n;
    ++out.x.cols;
  }
  for (std::size_t i = 0; i < n; ++i) out.multiplier[i] *= out.weights[i];
  return out;
}

int lags_of(const std::string& bandwidth, double periods) {
  if (bandwidth.empty()) return static_cast<int>(std::floor(4 * std::pow(periods / 100, 2.0 / 9)));
  const std::optional<double> v = parse_number(bandwidth);
  if (!v || !(*v >= 1) || *v != std::floor(*v) || *v > periods)
    throw Error(198, "vce(dkraay " + bandwidth + "): the bandwidth is a whole number from 1 to the number of periods",
                std::nullopt, {"it is the number of lags and one"});
  return static_cast<int>(*v) - 1;
}

}  // namespace

double use_period_variance(const numeric::AbsorbedSpec& spec, const EstimationSample& s, const std::string& bandwidth,
                           const command::Context& c, numeric::AbsorbedFit& fit) {
  if (!c.frame.panel || c.frame.panel->time.empty())
    throw Error(459, "time variable not set; use xtset panelvar timevar", std::nullopt, {"vce(dkraay) needs periods"});
  if (s.weight_kind == command::WeightKind::fweight)
    throw Error(101, "fweights not allowed with vce(dkraay)");
  std::vector<double> time(s.size());
  c.numeric(c.frame.panel->time).read_rows(s.rows, time.data());
  std::map<double, std::vector<std::size_t>> rows;  // by period
  for (std::size_t i = 0; i < time.size(); ++i) rows[time[i]].push_back(i);
  const auto periods = static_cast<double>(rows.size());
  if (rows.size() < 2) throw Error(2001, "insufficient observations: there is only one period");
  const PeriodScores scores = period_scores(spec, fit, c);
  const std::size_t p = scores.x.cols;
  numeric::Matrix sums(rows.size(), p), weighted = scores.x;
  std::vector<std::int32_t> place;
  const double step = c.frame.panel->delta > 0 ? c.frame.panel->delta : 1;
  for (const auto& [t, members] : rows) {
    const std::size_t at = place.size();
    place.push_back(static_cast<std::int32_t>(std::lround((t - rows.begin()->first) / step)));
    for (std::size_t j = 0; j < p; ++j)
      for (const std::size_t i : members) sums(at, j) += scores.multiplier[i] * scores.x(i, j);
  }
  for (std::size_t j = 0; j < p; ++j)
    for (std::size_t i = 0; i < weighted.rows; ++i) weighted(i, j) *= std::sqrt(scores.weights[i]);
  const numeric::Matrix D = numeric::pseudo_inverse(numeric::gram(weighted)).inverse;
  numeric::Scores by_period;
  by_period.x = sums;
  const numeric::Matrix meat = numeric::meat_bartlett(by_period, lags_of(bandwidth, periods), place);
  const double used = fit.rank + fit.dof.df_a;
  const double factor = (fit.N - 1) / (fit.N - used) * periods / (periods - 1);
  const numeric::Matrix V = numeric::sandwich(D, meat, factor);
  std::vector<std::size_t> kept;
  for (std::size_t j = 0; j < fit.b.size(); ++j)
    if (!fit.omitted[j]) kept.push_back(j);
  fit.V = numeric::Matrix(fit.b.size(), fit.b.size());
  for (std::size_t a = 0; a < kept.size(); ++a)
    for (std::size_t b = 0; b < kept.size(); ++b) fit.V(kept[a], kept[b]) = V(a, b);
  fit.df_r = std::min(fit.N - used, periods - 1);
  fit.F = numeric::slopes_F(fit.b, fit.omitted, spec.x.cols, fit.V);
  return periods;
}

}  // namespace nqp::kit
