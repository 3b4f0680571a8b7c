#include "stdlib/numeric/linear/nonlinear.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/likelihood/newton.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::numeric {
namespace {

double weighted_squares(const std::vector<double>& e, std::span<const double> w) {
  double s = 0;
  for (std::size_t i = 0; i < e.size(); ++i) s += (w.empty() ? 1.0 : w[i]) * e[i] * e[i];
  return s;
}

std::vector<double> nonlinear_residuals_at(const NonlinearSpec& spec, std::span<const double> b) {
  std::vector<double> e = spec.f(b);
  for (std::size_t i = 0; i < e.size(); ++i) e[i] = spec.y[i] - e[i];
  return e;
}

double step_of(double b, bool fine) { return (std::abs(b) + 1e-2) * (fine ? 1e-3 : 6e-6); }

std::vector<double> moved_by(std::vector<double> b, const std::vector<double>& step, const std::vector<double>& bend) {
  for (std::size_t j = 0; j < b.size(); ++j) b[j] += step[j] + (bend.empty() ? 0.0 : bend[j]);
  return b;
}

// Half the second derivative along the step, sent through the same equations: what lets steps follow a bent valley
// (geodesic acceleration, Transtrum and Sethna 2012). Empty where it is not small beside the step, or not defined.
std::vector<double> curvature(const NonlinearSpec& spec, const NonlinearFit& fit, const Matrix& J, const Matrix& raised,
                              const std::vector<double>& step) {
  constexpr double h = 0.1;
  std::vector<double> up = fit.b, down = fit.b;
  for (std::size_t j = 0; j < step.size(); ++j) {
    up[j] += h * step[j];
    down[j] -= h * step[j];
  }
  const std::vector<double> a = nonlinear_residuals_at(spec, up), b = nonlinear_residuals_at(spec, down);
  std::vector<double> second(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    second[i] = (a[i] + b[i] - 2 * fit.residuals[i]) / (2 * h * h);  // residuals: the sign is turned already
    if (!std::isfinite(second[i])) return {};
  }
  const Matrix rhs = cross_product(J, MatrixView(second.data(), second.size(), 1), spec.weights);
  std::vector<double> bend = newton_step(raised, rhs.data);
  double bend_size = 0, step_size = 0;
  for (std::size_t j = 0; j < bend.size(); ++j) {
    const double unit = raised(j, j);
    bend_size += bend[j] * bend[j] * unit;
    step_size += step[j] * step[j] * unit;
  }
  if (!(4 * bend_size <= 0.5625 * step_size)) return {};
  return bend;
}

}  // namespace

Matrix numerical_jacobian(const NonlinearFunction& f, std::span<const double> b, std::size_t rows, bool fine) {
  Matrix J(rows, b.size());
  std::vector<double> at(b.begin(), b.end());
  const std::vector<double> here = f(at);
  for (std::size_t k = 0; k < b.size(); ++k) {
    const double h = step_of(b[k], fine);
    const auto moved = [&](double by) {
      at[k] = b[k] + by;
      std::vector<double> out = f(at);
      at[k] = b[k];
      return out;
    };
    const std::vector<double> up = moved(h), down = moved(-h);
    std::vector<double> far_up, far_down;
    if (fine) far_up = moved(2 * h), far_down = moved(-2 * h);
    for (std::size_t i = 0; i < rows; ++i) {
      double d = (up[i] - down[i]) / (2 * h);
      if (fine) {
        const double wide = (far_up[i] - far_down[i]) / (4 * h);
        if (std::isfinite(wide)) d = (4 * d - wide) / 3;
      }
      // At the edge of where f is defined, one side serves.
      if (!std::isfinite(d)) d = std::isfinite(up[i]) ? (up[i] - here[i]) / h : (here[i] - down[i]) / h;
      J(i, k) = std::isfinite(d) ? d : 0.0;
    }
  }
  return J;
}

NonlinearFit fit_nonlinear(const NonlinearSpec& spec, Progress& progress) {
  const std::size_t n = spec.y.size(), k = spec.start.size();
  if (n < k)
    throw Failure(FailureCode::insufficient_observations, "fewer rows than parameters",
                  {{"N", static_cast<double>(n)}, {"K", static_cast<double>(k)}});
  NonlinearFit fit;
  fit.b = spec.start;
  fit.residuals = nonlinear_residuals_at(spec, fit.b);
  fit.rss = weighted_squares(fit.residuals, spec.weights);
  if (!std::isfinite(fit.rss)) throw Failure(FailureCode::not_converged, "the function has no value at the start");
  fit.log.push_back(fit.rss);
  double damping = 0;
  for (int iteration = 0; iteration < spec.iterations && !fit.converged; ++iteration) {
    check(progress);
    const Matrix J = numerical_jacobian(spec.f, fit.b, n, false);
    const Matrix cross = gram(J, spec.weights);
    const Matrix slope = cross_product(J, MatrixView(fit.residuals.data(), n, 1), spec.weights);
    bool better = false;
    for (int attempt = 0; attempt < 40 && !better; ++attempt) {
      Matrix raised = cross;
      for (std::size_t j = 0; j < k; ++j) raised(j, j) = raised(j, j) * (1 + damping) + (raised(j, j) > 0 ? 0 : 1);
      const std::vector<double> step = newton_step(raised, slope.data);
      double change = 0;
      for (std::size_t j = 0; j < k; ++j)
        change = std::max(change, std::abs(step[j]) / (std::abs(fit.b[j]) + 1e-3));
      const std::vector<double> bend = change < 1e-4 ? std::vector<double>() : curvature(spec, fit, J, raised, step);
      std::vector<double> next = moved_by(fit.b, step, bend);
      std::vector<double> e = nonlinear_residuals_at(spec, next);
      double rss = weighted_squares(e, spec.weights);
      if (!bend.empty() && !(rss < fit.rss)) {
        next = moved_by(fit.b, step, {});
        e = nonlinear_residuals_at(spec, next);
        rss = weighted_squares(e, spec.weights);
      }
      const bool settled = change < spec.tolerance;
      if (std::isfinite(rss) && (rss < fit.rss || (settled && rss <= fit.rss * (1 + 1e-12)))) {
        better = true;
        fit.b = std::move(next);
        fit.residuals = std::move(e);
        fit.rss = rss;
        damping = damping < 1e-6 ? 0 : damping / 10;
      } else {
        damping = damping == 0 ? 1e-3 : damping * 10;
      }
      // No smaller sum within rounding: this is the minimum.
      if (settled) fit.converged = better = true;
    }
    fit.log.push_back(fit.rss);
    if (!better) break;
  }
  fit.jacobian = numerical_jacobian(spec.f, fit.b, n, true);
  return fit;
}

}  // namespace nqp::numeric
