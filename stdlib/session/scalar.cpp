// scalar: named numbers and strings.
#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/located_value.hpp"

namespace nqp::commands::scalar_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

// What commands keep among the scalars (constraints) has names that cannot be typed.
bool is_hidden(const std::string& name) { return name.find(' ') != std::string::npos; }

void list(const std::vector<std::string>& names, runtime::Session& s) {
  report::Document d;
  const auto line = [&](const std::string& name, const eval::Value& v) {
    d.line(text::pad_left(name, 12) + " = " +
           (v.is_string ? v.text : text::pad_left(text::trimmed(text::format_number(v.number, "%10.0g")), 10)));
  };
  if (names.empty())
    for (const auto& [name, v] : s.scalars())
      if (!is_hidden(name)) line(name, v);
  for (const std::string& name : names) {
    const auto it = s.scalars().find(name);
    if (it == s.scalars().end()) throw Error(111, "scalar " + name + " not found");
    line(it->first, it->second);
  }
  s.show(d);
}

void drop(const std::vector<std::string>& names, runtime::Session& s) {
  for (const std::string& name : names) {
    if (name == "_all") std::erase_if(s.scalars(), [](const auto& entry) { return !is_hidden(entry.first); });
    else if (s.scalars().erase(name) == 0) throw Error(111, "scalar " + name + " not found");
  }
}

void act(const Args& a, runtime::Session& s) {
  std::string text = text::trimmed(a.text);
  std::vector<std::string> words = grammar::split_words(text.substr(0, text.find('=')));
  const std::string first = words.empty() ? "list" : words[0];
  const bool assigns = text.find('=') != std::string::npos;
  if (!assigns) {
    if (first == "drop" || first == "list" || first == "dir" || first == "di") {
      const std::vector<std::string> names(words.empty() ? words.begin() : words.begin() + 1, words.end());
      return first == "drop" ? drop(names, s) : list(names, s);
    }
    throw Error(198, "invalid syntax: scalar name = exp");
  }
  if (words.size() == 2 && std::string("define").compare(0, words[0].size(), words[0]) == 0) words.erase(words.begin());
  if (words.size() != 1 || !data::valid_name(words[0])) throw Error(198, "invalid scalar name");
  s.scalars()[words[0]] = kit::value_at(s, text, text.find('=') + 1);
}

}  // namespace

extern const Command scalar_command =
    define<Args>("SCAlar", "Define, list and drop scalars")
        .raw(&Args::text)
        .remark(
            "scalar [define] name = exp; scalar list [names]; scalar drop names|_all. Variables of the same name win "
            "in expressions; scalar(name) asks for the scalar.")
        .example("Full precision", "scalar third = 1/3", "third == 1/3")
        .example("Strings", "scalar s = \"a\" + \"b\"", "scalar(s) == \"ab\"")
        .acts(act);

}  // namespace nqp::commands::scalar_
