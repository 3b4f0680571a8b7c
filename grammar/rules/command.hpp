// The common syntax: [varlist|exp] [= exp] [if exp] [in range] [weight] [using file] [, options].
#pragma once

#include "grammar/rules/text.hpp"

namespace nqp::grammar::rules {

// --- prefixes ---------------------------------------------------------------------------------------------------

// Quotes and brackets hide colons, commas and keywords.
struct head_chunk : pegtl::sor<quoted, round_group, square_group, curly_group, word, pegtl::any> {};
struct colon : pegtl::one<':'> {};
struct prefix_text : pegtl::seq<pegtl::star<pegtl::not_at<colon>, head_chunk>, pegtl::at<colon>> {};

// --- parts ------------------------------------------------------------------------------------------------------

// A keyword stands alone: behind a blank, a bracket or a quote, or at the beginning.
struct boundary {
  using rule_t = boundary;
  using subs_t = pegtl::empty_list;
  template <typename ParseInput>
  static bool match(ParseInput& in) {
    if (in.current() == in.begin()) return true;
    const char c = in.current()[-1];
    return is_blank(c) || c == ')' || c == ']' || c == '"' || c == '\'';
  }
};

struct keyword_if : pegtl::seq<boundary, TAO_PEGTL_STRING("if"), word_end> {};
struct keyword_in : pegtl::seq<boundary, TAO_PEGTL_STRING("in"), word_end> {};
struct keyword_using : pegtl::seq<boundary, TAO_PEGTL_STRING("using"), word_end> {};

// [aw=exp] is told from a subscript by its single equal sign behind letters.
struct equals : pegtl::seq<pegtl::one<'='>, pegtl::not_at<pegtl::one<'='>>> {};
struct weight_kind : pegtl::star<pegtl::alpha> {};
struct weight_begin : pegtl::seq<pegtl::one<'['>, spaces, pegtl::star<pegtl::alpha>, spaces, equals> {};
// [`weight'`exp'] of a program without a weight: nothing.
struct empty_weight : pegtl::seq<boundary, pegtl::one<'['>, spaces, pegtl::one<']'>> {};
struct option_comma : pegtl::one<','> {};
struct part_begin : pegtl::sor<option_comma, keyword_if, keyword_in, keyword_using, weight_begin, empty_weight> {};

struct double_operator : pegtl::sor<TAO_PEGTL_STRING("=="), TAO_PEGTL_STRING("!="), TAO_PEGTL_STRING("~="),
                                    TAO_PEGTL_STRING("<="), TAO_PEGTL_STRING(">=")> {};
struct plain_character : pegtl::not_one<'"', '(', ')', '[', ']'> {};
struct open_compound : TAO_PEGTL_STRING("`\"") {};
struct argument_chunk : pegtl::sor<word, quoted, round_group, square_group, double_operator,
                                   pegtl::seq<pegtl::not_at<open_compound>, plain_character>> {};
struct part_text : pegtl::star<pegtl::not_at<part_begin>, argument_chunk> {};

struct body_text : pegtl::star<pegtl::not_at<pegtl::sor<part_begin, equals>>, argument_chunk> {};
struct assigned_text : part_text {};
struct assigned_part : pegtl::seq<pegtl::one<'='>, assigned_text> {};
struct condition_text : part_text {};
struct condition_part : pegtl::seq<keyword_if, condition_text> {};
struct range_text : part_text {};
struct range_part : pegtl::seq<keyword_in, range_text> {};

struct weight_text : pegtl::star<pegtl::sor<quoted, round_group, square_group, pegtl::not_one<'[', ']'>>> {};
struct weight_part : pegtl::seq<pegtl::at<weight_begin>, pegtl::one<'['>, spaces, weight_kind, spaces, equals,
                                weight_text, pegtl::one<']'>> {};

struct bare_file : pegtl::plus<pegtl::not_one<' ', '\t', '\n', '\r', '\v', '\f', ',', '"'>> {};
struct file_name : pegtl::sor<quoted, bare_file> {};
struct using_part
    : pegtl::seq<keyword_using, spaces, file_name, pegtl::star<spaces, pegtl::not_at<part_begin>, file_name>> {};

struct qualifier : pegtl::sor<condition_part, range_part, weight_part, empty_weight, using_part> {};
struct option_text : pegtl::star<pegtl::any> {};
struct option_part : pegtl::seq<option_comma, option_text> {};
struct arguments : pegtl::seq<spaces, body_text, pegtl::opt<assigned_part>, pegtl::star<qualifier, spaces>,
                              pegtl::opt<option_part>> {};

// --- options ----------------------------------------------------------------------------------------------------

struct option_name : pegtl::sor<word, pegtl::one<'*'>> {};
struct option_argument : round_group {};
struct option : pegtl::seq<option_name, pegtl::opt<spaces, option_argument>, spaces> {};

// --- in f/l -----------------------------------------------------------------------------------------------------

struct row_number : pegtl::seq<pegtl::opt<pegtl::one<'-', '+'>>, pegtl::plus<pegtl::digit>> {};
struct row : pegtl::sor<row_number, pegtl::one<'f', 'F', 'l', 'L'>> {};
struct first_row : row {};
struct last_row : row {};
struct row_range
    : pegtl::seq<spaces, first_row, spaces, pegtl::opt<pegtl::one<'/'>, spaces, last_row, spaces>, pegtl::eof> {};

}  // namespace nqp::grammar::rules

namespace tao::pegtl {
template <typename Name>
struct analyze_traits<Name, nqp::grammar::rules::boundary> : analyze_opt_traits<> {};
}  // namespace tao::pegtl
