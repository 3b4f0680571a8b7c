// Expressions. Precedence from high to low: call and subscript, ! ~, ^, unary - +, #, * /, + -, comparisons, &, |,
// and in matrix expressions the joins "," and "\".
#pragma once

#include "grammar/rules/operators.hpp"

namespace nqp::grammar::rules {

template <typename Rule>
struct token : pegtl::seq<Rule, spaces> {};

// --- leaves -----------------------------------------------------------------------------------------------------

struct exponent_part : pegtl::seq<pegtl::one<'e', 'E'>, pegtl::opt<pegtl::one<'+', '-'>>, pegtl::plus<pegtl::digit>> {};
// A dot that begins ".." belongs to a range: A[1..3,1].
struct decimal_point : pegtl::seq<pegtl::one<'.'>, pegtl::not_at<pegtl::one<'.'>>> {};
struct mantissa
    : pegtl::sor<pegtl::seq<pegtl::plus<pegtl::digit>, pegtl::opt<decimal_point, pegtl::star<pegtl::digit>>>,
                 pegtl::seq<pegtl::one<'.'>, pegtl::plus<pegtl::digit>>> {};
struct number : pegtl::seq<mantissa, pegtl::opt<exponent_part>, word_end> {};
// 1.e3 is a number although 1. could be an operator in front of the name e3.
struct pointed_exponent : pegtl::at<pegtl::plus<pegtl::digit>, pegtl::one<'.'>, exponent_part, word_end> {};
struct missing
    : pegtl::seq<pegtl::one<'.'>, pegtl::opt<pegtl::range<'a', 'z'>>, word_end, pegtl::not_at<pegtl::one<'.'>>> {};
struct string : quoted {};

struct interaction_tail : pegtl::plus<pegtl::one<'#'>, pegtl::opt<has_operator, operator_words>, name> {};
struct term : pegtl::seq<has_operator, operator_words, name, pegtl::opt<interaction_tail>> {};

// --- what may follow a name -------------------------------------------------------------------------------------

struct expression;
struct matrix;

struct comma : token<pegtl::one<','>> {};
struct open_call : token<pegtl::one<'('>> {};
struct close_call : pegtl::one<')'> {};
struct call_arguments : pegtl::opt<pegtl::list_must<expression, comma>> {};
struct call_tail : pegtl::if_must<open_call, deeper<call_arguments>, close_call> {};

// td(1mar2019), tin(2000q1, ): the arguments are dates, not expressions.
struct date_argument : pegtl::star<pegtl::not_one<',', ')'>> {};
struct open_date : pegtl::one<'('> {};
struct date_tail : pegtl::if_must<open_date, pegtl::list<date_argument, pegtl::one<','>>, close_call> {};

struct member_text : pegtl::plus<pegtl::not_one<']', '['>> {};
struct member_tail : pegtl::if_must<pegtl::one<'['>, spaces, member_text, pegtl::one<']'>> {};

// Predicates on the name just read; the state answers.
struct names_coefficient {
  using rule_t = names_coefficient;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <typename...> class, template <typename...> class,
            typename ParseInput, typename State>
  static bool match(ParseInput&, State& state) {
    return state.last_names_coefficient();
  }
};

struct names_date {
  using rule_t = names_date;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <typename...> class, template <typename...> class,
            typename ParseInput, typename State>
  static bool match(ParseInput&, State& state) {
    return state.last_names_date();
  }
};

struct within_matrix {
  using rule_t = within_matrix;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <typename...> class, template <typename...> class,
            typename ParseInput, typename State>
  static bool match(ParseInput&, State& state) {
    return state.matrix;
  }
};

// Among matrices # is the Kronecker product.
struct outside_matrix : pegtl::if_then_else<within_matrix, pegtl::failure, interaction_tail> {};

// The keywords of the common syntax cannot be names of anything.
struct keyword
    : pegtl::seq<pegtl::sor<TAO_PEGTL_STRING("if"), TAO_PEGTL_STRING("in"), TAO_PEGTL_STRING("using")>, word_end> {};
struct plain_name : pegtl::seq<pegtl::not_at<keyword>, name> {};
struct named
    : pegtl::seq<plain_name, pegtl::sor<outside_matrix,
                                        pegtl::seq<spaces, pegtl::sor<pegtl::seq<names_coefficient, member_tail>,
                                                                      pegtl::seq<names_date, date_tail>, call_tail>>,
                                        pegtl::success>> {};

// [eq]_b[x], [eq]x
struct equation_text : pegtl::plus<pegtl::not_one<']', '['>> {};
struct equation_member : pegtl::seq<pegtl::opt<has_operator, operator_words>, name, pegtl::opt<interaction_tail>> {};
struct coefficient_word : pegtl::sor<TAO_PEGTL_STRING("_b"), TAO_PEGTL_STRING("_se"), TAO_PEGTL_STRING("_coef")> {};
struct in_equation : pegtl::if_must<pegtl::one<'['>, equation_text, pegtl::one<']'>,
                                    pegtl::sor<pegtl::seq<coefficient_word, member_tail>, equation_member>> {};

// --- operators --------------------------------------------------------------------------------------------------

struct open_paren : token<pegtl::one<'('>> {};
struct close_paren : pegtl::one<')'> {};
struct inside_parens : pegtl::if_then_else<within_matrix, matrix, expression> {};
struct parenthesised : pegtl::if_must<open_paren, deeper<inside_parens>, close_paren> {};

struct primary : pegtl::sor<pegtl::seq<pointed_exponent, number>, term, number, missing, string, parenthesised, named,
                            in_equation> {};

struct open_range : TAO_PEGTL_STRING("...") {};
struct range_dots : token<pegtl::seq<TAO_PEGTL_STRING(".."), pegtl::not_at<pegtl::one<'.'>>>> {};
struct closed_range : pegtl::if_must<range_dots, expression> {};
struct subscript_argument : pegtl::seq<expression, pegtl::opt<pegtl::sor<token<open_range>, closed_range>>> {};
struct open_subscript : token<pegtl::one<'['>> {};
struct close_subscript : pegtl::one<']'> {};
struct subscript_list : pegtl::list_must<subscript_argument, comma> {};
struct subscript : pegtl::if_must<open_subscript, deeper<subscript_list>, close_subscript> {};
struct transposed : pegtl::seq<within_matrix, pegtl::one<'\''>> {};

struct postfix : pegtl::seq<token<primary>, pegtl::star<token<pegtl::sor<subscript, transposed>>>> {};

struct minus_sign : token<pegtl::one<'-'>> {};
struct plus_sign : token<pegtl::one<'+'>> {};
struct not_sign : token<pegtl::seq<pegtl::one<'!', '~'>, pegtl::not_at<pegtl::one<'='>>>> {};

struct not_operand;
struct negated : pegtl::if_must<minus_sign, deeper<not_operand>> {};
struct posited : pegtl::if_must<plus_sign, deeper<not_operand>> {};
struct complemented : pegtl::if_must<not_sign, deeper<not_operand>> {};
struct not_operand : pegtl::sor<complemented, negated, posited, postfix> {};

struct factor : pegtl::sor<complemented, postfix> {};

// 2^-1: the sign belongs to the exponent.
struct exponent : pegtl::sor<negated, posited, factor> {};
struct power_operator : token<pegtl::one<'^'>> {};
struct power_step : pegtl::if_must<power_operator, exponent> {};
struct power : pegtl::seq<factor, pegtl::star<power_step>> {};

struct signed_;
struct negation : pegtl::if_must<minus_sign, deeper<signed_>> {};
struct position : pegtl::if_must<plus_sign, deeper<signed_>> {};
struct signed_ : pegtl::sor<negation, position, power> {};

struct kronecker_operator : token<pegtl::one<'#'>> {};
struct kronecker_step : pegtl::if_must<pegtl::seq<within_matrix, kronecker_operator>, signed_> {};
struct kronecker : pegtl::seq<signed_, pegtl::star<kronecker_step>> {};

struct multiply_operator : token<pegtl::one<'*'>> {};
struct divide_operator : token<pegtl::one<'/'>> {};
struct product_step : pegtl::if_must<pegtl::sor<multiply_operator, divide_operator>, kronecker> {};
struct product : pegtl::seq<kronecker, pegtl::star<product_step>> {};

struct add_operator : token<pegtl::one<'+'>> {};
struct subtract_operator : token<pegtl::one<'-'>> {};
struct sum_step : pegtl::if_must<pegtl::sor<add_operator, subtract_operator>, product> {};
struct sum : pegtl::seq<product, pegtl::star<sum_step>> {};

struct comparison_operator : token<pegtl::sor<TAO_PEGTL_STRING("=="), TAO_PEGTL_STRING("!="), TAO_PEGTL_STRING("~="),
                                              TAO_PEGTL_STRING("<="), TAO_PEGTL_STRING(">="), pegtl::one<'<', '>'>>> {};
struct comparison_step : pegtl::if_must<comparison_operator, sum> {};
struct comparison : pegtl::seq<sum, pegtl::star<comparison_step>> {};

struct and_operator : token<pegtl::one<'&'>> {};
struct and_step : pegtl::if_must<and_operator, comparison> {};
struct conjunction : pegtl::seq<comparison, pegtl::star<and_step>> {};

struct or_operator : token<pegtl::one<'|'>> {};
struct or_step : pegtl::if_must<or_operator, conjunction> {};
struct expression : pegtl::seq<conjunction, pegtl::star<or_step>> {};

struct column_join : comma {};
struct column_step : pegtl::if_must<column_join, expression> {};
struct matrix_row : pegtl::seq<expression, pegtl::star<column_step>> {};
struct row_join : token<pegtl::one<'\\'>> {};
struct row_step : pegtl::if_must<row_join, matrix_row> {};
struct matrix : pegtl::seq<matrix_row, pegtl::star<row_step>> {};

struct whole_expression : pegtl::must<spaces, expression, pegtl::eof> {};
struct whole_matrix : pegtl::must<spaces, matrix, pegtl::eof> {};

}  // namespace nqp::grammar::rules

namespace tao::pegtl {
template <typename Name>
struct analyze_traits<Name, nqp::grammar::rules::names_coefficient> : analyze_opt_traits<> {};
template <typename Name>
struct analyze_traits<Name, nqp::grammar::rules::names_date> : analyze_opt_traits<> {};
template <typename Name>
struct analyze_traits<Name, nqp::grammar::rules::within_matrix> : analyze_opt_traits<> {};
}  // namespace tao::pegtl
