#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/results.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/hypothesis.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

namespace {

// A name as restrictions show it: marks gone, equations in brackets.
std::string shown_hypothesis(const std::string& column) {
  const std::size_t colon = column.find(':');
  if (colon == std::string::npos) return column;
  return "[" + column.substr(0, colon) + "]" + column.substr(colon + 1);
}

}  // namespace

std::string restriction_text(const LinearForm& f, const command::Results& e) {
  const eval::Matrix& b = *e.find_matrix("b");
  std::string out;
  for (std::size_t j = 0; j < f.weights.size(); ++j) {
    const double w = f.weights[j];
    if (w == 0) continue;
    if (out.empty()) out += w < 0 ? "- " : "";
    else out += w < 0 ? " - " : " + ";
    if (std::abs(w) != 1) out += text::macro_number(std::abs(w)) + "*";
    out += shown_hypothesis(b.column_names[j]);
  }
  return (out.empty() ? "0" : out) + " = " + text::macro_number(f.constant == 0 ? 0 : -f.constant);
}

TestResult test_restrictions(const std::vector<LinearForm>& forms, const command::Results& e, double df) {
  const eval::Matrix& b = *e.find_matrix("b");
  const numeric::Matrix V = numeric_matrix(*e.find_matrix("V"));
  numeric::Matrix R(forms.size(), b.columns);
  std::vector<double> values(forms.size());
  TestResult out;
  for (std::size_t i = 0; i < forms.size(); ++i) {
    double scale = 0;
    for (std::size_t j = 0; j < b.columns; ++j) {
      R(i, j) = forms[i].weights[j];
      scale += std::abs(R(i, j)) * V(j, j);
    }
    values[i] = -forms[i].constant;
    if (!(scale > 0)) out.dropped.push_back(i);
  }
  out.wald = numeric::wald(R, values, b.values, V);
  const double df_r = df > 0 ? df : e.scalar_or("df_r");
  const bool F = df > 0 || e.find_scalar("df_r") != nullptr;
  out.p = F ? numeric::dist::Ftail(out.wald.df, df_r, out.wald.F) : numeric::dist::chi2tail(out.wald.df, out.wald.chi2);
  return out;
}

void report_test(const std::vector<LinearForm>& forms, const TestResult& t, const command::Results& e, double df,
                 command::Results& r, report::Document& d) {
  d.blank();
  for (std::size_t i = 0; i < forms.size(); ++i)
    d.line(fmt::format(" ({:2d})  {}", i + 1, restriction_text(forms[i], e)));
  for (const std::size_t i : t.dropped) {
    d.line(fmt::format("       Constraint {} dropped", i + 1), report::Style::note);
    r.scalar("dropped_" + std::to_string(r.scalars.size()), static_cast<double>(i + 1));
  }
  d.blank();
  const bool F = df > 0 || e.find_scalar("df_r") != nullptr;
  const double df_r = df > 0 ? df : e.scalar_or("df_r");
  const auto fixed = [](double x, const char* format) { return text::format_number(stored(x), format); };
  if (F) {
    d.line(text::pad_left(fmt::format("F({:3.0f},{:6.0f})", t.wald.df, df_r), 20) + " =" + fixed(t.wald.F, "%8.2f"));
    d.line(text::pad_left("Prob > F", 20) + " =" + fixed(t.p, "%10.4f"));
    r.scalar("F", stored(t.wald.F)).scalar("df_r", df_r);
  } else {
    d.line(text::pad_left(fmt::format("chi2({:3.0f})", t.wald.df), 20) + " =" + fixed(t.wald.chi2, "%8.2f"));
    d.line(text::pad_left("Prob > chi2", 20) + " =" + fixed(t.p, "%10.4f"));
    r.scalar("chi2", stored(t.wald.chi2));
  }
  r.scalar("df", t.wald.df).scalar("p", stored(t.p)).scalar("drop", t.dropped.empty() ? 0 : 1);
}

}  // namespace nqp::kit
