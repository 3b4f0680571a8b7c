// After nl: the function at the estimates.
#include "grammar/ast/error.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/parameter_expression.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/prediction.hpp"

namespace nqp::kit {

namespace {

std::vector<double> nonlinear_fitted(const PredictionRequest& r) {
  const std::string* text = r.e.find_macro("sexp");
  const eval::Matrix* b = r.e.find_matrix("b");
  if (!text || !b) throw Error(301, "last estimates not found");
  const ParameterExpression e = read_parameters(
      *text, [](std::string_view) { return 0.0; }, r.context);
  return at_parameters(e, row_values(*b), r.context);
}

std::vector<double> nonlinear_residuals(const PredictionRequest& r) {
  std::vector<double> out = nonlinear_fitted(r);
  const std::vector<double> y = depvar_values(r.e, r.context);
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = data::is_missing(out[i]) || data::is_missing(y[i]) ? data::missing : y[i] - out[i];
  return out;
}

}  // namespace

std::vector<PredictionStatistic> nonlinear_statistics() {
  return {{"Yhat", "Fitted values", nonlinear_fitted}, {"Residuals", "Residuals", nonlinear_residuals}};
}

}  // namespace nqp::kit
