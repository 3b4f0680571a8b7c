// Time-series and factor operators in front of a name: L2. LD. i. c. 2. ib3. 1b. i(1/3). cL.
#pragma once

#include "grammar/rules/text.hpp"

namespace nqp::grammar::rules {

struct order : pegtl::plus<pegtl::digit> {};
struct order_list : round_group {};
struct series_letter : pegtl::one<'L', 'l', 'F', 'f', 'D', 'd', 'S', 's'> {};
struct series_operator : pegtl::seq<series_letter, pegtl::opt<pegtl::sor<order, order_list>>> {};

struct level : pegtl::plus<pegtl::digit> {};
struct level_list : round_group {};
struct base_rule : round_group {};  // (last) (first) (freq)

// ib3 b3 ibn bn ib(last)
struct base_letter : pegtl::seq<pegtl::opt<pegtl::one<'i'>>, pegtl::one<'b'>> {};
struct base_level : pegtl::plus<pegtl::digit> {};
struct no_base : pegtl::one<'n'> {};
struct base_order : pegtl::plus<pegtl::digit> {};  // (#2): the second level
struct base_by_order : pegtl::seq<pegtl::one<'('>, pegtl::one<'#'>, base_order, pegtl::one<')'>> {};
struct base_operator : pegtl::seq<base_letter, pegtl::sor<base_level, no_base, base_by_order, base_rule>> {};

// i i2 i(1/3) 2
struct indicator_letter : pegtl::one<'i'> {};
struct indicator_operator : pegtl::sor<pegtl::seq<indicator_letter, pegtl::opt<pegtl::sor<level, level_list>>>, level> {
};

// What follows a level in names of coefficients: 1b. 3o. 1bn.
struct marked_base : pegtl::one<'b'> {};
struct marked_no_base : pegtl::string<'b', 'n'> {};
struct marked_omit : pegtl::one<'o'> {};
struct marks : pegtl::seq<pegtl::opt<pegtl::sor<marked_no_base, marked_base>>, pegtl::opt<marked_omit>> {};

struct continuous_operator : pegtl::one<'c'> {};
struct omit_operator : pegtl::one<'o'> {};
struct continuous_omitted : pegtl::seq<continuous_operator, pegtl::opt<marked_omit>> {};

// o3 io3 io(3 4): indicators that are left out
struct omit_letter : pegtl::seq<pegtl::opt<pegtl::one<'i'>>, pegtl::one<'o'>> {};
struct omit_level : pegtl::plus<pegtl::digit> {};
struct omit_list : round_group {};
struct omit_levels_operator : pegtl::seq<omit_letter, pegtl::sor<omit_level, omit_list>> {};

struct factor_operator : pegtl::sor<base_operator, omit_levels_operator, pegtl::seq<indicator_operator, marks>,
                                    continuous_omitted, omit_operator> {};

struct operator_word
    : pegtl::seq<pegtl::sor<pegtl::seq<factor_operator, pegtl::star<series_operator>>, pegtl::plus<series_operator>>,
                 pegtl::one<'.'>> {};

// Looking ahead first keeps the actions of a word that turns out to be the name itself from running.
struct operator_words : pegtl::plus<pegtl::at<operator_word>, operator_word> {};

// 2.g must not be read as the number 2. followed by g, nor 2.5 as an operator.
struct has_operator : pegtl::at<operator_words, pegtl::sor<name, pegtl::one<'(', '*', '?'>>> {};

}  // namespace nqp::grammar::rules
