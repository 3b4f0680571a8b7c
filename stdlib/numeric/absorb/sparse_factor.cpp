#include "stdlib/numeric/absorb/sparse_factor.hpp"

#include <Eigen/OrderingMethods>
#include <Eigen/SparseCore>
#include <algorithm>
#include <cstdint>
#include <numeric>

#include "stdlib/numeric/parallel.hpp"

namespace nqp::numeric {
namespace {

constexpr std::size_t most_entries = 24'000'000;   // of S and of its factor: half a second's work
// S is singular (a constant for each component); this much more on the diagonal makes a factor of it.
constexpr double lift = 1e-8;

// Upper triangle by columns, diagonal last in each.
struct UpperColumns {
  std::vector<std::size_t> starts;
  std::vector<int> rows;
  std::vector<double> values;
};

struct SlotEntry {
  std::uint32_t group;  // place in its piece's groups
  std::uint32_t piece;
  double count;
};

// For every slot the units that meet it.
struct SlotUnits {
  std::vector<std::size_t> starts;
  std::vector<SlotEntry> entries;
};

SlotUnits units_by_slot(const SlotSystem& s) {
  SlotUnits out;
  out.starts.assign(s.slots + 1, 0);
  for (const IncidencePiece& p : s.units)
    for (const std::uint32_t m : p.members) ++out.starts[m + 1];
  std::partial_sum(out.starts.begin(), out.starts.end(), out.starts.begin());
  out.entries.resize(out.starts.back());
  std::vector<std::size_t> next(out.starts.begin(), out.starts.end() - 1);
  for (std::size_t piece = 0; piece < s.units.size(); ++piece) {
    const IncidencePiece& p = s.units[piece];
    for (std::uint32_t g = 0; g < p.groups.size(); ++g)
      for (std::size_t e = p.starts[g]; e < p.starts[g + 1]; ++e)
        out.entries[next[p.members[e]]++] = {g, static_cast<std::uint32_t>(piece), p.count(e)};
  }
  return out;
}

// The pairs' parts of each slot's column, rows before it.
std::vector<std::vector<std::pair<std::uint32_t, double>>> pairs_by_slot(const SlotSystem& s) {
  std::vector<std::vector<std::pair<std::uint32_t, double>>> out(s.pairs.empty() ? 0 : s.slots);
  for (const auto& set : s.pairs)
    for (const IncidencePiece& p : set)
      for (std::size_t g = 0; g < p.groups.size(); ++g)
        for (std::size_t e = p.starts[g]; e < p.starts[g + 1]; ++e)
          out[std::max(p.groups[g], p.members[e])].emplace_back(std::min(p.groups[g], p.members[e]), p.count(e));
  return out;
}

// False when there are more entries than the budget.
bool assemble_upper(const SlotSystem& s, UpperColumns& out) {
  const SlotUnits by_slot = units_by_slot(s);
  const auto pairs = pairs_by_slot(s);
  constexpr std::size_t pieces = 8;
  std::vector<UpperColumns> parts(pieces);
  std::vector<std::uint8_t> too_many(pieces, 0);
  in_parallel(pieces, [&](std::size_t piece) {
    UpperColumns& own = parts[piece];
    std::vector<double> sum(s.slots, 0.0);
    std::vector<std::uint32_t> owner(s.slots, ~0u), touched;
    for (std::size_t a = piece; a < s.slots; a += pieces) {
      touched.clear();
      const auto add = [&](std::uint32_t b, double v) {
        if (owner[b] != a) {
          owner[b] = static_cast<std::uint32_t>(a);
          sum[b] = 0;
          touched.push_back(b);
        }
        sum[b] += v;
      };
      double diagonal = s.gram[a];
      for (std::size_t i = by_slot.starts[a]; i < by_slot.starts[a + 1]; ++i) {
        const SlotEntry& u = by_slot.entries[i];
        const IncidencePiece& p = s.units[u.piece];
        const double scaled = u.count * s.inverse[p.groups[u.group]];
        for (std::size_t e = p.starts[u.group]; e < p.starts[u.group + 1]; ++e) {
          if (p.members[e] < a) add(p.members[e], -scaled * p.count(e));
        }
        diagonal -= scaled * u.count;
      }
      if (!pairs.empty())
        for (const auto& [b, w] : pairs[a]) add(b, w);
      std::sort(touched.begin(), touched.end());
      own.starts.push_back(own.rows.size());
      for (const std::uint32_t b : touched) {
        own.rows.push_back(static_cast<int>(b));
        own.values.push_back(sum[b]);
      }
      own.rows.push_back(static_cast<int>(a));
      own.values.push_back(std::max(diagonal, 0.0) + lift * s.gram[a]);
      if (own.rows.size() > most_entries / pieces) {
        too_many[piece] = 1;
        return;
      }
    }
    own.starts.push_back(own.rows.size());
  });
  if (std::any_of(too_many.begin(), too_many.end(), [](std::uint8_t t) { return t != 0; })) return false;
  out.starts.push_back(0);
  for (std::size_t a = 0; a < s.slots; ++a) {
    const UpperColumns& own = parts[a % pieces];
    const std::size_t first = own.starts[a / pieces], last = own.starts[a / pieces + 1];
    out.rows.insert(out.rows.end(), own.rows.begin() + static_cast<std::ptrdiff_t>(first),
                    own.rows.begin() + static_cast<std::ptrdiff_t>(last));
    out.values.insert(out.values.end(), own.values.begin() + static_cast<std::ptrdiff_t>(first),
                      own.values.begin() + static_cast<std::ptrdiff_t>(last));
    out.starts.push_back(out.rows.size());
  }
  return true;
}

// Places of the slots in an order of little fill (approximate minimum degree).
std::vector<int> elimination_places(const UpperColumns& S) {
  const auto m = static_cast<Eigen::Index>(S.starts.size() - 1);
  std::vector<int> starts(S.starts.begin(), S.starts.end());
  const Eigen::Map<const Eigen::SparseMatrix<double, Eigen::ColMajor, int>> upper(
      m, m, static_cast<Eigen::Index>(S.rows.size()), starts.data(), S.rows.data(), S.values.data());
  Eigen::PermutationMatrix<Eigen::Dynamic, Eigen::Dynamic, int> order;
  Eigen::AMDOrdering<int>()(upper.selfadjointView<Eigen::Upper>(), order);
  std::vector<int> place(S.starts.size() - 1);
  for (Eigen::Index k = 0; k < m; ++k) place[static_cast<std::size_t>(order.indices()[k])] = static_cast<int>(k);
  return place;
}

UpperColumns permuted(const UpperColumns& S, const std::vector<int>& place) {
  const std::size_t m = place.size();
  UpperColumns out;
  out.starts.assign(m + 1, 0);
  const auto column_of = [&](std::size_t j, std::size_t e) {
    return static_cast<std::size_t>(std::max(place[j], place[static_cast<std::size_t>(S.rows[e])]));
  };
  for (std::size_t j = 0; j < m; ++j)
    for (std::size_t e = S.starts[j]; e < S.starts[j + 1]; ++e) ++out.starts[column_of(j, e) + 1];
  std::partial_sum(out.starts.begin(), out.starts.end(), out.starts.begin());
  out.rows.resize(S.rows.size());
  out.values.resize(S.rows.size());
  std::vector<std::size_t> next(out.starts.begin(), out.starts.end() - 1);
  for (std::size_t j = 0; j < m; ++j)
    for (std::size_t e = S.starts[j]; e < S.starts[j + 1]; ++e) {
      const std::size_t to = next[column_of(j, e)]++;
      out.rows[to] = std::min(place[j], place[static_cast<std::size_t>(S.rows[e])]);
      out.values[to] = S.values[e];
    }
  return out;
}

// L D L' of a symmetric matrix, up-looking (Davis 2005, "Algorithm 849: a concise sparse Cholesky factorization").
class ExactFactor final : public SlotPreconditioner {
 public:
  // False when the factor has more entries than the budget.
  bool analyse(const UpperColumns& S) {
    const std::size_t m = S.starts.size() - 1;
    parent_.assign(m, -1);
    std::vector<std::size_t> count(m, 0);
    std::vector<int> flag(m, -1);
    std::size_t total = 0;
    for (std::size_t k = 0; k < m; ++k) {
      flag[k] = static_cast<int>(k);
      for (std::size_t e = S.starts[k]; e < S.starts[k + 1]; ++e) {
        for (auto i = static_cast<std::size_t>(S.rows[e]); i < k && flag[i] != static_cast<int>(k);
             i = static_cast<std::size_t>(parent_[i])) {
          if (parent_[i] < 0) parent_[i] = static_cast<int>(k);
          ++count[i];
          flag[i] = static_cast<int>(k);
          if (++total > most_entries) return false;
        }
      }
    }
    starts_.assign(m + 1, 0);
    double work = 0;
    for (std::size_t i = 0; i < m; ++i) {
      starts_[i + 1] = starts_[i] + count[i];
      work += static_cast<double>(count[i]) * static_cast<double>(count[i]);
    }
    return work < 2e9;
  }

  void factorise(const UpperColumns& S, std::vector<int> place) {
    const std::size_t m = place.size();
    place_ = std::move(place);
    rows_.resize(starts_.back());
    values_.resize(starts_.back());
    diagonal_.assign(m, 0.0);
    std::vector<std::size_t> next(starts_.begin(), starts_.end() - 1);
    std::vector<double> y(m, 0.0);
    std::vector<int> flag(m, -1), path(m), pattern(m);
    for (std::size_t k = 0; k < m; ++k) {
      flag[k] = static_cast<int>(k);
      std::size_t top = m;
      for (std::size_t e = S.starts[k]; e < S.starts[k + 1]; ++e) {
        auto i = static_cast<std::size_t>(S.rows[e]);
        y[i] += S.values[e];
        std::size_t length = 0;
        for (; flag[i] != static_cast<int>(k); i = static_cast<std::size_t>(parent_[i])) {
          path[length++] = static_cast<int>(i);
          flag[i] = static_cast<int>(k);
        }
        while (length > 0) pattern[--top] = path[--length];
      }
      double d = y[k];
      y[k] = 0;
      for (; top < m; ++top) {
        const auto i = static_cast<std::size_t>(pattern[top]);
        const double yi = y[i];
        y[i] = 0;
        for (std::size_t p = starts_[i]; p < next[i]; ++p) y[static_cast<std::size_t>(rows_[p])] -= values_[p] * yi;
        const double l = diagonal_[i] > 0 ? yi / diagonal_[i] : 0.0;
        d -= l * yi;
        rows_[next[i]] = static_cast<int>(k);
        values_[next[i]++] = l;
      }
      diagonal_[k] = d;
    }
  }

  void apply(const SlotTable& residual, SlotTable& out) const override {
    const std::size_t m = place_.size(), K = residual.width;
    SlotTable x(m, K);
    for (std::size_t s = 0; s < m; ++s) std::copy_n(residual.row(s), K, x.row(static_cast<std::size_t>(place_[s])));
    for (std::size_t j = 0; j < m; ++j)
      for (std::size_t p = starts_[j]; p < starts_[j + 1]; ++p) {
        double* to = x.row(static_cast<std::size_t>(rows_[p]));
        for (std::size_t k = 0; k < K; ++k) to[k] -= values_[p] * x.row(j)[k];
      }
    for (std::size_t j = m; j-- > 0;) {
      const double inverse = diagonal_[j] > 0 ? 1 / diagonal_[j] : 0.0;
      for (std::size_t k = 0; k < K; ++k) x.row(j)[k] *= inverse;
      for (std::size_t p = starts_[j]; p < starts_[j + 1]; ++p) {
        const double* from = x.row(static_cast<std::size_t>(rows_[p]));
        for (std::size_t k = 0; k < K; ++k) x.row(j)[k] -= values_[p] * from[k];
      }
    }
    for (std::size_t s = 0; s < m; ++s) std::copy_n(x.row(static_cast<std::size_t>(place_[s])), K, out.row(s));
  }

 private:
  std::vector<int> parent_, place_, rows_;
  std::vector<std::size_t> starts_;
  std::vector<double> values_, diagonal_;
};

}  // namespace

std::unique_ptr<SlotPreconditioner> sparse_factor(const SlotSystem& s) {
  UpperColumns S;
  if (!assemble_upper(s, S)) return nullptr;
  std::vector<int> place = elimination_places(S);
  S = permuted(S, place);
  auto out = std::make_unique<ExactFactor>();
  if (!out->analyse(S)) return nullptr;
  out->factorise(S, std::move(place));
  return out;
}

}  // namespace nqp::numeric
