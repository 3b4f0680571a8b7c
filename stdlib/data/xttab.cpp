#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/panel_rows.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::commands::xttab_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variable;
  Sample sample;
  std::string i;
};

Output run(const Args& a, const Context& c) {
  const data::Variable& v = c.frame.at(a.variable[0]);
  const kit::Selection s = kit::select(c, a.sample);
  const std::vector<std::uint8_t> use = s.flags(c.frame.rows);
  const kit::Panel p = kit::panel_of(c, false, use, a.i);
  const data::Groups g = data::make_groups({&v.column, 1}, use, true);
  // Overall: observations; between: panels that ever have the value; within: the share of their observations that do.
  std::vector<double> overall(g.count, 0), between(g.count, 0), within(g.count, 0), here(g.count, 0);
  double n = 0, panels = 0;
  for (const auto& rows : p.rows) {
    std::fill(here.begin(), here.end(), 0.0);
    double total = 0;
    for (const data::Row i : rows)
      if (g.codes[i] != data::Groups::none) ++here[g.codes[i]], ++total;
    if (total == 0) continue;
    ++panels;
    n += total;
    for (std::size_t k = 0; k < here.size(); ++k) {
      overall[k] += here[k];
      if (here[k] == 0) continue;
      ++between[k];
      within[k] += here[k] / total;
    }
  }
  Output out;
  out.document.blank();
  out.line("                  Overall             Between            Within");
  out.line(fmt::format("{:>8} |    Freq.  Percent      Freq.  Percent        Percent", v.name.substr(0, 8)));
  out.line(std::string(9, '-') + "+" + std::string(53, '-'));
  double ever = 0;
  eval::Matrix results(g.count, 5);
  for (std::size_t k = 0; k < g.count; ++k) {
    ever += between[k];
    const double percent = 100 * within[k] / between[k];
    out.line(fmt::format("{:>8} |{:>9.0f} {:>8.2f} {:>10.0f} {:>8.2f} {:>14.2f}",
                         kit::value_text(c.frame, v, g.first[k]).substr(0, 8), overall[k], 100 * overall[k] / n,
                         between[k], 100 * between[k] / panels, percent));
    const double row[] = {overall[k], 100 * overall[k] / n, between[k], 100 * between[k] / panels, percent};
    for (std::size_t j = 0; j < 5; ++j) results(k, j) = row[j];
  }
  out.line(std::string(9, '-') + "+" + std::string(53, '-'));
  out.line(fmt::format("{:>8} |{:>9.0f} {:>8.2f} {:>10.0f} {:>8.2f} {:>14.2f}", "Total", n, 100.0, ever,
                       100 * ever / panels, 100 * panels / ever));
  out.line(fmt::format("{:>38}", fmt::format("(n = {:.0f})", panels)));
  out.r = Results{}.scalar("n", panels).matrix("results", results);
  return out;
}

}  // namespace

extern const Command xttab_command =
    define<Args>("xttab", "Tabulate a variable of panel data")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .variable("i", &Args::i, "older form: the panels, when the data are not declared")
        .stores({{"r(n)", "panels"}, {"r(results)", "the table"}})
        .example("Constant within panels", "sysuse grunfeld\nxtset, clear\nxttab firm, i(firm)", "r(n) == 10")
        .example("Changing", "sysuse grunfeld\nxtset firm year\ngenerate big = invest > 100\nxttab big if year > 1940",
                 "r(n) == 10")
        .runs(run);

}  // namespace nqp::commands::xttab_
