#include "stdlib/kit/standardised.hpp"

#include <cmath>
#include <span>

#include "stdlib/numeric/linalg/double_double.hpp"

namespace nqp::kit {

namespace {

// Up to the divisor, which cancels in the ratio.
double standardised_spread(std::span<const double> x, std::span<const double> w) {
  const double centre = numeric::mean(x, w);
  return std::sqrt(numeric::sum_squares_about(x, w, {centre, 0.0}));
}

}  // namespace

std::vector<double> standardised_coefficients(const Design& d, const Coefficients& k, const std::vector<double>& y,
                                              const EstimationSample& s) {
  const double sd_y = standardised_spread(y, s.weights);
  std::vector<double> out(k.b.size(), data::missing);
  for (std::size_t i = 0; i < d.slots.size(); ++i) {
    if (d.slots[i].state != Slot::State::kept || !(k.V(i, i) > 0)) continue;
    out[i] = data::checked(k.b[i] * standardised_spread(d.x.column(d.slots[i].column), s.weights) / sd_y);
  }
  return out;
}

}  // namespace nqp::kit
