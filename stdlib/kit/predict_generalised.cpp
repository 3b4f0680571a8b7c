// After glm and fracreg: means, indices and residuals.
#include <cmath>

#include "stdlib/kit/generalised_outcome.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/predicted_index.hpp"
#include "stdlib/kit/prediction.hpp"
#include "stdlib/numeric/likelihood/generalised_residuals.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::kit {

namespace {

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
  std::vector<double> xb = predicted_index(r);
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
  const std::vector<double> own = numeric::leverage(x, false, numeric::pseudo_inverse(numeric::gram(x)).inverse);
  std::vector<double> h(r.context.frame.rows, data::missing);
  for (std::size_t i = 0; i < x.rows; ++i) h[d.sample.rows[i]] = data::checked(own[i] / prior(i));
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

template <double (*residual)(const GlmForm&, double, double, double)>
std::vector<double> glm_residual(const PredictionRequest& r) {
  return glm_scaled(glm_rowwise(r, true, [](double y, double mu, double m, const GlmMean&, const GlmForm& g) {
                      return residual(g, y, mu, m);
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

std::vector<double> glm_likelihood_residual(const PredictionRequest& r) {
  PredictionRequest plain = r;
  plain.standardised = plain.studentised = false;
  const std::vector<double> h = glm_hat(r), p = glm_residual<numeric::pearson_residual>(plain);
  std::vector<double> out = glm_residual<numeric::deviance_residual>(plain);
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (data::is_missing(out[i]) || data::is_missing(h[i])) out[i] = data::missing;
    else out[i] = data::checked(numeric::likelihood_residual(p[i], out[i], h[i]));
  }
  return glm_scaled(std::move(out), r);
}

std::vector<double> glm_cook(const PredictionRequest& r) {
  const std::vector<double> h = glm_hat(r);
  std::vector<double> out = glm_residual<numeric::pearson_residual>(r);
  const double k = r.e.scalar_or("rank") * r.e.scalar_or("phi", 1);
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (data::is_missing(out[i]) || data::is_missing(h[i])) out[i] = data::missing;
    else out[i] = data::checked(numeric::cook_distance(out[i], h[i], k));
  }
  return out;
}

}  // namespace

std::vector<PredictionStatistic> generalised_statistics() {
  return {{"Mu", "Predicted mean", glm_mu},
          {"XB", "Linear prediction", predicted_index},
          {"Eta", "Linear prediction", predicted_index},
          {"STDP", "S.E. of the prediction", predicted_index_error},
          {"Response", "Residual", glm_response, true, true},
          {"Pearson", "Pearson residual", glm_residual<numeric::pearson_residual>, true, true},
          {"Deviance", "Deviance residual", glm_residual<numeric::deviance_residual>, true, true},
          {"Anscombe", "Anscombe residual", glm_residual<numeric::anscombe_residual>, true, true},
          {"Likelihood", "Likelihood residual", glm_likelihood_residual, true, true},
          {"Working", "Working residual", glm_working, true, true},
          {"SCore", "Score of the index", glm_score, true},
          {"Hat", "Diagonal of the hat matrix", glm_hat, true},
          {"Cooksd", "Cook's distance", glm_cook, true}};
}

std::vector<PredictionStatistic> fraction_statistics() {
  return {{"cm", "Conditional mean", glm_mu},
          {"xb", "Linear prediction", predicted_index},
          {"STDP", "S.E. of the prediction", predicted_index_error}};
}

}  // namespace nqp::kit
