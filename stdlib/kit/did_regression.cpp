#include "stdlib/kit/did_regression.hpp"

#include <algorithm>

#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::kit {

using command::Context;

DidRegression prepare_regression(DidRequest request, const std::string& absorb, const command::Vce& vce,
                                 bool drop_always, const Context& c) {
  DidRegression r;
  if (request.id.empty() && c.frame.panel) request.id = c.frame.panel->panel;
  if (request.time.empty() && c.frame.panel) request.time = c.frame.panel->time;
  std::string sets = request.id + " " + request.time;
  if (!absorb.empty()) sets += " " + absorb;
  if (!request.id.empty() && !request.time.empty()) r.effects = parse_absorb(sets, c);
  Needed needed;
  require(r.effects, needed);
  request.groups.insert(request.groups.end(), needed.groups.begin(), needed.groups.end());
  request.groups.insert(request.groups.end(), vce.variables.begin(), vce.variables.end());
  r.asked = vce;
  if (r.asked.kind.empty() || (r.asked.kind == "cluster" && r.asked.variables.empty()))
    r.asked.kind = "cluster", r.asked.variables = {request.id};
  request.clusters = r.asked.variables;
  r.request = request;
  r.d = read_did(request, c);
  if (drop_always) r.always = drop_always_treated(r.d, c, request);
  EstimationSample kept = r.d.sample;
  r.singletons = drop_singletons(r.effects, kept, c);
  if (r.singletons == 0) return r;
  std::vector<std::uint8_t> keep;
  for (const data::Row row : r.d.sample.rows) keep.push_back(kept.use[row]);
  narrow(r.d, keep, request, c);
  return r;
}

ColumnFit fit_columns(const DidRegression& r, const numeric::Matrix& columns, const Context& c) {
  ColumnFit out;
  out.vce = choose_vce(r.asked, "unadjusted", r.d.sample, c);
  out.columns = columns.cols;
  out.others = r.d.covariate_names();
  out.others.push_back("_cons");
  const numeric::Matrix x = columns.cols == 0 ? r.d.design.x
                            : r.d.design.x.cols == 0 ? columns
                                                     : numeric::join_columns(columns, r.d.design.x);
  const AbsorbedEffects absorbed(r.effects, r.d.sample, c);
  numeric::AbsorbedSpec spec;
  spec.y = r.d.y, spec.x = x, spec.effects = absorbed.effects();
  spec.weights = r.d.sample.weights, spec.weight_kind = r.d.sample.weight_kind;
  spec.drop_singletons = false;
  out.fit = compute(c, [&](numeric::Progress& p) { return numeric::fit_absorbed(spec, out.vce.spec(), p); });
  return out;
}

Coefficients averaged_coefficients(const ColumnFit& f, const std::vector<std::string>& names,
                                   const numeric::Matrix& weights, const numeric::Matrix& extra) {
  const std::size_t m = names.size(), total = f.fit.b.size();
  numeric::Matrix A(m + f.others.size(), total);
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < f.columns; ++j) A(i, j) = weights(i, j);
  for (std::size_t i = 0; i < f.others.size(); ++i) A(m + i, f.columns + i) = 1;
  Coefficients k;
  k.b = numeric::multiply(A, f.fit.b);
  k.V = numeric::quadratic_form(A, f.fit.V);
  for (std::size_t i = 0; i < extra.rows; ++i)
    for (std::size_t j = 0; j < extra.cols; ++j) k.V(i, j) += extra(i, j);
  k.names = names;
  for (std::size_t i = 0; i < f.others.size(); ++i) {
    const bool omitted = f.columns + i < f.fit.omitted.size() && f.fit.omitted[f.columns + i];
    k.names.push_back(omitted ? "o." + f.others[i] : f.others[i]);
    if (omitted) k.omitted.push_back(f.others[i]);
  }
  return k;
}

void post_regression(const DidRegression& r, const ColumnFit& f, const std::string& estimator, command::Results& e) {
  const double clusters =
      f.fit.N_clust.empty() ? 0 : *std::min_element(f.fit.N_clust.begin(), f.fit.N_clust.end());
  post_did(r.d, estimator, clusters, e);
  e.macro("clustvar", "");
  post_vce(f.vce, f.fit.N_clust, e);
  const double singletons = static_cast<double>(r.singletons);
  post_scalars(e, {{"N_full", static_cast<double>(r.d.n()) + singletons}, {"num_singletons", singletons},
                   {"df_m", f.fit.df_m}, {"df_r", f.fit.df_r}, {"df_a", f.fit.df_a}, {"rss", f.fit.rss},
                   {"mss", f.fit.mss}, {"tss", f.fit.tss}, {"tss_within", f.fit.tss_within}, {"r2", f.fit.r2},
                   {"r2_a", f.fit.r2_a}, {"r2_within", f.fit.r2_within}, {"r2_a_within", f.fit.r2_a_within},
                   {"rmse", f.fit.rmse}, {"F", f.fit.F}, {"ll", f.fit.ll}, {"ll_0", f.fit.ll_0},
                   {"rank", f.fit.rank}});
  e.macro("absvars", r.effects.text());
  post_weight(e, r.request.weight);
}

void note_dropped(const DidRegression& r, command::Output& notes) {
  if (r.singletons > 0)
    notes.line("(dropped " + std::to_string(r.singletons) + " singleton observations)");
  if (r.always > 0)
    notes.line("note: " + units_text(r.always) + " treated from the first period on left out.", report::Style::note);
}

}  // namespace nqp::kit
