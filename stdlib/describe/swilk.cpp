// swilk: Shapiro-Wilk tests of normality.
#include "interpreter/command/definition.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/observed.hpp"
#include "stdlib/numeric/moments/shapiro_wilk.hpp"

namespace nqp::commands::swilk_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variables;
  Sample sample;
  bool no_ties = false;
};

Output run(const Args& a, const Context& c) {
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample);
  report::Table t;
  t.columns = {{12, 0, false}, {9, 1, true}, {10, 1, false}, {9, 1, false}, {9, 1, false}, {10, 1, false}};
  const auto head = [](const char* s) { return text_cell(s, Align::right); };
  t.rule();
  t.row({head("Variable"), head("Obs"), head("W"), head("V"), head("z"), head("Prob>z")});
  t.rule();
  Output out;
  for (const std::string& name : a.variables) {
    const std::vector<double> x = kit::observed(c.numeric(name), rows).x;
    if (x.size() < 4) throw Error(2001, "insufficient observations of " + name + ": at least four are needed");
    if (x.size() > 2000)
      throw Error(198, "swilk takes up to 2,000 observations, " + name + " has more", std::nullopt,
                  {"sktest has no such bound"});
    const numeric::ShapiroWilk s = numeric::shapiro_wilk(x, !a.no_ties);
    const double n = static_cast<double>(x.size());
    t.row({text_cell(text::abbreviate(name, 12), Align::right), number_cell(n, "%9.0fc"),
           number_cell(kit::stored(s.w), "%9.5f"), number_cell(kit::stored(s.v), "%9.3f"),
           number_cell(kit::stored(s.z), "%9.3f"), number_cell(kit::stored(s.p), "%9.5f")});
    out.r = Results{}.scalar("N", n).scalar("W", kit::stored(s.w)).scalar("V", kit::stored(s.v));
    out.r->scalar("z", kit::stored(s.z)).scalar("p", kit::stored(s.p));
  }
  t.rule();
  out.document.blank();
  out.line("Shapiro-Wilk W test for normal data");
  out.document.add(std::move(t));
  return out;
}

}  // namespace

extern const Command swilk_command =
    define<Args>("swilk", "Shapiro-Wilk tests of normality")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .flag("noTies", &Args::no_ties, "equal values keep ranks of their own")
        .stores({{"r(N)", "observations of the last variable"},
                 {"r(W)", "the statistic"},
                 {"r(V)", "1 - W against its median under normality"},
                 {"r(z)", "its normal score"},
                 {"r(p)", "p-value"}})
        .changes(Effect::results)
        .reference("Royston, P. (1995). Applied Statistics 44, 547-551 (AS R94).")
        .example("Two variables", "sysuse auto\nswilk mpg trunk",
                 "abs(r(W) - .97921) < .000005 & abs(r(p) - .26215) < .00001")
        .example("Too few", "set obs 3\ngenerate x = _n\ncapture swilk x", "_rc == 2001")
        .runs(run);

}  // namespace nqp::commands::swilk_
