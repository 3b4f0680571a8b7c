#include "stdlib/kit/group_values.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "interpreter/dataset/missing.hpp"
#include "stdlib/numeric/moments/summary.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::kit {
namespace {

using StatisticKind = Statistic::Kind;

double or_missing(double x) { return std::isfinite(x) ? data::checked(x) : data::missing; }

double plain_sum(std::span<const double> x) { return std::accumulate(x.begin(), x.end(), 0.0); }

double weighted_sum(std::span<const double> x, std::span<const double> w) {
  return std::inner_product(x.begin(), x.end(), w.begin(), 0.0);
}

// aweights are scaled to sum to the number of values; the others count as they are.
double group_sum(std::span<const double> x, std::span<const double> w, WeightKind kind) {
  if (w.empty()) return plain_sum(x);
  const double s = weighted_sum(x, w);
  return kind == WeightKind::aweight ? s * static_cast<double>(x.size()) / plain_sum(w) : s;
}

double count_of_values(std::span<const double> x, std::span<const double> w, WeightKind kind) {
  return w.empty() || kind == WeightKind::aweight ? static_cast<double>(x.size()) : plain_sum(w);
}

double group_mean(std::span<const double> x, std::span<const double> w) {
  if (x.empty()) return data::missing;
  if (w.empty()) {
    // A second pass removes the rounding of the first.
    const double n = static_cast<double>(x.size()), m = plain_sum(x) / n;
    double rest = 0;
    for (const double v : x) rest += v - m;
    return m + rest / n;
  }
  return weighted_sum(x, w) / plain_sum(w);
}

double standard_error(StatisticKind kind, std::span<const double> x, std::span<const double> w, WeightKind weight) {
  const double n = count_of_values(x, w, weight), m = group_mean(x, w);
  if (kind == StatisticKind::sebinomial) return or_missing(std::sqrt(m * (1 - m) / n));
  if (kind == StatisticKind::sepoisson) return or_missing(std::sqrt(m / n));
  return or_missing(numeric::summarize(x, w, weight).sd / std::sqrt(n));
}

}  // namespace

GroupValues::GroupValues(std::span<const double> x, const data::Groups& g, std::span<const double> weights,
                         WeightKind kind)
    : starts_(g.count + std::size_t{1}, 0), kind_(kind) {
  const auto counts = [&](std::size_t i) {
    return g.codes[i] != data::Groups::none && !data::is_missing(x[i]) &&
           (weights.empty() || (!data::is_missing(weights[i]) && weights[i] != 0));
  };
  // Every stretch of rows has its own counts, and those of one group follow each other: the order of the rows.
  const std::size_t n = x.size(), groups = g.count;
  const std::size_t parts = n < 2 * numeric::worth_a_thread || groups > n / 16 ? 1 : numeric::cores();
  const auto begin_of = [&](std::size_t part) { return part == parts ? n : n / parts * part; };
  std::vector<std::size_t> next(parts * groups, 0);
  numeric::in_parallel(parts, [&](std::size_t part) {
    std::size_t* count = next.data() + part * groups;
    for (std::size_t i = begin_of(part), end = begin_of(part + 1); i < end; ++i)
      if (counts(i)) ++count[g.codes[i]];
  });
  std::size_t sum = 0;
  for (std::size_t k = 0; k < groups; ++k) {
    starts_[k] = sum;
    for (std::size_t part = 0; part < parts; ++part) sum += std::exchange(next[part * groups + k], sum);
  }
  starts_[groups] = sum;
  values_ = data::Buffer<double>(sum);
  if (!weights.empty()) weights_ = data::Buffer<double>(sum);
  numeric::in_parallel(parts, [&](std::size_t part) {
    std::size_t* to = next.data() + part * groups;
    for (std::size_t i = begin_of(part), end = begin_of(part + 1); i < end; ++i) {
      if (!counts(i)) continue;
      const std::size_t at = to[g.codes[i]]++;
      values_[at] = x[i];
      if (!weights.empty()) weights_[at] = weights[i];
    }
  });
}

std::span<const double> GroupValues::values(std::size_t group) const {
  return values_.span().subspan(starts_[group], starts_[group + 1] - starts_[group]);
}

std::span<const double> GroupValues::weights(std::size_t group) const {
  if (weights_.size() == 0) return {};
  return weights_.span().subspan(starts_[group], starts_[group + 1] - starts_[group]);
}

void GroupValues::for_groups(const std::function<void(std::size_t, std::size_t)>& f) const {
  if (values_.size() < 2 * numeric::worth_a_thread) return f(0, groups());
  // More pieces than cores: groups may differ in size.
  const std::size_t pieces = std::min<std::size_t>(groups(), 64);
  numeric::in_parallel(pieces, [&](std::size_t i) { f(groups() * i / pieces, groups() * (i + 1) / pieces); });
}

std::vector<double> GroupValues::each(const std::function<double(std::span<const double>)>& f) const {
  std::vector<double> out(groups());
  for_groups([&](std::size_t begin, std::size_t end) {
    for (std::size_t g = begin; g < end; ++g) out[g] = f(values(g));
  });
  return out;
}

std::optional<Statistic> parse_statistic(std::string_view name) {
  constexpr std::pair<std::string_view, StatisticKind> names[] = {{"mean", StatisticKind::mean},
                                                         {"sd", StatisticKind::sd},
                                                         {"semean", StatisticKind::semean},
                                                         {"variance", StatisticKind::variance},
                                                         {"var", StatisticKind::variance},
                                                         {"sebinomial", StatisticKind::sebinomial},
                                                         {"seb", StatisticKind::sebinomial},
                                                         {"sepoisson", StatisticKind::sepoisson},
                                                         {"sep", StatisticKind::sepoisson},
                                                         {"sem", StatisticKind::semean},
                                                         {"sum", StatisticKind::sum},
                                                         {"rawsum", StatisticKind::rawsum},
                                                         {"count", StatisticKind::count},
                                                         {"n", StatisticKind::count},
                                                         {"min", StatisticKind::min},
                                                         {"max", StatisticKind::max},
                                                         {"iqr", StatisticKind::iqr},
                                                         {"range", StatisticKind::range},
                                                         {"skewness", StatisticKind::skewness},
                                                         {"kurtosis", StatisticKind::kurtosis},
                                                         {"cv", StatisticKind::cv},
                                                         {"first", StatisticKind::first},
                                                         {"last", StatisticKind::last},
                                                         {"firstnm", StatisticKind::firstnm},
                                                         {"lastnm", StatisticKind::lastnm}};
  for (const auto& [word, kind] : names)
    if (word == name) return Statistic{kind, 50, std::string(name)};
  if (name == "median" || name == "med") return Statistic{StatisticKind::percentile, 50, std::string(name)};
  if (name.size() < 2 || name.size() > 3 || name[0] != 'p') return std::nullopt;
  int p = 0;
  for (const char c : name.substr(1)) {
    if (c < '0' || c > '9') return std::nullopt;
    p = 10 * p + (c - '0');
  }
  if (p < 1) return std::nullopt;
  return Statistic{StatisticKind::percentile, static_cast<double>(p), std::string(name)};
}

double statistic_of(const Statistic& s, std::span<const double> x, std::span<const double> w, WeightKind kind) {
  switch (s.kind) {
    case StatisticKind::sum: return data::checked(group_sum(x, w, kind));
    case StatisticKind::rawsum: return data::checked(plain_sum(x));
    case StatisticKind::count: return count_of_values(x, w, kind);
    default: break;
  }
  if (x.empty()) return data::missing;
  switch (s.kind) {
    case StatisticKind::mean: return group_mean(x, w);
    case StatisticKind::percentile: return or_missing(numeric::Order(x, w).percentile(s.p));
    case StatisticKind::iqr: {
      const numeric::Order order(x, w);
      return or_missing(order.percentile(75) - order.percentile(25));
    }
    case StatisticKind::min: return *std::min_element(x.begin(), x.end());
    case StatisticKind::max: return *std::max_element(x.begin(), x.end());
    case StatisticKind::range: return *std::max_element(x.begin(), x.end()) - *std::min_element(x.begin(), x.end());
    case StatisticKind::first:
    case StatisticKind::firstnm: return x.front();
    case StatisticKind::last:
    case StatisticKind::lastnm: return x.back();
    case StatisticKind::semean:
    case StatisticKind::sebinomial:
    case StatisticKind::sepoisson: return standard_error(s.kind, x, w, kind);
    default: break;
  }
  const numeric::Summary summary = numeric::summarize(x, w, kind);
  switch (s.kind) {
    case StatisticKind::sd: return or_missing(summary.sd);
    case StatisticKind::variance: return or_missing(summary.variance);
    case StatisticKind::skewness: return or_missing(summary.skewness);
    case StatisticKind::kurtosis: return or_missing(summary.kurtosis);
    default: return or_missing(summary.sd / summary.mean);
  }
}

std::vector<double> statistic(const Statistic& s, const GroupValues& v) {
  std::vector<double> out(v.groups());
  v.for_groups([&](std::size_t begin, std::size_t end) {
    for (std::size_t g = begin; g < end; ++g) out[g] = statistic_of(s, v.values(g), v.weights(g), v.kind());
  });
  return out;
}

namespace {

// f(value, group) for every value that is not missing, in the order of the rows.
template <class F>
void for_grouped_values(std::span<const double> x, const data::Groups& g, const F& f) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::uint32_t k = g.codes[i];
    if (k != data::Groups::none && x[i] < data::missing) f(x[i], k);
  }
}

// add(cell, value, group) over the same values. Large data are cut into four stretches, whatever the number of cores,
// each with cells of its own that are summed in the order of the rows: the bits do not depend on the machine.
template <class Cell, class Add>
data::Buffer<Cell> cells_of_groups(std::span<const double> x, const data::Groups& g, const Add& add) {
  const std::size_t n = x.size(), groups = g.count;
  const std::size_t parts = n < 2 * numeric::worth_a_thread || groups > n / 16 ? 1 : 4;
  data::Buffer<Cell> all(parts * groups);
  numeric::in_parallel(parts, [&](std::size_t part) {
    Cell* cells = all.data() + part * groups;
    std::fill(cells, cells + groups, Cell{});
    for (std::size_t i = n / parts * part, end = part + 1 == parts ? n : n / parts * (part + 1); i < end; ++i) {
      const std::uint32_t k = g.codes[i];
      if (k != data::Groups::none && x[i] < data::missing) add(cells[k], x[i], k);
    }
  });
  for (std::size_t k = 0; k < groups; ++k)
    for (std::size_t part = 1; part < parts; ++part) all[k] += all[part * groups + k];
  all.shorten(groups);
  return all;
}

// Sum, what its roundings lost (Neumaier 1974, ZAMM 54, 39-51), and number: one pass is as exact as two. Small, because
// the cells of many groups are looked up at random; what was lost needs few digits, and beyond the range of a float it
// is given up.
struct QuickMean {
  double sum = 0;
  float lost = 0;
  std::uint32_t n = 0;

  void add(double v) {
    const double t = sum + v, z = t - sum;
    lost += static_cast<float>((sum - (t - z)) + (v - z));
    sum = t;
    ++n;
  }
  void operator+=(const QuickMean& o) {
    const std::uint32_t both = n + o.n;
    add(o.sum);
    lost += o.lost;
    n = both;
  }
  double mean() const { return (sum + (std::isfinite(lost) ? double{lost} : 0.0)) / n; }
};

// The mean of each group; `.` without values.
std::vector<double> quick_means(std::span<const double> x, const data::Groups& g) {
  const auto all =
      cells_of_groups<QuickMean>(x, g, [](QuickMean& m, double v, std::uint32_t) { m.add(v); });
  std::vector<double> out(all.size());
  for (std::size_t k = 0; k < out.size(); ++k) out[k] = all[k].n > 0 ? or_missing(all[k].mean()) : data::missing;
  return out;
}

// The corrected two-pass algorithm (Chan, Golub and LeVeque 1983, The American Statistician 37, 242-247).
std::vector<double> quick_deviations(StatisticKind kind, std::span<const double> x, const data::Groups& g) {
  struct Deviation {
    double sum = 0, squares = 0, n = 0;
    void operator+=(const Deviation& o) { sum += o.sum, squares += o.squares, n += o.n; }
  };
  const std::vector<double> means = quick_means(x, g);
  const data::Buffer<Deviation> rest =
      cells_of_groups<Deviation>(x, g, [&](Deviation& cell, double v, std::uint32_t k) {
        const double d = v - means[k];
        cell.sum += d;
        cell.squares += d * d;
        cell.n += 1;
      });
  std::vector<double> out(g.count, data::missing);
  for (std::size_t k = 0; k < out.size(); ++k) {
    const double n = rest[k].n;
    if (n < 2) continue;
    const double variance = std::max(0.0, (rest[k].squares - rest[k].sum * rest[k].sum / n) / (n - 1));
    const double sd = std::sqrt(variance);
    out[k] = or_missing(kind == StatisticKind::variance ? variance
                        : kind == StatisticKind::sd     ? sd
                                                        : sd / std::sqrt(n));
  }
  return out;
}

}  // namespace

std::optional<std::vector<double>> quick_statistic(const Statistic& s, std::span<const double> x,
                                                   const data::Groups& g) {
  std::vector<double> out(g.count, s.kind == StatisticKind::min || s.kind == StatisticKind::max ? data::missing : 0);
  switch (s.kind) {
    case StatisticKind::mean: return quick_means(x, g);
    case StatisticKind::sd:
    case StatisticKind::variance:
    case StatisticKind::semean:
      // Small data keep the last digit of summarize, which works in double-double.
      if (x.size() < 2 * numeric::worth_a_thread) return std::nullopt;
      return quick_deviations(s.kind, x, g);
    case StatisticKind::sum:
    case StatisticKind::rawsum:
    case StatisticKind::count: {
      const auto cells =
          s.kind == StatisticKind::count
              ? cells_of_groups<double>(x, g, [](double& cell, double, std::uint32_t) { cell += 1; })
              : cells_of_groups<double>(x, g, [](double& cell, double v, std::uint32_t) { cell += v; });
      for (std::size_t k = 0; k < out.size(); ++k) out[k] = data::checked(cells[k]);
      return out;
    }
    case StatisticKind::min:
      for_grouped_values(x, g, [&](double v, std::uint32_t k) { out[k] = v < out[k] ? v : out[k]; });
      return out;
    case StatisticKind::max:
      for_grouped_values(x, g, [&](double v, std::uint32_t k) {
        out[k] = v > out[k] || out[k] == data::missing ? v : out[k];
      });
      return out;
    default: return std::nullopt;
  }
}

data::Groups one_group(std::size_t rows, std::span<const std::uint8_t> use) {
  data::Groups g;
  g.codes.assign(rows, data::Groups::none);
  for (std::size_t i = 0; i < rows; ++i) {
    if (!use.empty() && !use[i]) continue;
    if (g.count == 0) {
      g.count = 1;
      g.first.push_back(static_cast<data::Row>(i));
    }
    g.codes[i] = 0;
  }
  return g;
}

}  // namespace nqp::kit
