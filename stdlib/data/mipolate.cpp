#include <algorithm>
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/series_rows.hpp"

namespace nqp::commands::mipolate_ {
using namespace nqp::command;
namespace {

enum class Method { linear, cubic, spline, pchip, idw, forward, backward, nearest, groupwise };

struct Args {
  Variables variables;
  Sample sample;
  NewVariable generate;
  Method method = Method::linear;
  double power = 2;
  bool extrapolate = false;
  std::string ties;  // nearest: of two known points at the same distance
  Variables by;
};

using Rows = std::vector<data::Row>;

// The mean, unless ties() says which.
double nearest_tie(const std::string& ties, double before, double after) {
  if (ties == "before") return before;
  if (ties == "after") return after;
  if (ties == "minimum") return std::min(before, after);
  if (ties == "maximum") return std::max(before, after);
  return (before + after) / 2;
}

double neighbour(Method m, const std::string& ties, double x, double x0, double y0, double x1, double y1) {
  const bool before = !data::is_missing(y0), after = !data::is_missing(y1);
  switch (m) {
    case Method::forward: return y0;
    case Method::backward: return y1;
    case Method::nearest:
      if (!before || !after) return before ? y0 : y1;
      return x - x0 == x1 - x ? nearest_tie(ties, y0, y1) : x - x0 < x1 - x ? y0 : y1;
    default: return before && after ? y0 + (y1 - y0) * (x - x0) / (x1 - x0) : data::missing;
  }
}

// Known points of a group, x ascending without ties.
struct Points {
  std::vector<double> x, y;
};

// Rows with the same x count once, with the mean of their y.
Points points_of(const Rows& rows, const std::vector<double>& x, const std::vector<double>& y) {
  Points p;
  double n = 0;
  for (const data::Row i : rows) {
    if (data::is_missing(x[i]) || data::is_missing(y[i])) continue;
    if (!p.x.empty() && p.x.back() == x[i]) {
      p.y.back() += (y[i] - p.y.back()) / ++n;
      continue;
    }
    p.x.push_back(x[i]);
    p.y.push_back(y[i]);
    n = 1;
  }
  return p;
}

// The polynomial through two points on either side; k is the first point beyond x.
double cubic_at(const Points& p, std::size_t k, double x) {
  if (k < 2 || k + 2 > p.x.size()) return data::missing;
  double sum = 0;
  for (std::size_t i = k - 2; i < k + 2; ++i) {
    double term = p.y[i];
    for (std::size_t j = k - 2; j < k + 2; ++j)
      if (j != i) term *= (x - p.x[j]) / (p.x[i] - p.x[j]);
    sum += term;
  }
  return sum;
}

// Second derivatives of the natural cubic spline (de Boor, A Practical Guide to Splines, ch. IV): a tridiagonal system.
std::vector<double> spline_curvature(const Points& p) {
  const std::size_t n = p.x.size();
  std::vector<double> m(n, 0), diagonal(n, 1), right(n, 0);
  for (std::size_t i = 1; i + 1 < n; ++i) {
    const double h0 = p.x[i] - p.x[i - 1], h1 = p.x[i + 1] - p.x[i];
    const double d = 6 * ((p.y[i + 1] - p.y[i]) / h1 - (p.y[i] - p.y[i - 1]) / h0);
    const double factor = i > 1 ? h0 / diagonal[i - 1] : 0;
    diagonal[i] = 2 * (h0 + h1) - factor * (i > 1 ? h0 : 0);
    right[i] = d - factor * right[i - 1];
  }
  for (std::size_t i = n < 3 ? 0 : n - 2; i > 0; --i)
    m[i] = (right[i] - (p.x[i + 1] - p.x[i]) * m[i + 1]) / diagonal[i];
  return m;
}

// Slopes that keep the shape: Fritsch and Butland (1984), SIAM J. Sci. Stat. Comput. 5, 300-304; three-point formula
// at the ends, limited so that no new extremes appear.
std::vector<double> pchip_slopes(const Points& p) {
  const std::size_t n = p.x.size();
  std::vector<double> h(n), d(n), slope(n, 0);
  for (std::size_t i = 0; i + 1 < n; ++i) h[i] = p.x[i + 1] - p.x[i], d[i] = (p.y[i + 1] - p.y[i]) / h[i];
  if (n == 2) return {d[0], d[0]};
  for (std::size_t i = 1; i + 1 < n; ++i) {
    if (d[i - 1] * d[i] <= 0) continue;
    const double w1 = 2 * h[i] + h[i - 1], w2 = h[i] + 2 * h[i - 1];
    slope[i] = (w1 + w2) / (w1 / d[i - 1] + w2 / d[i]);
  }
  const auto end = [](double h0, double h1, double d0, double d1) {
    const double s = ((2 * h0 + h1) * d0 - h0 * d1) / (h0 + h1);
    if (s * d0 <= 0) return 0.0;
    return d0 * d1 <= 0 && std::fabs(s) > 3 * std::fabs(d0) ? 3 * d0 : s;
  };
  slope[0] = end(h[0], h[1], d[0], d[1]);
  slope[n - 1] = end(h[n - 2], h[n - 3], d[n - 2], d[n - 3]);
  return slope;
}

double inverse_distance(const Points& p, double x, double power) {
  double sum = 0, weights = 0;
  for (std::size_t i = 0; i < p.x.size(); ++i) {
    const double w = std::pow(std::fabs(x - p.x[i]), -power);
    sum += w * p.y[i];
    weights += w;
  }
  return p.x.empty() ? data::missing : sum / weights;
}

// Curves through the known points of a group; `.` outside of them.
void fill_with_curve(const Args& a, const Rows& rows, const std::vector<double>& x, const std::vector<double>& y,
                     std::vector<double>& out) {
  const Points p = points_of(rows, x, y);
  const std::size_t n = p.x.size();
  const bool enough = n >= 2;
  std::vector<double> bend;
  if (enough && a.method == Method::spline) bend = spline_curvature(p);
  if (enough && a.method == Method::pchip) bend = pchip_slopes(p);
  for (const data::Row i : rows) {
    if (data::is_missing(x[i])) continue;
    const auto k = static_cast<std::size_t>(std::lower_bound(p.x.begin(), p.x.end(), x[i]) - p.x.begin());
    if (k < n && p.x[k] == x[i]) {
      out[i] = p.y[k];
    } else if (a.method == Method::idw) {
      out[i] = inverse_distance(p, x[i], a.power);
    } else if (a.method == Method::cubic) {
      out[i] = cubic_at(p, k, x[i]);
    } else if (enough && k > 0 && k < n) {
      const double h = p.x[k] - p.x[k - 1], t = (x[i] - p.x[k - 1]) / h, s = 1 - t;
      if (a.method == Method::spline) {
        out[i] = s * p.y[k - 1] + t * p.y[k] + h * h / 6 * ((s * s * s - s) * bend[k - 1] + (t * t * t - t) * bend[k]);
      } else {
        out[i] = p.y[k - 1] * (1 + 2 * t) * s * s + p.y[k] * t * t * (3 - 2 * t) +
                 h * t * s * (s * bend[k - 1] - t * bend[k]);
      }
    }
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
    out[i] = neighbour(a.method, a.ties, x[i], x0, y0, x1, y1);
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
  for (const Rows& rows : kit::ordered_rows(c, by, a.variables[1], s.flags(c.frame.rows))) {
    const bool curve =
        a.method == Method::cubic || a.method == Method::spline || a.method == Method::pchip || a.method == Method::idw;
    curve ? fill_with_curve(a, rows, x, y, made) : fill(a, rows, x, y, made);
  }
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
                 {"Cubic", Method::cubic},
                 {"Spline", Method::spline},
                 {"Pchip", Method::pchip},
                 {"IDW", Method::idw},
                 {"Forward", Method::forward},
                 {"Backward", Method::backward},
                 {"Nearest", Method::nearest},
                 {"Groupwise", Method::groupwise}},
                "how: on a line (default), a cubic through two points on either side, a natural cubic spline, a "
                "piecewise cubic "
                "that keeps the shape, all values weighted by inverse distance, last value, next value, nearest value, "
                "the only value of the group")
        .number("POWer", &Args::power, 0, 100, "with idw: the power of the distance, default 2")
        .choice("TIEs", &Args::ties, {"after", "before", "minimum", "maximum"},
                "nearest: which of two values at the same distance; their mean when not given")
        .flag("Epolate", &Args::extrapolate, "with linear: beyond the ends too")
        .variables("BY", &Args::by, "within groups")
        .required("generate")
        .by_native()
        .changes(Effect::data)
        .reference("After mipolate by Nicholas J. Cox (SSC)")
        .example("On a line", "clear\ninput t y\n1 .\n2 4\n3 .\n4 8\nend\nmipolate y t, generate(z) epolate linear",
                 "z[3] == 6 & z[1] == 2")
        .example("Curves through a cubic and a line",
                 "clear\nset obs 5\ngenerate t = _n\ngenerate y = t^3 if t != 3\ngenerate l = 2*t if t != 3\n"
                 "mipolate y t, generate(c) cubic\nmipolate l t, generate(s) spline\nmipolate l t, generate(p) pchip\n"
                 "mipolate l t if inlist(t, 2, 3, 4), generate(d) idw power(1)",
                 "abs(c[3] - 27) < 1e-5 & abs(s[3] - 6) < 1e-6 & abs(p[3] - 6) < 1e-6 & abs(d[3] - 6) < 1e-6")
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
