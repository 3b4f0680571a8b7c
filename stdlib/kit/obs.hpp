// More rows at the end of the data.
#pragma once

#include "interpreter/dataset/frame.hpp"

namespace nqp::kit {

// The frame with `n` more observations, missing in every variable; it is not known to be sorted any more.
data::Frame add_observations(const data::Frame& f, std::size_t n);

// The frame followed by copies of the given rows.
data::Frame append_rows(const data::Frame& f, std::span<const data::Row> rows);

// Error 909 when a data set with the variables of `f` and so many observations would not fit into memory. For commands
// that multiply observations, before they begin.
void require_room(const data::Frame& f, double rows);
void require_room(double rows, double bytes_of_a_row);

}  // namespace nqp::kit
