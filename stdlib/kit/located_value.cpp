#include "stdlib/kit/located_value.hpp"

#include <algorithm>

#include "interpreter/text/format.hpp"

namespace nqp::kit {

eval::Value value_at(runtime::Session& s, const std::string& text, std::size_t begin) {
  begin = std::min(text.find_first_not_of(" \t", begin), text.size());
  try {
    return s.value(text::trimmed(text.substr(begin)));
  } catch (const Error& e) {
    if (!e.span) throw;
    const auto moved = static_cast<std::uint32_t>(begin);
    throw Error(e.code, e.what(), ast::Span{e.span->begin + moved, e.span->end + moved}, e.notes);
  }
}

}  // namespace nqp::kit
