// compare: two variables, observation by observation.
#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::commands::compare_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variables;
  Sample sample;
};

// Observations of one kind and their differences, first variable less second.
struct Differences {
  double count = 0, sum = 0, least = 0, most = 0;

  void add(double d) {
    least = count == 0 ? d : std::min(least, d);
    most = count == 0 ? d : std::max(most, d);
    sum += d;
    ++count;
  }
};

struct Comparison {
  Differences below, above, joint;
  double equal = 0, first_missing = 0, second_missing = 0, both_missing = 0;
};

Comparison compared(const data::Column& x, const data::Column& y, const std::vector<data::Row>& rows) {
  Comparison out;
  for (const data::Row i : rows) {
    const bool no_x = x.missing_at(i), no_y = y.missing_at(i);
    if (no_x || no_y) {
      ++(no_x && no_y ? out.both_missing : no_x ? out.first_missing : out.second_missing);
      continue;
    }
    const double d = x.is_string() ? x.text(i).compare(y.text(i)) : x.number(i) - y.number(i);
    out.joint.add(d);
    if (d == 0) ++out.equal;
    if (d < 0) out.below.add(d);
    if (d > 0) out.above.add(d);
  }
  return out;
}

Output run(const Args& a, const Context& c) {
  const data::Column &x = *c.frame.at(a.variables[0]).column, &y = *c.frame.at(a.variables[1]).column;
  if (x.is_string() != y.is_string())
    throw Error(109,
                "type mismatch: " + a.variables[x.is_string() ? 0 : 1] + " is a string variable, the other is not");
  const Comparison k = compared(x, y, c.rows(a.sample));
  const bool numbers = !x.is_string();
  const auto short_name = [&](std::size_t v) { return text::abbreviate(a.variables[v], 10); };
  report::Table t;
  t.columns = {{24, 0, false}, {10, 1, false}, {12, 2, false}, {12, 2, false}, {12, 2, false}};
  const auto heading = [](const char* s) { return text_cell(s, Align::right); };
  report::Cell over = text_cell("----------- Difference -----------", Align::right);
  over.span = 3;
  t.row({text_cell(""), text_cell(""), over});
  t.row({text_cell(""), heading("Count"), heading("Minimum"), heading("Average"), heading("Maximum")});
  t.rule();
  const auto line = [&](const std::string& label, double count, const Differences* d) {
    if (count == 0) return;
    std::vector<report::Cell> cells{text_cell(label), number_cell(count, "%10.0fc")};
    if (d && numbers)
      for (const double v : {d->least, d->sum / d->count, d->most}) cells.push_back(number_cell(v, "%9.0g"));
    t.row(std::move(cells));
  };
  line(short_name(0) + " < " + short_name(1), k.below.count, &k.below);
  line(short_name(0) + " = " + short_name(1), k.equal, nullptr);
  line(short_name(0) + " > " + short_name(1), k.above.count, &k.above);
  if (k.joint.count > 0) t.rule();
  line("Jointly defined", k.joint.count, &k.joint);
  line(short_name(0) + " missing only", k.first_missing, nullptr);
  line(short_name(1) + " missing only", k.second_missing, nullptr);
  line("Jointly missing", k.both_missing, nullptr);
  t.rule();
  const double total = k.joint.count + k.first_missing + k.second_missing + k.both_missing;
  t.row({text_cell("Total"), number_cell(total, "%10.0fc")});
  Output out;
  out.document.blank().add(std::move(t));
  out.r = Results{}
              .scalar("N", total)
              .scalar("N_lt", k.below.count)
              .scalar("N_eq", k.equal)
              .scalar("N_gt", k.above.count)
              .scalar("N_joint", k.joint.count);
  return out;
}

}  // namespace

extern const Command compare_command =
    define<Args>("compare", "Compare two variables")
        .varlist(&Args::variables, Count{2, 2})
        .if_in(&Args::sample)
        .stores({{"r(N)", "observations"},
                 {"r(N_lt)", "observations where the first is less"},
                 {"r(N_eq)", "observations where they are equal"},
                 {"r(N_gt)", "observations where the first is greater"},
                 {"r(N_joint)", "observations where both are known"}})
        .changes(Effect::results)
        .example("Two numbers", "sysuse auto\ncompare trunk rep78",
                 "r(N) == 74 & r(N_joint) == 69 & r(N_lt) + r(N_eq) + r(N_gt) == 69")
        .example("Two strings",
                 "clear\ninput str2 (a b)\n\"x\" \"x\"\n\"x\" \"y\"\n\"\" \"z\"\nend\ncompare a b",
                 "r(N_eq) == 1 & r(N_lt) == 1 & r(N_joint) == 2")
        .runs(run);

}  // namespace nqp::commands::compare_
