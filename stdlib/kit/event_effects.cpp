#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/cell_effects.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/numeric/absorb/absorb.hpp"

namespace nqp::kit {

using command::Context;
using command::Output;
using command::Results;

namespace {

// Dummies of relative time inside the window; its ends collect what lies beyond when binned.
struct EventColumns {
  std::vector<double> times;           // all of them, base included
  std::vector<double> of_row;          // NaN: no dummy
  double base = -1;
};

EventColumns event_columns(const EventRequest& q, const DidData& d) {
  EventColumns out;
  out.of_row = d.relative();
  for (double& l : out.of_row) {
    if (std::isnan(l) || q.window.empty()) continue;
    if (q.outside == EventRequest::Outside::bin) l = std::clamp(l, q.window[0], q.window[1]);
    else if (l < q.window[0] || l > q.window[1]) l = std::nan("");
  }
  for (const double l : out.of_row)
    if (!std::isnan(l)) out.times.push_back(l);
  std::sort(out.times.begin(), out.times.end());
  out.times.erase(std::unique(out.times.begin(), out.times.end()), out.times.end());
  if (out.times.empty()) throw Error(459, "no treated units", std::nullopt, {"check " + d.treatment});
  out.base = q.base_first ? out.times.front() : q.base;
  if (q.drop_base_rows) return out;
  if (std::find(out.times.begin(), out.times.end(), out.base) == out.times.end())
    throw Error(198, "base " + text::macro_number(out.base) + " is outside of the window or does not occur");
  return out;
}

void save_dummies(const EventRequest& q, const EventColumns& columns, const DidData& d, Output& out, const Context& c) {
  data::Frame f = out.frame ? *out.frame : c.frame;
  for (const double l : columns.times) {
    std::vector<double> v(f.rows, data::missing);
    for (std::size_t i = 0; i < d.n(); ++i) v[d.sample.rows[i]] = columns.of_row[i] == l ? 1 : 0;
    data::Variable variable;
    variable.name = q.stub + "_" + (l < 0 ? "m" : "p") + text::macro_number(std::fabs(l));
    variable.column = data::make_numeric(data::Storage::byte_, v);
    variable.format = data::default_format(variable.column->type());
    variable.label = l < 0 ? "pre_" + text::macro_number(-l) : l == 0 ? "current" : "post_" + text::macro_number(l);
    f.add(std::move(variable));
  }
  out.frame = std::move(f);
}

}  // namespace

void check_window(const std::vector<double>& window) {
  if (window.empty() || (window.size() == 2 && window[0] < window[1])) return;
  throw Error(198, "window() takes two numbers: the first and last relative time", std::nullopt,
              {"for example window(-4 4)"});
}

Output estimate_event_study(const EventRequest& q, const Context& c) {
  check_window(q.window);
  Output notes;
  DidRegression r = prepare_regression(q.data, q.absorb, q.vce, false, c);
  note_dropped(r, notes);
  if (!q.window.empty() && q.outside == EventRequest::Outside::drop_rows) {
    std::vector<std::uint8_t> keep;
    for (const double l : r.d.relative())
      keep.push_back(std::isnan(l) || (l >= q.window[0] && l <= q.window[1]) ? 1 : 0);
    narrow(r.d, keep, r.request, c);
  }
  if (q.drop_base_rows) {
    std::vector<std::uint8_t> keep;
    for (const double l : r.d.relative()) keep.push_back(l == q.base ? 0 : 1);
    const auto gone = std::count(keep.begin(), keep.end(), 0);
    narrow(r.d, keep, r.request, c);
    notes.line("warning: " + text::macro_number(double(gone)) + " rows of the base period left out; this is not the "
               "same as leaving out its dummy: another period becomes the reference.",
               report::Style::note);
  }
  const DidData& d = r.d;
  if (d.units_of(0) == 0 && d.cohorts().size() == 1)
    throw Error(459, "treatment has no variation between units", std::nullopt,
                {"all units are treated, and at the same time: periods explain the effects"});
  const EventColumns columns = event_columns(q, d);
  std::vector<double> shown;
  for (const double l : columns.times)
    if (l != columns.base) shown.push_back(l);
  // Leads come last so that, without never-treated units, one of them is the second reference.
  std::vector<double> order = shown;
  std::stable_sort(order.begin(), order.end(),
                   [](double a, double b) { return a >= 0 ? b < 0 || a < b : b < 0 && a > b; });
  numeric::Matrix x(d.n(), order.size()), weights(shown.size(), order.size());
  for (std::size_t j = 0; j < order.size(); ++j)
    for (std::size_t i = 0; i < d.n(); ++i) x(i, j) = columns.of_row[i] == order[j] ? 1.0 : 0.0;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    names.push_back(relative_name(shown[i]));
    weights(i, static_cast<std::size_t>(std::find(order.begin(), order.end(), shown[i]) - order.begin())) = 1;
  }
  const ColumnFit f = fit_columns(r, x, c);
  const Coefficients k = averaged_coefficients(f, names, weights, {});
  const double level = level_or_default(q.data.level, c);
  std::vector<EventEffect> events;
  std::vector<std::size_t> before;
  for (const double l : columns.times) {
    const double n = static_cast<double>(std::count(columns.of_row.begin(), columns.of_row.end(), l));
    if (l == columns.base) {
      events.push_back({l, 0, 0, n});
      continue;
    }
    const std::size_t i = static_cast<std::size_t>(std::find(shown.begin(), shown.end(), l) - shown.begin());
    const bool omitted = k.V(i, i) == 0 && k.b[i] == 0;
    events.push_back({l, k.b[i], std::sqrt(k.V(i, i)), n});
    if (omitted)
      notes.line("note: rel=" + text::macro_number(l) +
                     (q.drop_base_rows ? " is the reference." : " also omitted (no never-treated units)."),
                 report::Style::note);
    else if (q.tested.empty() ? l < 0 : std::count(q.tested.begin(), q.tested.end(), l) > 0) before.push_back(i);
  }
  for (const double l : q.tested)
    if (l == columns.base || std::find(columns.times.begin(), columns.times.end(), l) == columns.times.end())
      throw Error(198, "pretest(): relative time " + text::macro_number(l) + " has no dummy", std::nullopt,
                  {"the base and times outside of the window have none"});
  if (columns.base >= 0)
    notes.line("warning: the reference is a treated period; the test of earlier periods is not one of parallel trends.",
               report::Style::note);
  Results e = begin_estimates(q.cmd, "Event study", depvar_name(q.data.y), c);
  post_regression(r, f, "twfe", e);
  e.scalar("base", columns.base).macro("agg", "event");
  e.matrix("event", event_rows(events, level, f.fit.df_r));
  post_pretest(k, before, f.fit.df_r, e);
  const double F = e.scalar_or("pre_F"), df = e.scalar_or("pre_df"), p = e.scalar_or("pre_p");
  Output out = did_output(std::move(e), d, k, level, std::move(notes), c);
  if (!before.empty())
    out.line(std::string("Joint test of the periods ") + (q.tested.empty() ? "before" : "named") + ": F(" +
             text::macro_number(df) + ", " + text::macro_number(f.fit.df_r) + ") = " + text::trimmed(text::format_number(F, "%9.4f")) +
             ", p = " + text::trimmed(text::format_number(p, "%6.4f")));
  if (!q.stub.empty()) save_dummies(q, columns, d, out, c);
  return out;
}

Output estimate_two_way(const TwoWayRequest& q, const Context& c) {
  Output notes;
  const DidRegression r = prepare_regression(q.data, q.absorb, q.vce, false, c);
  note_dropped(r, notes);
  const DidData& d = r.d;
  numeric::Matrix x(d.n(), 1, d.treated);
  const ColumnFit f = fit_columns(r, x, c);
  if (f.fit.omitted[0])
    throw Error(459, "treatment has no variation", std::nullopt,
                {"the fixed effects explain " + d.treatment + " entirely"});
  const Coefficients k = averaged_coefficients(f, {"ATT"}, numeric::identity(1), {});

  // Weights of treated observations in the coefficient: residuals of the treatment on the effects.
  const AbsorbedEffects absorbed(r.effects, d.sample, c);
  const std::vector<numeric::Effect> effects = absorbed.effects();
  compute(c, [&](numeric::Progress& p) { numeric::Absorber(effects, d.sample.weights).partial_out(x, p); });
  double negative = 0, sum = 0, total = 0, treated = 0, squares = 0, size = 0;
  for (std::size_t i = 0; i < d.n(); ++i) {
    if (d.treated[i] == 0) continue;
    const double s = d.sample.weights.empty() ? 1.0 : d.sample.weights[i], w = s * x(i, 0);
    treated += 1, total += w, size += s, squares += w * x(i, 0);
    if (x(i, 0) < -1e-9) negative += 1, sum += w;  // rounding is no sign
  }
  // The least standard deviation of effects with which all of them could be zero on average (de Chaisemartin and
  // D'Haultfoeuille 2020, corollary 1): |b| over the standard deviation of the weights, whose mean is 1.
  const double spread = std::sqrt(std::max(squares * size / (total * total) - 1, 0.0));
  Results e = begin_estimates("did", "Two-way fixed effects", depvar_name(q.data.y), c);
  post_regression(r, f, "twfe", e);
  e.scalar("share_neg", negative / treated).scalar("sum_neg", sum / total).macro("agg", "simple");
  e.scalar("sigma_fe", spread > 1e-9 ? std::fabs(k.b[0]) / spread : data::missing);
  Output out = did_output(std::move(e), d, k, level_or_default(q.data.level, c), std::move(notes), c);
  out.line("Negative weights: " + text::macro_number(negative) + " of " + text::macro_number(treated) +
           " treated observations, sum " + text::trimmed(text::format_number(sum / total, "%6.4f")));
  if (spread > 1e-9)
    out.line("Effects with a standard deviation of " +
             text::trimmed(text::format_number(std::fabs(k.b[0]) / spread, "%9.4g")) + " could be 0 on average");
  return out;
}

}  // namespace nqp::kit
