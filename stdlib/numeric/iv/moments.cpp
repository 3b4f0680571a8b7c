#include "stdlib/numeric/iv/moments.hpp"

#include <algorithm>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/dense.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"

namespace nqp::numeric {
namespace {

// One row per observation: v_i ⊗ q_i.
Matrix moment_rows(const MomentRows& rows, const MomentVce& vce) {
  const auto n = static_cast<std::size_t>(rows.q.rows());
  const auto L = static_cast<std::size_t>(rows.q.cols()), m = static_cast<std::size_t>(rows.v.cols());
  const bool counted = rows.weight_kind == WeightKind::fweight && !vce.clustered() && vce.kernel == HacKernel::none;
  Matrix s(n, L * m);
  for (std::size_t a = 0; a < m; ++a) {
    for (std::size_t l = 0; l < L; ++l) {
      const std::span<double> column = s.column(a * L + l);
      for (std::size_t i = 0; i < n; ++i) {
        column[i] = rows.v(index(i), index(a)) * rows.q(index(i), index(l));
        // A row that stands for w equal rows adds w products, not w².
        if (counted) column[i] /= rows.root_w[i];
      }
    }
  }
  if (vce.centred) {
    for (std::size_t j = 0; j < s.cols; ++j) {
      double sum = 0;
      for (const double x : s.column(j)) sum += x;
      for (double& x : s.column(j)) x -= sum / static_cast<double>(n);
    }
  }
  return s;
}

Matrix picked(const Matrix& m, const std::vector<std::size_t>& rows) {
  Matrix out(rows.size(), m.cols);
  for (std::size_t j = 0; j < m.cols; ++j)
    for (std::size_t i = 0; i < rows.size(); ++i) out(i, j) = m(rows[i], j);
  return out;
}

Matrix kernel_meat(const Matrix& scores, const MomentVce& vce, const SeriesOrder& order) {
  const LagFinder finder(order);
  Matrix meat = gram(scores);
  const int lags = kernel_lags(vce.kernel, vce.bandwidth, finder.periods());
  for (int lag = 1; lag <= lags; ++lag) {
    const double weight = kernel_weight(vce.kernel, lag, vce.bandwidth);
    const LagPairs pairs = finder.pairs(lag);
    if (weight == 0 || pairs.row.empty()) continue;
    const Matrix gamma = cross_product(picked(scores, pairs.row), picked(scores, pairs.earlier));
    meat = add(add(meat, gamma, weight), transpose(gamma), weight);
  }
  return meat;
}

// Sums of each period, then the kernel over periods.
Matrix period_meat(const Matrix& scores, const MomentVce& vce) {
  const DenseCodes periods = dense_codes(vce.order->time);
  Matrix sums(static_cast<std::size_t>(periods.levels), scores.cols);
  SeriesOrder order;
  order.time.assign(sums.rows, 0);
  for (std::size_t i = 0; i < scores.rows; ++i) {
    const auto t = static_cast<std::size_t>(periods.values[i]);
    order.time[t] = vce.order->time[i];
    for (std::size_t j = 0; j < scores.cols; ++j) sums(t, j) += scores(i, j);
  }
  return kernel_meat(sums, vce, order);
}

bool same_groups(Codes a, Codes b) { return is_nested(a, b) && is_nested(b, a); }

Matrix clustered_kernel_meat(const Scores& s, const Matrix& scores, const MomentVce& vce) {
  if (vce.order == nullptr) throw Failure(FailureCode::requirement, "a kernel needs times");
  if (vce.clusters.size() == 1) {
    if (same_groups(vce.clusters[0], vce.order->time)) return period_meat(scores, vce);
    throw Failure(FailureCode::requirement, "a kernel with one cluster variable needs clusters of time");
  }
  const bool time_last = same_groups(vce.clusters[1], vce.order->time);
  const Codes panel = vce.clusters[time_last ? 0 : 1];
  if (!time_last && !same_groups(vce.clusters[0], vce.order->time))
    throw Failure(FailureCode::requirement, "a kernel with two cluster variables needs panel and time");
  return add(add(meat_cluster(s, panel), period_meat(scores, vce)), kernel_meat(scores, vce, *vce.order), -1);
}

// Autocorrelation without heteroskedasticity: Σ k_j (Σ v_t v_{t-j}'/N) ⊗ (Σ q_t q_{t-j}').
EigenMatrix autocorrelated(const MomentRows& rows, const MomentVce& vce) {
  const double n = rows.n - vce.dof_minus;
  EigenMatrix meat = moment_kronecker(dense_cross(rows.v, rows.v) / n, dense_cross(rows.q, rows.q));
  const LagFinder finder(*vce.order);
  const int lags = kernel_lags(vce.kernel, vce.bandwidth, finder.periods());
  const Matrix v = from_eigen(rows.v), q = from_eigen(rows.q);
  for (int lag = 1; lag <= lags; ++lag) {
    const double weight = kernel_weight(vce.kernel, lag, vce.bandwidth);
    const LagPairs pairs = finder.pairs(lag);
    if (weight == 0 || pairs.row.empty()) continue;
    const Matrix vv = cross_product(picked(v, pairs.row), picked(v, pairs.earlier));
    const Matrix qq = cross_product(picked(q, pairs.row), picked(q, pairs.earlier));
    const EigenMatrix gamma = moment_kronecker(eigen(vv) / n, eigen(qq));
    meat += weight * (gamma + gamma.transpose());
  }
  return meat;
}

}  // namespace

EigenMatrix moment_kronecker(const EigenMatrix& a, const EigenMatrix& b) {
  EigenMatrix out(a.rows() * b.rows(), a.cols() * b.cols());
  for (Eigen::Index j = 0; j < a.cols(); ++j)
    for (Eigen::Index i = 0; i < a.rows(); ++i)
      out.block(i * b.rows(), j * b.cols(), b.rows(), b.cols()) = a(i, j) * b;
  return out;
}

EigenMatrix moment_covariance(const MomentRows& rows, const MomentVce& vce) {
  if (vce.iid())
    return moment_kronecker(dense_cross(rows.v, rows.v) / (rows.n - vce.dof_minus),
                            dense_cross(rows.q, rows.q));
  if (!vce.robust && !vce.clustered()) return autocorrelated(rows, vce);
  const Matrix scores = moment_rows(rows, vce);
  const Scores s{.x = scores};
  Matrix meat;
  if (vce.clustered() && vce.kernel != HacKernel::none) meat = clustered_kernel_meat(s, scores, vce);
  else if (vce.clustered()) meat = meat_multiway(s, vce.clusters);
  else if (vce.kernel != HacKernel::none) meat = kernel_meat(scores, vce, *vce.order);
  else meat = meat_robust(s);
  const double factor = vce.clustered() ? 1 : rows.n / (rows.n - vce.dof_minus);
  return eigen(meat) * factor;
}

std::vector<double> MomentVce::cluster_numbers() const {
  return summed_clusters.empty() ? cluster_counts(clusters) : summed_clusters;
}

double fewest_clusters(const MomentVce& vce) {
  if (!vce.clustered()) return 0;
  const std::vector<double> counts = vce.cluster_numbers();
  return *std::min_element(counts.begin(), counts.end());
}

}  // namespace nqp::numeric
