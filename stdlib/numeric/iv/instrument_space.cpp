#include "stdlib/numeric/iv/instrument_space.hpp"

#include <cmath>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/QR>

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
  const Eigen::HouseholderQR<EigenMatrix> qr(z);
  s.q = qr.householderQ() * EigenMatrix::Identity(z.rows(), z.cols());
  return s;
}

namespace {

// v_i ⊗ q_i in terms of the products of the basis.
EigenMatrix summed_moments(const InstrumentSpace& s, const EigenMatrix& v, const EigenMatrix& q,
                           const MomentVce& vce) {
  const SummedRows& rows = *s.summed;
  const EigenMatrix C = moment_kronecker(v.bottomRows(v.rows() - index(rows.first)),
                                         q.topRows(index(rows.instruments)));
  return C.transpose() * eigen(rows.meat) * C * (vce.clustered() ? 1 : s.n / (s.n - vce.dof_minus));
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
  const Eigen::SelfAdjointEigenSolver<EigenMatrix> values(scaled, Eigen::EigenvaluesOnly);
  if (!(values.eigenvalues()(0) > rank_tolerance * values.eigenvalues()(S.rows() - 1))) return {};
  const Eigen::LLT<EigenMatrix> llt(scaled);
  if (llt.info() != Eigen::Success) return {};
  const EigenMatrix lower = llt.matrixL();
  return unit.cwiseInverse().asDiagonal() * lower;
}

Projection project(const EigenMatrix& G, const EigenVector& h, const EigenMatrix& F) {
  EigenMatrix g = G;
  EigenVector target = h;
  if (F.size() > 0) {
    g = F.triangularView<Eigen::Lower>().solve(G);
    target = F.triangularView<Eigen::Lower>().solve(h);
  }
  const EigenVector size = scale_columns_of(g);
  const Eigen::HouseholderQR<EigenMatrix> qr(g);
  const Eigen::Index k = g.cols();
  const EigenVector rotated = qr.householderQ().transpose() * target;
  const EigenMatrix R = qr.matrixQR().topRows(k).triangularView<Eigen::Upper>();
  Projection out;
  out.b = R.triangularView<Eigen::Upper>().solve(rotated.head(k)).cwiseQuotient(size);
  EigenMatrix inverse = R.triangularView<Eigen::Upper>().solve(EigenMatrix::Identity(k, k));
  inverse = size.cwiseInverse().asDiagonal() * inverse;
  out.inverse = inverse * inverse.transpose();
  out.distance = rotated.tail(rotated.size() - k).squaredNorm();
  return out;
}

QuadraticForm quadratic_form_inverse(const EigenVector& v, const EigenMatrix& m) {
  const PseudoInverse inverse = pseudo_inverse(from_eigen(m));
  return {v.dot(eigen(inverse.inverse) * v), static_cast<double>(inverse.rank)};
}

}  // namespace nqp::numeric
