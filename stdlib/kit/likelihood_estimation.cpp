#include "stdlib/kit/eform_table.hpp"
#include "stdlib/kit/likelihood_estimation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/coefficient_name.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/constraints.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::kit {

using command::Output;
using command::Results;

namespace {

std::vector<double> offset_values(const LikelihoodArgs& a, const EstimationSample& s, const command::Context& c) {
  const std::string& name = a.exposure.empty() ? a.offset : a.exposure;
  if (name.empty()) return {};
  std::vector<double> out(s.size());
  c.numeric(name).read_rows(s.rows, out.data());
  if (a.exposure.empty()) return out;
  for (double& v : out) {
    if (!(v > 0))
      throw Error(459, "exposure() must be greater than zero", std::nullopt, {name + " is not positive in some row"});
    v = std::log(v);
  }
  return out;
}

}  // namespace

LikelihoodData likelihood_rows(const LikelihoodArgs& a, const Needed& needed, const command::Context& c) {
  if (!a.offset.empty() && !a.exposure.empty())
    throw Error(198, "options offset() and exposure() may not be combined");
  LikelihoodData d;
  d.sample = mark_sample(c, a.sample, a.weight, needed);
  if (!a.only.empty()) {
    std::vector<std::uint8_t> keep;
    for (const data::Row r : d.sample.rows) keep.push_back(a.only[r]);
    restrict_sample(d.sample, keep);
    if (d.sample.rows.empty()) throw Error(2000, "no observations");
  }
  d.offset = offset_values(a, d.sample, c);
  d.offset_text = a.exposure.empty() ? a.offset : "ln(" + a.exposure + ")";
  return d;
}

void expand_design(const command::Terms& terms, bool constant, LikelihoodData& d, const command::Context& c) {
  d.design = make_design(terms, constant, d.sample, c);
  d.omitted.assign(d.design.x.cols, 0);
  d.perfect.assign(d.design.x.cols, 0);
}

LikelihoodData likelihood_data(const LikelihoodArgs& a, const command::Context& c) {
  Needed needed{a.y, a.vce.variables};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  for (const std::string& name : {a.offset, a.exposure})
    if (!name.empty()) needed.groups.push_back(name);
  LikelihoodData d = likelihood_rows(a, needed, c);
  d.y = term_values(a.y[0], d.sample, c);
  expand_design(a.x, !a.no_constant, d, c);
  return d;
}

void find_omitted(LikelihoodData& d, bool constant) {
  const numeric::Matrix& x = d.design.x;
  numeric::Matrix candidates(d.sample.size(), 0);
  std::vector<std::size_t> source;
  for (std::size_t j = 0; j < x.cols; ++j) {
    if (d.perfect[j]) {
      d.omitted[j] = 1;
      continue;
    }
    source.push_back(j);
    const std::span<const double> column = x.column(j);
    candidates.data.insert(candidates.data.end(), column.begin(), column.end());
    ++candidates.cols;
  }
  d.x = numeric::Matrix(d.sample.size(), 0);
  if (source.empty()) return;
  const std::vector<double> ys = d.y.empty() ? std::vector<double>(d.sample.size(), 0.0) : d.y;
  const numeric::LeastSquares ls = numeric::least_squares(
      {.y = ys, .x = candidates, .constant = constant, .want_residuals = false});
  for (std::size_t j = 0; j < source.size(); ++j) {
    d.omitted[source[j]] = ls.omitted[j];
    if (ls.omitted[j]) continue;
    const std::span<const double> column = candidates.column(j);
    d.x.data.insert(d.x.data.end(), column.begin(), column.end());
    ++d.x.cols;
  }
}

namespace {

constexpr std::size_t no_parameter = ~std::size_t{0};

// Names of a design's slots; those of the constants stand in the equations.
Coefficients slope_names(const LikelihoodData& d) {
  Design slopes_only;
  slopes_only.slots = d.design.slots;
  slopes_only.constant = false;
  const numeric::Matrix zeros(d.omitted.size(), d.omitted.size());
  return coefficients(slopes_only, std::vector<double>(d.omitted.size(), 0.0), zeros, d.omitted);
}

std::vector<std::size_t> places_of_columns(const LikelihoodData& d) {
  std::vector<std::size_t> place(d.omitted.size(), no_parameter);  // of a column among those that are left
  for (std::size_t j = 0, next = 0; j < d.omitted.size(); ++j)
    if (!d.omitted[j]) place[j] = next++;
  return place;
}

void note_omitted_terms(const LikelihoodData& d, Coefficients& k) {
  for (const Slot& slot : d.design.slots) {
    if (slot.state != Slot::State::kept || !d.omitted[slot.column] || d.perfect[slot.column]) continue;
    const std::string name = command::term_name(slot.term);
    if (std::find(k.omitted.begin(), k.omitted.end(), name) == k.omitted.end()) k.omitted.push_back(name);
  }
}

// The name of a coefficient that is 0 by definition: o.x, unless it has a mark already.
std::string zero_name(const std::string& name) {
  const CoefficientName n = parse_coefficient_name(name);
  return n.marked_base || n.marked_omitted ? name : "o." + name;
}

}  // namespace

Coefficients likelihood_coefficients(const LikelihoodData& first, const numeric::LikelihoodFit& fit,
                                     numeric::MatrixView V, const std::vector<Equation>& equations) {
  Coefficients k;
  std::vector<std::size_t> source;
  std::size_t begin = 0;
  const auto add = [&](const std::string& prefix, const std::string& name, std::size_t at, bool zero) {
    k.names.push_back(prefix + (zero ? zero_name(name) : name));
    source.push_back(zero ? no_parameter : at);
  };
  for (const Equation& q : equations) {
    const LikelihoodData& d = q.data ? *q.data : first;
    const std::string prefix = q.name.empty() ? "" : q.name + ":";
    if (q.regressors) {
      const Coefficients named = slope_names(d);
      const std::vector<std::size_t> place = places_of_columns(d);
      for (std::size_t s = 0; s < d.design.slots.size(); ++s) {
        const Slot& slot = d.design.slots[s];
        const bool kept = slot.state == Slot::State::kept && !d.omitted[slot.column];
        add(prefix, named.names[s], kept ? begin + place[slot.column] : no_parameter, q.zero);
      }
      for (const std::string& name : named.empty) k.empty.push_back(prefix + name);
      note_omitted_terms(d, k);
      if (!q.zero) begin += d.x.cols;
    }
    if (!q.constant) continue;
    add(q.constant_name[0] == '/' ? "" : prefix, q.constant_name, begin, q.zero);
    if (!q.zero) ++begin;
  }
  const std::size_t n = source.size();
  k.b.assign(n, 0.0);
  k.V = numeric::Matrix(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    if (source[i] == no_parameter) continue;
    k.b[i] = fit.b[source[i]];
    for (std::size_t j = 0; j < n; ++j)
      if (source[j] != no_parameter) k.V(i, j) = V(source[i], source[j]);
  }
  return k;
}

std::optional<LikelihoodConstraints> likelihood_constraints(const LikelihoodArgs& a, const LikelihoodData& d,
                                                            const std::vector<Equation>& equations,
                                                            const command::Context& c) {
  if (a.constraints.empty()) return std::nullopt;
  std::size_t parameters = 0;
  for (const Equation& q : equations) {
    if (q.zero) continue;
    parameters += (q.regressors ? (q.data ? *q.data : d).x.cols : 0) + (q.constant ? 1 : 0);
  }
  // Their numbers as coefficients tell which column of e(b) is which parameter.
  numeric::LikelihoodFit numbered;
  for (std::size_t j = 0; j < parameters; ++j) numbered.b.push_back(static_cast<double>(j + 1));
  const Coefficients k = likelihood_coefficients(d, numbered, numeric::Matrix(parameters, parameters), equations);
  Results names;
  names.matrix("b", named_row(k.b, "y1", k.names));
  const std::vector<LinearForm> forms = constraint_forms(a.constraints, names, c);
  numeric::Matrix m(forms.size(), parameters + 1);
  LikelihoodConstraints out;
  for (std::size_t i = 0; i < forms.size(); ++i) {
    for (std::size_t s = 0; s < k.b.size(); ++s)
      if (k.b[s] > 0) m(i, static_cast<std::size_t>(k.b[s]) - 1) += forms[i].weights[s];
    m(i, parameters) = -forms[i].constant;
    out.lines.push_back(fmt::format(" ({:2d})  {}", i + 1, restriction_text(forms[i], names)));
  }
  ConstraintSolution solved = solve_constraints(std::move(m));
  out.restriction = std::move(solved.all);
  out.rank = solved.rank;
  return out;
}

void transform_parameter(numeric::LikelihoodFit& fit, std::size_t j, double value, double derivative) {
  fit.b[j] = value;
  for (numeric::Matrix* m : {&fit.V, &fit.information_inverse})
    for (std::size_t i = 0; i < m->rows; ++i) {
      (*m)(i, j) *= derivative;
      (*m)(j, i) *= derivative;
    }
}

namespace {

// Slopes of all equations that have regressors and are tested.
std::vector<std::size_t> slopes_of(const LikelihoodData& first, const std::vector<Equation>& equations) {
  std::vector<std::size_t> out;
  std::size_t begin = 0;
  for (const Equation& q : equations) {
    if (q.zero) continue;
    const LikelihoodData& d = q.data ? *q.data : first;
    for (std::size_t j = 0; q.regressors && q.tested && j < d.x.cols; ++j) out.push_back(begin + j);
    begin += (q.regressors ? d.x.cols : 0) + (q.constant ? 1 : 0);
  }
  return out;
}

void post_test(const LikelihoodData& d, const VceChoice& vce, const LikelihoodResult& r, Results& e) {
  const std::vector<std::size_t> slopes = slopes_of(d, r.equations);
  double df = static_cast<double>(slopes.size());
  const bool ratio = vce.kind == "oim" && numeric::is_defined(r.ll_0) && !r.constraints;
  double chi2 = numeric::undefined;
  if (ratio) chi2 = std::max(0.0, 2 * (r.fit.ll - r.ll_0));
  else if (!slopes.empty()) {
    const numeric::Wald w = numeric::wald_zero(slopes, r.fit.b, r.fit.V);
    const double clusters = r.fit.N_clust.empty() ? 1e300 : r.fit.N_clust[0];
    if (r.constraints) df = w.df;
    if (w.df == df && df < clusters) chi2 = w.chi2;
  }
  if (numeric::is_defined(r.df_r)) post_scalars(e, {{"df_r", r.df_r}});
  if (numeric::is_defined(r.df_r) && !ratio) {
    const double F = chi2 / df;
    post_scalars(e, {{"df_m", df}, {"F", F}, {"p", df > 0 ? numeric::dist::Ftail(df, r.df_r, F) : numeric::undefined}});
    return;
  }
  const double p = df > 0 ? numeric::dist::chi2tail(df, chi2) : numeric::undefined;
  post_scalars(e, {{"df_m", df}, {"chi2", chi2}, {"p", p}});
  e.macro("chi2type", ratio ? "LR" : "Wald");
}

void iteration_log(const LikelihoodResult& r, const std::string& what, Output& out) {
  for (std::size_t i = 0; i < r.fit.log.size(); ++i)
    out.line(fmt::format("Iteration {}:   {} = {}  ", i, what,
                         text::format_number(r.fit.log[i], "%10.0g")));
}

}  // namespace

Output post_likelihood(const LikelihoodArgs& a, const LikelihoodData& d, const VceChoice& vce, LikelihoodResult r,
                       const command::Context& c) {
  if (!a.constraints.empty() && !r.constraints)
    throw Error(198, "option constraints() not allowed after " + r.cmd, std::nullopt,
                {"this estimator has no constrained form"});
  const Coefficients k = likelihood_coefficients(d, r.fit, r.fit.V, r.equations);
  Results e = begin_estimates(r.cmd, r.title, depvar_name(a.y), c);
  post_scalars(e, {{"N", r.fit.N}});
  if (numeric::is_defined(r.fit.ll)) post_scalars(e, {{"ll", r.fit.ll}});
  if (r.constraints) {
    r.ll_0 = numeric::undefined;
    post_scalars(e, {{"k_cns", static_cast<double>(r.constraints->rank)}});
  }
  if (numeric::is_defined(r.ll_0)) post_scalars(e, {{"ll_0", r.ll_0}});
  if (numeric::is_defined(r.ll_0) && r.pseudo_r2) post_scalars(e, {{"r2_p", 1 - r.fit.ll / r.ll_0}});
  post_test(d, vce, r, e);
  post_scalars(e, {{"rank", r.fit.rank},
                   {"k", static_cast<double>(k.b.size())},
                   {"k_eq", static_cast<double>(r.equations.size())},
                   {"k_dv", 1},
                   {"ic", r.fit.log.empty() ? 0.0 : static_cast<double>(r.fit.log.size() - 1)},
                   {"converged", r.fit.converged ? 1.0 : 0.0}});
  for (const auto& [name, value] : r.scalars) e.scalar(name, stored(value));
  post_vce(vce, r.fit.N_clust, e);
  post_weight(e, a.weight);
  if (!d.offset_text.empty()) e.macro("offset", d.offset_text);
  for (const auto& [name, value] : r.macros) e.macro(name, value);
  for (const auto& [name, value] : r.matrices) e.matrix(name, value);
  post_coefficients(e, k);
  if (vce.kind != "oim") {
    const Coefficients plain = likelihood_coefficients(d, r.fit, r.fit.information_inverse, r.equations);
    e.matrix("V_modelbased", named_matrix(plain.V, k.names, k.names));
  }
  const bool converged = r.fit.converged;
  const std::string what = vce.kind == "oim" ? "Log likelihood" : "Log pseudolikelihood";
  const DisplayOptions display = likelihood_display(a, r.eform);
  report::Document table = show_estimates(e, display, c);
  Output out = estimation(std::move(e), d.sample, k, level_or_default(a.level, c));
  exponentiate_table(display, c, out);
  report::Document notes;
  for (const std::string& note : r.notes) notes.line("note: " + note, report::Style::note);
  out.document.blocks.insert(out.document.blocks.begin(), notes.blocks.begin(), notes.blocks.end());
  if (!a.no_log && !r.fit.log.empty()) {
    out.document.blank();
    iteration_log(r, what, out);
  }
  require_convergence(converged, out);
  if (r.constraints) {
    out.document.blank();
    for (const std::string& line : r.constraints->lines) out.line(line);
  }
  out.document.append(std::move(table));
  return out;
}

}  // namespace nqp::kit
