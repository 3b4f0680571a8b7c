// Chains of operators over numbers.
#include <algorithm>
#include <limits>

#include "interpreter/eval/compilation.hpp"
#include "interpreter/eval/operation.hpp"
#include "interpreter/eval/text_nodes.hpp"

namespace nqp::eval {
namespace {

using ast::Operator;

// A block of values, or a constant when there is no pointer.
struct Block {
  const double* values = nullptr;
  double constant = 0;
  double bound = unbounded;       // no magnitude is larger
};

struct ArithmeticOperand {
  std::unique_ptr<NumberNode> node;
  std::optional<double> constant;

  Block read(Rows rows, Scratch& scratch, bool needs_bound) const {
    if (constant) return {nullptr, *constant, std::fabs(*constant)};
    const double* values = node->read(rows, scratch);
    return {values, 0, needs_bound ? node->largest(rows, values) : unbounded};
  }
};

ArithmeticOperand arithmetic_operand(Node&& node) {
  ArithmeticOperand o;
  if (node.constant) o.constant = node.constant->number;
  o.node = std::move(node.number);
  return o;
}

// The operators whose results have bounds that follow from those of the operands.
bool is_bounded(Operator op) {
  return op == Operator::add || op == Operator::subtract || op == Operator::multiply || op == Operator::divide;
}

// No magnitude of a op b is larger; rounding is monotone, so that it holds for the rounded results too. Nothing is
// known where an operand may be missing: the code of a missing value times 0 or divided by 4 would be a number.
double result_bound(Operator op, const Block& a, const Block& b) {
  if (!(a.bound < data::missing && b.bound < data::missing)) return unbounded;
  if (op == Operator::add || op == Operator::subtract) return a.bound + b.bound;
  if (op == Operator::multiply) return a.bound * b.bound;
  return op == Operator::divide && !b.values && b.constant != 0 ? a.bound / b.bound : unbounded;
}

template <class F>
void apply_to_blocks(F f, const Block& a, const Block& b, double* out, std::size_t n) {
  if (a.values && b.values) return map(n, out, f, a.values, b.values);
  if (a.values) return map(n, out, [f, c = b.constant]<class T>(T x) { return f(x, T(spread(c, T{}))); }, a.values);
  if (b.values) return map(n, out, [f, c = a.constant]<class T>(T x) { return f(T(spread(c, T{})), x); }, b.values);
  std::fill(out, out + n, f(a.constant, b.constant));
}

// a op b into out. Where the bounds exclude missing operands and an overflow no single value is looked at.
Block apply_operator(Operator op, const Block& a, const Block& b, double* out, std::size_t n) {
  if (op == Operator::power && !b.values && b.constant == 2) return apply_operator(Operator::multiply, a, a, out, n);
  const double bound = result_bound(op, a, b);
  if (bound < data::missing) {
    with_plain_operation(op, [&](auto f) { apply_to_blocks(f, a, b, out, n); });
    return {out, 0, bound};
  }
  combine(op, a.values, a.constant, b.values, b.constant, out, n);
  return {out, 0, is_truth(op) ? 1 : unbounded};
}

// first op[0] rest[0] op[1] rest[1] …, left to right.
class ChainNode final : public NumberNode {
 public:
  ChainNode(ArithmeticOperand first, std::vector<Operator> operators, std::vector<ArithmeticOperand> rest)
      : first_(std::move(first)), operators_(std::move(operators)), rest_(std::move(rest)) {
    for (const ArithmeticOperand& o : rest_) {
      const auto* chain = dynamic_cast<const ChainNode*>(o.node.get());
      factors_.push_back(chain && chain->is_product_or_share() ? chain : nullptr);
    }
  }

  void write(Rows rows, double* out, Scratch& scratch) override {
    const Scratch::Loan first_loan(scratch);
    Block left = first_.read(rows, scratch, is_bounded(operators_[0]));
    for (std::size_t k = 0; k < rest_.size(); ++k) {
      const Scratch::Loan loan(scratch);
      const Operator op = operators_[k];
      const bool bounded = is_bounded(op);
      if (bounded && left.bound == unbounded && k > 0 && !is_bounded(operators_[k - 1]))
        left.bound = largest_magnitude(out, rows.count);
      const bool sum = op == Operator::add || op == Operator::subtract;
      left = factors_[k] && sum && left.values
                 ? add_factors(op == Operator::add, left, *factors_[k], rows, out, scratch)
                 : apply_operator(op, left, rest_[k].read(rows, scratch, bounded), out, rows.count);
    }
    bound_ = left.bound;
  }

 private:
  // a * b, or a / b with a constant b.
  bool is_product_or_share() const {
    return operators_.size() == 1 && (operators_[0] == Operator::multiply ||
                                      (operators_[0] == Operator::divide && rest_[0].constant && !first_.constant));
  }

  // left + factors or left - factors, in one pass where nothing can be missing or overflow.
  static Block add_factors(bool plus, const Block& left, const ChainNode& factors, Rows rows, double* out,
                           Scratch& scratch) {
    const Operator inner = factors.operators_[0];
    Block a = factors.first_.read(rows, scratch, true);
    Block b = factors.rest_[0].read(rows, scratch, true);
    const double bound = left.bound + result_bound(inner, a, b);
    if (!(bound < data::missing))
      return apply_operator(plus ? Operator::add : Operator::subtract, left,
                            apply_operator(inner, a, b, scratch.numbers(), rows.count), out, rows.count);
    if (!a.values) std::swap(a, b);  // of a product
    const auto join_with = [&](auto join) {
      if (b.values)
        map(rows.count, out, [join](auto l, auto x, auto y) { return join(l, x * y); }, left.values, a.values,
            b.values);
      else if (inner == Operator::multiply)
        map(rows.count, out, [join, c = b.constant]<class T>(T l, T x) { return join(l, T(x * spread(c, T{}))); },
            left.values, a.values);
      else
        map(rows.count, out, [join, c = b.constant]<class T>(T l, T x) { return join(l, T(x / spread(c, T{}))); },
            left.values, a.values);
    };
    if (plus) join_with([](auto l, auto x) { return l + x; });
    else join_with([](auto l, auto x) { return l - x; });
    return {out, 0, bound};
  }

  ArithmeticOperand first_;
  std::vector<Operator> operators_;
  std::vector<ArithmeticOperand> rest_;
  std::vector<const ChainNode*> factors_;   // the operands of rest_ that are one product or share; else null
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
    bound_ = 1;
  }

 private:
  std::unique_ptr<NumberNode> operand_;
};

Node number_chain(std::vector<Node> operands, const std::vector<Operator>& operators, ast::Span span) {
  bool constant = true;
  for (const Node& n : operands) constant = constant && n.constant.has_value();
  ArithmeticOperand first = arithmetic_operand(std::move(operands[0]));
  std::vector<ArithmeticOperand> rest;
  rest.reserve(operands.size() - 1);
  for (std::size_t i = 1; i < operands.size(); ++i) rest.push_back(arithmetic_operand(std::move(operands[i])));
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
  with_operation(op, [&](auto f) { apply_to_blocks(f, {a, a_constant}, {b, b_constant}, out, n); });
}

double NumberNode::largest(Rows rows, const double* values) {
  return bound_ < unbounded ? bound_ : largest_magnitude(values, rows.count);
}

double largest_magnitude(const double* x, std::size_t n) {
  Pair most[4] = {};
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (std::size_t k = 0; k < 4; ++k) {
      const Pair v = magnitude(load(x + i + 2 * k));
      most[k] = choose(v > most[k], v, most[k]);
    }
  double largest = 0;
  for (const Pair& m : most) largest = std::max({largest, m[0], m[1]});
  for (; i < n; ++i) largest = std::max(largest, std::fabs(x[i]));
  return largest;
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
