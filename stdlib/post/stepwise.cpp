// stepwise: regressors chosen by their significance.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::stepwise_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string command;
  double remove = 0, enter = 0;
  bool forward = false, hierarchical = false, lock = false;
};

// The command in parts: its word, the outcome, groups of terms that come and go together, and what follows.
struct Model {
  std::string word, y, condition, rest;
  std::vector<std::string> groups;

  std::string with(const std::vector<std::size_t>& chosen) const {
    std::string out = word + " " + y;
    for (const std::size_t g : chosen) out += " " + groups[g];
    return out + condition + rest;
  }
};

Model read_model(const std::string& command, const std::string& touse, Session& s) {
  Model m;
  std::string_view text = kit::trim(command);
  m.word = kit::take_word(text);
  const ast::Arguments a = grammar::parse_arguments(std::string(text));
  const Context c = s.context();
  bool first = true;
  std::string names = "1";
  for (const kit::Piece& p : kit::split_pieces(a.body)) {
    std::vector<std::string> terms;
    for (const ast::Interaction& t : resolve_terms(p.text, c)) terms.push_back(term_name(t));
    for (const std::string& t : terms) names += " & !missing(" + t.substr(t.find_last_of('.') + 1) + ")";
    if (p.grouped) {
      m.groups.push_back(text::joined(terms));
      continue;
    }
    for (const std::string& t : terms) {
      if (std::exchange(first, false)) m.y = t;
      else m.groups.push_back(t);
    }
  }
  if (m.y.empty() || m.groups.empty()) throw Error(102, "stepwise needs an outcome and terms to choose from");
  std::string sample = names;
  if (a.condition) sample = "(" + grammar::unparse(*a.condition) + ") & " + sample;
  std::string range;
  if (a.range) range = " in " + a.range->first + (a.range->last.empty() ? "" : "/" + a.range->last);
  s.quietly([&] { s.run_command("generate byte " + touse + " = " + sample + range); });
  m.condition = " if " + touse + " == 1";
  if (a.weight) m.rest = " [" + a.weight->kind + "=" + grammar::unparse(*a.weight->value) + "]";
  m.rest += ",";
  for (const ast::Option& o : a.options) m.rest += " " + o.name + (o.has_argument ? "(" + o.argument + ")" : "");
  return m;
}

class Search {
 public:
  Search(const Args& a, const Model& m, Session& s) : args_(a), model_(m), session_(s) {}

  void run() {
    const bool backward = args_.remove > 0 && !args_.forward;
    if (backward)
      for (std::size_t g = 0; g < model_.groups.size(); ++g) chosen_.push_back(g);
    session_.say("");
    session_.say(std::string("Wald test, begin with ") + (backward ? "full" : "empty") + " model:");
    bool moved = true;
    for (std::size_t round = 0; moved && round < 4 * model_.groups.size() + 4; ++round)
      moved = backward ? remove() || (args_.enter > 0 && enter()) : enter() || (args_.remove > 0 && remove());
    session_.run_command(model_.with(chosen_));
  }

 private:
  // The p-value of a group in the model that holds `terms`.
  double p_of(std::size_t group, const std::vector<std::size_t>& terms) {
    session_.quietly([&] {
      session_.run_command(model_.with(terms));
      session_.run_command("testparm " + model_.groups[group]);
    });
    return session_.r().scalar_or("p");
  }

  bool locked(std::size_t group) const { return args_.lock && group == 0; }

  bool remove() {
    std::optional<std::size_t> worst;
    double largest = 0;
    for (auto g = chosen_.rbegin(); g != chosen_.rend(); ++g) {
      if (locked(*g)) continue;
      const double p = p_of(*g, chosen_);
      if (!worst || p > largest) worst = *g, largest = p;
      if (args_.hierarchical) break;
    }
    if (!worst || largest < args_.remove) return false;
    chosen_.erase(std::find(chosen_.begin(), chosen_.end(), *worst));
    session_.say(fmt::format("p = {:.4f} >= {:.4f}, removing {}", data::is_missing(largest) ? 1.0 : largest,
                             args_.remove, model_.groups[*worst]));
    return true;
  }

  bool enter() {
    std::optional<std::size_t> best;
    double least = 2;
    for (std::size_t g = 0; g < model_.groups.size(); ++g) {
      if (std::find(chosen_.begin(), chosen_.end(), g) != chosen_.end()) continue;
      std::vector<std::size_t> with = chosen_;
      with.push_back(g);
      const double p = p_of(g, with);
      if (p < least) best = g, least = p;
      if (args_.hierarchical) break;
    }
    if (!best || !(least < args_.enter || locked(*best))) return false;
    chosen_.push_back(*best);
    session_.say(fmt::format("p = {:.4f} <  {:.4f}, adding {}", least, args_.enter, model_.groups[*best]));
    return true;
  }

  const Args& args_;
  const Model& model_;
  Session& session_;
  std::vector<std::size_t> chosen_;
};

void act(const Args& a, Session& s) {
  if (a.remove <= 0 && a.enter <= 0)
    throw Error(198, "pr() or pe() is required", std::nullopt, {"stepwise, pr(.2): regress y x1 x2 x3"});
  if (a.remove > 0 && a.enter > 0 && a.enter >= a.remove) throw Error(198, "pe() must be less than pr()");
  if (a.forward && a.enter <= 0) throw Error(198, "option forward goes with pe()");
  const std::string touse = s.temporary_name();
  const auto clean = [&] {
    data::Frame f = s.frame();
    if (!f.find(touse)) return;
    f.remove(touse);
    s.set_frame(std::move(f));
  };
  try {
    const Model m = read_model(a.command, touse, s);
    Search(a, m, s).run();
  } catch (...) {
    clean();
    throw;
  }
  clean();
}

}  // namespace

extern const Command stepwise_command =
    define<Args>("stepwise", "Choose regressors by their significance")
        .prefix(&Args::command)
        .number("pr", &Args::remove, 0, 1, "remove what has a p-value of at least this")
        .number("pe", &Args::enter, 0, 1, "add what has a p-value below this")
        .flag("FORWard", &Args::forward, "with both: begin with the empty model")
        .flag("HIERarchical", &Args::hierarchical, "only the last term may go, only the first that is out may come")
        .flag("LOCKterm1", &Args::lock, "the first term stays")
        .changes(Effect::estimates | Effect::results)
        .remark(
            "stepwise, pr(.2): regress y x1 x2 (x3 x4). Terms in parentheses come and go together. All models use the "
            "rows that miss none of the terms.")
        .remark("p-values of the model that is left do not know of the search and are too small.")
        .example("Backward", "sysuse auto\nstepwise, pr(.2): regress price mpg weight turn length trunk",
                 "e(df_m) < 5 & e(N) == 74")
        .example("Forward, a pair that comes together",
                 "sysuse auto\nstepwise, pe(.05): regress price (mpg weight) foreign trunk", "e(df_m) >= 2")
        .acts(act);

}  // namespace nqp::commands::stepwise_
