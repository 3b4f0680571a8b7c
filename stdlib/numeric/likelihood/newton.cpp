#include "stdlib/numeric/likelihood/newton.hpp"

#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/inner.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::numeric {
namespace {

// Unit diagonal, so that units of measurement do not decide what is positive definite.
std::vector<double> equilibrate(Matrix& m) {
  std::vector<double> s(m.rows);
  for (std::size_t i = 0; i < m.rows; ++i) s[i] = m(i, i) > 0 ? 1 / std::sqrt(m(i, i)) : 1.0;
  for (std::size_t j = 0; j < m.cols; ++j)
    for (std::size_t i = 0; i < m.rows; ++i) m(i, j) *= s[i] * s[j];
  return s;
}

// At the edge of the parameter space (ln α → -∞) a direction has no information: the generalised inverse leaves it out.
Matrix inverse_or_pseudo(const Matrix& info, double& rank) {
  try {
    return inverse_spd(info);
  } catch (const Failure&) {
    bool changed = false;
    PseudoInverse p = pseudo_inverse(nearest_positive_semidefinite(info, changed));
    rank = static_cast<double>(p.rank);
    return std::move(p.inverse);
  }
}

}  // namespace

std::vector<double> newton_step(Matrix info, std::vector<double> g) {
  const std::vector<double> s = equilibrate(info);
  for (std::size_t i = 0; i < g.size(); ++i) g[i] *= s[i];
  for (double ridge = 0; ridge < 1e8; ridge = ridge == 0 ? 1e-3 : ridge * 10) {
    Matrix raised = info;
    for (std::size_t i = 0; i < info.rows; ++i) raised(i, i) += ridge;
    try {
      const Matrix x = solve_spd(raised, MatrixView(g.data(), g.size(), 1));
      std::vector<double> step(g.size());
      bool finite = true;
      for (std::size_t i = 0; i < g.size(); ++i) {
        step[i] = x(i, 0) * s[i];
        finite = finite && std::isfinite(step[i]);
      }
      if (finite) return step;
    } catch (const Failure&) {
      continue;  // not positive definite: more ridge
    }
  }
  throw Failure(FailureCode::not_converged, "the log likelihood has no finite derivatives");
}

Matrix inverse_information(Matrix info, double& rank) {
  const std::vector<double> s = equilibrate(info);
  Matrix inverse = inverse_or_pseudo(info, rank);
  for (std::size_t j = 0; j < inverse.cols; ++j)
    for (std::size_t i = 0; i < inverse.rows; ++i) inverse(i, j) *= s[i] * s[j];
  return inverse;
}

SmoothFit maximise(const SmoothLikelihood& likelihood, std::vector<double> start, int iterations, Progress& progress) {
  SmoothFit fit;
  fit.b = std::move(start);
  std::vector<double> g;
  Matrix info;
  fit.ll = likelihood(fit.b, &g, &info);
  if (!std::isfinite(fit.ll)) throw Failure(FailureCode::overflow, "initial values not feasible");
  fit.log.push_back(fit.ll);
  for (int k = 0; k < iterations; ++k) {
    check(progress);
    const std::vector<double> step = newton_step(info, g);
    const double expected = inner(g, step);  // twice the rise that a quadratic would have
    double rise = 0, length = 1;
    bool moved = false;
    for (int halving = 0; halving < 40 && !moved; ++halving, length /= 2) {
      std::vector<double> b = fit.b;
      for (std::size_t i = 0; i < b.size(); ++i) b[i] += length * step[i];
      const double ll = likelihood(b, nullptr, nullptr);
      if (!std::isfinite(ll) || ll < fit.ll) continue;
      moved = true;
      rise = ll - fit.ll;
      fit.b = std::move(b);
    }
    if (moved) fit.ll = likelihood(fit.b, &g, &info);
    fit.converged = expected < 1e-9 * (1 + std::abs(fit.ll)) && rise < 1e-9 * (1 + std::abs(fit.ll));
    // Where rounding hides what is left to gain, the maximum is reached.
    if (!moved) fit.converged = expected < 1e-6 * (1 + std::abs(fit.ll));
    if (rise > 1e-7 || (moved && !fit.converged)) fit.log.push_back(fit.ll);
    if (fit.converged || !moved) break;
  }
  fit.rank = static_cast<double>(fit.b.size());
  fit.information_inverse = inverse_information(info, fit.rank);
  return fit;
}

}  // namespace nqp::numeric
