#include "stdlib/numeric/matching/score_adjustment.hpp"

namespace nqp::numeric {
namespace {

struct AdjustmentRows {
  const FittedScore& score;
  const Matrix& z;
  const std::vector<double>& y;
  const std::vector<std::uint8_t>& treated;
  std::vector<std::uint32_t> all{}, sides[2]{};
};

double column_at(const Matrix& z, std::size_t row, std::size_t k) { return k < z.cols ? z(row, k) : 1.0; }

// Within two neighbors on the score in one arm: adds Σ factor(i) cov(z, y | score_i); the constant has none.
template <class Factor>
void add_covariances(const AdjustmentRows& r, int side, Factor factor, std::vector<double>& c) {
  MatchSpec spec;
  spec.neighbors = 2, spec.ties = true;
  match({r.score.p, {}}, r.all, r.sides[side], spec, [&](std::size_t i, auto who, auto) {
    const double h = static_cast<double>(who.size());
    if (h < 2) return;
    double mean_y = 0;
    for (const std::uint32_t j : who) mean_y += r.y[j] / h;
    for (std::size_t k = 0; k < r.z.cols; ++k) {
      double mean_z = 0, covariance = 0;
      for (const std::uint32_t j : who) mean_z += r.z(j, k) / h;
      for (const std::uint32_t j : who) covariance += (r.z(j, k) - mean_z) * (r.y[j] - mean_y) / (h - 1);
      c[k] += factor(i) * covariance;
    }
  });
}

// Σ_i z_i f_i (difference_i - effect)/N1 with the differences between each row and its matches in the other arm.
void add_differences(const AdjustmentRows& r, const MatchSpace& space, const ScoreAdjustment& q,
                     std::vector<double>& c) {
  MatchSpec spec;
  spec.neighbors = q.neighbors, spec.ties = true;
  const double n1 = static_cast<double>(r.sides[1].size());
  for (const int side : {0, 1})
    match(space, r.sides[side], r.sides[1 - side], spec, [&](std::size_t i, auto who, auto weights) {
      double other = 0;
      for (std::size_t j = 0; j < who.size(); ++j) other += weights[j] * r.y[who[j]];
      const double difference = side == 1 ? r.y[i] - other : other - r.y[i];
      for (std::size_t k = 0; k <= r.z.cols; ++k)
        c[k] += column_at(r.z, i, k) * r.score.density[i] * (difference - q.effect) / n1;
    });
}

double in_metric_of(const std::vector<double>& c, const Matrix& V) {
  double sum = 0;
  for (std::size_t i = 0; i < c.size(); ++i)
    for (std::size_t j = 0; j < c.size(); ++j) sum += c[i] * V(i, j) * c[j];
  return sum;
}

}  // namespace

double score_adjustment(const ScoreAdjustment& q, const FittedScore& score, const Matrix& z,
                        const Matrix& V, const std::vector<double>& y,
                        const std::vector<std::uint8_t>& treated) {
  AdjustmentRows r{score, z, y, treated};
  for (std::size_t i = 0; i < y.size(); ++i) {
    r.all.push_back(static_cast<std::uint32_t>(i));
    r.sides[treated[i]].push_back(r.all.back());
  }
  const double n = static_cast<double>(y.size()), n1 = static_cast<double>(r.sides[1].size());
  std::vector<double> c(z.cols + 1, 0.0);
  const auto odds = [&](std::size_t i) { return score.p[i] / (1 - score.p[i]); };
  if (!q.atet) {
    add_covariances(r, 1, [&](std::size_t i) { return score.density[i] / score.p[i] / n; }, c);
    add_covariances(r, 0, [&](std::size_t i) { return score.density[i] / (1 - score.p[i]) / n; }, c);
    return -in_metric_of(c, V);
  }
  add_covariances(r, 1, [&](std::size_t i) { return score.density[i] / n1; }, c);
  add_covariances(r, 0, [&](std::size_t i) { return odds(i) * score.density[i] / n1; }, c);
  add_differences(r, {score.p, {}}, q, c);
  std::vector<double> slope(z.cols + 1, 0.0);  // matches on the covariates themselves
  const std::vector<std::uint8_t> one_group(y.size(), 0);
  const Matrix coordinates = mahalanobis_coordinates(z, one_group);
  add_differences(r, {{}, coordinates}, q, slope);
  return in_metric_of(slope, V) - in_metric_of(c, V);
}

}  // namespace nqp::numeric
