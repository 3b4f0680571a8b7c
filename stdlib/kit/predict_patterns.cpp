// After logit: residuals and influence over covariate patterns, as Hosmer and Lemeshow (2000, chapter 5) define them.
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/model_offset.hpp"
#include "stdlib/kit/prediction.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

namespace {

// Rows of the estimation sample that share all regressors.
struct CovariatePattern {
  double n = 0, y = 0;                 // rows, and positive outcomes among them
  double p = 0, index_variance = 0;    // probability; variance of the index
  double number = 0;                   // in the order of the regressors
  std::vector<data::Row> rows;

  double spread() const { return n * p * (1 - p); }
  double pearson() const { return (y - n * p) / std::sqrt(spread()); }
  double leverage() const { return spread() * index_variance; }
  double deviance() const {
    const double positive = y > 0 ? y * std::log(y / (n * p)) : 0;
    const double negative = n > y ? (n - y) * std::log((n - y) / (n * (1 - p))) : 0;
    const double d = std::sqrt(2 * std::max(0.0, positive + negative));
    return y >= n * p ? d : -d;
  }
};

std::vector<CovariatePattern> covariate_patterns(const PredictionRequest& r) {
  const ModelData m = model_data(r.context);
  std::vector<double> index = linear_prediction(r.e, "", r.context);
  add_offset(r.e, index, r.context);
  const eval::Matrix* classical = r.e.find_matrix("V_modelbased");
  const std::vector<double> error = prediction_error(r.e, classical ? *classical : *r.e.find_matrix("V"), r.context);
  std::map<std::vector<double>, CovariatePattern> found;
  std::vector<double> key(m.x.cols + 1);
  for (std::size_t i = 0; i < m.sample.size(); ++i) {
    const data::Row row = m.sample.rows[i];
    for (std::size_t j = 0; j < m.x.cols; ++j) key[j] = m.x(i, j);
    key.back() = index[row];           // rows with another offset differ
    CovariatePattern& k = found[key];
    const double copies = m.sample.weight_kind == command::WeightKind::fweight ? m.sample.weights[i] : 1;
    k.n += copies;
    if (m.y[i] != 0) k.y += copies;
    k.p = numeric::dist::invlogit(index[row]);
    k.index_variance = error[row] * error[row];
    k.rows.push_back(row);
  }
  std::vector<CovariatePattern> out;
  for (auto& [unused, k] : found) {
    out.push_back(std::move(k));
    out.back().number = static_cast<double>(out.size());
  }
  return out;
}

PredictionStatistic pattern_statistic(const char* option, const char* label,
                                      std::function<double(const CovariatePattern&)> f) {
  return {option, label,
          [f](const PredictionRequest& r) {
            std::vector<double> out(r.context.frame.rows, data::missing);
            for (const CovariatePattern& k : covariate_patterns(r))
              for (const data::Row row : k.rows) out[row] = data::checked(f(k));
            return out;
          },
          true};
}

}  // namespace

std::vector<PredictionStatistic> logit_statistics() {
  using P = const CovariatePattern&;
  std::vector<PredictionStatistic> out;
  for (const PredictionStatistic& s : binary_statistics())
    if (s.option != "Residuals" && s.option != "DEviance") out.push_back(s);
  out.push_back(pattern_statistic("Residuals", "Pearson residual", [](P k) { return k.pearson(); }));
  out.push_back(pattern_statistic("DEviance", "Deviance residual", [](P k) { return k.deviance(); }));
  out.push_back(pattern_statistic("Hat", "Leverage", [](P k) { return k.leverage(); }));
  out.push_back(pattern_statistic("RSTAndard", "Standardized Pearson residual",
                                  [](P k) { return k.pearson() / std::sqrt(1 - k.leverage()); }));
  out.push_back(pattern_statistic("DX2", "Change in Pearson chi-squared",
                                  [](P k) { return k.pearson() * k.pearson() / (1 - k.leverage()); }));
  out.push_back(pattern_statistic("DDeviance", "Change in deviance",
                                  [](P k) { return k.deviance() * k.deviance() / (1 - k.leverage()); }));
  out.push_back(pattern_statistic("DBeta", "Pregibon's delta-beta", [](P k) {
    const double h = k.leverage();
    return k.pearson() * k.pearson() * h / ((1 - h) * (1 - h));
  }));
  out.push_back(pattern_statistic("Number", "Number of the covariate pattern", [](P k) { return k.number; }));
  return out;
}

}  // namespace nqp::kit
