#include "stdlib/numeric/index/inequality.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/double_double.hpp"

namespace nqp::numeric {
namespace {

double weight_at(std::span<const double> w, std::size_t i) { return w.empty() ? 1 : w[i]; }

// Σ_i<j w_i w_j |x_i - x_j| of values in ascending order, by running sums.
double sum_of_gaps(std::span<const double> x, std::span<const double> w) {
  DoubleDouble out;
  double weight = 0, sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    out = out + weight_at(w, i) * (weight * x[i] - sum);
    weight += weight_at(w, i);
    sum += weight_at(w, i) * x[i];
  }
  return out.value();
}

struct AscendingValues {
  std::vector<double> x, w;
};

AscendingValues ascending(std::span<const double> x, std::span<const double> w) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  AscendingValues out;
  for (const std::size_t i : order) {
    out.x.push_back(x[i]);
    if (!w.empty()) out.w.push_back(w[i]);
  }
  return out;
}

// ∬_{x>y} (x - y) dF(x) dG(y) n m: what x has more, over all pairs where it has more. Both ascending.
double sum_of_excess(std::span<const double> x, std::span<const double> y) {
  double out = 0, below = 0;
  std::size_t k = 0;
  for (const double v : x) {
    for (; k < y.size() && y[k] < v; ++k) below += y[k];
    out += static_cast<double>(k) * v - below;
  }
  return out;
}

}  // namespace

Inequality inequality(std::span<const double> x, std::span<const double> w) {
  if (x.empty()) throw Failure(FailureCode::no_observations, "no observations");
  Inequality out;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] < 0) throw Failure(FailureCode::data_requirement, "negative values", {{"negative", x[i]}});
    out.N += weight_at(w, i);
  }
  out.mean = mean(x, w);
  if (!(out.mean > 0)) throw Failure(FailureCode::data_requirement, "the mean is zero");
  const AscendingValues o = ascending(x, w);
  out.gini = sum_of_gaps(o.x, o.w) / (out.N * out.N * out.mean);
  double theil = 0, mld = 0, squares = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double share = weight_at(w, i) / out.N, r = x[i] / out.mean;
    squares += share * (r - 1) * (r - 1);
    theil += share * r * std::log(r);
    mld -= share * std::log(r);
  }
  out.cv = std::sqrt(squares);
  const bool positive = o.x.front() > 0;
  out.theil = positive ? theil : std::numeric_limits<double>::quiet_NaN();
  out.mld = positive ? mld : std::numeric_limits<double>::quiet_NaN();
  return out;
}

InequalityParts inequality_by(std::span<const double> x, std::span<const double> w,
                              std::span<const std::uint32_t> groups, std::size_t count) {
  std::vector<std::vector<double>> values(count), weights(count);
  for (std::size_t i = 0; i < x.size(); ++i) {
    values[groups[i]].push_back(x[i]);
    if (!w.empty()) weights[groups[i]].push_back(w[i]);
  }
  InequalityParts out;
  const Inequality all = inequality(x, w);
  for (std::size_t g = 0; g < count; ++g) {
    const Inequality part = inequality(values[g], weights[g]);
    const double n = part.N / all.N, r = part.mean / all.mean;
    out.theil_between += n * r * std::log(r);
    out.theil_within += n * r * part.theil;
    out.mld_between -= n * std::log(r);
    out.mld_within += n * part.mld;
    out.groups.push_back(part);
  }
  return out;
}

DagumGini dagum_gini(std::span<const double> x, std::span<const std::uint32_t> groups, std::size_t count) {
  const Inequality all = inequality(x);
  std::vector<std::vector<double>> values(count);
  for (std::size_t i = 0; i < x.size(); ++i) values[groups[i]].push_back(x[i]);
  DagumGini out;
  out.total = all.gini;
  out.gini = out.distance = Matrix(count, count);
  std::vector<double> p, s;   // shares of units and of the total
  for (std::vector<double>& v : values) {
    std::sort(v.begin(), v.end());
    const Inequality part = inequality(v);
    out.n.push_back(part.N);
    out.mean.push_back(part.mean);
    p.push_back(part.N / all.N);
    s.push_back(part.N * part.mean / (all.N * all.mean));
    const std::size_t j = out.n.size() - 1;
    out.gini(j, j) = part.gini;
    out.within += part.gini * p[j] * s[j];
  }
  for (std::size_t j = 0; j < count; ++j)
    for (std::size_t h = 0; h < j; ++h) {
      const bool first = out.mean[j] >= out.mean[h];
      const std::vector<double>&rich = values[first ? j : h], &poor = values[first ? h : j];
      const double d = sum_of_excess(rich, poor), against = sum_of_excess(poor, rich);
      const double D = d + against > 0 ? (d - against) / (d + against) : 0;
      const double G = (d + against) / (out.n[j] * out.n[h] * (out.mean[j] + out.mean[h]));
      out.gini(j, h) = out.gini(h, j) = G;
      out.distance(j, h) = out.distance(h, j) = D;
      const double share = G * (p[j] * s[h] + p[h] * s[j]);
      out.between += share * D;
      out.transvariation += share * (1 - D);
    }
  return out;
}

}  // namespace nqp::numeric
