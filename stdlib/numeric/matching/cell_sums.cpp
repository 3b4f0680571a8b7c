#include "stdlib/numeric/matching/cell_sums.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace nqp::numeric {
namespace {

constexpr std::size_t few_points = 64;
constexpr std::size_t tricube_powers = 10;
// With cells of half a bandwidth, |δ q| <= δ/4 and the k-th term e^{-δ²/2} (δ/4)^k/k! is below 1e-17 of 1 for every δ.
constexpr std::size_t normal_powers = 18;
constexpr double gauss_negligible = 100;            // e^{-100/2} = 2e-22 beside the nearest point, for a million points
constexpr double cancelled_share = 1e-4;

// Coefficients of q^j in ±(q - d)^m for m = 0, 6 (even) and 3, 9 (odd) of the tricube kernel.
void tricube_coefficients(double d, std::array<double, tricube_powers>& even,
                          std::array<double, tricube_powers>& odd) {
  constexpr double third[] = {1, 3, 3, 1}, sixth[] = {1, 6, 15, 20, 15, 6, 1};
  constexpr double ninth[] = {1, 9, 36, 84, 126, 126, 84, 36, 9, 1};
  std::array<double, tricube_powers> power{1};
  for (std::size_t k = 1; k < power.size(); ++k) power[k] = -d * power[k - 1];
  even.fill(0), odd.fill(0);
  even[0] = 1;
  for (std::size_t j = 0; j <= 6; ++j) even[j] += 3 * sixth[j] * power[6 - j];
  for (std::size_t j = 0; j <= 3; ++j) odd[j] -= 3 * third[j] * power[3 - j];
  for (std::size_t j = 0; j <= 9; ++j) odd[j] -= ninth[j] * power[9 - j];
}

}  // namespace

CellSums::CellSums(std::vector<double> sorted, MatchKernel kernel, double bandwidth)
    : sorted_(std::move(sorted)), normal_(kernel == MatchKernel::normal), bandwidth_(bandwidth),
      powers_(normal_ ? normal_powers : tricube_powers) {
  const double width = normal_ ? bandwidth / 2 : bandwidth;
  for (std::size_t i = 0; i < sorted_.size();) {
    const double first = sorted_[i];
    Cell c{first, i, i};
    while (i < sorted_.size() && sorted_[i] - first <= width) cell_of_.push_back(cells_.size()), ++i;
    c.to = i, c.centre = first + (sorted_[i - 1] - first) / 2;
    cells_.push_back(c);
  }
}

double CellSums::kernel(double difference) const {
  const double u = difference / bandwidth_;
  if (normal_) return std::exp(-u * u / 2);
  const double a = std::fabs(u), k = 1 - a * a * a;
  return a < 1 ? k * k * k : 0;
}

void CellSums::add_values(std::vector<double> value) {
  std::vector<double> m(normal_ ? cells_.size() * powers_ : (sorted_.size() + cells_.size()) * powers_);
  for (std::size_t c = 0; c < cells_.size(); ++c) {
    const Cell& cell = cells_[c];
    for (std::size_t i = cell.from; i < cell.to; ++i) {
      const double q = (sorted_[i] - cell.centre) / bandwidth_;
      double term = value[i] * (normal_ ? std::exp(-q * q / 2) : 1);
      // Sums of a cell start at 0 in a place of their own.
      double* to = &m[(normal_ ? c : i + c + 1) * powers_];
      const double* from = normal_ ? to : to - powers_;
      for (std::size_t j = 0; j < powers_; ++j) {
        to[j] = from[j] + term;
        term *= normal_ ? q / double(j + 1) : q;
      }
    }
  }
  values_.push_back(std::move(value)), moments_.push_back(std::move(m));
}

double CellSums::nearest(double p) const {
  const auto at = std::lower_bound(sorted_.begin(), sorted_.end(), p);
  double d = std::numeric_limits<double>::infinity();
  if (at != sorted_.end()) d = *at - p;
  if (at != sorted_.begin()) d = std::min(d, p - *(at - 1));
  return d;
}

CellSums::Range CellSums::range(double p) const {
  double reach = bandwidth_;
  if (normal_) {
    const double d = nearest(p) / bandwidth_;
    reach = bandwidth_ * std::sqrt(d * d + gauss_negligible);
  }
  const auto from = std::lower_bound(sorted_.begin(), sorted_.end(), p - reach);
  const auto to = std::upper_bound(from, sorted_.end(), p + reach);
  return {static_cast<std::size_t>(from - sorted_.begin()), static_cast<std::size_t>(to - sorted_.begin())};
}

bool CellSums::singly(double p, Range r) const {
  return r.to - r.from <= few_points || (normal_ && nearest(p) > bandwidth_);
}

double CellSums::one_by_one(std::size_t set, double p, Range r) const {
  double total = 0;
  for (std::size_t i = r.from; i < r.to; ++i) total += values_[set][i] * kernel(sorted_[i] - p);
  return total;
}

double CellSums::normal_part(std::size_t set, double p, std::size_t cell) const {
  const double d = (p - cells_[cell].centre) / bandwidth_;
  const double* m = &moments_[set][cell * powers_];
  double sum = 0;
  for (std::size_t j = powers_; j-- > 0;) sum = sum * d + m[j];
  return sum * std::exp(-d * d / 2);
}

// `middle`: first place not below p.
double CellSums::tricube_part(std::size_t set, double p, std::size_t cell, Range r, std::size_t middle,
                              double& largest) const {
  const Cell& c = cells_[cell];
  std::array<double, tricube_powers> even, odd;
  tricube_coefficients((p - c.centre) / bandwidth_, even, odd);
  const std::size_t from = std::max(r.from, c.from), to = std::min(r.to, c.to);
  const std::size_t between = std::clamp(middle, from, to);
  const double* sums = &moments_[set][cell * powers_];
  const double *a = sums + from * powers_, *b = sums + between * powers_, *e = sums + to * powers_;
  double total = 0;
  for (std::size_t j = 0; j < powers_; ++j) {
    const double term = even[j] * (e[j] - a[j]) + odd[j] * ((e[j] - b[j]) - (b[j] - a[j]));
    total += term, largest = std::max(largest, std::fabs(term));
  }
  return total;
}

double CellSums::by_cells(std::size_t set, double p, Range r) const {
  double total = 0, largest = 0;
  const std::size_t middle = static_cast<std::size_t>(
      std::lower_bound(sorted_.begin(), sorted_.end(), p) - sorted_.begin());
  for (std::size_t c = cell_of_[r.from]; c <= cell_of_[r.to - 1]; ++c)
    total += normal_ ? normal_part(set, p, c) : tricube_part(set, p, c, r, middle, largest);
  return std::fabs(total) < cancelled_share * largest ? one_by_one(set, p, r) : total;
}

double CellSums::positive_sum(double p, Range r, bool& alone) const {
  alone = r.from < r.to && singly(p, r);
  if (r.from == r.to) return 0;
  return alone ? one_by_one(0, p, r) : by_cells(0, p, r);
}

}  // namespace nqp::numeric
