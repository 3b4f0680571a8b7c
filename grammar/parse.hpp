// The only ways into the grammar. All texts are UTF-8; every function throws Error (code 198 unless said
// otherwise) whose span points into the text given. Nesting deeper than max_depth is an Error with code 130.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/ast/command.hpp"
#include "grammar/ast/error.hpp"
#include "grammar/ast/expression.hpp"
#include "grammar/ast/script.hpp"
#include "grammar/ast/varlist.hpp"

namespace nqp::grammar {

inline constexpr int max_depth = 256;

// Splits unexpanded text into blocks and statements. An unclosed block, quote or comment is an Error at the
// place where it began. `name` is the file's name for messages.
ast::Script parse_script(std::string source, std::string name = {});

// The same for a text that is to be run: the statements in front of such a place, which run before the error in
// Script::broken stops them.
ast::Script parse_up_to_error(std::string source, std::string name = {});

// Whether more lines are needed (an open brace, program, comment, continuation or `#delimit ;` statement).
bool is_complete(std::string_view source);

// The pieces of one text with macro references; used for text that macros themselves produce.
ast::Template parse_template(std::string_view text);

// What a word at the start of a command is.
enum class WordClass {
  command,
  prefix,        // quietly, capture, noisily: no colon needed, one allowed
  colon_prefix,  // by, bysort, xi, version, eststo, bootstrap …: a prefix only when a top-level colon follows
};
using Classify = std::function<WordClass(std::string_view word)>;

// Prefix chain, command word and the rest of an expanded command.
ast::Head parse_head(std::string_view text, const Classify& classify);

// The common syntax, for a command that has no grammar of its own. Spans are relative to `text`, moved by `offset`.
ast::Arguments parse_arguments(std::string_view text, std::uint32_t offset = 0);

// `name(argument) name …` as it stands behind a comma; also used for suboptions.
std::vector<ast::Option> parse_options(std::string_view text, std::uint32_t offset = 0);

ast::ExpressionPtr parse_expression(std::string_view text, std::uint32_t offset = 0);

// Expressions of `matrix`: adds joins, transposes and matrix subscripts.
ast::ExpressionPtr parse_matrix_expression(std::string_view text, std::uint32_t offset = 0);

ast::Varlist parse_varlist(std::string_view text, std::uint32_t offset = 0);

// 1/5, 1(2)9, 10(-1)1, 1 2 to 9, 1 2:9 and lists of these, expanded. Codes 121-127.
std::vector<double> parse_numlist(std::string_view text, std::uint32_t offset = 0);

// foreach headers, after expansion.
struct ForeachHeader {
  enum class Source { in, local, global, varlist, newlist, numlist };
  std::string name;
  Source source = Source::in;
  std::string list;  // macro name for local/global, else the list's text
};
ForeachHeader parse_foreach(std::string_view text);

// i = a/b, a(d)b, a b to c, a b : c. The bounds stay text: they may be expressions of expanded macros.
struct ForvaluesHeader {
  std::string name;
  double first = 0, step = 1, last = 0;
};
ForvaluesHeader parse_forvalues(std::string_view text);

// Splits at blanks; keeps "quoted text" and `"compound"' together, outer quotes removed when strip is true.
std::vector<std::string> split_words(std::string_view text, bool strip_quotes = true);

// Canonical text: single blanks, no redundant parentheses added or removed, quotes as they were.
std::string unparse(const ast::Expression& e);
std::string unparse(const ast::Varlist& v);
std::string unparse(const ast::Arguments& a);
std::string unparse(const ast::Head& h);
std::string unparse(const ast::Template& t);
std::string unparse(const ast::Script& s);

}  // namespace nqp::grammar
