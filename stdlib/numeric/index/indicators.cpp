#include "stdlib/numeric/index/indicators.hpp"

#include <algorithm>
#include <cmath>

namespace nqp::numeric {
namespace {

std::vector<double> reference_values(std::span<const double> x, std::span<const std::uint8_t> reference) {
  std::vector<double> out;
  for (std::size_t i = 0; i < reference.size(); ++i)
    if (reference[i]) out.push_back(x[i]);
  return out;
}

// z lies where x lay: what is needed of the reference is known before the first value is written.
struct Column {
  std::span<const double> x, reference;
  double low, high;
  std::span<double> z;
};

bool moderate(Column& c, double optimum) {
  double farthest = 0;
  for (const double v : c.reference) farthest = std::max(farthest, std::fabs(v - optimum));
  if (farthest == 0) return false;
  for (std::size_t i = 0; i < c.x.size(); ++i) c.z[i] = 1 - std::fabs(c.x[i] - optimum) / farthest;
  return true;
}

bool minmax(Column& c, bool negative) {
  minmax_rows(c.z, c.low, c.high, negative);
  return true;
}

bool share_of_max(Column& c, bool negative) {
  if (!negative && c.high == 0) return false;
  for (std::size_t i = 0; i < c.x.size(); ++i) c.z[i] = negative ? c.low / c.x[i] : c.x[i] / c.high;
  return true;
}

bool share_of_sum(Column& c, bool negative) {
  double sum = 0;
  for (const double v : c.reference) sum += negative ? 1 / v : v;
  if (sum == 0) return false;
  for (std::size_t i = 0; i < c.x.size(); ++i) c.z[i] = (negative ? 1 / c.x[i] : c.x[i]) / sum;
  return true;
}

bool unit_vector(Column& c, bool negative, bool reverse) {
  const auto value = [&](double v) { return negative && reverse ? c.high - v : v; };
  double squares = 0;
  for (const double v : c.reference) squares += value(v) * value(v);
  if (squares == 0) return false;
  for (std::size_t i = 0; i < c.x.size(); ++i) {
    const double share = value(c.x[i]) / std::sqrt(squares);
    c.z[i] = negative && !reverse ? 1 - share : share;
  }
  return true;
}

bool standard_score(Column& c, bool negative) {
  const auto n = static_cast<double>(c.reference.size());
  double mean = 0, squares = 0;
  for (const double v : c.reference) mean += v / n;
  for (const double v : c.reference) squares += (v - mean) * (v - mean);
  const double sd = std::sqrt(squares / (n - 1));
  for (std::size_t i = 0; i < c.x.size(); ++i) c.z[i] = (negative ? mean - c.x[i] : c.x[i] - mean) / sd;
  return true;
}

bool scale_indicator(Column& c, const Indicator& indicator, Scaling scaling) {
  if (scaling == Scaling::none) return true;
  if (indicator.direction == Direction::moderate) return moderate(c, indicator.optimum);
  const bool negative = indicator.direction == Direction::negative;
  switch (scaling) {
    case Scaling::minmax: return minmax(c, negative);
    case Scaling::max: return share_of_max(c, negative);
    case Scaling::sum: return share_of_sum(c, negative);
    case Scaling::vector: return unit_vector(c, negative, false);
    case Scaling::reversed_vector: return unit_vector(c, negative, true);
    case Scaling::zscore: return standard_score(c, negative);
    case Scaling::none: break;
  }
  return true;
}

}  // namespace

void minmax_rows(std::span<double> x, double low, double high, bool negative) {
  const double range = high - low;
  constexpr std::size_t lanes = 4;  // divided together
  double* z = x.data();
  const std::size_t whole = x.size() - x.size() % lanes;
  if (negative) {
    for (std::size_t i = 0; i < whole; i += lanes)
      for (std::size_t l = 0; l < lanes; ++l) z[i + l] = (high - z[i + l]) / range;
  } else {
    for (std::size_t i = 0; i < whole; i += lanes)
      for (std::size_t l = 0; l < lanes; ++l) z[i + l] = (z[i + l] - low) / range;
  }
  for (std::size_t i = whole; i < x.size(); ++i) z[i] = (negative ? high - z[i] : z[i] - low) / range;
}

NormalisedColumn normalise_indicator(std::span<double> x, const Indicator& indicator, Scaling scaling,
                                     std::span<const std::uint8_t> reference) {
  const std::vector<double> marked = reference_values(x, reference);
  Column c{x, reference.empty() ? std::span<const double>(x) : marked, 0, 0, x};
  c.low = c.high = c.reference.front();
  for (const double v : c.reference) c.low = std::min(c.low, v), c.high = std::max(c.high, v);
  NormalisedColumn out{c.low, c.high, false};
  out.constant = c.low == c.high || !scale_indicator(c, indicator, scaling);
  if (out.constant) std::fill(c.z.begin(), c.z.end(), 0.0);
  return out;
}

Normalised normalise_indicators(Matrix x, std::span<const Indicator> indicators, Scaling scaling,
                                std::span<const std::uint8_t> reference) {
  Normalised out;
  for (std::size_t j = 0; j < x.cols; ++j) {
    const NormalisedColumn c = normalise_indicator(x.column(j), indicators[j], scaling, reference);
    out.low.push_back(c.low), out.high.push_back(c.high), out.constant.push_back(c.constant);
  }
  out.z = std::move(x);
  return out;
}

}  // namespace nqp::numeric
