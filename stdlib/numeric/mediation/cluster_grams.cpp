#include "stdlib/numeric/mediation/cluster_grams.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace nqp::numeric {
namespace {

constexpr double explained_share = 1e-9;  // as reghdfe judges regressors that fixed effects explain

using GramLanes = double __attribute__((vector_size(16)));
constexpr std::size_t gram_block = 16;  // numbers at once: eight pairs

GramLanes gram_pair(const double* p) { return GramLanes{p[0], p[1]}; }

// Weighted sum of the blocks of the clusters; sums that stay in registers, which an array would not.
void add_gram_blocks(const double* from, const std::vector<std::pair<std::uint32_t, double>>& weights, double* out) {
  GramLanes a{}, b{}, c{}, d{}, e{}, f{}, g{}, h{};
  for (const auto& [cluster, weight] : weights) {
    const double* p = from + cluster * gram_block;
    const GramLanes w{weight, weight};
    a += w * gram_pair(p), b += w * gram_pair(p + 2), c += w * gram_pair(p + 4), d += w * gram_pair(p + 6);
    e += w * gram_pair(p + 8), f += w * gram_pair(p + 10), g += w * gram_pair(p + 12), h += w * gram_pair(p + 14);
  }
  const GramLanes all[] = {a, b, c, d, e, f, g, h};
  std::memcpy(out, all, sizeof all);
}

}  // namespace

ClusterGrams::ClusterGrams(MatrixView columns, std::span<const std::int32_t> cluster, std::size_t clusters)
    : p_(columns.cols), clusters_(clusters) {
  const std::size_t entries = p_ * (p_ + 1) / 2;
  std::vector<double> triangles(clusters * entries);
  for (std::size_t i = 0; i < columns.rows; ++i) {
    if (cluster[i] < 0) continue;
    double* g = &triangles[static_cast<std::size_t>(cluster[i]) * entries];
    for (std::size_t a = 0; a < p_; ++a)
      for (std::size_t b = 0; b <= a; ++b) *g++ += columns(i, a) * columns(i, b);
  }
  pack(triangles);
}

// In a balanced panel the products of period dummies are the same in every cluster.
void ClusterGrams::pack(const std::vector<double>& triangles) {
  const std::size_t entries = p_ * (p_ + 1) / 2;
  same_.assign(entries, 0.0);
  for (std::size_t k = 0; k < entries; ++k) {
    bool differs = false;
    for (std::size_t c = 1; c < clusters_ && !differs; ++c) differs = triangles[c * entries + k] != triangles[k];
    if (differs) varying_.push_back(static_cast<std::uint32_t>(k));
    else same_[k] = triangles[k];
  }
  blocks_ = (varying_.size() + gram_block - 1) / gram_block;
  grams_.assign(blocks_ * clusters_ * gram_block, 0.0);
  for (std::size_t j = 0; j < varying_.size(); ++j)
    for (std::size_t c = 0; c < clusters_; ++c)
      grams_[(j / gram_block * clusters_ + c) * gram_block + j % gram_block] = triangles[c * entries + varying_[j]];
}

Matrix ClusterGrams::sum(std::span<const std::size_t> drawn) const {
  std::vector<std::uint32_t> times(clusters_);
  for (const std::size_t c : drawn) ++times[c];
  std::vector<std::pair<std::uint32_t, double>> weights;
  for (std::uint32_t c = 0; c < clusters_; ++c)
    if (times[c] > 0) weights.emplace_back(c, times[c]);
  std::vector<double> total(same_);
  for (double& v : total) v *= static_cast<double>(drawn.size());
  for (std::size_t b = 0; b < blocks_; ++b) {
    double sums[gram_block];
    add_gram_blocks(&grams_[b * clusters_ * gram_block], weights, sums);
    for (std::size_t j = b * gram_block; j < std::min(varying_.size(), (b + 1) * gram_block); ++j)
      total[varying_[j]] = sums[j % gram_block];
  }
  Matrix out(p_, p_);
  std::size_t k = 0;
  for (std::size_t a = 0; a < p_; ++a)
    for (std::size_t b = 0; b <= a; ++b, ++k) out(a, b) = out(b, a) = total[k];
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
