// Weights of the indicators of a composite index, from the data.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

struct EntropyWeights {
  std::vector<double> e;  // entropy of each indicator
  std::vector<double> d;  // redundancy 1 - e
  std::vector<double> w;  // d/Σd
};

// p_ij = z_ij/Σ_i z_ij, e_j = -k Σ_i p ln p, d = 1 - e, w = d/Σd, with 0 ln 0 = 0 (Shannon 1948; the entropy weight
// method as in Zou, Yun and Sun 2006). z is m × J and not negative; columns marked in `skip` get e = 1 and weight 0.
// `inside_log` is added to p inside the logarithm (0: the limit).
// Failures: data_requirement {column, row} for a negative z, and when no indicator varies.
EntropyWeights entropy_weights(MatrixView z, std::span<const std::uint8_t> skip, double k, double inside_log = 0);

// Σz, Σz ln z and the least z of one indicator, in stretches of `entropy_stretch` rows, the last one shorter: what the
// entropy with inside_log = 0 needs of it.
inline constexpr std::size_t entropy_stretch = 1024;
struct EntropySums {
  double sum = 0, terms = 0, least = 0;
  void add(std::span<const double> z, bool logarithms = true);
  double entropy(double k) const;
};

// Where shares are nearly even, 1 - e keeps few digits of d. With q = z/mean, d = 1 - k ln m + k Σ (q ln q - q + 1)/m,
// whose terms are not negative and whose first part is 0 for k = 1/ln m. `mean` comes from the sums above.
struct EvennessSum {
  double mean = 1, total = 0, rows = 0;
  void add(std::span<const double> z);
  double redundancy(double k) const;
};
bool nearly_even(double e, double k, std::size_t rows);

// Its parts: the entropy of one indicator (`column` names it in a failure), and the weights of given entropies.
struct IndicatorEntropy {
  double e = 1, d = 0;
};
IndicatorEntropy indicator_entropy(std::span<const double> z, std::size_t column, double k, double inside_log = 0);
EntropyWeights weights_of_entropies(const std::vector<IndicatorEntropy>& each);

struct CriticWeights {
  std::vector<double> S;  // standard deviation
  std::vector<double> R;  // conflict Σ_k (1 - r_jk)
  std::vector<double> C;  // information S R
  std::vector<double> w;  // C/ΣC
};

struct CriticOptions {
  bool absolute = false;  // 1 - |r|
  bool spearman = false;
  bool population = false;  // divisor m of the standard deviation
};

// Diakoulaki, Mavrotas and Papayannakis (1995). z is m × J, m >= 2; skipped columns get weight 0 and no part in R.
// Failure data_requirement when no indicator carries information.
CriticWeights critic_weights(MatrixView z, std::span<const std::uint8_t> skip, const CriticOptions& options = {});

enum class CombineRule { additive, multiplicative, geometric, game };

// Two sets of weights, each of J numbers that sum to 1, made one that sums to 1: α a + (1-α) b; a b/Σab; √ab/Σ√ab; or
// the combination α_1 a + α_2 b nearest to both (W W'α = diag(W W'), |α| normalised to sum 1).
// Failure data_requirement when the products are all zero.
std::vector<double> combine_weights(std::span<const double> a, std::span<const double> b, CombineRule rule,
                                    double alpha = 0.5);

}  // namespace nqp::numeric
