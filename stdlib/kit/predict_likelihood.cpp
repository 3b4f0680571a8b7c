// After logit, probit, poisson and their kind: probabilities, counts, indices.
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/binary_outcome.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/perfect_prediction.hpp"
#include "stdlib/kit/predicted_index.hpp"
#include "stdlib/kit/prediction.hpp"
#include "stdlib/kit/stored_likelihood.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

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
  return without_ruled_rows(predicted_index(r), r);
}

LikelihoodValues index_error(const LikelihoodPrediction& r) {
  return without_ruled_rows(predicted_index_error(r), r);
}

LikelihoodValues probability(const LikelihoodPrediction& r) {
  const BinaryLink link = link_of(r.e.macro_or("cmd"));
  return where_present(linear_index(r), [link](double x) { return link_value(link, x).p; });
}

LikelihoodValues own_score(const LikelihoodPrediction& r) {
  return without_ruled_rows(index_scores(r.e, r.equation, r.context), r);
}

// (y - p)/√(p(1-p)) for every row.
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
  return where_present(linear_index(r), [](double x) { return std::exp(x); });
}

LikelihoodValues rate(const LikelihoodPrediction& r) {
  return where_present(linear_prediction(r.e, "", r.context), [](double x) { return std::exp(x); });
}

// P(Y <= k) of a count with mean mu.
double count_cumulative(const command::Results& e, double mu, double k) {
  namespace dist = numeric::dist;
  if (k < 0) return 0;
  if (std::isinf(k)) return 1;
  if (const double* alpha = e.find_scalar("alpha")) return dist::nbinomial(1 / *alpha, k, 1 / (1 + *alpha * mu));
  if (const double* delta = e.find_scalar("delta")) return dist::nbinomial(mu / *delta, k, 1 / (1 + *delta));
  return dist::poisson(mu, k);
}

// pr(n) and pr(a,b): P(Y = n), P(a <= Y <= b).
LikelihoodValues count_probability(const LikelihoodPrediction& r) {
  const std::size_t comma = r.argument.find(',');
  const auto whole = [](std::string_view text, double open) {
    if (trim(text) == ".") return open;
    const std::optional<double> v = parse_number(trim(text));
    if (!v || *v != std::floor(*v) || data::is_missing(*v))
      throw Error(198, "pr() takes a count or two", std::nullopt, {"pr(2), or pr(0,2)"});
    return *v;
  };
  const double a = whole(std::string_view(r.argument).substr(0, comma), 0);
  const double b = comma == std::string::npos
                       ? a
                       : whole(std::string_view(r.argument).substr(comma + 1), std::numeric_limits<double>::infinity());
  return where_present(count_distribution(r), [&](double mu) {
    return count_cumulative(r.e, mu, b) - count_cumulative(r.e, mu, a - 1);
  });
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
          {"SCore", "Score of the index", own_score}};
}

std::vector<PredictionStatistic> count_statistics() {
  return {{"n", "Predicted number of events", count_distribution},
          {"IR", "Predicted incidence rate", rate},
          {"mu", "Predicted number of events", count_distribution},
          {"xb", "Linear prediction", linear_index},
          {"STDP", "S.E. of the prediction", index_error},
          {"PR", "Probability of counts", count_probability},
          {"Residuals", "Residuals", count_residual},
          {"SCore", "Score of the index", own_score}};
}

}  // namespace nqp::kit
