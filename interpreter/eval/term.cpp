// Names with operators: lags and differences over time, indicators of factor levels, products of interactions.
#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/dataset/panel.hpp"
#include "interpreter/eval/compilation.hpp"
#include "interpreter/eval/names.hpp"
#include "interpreter/eval/operation.hpp"

namespace nqp::eval {
namespace {

using VariableOperator = ast::VariableOperator;
using data::Row;

// A polynomial in the lag operator: weight by number of periods back (negative: ahead).
using LagPolynomial = std::map<int, double>;

LagPolynomial term_product(const LagPolynomial& p, int lag, bool difference) {
  LagPolynomial out;
  for (const auto& [k, weight] : p) {
    if (difference) out[k] += weight;
    out[k + lag] += difference ? -weight : weight;
  }
  return out;
}

// x[lagged row] weighted and added; `.` when any of the values is missing, also one whose weight cancels.
class LagNode final : public NumberNode {
 public:
  using Shift = std::pair<std::shared_ptr<const std::vector<Row>>, double>;  // rows (null: the same), weight

  LagNode(const data::Column& column, const double* overlay, std::vector<Shift> shifts)
      : column_(column), overlay_(overlay), shifts_(std::move(shifts)) {}

  void write(Rows rows, double* out, Scratch&) override {
    for (std::size_t i = 0; i < rows.count; ++i) out[i] = value(rows.begin + i);
  }

 private:
  double at(std::size_t row) const {
    if (row >= column_.size()) return data::missing;
    return overlay_ ? overlay_[row] : column_.number(row);
  }

  double value(std::size_t row) const {
    if (row >= column_.size()) return data::missing;
    double sum = 0;
    for (const auto& [lagged, weight] : shifts_) {
      const double x = at(lagged ? (*lagged)[row] : row);
      if (data::is_missing(x)) return shifts_.size() == 1 ? x : data::missing;
      sum += weight * x;
    }
    return data::checked(sum);
  }

  const data::Column& column_;
  const double* overlay_;
  std::vector<Shift> shifts_;
};

class IndicatorNode final : public NumberNode {
 public:
  IndicatorNode(std::unique_ptr<NumberNode> operand, double level) : operand_(std::move(operand)), level_(level) {}
  void write(Rows rows, double* out, Scratch& scratch) override {
    operand_->write(rows, out, scratch);
    for (std::size_t i = 0; i < rows.count; ++i)
      out[i] = data::is_missing(out[i]) ? data::missing : out[i] == level_ ? 1 : 0;
  }

 private:
  std::unique_ptr<NumberNode> operand_;
  double level_;
};

class ProductNode final : public NumberNode {
 public:
  explicit ProductNode(std::vector<std::unique_ptr<NumberNode>> factors) : factors_(std::move(factors)) {}
  void write(Rows rows, double* out, Scratch& scratch) override {
    factors_[0]->write(rows, out, scratch);
    for (std::size_t k = 1; k < factors_.size(); ++k) {
      const Scratch::Loan loan(scratch);
      combine(ast::Operator::multiply, out, 0, factors_[k]->read(rows, scratch), 0, out, rows.count);
    }
  }

 private:
  std::vector<std::unique_ptr<NumberNode>> factors_;
};

int single_order(const VariableOperator& op, ast::Span span) {
  if (op.orders.size() == 1) return op.orders[0];
  if (op.orders.empty()) return 1;
  throw Error(198, "several lags at once are not allowed in an expression", span,
              {"write one variable for each: L1.x, L2.x …"});
}

struct Operators {
  LagPolynomial lags = {{0, 1.0}};
  bool series = false;
  std::optional<double> level;
};

void add_series(Operators& o, const VariableOperator& op, ast::Span span) {
  using Applied = VariableOperator::Kind;
  const int order = single_order(op, span);
  o.series = true;
  if (op.kind == Applied::lag) o.lags = term_product(o.lags, order, false);
  if (op.kind == Applied::lead) o.lags = term_product(o.lags, -order, false);
  if (op.kind == Applied::seasonal) o.lags = term_product(o.lags, order, true);
  if (op.kind != Applied::difference) return;
  for (int k = 0; k < order; ++k) o.lags = term_product(o.lags, 1, true);
}

Operators read_operators(const ast::Factor& f, ast::Span span) {
  using Applied = VariableOperator::Kind;
  Operators o;
  for (const VariableOperator& op : f.operators) {
    switch (op.kind) {
      case Applied::continuous: break;
      case Applied::omit:
        if (!op.levels.empty()) o.level = op.levels[0];
        break;
      case Applied::indicator:
      case Applied::base:
        if (op.levels.size() != 1)
          throw Error(198, "a factor stands for many indicators here", span,
                      {"name one level, such as 2." + f.pattern});
        o.level = op.levels[0];
        break;
      default: add_series(o, op, span);
    }
  }
  return o;
}

std::shared_ptr<const std::vector<Row>> lag_rows(int lag, Compilation& c) {
  auto& known = c.lags[lag];
  if (!known) known = std::make_shared<const std::vector<Row>>(data::lagged_rows(c.scope.frame, lag));
  return known;
}

std::unique_ptr<NumberNode> build_factor(const ast::Factor& f, ast::Span span, Compilation& c) {
  if (f.pattern.empty() || !f.range_end.empty() || f.pattern.find_first_of("*?~") != std::string::npos)
    throw Error(198, "one variable is expected here, not a list", span);
  const data::Variable& v = find_variable(c.scope.frame, f.pattern, c.scope.environment.abbreviations(), span);
  const Operators operators = read_operators(f, span);
  std::unique_ptr<NumberNode> node;
  if (!operators.series) {
    Node plain = variable_node(v, span, c);
    require_number(plain);
    node = std::move(plain.number);
  } else {
    if (v.is_string()) type_mismatch(span);
    c.elsewhere.insert(v.name);
    std::vector<LagNode::Shift> shifts;
    for (const auto& [lag, weight] : operators.lags)
      shifts.emplace_back(lag == 0 ? nullptr : lag_rows(lag, c), weight);
    const bool changing = !c.overlay.name.empty() && c.overlay.name == v.name;
    node = std::make_unique<LagNode>(*v.column, changing ? c.overlay.numbers : nullptr, std::move(shifts));
  }
  if (operators.level) node = std::make_unique<IndicatorNode>(std::move(node), *operators.level);
  return node;
}

}  // namespace

Node build_interaction(const ast::Interaction& term, Compilation& c) {
  if (term.factors.empty()) throw Error(198, "a variable is expected here", term.span);
  if (std::find(term.joints.begin(), term.joints.end(), ast::Interaction::Joint::full) != term.joints.end())
    throw Error(198, "a##b stands for several terms", term.span, {"write a#b for the product alone"});
  Node node;
  node.span = term.span;
  std::vector<std::unique_ptr<NumberNode>> factors;
  for (const ast::Factor& f : term.factors)
    factors.push_back(build_factor(f, f.span.empty() ? term.span : f.span, c));
  if (factors.size() == 1)
    node.number = std::move(factors[0]);
  else
    node.number = std::make_unique<ProductNode>(std::move(factors));
  return node;
}

Node build_term(const ast::Expression& e, Compilation& c) {
  const ast::Varlist list = grammar::parse_varlist(e.text, e.span.begin);
  if (list.items.size() != 1) throw Error(198, "one variable is expected here, not a list", e.span);
  const ast::Interaction& term = list.items[0];
  const bool crossed = term.factors.size() > 1;
  for (const ast::Factor& f : term.factors)
    if (crossed && f.operators.empty())
      throw Error(198, f.pattern + " in an interaction stands for all its levels", e.span,
                  {"write c." + f.pattern + " for its values, or name one level such as 1." + f.pattern});
  Node node = build_interaction(term, c);
  node.span = e.span;
  return node;
}

}  // namespace nqp::eval
