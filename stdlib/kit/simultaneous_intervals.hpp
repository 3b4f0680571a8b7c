// Intervals that cover all effects of one table together, as estat shows them after csdid, did and hdidregress.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/coefficient_rows.hpp"
#include "stdlib/kit/estat.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::kit {

struct SimultaneousIntervals {
  bool asked = false;
  double critical = 0, reps = 999;
  std::string note() const;            // under the table
};

// Reads sci or wboot[(reps(#) rseed(#))], reps() and rseed(); `always` without sci, too. Error 198 for numbers that
// cannot be.
SimultaneousIntervals simultaneous_intervals(EstatCall& call, bool always, const numeric::Matrix& V, double level);

// b ± critical · se in the place of the limits.
void widen_intervals(const SimultaneousIntervals& s, std::vector<CoefficientRow>& rows);

}  // namespace nqp::kit
