// Tokens that every grammar shares.
#pragma once

#include <string_view>
#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze_traits.hpp>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "grammar/rules/characters.hpp"

namespace nqp::grammar::rules {

namespace pegtl = tao::pegtl;

// Positions are computed from pointers, so the input itself need not count lines.
using Input = pegtl::memory_input<pegtl::tracking_mode::lazy, pegtl::eol::lf, const char*>;

template <typename ParseInput>
std::string_view ahead(const ParseInput& in) {
  return {in.current(), static_cast<std::size_t>(in.end() - in.current())};
}

struct spaces : pegtl::star<pegtl::one<' ', '\t', '\n', '\r', '\v', '\f'>> {};
struct blank : pegtl::one<' ', '\t', '\n', '\r', '\v', '\f'> {};

struct name {
  using rule_t = name;
  using subs_t = pegtl::empty_list;
  template <typename ParseInput>
  static bool match(ParseInput& in) {
    const std::size_t n = name_length(in.current(), in.end());
    if (n != 0) in.bump(n);
    return n != 0;
  }
};

// A run of name characters that may begin with a digit.
struct word {
  using rule_t = word;
  using subs_t = pegtl::empty_list;
  template <typename ParseInput>
  static bool match(ParseInput& in) {
    const std::size_t n = word_length(in.current(), in.end());
    if (n != 0) in.bump(n);
    return n != 0;
  }
};

struct word_end : pegtl::not_at<word> {};

// "text" or `"text with "quotes" inside"'.
struct quoted {
  using rule_t = quoted;
  using subs_t = pegtl::empty_list;
  template <typename ParseInput>
  static bool match(ParseInput& in) {
    if (in.empty() || (*in.current() != '"' && *in.current() != '`')) return false;
    const std::size_t n = quoted_length(ahead(in));
    if (n == 0 || n == std::string_view::npos) return false;
    in.bump(n);
    return true;
  }
};

// Text between Open and Close that may nest; other brackets inside are plain text, quotes protect.
template <char Open, char Close>
struct group {
  using rule_t = group;
  using subs_t = pegtl::empty_list;
  template <typename ParseInput>
  static bool match(ParseInput& in) {
    const std::string_view text = ahead(in);
    if (text.empty() || text[0] != Open) return false;
    std::size_t depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == Open) ++depth;
      if (text[i] == Close && --depth == 0) {
        in.bump(i + 1);
        return true;
      }
      if (text[i] != '"' && text[i] != '`') continue;
      const std::size_t n = quoted_length(text.substr(i));
      if (n == std::string_view::npos) return false;
      if (n != 0) i += n - 1;
    }
    return false;
  }
};

struct round_group : group<'(', ')'> {};
struct square_group : group<'[', ']'> {};
struct curly_group : group<'{', '}'> {};

// Nesting deeper than max_depth must end the parse: a local mismatch would make the grammar try another branch.
// The state counts `depth` and knows how to complain about the place.
template <typename Rule>
struct deeper {
  using rule_t = deeper;
  using subs_t = pegtl::type_list<Rule>;

  struct Level {
    explicit Level(int& depth_) : depth(depth_) { ++depth; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    ~Level() { --depth; }
    int& depth;
  };

  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action,
            template <typename...> class Control, typename ParseInput, typename State>
  static bool match(ParseInput& in, State& state) {
    if (state.depth >= max_depth) throw state.too_deep(in.current());
    const Level level(state.depth);
    return Control<Rule>::template match<A, M, Action, Control>(in, state);
  }
};

}  // namespace nqp::grammar::rules

namespace tao::pegtl {
template <typename Name>
struct analyze_traits<Name, nqp::grammar::rules::name> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, nqp::grammar::rules::word> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, nqp::grammar::rules::quoted> : analyze_any_traits<> {};
template <typename Name, char Open, char Close>
struct analyze_traits<Name, nqp::grammar::rules::group<Open, Close>> : analyze_any_traits<> {};
template <typename Name, typename Rule>
struct analyze_traits<Name, nqp::grammar::rules::deeper<Rule>> : analyze_traits<Name, typename seq<Rule>::rule_t> {};
}  // namespace tao::pegtl
