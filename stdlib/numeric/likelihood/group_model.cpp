#include "stdlib/numeric/likelihood/group_model.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/likelihood/newton.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"

namespace nqp::numeric {
namespace {

struct GroupPoint {
  std::vector<double> b;
  double ll = undefined;
};

double group_weight(const GroupSpec& s, std::size_t g) { return s.weights.empty() ? 1 : s.weights[g]; }

GroupPoint group_point(const GroupSpec& s, std::vector<double> b) {
  GroupPoint p;
  double sum = 0;
  for (std::size_t g = 0; g < s.groups; ++g) sum += group_weight(s, g) * s.group(g, b.data(), nullptr, nullptr);
  p.b = std::move(b);
  p.ll = sum;
  return p;
}

GroupPoint adapted_point(const GroupSpec& s, std::vector<double> b) {
  if (s.adapt) s.adapt(b.data());
  return group_point(s, std::move(b));
}

struct GroupDerivatives {
  std::vector<double> gradient;
  Matrix information, scores;          // scores: groups × parameters, weighted
};

GroupDerivatives group_derivatives(const GroupSpec& s, const GroupPoint& p) {
  const std::size_t k = s.parameters;
  GroupDerivatives d;
  d.gradient.assign(k, 0.0);
  d.information = Matrix(k, k);
  d.scores = Matrix(s.groups, k);
  std::vector<double> score(k), hessian(k * k);
  for (std::size_t g = 0; g < s.groups; ++g) {
    std::fill(score.begin(), score.end(), 0.0);
    std::fill(hessian.begin(), hessian.end(), 0.0);
    s.group(g, p.b.data(), score.data(), hessian.data());
    const double w = group_weight(s, g);
    for (std::size_t j = 0; j < k; ++j) {
      d.scores(g, j) = w * score[j];
      d.gradient[j] += w * score[j];
    }
    for (std::size_t j = 0; j < k * k; ++j) d.information.data[j] -= w * hessian[j];
  }
  return d;
}

bool advance_groups(const GroupSpec& s, const std::vector<double>& step, GroupPoint& p) {
  double length = 1;
  for (int halving = 0; halving < 40; ++halving, length /= 2) {
    std::vector<double> b = p.b;
    for (std::size_t i = 0; i < b.size(); ++i) b[i] += length * step[i];
    GroupPoint next = group_point(s, std::move(b));
    if (!std::isfinite(next.ll) || next.ll < p.ll) continue;
    p = std::move(next);
    return true;
  }
  return false;
}

void set_variances(const GroupSpec& s, bool robust, const std::vector<Codes>& clusters, const GroupDerivatives& d,
                   LikelihoodFit& fit) {
  fit.rank = static_cast<double>(s.parameters);
  fit.information_inverse = inverse_information(d.information, fit.rank);
  fit.V = fit.information_inverse;
  double count = static_cast<double>(s.groups);
  if (!clusters.empty()) {
    fit.N_clust = cluster_counts(clusters);
    count = smallest_cluster_count(fit.N_clust);
    fit.V = sandwich(fit.information_inverse, meat_multiway({.x = d.scores}, clusters), count / (count - 1));
  } else if (robust) {
    fit.N_clust = {count};
    fit.V = sandwich(fit.information_inverse, meat_robust({.x = d.scores}), count / (count - 1));
  }
}

}  // namespace

LikelihoodFit maximise_groups(const GroupSpec& s, bool robust, const std::vector<Codes>& clusters,
                              Progress& progress) {
  LikelihoodFit fit;
  fit.N = s.N;
  GroupPoint p = adapted_point(s, s.start.empty() ? std::vector<double>(s.parameters, 0.0) : s.start);
  if (!std::isfinite(p.ll)) throw Failure(FailureCode::overflow, "initial values not feasible");
  fit.log.push_back(p.ll);
  GroupDerivatives d = group_derivatives(s, p);
  for (int k = 0; k < s.iterations && s.parameters > 0; ++k) {
    check(progress);
    const std::vector<double> step = newton_step(d.information, d.gradient);
    double expected = 0;
    for (std::size_t i = 0; i < step.size(); ++i) expected += step[i] * d.gradient[i];
    const double before = p.ll;
    const bool moved = advance_groups(s, step, p);
    if (moved && s.adapt) p = adapted_point(s, std::move(p.b));
    if (moved) d = group_derivatives(s, p);
    const double rise = p.ll - before, scale = 1 + std::abs(p.ll);
    fit.converged = moved ? expected < 1e-9 * scale && std::abs(rise) < 1e-9 * scale : expected < 1e-6 * scale;
    if (rise > 1e-7 || (moved && !fit.converged)) fit.log.push_back(p.ll);
    if (fit.converged || !moved) break;
  }
  fit.b = p.b;
  fit.ll = p.ll;
  if (s.parameters == 0) {
    fit.converged = true;
    return fit;
  }
  set_variances(s, robust, clusters, d, fit);
  return fit;
}

double GroupedRows::index(std::size_t row, const double* b) const {
  double eta = offset.empty() ? 0 : offset[row];
  for (std::size_t j = 0; j < x.cols; ++j) eta += x(row, j) * b[j];
  return eta;
}

}  // namespace nqp::numeric
