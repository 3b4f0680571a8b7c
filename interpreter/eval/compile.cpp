#include <algorithm>
#include <array>

#include "grammar/parse.hpp"
#include "interpreter/eval/compilation.hpp"
#include "interpreter/eval/names.hpp"

namespace nqp::eval {

std::size_t chunk_rows = 2048;

namespace {

using Kind = ast::Expression::Kind;

class CompiledPlan final : public Plan {
 public:
  CompiledPlan(const Scope& scope, const Overlay* overlay) : facts_{scope, {}, {}, {}, 0, {}, {}} {
    if (overlay) facts_.overlay = *overlay;
  }

  Compilation& facts() { return facts_; }

  // Ends the construction. `guard` is computed before every chunk and its value dropped.
  void finish(Node root, std::unique_ptr<NumberNode> guard) {
    root_ = std::move(root);
    guard_ = std::move(guard);
    // Calls that depend on what was called before must alternate within each row.
    step_ = facts_.ordered > 1 ? 1 : std::max<std::size_t>(1, std::min(chunk_rows, facts_.scope.frame.rows));
    scratch_ = std::make_unique<Scratch>(step_);
  }

  bool is_string() const override { return root_.is_string(); }

  void numbers(data::Row begin, std::size_t count, double* out) override {
    require_number(root_);
    largest_ = 0;
    for_each_chunk(begin, count, [&](Rows rows) {
      double* to = out + (rows.begin - begin);
      if (!facts_.overlay.numbers) {
        root_.number->write(rows, to, *scratch_);
        largest_ = std::max(largest_, root_.number->bound());
        return;
      }
      // `out` may be the array that the expression reads.
      const Scratch::Loan loan(*scratch_);
      const double* values = root_.number->read(rows, *scratch_);
      std::copy(values, values + rows.count, to);
      largest_ = unbounded;
    });
  }

  double largest() const override { return largest_; }

  void strings(data::Row begin, std::size_t count, std::string* out) override {
    require_string(root_);
    for_each_chunk(begin, count, [&](Rows rows) {
      const Scratch::Loan loan(*scratch_);
      std::string_view* views = scratch_->texts();
      root_.text->write(rows, views, *scratch_);
      std::string* to = out + (rows.begin - begin);
      for (std::size_t i = 0; i < rows.count; ++i) to[i] = views[i];
    });
  }

  bool looks_elsewhere(std::string_view name) const override {
    return facts_.elsewhere.find(name) != facts_.elsewhere.end();
  }

 private:
  template <class F>
  void for_each_chunk(data::Row begin, std::size_t count, F&& f) {
    for (std::size_t done = 0; done < count; done += step_) {
      if (done % chunk_rows < step_) facts_.scope.environment.poll();
      const Rows rows{begin + static_cast<data::Row>(done), std::min(step_, count - done)};
      if (guard_ && facts_.sees(rows.begin)) {
        const Scratch::Loan loan(*scratch_);
        guard_->read(rows, *scratch_);
      }
      f(rows);
    }
  }

  Compilation facts_;
  Node root_;
  std::unique_ptr<NumberNode> guard_;
  std::size_t step_ = 1;
  double largest_ = unbounded;
  std::unique_ptr<Scratch> scratch_;
};

// Whether a function of the given names is called anywhere.
bool calls(const ast::Expression& e, std::span<const std::string_view> names) {
  if (e.kind == Kind::call && std::find(names.begin(), names.end(), e.text) != names.end()) return true;
  return std::any_of(e.operands.begin(), e.operands.end(), [&](const auto& o) { return calls(o, names); });
}

constexpr std::array<std::string_view, 4> match_readers = {"regexs", "ustrregexs", "regexcapture", "regexcapturenamed"};
constexpr std::array<std::string_view, 3> match_makers = {"regexm", "ustrregexm", "regexmatch"};

Node literal_missing(const ast::Expression& e) {
  const int k = e.text.size() > 1 ? e.text[1] - 'a' + 1 : 0;
  return constant_node(data::missing_code(k), e.span);
}

}  // namespace

Node build(const ast::Expression& e, Compilation& c) {
  switch (e.kind) {
    case Kind::number: return constant_node(data::checked(e.number), e.span);
    case Kind::missing: return literal_missing(e);
    case Kind::string: return constant_node(e.text, e.span);
    case Kind::name: return build_name(e, c);
    case Kind::term: return build_term(e, c);
    case Kind::unary: return build_unary(e, c);
    case Kind::chain: return build_chain(e, c);
    case Kind::call: return build_call(e, c);
    case Kind::subscript: return build_subscript(e, c);
    case Kind::stored: return build_stored(e, c);
    case Kind::coefficient: return constant_node(coefficient(e, c.scope), e.span);
    default: break;
  }
  throw Error(509, "matrix operators that return matrices are not allowed here", e.span,
              {"compute the matrix with matrix, then use its elements"});
}

Node build_name(const ast::Expression& e, Compilation& c) {
  Meaning m = meaning_of(e.text, e.span, c.scope);
  switch (m.kind) {
    case Meaning::Kind::variable: return variable_node(*m.variable, e.span, c);
    case Meaning::Kind::row: return counter_node(false, e.span, c);
    case Meaning::Kind::row_count: return counter_node(true, e.span, c);
    default: return constant_node(std::move(m.value), e.span);
  }
}

Node folded(Node node, bool constant_operands) {
  if (!constant_operands || node.constant) return node;
  Node result = constant_node(constant_value(node), node.span);
  result.absent = node.absent;
  return result;
}

Value constant_value(Node& node) {
  if (node.constant) return *node.constant;
  Scratch scratch(1);
  if (node.is_string()) {
    std::string_view view;
    node.text->write({0, 1}, &view, scratch);
    return std::string(view);
  }
  double x = data::missing;
  node.number->write({0, 1}, &x, scratch);
  return x;
}

void type_mismatch(ast::Span span) {
  throw Error(109, "type mismatch", span,
              {"string(x) turns a number into text, real(s) turns text into a number"});
}

void require_number(const Node& node) {
  if (node.is_string()) type_mismatch(node.span);
}

void require_string(const Node& node) {
  if (!node.is_string()) type_mismatch(node.span);
}

std::unique_ptr<Plan> compile(const ast::Expression& e, const Scope& scope, const Overlay* overlay) {
  auto plan = std::make_unique<CompiledPlan>(scope, overlay);
  plan->finish(build(e, plan->facts()), nullptr);
  return plan;
}

std::unique_ptr<Plan> compile_where(const ast::Expression& e, const ast::ExpressionPtr& condition,
                                    std::span<const std::uint8_t> selected, const Scope& scope,
                                    const Overlay* overlay) {
  auto plan = std::make_unique<CompiledPlan>(scope, overlay);
  plan->facts().selected = selected;
  std::unique_ptr<NumberNode> guard;
  if (condition && calls(e, match_readers) && calls(*condition, match_makers)) {
    Node node = build(*condition, plan->facts());
    require_number(node);
    guard = std::move(node.number);
  }
  plan->finish(build(e, plan->facts()), std::move(guard));
  return plan;
}

std::unique_ptr<Plan> compile_term(const ast::Interaction& term, const Scope& scope) {
  auto plan = std::make_unique<CompiledPlan>(scope, nullptr);
  plan->finish(build_interaction(term, plan->facts()), nullptr);
  return plan;
}

}  // namespace nqp::eval
