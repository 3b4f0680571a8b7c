// Chains of operators over numbers.
#include "interpreter/eval/compilation.hpp"
#include "interpreter/eval/operation.hpp"
#include "interpreter/eval/text_nodes.hpp"

namespace nqp::eval {
namespace {

using ast::Operator;

struct ArithmeticOperand {
  std::unique_ptr<NumberNode> node;
  std::optional<double> constant;
};

ArithmeticOperand operand_of(Node&& node) {
  ArithmeticOperand o;
  if (node.constant) o.constant = node.constant->number;
  o.node = std::move(node.number);
  return o;
}

// first op[0] rest[0] op[1] rest[1] …, left to right.
class ChainNode final : public NumberNode {
 public:
  ChainNode(ArithmeticOperand first, std::vector<Operator> operators, std::vector<ArithmeticOperand> rest)
      : first_(std::move(first)), operators_(std::move(operators)), rest_(std::move(rest)) {}

  void write(Rows rows, double* out, Scratch& scratch) override {
    const Scratch::Loan first_loan(scratch);
    const double* left = first_.constant ? nullptr : first_.node->read(rows, scratch);
    for (std::size_t k = 0; k < rest_.size(); ++k) {
      const Scratch::Loan loan(scratch);
      const ArithmeticOperand& o = rest_[k];
      const double* right = o.constant ? nullptr : o.node->read(rows, scratch);
      combine(operators_[k], left, first_.constant.value_or(0), right, o.constant.value_or(0), out, rows.count);
      left = out;
    }
  }

 private:
  ArithmeticOperand first_;
  std::vector<Operator> operators_;
  std::vector<ArithmeticOperand> rest_;
};

class NegateNode final : public NumberNode {
 public:
  explicit NegateNode(std::unique_ptr<NumberNode> operand) : operand_(std::move(operand)) {}
  void write(Rows rows, double* out, Scratch& scratch) override {
    operand_->write(rows, out, scratch);
    map(rows.count, out, [](auto x) { return negative(x); }, out);
  }

 private:
  std::unique_ptr<NumberNode> operand_;
};

class NotNode final : public NumberNode {
 public:
  explicit NotNode(std::unique_ptr<NumberNode> operand) : operand_(std::move(operand)) {}
  void write(Rows rows, double* out, Scratch& scratch) override {
    operand_->write(rows, out, scratch);
    map(rows.count, out, [](auto x) { return negation(x); }, out);
  }

 private:
  std::unique_ptr<NumberNode> operand_;
};

Node number_chain(std::vector<Node> operands, const std::vector<Operator>& operators, ast::Span span) {
  bool constant = true;
  for (const Node& n : operands) constant = constant && n.constant.has_value();
  ArithmeticOperand first = operand_of(std::move(operands[0]));
  std::vector<ArithmeticOperand> rest;
  rest.reserve(operands.size() - 1);
  for (std::size_t i = 1; i < operands.size(); ++i) rest.push_back(operand_of(std::move(operands[i])));
  Node node;
  node.number = std::make_unique<ChainNode>(std::move(first), operators, std::move(rest));
  node.span = span;
  return folded(std::move(node), constant);
}

// One operator with at least one string among its operands.
Node text_arithmetic(Node left, Operator op, Node right, ast::Span span) {
  const bool constant = left.constant && right.constant;
  if (is_comparison(op)) return folded(compare_texts(std::move(left), op, std::move(right), span), constant);
  if (op == Operator::add) {
    require_string(left);
    require_string(right);
    return folded(join_texts(std::move(left), std::move(right), span), constant);
  }
  if (op == Operator::multiply && left.is_string() != right.is_string()) {
    if (right.is_string()) std::swap(left, right);
    return folded(repeat_text(std::move(left), std::move(right), span), constant);
  }
  type_mismatch(left.is_string() ? left.span : right.span);
}

}  // namespace

void combine(Operator op, const double* a, double a_constant, const double* b, double b_constant, double* out,
             std::size_t n) {
  if (op == Operator::power) {
    for (std::size_t i = 0; i < n; ++i) out[i] = power(a ? a[i] : a_constant, b ? b[i] : b_constant);
    return;
  }
  with_operation(op, [&](auto f) {
    if (a && b) return map(n, out, f, a, b);
    if (a) return map(n, out, [f, c = b_constant]<class T>(T x) { return f(x, T(spread(c, T{}))); }, a);
    if (b) return map(n, out, [f, c = a_constant]<class T>(T x) { return f(T(spread(c, T{})), x); }, b);
    std::fill(out, out + n, f(a_constant, b_constant));
  });
}

Node build_chain(const ast::Expression& e, Compilation& c) {
  std::vector<Node> operands;
  operands.reserve(e.operands.size());
  bool numeric = true, joins = true;
  for (const ast::Expression& operand : e.operands) {
    operands.push_back(build(operand, c));
    numeric = numeric && !operands.back().is_string();
    joins = joins && operands.back().is_string();
  }
  if (numeric) return number_chain(std::move(operands), e.operators, e.span);
  if (joins && e.operators[0] == Operator::add)
    if (auto all = join_all(operands, e.operators, e.span)) return std::move(*all);
  Node left = std::move(operands[0]);
  for (std::size_t i = 1; i < operands.size(); ++i) {
    const ast::Span span{left.span.begin, operands[i].span.end};
    if (left.is_string() || operands[i].is_string()) {
      left = text_arithmetic(std::move(left), e.operators[i - 1], std::move(operands[i]), span);
      continue;
    }
    std::vector<Node> two;
    two.push_back(std::move(left));
    two.push_back(std::move(operands[i]));
    left = number_chain(std::move(two), {e.operators[i - 1]}, span);
  }
  return left;
}

Node build_unary(const ast::Expression& e, Compilation& c) {
  Node operand = build(e.operands[0], c);
  require_number(operand);
  const bool constant = operand.constant.has_value();
  Node node;
  node.span = e.span;
  if (e.operators[0] == Operator::not_) {
    node.number = std::make_unique<NotNode>(std::move(operand.number));
  } else if (e.operators[0] == Operator::negate) {
    node.number = std::make_unique<NegateNode>(std::move(operand.number));
  } else {
    operand.span = e.span;
    return operand;
  }
  return folded(std::move(node), constant);
}

}  // namespace nqp::eval
