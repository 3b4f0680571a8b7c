#include "stdlib/kit/eform_table.hpp"
#include "stdlib/kit/iv_estimation.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/iv_report.hpp"
#include "stdlib/kit/iv_tests.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/iv/identification.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linear/gaussian.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::kit {

using command::Output;
using command::Results;
using numeric::IvEstimator;
namespace dist = numeric::dist;

namespace {

IvEstimator estimator_of(const IvArgs& a) {
  const int asked = (a.gmm ? 1 : 0) + (a.cue ? 1 : 0) + (a.liml || a.fuller >= 0 ? 1 : 0) + (a.k_class >= 0 ? 1 : 0);
  const bool k_class = a.liml || a.fuller >= 0 || a.k_class >= 0;
  if (asked + (a.at.empty() ? 0 : 1) > 1 && !(a.cue && asked == 1))
    throw Error(198, "b0() may be combined with cue only", std::nullopt, {"it is the objective of cue at a point"});
  if (a.tsls_bread && !k_class)
    throw Error(198, "coviv is for liml, fuller() and kclass()", std::nullopt, {"2SLS has these variances anyway"});
  if (asked > 1) throw Error(198, "only one of gmm2s, cue, liml, fuller() and kclass() is allowed");
  if (a.fuller >= 0) return IvEstimator::fuller;
  if (a.liml) return IvEstimator::liml;
  if (a.k_class >= 0) return IvEstimator::k_class;
  if (a.cue || !a.at.empty()) return IvEstimator::cue;
  return a.gmm ? IvEstimator::gmm : IvEstimator::tsls;
}

IvVceRequest requested_vce(const IvArgs& a) {
  IvVceRequest r;
  r.robust = a.vce.kind == "robust" || !a.vce.variables.empty();
  r.clusters = a.vce.variables;
  r.kernel = a.kernel;
  r.bandwidth = a.bandwidth;
  r.centred = a.centred;
  if (a.driscoll_kraay > 0) {
    if (!r.clusters.empty()) throw Error(198, "dkraay() and cluster() may not be combined");
    r.by_period = true;
    r.bandwidth = text::macro_number(a.driscoll_kraay);
  }
  return r;
}

// The sums know how they were made.
IvVceChoice summed_vce(const IvArgs& a, const numeric::AbsorbedIv& summed) {
  IvVceChoice out;
  out.clusters = a.vce.variables;
  out.vce.summed_clusters = summed.rows.clusters;
  out.vce.robust = a.vce.kind == "robust" || !out.clusters.empty() || a.weight.kind == command::WeightKind::pweight;
  return out;
}

struct Names {
  std::string model, title;
};

Names regressor_names(const IvArgs& a, const InstrumentedColumns& k, IvEstimator e) {
  if (k.x1.cols == 0 && k.z1.cols == 0) return {"ols", "OLS estimation"};
  switch (e) {
    case IvEstimator::gmm:
    case IvEstimator::gmm_iterated: return {"gmm2s", "2-Step GMM estimation"};
    case IvEstimator::cue:
      return {"cue", a.at.empty() ? "CUE estimation" : "CUE evaluated at the coefficients of " + a.at};
    case IvEstimator::liml: return {"liml", "LIML estimation"};
    case IvEstimator::fuller: return {"liml", "LIML estimation, Fuller's parameter " + text::macro_number(a.fuller)};
    case IvEstimator::k_class: return {"kclass", "k-class estimation, k = " + text::macro_number(a.k_class)};
    case IvEstimator::tsls: break;
  }
  return {"iv", "IV (2SLS) estimation"};
}

// Regressors named in partial() leave every column of the equation; _cons goes with them.
void partial_out(const IvArgs& a, InstrumentedEquation& q, InstrumentedColumns& k, const EstimationSample& s,
                 const command::Context& c, TakenOut& taken, std::string& listed, double& count) {
  if (a.partial.empty()) return;
  command::Terms partial;
  std::string_view rest = a.partial;
  std::string named;
  for (std::string word = take_word(rest); !word.empty(); word = take_word(rest))
    if (word == "_all") partial = q.exogenous;
    else if (word != "_cons") named += " " + word;
  if (!named.empty()) partial = command::resolve_terms(named, c);
  const Design design = make_design(partial, k.constant, s, c);
  command::Terms kept;
  for (const ast::Interaction& t : q.exogenous) {
    const auto same = [&](const ast::Interaction& p) { return command::term_name(p) == command::term_name(t); };
    if (std::none_of(partial.begin(), partial.end(), same)) kept.push_back(t);
  }
  if (kept.size() + partial.size() != q.exogenous.size())
    throw Error(198, "partial() names a variable that is no exogenous regressor");
  q.exogenous = kept;
  k.exogenous = make_design(kept, k.constant, s, c);
  const auto purge = [&](std::span<double> column) {
    numeric::LeastSquaresProblem p{.y = column, .x = design.x, .constant = k.constant, .weights = s.weights};
    const numeric::LeastSquares fit = numeric::least_squares(p);
    std::copy(fit.residuals.begin(), fit.residuals.end(), column.begin());
    return static_cast<double>(fit.rank);
  };
  count = purge(k.y);
  if (!a.partial_not_small) taken.dof_small += count;
  for (Design* d : {&k.endogenous, &k.exogenous, &k.instruments})
    for (std::size_t j = 0; j < d->x.cols; ++j) purge(d->x.column(j));
  for (const ast::Interaction& t : partial) listed += (listed.empty() ? "" : " ") + command::term_name(t);
  if (k.constant) listed += (listed.empty() ? "" : " ") + std::string("_cons");
  k.constant = k.endogenous.constant = k.exogenous.constant = k.instruments.constant = false;
}

// The coefficients of b0(), in the order of the estimates.
std::vector<double> given_coefficients(const std::string& name, const InstrumentedColumns& k,
                                       const command::Context& c) {
  const eval::Matrix* m = c.environment.matrix(name);
  if (!m) throw Error(111, "matrix " + name + " not found");
  std::vector<std::string> needed = k.x1_names;
  needed.insert(needed.end(), k.x2_names.begin(), k.x2_names.end());
  if (k.constant) needed.push_back("_cons");
  std::vector<double> out;
  for (const std::string& coefficient : needed)
    for (std::size_t j = 0; j < m->columns; ++j)
      if (m->column_names[j] == coefficient) out.push_back((*m)(0, j));
  if (m->rows != 1 || m->columns != needed.size() || out.size() != needed.size())
    throw Error(198, "b0(" + name + ") needs one row and the columns " + text::joined(needed), std::nullopt,
                {"matrix colnames " + name + " = " + text::joined(needed)});
  return out;
}

void post_fit(const numeric::IvFit& fit, bool constant, double used_before, Results& e) {
  const double r2 = constant ? fit.r2_centred : fit.r2_uncentred;
  const double used = fit.K + used_before;
  post_scalars(e, {{"N", fit.N}, {"yy", fit.yy}, {"yyc", fit.yyc}, {"rss", fit.rss},
                   {"mss", (constant ? fit.yyc : fit.yy) - fit.rss}, {"df_m", fit.df_m}, {"r2u", fit.r2_uncentred},
                   {"r2c", fit.r2_centred}, {"r2", r2},
                   {"r2_a", 1 - (1 - r2) * (fit.N - (constant ? 1 : 0)) / (fit.N - used)}, {"ll", fit.ll},
                   {"rankxx", fit.K}, {"rankzz", fit.L}, {"rmse", fit.rmse}, {"F", fit.F},
                   {"Fp", dist::Ftail(fit.F_df1, fit.F_df2, fit.F)}, {"Fdf1", fit.F_df1}, {"Fdf2", fit.F_df2}});
  if (numeric::is_defined(fit.df_r)) e.scalar("df_r", fit.df_r);
  e.scalar("cons", constant ? 1 : 0);
  if (numeric::is_defined(fit.lambda)) post_scalars(e, {{"lambda", fit.lambda}});
  if (numeric::is_defined(fit.kclass)) post_scalars(e, {{"kclass", fit.kclass}});
}

void post_overidentification(const numeric::IvFit& fit, bool iid, Results& e) {
  const double p = fit.J_df > 0 ? dist::chi2tail(fit.J_df, fit.J) : numeric::undefined;
  post_scalars(e, {{"j", fit.J}, {"jdf", fit.J_df}, {"jp", p}});
  if (iid) post_scalars(e, {{"sargan", fit.J}, {"sargandf", fit.J_df}, {"sarganp", p}});
  if (!numeric::is_defined(fit.lambda)) return;
  const double ar = fit.N * std::log(fit.lambda), linear = fit.N * (fit.lambda - 1);
  post_scalars(e, {{"arubin", ar}, {"arubinp", dist::chi2tail(fit.J_df, ar)}, {"arubin_lin", linear},
                   {"arubindf", fit.J_df}});
}

void post_iv_vce(const IvVceChoice& v, const numeric::IvFit& fit, Results& e) {
  e.macro("vce", !v.clusters.empty() ? "cluster" : v.vce.robust ? "robust" : "unadjusted");
  if (v.vce.robust || !v.clusters.empty()) e.macro("vcetype", "Robust");
  if (v.vce.kernel != numeric::HacKernel::none) {
    e.macro("kernel", v.kernel_name).scalar("bw", v.vce.bandwidth);
  }
  if (v.clusters.empty()) return;
  e.macro("clustvar", text::joined(v.clusters));
  e.scalar("N_clust", *std::min_element(fit.N_clust.begin(), fit.N_clust.end()));
  for (std::size_t i = 0; i < fit.N_clust.size() && fit.N_clust.size() > 1; ++i) {
    e.macro("clustvar" + std::to_string(i + 1), v.clusters[i]);
    e.scalar("N_clust" + std::to_string(i + 1), fit.N_clust[i]);
  }
}

void post_names(const InstrumentedColumns& k, Results& e) {
  std::vector<std::string> all = k.x2_names;
  all.insert(all.end(), k.z1_names.begin(), k.z1_names.end());
  e.macro("instd", text::joined(k.x1_names)).macro("inexog", text::joined(k.x2_names));
  e.macro("exexog", text::joined(k.z1_names)).macro("insts", text::joined(all));
  if (!k.collinear.empty()) e.macro("collin", text::joined(k.collinear));
  e.scalar("endog_ct", static_cast<double>(k.x1.cols)).scalar("exexog_ct", static_cast<double>(k.z1.cols));
  e.scalar("inexog_ct", static_cast<double>(k.x2.cols));
}

// Files one equation of the first stage or the reduced form under its name, with what it shares with the whole.
void keep_stage(Results stage, const std::string& model, const std::string& prefix, Results& e,
                command::Named<Results>& kept) {
  const std::string cmd = e.macro_or("cmd"), depvar = stage.macro_or("depvar");
  std::string name = (prefix.empty() ? "_" + cmd + "_" : prefix) + depvar;
  std::replace(name.begin(), name.end(), '.', '_');
  if (!data::valid_name(name))
    throw Error(198, name + " is no name for estimates", std::nullopt,
                {"savefprefix() and saverfprefix() take a shorter prefix"});
  stage.macro("cmd", cmd).macro("cmdline", e.macro_or("cmdline")).macro("model", model).macro("small", "small");
  stage.macro("title", model == "rf" ? "Reduced-form regression: " + depvar : "First-stage regression of " + depvar);
  stage.macro("predict", e.macro_or("predict"));
  for (const char* shared : {"vce", "vcetype", "clustvar", "wtype", "wexp", "insts", "inexog", "exexog", "ivar", "tvar",
                             "absvars"})
    if (const std::string* value = e.find_macro(shared)) stage.macro(shared, *value);
  for (const char* shared : {"N_clust", "N_g", "df_a", "cons"})
    if (const double* value = e.find_scalar(shared)) stage.scalar(shared, *value);
  const char* list = model == "rf" ? "rfeq" : "firsteqs";
  const std::string before = e.macro_or(list);
  e.macro(list, before.empty() ? name : before + " " + name);
  kept.emplace_back(name, std::move(stage));
}

}  // namespace

EstimationSample iv_sample(const IvArgs& a, const InstrumentedEquation& q, const command::Variables& groups,
                           const command::Context& c) {
  Needed needed{q.all(), a.vce.variables};
  needed.groups.insert(needed.groups.end(), groups.begin(), groups.end());
  return mark_sample(c, a.sample, a.weight, needed);
}

Output estimate_ivreg2(const std::string& cmd, const IvArgs& a, const InstrumentedEquation& asked,
                       InstrumentedColumns columns, const EstimationSample& sample, const TakenOut& before,
                       command::Named<double> scalars, command::Named<std::string> macros,
                       const command::Context& c) {
  InstrumentedEquation equation = asked;
  TakenOut taken = before;
  taken.dof_minus += a.dof_minus;
  taken.dof_small += a.dof_small;
  std::string partialled;
  double partial_count = 0;
  partial_out(a, equation, columns, sample, c, taken, partialled, partial_count);
  if (!taken.summed)
    keep_independent(columns, sample, c, partialled.empty() ? taken.noise : std::vector<double>());
  const IvVceChoice vce =
      taken.summed ? summed_vce(a, *taken.summed) : choose_iv_vce(requested_vce(a), columns, sample, c);

  numeric::IvSpec spec;
  spec.data = columns.data(sample);
  if (taken.summed) spec.data.summed = &taken.summed->rows;
  spec.estimator = estimator_of(a);
  spec.parameter = a.fuller >= 0 ? a.fuller : a.k_class;
  spec.tsls_bread = a.tsls_bread;
  spec.vce = spec.weighting = vce.vce;
  spec.small = a.small || taken.always_small;
  spec.dof_minus = taken.dof_minus;
  spec.dof_small = taken.dof_small;
  const bool overidentified = columns.z1.cols > columns.x1.cols;
  const bool gmm = spec.estimator == IvEstimator::gmm || spec.estimator == IvEstimator::cue;
  // Without surplus instruments GMM is 2SLS whatever the weights, and needs no inverse of the moments' covariance.
  if (!a.at.empty()) spec.at = given_coefficients(a.at, columns, c);
  else if (gmm && !overidentified) spec.estimator = IvEstimator::tsls;
  const numeric::IvFit fit = compute(c, [&](numeric::Progress& p) { return numeric::fit_iv(spec, p); });

  const Coefficients k = instrumented_coefficients(columns, fit.b, fit.V);
  const Names names = regressor_names(a, columns, estimator_of(a));
  const std::string title = a.title.empty() ? taken.title + names.title : a.title;
  Results e = begin_estimates(cmd, title, depvar_name(equation.y), c);
  const bool iid = !vce.vce.robust && vce.clusters.empty() && vce.vce.kernel == numeric::HacKernel::none;
  const bool constant = columns.constant || taken.constant_gone || !partialled.empty();
  post_fit(fit, constant, taken.dof_minus + taken.dof_small, e);
  post_overidentification(fit, iid, e);
  post_iv_vce(vce, fit, e);
  post_names(columns, e);
  if (!partialled.empty()) e.macro("partial", partialled).scalar("partial_ct", partial_count);
  if (a.fuller >= 0) e.scalar("fuller", a.fuller);
  e.scalar("dofminus", taken.dof_minus).scalar("sdofminus", taken.dof_small);
  e.macro("model", names.model);
  if (spec.small) e.macro("small", "small");
  for (auto& [name, value] : macros) e.macro(name, value);
  for (auto& [name, value] : scalars) e.scalar(name, stored(value));
  post_weight(e, a.weight);
  post_coefficients(e, k);
  const IvTestRequest tests{a.endog, a.orthog, a.redundant, a.no_identification};
  post_iv_tests(tests, columns, sample, spec, fit, c, e);

  report::Document shown;
  const double level = level_or_default(a.level, c);
  const bool save_first = a.save_first || !a.first_prefix.empty();
  const bool save_reduced = a.save_reduced || !a.reduced_prefix.empty();
  command::Named<Results> kept;
  if ((a.first || save_first) && columns.x1.cols > 0) {
    const std::vector<Results> stages = first_stage_regressions(columns, spec, c);
    if (a.first) shown.append(first_stage_tables(stages, level, c));
    for (const Results& stage : stages) {
      if (save_first) keep_stage(stage, "first", a.first_prefix, e, kept);
    }
  }
  if ((a.first || a.first_summary) && columns.x1.cols > 0) shown.append(first_stage_summary(e));
  if ((a.reduced_form || save_reduced) && columns.z1.cols > 0) {
    const Results reduced = reduced_form_regression(columns, e.macro_or("depvar"), spec, c);
    if (a.reduced_form) shown.append(reduced_form_table(reduced, level, c));
    if (save_reduced) keep_stage(reduced, "rf", a.reduced_prefix, e, kept);
  }
  shown.append(show_estimates(e, a, c));
  Output out;
  if (!columns.collinear.empty())
    out.line("Warning - collinearities detected. Vars dropped: " + text::joined(columns.collinear),
             report::Style::note);
  Output filed = estimation(std::move(e), sample, k, level);
  exponentiate_table(a, c, filed);
  filed.stored = std::move(kept);
  filed.document = std::move(out.document);
  filed.document.append(std::move(shown));
  require_convergence(fit.converged, filed);
  return filed;
}

}  // namespace nqp::kit
