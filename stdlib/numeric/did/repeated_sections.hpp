// Difference in differences of two groups over two periods when every period has a sample of its own.
#pragma once

#include "stdlib/numeric/did/two_by_two.hpp"

namespace nqp::numeric {

struct RepeatedSectionsSpec {
  std::span<const double> y{};              // n rows of both periods
  std::span<const std::uint8_t> treated{};  // n, the group
  std::span<const std::uint8_t> after{};    // n, the later period
  MatrixView x{};                           // n × k, without the constant; may have no column
  std::span<const double> weights{};        // n, empty means ones
  DidMethod method = DidMethod::dripw;
};

// The estimators for repeated cross sections, dripw and drimp in their locally efficient forms: Sant'Anna and Zhao
// (2020), Journal of Econometrics 219, eqs. 2.3, 2.4, 2.9 and 3.4-3.12; Abadie (2005), eq. 11, for ipw. The
// distribution of the covariates is the same in both periods. n_treated and n_control count rows. Conventions of
// two_by_two. Failure conformability.
TwoByTwo repeated_sections(const RepeatedSectionsSpec& spec);

}  // namespace nqp::numeric
