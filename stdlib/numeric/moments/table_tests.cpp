#include <algorithm>
#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/correlation.hpp"
#include "stdlib/numeric/moments/tests.hpp"

namespace nqp::numeric {
namespace {

struct Margins {
  std::vector<double> rows;
  std::vector<double> cols;
  double total = 0;
};

Margins margins_of(MatrixView counts) {
  Margins m{std::vector<double>(counts.rows, 0.0), std::vector<double>(counts.cols, 0.0), 0};
  for (std::size_t j = 0; j < counts.cols; ++j) {
    for (std::size_t i = 0; i < counts.rows; ++i) {
      m.rows[i] += counts(i, j);
      m.cols[j] += counts(i, j);
      m.total += counts(i, j);
    }
  }
  return m;
}

void chi_squares(MatrixView counts, const Margins& m, TableTest& test) {
  for (std::size_t j = 0; j < counts.cols; ++j) {
    for (std::size_t i = 0; i < counts.rows; ++i) {
      const double expected = test.expected(i, j);
      if (!(expected > 0)) continue;
      const double gap = counts(i, j) - expected;
      test.chi2 += gap * gap / expected;
      if (counts(i, j) > 0) test.chi2_lr += 2 * counts(i, j) * std::log(counts(i, j) / expected);
    }
  }
  test.p = dist::chi2tail(test.df, test.chi2);
  test.p_lr = dist::chi2tail(test.df, test.chi2_lr);
  const bool square2 = counts.rows == 2 && counts.cols == 2;
  if (square2) {
    const double product = m.rows[0] * m.rows[1] * m.cols[0] * m.cols[1];
    test.cramers_v = (counts(0, 0) * counts(1, 1) - counts(0, 1) * counts(1, 0)) / std::sqrt(product);
  } else {
    const double smaller = static_cast<double>(std::min(counts.rows, counts.cols)) - 1;
    test.cramers_v = std::sqrt(test.chi2 / (m.total * smaller));
  }
}

// Concordant minus discordant pairs: gamma and tau-b.
void ordinal(MatrixView counts, const Margins& m, TableTest& test) {
  double concordant = 0;
  double discordant = 0;
  for (std::size_t i = 0; i < counts.rows; ++i) {
    for (std::size_t j = 0; j < counts.cols; ++j) {
      for (std::size_t a = i + 1; a < counts.rows; ++a) {
        for (std::size_t b = 0; b < counts.cols; ++b) {
          if (b > j) concordant += counts(i, j) * counts(a, b);
          if (b < j) discordant += counts(i, j) * counts(a, b);
        }
      }
    }
  }
  const auto tied = [](const std::vector<double>& totals) {
    double pairs = 0;
    for (const double t : totals) pairs += t * t;
    return pairs;
  };
  const double n2 = m.total * m.total;
  test.gamma = (concordant - discordant) / (concordant + discordant);
  test.tau_b = 2 * (concordant - discordant) / std::sqrt((n2 - tied(m.rows)) * (n2 - tied(m.cols)));
}

// Two-sided: all tables with the same margins that are no more probable.
double fisher_2x2(MatrixView counts, const Margins& m) {
  const double low = std::max(0.0, m.rows[0] + m.cols[0] - m.total);
  const double high = std::min(m.rows[0], m.cols[0]);
  const auto probability = [&](double k) { return dist::hypergeometricp(m.total, m.cols[0], m.rows[0], k); };
  const double observed = probability(counts(0, 0));
  double p = 0;
  for (double k = low; k <= high; ++k) {
    const double here = probability(k);
    if (here <= observed * (1 + 1e-7)) p += here;
  }
  return std::min(1.0, p);
}

}  // namespace

TableTest test_table(MatrixView counts) {
  const Margins m = margins_of(counts);
  TableTest test;
  test.n = m.total;
  test.expected = Matrix(counts.rows, counts.cols);
  for (std::size_t j = 0; j < counts.cols; ++j) {
    for (std::size_t i = 0; i < counts.rows; ++i) test.expected(i, j) = m.rows[i] * m.cols[j] / m.total;
  }
  test.p_exact = undefined;
  if (counts.rows < 2 || counts.cols < 2) {
    test.chi2 = test.p = test.chi2_lr = test.p_lr = test.cramers_v = test.gamma = test.tau_b = undefined;
    return test;
  }
  test.df = static_cast<double>((counts.rows - 1) * (counts.cols - 1));
  chi_squares(counts, m, test);
  ordinal(counts, m, test);
  if (counts.rows == 2 && counts.cols == 2) test.p_exact = fisher_2x2(counts, m);
  return test;
}

RankTest rank_sum_test(std::span<const double> first, std::span<const double> second) {
  std::vector<double> all(first.begin(), first.end());
  all.insert(all.end(), second.begin(), second.end());
  const std::vector<double> rank = ranks(all);
  const double n1 = static_cast<double>(first.size());
  const double n2 = static_cast<double>(second.size());
  const double n = n1 + n2;
  RankTest test;
  for (std::size_t i = 0; i < rank.size(); ++i) (i < first.size() ? test.rank_sum_1 : test.rank_sum_2) += rank[i];
  test.expected_1 = n1 * (n + 1) / 2;
  // n1 n2 s²/n with s² the variance of the ranks, which carries the correction for ties.
  double ss = 0;
  for (const double r : rank) ss += (r - (n + 1) / 2) * (r - (n + 1) / 2);
  test.variance = n1 * n2 * ss / (n - 1) / n;
  test.z = test.variance > 0 ? (test.rank_sum_1 - test.expected_1) / std::sqrt(test.variance) : undefined;
  test.p = 2 * dist::normal(-std::fabs(test.z));
  return test;
}

}  // namespace nqp::numeric
