#include "stdlib/numeric/panel/one_regressor.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/linalg/inner.hpp"

namespace nqp::numeric {
namespace {

Matrix outcome_and_regressors(const OneRegressorSpec& s) {
  Matrix m(s.y.size(), s.x.cols + 1);
  std::copy(s.y.begin(), s.y.end(), m.column(0).begin());
  for (std::size_t j = 0; j < s.x.cols; ++j)
    std::copy(s.x.column(j).begin(), s.x.column(j).end(), m.column(j + 1).begin());
  return m;
}

}  // namespace

OneRegressor::OneRegressor(const OneRegressorSpec& spec, Progress& progress)
    : spec_(spec), absorber_(spec_.effects, {}) {
  Matrix m = outcome_and_regressors(spec_);
  absorber_.partial_out(m, progress);
  for (std::size_t j = 1; j < m.cols; ++j) {
    const auto column = m.column(j);
    std::vector<double> v(column.begin(), column.end());
    const double before = inner(spec_.x.column(j - 1), spec_.x.column(j - 1));
    project_off(v);
    project_off(v);  // twice is enough (Parlett 1998, section 6.9)
    const double after = inner(v, v);
    if (after <= absorbed_share * before) continue;
    for (double& e : v) e /= std::sqrt(after);
    q_.push_back(std::move(v));
  }
  y_.assign(m.column(0).begin(), m.column(0).end());
  project_off(y_);
  for (const std::int32_t c : spec_.clusters) cluster_count_ = std::max(cluster_count_, static_cast<std::size_t>(c) + 1);
}

void OneRegressor::project_off(std::span<double> v) const {
  for (const std::vector<double>& q : q_) {
    const double c = inner(q, v);
    for (std::size_t i = 0; i < v.size(); ++i) v[i] -= c * q[i];
  }
}

std::vector<OneCoefficient> OneRegressor::fit(Matrix& d, Progress& progress) const {
  std::vector<double> before;
  for (std::size_t j = 0; j < d.cols; ++j) before.push_back(inner(d.column(j), d.column(j)));
  absorber_.partial_out(d, progress);
  std::vector<OneCoefficient> out(d.cols);
  std::vector<double> sums(cluster_count_);
  for (std::size_t j = 0; j < d.cols; ++j) {
    const std::span<double> v = d.column(j);
    project_off(v);
    const double square = inner(v, v);
    OneCoefficient& r = out[j];
    r.omitted = square <= absorbed_share * before[j];
    if (r.omitted) continue;
    r.b = inner(v, y_) / square;
    double meat = 0, rss = 0;
    std::fill(sums.begin(), sums.end(), 0.0);
    for (std::size_t i = 0; i < v.size(); ++i) {
      const double e = y_[i] - r.b * v[i];
      rss += e * e;
      if (spec_.error == ScoreError::robust) meat += v[i] * v[i] * e * e;
      if (spec_.error == ScoreError::cluster) sums[static_cast<std::size_t>(spec_.clusters[i])] += v[i] * e;
    }
    if (spec_.error == ScoreError::classical) meat = rss * square;
    for (const double s : sums) meat += s * s;
    r.se = std::sqrt(meat) / square;
  }
  return out;
}

}  // namespace nqp::numeric
