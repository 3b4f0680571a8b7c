#include "stdlib/numeric/vce/wild_instruments.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::numeric {
namespace {

using std::size_t;

// What W'[y X] is made of, cluster by cluster: without draws, and what a draw multiplies.
struct ClusterMoments {
  std::vector<Matrix> base, drawn;  // L × (1 + k) each
};

struct WildIvWork {
  const WildIvSpec& spec;
  size_t n, k, L;
  DenseCodes clusters;
  Matrix W;          // included exogenous regressors and excluded instruments
  Matrix ww_inverse;
};

Matrix instruments_of(const WildIvSpec& s) {
  Matrix W(s.x.rows, 0);
  const auto add = [&](std::span<const double> column) {
    W.data.insert(W.data.end(), column.begin(), column.end());
    ++W.cols;
  };
  for (size_t j = 0; j < s.x.cols; ++j)
    if (std::find(s.endogenous.begin(), s.endogenous.end(), j) == s.endogenous.end()) add(s.x.column(j));
  for (size_t j = 0; j < s.excluded.cols; ++j) add(s.excluded.column(j));
  return W;
}

// [y X] as columns.
Matrix regressand_and_regressors(const WildIvSpec& s) {
  Matrix m(s.y.size(), s.x.cols + 1);
  std::copy(s.y.begin(), s.y.end(), m.column(0).begin());
  for (size_t j = 0; j < s.x.cols; ++j) std::copy_n(s.x.column(j).begin(), s.y.size(), m.column(j + 1).begin());
  return m;
}

std::vector<Matrix> moments_by_cluster(const WildIvWork& w, const Matrix& columns) {
  std::vector<Matrix> out(static_cast<size_t>(w.clusters.levels), Matrix(w.L, columns.cols));
  for (size_t j = 0; j < columns.cols; ++j)
    for (size_t l = 0; l < w.L; ++l)
      for (size_t i = 0; i < w.n; ++i)
        out[static_cast<size_t>(w.clusters.values[i])](l, j) += w.W(i, l) * columns(i, j);
  return out;
}

struct WildTwoStage {
  std::vector<double> b;
  Matrix inverse;            // (X'P X)^-1
  double se = 0;             // of r'b
};

// Two-stage least squares from cluster moments; `draw` one number for each cluster, or none.
WildTwoStage two_stage(const WildIvWork& w, const ClusterMoments& m, const std::vector<double>* draw) {
  const auto moment = [&](size_t g, size_t l, size_t j) {
    return m.base[g](l, j) + (draw ? (*draw)[g] * m.drawn[g](l, j) : 0.0);
  };
  Matrix total(w.L, w.k + 1);
  for (size_t g = 0; g < m.base.size(); ++g)
    for (size_t j = 0; j <= w.k; ++j)
      for (size_t l = 0; l < w.L; ++l) total(l, j) += moment(g, l, j);
  const Matrix projected = multiply(w.ww_inverse, total);  // (W'W)^-1 W'[y X]
  const Matrix cross = cross_product(total, projected);    // [y X]'P[y X]
  Matrix xx(w.k, w.k), xy(w.k, 1);
  for (size_t j = 0; j < w.k; ++j) {
    xy(j, 0) = cross(j + 1, 0);
    for (size_t i = 0; i < w.k; ++i) xx(i, j) = (cross(i + 1, j + 1) + cross(j + 1, i + 1)) / 2;
  }
  WildTwoStage out;
  out.inverse = inverse_spd(xx);
  out.b = multiply(out.inverse, xy.column(0));
  const std::vector<double> direction = multiply(out.inverse, w.spec.restriction);
  std::vector<double> by_instrument(w.L, 0.0);  // r'(X'PX)^-1 X'W (W'W)^-1
  for (size_t l = 0; l < w.L; ++l)
    for (size_t j = 0; j < w.k; ++j) by_instrument[l] += projected(l, j + 1) * direction[j];
  double meat = 0;
  for (size_t g = 0; g < m.base.size(); ++g) {
    double score = 0;
    for (size_t l = 0; l < w.L; ++l) {
      double e = moment(g, l, 0);
      for (size_t j = 0; j < w.k; ++j) e -= out.b[j] * moment(g, l, j + 1);
      score += by_instrument[l] * e;
    }
    meat += score * score;
  }
  out.se = std::sqrt(w.spec.factor * meat);
  return out;
}

double along(const std::vector<double>& r, const std::vector<double>& b) {
  double sum = 0;
  for (size_t j = 0; j < b.size(); ++j) sum += r[j] * b[j];
  return sum;
}

// The estimate nearest in the metric of the second stage that meets the restriction.
std::vector<double> restricted(const WildIvWork& w, const WildTwoStage& fit) {
  const std::vector<double> direction = multiply(fit.inverse, w.spec.restriction);
  const double step = (along(w.spec.restriction, fit.b) - w.spec.value) / along(w.spec.restriction, direction);
  std::vector<double> b = fit.b;
  for (size_t j = 0; j < b.size(); ++j) b[j] -= step * direction[j];
  return b;
}

// The sampling model: first stages are efficient given the structural residual, which enters them as a regressor.
ClusterMoments sampling_moments(const WildIvWork& w, const Matrix& columns, const std::vector<double>& b) {
  std::vector<double> u(w.n);
  for (size_t i = 0; i < w.n; ++i) {
    u[i] = columns(i, 0);
    for (size_t j = 0; j < w.k; ++j) u[i] -= b[j] * columns(i, j + 1);
  }
  const Matrix with_u = join_columns(w.W, Matrix(w.n, 1, u));
  const Matrix inverse = inverse_spd(gram(with_u));
  Matrix base = columns, drawn(w.n, w.k + 1);
  for (const size_t j : w.spec.endogenous) {
    const std::vector<double> x(w.spec.x.column(j).begin(), w.spec.x.column(j).end());
    const Matrix pi = multiply(inverse, cross_product(with_u, Matrix(w.n, 1, x)));
    for (size_t i = 0; i < w.n; ++i) {
      double fitted = 0;
      for (size_t l = 0; l < w.L; ++l) fitted += w.W(i, l) * pi(l, 0);
      base(i, j + 1) = fitted;
      drawn(i, j + 1) = x[i] - fitted;
    }
  }
  for (size_t i = 0; i < w.n; ++i) {
    base(i, 0) = 0;
    drawn(i, 0) = u[i];
    for (size_t j = 0; j < w.k; ++j) {
      base(i, 0) += b[j] * base(i, j + 1);
      drawn(i, 0) += b[j] * drawn(i, j + 1);
    }
  }
  return {moments_by_cluster(w, base), moments_by_cluster(w, drawn)};
}

}  // namespace

WildIvTest wild_instruments(const WildIvSpec& spec, Progress& progress) {
  WildIvWork w{spec, spec.y.size(), spec.x.cols, 0, dense_codes(spec.clusters), instruments_of(spec), {}};
  if (w.clusters.levels < 2)
    throw Failure(FailureCode::insufficient_observations, "one cluster", {{"groups", w.clusters.levels}});
  w.L = w.W.cols;
  w.ww_inverse = inverse_spd(gram(w.W));
  const Matrix columns = regressand_and_regressors(spec);
  const ClusterMoments actual{moments_by_cluster(w, columns), {}};
  const WildTwoStage fit = two_stage(w, actual, nullptr);
  WildIvTest out;
  out.estimate = along(spec.restriction, fit.b);
  out.standard_error = fit.se;
  out.test.statistic = (out.estimate - spec.value) / fit.se;

  const std::vector<double> b = spec.impose_null ? restricted(w, fit) : fit.b;
  const double centre = spec.impose_null ? spec.value : out.estimate;
  const ClusterMoments model = sampling_moments(w, columns, b);
  const WildDraws draws(static_cast<size_t>(w.clusters.levels), spec.weight, spec.replications, spec.seed);
  out.replications = draws.replications();
  out.enumerates = draws.all_signs();
  for (size_t r = 0; r < draws.replications(); ++r) {
    if (r % 64 == 0) check(progress);
    const std::vector<double> v = draws.draw(r);
    double t = std::nan("");
    try {
      const WildTwoStage again = two_stage(w, model, &v);
      t = (along(spec.restriction, again.b) - centre) / again.se;
    } catch (const Failure&) {
      // This draw's first stage vanished.
    }
    if (std::isfinite(t)) out.test.draws.push_back(t);
    else ++out.test.left_out;
  }
  return out;
}

}  // namespace nqp::numeric
