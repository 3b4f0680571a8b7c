#include "stdlib/kit/group_values.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "interpreter/dataset/missing.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::kit {
namespace {

using Kind = Statistic::Kind;

double or_missing(double x) { return std::isfinite(x) ? data::checked(x) : data::missing; }

double plain_sum(std::span<const double> x) { return std::accumulate(x.begin(), x.end(), 0.0); }

double weighted_sum(std::span<const double> x, std::span<const double> w) {
  return std::inner_product(x.begin(), x.end(), w.begin(), 0.0);
}

// aweights are scaled to sum to the number of values; the others count as they are.
double sum_of(std::span<const double> x, std::span<const double> w, WeightKind kind) {
  if (w.empty()) return plain_sum(x);
  const double s = weighted_sum(x, w);
  return kind == WeightKind::aweight ? s * static_cast<double>(x.size()) / plain_sum(w) : s;
}

double count_of_values(std::span<const double> x, std::span<const double> w, WeightKind kind) {
  return w.empty() || kind == WeightKind::aweight ? static_cast<double>(x.size()) : plain_sum(w);
}

double mean_of(std::span<const double> x, std::span<const double> w) {
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

double standard_error(Kind kind, std::span<const double> x, std::span<const double> w, WeightKind weight) {
  const double n = count_of_values(x, w, weight), m = mean_of(x, w);
  if (kind == Kind::sebinomial) return or_missing(std::sqrt(m * (1 - m) / n));
  if (kind == Kind::sepoisson) return or_missing(std::sqrt(m / n));
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
  for (std::size_t i = 0; i < x.size(); ++i)
    if (counts(i)) ++starts_[g.codes[i] + std::size_t{1}];
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
  std::vector<std::size_t> next(starts_.begin(), starts_.end() - 1);
  values_.resize(starts_.back());
  if (!weights.empty()) weights_.resize(starts_.back());
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!counts(i)) continue;
    const std::size_t at = next[g.codes[i]]++;
    values_[at] = x[i];
    if (!weights.empty()) weights_[at] = weights[i];
  }
}

std::span<const double> GroupValues::values(std::size_t group) const {
  return std::span(values_).subspan(starts_[group], starts_[group + 1] - starts_[group]);
}

std::span<const double> GroupValues::weights(std::size_t group) const {
  if (weights_.empty()) return {};
  return std::span(weights_).subspan(starts_[group], starts_[group + 1] - starts_[group]);
}

std::vector<double> GroupValues::each(const std::function<double(std::span<const double>)>& f) const {
  std::vector<double> out(groups());
  for (std::size_t g = 0; g < out.size(); ++g) out[g] = f(values(g));
  return out;
}

std::optional<Statistic> parse_statistic(std::string_view name) {
  constexpr std::pair<std::string_view, Kind> names[] = {{"mean", Kind::mean},
                                                         {"sd", Kind::sd},
                                                         {"semean", Kind::semean},
                                                         {"variance", Kind::variance},
                                                         {"var", Kind::variance},
                                                         {"sebinomial", Kind::sebinomial},
                                                         {"seb", Kind::sebinomial},
                                                         {"sepoisson", Kind::sepoisson},
                                                         {"sep", Kind::sepoisson},
                                                         {"sem", Kind::semean},
                                                         {"sum", Kind::sum},
                                                         {"rawsum", Kind::rawsum},
                                                         {"count", Kind::count},
                                                         {"n", Kind::count},
                                                         {"min", Kind::min},
                                                         {"max", Kind::max},
                                                         {"iqr", Kind::iqr},
                                                         {"range", Kind::range},
                                                         {"skewness", Kind::skewness},
                                                         {"kurtosis", Kind::kurtosis},
                                                         {"cv", Kind::cv},
                                                         {"first", Kind::first},
                                                         {"last", Kind::last},
                                                         {"firstnm", Kind::firstnm},
                                                         {"lastnm", Kind::lastnm}};
  for (const auto& [word, kind] : names)
    if (word == name) return Statistic{kind, 50, std::string(name)};
  if (name == "median" || name == "med") return Statistic{Kind::percentile, 50, std::string(name)};
  if (name.size() < 2 || name.size() > 3 || name[0] != 'p') return std::nullopt;
  int p = 0;
  for (const char c : name.substr(1)) {
    if (c < '0' || c > '9') return std::nullopt;
    p = 10 * p + (c - '0');
  }
  if (p < 1) return std::nullopt;
  return Statistic{Kind::percentile, static_cast<double>(p), std::string(name)};
}

double statistic_of(const Statistic& s, std::span<const double> x, std::span<const double> w, WeightKind kind) {
  switch (s.kind) {
    case Kind::sum: return data::checked(sum_of(x, w, kind));
    case Kind::rawsum: return data::checked(plain_sum(x));
    case Kind::count: return count_of_values(x, w, kind);
    default: break;
  }
  if (x.empty()) return data::missing;
  switch (s.kind) {
    case Kind::mean: return mean_of(x, w);
    case Kind::percentile: return or_missing(numeric::Order(x, w).percentile(s.p));
    case Kind::iqr: {
      const numeric::Order order(x, w);
      return or_missing(order.percentile(75) - order.percentile(25));
    }
    case Kind::min: return *std::min_element(x.begin(), x.end());
    case Kind::max: return *std::max_element(x.begin(), x.end());
    case Kind::range: return *std::max_element(x.begin(), x.end()) - *std::min_element(x.begin(), x.end());
    case Kind::first:
    case Kind::firstnm: return x.front();
    case Kind::last:
    case Kind::lastnm: return x.back();
    case Kind::semean:
    case Kind::sebinomial:
    case Kind::sepoisson: return standard_error(s.kind, x, w, kind);
    default: break;
  }
  const numeric::Summary summary = numeric::summarize(x, w, kind);
  switch (s.kind) {
    case Kind::sd: return or_missing(summary.sd);
    case Kind::variance: return or_missing(summary.variance);
    case Kind::skewness: return or_missing(summary.skewness);
    case Kind::kurtosis: return or_missing(summary.kurtosis);
    default: return or_missing(summary.sd / summary.mean);
  }
}

std::vector<double> statistic(const Statistic& s, const GroupValues& v) {
  std::vector<double> out(v.groups());
  for (std::size_t g = 0; g < out.size(); ++g) out[g] = statistic_of(s, v.values(g), v.weights(g), v.kind());
  return out;
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
