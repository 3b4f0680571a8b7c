#include "stdlib/numeric/iv/identification.hpp"

#include <cmath>

#include "stdlib/numeric/iv/instrument_space.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

// F forms of Wald statistics: N-L observations are free, less those that were used up before.
struct MomentScaling {
  double n = 0, free = 0, clusters = 0, dof_minus = 0, L1 = 0;

  double F(double wald, double df) const {
    if (clusters > 0) return wald / (n - 1) * (free + dof_minus) * (clusters - 1) / clusters / df;
    return wald / (n - dof_minus) * free / df;
  }
  double df_r() const { return clusters > 0 ? clusters - 1 : free; }
};

MomentScaling scaling_of(const InstrumentSpace& s, const MomentVce& vce, double dof_small) {
  MomentScaling out;
  out.n = s.n;
  out.dof_minus = vce.dof_minus;
  out.free = s.n - static_cast<double>(s.L()) - dof_small - vce.dof_minus;
  out.clusters = fewest_clusters(vce);
  out.L1 = static_cast<double>(s.L1());
  return out;
}

EigenMatrix root_of(const EigenMatrix& m) {  // symmetric square root of a positive semidefinite matrix
  const SquareSvd svd = square_svd(m);
  return dense_product(svd.u * svd.values.cwiseSqrt().asDiagonal(), svd.u.transpose());
}

// Kleibergen and Paap (2006), equations 5-8, with both sets of variables orthonormal: Θ = Q1'U, M the covariance of
// its elements.
double rank_statistic(const EigenMatrix& theta, const EigenMatrix& M, Eigen::Index q) {
  const Eigen::Index L = theta.rows(), k = theta.cols();
  const SquareSvd svd = square_svd(theta);
  const EigenMatrix U22 = svd.u.bottomRightCorner(L - q, L - q), V22 = svd.v.bottomRightCorner(k - q, k - q);
  const EigenMatrix A =
      dense_product(svd.u.rightCols(L - q), solve_pivoting(U22, root_of(dense_product(U22, U22.transpose()))));
  const EigenMatrix B = dense_product(root_of(dense_product(V22, V22.transpose())),
                                      solve_pivoting(V22.transpose(), svd.v.rightCols(k - q).transpose()));
  const EigenMatrix map = moment_kronecker(B, A.transpose());
  const Eigen::Map<const EigenVector> stacked(theta.data(), theta.size());
  return quadratic_form_inverse(dense_product(map, stacked), dense_form(map, M)).value;
}

struct Parts {
  InstrumentSpace s;
  MomentVce vce;
  EigenMatrix x;      // endogenous less the exogenous
  EigenMatrix q1;
  EigenMatrix F;      // q1'x
  EigenMatrix u;      // orthonormal columns of x
  EigenMatrix theta;  // q1'u
};

Parts parts_of(const IvSpec& spec) {
  Parts p{.s = instrument_space(spec.data), .vce = moment_vce(spec.weighting, spec.dof_minus), .x = {}, .q1 = {},
          .F = {}, .u = {}, .theta = {}};
  p.x = p.s.partialled(p.s.x.leftCols(p.s.endogenous));
  p.q1 = p.s.q1();
  p.F = dense_cross(p.q1, p.x);
  EigenMatrix scaled = p.x;
  for (Eigen::Index j = 0; j < scaled.cols(); ++j) scaled.col(j).normalize();
  p.u = thin_qr(scaled).q;
  p.theta = dense_cross(p.q1, p.u);
  return p;
}

double lm_statistic(const Parts& p, Eigen::Index rank) {
  if (p.vce.iid()) {
    const EigenVector r = descending_singular_values(p.theta);
    return (p.s.n - p.vce.dof_minus) * r.tail(r.size() - rank).squaredNorm();
  }
  return rank_statistic(p.theta, moments_of(p.s, p.u, p.q1, p.vce), rank);
}

// Wald test that q1 explains nothing of a variable with moments pi and residuals v.
double wald_of(const Parts& p, const EigenVector& pi, const EigenMatrix& v) {
  return quadratic_form_inverse(pi, moments_of(p.s, v, p.q1, p.vce)).value;
}

ExcludedTest excluded_test(const MomentScaling& scaling, double wald, double df) {
  return {wald, scaling.F(wald, df), df, scaling.df_r()};
}

void weak_identification(const Parts& p, const MomentScaling& scaling, Identification& out) {
  // r²/(1-r²) from what the instruments leave, so that it is accurate when r is close to one.
  const EigenMatrix rest = p.u - dense_product(p.q1, p.theta);
  const EigenMatrix ratio = solve_lower_triangle(upper_factor(rest).transpose(), p.theta.transpose());
  const EigenVector values = descending_singular_values(ratio);
  const double smallest = values(values.size() - 1);
  out.smallest_eigenvalue = smallest * smallest;
  out.cragg_donald_F = out.smallest_eigenvalue * scaling.free / scaling.L1;
  out.rk_wald = out.rk_F = undefined;
  if (p.vce.iid()) return;
  out.rk_wald = rank_statistic(p.theta, moments_of(p.s, rest, p.q1, p.vce), p.u.cols() - 1);
  out.rk_F = scaling.F(out.rk_wald, scaling.L1);
}

}  // namespace

Identification identification(const IvSpec& spec) {
  const Parts p = parts_of(spec);
  const MomentScaling scaling = scaling_of(p.s, p.vce, spec.dof_small);
  Identification out;
  if (p.s.endogenous > 0) {
    out.lm = lm_statistic(p, p.s.endogenous - 1);
    out.lm_df = scaling.L1 - static_cast<double>(p.s.endogenous) + 1;
    weak_identification(p, scaling, out);
  }
  const EigenMatrix y = p.s.partialled(p.s.y);
  const EigenVector pi = dense_cross(p.q1, y);
  out.anderson_rubin = excluded_test(scaling, wald_of(p, pi, y - dense_product(p.q1, pi)), scaling.L1);
  out.stock_wright_S = wald_of(p, pi, y);
  return out;
}

std::vector<FirstStage> first_stages(const IvSpec& spec) {
  const Parts p = parts_of(spec);
  const MomentScaling scaling = scaling_of(p.s, p.vce, spec.dof_small);
  const Eigen::Index k = p.s.endogenous;
  const EigenMatrix rest = p.x - dense_product(p.q1, p.F);
  const Projection all = project(p.x, EigenVector::Zero(p.x.rows()), {}), fitted = project(p.F, p.F.col(0), {});
  const double df = scaling.L1 - static_cast<double>(k) + 1;
  std::vector<FirstStage> out;
  for (Eigen::Index j = 0; j < k; ++j) {
    FirstStage f;
    const double total = p.x.col(j).squaredNorm();
    f.partial_r2 = p.F.col(j).squaredNorm() / total;
    f.shea_r2 = all.inverse(j, j) / fitted.inverse(j, j);
    f.rmse = std::sqrt(rest.col(j).squaredNorm() / scaling.free);
    const ExcludedTest test = excluded_test(scaling, wald_of(p, p.F.col(j), rest.col(j)), scaling.L1);
    f.F = test.F;
    f.df = test.df;
    f.df_r = test.df_r;
    EigenVector pi = p.F.col(j), sw = rest.col(j);
    if (k > 1) {
      EigenMatrix others(p.F.rows(), k - 1), other_rest(rest.rows(), k - 1);
      for (Eigen::Index i = 0, at = 0; i < k; ++i) {
        if (i == j) continue;
        others.col(at) = p.F.col(i);
        other_rest.col(at++) = rest.col(i);
      }
      const EigenVector delta = project(others, p.F.col(j), {}).b;
      pi -= dense_product(others, delta);
      sw -= dense_product(other_rest, delta);
    }
    f.sanderson_windmeijer = excluded_test(scaling, wald_of(p, pi, sw), df);
    f.angrist_pischke = excluded_test(scaling, wald_of(p, pi, rest.col(j)), df);
    f.sw_r2 = pi.squaredNorm() / (pi.squaredNorm() + sw.squaredNorm());
    f.ap_r2 = pi.squaredNorm() / (pi.squaredNorm() + rest.col(j).squaredNorm());
    out.push_back(f);
  }
  return out;
}

IdentificationTest redundancy(const IvSpec& spec) {
  const Parts p = parts_of(spec);
  return {lm_statistic(p, 0), static_cast<double>(p.s.L1() * p.s.endogenous)};
}

}  // namespace nqp::numeric
