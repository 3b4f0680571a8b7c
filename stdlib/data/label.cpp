#include <algorithm>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/label_language.hpp"
#include "stdlib/kit/labels.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::label_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string text;
};

struct Request {
  std::string body;
  std::vector<ast::Option> options;
};

Request split_options(std::string_view text) {
  const std::size_t comma = kit::find_outside(text, ',');
  if (comma == std::string_view::npos) return {std::string(kit::trim(text)), {}};
  return {std::string(kit::trim(text.substr(0, comma))), grammar::parse_options(text.substr(comma + 1))};
}

bool has(const Request& r, std::string_view option) {
  return std::any_of(r.options.begin(), r.options.end(),
                     [&](const ast::Option& o) { return kit::abbreviates(o.name, option); });
}

void check_options(const Request& r, std::initializer_list<std::string_view> allowed) {
  for (const ast::Option& o : r.options)
    if (std::none_of(allowed.begin(), allowed.end(), [&](std::string_view a) { return kit::abbreviates(o.name, a); }))
      throw Error(198, "option " + o.name + " not allowed");
}

const data::ValueLabel& labels_named(const Context& c, const std::string& name) {
  const auto it = c.frame.value_labels.find(name);
  if (it == c.frame.value_labels.end()) throw Error(111, "value label " + name + " not found");
  return *it->second;
}

Output with(data::Frame f) {
  Output out;
  out.frame = std::move(f);
  return out;
}

Output label_variable(const Request& r, const Context& c) {
  std::string_view rest = r.body;
  const std::string name = kit::take_word(rest);
  if (name.empty()) throw Error(100, "varlist required");
  data::Frame f = c.frame;
  f.variables[*f.index(c.variable(name).name)].label = kit::unquoted(rest);
  return with(std::move(f));
}

Output label_define(const Request& r, const Context& c) {
  check_options(r, {"add", "modify", "replace", "nofix"});
  std::string_view rest = r.body;
  const std::string name = kit::take_word(rest);
  if (name.empty())
    throw Error(100, "a label name is needed", std::nullopt, {"for example label define yesno 0 \"no\" 1 \"yes\""});
  if (!data::valid_name(name)) throw Error(198, name + " invalid label name");
  const data::ValueLabel given = kit::parse_label_pairs(rest);
  const auto it = c.frame.value_labels.find(name);
  const bool exists = it != c.frame.value_labels.end(), add = has(r, "add"), modify = has(r, "modify");
  if (exists && !add && !modify && !has(r, "replace"))
    throw Error(110, "label " + name + " already defined", std::nullopt,
                {"options add, modify or replace change a label that exists"});
  data::ValueLabel labels = exists && (add || modify) ? *it->second : data::ValueLabel{};
  for (const auto& [code, text] : given) {
    if (add && !modify && labels.contains(code))
      throw Error(180, fmt::format("label {} already has a text for {}", name, kit::code_text(code)), std::nullopt,
                  {"option modify changes it"});
    labels[code] = text;
    if (text.empty()) labels.erase(code);
  }
  data::Frame f = c.frame;
  kit::set_label(f, name, std::move(labels));
  return with(std::move(f));
}

Output label_values(const Request& r, const Context& c) {
  check_options(r, {"nofix"});
  std::vector<std::string> words = grammar::split_words(r.body);
  if (words.empty()) throw Error(100, "varlist required");
  std::string label;
  if (words.size() > 1) {
    label = words.back() == "." ? std::string() : words.back();
    words.pop_back();
  }
  std::string list;
  for (const std::string& w : words) list += w + " ";
  data::Frame f = c.frame;
  for (const std::string& name : resolve_variables(list, c)) {
    data::Variable& v = f.variables[*f.index(name)];
    if (v.is_string())
      throw Error(181, name + " is a string variable and may not have value labels", std::nullopt,
                  {"encode " + name + ", generate(newvar) makes a labelled numeric variable of it"});
    v.value_label = label;
  }
  return with(std::move(f));
}

Output label_data(const Request& r, const Context& c) {
  data::Frame f = c.frame;
  f.label = kit::unquoted(r.body);
  return with(std::move(f));
}

std::vector<std::string> label_names(const Request& r, const Context& c) {
  std::vector<std::string> names = grammar::split_words(r.body);
  if (!names.empty() && names != std::vector<std::string>{"_all"}) return names;
  names.clear();
  for (const auto& [name, labels] : c.frame.value_labels) names.push_back(name);
  return names;
}

Output label_drop(const Request& r, const Context& c) {
  if (r.body.empty()) throw Error(198, "label drop needs names of labels, or _all");
  data::Frame f = c.frame;
  for (const std::string& name : label_names(r, c)) {
    labels_named(c, name);
    f.value_labels.erase(name);
  }
  return with(std::move(f));
}

Output label_list(const Request& r, const Context& c) {
  Output out;
  out.r = Results{};
  for (const std::string& name : label_names(r, c)) {
    const data::ValueLabel& labels = labels_named(c, name);
    out.line(name + ":", report::Style::result);
    double lowest = data::missing, highest = data::missing;
    bool extended = false;
    for (const auto& [code, text] : labels) {
      out.line(fmt::format("{:>12} {}", kit::code_text(code), text));
      extended = extended || data::is_missing(code);
      if (data::is_missing(code)) continue;
      if (data::is_missing(lowest)) lowest = code;
      highest = code;
    }
    out.r = Results{}
                .scalar("k", static_cast<double>(labels.size()))
                .scalar("min", lowest)
                .scalar("max", highest)
                .scalar("hasemiss", extended ? 1 : 0);
  }
  return out;
}

Output label_dir(const Request&, const Context& c) {
  Output out;
  std::string names;
  for (const auto& [name, labels] : c.frame.value_labels) {
    out.line(name, report::Style::result);
    names += (names.empty() ? "" : " ") + name;
  }
  out.r = Results{}.macro("names", names);
  return out;
}

Output label_copy(const Request& r, const Context& c) {
  check_options(r, {"replace"});
  const std::vector<std::string> words = grammar::split_words(r.body);
  if (words.size() != 2) throw Error(198, "write label copy from to");
  data::Frame f = c.frame;
  if (f.value_labels.contains(words[1]) && !has(r, "replace"))
    throw Error(110, "label " + words[1] + " already defined", std::nullopt, {"option replace overwrites it"});
  kit::set_label(f, words[1], labels_named(c, words[0]));
  return with(std::move(f));
}

Output label_save(const Request& r, const Context& c) {
  const std::size_t at = r.body.find("using");
  if (at == std::string::npos) throw Error(100, "using required");
  std::string path = kit::unquoted(r.body.substr(at + 5));
  if (path.find('.', path.find_last_of("/\\") + 1) == std::string::npos) path += ".do";
  if (c.host.info(path).exists && !has(r, "replace"))
    throw Error(602, "file " + path + " already exists", std::nullopt, {"option replace overwrites it"});
  std::string text;
  for (const std::string& name : label_names({r.body.substr(0, at), {}}, c))
    for (const auto& [code, label] : labels_named(c, name))
      text += fmt::format("label define {} {} `\"{}\"', modify\n", name, kit::code_text(code), label);
  c.host.write(path, text);
  return Output{}.line("file " + path + " saved");
}

Output show_languages(const Context& c) {
  const kit::Languages l = kit::languages_of(c.frame);
  Output out;
  std::string list;
  for (const std::string& name : l.all) {
    out.line((name == l.current ? "* " : "  ") + name, report::Style::result);
    list += (list.empty() ? "" : " ") + name;
  }
  out.line("The language in use is marked.");
  out.r =
      Results{}.scalar("k", static_cast<double>(l.all.size())).macro("languages", list).macro("language", l.current);
  return out;
}

Output label_language(const Request& r, const Context& c) {
  check_options(r, {"New", "copy", "REName", "delete"});
  if (r.body.empty()) return show_languages(c);
  data::Frame f = c.frame;
  if (has(r, "New") || has(r, "copy")) kit::add_language(f, r.body, has(r, "copy"));
  else if (has(r, "REName")) kit::rename_language(f, r.body);
  else if (has(r, "delete")) kit::delete_language(f, r.body);
  else kit::use_language(f, r.body);
  return with(std::move(f));
}

struct Verb {
  std::string_view name;
  Output (*run)(const Request&, const Context&);
};
constexpr Verb verbs[] = {{"VAriable", label_variable}, {"DEfine", label_define}, {"VALues", label_values},
                          {"DAta", label_data},         {"drop", label_drop},     {"List", label_list},
                          {"DIR", label_dir},           {"copy", label_copy},     {"save", label_save},
                          {"LANGuage", label_language}};

Output run(const Args& a, const Context& c) {
  std::string_view rest = a.text;
  const std::string verb = kit::take_word(rest);
  // va is variable, val is values: the longer minimum wins.
  if (kit::abbreviates(verb, "VALues")) return label_values(split_options(rest), c);
  for (const Verb& v : verbs)
    if (kit::abbreviates(verb, v.name)) return v.run(split_options(rest), c);
  throw Error(198, "label " + verb + " is unknown", std::nullopt,
              {"label variable, define, values, data, drop, list, dir, copy, save and language exist"});
}

}  // namespace

extern const Command label_command =
    define<Args>("LAbel", "Label variables, values and the data")
        .raw(&Args::text)
        .no_by()
        .changes(Effect::data)
        .stores({{"r(k)", "label list: number of labelled values"},
                 {"r(min)", "label list: lowest labelled value"},
                 {"r(max)", "label list: highest labelled value"},
                 {"r(hasemiss)", "label list: 1 when .a to .z are labelled"},
                 {"r(names)", "label dir: names of the value labels"},
                 {"r(languages)", "label language: the languages"},
                 {"r(language)", "label language: the one in use"}})
        .remark(
            "label variable v \"text\" | label define name 1 \"a\" 2 \"b\" [, add modify replace] | label values "
            "varlist name | label data \"text\" | label drop names | label list [names] | label dir | "
            "label copy from to | label save [names] using file")
        .remark("label language [name [, new copy rename delete]] keeps labels in several languages: the one named is "
                "used from now on.")
        .example("Codes with texts",
                 "sysuse auto\nlabel define good 1 \"poor\" 5 \"excellent\"\nlabel values rep78 good\nlabel list good",
                 "r(k) == 2 & r(max) == 5")
        .example("Labels in two languages",
                 "sysuse auto\nlabel language zh, new\nlabel variable price \"价格\"\nlabel language default\n"
                 "local en : variable label price\nlabel language zh\nlocal zh : variable label price\n"
                 "scalar ok = \"`en'\" == \"Price\" & \"`zh'\" == \"价格\"\nlabel language",
                 "ok == 1 & r(k) == 2 & r(language) == \"zh\"")
        .example("Names of the labels",
                 "clear\nset obs 1\ngenerate x = 1\nlabel variable x \"one\"\nlabel define l 1 \"yes\"\nlabel dir",
                 "r(names) == \"l\"")
        .runs(run);

}  // namespace nqp::commands::label_
