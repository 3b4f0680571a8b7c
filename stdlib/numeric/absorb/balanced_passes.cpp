#include "stdlib/numeric/absorb/balanced_passes.hpp"

#include <algorithm>

#include "stdlib/numeric/absorb/block_products.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::numeric {
namespace {

// What is taken off every row of a column before means are: its centre and `A` by period, once for each row of a block
// of whole units.
std::vector<double> period_pattern(const EffectRows& e, const RowColumns& c, const SlotTable* A) {
  const std::size_t K = c.z.size(), T = e.sets[1].levels, rows = residual_stride / T * T;
  std::vector<double> out(K * residual_stride);
  for (std::size_t k = 0; k < K; ++k)
    for (std::size_t i = 0; i < rows; ++i)
      out[k * residual_stride + i] = (c.centre.empty() ? 0.0 : c.centre[k]) + (A ? A->values[i % T * K + k] : 0.0);
  return out;
}

double difference_sum(const double* z, const double* pattern, std::size_t n) {
  double s0 = 0, s1 = 0;
  std::size_t i = 0;
  for (; i + 2 <= n; i += 2) {
    s0 += z[i] - pattern[i];
    s1 += z[i + 1] - pattern[i + 1];
  }
  if (i < n) s0 += z[i] - pattern[i];
  return s0 + s1;
}

// Columns of rows [begin, begin + n) of a balanced panel less the pattern, then less the means of the units. What the
// means take away of sums and squares is added to the totals.
void load_balanced(const EffectRows& e, const RowColumns& c, const double* pattern, std::size_t begin, std::size_t n,
                   double* columns, WithinSums* totals) {
  const std::size_t T = e.sets[1].levels;
  for (std::size_t k = 0; k < c.z.size(); ++k, pattern += residual_stride, columns += residual_stride) {
    const double* z = c.z[k] + begin;
    double sum = 0, square = 0;
    for (std::size_t unit = 0; unit < n; unit += T) {
      const double unit_sum = difference_sum(z + unit, pattern + unit, T);
      const double mean = unit_sum / static_cast<double>(T);
      for (std::size_t i = unit; i < unit + T; ++i) columns[i] = z[i] - pattern[i] - mean;
      sum += unit_sum;
      square += unit_sum * mean;
    }
    if (!totals) continue;
    totals->sum[k] += sum;
    totals->square[k] += square;
  }
}

}  // namespace

bool is_balanced(const std::vector<CodeSource>& sets, std::size_t rows) {
  const std::size_t T = sets[1].levels;
  if (T == 0 || rows != sets[0].levels * T) return false;
  const std::size_t pieces = pieces_of_rows(rows), units = sets[0].levels;
  std::vector<std::uint8_t> differs(pieces, 0);
  in_parallel(pieces, [&](std::size_t p) {
    const std::size_t first = units / pieces * p, last = p + 1 == pieces ? units : units / pieces * (p + 1);
    const std::size_t step = residual_stride / T;
    std::vector<std::uint32_t> unit(residual_stride), period(residual_stride);
    for (std::size_t u = first; u < last && !differs[p]; u += step) {
      const std::size_t n = std::min(step, last - u);
      sets[0].read(u * T, n * T, unit.data());
      sets[1].read(u * T, n * T, period.data());
      std::uint32_t off = 0;
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t t = 0; t < T; ++t)
          off |= (unit[i * T + t] ^ static_cast<std::uint32_t>(u + i)) |
                 (period[i * T + t] ^ static_cast<std::uint32_t>(t));
      if (off) differs[p] = 1;
    }
  });
  return std::all_of(differs.begin(), differs.end(), [](std::uint8_t d) { return d == 0; });
}

void add_balanced_sums(const EffectRows& e, const RowColumns& c, std::size_t begin, std::size_t end, bool want_gram,
                       WithinSums& own) {
  const std::size_t K = c.z.size(), T = e.sets[1].levels, block = residual_stride / T * T;
  std::vector<double> columns((K + 1) * residual_stride), sums(K * residual_stride, 0.0);
  const std::vector<double> pattern = period_pattern(e, c, nullptr);
  for (std::size_t n = 0; begin < end; begin += n) {
    n = std::min(block, end - begin);
    load_balanced(e, c, pattern.data(), begin, n, columns.data(), want_gram ? &own : nullptr);
    // The blocks on top of each other, folded by period in the end.
    for (std::size_t k = 0; k < K; ++k)
      for (std::size_t i = 0; i < n; ++i) sums[k * residual_stride + i] += columns[k * residual_stride + i];
    if (want_gram) add_block_products(nullptr, n, K, columns.data(), own.gram);
  }
  for (std::size_t k = 0; k < K; ++k) {
    for (std::size_t i = 0; i < block; ++i) own.others.row(i % T)[k] += sums[k * residual_stride + i];
    if (want_gram) own.square[k] += own.gram(k, k);
  }
}

void visit_balanced_residuals(const EffectRows& e, const RowColumns& c, const SlotTable& A,
                              const ResidualVisitor& visit) {
  const std::size_t block = residual_stride / e.sets[1].levels * e.sets[1].levels;
  const std::vector<std::size_t> cuts = e.cuts();
  const std::vector<double> pattern = period_pattern(e, c, A.values.empty() ? nullptr : &A);
  in_parallel(e.pieces(), [&](std::size_t p) {
    std::vector<double> columns(c.z.size() * residual_stride);
    for (std::size_t begin = cuts[p]; begin < cuts[p + 1]; begin += block) {
      const std::size_t n = std::min(block, cuts[p + 1] - begin);
      load_balanced(e, c, pattern.data(), begin, n, columns.data(), nullptr);
      visit(p, begin, n, columns.data());
    }
  });
}

}  // namespace nqp::numeric
