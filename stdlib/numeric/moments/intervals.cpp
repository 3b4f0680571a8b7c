#include "stdlib/numeric/moments/intervals.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::numeric {
namespace {

double half_tail(double level) { return (1 - level / 100) / 2; }

double z_of(double level) { return -dist::invnormal(half_tail(level)); }

}  // namespace

Interval t_interval(double estimate, double se, double df, double level) {
  const double q = std::isinf(df) ? z_of(level) : dist::invttail(df, half_tail(level));
  return {estimate - q * se, estimate + q * se};
}

Interval mean_interval(double n, double mean, double sd, double level) {
  if (!(n > 1)) return {undefined, undefined};
  return t_interval(mean, sd / std::sqrt(n), n - 1, level);
}

Interval proportion_interval(double n, double k, double level, ProportionInterval method) {
  if (!(n > 0)) return {undefined, undefined};
  const double p = k / n, alpha = 1 - level / 100, z = z_of(level), z2 = z * z;
  switch (method) {
    case ProportionInterval::exact: {
      if (k == 0) return {0, 1 - std::pow(alpha / 2, 1 / n)};
      if (k == n) return {std::pow(alpha / 2, 1 / n), 1};
      return {dist::invibeta(k, n - k + 1, alpha / 2), dist::invibetatail(k + 1, n - k, alpha / 2)};
    }
    case ProportionInterval::wald: {
      const double se = std::sqrt(p * (1 - p) / n);
      return {p - z * se, p + z * se};
    }
    case ProportionInterval::wilson: {
      const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
      const double half = z * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
      return {centre - half, centre + half};
    }
    case ProportionInterval::agresti: {
      const double m = n + z2, q = (k + z2 / 2) / m, half = z * std::sqrt(q * (1 - q) / m);
      return {q - half, q + half};
    }
    case ProportionInterval::jeffreys:
      return {dist::invibeta(k + 0.5, n - k + 0.5, alpha / 2), dist::invibetatail(k + 0.5, n - k + 0.5, alpha / 2)};
  }
  return {undefined, undefined};
}

Interval share_interval(double share, double se, double df, double n, double level, ProportionInterval method) {
  double trials = n;
  if (se > 0 && n > 1) {
    const double ratio = t_interval(0, 1, n - 1, level).high / t_interval(0, 1, df, level).high;
    trials = share * (1 - share) / (se * se) * ratio * ratio;
  }
  return proportion_interval(trials, share * trials, level, method);
}

Interval logit_interval(double share, double se, double df, double level) {
  const Interval odds = t_interval(std::log(share / (1 - share)), se / (share * (1 - share)), df, level);
  const auto back = [](double x) { return 1 / (1 + std::exp(-x)); };
  return {back(odds.low), back(odds.high)};
}

Interval variance_interval(double n, double variance, double level) {
  if (!(n > 1)) return {undefined, undefined};
  const double tail = half_tail(level), ss = (n - 1) * variance;
  return {ss / dist::invchi2tail(n - 1, tail), ss / dist::invchi2(n - 1, tail)};
}

Interval bonett_interval(double n, double variance, double kurtosis, double level) {
  const double z = z_of(level);
  if (!(n >= 5) || !(n > z) || !(variance > 0)) return {undefined, undefined};
  const double c = n / (n - z), spread = (kurtosis - (n - 3) / n) / (n - 1);
  if (!(spread >= 0)) return {undefined, undefined};
  const double half = z * c * std::sqrt(spread);
  return {c * variance * std::exp(-half), c * variance * std::exp(half)};
}

double bonett_kurtosis(std::span<const double> x, std::span<const double> weights) {
  const auto weight = [&](std::size_t i) { return weights.empty() ? 1.0 : weights[i]; };
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  double n = 0, sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    n += weight(i);
    sum += weight(i) * x[i];
  }
  if (!(n >= 5)) return undefined;
  // Half of the observations or more from each end: what is left is the median.
  const double share = 1 / (2 * std::sqrt(n - 4));
  const double cut = share < 0.5 ? std::floor(n * share) : std::ceil(n / 2) - 1;
  double before = 0, trimmed = 0;
  for (const std::size_t i : order) {
    const double from = std::max(before, cut), to = std::min(before + weight(i), n - cut);
    if (to > from) trimmed += (to - from) * x[i];
    before += weight(i);
  }
  trimmed /= n - 2 * cut;
  const double mean = sum / n;
  double fourth = 0, squares = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    fourth += weight(i) * std::pow(x[i] - trimmed, 4);
    squares += weight(i) * (x[i] - mean) * (x[i] - mean);
  }
  return squares > 0 ? n * fourth / (squares * squares) : undefined;
}

Interval poisson_interval(double exposure, double events, double level) {
  if (!(exposure > 0)) return {undefined, undefined};
  if (events == 0) return {0, -std::log(half_tail(level)) / exposure};
  const double tail = half_tail(level);
  return {dist::invgammap(events, tail) / exposure, dist::invgammaptail(events + 1, tail) / exposure};
}

namespace {

// The value at a fractional rank (1 is the smallest), ends clamped.
double at_rank(std::span<const double> x, double rank, bool& clamped) {
  const double n = static_cast<double>(x.size());
  if (rank < 1) {
    clamped = true;
    return x.front();
  }
  if (rank >= n) {
    clamped = clamped || rank > n;
    return x.back();
  }
  const double below = std::floor(rank);
  const auto i = static_cast<std::size_t>(below) - 1;
  return x[i] + (rank - below) * (x[i + 1] - x[i]);
}

double centile_value(std::span<const double> x, double p) {
  bool ignored = false;
  return at_rank(x, (static_cast<double>(x.size()) + 1) * p / 100, ignored);
}

}  // namespace

// Limits are the order statistics r and s with binomial tails of half the error each (Mood and Graybill 1963, p. 406).
Centile centile(std::span<const double> x, double p, double level, bool conservative) {
  Centile out;
  if (x.empty()) return {undefined, {undefined, undefined}, false};
  const double n = static_cast<double>(x.size()), q = p / 100, tail = half_tail(level);
  out.value = centile_value(x, p);
  const auto cumulative = [&](double k) { return k < 0 ? 0.0 : dist::binomial(n, k, q); };
  // Lower: the largest k with P(B <= k - 1) <= tail; upper: the smallest k with P(B >= k) <= tail.
  double low = 0;
  while (low < n && cumulative(low) <= tail) ++low;
  double high = n + 1;
  while (high > 1 && 1 - cumulative(high - 2) <= tail) --high;
  double low_rank = low, high_rank = high;
  if (!conservative) {
    const double below = cumulative(low - 1), at = cumulative(low);
    low_rank = low + (tail - below) / (at - below);
    const double above = 1 - cumulative(high - 1), over = 1 - cumulative(high - 2);
    high_rank = high - (tail - above) / (over - above);
  }
  out.interval.low = at_rank(x, low_rank, out.at_extremes);
  out.interval.high = at_rank(x, high_rank, out.at_extremes);
  return out;
}

Centile centile_normal(std::span<const double> x, double p, double level, bool meansd) {
  if (x.size() < 2) return {undefined, {undefined, undefined}, false};
  const Summary s = summarize(x);
  const double n = s.n, q = p / 100, z = dist::invnormal(q);
  Centile out;
  double se;
  if (meansd) {
    out.value = s.mean + z * s.sd;
    se = s.sd * std::sqrt(1 / n + z * z / (2 * (n - 1)));
  } else {
    out.value = centile_value(x, p);
    se = std::sqrt(q * (1 - q) / n) / dist::normalden(out.value, s.mean, s.sd);
  }
  const double half = z_of(level) * se;
  out.interval = {out.value - half, out.value + half};
  return out;
}

}  // namespace nqp::numeric
