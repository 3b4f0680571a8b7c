#include "stdlib/numeric/absorb/level_set.hpp"

#include <cmath>

#include "stdlib/numeric/failure.hpp"

namespace nqp::numeric {
namespace {

// A slope whose variation within a level is below this share of its size carries nothing there.
constexpr double negligible = 1e-12;

}  // namespace

LevelSet::LevelSet(const Effect& effect, std::span<const double> weights)
    : codes_(dense_codes(effect.codes)),
      intercept_(effect.intercept),
      functions_(effect.slopes.size() + (effect.intercept ? 1 : 0)) {
  const std::size_t n = effect.codes.size();
  gram_.assign(dimension(), 0.0);
  inverse_gram_.assign(dimension(), 0.0);
  if (functions_ > 1) shift_.assign(dimension() * functions_, 0.0);
  if (intercept_) {
    for (std::size_t i = 0; i < n; ++i) gram_[slot(i)] += weights.empty() ? 1.0 : weights[i];
  }
  for (const auto& slope : effect.slopes) {
    if (slope.size() != n) throw Failure(FailureCode::conformability, "slope variable of another length");
    add_function(slope, weights);
  }
  for (std::size_t s = 0; s < gram_.size(); ++s) inverse_gram_[s] = gram_[s] > 0 ? 1 / gram_[s] : 0;
}

// Modified Gram-Schmidt, twice, against the functions already there.
void LevelSet::add_function(std::span<const double> x, std::span<const double> weights) {
  const std::size_t p = slopes_.size() + (intercept_ ? 1 : 0);
  const auto weight = [&](std::size_t i) { return weights.empty() ? 1.0 : weights[i]; };
  std::vector<double> values(x.begin(), x.end());
  std::vector<double> size(levels(), 0.0);
  for (std::size_t i = 0; i < values.size(); ++i) size[level(i)] += weight(i) * values[i] * values[i];
  for (int pass = 0; pass < 2; ++pass) {
    for (std::size_t l = 0; l < p; ++l) {
      std::vector<double> shift(levels(), 0.0);
      for (std::size_t i = 0; i < values.size(); ++i) shift[level(i)] += weight(i) * basis(i, l) * values[i];
      for (std::size_t g = 0; g < shift.size(); ++g) {
        const double gram = gram_[g * functions_ + l];
        shift[g] = gram > 0 ? shift[g] / gram : 0;
        shift_[(g * functions_ + p) * functions_ + l] += shift[g];
      }
      for (std::size_t i = 0; i < values.size(); ++i) values[i] -= shift[level(i)] * basis(i, l);
    }
  }
  std::vector<double> left(levels(), 0.0);
  for (std::size_t i = 0; i < values.size(); ++i) left[level(i)] += weight(i) * values[i] * values[i];
  for (std::size_t g = 0; g < left.size(); ++g) {
    gram_[g * functions_ + p] = left[g] > negligible * negligible * size[g] ? left[g] : 0;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (gram_[slot(i) + p] == 0) values[i] = 0;
  }
  slopes_.push_back(std::move(values));
}

void LevelSet::to_original(std::size_t level, const double* basis_coefficients, double* original) const {
  for (std::size_t p = 0; p < functions_; ++p) original[p] = basis_coefficients[p];
  // basis_p = x_p - Σ shift basis_l: take the highest function first.
  for (std::size_t p = functions_; p-- > 1;) {
    for (std::size_t l = 0; l < p; ++l) {
      original[l] -= original[p] * shift_[(level * functions_ + p) * functions_ + l];
    }
  }
}

}  // namespace nqp::numeric
