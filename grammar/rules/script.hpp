// Statements of a script: comments, continuations, quotes, #delimit. The state answers whether `;` ends a statement.
#pragma once

#include "grammar/rules/text.hpp"

namespace nqp::grammar::rules {

// The byte that ends a statement: a line's end or, behind #delimit ;, a semicolon.
struct statement_end {
  using rule_t = statement_end;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <typename...> class, template <typename...> class,
            typename ParseInput, typename State>
  static bool match(ParseInput& in, State& state) {
    if (in.empty() || *in.current() != (state.semicolon ? ';' : '\n')) return false;
    in.bump(1);
    return true;
  }
};

struct soft_newline {
  using rule_t = soft_newline;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <typename...> class, template <typename...> class,
            typename ParseInput, typename State>
  static bool match(ParseInput& in, State& state) {
    if (in.empty() || !state.semicolon || *in.current() != '\n') return false;
    in.bump(1);
    return true;
  }
};

// A quoted text that ends on its line; behind #delimit ; it may run over lines but not over a semicolon that ends
// one. The state knows how far a quote may reach.
struct closed_quote {
  using rule_t = closed_quote;
  using subs_t = pegtl::empty_list;

  template <pegtl::apply_mode, pegtl::rewind_mode, template <typename...> class, template <typename...> class,
            typename ParseInput, typename State>
  static bool match(ParseInput& in, State& state) {
    if (in.empty() || (*in.current() != '"' && *in.current() != '`')) return false;
    if (*in.current() == '`' && (in.size() < 2 || in.peek_char(1) != '"')) return false;
    const std::size_t n = quoted_length(ahead(in).substr(0, state.quote_limit(in.current())));
    if (n == 0 || n == std::string_view::npos) return false;
    in.bump(n);
    return true;
  }
};

// Comments nest.
struct block_comment {
  using rule_t = block_comment;
  using subs_t = pegtl::empty_list;
  template <typename ParseInput>
  static bool match(ParseInput& in) {
    const std::string_view text = ahead(in);
    if (text.substr(0, 2) != "/*") return false;
    std::size_t depth = 0;
    for (std::size_t i = 0; i + 1 < text.size();) {
      const bool opens = text[i] == '/' && text[i + 1] == '*';
      const bool closes = text[i] == '*' && text[i + 1] == '/';
      if (opens) ++depth;
      if (closes) --depth;
      i += opens || closes ? 2 : 1;
      if (depth != 0) continue;
      in.bump(i);
      return true;
    }
    return false;
  }
};

// Slashes count only at the start of a line, behind a blank or behind another comment, so that http://… survives.
struct behind_blank {
  using rule_t = behind_blank;
  using subs_t = pegtl::empty_list;
  template <typename ParseInput>
  static bool match(ParseInput& in) {
    const char* const p = in.current();
    if (p == in.begin() || is_blank(p[-1])) return true;
    return p - in.begin() > 1 && p[-2] == '*' && p[-1] == '/';
  }
};

struct newline : pegtl::one<'\n'> {};
struct line_blank : pegtl::one<' ', '\t', '\v', '\f', '\r'> {};
struct line_rest : pegtl::star<pegtl::not_one<'\n'>> {};
struct unclosed_comment : TAO_PEGTL_STRING("/*") {};
struct any_block_comment : pegtl::sor<block_comment, unclosed_comment> {};
struct continuation : pegtl::seq<behind_blank, TAO_PEGTL_STRING("///"), line_rest, pegtl::opt<newline>> {};
struct line_comment : pegtl::seq<behind_blank, TAO_PEGTL_STRING("//"), line_rest> {};

// --- inside a quote that its line does not close ----------------------------------------------------------------

struct quoted_join : continuation {};
struct simple_text : pegtl::seq<pegtl::not_at<pegtl::sor<continuation, statement_end>>, pegtl::not_one<'"'>> {};
struct simple_mark : pegtl::one<'"'> {};
struct unclosed_quote : pegtl::success {};
struct open_simple : pegtl::seq<simple_mark, pegtl::star<pegtl::sor<quoted_join, simple_text>>,
                                pegtl::sor<simple_mark, unclosed_quote>> {};

struct compound_open : TAO_PEGTL_STRING("`\"") {};
struct compound_close : TAO_PEGTL_STRING("\"'") {};
struct open_compound_quote;
struct compound_text : pegtl::seq<pegtl::not_at<pegtl::sor<continuation, statement_end, compound_close>>, pegtl::any> {
};
struct compound_part : pegtl::sor<deeper<open_compound_quote>, quoted_join, compound_text> {};
struct open_compound_quote
    : pegtl::seq<compound_open, pegtl::star<compound_part>, pegtl::sor<compound_close, unclosed_quote>> {};

struct open_quote : pegtl::sor<open_compound_quote, open_simple> {};

// --- statements -------------------------------------------------------------------------------------------------

struct join : pegtl::seq<pegtl::sor<continuation, line_comment, any_block_comment>, pegtl::star<line_blank>> {};
struct plain_run : pegtl::plus<pegtl::not_one<'\n', '"', '`', '/', ';'>> {};
struct plain_byte : pegtl::seq<pegtl::not_at<statement_end>, pegtl::any> {};
struct statement_item : pegtl::sor<plain_run, closed_quote, join, open_quote, soft_newline, plain_byte> {};

// The prompt in front of commands that were pasted from a log.
struct pasted_prompt : pegtl::seq<pegtl::one<'.'>, pegtl::at<pegtl::sor<line_blank, newline, pegtl::eof>>> {};
struct statement_start
    : pegtl::star<pegtl::sor<line_blank, soft_newline, continuation, line_comment, any_block_comment, pasted_prompt>> {
};
struct star_comment
    : pegtl::seq<pegtl::one<'*'>, pegtl::star<pegtl::sor<any_block_comment, continuation,
                                                         pegtl::seq<pegtl::not_at<statement_end>, pegtl::any>>>> {};

struct delimit_semicolon : pegtl::one<';'> {};
struct delimit_line : pegtl::seq<TAO_PEGTL_STRING("cr"), pegtl::star<line_blank>, pegtl::opt<pegtl::one<';'>>> {};
struct delimit_word : pegtl::seq<pegtl::one<'d'>, pegtl::star<pegtl::alpha>> {};
struct delimit : pegtl::seq<pegtl::one<'#'>, pegtl::star<line_blank>, delimit_word, pegtl::star<line_blank>,
                            pegtl::sor<delimit_semicolon, delimit_line>> {};

struct input_end : pegtl::eof {};
struct statement_stop : pegtl::sor<statement_end, input_end> {};
struct logical_line
    : pegtl::seq<statement_start, pegtl::sor<delimit, pegtl::seq<star_comment, pegtl::opt<statement_end>>,
                                             pegtl::seq<pegtl::star<statement_item>, statement_stop>>> {};

}  // namespace nqp::grammar::rules

namespace tao::pegtl {
template <typename Name>
struct analyze_traits<Name, nqp::grammar::rules::statement_end> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, nqp::grammar::rules::soft_newline> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, nqp::grammar::rules::closed_quote> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, nqp::grammar::rules::block_comment> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, nqp::grammar::rules::behind_blank> : analyze_opt_traits<> {};
}  // namespace tao::pegtl
