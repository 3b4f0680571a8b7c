// reghdfe and areg on large data: columns are read where they are stored, when nothing asks for copies of them.
#pragma once

#include <optional>

#include "stdlib/kit/streamed_columns.hpp"
#include "stdlib/kit/vce.hpp"
#include "stdlib/numeric/panel/fit_absorbed.hpp"

namespace nqp::kit {

struct RegressionRequest {
  const command::Terms& y;
  const command::Terms& x;
  const command::Sample& sample;
  const command::Weight& weight;
  const AbsorbRequest& absorb;
  const command::Vce& vce;
  std::string classical = "unadjusted";  // the command's word for it
  numeric::AbsorbConvention convention = numeric::AbsorbConvention::reghdfe;
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

// None when streamed_columns has none, or the numeric core wants the explicit solution.
std::optional<StreamedRegression> streamed_regression(const RegressionRequest& request, const command::Context& c);

// The words of choose_vce without the codes of clusters; none for a variance that needs every row at once.
std::optional<VceChoice> streamed_vce(const command::Vce& vce, const std::string& classical, command::WeightKind weight,
                                      const command::Context& c);

}  // namespace nqp::kit
