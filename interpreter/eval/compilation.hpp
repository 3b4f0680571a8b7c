// From tree to nodes: what is known while an expression is compiled, and the builders for each kind of node.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "grammar/ast/error.hpp"
#include "grammar/ast/expression.hpp"
#include "grammar/ast/varlist.hpp"
#include "interpreter/eval/evaluate.hpp"
#include "interpreter/eval/node.hpp"
#include "interpreter/eval/scope.hpp"

namespace nqp::eval {

// The largest magnitude of a column in the rows looked at last: an expression names a column several times.
struct ColumnBound {
  Rows rows;
  double bound = 0;
};

// Lives as long as the plan: nodes refer to it.
struct Compilation {
  Scope scope;
  Overlay overlay;                              // name empty: none
  std::span<const std::uint8_t> selected;       // rows that sum() and random draws see; empty: all
  std::set<std::string, std::less<>> elsewhere; // variables read at other rows than the current one
  int ordered = 0;                              // calls whose result depends on the order of evaluation
  std::map<int, std::shared_ptr<const std::vector<data::Row>>> lags;
  std::map<const data::Column*, std::shared_ptr<ColumnBound>> bounds;

  bool sees(data::Row row) const { return selected.empty() || selected[row] != 0; }
};

Node build(const ast::Expression& e, Compilation& c);
Node build_chain(const ast::Expression& e, Compilation& c);
Node build_unary(const ast::Expression& e, Compilation& c);
Node build_call(const ast::Expression& e, Compilation& c);
Node build_name(const ast::Expression& e, Compilation& c);
Node build_subscript(const ast::Expression& e, Compilation& c);
Node build_stored(const ast::Expression& e, Compilation& c);
Node build_term(const ast::Expression& e, Compilation& c);
Node build_interaction(const ast::Interaction& term, Compilation& c);

// A call of a function that the table cannot describe (sum, scalar, tin, el …) or that has a fast numeric form
// (cond, max, inlist …). No value: the table decides.
std::optional<Node> build_special(const ast::Expression& e, Compilation& c);
std::optional<Node> build_fast(const std::string& name, std::vector<Node>& arguments, ast::Span span);
std::optional<Node> build_matrix_call(const ast::Expression& e, Compilation& c);
std::optional<Node> build_date_call(const ast::Expression& e, Compilation& c);
std::optional<Node> build_frame_call(const ast::Expression& e, Compilation& c);

// The variable at every row, or at row numbers computed by `index` (from 1, within the by-group).
Node variable_node(const data::Variable& v, ast::Span span, Compilation& c);
Node element_node(const data::Variable& v, Node index, ast::Span span, Compilation& c);
Node counter_node(bool total, ast::Span span, const Compilation& c);          // _n, _N
Node running_sum_node(Node operand, ast::Span span, const Compilation& c);

// Evaluates a node that is the same in every row.
Value constant_value(Node& node);
// Replaces a node without random draws by its value when all its operands are constants.
Node folded(Node node, bool constant_operands);

[[noreturn]] void type_mismatch(ast::Span span);
void require_number(const Node& node);
void require_string(const Node& node);

// The by-group of a row: [begin, end); the whole frame without by.
std::pair<data::Row, data::Row> group_of(const Scope& s, data::Row row);
// Row of the element with number `index` (from 1) in a group; data::no_row when it is outside.
data::Row element_row(double index, data::Row begin, data::Row end);
// Calls f(part, begin, end) for every stretch of `rows` that lies in one by-group [begin, end).
template <class F>
void for_each_group(const Scope& s, Rows rows, F&& f) {
  const data::Row size = static_cast<data::Row>(s.frame.rows);
  if (!s.group_starts || s.group_starts->empty()) return f(rows, data::Row{0}, size);
  const auto first = s.group_starts->begin(), last = s.group_starts->end();
  for (auto next = std::upper_bound(first, last, rows.begin); rows.count > 0; ++next) {
    const data::Row begin = next == first ? 0 : *(next - 1);
    const bool open = next == last;
    const Rows part{rows.begin, open ? rows.count : std::min<std::size_t>(rows.count, *next - rows.begin)};
    f(part, begin, open ? size : *next);
    rows.begin += static_cast<data::Row>(part.count);
    rows.count -= part.count;
  }
}

}  // namespace nqp::eval
