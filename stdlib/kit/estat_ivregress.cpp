// Diagnostics after ivregress: strength of the instruments, overidentification, endogeneity.
#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/estat.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/iv_report.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/iv/exogeneity.hpp"
#include "stdlib/numeric/iv/fit_iv.hpp"
#include "stdlib/numeric/iv/identification.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::kit {

using command::Output;
using command::Results;
namespace dist = numeric::dist;

namespace {

// The equation of the last ivregress, read again by the names it stored.
struct Again {
  EstimationSample sample;
  InstrumentedColumns k;
  IvVceChoice vce;
  numeric::IvSpec spec;  // views into the others
};

command::Terms stored_terms(const Results& e, const char* macro, const command::Context& c) {
  const std::string names = e.macro_or(macro);
  return names.empty() ? command::Terms{} : command::resolve_terms(names, c);
}

IvVceRequest stored_vce(const Results& e, const command::Context& c) {
  IvVceRequest r;
  const std::string kind = e.macro_or("vce");
  r.robust = kind == "robust" || kind == "hac";
  if (kind == "cluster") r.clusters = command::resolve_variables(e.macro_or("clustvar"), c);
  if (kind == "hac") {
    r.kernel = e.macro_or("hac_kernel");
    r.kernel.erase(std::remove(r.kernel.begin(), r.kernel.end(), ' '), r.kernel.end());
    r.bandwidth = fmt::format("{}", e.scalar_or("hac_lag"));
    r.lags = true;
  }
  return r;
}

Again last_equation(const EstatCall& call) {
  const command::Context& c = call.context;
  Again a;
  a.sample = model_data(c).sample;
  InstrumentedEquation q;
  q.y = command::resolve_terms(call.e.macro_or("depvar"), c);
  q.endogenous = stored_terms(call.e, "instd", c);
  q.exogenous = stored_terms(call.e, "exogr", c);
  const std::string exogenous = " " + call.e.macro_or("exogr") + " ";
  for (const ast::Interaction& t : stored_terms(call.e, "insts", c))
    if (exogenous.find(" " + command::term_name(t) + " ") == std::string::npos) q.instruments.push_back(t);
  if (q.endogenous.empty()) throw Error(321, "the model has no endogenous variables");
  a.k = make_columns(q, call.e.macro_or("constant").empty(), a.sample, c);
  keep_independent(a.k, a.sample, c);
  a.vce = choose_iv_vce(stored_vce(call.e, c), a.k, a.sample, c);
  a.spec.vce = a.spec.weighting = a.vce.vce;
  return a;
}

// Moments are taken after a move of `Again`, when its vectors have found their place.
numeric::IvSpec instrument_spec(const Again& a) {
  numeric::IvSpec spec = a.spec;
  spec.data = a.k.data(a.sample);
  return spec;
}

bool is_iid(const Again& a) {
  const numeric::IvVce& v = a.vce.vce;
  return !v.robust && v.clusters.empty() && v.kernel == numeric::HacKernel::none;
}

void chi2_line(const std::string& label, double chi2, double df, double p, Output& out) {
  out.line("  " + text::pad_right(label, 28) + fmt::format("chi2({:.0f}) = {}  (p = {})", df,
                                                            fixed_text(stored(chi2), 5), fixed_text(stored(p), 4)));
}

void f_line(const std::string& label, double F, double df1, double df2, double p, Output& out) {
  out.line("  " + text::pad_right(label, 28) + fmt::format("F({:.0f},{:.0f}) = {}  (p = {})", df1, df2,
                                                            fixed_text(stored(F), 5), fixed_text(stored(p), 4)));
}

numeric::Matrix regressors_of(const InstrumentedColumns& k) { return numeric::join_columns(k.x1, k.x2); }

numeric::Matrix sized(numeric::Matrix m, std::size_t rows) {
  m.rows = rows;
  return m;
}

// Residuals of every column of `left` on `right` and the constant.
numeric::Matrix residuals_on(const numeric::Matrix& left, numeric::MatrixView right, const Again& a) {
  numeric::Matrix out(left.rows, left.cols);
  for (std::size_t j = 0; j < left.cols; ++j) {
    numeric::LeastSquaresProblem p{.y = left.column(j), .x = right, .constant = a.k.constant,
                                   .weights = a.sample.weights};
    const std::vector<double> r = numeric::least_squares(p).residuals;
    std::copy(r.begin(), r.end(), out.column(j).begin());
  }
  return out;
}

numeric::Matrix fitted_instruments(const numeric::Matrix& x, const numeric::Matrix& residuals) {
  return numeric::add(x, residuals, -1);
}

numeric::Matrix instruments_of(const InstrumentedColumns& k) {
  return numeric::join_columns(sized(k.x2, k.y.size()), sized(k.z1, k.y.size()));
}

// The endogenous variables to test, all without a list.
std::vector<std::size_t> tested(const EstatCall& call, const Again& a) {
  std::vector<std::size_t> out;
  if (call.line.body.empty()) {
    for (std::size_t j = 0; j < a.k.x1.cols; ++j) out.push_back(j);
    return out;
  }
  for (const ast::Interaction& t : command::resolve_terms(call.line.body, call.context)) {
    const auto at = std::find(a.k.x1_names.begin(), a.k.x1_names.end(), command::term_name(t));
    if (at == a.k.x1_names.end())
      throw Error(198, command::term_name(t) + " is not an endogenous variable of the model");
    out.push_back(static_cast<std::size_t>(at - a.k.x1_names.begin()));
  }
  return out;
}

numeric::Matrix named_columns(const numeric::Matrix& m, const std::vector<std::size_t>& which) {
  numeric::Matrix out(m.rows, which.size());
  for (std::size_t j = 0; j < which.size(); ++j)
    std::copy(m.column(which[j]).begin(), m.column(which[j]).end(), out.column(j).begin());
  return out;
}

// The model in which the tested variables count as exogenous.
struct Restricted {
  numeric::Matrix endogenous, exogenous, tested;
  numeric::IvFit fit;
};

Restricted restricted_model(const Again& a, const std::vector<std::size_t>& which, const command::Context& c) {
  Restricted r;
  std::vector<std::size_t> rest;
  for (std::size_t j = 0; j < a.k.x1.cols; ++j)
    if (std::find(which.begin(), which.end(), j) == which.end()) rest.push_back(j);
  r.tested = named_columns(a.k.x1, which);
  r.endogenous = named_columns(a.k.x1, rest);
  r.exogenous = numeric::join_columns(sized(a.k.x2, a.k.y.size()), r.tested);
  numeric::IvSpec spec = instrument_spec(a);
  spec.data.endogenous = r.endogenous;
  spec.data.exogenous = r.exogenous;
  r.fit = compute(c, [&](numeric::Progress& p) { return numeric::fit_iv(spec, p); });
  return r;
}

// Regression-based test: the first-stage residuals of the tested variables added to that model.
numeric::Wald residual_test(const Again& a, const Restricted& r, const numeric::Matrix& v, double& df_r,
                            const command::Context& c) {
  numeric::IvSpec spec = instrument_spec(a);
  const numeric::Matrix wide = numeric::join_columns(r.exogenous, v);
  spec.data.endogenous = r.endogenous;
  spec.data.exogenous = wide;
  spec.small = true;
  const numeric::IvFit fit = compute(c, [&](numeric::Progress& p) { return numeric::fit_iv(spec, p); });
  df_r = fit.df_r;
  std::vector<std::size_t> last;
  for (std::size_t j = 0; j < v.cols; ++j) last.push_back(r.endogenous.cols + r.exogenous.cols + j);
  return numeric::wald_zero(last, fit.b, fit.V);
}

void iid_endogeneity(const Again& a, const Restricted& r, const numeric::OrthogonalityTest& c, Output& out) {
  const double m = c.df, N = r.fit.N;
  const double gain = c.C * r.fit.rss / N, df_r = N - r.fit.K - m;
  const double wu = gain / m / ((r.fit.rss - gain) / df_r);
  const double p_durbin = dist::chi2tail(m, c.C), p_wu = dist::Ftail(m, df_r, wu);
  chi2_line("Durbin (score)", c.C, m, p_durbin, out);
  f_line("Wu-Hausman", wu, m, df_r, p_wu, out);
  post_scalars(*out.r, {{"durbin", c.C}, {"p_durbin", p_durbin}, {"wu", wu}, {"p_wu", p_wu}, {"df", m},
                        {"wudf_r", df_r}});
  (void)a;
}

void robust_endogeneity(const Again& a, const Restricted& r, const command::Context& c, Output& out) {
  const numeric::Matrix z = instruments_of(a.k);
  const numeric::Matrix v = residuals_on(r.tested, z, a);
  numeric::Matrix x = r.exogenous;
  if (r.endogenous.cols > 0)
    x = numeric::join_columns(x, fitted_instruments(r.endogenous, residuals_on(r.endogenous, z, a)));
  const double m = static_cast<double>(v.cols);
  const double score = compute(c, [&](numeric::Progress&) {
    return numeric::score_test(r.fit.residuals, residuals_on(v, x, a), a.sample.weights, a.sample.weight_kind,
                               a.vce.vce);
  });
  double df_r = 0;
  const numeric::Wald F = residual_test(a, r, v, df_r, c);
  const double p_score = dist::chi2tail(m, score), p_F = dist::Ftail(m, df_r, F.F);
  const bool hac = a.vce.vce.kernel != numeric::HacKernel::none;
  chi2_line(hac ? "HAC score" : "Robust score", score, m, p_score, out);
  f_line("Robust regression", F.F, m, df_r, p_F, out);
  post_scalars(*out.r, {{hac ? "hac_score" : "r_score", score}, {hac ? "p_hac_score" : "p_r_score", p_score},
                        {"df", m}, {"regF", F.F}, {"p_regF", p_F}, {"regFdf_n", m}, {"regFdf_r", df_r},
                        {"regFdf_d", df_r}});
}

}  // namespace

// Durbin (1954), Wu (1974), Hausman (1978); Wooldridge (1995) for robust errors; C statistic after GMM.
Output estat_endogenous(EstatCall& call) {
  const bool force = call.line.find("forcenonrobust") != nullptr;
  call.line.find("forceweights");
  call.line.check_all_known();
  if (call.e.macro_or("estimator") == "liml")
    throw Error(321, "estat endogenous is not available after ivregress liml", std::nullopt,
                {"ivregress 2sls and ivregress gmm offer it"});
  const Again a = last_equation(call);
  const Restricted r = restricted_model(a, tested(call, a), call.context);
  Output out;
  out.r = Results{};
  out.document.blank();
  out.line("Tests of endogeneity");
  out.line("H0: Variables are exogenous");
  out.document.blank();
  const bool gmm = call.e.macro_or("estimator") == "gmm";
  if (is_iid(a) || gmm || force) {
    numeric::OrthogonalitySpec spec;
    const numeric::Matrix x = regressors_of(a.k), z = instruments_of(a.k);
    spec.y = a.k.y;
    spec.x = x;
    spec.trusted = z;
    spec.suspect = r.tested;
    spec.constant = a.k.constant;
    spec.weights = a.sample.weights;
    spec.weight_kind = a.sample.weight_kind;
    spec.residuals = r.fit.residuals;
    if (gmm) spec.vce = a.vce.vce;
    const numeric::OrthogonalityTest c =
        compute(call.context, [&](numeric::Progress&) { return numeric::orthogonality(spec); });
    if (gmm) {
      const double p = dist::chi2tail(c.df, c.C);
      chi2_line("GMM C statistic", c.C, c.df, p, out);
      post_scalars(*out.r, {{"C", c.C}, {"p_C", p}, {"df", c.df}});
    } else {
      iid_endogeneity(a, r, c, out);
    }
  }
  if (!gmm && !is_iid(a)) robust_endogeneity(a, r, call.context, out);
  return out;
}

namespace {

// Wooldridge's (1995) robust score: the surplus instruments, less what the fitted regressors explain, times û.
double overidentification_score(const Again& a, const numeric::IvFit& fit, const command::Context& c) {
  const numeric::Matrix z = instruments_of(a.k);
  const numeric::Matrix x_hat = numeric::join_columns(fitted_instruments(a.k.x1, residuals_on(a.k.x1, z, a)),
                                                      sized(a.k.x2, a.k.y.size()));
  std::vector<std::size_t> surplus;
  for (std::size_t j = a.k.x1.cols; j < a.k.z1.cols; ++j) surplus.push_back(j);
  const numeric::Matrix r = residuals_on(named_columns(a.k.z1, surplus), x_hat, a);
  return compute(c, [&](numeric::Progress&) {
    return numeric::score_test(fit.residuals, r, a.sample.weights, a.sample.weight_kind, a.vce.vce);
  });
}

}  // namespace

// Sargan (1958), Basmann (1960), Anderson and Rubin (1950), Hansen (1982).
Output estat_overid(EstatCall& call) {
  const bool force = call.line.find("forcenonrobust") != nullptr;
  call.line.find("lags");
  call.line.find("forceweights");
  call.line.check_all_known();
  const std::string estimator = call.e.macro_or("estimator");
  const Again a = last_equation(call);
  const double df = static_cast<double>(a.k.z1.cols) - static_cast<double>(a.k.x1.cols);
  if (df <= 0)
    throw Error(498, "no overidentifying restrictions", std::nullopt,
                {"there are as many excluded instruments as endogenous variables"});
  Output out;
  out.r = Results{};
  out.document.blank();
  if (estimator == "gmm") {
    const double J = call.e.scalar_or("J"), p = dist::chi2tail(df, J);
    out.line("Test of overidentifying restriction:");
    out.document.blank();
    chi2_line("Hansen's J", J, df, p, out);
    post_scalars(*out.r, {{"HansenJ", J}, {"J_df", df}, {"p_HansenJ", p}});
    return out;
  }
  numeric::IvSpec spec = instrument_spec(a);
  spec.vce = spec.weighting = {};
  spec.estimator = estimator == "liml" ? numeric::IvEstimator::liml : numeric::IvEstimator::tsls;
  const numeric::IvFit fit = compute(call.context, [&](numeric::Progress& p) { return numeric::fit_iv(spec, p); });
  out.line("Tests of overidentifying restrictions:");
  out.document.blank();
  if (estimator == "liml") {
    const double ar = fit.N * std::log(fit.lambda), F = (fit.lambda - 1) * (fit.N - fit.L) / df;
    const double p_ar = dist::chi2tail(df, ar), p_F = dist::Ftail(df, fit.N - fit.L, F);
    chi2_line("Anderson-Rubin", ar, df, p_ar, out);
    f_line("Basmann", F, df, fit.N - fit.L, p_F, out);
    post_scalars(*out.r, {{"ar", ar}, {"p_ar", p_ar}, {"ar_df", df}, {"basmann", F}, {"p_basmann", p_F},
                          {"basmann_df_n", df}, {"basmann_df_d", fit.N - fit.L}});
    return out;
  }
  if (is_iid(a) || force) {
    const double basmann = fit.basmann_F * df;
    const double p_sargan = dist::chi2tail(df, fit.J), p_basmann = dist::chi2tail(df, basmann);
    chi2_line("Sargan (score)", fit.J, df, p_sargan, out);
    chi2_line("Basmann", basmann, df, p_basmann, out);
    post_scalars(*out.r, {{"sargan", fit.J}, {"p_sargan", p_sargan}, {"basmann", basmann}, {"p_basmann", p_basmann},
                          {"df", df}});
  }
  if (!is_iid(a)) {
    const double score = overidentification_score(a, fit, call.context), p = dist::chi2tail(df, score);
    chi2_line("Score", score, df, p, out);
    post_scalars(*out.r, {{"score", score}, {"p_score", p}, {"df", df}});
  }
  return out;
}

namespace {

// The table of r(mineigcv): maximal bias and sizes of 2SLS, sizes of LIML, columns from the strictest to the loosest.
void critical_values(const Again& a, Output& out) {
  std::vector<double> values;
  std::vector<std::string> names;
  for (const bool liml : {false, true}) {
    const auto rows = stock_yogo_rows(liml, a.k.x1.cols, a.k.z1.cols);
    for (std::size_t i = 0; i < rows.size(); i += 4) {
      names.push_back(liml ? "LIML_size" : i + 4 < rows.size() ? "2SLS_relbias" : "2SLS_size");
      for (std::size_t j = i; j < i + 4 && j < rows.size(); ++j) values.push_back(rows[j].second);
    }
    if (rows.empty()) continue;
    out.document.blank();
    out.line(liml ? "  Critical values of a LIML Wald test:" : "  Critical values (Stock and Yogo 2005):");
    for (const auto& [label, value] : rows)
      out.line("    " + text::pad_right(label, 32) + text::pad_left(fixed_text(value, 2), 8));
  }
  if (names.empty()) return;
  numeric::Matrix table(names.size(), 4);
  for (std::size_t i = 0; i < values.size(); ++i) table(i / 4, i % 4) = values[i];
  out.r->matrix("mineigcv", named_matrix(table, names, {"c1", "c2", "c3", "c4"}));
}

}  // namespace

// First-stage fit and the strength of the instruments: partial R² (Shea 1997), F, smallest eigenvalue (Stock and Yogo).
Output estat_firststage(EstatCall& call) {
  const bool force = call.line.find("forcenonrobust") != nullptr, all = call.line.find("all") != nullptr;
  call.line.check_all_known();
  const Again a = last_equation(call);
  const numeric::IvSpec spec = instrument_spec(a);
  const std::vector<Results> regressions = first_stage_regressions(a.k, spec, call.context);
  const auto [stages, strength] = compute(call.context, [&](numeric::Progress&) {
    return std::pair(numeric::first_stages(spec), numeric::identification(spec));
  });
  numeric::Matrix single(stages.size(), 7), shea(stages.size(), 2);
  report::Table t;
  t.columns = {{12, 4, false}, {8, 0, true}, {8, 3, false}, {8, 3, false}, {14, 3, false}, {8, 3, false}};
  const auto head = [](const char* s) { return report::text_cell(s, report::Align::right); };
  t.row({head("Variable"), head("R-sq."), head("Adj. R-sq."), head("Partial R-sq."),
         head(is_iid(a) ? "F" : "Robust F"), head("Prob > F")});
  t.rule();
  for (std::size_t j = 0; j < stages.size(); ++j) {
    const numeric::FirstStage& s = stages[j];
    const double p = dist::Ftail(s.df, s.df_r, s.F), r2 = regressions[j].scalar_or("r2");
    const double r2_a = regressions[j].scalar_or("r2_a");
    const double row[] = {r2, r2_a, s.partial_r2, s.F, s.df, s.df_r, p};
    for (std::size_t i = 0; i < 7; ++i) single(j, i) = row[i];
    shea(j, 0) = s.shea_r2;
    shea(j, 1) = 1 - (1 - s.shea_r2) * (call.e.scalar_or("N") - 1) /
                         (call.e.scalar_or("N") - static_cast<double>(a.k.z1.cols + a.k.x2.cols) - 1);
    t.row({head(text::abbreviate(a.k.x1_names[j], 12).c_str()), report::number_cell(r2, "%9.4f"),
           report::number_cell(r2_a, "%9.4f"), report::number_cell(s.partial_r2, "%9.4f"),
           report::text_cell(fmt::format("{} ({:.0f},{:.0f})", fixed_text(s.F, 3), s.df, s.df_r), report::Align::right),
           report::number_cell(p, "%9.4f")});
  }
  Output out;
  out.document.blank();
  out.line("  First-stage regression summary statistics");
  out.document.add(std::move(t));
  out.r = Results{};
  const std::vector<std::string> names = a.k.x1_names;
  out.r->matrix("singleresults", named_matrix(single, names, {"r2", "ar2", "pr2", "F", "df", "df_r", "pvalue"}));
  if (stages.size() > 1 || all) {
    out.document.blank();
    out.line("  Shea's partial R-squared");
    for (std::size_t j = 0; j < names.size(); ++j)
      out.line("    " + text::pad_right(text::abbreviate(names[j], 24), 24) +
               text::pad_left(fixed_text(shea(j, 0), 4), 10) + text::pad_left(fixed_text(shea(j, 1), 4), 10));
    out.r->matrix("multiresults", named_matrix(shea, names, {"spr2", "sapr2"}));
  }
  if (!is_iid(a) && !force) return out;
  out.document.blank();
  out.line("  Minimum eigenvalue statistic = " + fixed_text(strength.cragg_donald_F, 4));
  critical_values(a, out);
  out.r->scalar("mineig", stored(strength.cragg_donald_F));
  return out;
}

}  // namespace nqp::kit
