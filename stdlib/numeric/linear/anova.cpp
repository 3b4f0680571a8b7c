#include "stdlib/numeric/linear/anova.hpp"

#include <cmath>
#include <utility>
#include <vector>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

// The model with the columns whose flag is set.
LinearFit fit_columns(const AnovaSpec& s, const std::vector<bool>& use, Progress& progress) {
  Matrix x(s.x.rows, 0);
  for (std::size_t j = 0; j < s.x.cols; ++j) {
    if (!use[j]) continue;
    const auto column = s.x.column(j);
    x.data.insert(x.data.end(), column.begin(), column.end());
    ++x.cols;
  }
  LinearSpec spec;
  spec.y = s.y;
  spec.x = x;
  spec.constant = s.constant;
  spec.weights = s.weights;
  spec.weight_kind = s.kind;
  return fit_linear(spec, VceSpec{}, progress);
}

std::vector<bool> columns_of(const AnovaSpec& s, std::size_t last_term, std::size_t without) {
  std::vector<bool> use(s.x.cols, false);
  for (std::size_t t = 0; t < last_term; ++t)
    for (std::size_t j = s.term_begin[t]; j < s.term_begin[t + 1]; ++j) use[j] = t != without;
  return use;
}

void add_test(AnovaTerm& t, double rss, double df_r) {
  const double F = t.ss / t.df / (rss / df_r);
  t.F = std::isfinite(F) ? F : undefined;
  t.p = dist::Ftail(t.df, df_r, t.F);
}

}  // namespace

Anova anova(const AnovaSpec& s, Progress& progress) {
  const std::size_t terms = s.term_begin.size() - 1, none = terms;
  const LinearFit full = fit_columns(s, columns_of(s, terms, none), progress);
  Anova out;
  out.n = full.N;
  out.rss = full.rss;
  out.df_r = full.df_r;
  out.tss = full.tss;
  out.rmse = full.rmse;
  out.r2 = full.r2;
  out.r2_a = full.r2_a;
  out.model.ss = full.mss;
  out.model.df = full.df_m;
  out.df_t = full.df_m + full.df_r;
  add_test(out.model, full.rss, full.df_r);
  for (std::size_t t = 0; t < terms; ++t) {
    AnovaTerm term;
    if (terms == 1) {
      term = out.model;
    } else if (s.sequential) {
      const LinearFit with = fit_columns(s, columns_of(s, t + 1, none), progress);
      const LinearFit before = fit_columns(s, columns_of(s, t, none), progress);
      term.ss = with.mss - before.mss;
      term.df = with.rank - before.rank;
    } else {
      const LinearFit rest = fit_columns(s, columns_of(s, terms, t), progress);
      term.ss = rest.rss - full.rss;
      term.df = full.rank - rest.rank;
    }
    add_test(term, full.rss, full.df_r);
    out.terms.push_back(term);
  }
  return out;
}

Matrix without_empty_cells(const Matrix& columns, Matrix empty) {
  // Reduced to echelon form: each condition gives one coefficient by those of the free columns.
  std::vector<std::size_t> pivot_row(empty.cols, empty.rows);
  std::size_t rank = 0;
  for (std::size_t j = 0; j < empty.cols && rank < empty.rows; ++j) {
    std::size_t best = rank;
    for (std::size_t i = rank; i < empty.rows; ++i)
      if (std::fabs(empty(i, j)) > std::fabs(empty(best, j))) best = i;
    if (std::fabs(empty(best, j)) < 1e-9) continue;
    const double pivot = empty(best, j);
    for (std::size_t k = 0; k < empty.cols; ++k) {
      std::swap(empty(best, k), empty(rank, k));
      empty(rank, k) /= pivot;
    }
    for (std::size_t i = 0; i < empty.rows; ++i) {
      const double factor = empty(i, j);
      if (i == rank || factor == 0) continue;
      for (std::size_t k = 0; k < empty.cols; ++k) empty(i, k) -= factor * empty(rank, k);
    }
    pivot_row[j] = rank++;
  }
  Matrix out(columns.rows, columns.cols - rank);
  std::size_t to = 0;
  for (std::size_t j = 0; j < columns.cols; ++j) {
    if (pivot_row[j] < empty.rows) continue;
    for (std::size_t i = 0; i < columns.rows; ++i) {
      out(i, to) = columns(i, j);
      for (std::size_t k = 0; k < columns.cols; ++k)
        if (pivot_row[k] < empty.rows) out(i, to) -= empty(pivot_row[k], j) * columns(i, k);
    }
    ++to;
  }
  return out;
}

Matrix deviation_columns(std::span<const std::int32_t> codes, std::int32_t levels) {
  const auto k = static_cast<std::size_t>(levels > 0 ? levels - 1 : 0);
  Matrix x(codes.size(), k);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const auto level = static_cast<std::size_t>(codes[i]);
    if (level < k) x(i, level) = 1;
    else
      for (std::size_t j = 0; j < k; ++j) x(i, j) = -1;
  }
  return x;
}

}  // namespace nqp::numeric
