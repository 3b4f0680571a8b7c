#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::char_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string text;
};

struct Place {
  std::string variable, name;  // _dta for the data; name may be empty
};

Place parse_place(const std::string& word) {
  const std::size_t open = word.find('[');
  if (open == std::string::npos) return {word, ""};
  if (word.back() != ']') throw Error(198, word + " is not varname[name]");
  return {word.substr(0, open), word.substr(open + 1, word.size() - open - 2)};
}

Output define_one(const std::string& word, std::string_view text, const Context& c) {
  const Place p = parse_place(word);
  if (p.name.empty()) throw Error(198, "write char varname[name] text");
  Output out;
  out.frame = c.frame;
  auto& all = p.variable == "_dta"
                  ? out.frame->characteristics
                  : out.frame->variables[*out.frame->index(c.variable(p.variable).name)].characteristics;
  const std::string value = kit::unquoted(text);
  if (value.empty()) all.erase(p.name);
  else all[p.name] = value;
  return out;
}

Output list(std::string_view rest, const Context& c) {
  const Place p = parse_place(std::string(kit::trim(rest)));
  Output out;
  const auto show = [&](const std::string& owner, const std::map<std::string, std::string>& all) {
    if (!p.variable.empty() && owner != p.variable) return;
    for (const auto& [name, value] : all)
      if (p.name.empty() || name == p.name) out.line(fmt::format("  {:<30} {}", owner + "[" + name + "]", value));
  };
  show("_dta", c.frame.characteristics);
  for (const data::Variable& v : c.frame.variables) show(v.name, v.characteristics);
  return out;
}

Output run(const Args& a, const Context& c) {
  std::string_view rest = a.text;
  std::string word = kit::take_word(rest);
  if (word.empty() || kit::abbreviates(word, "List")) return list(rest, c);
  if (word == "rename") {
    Output out;
    out.frame = c.frame;
    const std::string from = kit::take_word(rest), to = kit::take_word(rest);
    auto& variables = out.frame->variables;
    variables[*out.frame->index(c.variable(to).name)].characteristics = c.variable(from).characteristics;
    variables[*out.frame->index(c.variable(from).name)].characteristics.clear();
    return out;
  }
  if (kit::abbreviates(word, "Define")) word = kit::take_word(rest);
  return define_one(word, rest, c);
}

}  // namespace

extern const Command char_command =
    define<Args>("char", "Characteristics: named texts kept with the data and variables")
        .raw(&Args::text)
        .alias("characteristic")
        .no_by()
        .changes(Effect::data)
        .example(
            "A variable's",
            "sysuse auto\nchar price[unit] \"dollars\"\nlocal u : char price[unit]\nscalar ok = \"`u'\" == \"dollars\"",
            "ok == 1")
        .example("The data's",
                 "sysuse auto\nchar define _dta[source] survey\nchar list _dta[source]\nchar rename price mpg", "1")
        .runs(run);

}  // namespace nqp::commands::char_
