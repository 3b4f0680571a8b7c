#include <algorithm>
#include <cstdint>
#include <queue>

#include "stdlib/numeric/absorb/sparse_factor.hpp"

namespace nqp::numeric {
namespace {

struct WeightedEnd {
  std::uint32_t to;
  double weight;
};

// A fixed sequence (splitmix64): the factor of a graph is always the same.
class SampleNumbers {
 public:
  double next() {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
  }

 private:
  std::uint64_t state_ = 1;
};

// Elimination of a vertex whose neighbours are `ends`: the clique it leaves is replaced by a sampled tree, right on
// average. share(to, f) gets the fractions of the elimination, edge(a, b, w) the tree. Returns the pivot.
template <class Share, class Edge>
double eliminate_vertex(std::vector<WeightedEnd>& ends, std::vector<double>& sums, SampleNumbers& numbers,
                        const Share& share, const Edge& edge) {
  std::sort(ends.begin(), ends.end(), [](const WeightedEnd& a, const WeightedEnd& b) {
    return a.weight != b.weight ? a.weight < b.weight : a.to < b.to;
  });
  sums.resize(ends.size());
  double total = 0;
  for (std::size_t i = 0; i < ends.size(); ++i) sums[i] = total += ends[i].weight;
  double degree = total, scale = 1;
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    const double f = ends[i].weight * scale / degree;
    const double drawn = sums[i] + numbers.next() * (total - sums[i]);
    auto k = static_cast<std::size_t>(std::lower_bound(sums.begin() + static_cast<std::ptrdiff_t>(i) + 1, sums.end(),
                                                       drawn) - sums.begin());
    k = std::min(k, ends.size() - 1);
    edge(ends[i].to, ends[k].to, f * (1 - f) * degree);
    share(ends[i].to, f);
    scale *= 1 - f;
    degree *= (1 - f) * (1 - f);
  }
  share(ends.back().to, 1.0);
  return ends.back().weight * scale;
}

class ApproximateFactor final : public SlotPreconditioner {
 public:
  explicit ApproximateFactor(const SlotSystem& s) {
    std::vector<std::vector<WeightedEnd>> ends(s.slots);
    SampleNumbers numbers;
    sample_units(s, numbers, ends);
    eliminate_all(ends, numbers);
  }

  void apply(const SlotTable& residual, SlotTable& out) const override {
    const std::size_t K = residual.width;
    out.values = residual.values;
    std::vector<double> own(K);
    for (std::size_t v = 0; v < order_.size(); ++v) {
      double* y = out.row(order_[v]);
      for (std::size_t p = starts_[v]; p < starts_[v + 1]; ++p) {
        double* to = out.row(to_[p]);
        const double f = share_[p];
        for (std::size_t k = 0; k < K; ++k) {
          to[k] += f * y[k];
          if (p + 1 < starts_[v + 1]) y[k] *= 1 - f;
        }
      }
    }
    for (std::size_t s = 0; s < pivot_.size(); ++s)
      for (std::size_t k = 0; k < K; ++k) out.row(s)[k] *= pivot_[s] > 0 ? 1 / pivot_[s] : 0.0;
    for (std::size_t v = order_.size(); v-- > 0;) {
      double* y = out.row(order_[v]);
      for (std::size_t p = starts_[v + 1]; p-- > starts_[v];) {
        const double* from = out.row(to_[p]);
        const double f = share_[p];
        const bool last = p + 1 == starts_[v + 1];
        for (std::size_t k = 0; k < K; ++k) y[k] = last ? y[k] + from[k] : (1 - f) * y[k] + f * from[k];
      }
    }
  }

 private:
  // The eliminated effect's levels leave sampled trees between slots.
  static void sample_units(const SlotSystem& s, SampleNumbers& numbers, std::vector<std::vector<WeightedEnd>>& ends) {
    std::vector<WeightedEnd> own;
    std::vector<double> sums;
    const auto edge = [&](std::uint32_t a, std::uint32_t b, double w) {
      if (a == b || !(w > 0)) return;
      ends[a].push_back({b, w});
      ends[b].push_back({a, w});
    };
    for (const IncidencePiece& p : s.units) {
      for (std::size_t g = 0; g < p.groups.size(); ++g) {
        own.clear();
        for (std::size_t e = p.starts[g]; e < p.starts[g + 1]; ++e) own.push_back({p.members[e], p.count(e)});
        if (own.size() > 1) eliminate_vertex(own, sums, numbers, [](std::uint32_t, double) {}, edge);
      }
    }
  }

  // Vertices of few neighbours first.
  void eliminate_all(std::vector<std::vector<WeightedEnd>>& ends, SampleNumbers& numbers) {
    const std::size_t m = ends.size();
    pivot_.assign(m, 0.0);
    std::vector<std::uint8_t> gone(m, 0);
    using Waiting = std::pair<std::size_t, std::uint32_t>;  // number of neighbours, vertex
    std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> queue;
    for (std::uint32_t v = 0; v < m; ++v) {
      merge(ends[v], gone);
      queue.emplace(ends[v].size(), v);
    }
    std::vector<double> sums;
    std::vector<WeightedEnd> own;
    starts_.push_back(0);
    while (!queue.empty()) {
      const auto [size, v] = queue.top();
      queue.pop();
      if (gone[v]) continue;
      merge(ends[v], gone);
      if (ends[v].size() > size + size / 4 + 2) {  // it has grown since it was put there
        queue.emplace(ends[v].size(), v);
        continue;
      }
      gone[v] = 1;
      own.swap(ends[v]);
      if (own.empty()) continue;
      pivot_[v] = eliminate_vertex(
          own, sums, numbers,
          [&](std::uint32_t to, double f) {
            to_.push_back(to);
            share_.push_back(f);
          },
          [&](std::uint32_t a, std::uint32_t b, double w) {
            if (a == b || !(w > 0)) return;
            ends[a].push_back({b, w});
            ends[b].push_back({a, w});
          });
      order_.push_back(v);
      starts_.push_back(to_.size());
      for (const WeightedEnd& e : own) queue.emplace(ends[e.to].size(), e.to);
      std::vector<WeightedEnd>().swap(own);
    }
  }

  // Edges to the same vertex become one, those to vertices that are gone leave.
  static void merge(std::vector<WeightedEnd>& ends, const std::vector<std::uint8_t>& gone) {
    std::erase_if(ends, [&](const WeightedEnd& e) { return gone[e.to] != 0; });
    std::sort(ends.begin(), ends.end(), [](const WeightedEnd& a, const WeightedEnd& b) { return a.to < b.to; });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < ends.size(); ++i) {
      if (kept > 0 && ends[kept - 1].to == ends[i].to) ends[kept - 1].weight += ends[i].weight;
      else ends[kept++] = ends[i];
    }
    ends.resize(kept);
  }

  std::vector<std::uint32_t> order_, to_;
  std::vector<std::size_t> starts_;  // of each eliminated vertex's shares
  std::vector<double> share_, pivot_;
};

}  // namespace

std::unique_ptr<SlotPreconditioner> approximate_factor(const SlotSystem& s) {
  return std::make_unique<ApproximateFactor>(s);
}

}  // namespace nqp::numeric
