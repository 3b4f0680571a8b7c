#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/frontier_report.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/iv_report.hpp"
#include "stdlib/kit/panel_likelihood.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

using command::Results;

namespace {

constexpr std::size_t table_width = 78;

// "F test that all u_i=0: F(9, 188) = 49.18                     Prob > F = 0.0000"
void f_test_line(const std::string& what, double F, double df1, double df2, report::Document& d) {
  if (data::is_missing(F)) return;
  const double p = data::checked(numeric::dist::Ftail(df1, df2, F));
  const std::string left = fmt::format("{}: F({}, {}) = {}", what, count_text(df1), count_text(df2), fixed_text(F, 2));
  const std::string right = "Prob > F = " + fixed_text(p, 4);
  d.line(text::pad_right(left, table_width - right.size()) + right);
}

// Categories, redundant ones and coefficients of every absorbed set.
void absorbed_table(const Results& e, report::Document& d) {
  const eval::Matrix* dof = e.find_matrix("dof_table");
  if (!dof) return;
  d.blank();
  d.line("Absorbed degrees of freedom:");
  report::Table t;
  t.columns = {{19, 0, false}, {10, 1, true}, {10, 4, false}, {10, 4, false}, {1, 1, false}};
  t.rule();
  t.row({report::text_cell("Absorbed FE", report::Align::right), report::text_cell("Categories"),
         report::text_cell("- Redundant"), report::text_cell(" = Num. Coefs")});
  t.rule();
  bool nested = false, inexact = false;
  for (std::size_t i = 0; i < dof->rows; ++i) {
    const bool is_nested = (*dof)(i, 4) == 1, is_inexact = (*dof)(i, 3) == 0;
    nested = nested || is_nested;
    inexact = inexact || is_inexact;
    t.row({report::text_cell(text::abbreviate(dof->row_names[i], 19), report::Align::right),
           report::number_cell((*dof)(i, 0), "%12.0fc"), report::number_cell((*dof)(i, 1), "%12.0fc"),
           report::number_cell((*dof)(i, 2), "%12.0fc"), report::text_cell(is_nested ? "*" : is_inexact ? "?" : "")});
  }
  t.rule();
  d.add(std::move(t));
  if (inexact) d.line("? = number of redundant parameters may be higher");
  if (nested) d.line("* = FE nested within cluster; treated as redundant for DoF computation");
}

}  // namespace

report::Document estimation_footer(const Results& e) {
  report::Document d;
  const std::string cmd = e.macro_or("cmd");
  if (is_ivreg2(e)) return ivreg2_footer(e);
  if (is_frontier(e)) return frontier_footer(e);
  if (is_panel_likelihood(e)) return panel_likelihood_footer(e);
  if (cmd == "ivregress" || cmd == "xtivreg") d.append(instrument_lists(e));
  if (cmd == "areg") {
    const std::string what = "F test of absorbed indicators";
    f_test_line(what, e.scalar_or("F_absorb"), e.scalar_or("df_a"), e.scalar_or("df_r"), d);
  }
  if ((cmd == "xtreg" || cmd == "xtregar" || cmd == "xthreg") && e.macro_or("model") == "fe")
    f_test_line("F test that all u_i=0", e.scalar_or("F_f"), e.scalar_or("df_a"), e.scalar_or("df_r"), d);
  if (cmd == "xtregar" && e.find_scalar("LBI")) {
    d.line("modified Bhargava et al. Durbin-Watson = " + number_9g(e.scalar_or("d1")));
    d.line("Baltagi-Wu LBI = " + number_9g(e.scalar_or("LBI")));
  }
  if (cmd == "reghdfe" || cmd == "ppmlhdfe") absorbed_table(e, d);
  return d;
}

std::vector<std::pair<std::string, std::string>> parameter_rows(const Results& e, double level) {
  if (is_frontier(e)) return frontier_parameters(e, level);
  const std::string model = e.macro_or("model");
  const std::string cmd = e.macro_or("cmd");
  if (cmd == "xtreg" && model == "ml") return {{"rho", rho_text(e, level)}};
  const bool autoregressive = cmd == "xtregar";
  if (!autoregressive && cmd != "xtreg" && cmd != "xtivreg" && cmd != "xthreg") return {};
  if (model == "be" || model == "fd") return {};
  const auto row = [&](const char* name, const std::string& note) {
    const std::string value = text::trimmed(text::format_number(e.scalar_or(name), "%10.0g"));
    return std::pair<std::string, std::string>(name, text::pad_left(value, 10) + note);
  };
  if (autoregressive) {
    const bool given = e.macro_or("rhotype") == "fixed";
    std::vector<std::pair<std::string, std::string>> rows = {
        row("rho_ar", given ? "   (autocorrelation coefficient, given)" : "   (estimated autocorrelation coefficient)"),
        row("sigma_u", ""), row("sigma_e", ""), row("rho_fov", "   (fraction of variance because of u_i)")};
    if (e.find_scalar("theta")) rows.push_back(row("theta", ""));
    return rows;
  }
  return {row("sigma_u", ""), row("sigma_e", ""), row("rho", "   (fraction of variance due to u_i)")};
}

}  // namespace nqp::kit
