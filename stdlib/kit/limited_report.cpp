#include "stdlib/kit/limited_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_rows.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

using command::Results;
using DerivedRow = std::pair<std::string, std::string>;

namespace {

void add_count(const Results& e, const char* label, const char* scalar, report::Header& h) {
  if (const double* n = e.find_scalar(scalar)) h.right.emplace_back(label, count_text(*n));
}

std::string limit_text(const Results& e, const char* name, const char* open) {
  if (const double* v = e.find_scalar(name)) return text::macro_number(*v);
  return e.macro_or(name, open);
}

std::string general_9g(double x) { return text::trimmed(text::format_number(x, "%9.0g")); }

// Under the columns of the coefficient table.
DerivedRow derived_row(const std::string& name, double value, double se, double low, double high) {
  std::string line = text::pad_left(general_9g(value), 10);
  if (!data::is_missing(se))
    line +=
        text::pad_left(general_9g(se), 11) + text::pad_left(general_9g(low), 30) + text::pad_left(general_9g(high), 12);
  return {name, line};
}

// f of one coefficient: delta-method standard error, ends of the interval mapped.
template <class F>
void add_mapped(const std::vector<CoefficientRow>& rows, const std::string& from, const std::string& name, F&& f,
                std::vector<DerivedRow>& out) {
  for (const CoefficientRow& r : rows) {
    if (r.name.name != from) continue;
    const double value = f(r.b), slope = (f(r.b + 1e-6) - f(r.b - 1e-6)) / 2e-6;
    const bool known = !data::is_missing(r.se) && !data::is_missing(r.low);
    out.push_back(known ? derived_row(name, value, std::abs(slope) * r.se, f(r.low), f(r.high))
                        : derived_row(name, value, data::missing, 0, 0));
  }
}

double exp_of(double x) { return std::exp(x); }
double tanh_of(double x) { return std::tanh(x); }

void selection_rows_of(const Results& e, const std::vector<CoefficientRow>& rows, double level,
                       std::vector<DerivedRow>& out) {
  if (e.macro_or("method") == "twostep") {
    out.push_back(derived_row("rho", e.scalar_or("rho"), data::missing, 0, 0));
    out.push_back(derived_row("sigma", e.scalar_or("sigma"), data::missing, 0, 0));
    return;
  }
  add_mapped(rows, "/athrho", "rho", tanh_of, out);
  add_mapped(rows, "/lnsigma", "sigma", exp_of, out);
  const double lambda = e.scalar_or("lambda"), se = e.scalar_or("selambda"), z = critical_value(e, level);
  const bool known = !data::is_missing(se) && !data::is_missing(z);
  out.push_back(known ? derived_row("lambda", lambda, se, lambda - z * se, lambda + z * se)
                      : derived_row("lambda", lambda, data::missing, 0, 0));
}

}  // namespace

void add_outcome_lines(const Results& e, report::Header& h) {
  const std::string cmd = e.macro_or("cmd");
  if (cmd == "tobit" || cmd == "ivtobit" || cmd == "xttobit" || cmd == "truncreg") {
    h.left.push_back("Limits: Lower = " + limit_text(e, "llopt", "-inf"));
    h.left.push_back("        Upper = " + limit_text(e, "ulopt", "+inf"));
  }
  if (cmd == "glm") {
    const std::string how = e.macro_or("opt") == "irls" ? "Fisher scoring (expected information)"
                                                        : "Newton-Raphson (observed information)";
    h.left.insert(h.left.end(), {"Optimization: " + how,
                                 "Deviance = " + general_9g(e.scalar_or("deviance")),
                                 "Pearson  = " + general_9g(e.scalar_or("deviance_p")),
                                 "Variance function: " + e.macro_or("varfuncf") + "  [" + e.macro_or("varfunct") + "]",
                                 "Link function:     " + e.macro_or("linkf") + "  [" + e.macro_or("linkt") + "]"});
    h.right.emplace_back("Residual df", count_text(e.scalar_or("df")));
    h.right.emplace_back("Scale parameter", number_text(e.scalar_or("phi")));
    h.right.emplace_back("(1/df) Deviance", number_text(e.scalar_or("dispers")));
    h.right.emplace_back("(1/df) Pearson", number_text(e.scalar_or("dispers_p")));
    h.right.emplace_back("AIC", number_text(e.scalar_or("aic")));
    h.right.emplace_back("BIC", number_text(e.scalar_or("bic")));
  }
  add_count(e, "Uncensored", "N_unc", h);
  add_count(e, "Left-censored", "N_lc", h);
  add_count(e, "Right-censored", "N_rc", h);
  add_count(e, "Interval-cens.", "N_int", h);
  add_count(e, "Selected", "N_selected", h);
  add_count(e, "Nonselected", "N_nonselected", h);
  add_count(e, "Nonzero obs", "N_nonzero", h);
  add_count(e, "Zero obs", "N_zero", h);
}

std::vector<DerivedRow> derived_rows(const Results& e, double level) {
  static const std::string known[] = {"nbreg",    "intreg",    "heckman", "ivprobit", "ivtobit",   "zinb",    "xtlogit",
                                      "xtprobit", "xtpoisson", "xttobit", "biprobit", "etregress", "treatreg",
                                      "heckprobit"};
  const std::string cmd = e.macro_or("cmd");
  if (std::find(std::begin(known), std::end(known), cmd) == std::end(known)) return {};
  const std::vector<CoefficientRow> rows = coefficient_rows(e, level);
  std::vector<DerivedRow> out;
  if (cmd == "nbreg" || cmd == "zinb") add_mapped(rows, "/lnalpha", "alpha", exp_of, out);
  if (cmd == "nbreg") add_mapped(rows, "/lndelta", "delta", exp_of, out);
  if (cmd == "xtpoisson") add_mapped(rows, "/lnalpha", "alpha", exp_of, out);
  if (cmd == "xtpoisson") add_mapped(rows, "/lnsig2u", "sigma_u", [](double x) { return std::exp(x / 2); }, out);
  if (cmd == "intreg") add_mapped(rows, "/lnsigma", "sigma", exp_of, out);
  if (cmd == "heckman" || cmd == "etregress" || cmd == "treatreg") selection_rows_of(e, rows, level, out);
  if (cmd == "biprobit" || cmd == "heckprobit") add_mapped(rows, "/athrho", "rho", tanh_of, out);
  if (cmd == "ivprobit") {
    add_mapped(rows, "/athrho", "rho", tanh_of, out);
    add_mapped(rows, "/lnsigma", "sigma", exp_of, out);
  }
  if (cmd == "ivtobit") {
    add_mapped(rows, "/lns", "s", exp_of, out);
    add_mapped(rows, "/lnv", "v", exp_of, out);
  }
  if (cmd == "xttobit") out.push_back(derived_row("rho", e.scalar_or("rho"), data::missing, 0, 0));
  if (cmd == "xtlogit" || cmd == "xtprobit") {
    const double unit = cmd == "xtlogit" ? std::acos(-1.0) * std::acos(-1.0) / 3 : 1;
    add_mapped(rows, "/lnsig2u", "sigma_u", [](double x) { return std::exp(x / 2); }, out);
    add_mapped(rows, "/lnsig2u", "rho", [unit](double x) { return std::exp(x) / (std::exp(x) + unit); }, out);
  }
  return out;
}

report::Document limited_footer(const Results& e) {
  report::Document d;
  const std::string cmd = e.macro_or("cmd");
  const double* chi2 = e.find_scalar(cmd == "ivprobit" || cmd == "ivtobit" ? "chi2_exog" : "chi2_c");
  if (!chi2 || data::is_missing(*chi2)) return d;
  const double p = numeric::dist::chi2tail(1, *chi2);
  const auto boundary = [&](const std::string& what) {
    d.line(fmt::format("LR test of {}=0: chibar2(01) = {}{}Prob >= chibar2 = {}", what, fixed_text(*chi2, 2),
                       std::string(10, ' '), fixed_text(*chi2 > 0 ? p / 2 : 1, 3)));
  };
  if (cmd == "xttobit" || (cmd == "xtpoisson" && e.find_scalar("sigma_u"))) boundary("sigma_u");
  else if (cmd == "nbreg" || cmd == "xtpoisson") boundary(e.find_scalar("delta") ? "delta" : "alpha");
  if (cmd == "xtlogit" || cmd == "xtprobit") boundary("rho");
  if (cmd == "ivprobit" || cmd == "ivtobit")
    d.line(fmt::format("Wald test of exogeneity ({} = 0): chi2(1) = {}   Prob > chi2 = {}",
                       cmd == "ivprobit" ? "rho" : "/alpha", fixed_text(*chi2, 2), fixed_text(p, 4)));
  if (cmd == "heckman" || cmd == "biprobit" || cmd == "heckprobit" || cmd == "etregress" || cmd == "treatreg")
    d.line(fmt::format("{} test of indep. eqns. (rho = 0): chi2(1) = {}   Prob > chi2 = {}",
                       e.macro_or("chi2_ct", "LR"), fixed_text(*chi2, 2), fixed_text(p, 4)));
  return d;
}

}  // namespace nqp::kit
