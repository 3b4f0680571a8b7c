#include "stdlib/numeric/iv/fit_iv.hpp"

#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/iv/continuously_updated.hpp"
#include "stdlib/numeric/iv/instrument_space.hpp"
#include "stdlib/numeric/linear/gaussian.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"
#include "stdlib/numeric/vce/spec.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::numeric {
namespace {

struct IvWork {
  const IvSpec& spec;
  InstrumentSpace s;
  EigenMatrix G;   // q'x
  EigenVector h;   // q'y
  MomentVce vce, weighting;
  EigenVector u;   // residuals times √w
  EigenMatrix bread;
  EigenMatrix factor;  // GMM: Cholesky factor of the moments' covariance behind the weighting matrix
};

bool is_gmm(IvEstimator e) {
  return e == IvEstimator::gmm || e == IvEstimator::gmm_iterated || e == IvEstimator::cue;
}

EigenVector residuals(const IvWork& w, const EigenVector& b) { return w.s.y - dense_product(w.s.x, b); }

EigenMatrix meat(const IvWork& w, const EigenVector& u, const MomentVce& vce) {
  return moments_of(w.s, u, w.s.q, vce);
}

// λ - 1 of LIML: the smallest squared singular value of Q1'W R^-1, where M_Z W = UR and W = [y, endogenous].
double liml_excess(const IvWork& w) {
  const Eigen::Index k1 = w.s.endogenous;
  if (w.s.L1() <= k1) return 0;
  EigenMatrix W(w.s.y.size(), k1 + 1);
  W.col(0) = w.s.y;
  W.rightCols(k1) = w.s.x.leftCols(k1);
  W = w.s.partialled(W);
  const EigenMatrix F = dense_cross(w.s.q1(), W);
  const EigenMatrix rest = W - dense_product(w.s.q1(), F);
  const EigenMatrix ratio = solve_lower_triangle(upper_factor(rest).transpose(), F.transpose());
  const EigenVector values = descending_singular_values(ratio);
  return values(k1) * values(k1);
}

// b of the k-class: (X'X - κ X'M_Z X)^-1 (X'y - κ X'M_Z y), with X'X = G'G + X'M_Z X, κ - 1 = excess.
void k_class(IvWork& w, double excess, EigenVector& b) {
  const Projection first = project(w.G, w.h, {});
  b = first.b;
  w.bread = first.inverse;
  if (excess == 0) return;
  const EigenMatrix rest = w.s.x - dense_product(w.s.q, w.G);
  const EigenVector y_rest = w.s.y - dense_product(w.s.q, w.h);
  const EigenMatrix A = dense_cross(w.G, w.G) - excess * dense_cross(rest, rest);
  const EigenVector c = dense_cross(w.G, w.h) - excess * dense_cross(rest, y_rest);
  EigenVector unit = A.diagonal().cwiseAbs().cwiseSqrt();
  for (Eigen::Index j = 0; j < unit.size(); ++j)
    if (unit(j) == 0) unit(j) = 1;
  unit = unit.cwiseInverse();
  const EigenMatrix scaled = unit.asDiagonal() * A * unit.asDiagonal();
  const PivotedInverse solved = solve_and_invert(scaled, unit.cwiseProduct(c));
  b = unit.cwiseProduct(solved.x);
  if (w.spec.tsls_bread) return;
  const EigenMatrix& inverse = solved.inverse;
  w.bread = unit.asDiagonal() * (0.5 * (inverse + inverse.transpose())) * unit.asDiagonal();
}

double k_class_excess(const IvWork& w, IvFit& fit) {
  const IvEstimator e = w.spec.estimator;
  if (e == IvEstimator::k_class) {
    fit.kclass = w.spec.parameter;
    return fit.kclass - 1;
  }
  if (e != IvEstimator::liml && e != IvEstimator::fuller) return 0;
  double excess = liml_excess(w);
  fit.lambda = 1 + excess;
  if (e == IvEstimator::fuller) excess -= w.spec.parameter / (w.s.n - static_cast<double>(w.s.L()));
  fit.kclass = 1 + excess;
  return excess;
}

EigenMatrix required_factor(const EigenMatrix& S) {
  EigenMatrix F = moment_factor(S);
  if (F.size() == 0)
    throw Failure(FailureCode::requirement,
                  "the covariance matrix of the moment conditions is not of full rank; too few clusters or a "
                  "regressor that is non-zero in one cluster only");
  return F;
}

// The objective of CUE at given coefficients; V as if they minimised it.
void evaluate_gmm(IvWork& w, IvFit& fit, EigenVector& b) {
  b = Eigen::Map<const EigenVector>(w.spec.at.data(), index(w.spec.at.size()));
  const EigenVector u = residuals(w, b);
  w.factor = required_factor(meat(w, u, w.weighting));
  fit.J = solve_lower_triangle(w.factor, dense_cross(w.s.q, u)).squaredNorm();
  w.bread = project(w.G, w.h, w.factor).inverse;
}

void estimate_gmm(IvWork& w, IvFit& fit, EigenVector& b, Progress& progress) {
  if (!w.spec.at.empty()) return evaluate_gmm(w, fit, b);
  b = project(w.G, w.h, {}).b;
  const bool once = w.spec.estimator != IvEstimator::gmm_iterated;
  for (fit.iterations = 1;; ++fit.iterations) {
    check(progress);
    w.factor = required_factor(meat(w, residuals(w, b), w.weighting));
    const Projection step = project(w.G, w.h, w.factor);
    const double change = (step.b - b).cwiseQuotient(EigenVector(b.cwiseAbs().array() + 1)).cwiseAbs().maxCoeff();
    b = step.b;
    w.bread = step.inverse;
    fit.J = step.distance;
    if (once || change < w.spec.tolerance) break;
    if (fit.iterations >= w.spec.iterations) {
      fit.converged = false;
      break;
    }
  }
  if (w.spec.estimator != IvEstimator::cue) return;
  const auto objective = [&](const EigenVector& at) {
    const EigenVector u = residuals(w, at);
    const EigenMatrix F = moment_factor(meat(w, u, w.weighting));
    if (F.size() == 0) return undefined;
    return solve_lower_triangle(F, dense_cross(w.s.q, u)).squaredNorm();
  };
  const CueResult found = minimise_cue(objective, b, w.bread, progress);
  b = found.b;
  fit.J = found.J;
  fit.iterations = found.iterations;
  fit.converged = found.converged;
  w.factor = required_factor(meat(w, residuals(w, b), w.weighting));
  w.bread = project(w.G, w.h, w.factor).inverse;
}

// J of an estimator that is not efficient: two-step GMM from its residuals.
void test_overidentification(const IvWork& w, IvFit& fit) {
  fit.J_df = static_cast<double>(w.s.L() - w.s.K());
  const double pzu = dense_cross(w.s.q, w.u).squaredNorm(), uu = w.u.squaredNorm();
  fit.basmann_F = fit.J_df > 0 ? pzu / fit.J_df / ((uu - pzu) / (w.s.n - fit.L)) : undefined;
  if (is_gmm(w.spec.estimator)) return;
  if (w.weighting.iid()) {
    fit.J = fit.J_df > 0 ? pzu / (uu / (w.s.n - w.weighting.dof_minus)) : 0;
    return;
  }
  const EigenMatrix F = moment_factor(meat(w, w.u, w.weighting));
  fit.moments_full_rank = F.size() > 0;
  fit.J = !fit.moments_full_rank ? undefined : fit.J_df > 0 ? project(w.G, w.h, F).distance : 0;
}

VceKind kind_of(const MomentVce& vce) {
  if (vce.clustered()) return VceKind::cluster;
  return vce.iid() ? VceKind::classical : VceKind::robust;
}

void iv_variance(const IvWork& w, IvFit& fit) {
  const IvSpec& spec = w.spec;
  const double G = fewest_clusters(w.vce);
  if (w.vce.clustered()) {
    fit.N_clust = w.vce.cluster_numbers();
    smallest_cluster_count(fit.N_clust);
  }
  const VceKind kind = kind_of(w.vce);
  EigenMatrix V = w.bread;
  if (is_gmm(spec.estimator)) {
    if (!spec.efficient) {
      // (G'WG)^-1 G'W S W G (G'WG)^-1, S at the final residuals.
      const EigenMatrix WG = solve_upper_triangle(w.factor.transpose(), solve_lower_triangle(w.factor, w.G));
      V = dense_form(w.bread, dense_form(WG.transpose(), meat(w, w.u, w.vce)));
    }
  } else if (kind == VceKind::classical) {
    V *= w.u.squaredNorm() / (w.s.n - spec.dof_minus);
  } else {
    V = dense_form(w.bread, dense_form(w.G.transpose(), meat(w, w.u, w.vce)));
  }
  const bool constant = spec.data.constant;
  Counts counts{.n = w.s.n, .k = fit.K - (constant ? 1 : 0) + spec.dof_small, .constant = constant,
                .df_a = spec.dof_minus, .clusters = G};
  const bool absorbed = spec.dof_minus > 0;
  const SmallSample large = small_sample(absorbed ? Model::xtivreg2 : Model::iv, kind, counts);
  const SmallSample small = small_sample(absorbed ? Model::xtivreg2_small : Model::iv_small, kind, counts);
  fit.df_r = spec.small ? small.df_r : undefined;
  if (spec.small) V *= small.factor / large.factor;
  fit.V = from_eigen(EigenMatrix(0.5 * (V + V.transpose())));

  std::vector<std::size_t> slopes;
  for (std::size_t j = 0; j + (constant ? 1 : 0) < fit.b.size(); ++j) slopes.push_back(j);
  fit.df_m = static_cast<double>(slopes.size());
  fit.chi2 = fit.F = undefined;
  fit.F_df1 = fit.df_m;
  fit.F_df2 = small.df_r;
  // With as few clusters as slopes the joint test says nothing.
  if (slopes.empty() || (w.vce.clustered() && G - 1 < fit.df_m)) return;
  const Wald test = wald_zero(slopes, fit.b, fit.V);
  if (test.df != fit.df_m) return;
  fit.chi2 = test.chi2;
  fit.F = spec.small ? test.F : test.F * large.factor / small.factor;
}

// Within effects, when there is no constant.
double squares_about_constant(const InstrumentSpace& s) {
  if (s.summed->ones.empty()) return s.y.squaredNorm();
  const Eigen::Map<const EigenVector> ones(s.summed->ones.data(), s.y.size());
  return (s.y - ones * (ones.dot(s.y) / ones.squaredNorm())).squaredNorm();
}

void describe(const IvWork& w, IvFit& fit) {
  const IvSpec& spec = w.spec;
  const double used = fit.K + spec.dof_small + spec.dof_minus;
  const std::vector<double>& weights = w.s.weights.values;
  fit.yy = spec.tss_uncentred >= 0 ? spec.tss_uncentred : total_sum_of_squares(spec.data.y, weights, false);
  if (w.s.summed) fit.yyc = squares_about_constant(w.s);
  else fit.yyc = spec.tss_centred >= 0 ? spec.tss_centred : total_sum_of_squares(spec.data.y, weights, true);
  fit.rss = w.u.squaredNorm();
  fit.r2_centred = 1 - fit.rss / fit.yyc;
  fit.r2_uncentred = 1 - fit.rss / fit.yy;
  fit.rmse = std::sqrt(fit.rss / (spec.small ? fit.N - used : fit.N - spec.dof_minus));
  fit.ll = gaussian_log_likelihood(fit.rss, fit.N);
  fit.residuals.resize(spec.data.y.size());
  for (std::size_t i = 0; i < fit.residuals.size(); ++i)
    fit.residuals[i] = w.u(index(i)) / (w.s.root_w.empty() ? 1 : w.s.root_w[i]);
}

}  // namespace

IvFit fit_iv(const IvSpec& spec, Progress& progress) {
  if (spec.data.instruments.cols < spec.data.endogenous.cols)
    throw Failure(FailureCode::not_identified, "equation not identified");
  IvWork w{.spec = spec, .s = instrument_space(spec.data), .G = {}, .h = {},
         .vce = moment_vce(spec.vce, spec.dof_minus), .weighting = moment_vce(spec.weighting, spec.dof_minus),
         .u = {}, .bread = {}, .factor = {}};
  check(progress);
  w.G = dense_cross(w.s.q, w.s.x);
  w.h = dense_cross(w.s.q, w.s.y);
  IvFit fit;
  fit.lambda = fit.kclass = undefined;
  fit.N = w.s.n;
  fit.K = static_cast<double>(w.s.K());
  fit.L = static_cast<double>(w.s.L());
  EigenVector b(w.s.K());
  if (w.s.K() == 0) w.bread = EigenMatrix(0, 0);
  else if (is_gmm(spec.estimator)) estimate_gmm(w, fit, b, progress);
  else k_class(w, k_class_excess(w, fit), b);
  w.u = residuals(w, b);
  fit.b.assign(b.data(), b.data() + b.size());
  describe(w, fit);
  test_overidentification(w, fit);
  iv_variance(w, fit);
  progress.step(1.0);
  return fit;
}

}  // namespace nqp::numeric
