#include "interpreter/runtime/script_of.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::runtime {
namespace {

// "line 2 of build.do: foreach v in a b"
std::string place_in(const std::string& text, std::size_t at, const std::string& name) {
  at = std::min(at, text.size());
  const std::size_t before = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  const std::size_t end = std::min(text.find('\n', begin), text.size());
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin), '\n');
  return fmt::format("line {}{}: {}", line, name.empty() ? "" : " of " + name,
                     text::trimmed(text.substr(begin, end - begin)));
}

}  // namespace

std::shared_ptr<const ast::Script> script_of(std::string text, const std::string& name) {
  try {
    return std::make_shared<const ast::Script>(grammar::parse_script(text, name));
  } catch (const Error& e) {
    if (!e.span || (name.empty() && text.find('\n') == std::string::npos)) throw;
    std::vector<std::string> notes{place_in(text, e.span->begin, name)};
    notes.insert(notes.end(), e.notes.begin(), e.notes.end());
    throw Error(e.code, e.what(), std::nullopt, std::move(notes));
  }
}

}  // namespace nqp::runtime
