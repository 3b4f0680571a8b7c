// The equation in an orthonormal basis of its instruments: every statistic of instrumental variables is invariant to
// the basis, and this one has condition number one. Included by .cpp files of the numeric core only.
#pragma once

#include <vector>

#include "stdlib/numeric/iv/iv_data.hpp"
#include "stdlib/numeric/iv/moments.hpp"
#include "stdlib/numeric/linalg/dense.hpp"

namespace nqp::numeric {

struct InstrumentSpace {
  Weights weights;
  std::vector<double> root_w;  // √w, empty without weights
  double n = 0;                // observations
  const SummedRows* summed = nullptr;
  EigenVector y;               // all rows multiplied by √w
  EigenMatrix x;               // [endogenous, exogenous, 1]
  EigenMatrix q;               // q'q = I; first the span of exogenous and constant, then what instruments add
  Eigen::Index included = 0;   // columns of the former
  Eigen::Index endogenous = 0; // k1

  Eigen::Index L() const { return q.cols(); }
  Eigen::Index L1() const { return q.cols() - included; }
  Eigen::Index K() const { return x.cols(); }
  auto q1() const { return q.rightCols(L1()); }
  auto q2() const { return q.leftCols(included); }
  // What exogenous regressors and the constant leave of the columns.
  EigenMatrix partialled(const EigenMatrix& m) const { return m - dense_product(q2(), dense_cross(q2(), m)); }
};

// Failures: those of normalise_weights, insufficient_observations when rows <= instruments.
InstrumentSpace instrument_space(const IvData& data);

// N times the covariance of the moments q u.
EigenMatrix moments_of(const InstrumentSpace& s, const EigenMatrix& v, const EigenMatrix& q, const MomentVce& vce);

MomentVce moment_vce(const IvVce& vce, double dof_minus);

// Lower Cholesky factor of a covariance of moments; empty when it has not full rank.
EigenMatrix moment_factor(const EigenMatrix& S);

// argmin |F^-1 (h - G b)|² by QR of the scaled columns; F lower triangular, empty for the identity.
struct Projection {
  EigenVector b;
  EigenMatrix inverse;  // (G' (FF')^-1 G)^-1
  double distance = 0;  // the minimum
};
Projection project(const EigenMatrix& G, const EigenVector& h, const EigenMatrix& F);

// v' m^- v: the generalised inverse drops directions without variance, `rank` counts those that are left.
struct QuadraticForm {
  double value = 0;
  double rank = 0;
};
QuadraticForm quadratic_form_inverse(const EigenVector& v, const EigenMatrix& m);

}  // namespace nqp::numeric
