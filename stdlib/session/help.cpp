// help: what a command, a function or a return code is.
#include <cctype>

#include "interpreter/command/help_page.hpp"
#include "interpreter/command/registry.hpp"
#include "interpreter/command/return_codes.hpp"
#include "interpreter/text/suggest.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::commands::help_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string topic;
};

report::Document return_code(const std::string& topic) {
  const int code = std::atoi(topic.c_str() + (topic[0] == 'r' ? topic.find_first_of("0123456789") : 0));
  const std::string text = return_code_text(code);
  report::Document d;
  d.line("r(" + std::to_string(code) + "): " + (text.empty() ? "no such return code" : text));
  return d;
}

report::Document function_page(const std::string& name) {
  if (const eval::Function* f = eval::find_function(name)) return help_page(*f);
  std::vector<std::string> known;
  for (const eval::Function* f : eval::all_functions()) known.emplace_back(f->name);
  std::vector<std::string> notes;
  if (std::string hint = text::did_you_mean(name, known); !hint.empty()) notes.push_back(hint);
  throw Error(111, "no function " + name + "()", std::nullopt, notes);
}

bool is_return_code(const std::string& topic) {
  const std::size_t digit = topic.find_first_of("0123456789");
  return digit != std::string::npos &&
         (digit == 0 || topic.compare(0, digit, "r") == 0 || topic.compare(0, digit, "r(") == 0);
}

Output run(const Args& a, const Context&) {
  Output out;
  const std::string topic = text::trimmed(a.topic);
  if (topic.empty()) {
    out.document = help_index();
    return out;
  }
  if (is_return_code(topic)) {
    out.document = return_code(topic);
    return out;
  }
  if (const std::size_t open = topic.find('('); open != std::string::npos) {
    out.document = function_page(topic.substr(0, open));
    return out;
  }
  const std::size_t blank = topic.find(' ');
  bool second = false;
  const std::string first = topic.substr(0, blank);
  const Command* c = find_command(first, blank == std::string::npos ? "" : text::trimmed(topic.substr(blank)), second);
  if (c) {
    out.document = help_page(*c);
    return out;
  }
  if (eval::find_function(first)) {
    out.document = function_page(first);
    return out;
  }
  std::vector<std::string> notes;
  if (std::string hint = text::did_you_mean(topic, command_names()); !hint.empty()) notes.push_back(hint);
  throw Error(111, "help for " + topic + " not found", std::nullopt, notes);
}

}  // namespace

extern const Command help_command =
    define<Args>("Help", "Explain a command, a function or a return code")
        .raw(&Args::topic)
        .no_by()
        .example("A command", "help regress\nscalar ok = 1", "ok == 1")
        .example("A function", "help substr()\nscalar ok = 1", "ok == 1")
        .example("A return code", "help r(111)\nscalar ok = 1", "ok == 1")
        .example("Something unknown", "capture help nosuchthing\nscalar rc = _rc", "rc == 111")
        .runs(run);

}  // namespace nqp::commands::help_
