// estadd: adds numbers and words to estimates, for the rows under a table.
#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/stored_estimates.hpp"
#include "stdlib/kit/table_output.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::estadd_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string raw;
};

// The estimates that are added to: the active ones and their stored copy, or those named behind the colon.
std::vector<Results*> targets(const std::string& names, Session& s) {
  std::vector<Results*> out;
  if (names.empty()) {
    kit::find_estimates(".", s);
    Results& active = s.estimates_slot()->results;
    out.push_back(&active);
    const auto copy = s.stored_estimates().find(active.macro_or("_estimates_name"));
    if (copy != s.stored_estimates().end()) out.push_back(&copy->second.results);
    return out;
  }
  for (const kit::TableModel& m : kit::table_models(names, s)) {
    out.push_back(&s.stored_estimates().at(m.name).results);
    if (s.estimates() && s.estimates()->results.macro_or("_estimates_name") == m.name)
      out.push_back(&s.estimates_slot()->results);
  }
  return out;
}

void check_new(const Results& e, const std::string& name, bool replace) {
  const bool taken = e.find_scalar(name) || e.find_macro(name) || e.find_matrix(name);
  if (taken && !replace)
    throw Error(110, "e(" + name + ") already defined", std::nullopt, {"the option replace overwrites it"});
}

// scalar name = exp, local name "text", matrix name = exp.
void add_one(const std::string& kind, std::string_view rest, bool replace, const std::vector<Results*>& to,
             Session& s) {
  const std::size_t end = rest.find_first_of(" =\t");
  const std::string name(kit::trim(rest.substr(0, end)));
  std::string_view value = end == std::string_view::npos ? std::string_view() : kit::trim(rest.substr(end));
  const bool assigned = !value.empty() && value[0] == '=';
  if (assigned) value = kit::trim(value.substr(1));
  if (!data::valid_name(name)) throw Error(198, "estadd " + kind + ": a name is needed");
  for (Results* e : to) {
    check_new(*e, name, replace);
    if (kind == "scalar") e->scalar(name, value.empty() ? s.number(name) : s.number(value));
    else if (kind == "local") e->macro(name, assigned ? s.value(value).text : kit::unquoted(value));
    else {
      const eval::Matrix* m = s.matrix(std::string(value.empty() ? name : std::string(value)));
      if (!m) throw Error(111, "matrix " + std::string(value) + " not found");
      e->matrix(name, *m);
    }
  }
}

// Mean, deviation and range of the dependent variable over the sample, or those asked for.
void add_ysumm(kit::BodyAndOptions& line, bool replace, const std::vector<Results*>& to, Session& s) {
  std::vector<const char*> wanted;
  for (const char* what : {"mean", "sd", "min", "max"})
    if (line.find(what)) wanted.push_back(what);
  line.check_all_known();
  if (wanted.empty()) wanted = {"mean", "sd", "min", "max"};
  for (Results* e : to) {
    s.quietly([&] { s.run_command("summarize " + e->macro_or("depvar") + " if e(sample)"); });
    const Results r = s.r();
    for (const char* what : wanted) {
      check_new(*e, std::string("y") + what, replace);
      e->scalar(std::string("y") + what, r.scalar_or(what));
    }
  }
}

void act(const Args& a, Session& s) {
  std::string text = a.raw, names;
  if (const std::size_t colon = kit::find_outside(text, ':'); colon != std::string::npos) {
    names = std::string(kit::trim(std::string_view(text).substr(colon + 1)));
    text.resize(colon);
  }
  kit::BodyAndOptions line = kit::split_options(text);
  const bool replace = line.find("Replace") != nullptr;
  line.find("PREfix");
  line.find("Quietly");
  std::string_view rest = line.body;
  std::string kind = kit::take_word(rest);
  const std::vector<Results*> to = targets(names, s);
  if (kind == "ysumm") return add_ysumm(line, replace, to, s);
  line.check_all_known();
  // estadd scalar r(p) keeps the name of the result; so does estadd r(p).
  if (kit::starts_with(kind, "r(")) rest = line.body, kind = "scalar";
  if (kit::starts_with(rest, "r(") && rest.back() == ')' && kit::abbreviates(kind, "SCAlar")) {
    const std::string name(rest.substr(2, rest.size() - 3));
    if (!s.r().find_scalar(name)) throw Error(111, "r(" + name + ") not found");
    return add_one(kind, name + " = r(" + name + ")", replace, to, s);
  }
  if (kit::abbreviates(kind, "SCAlar")) return add_one("scalar", rest, replace, to, s);
  if (kit::abbreviates(kind, "LOCal") || kit::abbreviates(kind, "MACro")) return add_one("local", rest, replace, to, s);
  if (kit::abbreviates(kind, "MATrix")) return add_one("matrix", rest, replace, to, s);
  throw Error(198, "estadd " + kind + " is unknown", std::nullopt,
              {"estadd scalar name = exp, estadd local name \"text\", estadd matrix name = A, estadd ysumm"});
}

}  // namespace

extern const Command estadd_command =
    define<Args>("estadd", "Add results to estimates")
        .raw(&Args::raw)
        .changes(Effect::estimates)
        .remark(
            "The active estimates get the result and so does their stored copy; estadd … : names adds to stored ones.")
        .example("A row of words",
                 "sysuse auto\neststo m1: quietly regress price mpg\nestadd local fe \"Yes\"\nesttab m1, stats(fe N)",
                 "e(fe) == \"Yes\"")
        .example("A number", "sysuse auto\nquietly regress price mpg\nestadd scalar ymean = 6165.3",
                 "e(ymean) == 6165.3")
        .acts(act);

}  // namespace nqp::commands::estadd_
