// reghdfe on many rows: the columns stay where they are and are read block by block, two or three times.
#pragma once

#include <optional>
#include <vector>

#include "stdlib/numeric/absorb/code_source.hpp"
#include "stdlib/numeric/panel/fit_absorbed.hpp"

namespace nqp::numeric {

struct StreamedSpec {
  std::size_t rows = 0;
  std::vector<const double*> columns{};   // y, then the regressors; n each, no missing values
  std::vector<CodeSource> effects{};      // intercepts
  std::vector<CodeSource> clusters{};     // none, one or two
  VceKind kind = VceKind::classical;      // classical, robust or cluster
  bool constant = true;
  bool allow_singletons = false;
  bool count_nested = false;
  AbsorbOptions options{};
};

// The fit of fit_absorbed without residuals and effects; none when only the explicit solution is accurate enough or
// has the right accounts: singletons to be dropped, regressors nearly explained by the effects or by each other, one
// cluster, crossed clusters none of which is the eliminated effect. Failure not_converged as there.
// The within cross products are exact to second order in the error of the coefficients that are taken off:
// G = W - (B'A + A'(B - S A)).
std::optional<AbsorbedFit> fit_streamed(const StreamedSpec& spec, Progress& progress);

}  // namespace nqp::numeric
