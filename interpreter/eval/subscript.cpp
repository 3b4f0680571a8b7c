// x[i], A[i,j], e(b)[1,"x"] and stored results.
#include <algorithm>

#include "interpreter/eval/compilation.hpp"
#include "interpreter/eval/matrix_nodes.hpp"
#include "interpreter/eval/names.hpp"

namespace nqp::eval {
namespace {

using Kind = ast::Expression::Kind;

class MatrixElement final : public NumberNode {
 public:
  MatrixElement(const Matrix& matrix, std::vector<Node> index)
      : matrix_(matrix), index_(std::move(index)), values_(index_.size()) {}

  void write(Rows rows, double* out, Scratch& scratch) override {
    const Scratch::Loan loan(scratch);
    const double* numbers[2] = {nullptr, nullptr};
    const std::string_view* texts[2] = {nullptr, nullptr};
    for (std::size_t k = 0; k < index_.size(); ++k) read_index(k, rows, scratch, numbers[k], texts[k]);
    for (std::size_t i = 0; i < rows.count; ++i) {
      for (std::size_t k = 0; k < index_.size(); ++k) {
        if (texts[k]) values_[k] = Value(std::string(texts[k][i]));
        if (numbers[k]) values_[k].number = numbers[k][i];
      }
      out[i] = element(matrix_, values_);
    }
  }

 private:
  void read_index(std::size_t k, Rows rows, Scratch& scratch, const double*& numbers,
                  const std::string_view*& texts) {
    if (!index_[k].is_string()) {
      numbers = index_[k].number->read(rows, scratch);
      return;
    }
    std::string_view* views = scratch.texts();
    index_[k].text->write(rows, views, scratch);
    texts = views;
  }

  const Matrix& matrix_;
  std::vector<Node> index_;
  std::vector<Value> values_;
};

std::vector<Node> build_index(const ast::Expression& e, Compilation& c) {
  std::vector<Node> index;
  for (std::size_t k = 1; k < e.operands.size(); ++k) {
    const ast::Expression& operand = e.operands[k];
    if (operand.kind == Kind::range)
      throw Error(198, "a range of a matrix is not a number", operand.span, {"name one row and one column"});
    index.push_back(build(operand, c));
  }
  if (index.empty() || index.size() > 2)
    throw Error(198, "a subscript has one or two parts", e.span, {"write x[_n-1] or A[1,2]"});
  return index;
}

// The e(sample) of the last estimates: 0 everywhere when there are none.
Node sample_node(const ast::Expression& e, Compilation& c) {
  const std::uint64_t id = c.scope.environment.sample_id();
  if (id != 0)
    for (const data::SampleMark& mark : c.scope.frame.samples)
      if (mark.id == id) return variable_node({"", mark.column, "", "", "", {}}, e.span, c);
  return constant_node(0.0, e.span);
}

}  // namespace

Node matrix_element(const Matrix& m, std::vector<Node> index, ast::Span span) {
  const bool constant = std::all_of(index.begin(), index.end(), [](const Node& n) { return n.constant.has_value(); });
  Node node;
  node.number = std::make_unique<MatrixElement>(m, std::move(index));
  node.span = span;
  return folded(std::move(node), constant);
}

Node build_subscript(const ast::Expression& e, Compilation& c) {
  const ast::Expression& owner = e.operands[0];
  std::vector<Node> index = build_index(e, c);
  const Environment& env = c.scope.environment;
  if (owner.kind == Kind::name && index.size() == 1)
    if (const data::Variable* v = known_variable(c.scope.frame, owner.text, env.abbreviations()))
      return element_node(*v, std::move(index[0]), e.span, c);
  if (const Matrix* m = matrix_of(owner, c.scope)) return matrix_element(*m, std::move(index), e.span);
  if (owner.kind == Kind::stored) return constant_node(data::missing, e.span);
  if (owner.kind != Kind::name)
    throw Error(198, "only variables and matrices take subscripts", owner.span,
                {"generate the value first, then use its elements"});
  if (index.size() == 2) throw Error(111, "matrix " + owner.text + " not found", owner.span);
  find_variable(c.scope.frame, owner.text, env.abbreviations(), owner.span);  // throws
  return {};
}

Node build_stored(const ast::Expression& e, Compilation& c) {
  if (e.text == "e" && e.member == "sample") return sample_node(e, c);
  bool absent = false;
  Node node = constant_node(stored_value(e, c.scope, &absent), e.span);
  node.absent = absent;
  return node;
}

}  // namespace nqp::eval
