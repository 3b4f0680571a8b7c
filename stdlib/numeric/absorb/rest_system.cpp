#include "stdlib/numeric/absorb/rest_system.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nqp::numeric {
namespace {

// Up to here the dense factorisation is cheaper than a handful of passes over the data.
constexpr std::size_t direct_dimension = 500;
}  // namespace

RestSystem::RestSystem(const std::vector<LevelSet>& sets, std::span<const double> weights, std::size_t rows)
    : sets_(sets), weights_(weights), rows_(rows), offsets_(sets.size(), 0) {
  for (std::size_t r = 1; r < sets.size(); ++r) {
    offsets_[r] = dimension_;
    dimension_ += sets[r].dimension();
    for (std::size_t s = 0; s < sets[r].dimension(); ++s) gram_.push_back(sets[r].gram(s));
  }
  if (dimension_ == 0) return;
  if (dimension_ <= direct_dimension) build_direct();
}

// S row by row of the eliminated set: R'WR minus, for each of its slots, u u'/gram with u = Σ w basis_q basis_r.
void RestSystem::build_direct() {
  const std::size_t m = dimension_;
  const LevelSet& q = sets_[0];
  std::vector<std::size_t> starts(q.levels() + 1, 0), order(rows_);
  for (std::size_t i = 0; i < rows_; ++i) ++starts[q.level(i) + 1];
  std::partial_sum(starts.begin(), starts.end(), starts.begin());
  for (std::size_t i = 0; i < rows_; ++i) order[starts[q.level(i)]++] = i;
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
    const std::size_t i = order[place];
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
    if (place + 1 == rows_ || q.level(order[place + 1]) != q.level(i)) finish_level(q.level(i));
  }
  direct_ = PivotedCholesky(std::move(S), m);
}

int RestSystem::solve(const SlotTable& B, SlotTable& A, const AbsorbOptions& options, Progress& progress,
                      bool& converged) const {
  converged = true;
  if (dimension_ == 0) return 0;
  if (direct_.empty()) return conjugate_gradients(B, A, options, progress, converged);
  direct_.solve(B, A);
  return 0;
}

// Any basis functions, in two passes over the rows.
void RestSystem::apply(const SlotTable& A, SlotTable& out) const {
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
