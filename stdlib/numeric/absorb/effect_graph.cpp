#include "stdlib/numeric/absorb/effect_graph.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <numeric>

#include "stdlib/numeric/absorb/sparse_factor.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::numeric {
namespace {

// Up to here the dense factorisation is cheaper than a handful of passes over the data.
constexpr std::size_t most_dense_slots = 500;
// Columns that go through the graph together: what fits into the registers of one row.
constexpr std::size_t most_columns = 8;
// Every so many steps the diagonal is judged, and left when at its pace more than `patience` steps are to come.
constexpr int trial_steps = 6;
constexpr double patience = 40;
constexpr int stagnation = 100;
constexpr double rounding = 1e-16;  // share of the energy

// S (dense) and its diagonal while the groups are gathered.
struct DenseUnits final : GroupVisitor {
  std::size_t m;
  bool bipartite;
  std::span<const double> inverse;
  std::vector<std::vector<double>> S;  // of each piece
  std::vector<double> full;            // units that meet every slot once

  DenseUnits(std::size_t slots, bool two, std::span<const double> inverse_weight, std::size_t pieces)
      : m(slots), bipartite(two), inverse(inverse_weight), S(pieces), full(pieces, 0.0) {
    for (auto& s : S) s.assign(m * m, 0.0);
  }

  bool keep(std::size_t piece, std::uint32_t group, IncidencePiece& p, std::size_t begin) override {
    const std::size_t end = p.members.size();
    if (bipartite && p.all_once() && end - begin == m) {
      ++full[piece];
      return false;
    }
    double* out = S[piece].data();
    for (std::size_t a = begin; a < end; ++a) {
      const double scaled = p.count(a) * inverse[group];
      for (std::size_t b = begin; b < end; ++b) out[p.members[a] + p.members[b] * m] -= scaled * p.count(b);
    }
    return false;
  }
};

// Keeps the units that tie slots together.
struct KeptUnits final : GroupVisitor {
  bool bipartite;
  std::span<const double> inverse;
  std::vector<std::vector<double>> gram, lost;  // of each piece: Σ c and Σ c²/n by slot

  KeptUnits(std::size_t slots, bool two, std::span<const double> inverse_weight, std::size_t pieces)
      : bipartite(two), inverse(inverse_weight), gram(pieces), lost(pieces) {
    for (auto& g : gram) g.assign(slots, 0.0);
    for (auto& l : lost) l.assign(slots, 0.0);
  }

  bool keep(std::size_t piece, std::uint32_t group, IncidencePiece& p, std::size_t begin) override {
    const std::size_t end = p.members.size();
    if (bipartite && end - begin == 1) return false;  // a stayer: its term in S cancels
    for (std::size_t e = begin; e < end; ++e) {
      const double c = p.count(e);
      gram[piece][p.members[e]] += c;
      lost[piece][p.members[e]] += c * c * inverse[group];
    }
    return true;
  }
};

struct AllGroups final : GroupVisitor {
  bool keep(std::size_t, std::uint32_t, IncidencePiece&, std::size_t) override { return true; }
};

std::vector<double> added(const std::vector<std::vector<double>>& parts) {
  std::vector<double> out = parts.front();
  for (std::size_t p = 1; p < parts.size(); ++p)
    for (std::size_t i = 0; i < out.size(); ++i) out[i] += parts[p][i];
  return out;
}

// out += the units' part of S A: c (A - mean of the unit) for two effects, -c mean for more.
template <std::size_t Width, class Count>
void apply_counted(const IncidencePiece& p, const Count& count, const double* inverse, bool bipartite,
                   std::size_t columns, const double* A, double* out) {
  const std::size_t K = Width ? Width : columns;
  double mean[most_columns];
  for (std::size_t g = 0; g < p.groups.size(); ++g) {
    for (std::size_t k = 0; k < K; ++k) mean[k] = 0;
    for (std::size_t e = p.starts[g]; e < p.starts[g + 1]; ++e) {
      const double* row = A + p.members[e] * K;
      const double c = count(e);
      for (std::size_t k = 0; k < K; ++k) mean[k] += c * row[k];
    }
    const double scale = inverse[p.groups[g]];
    for (std::size_t k = 0; k < K; ++k) mean[k] *= scale;
    for (std::size_t e = p.starts[g]; e < p.starts[g + 1]; ++e) {
      const double* row = A + p.members[e] * K;
      double* to = out + p.members[e] * K;
      const double c = count(e);
      if (bipartite) {
        for (std::size_t k = 0; k < K; ++k) to[k] += c * (row[k] - mean[k]);
      } else {
        for (std::size_t k = 0; k < K; ++k) to[k] -= c * mean[k];
      }
    }
  }
}

template <std::size_t Width>
void apply_units(const IncidencePiece& p, const double* inverse, bool bipartite, std::size_t columns, const double* A,
                 double* out) {
  if (p.all_once())
    return apply_counted<Width>(p, [](std::size_t) { return 1.0; }, inverse, bipartite, columns, A, out);
  if (p.counts.empty()) {
    const std::uint8_t* times = p.multiples.data();
    return apply_counted<Width>(p, [times](std::size_t e) { return static_cast<double>(times[e]); }, inverse,
                                bipartite, columns, A, out);
  }
  const double* weight = p.counts.data();
  apply_counted<Width>(p, [weight](std::size_t e) { return weight[e]; }, inverse, bipartite, columns, A, out);
}

using ApplyUnits = decltype(&apply_units<0>);

ApplyUnits apply_units_for(std::size_t columns) {
  switch (columns) {
    case 1: return apply_units<1>;
    case 2: return apply_units<2>;
    case 3: return apply_units<3>;
    case 4: return apply_units<4>;
    case 5: return apply_units<5>;
    case 6: return apply_units<6>;
    case 8: return apply_units<8>;
    default: return apply_units<0>;
  }
}

void apply_pairs(const IncidencePiece& p, std::size_t K, const double* A, double* out) {
  for (std::size_t g = 0; g < p.groups.size(); ++g) {
    const double* own = A + p.groups[g] * K;
    double* to = out + p.groups[g] * K;
    for (std::size_t e = p.starts[g]; e < p.starts[g + 1]; ++e) {
      const double c = p.count(e);
      const double* other = A + p.members[e] * K;
      double* other_to = out + p.members[e] * K;
      for (std::size_t k = 0; k < K; ++k) {
        to[k] += c * other[k];
        other_to[k] += c * own[k];
      }
    }
  }
}

SlotTable table_columns(const SlotTable& t, std::size_t first, std::size_t count) {
  SlotTable out(t.slots(), count);
  for (std::size_t s = 0; s < t.slots(); ++s) std::copy_n(t.row(s) + first, count, out.row(s));
  return out;
}

void put_columns(const SlotTable& part, std::size_t first, SlotTable& t) {
  for (std::size_t s = 0; s < t.slots(); ++s) std::copy_n(part.row(s), part.width, t.row(s) + first);
}

std::vector<double> graph_dot(const SlotTable& a, const SlotTable& b) {
  std::vector<double> sums(a.width, 0.0);
  for (std::size_t s = 0; s < a.slots(); ++s) {
    const double* x = a.row(s);
    const double* y = b.row(s);
    for (std::size_t k = 0; k < a.width; ++k) sums[k] += x[k] * y[k];
  }
  return sums;
}

}  // namespace

struct EffectGraph::Lazy {
  std::once_flag once;
  std::unique_ptr<SlotPreconditioner> factor;
  std::atomic<const SlotPreconditioner*> ready{nullptr};
};

EffectGraph::EffectGraph(std::vector<CodeSource> sets, std::span<const double> weights, std::size_t rows,
                         bool ascending, std::span<const double> eliminated, std::span<const double> others)
    : bipartite_(sets.size() == 2), lazy_(std::make_unique<Lazy>()) {
  for (std::size_t r = 1; r < sets.size(); ++r) {
    offsets_.push_back(dimension_);
    levels_.push_back(sets[r].levels);
    dimension_ += sets[r].levels;
  }
  if (dimension_ == 0) return;
  inverse_.resize(eliminated.size());
  for (std::size_t i = 0; i < inverse_.size(); ++i) inverse_[i] = eliminated[i] > 0 ? 1 / eliminated[i] : 0;
  gram_.assign(others.begin(), others.end());
  const std::size_t pieces = pieces_of_rows(rows);
  const IncidenceSpec spec{.groups = sets[0], .members = {sets.begin() + 1, sets.end()}, .offsets = offsets_,
                           .slots = dimension_, .weights = weights, .rows = rows, .ascending = ascending};
  for (std::size_t r = 1; r < sets.size(); ++r) {
    for (std::size_t s = r + 1; s < sets.size(); ++s) {
      AllGroups all;
      const bool larger_first = sets[r].levels >= sets[s].levels;
      const std::size_t g = larger_first ? r : s, m = larger_first ? s : r;
      pairs_.push_back(make_incidence({.groups = sets[g], .members = {sets[m]}, .offsets = {offsets_[m - 1]},
                                       .slots = dimension_, .weights = weights, .rows = rows},
                                      pieces, all));
      for (IncidencePiece& p : pairs_.back())
        for (std::uint32_t& slot : p.groups) slot += static_cast<std::uint32_t>(offsets_[g - 1]);
    }
  }
  if (dimension_ > most_dense_slots) {
    KeptUnits kept(dimension_, bipartite_, inverse_, pieces);
    units_ = make_incidence(spec, pieces, kept);
    if (bipartite_) gram_ = added(kept.gram);
    diagonal_ = added(kept.lost);
    for (std::size_t s = 0; s < dimension_; ++s) diagonal_[s] = gram_[s] - diagonal_[s];
    return;
  }
  DenseUnits dense(dimension_, bipartite_, inverse_, pieces);
  make_incidence(spec, pieces, dense);
  std::vector<double> S = added(dense.S);
  const double full = std::accumulate(dense.full.begin(), dense.full.end(), 0.0) / static_cast<double>(dimension_);
  for (double& v : S) v -= full;
  for (std::size_t s = 0; s < dimension_; ++s) S[s + s * dimension_] += gram_[s];
  for (const auto& set : pairs_)
    for (const IncidencePiece& p : set)
      for (std::size_t g = 0; g < p.groups.size(); ++g)
        for (std::size_t e = p.starts[g]; e < p.starts[g + 1]; ++e) {
          S[p.groups[g] + p.members[e] * dimension_] += p.count(e);
          S[p.members[e] + p.groups[g] * dimension_] += p.count(e);
        }
  direct_ = PivotedCholesky(std::move(S), dimension_);
}

EffectGraph::EffectGraph(std::size_t units, std::size_t periods) : dimension_(periods) {
  const double n = static_cast<double>(units);
  std::vector<double> S(periods * periods, -n / static_cast<double>(periods));
  for (std::size_t s = 0; s < periods; ++s) S[s + s * periods] += n;
  direct_ = PivotedCholesky(std::move(S), periods);
}

EffectGraph::~EffectGraph() = default;
EffectGraph::EffectGraph(EffectGraph&&) noexcept = default;

const SlotPreconditioner* EffectGraph::factor() const {
  std::call_once(lazy_->once, [this] {
    const SlotSystem s{.slots = dimension_, .units = units_, .inverse = inverse_, .pairs = pairs_, .gram = gram_};
    lazy_->factor = sparse_factor(s);
    if (!lazy_->factor && bipartite_) lazy_->factor = approximate_factor(s);
    lazy_->ready.store(lazy_->factor.get());
  });
  return lazy_->factor.get();
}

void EffectGraph::apply(const SlotTable& A, SlotTable& out, std::vector<SlotTable>& parts) const {
  const std::size_t K = A.width, pieces = units_.size();
  const ApplyUnits units = apply_units_for(K);
  parts.resize(pieces, SlotTable(dimension_, K));
  in_parallel(pieces, [&](std::size_t p) {
    std::fill(parts[p].values.begin(), parts[p].values.end(), 0.0);
    units(units_[p], inverse_.data(), bipartite_, K, A.values.data(), parts[p].values.data());
    for (const auto& set : pairs_)
      if (p < set.size()) apply_pairs(set[p], K, A.values.data(), parts[p].values.data());
  });
  for (std::size_t i = 0; i < out.values.size(); ++i) {
    double sum = bipartite_ ? 0.0 : gram_[i / K] * A.values[i];
    for (std::size_t p = 0; p < pieces; ++p) sum += parts[p].values[i];
    out.values[i] = sum;
  }
}

GraphSolution EffectGraph::solve(const SlotTable& B, SlotTable& A, SlotTable& left, double tolerance,
                                 int max_iterations, Progress& progress) const {
  GraphSolution total;
  left = SlotTable(dimension_, B.width);
  const bool warm = A.width == B.width && A.slots() == dimension_;
  if (!warm || !direct_.empty()) A = SlotTable(dimension_, B.width);
  if (dimension_ == 0) return total;
  if (!direct_.empty()) {
    direct_.solve(B, A);
    return total;
  }
  if (B.width <= most_columns) {
    if (!warm) A = {};
    return conjugate_gradients(B, A, left, tolerance, max_iterations, progress);
  }
  // Shares of one size: 5 and 4 columns of 9, not 8 and 1.
  const std::size_t shares = (B.width + most_columns - 1) / most_columns, share = (B.width + shares - 1) / shares;
  for (std::size_t first = 0; first < B.width; first += share) {
    const std::size_t count = std::min(share, B.width - first);
    const SlotTable b = table_columns(B, first, count);
    SlotTable a = warm ? table_columns(A, first, count) : SlotTable(), l;
    const GraphSolution s = conjugate_gradients(b, a, l, tolerance, max_iterations, progress);
    total.iterations = std::max(total.iterations, s.iterations);
    total.converged = total.converged && s.converged;
    put_columns(a, first, A);
    put_columns(l, first, left);
  }
  return total;
}

// Hestenes and Stiefel (1952). S is singular but the system is consistent.
GraphSolution EffectGraph::conjugate_gradients(const SlotTable& B, SlotTable& A, SlotTable& left, double tolerance,
                                               int max_iterations, Progress& progress) const {
  const std::size_t K = B.width;
  const double target = tolerance * tolerance;
  const SlotPreconditioner* better = lazy_->ready.load();
  const auto precondition = [&](const SlotTable& residual, SlotTable& out) {
    if (better) return better->apply(residual, out);
    for (std::size_t s = 0; s < dimension_; ++s) {
      // A slot without ties to others has only rounding errors left.
      const double d = diagonal_[s] > 1e-12 * gram_[s] ? 1 / diagonal_[s] : 0;
      for (std::size_t k = 0; k < K; ++k) out.row(s)[k] = d * residual.row(s)[k];
    }
  };
  const bool warm = !A.values.empty();
  if (!warm) A = SlotTable(dimension_, K);
  left = B;
  SlotTable z(dimension_, K), direction(dimension_, K), product(dimension_, K);
  std::vector<SlotTable> parts;
  GraphSolution out;
  if (warm) {
    apply(A, product, parts);
    for (std::size_t i = 0; i < left.values.size(); ++i) left.values[i] -= product.values[i];
  }
  std::vector<double> whole, energy, momentum(K, 0.0);
  const auto begin = [&] {
    precondition(B, z);
    whole = graph_dot(B, z);
    if (warm || out.iterations > 0) precondition(left, z);
    energy = graph_dot(left, z);
    std::fill(momentum.begin(), momentum.end(), 0.0);
  };
  begin();
  double before = 1, least = 1e300;
  int least_at = 0;
  for (; out.iterations < max_iterations; ++out.iterations) {
    double worst = 0;  // share of the energy that is left
    for (std::size_t k = 0; k < K; ++k)
      if (whole[k] > 0) worst = std::max(worst, energy[k] / whole[k]);
    if (!(worst > target)) return out;
    check(progress);
    if (worst < least) {
      least = worst;
      least_at = out.iterations;
    }
    // Nothing moves any more: what is left is rounding, and the caller sees how much that is.
    if (worst < rounding && out.iterations > least_at + stagnation) return out;
    if (!better && out.iterations > 0 && out.iterations % trial_steps == 0) {
      const double pace = std::log(before / worst) / trial_steps;
      before = worst;
      if (pace * patience < std::log(worst / target) && (better = factor())) begin();
    }
    for (std::size_t i = 0; i < direction.values.size(); ++i)
      direction.values[i] = z.values[i] + momentum[i % K] * direction.values[i];
    apply(direction, product, parts);
    const std::vector<double> curvature = graph_dot(direction, product);
    std::vector<double> step(K, 0.0);
    for (std::size_t k = 0; k < K; ++k) {
      const bool moves = whole[k] > 0 && energy[k] > target * whole[k] && curvature[k] > 0;
      step[k] = moves ? energy[k] / curvature[k] : 0;
    }
    for (std::size_t i = 0; i < direction.values.size(); ++i) {
      A.values[i] += step[i % K] * direction.values[i];
      left.values[i] -= step[i % K] * product.values[i];
    }
    precondition(left, z);
    const std::vector<double> next = graph_dot(left, z);
    for (std::size_t k = 0; k < K; ++k) {
      momentum[k] = energy[k] > 0 ? next[k] / energy[k] : 0;
      energy[k] = next[k];
    }
  }
  out.converged = false;
  return out;
}

}  // namespace nqp::numeric
