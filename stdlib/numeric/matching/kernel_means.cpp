#include "stdlib/numeric/matching/kernel_means.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "stdlib/numeric/linalg/double_double.hpp"
#include "stdlib/numeric/matching/cell_sums.hpp"
#include "stdlib/numeric/matching/score_order.hpp"

namespace nqp::numeric {
namespace {

constexpr std::size_t few = 64, most_powers = 5;
constexpr double nearly_cancelled = 1e-5;  // what is left has ten digits

// (1 - u²)^m for |u| < 1, or one for |u| <= 1.
struct PolynomialKernel {
  int m = 0;
  double width = 1;
  std::size_t powers() const { return static_cast<std::size_t>(2 * m + 1); }
  double at(double difference) const {
    if (m == 0) return 1;
    const double u = difference / width, k = 1 - u * u;
    return k <= 0 ? 0 : m == 1 ? k : k * k;
  }
  // Coefficients of q^k in the kernel at q - p.
  std::array<double, most_powers> coefficients(double p) const {
    const double a = 1 / (width * width);
    if (m == 0) return {1, 0, 0, 0, 0};
    const double c0 = 1 - a * p * p, c1 = 2 * a * p, c2 = -a;
    if (m == 1) return {c0, c1, c2, 0, 0};
    return {c0 * c0, 2 * c0 * c1, c1 * c1 + 2 * c0 * c2, 2 * c1 * c2, c2 * c2};
  }
};

PolynomialKernel kernel_of(const MatchSpec& s) {
  if (s.rule == MatchRule::radius) return {0, s.caliper};
  return {s.kernel == MatchKernel::uniform ? 0 : s.kernel == MatchKernel::biweight ? 2 : 1, s.bandwidth};
}

// Rounded once, but for its last bit.
double rounded_difference(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble s = two_sum(a.hi, -b.hi);
  return s.hi + (s.lo + (a.lo - b.lo));
}

// Points in the order of their scores with values; sums of value × power of the score over ranges of places.
class RangeSums {
 public:
  RangeSums(std::span<const double> score, std::span<const std::uint32_t> points, std::size_t powers)
      : order_(in_score_order(score, points)), powers_(powers) {
    for (const std::uint32_t r : order_) sorted_.push_back(score[r]);
    centre_ = sorted_.empty() ? 0 : sorted_[sorted_.size() / 2];
  }

  const std::vector<std::uint32_t>& order() const { return order_; }
  const std::vector<double>& sorted() const { return sorted_; }

  // Sets of values, one per place. All are summed together: a sum waits for itself, not for the others.
  void add_values(std::vector<std::vector<double>> values) {
    values_ = std::move(values);
    const std::size_t width = values_.size() * powers_;
    sums_.assign((order_.size() + 1) * width, {});
    for (std::size_t k = 0; k < order_.size(); ++k) {
      const double x = sorted_[k] - centre_;
      const DoubleDouble* before = &sums_[k * width];
      DoubleDouble* after = &sums_[(k + 1) * width];
      for (const std::vector<double>& value : values_) {
        double term = value[k];
        for (std::size_t j = 0; j < powers_; ++j, term *= x) *after++ = *before++ + term;
      }
    }
  }

  // Places whose score is within the kernel's width of p, both borders judged by the difference of the scores. The
  // borders move up with p: `from` and `to` hold those of the point before.
  void move(double p, double width, std::size_t& from, std::size_t& to) const {
    while (from < sorted_.size() && p - sorted_[from] > width) ++from;
    while (to < sorted_.size() && sorted_[to] - p <= width) ++to;
  }

  double one_by_one(std::size_t set, std::size_t from, std::size_t to, double p, const PolynomialKernel& k) const {
    double total = 0;
    for (std::size_t i = from; i < to; ++i) total += values_[set][i] * k.at(sorted_[i] - p);
    return total;
  }

  using Coefficients = std::array<double, most_powers>;
  Coefficients coefficients(const PolynomialKernel& k, double p) const { return k.coefficients(p - centre_); }

  // `cancelled`: the terms of the polynomial leave too few digits.
  double by_powers(std::size_t set, std::size_t from, std::size_t to, const Coefficients& c, bool& cancelled) const {
    const std::size_t width = values_.size() * powers_;
    const DoubleDouble *low = &sums_[from * width + set * powers_], *high = &sums_[to * width + set * powers_];
    double total = 0, largest = 0;
    for (std::size_t j = 0; j < powers_; ++j) {
      const double term = c[j] * rounded_difference(high[j], low[j]);
      total += term, largest = std::max(largest, std::fabs(term));
    }
    cancelled = std::fabs(total) < nearly_cancelled * largest;
    return total;
  }

  // Sum of positive values of the first set; `singly` tells how it was made.
  double positive_sum(std::size_t from, std::size_t to, double p, const PolynomialKernel& k, const Coefficients& c,
                      bool& singly) const {
    singly = to - from <= few;
    const double total = singly ? 0 : by_powers(0, from, to, c, singly);
    return singly ? one_by_one(0, from, to, p, k) : total;
  }

 private:
  std::vector<std::uint32_t> order_;
  std::vector<double> sorted_;
  std::size_t powers_;
  double centre_ = 0;
  std::vector<DoubleDouble> sums_;  // [place][set][power]: of the places before
  std::vector<std::vector<double>> values_;
};

std::vector<double> values_in(std::span<const double> x, const std::vector<std::uint32_t>& order) {
  std::vector<double> out;
  for (const std::uint32_t r : order) out.push_back(x[r]);
  return out;
}

std::vector<std::size_t> places_of(std::span<const std::uint32_t> points, std::size_t rows) {
  std::vector<std::size_t> out(rows);
  for (std::size_t i = 0; i < points.size(); ++i) out[points[i]] = i;
  return out;
}

// Kernels that are no polynomial of the score. Targets far from all donors have huge shares of small weights: they
// give theirs to the donors one by one.
KernelMeans cell_means(std::span<const double> score, std::span<const std::uint32_t> targets,
                       std::span<const std::uint32_t> donors, const MatchSpec& spec,
                       const std::vector<std::vector<double>>& outcomes) {
  const std::vector<std::uint32_t> donor_order = in_score_order(score, donors), order = in_score_order(score, targets);
  const std::vector<std::size_t> donor_place = places_of(donors, score.size()), place = places_of(targets, score.size());
  CellSums pool(values_in(score, donor_order), spec.kernel, spec.bandwidth);
  pool.add_values(std::vector<double>(donors.size(), 1.0));
  for (const std::vector<double>& y : outcomes) pool.add_values(values_in(y, donor_order));
  CellSums asked(values_in(score, order), spec.kernel, spec.bandwidth);
  KernelMeans out;
  out.total.assign(targets.size(), 0.0), out.weight.assign(donors.size(), 0.0);
  out.means.assign(outcomes.size(), std::vector<double>(targets.size(), 0.0));
  std::vector<double> inverse(targets.size(), 0.0);
  for (std::size_t k = 0; k < order.size(); ++k) {
    const double p = asked.sorted()[k];
    const CellSums::Range r = pool.range(p);
    bool alone = true;
    const double total = pool.positive_sum(p, r, alone);
    if (!(total > 0)) continue;
    const std::size_t i = place[order[k]];
    out.total[i] = total;
    for (std::size_t j = 0; j < outcomes.size(); ++j)
      out.means[j][i] = (alone ? pool.one_by_one(j + 1, p, r) : pool.by_cells(j + 1, p, r)) / total;
    if (!alone) inverse[k] = 1 / total;
    for (std::size_t d = r.from; alone && d < r.to; ++d)
      out.weight[donor_place[donor_order[d]]] += pool.kernel(pool.sorted()[d] - p) / total;
  }
  asked.add_values(std::move(inverse));
  for (std::size_t k = 0; k < donors.size(); ++k) {
    bool alone = true;
    const double p = pool.sorted()[k];
    out.weight[donor_place[donor_order[k]]] += std::max(0.0, asked.positive_sum(p, asked.range(p), alone));
  }
  return out;
}

}  // namespace

bool has_kernel_means(const MatchSpec& s) { return s.rule == MatchRule::radius || s.rule == MatchRule::kernel; }

KernelMeans kernel_means(std::span<const double> score, std::span<const std::uint32_t> targets,
                         std::span<const std::uint32_t> donors, const MatchSpec& spec,
                         const std::vector<std::vector<double>>& outcomes) {
  if (spec.rule == MatchRule::kernel && (spec.kernel == MatchKernel::normal || spec.kernel == MatchKernel::tricube))
    return cell_means(score, targets, donors, spec, outcomes);
  const PolynomialKernel kernel = kernel_of(spec);
  RangeSums pool(score, donors, kernel.powers()), asked(score, targets, kernel.powers());
  std::vector<std::vector<double>> values = {std::vector<double>(donors.size(), 1.0)};
  for (const std::vector<double>& y : outcomes) values.push_back(values_in(y, pool.order()));
  pool.add_values(std::move(values));
  KernelMeans out;
  std::vector<std::size_t> place(score.size());
  for (std::size_t i = 0; i < targets.size(); ++i) place[targets[i]] = i;
  out.total.assign(targets.size(), 0.0);
  out.means.assign(outcomes.size(), std::vector<double>(targets.size(), 0.0));
  std::vector<double> inverse;
  std::size_t from = 0, to = 0;
  for (std::size_t k = 0; k < targets.size(); ++k) {
    const double p = asked.sorted()[k];
    const std::size_t i = place[asked.order()[k]];
    pool.move(p, kernel.width, from, to);
    bool singly = true, ignored = false;
    const auto c = pool.coefficients(kernel, p);
    const double total = from < to ? pool.positive_sum(from, to, p, kernel, c, singly) : 0;
    out.total[i] = total;
    inverse.push_back(total > 0 ? 1 / total : 0);
    for (std::size_t j = 0; total > 0 && j < outcomes.size(); ++j)
      out.means[j][i] = (singly ? pool.one_by_one(j + 1, from, to, p, kernel)
                                : pool.by_powers(j + 1, from, to, c, ignored)) /
                        total;
  }
  asked.add_values({std::move(inverse)});
  for (std::size_t i = 0; i < donors.size(); ++i) place[donors[i]] = i;
  out.weight.assign(donors.size(), 0.0);
  from = to = 0;
  for (std::size_t k = 0; k < donors.size(); ++k) {
    const double p = pool.sorted()[k];
    asked.move(p, kernel.width, from, to);
    if (from >= to) continue;
    bool singly = true;
    const double sum = asked.positive_sum(from, to, p, kernel, asked.coefficients(kernel, p), singly);
    out.weight[place[pool.order()[k]]] = std::max(0.0, sum);
  }
  return out;
}

}  // namespace nqp::numeric
