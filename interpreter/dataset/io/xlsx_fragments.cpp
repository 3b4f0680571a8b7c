#include "interpreter/dataset/io/xlsx_fragments.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"

namespace nqp::data {
namespace {

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

void ElementStream::add(std::string_view piece) {
  text_.append(piece);
  if (know_prefix()) take_elements(false);
  text_.erase(0, at_);
  before_ += at_;
  looked_ -= std::min(looked_, at_);
  at_ = 0;
}

void ElementStream::finish() {
  if (know_prefix()) take_elements(true);
}

// The names get the prefix "x:" when the root element is <x:…>: every element of the part then has it. False until the
// root element has come.
bool ElementStream::know_prefix() {
  if (prefix_known_) return true;
  while ((at_ = std::min(text_.find('<', at_), text_.size())) + 1 < text_.size()) {
    if (text_[at_ + 1] == '?' || text_[at_ + 1] == '!') {
      if (text_.size() - at_ < 4) return false;
      const bool comment = text_.compare(at_, 4, "<!--") == 0;
      const std::size_t end = text_.find(comment ? "-->" : ">", at_);
      if (end == std::string::npos) return false;
      at_ = end;
      continue;
    }
    const std::size_t end = text_.find_first_of(" \t\r\n/>", at_);
    if (end == std::string::npos) return false;
    const std::string tag = text_.substr(at_ + 1, end - at_ - 1);
    const std::size_t colon = tag.find(':');
    if (colon != std::string::npos)
      for (std::string& name : names_) name.insert(0, tag, 0, colon + 1);
    return prefix_known_ = true;
  }
  return false;
}

bool ElementStream::take_elements(bool last) {
  std::size_t longest = 0;
  for (const std::string& name : names_) longest = std::max(longest, name.size());
  while ((at_ = std::min(text_.find('<', at_), text_.size())) < text_.size()) {
    if (!last && text_.size() - at_ < longest + 2) return true;
    std::size_t which = 0;
    while (which < names_.size()) {
      const std::string& name = names_[which];
      const std::size_t after = at_ + 1 + name.size();
      if (after < text_.size() && text_.compare(at_ + 1, name.size(), name) == 0 && ends_a_name(text_[after])) break;
      ++which;
    }
    if (which == names_.size()) ++at_;
    else if (!take_element(which, last)) return false;
  }
  return true;
}

// False when its end has not come yet.
bool ElementStream::take_element(std::size_t which, bool last) {
  const std::string& name = names_[which];
  const std::size_t tag_end = text_.find('>', at_);
  std::size_t end = std::string::npos;
  if (tag_end != std::string::npos && text_[tag_end - 1] == '/') {
    end = tag_end + 1;
  } else if (tag_end != std::string::npos) {
    const std::string close = "</" + name + ">";
    end = text_.find(close, std::max(looked_, tag_end));
    if (end != std::string::npos) end += close.size();
    else looked_ = std::max(tag_end, text_.size() - std::min(text_.size(), close.size()));
  }
  if (end == std::string::npos) {
    if (!last) return false;
    throw Error(688,
                "the workbook is damaged: <" + name + "> at byte " + std::to_string(before_ + at_) + " has no end");
  }
  take_(which, text_.data() + at_, end - at_);
  at_ = end;
  looked_ = 0;
  return true;
}

}  // namespace nqp::data
