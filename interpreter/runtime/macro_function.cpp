#include "interpreter/runtime/macro_function.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>

#include "interpreter/command/registry.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/ado_path.hpp"
#include "interpreter/runtime/macro_list.hpp"
#include "interpreter/runtime/macro_matrix_functions.hpp"
#include "interpreter/runtime/macro_text_functions.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/ascii.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/joined.hpp"
#include "interpreter/text/width.hpp"
#include "interpreter/text/wildcard.hpp"

namespace nqp::runtime {
namespace {

using text::trimmed;

const data::Variable& variable(const std::string& name, Session& session) {
  return eval::find_variable(session.frame(), name, session.abbreviations());
}

[[noreturn]] void bad_function(const std::string& call) { throw Error(198, "invalid macro function: " + call); }

bool takes_label(std::string& rest) {
  const std::string word = take_macro_word(rest);
  return word.size() >= 3 && std::string_view("label").substr(0, word.size()) == word;
}

std::string variable_function(std::string rest, Session& s) {
  if (!takes_label(rest)) bad_function("variable " + rest);
  return variable(rest, s).label;
}

std::string value_function(std::string rest, Session& s) {
  if (!takes_label(rest)) bad_function("value " + rest);
  return variable(rest, s).value_label;
}

// label lblname|(variable) maxlength | # [width] [, strict]
std::string label_function(std::string rest, Session& s) {
  std::string name = take_macro_word(rest);
  const data::Frame& f = s.frame();
  if (!name.empty() && name.front() == '(') {
    while (!name.empty() && name.back() != ')' && !rest.empty()) name += take_macro_word(rest);
    name = variable(trimmed(name.substr(1, name.size() - 2)), s).value_label;
  }
  const auto it = f.value_labels.find(name);
  if (rest == "maxlength") {
    std::size_t longest = 0;
    if (it != f.value_labels.end())
      for (const auto& entry : *it->second) longest = std::max(longest, text::length(entry.second));
    return std::to_string(longest);
  }
  bool strict = false;
  for (const ast::Option& o : take_macro_options(rest)) strict = strict || o.name == "strict";
  const std::string number = take_macro_word(rest);
  if (number.empty()) bad_function("label " + name);
  std::string text = strict ? std::string() : number;
  if (it != f.value_labels.end())
    if (const auto entry = it->second->find(s.number(number)); entry != it->second->end()) text = entry->second;
  if (!rest.empty()) text = text::truncate(text, static_cast<std::size_t>(std::max(0.0, s.number(rest))));
  return text;
}

std::string type_function(std::string rest, Session& s) { return data::type_name(variable(rest, s).column->type()); }

std::string format_function(std::string rest, Session& s) { return variable(rest, s).format; }

// What the command display would print.
std::string display_function(std::string rest, Session& s) {
  bool two_words = false;
  const command::Command* display = command::find_command("display", "", two_words);
  if (!display) bad_function("display " + rest);
  command::Bound bound;
  bound.signature = &display->signature;
  bound.raw = trimmed(std::move(rest));
  const command::Context c = s.context();
  std::string shown;
  for (const report::Block& block : display->prepare(bound, c)(c).document.blocks)
    if (const auto* paragraph = std::get_if<report::Paragraph>(&block))
      for (const report::Run& run : paragraph->runs) shown += run.text;
  return shown;
}

// dir "folder" files|dirs|other ["pattern"] [, nofail respectcase]
std::string dir_function(std::string rest, Session& s) {
  bool respect_case = false;
  for (const ast::Option& o : take_macro_options(rest)) respect_case = respect_case || o.name == "respectcase";
  const std::vector<std::string> words = grammar::split_words(rest);
  if (words.size() < 2 || (words[1] != "files" && words[1] != "dirs" && words[1] != "other"))
    bad_function("dir " + rest);
  const std::string pattern = words.size() > 2 ? words[2] : "*";
  std::string out;
  for (const std::string& name : s.host().list(words[0])) {
    const bool folder = s.host().info(words[0] + "/" + name).folder;
    if (words[1] == "other" || folder != (words[1] == "dirs")) continue;
    if (!text::matches_wildcard(pattern, name) &&
        (respect_case || !text::matches_wildcard(text::lower(pattern), text::lower(name))))
      continue;
    out += (out.empty() ? "\"" : " \"") + name + "\"";
  }
  return out;
}

std::string char_function(std::string rest, Session& s) {
  const std::size_t open = rest.find('['), close = rest.find(']');
  if (open == std::string::npos || close == std::string::npos) bad_function("char " + rest);
  const std::string name = rest.substr(0, open), key = rest.substr(open + 1, close - open - 1);
  const auto& chars = name == "_dta" ? s.frame().characteristics : variable(name, s).characteristics;
  if (key.empty()) {
    std::vector<std::string> keys;
    for (const auto& entry : chars) keys.push_back(entry.first);
    return text::joined(keys);
  }
  const auto it = chars.find(key);
  return it == chars.end() ? std::string() : it->second;
}

std::string data_function(std::string rest, Session& s) {
  if (take_macro_word(rest) != "label") bad_function("data " + rest);
  return s.frame().label;
}

// permname name [, length(#)]: the name, shortened, or with the first number that makes it new.
std::string permname_function(std::string rest, Session& s) {
  std::size_t longest = 32;
  for (const ast::Option& o : take_macro_options(rest))
    if (o.name == "length") longest = static_cast<std::size_t>(std::clamp(s.number(o.argument), 1.0, 32.0));
  const std::string stub = take_macro_word(rest);
  std::string name = stub.substr(0, longest);
  for (int i = 1; s.frame().find(name); ++i) {
    const std::string number = std::to_string(i);
    name = stub.substr(0, longest > number.size() ? longest - number.size() : 0) + number;
  }
  return name;
}

const Program* program_of(const std::string& name, Session& s) {
  const auto it = s.programs().find(text::trimmed(name));
  return it == s.programs().end() ? nullptr : &it->second;
}

std::string properties_function(std::string rest, Session& s) {
  const Program* p = program_of(rest, s);
  return p ? p->properties : std::string();
}

std::string results_function(std::string rest, Session& s) {
  const Program* p = program_of(rest, s);
  if (!p) throw Error(199, "program " + rest + " not found");
  return p->result_class.empty() ? "nclass" : p->result_class;
}

// all globals|scalars|matrices ["pattern"], all numeric|string scalars ["pattern"]
std::string all_function(std::string rest, Session& s) {
  std::string what = take_macro_word(rest), kind;
  if (what == "numeric" || what == "string") {
    kind = what;
    what = take_macro_word(rest);
  }
  const std::vector<std::string> patterns = grammar::split_words(rest);
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (patterns.empty() || text::matches_wildcard(patterns[0], name)) names.push_back(name);
  };
  if (what == "globals" && kind.empty()) {
    for (const auto& entry : s.globals()) add(entry.first);
  } else if (what == "scalars") {
    for (const auto& [name, value] : s.scalars())
      if (name.find(' ') != std::string::npos) continue;  // kept by commands
      else if (kind.empty() || value.is_string == (kind == "string")) add(name);
  } else if (what == "matrices" && kind.empty()) {
    for (const auto& entry : s.matrices()) add(entry.first);
  } else {
    bad_function("all " + what);
  }
  return text::joined(names);
}

// e(scalars), r(macros), s(macros), e(matrices), e(functions): the names of stored results.
std::string stored_names(const std::string& call, Session& s) {
  const std::string what = call.substr(2, call.size() - 3);
  const command::Estimates* e = s.estimates();
  const command::Results none;
  const command::Results& results = call[0] == 'r' ? s.r() : call[0] == 's' ? s.s() : e ? e->results : none;
  std::vector<std::string> names;
  const auto add_all = [&](const auto& entries) {
    for (const auto& entry : entries) names.push_back(entry.first);
  };
  if (what == "scalars") add_all(results.scalars);
  else if (what == "macros") add_all(results.macros);
  else if (what == "matrices") add_all(results.matrices);
  else if (what != "functions") bad_function(call);
  else if (call[0] == 'e' && e && e->sample_id != 0) names.push_back("sample");
  return text::joined(names);
}

std::string tsnorm_function(std::string rest, Session&) {
  take_macro_options(rest);
  std::vector<std::string> names;
  for (const ast::Interaction& term : grammar::parse_varlist(rest).items) names.push_back(command::term_name(term));
  return text::joined(names);
}

std::string sort_function(std::string, Session& s) { return text::joined(s.frame().sorted_by); }

using Call = std::function<std::string(std::string, Session&)>;

const std::map<std::string, Call>& table() {
  static const std::map<std::string, Call> calls = {
      {"word", [](std::string rest, Session&) { return word_function(std::move(rest)); }},
      {"variable", variable_function},
      {"var", variable_function},
      {"value", value_function},
      {"label", label_function},
      {"type", type_function},
      {"format", format_function},
      {"display", display_function},
      {"di", display_function},
      {"length", [](std::string rest, Session& s) { return length_function(std::move(rest), Unit::bytes, s); }},
      {"strlen", [](std::string rest, Session& s) { return length_function(std::move(rest), Unit::bytes, s); }},
      {"ulength", [](std::string rest, Session& s) { return length_function(std::move(rest), Unit::characters, s); }},
      {"ustrlen", [](std::string rest, Session& s) { return length_function(std::move(rest), Unit::characters, s); }},
      {"udlength", [](std::string rest, Session& s) { return length_function(std::move(rest), Unit::columns, s); }},
      {"udstrlen", [](std::string rest, Session& s) { return length_function(std::move(rest), Unit::columns, s); }},
      {"subinstr", subinstr_function},
      {"usubinstr", subinstr_function},
      {"dir", dir_function},
      {"char", char_function},
      {"data", data_function},
      {"permname", permname_function},
      {"piece", [](std::string rest, Session&) { return piece_function(std::move(rest)); }},
      {"properties", properties_function},
      {"results", results_function},
      {"all", all_function},
      {"tsnorm", tsnorm_function},
      {"sortedby", sort_function},
      {"list", [](std::string rest, Session& s) { return macro_list(rest, s); }},
      {"copy",
       [](std::string rest, Session& s) {
         const std::string kind = take_macro_word(rest);
         return macro_value(kind, rest, s);
       }},
      {"env", [](std::string rest, Session& s) { return s.host().environment(trimmed(rest)); }},
      {"environment", [](std::string rest, Session& s) { return s.host().environment(trimmed(rest)); }},
      {"sysdir",
       [](std::string rest, Session& s) {
         const std::string name = trimmed(rest), folder = system_folder(name, s);
         return folder.empty() ? (name.empty() || name.back() == '/' ? name : name + "/") : folder;
       }},
      {"adosubdir",
       [](std::string rest, Session&) {
         const std::vector<std::string> words = grammar::split_words(rest);
         return words.empty() ? std::string() : text::lower(words[0].substr(0, 1));
       }},
      {"tempvar",
       [](std::string, Session& s) {
         s.level().temporary_variables.push_back(s.temporary_name());
         return s.level().temporary_variables.back();
       }},
      {"tempfile",
       [](std::string, Session& s) {
         s.level().temporary_files.push_back(s.host().temporary_name());
         return s.level().temporary_files.back();
       }},
  };
  return calls;
}

}  // namespace

std::string macro_function(const std::string& call, Session& session) {
  std::string rest = call;
  const std::string name = take_macro_word(rest);
  const auto it = table().find(name);
  if (it != table().end()) return it->second(rest, session);
  if (is_matrix_function(name)) return matrix_function(name, rest, session);
  if (name.size() > 3 && name[1] == '(' && name.back() == ')' && (name[0] == 'r' || name[0] == 'e' || name[0] == 's'))
    return stored_names(name, session);
  for (const auto& [full, f] : table())
    if (name.size() >= 3 && full.compare(0, name.size(), name) == 0) return f(rest, session);
  throw Error(198, "unknown macro function " + name);
}

}  // namespace nqp::runtime
