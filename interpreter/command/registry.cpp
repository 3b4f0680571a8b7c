#include "interpreter/command/registry.hpp"

#include <algorithm>

namespace nqp::command {
namespace {

bool abbreviates(const Command& c, std::string_view word) {
  return word.size() >= c.least && word.size() <= c.name.size() && c.name.compare(0, word.size(), word) == 0;
}

const Command* find_one(std::string_view word) {
  const Command* found = nullptr;
  for (const RegistryEntry& e : registry()) {
    const Command& c = *e.command;
    if (c.name == word || std::find(c.aliases.begin(), c.aliases.end(), word) != c.aliases.end()) return &c;
    if (abbreviates(c, word)) found = &c;
  }
  return found;
}

}  // namespace

const Command* find_command(std::string_view word, std::string_view next_word, bool& used_second_word) {
  used_second_word = false;
  if (!next_word.empty()) {
    std::string both(word);
    both.append(" ").append(next_word);
    for (const RegistryEntry& e : registry()) {
      const Command& c = *e.command;
      if (c.name.find(' ') == std::string::npos) continue;
      if (!abbreviates(c, both) && std::find(c.aliases.begin(), c.aliases.end(), both) == c.aliases.end()) continue;
      used_second_word = true;
      return &c;
    }
  }
  return find_one(word);
}

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const RegistryEntry& e : registry()) {
    names.push_back(e.command->name);
    names.insert(names.end(), e.command->aliases.begin(), e.command->aliases.end());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace nqp::command
