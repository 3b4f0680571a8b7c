// After glm and fracreg: means, indices and residuals.
#include <cmath>

#include "stdlib/kit/generalised_outcome.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/model_offset.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/prediction.hpp"

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

std::vector<double> glm_response(const PredictionRequest& r) {
  return glm_rowwise(r, true, [](double y, double mu, double, const GlmMean&, const GlmForm&) { return y - mu; });
}

std::vector<double> glm_pearson(const PredictionRequest& r) {
  return glm_rowwise(r, true, [](double y, double mu, double m, const GlmMean&, const GlmForm& g) {
    return (y - mu) / std::sqrt(numeric::glm_variance(g, mu, m));
  });
}

std::vector<double> glm_deviance_residual(const PredictionRequest& r) {
  return glm_rowwise(r, true, [](double y, double mu, double m, const GlmMean&, const GlmForm& g) {
    return std::copysign(std::sqrt(std::max(0.0, numeric::glm_deviance(g, y, mu, m))), y - mu);
  });
}

std::vector<double> glm_working(const PredictionRequest& r) {
  return glm_rowwise(r, true, [](double y, double mu, double m, const GlmMean& v, const GlmForm&) {
    return (y - mu) / (m * v.first);
  });
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
          {"Response", "Residual", glm_response, true},
          {"Pearson", "Pearson residual", glm_pearson, true},
          {"Deviance", "Deviance residual", glm_deviance_residual, true},
          {"Working", "Working residual", glm_working, true}};
}

std::vector<PredictionStatistic> fraction_statistics() {
  return {{"cm", "Conditional mean", glm_mu},
          {"xb", "Linear prediction", glm_index},
          {"STDP", "S.E. of the prediction", glm_index_error}};
}

}  // namespace nqp::kit
