#include "stdlib/numeric/mediation/product_test.hpp"

#include <cmath>

#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {

ProductTest product_test(double a, double se_a, double b, double se_b) {
  const double va = se_a * se_a, vb = se_b * se_b, first = b * b * va + a * a * vb, rest = first - va * vb;
  return {a * b, std::sqrt(first), std::sqrt(first + va * vb), rest >= 0 ? std::sqrt(rest) : undefined};
}

}  // namespace nqp::numeric
