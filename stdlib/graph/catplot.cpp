// catplot: frequencies of categories as bars.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/point_figure.hpp"

namespace nqp::commands::catplot_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  std::string recast = "hbar", over;
  bool percent = false;
  std::vector<ast::Option> options;
};

// Rows as a variable, so that if and in of any form pass on.
void act(const Args& a, runtime::Session& s) {
  const std::vector<std::uint8_t> use = s.context().select(a.sample);
  bool any = false;
  for (const std::uint8_t u : use) any = any || u;
  if (!any) throw Error(2000, "no observations");
  const data::FramePtr before = s.frame_pointer();
  s.set_frame(data::keep_rows(*before, use));
  std::string groups;
  for (const std::string& name : a.variables) groups += " over(" + name + ")";
  if (!a.over.empty()) groups += " over(" + a.over + ")";
  try {
    s.run_command("graph " + a.recast + (a.percent ? " (percent)," : " (count),") + groups +
                  kit::options_as_text(a.options));
  } catch (...) {
    s.set_frame(before);
    throw;
  }
  s.set_frame(before);
}

}  // namespace

extern const Command catplot_command =
    define<Args>("catplot", "Frequencies of categories as bars")
        .varlist(&Args::variables, {1, 3})
        .if_in(&Args::sample)
        .flag("PERCent", &Args::percent, "percentages of all instead of counts")
        .choice("recast", &Args::recast, {"hbar", "bar", "dot"}, "horizontal bars, bars or dots")
        .variable("over", &Args::over, "one more variable of categories")
        .any_options(&Args::options)
        .no_by()
        .changes(Effect::process)
        .remark("graph hbar (count), over(first) over(second): the first variable varies fastest. percent(varlist), "
                "fraction and weights are not supported.")
        .reference("After catplot by Nicholas J. Cox (SSC)")
        .example("Two variables", "sysuse auto\ncatplot rep78 foreign, percent", "_N == 74")
        .example("Upright bars", "sysuse auto\ncatplot rep78 if price > 4000, recast(bar) name(c)", "_N == 74")
        .acts(act);

}  // namespace nqp::commands::catplot_
