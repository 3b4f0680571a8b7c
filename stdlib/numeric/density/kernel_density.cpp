#include "stdlib/numeric/density/kernel_density.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::numeric {

double kernel(Kernel k, double z) {
  const double a = std::fabs(z);
  switch (k) {
    case Kernel::epanechnikov: return a < std::sqrt(5.0) ? 0.75 * (1 - z * z / 5) / std::sqrt(5.0) : 0;
    case Kernel::epan2: return a < 1 ? 0.75 * (1 - z * z) : 0;
    case Kernel::biweight: return a < 1 ? 15.0 / 16 * (1 - z * z) * (1 - z * z) : 0;
    case Kernel::cosine: return a < 0.5 ? 1 + std::cos(2 * std::numbers::pi * z) : 0;
    case Kernel::gaussian: return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
    case Kernel::parzen:
      if (a <= 0.5) return 4.0 / 3 - 8 * z * z + 8 * a * a * a;
      return a <= 1 ? 8 * (1 - a) * (1 - a) * (1 - a) / 3 : 0;
    case Kernel::rectangle: return a < 1 ? 0.5 : 0;
    case Kernel::triangle: return a < 1 ? 1 - a : 0;
  }
  return 0;
}

namespace {

double rule_of_thumb(const DensitySpec& s, const Summary& m) {
  const Order order(s.x, s.weights);
  const double iqr = (order.percentile(75) - order.percentile(25)) / 1.349;
  const double spread = iqr > 0 ? std::min(m.sd, iqr) : m.sd;
  if (!(spread > 0)) throw Failure(FailureCode::no_variance, "the variable does not vary");
  return 0.9 * spread / std::pow(m.n, 0.2);
}

std::vector<double> grid(const DensitySpec& s, const Summary& m, double h) {
  if (!s.at.empty()) return s.at;
  const int n = s.points > 0 ? s.points : static_cast<int>(std::min(m.n, 50.0));
  std::vector<double> out;
  const double low = m.min - h, step = n > 1 ? (m.max - m.min + 2 * h) / (n - 1) : 0;
  for (int i = 0; i < n; ++i) out.push_back(low + i * step);
  return out;
}

}  // namespace

Density kernel_density(const DensitySpec& s, Progress& progress) {
  const Weights w = normalise_weights(s.weights, s.kind, s.x.size());
  const Summary m = summarize(s.x, s.weights, s.kind);
  Density out;
  out.bandwidth = s.bandwidth > 0 ? s.bandwidth : rule_of_thumb(s, m);
  out.n = m.n;
  out.scale = 1 / (w.sum * out.bandwidth);
  out.x = grid(s, m, out.bandwidth);
  for (const double point : out.x) {
    if (progress.cancelled()) throw Interrupted();
    double total = 0;
    for (std::size_t i = 0; i < s.x.size(); ++i)
      total += (w.values.empty() ? 1.0 : w.values[i]) * kernel(s.kernel, (point - s.x[i]) / out.bandwidth);
    out.density.push_back(total * out.scale);
  }
  return out;
}

}  // namespace nqp::numeric
