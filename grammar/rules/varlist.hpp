// Variable lists: names with wildcards, ranges a-b, operators, interactions and groups.
#pragma once

#include "grammar/rules/operators.hpp"

namespace nqp::grammar::rules {

struct pattern_name {
  using rule_t = pattern_name;
  using subs_t = pegtl::empty_list;
  static bool wild(char c) { return c == '*' || c == '?' || c == '~'; }
  template <typename ParseInput>
  static bool match(ParseInput& in) {
    const char* p = in.current();
    while (p != in.end()) {
      const std::size_t n = wild(*p) ? 1 : p == in.current() ? name_length(p, in.end()) : word_length(p, in.end());
      if (n == 0) break;
      p += n;
    }
    const auto length = static_cast<std::size_t>(p - in.current());
    if (length != 0) in.bump(length);
    return length != 0;
  }
};

struct interaction;

struct operator_prefix : pegtl::seq<has_operator, operator_words> {};
struct range_end : name {};
struct open_group : pegtl::one<'('> {};
struct close_group : pegtl::one<')'> {};
struct inner_items : pegtl::seq<spaces, pegtl::plus<interaction, spaces>> {};
struct variable_group : pegtl::seq<open_group, deeper<inner_items>, close_group> {};
struct named_factor : pegtl::seq<pattern_name, pegtl::opt<spaces, pegtl::one<'-'>, spaces, range_end>> {};
struct factor_begin : pegtl::at<pegtl::sor<name, pegtl::digit, pegtl::one<'*', '?', '~', '('>>> {};
struct variable_factor
    : pegtl::seq<factor_begin, pegtl::opt<operator_prefix>, pegtl::sor<variable_group, named_factor>> {};
struct full_joint : TAO_PEGTL_STRING("##") {};
struct cross_joint : pegtl::one<'#'> {};
struct joint : pegtl::sor<full_joint, cross_joint> {};
struct item_end : pegtl::at<pegtl::sor<blank, close_group, pegtl::eof>> {};
struct interaction : pegtl::seq<pegtl::list<variable_factor, joint>, item_end> {};

struct variable_item : pegtl::seq<interaction, spaces> {};

}  // namespace nqp::grammar::rules

namespace tao::pegtl {
template <typename Name>
struct analyze_traits<Name, nqp::grammar::rules::pattern_name> : analyze_any_traits<> {};
}  // namespace tao::pegtl
