// After logit, probit, poisson and their kind: probabilities, counts, indices.
#include <cmath>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/binary_outcome.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/model_offset.hpp"
#include "stdlib/kit/perfect_prediction.hpp"
#include "stdlib/kit/prediction.hpp"

namespace nqp::kit {

namespace {

using LikelihoodValues = std::vector<double>;
using LikelihoodPrediction = PredictionRequest;

LikelihoodValues without_ruled_rows(LikelihoodValues v, const LikelihoodPrediction& r) {
  const std::vector<std::uint8_t> ruled = ruled_rows(r.e, r.context);
  for (std::size_t i = 0; i < v.size(); ++i)
    if (ruled[i]) v[i] = data::missing;
  return v;
}

LikelihoodValues linear_index(const LikelihoodPrediction& r) {
  LikelihoodValues xb = linear_prediction(r.e, r.equation, r.context);
  add_offset(r.e, xb, r.context);
  return without_ruled_rows(std::move(xb), r);
}

LikelihoodValues index_error(const LikelihoodPrediction& r) {
  return without_ruled_rows(prediction_error(r.e, *r.e.find_matrix("V"), r.context), r);
}

template <class F>
LikelihoodValues mapped(LikelihoodValues v, F&& f) {
  for (double& x : v)
    if (!data::is_missing(x)) x = data::checked(f(x));
  return v;
}

LikelihoodValues probability(const LikelihoodPrediction& r) {
  const BinaryLink link = link_of(r.e.macro_or("cmd"));
  return mapped(linear_index(r), [link](double x) { return link_value(link, x).p; });
}

// The derivative of the row's log likelihood in its index.
LikelihoodValues binary_score(const LikelihoodPrediction& r) {
  const BinaryLink link = link_of(r.e.macro_or("cmd"));
  LikelihoodValues xb = linear_index(r);
  const LikelihoodValues y = depvar_values(r.e, r.context);
  for (std::size_t i = 0; i < xb.size(); ++i) {
    if (data::is_missing(xb[i]) || data::is_missing(y[i])) {
      xb[i] = data::missing;
      continue;
    }
    const LinkValue v = link_value(link, xb[i]);
    xb[i] = data::checked(y[i] != 0 ? v.density / v.p : -v.density / (1 - v.p));
  }
  return xb;
}

// (y - p)/√(p(1-p)) for every row; Stata's form over covariate patterns is that of estat gof.
LikelihoodValues pearson(const LikelihoodPrediction& r) {
  LikelihoodValues p = probability(r);
  const LikelihoodValues y = depvar_values(r.e, r.context);
  for (std::size_t i = 0; i < p.size(); ++i) {
    const bool missing = data::is_missing(p[i]) || data::is_missing(y[i]);
    p[i] = missing ? data::missing : data::checked(((y[i] != 0 ? 1 : 0) - p[i]) / std::sqrt(p[i] * (1 - p[i])));
  }
  return p;
}

LikelihoodValues deviance(const LikelihoodPrediction& r) {
  LikelihoodValues p = probability(r);
  const LikelihoodValues y = depvar_values(r.e, r.context);
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (data::is_missing(p[i]) || data::is_missing(y[i])) {
      p[i] = data::missing;
      continue;
    }
    p[i] = data::checked(y[i] != 0 ? std::sqrt(-2 * std::log(p[i])) : -std::sqrt(-2 * std::log1p(-p[i])));
  }
  return p;
}

LikelihoodValues count_distribution(const LikelihoodPrediction& r) {
  return mapped(linear_index(r), [](double x) { return std::exp(x); });
}

LikelihoodValues rate(const LikelihoodPrediction& r) {
  return mapped(linear_prediction(r.e, "", r.context), [](double x) { return std::exp(x); });
}

LikelihoodValues count_residual(const LikelihoodPrediction& r) {
  LikelihoodValues n = count_distribution(r);
  const LikelihoodValues y = depvar_values(r.e, r.context);
  for (std::size_t i = 0; i < n.size(); ++i)
    n[i] = data::is_missing(n[i]) || data::is_missing(y[i]) ? data::missing : y[i] - n[i];
  return n;
}

}  // namespace

std::vector<PredictionStatistic> binary_statistics() {
  return {{"Pr", "Pr(outcome)", probability},
          {"xb", "Linear prediction", linear_index},
          {"STDP", "S.E. of the prediction", index_error},
          {"Residuals", "Pearson residual", pearson, true},
          {"DEviance", "Deviance residual", deviance, true},
          {"SCore", "Score of the index", binary_score}};
}

std::vector<PredictionStatistic> count_statistics() {
  return {{"n", "Predicted number of events", count_distribution},
          {"IR", "Predicted incidence rate", rate},
          {"mu", "Predicted number of events", count_distribution},
          {"xb", "Linear prediction", linear_index},
          {"STDP", "S.E. of the prediction", index_error},
          {"Residuals", "Residuals", count_residual},
          {"SCore", "Score of the index", count_residual}};
}

}  // namespace nqp::kit
