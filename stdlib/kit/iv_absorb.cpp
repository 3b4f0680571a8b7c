#include <algorithm>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/iv_estimation.hpp"
#include "stdlib/kit/streamed_columns.hpp"
#include "stdlib/numeric/absorb/absorb.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linear/gaussian.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::kit {

namespace {

constexpr double projection_rounding = 1e-14;
constexpr double float_rounding = 4 * 0x1p-24;
constexpr double absorbed_share = 1e-9;  // ‖x̃‖²/‖x‖² up to which a column counts as absorbed, as in reghdfe

}  // namespace

std::vector<double> absorb_effects(const std::vector<numeric::Effect>& effects, InstrumentedColumns& k,
                                   const EstimationSample& s, const command::Context& c) {
  std::vector<std::span<double>> columns{k.y};
  for (Design* d : {&k.endogenous, &k.exogenous, &k.instruments})
    for (std::size_t j = 0; j < d->x.cols; ++j) columns.push_back(d->x.column(j));
  numeric::Matrix z(s.size(), columns.size());
  for (std::size_t j = 0; j < columns.size(); ++j) std::copy(columns[j].begin(), columns[j].end(), z.column(j).begin());
  const numeric::AbsorbReport report = compute(c, [&](numeric::Progress& p) {
    const numeric::Weights w = numeric::normalise_weights(s.weights, s.weight_kind, s.size());
    return numeric::Absorber(effects, w.values).partial_out(z, p);
  });
  if (!report.converged)
    throw Error(430, "convergence not achieved", std::nullopt, {"the fixed effects could not be partialled out"});
  std::vector<double> noise;
  for (std::size_t j = 0; j < columns.size(); ++j) {
    const double before = numeric::total_sum_of_squares(columns[j], {}, false);
    const double after = numeric::total_sum_of_squares(z.column(j), {}, false);
    const double size = std::sqrt(before);
    const double rounding = numeric::stored_as_float_fractions(columns[j]) ? float_rounding * size : 0;
    const bool absorbed = after <= absorbed_share * before || std::sqrt(after) <= rounding;
    if (j > 0) noise.push_back(std::max(projection_rounding, 10 * report.accuracy) * size);
    if (j > 0 && absorbed) std::fill(z.column(j).begin(), z.column(j).end(), 0.0);
    std::copy(z.column(j).begin(), z.column(j).end(), columns[j].begin());
  }
  k.constant = k.endogenous.constant = k.exogenous.constant = k.instruments.constant = false;
  return noise;
}

bool needs_no_rows(const IvArgs& a) {
  return !a.cue && a.at.empty() && a.endog.empty() && a.partial.empty() && a.kernel.empty() && a.bandwidth.empty() &&
         !(a.driscoll_kraay > 0) && !a.centred;
}

std::optional<StreamedIv> streamed_iv(const StreamedIvRequest& r, const command::Context& c) {
  const auto effects = intercept_names(r.absorb);
  const InstrumentedEquation& q = r.equation;
  if (!effects || q.instruments.size() < q.endogenous.size()) return std::nullopt;
  command::Terms terms = q.y;
  for (const command::Terms* part : {&q.endogenous, &q.exogenous, &q.instruments})
    terms.insert(terms.end(), part->begin(), part->end());
  auto columns = streamed_columns({.terms = std::move(terms), .effects = *effects, .clusters = r.vce.variables,
                                   .sample = r.sample, .weight = r.weight},
                                  c);
  if (!columns) return std::nullopt;
  columns->data.allow_singletons = r.keep_singletons;
  numeric::AbsorbedIvSpec spec{.data = std::move(columns->data), .endogenous = q.endogenous.size(),
                               .exogenous = q.exogenous.size(), .constant = r.constant};
  spec.robust = r.vce.kind == "robust" || r.weight.kind == command::WeightKind::pweight;
  auto fit = compute(c, [&](numeric::Progress& p) { return numeric::absorbed_iv(spec, p); });
  if (!fit) return std::nullopt;
  StreamedIv out;
  out.sample = streamed_sample(std::move(fit->used), c.frame.rows);
  InstrumentedColumns& k = out.columns;
  k.constant = r.constant;
  k.y = fit->y;
  k.endogenous = names_only(q.endogenous, r.constant);
  k.exogenous = names_only(q.exogenous, r.constant);
  k.instruments = names_only(q.instruments, r.constant);
  k.endogenous.x = fit->endogenous;
  k.exogenous.x = fit->exogenous;
  k.instruments.x = fit->instruments;
  keep_all(k);
  out.fit = *std::move(fit);
  return out;
}

}  // namespace nqp::kit
