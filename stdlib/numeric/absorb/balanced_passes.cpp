#include "stdlib/numeric/absorb/balanced_passes.hpp"

#include <algorithm>
#include <cstring>

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

double short_product(const double* a, const double* b, std::size_t n) {
  double s0 = 0, s1 = 0;
  std::size_t i = 0;
  for (; i + 2 <= n; i += 2) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
  }
  return i < n ? s0 + s1 + a[i] * b[i] : s0 + s1;
}

// Σ_t a b of every unit.
[[gnu::noinline]] void unit_products(const double* a, const double* b, std::size_t units, std::size_t T, double* out) {
  for (std::size_t u = 0; u < units; ++u, a += T, b += T) out[u] = short_product(a, b, T);
}

[[gnu::noinline]] void unit_means(const double* a, std::size_t units, std::size_t T, double* out) {
  for (std::size_t u = 0; u < units; ++u, a += T) out[u] = stretch_sum(a, T) / static_cast<double>(T);
}

constexpr std::size_t pairs_of(std::size_t columns) { return columns * (columns + 1) / 2; }

using RowPair = double __attribute__((vector_size(16)));

// Means and products of all pairs of a few columns in one pass, two rows at a time.
template <std::size_t K>
void few_unit_moments(const double* columns, std::size_t units, std::size_t T, double* means,
                      std::size_t stride, double* products) {
  for (std::size_t u = 0; u < units; ++u, columns += T) {
    RowPair sum[K] = {}, product[pairs_of(K)] = {};
    const auto add = [&](const RowPair* x) {
      for (std::size_t b = 0, pair = 0; b < K; ++b) {
        sum[b] += x[b];
        for (std::size_t a = b; a < K; ++a, ++pair) product[pair] += x[a] * x[b];
      }
    };
    RowPair x[K];
    std::size_t t = 0;
    for (; t + 2 <= T; t += 2) {
      for (std::size_t k = 0; k < K; ++k) std::memcpy(&x[k], columns + k * residual_stride + t, sizeof x[k]);
      add(x);
    }
    for (std::size_t k = 0; k < K && t < T; ++k) x[k] = RowPair{columns[k * residual_stride + t], 0.0};
    if (t < T) add(x);
    for (std::size_t k = 0; k < K; ++k) means[k * stride + u] = (sum[k][0] + sum[k][1]) / static_cast<double>(T);
    for (std::size_t p = 0; p < pairs_of(K); ++p) products[p * units + u] = product[p][0] + product[p][1];
  }
}

// One piece of a balanced panel whose periods' means are known.
class UnitPass {
 public:
  UnitPass(std::size_t columns, std::size_t periods)
      : within(periods, columns), moments(pairs_of(columns) - 1, pairs_of(columns) - 1), T_(periods),
        columns_(columns * residual_stride), means_(columns * residual_stride / periods),
        products_(pairs_of(columns) * (residual_stride / periods)) {}

  double* column(std::size_t k) { return columns_.data() + k * residual_stride; }

  // Σ_t z̃_a z̃_b of every unit and pair, as differences from the product of the means.
  void add(std::size_t n) {
    const std::size_t K = within.sum.size(), units = n / T_;
    const double length = static_cast<double>(T_);
    raw_moments(units);
    for (std::size_t k = 0; k < K; ++k) {
      within.sum[k] += length * stretch_sum(mean(k), units);
      within.square[k] += length * block_product(mean(k), mean(k), units);
    }
    double* out = products_.data();
    for (std::size_t b = 0; b < K; ++b)
      for (std::size_t a = b; a < K; ++a, out += units) {
        for (std::size_t u = 0; u < units; ++u) out[u] -= length * mean(a)[u] * mean(b)[u];
        within.gram(a, b) += stretch_sum(out, units);
      }
    const double* without_first = products_.data() + units;
    for (std::size_t q = 0; q < moments.cols; ++q)
      for (std::size_t p = q; p < moments.rows; ++p)
        moments(p, q) += block_product(without_first + p * units, without_first + q * units, units);
  }

  WithinSums within;  // no sums by period; square without the part within units
  Matrix moments;     // below the diagonal

 private:
  double* mean(std::size_t k) { return means_.data() + k * (residual_stride / T_); }

  // Means, and Σ_t z_a z_b, of every unit.
  void raw_moments(std::size_t units) {
    const std::size_t K = within.sum.size();
    if (K == 2) return few_unit_moments<2>(column(0), units, T_, mean(0), residual_stride / T_, products_.data());
    if (K == 3) return few_unit_moments<3>(column(0), units, T_, mean(0), residual_stride / T_, products_.data());
    double* out = products_.data();
    for (std::size_t b = 0; b < K; ++b) {
      unit_means(column(b), units, T_, mean(b));
      for (std::size_t a = b; a < K; ++a, out += units) unit_products(column(a), column(b), units, T_, out);
    }
  }

  std::size_t T_;
  std::vector<double> columns_, means_, products_;
};

// out = a - b. The rows of the next block are asked for: columns take turns in pieces too short to be foreseen.
void subtract(const double* a, const double* b, std::size_t n, double* out) {
  for (std::size_t i = 0; i < n; i += 8) __builtin_prefetch(a + n + i);
  for (std::size_t i = 0; i < n; ++i) out[i] = a[i] - b[i];
}

void add_centred(const double* z, double centre, std::size_t n, double* sum) {
  for (std::size_t i = 0; i < n; ++i) sum[i] += z[i] - centre;
}

// Σ (z - centre) by period.
SlotTable period_sums(const EffectRows& e, const RowColumns& c) {
  const std::size_t K = c.z.size(), T = e.sets[1].levels, block = residual_stride / T * T;
  const std::vector<std::size_t> cuts = e.cuts();
  std::vector<SlotTable> parts(e.pieces(), SlotTable(T, K));
  in_parallel(parts.size(), [&](std::size_t p) {
    for (std::size_t k = 0; k < K; ++k) {
      std::vector<double> sums(block, 0.0);
      for (std::size_t begin = cuts[p]; begin < cuts[p + 1]; begin += block)
        add_centred(c.z[k] + begin, c.centre.empty() ? 0.0 : c.centre[k], std::min(block, cuts[p + 1] - begin),
                    sums.data());
      for (std::size_t i = 0; i < block; ++i) parts[p].row(i % T)[k] += sums[i];
    }
  });
  SlotTable out(T, K);
  for (const SlotTable& part : parts)
    for (std::size_t i = 0; i < out.values.size(); ++i) out.values[i] += part.values[i];
  return out;
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

bool unit_moments_pay(const EffectRows& e, std::size_t columns) {
  const std::size_t pairs = pairs_of(columns);
  return pairs * (pairs - 1) / 2 <= 4 * e.sets[1].levels * columns;
}

UnitSums unit_sums(const EffectRows& e, const RowColumns& c) {
  const std::size_t K = c.z.size(), T = e.sets[1].levels, block = residual_stride / T * T;
  const double units = static_cast<double>(e.sets[0].levels), periods = static_cast<double>(T);
  const SlotTable sums = period_sums(e, c);
  UnitSums out{.A = SlotTable(T, K), .within = WithinSums(T, K), .moments = {}};
  for (std::size_t k = 0; k < K; ++k) {
    double total = 0;
    for (std::size_t t = 0; t < T; ++t) total += sums.row(t)[k];
    for (std::size_t t = 0; t < T; ++t) out.A.row(t)[k] = (sums.row(t)[k] - total / periods) / units;
  }
  const std::vector<double> pattern = period_pattern(e, c, &out.A);
  const std::vector<std::size_t> cuts = e.cuts();
  std::vector<UnitPass> passes(e.pieces(), UnitPass(K, T));
  in_parallel(passes.size(), [&](std::size_t p) {
    for (std::size_t begin = cuts[p]; begin < cuts[p + 1]; begin += block) {
      const std::size_t n = std::min(block, cuts[p + 1] - begin);
      for (std::size_t k = 0; k < K; ++k)
        subtract(c.z[k] + begin, pattern.data() + k * residual_stride, n, passes[p].column(k));
      passes[p].add(n);
    }
  });
  out.moments = std::move(passes.front().moments);
  for (std::size_t p = 0; p < passes.size(); ++p) {
    out.within.add(passes[p].within);
    for (std::size_t i = 0; p > 0 && i < out.moments.data.size(); ++i) out.moments.data[i] += passes[p].moments.data[i];
  }
  // What the units' means left, and the parts of a square that are orthogonal: within, between units, between periods.
  for (std::size_t k = 0; k < K; ++k) {
    out.within.square[k] += out.within.gram(k, k);
    for (std::size_t t = 0; t < T; ++t) {
      const double effect = out.A.row(t)[k];
      out.within.others.row(t)[k] = sums.row(t)[k] - units * effect - out.within.sum[k] / periods;
      out.within.square[k] += units * effect * effect;
    }
  }
  fill_upper(out.within.gram);
  fill_upper(out.moments);
  return out;
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
