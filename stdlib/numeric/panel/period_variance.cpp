#include "stdlib/numeric/panel/period_variance.hpp"

#include <cmath>
#include <map>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/moments/summary.hpp"
#include "stdlib/numeric/panel/within.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"

namespace nqp::numeric {
namespace {

// Rows of the regressors as the least squares with the effects sees them: their deviations, the mean added where the
// constant is estimated, times the residual and the weight.
struct PeriodScores {
  Matrix x;
  std::vector<double> multiplier;  // residual times weight
  std::vector<double> weights;     // add up to the number of rows
};

void append_column(const std::vector<double>& column, Matrix& m) {
  m.data.insert(m.data.end(), column.begin(), column.end());
  m.rows = column.size();
  ++m.cols;
}

PeriodScores period_scores(const AbsorbedSpec& spec, const AbsorbedFit& fit, Progress& progress) {
  const std::size_t n = spec.y.size();
  PeriodScores out{{}, fit.residuals, std::vector<double>(n, 1.0)};
  double total = 0;
  for (const double w : spec.weights) total += w;
  for (std::size_t i = 0; i < spec.weights.size(); ++i)
    out.weights[i] = spec.weights[i] * static_cast<double>(n) / total;
  for (std::size_t j = 0; j < spec.x.cols; ++j) {
    if (fit.omitted[j]) continue;
    AbsorbedSpec one = spec;
    one.y = spec.x.column(j);
    one.x = {};
    one.want_effects = false;
    std::vector<double> within = fit_absorbed(one, {}, progress).residuals;
    const double mean = spec.constant ? summarize_mean(one.y, out.weights, WeightKind::aweight).mean : 0;
    for (double& v : within) v += mean;
    append_column(within, out.x);
  }
  if (spec.constant) append_column(std::vector<double>(n, 1.0), out.x);
  for (std::size_t i = 0; i < n; ++i) out.multiplier[i] *= out.weights[i];
  return out;
}

}  // namespace

void use_period_variance(const AbsorbedSpec& spec, Codes period, int lags, AbsorbedFit& fit, Progress& progress) {
  std::map<std::int32_t, std::vector<std::size_t>> rows;
  for (std::size_t i = 0; i < period.size(); ++i) rows[period[i]].push_back(i);
  if (rows.size() < 2) throw Failure(FailureCode::insufficient_observations, "there is only one period");
  const PeriodScores scores = period_scores(spec, fit, progress);
  Matrix sums(rows.size(), scores.x.cols), weighted = scores.x;
  std::vector<std::int32_t> place;
  for (const auto& [t, members] : rows) {
    for (std::size_t j = 0; j < sums.cols; ++j)
      for (const std::size_t i : members) sums(place.size(), j) += scores.multiplier[i] * scores.x(i, j);
    place.push_back(t);
  }
  for (std::size_t j = 0; j < weighted.cols; ++j)
    for (std::size_t i = 0; i < weighted.rows; ++i) weighted(i, j) *= std::sqrt(scores.weights[i]);
  const Matrix D = pseudo_inverse(gram(weighted)).inverse;
  const SmallSample small =
      small_sample(Model::reghdfe, VceKind::cluster, {.n = fit.N, .k = fit.rank, .df_a = fit.dof.df_a,
                                                      .clusters = static_cast<double>(rows.size())});
  const Matrix V = sandwich(D, meat_bartlett({.x = sums}, lags, place), small.factor);
  std::vector<std::size_t> kept;
  for (std::size_t j = 0; j < fit.b.size(); ++j)
    if (!fit.omitted[j]) kept.push_back(j);
  fit.V = Matrix(fit.b.size(), fit.b.size());
  for (std::size_t a = 0; a < kept.size(); ++a)
    for (std::size_t b = 0; b < kept.size(); ++b) fit.V(kept[a], kept[b]) = V(a, b);
  fit.df_r = small.df_r;
  fit.F = slopes_F(fit.b, fit.omitted, spec.x.cols, fit.V);
}

}  // namespace nqp::numeric
