#include "stdlib/numeric/panel/unit_meat.hpp"

#include <algorithm>

#include "stdlib/numeric/absorb/block_levels.hpp"
#include "stdlib/numeric/absorb/block_products.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::numeric {
namespace {

// What the effects but the first take off the residual, by slot: A_y - Σ b A_x.
std::vector<double> slot_residuals(const SlotTable& A, const std::vector<double>& coefficient) {
  std::vector<double> out(A.slots());
  for (std::size_t s = 0; s < out.size(); ++s)
    for (std::size_t j = 0; j < coefficient.size(); ++j) out[s] += coefficient[j] * A.row(s)[j];
  return out;
}

// Σ_t A e of one run, taken off its sums. Columns of A are y and the regressors.
template <std::size_t Width>
void take_slots(const std::uint32_t* slots, const double* e, std::size_t n, const SlotTable& A, double* sums,
                std::size_t stride) {
  const std::size_t K = Width ? Width : A.width;
  double total[Width ? Width : 1] = {};
  for (std::size_t i = 0; i < n; ++i) {
    const double* row = A.values.data() + slots[i] * K;
    for (std::size_t j = 0; j < K; ++j) {
      if constexpr (Width > 0) total[j] += row[j] * e[i];
      else if (j > 0) sums[(j - 1) * stride] -= row[j] * e[i];
    }
  }
  if constexpr (Width > 0)
    for (std::size_t j = 1; j < K; ++j) sums[(j - 1) * stride] -= total[j];
}

decltype(&take_slots<0>) take_slots_for(std::size_t columns) {
  switch (columns) {
    case 2: return take_slots<2>;
    case 3: return take_slots<3>;
    case 4: return take_slots<4>;
    case 5: return take_slots<5>;
    case 6: return take_slots<6>;
    case 8: return take_slots<8>;
    case 11: return take_slots<11>;
    default: return take_slots<0>;
  }
}

// Σ (x - centre) e in two sums.
double centred_product(const double* x, double centre, const double* e, std::size_t n) {
  double s0 = 0, s1 = 0;
  std::size_t i = 0;
  for (; i + 2 <= n; i += 2) {
    s0 += (x[i] - centre) * e[i];
    s1 += (x[i + 1] - centre) * e[i + 1];
  }
  return i < n ? s0 + s1 + (x[i] - centre) * e[i] : s0 + s1;
}

// One stretch of rows.
class UnitScores {
 public:
  UnitScores(const PlainAbsorption& plain, const RowColumns& columns, const SlotTable& A,
             const std::vector<double>& coefficient, const std::vector<double>& slots)
      : rows_(plain.rows()), level_weight_(plain.weights().first), columns_(columns), A_(A),
        coefficient_(coefficient), slots_(slots), take_slots_(take_slots_for(A.width)), levels_(rows_),
        meat_(coefficient.size(), coefficient.size()), residual_(residual_stride) {}

  void add(std::size_t begin, std::size_t end) {
    for (std::size_t n = 0; begin < end; begin += n) {
      n = levels_.read_runs(begin, end);
      make_residuals(begin, n);
      find_runs(n);
      centre_residuals(begin);
      add_scores(begin);
    }
  }

  const Matrix& meat() const { return meat_; }

 private:
  const double* weights(std::size_t begin) const {
    return rows_.weights.empty() ? nullptr : rows_.weights.data() + begin;
  }
  double centre(std::size_t column) const { return columns_.centre.empty() ? 0.0 : columns_.centre[column]; }

  // y - xb less the effects but the first. The rows of the next block are asked for. Rows of weight zero may hold
  // anything.
  void make_residuals(std::size_t begin, std::size_t n) {
    double* e = residual_.data();
    std::fill_n(e, n, 0.0);
    for (std::size_t j = 0; j < coefficient_.size(); ++j) {
      const double* z = columns_.z[j] + begin;
      const double c = centre(j), b = coefficient_[j];
      for (std::size_t i = 0; i < n; i += 8) __builtin_prefetch(z + n + i);
      for (std::size_t i = 0; i < n; ++i) e[i] += b * (z[i] - c);
    }
    for (std::size_t s = 1; s < rows_.sets.size(); ++s) {
      const std::uint32_t* slot = levels_.of(s);
      for (std::size_t i = 0; i < n; ++i) e[i] -= slots_[slot[i]];
    }
    if (const double* w = weights(begin))
      for (std::size_t i = 0; i < n; ++i) e[i] = w[i] > 0 ? e[i] : 0.0;
  }

  void find_runs(std::size_t n) {
    const std::uint32_t* level = levels_.of(0);
    starts_.clear();
    for (std::size_t i = 0; i < n; ++i)
      if (i == 0 || level[i] != level[i - 1]) starts_.push_back(i);
    starts_.push_back(n);
  }

  // e less its mean in the run, times the weight.
  void centre_residuals(std::size_t begin) {
    const double* w = weights(begin);
    for (std::size_t r = 0; r + 1 < starts_.size(); ++r) {
      const std::size_t first = starts_[r], n = starts_[r + 1] - first;
      double* e = residual_.data() + first;
      const double total = level_weight_[levels_.of(0)[first]];
      if (!w) {
        const double mean = stretch_sum(e, n) / total;
        for (std::size_t i = 0; i < n; ++i) e[i] -= mean;
        continue;
      }
      if (!(total > 0)) continue;
      const double mean = block_product(w + first, e, n) / total;
      for (std::size_t i = 0; i < n; ++i) e[i] = w[first + i] * (e[i] - mean);
    }
  }

  void add_scores(std::size_t begin) {
    const std::size_t k = coefficient_.size() - 1, runs = starts_.size() - 1;
    sums_.resize(runs * k);
    for (std::size_t j = 0; j < k; ++j) {
      const double* x = columns_.z[j + 1] + begin;
      const double c = centre(j + 1);
      for (std::size_t r = 0; r < runs; ++r)
        sums_[j * runs + r] =
            centred_product(x + starts_[r], c, residual_.data() + starts_[r], starts_[r + 1] - starts_[r]);
    }
    for (std::size_t s = 1; s < rows_.sets.size(); ++s)
      for (std::size_t r = 0; r < runs; ++r)
        take_slots_(levels_.of(s) + starts_[r], residual_.data() + starts_[r], starts_[r + 1] - starts_[r], A_,
                    sums_.data() + r, runs);
    for (std::size_t b = 0; b < k; ++b)
      for (std::size_t a = b; a < k; ++a)
        meat_(a, b) += block_product(sums_.data() + a * runs, sums_.data() + b * runs, runs);
  }

  const EffectRows& rows_;
  const std::vector<double>& level_weight_;
  const RowColumns& columns_;
  const SlotTable& A_;
  const std::vector<double>&coefficient_, &slots_;
  decltype(&take_slots<0>) take_slots_;
  BlockLevels levels_;
  Matrix meat_;  // below the diagonal
  std::vector<double> residual_, sums_;
  std::vector<std::size_t> starts_;  // of the runs, and the end
};

}  // namespace

Matrix meat_by_unit(const PlainAbsorption& plain, const RowColumns& columns, const SlotTable& A,
                    const std::vector<double>& b) {
  std::vector<double> coefficient{1.0};
  for (const double slope : b) coefficient.push_back(-slope);
  const std::vector<double> slots = slot_residuals(A, coefficient);
  const std::vector<std::size_t> cuts = plain.rows().cuts();
  std::vector<UnitScores> pieces(plain.rows().pieces(), UnitScores(plain, columns, A, coefficient, slots));
  in_parallel(pieces.size(), [&](std::size_t p) { pieces[p].add(cuts[p], cuts[p + 1]); });
  Matrix out(coefficient.size(), coefficient.size());
  for (const UnitScores& piece : pieces)
    for (std::size_t i = 0; i < out.data.size(); ++i) out.data[i] += piece.meat().data[i];
  fill_upper(out);
  return out;
}

}  // namespace nqp::numeric
