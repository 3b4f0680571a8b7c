// Linear restrictions on coefficients, as test and lincom read them.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"
#include "interpreter/report/document.hpp"
#include "stdlib/kit/coefficient_rows.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::kit {

// Σ weights_j b_j + constant.
struct LinearForm {
  std::vector<double> weights;   // one for each column of e(b)
  double constant = 0;
};

// Names are coefficients: x, 2.g, L.x, _b[x], [eq]x, [eq]_b[x]; what holds none is evaluated.
// Errors: 111 a coefficient that is not there, 131 an expression that is not linear, 301 no estimates.
LinearForm linear_form(const std::string& expression, const command::Results& e, const command::Context& c);

// Its value with standard error, test against zero and interval; nothing is known of forms without variance. The name
// is left empty. Error 321 without e(V).
CoefficientRow linear_combination(const LinearForm& f, const command::Results& e, double level);

// "2*x1 - x2 = 3"
std::string restriction_text(const LinearForm& f, const command::Results& e);

// One specification: "x1 x2 i.g", "[eq]", "x1 = x2", "x1 = x2 = 0"; several in parentheses. With `equal` a list means
// that its coefficients are the same. Every form is meant to be zero.
std::vector<LinearForm> parse_restrictions(const std::string& text, bool equal, const command::Results& e,
                                           const command::Context& c);

// Columns of e(b) that terms mean. Base levels are left out, and omitted ones unless `named_omitted` and the term
// names one coefficient. Error 111 when a term has no column.
std::vector<std::size_t> matching_coefficients(const command::Terms& terms, bool named_omitted,
                                               const command::Results& e);

struct TestResult {
  numeric::Wald wald;
  double p = 0;
  std::vector<std::size_t> dropped;  // restrictions on coefficients without variance
};
// F with e(df_r) (or `df` when that is positive), else chi-squared.
TestResult test_restrictions(const std::vector<LinearForm>& forms, const command::Results& e, double df);

// Restrictions, statistic and p as test prints them; r() as test stores it.
void report_test(const std::vector<LinearForm>& forms, const TestResult& t, const command::Results& e, double df,
                 command::Results& r, report::Document& d);

}  // namespace nqp::kit
