// Functions that look beyond the data in view: frval() into a linked frame, _by() and its kind into the running
// program.
#include "interpreter/dataset/panel.hpp"
#include "interpreter/eval/compilation.hpp"
#include "interpreter/eval/names.hpp"
#include "interpreter/eval/text_nodes.hpp"

namespace nqp::eval {
namespace {

using Kind = ast::Expression::Kind;

// The other frame's row, from 1, that a link variable holds; no_row where it has no partner.
class LinkedRows {
 public:
  explicit LinkedRows(data::ColumnPtr link) : link_(std::move(link)) {}
  std::size_t at(std::size_t row) const {
    const double x = link_->number(row);
    return data::is_missing(x) || x < 1 ? data::no_row : static_cast<std::size_t>(x) - 1;
  }

 private:
  data::ColumnPtr link_;
};

class LinkedNumber final : public NumberNode {
 public:
  LinkedNumber(data::ColumnPtr link, data::ColumnPtr values, double otherwise)
      : rows_(std::move(link)), values_(std::move(values)), otherwise_(otherwise) {}
  void write(Rows rows, double* out, Scratch&) override {
    for (std::size_t i = 0; i < rows.count; ++i) {
      const std::size_t row = rows_.at(rows.begin + i);
      out[i] = row < values_->size() ? values_->number(row) : otherwise_;
    }
  }

 private:
  LinkedRows rows_;
  data::ColumnPtr values_;
  double otherwise_;
};

class LinkedText final : public TextNode {
 public:
  LinkedText(data::ColumnPtr link, data::ColumnPtr values, std::string otherwise)
      : rows_(std::move(link)), values_(std::move(values)), otherwise_(std::move(otherwise)) {}
  void write(Rows rows, std::string_view* out, Scratch&) override {
    for (std::size_t i = 0; i < rows.count; ++i) {
      const std::size_t row = rows_.at(rows.begin + i);
      out[i] = row < values_->size() ? values_->text(row) : std::string_view(otherwise_);
    }
  }

 private:
  LinkedRows rows_;
  data::ColumnPtr values_;
  std::string otherwise_;
};

const data::Variable& named_variable(const ast::Expression& e, const data::Frame& f, const Scope& s) {
  const bool name = e.kind == Kind::name;
  const data::Variable* v = name ? known_variable(f, e.text, s.environment.abbreviations()) : nullptr;
  if (!name) throw Error(198, "frval() takes the names of a link variable and a variable", e.span);
  if (!v) throw Error(111, "variable " + e.text + " not found", e.span);
  return *v;
}

Node frame_value(const ast::Expression& e, Compilation& c) {
  const std::size_t n = e.operands.size();
  if (n != 2 && n != 3)
    throw Error(198, "invalid syntax: frval(link,variable[,otherwise]) takes 2 or 3 arguments", e.span);
  const data::Variable& link = named_variable(e.operands[0], c.scope.frame, c.scope);
  const auto known = link.characteristics.find("frlink_fname2");
  if (known == link.characteristics.end())
    throw Error(111, "variable " + link.name + " is not a link variable", e.operands[0].span, {"frlink makes one"});
  const data::FramePtr other = c.scope.environment.frame_named(known->second);
  if (!other) throw Error(111, "frame " + known->second + " not found", e.operands[0].span);
  const data::Variable& v = named_variable(e.operands[1], *other, c.scope);
  Value otherwise = v.is_string() ? Value(std::string()) : Value(data::missing);
  if (n == 3) {
    Node third = build(e.operands[2], c);
    if (third.is_string() != v.is_string()) type_mismatch(e.operands[2].span);
    if (!third.constant) throw Error(198, "the third argument of frval() must be a constant", e.operands[2].span);
    otherwise = *third.constant;
  }
  Node node;
  node.span = e.span;
  if (v.is_string()) node.text = std::make_unique<LinkedText>(link.column, v.column, otherwise.text);
  else node.number = std::make_unique<LinkedNumber>(link.column, v.column, otherwise.number);
  return node;
}

}  // namespace

std::optional<Node> build_frame_call(const ast::Expression& e, Compilation& c) {
  if (e.text == "frval") return frame_value(e, c);
  if (e.text != "_by" && e.text != "_byindex" && e.text != "_bylastcall" && e.text != "replay") return std::nullopt;
  if (!e.operands.empty()) throw Error(198, "invalid syntax: " + e.text + "() takes no arguments", e.span);
  return constant_node(c.scope.environment.by_state(e.text), e.span);
}

}  // namespace nqp::eval
