#include "stdlib/numeric/panel/dated_regressor.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace nqp::numeric {
namespace {

using Lanes = double __attribute__((vector_size(16)));
constexpr std::size_t block = 8;  // units at once: four pairs

struct UnitBlock {
  Lanes a, b, c, d;
};

UnitBlock load_unit_block(const double* p) {
  return {Lanes{p[0], p[1]}, Lanes{p[2], p[3]}, Lanes{p[4], p[5]}, Lanes{p[6], p[7]}};
}

void add_unit_block(double* p, const UnitBlock& v) {
  const UnitBlock s = load_unit_block(p);
  const Lanes sums[] = {s.a + v.a, s.b + v.b, s.c + v.c, s.d + v.d};
  std::memcpy(p, sums, sizeof sums);
}

// v y - b v², or its square, for one block and period; q points to the first regressor and steps over periods.
template <bool squared>
void add_scores(const double* level, double period, const double* y, const double* q, std::size_t step,
                const double* alpha, std::size_t regressors, double b, double* meat) {
  UnitBlock v = load_unit_block(level);
  v.a += period, v.b += period, v.c += period, v.d += period;
  for (std::size_t k = 0; k < regressors; ++k, q += step) {
    const UnitBlock x = load_unit_block(q);
    v.a -= alpha[k] * x.a, v.b -= alpha[k] * x.b, v.c -= alpha[k] * x.c, v.d -= alpha[k] * x.d;
  }
  UnitBlock e = load_unit_block(y);
  e.a = v.a * (e.a - b * v.a), e.b = v.b * (e.b - b * v.b), e.c = v.c * (e.c - b * v.c), e.d = v.d * (e.d - b * v.d);
  if (squared) e.a *= e.a, e.b *= e.b, e.c *= e.c, e.d *= e.d;
  add_unit_block(meat, e);
}

}  // namespace

DatedRegressor::DatedRegressor(const OneRegressor& model, std::size_t units, std::size_t periods,
                               std::span<const std::size_t> rows, std::vector<std::int32_t> clusters)
    : units_(units), periods_(periods), padded_((units + block - 1) / block * block),
      columns_(1 + model.basis().size()), error_(model.error()),
      suffix_(units * (periods + 1) * columns_), values_(columns_ * periods * padded_), clusters_(std::move(clusters)),
      total_(columns_), by_period_(periods + 1), level_(padded_), meat_(padded_) {
  for (std::size_t k = 0; k < columns_; ++k) {
    const std::vector<double>& column = k == 0 ? model.outcome() : model.basis()[k - 1];
    for (std::size_t u = 0; u < units; ++u)
      for (std::size_t t = periods; t-- > 0;) {
        const double v = column[rows[u * periods + t]];
        values_[(k * periods + t) * padded_ + u] = v;
        suffix_[(u * (periods + 1) + t) * columns_ + k] = v + suffix_[(u * (periods + 1) + t + 1) * columns_ + k];
      }
  }
  for (const double v : model.outcome()) outcome_square_ += v * v;
  for (const std::int32_t c : clusters_) cluster_count_ = std::max(cluster_count_, static_cast<std::size_t>(c) + 1);
}

// Sum of squared scores; by_period_, level_ and total_ hold the draw. A residual is
// level (own share of treated periods and, once treated, one) + period share - Σ α_k q_k.
double DatedRegressor::scores(std::span<const std::uint32_t> start, double b) {
  std::fill(meat_.begin(), meat_.end(), 0.0);
  const bool robust = error_ == ScoreError::robust;
  const std::size_t step = periods_ * padded_;
  for (std::size_t t = 0; t < periods_; ++t) {
    for (std::size_t u = 0; u < units_; ++u)
      if (start[u] == t) level_[u] += 1;
    const double* y = &values_[t * padded_];
    for (std::size_t u = 0; u < padded_; u += block)
      (robust ? add_scores<true> : add_scores<false>)(&level_[u], by_period_[t], y + u, y + u + step, step,
                                                      total_.data() + 1, columns_ - 1, b, &meat_[u]);
  }
  double sum = 0;
  if (robust) {
    for (std::size_t u = 0; u < units_; ++u) sum += meat_[u];
    return sum;
  }
  sums_.assign(cluster_count_, 0.0);
  for (std::size_t u = 0; u < units_; ++u) sums_[static_cast<std::size_t>(clusters_[u])] += meat_[u];
  for (const double s : sums_) sum += s * s;
  return sum;
}

OneCoefficient DatedRegressor::fit(std::span<const std::uint32_t> start) {
  const double n = double(units_), periods = double(periods_);
  std::fill(total_.begin(), total_.end(), 0.0), std::fill(by_period_.begin(), by_period_.end(), 0.0);
  double cells = 0, unit_squares = 0, period_squares = 0;
  for (std::size_t u = 0; u < units_; ++u) {
    if (start[u] >= periods_) continue;
    const double own = double(periods_ - start[u]);
    cells += own, unit_squares += own * own;
    by_period_[start[u]] += 1;
    const double* s = &suffix_[(u * (periods_ + 1) + start[u]) * columns_];
    for (std::size_t k = 0; k < columns_; ++k) total_[k] += s[k];
  }
  for (std::size_t t = 1; t < periods_; ++t) by_period_[t] += by_period_[t - 1];
  for (std::size_t t = 0; t < periods_; ++t) period_squares += by_period_[t] * by_period_[t];
  double square = cells - unit_squares / periods - period_squares / n + cells * cells / (n * periods);
  for (std::size_t k = 1; k < columns_; ++k) square -= total_[k] * total_[k];
  OneCoefficient r;
  r.omitted = square <= OneRegressor::absorbed_share * cells;
  if (r.omitted) return r;
  r.b = total_[0] / square;
  if (error_ == ScoreError::classical) {
    r.se = std::sqrt((outcome_square_ - r.b * total_[0]) / square);
    return r;
  }
  const double mean = cells / (n * periods), per_period = 1 / periods;
  for (std::size_t u = 0; u < units_; ++u) level_[u] = mean - double(periods_ - start[u]) * per_period;
  for (std::size_t t = 0; t < periods_; ++t) by_period_[t] /= -n;
  r.se = std::sqrt(scores(start, r.b)) / square;
  return r;
}

}  // namespace nqp::numeric
