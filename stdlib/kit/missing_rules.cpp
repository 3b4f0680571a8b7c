#include "stdlib/kit/missing_rules.hpp"

#include "grammar/parse.hpp"
#include "interpreter/dataset/missing.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

std::vector<double> rule_values(std::string_view text, bool& otherwise) {
  std::vector<double> out;
  for (const std::string& word : grammar::split_words(text)) {
    if (word == "else") {
      otherwise = true;
      continue;
    }
    if (const auto x = parse_number(word)) {
      out.push_back(*x);
      continue;
    }
    for (const double x : grammar::parse_numlist(word)) out.push_back(x);
  }
  return out;
}

}  // namespace

std::vector<MissingRule> parse_missing_rules(const std::string& text, bool encoding) {
  std::vector<MissingRule> out;
  bool otherwise = false;
  std::string rest = text;
  while (!trim(rest).empty()) {
    const std::size_t slash = rest.find('\\');
    const std::string part = rest.substr(0, slash);
    rest = slash == std::string::npos ? std::string() : rest.substr(slash + 1);
    const std::size_t equal = part.find('=');
    otherwise = false;
    const std::vector<double> left = rule_values(std::string_view(part).substr(0, equal), otherwise);
    MissingRule rule;
    if (equal != std::string::npos) {
      bool ignored = false;
      const std::vector<double> right = rule_values(std::string_view(part).substr(equal + 1), ignored);
      if (right.size() != 1) throw Error(198, "mv(): one value must stand behind =");
      rule = {left, right[0]};
    } else if (encoding) {
      if (left.size() != 1) throw Error(198, "mv() takes one number for all missing values");
      rule = {{}, left[0]};
      otherwise = true;
    } else {
      rule = {left, data::missing};
    }
    if (otherwise)
      for (int k = 0; k <= 26; ++k) rule.from.push_back(data::missing_code(k));
    out.push_back(std::move(rule));
  }
  if (out.empty()) throw Error(198, "option mv() required");
  return out;
}

}  // namespace nqp::kit
