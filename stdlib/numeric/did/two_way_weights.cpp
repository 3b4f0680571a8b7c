#include "stdlib/numeric/did/two_way_weights.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

bool next_in_group(const TwoWayCells& c, std::size_t i) {
  return i + 1 < c.group.size() && c.group[i + 1] == c.group[i] && c.period[i + 1] == c.period[i] + 1;
}

double sign_of(double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }

// Scaled so that the weights sum to one.
void scale_two_way(TwoWayWeights& w) {
  double total = 0, mean = 0;
  for (const double v : w.natural) total += v;
  for (std::size_t k = 0; k < w.cell.size(); ++k) w.natural[k] /= total, mean += w.natural[k] * w.W[k];
  for (std::size_t k = 0; k < w.cell.size(); ++k) {
    w.W[k] /= mean;
    w.weight.push_back(w.natural[k] * w.W[k]);
    if (std::fabs(w.weight[k]) < 1e-10) w.weight[k] = 0;
  }
}

// Mean residual of a group from each cell on, over the cells there are.
std::vector<double> later_means(const TwoWayCells& c) {
  std::vector<double> out(c.group.size());
  double sum = 0, share = 0;
  for (std::size_t i = c.group.size(); i-- > 0;) {
    if (i + 1 < c.group.size() && c.group[i + 1] != c.group[i]) sum = share = 0;
    sum += c.share[i] * c.residual[i], share += c.share[i];
    out[i] = sum / share;
  }
  return out;
}

}  // namespace

TwoWayWeights two_way_weights(const TwoWayCells& c, TwoWayKind kind) {
  TwoWayWeights w;
  const auto add = [&](std::size_t i, double natural, double ratio) {
    w.cell.push_back(i), w.natural.push_back(natural), w.W.push_back(ratio);
  };
  const std::vector<double> later = kind.stable && !kind.differences ? later_means(c) : std::vector<double>();
  for (std::size_t i = 0; i < c.group.size(); ++i) {
    if (!kind.stable) {
      const double following =
          kind.differences && next_in_group(c, i) ? c.residual[i + 1] * c.share[i + 1] / c.share[i] : 0;
      add(i, c.share[i] * c.treatment[i], c.residual[i] - following);
    } else if (kind.differences) {
      add(i, c.share[i] * std::fabs(c.treatment[i]), sign_of(c.treatment[i]) * c.residual[i]);
    } else if (i > 0 && next_in_group(c, i - 1)) {
      const double change = c.treatment[i] - c.treatment[i - 1];
      add(i, c.share[i] * std::fabs(change), sign_of(change) * later[i] / c.share[i]);
    }
  }
  scale_two_way(w);
  return w;
}

TwoWayRobustness two_way_robustness(const TwoWayWeights& w, double beta) {
  double n = 0, spread = 0;
  std::vector<std::size_t> order;
  bool negative = false;
  for (std::size_t k = 0; k < w.cell.size(); ++k) {
    n += w.natural[k] != 0 ? 1 : 0;
    spread += w.natural[k] * (w.W[k] - 1) * (w.W[k] - 1);
    if (w.weight[k] != 0) order.push_back(k);
    negative = negative || w.weight[k] < 0;
  }
  TwoWayRobustness out{std::fabs(beta) / std::sqrt(spread * n / (n - 1)), undefined};
  if (!negative) return out;
  // From the least W up; the last that lies below the bound of the corollary counts.
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return w.W[a] < w.W[b]; });
  double P = 0, S = 0, T = 0;
  for (std::size_t k = 0; k + 1 < order.size(); ++k) {
    const std::size_t i = order[k];
    P += w.natural[i], S += w.weight[i], T += w.natural[i] * w.W[i] * w.W[i];
    if (w.W[i] < -S / (1 - P)) out.every = std::fabs(beta) / std::sqrt(T + S * S / (1 - P));
  }
  return out;
}

}  // namespace nqp::numeric
