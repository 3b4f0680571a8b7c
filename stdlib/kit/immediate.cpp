#include "stdlib/kit/immediate.hpp"

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

std::vector<double> immediate_numbers(const std::string& text, const command::Context& c) {
  std::vector<double> out;
  for (std::string_view rest = trim(text); !rest.empty();) {
    const std::string word = take_word(rest);
    rest = trim(rest);
    if (const auto x = parse_number(word)) {
      out.push_back(*x);
      continue;
    }
    if (word.empty() || (word[0] != '(' && word[0] != '-'))
      throw Error(198, word + " found where a number is expected");
    out.push_back(eval::evaluate_number(*grammar::parse_expression(word, 0), c.scope));
  }
  return out;
}

}  // namespace nqp::kit
