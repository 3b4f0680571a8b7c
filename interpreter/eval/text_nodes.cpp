#include "interpreter/eval/text_nodes.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "interpreter/eval/compilation.hpp"
#include "interpreter/eval/operation.hpp"

namespace nqp::eval {
namespace {

using ast::Operator;

// A string longer than this is refused: strL ends at 2 000 000 000 bytes, memory before.
constexpr std::size_t longest_text = 2'000'000'000;

class JoinNode final : public TextNode {
 public:
  explicit JoinNode(std::vector<std::unique_ptr<TextNode>> parts) : parts_(std::move(parts)) {}

  void write(Rows rows, std::string_view* out, Scratch& scratch) override {
    if (texts_.size() < rows.count) texts_.resize(rows.count);
    for (std::size_t i = 0; i < rows.count; ++i) texts_[i].clear();
    const Scratch::Loan loan(scratch);
    std::string_view* part = scratch.texts();
    for (const auto& node : parts_) {
      node->write(rows, part, scratch);
      for (std::size_t i = 0; i < rows.count; ++i) texts_[i] += part[i];
    }
    std::copy(texts_.begin(), texts_.begin() + static_cast<std::ptrdiff_t>(rows.count), out);
  }

 private:
  std::vector<std::unique_ptr<TextNode>> parts_;
  std::vector<std::string> texts_;
};

class RepeatNode final : public TextNode {
 public:
  RepeatNode(std::unique_ptr<TextNode> text, std::unique_ptr<NumberNode> times)
      : text_(std::move(text)), times_(std::move(times)) {}

  void write(Rows rows, std::string_view* out, Scratch& scratch) override {
    if (texts_.size() < rows.count) texts_.resize(rows.count);
    const Scratch::Loan loan(scratch);
    std::string_view* text = scratch.texts();
    text_->write(rows, text, scratch);
    const double* times = times_->read(rows, scratch);
    for (std::size_t i = 0; i < rows.count; ++i) {
      texts_[i].clear();
      const bool none = data::is_missing(times[i]) || !(times[i] >= 1) || text[i].empty();
      if (!none) repeat(text[i], times[i], texts_[i]);
      out[i] = texts_[i];
    }
  }

 private:
  static void repeat(std::string_view text, double times, std::string& out) {
    if (times * static_cast<double>(text.size()) > static_cast<double>(longest_text))
      throw Error(1004, "string too long", std::nullopt, {"repeat it fewer times"});
    const std::size_t n = static_cast<std::size_t>(times);
    out.reserve(n * text.size());
    for (std::size_t k = 0; k < n; ++k) out += text;
  }

  std::unique_ptr<TextNode> text_;
  std::unique_ptr<NumberNode> times_;
  std::vector<std::string> texts_;
};

class CompareNode final : public NumberNode {
 public:
  CompareNode(std::unique_ptr<TextNode> left, Operator op, std::unique_ptr<TextNode> right)
      : left_(std::move(left)), right_(std::move(right)), op_(op) {}

  void write(Rows rows, double* out, Scratch& scratch) override {
    const Scratch::Loan loan(scratch);
    std::string_view* a = scratch.texts();
    std::string_view* b = scratch.texts();
    left_->write(rows, a, scratch);
    right_->write(rows, b, scratch);
    for (std::size_t i = 0; i < rows.count; ++i) out[i] = compares(op_, a[i].compare(b[i])) ? 1 : 0;
  }

 private:
  std::unique_ptr<TextNode> left_, right_;
  Operator op_;
};

// A string column against a constant: the answer for every string of the dictionary is worked out once.
class CodeCompareNode final : public NumberNode {
 public:
  CodeCompareNode(const data::Column& column, Operator op, std::string constant)
      : column_(column), constant_(std::move(constant)), op_(op) {
    if (op != Operator::equal && op != Operator::not_equal) return;
    const auto code = column.dictionary()->find(constant_);
    code_ = code ? *code : no_code;
  }

  void write(Rows rows, double* out, Scratch&) override {
    const std::size_t size = column_.size();
    const std::size_t known = rows.begin < size ? std::min(rows.count, size - rows.begin) : 0;
    const std::uint32_t* codes = column_.codes().data() + rows.begin;
    if (op_ == Operator::equal) {
      for (std::size_t i = 0; i < known; ++i) out[i] = codes[i] == code_ ? 1 : 0;
    } else if (op_ == Operator::not_equal) {
      for (std::size_t i = 0; i < known; ++i) out[i] = codes[i] != code_ ? 1 : 0;
    } else {
      prepare(rows.count);
      for (std::size_t i = 0; i < known; ++i) out[i] = answer(codes[i]);
    }
    for (std::size_t i = known; i < rows.count; ++i) out[i] = test("");
  }

 private:
  static constexpr std::uint32_t no_code = 0xffffffffu;

  double test(std::string_view text) const { return compares(op_, text.compare(constant_)) ? 1 : 0; }

  // Worth it only when the dictionary is small against the rows asked for.
  void prepare(std::size_t count) {
    const data::Dictionary& d = *column_.dictionary();
    if (!answers_.empty() || d.size() > std::max(count, column_.size() / 2)) return;
    answers_.resize(d.size());
    for (std::uint32_t k = 0; k < d.size(); ++k) answers_[k] = test(d.text(k));
  }

  double answer(std::uint32_t code) const {
    return answers_.empty() ? test(column_.dictionary()->text(code)) : answers_[code];
  }

  const data::Column& column_;
  std::string constant_;
  Operator op_;
  std::uint32_t code_ = no_code;
  std::vector<double> answers_;
};

Operator mirrored(Operator op) {
  switch (op) {
    case Operator::less: return Operator::greater;
    case Operator::less_equal: return Operator::greater_equal;
    case Operator::greater: return Operator::less;
    case Operator::greater_equal: return Operator::less_equal;
    default: return op;
  }
}

void require_both_strings(Node& left, Node& right) {
  if (left.is_string() && right.absent) right = constant_node(std::string(), right.span);
  if (right.is_string() && left.absent) left = constant_node(std::string(), left.span);
  if (!left.is_string()) type_mismatch(left.span);
  if (!right.is_string()) type_mismatch(right.span);
}

Node joined_text(std::vector<std::unique_ptr<TextNode>> parts, ast::Span span) {
  Node node;
  node.text = std::make_unique<JoinNode>(std::move(parts));
  node.span = span;
  return node;
}

}  // namespace

Node join_texts(Node left, Node right, ast::Span span) {
  std::vector<std::unique_ptr<TextNode>> parts;
  parts.push_back(std::move(left.text));
  parts.push_back(std::move(right.text));
  return joined_text(std::move(parts), span);
}

std::optional<Node> join_all(std::vector<Node>& parts, const std::vector<Operator>& operators, ast::Span span) {
  if (std::any_of(operators.begin(), operators.end(), [](Operator op) { return op != Operator::add; })) return {};
  bool constant = true;
  std::vector<std::unique_ptr<TextNode>> texts;
  for (Node& part : parts) {
    constant = constant && part.constant;
    texts.push_back(std::move(part.text));
  }
  return folded(joined_text(std::move(texts), span), constant);
}

Node repeat_text(Node text, Node times, ast::Span span) {
  Node node;
  node.text = std::make_unique<RepeatNode>(std::move(text.text), std::move(times.number));
  node.span = span;
  return node;
}

Node compare_texts(Node left, Operator op, Node right, ast::Span span) {
  require_both_strings(left, right);
  Node node;
  node.span = span;
  if (right.column && left.constant) {
    std::swap(left, right);
    op = mirrored(op);
  }
  if (left.column && right.constant)
    node.number = std::make_unique<CodeCompareNode>(*left.column, op, right.constant->text);
  else
    node.number = std::make_unique<CompareNode>(std::move(left.text), op, std::move(right.text));
  return node;
}

}  // namespace nqp::eval
