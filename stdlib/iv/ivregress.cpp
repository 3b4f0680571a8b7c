// ivregress: one linear equation by instrumental variables: 2SLS, LIML, GMM.
#include "interpreter/command/definition.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/iv_report.hpp"
#include "stdlib/kit/iv_vce.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/iv/fit_iv.hpp"

namespace nqp::commands::ivregress_ {
namespace {

using namespace command;
using numeric::IvEstimator;

struct Args : kit::DisplayOptions {
  std::string body;
  Sample sample;
  Weight weight;
  Vce vce;
  std::string weight_matrix;
  bool small = false, first = false, no_constant = false, perfect = false, centred = false, iterated = false;
  int iterations = 16000;
  double eps = 1e-6, w_eps = 1e-6;
};

IvEstimator estimator_of(const std::string& word, const Args& a) {
  if (word == "2sls") return IvEstimator::tsls;
  if (word == "liml") return IvEstimator::liml;
  if (word == "gmm") return a.iterated ? IvEstimator::gmm_iterated : IvEstimator::gmm;
  throw Error(198, "estimator " + (word.empty() ? std::string("missing") : word + " not known"), std::nullopt,
              {"ivregress 2sls, ivregress liml or ivregress gmm, then y x (endogenous = instruments)"});
}

std::string method_of(IvEstimator e) {
  return e == IvEstimator::tsls ? "2SLS" : e == IvEstimator::liml ? "LIML" : "GMM";
}

kit::IvVceRequest requested_vce(const Args& a) {
  kit::IvVceRequest r;
  if (a.vce.kind == "hac") kit::read_hac(a.vce.text, r);
  r.robust = r.robust || a.vce.kind == "robust";
  if (a.vce.kind == "cluster") r.clusters = a.vce.variables;
  r.centred = a.centred;
  return r;
}

bool vce_given(const Args& a) { return !a.vce.kind.empty(); }

std::string vce_word(const kit::IvVceRequest& r) {
  return !r.clusters.empty() ? "cluster" : !r.kernel.empty() ? "hac" : r.robust ? "robust" : "unadjusted";
}

void post_vce(const kit::IvVceRequest& r, const kit::IvVceChoice& v, const numeric::IvFit& fit, Results& e) {
  const std::string word = v.vce.robust && r.kernel.empty() && v.clusters.empty() ? "robust" : vce_word(r);
  e.macro("vce", word);
  if (word == "hac") {
    e.macro("vcetype", "HAC").macro("hac_kernel", v.kernel_name);
    e.scalar("hac_lag", v.vce.bandwidth - 1);
  } else if (word != "unadjusted") {
    e.macro("vcetype", "Robust");
  }
  if (v.clusters.empty()) return;
  e.macro("clustvar", text::joined(v.clusters));
  e.scalar("N_clust", *std::min_element(fit.N_clust.begin(), fit.N_clust.end()));
  for (std::size_t i = 0; i < fit.N_clust.size() && fit.N_clust.size() > 1; ++i)
    e.scalar("N_clust" + std::to_string(i + 1), fit.N_clust[i]);
}

void post_fit(const Args& a, IvEstimator method, const numeric::IvFit& fit, Results& e) {
  const double tss = a.no_constant ? fit.yy : fit.yyc;
  const double r2 = a.no_constant ? fit.r2_uncentred : fit.r2_centred;
  const double used = fit.N - fit.K, free = fit.N - (a.no_constant ? 0 : 1);
  kit::post_scalars(e, {{"N", fit.N}, {"df_m", fit.df_m}, {"mss", tss - fit.rss}, {"rss", fit.rss},
                        {"rmse", fit.rmse}});
  if (r2 >= 0) kit::post_scalars(e, {{"r2", r2}, {"r2_a", 1 - (1 - r2) * free / used}});
  if (a.small) {
    const double p = numeric::dist::Ftail(fit.df_m, fit.F_df2, fit.F);
    kit::post_scalars(e, {{"df_r", fit.df_r}, {"F", fit.F}, {"p", p}});
  } else {
    kit::post_scalars(e, {{"chi2", fit.chi2}, {"p", numeric::dist::chi2tail(fit.df_m, fit.chi2)}});
    e.macro("chi2type", "Wald");
  }
  const bool one_step = method == IvEstimator::tsls || method == IvEstimator::liml;
  if (one_step) e.scalar("kappa", method == IvEstimator::liml ? fit.kclass : 1);
  if (method == IvEstimator::gmm || method == IvEstimator::gmm_iterated)
    kit::post_scalars(e, {{"J", fit.J}, {"J_df", fit.J_df}, {"iterations", fit.iterations}});
  if (method == IvEstimator::gmm_iterated) e.scalar("converged", fit.converged ? 1 : 0);
  e.scalar("rank", fit.K);
}

void note_instruments(const kit::InstrumentedColumns& k, Output& out) {
  for (const std::string& name : k.collinear)
    out.line("note: " + name + " omitted because of collinearity.", report::Style::note);
}

void check_options(const Args& a, IvEstimator method) {
  const bool gmm = method == IvEstimator::gmm || method == IvEstimator::gmm_iterated;
  const auto gmm_only = [&](bool given, const char* name) {
    if (given && !gmm) throw Error(198, std::string("option ") + name + " is for ivregress gmm");
  };
  gmm_only(!a.weight_matrix.empty(), "wmatrix()");
  gmm_only(a.centred, "center");
  gmm_only(a.iterated, "igmm");
}

Output run(const Args& a, const Context& c) {
  if (a.body.empty()) return kit::replay("ivregress", a, c);
  std::string_view rest = a.body;
  const IvEstimator method = estimator_of(kit::take_word(rest), a);
  check_options(a, method);
  const bool gmm = method == IvEstimator::gmm || method == IvEstimator::gmm_iterated;
  const kit::InstrumentedEquation equation = kit::parse_instrumented(std::string(rest), c);

  kit::IvVceRequest asked = requested_vce(a), weighting = asked;
  if (gmm) {
    weighting = a.weight_matrix.empty() ? (vce_given(a) ? asked : kit::read_iv_vce("robust", c))
                                        : kit::read_iv_vce(a.weight_matrix, c);
    weighting.centred = a.centred;
    if (!vce_given(a)) asked = weighting;
    asked.centred = false;
  }
  kit::Needed needed{equation.all(), asked.clusters};
  needed.groups.insert(needed.groups.end(), weighting.clusters.begin(), weighting.clusters.end());
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, a.weight, needed);
  kit::InstrumentedColumns columns = kit::make_columns(equation, !a.no_constant, sample, c);
  kit::keep_independent(columns, sample, c);
  const kit::IvVceChoice vce = kit::choose_iv_vce(asked, columns, sample, c);
  const kit::IvVceChoice weights = kit::choose_iv_vce(weighting, columns, sample, c);

  numeric::IvSpec spec;
  spec.data = columns.data(sample);
  spec.estimator = method;
  spec.vce = vce.vce;
  spec.weighting = weights.vce;
  spec.efficient = vce_given(a) && a.vce.kind == "unadjusted";
  spec.small = a.small;
  spec.iterations = a.iterations;
  spec.tolerance = std::min(a.eps, a.w_eps);
  const numeric::IvFit fit = kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_iv(spec, p); });

  const kit::Coefficients k = kit::instrumented_coefficients(columns, fit.b, fit.V);
  const std::string title = "Instrumental variables " + method_of(method) + " regression";
  Results e = kit::begin_estimates("ivregress", title, kit::depvar_name(equation.y), c);
  post_fit(a, method, fit, e);
  post_vce(asked, vce, fit, e);
  e.macro("estimator", gmm ? "gmm" : method == IvEstimator::liml ? "liml" : "2sls");
  if (gmm) e.macro("wmatrix", vce_word(weighting));
  e.macro("instd", text::joined(columns.x1_names)).macro("exogr", text::joined(columns.x2_names));
  std::vector<std::string> all = columns.x2_names;
  all.insert(all.end(), columns.z1_names.begin(), columns.z1_names.end());
  e.macro("insts", text::joined(all));
  if (a.no_constant) e.macro("constant", "noconstant");
  if (a.small) e.macro("small", "small");
  kit::post_weight(e, a.weight);
  kit::post_coefficients(e, k);

  report::Document table;
  if (a.first && !columns.x1_names.empty())
    table.append(kit::first_stage_tables(kit::first_stage_regressions(columns, spec, c),
                                         kit::level_or_default(a.level, c), c));
  table.append(kit::show_estimates(e, a, c));
  Output out = kit::estimation(std::move(e), sample, k, kit::level_or_default(a.level, c));
  Output notes;
  for (std::size_t j = 0; j < columns.instruments_out.size(); ++j)
    if (columns.instruments_out[j]) {
      note_instruments(columns, notes);
      break;
    }
  if (!notes.document.empty()) out.document = std::move(notes.document);
  out.document.append(std::move(table));
  return out;
}

}  // namespace

extern const Command ivregress_command = kit::loose_body(
    define<Args>("ivregress", "Instrumental-variables regression: 2SLS, LIML, GMM")
        .anything(&Args::body)
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
        .vce(&Args::vce, {"unadjusted", "robust", "cluster", "hac"})
        .text("WMATrix", &Args::weight_matrix, "gmm: unadjusted, robust (the default), cluster varname, hac kernel [#]")
        .flag("CENter", &Args::centred, "gmm: centre the moments in the weighting matrix")
        .flag("IGMM", &Args::iterated, "gmm: iterate until the estimates settle")
        .integer("IGMMITERate", &Args::iterations, 1, 1000000, "largest number of iterations of igmm")
        .number("IGMMEPS", &Args::eps, 1e-14, 1, "tolerance of igmm for the coefficients")
        .number("IGMMWEPS", &Args::w_eps, 1e-14, 1, "tolerance of igmm for the weighting matrix")
        .flag("small", &Args::small, "t and F statistics with small-sample factors")
        .flag("first", &Args::first, "show the first-stage regressions")
        .flag("noCONstant", &Args::no_constant, "no constant term")
        .flag("perfect", &Args::perfect, "accepted: perfect instruments are not checked for")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .flag("noHEader", &Args::no_header, "leave out what stands above the coefficients")
        .flag("NOTable", &Args::no_table, "leave out the coefficients")
        .flag("NOFOOTer", &Args::no_footer, "leave out the lists of variables")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .stores({{"e(N)", "number of observations"},
                 {"e(df_m)", "slopes"},
                 {"e(df_r)", "residual degrees of freedom (small)"},
                 {"e(mss)", "total less residual sum of squares; may be negative"},
                 {"e(rss)", "residual sum of squares"},
                 {"e(rmse)", "root mean squared error: RSS/N, with small RSS/(N-K)"},
                 {"e(r2)", "R-squared; absent when negative"},
                 {"e(r2_a)", "adjusted R-squared"},
                 {"e(chi2)", "Wald test of the slopes"},
                 {"e(F)", "the same with small"},
                 {"e(p)", "its p-value"},
                 {"e(kappa)", "liml: smallest eigenvalue; 2sls: 1"},
                 {"e(J)", "gmm: Hansen's J"},
                 {"e(J_df)", "gmm: overidentifying restrictions"},
                 {"e(N_clust)", "number of clusters"},
                 {"e(hac_lag)", "vce(hac): lags"},
                 {"e(rank)", "rank of e(V)"},
                 {"e(estimator)", "2sls, liml or gmm"},
                 {"e(wmatrix)", "gmm: assumption behind the weighting matrix"},
                 {"e(instd)", "endogenous variables"},
                 {"e(exogr)", "exogenous regressors"},
                 {"e(insts)", "all instruments"},
                 {"e(b)", "coefficients: endogenous, exogenous, constant"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Davidson, R. and MacKinnon, J. G. (2004). Econometric Theory and Methods, chapter 8.")
        .reference("Hansen, L. P. (1982). Econometrica 50, 1029-1054 (GMM).")
        .reference("Newey, W. K. and West, K. D. (1994). Review of Economic Studies 61, 631-653 (automatic lags).")
        .remark("Without small, tests are normal and chi-squared, and variances divide by N.")
        .remark("estat firststage, estat overid and estat endogenous follow.")
        .example("Exactly identified: the ratio of two covariances",
                 "clear\nset obs 20\ngenerate z = mod(_n, 5)\ngenerate x = 2*z + mod(_n, 3)\n"
                 "generate y = x + mod(_n, 7)\nquietly correlate y z, covariance\nscalar top = r(cov_12)\n"
                 "quietly correlate x z, covariance\nscalar ratio = top/r(cov_12)\nivregress 2sls y (x = z)",
                 "abs(_b[x] - ratio) < 1e-10 & e(chi2) > 0 & e(mss) < .")
        .example("Two instruments, small-sample statistics and clusters",
                 "clear\nset obs 40\ngenerate g = ceil(_n/5)\ngenerate z = mod(_n, 5)\ngenerate w = mod(_n, 7)\n"
                 "generate x = z + w + mod(_n, 3)\ngenerate y = x + mod(_n, 11)\n"
                 "ivregress 2sls y (x = z w), vce(cluster g) small",
                 "e(N_clust) == 8 & e(df_r) == 7 & e(F) > 0 & e(r2) < 1 & e(r2_a) < 1")
        .example("LIML is never below one",
                 "clear\nset obs 40\ngenerate z = mod(_n, 5)\ngenerate w = mod(_n, 7)\n"
                 "generate x = z + w + mod(_n, 3)\ngenerate y = x + mod(_n, 11)\nivregress liml y (x = z w)",
                 "e(kappa) >= 1")
        .example("GMM, autocorrelated errors",
                 "clear\nset obs 40\ngenerate t = _n\ntsset t\ngenerate z = mod(_n, 5)\ngenerate w = mod(_n, 7)\n"
                 "generate x = z + w + mod(_n, 3)\ngenerate y = x + mod(_n, 11)\n"
                 "ivregress gmm y (x = z w), wmatrix(hac nwest 2)",
                 "e(J_df) == 1 & e(J) >= 0 & e(hac_lag) == 2")
        .runs(run));

}  // namespace nqp::commands::ivregress_
