#include "stdlib/numeric/moments/exact_ranks.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stdlib/numeric/moments/correlation.hpp"

namespace nqp::numeric {
namespace {

// Average ranks are halves: twice the rank is a whole number.
std::vector<std::size_t> doubled_ranks(std::span<const double> x) {
  std::vector<std::size_t> out;
  for (const double r : ranks(x)) out.push_back(static_cast<std::size_t>(std::lround(2 * r)));
  return out;
}

// The share of the weights p(s) at least as far from the mean as `observed`.
double two_sided_share(std::span<const double> weights, double observed) {
  double all = 0, mean = 0;
  for (std::size_t s = 0; s < weights.size(); ++s) {
    all += weights[s];
    mean += weights[s] * static_cast<double>(s);
  }
  mean /= all;
  const double distance = std::abs(observed - mean) * (1 - 1e-12);
  double far = 0;
  for (std::size_t s = 0; s < weights.size(); ++s)
    if (std::abs(static_cast<double>(s) - mean) >= distance) far += weights[s];
  return far / all;
}

}  // namespace

// Probabilities of rank sums of samples drawn one value after the other: p(k, s) after j values becomes
// p(k, s) (1 - q) + p(k - 1, s - r) q, where q = (n - k + 1) / (values left) keeps all samples equally likely.
double exact_rank_sum_p(std::span<const double> first, std::span<const double> second) {
  std::vector<double> pooled(first.begin(), first.end());
  pooled.insert(pooled.end(), second.begin(), second.end());
  const std::vector<std::size_t> r = doubled_ranks(pooled);
  // The smaller sample is drawn: fewer states. Its rank sum mirrors that of the other.
  const bool of_first = first.size() <= second.size();
  const std::size_t n = std::min(first.size(), second.size()), all = pooled.size();
  std::vector<std::size_t> largest = r;
  std::sort(largest.rbegin(), largest.rend());
  std::size_t most = 0, observed = 0;
  for (std::size_t i = 0; i < n; ++i) most += largest[i];
  for (std::size_t i = 0; i < all; ++i)
    if ((i < first.size()) == of_first) observed += r[i];
  std::vector<double> p((n + 1) * (most + 1), 0);
  p[0] = 1;
  for (std::size_t j = 0; j < all; ++j) {
    for (std::size_t k = std::min(n, j + 1) + 1; k-- > 0;) {
      double* row = p.data() + k * (most + 1);
      const double stay = 1 - static_cast<double>(n - k) / static_cast<double>(all - j);
      const double come = k > 0 ? static_cast<double>(n - k + 1) / static_cast<double>(all - j) : 0;
      const double* before = k > 0 ? row - (most + 1) : nullptr;
      for (std::size_t s = most + 1; s-- > 0;) {
        row[s] *= std::max(stay, 0.0);
        if (before && s >= r[j]) row[s] += before[s - r[j]] * come;
      }
    }
  }
  return two_sided_share({p.data() + n * (most + 1), most + 1}, static_cast<double>(observed));
}

double exact_signed_rank_p(std::span<const double> differences) {
  std::vector<double> size(differences.size());
  std::transform(differences.begin(), differences.end(), size.begin(), [](double d) { return std::abs(d); });
  const std::vector<std::size_t> r = doubled_ranks(size);
  std::size_t most = 0, observed = 0;
  for (std::size_t i = 0; i < r.size(); ++i) {
    if (differences[i] != 0) most += r[i];
    if (differences[i] > 0) observed += r[i];
  }
  std::vector<double> p(most + 1, 0);
  p[0] = 1;
  for (std::size_t i = 0; i < r.size(); ++i) {
    if (differences[i] == 0) continue;
    for (std::size_t s = most + 1; s-- > 0;) p[s] = (p[s] + (s >= r[i] ? p[s - r[i]] : 0)) / 2;
  }
  return two_sided_share(p, static_cast<double>(observed));
}

}  // namespace nqp::numeric
