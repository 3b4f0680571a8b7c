#include "stdlib/numeric/index/index_weights.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/inner.hpp"
#include "stdlib/numeric/moments/correlation.hpp"

namespace nqp::numeric {
namespace {

std::vector<double> shares(std::vector<double> x, const char* what) {
  double sum = 0;
  for (const double v : x) sum += v;
  if (!(std::fabs(sum) > 0)) throw Failure(FailureCode::data_requirement, what);
  for (double& v : x) v /= sum;
  return x;
}

double deviation(std::span<const double> z, bool population) {
  const auto m = static_cast<double>(z.size());
  double mean = 0, squares = 0;
  for (const double v : z) mean += v / m;
  for (const double v : z) squares += (v - mean) * (v - mean);
  return std::sqrt(squares / (population ? m : m - 1));
}

// Basic weights in the sense of game theory: the first-order conditions of Σ_l ‖Σ_k α_k w_k - w_l‖² with the
// constants of each set apart, a 2 × 2 system.
std::vector<double> game(std::span<const double> a, std::span<const double> b) {
  const double aa = inner(a, a), ab = inner(a, b), bb = inner(b, b), determinant = aa * bb - ab * ab;
  double first = 0.5, second = 0.5;
  if (determinant > 1e-14 * aa * bb) {
    first = std::fabs((aa * bb - ab * bb) / determinant);
    second = std::fabs((aa * bb - ab * aa) / determinant);
  }
  std::vector<double> out(a.size());
  for (std::size_t j = 0; j < a.size(); ++j) out[j] = (first * a[j] + second * b[j]) / (first + second);
  return out;
}

}  // namespace

void EntropySums::add(std::span<const double> z, bool logarithms) {
  double part = 0, products = 0;
  for (const double v : z) {
    part += v, least = std::min(least, v);
    if (v > 0 && logarithms) products += v * std::log(v);
  }
  sum += part, terms += products;
}

// Σ p ln p = Σ z ln z / Σz - ln Σz, so that one pass does; in stretches, for the digits of long columns.
double EntropySums::entropy(double k) const { return k * (std::log(sum) - terms / sum); }

void EvennessSum::add(std::span<const double> z) {
  double part = 0;
  for (const double v : z) {
    const double q = v / mean, u = q - 1;
    if (std::fabs(u) > 0.01) part += (q > 0 ? q * std::log(q) : 0) - u;
    else part += u * u * (1.0 / 2 - u * (1.0 / 6 - u * (1.0 / 12 - u * (1.0 / 20 - u * (1.0 / 30 - u / 42)))));
  }
  total += part, rows += static_cast<double>(z.size());
}

double EvennessSum::redundancy(double k) const {
  const double rest = 1 - k * std::log(rows);  // for k = 1/ln m nothing but rounding
  return (std::fabs(rest) < 1e-15 ? 0 : rest) + k * total / rows;
}

IndicatorEntropy indicator_entropy(std::span<const double> z, std::size_t column, double k, double inside_log) {
  EntropySums sums;
  for (std::size_t from = 0; from < z.size(); from += entropy_stretch)
    sums.add(z.subspan(from, std::min(entropy_stretch, z.size() - from)), inside_log == 0);
  if (sums.least < 0) {
    const auto row = std::find_if(z.begin(), z.end(), [](double v) { return v < 0; }) - z.begin();
    throw Failure(FailureCode::data_requirement, "a normalised value is negative; its share has no entropy",
                  {{"column", static_cast<double>(column)}, {"row", static_cast<double>(row)}});
  }
  if (inside_log == 0) {
    const double e = sums.entropy(k);
    if (!nearly_even(e, k, z.size())) return {e, 1 - e};
    EvennessSum even{sums.sum / static_cast<double>(z.size())};
    for (std::size_t from = 0; from < z.size(); from += entropy_stretch)
      even.add(z.subspan(from, std::min(entropy_stretch, z.size() - from)));
    return {e, even.redundancy(k)};
  }
  double h = 0;
  for (const double v : z)
    if (const double p = v / sums.sum; p > 0) h += p * std::log(p + inside_log);
  return {-k * h, 1 + k * h};
}

bool nearly_even(double e, double k, std::size_t rows) {
  return std::fabs(k * std::log(static_cast<double>(rows)) - e) < 1e-3;
}

EntropyWeights weights_of_entropies(const std::vector<IndicatorEntropy>& each) {
  EntropyWeights out;
  for (const IndicatorEntropy& v : each) out.e.push_back(v.e), out.d.push_back(v.d);
  out.w = shares(out.d, "no indicator varies");
  return out;
}

EntropyWeights entropy_weights(MatrixView z, std::span<const std::uint8_t> skip, double k, double inside_log) {
  std::vector<IndicatorEntropy> each;
  for (std::size_t j = 0; j < z.cols; ++j)
    each.push_back(!skip.empty() && skip[j] ? IndicatorEntropy{} : indicator_entropy(z.column(j), j, k, inside_log));
  return weights_of_entropies(each);
}

CriticWeights critic_weights(MatrixView z, std::span<const std::uint8_t> skip, const CriticOptions& options) {
  const auto skipped = [&](std::size_t j) { return !skip.empty() && skip[j]; };
  CriticWeights out;
  for (std::size_t j = 0; j < z.cols; ++j) {
    double conflict = 0;
    for (std::size_t l = 0; l < z.cols; ++l) {
      if (l == j || skipped(j) || skipped(l)) continue;
      const double r = options.spearman ? spearman(z.column(j), z.column(l)) : correlation(z.column(j), z.column(l));
      conflict += 1 - (options.absolute ? std::fabs(r) : r);
    }
    out.S.push_back(skipped(j) ? 0 : deviation(z.column(j), options.population));
    out.R.push_back(conflict);
    out.C.push_back(out.S.back() * conflict);
  }
  out.w = shares(out.C, "the indicators carry no information: one varies, or all move together");
  return out;
}

std::vector<double> combine_weights(std::span<const double> a, std::span<const double> b, CombineRule rule,
                                    double alpha) {
  if (rule == CombineRule::game) return game(a, b);
  std::vector<double> out(a.size());
  for (std::size_t j = 0; j < a.size(); ++j)
    out[j] = rule == CombineRule::additive         ? alpha * a[j] + (1 - alpha) * b[j]
             : rule == CombineRule::multiplicative ? a[j] * b[j]
                                                   : std::sqrt(a[j] * b[j]);
  return shares(std::move(out), "the products of the weights are all zero");
}

}  // namespace nqp::numeric
