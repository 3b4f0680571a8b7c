// rolling: runs a command over moving windows of time.
#include <algorithm>
#include <cmath>
#include <map>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/replications.hpp"

namespace nqp::commands::rolling_ {
namespace {

using namespace command;

struct Args {
  std::string list, command, saving;
  int window = 0, step = 1, dots = 1;
  bool recursive = false, rrecursive = false, clear = false, no_dots = false, wide = false, no_legend = false;
  ast::ExpressionPtr start, end;
};

struct Window {
  std::vector<std::uint8_t> keep;
  double panel = data::missing, begin = 0, end = 0;
};

std::vector<Window> windows_of(const Args& a, const data::Frame& f, const runtime::Session& s) {
  const data::PanelDeclaration& d = *f.panel;
  const data::Column& time = *f.at(d.time).column;
  const data::Column* panel = d.panel.empty() ? nullptr : f.at(d.panel).column.get();
  const double delta = d.delta > 0 ? d.delta : 1;
  const double from = a.start ? eval::evaluate_number(*a.start, s.scope()) : -data::missing;
  const double to = a.end ? eval::evaluate_number(*a.end, s.scope()) : data::largest_number;
  std::map<double, std::pair<double, double>> spans;   // by panel: first and last time
  for (std::size_t i = 0; i < f.rows; ++i) {
    const double t = time.number(i), p = panel ? panel->number(i) : 0;
    if (data::is_missing(t) || data::is_missing(p) || t < from || t > to) continue;
    auto& span = spans.emplace(p, std::make_pair(t, t)).first->second;
    span = {std::min(span.first, t), std::max(span.second, t)};
  }
  std::vector<Window> out;
  const double width = (a.window - 1) * delta;
  for (const auto& [p, span] : spans)
    for (double begin = span.first; begin + width <= span.second + delta / 2; begin += a.step * delta) {
      Window w;
      w.panel = p;
      w.begin = a.recursive ? span.first : begin;
      w.end = a.rrecursive ? span.second : begin + width;
      w.keep.assign(f.rows, 0);
      for (std::size_t i = 0; i < f.rows; ++i)
        w.keep[i] = (!panel || panel->number(i) == p) && time.number(i) >= w.begin - delta / 4 &&
                    time.number(i) <= w.end + delta / 4;
      out.push_back(std::move(w));
    }
  return out;
}

kit::Leading leading(const data::Frame& f, const std::vector<Window>& windows, std::size_t count) {
  const data::Variable& time = f.at(f.panel->time);
  std::vector<double> panel, begin, end;
  for (std::size_t w = 0; w < count; ++w) {
    panel.push_back(windows[w].panel);
    begin.push_back(windows[w].begin);
    end.push_back(windows[w].end);
  }
  const auto column = [](const std::string& name, const std::vector<double>& values, const std::string& format) {
    data::Variable v;
    v.name = name;
    v.column = data::make_narrowest(values);
    v.format = format;
    return v;
  };
  kit::Leading out;
  if (!f.panel->panel.empty()) {
    out.push_back(column(f.panel->panel, panel, f.at(f.panel->panel).format));
    out.back().value_label = f.at(f.panel->panel).value_label;
  }
  out.push_back(column("start", begin, time.format));
  out.push_back(column("end", end, time.format));
  return out;
}

void act(const Args& a, runtime::Session& s) {
  kit::require_command(a.command, "rolling");
  if (a.recursive && a.rrecursive) throw Error(198, "only one of recursive and rrecursive is allowed");
  const std::vector<kit::AskedResult> asked = kit::parse_expression_list(a.list);
  if (!s.frame().panel || s.frame().panel->time.empty())
    throw Error(111, "time variable not set", std::nullopt, {"tsset time, or xtset panel time, comes first"});
  kit::Plan plan;
  plan.file = kit::parse_saving(a.saving, s);
  if (plan.file.path.empty()) kit::require_saved(s.context(), a.clear);
  kit::SessionKeeper keeper(s);
  const data::Frame& f = *keeper.data();
  const std::vector<Window> windows = windows_of(a, f, s);
  if (windows.empty()) throw Error(2000, "no window fits into the data");
  const kit::ObservedRun all = kit::run_observed("rolling", a.command, asked, "_stat_", s);
  s.set_frame(keeper.data());
  plan.word = "rolling";
  plan.heading = "Rolling replications";
  plan.command = all.command;
  plan.count = windows.size();
  plan.seed = s.generator().next();
  plan.dots = a.no_dots ? 0 : a.dots;
  plan.start = keeper.start();
  plan.data = [&](std::size_t r, numeric::Rng&) {
    return std::make_shared<const data::Frame>(data::keep_rows(f, kit::both(windows[r].keep, all.named)));
  };
  const bool wide = a.wide || plan.file.wide;
  plan.table = [&](const auto& rows) {
    return kit::replicate_frame(all.list, rows, leading(f, windows, rows.size()), wide, s);
  };
  kit::Replicates done;
  kit::replicate(plan, all.list, s, done);
  s.r() = Results{};
  if (!plan.file.path.empty() && !a.clear) return;
  data::Frame out = plan.table(done.rows);
  if (const data::Variable& v = out.variables[0]; !v.value_label.empty())
    if (const auto it = f.value_labels.find(v.value_label); it != f.value_labels.end()) out.value_labels.insert(*it);
  s.set_frame(std::move(out));
  keeper.leave_data();
}

}  // namespace

extern const Command rolling_command = kit::loose_body(
    define<Args>("rolling", "Results over moving windows of time")
        .prefix(&Args::command)
        .anything(&Args::list)
        .integer("Window", &Args::window, 1, 1000000000, "periods in a window")
        .required("window")
        .integer("STEPsize", &Args::step, 1, 1000000000, "periods from one window to the next")
        .flag("Recursive", &Args::recursive, "windows grow from the first period")
        .flag("RRecursive", &Args::rrecursive, "windows shrink towards the last period")
        .expression_option("STart", &Args::start, "first period")
        .expression_option("End", &Args::end, "last period")
        .flag("clear", &Args::clear, "the results may take the place of the data")
        .text("SAving", &Args::saving, "file of the results; the data stay")
        .integer("dots", &Args::dots, 0, 1000000, "a dot for so many windows")
        .flag("noDots", &Args::no_dots, "no dots")
        .flag("DOUble", &Args::wide, "store doubles")
        .flag("noLegend", &Args::no_legend, "accepted")
        .changes(Effect::data)
        .example("Moving means",
                 "set obs 10\ngenerate t = _n\ngenerate x = _n^2\ntsset t\n"
                 "rolling m=r(mean), window(3) clear nodots: summarize x",
                 "_N == 8 & start[8] == 8 & end[8] == 10 & reldif(m[1], 14/3) < 1e-6")
        .example("Growing windows",
                 "set obs 6\ngenerate t = _n\ngenerate x = _n\ntsset t\n"
                 "rolling n=r(N), window(2) stepsize(2) recursive "
                 "clear nodots: summarize x",
                 "_N == 3 & n[3] == 6")
        .acts(act));

}  // namespace nqp::commands::rolling_
