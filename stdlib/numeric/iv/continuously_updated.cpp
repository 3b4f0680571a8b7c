#include "stdlib/numeric/iv/continuously_updated.hpp"

#include <cmath>

namespace nqp::numeric {
namespace {

constexpr double cue_step = 1e-5;  // of standardised coefficients: truncation and rounding both about 1e-10 of J
constexpr int most_iterations = 500;

}  // namespace

CueResult minimise_cue(const std::function<double(const EigenVector&)>& objective, const EigenVector& start,
                       const EigenMatrix& scale, Progress& progress) {
  const EigenMatrix unit = lower_factor(scale);
  const auto value = [&](const EigenVector& theta) { return objective(start + unit * theta); };
  const auto gradient = [&](const EigenVector& theta) {
    EigenVector g(theta.size());
    for (Eigen::Index j = 0; j < g.size(); ++j) {
      EigenVector up = theta, down = theta;
      up(j) += cue_step;
      down(j) -= cue_step;
      g(j) = (value(up) - value(down)) / (2 * cue_step);
    }
    return g;
  };
  CueResult out;
  EigenVector theta = EigenVector::Zero(start.size());
  double J = value(theta);
  EigenVector g = gradient(theta);
  EigenMatrix H = EigenMatrix::Identity(theta.size(), theta.size()) * 0.5;  // J is about |θ|² in these units
  for (out.iterations = 1; out.iterations <= most_iterations; ++out.iterations) {
    check(progress);
    EigenVector direction = -(H * g);
    if (direction.dot(g) >= 0) {
      H.setIdentity();
      direction = -g;
    }
    double length = 1, next_J = value(theta + direction);
    while (!(next_J <= J + 1e-4 * length * direction.dot(g)) && length > 1e-10) {
      length /= 2;
      next_J = value(theta + length * direction);
    }
    const EigenVector move = length * direction;
    if (!(next_J < J)) {
      out.converged = g.cwiseAbs().maxCoeff() < 1e-5;
      break;
    }
    const EigenVector next_g = gradient(theta + move);
    const EigenVector change = next_g - g;
    const double curvature = change.dot(move);
    if (curvature > 1e-14) {
      const EigenMatrix left =
          EigenMatrix::Identity(g.size(), g.size()) - move * change.transpose() / curvature;
      H = dense_form(left, H) + move * move.transpose() / curvature;
    }
    theta += move;
    J = next_J;
    g = next_g;
    if (move.cwiseAbs().maxCoeff() < 1e-9 || g.cwiseAbs().maxCoeff() < 1e-9) {
      out.converged = true;
      break;
    }
  }
  out.b = start + unit * theta;
  out.J = J;
  return out;
}

}  // namespace nqp::numeric
