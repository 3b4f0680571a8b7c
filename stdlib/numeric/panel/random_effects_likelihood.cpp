#include "stdlib/numeric/panel/random_effects_likelihood.hpp"

#include <cmath>
#include <limits>
#include <memory>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/likelihood/jet.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/panel/panel_means.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"

namespace nqp::numeric {
namespace {

// Panel sums that do not depend on the parameters, weights applied to the cross products.
struct PanelSums {
  RandomEffectsData data;
  PanelLayout layout;
  std::vector<double> weight;  // per panel
  Matrix xx;                   // Σ w x x'
  std::vector<double> xy;      // Σ w x y
  Matrix x;                    // panels × k: Σ_t x
  std::vector<double> y;       // Σ_t y

  std::size_t k() const { return data.x.cols; }
};

PanelSums panel_sums(const RandomEffectsData& data) {
  PanelSums s{data, panel_layout(data.panel), {}, Matrix(data.x.cols, data.x.cols), {}, {}, {}};
  const std::size_t n = data.y.size(), k = data.x.cols;
  s.weight.assign(s.layout.panels(), 1.0);
  s.xy.assign(k, 0.0);
  s.x = Matrix(s.layout.panels(), k);
  s.y.assign(s.layout.panels(), 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t g = s.layout.panel(i);
    if (!data.weights.empty()) s.weight[g] = data.weights[i];
    s.y[g] += data.y[i];
    for (std::size_t a = 0; a < k; ++a) s.x(g, a) += data.x(i, a);
  }
  for (std::size_t a = 0; a < k; ++a)
    for (std::size_t i = 0; i < n; ++i) {
      const double wx = s.weight[s.layout.panel(i)] * data.x(i, a);
      s.xy[a] += wx * data.y[i];
      for (std::size_t b = 0; b < k; ++b) s.xx(a, b) += wx * data.x(i, b);
    }
  return s;
}

std::vector<double> linear_residuals(const RandomEffectsData& d, std::span<const double> b) {
  std::vector<double> e(d.y.begin(), d.y.end());
  for (std::size_t j = 0; j < d.x.cols; ++j)
    for (std::size_t i = 0; i < e.size(); ++i) e[i] -= b[j] * d.x(i, j);
  return e;
}

// A panel enters through Σe² and Σe.
struct PanelArgument {
  enum : std::size_t { square_sum, error_sum, sd_u, sd_e, panel_arguments };
};
using RandomJet = Jet<PanelArgument::panel_arguments>;

RandomJet random_effects_term(double squares, double sum, double T, double u, double e) {
  const RandomJet A = RandomJet::variable(squares, PanelArgument::square_sum),
                  B = RandomJet::variable(sum, PanelArgument::error_sum);
  const RandomJet su = RandomJet::variable(u, PanelArgument::sd_u), se = RandomJet::variable(e, PanelArgument::sd_e);
  const RandomJet u2 = su * su, e2 = se * se, total = T * u2 + e2;
  return -0.5 * ((A - u2 / total * (B * B)) / e2 + log(total / e2) + T * log(2 * 3.14159265358979323846 * e2));
}

}  // namespace

SmoothLikelihood random_effects_likelihood(const RandomEffectsData& data) {
  const auto sums = std::make_shared<const PanelSums>(panel_sums(data));
  return [sums](std::span<const double> b, std::vector<double>* gradient, Matrix* information) {
    const PanelSums& s = *sums;
    const std::size_t k = s.k();
    const double u = b[k], e = b[k + 1];
    if (!(e > 0) || u < 0) return std::numeric_limits<double>::quiet_NaN();
    const std::vector<double> residual = linear_residuals(s.data, b.first(k));
    std::vector<double> squares(s.layout.panels(), 0.0), sum(s.layout.panels(), 0.0);
    for (std::size_t i = 0; i < residual.size(); ++i) {
      squares[s.layout.panel(i)] += residual[i] * residual[i];
      sum[s.layout.panel(i)] += residual[i];
    }
    double ll = 0;
    if (gradient) gradient->assign(k + 2, 0.0);
    Matrix H(k + 2, k + 2);
    double first_square = 0;  // the derivative in Σe² is the same for all panels
    for (std::size_t g = 0; g < squares.size(); ++g) {
      const double w = s.weight[g];
      const RandomJet f = random_effects_term(squares[g], sum[g], s.layout.sizes[g], u, e);
      ll += w * f.value;
      if (!gradient) continue;
      first_square = f.first[PanelArgument::square_sum];
      for (std::size_t a = 0; a < 2; ++a) {
        (*gradient)[k + a] += w * f.first[PanelArgument::sd_u + a];
        for (std::size_t c = 0; c < 2; ++c)
          H(k + a, k + c) +=
              w * f.second[(PanelArgument::sd_u + a) * PanelArgument::panel_arguments + PanelArgument::sd_u + c];
      }
      for (std::size_t i = 0; i < k; ++i) {
        (*gradient)[i] -= w * f.first[PanelArgument::error_sum] * s.x(g, i);
        for (std::size_t j = 0; j < k; ++j)
          H(i, j) += w *
                     f.second[PanelArgument::error_sum * PanelArgument::panel_arguments + PanelArgument::error_sum] *
                     s.x(g, i) * s.x(g, j);
        for (std::size_t a = 0; a < 2; ++a)
          H(i, k + a) -= w *
                         f.second[PanelArgument::error_sum * PanelArgument::panel_arguments + PanelArgument::sd_u + a] *
                         s.x(g, i);
      }
    }
    if (!gradient) return ll;
    // ∂Σe²/∂b = -2X'e, the same in all panels up to ∂²/∂σ_e.
    std::vector<double> xe = s.xy;
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = 0; j < k; ++j) xe[i] -= s.xx(i, j) * b[j];
    const double by_sd_e = 1 / (e * e * e);  // ∂(-1/(2σ_e²))/∂σ_e
    for (std::size_t i = 0; i < k; ++i) {
      (*gradient)[i] -= 2 * first_square * xe[i];
      H(i, k + 1) -= 2 * by_sd_e * xe[i];
      for (std::size_t j = 0; j < k; ++j) H(i, j) += 2 * first_square * s.xx(i, j);
      for (std::size_t a = 0; a < 2; ++a) H(k + a, i) = H(i, k + a);
    }
    for (double& v : H.data) v = -v;
    *information = std::move(H);
    return ll;
  };
}

namespace {

// Moment estimators from residuals.
void correlation_moments(const PanelSums& s, const std::vector<double>& e, PopulationAverage& fit) {
  std::vector<double> squares(s.layout.panels(), 0.0), sum(s.layout.panels(), 0.0);
  for (std::size_t i = 0; i < e.size(); ++i) {
    squares[s.layout.panel(i)] += e[i] * e[i];
    sum[s.layout.panel(i)] += e[i];
  }
  double N = 0, total = 0, products = 0, pairs = 0;
  for (std::size_t g = 0; g < squares.size(); ++g) {
    const double w = s.weight[g], T = s.layout.sizes[g];
    N += w * T;
    total += w * squares[g];
    products += w * (sum[g] * sum[g] - squares[g]) / 2;
    pairs += w * T * (T - 1) / 2;
  }
  fit.phi = total / N;
  fit.alpha = pairs > 0 ? products / pairs / fit.phi : 0;
}

// α/(1 + (T-1)α): R⁻¹ = [I - that · 11']/(1-α).
double exchangeable_weight(double alpha, double T) {
  const double scale = 1 + (T - 1) * alpha;
  if (!(scale > 0) || !(alpha < 1))
    throw Failure(FailureCode::requirement, "the estimated correlation within panels is not admissible");
  return alpha / scale;
}

}  // namespace

PopulationAverage population_average(const RandomEffectsData& data, bool exchangeable, bool robust, int iterations,
                                     Progress& progress) {
  const PanelSums s = panel_sums(data);
  const std::size_t k = s.k();
  PopulationAverage fit;
  fit.panels = static_cast<double>(s.layout.panels());
  Matrix bread;
  fit.b = solve_spd(s.xx, MatrixView(s.xy.data(), k, 1)).data;
  for (fit.iterations = 0; fit.iterations < iterations && !fit.converged; ++fit.iterations) {
    check(progress);
    correlation_moments(s, linear_residuals(data, fit.b), fit);
    if (!exchangeable) fit.alpha = 0;
    Matrix A = s.xx;
    std::vector<double> right = s.xy;
    for (std::size_t g = 0; g < s.layout.panels(); ++g) {
      const double c = s.weight[g] * exchangeable_weight(fit.alpha, s.layout.sizes[g]);
      for (std::size_t i = 0; i < k; ++i) {
        right[i] -= c * s.x(g, i) * s.y[g];
        for (std::size_t j = 0; j < k; ++j) A(i, j) -= c * s.x(g, i) * s.x(g, j);
      }
    }
    bread = inverse_spd(A);
    double change = 0;
    for (std::size_t i = 0; i < k; ++i) {
      double next = 0;
      for (std::size_t j = 0; j < k; ++j) next += bread(i, j) * right[j];
      change = std::max(change, std::abs(next - fit.b[i]) / (std::abs(fit.b[i]) + 1));
      fit.b[i] = next;
    }
    fit.converged = change < 1e-12 || (!exchangeable && fit.iterations > 0);
  }
  const std::vector<double> e = linear_residuals(data, fit.b);
  const double alpha = fit.alpha;
  correlation_moments(s, e, fit);
  fit.alpha = alpha;
  fit.V = bread;
  if (!robust) {
    for (double& v : fit.V.data) v *= fit.phi * (1 - fit.alpha);
    return fit;
  }
  Matrix scores(s.layout.panels(), k);
  std::vector<double> sum(s.layout.panels(), 0.0);
  for (std::size_t i = 0; i < e.size(); ++i) sum[s.layout.panel(i)] += e[i];
  for (std::size_t i = 0; i < e.size(); ++i) {
    const std::size_t g = s.layout.panel(i);
    const double r = e[i] - exchangeable_weight(fit.alpha, s.layout.sizes[g]) * sum[g];
    for (std::size_t j = 0; j < k; ++j) scores(g, j) += s.weight[g] * data.x(i, j) * r;
  }
  fit.V = sandwich(bread, meat_robust({.x = scores}), fit.panels / (fit.panels - 1));
  return fit;
}

}  // namespace nqp::numeric
