#include "stdlib/numeric/absorb/rest_system.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nqp::numeric {
namespace {

// Up to here the dense factorisation is cheaper than a handful of passes over the data.
constexpr std::size_t direct_dimension = 500;
// A pivot that lost this much of its diagonal is redundant (a connected component's constant).
constexpr double redundant_pivot = 1e-10;

// Cholesky in place with redundant pivots left out: their rows and columns become zero.
void factorise_rest(std::vector<double>& S, std::size_t m, std::vector<std::uint8_t>& dropped) {
  std::vector<double> diagonal(m);
  for (std::size_t j = 0; j < m; ++j) diagonal[j] = S[j + j * m];
  dropped.assign(m, 0);
  for (std::size_t j = 0; j < m; ++j) {
    double* column = S.data() + j * m;
    if (!(column[j] > redundant_pivot * diagonal[j])) {
      dropped[j] = 1;
      std::fill(column + j, column + m, 0.0);
      continue;
    }
    const double pivot = std::sqrt(column[j]);
    for (std::size_t i = j; i < m; ++i) column[i] /= pivot;
    for (std::size_t l = j + 1; l < m; ++l) {
      const double factor = column[l];
      if (factor == 0) continue;
      double* target = S.data() + l * m;
      for (std::size_t i = l; i < m; ++i) target[i] -= factor * column[i];
    }
  }
}

}  // namespace

RestSystem::RestSystem(const std::vector<LevelSet>& sets, std::span<const double> weights, std::size_t rows)
    : sets_(sets), weights_(weights), rows_(rows), offsets_(sets.size(), 0) {
  for (std::size_t r = 1; r < sets.size(); ++r) {
    offsets_[r] = dimension_;
    dimension_ += sets[r].dimension();
    for (std::size_t s = 0; s < sets[r].dimension(); ++s) gram_.push_back(sets[r].gram(s));
  }
  if (dimension_ == 0) return;
  build_rows_by_level();
  if (dimension_ <= direct_dimension) build_direct();
}

void RestSystem::build_rows_by_level() {
  const LevelSet& q = sets_[0];
  starts_.assign(q.levels() + 1, 0);
  for (std::size_t i = 0; i < rows_; ++i) ++starts_[q.level(i) + 1];
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
  std::vector<std::size_t> next(starts_.begin(), starts_.end() - 1);
  order_.resize(rows_);
  for (std::size_t i = 0; i < rows_; ++i) order_[next[q.level(i)]++] = i;

  const bool plain = std::all_of(sets_.begin(), sets_.end(),
                                 [](const LevelSet& set) { return set.intercept() && set.functions() == 1; });
  if (!plain || dimension_ <= direct_dimension || dimension_ > 0x7fffffffU) return;
  slots_.reserve(rows_ * (sets_.size() - 1));
  for (const std::size_t i : order_) {
    for (std::size_t r = 1; r < sets_.size(); ++r) {
      slots_.push_back(static_cast<std::int32_t>(offsets_[r] + sets_[r].slot(i)));
    }
    if (!weights_.empty()) ordered_weights_.push_back(weights_[i]);
  }
}

// S row by row of the eliminated set: R'WR minus, for each of its slots, u u'/gram with u = Σ w basis_q basis_r.
void RestSystem::build_direct() {
  const std::size_t m = dimension_;
  const LevelSet& q = sets_[0];
  std::vector<double> S(m * m, 0.0);
  std::vector<double> u(m * q.functions(), 0.0);
  std::vector<std::size_t> touched;
  std::vector<std::uint8_t> is_touched(m, 0);
  std::vector<std::pair<std::size_t, double>> entries;
  const auto finish_level = [&](std::size_t level) {
    for (std::size_t p = 0; p < q.functions(); ++p) {
      const double inverse = q.inverse_gram(level * q.functions() + p);
      const double* up = u.data() + p * m;
      for (const std::size_t a : touched) {
        for (const std::size_t b : touched) S[a + b * m] -= inverse * up[a] * up[b];
      }
    }
    for (const std::size_t a : touched) {
      is_touched[a] = 0;
      for (std::size_t p = 0; p < q.functions(); ++p) u[a + p * m] = 0;
    }
    touched.clear();
  };
  for (std::size_t place = 0; place < rows_; ++place) {
    const std::size_t i = order_[place];
    const double w = weights_.empty() ? 1.0 : weights_[i];
    entries.clear();
    for (std::size_t r = 1; r < sets_.size(); ++r) {
      for (std::size_t p = 0; p < sets_[r].functions(); ++p) {
        entries.emplace_back(offsets_[r] + sets_[r].slot(i) + p, sets_[r].basis(i, p));
      }
    }
    for (const auto& [a, basis_a] : entries) {
      if (!is_touched[a]) touched.push_back(a);
      is_touched[a] = 1;
      for (std::size_t p = 0; p < q.functions(); ++p) u[a + p * m] += w * basis_a * q.basis(i, p);
      for (const auto& [b, basis_b] : entries) S[a + b * m] += w * basis_a * basis_b;
    }
    if (place + 1 == rows_ || q.level(order_[place + 1]) != q.level(i)) finish_level(q.level(i));
  }
  factorise_rest(S, m, dropped_);
  factor_ = std::move(S);
}

int RestSystem::solve(const SlotTable& B, SlotTable& A, const AbsorbOptions& options, Progress& progress,
                      bool& converged) const {
  converged = true;
  if (dimension_ == 0) return 0;
  if (factor_.empty()) return conjugate_gradients(B, A, options, progress, converged);
  solve_direct(B, A);
  return 0;
}

void RestSystem::solve_direct(const SlotTable& B, SlotTable& A) const {
  const std::size_t m = dimension_;
  A.values = B.values;
  for (std::size_t k = 0; k < B.width; ++k) {
    const auto a = [&](std::size_t slot) -> double& { return A.values[slot * A.width + k]; };
    for (std::size_t j = 0; j < m; ++j) {
      if (dropped_[j]) a(j) = 0;
      else a(j) /= factor_[j + j * m];
      for (std::size_t i = j + 1; i < m; ++i) a(i) -= factor_[i + j * m] * a(j);
    }
    for (std::size_t j = m; j-- > 0;) {
      if (dropped_[j]) continue;
      for (std::size_t i = j + 1; i < m; ++i) a(j) -= factor_[i + j * m] * a(i);
      a(j) /= factor_[j + j * m];
    }
  }
}

namespace {

// One level of the eliminated set: means of R A over its rows, then what they leave goes to the rows' slots. K columns
// at once; `Width` 0 means K is only known at run time.
template <std::size_t Width>
void apply_level(const std::int32_t* slots, std::size_t rows, std::size_t sets, const double* weights, double inverse,
                 std::size_t columns, const double* A, double* out, double* mean, double* sum) {
  const std::size_t K = Width ? Width : columns;
  const auto combine = [&](std::size_t i) {
    const std::int32_t* own = slots + i * sets;
    const double* first = A + static_cast<std::size_t>(own[0]) * K;
    for (std::size_t k = 0; k < K; ++k) sum[k] = first[k];
    for (std::size_t r = 1; r < sets; ++r) {
      const double* row = A + static_cast<std::size_t>(own[r]) * K;
      for (std::size_t k = 0; k < K; ++k) sum[k] += row[k];
    }
  };
  for (std::size_t k = 0; k < K; ++k) mean[k] = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    combine(i);
    const double w = weights ? weights[i] : 1.0;
    for (std::size_t k = 0; k < K; ++k) mean[k] += w * sum[k];
  }
  for (std::size_t k = 0; k < K; ++k) mean[k] *= inverse;
  for (std::size_t i = 0; i < rows; ++i) {
    combine(i);
    const double w = weights ? weights[i] : 1.0;
    for (std::size_t r = 0; r < sets; ++r) {
      double* row = out + static_cast<std::size_t>(slots[i * sets + r]) * K;
      for (std::size_t k = 0; k < K; ++k) row[k] += w * (sum[k] - mean[k]);
    }
  }
}

using ApplyLevel = decltype(&apply_level<0>);

ApplyLevel apply_level_for(std::size_t columns) {
  switch (columns) {
    case 1: return apply_level<1>;
    case 2: return apply_level<2>;
    case 3: return apply_level<3>;
    case 4: return apply_level<4>;
    case 6: return apply_level<6>;
    case 8: return apply_level<8>;
    default: return apply_level<0>;
  }
}

}  // namespace

void RestSystem::apply(const SlotTable& A, SlotTable& out) const {
  if (slots_.empty()) return apply_general(A, out);
  std::fill(out.values.begin(), out.values.end(), 0.0);
  const std::size_t others = sets_.size() - 1;
  const ApplyLevel kernel = apply_level_for(A.width);
  std::vector<double> mean(A.width);
  std::vector<double> sum(A.width);
  for (std::size_t level = 0; level + 1 < starts_.size(); ++level) {
    const std::size_t begin = starts_[level];
    const double* weights = ordered_weights_.empty() ? nullptr : ordered_weights_.data() + begin;
    kernel(slots_.data() + begin * others, starts_[level + 1] - begin, others, weights, sets_[0].inverse_gram(level),
           A.width, A.values.data(), out.values.data(), mean.data(), sum.data());
  }
}

// Any basis functions, in two passes over the rows.
void RestSystem::apply_general(const SlotTable& A, SlotTable& out) const {
  SlotTable eliminated(sets_[0].dimension(), A.width);
  const std::size_t K = A.width;
  const LevelSet& q = sets_[0];
  std::fill(out.values.begin(), out.values.end(), 0.0);
  std::vector<double> s(K);
  const auto combine = [&](std::size_t i) {
    std::fill(s.begin(), s.end(), 0.0);
    for (std::size_t r = 1; r < sets_.size(); ++r) {
      for (std::size_t p = 0; p < sets_[r].functions(); ++p) {
        const double basis = sets_[r].basis(i, p);
        const double* row = A.row(offsets_[r] + sets_[r].slot(i) + p);
        for (std::size_t k = 0; k < K; ++k) s[k] += basis * row[k];
      }
    }
  };
  for (std::size_t i = 0; i < rows_; ++i) {
    combine(i);
    const double w = weights_.empty() ? 1.0 : weights_[i];
    for (std::size_t p = 0; p < q.functions(); ++p) {
      const double basis = w * q.basis(i, p);
      double* row = eliminated.row(q.slot(i) + p);
      for (std::size_t k = 0; k < K; ++k) row[k] += basis * s[k];
    }
  }
  for (std::size_t slot = 0; slot < q.dimension(); ++slot) {
    double* row = eliminated.row(slot);
    for (std::size_t k = 0; k < K; ++k) row[k] *= q.inverse_gram(slot);
  }
  for (std::size_t i = 0; i < rows_; ++i) {
    combine(i);
    for (std::size_t p = 0; p < q.functions(); ++p) {
      const double basis = q.basis(i, p);
      const double* row = eliminated.row(q.slot(i) + p);
      for (std::size_t k = 0; k < K; ++k) s[k] -= basis * row[k];
    }
    const double w = weights_.empty() ? 1.0 : weights_[i];
    for (std::size_t r = 1; r < sets_.size(); ++r) {
      for (std::size_t p = 0; p < sets_[r].functions(); ++p) {
        const double basis = w * sets_[r].basis(i, p);
        double* row = out.row(offsets_[r] + sets_[r].slot(i) + p);
        for (std::size_t k = 0; k < K; ++k) row[k] += basis * s[k];
      }
    }
  }
}

// Hestenes and Stiefel with the diagonal of R'WR as preconditioner. S is singular but the system is consistent.
int RestSystem::conjugate_gradients(const SlotTable& B, SlotTable& A, const AbsorbOptions& options,
                                    Progress& progress, bool& converged) const {
  const std::size_t K = B.width;
  const std::size_t m = dimension_;
  SlotTable residual = B;
  SlotTable direction(m, K);
  SlotTable product(m, K);
  std::fill(A.values.begin(), A.values.end(), 0.0);

  std::vector<double> energy(K, 0.0);
  const auto precondition = [&](std::size_t slot) { return gram_[slot] > 0 ? 1 / gram_[slot] : 0.0; };
  const auto residual_energy = [&] {
    std::vector<double> sums(K, 0.0);
    for (std::size_t slot = 0; slot < m; ++slot) {
      const double d = precondition(slot);
      const double* r = residual.row(slot);
      for (std::size_t k = 0; k < K; ++k) sums[k] += d * r[k] * r[k];
    }
    return sums;
  };
  const std::vector<double> initial = residual_energy();
  energy = initial;
  std::vector<double> momentum(K, 0.0);
  const double tolerance2 = options.tolerance * options.tolerance;

  for (int iteration = 0; iteration < options.max_iterations; ++iteration) {
    bool active = false;
    for (std::size_t k = 0; k < K; ++k) active = active || energy[k] > tolerance2 * initial[k];
    if (!active) return iteration;
    check(progress);
    for (std::size_t slot = 0; slot < m; ++slot) {
      const double d = precondition(slot);
      double* p = direction.row(slot);
      const double* r = residual.row(slot);
      for (std::size_t k = 0; k < K; ++k) p[k] = d * r[k] + momentum[k] * p[k];
    }
    apply(direction, product);
    std::vector<double> curvature(K, 0.0);
    for (std::size_t i = 0; i < m * K; ++i) curvature[i % K] += direction.values[i] * product.values[i];
    std::vector<double> step(K);
    for (std::size_t k = 0; k < K; ++k) {
      const bool moves = energy[k] > tolerance2 * initial[k] && curvature[k] > 0;
      step[k] = moves ? energy[k] / curvature[k] : 0;
    }
    for (std::size_t slot = 0; slot < m; ++slot) {
      for (std::size_t k = 0; k < K; ++k) {
        A.row(slot)[k] += step[k] * direction.row(slot)[k];
        residual.row(slot)[k] -= step[k] * product.row(slot)[k];
      }
    }
    const std::vector<double> next = residual_energy();
    for (std::size_t k = 0; k < K; ++k) {
      momentum[k] = energy[k] > 0 ? next[k] / energy[k] : 0;
      energy[k] = next[k];
    }
  }
  converged = false;
  return options.max_iterations;
}

}  // namespace nqp::numeric
