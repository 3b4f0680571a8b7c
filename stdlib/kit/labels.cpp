#include "stdlib/kit/labels.hpp"

#include <cmath>
#include <cstdlib>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

double parse_code(const std::string& word) {
  if (word == ".") throw Error(180, ". may not be labelled", std::nullopt, {"extended missing values .a to .z may"});
  if (word.size() == 2 && word[0] == '.' && word[1] >= 'a' && word[1] <= 'z')
    return data::missing_code(word[1] - 'a' + 1);
  char* end = nullptr;
  const double x = std::strtod(word.c_str(), &end);
  if (word.empty() || *end != '\0') throw Error(198, word + " found where a number is needed");
  if (x != std::trunc(x)) throw Error(198, word + " may not be labelled: only integers may");
  return x;
}

}  // namespace

data::ValueLabel parse_label_pairs(std::string_view text) {
  data::ValueLabel out;
  for (std::string_view rest = trim(text); !rest.empty();) {
    const std::string word = take_word(rest);
    if (rest.empty()) throw Error(198, "the label of " + word + " is missing");
    std::size_t n = quoted_length(rest);
    if (n == 0 && rest[0] == '"')
      throw Error(132, "the quote around the label of " + word + " is never closed", std::nullopt,
                  {"add the closing quote"});
    if (n == 0) {
      n = rest.find_first_of(" \t");
      if (n == std::string_view::npos) n = rest.size();
    }
    out[parse_code(word)] = unquoted(rest.substr(0, n));
    rest = trim(rest.substr(n));
  }
  return out;
}

std::string code_text(double code) {
  return data::is_missing(code) ? data::missing_text(code) : text::macro_number(code);
}

void set_label(data::Frame& f, const std::string& name, data::ValueLabel labels) {
  f.value_labels[name] = std::make_shared<const data::ValueLabel>(std::move(labels));
}

}  // namespace nqp::kit
