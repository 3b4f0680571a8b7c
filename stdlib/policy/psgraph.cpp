// psgraph: propensity scores of treated and controls.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/overlap_figure.hpp"
#include "stdlib/kit/report_figure.hpp"

namespace nqp::commands::psgraph_ {
namespace {

using namespace command;

struct Args {
  Sample sample;
  std::string treated = "_treated", support = "_support", score = "_pscore", weight = "_weight";
  int bins = 20;
  bool density = false;
  std::vector<ast::Option> options;
};

const data::Column& column(const std::string& name, const char* option, const Context& c) {
  if (!c.frame.find(name))
    throw Error(111, "variable " + name + " not found", std::nullopt,
                {std::string("psgraph follows psmatch2, or needs ") + option});
  return c.numeric(name);
}

kit::ScoreRows read(const Args& a, const Context& c) {
  const data::Column& d = column(a.treated, "treated()", c);
  const data::Column& p = column(a.score, "pscore()", c);
  const data::Column* support = c.frame.find(a.support) ? &c.numeric(a.support) : nullptr;
  const data::Column* weight = a.density ? &column(a.weight, "mweight()", c) : nullptr;
  kit::ScoreRows out;
  for (const data::Row r : c.rows(a.sample)) {
    const double treated = d.number(r), score = p.number(r);
    if (data::is_missing(treated) || data::is_missing(score)) continue;
    if (treated != 0 && treated != 1) throw Error(459, "treatment variable is not 0/1");
    out.score.push_back(score);
    out.treated.push_back(treated == 1);
    out.on_support.push_back(!support || support->number(r) != 0);
    if (!weight) continue;
    const double w = weight->number(r);
    out.weight.push_back(data::is_missing(w) || !out.on_support.back() ? 0 : w);
  }
  if (out.score.empty()) throw Error(2000, "no observations");
  return out;
}

Output run(const Args& a, const Context& c) {
  kit::ScoreRows rows = read(a, c);
  Output out;
  if (!a.density) {
    out.document.add(kit::report_figure(kit::score_histogram(rows, a.bins), a.options, {}, c));
    return out;
  }
  kit::ScoreRows before = rows;
  before.weight.clear();
  out.document.add(kit::report_panels(
      {kit::score_densities(before, "Before matching", c), kit::score_densities(rows, "After matching", c)}, a.options,
      c));
  return out;
}

}  // namespace

extern const Command psgraph_command =
    define<Args>("psgraph", "Propensity scores of treated and controls as a figure")
        .if_in(&Args::sample)
        .variable("TREATed", &Args::treated, "treatment (_treated)")
        .variable("SUPport", &Args::support, "common support (_support)")
        .variable("Pscore", &Args::score, "propensity score (_pscore)")
        .variable("MWeight", &Args::weight, "weights of matched units (_weight), for density")
        .integer("BIN", &Args::bins, 1, 1000, "number of bars; default 20")
        .flag("DENsity", &Args::density, "kernel densities before and after matching, side by side")
        .any_options(&Args::options)
        .remark(
            "Follows psmatch2 or psm. Bars of the treated go up, of the controls down; treated off support stand out. "
            "Other options are those of twoway.")
        .example("Common support",
                 "sysuse lalonde\nquietly psmatch2 treat age educ married re74, outcome(re78) common\n"
                 "psgraph, bin(25) title(\"Common support\") name(overlap)\n"
                 "graph export nqp_example_ps.svg, name(overlap) replace\nerase nqp_example_ps.svg",
                 "_N > 0")
        .example("Before and after matching",
                 "sysuse lalonde\nquietly psmatch2 treat age educ married re74, outcome(re78)\npsgraph, density",
                 "_N > 0")
        .runs(run);

}  // namespace nqp::commands::psgraph_
