// Functions across the variables of one row.
#include <algorithm>
#include <cmath>

#include "stdlib/kit/egen.hpp"
#include "stdlib/kit/group_values.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::kit {
namespace {

constexpr std::size_t row_chunk = 1024;

// f gets the values of the variables in a row, missing ones included.
template <class F>
std::vector<double> over_rows(const EgenCall& q, F&& f) {
  const command::Variables names = q.numeric_variables();
  std::vector<const data::Column*> columns;
  for (const std::string& n : names) columns.push_back(q.c.frame.at(n).column.get());
  std::vector<double> out(q.c.frame.rows, data::missing), block(columns.size() * row_chunk), row(columns.size());
  for (std::size_t at = 0; at < out.size(); at += row_chunk) {
    const std::size_t n = std::min(row_chunk, out.size() - at);
    for (std::size_t k = 0; k < columns.size(); ++k) columns[k]->read(at, n, block.data() + k * row_chunk);
    for (std::size_t i = 0; i < n; ++i) {
      if (!q.use[at + i]) continue;
      for (std::size_t k = 0; k < row.size(); ++k) row[k] = block[k * row_chunk + i];
      out[at + i] = f(std::span<const double>(row));
    }
  }
  return out;
}

// The values that are not missing.
template <class F>
EgenResult of_present(const EgenCall& q, F&& f) {
  EgenResult r;
  std::vector<double> present;
  r.numbers = over_rows(q, [&](std::span<const double> x) {
    present.clear();
    for (const double v : x)
      if (!data::is_missing(v)) present.push_back(v);
    return f(std::span<const double>(present));
  });
  return r;
}

double sum(std::span<const double> x) {
  double s = 0;
  for (const double v : x) s += v;
  return s;
}

EgenResult row_mean(const EgenCall& q) {
  return of_present(q, [](auto x) { return x.empty() ? data::missing : sum(x) / static_cast<double>(x.size()); });
}

EgenResult row_total(const EgenCall& q) {
  const bool missing = q.has("missing");
  return of_present(q, [missing](auto x) { return x.empty() && missing ? data::missing : sum(x); });
}

EgenResult row_max(const EgenCall& q) {
  return of_present(q, [](auto x) { return x.empty() ? data::missing : *std::max_element(x.begin(), x.end()); });
}

EgenResult row_min(const EgenCall& q) {
  return of_present(q, [](auto x) { return x.empty() ? data::missing : *std::min_element(x.begin(), x.end()); });
}

EgenResult row_sd(const EgenCall& q) {
  return of_present(q, [](auto x) {
    return statistic_of(Statistic{Statistic::Kind::sd, 50, ""}, x, {}, WeightKind::none);
  });
}

EgenResult row_median(const EgenCall& q) {
  return of_present(q, [](auto x) { return x.empty() ? data::missing : numeric::Order(x).median(); });
}

EgenResult row_percentile(const EgenCall& q) {
  const double p = q.number("p", 50);
  return of_present(q, [p](auto x) { return x.empty() ? data::missing : numeric::Order(x).percentile(p); });
}

EgenResult row_first(const EgenCall& q) {
  return of_present(q, [](auto x) { return x.empty() ? data::missing : x.front(); });
}

EgenResult row_last(const EgenCall& q) {
  return of_present(q, [](auto x) { return x.empty() ? data::missing : x.back(); });
}

// Counts rows' missing (or present) values; strings count when the function takes them.
EgenResult count_missing(const EgenCall& q, bool missing, bool strings) {
  EgenResult r;
  r.numbers.assign(q.c.frame.rows, data::missing);
  for (std::size_t i = 0; i < r.numbers.size(); ++i)
    if (q.use[i]) r.numbers[i] = 0;
  for (const std::string& name : q.variables()) {
    const data::Column& column = *q.c.frame.at(name).column;
    if (column.is_string() && !strings)
      throw Error(109, "type mismatch: " + name + " is a string variable", std::nullopt,
                  {"option strok allows strings"});
    for (std::size_t i = 0; i < r.numbers.size(); ++i)
      if (q.use[i] && column.missing_at(i) == missing) r.numbers[i] += 1;
  }
  return r;
}

EgenResult row_missing(const EgenCall& q) { return count_missing(q, true, true); }
EgenResult row_present(const EgenCall& q) { return count_missing(q, false, q.has("strok")); }

// values() of the variables in the list: how many (anycount), whether any (anymatch).
EgenResult any_count(const EgenCall& q) {
  const std::vector<double> wanted = q.numbers("values");
  EgenResult r;
  r.numbers = over_rows(q, [&](std::span<const double> x) {
    double n = 0;
    for (const double v : x) n += std::find(wanted.begin(), wanted.end(), v) != wanted.end() ? 1 : 0;
    return n;
  });
  return r;
}

EgenResult any_match(const EgenCall& q) {
  EgenResult r = any_count(q);
  for (double& x : r.numbers) x = data::is_missing(x) ? 0 : x > 0 ? 1 : 0;
  r.storage = data::Storage::byte_;
  return r;
}

EgenResult any_value(const EgenCall& q) {
  const std::vector<double> wanted = q.numbers("values");
  EgenResult r;
  r.numbers = over_rows(q, [&](std::span<const double> x) {
    return std::find(wanted.begin(), wanted.end(), x[0]) != wanted.end() ? x[0] : data::missing;
  });
  return r;
}

EgenResult differ(const EgenCall& q) {
  const command::Variables names = q.variables();
  const data::Column& first = *q.c.frame.at(names[0]).column;
  EgenResult r;
  r.storage = data::Storage::byte_;
  r.numbers.assign(q.c.frame.rows, 0);
  for (const std::string& n : names) {
    const data::Column& other = *q.c.frame.at(n).column;
    if (other.is_string() != first.is_string())
      throw Error(109, "type mismatch: strings and numbers cannot be compared");
    for (std::size_t i = 0; i < r.numbers.size(); ++i) {
      const bool equal = first.is_string() ? first.text(i) == other.text(i) : first.number(i) == other.number(i);
      if (q.use[i] && !equal) r.numbers[i] = 1;
    }
  }
  return r;
}

constexpr EgenFunction row_functions[] = {{"rowmean", row_mean, "", "mean of the variables, missing values left out"},
                                      {"rmean", row_mean, "", "the same as rowmean()"},
                                      {"rowtotal", row_total, "Missing", "sum of the variables, missing values as 0"},
                                      {"rsum", row_total, "Missing", "the same as rowtotal()"},
                                      {"rowmax", row_max, "", "largest of the variables"},
                                      {"rmax", row_max, "", "the same as rowmax()"},
                                      {"rowmin", row_min, "", "least of the variables"},
                                      {"rmin", row_min, "", "the same as rowmin()"},
                                      {"rowsd", row_sd, "", "standard deviation of the variables"},
                                      {"rsd", row_sd, "", "the same as rowsd()"},
                                      {"rowmedian", row_median, "", "median of the variables"},
                                      {"rowpctile", row_percentile, "p()", "percentile p(#) of the variables"},
                                      {"rowfirst", row_first, "", "first non-missing value"},
                                      {"rfirst", row_first, "", "the same as rowfirst()"},
                                      {"rowlast", row_last, "", "last non-missing value"},
                                      {"rlast", row_last, "", "the same as rowlast()"},
                                      {"rowmiss", row_missing, "", "number of missing values"},
                                      {"rmiss", row_missing, "", "the same as rowmiss()"},
                                      {"rownonmiss", row_present, "Strok", "number of non-missing values"},
                                      {"robs", row_present, "Strok", "the same as rownonmiss()"},
                                      {"anycount", any_count, "Values()", "how many variables have one of the values"},
                                      {"anymatch", any_match, "Values()", "1 when any variable has one of the values"},
                                      {"anyvalue", any_value, "Values()", "the value where it is one of the values"},
                                      {"eqany", any_match, "Values()", "the same as anymatch()"},
                                      {"diff", differ, "", "1 when the variables are not all equal"}};

}  // namespace

std::span<const EgenFunction> egen_row_functions() { return row_functions; }

}  // namespace nqp::kit
