// reghdfe on large data: columns are read where they are stored, when nothing asks for copies of them.
#pragma once

#include <optional>

#include "stdlib/kit/absorbed_effects.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/kit/vce.hpp"
#include "stdlib/numeric/panel/fit_absorbed.hpp"

namespace nqp::kit {

struct StreamedRequest {
  const command::Terms& y;
  const command::Terms& x;
  const AbsorbRequest& absorb;
  const command::Vce& vce;
  bool constant = true;
  bool keep_singletons = false;
  bool count_nested = false;
  numeric::AbsorbOptions options{};
};

struct StreamedRegression {
  EstimationSample sample;   // `use` only
  Design design;             // names only
  VceChoice vce;             // words only
  numeric::AbsorbedFit fit;
};

// None when the data are small, a row misses something, a term is more than a plain variable, or the numeric core
// wants the explicit solution. The caller has made sure that there is neither if, in, by nor a weight.
std::optional<StreamedRegression> streamed_regression(const StreamedRequest& request, const command::Context& c);

}  // namespace nqp::kit
