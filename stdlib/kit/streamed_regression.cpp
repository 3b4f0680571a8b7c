#include "stdlib/kit/streamed_regression.hpp"

#include "stdlib/kit/compute.hpp"
#include "stdlib/numeric/panel/fit_streamed.hpp"

namespace nqp::kit {

std::optional<VceChoice> streamed_vce(const command::Vce& vce, const std::string& classical, command::WeightKind weight,
                                      const command::Context& c) {
  if (vce.kind == "hc2" || vce.kind == "hc3") return std::nullopt;
  EstimationSample weighted;
  weighted.weight_kind = weight;
  command::Vce words = vce;
  words.variables.clear();
  VceChoice out = choose_vce(words, classical, weighted, c);
  if (out.kind == "cluster") out.variables = vce.variables;
  return out;
}

std::optional<StreamedRegression> streamed_regression(const RegressionRequest& request, const command::Context& c) {
  const auto effects = intercept_names(request.absorb);
  if (!effects) return std::nullopt;
  command::Vce asked = request.vce;
  if (asked.kind == "ols") asked.kind = request.classical;
  auto vce = streamed_vce(asked, request.classical, request.weight.kind, c);
  if (!vce) return std::nullopt;
  command::Terms terms = {request.y.front()};
  terms.insert(terms.end(), request.x.begin(), request.x.end());
  auto columns = streamed_columns({.terms = std::move(terms), .effects = *effects, .clusters = vce->variables,
                                   .sample = request.sample, .weight = request.weight},
                                  c);
  if (!columns) return std::nullopt;
  columns->data.allow_singletons = request.keep_singletons;
  columns->data.count_nested = request.count_nested;
  numeric::StreamedSpec spec{.data = std::move(columns->data), .kind = vce->spec().kind,
                             .convention = request.convention, .constant = request.constant,
                             .options = request.options};
  auto fit = compute(c, [&](numeric::Progress& p) { return numeric::fit_streamed(spec, p); });
  if (!fit) return std::nullopt;
  StreamedRegression out;
  out.sample = streamed_sample(std::move(fit->used), c.frame.rows);
  out.design = names_only(request.x, request.constant);
  out.vce = *std::move(vce);
  out.fit = *std::move(fit);
  return out;
}

}  // namespace nqp::kit
