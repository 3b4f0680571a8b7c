// After clogit, xtlogit, xtprobit, xtpoisson and ivprobit: what is expected with the group's effect at 0, or given its outcomes.
#include <cmath>
#include <map>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/binary_outcome.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/predicted_index.hpp"
#include "stdlib/kit/prediction.hpp"

namespace nqp::kit {

namespace {

std::vector<double> without_effect(const PredictionRequest& r) {
  const std::string cmd = r.e.macro_or("cmd");
  const bool probit = cmd == "xtprobit" || cmd == "ivprobit";
  std::vector<double> xb = predicted_index(r);
  for (double& x : xb)
    if (!data::is_missing(x)) x = link_value(probit ? BinaryLink::probit : BinaryLink::logit, x).p;
  return xb;
}

std::vector<double> count_without_effect(const PredictionRequest& r) {
  return where_present(predicted_index(r), [](double x) { return std::exp(x); });
}

// The row's share of exp(xb) in its group: the probability given one positive outcome there.
std::vector<double> given_one_positive(const PredictionRequest& r) {
  std::vector<double> xb = predicted_index(r);
  std::vector<std::uint8_t> use;
  for (const double x : xb) use.push_back(!data::is_missing(x));
  const EstimationSample s = sample_from_mask(std::move(use));
  const GroupCodes g = group_codes(r.e.macro_or("group"), s, r.context);
  std::vector<double> top(g.count, -HUGE_VAL), sum(g.count, 0.0);
  for (std::size_t i = 0; i < s.size(); ++i) {
    double& t = top[static_cast<std::size_t>(g.codes[i])];
    t = std::max(t, xb[s.rows[i]]);
  }
  for (std::size_t i = 0; i < s.size(); ++i) {
    const auto k = static_cast<std::size_t>(g.codes[i]);
    sum[k] += std::exp(xb[s.rows[i]] - top[k]);
  }
  for (std::size_t i = 0; i < s.size(); ++i) {
    const auto k = static_cast<std::size_t>(g.codes[i]);
    xb[s.rows[i]] = std::exp(xb[s.rows[i]] - top[k]) / sum[k];
  }
  return xb;
}

}  // namespace

std::vector<PredictionStatistic> conditional_statistics() {
  return {{"PC1", "Pr(outcome|one positive outcome in the group)", given_one_positive},
          {"PU0", "Pr(outcome), effect 0", without_effect},
          {"xb", "Linear prediction", predicted_index},
          {"STDP", "S.E. of the prediction", predicted_index_error}};
}

std::vector<PredictionStatistic> endogenous_probit_statistics() {
  return {{"xb", "Linear prediction", predicted_index},
          {"Pr", "Pr(outcome) at the structural index", without_effect},
          {"STDP", "S.E. of the prediction", predicted_index_error}};
}

std::vector<PredictionStatistic> panel_binary_statistics() {
  return {{"xb", "Linear prediction", predicted_index},
          {"PU0", "Pr(outcome), effect 0", without_effect},
          {"STDP", "S.E. of the prediction", predicted_index_error}};
}

std::vector<PredictionStatistic> panel_count_statistics() {
  return {{"xb", "Linear prediction", predicted_index},
          {"NU0", "Predicted number of events, effect 0", count_without_effect},
          {"STDP", "S.E. of the prediction", predicted_index_error}};
}

}  // namespace nqp::kit
