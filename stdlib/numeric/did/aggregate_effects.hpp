// Averages of cohort-period effects, with the delta method over effects and cohort shares.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

enum class Averaging { simple, group, calendar, event };

struct EffectCell {
  double g = 0, t = 0, effect = 0;  // effect NaN: not estimated, left out
};

struct AggregateSpec {
  std::vector<EffectCell> cells;
  std::vector<double> groups, shares;
  MatrixView V;                     // cells + groups
  Averaging by = Averaging::event;
  double window_low = -1e300, window_high = 1e300;  // event: relative times kept
};

struct Aggregate {
  enum class Kind { overall, before, after, item };
  Kind kind = Kind::item;
  double at = 0;                    // group, period or relative time
  double effect = 0;
};

struct Aggregates {
  std::vector<Aggregate> rows;      // overall rows first: [before] after | overall; then items ascending
  Matrix V;
  Matrix J;                         // rows × (cells + groups): derivatives, what influence functions are combined with
};

// Weights are cohort shares; overall means: shares over all post cells (simple), shares over groups, plain means over
// periods and over relative times. All weights by shares are
// estimated ones: their error counts. Source: Callaway and Sant'Anna (2021), table 1 and eqs. 3.4-3.11.
Aggregates aggregate_effects(const AggregateSpec& spec);

}  // namespace nqp::numeric
