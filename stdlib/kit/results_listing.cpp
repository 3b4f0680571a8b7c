#include "stdlib/kit/results_listing.hpp"

#include <fmt/format.h>

#include "interpreter/eval/matrix_language.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/located_value.hpp"

namespace nqp::kit {
namespace {

std::string take_word(std::string& s) {
  s = text::trimmed(s);
  const std::size_t end = std::min(s.find_first_of(" \t="), s.size());
  const std::string word = s.substr(0, end);
  s = text::trimmed(s.substr(end));
  return word;
}

bool is_short_for(const std::string& word, std::string_view full, std::size_t least) {
  return word.size() >= least && full.compare(0, word.size(), word) == 0;
}

std::string assigned(std::string rest, runtime::Session& session) {
  const eval::Value v = session.value(text::trimmed(rest.substr(1)));
  return v.is_string ? v.text : text::macro_number(v.number);
}

std::string unquoted(const std::string& s) {
  const std::vector<std::string> words = grammar::split_words(s);
  return words.size() == 1 && !s.empty() && (s[0] == '"' || s[0] == '`') ? words[0] : s;
}

}  // namespace

report::Document list_results(const command::Results& results, char kind) {
  report::Document d;
  const auto name = [&](const std::string& n) { return text::pad_left(fmt::format("{}({})", kind, n), 20); };
  if (!results.scalars.empty()) {
    d.blank().line("scalars:");
    for (const auto& [n, v] : results.scalars)
      d.line(name(n) + " =  " + text::trimmed(text::format_number(v, "%18.0g")), report::Style::result);
  }
  if (!results.macros.empty()) {
    d.blank().line("macros:");
    for (const auto& [n, v] : results.macros) d.line(name(n) + " : \"" + v + "\"", report::Style::result);
  }
  if (!results.matrices.empty()) {
    d.blank().line("matrices:");
    for (const auto& [n, m] : results.matrices)
      d.line(name(n) + fmt::format(" :  {} x {}", m.rows, m.columns), report::Style::result);
  }
  if (kind == 'e' && !results.empty()) d.blank().line("functions:").line(name("sample"), report::Style::result);
  return d;
}

eval::Matrix matrix_value(const std::string& text, runtime::Session& session) {
  const std::string name = text::trimmed(text);
  if (const eval::Matrix* m = session.matrix(name)) return *m;
  return eval::evaluate_matrix(*grammar::parse_matrix_expression(name), session.scope());
}

void file_result(const std::string& definition, command::Results& results, runtime::Session& session) {
  std::string rest = definition;
  const std::string kind = take_word(rest);
  const std::string name = take_word(rest);
  if (name.empty()) throw Error(198, "invalid syntax: a name is needed after " + kind);
  if (is_short_for(kind, "scalar", 3)) {
    if (rest.empty() || rest[0] != '=') throw Error(198, "invalid syntax: scalar name = exp");
    const eval::Value v = value_at(session, definition, definition.find('=') + 1);
    if (v.is_string) throw Error(109, "type mismatch: a scalar of results is a number");
    results.scalar(name, v.number);
  } else if (is_short_for(kind, "local", 3)) {
    if (!rest.empty() && rest[0] == '=') results.macro(name, assigned(rest, session));
    else if (!rest.empty() && rest[0] == ':') results.macro(name, session.expand("`" + rest + "'"));
    else results.macro(name, unquoted(rest));
  } else if (is_short_for(kind, "matrix", 3)) {
    const std::string source = rest.empty() ? name : rest[0] == '=' ? text::trimmed(rest.substr(1)) : rest;
    results.matrix(name, matrix_value(source, session));
  } else {
    throw Error(198, kind + " not allowed", std::nullopt, {"scalar, local or matrix"});
  }
}

}  // namespace nqp::kit
