// lowess: running lines through points, drawn and kept.
#include <map>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/smooth_curves.hpp"
#include "stdlib/kit/twoway.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::lowess_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  Variables variables;
  Sample sample;
  double bandwidth = 0.8;
  bool mean = false, unweighted = false, logit = false, adjust = false, no_graph = false;
  std::string generate, line_look, group;
  std::vector<ast::Option> graph_options;
};

// The smoothed values as a new variable, group by group when by() is given.
data::Frame with_curve(const Args& a, const Context& c) {
  kit::check_new_name(c, a.generate);
  const std::vector<data::Row> all = c.rows(a.sample);
  std::vector<std::vector<data::Row>> groups;
  if (a.group.empty()) {
    groups.push_back(all);
  } else {
    const data::Variable& g = c.variable(a.group);
    std::map<std::pair<double, std::string>, std::vector<data::Row>> found;
    for (const data::Row r : all)
      if (!g.column->missing_at(r))
        found[std::pair(g.is_string() ? 0 : g.column->number(r), std::string(g.is_string() ? g.column->text(r) : ""))]
            .push_back(r);
    for (auto& f : found) groups.push_back(std::move(f.second));
  }
  data::Frame f = c.frame;
  std::vector<double> values(f.rows, data::missing);
  for (const std::vector<data::Row>& rows : groups) {
    const kit::KnownPairs d = kit::known_pairs(a.variables[0], a.variables[1], rows, c);
    const std::vector<double> s =
        kit::lowess_curve(d, {a.bandwidth, a.mean, a.unweighted, a.logit, a.adjust}, c);
    for (std::size_t i = 0; i < s.size(); ++i) values[d.rows[i]] = s[i];
  }
  data::Variable v;
  v.name = a.generate;
  v.column = data::make_numeric(kit::default_storage(c), values);
  v.format = data::default_format(v.column->type());
  v.label = "lowess: " + a.variables[0];
  f.add(std::move(v));
  return f;
}

std::string selection(const Sample& s) {
  std::string out;
  if (s.condition) out += " if " + grammar::unparse(*s.condition);
  if (s.range) out += " in " + s.range->first + (s.range->last.empty() ? "" : "/" + s.range->last);
  return out;
}

// The figure in the words of twoway: points and the curve. With logit the points are on another scale.
std::string figure_text(const Args& a) {
  const std::string data = a.variables[0] + " " + a.variables[1] + selection(a.sample);
  std::string smooth = fmt::format("bwidth({})", a.bandwidth), marks, figure;
  if (a.mean) smooth += " mean";
  if (a.unweighted) smooth += " noweight";
  if (a.logit) smooth += " logit";
  if (a.adjust) smooth += " adjust";
  bool titled = false, noted = false;
  kit::Layer probe;
  for (const ast::Option& o : a.graph_options) {
    const std::string text = " " + o.name + (o.has_argument ? "(" + o.argument + ")" : "");
    (kit::read_mark_option(o, probe) ? marks : figure) += text;
    titled = titled || kit::abbreviates(kit::lower(o.name), "TItle");
    noted = noted || kit::lower(o.name) == "note";
  }
  if (!a.group.empty()) figure += " by(" + a.group + ")";
  if (!titled) figure += " title(\"Lowess smoother\")";
  if (!noted && a.group.empty()) figure += fmt::format(" note(\"bandwidth = {}\")", a.bandwidth);
  const std::string points = a.logit ? "" : "(scatter " + data + "," + marks + ") ";
  return points + "(lowess " + data + ", " + smooth + " " + a.line_look + "), legend(off)" + figure;
}

void act(const Args& a, Session& s) {
  std::optional<data::Frame> changed;
  if (!a.generate.empty()) changed = with_curve(a, s.context());
  if (!a.no_graph) kit::draw_twoway(figure_text(a), s);
  else if (!changed) kit::lowess_curve(kit::known_pairs(a.variables[0], a.variables[1], s.context().rows(a.sample),
                                                        s.context()),
                                       {a.bandwidth, a.mean, a.unweighted, a.logit, a.adjust}, s.context());
  if (!changed) return;
  changed->changed = true;
  s.set_frame(std::move(*changed));
}

}  // namespace

extern const Command lowess_command =
    define<Args>("lowess", "Lowess smoothing")
        .varlist(&Args::variables, Count{2, 2})
        .if_in(&Args::sample)
        .number("BWidth", &Args::bandwidth, 0, 1, "share of the observations in a window; 0.8")
        .flag("MEan", &Args::mean, "running means, not running lines")
        .flag("noWeight", &Args::unweighted, "the points of a window count alike")
        .flag("LOgit", &Args::logit, "logits of the smoothed values")
        .flag("ADJust", &Args::adjust, "scale the curve to the mean of y")
        .text("GENerate", &Args::generate, "new variable with the smoothed values")
        .variable("BY", &Args::group, "a curve and a panel for each group")
        .text("LINEOPts", &Args::line_look, "how the curve looks")
        .flag("noGRaph", &Args::no_graph, "no figure")
        .any_options(&Args::graph_options)
        .changes(Effect::data | Effect::process)
        .reference("Cleveland, W. S. (1979). Robust locally weighted regression and smoothing scatterplots. JASA 74, "
                   "829-836; without the robustness iterations.")
        .remark("At each point a line is fitted to its N*bwidth nearest neighbours in the order of x with tricube "
                "weights. twoway lowess draws the curve among other plots.")
        .example("Points and their curve",
                 "sysuse auto\nlowess mpg weight, bwidth(.5) generate(smooth)\nquietly summarize smooth",
                 "r(N) == 74 & r(max) < 41")
        .example("A straight line stays one",
                 "set obs 20\ngenerate x = _n\ngenerate double y = 3 + 2*x\nset type double\n"
                 "lowess y x, generate(s) nograph",
                 "reldif(s[1], 5) < 1e-12 & reldif(s[20], 43) < 1e-12")
        .example("A curve a group", "sysuse auto\nlowess mpg weight, by(foreign) name(g)\ngraph dir",
                 "r(list) == \"g\"")
        .acts(act);

}  // namespace nqp::commands::lowess_
