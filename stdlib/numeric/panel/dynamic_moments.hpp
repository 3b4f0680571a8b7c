// The stacked rows of a dynamic panel estimator: transformed and level equations with their instruments.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "stdlib/numeric/panel/dynamic_gmm.hpp"

namespace nqp::numeric {

// A row of forward orthogonal deviations stands one period after its observation, so that lags mean the same as for
// differences (Roodman 2009, section 4.2).
struct MomentRow {
  std::size_t panel, period;
  bool level;
};

// Clusters of errors, a code for each row, and how they enter sums over clusters.
struct ErrorClusters {
  std::vector<std::int32_t> codes;
  std::size_t count = 0;
  double weight = 1;
};

// Rows of a panel stand together: first the differenced, then the level equation.
struct MomentStack {
  std::vector<MomentRow> rows;
  std::vector<std::pair<std::size_t, std::size_t>> spans;  // of each panel with rows
  std::vector<double> y;
  Matrix x, z;
  std::vector<std::vector<std::size_t>> observed;  // complete periods of each panel
  std::vector<SubsetTest> origin;  // of each column of z: its group, and whether it is a lag of the level equation
  SubsetTest adding;               // that of the next column
  double components = 0, component_share = 0;
  std::vector<ErrorClusters> clusters;  // the panels; or each of spec.clusters and their intersections
};

// Failure no_observations without a usable row.
MomentStack moment_stack(const DynamicSpec& spec);

// Value less that of the period before; NaN where either is absent.
double first_difference(const DynamicSpec& s, std::span<const double> column, std::size_t panel, std::ptrdiff_t period);

// What a row of levels or of orthogonal deviations makes of the level errors: one coefficient for each period.
std::vector<double> error_loading(const DynamicSpec& s, const MomentStack& k, const MomentRow& r);
double loading_product(std::span<const double> a, std::span<const double> b);

// H_i v for all panels, H the covariance of the errors that the first step assumes.
std::vector<double> times_h(const DynamicSpec& s, const MomentStack& k, std::span<const double> v);

}  // namespace nqp::numeric
