#include "stdlib/kit/quantile_cuts.hpp"

#include "grammar/ast/error.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::kit {

WeightedValues weighted_values(const command::Context& c, const std::vector<double>& x, const command::Weight& weight,
                               const command::Sample& sample, const Selection& s) {
  WeightedValues out;
  const bool weighted = weight.kind != command::WeightKind::none;
  const std::vector<double> w = weighted ? values_of(*weight.value, c, sample, s) : std::vector<double>();
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!s.holds(i) || data::is_missing(x[i])) continue;
    if (weighted && (data::is_missing(w[i]) || w[i] == 0)) continue;
    if (weighted && w[i] < 0) throw Error(402, "negative weights encountered");
    out.x.push_back(x[i]);
    if (weighted) out.w.push_back(w[i]);
  }
  return out;
}

std::vector<double> percentiles(const WeightedValues& v, std::span<const double> p, bool altdef) {
  if (v.x.empty()) throw Error(2000, "no observations");
  if (altdef && !v.w.empty()) throw Error(198, "altdef may not be combined with weights");
  const numeric::Order order(v.x, v.w);
  std::vector<double> out;
  for (const double q : p) out.push_back(altdef ? order.percentile_altdef(q) : order.percentile(q));
  return out;
}

std::vector<double> even_percents(int n) {
  std::vector<double> out;
  for (int k = 1; k < n; ++k) out.push_back(100.0 * k / n);
  return out;
}

}  // namespace nqp::kit
