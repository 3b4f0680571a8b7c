#include "interpreter/dataset/panel.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/groups.hpp"

namespace nqp::data {
namespace {

// Time values that differ by less than this share of a period are the same time.
constexpr double same_time = 1e-6;

std::vector<double> values_of(const Column& c) {
  std::vector<double> x(c.size());
  c.read(0, c.size(), x.data());
  return x;
}

std::vector<SortKey> panel_sort_keys(const Frame& f, const PanelDeclaration& d) {
  std::vector<SortKey> keys;
  if (!d.panel.empty()) keys.push_back({f.at(d.panel).column});
  if (!d.time.empty()) keys.push_back({f.at(d.time).column});
  return keys;
}

std::vector<std::string> panel_names(const PanelDeclaration& d) {
  std::vector<std::string> names;
  if (!d.panel.empty()) names.push_back(d.panel);
  if (!d.time.empty()) names.push_back(d.time);
  return names;
}

bool sorted_by_names(const Frame& f, const PanelDeclaration& d) {
  const auto names = panel_names(d);
  return names.size() <= f.sorted_by.size() && std::equal(names.begin(), names.end(), f.sorted_by.begin());
}

bool in_order(const Frame& f, const PanelDeclaration& d) {
  return sorted_by_names(f, d) || is_sorted(panel_sort_keys(f, d), f.rows);
}

// Begin of every panel and the row count at the end; one panel when only time is declared.
std::vector<Row> panel_starts(const Frame& f, const PanelDeclaration& d) {
  if (!d.panel.empty()) {
    const ColumnPtr key = f.at(d.panel).column;
    return run_starts(std::span(&key, 1), f.rows);
  }
  return f.rows ? std::vector<Row>{0, static_cast<Row>(f.rows)} : std::vector<Row>{0};
}

std::string time_message(double x) {
  if (is_missing(x)) return missing_text(x);
  if (x == std::trunc(x) && std::abs(x) < 1e15) return std::to_string(static_cast<long long>(x));
  return std::to_string(x);
}

void check_variable(const Frame& f, const std::string& name) {
  if (name.empty() || !f.at(name).is_string()) return;
  throw Error(109, "variable " + name + " is a string, but panels and times are numbers", std::nullopt,
              {"make numeric codes of it first: egen id = group(" + name + ") or encode " + name + ", gen(id)"});
}

void check_delta(const PanelDeclaration& d) {
  if (d.delta > 0 && !is_missing(d.delta)) return;
  throw Error(198, "delta() must be a positive number");
}

void check_integers(const Frame& f, const PanelDeclaration& d) {
  if (f.at(d.time).column->facts().integers || d.delta != std::trunc(d.delta)) return;
  throw Error(451, "time variable " + d.time + " must contain only integer values", std::nullopt,
              {"state the distance of two periods with delta() when it is a fraction"});
}

[[noreturn]] void refuse_repeated(const Frame& f, const PanelDeclaration& d, std::size_t row, double time) {
  if (d.panel.empty()) {
    throw Error(451, "repeated time values in sample", std::nullopt,
                {d.time + " = " + time_message(time) + " occurs more than once; look with: duplicates list " + d.time});
  }
  const std::string unit = time_message(f.at(d.panel).column->number(row));
  throw Error(451, "repeated time values within panel", std::nullopt,
              {d.panel + " " + unit + " has more than one observation for " + d.time + " " + time_message(time) +
               "; look with: duplicates list " + d.panel + " " + d.time});
}

// Observations without a panel or a time take no part. f is in order.
void check_times(const Frame& f, const PanelDeclaration& d) {
  const std::vector<double> time = values_of(*f.at(d.time).column);
  const std::vector<Row> starts = panel_starts(f, d);
  for (std::size_t p = 0; p + 1 < starts.size(); ++p) {
    if (!d.panel.empty() && f.at(d.panel).column->missing_at(starts[p])) break;
    for (Row i = starts[p] + 1; i < starts[p + 1] && !is_missing(time[i]); ++i) {
      const double step = time[i] - time[i - 1];
      if (step == 0) refuse_repeated(f, d, i, time[i]);
      if (step < d.delta * (1 - same_time)) {
        throw Error(451, "time values less than delta(" + time_message(d.delta) + ") apart", std::nullopt,
                    {"check delta(), or the values of " + d.time});
      }
    }
  }
}

// Rows of [begin, end) are one panel in order of time; fills the lags of its rows.
void lag_within(const std::vector<double>& time, Row begin, Row end, double shift, double near, std::vector<Row>& out) {
  Row j = begin;
  for (Row i = begin; i < end && !is_missing(time[i]); ++i) {
    const double target = time[i] - shift;
    while (j < end && time[j] < target - near) ++j;
    if (j < end && time[j] <= target + near) out[i] = j;
  }
}

}  // namespace

std::vector<Row> lagged_rows(const Frame& f, int lag) {
  if (!f.panel || f.panel->time.empty()) {
    throw Error(111, "time variable not set", std::nullopt, {"declare the data first: xtset panelvar timevar"});
  }
  const PanelDeclaration& d = *f.panel;
  if (!in_order(f, d)) {
    const std::string keys = d.panel.empty() ? d.time : d.panel + " " + d.time;
    throw Error(5, "not sorted", std::nullopt, {"time-series operators need the order of the panel: sort " + keys});
  }
  const std::vector<double> time = values_of(*f.at(d.time).column);
  const std::vector<Row> starts = panel_starts(f, d);
  std::vector<Row> out(f.rows, no_row);
  for (std::size_t p = 0; p + 1 < starts.size(); ++p) {
    if (!d.panel.empty() && f.at(d.panel).column->missing_at(starts[p])) break;  // missing panels come last
    lag_within(time, starts[p], starts[p + 1], lag * d.delta, d.delta * same_time, out);
  }
  return out;
}

Frame declare_panel(const Frame& f, PanelDeclaration d) {
  check_variable(f, d.panel);
  check_variable(f, d.time);
  check_delta(d);
  if (!d.time.empty()) check_integers(f, d);
  const auto keys = panel_sort_keys(f, d);
  Frame out = is_sorted(keys, f.rows) ? f : gather(f, sort_order(keys, f.rows));
  if (!d.time.empty()) check_times(out, d);
  if (!sorted_by_names(out, d)) out.sorted_by = panel_names(d);
  out.panel = std::move(d);
  return out;
}

PanelSummary summarise_panel(const Frame& f) {
  PanelSummary s;
  if (!f.panel) return s;
  const PanelDeclaration& d = *f.panel;
  if (!in_order(f, d)) {
    Frame sorted = gather(f, sort_order(panel_sort_keys(f, d), f.rows));
    sorted.sorted_by = panel_names(d);
    return summarise_panel(sorted);
  }
  const std::vector<Row> starts = panel_starts(f, d);
  const std::vector<double> time = d.time.empty() ? std::vector<double>{} : values_of(*f.at(d.time).column);
  const auto known_times = [&](std::size_t p) {
    Row end = starts[p + 1];
    while (!time.empty() && end > starts[p] && is_missing(time[end - 1])) --end;
    return end;
  };
  bool same_times = true;
  std::optional<std::size_t> model;  // the panel the others are compared with
  for (std::size_t p = 0; p + 1 < starts.size(); ++p) {
    if (!d.panel.empty() && f.at(d.panel).column->missing_at(starts[p])) break;
    const Row begin = starts[p], end = known_times(p);
    const std::size_t periods = end - begin;
    s.min_periods = s.panels == 0 ? periods : std::min(s.min_periods, periods);
    s.max_periods = std::max(s.max_periods, periods);
    ++s.panels;
    if (time.empty() || periods == 0) continue;
    if (is_missing(s.first_time) || time[begin] < s.first_time) s.first_time = time[begin];
    if (is_missing(s.last_time) || time[end - 1] > s.last_time) s.last_time = time[end - 1];
    for (Row i = begin + 1; i < end; ++i) s.gaps = s.gaps || time[i] - time[i - 1] > d.delta * (1 + same_time);
    if (!model) model = p;
    const Row first = starts[*model];
    same_times = same_times && known_times(*model) - first == end - begin &&
                 std::equal(time.begin() + begin, time.begin() + end, time.begin() + first);
  }
  using Balance = PanelSummary::Balance;
  const bool same_length = s.min_periods == s.max_periods;
  s.balance = !same_length ? Balance::unbalanced : same_times ? Balance::strongly : Balance::weakly;
  return s;
}

}  // namespace nqp::data
