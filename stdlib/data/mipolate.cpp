#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/series_rows.hpp"

namespace nqp::commands::mipolate_ {
using namespace nqp::command;
namespace {

enum class Method { linear, forward, backward, nearest, groupwise };

struct Args {
  Variables variables;
  Sample sample;
  NewVariable generate;
  Method method = Method::linear;
  bool extrapolate = false;
  Variables by;
};

using Rows = std::vector<data::Row>;

double neighbour(Method m, double x, double x0, double y0, double x1, double y1) {
  const bool before = !data::is_missing(y0), after = !data::is_missing(y1);
  switch (m) {
    case Method::forward: return y0;
    case Method::backward: return y1;
    case Method::nearest:
      if (!before || !after) return before ? y0 : y1;
      return x - x0 == x1 - x ? (y0 + y1) / 2 : x - x0 < x1 - x ? y0 : y1;
    default: return before && after ? y0 + (y1 - y0) * (x - x0) / (x1 - x0) : data::missing;
  }
}

void fill(const Args& a, const Rows& rows, const std::vector<double>& x, const std::vector<double>& y,
          std::vector<double>& out) {
  std::vector<std::size_t> known;
  for (std::size_t k = 0; k < rows.size(); ++k)
    if (!data::is_missing(y[rows[k]])) known.push_back(k);
  const auto at = [&](std::size_t k) { return std::pair(x[rows[known[k]]], y[rows[known[k]]]); };
  for (std::size_t k = 0, next = 0; k < rows.size(); ++k) {
    const data::Row i = rows[k];
    out[i] = y[i];
    if (next < known.size() && known[next] == k) {
      ++next;
      continue;
    }
    if (a.method == Method::groupwise) {
      // Only a group with one distinct value has something to give.
      const bool one =
          std::all_of(known.begin(), known.end(), [&](std::size_t j) { return y[rows[j]] == y[rows[known[0]]]; });
      if (!known.empty() && one) out[i] = y[rows[known[0]]];
      continue;
    }
    const auto [x0, y0] = next > 0 ? at(next - 1) : std::pair(data::missing, data::missing);
    const auto [x1, y1] = next < known.size() ? at(next) : std::pair(data::missing, data::missing);
    out[i] = neighbour(a.method, x[i], x0, y0, x1, y1);
    if (a.method != Method::linear || !a.extrapolate || !data::is_missing(out[i]) || known.size() < 2) continue;
    const std::size_t first = next == 0 ? 0 : known.size() - 2;
    const auto [xa, ya] = at(first);
    const auto [xb, yb] = at(first + 1);
    out[i] = ya + (yb - ya) * (x[i] - xa) / (xb - xa);
  }
}

Output run(const Args& a, const Context& c) {
  const std::vector<double> y = kit::numbers_of(c.numeric(a.variables[0])),
                            x = kit::numbers_of(c.numeric(a.variables[1]));
  const kit::Selection s = kit::select(c, a.sample);
  Variables by = a.by;
  if (c.by) by.insert(by.end(), c.by->variables.begin(), c.by->variables.end());
  std::vector<double> made(y.size(), data::missing);
  for (const Rows& rows : kit::ordered_rows(c, by, a.variables[1], s.flags(c.frame.rows))) fill(a, rows, x, y, made);
  data::Frame f = c.frame;
  const data::Storage type =
      a.generate.type.empty() ? kit::default_storage(c) : data::parse_type(a.generate.type)->storage;
  f.add({a.generate.name, data::make_numeric(type, made), "", "Interpolated " + a.variables[0], "", {}});
  Output out;
  if (const std::size_t dots = f.at(a.generate.name).column->facts().missing_count; dots > 0)
    out.line(kit::count_of(dots, "missing value generated", "missing values generated"));
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command mipolate_command =
    define<Args>("mipolate", "Fill missing values from neighbours in another variable")
        .varlist(&Args::variables, Count{2, 2})
        .if_in(&Args::sample)
        .new_variable("Generate", &Args::generate, "the new variable")
        .one_of(&Args::method,
                {{"Linear", Method::linear},
                 {"Forward", Method::forward},
                 {"Backward", Method::backward},
                 {"Nearest", Method::nearest},
                 {"Groupwise", Method::groupwise}},
                "how: on a line (default), last value, next value, nearest value, the only value of the group")
        .flag("Epolate", &Args::extrapolate, "with linear: beyond the ends too")
        .variables("BY", &Args::by, "within groups")
        .required("generate")
        .by_native()
        .changes(Effect::data)
        .reference("After mipolate by Nicholas J. Cox (SSC)")
        .example("On a line", "clear\ninput t y\n1 .\n2 4\n3 .\n4 8\nend\nmipolate y t, generate(z) epolate linear",
                 "z[3] == 6 & z[1] == 2")
        .example("Neighbours",
                 "clear\ninput t y\n1 4\n2 .\n5 8\nend\nmipolate y t, generate(f) forward\nmipolate y t, generate(b) "
                 "backward\n"
                 "mipolate y t, generate(n) nearest",
                 "f[2] == 4 & b[2] == 8 & n[2] == 4")
        .example(
            "The only value of a group",
            "clear\ninput g t y\n1 1 .\n1 2 4\n2 1 1\n2 2 2\n2 3 .\nend\nmipolate y t, generate(z) groupwise by(g)",
            "z[1] == 4 & missing(z[5])")
        .runs(run);

}  // namespace nqp::commands::mipolate_
