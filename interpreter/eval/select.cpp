// Whole columns of values, and which rows a command uses.
#include <algorithm>
#include <cstdlib>

#include "grammar/ast/error.hpp"
#include "interpreter/eval/compilation.hpp"

namespace nqp::eval {
namespace {

using data::Row;

// The observation number, from 1, of one end of a range; 0 when it is no number.
long long observation(const std::string& text, std::size_t rows) {
  if (text == "f" || text == "F") return 1;
  if (text == "l" || text == "L") return static_cast<long long>(rows);
  char* end = nullptr;
  const long long k = std::strtoll(text.c_str(), &end, 10);
  if (end == text.c_str() || *end != '\0') return 0;
  return k < 0 ? static_cast<long long>(rows) + 1 + k : k;
}

void select_where(const ast::Expression& condition, Row begin, Row end, const Scope& scope, std::uint8_t* use) {
  const auto plan = compile(condition, scope);
  if (plan->is_string()) type_mismatch(condition.span);
  std::vector<double> values(std::min<std::size_t>(chunk_rows, end - begin));
  for (Row row = begin; row < end;) {
    const std::size_t count = std::min<std::size_t>(values.size(), end - row);
    plan->numbers(row, count, values.data());
    for (std::size_t i = 0; i < count; ++i) use[row + i] = values[i] != 0 ? 1 : 0;
    row += static_cast<Row>(count);
  }
}

}  // namespace

std::pair<Row, Row> resolve_range(const ast::InRange& r, std::size_t rows) {
  const long long first = observation(r.first, rows);
  const long long last = r.last.empty() ? first : observation(r.last, rows);
  if (first < 1 || last < first || last > static_cast<long long>(rows))
    throw Error(198, "observation numbers out of range", r.span,
                {"the data have " + std::to_string(rows) + (rows == 1 ? " observation" : " observations")});
  return {static_cast<Row>(first - 1), static_cast<Row>(last)};
}

std::vector<std::uint8_t> select_rows(const ast::ExpressionPtr& condition, const std::optional<ast::InRange>& range,
                                      const Scope& scope) {
  Row begin = scope.begin, end = scope.end;
  if (range) {
    const auto [first, last] = resolve_range(*range, scope.frame.rows);
    begin = std::max(begin, first);
    end = std::min(end, last);
  }
  std::vector<std::uint8_t> use(scope.frame.rows, 0);
  if (begin >= end) return use;
  if (condition)
    select_where(*condition, begin, end, scope, use.data());
  else
    std::fill(use.begin() + begin, use.begin() + end, std::uint8_t{1});
  return use;
}

std::vector<double> evaluate_numbers(const ast::Expression& e, const Scope& scope) {
  const auto plan = compile(e, scope);
  if (plan->is_string()) type_mismatch(e.span);
  std::vector<double> values(scope.end > scope.begin ? scope.end - scope.begin : 0);
  if (!values.empty()) plan->numbers(scope.begin, values.size(), values.data());
  return values;
}

}  // namespace nqp::eval
