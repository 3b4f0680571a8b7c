#include "stdlib/numeric/quantile/bootstrap_quantiles.hpp"

#include <algorithm>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/rng/draws.hpp"
#include "stdlib/numeric/rng/generator.hpp"

namespace nqp::numeric {
namespace {

struct QuantileSample {
  std::vector<double> y;
  Matrix x;
};

QuantileSample drawn_rows(const QuantileSpec& spec, rng::Generator& draw) {
  const std::size_t n = spec.y.size();
  QuantileSample s{{}, Matrix(n, spec.x.cols)};
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t row = rng::below(draw, n);
    s.y.push_back(spec.y[row]);
    for (std::size_t j = 0; j < spec.x.cols; ++j) s.x(i, j) = spec.x(row, j);
  }
  return s;
}

bool has_full_rank(const QuantileSample& s, bool constant) {
  const LeastSquares fit = least_squares({.y = s.y, .x = s.x, .constant = constant, .want_residuals = false});
  return std::none_of(fit.omitted.begin(), fit.omitted.end(), [](std::uint8_t out) { return out != 0; });
}

QuantileSample full_rank_sample(const QuantileSpec& spec, rng::Generator& draw) {
  for (int attempt = 0; attempt < 1000; ++attempt) {
    QuantileSample s = drawn_rows(spec, draw);
    if (has_full_rank(s, spec.constant)) return s;
  }
  throw Failure(FailureCode::insufficient_observations, "bootstrap samples have collinear regressors",
                {{"N", static_cast<double>(spec.y.size())}});
}

Matrix covariance_of_draws(const std::vector<std::vector<double>>& draws) {
  const std::size_t k = draws[0].size();
  const auto count = static_cast<double>(draws.size());
  std::vector<double> mean(k, 0.0);
  for (const std::vector<double>& b : draws)
    for (std::size_t i = 0; i < k; ++i) mean[i] += b[i] / count;
  Matrix V(k, k);
  for (const std::vector<double>& b : draws)
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = 0; j < k; ++j) V(i, j) += (b[i] - mean[i]) * (b[j] - mean[j]) / (count - 1);
  return V;
}

}  // namespace

BootstrapQuantiles bootstrap_quantiles(const QuantileSpec& spec, const std::vector<double>& quantiles,
                                       int replications, std::uint64_t seed, Progress& progress) {
  BootstrapQuantiles out;
  QuantileSpec at = spec;
  for (const double q : quantiles) {
    at.quantile = q;
    out.points.push_back(quantile_point(at, progress));
    QuantileSpec raw = at;
    raw.x = {};
    raw.constant = true;
    const QuantilePoint point = quantile_point(raw, progress);
    out.raw_deviations.push_back(point.objective);
    out.raw_quantiles.push_back(point.b[0]);
  }
  std::vector<std::vector<double>> draws;
  for (int r = 0; r < replications; ++r) {
    check(progress);
    rng::Generator draw(seed, static_cast<std::uint64_t>(r));
    const QuantileSample s = full_rank_sample(spec, draw);
    QuantileSpec again = spec;
    again.y = s.y;
    again.x = s.x;
    std::vector<double> b;
    for (const double q : quantiles) {
      again.quantile = q;
      const QuantilePoint point = quantile_point(again, progress);
      b.insert(b.end(), point.b.begin(), point.b.end());
    }
    draws.push_back(std::move(b));
  }
  out.V = covariance_of_draws(draws);
  return out;
}

}  // namespace nqp::numeric
