// Regressions on bootstrap samples of whole clusters from cross products that are made once for each cluster.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

class ClusterGrams {
 public:
  // columns n × p; cluster n, dense from 0. Rows of negative code are left out.
  ClusterGrams(MatrixView columns, std::span<const std::int32_t> cluster, std::size_t clusters);

  // Sum of the cross products of the clusters drawn, each as often as it occurs: p × p.
  Matrix sum(std::span<const std::size_t> drawn) const;

 private:
  void pack(const std::vector<double>& triangles);

  std::size_t p_ = 0, clusters_ = 0, blocks_ = 0;
  std::vector<double> same_;            // by place in the lower triangle: what every cluster has, else 0
  std::vector<std::uint32_t> varying_;  // places in the lower triangle where clusters differ
  std::vector<double> grams_;           // [block of those places][cluster][place in the block]
};

// Partials the first `nuisances` columns out of the cross products; columns that earlier ones explain are passed over.
// Returns what is left of the others.
Matrix without_nuisances(Matrix gram, std::size_t nuisances);

// Coefficients of `dependent` on `regressors` (places in the cross products). Empty when the regressors are collinear:
// a pivot of at most 1e-9 of its own square.
std::vector<double> gram_coefficients(const Matrix& gram, std::size_t dependent,
                                      std::span<const std::size_t> regressors);

}  // namespace nqp::numeric
