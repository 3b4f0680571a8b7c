// Expressions and matrix expressions: actions that build the tree.
#include <cstdlib>

#include "grammar/expression_state.hpp"
#include "grammar/rules/expression.hpp"

namespace nqp::grammar {
namespace {

using ast::Expression;
using ast::Operator;
using Kind = ast::Expression::Kind;
using State = ExpressionState;

namespace pegtl = tao::pegtl;

// strtod needs a terminated text; integers, by far the most frequent numbers, are exact below 2^53.
double value_of(const std::string& digits) {
  if (digits.size() > 15 || digits.find_first_not_of("0123456789") != std::string::npos)
    return std::strtod(digits.c_str(), nullptr);
  double value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

// e(N), r(mean), c(pwd): a call of e, r, s or c with one bare name is a stored result; so is return(x) of a program.
void recognise_stored(Expression& call) {
  const bool known = call.text == "e" || call.text == "r" || call.text == "s" || call.text == "c" ||
                     call.text == "return";
  if (!known || call.operands.size() != 1 || call.operands[0].kind != Kind::name) return;
  call.kind = Kind::stored;
  call.member = std::move(call.operands[0].text);
  call.operands.clear();
}

// "eq:x" or "x" between the brackets of _b[ ].
void set_member(Expression& e, std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    e.equation = rules::trimmed(text.substr(0, colon));
    text.remove_prefix(colon + 1);
  }
  e.member = rules::trimmed(text);
}

template <typename Rule>
struct Action : pegtl::nothing<Rule> {};

template <Operator Op>
struct PushOperator {
  static void apply0(State& s) { s.operators.push_back(Op); }
};

struct PushSign {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.signs.push_back(s.at(in.begin()));
  }
};

template <Operator Op>
struct ApplySign {
  static void apply0(State& s) { s.apply_sign(Op); }
};

struct Reduce {
  static void apply0(State& s) { s.reduce(); }
};

template <Kind K>
struct Push {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.push(K, in);
  }
};

struct Open {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.open(in);
  }
};

template <>
struct Action<rules::missing> : Push<Kind::missing> {};
template <>
struct Action<rules::term> : Push<Kind::term> {};
template <>
struct Action<rules::plain_name> : Push<Kind::name> {};
template <>
struct Action<rules::open_paren> : Open {};
template <>
struct Action<rules::open_call> : Open {};

template <>
struct Action<rules::number> {
  template <typename In>
  static void apply(const In& in, State& s) {
    Expression& e = s.push(Kind::number, in);
    e.number = value_of(e.text);
  }
};

template <>
struct Action<rules::string> {
  template <typename In>
  static void apply(const In& in, State& s) {
    Expression& e = s.push(Kind::string, in);
    e.compound = *in.begin() == '`';
    const std::size_t quote = e.compound ? 2 : 1;
    e.text = e.text.substr(quote, e.text.size() - 2 * quote);
  }
};

template <>
struct Action<rules::open_subscript> {
  template <typename In>
  static void apply(const In& in, State& s) {
    State::wrap(s.stack.back(), Kind::subscript);
    s.stack.back().open = false;
    s.open(in);
  }
};

template <>
struct Action<rules::close_subscript> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.collect(in.end());
  }
};

template <>
struct Action<rules::close_call> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.collect(in.end());
    s.top().kind = Kind::call;
    recognise_stored(s.top());
  }
};

template <>
struct Action<rules::close_paren> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.stack.back().open = false;
    s.top().span = span_at(s.openings.back().at, s.at(in.end()), s.offset);
    s.openings.pop_back();
  }
};

template <>
struct Action<rules::open_range> {
  template <typename In>
  static void apply(const In& in, State& s) {
    State::wrap(s.stack.back(), Kind::range);
    s.top().span.end = s.span(in).end;
  }
};

template <>
struct Action<rules::closed_range> {
  static void apply0(State& s) { s.join(Kind::range); }
};

template <>
struct Action<rules::transposed> {
  template <typename In>
  static void apply(const In& in, State& s) {
    State::wrap(s.stack.back(), Kind::transpose);
    s.stack.back().open = false;
    s.top().span.end = s.span(in).end;
  }
};

// A date literal opens like a call, but its arguments are kept as text in operands of kind name.
template <>
struct Action<rules::open_date> : Open {};
template <>
struct Action<rules::date_argument> {
  template <typename In>
  static void apply(const In& in, State& s) {
    Expression& e = s.push(Kind::name, in);
    e.text = std::string(rules::trimmed(e.text));
  }
};

template <>
struct Action<rules::interaction_tail> {
  template <typename In>
  static void apply(const In& in, State& s) {
    // Inside a term or an equation's member the enclosing rule takes the text as a whole.
    if (s.stack.empty() || s.top().kind != Kind::name || s.top().span.end != s.span(in).begin) return;
    s.top().kind = Kind::term;
    s.top().text.append(in.begin(), in.end());
    s.top().span.end = s.span(in).end;
  }
};

template <>
struct Action<rules::member_text> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.top().kind = Kind::coefficient;
    set_member(s.top(), {in.begin(), in.size()});
    s.top().span.end = s.span(in).end + 1;
  }
};

template <>
struct Action<rules::equation_text> {
  template <typename In>
  static void apply(const In& in, State& s) {
    Expression& e = s.push(Kind::coefficient, in);
    e.equation = std::string(rules::trimmed(e.text));
    e.text = "_b";
    e.span.begin -= 1;
  }
};

template <>
struct Action<rules::coefficient_word> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.top().text.assign(in.begin(), in.end());
  }
};

template <>
struct Action<rules::equation_member> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.top().member.assign(in.begin(), in.end());
    s.top().span.end = s.span(in).end;
  }
};

template <>
struct Action<rules::minus_sign> : PushSign {};
template <>
struct Action<rules::plus_sign> : PushSign {};
template <>
struct Action<rules::not_sign> : PushSign {};
template <>
struct Action<rules::negated> : ApplySign<Operator::negate> {};
template <>
struct Action<rules::negation> : ApplySign<Operator::negate> {};
template <>
struct Action<rules::posited> : ApplySign<Operator::plus> {};
template <>
struct Action<rules::position> : ApplySign<Operator::plus> {};
template <>
struct Action<rules::complemented> : ApplySign<Operator::not_> {};

template <>
struct Action<rules::power_operator> : PushOperator<Operator::power> {};
template <>
struct Action<rules::kronecker_operator> : PushOperator<Operator::kronecker> {};
template <>
struct Action<rules::multiply_operator> : PushOperator<Operator::multiply> {};
template <>
struct Action<rules::divide_operator> : PushOperator<Operator::divide> {};
template <>
struct Action<rules::add_operator> : PushOperator<Operator::add> {};
template <>
struct Action<rules::subtract_operator> : PushOperator<Operator::subtract> {};
template <>
struct Action<rules::and_operator> : PushOperator<Operator::and_> {};
template <>
struct Action<rules::or_operator> : PushOperator<Operator::or_> {};

template <>
struct Action<rules::comparison_operator> {
  template <typename In>
  static void apply(const In& in, State& s) {
    const bool or_equal = in.size() > 1 && in.begin()[1] == '=';
    switch (*in.begin()) {
      case '<': return s.operators.push_back(or_equal ? Operator::less_equal : Operator::less);
      case '>': return s.operators.push_back(or_equal ? Operator::greater_equal : Operator::greater);
      case '=': return s.operators.push_back(Operator::equal);
      default: return s.operators.push_back(Operator::not_equal);
    }
  }
};

template <>
struct Action<rules::power_step> : Reduce {};
template <>
struct Action<rules::kronecker_step> : Reduce {};
template <>
struct Action<rules::product_step> : Reduce {};
template <>
struct Action<rules::sum_step> : Reduce {};
template <>
struct Action<rules::comparison_step> : Reduce {};
template <>
struct Action<rules::and_step> : Reduce {};
template <>
struct Action<rules::or_step> : Reduce {};

template <>
struct Action<rules::column_step> {
  static void apply0(State& s) { s.join(Kind::join_columns); }
};

template <>
struct Action<rules::row_step> {
  static void apply0(State& s) { s.join(Kind::join_rows); }
};

template <typename Rule>
struct Control : pegtl::normal<Rule> {
  template <typename ParseInput>
  [[noreturn]] static void raise(const ParseInput& in, State& s) {
    std::optional<std::size_t> open;
    if (!s.openings.empty()) open = s.openings.back().at;
    throw unexpected(s.text, s.at(in.current()), s.offset, open, std::is_same_v<Rule, pegtl::eof>);
  }
};

template <typename Rule>
ast::ExpressionPtr parse(std::string_view text, std::uint32_t offset, bool matrix) {
  check_size(text);
  State state(text, offset, matrix);
  rules::Input in(text.data(), text.data() + text.size(), "");
  pegtl::parse<Rule, Action, Control>(in, state);
  return std::make_shared<const Expression>(std::move(state.top()));
}

}  // namespace

ast::ExpressionPtr parse_expression(std::string_view text, std::uint32_t offset) {
  return parse<rules::whole_expression>(text, offset, false);
}

ast::ExpressionPtr parse_matrix_expression(std::string_view text, std::uint32_t offset) {
  return parse<rules::whole_matrix>(text, offset, true);
}

}  // namespace nqp::grammar
