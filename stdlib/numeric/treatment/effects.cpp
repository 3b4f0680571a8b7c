#include "stdlib/numeric/treatment/effects.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/treatment/moments.hpp"

namespace nqp::numeric {
namespace {

// θ = (effect, untreated mean | α | β_0 | β_1); parts that a method does not use are absent.
struct EffectsLayout {
  std::size_t alpha = 2, beta0 = 2, beta1 = 2, size = 2;
};

bool uses_propensity(EffectMethod m) { return m != EffectMethod::ra; }
bool uses_regression(EffectMethod m) { return m != EffectMethod::ipw; }

EffectsLayout effects_layout(const EffectSpec& s) {
  EffectsLayout l;
  const std::size_t a = uses_propensity(s.method) ? s.propensity.size() : 0;
  const std::size_t k = uses_regression(s.method) ? s.outcome_x.cols + 1 : 0;
  l.beta0 = 2 + a;
  l.beta1 = l.beta0 + k;
  l.size = l.beta1 + k;
  return l;
}

double effect_index(MatrixView x, std::size_t row, const double* b) {
  double sum = b[x.cols];
  for (std::size_t j = 0; j < x.cols; ++j) sum += b[j] * x(row, j);
  return sum;
}

double probability(TreatmentLink link, double xb) {
  return link == TreatmentLink::logit ? dist::invlogit(xb) : dist::normal(xb);
}

// Derivative of the log likelihood in the index.
double generalised_residual(TreatmentLink link, bool treated, double xb) {
  if (link == TreatmentLink::logit) return (treated ? 1.0 : 0.0) - dist::invlogit(xb);
  const double z = treated ? xb : -xb;
  return (treated ? 1 : -1) * std::exp(dist::lnnormalden(z) - dist::lnnormal(z));
}

// The weight of a row in the group it is in.
double effect_weight(const EffectSpec& s, bool treated, double p) {
  if (s.target == EffectTarget::atet) return treated ? 1 : p / (1 - p);
  return treated ? 1 / p : 1 / (1 - p);
}

void moments(const EffectSpec& s, const EffectsLayout& l, std::size_t i, const double* theta, double* psi) {
  const bool d = s.treated[i] != 0;
  std::fill(psi, psi + l.size, 0.0);
  double w = 1;
  if (uses_propensity(s.method)) {
    const double xb = effect_index(s.treatment_x, i, theta + l.alpha);
    const double r = generalised_residual(s.link, d, xb);
    for (std::size_t j = 0; j < s.treatment_x.cols; ++j) psi[l.alpha + j] = r * s.treatment_x(i, j);
    psi[l.alpha + s.treatment_x.cols] = r;
    w = effect_weight(s, d, probability(s.link, xb));
  }
  double fit[2] = {0, 0};
  if (uses_regression(s.method)) {
    fit[0] = effect_index(s.outcome_x, i, theta + l.beta0);
    fit[1] = effect_index(s.outcome_x, i, theta + l.beta1);
    const double e = (s.method == EffectMethod::ipwra ? w : 1) * (s.y[i] - fit[d ? 1 : 0]);
    double* score = psi + (d ? l.beta1 : l.beta0);
    for (std::size_t j = 0; j < s.outcome_x.cols; ++j) score[j] = e * s.outcome_x(i, j);
    score[s.outcome_x.cols] = e;
  }
  const bool means = s.target == EffectTarget::potential_means;
  const double mu[2] = {means ? theta[0] : theta[1], means ? theta[1] : theta[0] + theta[1]};
  const bool counts = s.target != EffectTarget::atet || d;  // whose mean it is
  double m[2] = {0, 0};
  for (int t = 0; t < 2; ++t) {
    const bool mine = d == (t == 1);
    switch (s.method) {
      case EffectMethod::ipw: m[t] = mine ? w * (s.y[i] - mu[t]) : 0; break;
      case EffectMethod::ra:
      case EffectMethod::ipwra: m[t] = counts ? fit[t] - mu[t] : 0; break;
      case EffectMethod::aipw: m[t] = fit[t] - mu[t] + (mine ? w * (s.y[i] - fit[t]) : 0); break;
    }
  }
  psi[0] = means ? m[0] : m[1];
  psi[1] = means ? m[1] : m[0];
}

std::vector<double> regress_arm(const EffectSpec& s, bool treated, const std::vector<double>& w) {
  Matrix x(0, s.outcome_x.cols);
  std::vector<double> y, weights;
  for (std::size_t i = 0; i < s.y.size(); ++i) {
    if ((s.treated[i] != 0) != treated) continue;
    y.push_back(s.y[i]);
    weights.push_back(w[i]);
  }
  x = Matrix(y.size(), s.outcome_x.cols);
  for (std::size_t j = 0; j < x.cols; ++j)
    for (std::size_t i = 0, next = 0; i < s.y.size(); ++i)
      if ((s.treated[i] != 0) == treated) x(next++, j) = s.outcome_x(i, j);
  const LeastSquares ls =
      least_squares({.y = y, .x = x, .constant = true, .weights = weights, .want_residuals = false});
  if (ls.rank < ls.b.size())
    throw Failure(FailureCode::requirement, "regressors of the outcome are collinear within one treatment group");
  return ls.b;
}

}  // namespace

EffectFit treatment_effect(const EffectSpec& s, Progress& progress) {
  if (s.method == EffectMethod::aipw && s.target == EffectTarget::atet)
    throw Failure(FailureCode::requirement, "aipw estimates the ate and potential means, not the atet");
  const EffectsLayout l = effects_layout(s);
  EffectFit fit;
  std::vector<double> w(s.y.size(), 1.0), theta(l.size, 0.0);
  if (uses_propensity(s.method)) {
    std::copy(s.propensity.begin(), s.propensity.end(), theta.begin() + 2);
    for (std::size_t i = 0; i < w.size(); ++i) {
      const bool d = s.treated[i] != 0;
      const double p = probability(s.link, effect_index(s.treatment_x, i, s.propensity.data()));
      w[i] = effect_weight(s, d, p);
      fit.smallest_weight_p = std::min(fit.smallest_weight_p, d ? p : 1 - p);
    }
  }
  if (uses_regression(s.method)) {
    const std::vector<double> ones(w.size(), 1.0);
    for (int t = 0; t < 2; ++t) {
      fit.outcome_b[t] = regress_arm(s, t == 1, s.method == EffectMethod::ipwra ? w : ones);
      std::copy(fit.outcome_b[t].begin(), fit.outcome_b[t].end(),
                theta.begin() + static_cast<std::ptrdiff_t>(t ? l.beta1 : l.beta0));
    }
  }
  check(progress);
  // The two means, each linear in itself: the moments at zero and their slope.
  double top[2] = {0, 0}, bottom[2] = {0, 0};
  std::vector<double> psi(l.size), unit = theta;
  const bool means = s.target == EffectTarget::potential_means;
  unit[1] = 1;
  if (means) unit[0] = 1;
  for (std::size_t i = 0; i < s.y.size(); ++i) {
    moments(s, l, i, theta.data(), psi.data());
    const double at_zero[2] = {psi[means ? 0 : 1], psi[means ? 1 : 0]};
    moments(s, l, i, unit.data(), psi.data());
    const double at_one[2] = {psi[means ? 0 : 1], psi[means ? 1 : 0]};
    for (int t = 0; t < 2; ++t) {
      top[t] += at_zero[t];
      bottom[t] += at_zero[t] - at_one[t];
    }
  }
  const double mu[2] = {top[0] / bottom[0], top[1] / bottom[1]};
  theta[0] = fit.b[0] = means ? mu[0] : mu[1] - mu[0];
  theta[1] = fit.b[1] = means ? mu[1] : mu[0];
  const Matrix V = moment_variance(
      s.y.size(), theta, [&](std::size_t i, const double* t, double* out) { moments(s, l, i, t, out); }, s.clusters);
  fit.V = Matrix(2, 2);
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = 0; j < 2; ++j) fit.V(i, j) = V(i, j);
  return fit;
}

}  // namespace nqp::numeric
