#include "stdlib/kit/cell_effects.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::kit {
namespace {

using command::Context;
using command::Output;
using command::Results;

struct EffectCell {
  double g = 0, t = 0, weight = 0;
  double relative() const { return t - g; }
};

struct Cells {
  std::vector<EffectCell> list;
  std::vector<std::size_t> of_row;   // index, or list.size() for none
};

double row_weight(const DidData& d, std::size_t i) { return d.sample.weights.empty() ? 1.0 : d.sample.weights[i]; }

// Relative time, beyond the window that of its nearer end.
double binned(const CellRequest& q, double relative) {
  return q.window.empty() ? relative : std::clamp(relative, q.window[0], q.window[1]);
}

// Relative time of reference of each cohort: the base, or where the cohort is not seen then its last period before.
std::map<double, double> cohort_bases(const CellRequest& q, const DidData& d, Output& notes) {
  const double base = q.base - q.data.anticipation;
  std::map<double, double> out;
  for (std::size_t i = 0; i < d.n(); ++i) {
    const double rel = binned(q, d.time[i] - d.cohort[i]);
    if (d.cohort[i] == 0 || rel > base) continue;
    const auto [at, first] = out.emplace(d.cohort[i], rel);
    if (!first) at->second = std::max(at->second, rel);
  }
  for (const auto& [g, rel] : out)
    if (rel != base)
      notes.line("note: cohort " + text::macro_number(g) + " is not seen at " + text::macro_number(base) +
                     "; its reference is " + text::macro_number(rel) + ".",
                 report::Style::note);
  return out;
}

// Cells of treated cohorts: all but the base (sa), or treated ones and those of anticipation (wooldridge).
Cells averaged_cells(const CellRequest& q, const DidData& d, double control_cohort, Output& notes) {
  std::map<std::pair<double, double>, double> found;
  const bool leads = q.estimator == "sa" || q.before_cells;
  const std::map<double, double> bases = leads ? cohort_bases(q, d, notes) : std::map<double, double>();
  const auto wanted = [&](std::size_t i) {
    const double g = d.cohort[i];
    if (g == 0 || g == control_cohort) return false;
    const double rel = binned(q, d.time[i] - g);
    if (leads) return bases.count(g) == 0 || rel != bases.at(g);
    return rel >= -q.data.anticipation;
  };
  const auto period = [&](std::size_t i) { return d.cohort[i] + binned(q, d.time[i] - d.cohort[i]); };
  for (std::size_t i = 0; i < d.n(); ++i)
    if (wanted(i)) found[{d.cohort[i], period(i)}] += row_weight(d, i);
  Cells out;
  std::map<std::pair<double, double>, std::size_t> place;
  for (const auto& [key, weight] : found)
    place[key] = out.list.size(), out.list.push_back({key.first, key.second, weight});
  for (std::size_t i = 0; i < d.n(); ++i)
    out.of_row.push_back(wanted(i) ? place.at({d.cohort[i], period(i)}) : out.list.size());
  return out;
}

// Averages of cells: names and weights.
struct Averages {
  std::vector<std::string> names;
  std::vector<std::vector<double>> weights;
  std::vector<double> relative;        // of event rows; NaN otherwise
  void add(std::string name, std::vector<double> w, double rel = std::nan("")) {
    names.push_back(std::move(name)), weights.push_back(std::move(w)), relative.push_back(rel);
  }
};

template <class Keep>
std::vector<double> share_weights(const Cells& cells, Keep keep) {
  std::vector<double> w;
  double sum = 0;
  for (const EffectCell& k : cells.list) w.push_back(keep(k) ? k.weight : 0), sum += w.back();
  for (double& v : w) v /= sum > 0 ? sum : 1;
  return w;
}

std::vector<double> cell_mean(const std::vector<std::vector<double>>& rows, const std::vector<double>& shares) {
  std::vector<double> out(rows.empty() ? 0 : rows[0].size(), 0.0);
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < out.size(); ++j) out[j] += shares[i] * rows[i][j];
  return out;
}

std::vector<double> equal_shares(std::size_t n) { return std::vector<double>(n, 1.0 / double(n)); }

void event_averages(const Cells& cells, Averages& a) {
  std::vector<double> times;
  for (const EffectCell& k : cells.list)
    if (k.weight > 0) times.push_back(k.relative());
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  std::vector<std::vector<double>> before, after;
  Averages items;
  for (const double l : times) {
    std::vector<double> w = share_weights(cells, [&](const EffectCell& k) { return k.relative() == l; });
    (l < 0 ? before : after).push_back(w);
    items.add(relative_name(l), std::move(w), l);
  }
  if (!before.empty()) a.add("Pre_avg", cell_mean(before, equal_shares(before.size())));
  if (!after.empty()) a.add("Post_avg", cell_mean(after, equal_shares(after.size())));
  for (std::size_t i = 0; i < items.names.size(); ++i)
    a.add(items.names[i], std::move(items.weights[i]), items.relative[i]);
}

Averages averages_of(const std::string& agg, const Cells& cells, const DidData& d) {
  Averages a, items;
  if (agg == "attgt") {
    for (const EffectCell& own : cells.list)
      if (own.weight > 0)
        a.add("g" + text::macro_number(own.g) + ":t_" + text::macro_number(own.t),
              share_weights(cells, [&](const EffectCell& k) { return k.g == own.g && k.t == own.t; }));
    return a;
  }
  if (agg == "event") return event_averages(cells, a), a;
  if (agg == "simple") {
    a.add("ATT", share_weights(cells, [](const EffectCell& k) { return k.relative() >= 0; }));
    return a;
  }
  std::vector<double> shares;
  const bool group = agg == "group";
  for (const double at : group ? d.cohorts() : d.times) {
    const auto keep = [&](const EffectCell& k) {
      return k.weight > 0 && k.relative() >= 0 && (group ? k.g : k.t) == at;
    };
    if (std::none_of(cells.list.begin(), cells.list.end(), keep)) continue;
    items.add((group ? "G" : "T") + text::macro_number(at), share_weights(cells, keep));
    shares.push_back(group ? double(d.units_of(at)) : 1.0);
  }
  double sum = 0;
  for (const double s : shares) sum += s;
  for (double& s : shares) s /= sum;
  a.add(group ? "GAverage" : "CAverage", cell_mean(items.weights, shares));
  for (std::size_t i = 0; i < items.names.size(); ++i) a.add(items.names[i], std::move(items.weights[i]));
  return a;
}

// Variance from estimating the cohort shares at each relative time: b' Σ_rows r r'/n² b with r = 1{cohort} - share.
numeric::Matrix share_variance(const Averages& a, const Cells& cells, const DidData& d, const std::vector<double>& b) {
  numeric::Matrix out(a.names.size(), a.names.size());
  for (std::size_t i = 0; i < a.names.size(); ++i) {
    if (std::isnan(a.relative[i])) continue;
    double mean = 0, weight = 0, sum = 0;
    for (std::size_t k = 0; k < cells.list.size(); ++k)
      if (cells.list[k].relative() == a.relative[i]) mean += a.weights[i][k] * b[k], weight += cells.list[k].weight;
    for (std::size_t r = 0; r < d.n(); ++r) {
      const std::size_t k = cells.of_row[r];
      if (k == cells.list.size() || cells.list[k].relative() != a.relative[i]) continue;
      const double w = row_weight(d, r) / weight;
      sum += w * w * (b[k] - mean) * (b[k] - mean);
    }
    out(i, i) = sum;
  }
  return out;
}

numeric::Matrix dummies(const Cells& cells, std::size_t rows) {
  numeric::Matrix x(rows, cells.list.size());
  for (std::size_t i = 0; i < rows; ++i)
    if (cells.of_row[i] < cells.list.size()) x(i, cells.of_row[i]) = 1;
  return x;
}

// Which dummy each cell shares: that of its period, its cohort, its relative time, or of all.
std::vector<std::size_t> shared_dummies(const CellRequest& q, const Cells& cells, std::size_t& count) {
  std::map<double, std::size_t> place;
  std::vector<std::size_t> out;
  for (const EffectCell& k : cells.list) {
    const double key = q.alike == "time" ? k.t : q.alike == "cohort" ? k.g : q.alike == "event" ? k.relative() : 0;
    out.push_back(place.emplace(key, place.size()).first->second);
  }
  count = place.size();
  return out;
}

// The fit with one dummy for cells that share an effect, told as if every cell had its own.
ColumnFit fit_shared(const CellRequest& q, const DidRegression& r, const Cells& cells, const numeric::Matrix& x,
                     const Context& c) {
  std::size_t count = 0;
  const std::size_t m = cells.list.size();
  const std::vector<std::size_t> of = shared_dummies(q, cells, count);
  numeric::Matrix narrow(x.rows, count + x.cols - m);
  for (std::size_t i = 0; i < x.rows; ++i) {
    for (std::size_t j = 0; j < m; ++j) narrow(i, of[j]) += x(i, j);
    for (std::size_t j = m; j < x.cols; ++j) narrow(i, count + j - m) = x(i, j);
  }
  ColumnFit f = fit_columns(r, narrow, c);
  const std::size_t rest = f.fit.b.size() - count;
  numeric::Matrix A(m + rest, count + rest);
  std::vector<std::uint8_t> omitted;
  for (std::size_t j = 0; j < m; ++j) A(j, of[j]) = 1, omitted.push_back(f.fit.omitted[of[j]]);
  for (std::size_t j = 0; j < rest; ++j) {
    A(m + j, count + j) = 1;
    if (count + j < f.fit.omitted.size()) omitted.push_back(f.fit.omitted[count + j]);
  }
  f.fit.b = numeric::multiply(A, f.fit.b), f.fit.V = numeric::quadratic_form(A, f.fit.V);
  f.fit.omitted = std::move(omitted), f.columns = x.cols;
  return f;
}

// Wooldridge's covariates: their products with cell, cohort and period dummies; in cells less the cohort's mean.
numeric::Matrix with_covariate_products(const numeric::Matrix& x, const Cells& cells, const DidData& d) {
  const std::size_t n = d.n(), k = d.design.x.cols, m = cells.list.size();
  if (k == 0) return x;
  const std::vector<double> cohorts = d.cohorts();
  const std::size_t extra = m + cohorts.size() + d.times.size() - 1;
  numeric::Matrix out(n, m + k * extra);
  std::copy(x.data.begin(), x.data.end(), out.data.begin());
  for (std::size_t j = 0; j < k; ++j) {
    std::map<double, std::pair<double, double>> sums;
    for (std::size_t i = 0; i < n; ++i) {
      auto& [sum, count] = sums[d.cohort[i]];
      sum += row_weight(d, i) * d.design.x(i, j), count += row_weight(d, i);
    }
    const std::size_t begin = m + j * extra;
    for (std::size_t i = 0; i < n; ++i) {
      const double v = d.design.x(i, j);
      const auto& [sum, count] = sums[d.cohort[i]];
      if (cells.of_row[i] < m) out(i, begin + cells.of_row[i]) = v - sum / count;
      for (std::size_t g = 0; g < cohorts.size(); ++g)
        if (d.cohort[i] == cohorts[g]) out(i, begin + m + g) = v;
      for (std::size_t t = 1; t < d.times.size(); ++t)
        if (d.time[i] == d.times[t]) out(i, begin + m + cohorts.size() + t - 1) = v;
    }
  }
  return out;
}

// Without never-treated units: the last cohort is the control, and its treated periods leave. 0 when there are some.
double control_cohort(DidRegression& r, const Context& c, Output& notes) {
  const double ahead = r.request.anticipation;
  if (r.d.units_of(0) > 0) return 0;
  const std::vector<double> cohorts = r.d.cohorts();
  if (cohorts.size() < 2)
    throw Error(459, "no control cohort", std::nullopt, {"all units are treated, and at the same time"});
  std::vector<std::uint8_t> keep;
  for (const double t : r.d.time) keep.push_back(t < cohorts.back() - ahead ? 1 : 0);
  narrow(r.d, keep, r.request, c);
  notes.line("note: no never-treated units; the cohort of " + text::macro_number(cohorts.back()) +
                 " is the control and its treated periods are left out.",
             report::Style::note);
  return cohorts.back();
}

// A cell without an estimate has no part in averages.
void leave_out_unidentified(Cells& cells, const ColumnFit& f, Output& notes) {
  for (std::size_t j = 0; j < cells.list.size(); ++j) {
    if (!f.fit.omitted[j]) continue;
    notes.line("note: the effect of cohort " + text::macro_number(cells.list[j].g) + " at " +
                   text::macro_number(cells.list[j].t) + " is not identified; averages leave it out.",
               report::Style::note);
    cells.list[j].weight = 0;
  }
  if (std::none_of(cells.list.begin(), cells.list.end(), [](const EffectCell& k) { return k.weight > 0; }))
    throw Error(459, "no effect is identified", std::nullopt, {"there are no controls for the treated cells"});
}

// What averages with fixed weights need later: cohort, period, observations, units of the cohort.
void post_cell_list(const Cells& cells, const DidData& d, Results& e) {
  eval::Matrix m(cells.list.size(), 4);
  m.column_names = {"g", "t", "n", "units"};
  for (std::size_t i = 0; i < cells.list.size(); ++i) {
    const EffectCell& k = cells.list[i];
    const double row[] = {k.g, k.t, k.weight, static_cast<double>(d.units_of(k.g))};
    for (std::size_t j = 0; j < 4; ++j) m(i, j) = row[j];
  }
  e.matrix("cells", std::move(m));
}

void post_cell_matrices(const Cells& cells, const ColumnFit& f, const Averages& a, Results& e) {
  const std::size_t m = cells.list.size();
  std::vector<std::string> names;
  for (const EffectCell& k : cells.list)
    names.push_back("g" + text::macro_number(k.g) + ":" + relative_name(k.relative()));
  const std::vector<double> b(f.fit.b.begin(), f.fit.b.begin() + static_cast<std::ptrdiff_t>(m));
  numeric::Matrix V(m, m), weights(a.names.size(), m);
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < m; ++j) V(i, j) = f.fit.V(i, j);
  for (std::size_t i = 0; i < a.names.size(); ++i)
    for (std::size_t j = 0; j < m; ++j) weights(i, j) = a.weights[i][j];
  e.matrix("b_interact", named_row(b, "y1", names)).matrix("V_interact", named_matrix(V, names, names));
  e.matrix("ff_w", named_matrix(weights, a.names, names));
}

// e(b_iw) and e(V_iw): the effects by relative time, as eventstudyinteract names them.
void post_weighted_averages(const Averages& timed, const Coefficients& k, Results& e) {
  std::vector<std::size_t> at;
  std::vector<std::string> names;
  std::vector<double> b;
  for (std::size_t i = 0; i < timed.names.size(); ++i)
    if (!std::isnan(timed.relative[i])) at.push_back(i), names.push_back(timed.names[i]), b.push_back(k.b[i]);
  numeric::Matrix V(at.size(), at.size());
  for (std::size_t i = 0; i < at.size(); ++i)
    for (std::size_t j = 0; j < at.size(); ++j) V(i, j) = k.V(at[i], at[j]);
  e.matrix("b_iw", named_row(b, "y1", names)).matrix("V_iw", named_matrix(V, names, names));
}

double count_at(const CellRequest& q, const DidData& d, double relative) {
  double n = 0;
  for (std::size_t i = 0; i < d.n(); ++i)
    n += d.cohort[i] != 0 && binned(q, d.time[i] - d.cohort[i]) == relative ? 1 : 0;
  return n;
}

}  // namespace

void post_pretest(const Coefficients& k, const std::vector<std::size_t>& before, double df_r, Results& e) {
  if (before.empty()) return;
  const numeric::Wald w = numeric::wald_zero(before, k.b, k.V);
  post_scalars(e, {{"pre_F", w.F}, {"pre_df", w.df}, {"pre_p", numeric::dist::Ftail(w.df, df_r, w.F)}});
}

Output estimate_cells(const CellRequest& q, const Context& c) {
  check_window(q.window);
  Output notes;
  if (!q.window.empty())
    notes.line("note: the ends of the window collect what lies beyond; effects are averaged there before cohorts are.",
               report::Style::note);
  DidRegression r = prepare_regression(q.data, q.absorb, q.vce, true, c);
  note_dropped(r, notes);
  const bool sa = q.estimator == "sa";
  const double control = sa ? control_cohort(r, c, notes) : 0;
  const DidData& d = r.d;
  Cells cells = averaged_cells(q, d, control, notes);
  if (cells.list.empty())
    throw Error(459, "no treated observations", std::nullopt,
                {r.always == 0 ? "check " + d.treatment
                               : units_text(r.always) + " treated from the first period on: they have no period before"});
  numeric::Matrix x = dummies(cells, d.n());
  if (!sa) x = with_covariate_products(x, cells, d);
  const ColumnFit f = q.alike.empty() ? fit_columns(r, x, c) : fit_shared(q, r, cells, x, c);
  leave_out_unidentified(cells, f, notes);
  const Averages a = averages_of(q.agg, cells, d);
  const auto averaged = [&](const Averages& of) {
    numeric::Matrix weights(of.names.size(), x.cols);
    for (std::size_t i = 0; i < of.names.size(); ++i)
      for (std::size_t j = 0; j < cells.list.size(); ++j) weights(i, j) = of.weights[i][j];
    const numeric::Matrix extra = sa && q.share_variance ? share_variance(of, cells, d, f.fit.b) : numeric::Matrix();
    return averaged_coefficients(f, of.names, weights, extra);
  };
  const Coefficients k = averaged(a);
  Results e = begin_estimates(q.cmd, sa ? "Interaction-weighted event study (Sun and Abraham)"
                                        : "Extended two-way fixed effects (Wooldridge)", depvar_name(q.data.y), c);
  post_regression(r, f, q.estimator, e);
  const bool leads = sa || q.before_cells;
  e.macro("agg", q.agg).macro("control", control != 0 ? "last cohort" : leads ? "never" : "notyet");
  post_cell_matrices(cells, f, a, e);
  if (!sa) post_cell_list(cells, d, e);
  if (leads) e.scalar("base", q.base - q.data.anticipation);
  const double level = level_or_default(q.data.level, c), base = q.base - q.data.anticipation;
  const Averages timed = averages_of("event", cells, d);
  const Coefficients of_time = averaged(timed);
  std::vector<EventEffect> events;
  std::vector<std::size_t> before;
  for (std::size_t i = 0; i < timed.names.size(); ++i) {
    const double rel = timed.relative[i];
    if (std::isnan(rel)) continue;
    if (leads && rel > base && (events.empty() || events.back().relative < base))
      events.push_back({base, 0, 0, count_at(q, d, base)});
    events.push_back({rel, of_time.b[i], std::sqrt(of_time.V(i, i)), count_at(q, d, rel)});
    if (rel < -q.data.anticipation) before.push_back(i);
  }
  std::vector<std::size_t> cells_before;
  for (std::size_t j = 0, row = 0; j < cells.list.size() && q.agg == "attgt"; ++j) {
    if (cells.list[j].weight <= 0) continue;
    if (cells.list[j].relative() < -q.data.anticipation) cells_before.push_back(row);
    ++row;
  }
  post_pretest(q.agg == "attgt" ? k : of_time, q.agg == "attgt" ? cells_before : before, f.fit.df_r, e);
  if (!events.empty()) e.matrix("event", event_rows(events, level, f.fit.df_r));
  if (sa) post_weighted_averages(timed, of_time, e);
  return did_output(std::move(e), d, k, level, std::move(notes), c);
}

}  // namespace nqp::kit
