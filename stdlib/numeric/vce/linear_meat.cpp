#include "stdlib/numeric/vce/linear_meat.hpp"

#include <cmath>

#include "stdlib/numeric/vce/sandwich.hpp"

namespace nqp::numeric {
namespace {

double leverage_correction(VceKind kind, double leverage) {
  if (kind != VceKind::hc2 && kind != VceKind::hc3) return 1;
  const double free = 1 - leverage;
  // A row fitted perfectly because it has its own regressor has no residual to weigh.
  if (free < 1e-12) return 0;
  return kind == VceKind::hc3 ? 1 / free : 1 / std::sqrt(free);
}

}  // namespace

Matrix linear_meat(const LinearScores& scores, VceKind kind, const std::vector<Codes>& clusters) {
  const bool counted_rows = scores.weights.kind == WeightKind::fweight && kind != VceKind::cluster;
  const std::vector<double>& w = scores.weights.values;
  std::vector<double> u(scores.residuals.begin(), scores.residuals.end());
  for (std::size_t i = 0; i < u.size(); ++i) {
    if (!w.empty()) u[i] *= counted_rows ? std::sqrt(w[i]) : w[i];
    if (!scores.leverage.empty()) u[i] *= leverage_correction(kind, scores.leverage[i]);
  }
  const Scores rows{scores.x, scores.constant, u};
  return kind == VceKind::cluster ? meat_multiway(rows, clusters) : meat_robust(rows);
}

}  // namespace nqp::numeric
