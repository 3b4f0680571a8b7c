#include "stdlib/numeric/panel/dated_regressor.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace nqp::numeric {
namespace {

using Lanes = double __attribute__((vector_size(16)));
constexpr std::size_t block = 8;  // units at once: four pairs

std::size_t whole_blocks(std::size_t n) { return (n + block - 1) / block * block; }

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
    : units_(units), periods_(periods), padded_(whole_blocks(units)), columns_(1 + model.basis().size()),
      stride_((columns_ + 1) / 2 * 2), error_(model.error()), suffix_(units * (periods + 1) * stride_), values_(columns_ * periods * padded_),
      clusters_(std::move(clusters)), total_(stride_), by_period_(periods + 1), level_(padded_), meat_(padded_),
      start_(units, static_cast<std::uint32_t>(periods)) {
  for (std::size_t k = 0; k < columns_; ++k) {
    const std::vector<double>& column = k == 0 ? model.outcome() : model.basis()[k - 1];
    for (std::size_t u = 0; u < units; ++u)
      for (std::size_t t = periods; t-- > 0;) {
        const double v = column[rows[u * periods + t]];
        values_[(k * periods + t) * padded_ + u] = v;
        suffix_[(u * (periods + 1) + t) * stride_ + k] = v + suffix_[(u * (periods + 1) + t + 1) * stride_ + k];
      }
  }
  for (const double v : model.outcome()) outcome_square_ += v * v;
  for (const std::int32_t c : clusters_) cluster_count_ = std::max(cluster_count_, static_cast<std::size_t>(c) + 1);
  padded_clusters_ = whole_blocks(cluster_count_);
  if (error_ == ScoreError::cluster) cluster_moments();
}

// moments_ without its first `columns_` columns, and period_sums_.
void DatedRegressor::cluster_moments() {
  const std::size_t pairs = columns_ * (columns_ + 1) / 2;
  period_sums_.assign(columns_ * periods_ * padded_clusters_, 0.0);
  moments_.assign((columns_ + pairs) * padded_clusters_, 0.0);
  double* out = moments_.data() + columns_ * padded_clusters_;
  for (std::size_t k = 0; k < columns_; ++k)
    for (std::size_t l = 0; l <= k; ++l, out += padded_clusters_)
      for (std::size_t u = 0; u < units_; ++u) {
        double& sum = out[static_cast<std::size_t>(clusters_[u])];
        if (k == 0) {
          sum += 1;  // the place of the outcome's square, which no score needs
          continue;
        }
        for (std::size_t t = 0; t < periods_; ++t)
          sum += values_[(k * periods_ + t) * padded_ + u] * values_[(l * periods_ + t) * padded_ + u];
      }
  for (std::size_t j = 0; j < columns_ * periods_; ++j)
    for (std::size_t u = 0; u < units_; ++u)
      period_sums_[j * padded_clusters_ + static_cast<std::size_t>(clusters_[u])] += values_[j * padded_ + u];
}

// by_period_ has the treated shares of periods.
void DatedRegressor::share_moments() {
  if (shares_ == by_period_) return;
  shares_ = by_period_;
  std::fill_n(moments_.begin(), columns_ * padded_clusters_, 0.0);
  for (std::size_t k = 0; k < columns_; ++k)
    for (std::size_t t = 0; t < periods_; ++t) {
      const double* from = &period_sums_[(k * periods_ + t) * padded_clusters_];
      double* to = &moments_[k * padded_clusters_];
      for (std::size_t c = 0; c < cluster_count_; ++c) to[c] += shares_[t] * from[c];
    }
}

// Sum over clusters of (Σ v (y - b v))², v = D~ - Σ α_k q_k, with by_period_ the treated shares of periods. As y and
// q_k sum to zero in every unit, Σ D~ y = (sum over its treated periods) - Σ share_t y_t; the square of D~ depends on
// the first treated period alone.
double DatedRegressor::cluster_scores(std::span<const TreatedUnit> treated, double mean, double b) {
  share_moments();
  const std::size_t regressors = columns_ - 1;
  const double* alpha = total_.data() + 1;
  squares_.assign(periods_ + 1, 0.0);
  for (std::size_t s = 0; s <= periods_; ++s)
    for (std::size_t t = 0; t < periods_; ++t) {
      const double d = (t >= s ? 1 : 0) - double(periods_ - s) / double(periods_) - by_period_[t] + mean;
      squares_[s] += d * d;
    }
  factors_.assign(1, -1.0);
  for (std::size_t k = 0; k < regressors; ++k) factors_.push_back(-2 * b * alpha[k]);
  factors_.push_back(-b * squares_[periods_]);
  for (std::size_t k = 0; k < regressors; ++k) {
    factors_.push_back(-alpha[k]);
    for (std::size_t l = 0; l <= k; ++l) factors_.push_back(-b * alpha[k] * alpha[l] * (l == k ? 1 : 2));
  }
  sums_.resize(padded_clusters_);
  for (std::size_t c = 0; c < padded_clusters_; c += block) {
    UnitBlock s{};
    const double* column = &moments_[c];
    for (std::size_t f = 0; f < factors_.size(); ++f, column += padded_clusters_) {
      const UnitBlock x = load_unit_block(column);
      s.a += factors_[f] * x.a, s.b += factors_[f] * x.b, s.c += factors_[f] * x.c, s.d += factors_[f] * x.d;
    }
    std::memcpy(&sums_[c], &s, sizeof s);
  }
  for (const TreatedUnit& u : treated) {
    const double* s = suffix(u);
    double explained = 0;
    for (std::size_t k = 0; k < regressors; ++k) explained += alpha[k] * s[1 + k];
    sums_[static_cast<std::size_t>(clusters_[u.unit])] +=
        s[0] - b * (squares_[u.start] - squares_[periods_] - 2 * explained);
  }
  double sum = 0;
  for (std::size_t c = 0; c < cluster_count_; ++c) sum += sums_[c] * sums_[c];
  return sum;
}

// The same from the residuals themselves, or with ScoreError::robust the sum of squared scores. A residual is
// level (own share of treated periods and, once treated, one) - period share - Σ α_k q_k.
double DatedRegressor::residual_scores(std::span<const TreatedUnit> treated, double mean, double b) {
  std::fill(start_.begin(), start_.end(), static_cast<std::uint32_t>(periods_));
  for (const TreatedUnit& u : treated) start_[u.unit] = u.start;
  for (std::size_t u = 0; u < units_; ++u) level_[u] = mean - double(periods_ - start_[u]) / double(periods_);
  std::fill(meat_.begin(), meat_.end(), 0.0);
  const bool robust = error_ == ScoreError::robust;
  const std::size_t step = periods_ * padded_;
  for (std::size_t t = 0; t < periods_; ++t) {
    for (std::size_t u = 0; u < units_; ++u)
      if (start_[u] == t) level_[u] += 1;
    const double* y = &values_[t * padded_];
    for (std::size_t u = 0; u < padded_; u += block)
      (robust ? add_scores<true> : add_scores<false>)(&level_[u], -by_period_[t], y + u, y + u + step, step,
                                                      total_.data() + 1, columns_ - 1, b, &meat_[u]);
  }
  double sum = 0;
  if (robust) {
    for (std::size_t u = 0; u < units_; ++u) sum += meat_[u];
    return sum;
  }
  sums_.assign(padded_clusters_, 0.0);
  for (std::size_t u = 0; u < units_; ++u) sums_[static_cast<std::size_t>(clusters_[u])] += meat_[u];
  for (const double s : sums_) sum += s * s;
  return sum;
}

// by_period_: units whose first treated period it is. Those of one period mostly come together.
void DatedRegressor::count_starts(std::span<const TreatedUnit> treated) {
  std::fill(by_period_.begin(), by_period_.end(), 0.0);
  for (std::size_t i = 0, first = 0; i < treated.size(); first = i) {
    while (i < treated.size() && treated[i].start == treated[first].start) ++i;
    by_period_[treated[first].start] += double(i - first);
  }
}

// total_: sums over the treated cells, two columns at once so that they need not wait in memory.
void DatedRegressor::add_suffixes(std::span<const TreatedUnit> treated) {
  for (std::size_t k = 0; k < stride_; k += 2) {
    Lanes sums{};
    for (const TreatedUnit& u : treated) {
      const double* s = suffix(u) + k;
      sums += Lanes{s[0], s[1]};
    }
    std::memcpy(&total_[k], &sums, sizeof sums);
  }
}

OneCoefficient DatedRegressor::fit(std::span<const TreatedUnit> treated) {
  const double n = double(units_), periods = double(periods_);
  count_starts(treated);
  add_suffixes(treated);
  double cells = 0, unit_squares = 0, period_squares = 0;
  for (std::size_t t = 0; t < periods_; ++t) {
    const double own = double(periods_ - t);
    cells += by_period_[t] * own, unit_squares += by_period_[t] * own * own;
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
  for (std::size_t t = 0; t < periods_; ++t) by_period_[t] /= n;
  const double mean = cells / (n * periods);
  // Moments of clusters lose digits where little of the treatment is left, and win nothing with many regressors.
  const bool from_moments = error_ == ScoreError::cluster && square > 1e-3 * cells && columns_ <= 2 * periods_;
  r.se = std::sqrt(from_moments ? cluster_scores(treated, mean, r.b) : residual_scores(treated, mean, r.b)) / square;
  return r;
}

}  // namespace nqp::numeric
