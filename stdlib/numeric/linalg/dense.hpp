// Products and decompositions of Eigen's matrices, compiled once: their templates cost seconds in every file that names
// them. Included by .cpp files of the numeric core only.
#pragma once

#include "stdlib/numeric/linalg/eigen_view.hpp"

namespace nqp::numeric {

using EigenVector = Eigen::VectorXd;
using Dense = Eigen::Ref<const EigenMatrix>;

EigenMatrix dense_product(const Dense& a, const Dense& b);        // a b
EigenMatrix dense_cross(const Dense& a, const Dense& b);          // a'b
EigenMatrix dense_form(const Dense& a, const Dense& m);           // a m a'

// Householder QR of a matrix with rows >= columns.
struct ThinQr {
  EigenMatrix q;      // rows × columns
  EigenMatrix upper;  // columns × columns
};
ThinQr thin_qr(const Dense& a);
EigenMatrix upper_factor(const Dense& a);                         // R alone
struct RotatedTarget {
  EigenMatrix upper;   // R
  EigenVector target;  // Q'y, Q square
};
RotatedTarget rotate_target(const Dense& a, const EigenVector& y);

// Solutions of l x = b, u x = b (only that triangle is read) and a x = b by QR with column pivoting.
EigenMatrix solve_lower_triangle(const Dense& l, const Dense& b);
EigenMatrix solve_upper_triangle(const Dense& u, const Dense& b);
EigenMatrix solve_pivoting(const Dense& a, const Dense& b);
// The last for symmetric a, and its inverse.
struct PivotedInverse {
  EigenVector x;
  EigenMatrix inverse;
};
PivotedInverse solve_and_invert(const Dense& a, const EigenVector& b);
EigenMatrix dense_inverse(const Dense& a);                        // by LU with partial pivoting

// Least squares by QR with column pivoting.
struct PivotedFit {
  EigenVector b;
  Eigen::Index rank = 0;
};
PivotedFit fit_pivoting(const Dense& x, const EigenVector& y);

struct SquareSvd {
  EigenMatrix u;       // square
  EigenVector values;  // descending
  EigenMatrix v;       // square
};
SquareSvd square_svd(const Dense& a);
EigenVector descending_singular_values(const Dense& a);
EigenVector ascending_eigenvalues(const Dense& symmetric);

// Of a symmetric matrix, which alone is read below the diagonal; empty when it is not positive definite.
EigenMatrix lower_factor(const Dense& symmetric);

}  // namespace nqp::numeric
