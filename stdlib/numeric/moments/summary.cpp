#include "stdlib/numeric/moments/summary.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stdlib/numeric/linalg/double_double.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

// Rows with positive weight only; weights stay aligned.
struct WeightedSample {
  std::vector<double> x_storage;
  std::vector<double> w_storage;
  std::span<const double> x;
  std::span<const double> w;
};

WeightedSample positive_rows(std::span<const double> x, std::span<const double> weights) {
  WeightedSample sample;
  if (weights.empty() || std::none_of(weights.begin(), weights.end(), [](double w) { return w == 0; })) {
    sample.x = x;
    sample.w = weights;
    return sample;
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (weights[i] == 0) continue;
    sample.x_storage.push_back(x[i]);
    sample.w_storage.push_back(weights[i]);
  }
  sample.x = sample.x_storage;
  sample.w = sample.w_storage;
  return sample;
}

struct CentralMoments {
  double m2 = 0;
  double m3 = 0;
  double m4 = 0;
};

// Σw(x-c)^r for r = 2, 3, 4 in double-double; the sums of powers are unscaled.
CentralMoments central_sums(std::span<const double> x, std::span<const double> w, DoubleDouble centre) {
  DoubleDouble s2, s3, s4;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const DoubleDouble d = -centre + x[i];
    const DoubleDouble weighted = w.empty() ? d : d * w[i];
    const DoubleDouble square = weighted * d;
    const DoubleDouble cube = square * d;
    s2 = s2 + square;
    s3 = s3 + cube;
    s4 = s4 + cube * d;
  }
  return {s2.value(), s3.value(), s4.value()};
}

}  // namespace

MeanOnly summarize_mean(std::span<const double> x, std::span<const double> weights, WeightKind kind) {
  const WeightedSample sample = positive_rows(x, weights);
  MeanOnly result;
  result.mean = result.min = result.max = undefined;
  if (sample.x.empty()) return result;
  const Weights normalised = normalise_weights(sample.w, kind, sample.x.size());
  const DoubleDouble total = weighted_sum(sample.x, normalised.values);
  result.n = normalised.n;
  result.sum_w = normalised.raw_sum;
  result.sum = total.value();
  result.mean = (total / normalised.sum).value();
  const auto [low, high] = std::minmax_element(sample.x.begin(), sample.x.end());
  result.min = *low;
  result.max = *high;
  return result;
}

Summary summarize(std::span<const double> x, std::span<const double> weights, WeightKind kind) {
  const WeightedSample sample = positive_rows(x, weights);
  Summary s;
  const MeanOnly first = summarize_mean(sample.x, sample.w, kind);
  s.n = first.n;
  s.sum_w = first.sum_w;
  s.sum = first.sum;
  s.mean = first.mean;
  s.min = first.min;
  s.max = first.max;
  s.variance = s.sd = s.skewness = s.kurtosis = undefined;
  if (sample.x.empty()) return s;

  const Weights normalised = normalise_weights(sample.w, kind, sample.x.size());
  const DoubleDouble centre = weighted_sum(sample.x, normalised.values) / normalised.sum;
  const CentralMoments sums = central_sums(sample.x, normalised.values, centre);
  const double divisor = (kind == WeightKind::iweight ? normalised.sum : s.n) - 1;
  if (divisor > 0) s.variance = sums.m2 / divisor;
  s.sd = std::sqrt(s.variance);
  const double m2 = sums.m2 / normalised.sum;
  if (!(m2 > 0)) return s;
  s.skewness = sums.m3 / normalised.sum / (m2 * std::sqrt(m2));
  s.kurtosis = sums.m4 / normalised.sum / (m2 * m2);
  return s;
}

Order::Order(std::span<const double> x, std::span<const double> weights) {
  if (weights.empty()) {
    values_.assign(x.begin(), x.end());
    std::sort(values_.begin(), values_.end());
    return;
  }
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  DoubleDouble running;
  for (const std::size_t i : order) {
    if (weights[i] == 0) continue;
    running = running + weights[i];
    values_.push_back(x[i]);
    cumulative_.push_back(running.value());
  }
}

double Order::percentile(double p) const {
  if (values_.empty()) return undefined;
  const bool weighted = !cumulative_.empty();
  const double total = weighted ? cumulative_.back() : static_cast<double>(values_.size());
  const double target = total * p / 100;
  const double slack = 1e-12 * total;
  std::size_t i = 0;  // first position with W(i) > target, where W within the slack of the target counts as equal
  if (weighted) {
    const auto place = std::upper_bound(cumulative_.begin(), cumulative_.end(), target + slack);
    i = static_cast<std::size_t>(place - cumulative_.begin());
  } else {
    i = static_cast<std::size_t>(std::max(0.0, std::floor(target + slack)));
  }
  if (i >= values_.size()) return values_.back();
  if (i == 0) return values_.front();
  const double before = weighted ? cumulative_[i - 1] : static_cast<double>(i);
  if (std::fabs(before - target) <= slack) return 0.5 * (values_[i - 1] + values_[i]);
  return values_[i];
}

double Order::percentile_altdef(double p) const {
  if (values_.empty()) return undefined;
  const double n = static_cast<double>(values_.size());
  const double place = (n + 1) * p / 100;
  const double below = std::floor(place);
  if (below < 1) return values_.front();
  if (below >= n) return values_.back();
  const auto i = static_cast<std::size_t>(below) - 1;
  return values_[i] + (place - below) * (values_[i + 1] - values_[i]);
}

double percentile(std::span<const double> x, double p, std::span<const double> weights) {
  return Order(x, weights).percentile(p);
}

double lag_one_autocorrelation(std::span<const double> x) {
  if (x.size() < 2) return undefined;
  const DoubleDouble centre = sum(x) / static_cast<double>(x.size());
  DoubleDouble products;
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    products = products + (-centre + x[i]) * (-centre + x[i + 1]);
  }
  return products.value() / sum_squares_about(x, {}, centre);
}

}  // namespace nqp::numeric
