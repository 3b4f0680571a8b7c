#include <algorithm>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/reshaping.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::reshape_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body;
  Variables i;
  std::string j;
  bool string_j = false;
};

// What the last reshape did, kept with the data so that reshape wide and reshape long alone undo it.
constexpr const char* memory[] = {"ReS_i", "ReS_j", "ReS_Xij", "ReS_jv", "ReS_str"};

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& n : names) out += (out.empty() ? "" : " ") + n;
  return out;
}

void remember(data::Frame& f, const kit::ReshapePlan& plan) {
  const std::string values[] = {joined(plan.i), plan.j, joined(plan.stubs), joined(plan.values),
                                plan.string_j ? "1" : "0"};
  for (std::size_t k = 0; k < 5; ++k) f.characteristics[memory[k]] = values[k];
}

kit::ReshapePlan recall(const data::Frame& f) {
  std::string values[5];
  for (std::size_t k = 0; k < 5; ++k) {
    const auto it = f.characteristics.find(memory[k]);
    if (it == f.characteristics.end())
      throw Error(198, "the data have not been reshaped yet", std::nullopt,
                  {"write reshape long stubs, i(id) j(year) or reshape wide variables, i(id) j(year)"});
    values[k] = it->second;
  }
  kit::ReshapePlan plan;
  plan.i = grammar::split_words(values[0]);
  plan.j = values[1];
  plan.stubs = grammar::split_words(values[2]);
  plan.values = grammar::split_words(values[3]);
  plan.string_j = values[4] == "1";
  return plan;
}

kit::ReshapePlan plan_of(const Args& a, const Context& c, std::string_view stubs, bool to_long) {
  kit::ReshapePlan plan;
  plan.i = a.i;
  plan.string_j = a.string_j;
  if (a.i.empty())
    throw Error(198, "option i() required", std::nullopt, {"i() names the variables that identify units"});
  for (const std::string& word : grammar::split_words(stubs)) {
    if (to_long || word.find('@') != std::string::npos) plan.stubs.push_back(word);
    else
      for (std::string& name : resolve_variables(word, c)) plan.stubs.push_back(std::move(name));
  }
  if (plan.stubs.empty()) throw Error(100, "reshape needs the variables to be moved");
  // j(year), j(year 2001 2003), j(q 1-4)
  std::vector<std::string> words = grammar::split_words(a.j);
  plan.j = words.empty() ? "_j" : words[0];
  for (std::size_t k = 1; k < words.size(); ++k) {
    const std::size_t dash = words[k].find('-', 1);
    if (dash == std::string::npos) {
      plan.values.push_back(words[k]);
      continue;
    }
    const std::string range = words[k].substr(0, dash) + "/" + words[k].substr(dash + 1);
    for (const double x : grammar::parse_numlist(range)) plan.values.push_back(text::macro_number(x));
  }
  if (to_long && c.frame.find(plan.j))
    throw Error(110, "variable " + plan.j + " already defined", std::nullopt, {"are the data long already?"});
  if (!to_long) plan.j = c.variable(plan.j).name;
  if (!to_long && c.frame.at(plan.j).is_string()) plan.string_j = true;
  if (plan.values.empty())
    plan.values = to_long ? kit::values_in_names(c.frame, plan) : kit::values_in_data(c.frame, plan.j);
  return plan;
}

void check_stubs(const data::Frame& f, const kit::ReshapePlan& plan) {
  for (const std::string& stub : plan.stubs) {
    const bool any = std::any_of(plan.values.begin(), plan.values.end(),
                                 [&](const std::string& v) { return f.find(kit::wide_name(stub, v)) != nullptr; });
    if (any) continue;
    throw Error(111, "no variables named " + kit::wide_name(stub, "#") + " found", std::nullopt,
                {plan.string_j ? "the names must begin with the stub"
                               : "what follows the stub must be a number; option string allows letters"});
  }
}

std::string counted(std::size_t n) { return text::trimmed(text::format_number(static_cast<double>(n), "%20.0fc")); }

void report(const data::Frame& before, const data::Frame& after, const kit::ReshapePlan& plan, bool to_long,
            Output& out) {
  const auto line = [&](const std::string& what, const std::string& left, const std::string& right) {
    const int width = std::max(10, 36 - static_cast<int>(what.size()));
    out.line(fmt::format("{}{:>{}}   ->   {}", what, left, width, right));
  };
  std::string values = "(j =";
  for (std::size_t k = 0; k < plan.values.size(); ++k) {
    if (plan.values.size() > 12 && k == 6) values += " ...";
    if (plan.values.size() <= 12 || k < 6 || k + 3 >= plan.values.size()) values += " " + plan.values[k];
  }
  out.line(values + ")");
  out.document.blank();
  line("Data", to_long ? "Wide" : "Long", to_long ? "Long" : "Wide");
  out.line(std::string(77, '-'));
  line("Number of observations", counted(before.rows), counted(after.rows));
  line("Number of variables", counted(before.variables.size()), counted(after.variables.size()));
  const std::string n = fmt::format("j variable ({} values)", plan.values.size());
  line(n, to_long ? "" : plan.j, to_long ? plan.j : "(dropped)");
  out.line("xij variables:");
  for (const std::string& stub : plan.stubs) {
    std::string names;
    for (std::size_t k = 0; k < plan.values.size(); ++k) {
      if (plan.values.size() > 3 && k == 2) names += " ...";
      if (plan.values.size() <= 3 || k < 2 || k + 1 == plan.values.size())
        names += (names.empty() ? "" : " ") + kit::wide_name(stub, plan.values[k]);
    }
    line("", to_long ? names : kit::long_name(stub), to_long ? kit::long_name(stub) : names);
  }
  out.line(std::string(77, '-'));
}

Output run(const Args& a, const Context& c) {
  std::string_view rest = a.body;
  const std::string verb = kit::take_word(rest);
  const bool to_long = kit::abbreviates(verb, "Long"), to_wide = kit::abbreviates(verb, "Wide");
  if (verb == "clear") {
    Output out;
    out.frame = c.frame;
    for (const char* m : memory) out.frame->characteristics.erase(m);
    return out;
  }
  if (!to_long && !to_wide) throw Error(198, "write reshape long or reshape wide");
  const bool again = rest.empty() && a.i.empty();
  kit::ReshapePlan plan = again ? recall(c.frame) : plan_of(a, c, rest, to_long);
  if (again && to_wide) plan.values = kit::values_in_data(c.frame, plan.j);
  if (to_long) {
    if (plan.values.empty())
      throw Error(111, "no variables named " + kit::wide_name(plan.stubs[0], "#") + " found", std::nullopt,
                  {"what follows the stub must be a number; option string allows letters"});
    check_stubs(c.frame, plan);
  }
  Output out;
  data::Frame f = to_long ? kit::to_long(c.frame, plan) : kit::to_wide(c.frame, plan);
  remember(f, plan);
  report(c.frame, f, plan, to_long, out);
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command reshape_command =
    define<Args>("reshape", "Turn wide data into long data and back")
        .anything(&Args::body)
        .variables("i", &Args::i, "variables that identify the units")
        .text("j", &Args::j, "variable of the times, maybe followed by its values")
        .flag("String", &Args::string_j, "the values of j are text")
        .no_by()
        .changes(Effect::data)
        .remark(
            "reshape long inc ue, i(id) j(year) stacks inc2001 inc2002 ...; @ marks where the value of j stands "
            "inside a name (inc@r). reshape wide inc ue, i(id) j(year) goes back; reshape long and reshape wide "
            "alone repeat the last change. The result is sorted.")
        .example("To long",
                 "clear\ninput id sex inc80 inc81\n1 0 5000 5500\n2 1 2000 2200\nend\nreshape long inc, i(id) j(year)",
                 "_N == 4 & inc[2] == 5500 & year[2] == 81 & sex[4] == 1")
        .example("And back",
                 "clear\ninput id sex inc80 inc81\n1 0 5000 5500\n2 1 2000 2200\nend\nreshape long inc, i(id) "
                 "j(year)\nreshape wide",
                 "_N == 2 & inc81[2] == 2200")
        .example("Text in the names", "clear\ninput id xm xf\n1 3 4\nend\nreshape long x@, i(id) j(sex) string",
                 "sex[1] == \"f\" & x[1] == 4")
        .runs(run);

}  // namespace nqp::commands::reshape_
