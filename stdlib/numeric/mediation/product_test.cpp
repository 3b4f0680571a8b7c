#include "stdlib/numeric/mediation/product_test.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/summary.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::numeric {

ProductTest product_test(double a, double se_a, double b, double se_b) {
  const double va = se_a * se_a, vb = se_b * se_b, first = b * b * va + a * a * vb, rest = first - va * vb;
  return {a * b, std::sqrt(first), std::sqrt(first + va * vb), rest >= 0 ? std::sqrt(rest) : undefined};
}

ProductDraws draw_products(double a, double se_a, double b, double se_b, int draws, double level, rng::Generator& g) {
  std::vector<double> v;
  for (int i = 0; i < draws; ++i) {
    const double first = rng::normal(g, a, se_a);
    v.push_back(first * rng::normal(g, b, se_b));
  }
  const Summary of = summarize(v);
  const Order order(v);
  return {of.mean, of.sd, order.percentile(50 - level / 2), order.percentile(50 + level / 2)};
}

double sign_p_value(std::span<const double> draws) {
  if (draws.empty()) return undefined;
  const auto below = std::count_if(draws.begin(), draws.end(), [](double x) { return x <= 0; });
  const auto above = std::count_if(draws.begin(), draws.end(), [](double x) { return x >= 0; });
  return std::min(1.0, 2 * static_cast<double>(std::min(below, above)) / static_cast<double>(draws.size()));
}

}  // namespace nqp::numeric
