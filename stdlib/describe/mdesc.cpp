// mdesc: missing values of each variable (a user-written command of the same name).
#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::commands::mdesc_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variables;
  Sample sample;
  int abbreviate = 12;
  bool any = false, all = false, none = false;
};

Output run(const Args& a, const Context& c) {
  const std::vector<data::Row> rows = c.rows(a.sample);
  const double n = static_cast<double>(rows.size());
  report::Table t;
  t.columns = {{12, 4, false}, {11, 1, true}, {13, 1, false}, {15, 1, false}};
  const auto head = [](const char* s) { return text_cell(s, Align::right); };
  t.row({head("Variable"), head("Missing"), head("Total"), head("Percent Missing")});
  t.rule();
  std::string listed;
  double last = 0;
  for (const std::string& name : a.variables) {
    const data::Column& column = *c.frame.at(name).column;
    double missing = 0;
    for (const data::Row i : rows) missing += column.missing_at(i) ? 1 : 0;
    if ((a.any && missing == 0) || (a.all && missing < n) || (a.none && missing > 0)) continue;
    last = missing;
    listed += (listed.empty() ? "" : " ") + name;
    t.row({text_cell(text::abbreviate(name, static_cast<std::size_t>(a.abbreviate)), Align::right),
           number_cell(missing, "%10.0fc"), number_cell(n, "%10.0fc"),
           number_cell(n > 0 ? 100 * missing / n : 0, "%9.2f")});
  }
  t.rule();
  Output out;
  out.document.blank().add(std::move(t));
  out.r = Results{}.scalar("miss", last).scalar("total", n).scalar("percent", n > 0 ? 100 * last / n : 0);
  out.r->macro("varlist", listed);
  return out;
}

}  // namespace

extern const Command mdesc_command =
    define<Args>("mdesc", "Numbers and shares of missing values")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .if_in(&Args::sample)
        .integer("ABbreviate", &Args::abbreviate, 5, 32, "longest name shown")
        .flag("any", &Args::any, "only variables with missing values")
        .flag("all", &Args::all, "only variables that are missing throughout")
        .flag("none", &Args::none, "only variables without missing values")
        .stores({{"r(miss)", "missing values of the last variable listed"},
                 {"r(total)", "observations"},
                 {"r(percent)", "percent missing of the last variable listed"},
                 {"r(varlist)", "variables listed"}})
        .changes(Effect::results)
        .example("All variables", "sysuse auto\nmdesc, any", "r(miss) == 5 & r(total) == 74 & r(varlist) == \"rep78\"")
        .example("A condition", "sysuse auto\nmdesc rep78 price if foreign", "r(total) == 22 & r(miss) == 0")
        .runs(run);

}  // namespace nqp::commands::mdesc_
