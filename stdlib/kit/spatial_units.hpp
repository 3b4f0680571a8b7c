// Spatial weights given as matrices of the session, and the units that their rows stand for.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::kit {

struct SpatialWeights {
  std::string name;
  numeric::Matrix w;                  // zero diagonal
  std::vector<std::string> units;     // names of the rows
  std::size_t islands = 0;            // rows without neighbours
  bool standardised = false;
};

// The matrix `name`, its rows divided by their sums when asked. Errors: 111 no such matrix, 503 not square, 504 missing
// values, 402 negative weights.
SpatialWeights spatial_weights(const std::string& name, bool standardise, const command::Context& c);

// Rows and columns in the order of `names` when the matrix knows its units by just these names (spatwmat with id()
// gives it them); else it stays as it is.
void arrange_units(SpatialWeights& w, const std::vector<std::string>& names);

// Rows of the data as the units of one period, in the order of the rows of W.
struct SpatialPeriod {
  double time = 0;                    // `.` when there are no periods
  std::vector<data::Row> rows;
};

// Rows in view where if and in hold. Without `time`: one period; the order is that of `id` when given, else that of the
// data. Errors: 109, 451 a unit twice in a period, 2000 no observations.
std::vector<SpatialPeriod> spatial_periods(const command::Sample& sample, const std::string& id,
                                           const std::string& time, const command::Context& c);

// "(2 units have no neighbours)" or nothing.
std::string island_note(std::size_t islands);

}  // namespace nqp::kit
