#include "interpreter/dataset/io/xlsx_fragments.hpp"

#include "grammar/ast/error.hpp"

namespace nqp::data {
namespace {

// "x:" when the root element is <x:…>. Every element of the part then has it.
std::string namespace_prefix(std::string_view part) {
  std::size_t i = 0;
  while ((i = part.find('<', i)) != std::string_view::npos && i + 1 < part.size()) {
    if (part[i + 1] == '?' || part[i + 1] == '!') {
      ++i;
      continue;
    }
    const std::size_t end = std::min(part.find_first_of(" \t\r\n/>", i), part.size());
    const std::string_view tag = part.substr(i + 1, end - i - 1);
    const std::size_t colon = tag.find(':');
    return colon == std::string_view::npos ? std::string() : std::string(tag.substr(0, colon + 1));
  }
  return {};
}

bool ends_a_name(char c) { return c == ' ' || c == '>' || c == '/' || c == '\n' || c == '\r' || c == '\t'; }

}  // namespace

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(pugi::xml_node parent, std::string_view name) {
  for (const pugi::xml_node n : parent.children())
    if (local_name(n.name()) == name) return n;
  return {};
}

void for_elements(std::string& part, std::string_view name, const std::function<void(char*, std::size_t)>& f) {
  const std::string qualified = namespace_prefix(part) + std::string(name), open = "<" + qualified,
                    close = "</" + qualified + ">";
  const std::string_view text = part;
  std::size_t at = 0;
  while ((at = text.find(open, at)) != std::string_view::npos) {
    const std::size_t after = at + open.size();
    if (after >= text.size() || !ends_a_name(text[after])) {
      at = after;
      continue;
    }
    const std::size_t tag_end = text.find('>', after);
    std::size_t end = tag_end;
    if (tag_end != std::string_view::npos && text[tag_end - 1] == '/') {
      end = tag_end + 1;
    } else {
      end = text.find(close, after);
      if (end != std::string_view::npos) end += close.size();
    }
    if (end == std::string_view::npos)
      throw Error(688, "the workbook is damaged: <" + qualified + "> at byte " + std::to_string(at) + " has no end");
    f(part.data() + at, end - at);
    at = end;
  }
}

}  // namespace nqp::data
