#include "stdlib/numeric/did/group_time.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "stdlib/numeric/did/repeated_sections.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

constexpr std::size_t absent = static_cast<std::size_t>(-1);

struct RowIndex {
  std::vector<double> times;                   // ascending
  std::vector<std::vector<std::size_t>> row;   // time × unit → row or absent
};

RowIndex index_rows(const GroupTimeSpec& s) {
  RowIndex out;
  out.times.assign(s.time.begin(), s.time.end());
  std::sort(out.times.begin(), out.times.end());
  out.times.erase(std::unique(out.times.begin(), out.times.end()), out.times.end());
  out.row.assign(out.times.size(), std::vector<std::size_t>(s.cohort.size(), absent));
  for (std::size_t i = 0; i < s.time.size(); ++i) {
    const auto at = std::lower_bound(out.times.begin(), out.times.end(), s.time[i]) - out.times.begin();
    out.row[static_cast<std::size_t>(at)][static_cast<std::size_t>(s.unit[i])] = i;
  }
  return out;
}

// The last period before `limit`, or absent.
std::size_t last_before(const std::vector<double>& times, double limit) {
  const auto at = std::lower_bound(times.begin(), times.end(), limit) - times.begin();
  return at == 0 ? absent : static_cast<std::size_t>(at - 1);
}

struct Comparison {
  std::size_t t = 0, base = 0;  // indices of periods
  double g = 0;
};

bool is_control(const GroupTimeSpec& s, double cohort, double g, double t, double base) {
  if (cohort == 0) return true;
  if (!s.not_yet || cohort == g) return false;
  double last = std::max(t, base) + s.anticipation;
  if (s.only_after_cohort) last = std::max(last, g);
  return cohort > last;
}

struct CellData {
  std::vector<std::size_t> units;
  std::vector<double> change, weights;
  std::vector<std::uint8_t> treated;
  Matrix x;
};

CellData cell_data(const GroupTimeSpec& s, const RowIndex& index, const Comparison& c) {
  CellData d;
  const std::size_t early = std::min(c.t, c.base);
  for (std::size_t u = 0; u < s.cohort.size(); ++u) {
    const bool treated = s.cohort[u] == c.g;
    if (!treated && !is_control(s, s.cohort[u], c.g, index.times[c.t], index.times[c.base])) continue;
    const std::size_t now = index.row[c.t][u], then = index.row[c.base][u];
    if (now == absent || then == absent) continue;
    d.units.push_back(u);
    d.treated.push_back(treated ? 1 : 0);
    d.change.push_back(s.y[now] - s.y[then]);
    if (!s.weights.empty()) d.weights.push_back(s.weights[index.row[early][u]]);
  }
  d.x = Matrix(d.units.size(), s.x.cols);
  for (std::size_t j = 0; j < s.x.cols; ++j)
    for (std::size_t i = 0; i < d.units.size(); ++i) d.x(i, j) = s.x(index.row[early][d.units[i]], j);
  return d;
}

// Rows of both periods; `change` is y, `after` the later of the two.
struct SectionData {
  CellData cell;
  std::vector<std::uint8_t> after;
};
SectionData section_data(const GroupTimeSpec& s, const RowIndex& index, const Comparison& c) {
  SectionData d;
  for (const std::size_t t : {c.base, c.t})
    for (std::size_t u = 0; u < s.cohort.size(); ++u) {
      const std::size_t row = index.row[t][u];
      const bool treated = s.cohort[u] == c.g;
      if (row == absent ||
          (!treated && !is_control(s, s.cohort[u], c.g, index.times[c.t], index.times[c.base])))
        continue;
      d.cell.units.push_back(u), d.cell.treated.push_back(treated ? 1 : 0), d.cell.change.push_back(s.y[row]);
      d.after.push_back(t == std::max(c.t, c.base) ? 1 : 0);
      if (!s.weights.empty()) d.cell.weights.push_back(s.weights[row]);
    }
  d.cell.x = Matrix(d.cell.units.size(), s.x.cols);
  for (std::size_t j = 0; j < s.x.cols; ++j)
    for (std::size_t i = 0; i < d.cell.units.size(); ++i) {
      const std::size_t u = d.cell.units[i], now = index.row[c.t][u];
      d.cell.x(i, j) = s.x(now == absent ? index.row[c.base][u] : now, j);
    }
  return d;
}

std::vector<Comparison> comparisons(const GroupTimeSpec& s, const RowIndex& index, const std::vector<double>& groups) {
  std::vector<Comparison> out;
  for (const double g : groups) {
    const std::size_t fixed = last_before(index.times, g - s.anticipation);
    if (fixed == absent) continue;
    for (std::size_t t = 0; t < index.times.size(); ++t) {
      const bool after = index.times[t] >= g - s.anticipation;
      if (after || s.universal) out.push_back({t, fixed, g});
      else if (t > 0) out.push_back({t, t - 1, g});
    }
  }
  return out;
}

void add_shares(const GroupTimeSpec& s, GroupTimeFit& fit) {
  const std::size_t units = s.cohort.size(), first = fit.cells.size();
  std::vector<double> w(units, 1.0);
  if (!s.weights.empty()) {
    std::vector<double> earliest(units, HUGE_VAL);
    for (std::size_t i = 0; i < s.time.size(); ++i) {
      const auto u = static_cast<std::size_t>(s.unit[i]);
      if (s.time[i] < earliest[u]) earliest[u] = s.time[i], w[u] = s.weights[i];
    }
  }
  double sum = 0;
  for (const double v : w) sum += v;
  for (double& v : w) v *= double(units) / sum;
  for (std::size_t k = 0; k < fit.groups.size(); ++k) {
    double share = 0;
    for (std::size_t u = 0; u < units; ++u)
      if (s.cohort[u] == fit.groups[k]) share += w[u];
    share /= double(units);
    fit.shares.push_back(share);
    for (std::size_t u = 0; u < units; ++u)
      fit.influence(u, first + k) = w[u] * (s.cohort[u] == fit.groups[k] ? 1.0 : 0.0) - share;
  }
}

std::vector<double> distinct_cohorts(std::span<const double> cohort) {
  std::vector<double> out;
  for (const double g : cohort)
    if (g != 0) out.push_back(g);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace

GroupTimeFit group_time_effects(const GroupTimeSpec& s, Progress& progress) {
  const std::size_t n = s.y.size(), units = s.cohort.size();
  if (s.unit.size() != n || s.time.size() != n || (s.x.cols > 0 && s.x.rows != n))
    throw Failure(FailureCode::conformability, "group_time_effects");
  const RowIndex index = index_rows(s);
  GroupTimeFit fit;
  fit.groups = distinct_cohorts(s.cohort);
  // Cohorts that start after the last period are never seen treated: they serve as controls only.
  std::erase_if(fit.groups, [&](double g) { return g > index.times.back(); });
  const std::vector<Comparison> list = comparisons(s, index, fit.groups);
  fit.influence = Matrix(units, list.size() + fit.groups.size());
  for (std::size_t k = 0; k < list.size(); ++k) {
    check(progress);
    const Comparison& c = list[k];
    GroupTimeCell cell{.g = c.g, .t = index.times[c.t], .base = index.times[c.base]};
    const bool sections = s.cross_sections && c.t != c.base;
    const SectionData both = sections ? section_data(s, index, c) : SectionData{};
    const CellData d = sections ? both.cell : cell_data(s, index, c);
    if (c.t != c.base) {
      const TwoByTwo r =
          sections ? repeated_sections({d.change, d.treated, both.after, d.x, d.weights, s.method})
                   : two_by_two({d.change, d.treated, d.x, d.weights, s.method});
      cell.state = r.state;
      cell.att = r.state == TwoByTwo::State::estimated ? r.att : undefined;
      cell.n_treated = r.n_treated, cell.n_control = r.n_control;
      const double blow_up = double(units) / double(std::max<std::size_t>(d.units.size(), 1));
      for (std::size_t i = 0; i < r.influence.size(); ++i) fit.influence(d.units[i], k) = blow_up * r.influence[i];
    } else {
      for (const std::uint8_t treated : d.treated) (treated ? cell.n_treated : cell.n_control) += 1;
    }
    fit.cells.push_back(cell);
  }
  add_shares(s, fit);
  return fit;
}

Matrix influence_variance(const Matrix& influence, Codes clusters) {
  const double n = double(influence.rows);
  if (clusters.empty()) return scale(gram(influence), 1 / (n * n));
  const DenseCodes codes = dense_codes(clusters);
  Matrix sums(static_cast<std::size_t>(codes.levels), influence.cols);
  for (std::size_t j = 0; j < influence.cols; ++j)
    for (std::size_t i = 0; i < influence.rows; ++i)
      sums(static_cast<std::size_t>(codes.values[i]), j) += influence(i, j);
  return scale(gram(sums), 1 / (n * n));
}

}  // namespace nqp::numeric
