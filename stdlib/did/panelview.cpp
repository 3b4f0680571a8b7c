// panelview: who is treated when, and outcomes of treated and control units, as figures.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/kit/results.hpp"

namespace nqp::commands::panelview_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  std::string unit, time, type = "treat";
  bool by_timing = false, pre_post = false;
  std::vector<ast::Option> options;
};

struct Cell {
  double time = 0, y = 0;
  bool treated = false;
};

struct Unit {
  std::string name;
  std::vector<Cell> cells;
  double adopted = HUGE_VAL;
};

std::vector<Unit> read(const Args& a, const Context& c) {
  if (a.variables.size() < 2)
    throw Error(102, "panelview takes the outcome and the treatment", std::nullopt, {"panelview y d, i(id) t(year)"});
  const data::Frame& f = c.frame;
  const std::string id = !a.unit.empty() ? a.unit : f.panel ? f.panel->panel : "";
  const std::string period = !a.time.empty() ? a.time : f.panel ? f.panel->time : "";
  if (id.empty() || period.empty())
    throw Error(459, "panel and time variable not set", std::nullopt, {"give i() and t(), or xtset the data"});
  const data::Column &y = c.numeric(a.variables[0]), &d = c.numeric(a.variables[1]), &time = c.numeric(period);
  const data::Variable& unit = c.variable(id);
  std::map<double, std::size_t> place;
  std::vector<Unit> out;
  for (const data::Row r : c.rows(a.sample)) {
    if (data::is_missing(d.number(r)) || data::is_missing(time.number(r))) continue;
    if (a.type == "outcome" && data::is_missing(y.number(r))) continue;
    const double key = unit.is_string() ? double(unit.column->codes()[r]) : unit.column->number(r);
    const auto [at, fresh] = place.emplace(key, out.size());
    if (fresh) {
      out.emplace_back();
      out.back().name = unit.is_string() ? std::string(unit.column->text(r)) : kit::value_text(f, unit, r);
    }
    Unit& u = out[at->second];
    u.cells.push_back({time.number(r), y.number(r), d.number(r) != 0});
    if (d.number(r) != 0) u.adopted = std::min(u.adopted, time.number(r));
  }
  if (out.empty()) throw Error(2000, "no observations");
  for (Unit& u : out)
    std::sort(u.cells.begin(), u.cells.end(), [](const Cell& p, const Cell& q) { return p.time < q.time; });
  return out;
}

// The space between two periods that follow one another.
double period_step(const std::vector<Unit>& units) {
  double step = HUGE_VAL;
  for (const Unit& u : units)
    for (std::size_t k = 1; k < u.cells.size(); ++k) step = std::min(step, u.cells[k].time - u.cells[k - 1].time);
  return step < HUGE_VAL && step > 0 ? step : 1;
}

// One rectangle for each unit and period.
kit::Chart status_chart(const Args& a, std::vector<Unit> units) {
  if (a.by_timing)
    std::stable_sort(units.begin(), units.end(), [](const Unit& p, const Unit& q) { return p.adopted < q.adopted; });
  const double step = period_step(units);
  std::vector<kit::Layer> layers(3);
  const report::Colour colours[] = {{205, 213, 222}, {122, 163, 204}, kit::series_colour(0)};
  const char* labels[] = {"Under control", "Treated later", "Under treatment"};
  kit::Chart chart;
  for (std::size_t k = 0; k < 3; ++k) {
    layers[k].mark = kit::Mark::range_bars, layers[k].width = 0.96 * step;
    layers[k].fill = layers[k].pen.colour = colours[k], layers[k].pen.width = 0;
  }
  for (std::size_t u = 0; u < units.size(); ++u) {
    const double at = double(units.size() - u);   // the first unit on top
    for (const Cell& cell : units[u].cells) {
      const bool later = a.pre_post && units[u].adopted < HUGE_VAL && cell.time < units[u].adopted;
      kit::Layer& l = layers[cell.treated ? 2 : later ? 1 : 0];
      l.x.push_back(cell.time), l.y.push_back(at - 0.46), l.high.push_back(at + 0.46);
    }
    if (units.size() <= 45) chart.y.ticks.emplace_back(at, units[u].name);
  }
  if (units.size() > 45) chart.y.shown = false;
  for (std::size_t k = 0; k < 3; ++k) {
    if (layers[k].x.empty()) continue;
    layers[k].label = labels[k];
    chart.layers.push_back(std::move(layers[k]));
  }
  chart.y.title = "Units";
  chart.scale_bars_from_zero = false;
  return chart;
}

// A line for each unit, thick where it is treated.
kit::Chart outcome_chart(const Args& a, const std::vector<Unit>& units) {
  kit::Chart chart;
  std::vector<kit::Layer> treated;
  bool control_named = false, treated_named = false;
  for (const Unit& u : units) {
    kit::Layer all, on;
    all.mark = on.mark = kit::Mark::line;
    all.pen.colour = {175, 182, 190}, all.pen.width = 0.6;
    on.pen.colour = kit::series_colour(0), on.pen.width = 1;
    for (const Cell& cell : u.cells) {
      all.x.push_back(cell.time), all.y.push_back(cell.y);
      if (cell.treated) on.x.push_back(cell.time), on.y.push_back(cell.y);
    }
    if (!control_named) all.label = "Under control", control_named = true;
    chart.layers.push_back(std::move(all));
    if (on.x.size() < 2) on.mark = kit::Mark::points, on.symbol = kit::Symbol::circle, on.size = 1.6;
    if (on.x.empty()) continue;
    if (!treated_named) on.label = "Under treatment", treated_named = true;
    treated.push_back(std::move(on));
  }
  for (kit::Layer& l : treated) chart.layers.push_back(std::move(l));
  chart.y.title = a.variables[0];
  return chart;
}

Output run(const Args& a, const Context& c) {
  const std::vector<Unit> units = read(a, c);
  kit::Chart chart = a.type == "outcome" ? outcome_chart(a, units) : status_chart(a, units);
  chart.x.title = !a.time.empty() ? a.time : c.frame.panel->time;
  double treated = 0, cells = 0, ever = 0;
  for (const Unit& u : units) {
    ever += u.adopted < HUGE_VAL ? 1 : 0;
    for (const Cell& cell : u.cells) cells += 1, treated += cell.treated ? 1 : 0;
  }
  Output out;
  out.r = Results{}.scalar("N", cells).scalar("N_units", double(units.size())).scalar("N_ever", ever);
  out.r->scalar("N_treated", treated);
  std::vector<ast::Option> options = a.options;
  // A row of its own height for every name on the axis.
  if (chart.y.ticks.size() > 20) {
    std::vector<ast::Option> taller =
        grammar::parse_options(fmt::format("ysize({:.1f})", 0.19 * static_cast<double>(chart.y.ticks.size()) + 0.8));
    options.insert(options.begin(), std::make_move_iterator(taller.begin()), std::make_move_iterator(taller.end()));
  }
  out.document.add(kit::report_figure(std::move(chart), options, {}, c));
  return out;
}

constexpr const char* panel =
    "clear\nset obs 60\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\nxtset id t\n"
    "generate byte d = (id <= 3 & t >= 4) | (inrange(id, 4, 6) & t >= 5)\ngenerate y = id + t + 2*d\n";

}  // namespace

extern const Command panelview_command =
    define<Args>("panelview", "Who is treated when, as a figure")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .variable("I", &Args::unit, "unit; default from xtset")
        .variable("T", &Args::time, "period; default from xtset")
        .choice("type", &Args::type, {"treat", "outcome"}, "treatment status (default) or paths of the outcome")
        .flag("bytiming", &Args::by_timing, "units in the order of their first treated period")
        .flag("prepost", &Args::pre_post, "periods before treatment of treated units in a colour of their own")
        .any_options(&Args::options)
        .stores({{"r(N)", "observations"},
                 {"r(N_units)", "units"},
                 {"r(N_ever)", "units treated at some time"},
                 {"r(N_treated)", "treated observations"}})
        .changes(Effect::results)
        .remark("panelview outcome treatment: a rectangle for each unit and period, or with type(outcome) a line for "
                "each unit. Other options are those of twoway: title(), xtitle(), legend(), name(), saving() …")
        .example("Status by unit and period", std::string(panel) + "panelview y d, i(id) t(t) bytiming prepost",
                 "r(N_units) == 10 & r(N_ever) == 6 & r(N_treated) == 15")
        .example("Paths of the outcome", std::string(panel) + "panelview y d, type(outcome) title(\"Outcome\")",
                 "r(N) == 60")
        .runs(run);

}  // namespace nqp::commands::panelview_
