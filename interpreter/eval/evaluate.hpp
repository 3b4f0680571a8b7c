// Expressions over the data. A tree is compiled against a scope into typed kernels that run over chunks of rows.
// Errors: 111 unknown name, 109 type mismatch, 133 unknown function, 198 wrong number of arguments, 5 time-series
// operators on unsorted data, 1 when interrupted. Spans point into the expression's text.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "grammar/ast/command.hpp"
#include "grammar/ast/error.hpp"
#include "grammar/ast/expression.hpp"
#include "grammar/ast/varlist.hpp"
#include "interpreter/eval/scope.hpp"

namespace nqp::eval {

// Rows per chunk; tests lower it to 3 to find errors at chunk edges.
extern std::size_t chunk_rows;

// Values of a variable that is being changed row by row, one per row of the frame: reads of `name` see them instead
// of the column. The results of a plan may be written into them.
struct Overlay {
  std::string name;
  const double* numbers = nullptr;
  const std::string* texts = nullptr;
};

class Plan {
 public:
  virtual ~Plan() = default;
  virtual bool is_string() const = 0;
  // Rows [begin, begin+count) of the frame; count may be any number.
  virtual void numbers(data::Row begin, std::size_t count, double* out) = 0;
  // No magnitude among the numbers made last is larger; infinity when that is not known.
  virtual double largest() const = 0;
  virtual void strings(data::Row begin, std::size_t count, std::string* out) = 0;
  // The expression refers to rows of `name` other than the current one (subscripts, time-series operators).
  virtual bool looks_elsewhere(std::string_view name) const = 0;
};

// The frame and the environment of the scope must outlive the plan. sum() runs over the rows in the order in which
// they are asked for and starts again when they are asked for a second time.
std::unique_ptr<Plan> compile(const ast::Expression& e, const Scope& scope, const Overlay* overlay = nullptr);

// The same for `= e if condition`: only rows with a non-zero in `selected` (one per row of the frame, alive as long
// as the plan) add to sum() and use up random numbers, and regexs() in `e` sees the match that the condition made in
// the same row. Values of other rows mean nothing.
std::unique_ptr<Plan> compile_where(const ast::Expression& e, const ast::ExpressionPtr& condition,
                                    std::span<const std::uint8_t> selected, const Scope& scope,
                                    const Overlay* overlay = nullptr);

// One factor-variable term (operators applied, interactions multiplied) as a numeric plan.
std::unique_ptr<Plan> compile_term(const ast::Interaction& term, const Scope& scope);

// The value at the first row in view (missing or "" when the view is empty and the expression needs a row).
Value evaluate(const ast::Expression& e, const Scope& scope);
double evaluate_number(const ast::Expression& e, const Scope& scope);   // Error 109 for strings
bool is_true(const ast::Expression& e, const Scope& scope);             // non-zero, missing counts as true

std::vector<double> evaluate_numbers(const ast::Expression& e, const Scope& scope);  // one per row in view
// 1 where if and in hold, for every row of the frame (0 outside the view).
std::vector<std::uint8_t> select_rows(const ast::ExpressionPtr& condition, const std::optional<ast::InRange>& range,
                                      const Scope& scope);
// First row and one past the last of `in`. Error 198 when out of range.
std::pair<data::Row, data::Row> resolve_range(const ast::InRange& r, std::size_t rows);

// Exact name, else unique abbreviation when allowed. Error 111 with the nearest names otherwise.
const data::Variable& find_variable(const data::Frame& f, std::string_view name, bool abbreviations,
                                    std::optional<ast::Span> span = std::nullopt);

}  // namespace nqp::eval
