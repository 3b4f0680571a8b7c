#include "grammar/line_reader.hpp"

#include "grammar/rules/script.hpp"
#include "grammar/syntax_error.hpp"

namespace nqp::grammar {

namespace pegtl = tao::pegtl;

namespace {

struct State {
  std::string_view source;
  bool semicolon = false;
  bool waits = false;
  int depth = 0;
  std::size_t semicolon_line_end = 0;
  LogicalLine line;

  std::uint32_t at(const char* p) const { return static_cast<std::uint32_t>(p - source.data()); }

  // Bytes from p up to the place that ends a quote at the latest.
  std::size_t quote_limit(const char* p) {
    const std::size_t from = at(p);
    if (!semicolon) return std::min(source.find('\n', from), source.size()) - from;
    if (semicolon_line_end <= from) semicolon_line_end = find_semicolon_line_end(from);
    return semicolon_line_end - from;
  }

  // The first semicolon with nothing but blanks between it and the end of its line.
  std::size_t find_semicolon_line_end(std::size_t from) const {
    for (std::size_t i = source.find(';', from); i != std::string_view::npos; i = source.find(';', i + 1)) {
      const std::size_t next = source.find_first_not_of(" \t", i + 1);
      if (next == std::string_view::npos || source[next] == '\n') return i;
    }
    return source.size();
  }

  Error too_deep(const char* p) const { return {130, "quotes nest too deep", span_at(at(p), at(p) + 1)}; }

  void append(const char* begin, const char* end) {
    const auto size = static_cast<std::uint32_t>(end - begin);
    std::vector<Segment>& segments = line.segments;
    const bool adjacent =
        !segments.empty() && segments.back().copied && segments.back().source + segments.back().length == at(begin);
    if (adjacent) segments.back().length += size;
    else segments.push_back({static_cast<std::uint32_t>(line.text.size()), at(begin), size});
    const std::size_t old_size = line.text.size();
    line.text.append(begin, end);
    if (semicolon) std::replace(line.text.begin() + static_cast<std::ptrdiff_t>(old_size), line.text.end(), '\n', ' ');
  }

  // A continuation with nothing behind it.
  void waits_behind(const char* end) { waits = end == source.data() + source.size(); }

  // One blank for a comment or line join together with the blanks around it.
  void join(const char* begin, const char* end) {
    std::uint32_t from = at(begin);
    while (!line.text.empty() && rules::is_blank(line.text.back())) {
      Segment& last = line.segments.back();
      line.text.pop_back();
      from = last.copied ? from - 1 : last.source;
      if (!last.copied || --last.length == 0) line.segments.pop_back();
    }
    if (line.text.empty()) return;
    line.segments.push_back({static_cast<std::uint32_t>(line.text.size()), from, at(end) - from, false});
    line.text += ' ';
  }
};

template <typename Rule>
struct Action : pegtl::nothing<Rule> {};

struct Append {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.append(in.begin(), in.end());
  }
};

template <>
struct Action<rules::plain_run> : Append {};
template <>
struct Action<rules::plain_byte> : Append {};
template <>
struct Action<rules::closed_quote> : Append {};
template <>
struct Action<rules::simple_text> : Append {};
template <>
struct Action<rules::simple_mark> : Append {};
template <>
struct Action<rules::compound_open> : Append {};
template <>
struct Action<rules::compound_close> : Append {};
template <>
struct Action<rules::compound_text> : Append {};

template <>
struct Action<rules::soft_newline> {
  template <typename In>
  static void apply(const In& in, State& s) {
    if (!s.line.text.empty()) s.append(in.begin(), in.end());
  }
};

template <>
struct Action<rules::join> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.join(in.begin(), in.end());
  }
};

template <>
struct Action<rules::quoted_join> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.waits_behind(in.end());
    s.join(in.begin(), in.end());
  }
};

template <>
struct Action<rules::unclosed_quote> {
  static void apply0(State& s) { s.line.open_quote = true; }
};

template <>
struct Action<rules::unclosed_comment> {
  template <typename In>
  static void apply(const In& in, State& s) {
    throw Incomplete(198, "this comment is never closed", span_at(s.at(in.begin()), s.at(in.end())),
                     {"add */ where the comment ends; every /* inside it needs its own */"});
  }
};

template <>
struct Action<rules::input_end> {
  static void apply0(State& s) { s.waits = s.waits || (s.semicolon && !s.line.text.empty()); }
};

template <>
struct Action<rules::continuation> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.waits_behind(in.end());
  }
};

template <>
struct Action<rules::delimit_semicolon> {
  static void apply0(State& s) { s.semicolon = true; }
};

template <>
struct Action<rules::delimit_line> {
  static void apply0(State& s) { s.semicolon = false; }
};

}  // namespace

std::optional<LogicalLine> LineReader::next() {
  while (position_ < source_.size()) {
    State state;
    state.source = source_;
    state.semicolon = semicolon_;
    state.semicolon_line_end = semicolon_line_end_;
    const char* begin = source_.data() + position_;
    rules::Input in(begin, source_.data() + source_.size(), "");
    pegtl::parse<rules::logical_line, Action>(in, state);
    position_ = static_cast<std::size_t>(in.current() - source_.data());
    semicolon_ = state.semicolon;
    waits_ = state.waits;
    semicolon_line_end_ = state.semicolon_line_end;
    if (!rules::trimmed(state.line.text).empty()) return std::move(state.line);
  }
  return std::nullopt;
}

std::optional<std::string_view> LineReader::next_raw() {
  if (position_ >= source_.size()) return std::nullopt;
  const std::size_t end = std::min(source_.find('\n', position_), source_.size());
  const std::string_view line = source_.substr(position_, end - position_);
  position_ = std::min(end + 1, source_.size());
  return line;
}

std::size_t LineReader::line_number(std::size_t at) const {
  return 1 +
         static_cast<std::size_t>(std::count(source_.begin(), source_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

}  // namespace nqp::grammar
