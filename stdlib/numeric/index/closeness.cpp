#include "stdlib/numeric/index/closeness.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {

Topsis topsis(MatrixView z, std::span<const double> w) {
  std::vector<double> best(z.rows), worst(z.rows);
  for (std::size_t j = 0; j < z.cols; ++j) {
    const auto [low, high] = std::minmax_element(z.column(j).begin(), z.column(j).end());
    for (std::size_t i = 0; i < z.rows; ++i) {
      const double up = w[j] * (*high - z(i, j)), down = w[j] * (z(i, j) - *low);
      best[i] += up * up;
      worst[i] += down * down;
    }
  }
  Topsis out;
  for (std::size_t i = 0; i < z.rows; ++i) {
    out.best.push_back(std::sqrt(best[i]));
    out.worst.push_back(std::sqrt(worst[i]));
    const double both = out.best[i] + out.worst[i];
    out.closeness.push_back(both > 0 ? out.worst[i] / both : undefined);
  }
  return out;
}

Coupling coupling(std::span<const double> u, std::span<const double> alpha, bool modified) {
  const auto n = static_cast<double>(u.size());
  double sum = 0, logs = 0;
  Coupling out;
  for (std::size_t k = 0; k < u.size(); ++k) {
    sum += u[k];
    logs += std::log(u[k]);
    out.T += alpha[k] * u[k];
  }
  if (sum == 0) return out.C = undefined, out;
  const auto [low, high] = std::minmax_element(u.begin(), u.end());
  out.C = modified ? std::sqrt((1 - (*high - *low)) * *low / *high) : n * std::exp(logs / n) / sum;
  out.D = std::sqrt(out.C * out.T);
  return out;
}

}  // namespace nqp::numeric
