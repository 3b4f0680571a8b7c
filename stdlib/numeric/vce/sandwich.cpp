#include "stdlib/numeric/vce/sandwich.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/row_blocks.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::numeric {
namespace {

// Score of row i in column j.
double score(const Scores& s, std::size_t i, std::size_t j) {
  const double x = j < s.x.cols ? s.x(i, j) : 1.0;
  return s.multiplier.empty() ? x : x * s.multiplier[i];
}

Matrix sandwich_rows(const Scores& s, std::size_t begin, std::size_t end) {
  Matrix block(end - begin, s.columns());
  for (std::size_t j = 0; j < block.cols; ++j) {
    for (std::size_t i = begin; i < end; ++i) block(i - begin, j) = score(s, i, j);
  }
  return block;
}

std::size_t rows_of(const Scores& s) { return s.multiplier.empty() ? s.x.rows : s.multiplier.size(); }

// Group sums as a groups × columns matrix: rows enter in their order.
Matrix score_sums(const Scores& s, const DenseCodes& groups) {
  Matrix sums(static_cast<std::size_t>(groups.levels), s.columns());
  for (std::size_t j = 0; j < sums.cols; ++j) {
    const std::span<double> column = sums.column(j);
    for (std::size_t i = 0; i < groups.values.size(); ++i) {
      column[static_cast<std::size_t>(groups.values[i])] += score(s, i, j);
    }
  }
  return sums;
}

void add_to(Matrix& sum, const Matrix& other, double sign) {
  for (std::size_t i = 0; i < sum.data.size(); ++i) sum.data[i] += sign * other.data[i];
}

void require_rows(const Scores& s, Codes cluster) {
  if (cluster.size() != rows_of(s)) throw Failure(FailureCode::conformability, "clusters of another length");
}

}  // namespace

Matrix meat_robust(const Scores& scores, std::span<const double> frequency) {
  const std::size_t n = rows_of(scores);
  if (n == 0) return Matrix(scores.columns(), scores.columns());
  const auto part = [&](std::size_t begin, std::size_t end) {
    const Matrix block = sandwich_rows(scores, begin, end);
    return gram(block, frequency.empty() ? frequency : frequency.subspan(begin, end - begin));
  };
  return reduce_rows(n, part, [](Matrix& sum, Matrix&& other) { add_to(sum, other, 1.0); });
}

Matrix meat_cluster(const Scores& scores, Codes cluster) {
  require_rows(scores, cluster);
  return gram(score_sums(scores, dense_codes(cluster)));
}

Matrix meat_multiway(const Scores& scores, const std::vector<Codes>& clusters) {
  Matrix meat(scores.columns(), scores.columns());
  const std::size_t subsets = std::size_t{1} << clusters.size();
  for (std::size_t subset = 1; subset < subsets; ++subset) {
    DenseCodes cells;
    int members = 0;
    for (std::size_t v = 0; v < clusters.size(); ++v) {
      if (!(subset >> v & 1U)) continue;
      require_rows(scores, clusters[v]);
      cells = members == 0 ? dense_codes(clusters[v]) : intersect_codes(cells.view(), clusters[v]);
      ++members;
    }
    add_to(meat, gram(score_sums(scores, cells)), members % 2 == 1 ? 1.0 : -1.0);
  }
  return meat;
}

Matrix sandwich(MatrixView bread, MatrixView meat, double factor) {
  return scale(quadratic_form(bread, meat), factor);
}

Matrix repair_multiway(MatrixView v, std::span<const double> sd, bool& changed) {
  Matrix standardised(v.rows, v.cols);
  for (std::size_t j = 0; j < v.cols; ++j) {
    for (std::size_t i = 0; i < v.rows; ++i) standardised(i, j) = v(i, j) * sd[i] * sd[j];
  }
  Matrix repaired = nearest_positive_semidefinite(standardised, changed);
  for (std::size_t j = 0; j < v.cols; ++j) {
    for (std::size_t i = 0; i < v.rows; ++i) {
      const double unit = sd[i] * sd[j];
      repaired(i, j) = changed && unit != 0 ? repaired(i, j) / unit : v(i, j);
    }
  }
  return repaired;
}

std::vector<double> cluster_counts(const std::vector<Codes>& clusters) {
  std::vector<double> counts;
  for (const Codes& codes : clusters) counts.push_back(static_cast<double>(dense_codes(codes).levels));
  return counts;
}

double smallest_cluster_count(const std::vector<double>& counts) {
  if (counts.empty()) throw Failure(FailureCode::requirement, "no cluster variable");
  const double smallest = *std::min_element(counts.begin(), counts.end());
  if (smallest < 2) throw Failure(FailureCode::insufficient_observations, "one cluster", {{"groups", smallest}});
  return smallest;
}

Matrix meat_bartlett(const Scores& scores, int lags, std::span<const std::int32_t> time) {
  const std::size_t n = rows_of(scores);
  const Matrix h = sandwich_rows(scores, 0, n);
  Matrix meat = gram(h);
  for (int lag = 1; lag <= lags; ++lag) {
    const double weight = 1.0 - lag / (lags + 1.0);
    Matrix gamma(h.cols, h.cols);
    std::size_t earlier = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const auto period = [&](std::size_t row) {
        return time.empty() ? static_cast<std::int64_t>(row) : std::int64_t{time[row]};
      };
      while (earlier < i && period(earlier) < period(i) - lag) ++earlier;
      if (earlier >= i || period(earlier) != period(i) - lag) continue;
      for (std::size_t b = 0; b < h.cols; ++b) {
        for (std::size_t a = 0; a < h.cols; ++a) gamma(a, b) += h(i, a) * h(earlier, b);
      }
    }
    add_to(meat, gamma, weight);
    add_to(meat, transpose(gamma), weight);
  }
  return meat;
}

int usual_lags(double periods) { return static_cast<int>(std::floor(4 * std::pow(periods / 100, 2.0 / 9))); }

}  // namespace nqp::numeric
