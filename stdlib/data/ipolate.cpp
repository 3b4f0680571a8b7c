#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/series_rows.hpp"

namespace nqp::commands::ipolate_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables;
  Sample sample;
  NewVariable generate, flag;
  bool extrapolate = false;
  Variables by;
};

struct Point {
  double x, y;
};

double on_line(const Point& a, const Point& b, double x) { return a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x); }

// Known points in ascending x; several y at one x are averaged.
std::vector<Point> known_points(const std::vector<data::Row>& rows, const std::vector<double>& x,
                                const std::vector<double>& y) {
  std::vector<Point> out;
  double n = 0;
  for (const data::Row i : rows) {
    if (data::is_missing(y[i])) continue;
    if (!out.empty() && out.back().x == x[i]) {
      ++n;
      out.back().y += (y[i] - out.back().y) / n;
    } else {
      out.push_back({x[i], y[i]});
      n = 1;
    }
  }
  return out;
}

double value_at(const std::vector<Point>& p, double x, bool extrapolate) {
  const auto at = std::lower_bound(p.begin(), p.end(), x, [](const Point& q, double v) { return q.x < v; });
  if (at != p.end() && at->x == x) return at->y;
  if (at != p.begin() && at != p.end()) return on_line(*(at - 1), *at, x);
  if (!extrapolate || p.size() < 2) return data::missing;
  return at == p.begin() ? on_line(p[0], p[1], x) : on_line(p[p.size() - 2], p.back(), x);
}

Output run(const Args& a, const Context& c) {
  const std::vector<double> y = kit::numbers_of(c.numeric(a.variables[0])),
                            x = kit::numbers_of(c.numeric(a.variables[1]));
  const kit::Selection s = kit::select(c, a.sample);
  const std::vector<std::uint8_t> use = s.flags(c.frame.rows);
  Variables by = a.by;
  if (c.by) by.insert(by.end(), c.by->variables.begin(), c.by->variables.end());
  std::vector<double> made(y.size(), data::missing), filled(y.size(), 0);
  double n = 0;
  for (const std::vector<data::Row>& rows : kit::ordered_rows(c, by, a.variables[1], use)) {
    const std::vector<Point> points = known_points(rows, x, y);
    if (points.empty()) continue;
    for (const data::Row i : rows) {
      made[i] = data::checked(value_at(points, x[i], a.extrapolate));
      if (!data::is_missing(y[i]) || data::is_missing(made[i])) continue;
      filled[i] = 1;
      ++n;
    }
  }
  data::Frame f = c.frame;
  const data::Storage type =
      a.generate.type.empty() ? kit::default_storage(c) : data::parse_type(a.generate.type)->storage;
  f.add({a.generate.name, data::make_numeric(type, made), "", "Interpolated " + a.variables[0], "", {}});
  if (!a.flag.name.empty()) f.add({a.flag.name, data::make_numeric(data::Storage::byte_, filled), "", "", "", {}});
  Output out;
  const std::size_t dots = f.at(a.generate.name).column->facts().missing_count;
  out.line(kit::count_of(static_cast<std::size_t>(n), "value filled", "values filled"));
  if (dots > 0) out.line(kit::count_of(dots, "missing value generated", "missing values generated"));
  out.r = Results{}.scalar("N_filled", n).scalar("N_missing", static_cast<double>(dots));
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command ipolate_command =
    define<Args>("ipolate", "Interpolate missing values linearly")
        .varlist(&Args::variables, Count{2, 2})
        .if_in(&Args::sample)
        .new_variable("Generate", &Args::generate, "the new variable")
        .flag("Epolate", &Args::extrapolate, "extend the first and last two points beyond the ends")
        .variables("BY", &Args::by, "within groups")
        .new_variable("flag", &Args::flag, "variable that is 1 where a value was filled")
        .required("generate")
        .by_native()
        .changes(Effect::data)
        .stores({{"r(N_filled)", "values filled"}, {"r(N_missing)", "values still missing"}})
        .remark("ipolate y x: between the nearest known values of y in x. Several y at one x are averaged.")
        .example("Inside", "clear\ninput t y\n1 10\n2 .\n3 .\n4 16\nend\nipolate y t, generate(z) flag(f)",
                 "z[2] == 12 & f[2] == 1 & r(N_filled) == 2")
        .example("Beyond the ends, by group",
                 "clear\ninput g t y\n1 1 .\n1 2 4\n1 3 6\n2 1 5\nend\nipolate y t, generate(double z) epolate by(g)",
                 "z[1] == 2 & z[4] == 5")
        .runs(run);

}  // namespace nqp::commands::ipolate_
