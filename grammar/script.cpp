// Scripts: from bytes to the tree of statements.
#include "grammar/block_builder.hpp"
#include "grammar/line_reader.hpp"
#include "grammar/parse.hpp"
#include "grammar/syntax_error.hpp"

namespace nqp::grammar {
namespace {

// Without a byte order mark, lines ended by \n alone.
std::string normalised(std::string source) {
  if (source.compare(0, 3, "\xEF\xBB\xBF") == 0) source.erase(0, 3);
  if (source.find('\r') == std::string::npos) return source;
  std::string out;
  out.reserve(source.size());
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (source[i] != '\r') out += source[i];
    else if (i + 1 == source.size() || source[i + 1] != '\n') out += '\n';
  }
  return out;
}

}  // namespace

ast::Script parse_up_to_error(std::string source, std::string name) {
  check_size(source);
  ast::Script script;
  script.name = std::move(name);
  script.source = normalised(std::move(source));
  try {
    read_statements(script.source, script.statements);
  } catch (const Error& e) {
    script.broken = e;
  }
  return script;
}

ast::Script parse_script(std::string source, std::string name) {
  ast::Script script = parse_up_to_error(std::move(source), std::move(name));
  if (script.broken) throw Error(*script.broken);
  return script;
}

bool is_complete(std::string_view source) {
  const std::string text = normalised(std::string(source));
  std::vector<ast::Statement> statements;
  try {
    return !read_statements(text, statements);
  } catch (const Incomplete&) {
    return false;
  } catch (const Error&) {
    return true;
  }
}

}  // namespace nqp::grammar
