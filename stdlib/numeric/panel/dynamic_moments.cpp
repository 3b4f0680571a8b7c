#include "stdlib/numeric/panel/dynamic_moments.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

double element_at(const DynamicSpec& s, std::span<const double> column, std::size_t panel, std::ptrdiff_t period) {
  if (period < 0 || period >= static_cast<std::ptrdiff_t>(s.periods)) return undefined;
  return column[panel * s.periods + static_cast<std::size_t>(period)];
}

bool complete(const DynamicSpec& s, std::size_t panel, std::ptrdiff_t period) {
  if (!is_defined(element_at(s, s.y, panel, period))) return false;
  for (std::size_t j = 0; j < s.x.cols; ++j)
    if (!is_defined(element_at(s, s.x.column(j), panel, period))) return false;
  for (const PlainInstruments& p : s.plain)
    for (const std::size_t j : p.variables)
      if (!is_defined(element_at(s, s.z.column(j), panel, period))) return false;
  return true;
}

std::ptrdiff_t signed_period(const MomentRow& r) { return static_cast<std::ptrdiff_t>(r.period); }

// Periods behind `t` that a panel has.
std::span<const std::size_t> later_periods(const MomentStack& k, std::size_t panel, std::size_t t) {
  const std::vector<std::size_t>& all = k.observed[panel];
  const auto first = std::upper_bound(all.begin(), all.end(), t);
  return {all.data() + (first - all.begin()), static_cast<std::size_t>(all.end() - first)};
}

// Arellano and Bover (1995): √(m/(m+1)) times the observation less the mean of the m later ones.
double orthogonal_deviation(const DynamicSpec& s, const MomentStack& k, std::span<const double> column,
                            const MomentRow& r) {
  const std::size_t t = r.period - 1;
  const auto later = later_periods(k, r.panel, t);
  const double m = static_cast<double>(later.size());
  double mean = 0;
  for (const std::size_t u : later) mean += column[r.panel * s.periods + u] / m;
  return std::sqrt(m / (m + 1)) * (column[r.panel * s.periods + t] - mean);
}

// The value of a column in a row of the transformed equation.
double transformed_value(const DynamicSpec& s, const MomentStack& k, std::span<const double> column,
                         const MomentRow& r) {
  if (s.orthogonal) return orthogonal_deviation(s, k, column, r);
  return first_difference(s, column, r.panel, signed_period(r));
}

void place_moment_rows(const DynamicSpec& s, MomentStack& k) {
  for (std::size_t g = 0; g < s.panels; ++g) {
    const std::size_t begin = k.rows.size();
    k.observed.emplace_back();
    for (std::size_t t = 0; t < s.periods; ++t)
      if (complete(s, g, static_cast<std::ptrdiff_t>(t))) k.observed.back().push_back(t);
    for (std::size_t i = 0; s.orthogonal && i + 1 < k.observed.back().size(); ++i)
      k.rows.push_back({g, k.observed.back()[i] + 1, false});
    for (std::size_t t = 1; t < s.periods && !s.orthogonal; ++t) {
      const auto p = static_cast<std::ptrdiff_t>(t);
      if (complete(s, g, p) && complete(s, g, p - 1)) k.rows.push_back({g, t, false});
    }
    for (std::size_t t = 0; s.level_equation && t < s.periods; ++t)
      if (complete(s, g, static_cast<std::ptrdiff_t>(t))) k.rows.push_back({g, t, true});
    if (k.rows.size() > begin) k.spans.emplace_back(begin, k.rows.size());
  }
  if (k.rows.empty()) throw Failure(FailureCode::no_observations, "no observations");
}

void fill_equation(const DynamicSpec& s, MomentStack& k) {
  const std::size_t constant = s.level_equation && s.constant ? 1 : 0;
  k.x = Matrix(k.rows.size(), s.x.cols + constant);
  for (std::size_t i = 0; i < k.rows.size(); ++i) {
    const MomentRow& r = k.rows[i];
    const auto value = [&](std::span<const double> c) {
      return r.level ? element_at(s, c, r.panel, signed_period(r)) : transformed_value(s, k, c, r);
    };
    k.y.push_back(value(s.y));
    for (std::size_t j = 0; j < s.x.cols; ++j) k.x(i, j) = value(s.x.column(j));
    if (constant) k.x(i, s.x.cols) = r.level ? 1 : 0;
  }
}

// Appends f(row) as an instrument when it is not zero throughout; undefined values count as zero.
template <class F>
void add_instrument(MomentStack& k, F&& f) {
  std::vector<double> column(k.rows.size());
  bool any = false;
  for (std::size_t i = 0; i < column.size(); ++i) {
    const double v = f(k.rows[i]);
    column[i] = is_defined(v) ? v : 0.0;
    any = any || column[i] != 0;
  }
  if (!any) return;
  k.z.rows = column.size();
  k.z.data.insert(k.z.data.end(), column.begin(), column.end());
  ++k.z.cols;
  k.origin.push_back(k.adding);
}

void add_lags(const DynamicSpec& s, MomentStack& k, std::span<const double> v, const LagInstruments& q, int lag,
              bool level) {
  const auto value = [&](const MomentRow& r) {
    if (r.level != level) return 0.0;
    const std::ptrdiff_t t = signed_period(r) - lag;
    return level ? first_difference(s, v, r.panel, t) : element_at(s, v, r.panel, t);
  };
  if (q.collapse) {
    add_instrument(k, value);
    return;
  }
  for (std::size_t t = 0; t < s.periods; ++t)
    add_instrument(k, [&](const MomentRow& r) { return r.period == t ? value(r) : 0.0; });
}

void fill_instruments(const DynamicSpec& s, MomentStack& k) {
  const int longest = static_cast<int>(s.periods);
  for (std::size_t group = 0; group < s.lags.size(); ++group) {
    const LagInstruments& q = s.lags[group];
    for (const std::size_t j : q.variables) {
      const auto v = s.z.column(j);
      k.adding.group = group;
      k.adding.kind = SubsetTest::Kind::lags;
      for (int l = q.first; q.equation != GmmEquation::level && l <= std::min(q.last, longest); ++l)
        add_lags(s, k, v, q, l, false);
      if (!s.level_equation || q.equation == GmmEquation::difference) continue;
      const bool both = q.equation == GmmEquation::both;
      k.adding.kind = SubsetTest::Kind::level_lags;
      for (int l = both ? q.first - 1 : q.first; l <= (both ? q.first - 1 : std::min(q.last, longest)); ++l)
        add_lags(s, k, v, q, l, true);
    }
  }
  k.adding.kind = SubsetTest::Kind::plain;
  for (std::size_t group = 0; group < s.plain.size(); ++group) {
    const PlainInstruments& p = s.plain[group];
    for (const std::size_t j : p.variables) {
      const auto v = s.z.column(j);
      k.adding.group = group;
      add_instrument(k, [&](const MomentRow& r) {
        if (p.equation == (r.level ? GmmEquation::difference : GmmEquation::level)) return 0.0;
        return r.level || p.as_is ? element_at(s, v, r.panel, signed_period(r)) : transformed_value(s, k, v, r);
      });
    }
  }
  k.adding.group = s.plain.size();  // the constant stays in every subset
  if (s.level_equation && s.constant) add_instrument(k, [](const MomentRow& r) { return r.level ? 1.0 : 0.0; });
}

// Covariance of the errors of two rows of a panel when level errors are i.i.d. with variance 1 (h = 3).
double iid_covariance(const MomentRow& a, const MomentRow& b, int h) {
  const auto gap = static_cast<std::ptrdiff_t>(a.period) - static_cast<std::ptrdiff_t>(b.period);
  if (h == 1) return gap == 0 && a.level == b.level ? 1 : 0;
  if (!a.level && !b.level) return gap == 0 ? 2 : std::abs(gap) == 1 ? -1 : 0;
  if (a.level && b.level) return gap == 0 ? 1 : 0;
  if (h == 2) return 0;
  const std::ptrdiff_t ahead = a.level ? -gap : gap;  // of the differenced row over the level row
  return ahead == 0 ? 1 : ahead == 1 ? -1 : 0;
}

// The same as iid_covariance for orthogonal deviations, which are uncorrelated among themselves.
double orthogonal_covariance(const DynamicSpec& s, const MomentStack& k, const MomentRow& a, const MomentRow& b) {
  if (a.level == b.level) return a.period == b.period ? 1 : 0;
  return s.h < 3 ? 0 : loading_product(error_loading(s, k, a), error_loading(s, k, b));
}

// Correlations over all rows; a column that does not vary has none.
Matrix lag_correlations(const Matrix& z, const std::vector<std::size_t>& columns) {
  Matrix c(z.rows, columns.size());
  const double n = static_cast<double>(z.rows);
  for (std::size_t j = 0; j < columns.size(); ++j) {
    const auto from = z.column(columns[j]);
    const double mean = std::accumulate(from.begin(), from.end(), 0.0) / n;
    double square = 0;
    for (std::size_t i = 0; i < z.rows; ++i) square += (c(i, j) = from[i] - mean) * c(i, j);
    if (square > 0) for (std::size_t i = 0; i < z.rows; ++i) c(i, j) /= std::sqrt(square);
  }
  return gram(c);
}

// Bontempi and Mammi (2015); eigenvectors of the correlations weight the instruments as they are, as in xtabond2.
void take_components(const DynamicSpec& s, MomentStack& k) {
  std::vector<std::size_t> lags;
  Matrix z(k.z.rows, 0);
  const auto add = [&](std::span<const double> column) {
    z.data.insert(z.data.end(), column.begin(), column.end());
    ++z.cols;
  };
  std::vector<SubsetTest> origin;
  for (std::size_t j = 0; j < k.z.cols; ++j) {
    if (k.origin[j].kind != SubsetTest::Kind::plain) {
      lags.push_back(j);
      continue;
    }
    add(k.z.column(j));
    origin.push_back(k.origin[j]);
  }
  if (lags.empty()) return;
  const SymmetricEigen eigen = symmetric_eigen(lag_correlations(k.z, lags));
  const auto large = std::count_if(eigen.values.begin(), eigen.values.end(), [](double v) { return v > .999999; });
  const std::size_t least = k.x.cols > z.cols ? k.x.cols - z.cols : 0;
  const std::size_t asked =
      s.components > 0 ? static_cast<std::size_t>(s.components) : std::max(static_cast<std::size_t>(large), least);
  const std::size_t taken = std::min(asked, lags.size());
  std::vector<double> component(k.z.rows);
  for (std::size_t p = 0; p < taken; ++p) {
    const std::size_t which = lags.size() - 1 - p;
    std::fill(component.begin(), component.end(), 0.0);
    for (std::size_t j = 0; j < lags.size(); ++j)
      for (std::size_t i = 0; i < component.size(); ++i)
        component[i] += k.z(i, lags[j]) * eigen.vectors(j, which);
    add(component);
    origin.push_back({SubsetTest::Kind::lags});
    k.component_share += eigen.values[which] / static_cast<double>(lags.size());
  }
  k.components = static_cast<double>(taken);
  k.z = std::move(z);
  k.origin = std::move(origin);
}

// Cluster variables and their intersections with alternating signs (Cameron, Gelbach and Miller 2011); `small` gives
// each its own G/(G-1), as in xtabond2. An observation's cluster is that of its row in either equation.
void cluster_errors(const DynamicSpec& s, MomentStack& k) {
  const auto add = [&](DenseCodes codes, double weight) {
    const auto count = static_cast<std::size_t>(codes.levels);
    k.clusters.push_back({std::move(codes.values), count, weight});
  };
  std::vector<std::vector<std::int32_t>> variables(std::max<std::size_t>(1, s.clusters.size()));
  for (const MomentRow& r : k.rows)
    for (std::size_t v = 0; v < variables.size(); ++v) {
      const std::size_t period = s.orthogonal && !r.level ? r.period - 1 : r.period;
      variables[v].push_back(s.clusters.empty() ? static_cast<std::int32_t>(r.panel)
                                                : s.clusters[v][r.panel * s.periods + period]);
    }
  if (s.clusters.empty()) return add(dense_codes(variables.front()), 1);
  for (std::size_t subset = 1; subset < std::size_t{1} << variables.size(); ++subset) {
    DenseCodes cells;
    int members = 0;
    for (std::size_t v = 0; v < variables.size(); ++v) {
      if (!(subset >> v & 1U)) continue;
      cells = members++ == 0 ? dense_codes(variables[v]) : intersect_codes(cells.view(), variables[v]);
    }
    const double G = cells.levels;
    if (G < 2) throw Failure(FailureCode::insufficient_observations, "one cluster", {{"groups", G}});
    add(std::move(cells), (members % 2 == 1 ? 1 : -1) * (s.small ? G / (G - 1) : 1));
  }
}

}  // namespace

double first_difference(const DynamicSpec& s, std::span<const double> column, std::size_t panel,
                        std::ptrdiff_t period) {
  return element_at(s, column, panel, period) - element_at(s, column, panel, period - 1);
}

std::vector<double> error_loading(const DynamicSpec& s, const MomentStack& k, const MomentRow& r) {
  std::vector<double> out(s.periods, 0.0);
  if (r.level) {
    out[r.period] = 1;
    return out;
  }
  const auto later = later_periods(k, r.panel, r.period - 1);
  const double m = static_cast<double>(later.size()), scale = std::sqrt(m / (m + 1));
  out[r.period - 1] = scale;
  for (const std::size_t u : later) out[u] = -scale / m;
  return out;
}

double loading_product(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

std::vector<double> times_h(const DynamicSpec& s, const MomentStack& k, std::span<const double> v) {
  std::vector<double> out(v.size());
  for (const auto& [begin, end] : k.spans)
    for (std::size_t i = begin; i < end; ++i)
      for (std::size_t j = begin; j < end; ++j)
        if (v[j] != 0)
          out[i] += v[j] * (s.orthogonal ? orthogonal_covariance(s, k, k.rows[i], k.rows[j])
                                         : iid_covariance(k.rows[i], k.rows[j], s.h));
  return out;
}

MomentStack moment_stack(const DynamicSpec& spec) {
  MomentStack k;
  place_moment_rows(spec, k);
  fill_equation(spec, k);
  fill_instruments(spec, k);
  if (spec.principal_components) take_components(spec, k);
  cluster_errors(spec, k);
  return k;
}

}  // namespace nqp::numeric
