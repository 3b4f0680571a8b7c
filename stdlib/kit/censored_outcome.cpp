#include "stdlib/kit/censored_outcome.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/normal_regression.hpp"

namespace nqp::kit {

namespace {

constexpr double no_limit = std::numeric_limits<double>::infinity();

void post_limit(const std::string& name, const std::string& given, const std::vector<double>& values,
                LikelihoodResult& r) {
  double number = 0;
  const bool variable = !given.empty() && given != "." && !is_limit_number(given, number);
  if (variable) r.macros.emplace_back(name, given);
  else if (std::isfinite(values[0])) r.scalars.emplace_back(name, values[0]);
}

}  // namespace

CensoredOutcome censor_outcome(const CensoringLimits& limits, const LikelihoodData& d, const command::Context& c) {
  CensoredOutcome k;
  k.low = limit_values(limits.lower, -no_limit, d.sample, c);
  k.high = limit_values(limits.upper, no_limit, d.sample, c);
  // The flag ll is set by ll(#) as well: both slots see the option.
  if (limits.lower_at_minimum && limits.lower.empty())
    k.low.assign(d.y.size(), *std::min_element(d.y.begin(), d.y.end()));
  if (limits.upper_at_maximum && limits.upper.empty())
    k.high.assign(d.y.size(), *std::max_element(d.y.begin(), d.y.end()));
  for (std::size_t i = 0; i < d.y.size(); ++i) {
    if (!(k.low[i] < k.high[i])) throw Error(198, "ll() must be less than ul()");
    const bool left = d.y[i] <= k.low[i], right = d.y[i] >= k.high[i];
    const double copies = d.sample.weight_kind == command::WeightKind::fweight ? d.sample.weights[i] : 1;
    (left ? k.left : right ? k.right : k.seen) += copies;
    k.from.push_back(left ? -no_limit : right ? k.high[i] : d.y[i]);
    k.to.push_back(left ? k.low[i] : right ? no_limit : d.y[i]);
  }
  if (k.seen == 0)
    throw Error(2000, "no uncensored observations", std::nullopt, {"every outcome is at or beyond a limit"});
  return k;
}

void post_censoring(const CensoringLimits& limits, const CensoredOutcome& k, LikelihoodResult& r) {
  r.scalars.insert(r.scalars.end(), {{"N_unc", k.seen}, {"N_lc", k.left}, {"N_rc", k.right}});
  post_limit("llopt", limits.lower, k.low, r);
  post_limit("ulopt", limits.upper, k.high, r);
}

}  // namespace nqp::kit
