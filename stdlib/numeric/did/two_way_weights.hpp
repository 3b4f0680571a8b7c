// Weights of cell effects in two-way regressions: what the coefficient of a treatment averages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nqp::numeric {

// fe: levels with group and period effects; fd: first differences with period effects. common_trends: effects may
// differ between all cells; stable: those of a group do not change over time.
struct TwoWayKind {
  bool differences = false, stable = false;
};

// Cells of groups and periods, sorted by group, then period; one number each.
struct TwoWayCells {
  std::span<const std::int32_t> group{}, period{};  // periods numbered without gaps
  std::span<const double> share{};                  // of all observations (or of their weights); sums to 1
  std::span<const double> treatment{};              // D; with differences and without stable the level D0
  std::span<const double> residual{};               // of D on effects and controls; 0 where D is not known
};

// Of the cells that can have an effect: `natural` sums to 1, W is the weight relative to it, weight = natural W.
// Weights below 1e-10 count as 0.
struct TwoWayWeights {
  std::vector<std::size_t> cell;
  std::vector<double> natural, W, weight;
};

// Theorem 1 and its counterparts (de Chaisemartin and D'Haultfoeuille 2020). O(cells).
TwoWayWeights two_way_weights(const TwoWayCells& cells, TwoWayKind kind);

// Corollary 1: the least standard deviation of effects over treated cells with which `beta` goes together with an
// average effect of 0; and with effects of the other sign in all cells (NaN when no weight is negative).
struct TwoWayRobustness {
  double average = 0, every = 0;
};
TwoWayRobustness two_way_robustness(const TwoWayWeights& w, double beta);

}  // namespace nqp::numeric
