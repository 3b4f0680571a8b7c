#include "interpreter/eval/call.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/text/suggest.hpp"
#include "interpreter/eval/compilation.hpp"
#include "interpreter/eval/matrix_operand.hpp"
#include "interpreter/eval/names.hpp"

namespace nqp::eval {
namespace {

using Kind = ast::Expression::Kind;

bool is_fast(std::string_view name) {
  for (const char* known : {"cond", "max", "min", "inlist", "inrange", "missing", "mi"})
    if (name == known) return true;
  return false;
}

// Arguments of the kinds that the function wants.
void check_kinds(const Function& f, std::vector<Node>& arguments, ast::Span span) {
  const Arity arity(f.arguments);
  if (!arity.accepts(arguments.size())) wrong_count(f, arity, arguments.size(), span);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    Node& a = arguments[i];
    const char kind = arity.kind(i);
    if (kind == 's' && a.absent) a = constant_node(std::string(), a.span);
    if (kind == 's') require_string(a);
    if (kind == 'n') require_number(a);
  }
}

// group(n), which old do-files use: the rows as they are sorted in n groups as equal as can be, 1 first.
ast::ExpressionPtr equal_groups(const ast::Expression& n) {
  return grammar::parse_expression("int((_n-1)*(" + grammar::unparse(n) + ")/_N)+1");
}

std::optional<Node> scalar_call(const ast::Expression& e, Compilation& c) {
  if (e.operands.size() != 1) throw Error(198, "invalid syntax: " + e.text + "(exp) takes 1 argument", e.span);
  const ast::Expression& operand = e.operands[0];
  if (e.text == "scalar" && operand.kind == Kind::name)
    return constant_node(scalar_of(operand.text, operand.span, c.scope), e.span);
  if (e.text == "matrix" && operand.kind == Kind::name)
    if (const Matrix* m = matrix_of(operand, c.scope); m && m->rows == 1 && m->columns == 1)
      return constant_node((*m)(0, 0), e.span);
  return build(operand, c);
}

}  // namespace

std::optional<Node> build_special(const ast::Expression& e, Compilation& c) {
  if (e.text == "sum") {
    if (e.operands.size() != 1) throw Error(198, "invalid syntax: sum(x) takes 1 argument", e.span);
    return running_sum_node(build(e.operands[0], c), e.span, c);
  }
  if (e.text == "group") {
    if (e.operands.size() != 1) throw Error(198, "invalid syntax: group(n) takes 1 argument", e.span);
    return build(*equal_groups(e.operands[0]), c);
  }
  if (e.text == "scalar" || e.text == "matrix") return scalar_call(e, c);
  if (auto node = build_date_call(e, c)) return node;
  if (auto node = build_frame_call(e, c)) return node;
  return build_matrix_call(e, c);
}

Node build_call(const ast::Expression& e, Compilation& c) {
  if (auto node = build_special(e, c)) return std::move(*node);
  const bool fast = is_fast(e.text);
  const Function* f = fast ? find_function(e.text) : &known_function(e);
  std::vector<Node> arguments;
  arguments.reserve(e.operands.size());
  for (const ast::Expression& operand : e.operands) arguments.push_back(build(operand, c));
  if (fast)
    if (auto node = build_fast(e.text, arguments, e.span)) return std::move(*node);
  if (!f) f = &known_function(e);
  check_kinds(*f, arguments, e.span);
  return function_node(*f, std::move(arguments), e.span, c);
}

const Function& known_function(const ast::Expression& call) {
  if (const Function* f = find_function(call.text)) return *f;
  const ast::Span word{call.span.begin, call.span.begin + static_cast<std::uint32_t>(call.text.size())};
  if (gives_matrix(call.text))
    throw Error(509, "matrix operators that return matrices are not allowed here", word,
                {"compute the matrix with matrix, then use its elements"});
  std::vector<std::string> names;
  for (const Function* f : all_functions()) names.emplace_back(f->name);
  const std::string hint = text::did_you_mean(call.text, names);
  throw Error(133, "unknown function " + call.text + "()", word,
              hint.empty() ? std::vector<std::string>{} : std::vector<std::string>{hint});
}

Arity::Arity(std::string_view kinds) {
  bool optional = false;
  for (const char c : kinds) {
    if (c == '?') optional = true;
    if (c == '*') repeats = true;
    if (c == '?' || c == '*') continue;
    letters += c;
    if (!optional) ++least;
  }
}

void wrong_count(const Function& f, const Arity& arity, std::size_t given, ast::Span span) {
  const auto arguments = [](std::size_t n) { return std::to_string(n) + (n == 1 ? " argument" : " arguments"); };
  std::string takes = arguments(arity.least);
  if (arity.repeats) {
    takes = "at least " + takes;
  } else if (arity.letters.size() > arity.least) {
    takes = std::to_string(arity.least) + " to " + arguments(arity.letters.size());
  }
  throw Error(198, "invalid syntax: " + std::string(f.syntax) + " takes " + takes + ", not " + std::to_string(given),
              span);
}

bool has_memory(const Function& f) {
  for (const char* name :
       {"regexm", "regexs", "regexmatch", "regexcapture", "regexcapturenamed", "ustrregexm", "ustrregexs"})
    if (f.name == name) return true;
  return false;
}

}  // namespace nqp::eval
