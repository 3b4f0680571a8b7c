#include "interpreter/command/registry.hpp"

#include <algorithm>

namespace nqp::command {
namespace {

// A name by which a command is called; aliases are not abbreviated.
struct Calling {
  std::string_view name;
  std::size_t least;
  const Command* command;
};

const std::vector<Calling>& callings() {
  static const std::vector<Calling> sorted = [] {
    std::vector<Calling> all;
    all.reserve(2 * registry().size());
    for (const RegistryEntry& e : registry()) {
      all.push_back({e.command->name, e.command->least, e.command});
      for (const std::string& alias : e.command->aliases) all.push_back({alias, alias.size(), e.command});
    }
    std::stable_sort(all.begin(), all.end(), [](const Calling& a, const Calling& b) { return a.name < b.name; });
    return all;
  }();
  return sorted;
}

// What is called `words` in full, else what they abbreviate.
const Command* find_called(std::string_view words) {
  const std::vector<Calling>& all = callings();
  const auto before = [](const Calling& c, std::string_view w) { return c.name < w; };
  auto at = std::lower_bound(all.begin(), all.end(), words, before);
  if (at != all.end() && at->name == words) return at->command;
  for (; at != all.end() && at->name.starts_with(words); ++at)
    if (words.size() >= at->least) return at->command;
  return nullptr;
}

}  // namespace

const Command* find_command(std::string_view word, std::string_view next_word, bool& used_second_word) {
  used_second_word = false;
  if (!next_word.empty()) {
    std::string both(word);
    both.append(" ").append(next_word);
    if (const Command* found = find_called(both)) {
      used_second_word = true;
      return found;
    }
  }
  return find_called(word);
}

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const Calling& c : callings()) names.emplace_back(c.name);
  return names;
}

}  // namespace nqp::command
