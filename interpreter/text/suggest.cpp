#include "interpreter/text/suggest.hpp"

#include <algorithm>
#include <cctype>
#include <numeric>

#include "interpreter/text/ascii.hpp"
#include "interpreter/text/utf8.hpp"

namespace nqp::text {
namespace {

// In lower case, one character an element.
std::u32string folded(std::string_view word) {
  const std::string small = lower(word);
  std::u32string out;
  for (std::size_t pos = 0; pos < small.size();) out += next_character(small, pos);
  return out;
}

// Damerau-Levenshtein distance: adjacent transpositions count one.
std::size_t edit_distance(std::u32string_view a, std::u32string_view b) {
  std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
  std::iota(previous.begin(), previous.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({change, previous[j] + 1, current[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        current[j] = std::min(current[j], before[j - 2] + 1);
    }
    before.swap(previous);
    previous.swap(current);
  }
  return previous[b.size()];
}

}  // namespace

std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& known, std::size_t most) {
  const std::u32string wanted = folded(word);
  const std::size_t limit = wanted.size() <= 3 ? 1 : 2;
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const std::string& name : known) {
    const std::u32string other = folded(name);
    const std::size_t gap = std::max(other.size(), wanted.size()) - std::min(other.size(), wanted.size());
    if (gap > limit) continue;
    const std::size_t distance = edit_distance(wanted, other);
    if (distance <= limit) near.emplace_back(distance, name);
  }
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> out;
  for (const auto& [distance, name] : near)
    if (out.size() < most && std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  return out;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const std::vector<std::string> names = nearest(word, known);
  if (names.empty()) return {};
  std::string text = "did you mean " + names[0];
  for (std::size_t i = 1; i < names.size(); ++i) text += (i + 1 == names.size() ? " or " : ", ") + names[i];
  return text + "?";
}

}  // namespace nqp::text
