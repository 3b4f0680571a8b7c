#include "stdlib/kit/balance.hpp"

#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

namespace {

struct Arm {
  double sum = 0, weight = 0, squares = 0;  // squares about the mean
  double mean() const { return sum / weight; }
};

double weight(std::span<const double> w, std::size_t i) { return w.empty() ? 1 : w[i]; }

void fill_balance(std::span<const double> x, std::span<const std::uint8_t> treated, std::span<const double> w,
                  Arm (&arms)[2]) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    arms[treated[i]].sum += weight(w, i) * x[i];
    arms[treated[i]].weight += weight(w, i);
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    Arm& a = arms[treated[i]];
    a.squares += weight(w, i) * (x[i] - a.mean()) * (x[i] - a.mean());
  }
}

}  // namespace

double raw_spread(std::span<const double> x, std::span<const std::uint8_t> treated) {
  Arm arms[2];
  fill_balance(x, treated, {}, arms);
  const double v1 = arms[1].squares / (arms[1].weight - 1), v0 = arms[0].squares / (arms[0].weight - 1);
  return std::sqrt((v1 + v0) / 2);
}

Balance balance_of(std::span<const double> x, std::span<const std::uint8_t> treated, std::span<const double> w,
                   double spread) {
  Arm arms[2];
  fill_balance(x, treated, w, arms);
  Balance b;
  b.treated = arms[1].mean();
  b.control = arms[0].mean();
  b.bias = 100 * (b.treated - b.control) / spread;
  const double df = arms[0].weight + arms[1].weight - 2;
  const double s2 = (arms[0].squares + arms[1].squares) / df;
  b.t = (b.treated - b.control) / std::sqrt(s2 * (1 / arms[0].weight + 1 / arms[1].weight));
  b.p = 2 * numeric::dist::ttail(df, std::abs(b.t));
  b.variance_ratio = (arms[1].squares / (arms[1].weight - 1)) / (arms[0].squares / (arms[0].weight - 1));
  return b;
}

}  // namespace nqp::kit
