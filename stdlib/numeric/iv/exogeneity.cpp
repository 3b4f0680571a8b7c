#include "stdlib/numeric/iv/exogeneity.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/iv/instrument_space.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {

OrthogonalityTest orthogonality(const OrthogonalitySpec& spec) {
  IvData data;
  data.y = spec.y;
  data.endogenous = spec.x;
  data.exogenous = spec.trusted;
  data.instruments = spec.suspect;
  data.constant = spec.constant;
  data.summed = spec.summed;
  data.weights = spec.weights;
  data.weight_kind = spec.weight_kind;
  const InstrumentSpace s = instrument_space(data);
  const Eigen::Index k = index(spec.x.cols), ones = spec.constant ? 1 : 0;
  EigenMatrix x(s.x.rows(), k + ones);
  x.leftCols(k) = s.x.leftCols(k);
  if (spec.constant) x.col(k) = s.x.col(s.x.cols() - 1);
  EigenVector u = Eigen::Map<const EigenVector>(spec.residuals.data(), index(spec.residuals.size()));
  if (!s.root_w.empty())
    u = u.cwiseProduct(Eigen::Map<const EigenVector>(s.root_w.data(), index(s.root_w.size())));

  if (s.included < x.cols())
    throw Failure(FailureCode::not_identified, "not identified by the trusted instruments alone");
  OrthogonalityTest out;
  out.df = static_cast<double>(spec.suspect.cols);
  out.J_trusted_df = static_cast<double>(s.included - x.cols());
  const EigenMatrix S = moments_of(s, u, s.q, moment_vce(spec.vce, spec.dof_minus));
  const EigenMatrix F = moment_factor(S);
  if (F.size() == 0) {
    out.C = out.J_trusted = undefined;
    return out;
  }
  const EigenMatrix G = s.q.transpose() * x;
  const EigenVector h = s.q.transpose() * s.y;
  const Eigen::Index t = s.included;
  // The leading block of a Cholesky factor is the factor of the leading block.
  const Projection all = project(G, h, F), trusted = project(G.topRows(t), h.head(t), F.topLeftCorner(t, t));
  out.J_trusted = out.J_trusted_df > 0 ? trusted.distance : 0;
  out.C = std::max(0.0, all.distance - out.J_trusted);
  return out;
}

double score_test(std::span<const double> u, MatrixView r, std::span<const double> weights, WeightKind kind,
                  const IvVce& vce) {
  const Weights w = normalise_weights(weights, kind, u.size());
  std::vector<double> root;
  for (const double x : w.values) root.push_back(std::sqrt(x));
  EigenMatrix v = Eigen::Map<const EigenVector>(u.data(), index(u.size()));
  EigenMatrix q = eigen(r);
  if (!root.empty()) {
    const Eigen::Map<const EigenVector> by(root.data(), index(root.size()));
    v = by.asDiagonal() * v;
    q = by.asDiagonal() * q;
  }
  const EigenMatrix S = moment_covariance({v, q, root, kind, w.n}, moment_vce(vce, 0));
  return quadratic_form_inverse(q.transpose() * v, S).value;
}

}  // namespace nqp::numeric
