// _estimates: puts e() aside and brings it back.
#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/held_results.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::_estimates_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string body;
  bool copy = false, restore = false, nullok = false, no_restore = false;
  std::string varname;
};

// The sample rides along as a variable: rows may be sorted and dropped in between.
void hold(const std::string& name, const std::string& variable, Session& s) {
  kit::HeldEstimates::Entry& entry = s.state<kit::HeldEstimates>().by_name[name];
  entry.estimates = s.estimates_slot();
  if (!entry.estimates) return;
  for (const data::SampleMark& m : s.frame().samples) {
    if (m.id != entry.estimates->sample_id) continue;
    kit::check_new_name(s.frame(), variable);
    data::Frame f = s.frame();
    data::Variable v;
    v.name = entry.variable = variable;
    v.column = m.column;
    v.format = "%8.0g";
    v.label = "esample() of held estimates";
    f.add(std::move(v));
    s.set_frame(std::move(f));
    return;
  }
}

void unhold(const std::string& name, Session& s) {
  auto& held = s.state<kit::HeldEstimates>().by_name;
  const kit::HeldEstimates::Entry entry = held[name];
  held.erase(name);
  std::vector<std::uint8_t> sample;
  if (const data::Variable* v = entry.variable.empty() ? nullptr : s.frame().find(entry.variable)) {
    for (std::size_t i = 0; i < s.frame().rows; ++i)
      sample.push_back(!v->column->missing_at(i) && v->column->number(i) != 0);
    data::Frame f = s.frame();
    f.remove(entry.variable);
    s.set_frame(std::move(f));
  }
  if (entry.estimates) s.post(*entry.estimates, sample);
  else s.estimates_slot().reset();
}

void act(const Args& a, Session& s) {
  const std::vector<std::string> words = grammar::split_words(a.body);
  const std::string word = words.empty() ? "" : words[0], name = words.size() > 1 ? words[1] : "";
  auto& held = s.state<kit::HeldEstimates>().by_name;
  const auto is = [&](const char* full) { return kit::abbreviates(word, full); };
  if (is("Hold")) {
    if (!s.estimates() && !a.nullok)
      throw Error(301, "last estimates not found", std::nullopt, {"nullok holds nothing"});
    if (name.empty()) throw Error(198, "_estimates hold needs a name");
    if (held.count(name)) throw Error(110, "estimates " + name + " are held already");
    hold(name, a.varname.empty() ? "_est_" + name : a.varname, s);
    if (!a.copy) s.estimates_slot().reset();
  } else if (is("Unhold")) {
    if (!held.count(name)) {
      if (a.nullok) return;
      throw Error(111, "no estimates are held as " + name);
    }
    unhold(name, s);
  } else if (is("DIR")) {
    for (const auto& [key, entry] : held)
      s.say("  " + key + (entry.estimates ? "  " + entry.estimates->results.macro_or("cmd") : ""));
  } else if (is("CLEAR")) {
    held.clear();
  } else if (is("DROP")) {
    for (std::size_t i = 1; i < words.size(); ++i)
      if (words[i] == "_all") held.clear();
      else if (!held.erase(words[i])) throw Error(111, "no estimates are held as " + words[i]);
  } else {
    throw Error(198, "invalid subcommand of _estimates: " + word, std::nullopt, {"hold, unhold, dir, drop, clear"});
  }
}

}  // namespace

extern const Command _estimates_command =
    define<Args>("_estimates", "Put e() aside and bring it back")
        .anything(&Args::body)
        .flag("Copy", &Args::copy, "hold: e() stays as well")
        .flag("Restore", &Args::restore, "accepted: programs bring e() back with unhold")
        .flag("NULLok", &Args::nullok, "no error when there is nothing to hold or to bring back")
        .flag("NOTrestore", &Args::no_restore, "accepted, as restore")
        .text("VARname", &Args::varname, "hold: the variable that keeps e(sample); _est_name")
        .no_by()
        .changes(Effect::estimates | Effect::data)
        .remark("_estimates hold name [, copy nullok], _estimates unhold name, _estimates dir, drop and clear.")
        .example("Another estimation in between",
                 "sysuse auto\nquietly regress price mpg\n_estimates hold first\nquietly regress price weight\n"
                 "_estimates unhold first\ncount if e(sample)",
                 "abs(_b[mpg] + 238.8943) < 1e-3 & r(N) == 74")
        .example("Nothing to hold", "capture _estimates hold x\nscalar rc = _rc\n_estimates hold y, nullok",
                 "rc == 301")
        .acts(act);

}  // namespace nqp::commands::_estimates_
