// Commands after macro expansion: prefixes, the common syntax, options.
#include "grammar/rules/command.hpp"
#include "grammar/syntax_error.hpp"
#include "grammar/varlist.hpp"

namespace nqp::grammar {

namespace pegtl = tao::pegtl;

namespace {

struct State {
  std::string_view text;
  std::uint32_t offset = 0;
  ast::Arguments arguments;
  std::vector<ast::Option> options;
  std::string_view weight_kind;
  std::string_view first_row;
  std::string_view last_row;

  ast::Span span(std::string_view part) const {
    const auto begin = static_cast<std::size_t>(part.data() - text.data());
    return span_at(begin, begin + part.size(), offset);
  }

  // Parts are found by stepping over whole groups: one that ends at a parenthesis or a quote ends at one that is
  // never closed.
  ast::ExpressionPtr expression(std::string_view part) const {
    const std::size_t behind = text.find_first_not_of(" \t", span(part).end - offset);
    if (behind != std::string_view::npos && (text[behind] == '(' || text[behind] == '"' || text[behind] == '`'))
      throw stuck(text, behind, offset);
    return parse_expression(part, span(part).begin);
  }

  void once(bool taken, std::string_view part, const char* what) const {
    if (taken) throw Error(198, std::string("invalid syntax: ") + what + " is given twice", span(part));
  }
};

template <typename In>
std::string_view view(const In& in) {
  return {in.begin(), in.size()};
}

std::string_view without_quotes(std::string_view text) {
  if (rules::quoted_length(text) != text.size()) return text;
  const std::size_t n = text[0] == '`' ? 2 : 1;
  return text.substr(n, text.size() - 2 * n);
}

std::string lower_case(std::string_view text) {
  std::string s(text);
  for (char& c : s)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return s;
}

template <typename Rule>
struct Action : pegtl::nothing<Rule> {};

template <>
struct Action<rules::body_text> {
  template <typename In>
  static void apply(const In& in, State& s) {
    const std::string_view body = rules::trimmed(view(in));
    s.arguments.body = body;
    s.arguments.body_span = s.span(body);
    if (!body.empty()) s.arguments.varlist = try_varlist(body, s.arguments.body_span.begin);
  }
};

template <>
struct Action<rules::assigned_text> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.arguments.assigned = s.expression(rules::trimmed(view(in)));
  }
};

template <>
struct Action<rules::condition_text> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.once(s.arguments.condition != nullptr, view(in), "if");
    s.arguments.condition = s.expression(rules::trimmed(view(in)));
  }
};

template <>
struct Action<rules::first_row> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.first_row = s.last_row = view(in);
  }
};

template <>
struct Action<rules::last_row> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.last_row = view(in);
  }
};

template <>
struct Action<rules::range_text> {
  template <typename In>
  static void apply(const In& in, State& s) {
    const std::string_view range = rules::trimmed(view(in));
    s.once(s.arguments.range.has_value(), range, "in");
    rules::Input inner(range.data(), range.data() + range.size(), "");
    if (!pegtl::parse<rules::row_range, Action>(inner, s))
      throw Error(198, "invalid syntax: a range of observations is expected behind in", s.span(range),
                  {"write in 5, in 1/10, in -3/l or in f/20"});
    s.arguments.range = {lower_case(s.first_row), lower_case(s.last_row), s.span(range)};
  }
};

template <>
struct Action<rules::weight_kind> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.weight_kind = view(in);
  }
};

template <>
struct Action<rules::weight_text> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.once(s.arguments.weight.has_value(), view(in), "a weight");
    s.arguments.weight = {std::string(s.weight_kind), s.expression(rules::trimmed(view(in))), s.span(view(in))};
  }
};

template <>
struct Action<rules::weight_part> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.arguments.weight->span = s.span(view(in));
  }
};

template <>
struct Action<rules::keyword_using> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.once(s.arguments.using_file.has_value(), view(in), "using");
  }
};

template <>
struct Action<rules::file_name> {
  template <typename In>
  static void apply(const In& in, State& s) {
    ast::Arguments& a = s.arguments;
    const std::string file(without_quotes(view(in)));
    if (a.using_file) {
      a.more_files.push_back(file);
      a.using_span.end = s.span(view(in)).end;
    } else {
      a.using_file = file;
      a.using_span = s.span(view(in));
    }
  }
};

template <>
struct Action<rules::option_text> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.arguments.has_comma = true;
    s.arguments.options = parse_options(view(in), s.span(view(in)).begin);
  }
};

template <>
struct Action<rules::option_name> {
  template <typename In>
  static void apply(const In& in, State& s) {
    ast::Option& o = s.options.emplace_back();
    o.name = in.string();
    o.name_span = s.span(view(in));
  }
};

template <>
struct Action<rules::option_argument> {
  template <typename In>
  static void apply(const In& in, State& s) {
    const std::string_view argument = rules::trimmed(view(in).substr(1, in.size() - 2));
    ast::Option& o = s.options.back();
    o.has_argument = true;
    o.argument = argument;
    o.argument_span = s.span(argument);
  }
};

bool is_keyword_using(std::string_view text) { return text.substr(0, 5) == "using" && rules::word_length(text) == 5; }

ast::Prefix make_prefix(std::string_view text, std::string_view name, std::string_view inner) {
  const auto at = [&](std::string_view part) { return static_cast<std::size_t>(part.data() - text.data()); };
  return {std::string(name), span_at(at(name), at(name) + name.size()), std::string(inner),
          span_at(at(inner), at(inner) + inner.size())};
}

// The text between a prefix word and its colon, when there is one.
std::optional<std::string_view> text_to_colon(std::string_view rest) {
  rules::Input in(rest.data(), rest.data() + rest.size(), "");
  if (!pegtl::parse<rules::prefix_text>(in)) return std::nullopt;
  return rest.substr(0, static_cast<std::size_t>(in.current() - rest.data()));
}

std::string_view skip_blanks(std::string_view text) {
  while (!text.empty() && rules::is_blank(text.front())) text.remove_prefix(1);
  return text;
}

}  // namespace

ast::Head parse_head(std::string_view text, const Classify& classify) {
  check_size(text);
  ast::Head head;
  std::string_view rest = skip_blanks(text);
  const auto at = [&](std::string_view part) { return static_cast<std::size_t>(part.data() - text.data()); };
  while (!rest.empty()) {
    const std::size_t n = rest[0] == '!' ? 1 : rules::word_length(rest);
    if (n == 0) {
      const std::string_view bad = rest.substr(0, std::min(rest.find_first_of(" \t"), rest.size()));
      throw Error(199, std::string(bad) + " is not a command name", span_at(at(bad), at(bad) + bad.size()));
    }
    const std::string_view word = rest.substr(0, n);
    const std::string_view behind = rest.substr(n);
    const WordClass kind = rest[0] == '!' ? WordClass::command : classify(word);
    const auto to_colon = kind == WordClass::colon_prefix ? text_to_colon(behind) : std::nullopt;
    if (to_colon) {
      head.prefixes.push_back(make_prefix(text, word, rules::trimmed(*to_colon)));
      rest = skip_blanks(behind.substr(to_colon->size() + 1));
    } else if (kind == WordClass::prefix) {
      rest = skip_blanks(behind);
      head.prefixes.push_back(make_prefix(text, word, rest.substr(0, 0)));
      if (!rest.empty() && rest[0] == ':') rest = skip_blanks(rest.substr(1));
    } else {
      const std::string_view tail = rules::trimmed(behind);
      head.name = word;
      head.name_span = span_at(at(word), at(word) + n);
      head.rest = tail;
      head.rest_span = span_at(at(tail), at(tail) + tail.size());
      return head;
    }
  }
  head.name_span = head.rest_span = span_at(text.size(), text.size());
  return head;
}

ast::Arguments parse_arguments(std::string_view text, std::uint32_t offset) {
  check_size(text);
  State state;
  state.text = text;
  state.offset = offset;
  rules::Input in(text.data(), text.data() + text.size(), "");
  const bool fits = pegtl::parse<rules::arguments, Action>(in, state);
  if (fits && in.empty()) return std::move(state.arguments);
  const auto stop = static_cast<std::size_t>(in.current() - text.data());
  if (is_keyword_using(text.substr(stop)))
    throw Error(198, "invalid file specification: using needs a file name", span_at(stop, stop + 5, offset));
  throw stuck(text, stop, offset);
}

std::vector<ast::Option> parse_options(std::string_view text, std::uint32_t offset) {
  check_size(text);
  State state;
  state.text = text;
  state.offset = offset;
  rules::Input in(text.data(), text.data() + text.size(), "");
  pegtl::parse<rules::spaces>(in);
  while (!in.empty() && pegtl::parse<rules::option, Action>(in, state)) {
  }
  if (in.empty()) return std::move(state.options);
  throw stuck(text, static_cast<std::size_t>(in.current() - text.data()), offset);
}

}  // namespace nqp::grammar
