// Variable lists: actions that build the tree.
#include "grammar/varlist.hpp"

#include "grammar/numlist.hpp"
#include "grammar/rules/characters.hpp"
#include "grammar/rules/varlist.hpp"
#include "grammar/syntax_error.hpp"

namespace nqp::grammar {

namespace pegtl = tao::pegtl;

namespace {

using ast::Factor;
using ast::Interaction;
using ast::VariableOperator;
using Kind = VariableOperator::Kind;
using BaseRule = VariableOperator::BaseRule;

// A list that is being read: the outermost one or one within parentheses.
struct Frame {
  std::vector<Interaction> items;
  Interaction interaction;
  Factor factor;
};

struct State {
  State(std::string_view text_, std::uint32_t offset_) : text(text_), offset(offset_), frames(1) {}

  std::string_view text;
  std::uint32_t offset;
  int depth = 0;
  std::vector<Frame> frames;

  Factor& factor() { return frames.back().factor; }
  VariableOperator& operation() { return factor().operators.back(); }

  VariableOperator& add(Kind kind) {
    VariableOperator& o = factor().operators.emplace_back();
    o.kind = kind;
    return o;
  }

  template <typename In>
  ast::Span span(const In& in) const {
    return span_at(static_cast<std::size_t>(in.begin() - text.data()), static_cast<std::size_t>(in.end() - text.data()),
                   offset);
  }

  Error too_deep(const char* p) const {
    const auto at = static_cast<std::size_t>(p - text.data());
    return {130, "variable list nests too deep", span_at(at, at + 1, offset)};
  }
};

// Orders and levels of more than nine digits would not fit.
template <typename In>
int small_integer(const In& in) {
  return in.size() > 9 ? 999'999'999 : std::stoi(in.string());
}

template <typename In>
std::string_view inside(const In& in) {
  return rules::trimmed(std::string_view(in.begin() + 1, in.size() - 2));
}

template <typename Rule>
struct Action : pegtl::nothing<Rule> {};

template <Kind K>
struct Add {
  static void apply0(State& s) { s.add(K); }
};

template <>
struct Action<rules::continuous_operator> : Add<Kind::continuous> {};
template <>
struct Action<rules::omit_operator> : Add<Kind::omit> {};
template <>
struct Action<rules::indicator_letter> : Add<Kind::indicator> {};
template <>
struct Action<rules::base_letter> : Add<Kind::base> {};

template <>
struct Action<rules::series_letter> {
  template <typename In>
  static void apply(const In& in, State& s) {
    switch (*in.begin()) {
      case 'L':
      case 'l': s.add(Kind::lag); break;
      case 'F':
      case 'f': s.add(Kind::lead); break;
      case 'D':
      case 'd': s.add(Kind::difference); break;
      default: s.add(Kind::seasonal);
    }
  }
};

template <>
struct Action<rules::order> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.operation().orders = {small_integer(in)};
  }
};

template <>
struct Action<rules::order_list> {
  template <typename In>
  static bool apply(const In& in, State& s) {
    std::vector<double> numbers;
    if (!read_numlist(inside(in), numbers)) return false;
    for (const double n : numbers) {
      if (n != static_cast<double>(static_cast<int>(n))) return false;
      s.operation().orders.push_back(static_cast<int>(n));
    }
    return true;
  }
};

template <>
struct Action<rules::series_operator> {
  static void apply0(State& s) {
    if (s.operation().orders.empty()) s.operation().orders = {1};
  }
};

template <>
struct Action<rules::level> {
  template <typename In>
  static void apply(const In& in, State& s) {
    // A bare number is an indicator of its own; behind the letter i it completes that one.
    const bool behind_letter = in.begin() != s.text.data() && in.begin()[-1] == 'i';
    if (!behind_letter) s.add(Kind::indicator);
    s.operation().levels = {static_cast<double>(small_integer(in))};
  }
};

template <>
struct Action<rules::level_list> {
  template <typename In>
  static bool apply(const In& in, State& s) {
    return read_numlist(inside(in), s.operation().levels);
  }
};

template <>
struct Action<rules::base_level> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.operation().base_rule = BaseRule::level;
    s.operation().levels = {static_cast<double>(small_integer(in))};
  }
};

template <>
struct Action<rules::base_order> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.operation().base_rule = BaseRule::level;
    s.operation().orders = {small_integer(in)};
  }
};

template <>
struct Action<rules::omit_level> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.add(Kind::omit).levels = {static_cast<double>(small_integer(in))};
  }
};

template <>
struct Action<rules::omit_list> {
  template <typename In>
  static bool apply(const In& in, State& s) {
    return read_numlist(inside(in), s.add(Kind::omit).levels);
  }
};

template <>
struct Action<rules::no_base> {
  static void apply0(State& s) { s.operation().base_rule = BaseRule::no_base; }
};

template <>
struct Action<rules::base_rule> {
  template <typename In>
  static bool apply(const In& in, State& s) {
    const std::string_view rule = inside(in);
    BaseRule& target = s.operation().base_rule;
    if (rule == "first") target = BaseRule::first;
    if (rule == "last") target = BaseRule::last;
    if (rule == "freq" || rule == "frequent") target = BaseRule::frequent;
    if (rule == "none") target = BaseRule::no_base;
    std::vector<double> level;  // ib(3). is ib3.
    if (target == BaseRule::none_given && read_numlist(rule, level) && level.size() == 1) {
      target = BaseRule::level;
      s.operation().levels = std::move(level);
    }
    return target != BaseRule::none_given;
  }
};

template <>
struct Action<rules::marked_base> {
  static void apply0(State& s) { s.operation().kind = Kind::base; }
};

template <>
struct Action<rules::marked_no_base> {
  static void apply0(State& s) {
    s.operation().kind = Kind::base;
    s.operation().base_rule = BaseRule::no_base;
  }
};

template <>
struct Action<rules::marked_omit> {
  static void apply0(State& s) {
    if (s.operation().kind == Kind::indicator) s.operation().kind = Kind::omit;
    else s.add(Kind::omit);
  }
};

template <>
struct Action<rules::pattern_name> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.factor().pattern.assign(in.begin(), in.end());
  }
};

template <>
struct Action<rules::range_end> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.factor().range_end.assign(in.begin(), in.end());
  }
};

template <>
struct Action<rules::open_group> {
  static void apply0(State& s) { s.frames.emplace_back(); }
};

template <>
struct Action<rules::close_group> {
  static void apply0(State& s) {
    std::vector<Interaction> items = std::move(s.frames.back().items);
    s.frames.pop_back();
    s.factor().group = std::move(items);
  }
};

template <>
struct Action<rules::full_joint> {
  static void apply0(State& s) { s.frames.back().interaction.joints.push_back(Interaction::Joint::full); }
};

template <>
struct Action<rules::cross_joint> {
  static void apply0(State& s) { s.frames.back().interaction.joints.push_back(Interaction::Joint::cross); }
};

template <>
struct Action<rules::variable_factor> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.factor().span = s.span(in);
    s.frames.back().interaction.factors.push_back(std::move(s.factor()));
    s.factor() = Factor();
  }
};

template <>
struct Action<rules::interaction> {
  template <typename In>
  static void apply(const In& in, State& s) {
    Frame& frame = s.frames.back();
    frame.interaction.span = s.span(in);
    frame.items.push_back(std::move(frame.interaction));
    frame.interaction = Interaction();
  }
};

// Reads items as far as they go; the position behind the last one.
std::size_t read_items(State& state) {
  const std::string_view text = state.text;
  rules::Input in(text.data(), text.data() + text.size(), "");
  pegtl::parse<rules::spaces>(in);
  while (!in.empty() && pegtl::parse<rules::variable_item, Action>(in, state)) {
  }
  return static_cast<std::size_t>(in.current() - text.data());
}

ast::Varlist take(State& state) {
  ast::Varlist list;
  list.items = std::move(state.frames[0].items);
  if (!list.items.empty()) list.span = {list.items.front().span.begin, list.items.back().span.end};
  return list;
}

}  // namespace

std::optional<ast::Varlist> try_varlist(std::string_view text, std::uint32_t offset) {
  State state(text, offset);
  if (read_items(state) != text.size() || state.frames[0].items.empty()) return std::nullopt;
  return take(state);
}

ast::Varlist parse_varlist(std::string_view text, std::uint32_t offset) {
  check_size(text);
  State state(text, offset);
  const std::size_t stop = read_items(state);
  if (stop == text.size()) return take(state);
  const std::size_t end = std::min(text.size(), text.find_first_of(" \t", stop));
  if (text[stop] == '(' || text[stop] == ')' || text[stop] == '"') throw stuck(text, stop, offset);
  for (std::size_t i = stop; i < end; ++i) {
    char32_t code = 0;
    const std::size_t n = rules::decode(text.data() + i, text.data() + end, code);
    if (n > 1 && rules::is_foreign_punctuation(code)) throw unexpected(text, i, offset);
  }
  const std::string_view word = text.substr(stop, end - stop);
  std::vector<std::string> notes;
  if (word.back() == ')') notes.push_back("options stand behind a comma: , " + std::string(word));
  throw Error(198, std::string(word) + " is not a variable name", span_at(stop, end, offset), std::move(notes));
}

}  // namespace nqp::grammar
