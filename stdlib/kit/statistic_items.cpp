#include "stdlib/kit/statistic_items.hpp"

#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

// Puts blanks around = away, so that "a = b" is one word.
std::string close_equals(std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '=') {
      while (!out.empty() && out.back() == ' ') out.pop_back();
      out += '=';
      while (i + 1 < s.size() && s[i + 1] == ' ') ++i;
    } else {
      out += s[i] == '\t' ? ' ' : s[i];
    }
  }
  return out;
}

}  // namespace

std::vector<StatisticItem> parse_statistic_items(const std::string& body, const std::string& statistic,
                                                 const command::Context& c) {
  std::vector<StatisticItem> out;
  std::string current = statistic;
  for (const Piece& p : split_pieces(close_equals(body))) {
    if (p.grouped) {
      current = p.text;
      continue;
    }
    const std::size_t equal = p.text.find('=');
    const bool named = equal != std::string::npos;
    const command::Variables sources = command::resolve_variables(named ? p.text.substr(equal + 1) : p.text, c);
    if (named && sources.size() != 1) throw Error(198, p.text + " does not name one variable");
    for (const std::string& s : sources) out.push_back({current, named ? p.text.substr(0, equal) : "", s});
  }
  return out;
}

}  // namespace nqp::kit
