// Rows that are alone in a level of an effect, where the levels are stored.
#pragma once

#include <vector>

#include "stdlib/numeric/absorb/code_source.hpp"

namespace nqp::numeric {

// Takes the weight of rows that are the only one of a level of some effect, until none remain; returns how many left.
// Rows of zero weight count nowhere; no weights are ones and stay none when nobody leaves. `frequencies`: a row of
// weight f is f rows. O(rows + levels), as find_singletons.
double leave_out_singletons(const std::vector<CodeSource>& effects, std::size_t rows, bool frequencies,
                            std::vector<double>& weights);

}  // namespace nqp::numeric
