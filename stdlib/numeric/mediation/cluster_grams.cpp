#include "stdlib/numeric/mediation/cluster_grams.hpp"

#include <algorithm>

namespace nqp::numeric {
namespace {

constexpr double explained_share = 1e-9;  // as reghdfe judges regressors that fixed effects explain

using GramLanes = double __attribute__((vector_size(16)));

}  // namespace

ClusterGrams::ClusterGrams(MatrixView columns, std::span<const std::int32_t> cluster, std::size_t clusters)
    : p_(columns.cols), packed_((columns.cols * (columns.cols + 1) / 2 + 1) / 2 * 2), grams_(clusters * packed_),
      total_(packed_) {
  for (std::size_t i = 0; i < columns.rows; ++i) {
    if (cluster[i] < 0) continue;
    double* g = &grams_[static_cast<std::size_t>(cluster[i]) * packed_];
    for (std::size_t a = 0; a < p_; ++a)
      for (std::size_t b = 0; b <= a; ++b) *g++ += columns(i, a) * columns(i, b);
  }
}

Matrix ClusterGrams::sum(std::span<const std::size_t> drawn) const {
  std::fill(total_.begin(), total_.end(), 0.0);
  for (const std::size_t c : drawn) {
    const double* g = &grams_[c * packed_];
    for (std::size_t k = 0; k < packed_; k += 2) {
      const GramLanes v = GramLanes{total_[k], total_[k + 1]} + GramLanes{g[k], g[k + 1]};
      total_[k] = v[0], total_[k + 1] = v[1];
    }
  }
  Matrix out(p_, p_);
  std::size_t k = 0;
  for (std::size_t a = 0; a < p_; ++a)
    for (std::size_t b = 0; b <= a; ++b, ++k) out(a, b) = out(b, a) = total_[k];
  return out;
}

Matrix without_nuisances(Matrix g, std::size_t nuisances) {
  const std::size_t p = g.rows, rest = p - nuisances;
  std::vector<double> own(p);
  for (std::size_t j = 0; j < p; ++j) own[j] = g(j, j);
  for (std::size_t k = 0; k < nuisances; ++k) {
    const double pivot = g(k, k);
    if (!(pivot > explained_share * own[k])) continue;
    for (std::size_t j = k + 1; j < p; ++j) {
      const double factor = g(k, j) / pivot;
      if (factor == 0) continue;
      for (std::size_t i = j; i < p; ++i) g(i, j) -= factor * g(i, k);
    }
    for (std::size_t j = k + 1; j < p; ++j)
      for (std::size_t i = j; i < p; ++i) g(j, i) = g(i, j);
  }
  Matrix out(rest, rest);
  for (std::size_t j = 0; j < rest; ++j)
    for (std::size_t i = 0; i < rest; ++i) {
      const std::size_t a = nuisances + i, b = nuisances + j;
      out(i, j) = i == j && !(g(a, a) > explained_share * own[a]) ? 0 : g(a, b);
    }
  return out;
}

std::vector<double> gram_coefficients(const Matrix& gram, std::size_t dependent,
                                      std::span<const std::size_t> regressors) {
  const std::size_t k = regressors.size();
  Matrix a(k, k + 1);
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) a(i, j) = gram(regressors[i], regressors[j]);
    a(i, k) = gram(regressors[i], dependent);
  }
  for (std::size_t c = 0; c < k; ++c) {
    if (!(a(c, c) > explained_share * gram(regressors[c], regressors[c]))) return {};
    for (std::size_t i = 0; i < k; ++i) {
      if (i == c) continue;
      const double factor = a(i, c) / a(c, c);
      for (std::size_t j = c; j <= k; ++j) a(i, j) -= factor * a(c, j);
    }
  }
  std::vector<double> b;
  for (std::size_t i = 0; i < k; ++i) b.push_back(a(i, k) / a(i, i));
  return b;
}

}  // namespace nqp::numeric
