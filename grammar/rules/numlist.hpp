// Number lists: 1 2 3, 1/5, 1(2)9, 1[2]9, 1 2 to 9, 1 2:9.
#pragma once

#include "grammar/rules/expression.hpp"

namespace nqp::grammar::rules {

struct list_number : pegtl::seq<pegtl::opt<pegtl::one<'-', '+'>>, mantissa, pegtl::opt<exponent_part>, word_end> {};

// a/b
struct slash_tail : pegtl::seq<spaces, pegtl::one<'/'>, spaces, list_number> {};

// a(d)b, a(d)/b, a[d]b
struct step_open : pegtl::one<'(', '['> {};
struct step_close : pegtl::seq<pegtl::one<')', ']'>, spaces, pegtl::opt<pegtl::one<'/'>>> {};
struct step_tail : pegtl::seq<spaces, step_open, spaces, list_number, spaces, step_close, spaces, list_number> {};

// a b to c, a b:c
struct progression_word : pegtl::sor<pegtl::one<':'>, pegtl::seq<TAO_PEGTL_STRING("to"), word_end>> {};
struct progression : pegtl::seq<spaces, list_number, spaces, progression_word, spaces, list_number> {};
struct progression_tail : pegtl::seq<pegtl::at<progression>, progression> {};

struct number_item : pegtl::seq<list_number, pegtl::opt<pegtl::sor<slash_tail, step_tail, progression_tail>>> {};
struct number_list : pegtl::seq<spaces, pegtl::plus<number_item, spaces>, pegtl::eof> {};

}  // namespace nqp::grammar::rules
