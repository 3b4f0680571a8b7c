// estat after eventdd: joint tests of leads and lags; after xtdidregress: Goodman-Bacon's decomposition.
#include <vector>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/bacon.hpp"
#include "stdlib/kit/estat.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::kit {
namespace {

using command::Output;
using command::Results;

// F or chi-squared that all coefficients lead# (lag#) are 0, filed as F_leads, df_leads, p_leads.
void test_periods(const EstatCall& call, const std::string& kind, Output& out, Results& r) {
  if (!call.e.find_matrix(kind + "s") || !call.e.find_scalar("baseline"))
    throw Error(321, "estat " + kind + "s follows eventdd");
  const eval::Matrix &b = *call.e.find_matrix("b"), &V = *call.e.find_matrix("V");
  std::vector<std::size_t> tested;
  for (std::size_t j = 0; j < b.columns; ++j) {
    const std::string& name = b.column_names[j];
    const std::string tail = starts_with(name, kind) ? name.substr(kind.size()) : "";
    if (!tail.empty() && tail.find_first_not_of("0123456789") == std::string::npos && V(j, j) > 0) tested.push_back(j);
  }
  if (tested.empty()) throw Error(459, "there are no " + kind + "s to test");
  const numeric::Wald w = numeric::wald_zero(tested, b.values, numeric_matrix(V));
  const double df_r = call.e.scalar_or("df_r", 0);
  const double p = df_r > 0 ? numeric::dist::Ftail(w.df, df_r, w.F) : numeric::dist::chi2tail(w.df, w.chi2);
  out.line("Joint significance test for " + kind + "s");
  out.line("  " + (df_r > 0 ? "F(" + count_text(w.df) + ", " + count_text(df_r) + ") = " + fixed_text(w.F, 4)
                            : "chi2(" + count_text(w.df) + ") = " + fixed_text(w.chi2, 4)));
  out.line("  p-value = " + fixed_text(p, 4));
  r.scalar((df_r > 0 ? "F_" : "chi2_") + kind + "s", df_r > 0 ? w.F : w.chi2);
  r.scalar("df_" + kind + "s", w.df).scalar("p_" + kind + "s", p);
}

Output joint_tests(EstatCall& call, const std::vector<std::string>& kinds) {
  call.line.check_all_known();
  Output out;
  Results r;
  for (const std::string& kind : kinds) test_periods(call, kind, out, r);
  if (const double df_r = call.e.scalar_or("df_r", 0); df_r > 0) r.scalar("df_r", df_r);
  out.r = std::move(r);
  return out;
}

}  // namespace

Output estat_leads(EstatCall& call) { return joint_tests(call, {"lead"}); }
Output estat_lags(EstatCall& call) { return joint_tests(call, {"lag"}); }
Output estat_eventdd(EstatCall& call) { return joint_tests(call, {"lead", "lag"}); }

Output estat_bdecomp(EstatCall& call) {
  const ast::Option* figure = call.line.find("GRaph");
  const bool summary = call.line.find("SUMMaryonly") != nullptr;
  call.line.check_all_known();
  if (!call.e.macro_or("omvarlist").empty() || call.e.macro_or("treattype") != "binary")
    throw Error(459, "the decomposition needs a 0/1 treatment and no covariates");
  BaconRequest q;
  q.data.y = command::resolve_terms(call.e.macro_or("depvar"), call.context);
  q.data.treat = call.e.macro_or("treatment");
  q.data.id = call.e.macro_or("panelvar"), q.data.time = call.e.macro_or("timevar");
  q.data.sample.condition = grammar::parse_expression("e(sample)");
  q.cmd = "xtdidregress", q.details = !summary;
  q.graph = figure != nullptr, q.graph_options = figure ? figure->argument : "";
  Output found = estimate_bacon(q, call.context), out;
  Results r;
  for (const char* name : {"dd", "wt_sum_e", "wt_sum_l", "wt_sum_u", "wt_sum_a", "dd_avg_e", "dd_avg_l", "dd_avg_u"})
    if (const double* x = found.e->results.find_scalar(name)) r.scalar(name, *x);
  for (const char* name : {"sumdd", "wt_types"})
    if (const eval::Matrix* m = found.e->results.find_matrix(name)) r.matrix(name, *m);
  out.document = std::move(found.document);
  out.r = std::move(r);
  return out;
}

}  // namespace nqp::kit
