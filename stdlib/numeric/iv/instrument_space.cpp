#include "stdlib/numeric/iv/instrument_space.hpp"

#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::numeric {
namespace {

constexpr double rank_tolerance = 1e-12;  // of moment covariances with unit diagonal

EigenMatrix side_by_side(MatrixView a, MatrixView b, const EigenVector& constant, bool constant_first,
                         std::size_t n) {
  const Eigen::Index ka = index(a.cols), kb = index(b.cols), ones = constant.size() > 0 ? 1 : 0;
  EigenMatrix out(index(n), ka + kb + ones);
  const Eigen::Index start = constant_first ? ones : 0;
  if (ka > 0) out.middleCols(start, ka) = eigen(a);
  if (kb > 0) out.middleCols(start + ka, kb) = eigen(b);
  if (ones > 0) out.col(constant_first ? 0 : ka + kb) = constant;
  return out;
}

EigenVector scale_columns_of(EigenMatrix& m) {
  EigenVector size = m.colwise().norm();
  for (Eigen::Index j = 0; j < m.cols(); ++j) {
    if (size(j) == 0) size(j) = 1;
    m.col(j) /= size(j);
  }
  return size;
}

}  // namespace

InstrumentSpace instrument_space(const IvData& data) {
  const std::size_t n = data.y.size();
  InstrumentSpace s;
  s.weights = normalise_weights(data.weights, data.weight_kind, n);
  s.summed = data.summed;
  s.n = s.summed ? s.summed->n : s.weights.n;
  for (const double w : s.weights.values) s.root_w.push_back(std::sqrt(w));
  s.endogenous = index(data.endogenous.cols);
  s.included = index(data.exogenous.cols) + (data.constant ? 1 : 0);
  s.y = Eigen::Map<const EigenVector>(data.y.data(), index(n));
  EigenVector ones;
  if (data.constant && s.summed) ones = Eigen::Map<const EigenVector>(s.summed->ones.data(), index(n));
  else if (data.constant) ones = EigenVector::Ones(index(n));
  s.x = side_by_side(data.endogenous, data.exogenous, ones, false, n);
  EigenMatrix z = side_by_side(data.exogenous, data.instruments, ones, true, n);
  if (s.n <= static_cast<double>(z.cols()) || n < static_cast<std::size_t>(z.cols()))
    throw Failure(FailureCode::insufficient_observations, "fewer observations than instruments",
                  {{"N", s.n}, {"K", static_cast<double>(z.cols())}});
  if (!s.root_w.empty()) {
    const Eigen::Map<const EigenVector> w(s.root_w.data(), index(n));
    s.y = w.cwiseProduct(s.y);
    s.x = w.asDiagonal() * s.x;
    z = w.asDiagonal() * z;
  }
  scale_columns_of(z);
  if (z.cols() == 0) {
    s.q = EigenMatrix(index(n), 0);
    return s;
  }
  s.q = thin_qr(z).q;
  return s;
}

namespace {

// v_i ⊗ q_i in terms of the products of the basis.
EigenMatrix summed_moments(const InstrumentSpace& s, const EigenMatrix& v, const EigenMatrix& q,
                           const MomentVce& vce) {
  const SummedRows& rows = *s.summed;
  const EigenMatrix C = moment_kronecker(v.bottomRows(v.rows() - index(rows.first)),
                                         q.topRows(index(rows.instruments)));
  return dense_form(C.transpose(), eigen(rows.meat)) * (vce.clustered() ? 1 : s.n / (s.n - vce.dof_minus));
}

}  // namespace

EigenMatrix moments_of(const InstrumentSpace& s, const EigenMatrix& v, const EigenMatrix& q, const MomentVce& vce) {
  if (s.summed && !vce.iid()) return summed_moments(s, v, q, vce);
  return moment_covariance({v, q, s.root_w, s.weights.kind, s.n}, vce);
}

MomentVce moment_vce(const IvVce& vce, double dof_minus) {
  MomentVce out;
  out.robust = vce.robust;
  out.clusters = vce.clusters;
  out.summed_clusters = vce.summed_clusters;
  out.kernel = vce.kernel;
  out.bandwidth = vce.bandwidth;
  out.order = &vce.order;
  out.centred = vce.centred;
  out.dof_minus = dof_minus;
  return out;
}

EigenMatrix moment_factor(const EigenMatrix& S) {
  EigenVector unit = S.diagonal();
  if (!(unit.minCoeff() > 0)) return {};
  unit = unit.cwiseSqrt().cwiseInverse();
  const EigenMatrix scaled = unit.asDiagonal() * S * unit.asDiagonal();
  const EigenVector values = ascending_eigenvalues(scaled);
  if (!(values(0) > rank_tolerance * values(S.rows() - 1))) return {};
  const EigenMatrix lower = lower_factor(scaled);
  if (lower.size() == 0) return {};
  return unit.cwiseInverse().asDiagonal() * lower;
}

Projection project(const EigenMatrix& G, const EigenVector& h, const EigenMatrix& F) {
  EigenMatrix g = G;
  EigenVector target = h;
  if (F.size() > 0) {
    g = solve_lower_triangle(F, G);
    target = solve_lower_triangle(F, h);
  }
  const EigenVector size = scale_columns_of(g);
  const Eigen::Index k = g.cols();
  const RotatedTarget qr = rotate_target(g, target);
  Projection out;
  out.b = solve_upper_triangle(qr.upper, qr.target.head(k)).col(0).cwiseQuotient(size);
  EigenMatrix inverse = solve_upper_triangle(qr.upper, EigenMatrix::Identity(k, k));
  inverse = size.cwiseInverse().asDiagonal() * inverse;
  out.inverse = dense_product(inverse, inverse.transpose());
  out.distance = qr.target.tail(qr.target.size() - k).squaredNorm();
  return out;
}

QuadraticForm quadratic_form_inverse(const EigenVector& v, const EigenMatrix& m) {
  const PseudoInverse inverse = pseudo_inverse(from_eigen(m));
  return {v.dot(eigen(inverse.inverse) * v), static_cast<double>(inverse.rank)};
}

}  // namespace nqp::numeric
