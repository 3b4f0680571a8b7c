#include "stdlib/kit/results_listing.hpp"

#include <fmt/format.h>

#include "interpreter/eval/matrix_language.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/located_value.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

std::string take_listed_word(std::string& s) {
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

// name [=] M [, copy]: the matrix moves into the results unless it is to be copied.
void file_matrix(const std::string& name, const std::string& rest, command::Results& results,
                 runtime::Session& session) {
  BodyAndOptions line = split_options(rest);
  const bool copy = line.find("copy") != nullptr;
  line.check_all_known();
  const std::string& body = line.body;
  const std::string source = body.empty() ? name : body[0] == '=' ? text::trimmed(body.substr(1)) : body;
  results.matrix(name, matrix_value(source, session));
  if (!copy) session.matrices().erase(source);
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
  std::string kind = take_listed_word(rest);
  // Hidden and historical results are stored like all others.
  if (kind == "hidden" || kind.compare(0, 10, "historical") == 0) kind = take_listed_word(rest);
  const std::string name = take_listed_word(rest);
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
    file_matrix(name, rest, results, session);
  } else {
    throw Error(198, kind + " not allowed", std::nullopt, {"scalar, local or matrix"});
  }
}

}  // namespace nqp::kit
