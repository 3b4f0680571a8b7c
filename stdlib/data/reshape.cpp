#include <algorithm>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/results.hpp"
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
  std::string favour;
};

// What the last reshape did, kept with the data so that reshape wide and reshape long alone undo it.
constexpr const char* memory[] = {"ReS_i", "ReS_j", "ReS_Xij", "ReS_jv", "ReS_str"};

void remember(data::Frame& f, const kit::ReshapePlan& plan) {
  const std::string values[] = {text::joined(plan.i), plan.j, text::joined(plan.stubs), text::joined(plan.values),
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

// What stands in the way of the last reshape that failed cannot be kept: a command that fails changes nothing. So the
// diagnosis is made anew, for the call given or for the one remembered with the data.
struct Trouble {
  std::string title;
  std::vector<data::Row> rows;
  Variables shown;
};

std::vector<data::ColumnPtr> columns_of(const data::Frame& f, const Variables& names) {
  std::vector<data::ColumnPtr> out;
  for (const std::string& n : names) out.push_back(f.at(n).column);
  return out;
}

std::vector<data::Row> repeated_rows(const data::Frame& f, const Variables& keys) {
  const data::Groups g = data::make_groups(columns_of(f, keys));
  std::vector<std::size_t> size(g.count, 0);
  for (const std::uint32_t k : g.codes) ++size[k];
  std::vector<data::Row> rows;
  for (std::size_t i = 0; i < f.rows; ++i)
    if (size[g.codes[i]] > 1) rows.push_back(static_cast<data::Row>(i));
  return rows;
}

// Rows of units within which the variable varies.
std::vector<data::Row> varying_rows(const data::Frame& f, const data::Variable& v, const Variables& units) {
  const data::Groups g = data::make_groups(columns_of(f, units));
  std::vector<std::uint8_t> varies(g.count, 0);
  const auto differs = [&](data::Row a, data::Row b) {
    return v.is_string() ? v.column->text(a) != v.column->text(b) : v.column->number(a) != v.column->number(b);
  };
  for (std::size_t i = 0; i < f.rows; ++i)
    if (differs(static_cast<data::Row>(i), g.first[g.codes[i]])) varies[g.codes[i]] = 1;
  std::vector<data::Row> rows;
  for (std::size_t i = 0; i < f.rows; ++i)
    if (varies[g.codes[i]]) rows.push_back(static_cast<data::Row>(i));
  return rows;
}

std::vector<Trouble> troubles_of(const data::Frame& f, const Variables& i, const std::string& j) {
  std::vector<Trouble> out;
  const bool is_long = f.find(j) != nullptr;
  Variables keys = i;
  if (is_long) keys.push_back(j);
  if (auto rows = repeated_rows(f, keys); !rows.empty())
    out.push_back({is_long ? "values of " + j + " are not unique within " + text::joined(i)
                           : text::joined(i) + " does not identify the observations",
                   std::move(rows), keys});
  return out;
}

void list_trouble(const Trouble& t, const Context& c, Output& out) {
  constexpr std::size_t most = 50;
  out.document.blank();
  out.line("The data are in the way: " + t.title + ".");
  out.line(fmt::format("{} of {} observations are concerned:", counted(t.rows.size()), counted(c.frame.rows)));
  report::Table table;
  table.columns.assign(t.shown.size() + 1, {9, 2, false});
  std::vector<report::Cell> head{report::text_cell("obs", report::Align::right)};
  for (const std::string& name : t.shown) head.push_back(report::text_cell(name, report::Align::right));
  table.row(head);
  table.rule();
  for (std::size_t k = 0; k < std::min(most, t.rows.size()); ++k) {
    std::vector<report::Cell> cells{report::text_cell(counted(t.rows[k] + std::size_t{1}), report::Align::right)};
    for (const std::string& name : t.shown)
      cells.push_back(report::text_cell(kit::value_text(c.frame, c.frame.at(name), t.rows[k]), report::Align::right));
    table.row(cells);
  }
  out.document.add(table);
  if (t.rows.size() > most) out.line(fmt::format("(the first {} are shown)", most));
}

// reshape error [, i() j()]: the observations that keep the data from being reshaped.
Output diagnose(const Args& a, const Context& c) {
  Variables i = a.i;
  std::string j = a.j;
  std::vector<std::string> stubs;
  if (i.empty()) {
    const kit::ReshapePlan plan = recall(c.frame);
    i = plan.i;
    j = plan.j;
    stubs = plan.stubs;
  }
  for (const std::string& name : i) c.variable(name);
  std::vector<Trouble> troubles = troubles_of(c.frame, i, j);
  if (c.frame.find(j)) {
    for (const data::Variable& v : c.frame.variables) {
      const bool moved =
          v.name == j || std::find(i.begin(), i.end(), v.name) != i.end() ||
          std::any_of(stubs.begin(), stubs.end(), [&](const auto& s) { return kit::long_name(s) == v.name; });
      if (moved) continue;
      Variables shown = i;
      shown.push_back(j);
      shown.push_back(v.name);
      if (auto rows = varying_rows(c.frame, v, i); !rows.empty())
        troubles.push_back(
            {v.name + " varies within " + text::joined(i) + " (reshape it too, or drop it)", std::move(rows), shown});
    }
  }
  Output out;
  for (const Trouble& t : troubles) list_trouble(t, c, out);
  if (troubles.empty()) out.line("Nothing is in the way: the observations are identified.");
  return out;
}

// reshape query: what is remembered.
Output query(const Context& c) {
  Output out;
  const auto value = [&](const char* name) {
    const auto it = c.frame.characteristics.find(name);
    return it == c.frame.characteristics.end() || it->second.empty() ? std::string("(not set)") : it->second;
  };
  out.line("i variables:    " + value(memory[0]));
  out.line("j variable:     " + value(memory[1]));
  out.line("values of j:    " + value(memory[3]));
  out.line("xij variables:  " + value(memory[2]));
  return out;
}

// The old way in steps: reshape i id, reshape j year [values], reshape xij inc ue; then reshape long or wide.
std::optional<Output> set_one(const std::string& verb, std::string_view rest, const Context& c) {
  const auto put = [&](std::initializer_list<std::pair<std::size_t, std::string>> values) {
    Output out;
    out.frame = c.frame;
    for (const char* m : memory) out.frame->characteristics.try_emplace(m, "");
    for (const auto& [k, text] : values) out.frame->characteristics[memory[k]] = text;
    return out;
  };
  const std::string text(kit::trim(rest));
  if (verb == "i") return put({{0, text::joined(resolve_variables(text, c))}});
  if (verb == "xij") return put({{2, text}});
  if (verb == "xi") return put({});
  if (verb != "j") return std::nullopt;
  std::string_view values = text;
  std::string name = kit::take_word(values);
  std::string list(kit::trim(values));
  const bool strings = list.ends_with("string");
  return put({{1, name}, {3, strings ? "" : list}, {4, strings ? "1" : "0"}});
}

// Wide data have no place for the labels of the long variables: they wait in characteristics for the way back.
void keep_labels(const data::Frame& before, const kit::ReshapePlan& plan, data::Frame& wide) {
  const data::Variable& j = before.at(plan.j);
  wide.characteristics["__JVarLab"] = j.label;
  wide.characteristics["__JValLabName"] = j.value_label;
  for (const std::string& stub : plan.stubs)
    if (const data::Variable* v = before.find(kit::long_name(stub)))
      wide.characteristics["__XijVarLab" + v->name] = v->label;
}

void restore_labels(const kit::ReshapePlan& plan, data::Frame& f) {
  const auto waiting = [&](const std::string& name) {
    const auto it = f.characteristics.find(name);
    const std::string text = it == f.characteristics.end() ? std::string() : it->second;
    if (it != f.characteristics.end()) f.characteristics.erase(it);
    return text;
  };
  data::Variable& j = f.variables[*f.index(plan.j)];
  j.label = waiting("__JVarLab");
  if (const std::string name = waiting("__JValLabName"); f.value_labels.contains(name) && !j.is_string())
    j.value_label = name;
  for (const std::string& stub : plan.stubs) {
    const auto place = f.index(kit::long_name(stub));
    const std::string label = waiting("__XijVarLab" + kit::long_name(stub));
    if (place && !label.empty()) f.variables[*place].label = label;
  }
}

Output run(const Args& a, const Context& c) {
  std::string_view rest = a.body;
  const std::string verb = kit::take_word(rest);
  if (verb == "error") return diagnose(a, c);
  if (verb == "query" || verb.empty()) return query(c);
  if (auto set = set_one(verb, rest, c)) return *std::move(set);
  const bool to_long = kit::abbreviates(verb, "Long"), to_wide = kit::abbreviates(verb, "Wide");
  if (verb == "clear") {
    Output out;
    out.frame = c.frame;
    for (const char* m : memory) out.frame->characteristics.erase(m);
    return out;
  }
  if (!to_long && !to_wide) throw Error(198, "reshape " + verb + " is not known", std::nullopt,
                {"write reshape long or reshape wide; reshape error, query and clear exist, too"});
  const bool again = rest.empty() && a.i.empty();
  kit::ReshapePlan plan = again ? recall(c.frame) : plan_of(a, c, rest, to_long);
  if (again && (plan.i.empty() || plan.j.empty() || plan.stubs.empty()))
    throw Error(198, "i, j and xij must all be set first", std::nullopt, {"reshape query shows what is set"});
  if (again && to_wide) plan.values = kit::values_in_data(c.frame, plan.j);
  if (again && to_long && plan.values.empty()) plan.values = kit::values_in_names(c.frame, plan);
  if (to_long) {
    if (plan.values.empty())
      throw Error(111, "no variables named " + kit::wide_name(plan.stubs[0], "#") + " found", std::nullopt,
                  {"what follows the stub must be a number; option string allows letters"});
    check_stubs(c.frame, plan);
  }
  Output out;
  data::Frame f = to_long ? kit::to_long(c.frame, plan) : kit::to_wide(c.frame, plan);
  if (to_long) restore_labels(plan, f);
  else keep_labels(c.frame, plan, f);
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
        .text("FAVOR", &Args::favour, "accepted: space or speed")
        .no_by()
        .changes(Effect::data)
        .remark(
            "reshape long inc ue, i(id) j(year) stacks inc2001 inc2002 ...; @ marks where the value of j stands "
            "inside a name (inc@r). reshape wide inc ue, i(id) j(year) goes back; reshape long and reshape wide "
            "alone repeat the last change. The result is sorted. reshape error, i(id) j(year) lists the observations "
            "that are in the way; reshape query and reshape clear show and forget what was done.")
        .example("To long",
                 "clear\ninput id sex inc80 inc81\n1 0 5000 5500\n2 1 2000 2200\nend\nreshape long inc, i(id) j(year)",
                 "_N == 4 & inc[2] == 5500 & year[2] == 81 & sex[4] == 1")
        .example("And back",
                 "clear\ninput id sex inc80 inc81\n1 0 5000 5500\n2 1 2000 2200\nend\nreshape long inc, i(id) "
                 "j(year)\nreshape wide",
                 "_N == 2 & inc81[2] == 2200")
        .example("Labels come back",
                 "sysuse grunfeld\nkeep firm year invest\nlabel variable invest \"Investment\"\n"
                 "reshape wide invest, i(firm) j(year)\nreshape long\nlocal l : variable label invest\n"
                 "assert \"`l'\" == \"Investment\"",
                 "_N == 200")
        .example("Text in the names", "clear\ninput id xm xf\n1 3 4\nend\nreshape long x@, i(id) j(sex) string",
                 "sex[1] == \"f\" & x[1] == 4")
        .example("What is in the way", "clear\ninput id year x\n1 1 5\n1 1 6\n2 1 7\nend\n"
                 "capture reshape wide x, i(id) j(year)\nreshape error, i(id) j(year)\nreshape query", "_rc == 9")
        .runs(run);

}  // namespace nqp::commands::reshape_
