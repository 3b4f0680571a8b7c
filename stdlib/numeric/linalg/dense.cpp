#include "stdlib/numeric/linalg/dense.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <Eigen/QR>
#include <Eigen/SVD>

namespace nqp::numeric {

EigenMatrix dense_product(const Dense& a, const Dense& b) { return a * b; }

EigenMatrix dense_cross(const Dense& a, const Dense& b) { return a.transpose() * b; }

EigenMatrix dense_form(const Dense& a, const Dense& m) {
  const EigenMatrix left = a * m;
  return left * a.transpose();
}

ThinQr thin_qr(const Dense& a) {
  const Eigen::HouseholderQR<EigenMatrix> qr(a);
  return {qr.householderQ() * EigenMatrix::Identity(a.rows(), a.cols()),
          qr.matrixQR().topRows(a.cols()).triangularView<Eigen::Upper>()};
}

EigenMatrix upper_factor(const Dense& a) {
  const Eigen::HouseholderQR<EigenMatrix> qr(a);
  return qr.matrixQR().topRows(a.cols()).triangularView<Eigen::Upper>();
}

RotatedTarget rotate_target(const Dense& a, const EigenVector& y) {
  const Eigen::HouseholderQR<EigenMatrix> qr(a);
  return {qr.matrixQR().topRows(a.cols()).triangularView<Eigen::Upper>(), qr.householderQ().transpose() * y};
}

EigenMatrix solve_lower_triangle(const Dense& l, const Dense& b) { return l.triangularView<Eigen::Lower>().solve(b); }

EigenMatrix solve_upper_triangle(const Dense& u, const Dense& b) { return u.triangularView<Eigen::Upper>().solve(b); }

EigenMatrix solve_pivoting(const Dense& a, const Dense& b) {
  return Eigen::ColPivHouseholderQR<EigenMatrix>(a).solve(b);
}

PivotedInverse solve_and_invert(const Dense& a, const EigenVector& b) {
  const Eigen::ColPivHouseholderQR<EigenMatrix> qr(a);
  return {qr.solve(b), qr.inverse()};
}

EigenMatrix dense_inverse(const Dense& a) { return Eigen::PartialPivLU<EigenMatrix>(a).inverse(); }

PivotedFit fit_pivoting(const Dense& x, const EigenVector& y) {
  const Eigen::ColPivHouseholderQR<EigenMatrix> qr(x);
  return {qr.solve(y), qr.rank()};
}

SquareSvd square_svd(const Dense& a) {
  const Eigen::JacobiSVD<EigenMatrix> svd(a, Eigen::ComputeFullU | Eigen::ComputeFullV);
  return {svd.matrixU(), svd.singularValues(), svd.matrixV()};
}

EigenVector descending_singular_values(const Dense& a) { return Eigen::JacobiSVD<EigenMatrix>(a).singularValues(); }

EigenVector ascending_eigenvalues(const Dense& symmetric) {
  return Eigen::SelfAdjointEigenSolver<EigenMatrix>(symmetric, Eigen::EigenvaluesOnly).eigenvalues();
}

EigenMatrix lower_factor(const Dense& symmetric) {
  const Eigen::LLT<EigenMatrix> llt(symmetric);
  if (llt.info() != Eigen::Success) return {};
  return llt.matrixL();
}

}  // namespace nqp::numeric
