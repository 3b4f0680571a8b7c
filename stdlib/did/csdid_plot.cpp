// csdid_plot: the figure of averages of csdid: by time since treatment, cohort or period.
#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/event_figure.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::commands::csdid_plot_ {
namespace {

using namespace command;

struct Args {
  double group = data::missing, level = 0;
  std::string style = "rspike";
  std::vector<ast::Option> options;
};

kit::IntervalStyle style_of(const std::string& name) {
  if (name == "rarea") return kit::IntervalStyle::area;
  if (name == "rbar") return kit::IntervalStyle::bars;
  return name == "rcap" ? kit::IntervalStyle::caps : kit::IntervalStyle::spikes;
}

// The averages that were made last: r() of estat, else e() of the estimation.
const Results& averages(const Context& c) {
  const auto usable = [](const Results* r) {
    if (!r) return false;
    const std::string* agg = r->find_macro("agg");
    const bool averages = agg && (*agg == "event" || *agg == "group" || *agg == "calendar");
    return averages && r->find_matrix("b") && r->find_matrix("V");
  };
  if (usable(c.r)) return *c.r;
  if (c.e && usable(&c.e->results)) return c.e->results;
  throw Error(301, "no averages to plot", std::nullopt,
              {"run estat event, estat group or estat calendar after csdid first, or give group(#)"});
}

// Effects of one cohort by period, from e(b_attgt) and e(gtt).
std::vector<kit::PlottedEffect> cohort_effects(double group, double level, const Context& c) {
  const Results* e = c.e ? &c.e->results : nullptr;
  const eval::Matrix *b = e ? e->find_matrix("b_attgt") : nullptr, *V = e ? e->find_matrix("V_attgt") : nullptr;
  const eval::Matrix* gtt = e ? e->find_matrix("gtt") : nullptr;
  if (!b || !V || !gtt) throw Error(301, "last estimates not found", std::nullopt, {"csdid has to come first"});
  const double z = numeric::dist::invnormal(0.5 + level / 200);
  std::vector<kit::PlottedEffect> out;
  for (std::size_t i = 0; i < gtt->rows; ++i) {
    if ((*gtt)(i, 0) != group || data::is_missing(b->values[i])) continue;
    const double half = z * std::sqrt((*V)(i, i));
    out.push_back({(*gtt)(i, 2), b->values[i], b->values[i] - half, b->values[i] + half});
  }
  if (out.empty())
    throw Error(198, "there is no cohort " + text::macro_number(group), std::nullopt,
                {"e(gtt) lists the cohorts in its first column"});
  std::sort(out.begin(), out.end(), [](const auto& x, const auto& y) { return x.at < y.at; });
  return out;
}

// color1() lwidth2() … : the option of marks and the layers it is for.
bool numbered_option(const ast::Option& o, kit::Chart& chart) {
  const std::string name = kit::lower(o.name);
  if (name.size() < 2 || (name.back() != '1' && name.back() != '2')) return false;
  ast::Option plain = o;
  plain.name = name.substr(0, name.size() - 1);
  const std::size_t from = name.back() == '1' ? 0 : 2;
  if (plain.name == "pstyle") return true;
  bool known = false;
  for (std::size_t i = from; i < from + 2 && i < chart.layers.size(); ++i)
    known = kit::read_mark_option(plain, chart.layers[i]) || known;
  return known;
}

// As the figure of the published command: broad light intervals, effects before treatment in the first colour, a dashed
// line at zero and none at the start.
void dress(kit::Chart& chart, const kit::EffectChart& e) {
  const bool cohorts = chart.x.title.find("Cohort") == 0;
  chart.x.title = e.relative ? "Periods to Treatment" : cohorts ? "Groups" : chart.x.title;
  chart.y.title = "ATT";
  chart.x.guides.clear();
  chart.y.guides = {kit::start_line(0)};
  chart.y.guides[0].pen.colour = {0, 0, 0};
  for (std::size_t i = 0; i < chart.layers.size(); ++i) {
    kit::Layer& l = chart.layers[i];
    l.pen.colour = kit::series_colour(i / 2);
    l.label = !e.relative || i % 2 == 1 ? "" : i == 0 ? "Pre-treatment" : "Post-treatment";
    if (i % 2 == 1) {
      l.symbol = kit::Symbol::circle;
      if (e.style != kit::IntervalStyle::spikes) l.mark = kit::Mark::connected;
      continue;
    }
    l.fill = l.pen.colour;
    l.fill.opacity = l.pen.colour.opacity = 0.4;
    if (e.style == kit::IntervalStyle::spikes) l.pen.width = 8.6;
    if (e.style == kit::IntervalStyle::caps) l.pen.width = 2.9;
  }
}

Output run(const Args& a, const Context& c) {
  const double level = a.level > 0 ? a.level : c.settings.level;
  kit::EffectChart e;
  if (!data::is_missing(a.group)) {
    e.effects = cohort_effects(a.group, level, c);
    e.relative = false;
    e.x_title = "Period; cohort first treated in " + text::macro_number(a.group);
  } else {
    const Results& r = averages(c);
    kit::EffectSeries s;
    s.agg = *r.find_macro("agg"), s.level = level;
    const eval::Matrix* band = r.find_matrix("cband");
    s.uniform = band && r.scalar_or("crit") > numeric::dist::invnormal(0.5 + level / 200) + 1e-9;
    e = kit::titled_effects(
        band ? kit::banded_effects(*band, s) : kit::named_effects(*r.find_matrix("b"), *r.find_matrix("V"), s), s);
  }
  e.level = level, e.two_colours = true, e.style = style_of(a.style);
  std::vector<std::size_t> marks;
  kit::Chart chart = kit::effect_chart(e, marks);
  dress(chart, e);
  if (!data::is_missing(a.group)) chart.x.guides.push_back(kit::start_line(a.group - 0.5));
  std::vector<ast::Option> others;
  for (const ast::Option& o : a.options)
    if (!numbered_option(o, chart)) others.push_back(o);
  Output out;
  eval::Matrix numbers(e.effects.size(), 4);
  numbers.column_names = {"at", "b", "ll", "ul"};
  for (std::size_t i = 0; i < e.effects.size(); ++i) {
    const kit::PlottedEffect& p = e.effects[i];
    const double row[] = {p.at, p.b, p.low, p.high};
    for (std::size_t j = 0; j < 4; ++j) numbers(i, j) = row[j];
  }
  out.document.add(kit::report_figure(std::move(chart), others, marks, c));
  out.r = c.r ? *c.r : Results{};
  out.r->matrix("plot", std::move(numbers));
  return out;
}

}  // namespace

extern const Command csdid_plot_command =
    define<Args>("csdid_plot", "The figure of csdid's averages")
        .number("GRoup", &Args::group, -1e9, 1e9, "effects of this cohort by period")
        .choice("STyle", &Args::style, {"rspike", "rcap", "rarea", "rbar"}, "how intervals are drawn")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .any_options(&Args::options)
        .stores({{"r(plot)", "plotted numbers: time or cohort, effect, limits; other results of r() stay"}})
        .changes(Effect::results)
        .remark("Draws what estat event, group or calendar showed last, else what csdid, agg() reported. color1() and "
                "lwidth1() are for effects before treatment, color2() and lwidth2() for those after; other options are "
                "those of twoway: title(), xtitle(), legend(), name(), saving() …")
        .example("Effects by time since treatment",
                 "sysuse mpdta\nquietly csdid lemp, ivar(countyreal) time(year) gvar(first_treat)\n"
                 "quietly estat event\n"
                 "csdid_plot, style(rcap) title(\"Minimum wages\")\nmatrix p = r(plot)",
                 "rowsof(p) == 7 & p[1,1] == -3 & p[1,3] < p[1,2] & p[1,2] < p[1,4]")
        .example("One cohort",
                 "sysuse mpdta\nquietly csdid lemp, ivar(countyreal) time(year) gvar(first_treat)\n"
                 "csdid_plot, group(2006)\nmatrix p = r(plot)",
                 "p[rowsof(p),1] == 2007")
        .runs(run);

}  // namespace nqp::commands::csdid_plot_
