#include "stdlib/kit/syntax_spec.hpp"

#include <cctype>
#include <utility>

#include "grammar/parse.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::kit {
namespace {

using command::Signature;
using text::trimmed;

[[noreturn]] void invalid(const std::string& what) {
  throw Error(197, "invalid syntax declaration: " + what);
}

std::size_t matching_type(const std::string& s, std::size_t open, char opening, char closing) {
  int depth = 0;
  for (std::size_t i = open; i < s.size(); ++i) {
    if (s[i] == opening) ++depth;
    if (s[i] == closing && --depth == 0) return i;
  }
  invalid("unbalanced brackets");
}

// One element: a word with an optional (…), or a bracketed group.
struct Element {
  std::string word, argument;
  bool optional = false;
};

std::vector<Element> elements(const std::string& s, bool optional) {
  std::vector<Element> out;
  for (std::size_t i = 0; i < s.size();) {
    if (std::isspace(static_cast<unsigned char>(s[i]))) {
      ++i;
    } else if (s[i] == '[') {
      const std::size_t close = matching_type(s, i, '[', ']');
      for (Element& e : elements(s.substr(i + 1, close - i - 1), true)) out.push_back(std::move(e));
      i = close + 1;
    } else {
      Element e;
      e.optional = optional;
      while (i < s.size() && !std::isspace(static_cast<unsigned char>(s[i])) && s[i] != '(' && s[i] != '[')
        e.word += s[i++];
      if (i < s.size() && s[i] == '(') {
        const std::size_t close = matching_type(s, i, '(', ')');
        e.argument = s.substr(i + 1, close - i - 1);
        i = close + 1;
      }
      out.push_back(std::move(e));
    }
  }
  return out;
}

std::optional<int> setting(const std::string& details, const std::string& key) {
  const std::size_t at = details.find(key + "=");
  if (at == std::string::npos) return std::nullopt;
  return std::atoi(details.c_str() + at + key.size() + 1);
}

std::string named(const std::string& details) {
  for (const std::string& w : grammar::split_words(details))
    if (w.compare(0, 5, "name=") == 0) return w.substr(5);
  return {};
}

bool has_word(const std::string& details, const std::string& word) {
  for (const std::string& w : grammar::split_words(details))
    if (w == word) return true;
  return false;
}

void read_body(const Element& e, SyntaxSpec& spec) {
  Signature& s = spec.signature;
  spec.body = e.word;
  spec.body_local = named(e.argument);
  spec.everything = has_word(e.argument, "everything");
  const bool one = e.word == "varname" || e.word == "newvarname" || e.word == "name";
  s.count.least = e.optional ? 0 : setting(e.argument, "min").value_or(1);
  if (const auto min = setting(e.argument, "min"); min && e.optional) s.count.least = *min;
  s.count.most = one ? 1 : setting(e.argument, "max").value_or(s.count.most);
  spec.numeric_only = has_word(e.argument, "numeric");
  spec.string_only = has_word(e.argument, "string");
  spec.default_none = has_word(e.argument, "default=none") || e.word == "varname" || !e.optional;
  const bool operators = has_word(e.argument, "fv") || has_word(e.argument, "ts");
  if (e.word == "varlist" || e.word == "varname") {
    s.body = operators ? command::Body::terms : command::Body::variables;
  } else if (e.word == "newvarlist" || e.word == "newvarname") {
    s.body = command::Body::new_variables;
  } else if (e.word == "namelist" || e.word == "name" || e.word == "anything") {
    s.body = command::Body::anything;
  } else {
    s.body = command::Body::expression;
  }
}

void read_weight(const std::string& word, SyntaxSpec& spec) {
  static const std::vector<std::pair<std::string, command::WeightKind>> kinds = {
      {"fweight", command::WeightKind::fweight}, {"aweight", command::WeightKind::aweight},
      {"pweight", command::WeightKind::pweight}, {"iweight", command::WeightKind::iweight}};
  std::string w = word;
  const bool slash = !w.empty() && w.back() == '/';
  if (slash) {
    w.pop_back();
    spec.weight_slash = true;
  }
  for (const auto& [name, kind] : kinds)
    if (w.size() >= 2 && (name.compare(0, w.size(), w) == 0 || name + "s" == w)) {
      spec.signature.weights.push_back(kind);
      if (spec.signature.weights.size() == 1) spec.signature.default_weight = kind;
      return;
    }
  invalid(word);
}

void read_head(const std::string& text, SyntaxSpec& spec) {
  bool equals = false;
  for (Element& e : elements(text, false)) {
    if (std::exchange(equals, e.word == "=")) e.word.insert(0, "=");
    if (equals) continue;  // "= exp" is "=exp"
    if (e.word == "if" || e.word == "if/") {
      spec.signature.if_allowed = true;
      spec.if_slash = e.word == "if/";
    } else if (e.word == "in" || e.word == "in/") {
      spec.signature.in_allowed = true;
      spec.in_slash = e.word == "in/";
    } else if (e.word == "using" || e.word == "using/") {
      spec.signature.using_file = e.optional ? Signature::Need::optional : Signature::Need::required;
      spec.using_slash = e.word == "using/";
    } else if (e.word == "=/exp" || e.word == "=exp") {
      spec.signature.assigned = e.optional ? Signature::Need::optional : Signature::Need::required;
      spec.equals_expression = e.word == "=exp";
    } else if (e.word == "varlist" || e.word == "varname" || e.word == "newvarlist" || e.word == "newvarname" ||
               e.word == "namelist" || e.word == "name" || e.word == "anything" || e.word == "exp") {
      read_body(e, spec);
    } else {
      read_weight(e.word, spec);
    }
  }
}

void read_option(const Element& e, SyntaxSpec& spec) {
  if (e.word == "*") {
    spec.other_options = spec.signature.any_options = true;
    return;
  }
  command::OptionSlot slot;
  std::tie(slot.name, slot.least) = command::abbreviation(e.word);
  SyntaxOption o;
  o.name = slot.name;
  const std::string argument = trimmed(e.argument);
  o.type = argument.substr(0, argument.find_first_of(" \t("));
  o.details = argument.size() > o.type.size() ? trimmed(argument.substr(o.type.size())) : std::string();
  for (const std::string full : {"integer", "string"})
    if (o.type.size() >= 3 && full.compare(0, o.type.size(), o.type) == 0) o.type = full;
  o.negative = o.type.empty() && e.word.size() > 2 && e.word.compare(0, 2, "no") == 0 &&
               std::isupper(static_cast<unsigned char>(e.word[2]));
  slot.kind = o.type.empty() ? command::OptionKind::flag : command::OptionKind::text;
  slot.required = !e.optional;
  if (o.type == "integer" || o.type == "real") {
    o.fallback = grammar::split_words(o.details).empty() ? std::string() : grammar::split_words(o.details)[0];
    slot.required = slot.required && o.fallback.empty();
  }
  spec.signature.options.push_back(std::move(slot));
  spec.options.push_back(std::move(o));
}

// The comma before the options, at any bracket depth: `syntax [varlist] [, opts]` and `syntax varlist, opts`.
void split_syntax_options(const std::string& text, std::string& head, std::string& options, bool& optional) {
  int round = 0, square = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++round;
    if (text[i] == ')') --round;
    if (text[i] == '[') ++square;
    if (text[i] == ']') --square;
    if (text[i] != ',' || round > 0) continue;
    optional = square > 0;
    head = text.substr(0, i);
    options = text.substr(i + 1);
    if (optional) {
      const std::size_t open = head.rfind('[');
      head = head.substr(0, open);
      const std::size_t close = options.rfind(']');
      if (close == std::string::npos) invalid("unbalanced brackets");
      options = options.substr(0, close);
    }
    return;
  }
  head = text;
}

}  // namespace

SyntaxSpec parse_syntax_spec(const std::string& text) {
  SyntaxSpec spec;
  std::string head, options;
  bool optional = false;
  split_syntax_options(text, head, options, optional);
  read_head(head, spec);
  for (const Element& e : elements(options, optional)) read_option(e, spec);
  return spec;
}

}  // namespace nqp::kit
