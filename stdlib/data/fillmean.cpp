#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/series_rows.hpp"

namespace nqp::commands::fillmean_ {
using namespace nqp::command;
namespace {

enum class Method { neighbors, group_mean, forward, backward };

struct Args {
  Variables variable;
  Sample sample;
  NewVariable generate, flag;
  Variables by;
  std::string time;
  Method method = Method::neighbors;
  int max_gap = 0;
  bool edge = false, iterate = false;
};

using Rows = std::vector<data::Row>;

// Fills one run of missing values, rows[begin] to rows[end-1], from the values around it.
void fill_run(const Args& a, const Rows& rows, std::size_t begin, std::size_t end, std::vector<double>& y) {
  const double before = begin > 0 ? y[rows[begin - 1]] : data::missing;
  const double after = end < rows.size() ? y[rows[end]] : data::missing;
  double last = before;
  for (std::size_t k = begin; k < end; ++k) {
    double& value = y[rows[k]];
    if (a.method == Method::forward) value = before;
    else if (a.method == Method::backward) value = after;
    else if (data::is_missing(before) || data::is_missing(after))
      value = a.edge ? (data::is_missing(before) ? after : before) : data::missing;
    else value = a.iterate ? (last + after) / 2 : (before + after) / 2;
    last = value;
  }
}

void fill_group(const Args& a, const Rows& rows, std::vector<double>& y) {
  if (a.method == Method::group_mean) {
    double sum = 0, n = 0;
    for (const data::Row i : rows)
      if (!data::is_missing(y[i])) sum += y[i], ++n;
    for (const data::Row i : rows)
      if (data::is_missing(y[i]) && n > 0) y[i] = sum / n;
    return;
  }
  for (std::size_t k = 0; k < rows.size();) {
    if (!data::is_missing(y[rows[k]])) {
      ++k;
      continue;
    }
    std::size_t end = k;
    while (end < rows.size() && data::is_missing(y[rows[end]])) ++end;
    if (a.max_gap == 0 || end - k <= static_cast<std::size_t>(a.max_gap)) fill_run(a, rows, k, end, y);
    k = end;
  }
}

Output run(const Args& a, const Context& c) {
  const std::string& name = a.variable[0];
  const std::vector<double> before = kit::numbers_of(c.numeric(name));
  std::vector<double> y = before;
  Variables by = a.by;
  std::string time = a.time;
  if (by.empty() && time.empty() && c.frame.panel) {
    if (!c.frame.panel->panel.empty()) by.push_back(c.frame.panel->panel);
    time = c.frame.panel->time;
  }
  const kit::Selection s = kit::select(c, a.sample);
  for (const Rows& rows : kit::ordered_rows(c, by, time, s.flags(c.frame.rows))) fill_group(a, rows, y);
  double filled = 0, left = 0;
  std::vector<double> flag(y.size(), 0);
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (data::is_missing(y[i])) ++left;
    else if (data::is_missing(before[i])) flag[i] = 1, ++filled;
  }
  data::Frame f = c.frame;
  const data::Storage old = f.at(name).column->type().storage;
  const data::Storage type =
      old == data::Storage::double_ || old == data::Storage::long_ ? data::Storage::double_ : data::Storage::float_;
  f.add({a.generate.name, data::make_numeric(type, y), "", name + ", gaps filled", "", {}});
  if (!a.flag.name.empty())
    f.add({a.flag.name, data::make_numeric(data::Storage::byte_, flag), "", name + " was filled", "", {}});
  Output out;
  out.line(fmt::format("{}: {:.0f} filled, {:.0f} still missing", name, filled, left));
  out.r = Results{}.scalar("N_filled", filled).scalar("N_missing", left);
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command fillmean_command =
    define<Args>("fillmean", "Fill gaps with means of neighbours or groups")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .new_variable("Generate", &Args::generate, "the new variable")
        .variables("by", &Args::by, "within these groups; default: the panel")
        .variable("Time", &Args::time, "order of the observations; default: the time variable")
        .one_of(&Args::method,
                {{"NEIGHbors", Method::neighbors},
                 {"GROUPmean", Method::group_mean},
                 {"FORWard", Method::forward},
                 {"BACKward", Method::backward}},
                "mean of the values around a gap (default), mean of the group, last or next value")
        .integer("MAXgap", &Args::max_gap, 1, 1 << 30, "longest gap to be filled")
        .flag("EDge", &Args::edge, "at the ends take the one neighbour there is")
        .flag("ITERate", &Args::iterate, "from the left, using values already filled")
        .new_variable("flag", &Args::flag, "variable that is 1 where a value was filled")
        .required("generate")
        .no_by()
        .changes(Effect::data)
        .stores({{"r(N_filled)", "values filled"}, {"r(N_missing)", "values still missing"}})
        .example(
            "Mean of adjacent years",
            "clear\ninput id year y\n1 1 10\n1 2 .\n1 3 20\n1 4 .\nend\nxtset id year\nfillmean y, generate(z) flag(f)",
            "z[2] == 15 & missing(z[4]) & f[2] == 1 & r(N_filled) == 1")
        .example("Ends and long gaps",
                 "clear\ninput t y\n1 .\n2 4\n3 .\n4 .\n5 8\nend\nfillmean y, generate(a) time(t) edge neighbors\n"
                 "fillmean y, generate(b) time(t) maxgap(1)\nfillmean y, generate(d) time(t) iterate\nfillmean y, "
                 "generate(u) time(t) forward\n"
                 "fillmean y, generate(v) time(t) backward",
                 "a[1] == 4 & a[4] == 6 & missing(b[3]) & d[4] == 7 & u[4] == 4 & v[1] == 4")
        .example("Group means", "clear\ninput g y\n1 2\n1 .\n1 4\nend\nfillmean y, generate(z) groupmean by(g)",
                 "z[2] == 3")
        .runs(run);

}  // namespace nqp::commands::fillmean_
