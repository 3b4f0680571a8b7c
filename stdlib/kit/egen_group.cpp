// Functions with one value for each group.
#include <algorithm>
#include <cmath>

#include "grammar/parse.hpp"
#include "stdlib/kit/egen.hpp"
#include "stdlib/kit/group_values.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::kit {
namespace {

using GroupKind = Statistic::Kind;

GroupValues grouped(const EgenCall& q) { return GroupValues(q.values(), q.groups); }

std::vector<double> group_statistic(const EgenCall& q, const Statistic& s, std::span<const double> x) {
  if (auto quick = quick_statistic(s, x, q.groups)) return *std::move(quick);
  return statistic(s, GroupValues(x, q.groups));
}

// The values of a double variable in all rows as they are stored; nothing for other arguments.
std::optional<std::span<const double>> stored_values(const EgenCall& q) {
  const data::Variable* v = q.c.frame.find(trim(q.argument));
  const Selection& s = q.selection;
  if (!v || v->is_string() || !s.use.empty() || s.begin != 0 || s.end != q.c.frame.rows) return std::nullopt;
  const auto* values = std::get_if<data::Buffer<double>>(&v->column->numbers());
  if (!values) return std::nullopt;
  return values->span();
}

EgenResult one_for_each_group(const EgenCall& q, const Statistic& s) {
  EgenResult r;
  const auto stored = stored_values(q);
  r.per_group = stored ? group_statistic(q, s, *stored) : group_statistic(q, s, q.values());
  return r;
}

template <GroupKind kind>
EgenResult simple(const EgenCall& q) {
  return one_for_each_group(q, Statistic{kind, 50, ""});
}

EgenResult median(const EgenCall& q) { return one_for_each_group(q, Statistic{GroupKind::percentile, 50, ""}); }

EgenResult group_percentile(const EgenCall& q) {
  const double p = q.number("p", 50);
  if (!(p > 0 && p < 100)) throw Error(198, "p() must lie between 0 and 100");
  return one_for_each_group(q, Statistic{GroupKind::percentile, p, ""});
}

EgenResult total(const EgenCall& q) {
  const std::vector<double> x = q.values();
  std::vector<double> sums = group_statistic(q, Statistic{GroupKind::sum, 50, ""}, x);
  if (q.has("missing")) {
    const std::vector<double> counts = group_statistic(q, Statistic{GroupKind::count, 50, ""}, x);
    for (std::size_t g = 0; g < sums.size(); ++g)
      if (counts[g] == 0) sums[g] = data::missing;
  }
  EgenResult r;
  r.per_group = std::move(sums);
  return r;
}

// Non-missing values; the expression may be a string.
EgenResult group_count(const EgenCall& q) {
  const auto e = grammar::parse_expression(q.argument);
  const auto plan = eval::compile(*e, q.c.scope);
  std::vector<double> present(q.c.frame.rows, 0);
  if (plan->is_string()) {
    std::string s;
    for (data::Row i = q.selection.begin; i < q.selection.end; ++i) {
      plan->strings(i, 1, &s);
      present[i] = s.empty() ? 0 : 1;
    }
  } else {
    const std::vector<double> x = q.values();
    for (std::size_t i = 0; i < x.size(); ++i) present[i] = data::is_missing(x[i]) ? 0 : 1;
  }
  EgenResult r;
  r.numbers = spread(q, group_statistic(q, Statistic{GroupKind::sum, 50, ""}, present));
  return r;
}

double median_of(std::span<const double> x) { return numeric::Order(x).median(); }

EgenResult median_absolute_deviation(const EgenCall& q) {
  EgenResult r;
  r.numbers = spread(q, grouped(q).each([](std::span<const double> x) {
    if (x.empty()) return data::missing;
    const double m = median_of(x);
    std::vector<double> d(x.begin(), x.end());
    for (double& v : d) v = std::abs(v - m);
    return median_of(d);
  }));
  return r;
}

EgenResult mean_absolute_deviation(const EgenCall& q) {
  EgenResult r;
  r.numbers = spread(q, grouped(q).each([](std::span<const double> x) {
    if (x.empty()) return data::missing;
    const double m = statistic_of(Statistic{}, x, {}, WeightKind::none);
    double sum = 0;
    for (const double v : x) sum += std::abs(v - m);
    return sum / static_cast<double>(x.size());
  }));
  return r;
}

EgenResult standardise(const EgenCall& q) {
  const std::vector<double> x = q.values();
  const GroupValues v(x, q.groups);
  const std::vector<double> mean = statistic(Statistic{}, v), sd = statistic(Statistic{GroupKind::sd, 50, ""}, v);
  const double to_mean = q.number("mean", 0), to_sd = q.number("std", q.number("sd", 1));
  EgenResult r;
  r.numbers.assign(x.size(), data::missing);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::uint32_t g = q.groups.codes[i];
    if (g == data::Groups::none || data::is_missing(x[i]) || data::is_missing(sd[g])) continue;
    r.numbers[i] = data::checked((x[i] - mean[g]) / sd[g] * to_sd + to_mean);
  }
  r.label = "Standardized values of (" + q.argument + ")";
  return r;
}

EgenResult percent(const EgenCall& q) {
  const std::vector<double> x = q.values();
  const std::vector<double> sums = group_statistic(q, Statistic{GroupKind::sum, 50, ""}, x);
  const double scale = q.has("prop") ? 1 : 100;
  EgenResult r;
  r.numbers.assign(x.size(), data::missing);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (q.groups.codes[i] != data::Groups::none && !data::is_missing(x[i]))
      r.numbers[i] = data::checked(scale * x[i] / sums[q.groups.codes[i]]);
  return r;
}

EgenResult weighted_mean(const EgenCall& q) {
  const std::vector<double> x = q.values();
  const std::vector<double> w =
      values_of(*grammar::parse_expression(q.text("weight", "1")), q.c, q.sample, q.selection);
  EgenResult r;
  r.numbers = spread(q, statistic(Statistic{}, GroupValues(x, q.groups, w, WeightKind::iweight)));
  return r;
}

// The first or last value of each group, missing values included unless `present`.
template <bool last, bool present>
EgenResult end_value(const EgenCall& q) {
  const data::Variable* v = q.c.frame.find(std::string(trim(q.argument)));
  const bool text = v && v->is_string();
  const std::vector<double> x = text ? std::vector<double>() : q.values();
  std::vector<data::Row> chosen(q.groups.count, 0xffffffffu);
  for (std::size_t k = 0; k < q.c.frame.rows; ++k) {
    const std::size_t i = last ? q.c.frame.rows - 1 - k : k;
    const std::uint32_t g = q.groups.codes[i];
    if (g == data::Groups::none || chosen[g] != 0xffffffffu) continue;
    if (present && (text ? v->column->text(i).empty() : data::is_missing(x[i]))) continue;
    chosen[g] = static_cast<data::Row>(i);
  }
  EgenResult r;
  if (text) r.strings.resize(q.c.frame.rows);
  else r.numbers.assign(q.c.frame.rows, data::missing);
  for (std::size_t i = 0; i < q.c.frame.rows; ++i) {
    const std::uint32_t g = q.groups.codes[i];
    if (g == data::Groups::none || chosen[g] == 0xffffffffu) continue;
    if (text) r.strings[i] = v->column->text(chosen[g]);
    else r.numbers[i] = x[chosen[g]];
  }
  return r;
}

// The values of the argument; texts as numbers of their own, "" as `.`.
std::vector<double> values_or_texts(const EgenCall& q) {
  const auto e = grammar::parse_expression(q.argument);
  const auto plan = eval::compile(*e, q.c.scope);
  if (!plan->is_string()) return q.values();
  std::map<std::string, double> seen;
  std::vector<double> out(q.c.frame.rows, data::missing);
  std::string s;
  for (data::Row i = q.selection.begin; i < q.selection.end; ++i) {
    plan->strings(i, 1, &s);
    if (!s.empty()) out[i] = seen.emplace(s, double(seen.size())).first->second;
  }
  return out;
}

EgenResult distinct_values(const EgenCall& q) {
  const std::vector<double> x = values_or_texts(q);
  const std::vector<double> counts = GroupValues(x, q.groups).each([](std::span<const double> v) {
    std::vector<double> s(v.begin(), v.end());
    std::sort(s.begin(), s.end());
    return static_cast<double>(std::unique(s.begin(), s.end()) - s.begin());
  });
  EgenResult r;
  r.numbers = spread(q, counts);
  return r;
}

// f of the values of each group; `.` for groups without any.
EgenResult of_known_values(const EgenCall& q, double (*f)(std::span<const double>)) {
  EgenResult r;
  r.per_group = grouped(q).each([f](std::span<const double> x) {
    const double y = x.empty() ? data::missing : f(x);
    return std::isfinite(y) ? data::checked(y) : data::missing;
  });
  return r;
}

double mean_value(std::span<const double> x) { return statistic_of(Statistic{}, x, {}, WeightKind::none); }

double standard_deviation(std::span<const double> x) {
  return statistic_of(Statistic{GroupKind::sd, 50, ""}, x, {}, WeightKind::none);
}

template <class F>
double mean_of_each(std::span<const double> x, const F& f) {
  std::vector<double> y;
  for (const double v : x) y.push_back(f(v));
  return mean_value(y);
}

bool all_positive(std::span<const double> x) {
  return std::all_of(x.begin(), x.end(), [](double v) { return v > 0; });
}

// Geometric and harmonic means are those of positive numbers.
EgenResult geometric_mean(const EgenCall& q) {
  return of_known_values(q, [](std::span<const double> x) {
    return all_positive(x) ? std::exp(mean_of_each(x, [](double v) { return std::log(v); })) : data::missing;
  });
}

EgenResult harmonic_mean(const EgenCall& q) {
  return of_known_values(q, [](std::span<const double> x) {
    return all_positive(x) ? 1 / mean_of_each(x, [](double v) { return 1 / v; }) : data::missing;
  });
}

EgenResult group_product(const EgenCall& q) {
  return of_known_values(q, [](std::span<const double> x) {
    double out = 1;
    for (const double v : x) out *= v;
    return out;
  });
}

double gini_index(std::span<const double> x) {
  std::vector<double> sorted(x.begin(), x.end());
  std::sort(sorted.begin(), sorted.end());
  double ranked = 0, sum = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    ranked += static_cast<double>(i + 1) * sorted[i];
    sum += sorted[i];
  }
  const auto n = static_cast<double>(sorted.size());
  return 2 * ranked / (n * sum) - (n + 1) / n;
}

double theil_index(std::span<const double> x) {
  const double mean = mean_value(x);
  return all_positive(x) ? mean_of_each(x, [mean](double v) { return v / mean * std::log(v / mean); }) : data::missing;
}

double mean_log_deviation(std::span<const double> x) {
  const double mean = mean_value(x);
  return all_positive(x) ? mean_of_each(x, [mean](double v) { return std::log(mean / v); }) : data::missing;
}

double relative_mean_deviation(std::span<const double> x) {
  const double mean = mean_value(x);
  return mean_of_each(x, [mean](double v) { return std::abs(v - mean); }) / (2 * mean);
}

double deviation_of_logs(std::span<const double> x) {
  if (!all_positive(x)) return data::missing;
  std::vector<double> logs;
  for (const double v : x) logs.push_back(std::log(v));
  return standard_deviation(logs);
}

// Cowell, F. A. (2011). Measuring Inequality, 3rd ed., appendix A.
EgenResult inequality(const EgenCall& q) {
  const std::string index = q.text("index", "gini");
  if (index == "gini") return of_known_values(q, gini_index);
  if (index == "theil") return of_known_values(q, theil_index);
  if (index == "mld") return of_known_values(q, mean_log_deviation);
  if (index == "rmd") return of_known_values(q, relative_mean_deviation);
  if (index == "sdl") return of_known_values(q, deviation_of_logs);
  if (index == "cov")
    return of_known_values(q, [](std::span<const double> x) { return standard_deviation(x) / mean_value(x); });
  throw Error(198, "index(" + index + ") is unknown", std::nullopt, {"gini theil mld rmd sdl and cov exist"});
}

// Values further than factor() interquartile ranges from the quartiles; `.` for the others.
EgenResult outside_values(const EgenCall& q) {
  const std::vector<double> x = q.values();
  const GroupValues values(x, q.groups);
  const std::vector<double> low = statistic(Statistic{GroupKind::percentile, 25, ""}, values),
                            high = statistic(Statistic{GroupKind::percentile, 75, ""}, values);
  const double factor = q.number("factor", 1.5);
  EgenResult r;
  r.numbers.assign(x.size(), data::missing);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::uint32_t g = q.groups.codes[i];
    if (g == data::Groups::none || data::is_missing(x[i])) continue;
    const double reach = factor * (high[g] - low[g]);
    if (x[i] < low[g] - reach || x[i] > high[g] + reach) r.numbers[i] = x[i];
  }
  return r;
}

// Pearson's correlation of two variables, or their covariance.
EgenResult group_correlation(const EgenCall& q) {
  const command::Variables names = q.numeric_variables();
  if (names.size() != 2) throw Error(198, "corr() takes two variables");
  const data::Column &a = *q.c.frame.at(names[0]).column, &b = *q.c.frame.at(names[1]).column;
  struct Sums {
    double n = 0, mean_a = 0, mean_b = 0, aa = 0, bb = 0, ab = 0;
  };
  std::vector<Sums> sums(q.groups.count);
  for (std::size_t i = 0; i < q.c.frame.rows; ++i) {
    const std::uint32_t g = q.groups.codes[i];
    if (g == data::Groups::none || a.missing_at(i) || b.missing_at(i)) continue;
    Sums& s = sums[g];
    ++s.n;
    const double da = a.number(i) - s.mean_a, db = b.number(i) - s.mean_b;
    s.mean_a += da / s.n;
    s.mean_b += db / s.n;
    s.aa += da * (a.number(i) - s.mean_a);
    s.bb += db * (b.number(i) - s.mean_b);
    s.ab += da * (b.number(i) - s.mean_b);
  }
  EgenResult r;
  const bool covariance = q.has("covariance");
  for (const Sums& s : sums) {
    const double value = covariance ? s.ab / (s.n - 1) : s.ab / std::sqrt(s.aa * s.bb);
    r.per_group.push_back(s.n > 1 && std::isfinite(value) ? data::checked(value) : data::missing);
  }
  return r;
}

constexpr EgenFunction group_functions[] = {
    {"count", group_count, "", "number of non-missing values"},
    {"mean", simple<GroupKind::mean>, "", "mean"},
    {"median", median, "", "median"},
    {"sd", simple<GroupKind::sd>, "", "standard deviation, divisor n-1"},
    {"min", simple<GroupKind::min>, "Missing", "least value"},
    {"max", simple<GroupKind::max>, "Missing", "largest value"},
    {"total", total, "Missing", "sum; no values give 0, or missing with the option missing"},
    {"sum", total, "Missing", "the same as total()"},
    {"pctile", group_percentile, "p()", "percentile p(#)"},
    {"iqr", simple<GroupKind::iqr>, "", "interquartile range"},
    {"skew", simple<GroupKind::skewness>, "", "skewness"},
    {"kurt", simple<GroupKind::kurtosis>, "", "kurtosis"},
    {"mad", median_absolute_deviation, "", "median absolute deviation from the median"},
    {"mdev", mean_absolute_deviation, "", "mean absolute deviation from the mean"},
    {"std", standardise, "Mean() Sd() Std()", "standardised values"},
    {"pc", percent, "prop", "percent of the total, or proportion with prop"},
    {"wtmean", weighted_mean, "Weight()", "mean weighted by weight()"},
    {"var", simple<GroupKind::variance>, "", "variance, divisor n-1"},
    {"semean", simple<GroupKind::semean>, "", "standard error of the mean"},
    {"gmean", geometric_mean, "", "geometric mean"},
    {"hmean", harmonic_mean, "", "harmonic mean"},
    {"prod", group_product, "", "product"},
    {"corr", group_correlation, "Covariance", "correlation of two variables, or their covariance"},
    {"inequal", inequality, "Index()", "index of inequality: gini theil mld rmd sdl cov"},
    {"outside", outside_values, "Factor()", "values beyond factor(1.5) interquartile ranges from the quartiles"},
    {"first", end_value<false, false>, "", "first value"},
    {"last", end_value<true, false>, "", "last value"},
    {"firstnm", end_value<false, true>, "", "first non-missing value"},
    {"lastnm", end_value<true, true>, "", "last non-missing value"},
    {"nvals", distinct_values, "Missing", "number of distinct values"},
    {"nunique", distinct_values, "Missing", "the same as nvals()"}};

}  // namespace

std::span<const EgenFunction> egen_group_functions() { return group_functions; }

}  // namespace nqp::kit
