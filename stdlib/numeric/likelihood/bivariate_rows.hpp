// Two probits with correlated errors.
#pragma once

#include <cstdint>
#include <span>

#include "stdlib/numeric/likelihood/index_model.hpp"

namespace nqp::numeric {

// y1 and y2 are 0 or 1. Three indices: those of the two outcomes and atanh ρ. Greene (2018), section 17.9.
RowLikelihood bivariate_probit_rows(std::span<const double> y1, std::span<const double> y2);

// Of y, 0 or 1, where `selected`, and of the selection itself; y is not read elsewhere. Three indices: those of the
// outcome and of the selection, and atanh ρ. Van de Ven and Van Praag (1981).
RowLikelihood selected_probit_rows(std::span<const double> y, std::span<const std::uint8_t> selected);

}  // namespace nqp::numeric
