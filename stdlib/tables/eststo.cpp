// eststo: keeps estimates for the next table, as a prefix or after the command.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/stored_estimates.hpp"
#include "stdlib/kit/table_output.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::eststo_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string body, command;
  std::string title, scalars, prefix = "est";
  bool refresh = false, no_copy = false, no_sample = false, missing = false;
};

void clear(Session& s) {
  for (const std::string& name : kit::eststo_names(s)) kit::forget_estimates(name, s);
  s.globals().erase("eststo");
  s.globals().erase("eststo_counter");
}

std::string next_name(const std::string& prefix, Session& s) {
  auto& counter = s.globals()["eststo_counter"];
  const double last = kit::parse_number(counter).value_or(0);  // the user may have put anything there
  counter = std::to_string(last >= 0 && last < 1e9 ? static_cast<int>(last) + 1 : 1);
  return prefix + counter;
}

// The title of a model of a by-group: labels of values, or variable=value.
std::string group_title(Session& s) {
  std::string out;
  if (!s.level().by) return out;
  const data::Frame& f = s.frame();
  const data::Row row = s.scope().begin;
  for (const std::string& name : s.level().by->variables) {
    const data::Variable& v = f.at(name);
    std::string value;
    if (v.is_string()) {
      value = v.column->text(row);
    } else {
      const double x = v.column->number(row);
      const data::ValueLabel* labels = f.labels_of(v);
      const auto it = labels ? labels->find(x) : data::ValueLabel::const_iterator{};
      value = labels && it != labels->end() ? it->second : name + "=" + text::trimmed(text::format_number(x, v.format));
    }
    out += (out.empty() ? "" : ", ") + value;
  }
  return out;
}

// addscalars(name value name (expression) …)
void add_scalars(const std::string& list, Session& s) {
  std::string_view rest = list;
  while (!kit::trim(rest).empty()) {
    const std::string name = kit::take_word(rest), value = kit::take_word(rest);
    if (!data::valid_name(name) || value.empty())
      throw Error(198, "addscalars() takes pairs: a name and a value");
    s.estimates_slot()->results.scalar(name, s.number(value));
  }
}

void store(const std::string& asked, const std::string& title, const Args& a, Session& s) {
  kit::find_estimates(".", s);
  const bool no_sample = a.no_sample;
  const std::string name = asked.empty() ? next_name(a.prefix, s) : asked;
  if (!data::valid_name(name)) throw Error(198, name + " invalid name");
  add_scalars(a.scalars, s);
  Estimates e = kit::find_estimates(".", s);
  e.results.macro("_estimates_name", name);
  if (!title.empty()) e.results.macro("estimates_title", title);
  s.estimates_slot()->results.macro("_estimates_name", name);
  if (no_sample) s.stored_estimates()[name] = std::move(e);
  else s.store(name, std::move(e));
  std::vector<std::string> names = kit::eststo_names(s);
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  kit::set_eststo_names(names, s);
  if (asked.empty()) s.say("(" + name + " stored)");
}

void act(const Args& a, Session& s) {
  const std::vector<std::string> words = grammar::split_words(a.body);
  const std::string first = words.empty() ? "" : words[0];
  if (first == "clear" && a.command.empty()) return clear(s);
  if (first == "drop" && a.command.empty()) {
    for (const kit::TableModel& m : kit::table_models(a.body.substr(4), s)) kit::forget_estimates(m.name, s);
    return kit::set_eststo_names(kit::eststo_names(s), s);
  }
  if (first == "dir" && a.command.empty()) return s.run_command("estimates dir");
  if (words.size() > 1) throw Error(198, "eststo takes one name", std::nullopt, {"eststo m1: regress y x"});
  if (!a.command.empty()) s.run_command(a.command);
  store(first, a.title.empty() ? group_title(s) : a.title, a, s);
}

}  // namespace

extern const Command eststo_command =
    define<Args>("eststo", "Keep estimates for a table")
        .anything(&Args::body)
        .prefix(&Args::command)
        .text("Title", &Args::title, "title of the model")
        .flag("REFresh", &Args::refresh, "accepted: a stored model of that name is replaced anyway")
        .flag("NOCopy", &Args::no_copy, "accepted")
        .flag("NOEsample", &Args::no_sample, "do not leave the sample as the variable _est_name")
        .text("ADDscalars", &Args::scalars, "numbers to keep with the model: name value name value")
        .text("Prefix", &Args::prefix, "of the names that are given by number; est")
        .flag("Missing", &Args::missing, "accepted")
        .flag("Esample", &Args::missing, "accepted: the sample is kept anyway")
        .by_native()
        .changes(Effect::process)
        .remark(
            "bysort g: eststo: command keeps one model for each group, titled by it. The sample of each stored model "
            "is the variable _est_name; eststo clear and estimates clear remove these variables.")
        .remark("eststo clear forgets all; esttab without names shows them in the order of storing.")
        .example("As a prefix", "sysuse auto\neststo clear\neststo m1: quietly regress price mpg\nestimates restore m1",
                 "e(N) == 74")
        .example("By group", "sysuse auto\nbysort foreign: eststo: quietly regress price mpg\nestimates restore est2",
                 "e(N) == 22")
        .example("After the command", "sysuse auto\nquietly regress price mpg\neststo\nestimates restore est1",
                 "e(df_m) == 1")
        .acts(act);

}  // namespace nqp::commands::eststo_
