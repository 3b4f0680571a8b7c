// After glm and fracreg: means, indices and residuals.
#include <cmath>

#include "stdlib/kit/generalised_outcome.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/model_offset.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/prediction.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::kit {

namespace {

std::vector<double> glm_index(const PredictionRequest& r) {
  std::vector<double> xb = linear_prediction(r.e, r.equation, r.context);
  add_offset(r.e, xb, r.context);
  return xb;
}

// Trials of every row of the frame.
std::vector<double> frame_trials(const GlmChoice& g, const PredictionRequest& r) {
  const data::Row rows = static_cast<data::Row>(r.context.frame.rows);
  std::vector<double> m(rows, 1.0);
  if (g.trials.empty()) return m;
  if (const std::optional<double> v = parse_number(g.trials)) {
    m.assign(rows, *v);
    return m;
  }
  std::vector<data::Row> all(rows);
  for (data::Row i = 0; i < rows; ++i) all[i] = i;
  r.context.numeric(g.trials).read_rows(all, m.data());
  return m;
}

// f(y, μ, m, mean with derivatives, model) for every row; y is read only when asked for.
template <class F>
std::vector<double> glm_rowwise(const PredictionRequest& r, bool needs_y, F&& f) {
  const GlmChoice g = glm_of(r.e);
  std::vector<double> xb = glm_index(r);
  const std::vector<double> m = frame_trials(g, r);
  const std::vector<double> y = needs_y ? depvar_values(r.e, r.context) : std::vector<double>(xb.size(), 0.0);
  for (std::size_t i = 0; i < xb.size(); ++i) {
    if (data::is_missing(xb[i]) || data::is_missing(m[i]) || data::is_missing(y[i])) {
      xb[i] = data::missing;
      continue;
    }
    const numeric::MeanValue v = numeric::glm_mean(g.model, xb[i]);
    // As in the estimation, any non-zero outcome of a single trial beyond 1 counts as 1.
    const double own = g.family == "binomial" && g.trials.empty() && y[i] > 1 ? 1 : y[i];
    xb[i] = data::checked(f(own, m[i] * v.mean, m[i], v, g.model));
  }
  return xb;
}

using GlmForm = numeric::GlmModel;
using GlmMean = numeric::MeanValue;

std::vector<double> glm_mu(const PredictionRequest& r) {
  return glm_rowwise(r, false, [](double, double mu, double, const GlmMean&, const GlmForm&) { return mu; });
}

double pearson_residual(double y, double mu, double m, const GlmForm& g) {
  return (y - mu) / std::sqrt(numeric::glm_variance(g, mu, m));
}

double deviance_residual(double y, double mu, double m, const GlmForm& g) {
  return std::copysign(std::sqrt(std::max(0.0, numeric::glm_deviance(g, y, mu, m))), y - mu);
}

// ∫ from 0 to u of t^(-1/3) (1-t)^(-1/3).
double two_thirds_beta(double u) {
  namespace dist = numeric::dist;
  return dist::ibeta(2.0 / 3, 2.0 / 3, u) * std::exp(2 * dist::lngamma(2.0 / 3) - dist::lngamma(4.0 / 3));
}

// A with A' = V^(-1/3), up to a constant (McCullagh and Nelder 1989, section 2.4.2).
double anscombe_transform(const GlmForm& g, double t, double m) {
  using numeric::GlmFamily;
  switch (g.family) {
    case GlmFamily::gaussian: return t;
    case GlmFamily::inverse_gaussian: return std::log(t);
    case GlmFamily::binomial: return std::cbrt(m) * std::cbrt(m) * two_thirds_beta(t / m);
    case GlmFamily::poisson: return 1.5 * std::cbrt(t) * std::cbrt(t);
    case GlmFamily::gamma: return 3 * std::cbrt(t);
    case GlmFamily::negative_binomial: {
      const double u = g.k * t / (1 + g.k * t);
      return (3 * std::cbrt(u) * std::cbrt(u) / std::cbrt(1 - u) - two_thirds_beta(u)) / std::cbrt(g.k * g.k);
    }
  }
  return 0;
}

double anscombe_residual(double y, double mu, double m, const GlmForm& g) {
  const double V = numeric::glm_variance(g, mu, m);
  return (anscombe_transform(g, y, m) - anscombe_transform(g, mu, m)) / std::pow(V, 1.0 / 6);
}

// v_i x_i'(X'WX)^-1 x_i with the weights v = (dμ/dη)²/V of iterated reweighted least squares; `.` outside e(sample).
// W is v times the weights of the estimation; as after regress, a row has the leverage of one of its copies.
std::vector<double> glm_hat(const PredictionRequest& r) {
  const ModelData d = model_data(r.context);
  const std::vector<double> weight = glm_rowwise(r, false, [](double, double mu, double m, const GlmMean& v,
                                                              const GlmForm& g) {
    return m * m * v.first * v.first / numeric::glm_variance(g, mu, m);
  });
  double total = 0;
  for (const double w : d.sample.weights) total += w;
  const bool scaled = d.sample.weight_kind == command::WeightKind::aweight ||
                      d.sample.weight_kind == command::WeightKind::pweight;
  const double factor = scaled ? static_cast<double>(d.sample.size()) / total : 1;
  const auto prior = [&](std::size_t i) { return d.sample.weights.empty() ? 1 : d.sample.weights[i] * factor; };
  numeric::Matrix x(d.sample.size(), d.x.cols + (d.constant ? 1 : 0));
  for (std::size_t j = 0; j < x.cols; ++j)
    for (std::size_t i = 0; i < x.rows; ++i)
      x(i, j) = (j < d.x.cols ? d.x(i, j) : 1) * std::sqrt(weight[d.sample.rows[i]] * prior(i));
  const numeric::Matrix D = numeric::pseudo_inverse(numeric::gram(x)).inverse, xD = numeric::multiply(x, D);
  std::vector<double> h(r.context.frame.rows, data::missing);
  for (std::size_t i = 0; i < x.rows; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < x.cols; ++j) sum += xD(i, j) * x(i, j);
    h[d.sample.rows[i]] = data::checked(sum / prior(i));
  }
  return h;
}

// Over √(1-h), √φ or both, where that is asked for.
std::vector<double> glm_scaled(std::vector<double> residual, const PredictionRequest& r) {
  const double scale = r.studentised ? std::sqrt(r.e.scalar_or("phi", 1)) : 1;
  const std::vector<double> h = r.standardised ? glm_hat(r) : std::vector<double>(residual.size(), 0.0);
  for (std::size_t i = 0; i < residual.size(); ++i)
    residual[i] = data::is_missing(residual[i]) || data::is_missing(h[i])
                      ? data::missing
                      : data::checked(residual[i] / (scale * std::sqrt(1 - h[i])));
  return residual;
}

std::vector<double> glm_response(const PredictionRequest& r) {
  return glm_scaled(
      glm_rowwise(r, true, [](double y, double mu, double, const GlmMean&, const GlmForm&) { return y - mu; }), r);
}

template <double (*residual)(double, double, double, const GlmForm&)>
std::vector<double> glm_residual(const PredictionRequest& r) {
  return glm_scaled(glm_rowwise(r, true, [](double y, double mu, double m, const GlmMean&, const GlmForm& g) {
                      return residual(y, mu, m, g);
                    }), r);
}

std::vector<double> glm_working(const PredictionRequest& r) {
  return glm_scaled(glm_rowwise(r, true, [](double y, double mu, double m, const GlmMean& v, const GlmForm&) {
                      return (y - mu) / (m * v.first);
                    }), r);
}

// The derivative of the log likelihood in the index, the scale left aside.
std::vector<double> glm_score(const PredictionRequest& r) {
  return glm_rowwise(r, true, [](double y, double mu, double m, const GlmMean& v, const GlmForm& g) {
    return (y - mu) / numeric::glm_variance(g, mu, m) * m * v.first;
  });
}

// sign(y-μ) √(h r_P² + (1-h) r_D²), both residuals standardised (McCullagh and Nelder 1989, section 12.6).
std::vector<double> glm_likelihood_residual(const PredictionRequest& r) {
  PredictionRequest plain = r;
  plain.standardised = plain.studentised = false;
  const std::vector<double> h = glm_hat(r), p = glm_residual<pearson_residual>(plain);
  std::vector<double> out = glm_residual<deviance_residual>(plain);
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (data::is_missing(out[i]) || data::is_missing(h[i])) out[i] = data::missing;
    else
      out[i] = data::checked(std::copysign(std::sqrt(h[i] * p[i] * p[i] / (1 - h[i]) + out[i] * out[i]), out[i]));
  }
  return glm_scaled(std::move(out), r);
}

// h r_P²/(φ p (1-h)²): one step from the estimates without the row (Williams 1987).
std::vector<double> glm_cook(const PredictionRequest& r) {
  const std::vector<double> h = glm_hat(r);
  std::vector<double> out = glm_residual<pearson_residual>(r);
  const double k = r.e.scalar_or("rank") * r.e.scalar_or("phi", 1);
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (data::is_missing(out[i]) || data::is_missing(h[i])) out[i] = data::missing;
    else out[i] = data::checked(out[i] * out[i] * h[i] / (k * (1 - h[i]) * (1 - h[i])));
  }
  return out;
}

std::vector<double> glm_index_error(const PredictionRequest& r) {
  return prediction_error(r.e, *r.e.find_matrix("V"), r.context);
}

}  // namespace

std::vector<PredictionStatistic> generalised_statistics() {
  return {{"Mu", "Predicted mean", glm_mu},
          {"XB", "Linear prediction", glm_index},
          {"Eta", "Linear prediction", glm_index},
          {"STDP", "S.E. of the prediction", glm_index_error},
          {"Response", "Residual", glm_response, true, true},
          {"Pearson", "Pearson residual", glm_residual<pearson_residual>, true, true},
          {"Deviance", "Deviance residual", glm_residual<deviance_residual>, true, true},
          {"Anscombe", "Anscombe residual", glm_residual<anscombe_residual>, true, true},
          {"Likelihood", "Likelihood residual", glm_likelihood_residual, true, true},
          {"Working", "Working residual", glm_working, true, true},
          {"SCore", "Score of the index", glm_score, true},
          {"Hat", "Diagonal of the hat matrix", glm_hat, true},
          {"Cooksd", "Cook's distance", glm_cook, true}};
}

std::vector<PredictionStatistic> fraction_statistics() {
  return {{"cm", "Conditional mean", glm_mu},
          {"xb", "Linear prediction", glm_index},
          {"STDP", "S.E. of the prediction", glm_index_error}};
}

}  // namespace nqp::kit
