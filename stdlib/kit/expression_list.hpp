// Lists of results that the resampling prefixes collect: name=exp (exp) _b _se (eq: name=exp …).
#pragma once

#include <string>
#include <vector>

#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

// One element as written; _b and _se stand for as many results as e(b) has columns.
struct AskedResult {
  enum class Kind { expression, coefficients, standard_errors };
  Kind kind = Kind::expression;
  std::string equation, name;   // may be empty
  std::string text;             // of the expression
  ast::ExpressionPtr value;
};

// Elements are separated by blanks; blanks inside an expression need parentheses. Error 198 with what is wrong.
std::vector<AskedResult> parse_expression_list(const std::string& text);

// One number to collect after every run.
struct CollectedResult {
  AskedResult::Kind kind = AskedResult::Kind::expression;
  std::string column;           // of a matrix: "x", "eq:x", "mean"
  std::string variable;         // of the data set of replicates
  std::string text;             // its label: the expression, _b[x]
  ast::ExpressionPtr value;
  std::string coefficient;      // the column of e(b)
  std::size_t position = 0;     // where it stood when the list was read
};

// The list read after a run of the command. An empty list means _b after an estimation command and all r() scalars
// otherwise. Results without a name are called stub1, stub2, …. Error 301 for _b without e(b), 198 when there is
// nothing to collect.
std::vector<CollectedResult> list_statistics(const std::vector<AskedResult>& asked, runtime::Session& s, bool estimated,
                                       const std::string& stub);

// The value after a run; `.` for a coefficient that is not there. Errors of the expression propagate.
double statistic_value(const CollectedResult& t, runtime::Session& s);
std::vector<double> statistic_values(const std::vector<CollectedResult>& list, runtime::Session& s);

std::vector<std::string> column_names(const std::vector<CollectedResult>& list);

}  // namespace nqp::kit
