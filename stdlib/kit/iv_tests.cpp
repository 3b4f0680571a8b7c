#include "stdlib/kit/iv_tests.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/joined.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/iv_report.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/iv/exogeneity.hpp"
#include "stdlib/numeric/iv/identification.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::kit {

using command::Results;
namespace dist = numeric::dist;

namespace {

numeric::Matrix joined_rows(const numeric::Matrix& a, const numeric::Matrix& b, std::size_t rows) {
  numeric::Matrix x = a, y = b;
  x.rows = y.rows = rows;
  return numeric::join_columns(x, y);
}

// Columns whose name is in the list (chosen), or is not.
numeric::Matrix picked(const numeric::Matrix& m, const std::vector<std::string>& names,
                       const std::vector<std::string>& list, bool chosen) {
  numeric::Matrix out(m.rows, 0);
  for (std::size_t j = 0; j < m.cols; ++j) {
    const bool in = std::find(list.begin(), list.end(), names[j]) != list.end();
    if (in != chosen) continue;
    out.data.insert(out.data.end(), m.column(j).begin(), m.column(j).end());
    ++out.cols;
  }
  return out;
}

// A list in an option, every name checked to be one of `allowed`. A factor variable means all its columns.
std::vector<std::string> listed_names(const std::string& text, const std::vector<std::string>& allowed,
                                      const char* option, const EstimationSample& s, const command::Context& c) {
  std::vector<std::string> out;
  const Design d = make_design(command::resolve_terms(text, c), true, s, c);
  for (const Slot& slot : d.slots) {
    if (slot.state != Slot::State::kept) continue;
    const std::string name = command::term_name(slot.term);
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end())
      throw Error(198, name + " in " + option + "() is not in that part of the equation", std::nullopt,
                  {"endog() takes endogenous regressors, orthog() instruments, redundant() excluded instruments"});
    out.push_back(name);
  }
  return out;
}

struct IvEquation {
  const InstrumentedColumns& k;
  const EstimationSample& s;
  const numeric::IvSpec& spec;
  const numeric::IvFit& fit;
  const command::Context& c;
};

numeric::OrthogonalityTest orthogonality(const IvEquation& q, const numeric::Matrix& trusted,
                                         const numeric::Matrix& suspect, std::span<const double> residuals) {
  const numeric::Matrix x = joined_rows(q.k.x1, q.k.x2, q.k.y.size());
  numeric::OrthogonalitySpec spec;
  spec.y = q.k.y;
  spec.x = x;
  spec.trusted = trusted;
  spec.suspect = suspect;
  spec.constant = q.k.constant;
  spec.summed = q.spec.data.summed;
  spec.weights = q.s.weights;
  spec.weight_kind = q.s.weight_kind;
  spec.residuals = residuals;
  spec.vce = q.spec.weighting;
  spec.dof_minus = q.spec.dof_minus;
  return compute(q.c, [&](numeric::Progress&) { return numeric::orthogonality(spec); });
}

// C statistic of regressors: the same equation with them among the instruments.
void test_endogeneity(const IvEquation& q, const std::string& text, Results& e) {
  const std::vector<std::string> names = listed_names(text, q.k.x1_names, "endog", q.s, q.c);
  const numeric::Matrix suspect = picked(q.k.x1, q.k.x1_names, names, true);
  const numeric::Matrix rest = picked(q.k.x1, q.k.x1_names, names, false);
  const numeric::Matrix exogenous = joined_rows(q.k.x2, suspect, q.k.y.size());
  numeric::IvSpec spec = q.spec;
  spec.data.endogenous = rest;
  spec.data.exogenous = exogenous;
  const numeric::IvFit fit = compute(q.c, [&](numeric::Progress& p) { return numeric::fit_iv(spec, p); });
  const numeric::OrthogonalityTest t =
      orthogonality(q, joined_rows(q.k.x2, q.k.z1, q.k.y.size()), suspect, fit.residuals);
  post_scalars(e, {{"estat", t.C}, {"estatdf", t.df}, {"estatp", dist::chi2tail(t.df, t.C)}});
  e.macro("elist", text::joined(names));
}

void test_orthogonality(const IvEquation& q, const std::string& text, Results& e) {
  std::vector<std::string> all = q.k.x2_names;
  all.insert(all.end(), q.k.z1_names.begin(), q.k.z1_names.end());
  const std::vector<std::string> names = listed_names(text, all, "orthog", q.s, q.c);
  const numeric::Matrix z = joined_rows(q.k.x2, q.k.z1, q.k.y.size());
  const numeric::OrthogonalityTest t =
      orthogonality(q, picked(z, all, names, false), picked(z, all, names, true), q.fit.residuals);
  post_scalars(e, {{"cstat", t.C}, {"cstatdf", t.df}, {"cstatp", dist::chi2tail(t.df, t.C)},
                   {"cj", t.J_trusted}, {"cjdf", t.J_trusted_df}});
  e.macro("clist", text::joined(names));
}

void test_redundancy(const IvEquation& q, const std::string& text, Results& e) {
  const std::vector<std::string> names = listed_names(text, q.k.z1_names, "redundant", q.s, q.c);
  const numeric::Matrix suspect = picked(q.k.z1, q.k.z1_names, names, true);
  const numeric::Matrix given = joined_rows(q.k.x2, picked(q.k.z1, q.k.z1_names, names, false), q.k.y.size());
  numeric::IvSpec spec = q.spec;
  spec.data.exogenous = given;
  spec.data.instruments = suspect;
  const numeric::IdentificationTest t = compute(q.c, [&](numeric::Progress&) { return numeric::redundancy(spec); });
  post_scalars(e, {{"redstat", t.chi2}, {"redstatdf", t.df}, {"redstatp", dist::chi2tail(t.df, t.chi2)},
                   {"reddf", t.df}, {"redp", dist::chi2tail(t.df, t.chi2)}});
  e.macro("redlist", text::joined(names));
}

void post_identification(const IvEquation& q, Results& e) {
  const numeric::Identification t =
      compute(q.c, [&](numeric::Progress&) { return numeric::identification(q.spec); });
  const numeric::ExcludedTest& ar = t.anderson_rubin;
  post_scalars(e, {{"idstat", t.lm}, {"iddf", t.lm_df}, {"idp", dist::chi2tail(t.lm_df, t.lm)},
                   {"cdf", t.cragg_donald_F}});
  const bool robust = t.rk_F == t.rk_F;
  e.scalar("widstat", stored(robust ? t.rk_F : t.cragg_donald_F));
  if (robust) e.scalar("rkf", stored(t.rk_F));
  post_scalars(e, {{"arf", ar.F}, {"arfp", dist::Ftail(ar.df, ar.df_r, ar.F)}, {"archi2", ar.chi2},
                   {"archi2p", dist::chi2tail(ar.df, ar.chi2)}, {"ardf", ar.df}, {"ardf_r", ar.df_r},
                   {"sstat", t.stock_wright_S}, {"sstatdf", ar.df},
                   {"sstatp", dist::chi2tail(ar.df, t.stock_wright_S)}});
}

void post_first_stages(const IvEquation& q, Results& e) {
  const std::vector<numeric::FirstStage> stages =
      compute(q.c, [&](numeric::Progress&) { return numeric::first_stages(q.spec); });
  const std::vector<std::string> rows = {"rmse",    "sheapr2", "pr2",    "F",     "df",      "df_r",    "pvalue",
                                         "SWF",     "SWFdf1",  "SWFdf2", "SWFp",  "SWchi2",  "SWchi2p", "SWr2",
                                         "APF",     "APFdf1",  "APFdf2", "APFp",  "APchi2",  "APchi2p", "APr2"};
  numeric::Matrix m(rows.size(), stages.size());
  for (std::size_t j = 0; j < stages.size(); ++j) {
    const numeric::FirstStage& f = stages[j];
    std::vector<double> values = {f.rmse, f.shea_r2, f.partial_r2, f.F, f.df, f.df_r, dist::Ftail(f.df, f.df_r, f.F)};
    const auto add = [&](const numeric::ExcludedTest& t, double r2) {
      for (const double v : {t.F, t.df, t.df_r, dist::Ftail(t.df, t.df_r, t.F), t.chi2,
                             dist::chi2tail(t.df, t.chi2), r2})
        values.push_back(v);
    };
    add(f.sanderson_windmeijer, f.sw_r2);
    add(f.angrist_pischke, f.ap_r2);
    std::copy(values.begin(), values.end(), m.column(j).begin());
  }
  e.matrix("first", named_matrix(m, rows, q.k.x1_names));
}

}  // namespace

void post_iv_tests(const IvTestRequest& request, const InstrumentedColumns& k, const EstimationSample& s,
                   const numeric::IvSpec& spec, const numeric::IvFit& fit, const command::Context& c, Results& e) {
  const IvEquation q{k, s, spec, fit, c};
  if (k.x1.cols > 0 && !request.no_identification) {
    post_identification(q, e);
    post_first_stages(q, e);
  }
  if (!request.endog.empty()) test_endogeneity(q, request.endog, e);
  if (!request.orthog.empty()) test_orthogonality(q, request.orthog, e);
  if (!request.redundant.empty()) test_redundancy(q, request.redundant, e);
}

report::Document first_stage_summary(const Results& e) {
  report::Document d;
  const eval::Matrix* first = e.find_matrix("first");
  if (!first) return d;
  const auto value = [&](const char* row, std::size_t j) {
    const auto at = std::find(first->row_names.begin(), first->row_names.end(), row);
    return (*first)(static_cast<std::size_t>(at - first->row_names.begin()), j);
  };
  d.blank();
  d.line("Summary results for first-stage regressions");
  d.line("-------------------------------------------");
  d.blank();
  const double df = value("df", 0), df_r = value("df_r", 0), sw = value("SWFdf1", 0);
  report::Table t;
  t.columns = {{12, 0, false}, {10, 0, true}, {8, 2, false}, {12, 2, true}, {8, 2, false}, {12, 2, false}};
  const auto head = [](std::string s) { return report::text_cell(std::move(s), report::Align::right); };
  t.row({head("Variable"), head(fmt::format("F({:.0f},{:.0f})", df, df_r)), head("P-val"),
         head(fmt::format("SW Chi-sq({:.0f})", sw)), head("P-val"),
         head(fmt::format("SW F({:.0f},{:.0f})", sw, df_r))});
  t.rule();
  for (std::size_t j = 0; j < first->columns; ++j)
    t.row({head(text::abbreviate(first->column_names[j], 12)), report::number_cell(value("F", j), "%9.2f"),
           report::number_cell(value("pvalue", j), "%9.4f"), report::number_cell(value("SWchi2", j), "%9.2f"),
           report::number_cell(value("SWchi2p", j), "%9.4f"), report::number_cell(value("SWF", j), "%9.2f")});
  d.add(std::move(t));
  d.blank();
  d.line("Weak-instrument-robust inference");
  d.line("Tests of joint significance of endogenous regressors B1 in main equation");
  d.line("Ho: B1=0 and orthogonality conditions are valid");
  const auto line = [&](const std::string& label, const char* stat, const char* p) {
    d.line(text::pad_right(label, 40) + text::pad_left(fixed_text(e.scalar_or(stat), 2), 10) + "     P-val=" +
           fixed_text(e.scalar_or(p), 4));
  };
  line(fmt::format("Anderson-Rubin Wald test     F({:.0f},{:.0f})=", df, df_r), "arf", "arfp");
  line(fmt::format("Anderson-Rubin Wald test     Chi-sq({:.0f})=", df), "archi2", "archi2p");
  line(fmt::format("Stock-Wright LM S statistic  Chi-sq({:.0f})=", df), "sstat", "sstatp");
  return d;
}

}  // namespace nqp::kit
