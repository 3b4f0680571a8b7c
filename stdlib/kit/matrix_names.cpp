#include "stdlib/kit/matrix_names.hpp"

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"

namespace nqp::kit {
namespace {

std::string equation_of(const std::string& name) {
  const std::size_t colon = name.find(':');
  return colon == std::string::npos ? "" : name.substr(0, colon);
}

std::string plain(const std::string& name) {
  const std::size_t colon = name.find(':');
  return colon == std::string::npos ? name : name.substr(colon + 1);
}

std::string assembled(const std::string& equation, const std::string& name) {
  return equation.empty() || equation == "_" ? name : equation + ":" + name;
}

}  // namespace

std::vector<std::string> renamed(const std::vector<std::string>& old, std::string_view names) {
  const std::vector<std::string> words = grammar::split_words(names);
  if (words.size() != old.size())
    throw Error(503, "conformability error", std::nullopt,
                {std::to_string(words.size()) + " names for " + std::to_string(old.size()) + " rows or columns"});
  std::vector<std::string> out;
  for (std::size_t i = 0; i < old.size(); ++i) {
    const bool given = words[i].find(':') != std::string::npos;
    out.push_back(assembled(given ? equation_of(words[i]) : equation_of(old[i]), plain(words[i])));
  }
  return out;
}

std::vector<std::string> with_equations(const std::vector<std::string>& old, std::string_view equations) {
  std::vector<std::string> words = grammar::split_words(equations);
  if (words.empty()) words.push_back("_");
  if (words.size() > old.size())
    throw Error(503, "conformability error", std::nullopt,
                {std::to_string(words.size()) + " equations for " + std::to_string(old.size()) + " rows or columns"});
  std::vector<std::string> out;
  for (std::size_t i = 0; i < old.size(); ++i) {
    std::string word = i < words.size() ? words[i] : words.back();
    if (!word.empty() && word.back() == ':') word.pop_back();
    out.push_back(assembled(word, plain(old[i])));
  }
  return out;
}

}  // namespace nqp::kit
