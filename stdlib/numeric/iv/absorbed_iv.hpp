// An equation with endogenous regressors and absorbed effects, summed up from columns that stay where they are.
#pragma once

#include <optional>

#include "stdlib/numeric/iv/iv_data.hpp"
#include "stdlib/numeric/panel/streamed_products.hpp"

namespace nqp::numeric {

struct AbsorbedIvSpec {
  StreamedData data{};  // columns: y, endogenous, exogenous, excluded instruments
  std::size_t endogenous = 0, exogenous = 0;
  bool constant = false;  // means are added back to the columns, and there is a constant
  bool robust = false;    // clusters of the data: clustered
  AbsorbOptions options{};
};

// Coordinates of the columns within the effects: one row for each of them, and for the constant.
struct AbsorbedIv {
  SummedRows rows;
  std::vector<double> y;
  Matrix endogenous, exogenous, instruments;
  AbsorbedDof dof;                   // effects nested in clusters are free
  double singletons = 0;
  std::vector<std::uint8_t> used;    // as StreamedProducts::used
  std::vector<double> level_weights; // Σ w of the levels of the effect with most of them, zero for those not in use
  LevelSums levels;                  // with a constant: of y, endogenous, exogenous and instruments
  Matrix within;                     // cross products of the same
};

// None when only the explicit solution is accurate enough, or the sums would take too much room. Takes the weights
// from the data.
std::optional<AbsorbedIv> absorbed_iv(AbsorbedIvSpec& spec, Progress& progress);

}  // namespace nqp::numeric
