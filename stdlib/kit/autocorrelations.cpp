#include "stdlib/kit/autocorrelations.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"

namespace nqp::kit {

namespace {

// Known values in the order of time. Error 459 for gaps.
std::vector<double> consecutive_values(const std::string& variable, const command::Sample& sample,
                                       const command::Context& c) {
  if (!c.frame.panel || c.frame.panel->time.empty())
    throw Error(111, "time variable not set", std::nullopt, {"declare the data: tsset timevar"});
  if (!c.frame.panel->panel.empty())
    throw Error(459, "one series is needed, not a panel", std::nullopt, {"tsset the time of one unit alone"});
  const data::Column &x = c.numeric(variable), &time = c.numeric(c.frame.panel->time);
  std::vector<std::pair<double, double>> known;
  for (const data::Row r : c.rows(sample))
    if (!x.missing_at(r) && !time.missing_at(r)) known.emplace_back(time.number(r), x.number(r));
  std::sort(known.begin(), known.end());
  std::vector<double> out;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (i > 0 && known[i].first - known[i - 1].first > c.frame.panel->delta * 1.5)
      throw Error(459, "the series has gaps", std::nullopt, {"if or in may pick a part without gaps"});
    out.push_back(known[i].second);
  }
  return out;
}

// The coefficient of the k-th lag in the regression on lags 1 … k and a constant.
double partial_autocorrelation(const std::vector<double>& x, std::size_t k) {
  const std::size_t rows = x.size() - k;
  if (rows < k + 2) return data::missing;
  std::vector<double> y(x.begin() + static_cast<std::ptrdiff_t>(k), x.end());
  numeric::Matrix lags(rows, k);
  for (std::size_t j = 0; j < k; ++j)
    for (std::size_t i = 0; i < rows; ++i) lags(i, j) = x[i + k - j - 1];
  return numeric::least_squares({.y = y, .x = lags, .constant = true, .want_residuals = false}).b[k - 1];
}

}  // namespace

Autocorrelations autocorrelations(const std::string& variable, const command::Sample& sample, int lags,
                                  const command::Context& c) {
  const std::vector<double> x = consecutive_values(variable, sample, c);
  const std::size_t n = x.size();
  if (n < 6) throw Error(n == 0 ? 2000 : 2001, n == 0 ? "no observations" : "insufficient observations");
  const std::size_t most = lags > 0 ? static_cast<std::size_t>(lags) : std::min<std::size_t>(n / 2 - 2, 40);
  if (most >= n) throw Error(198, fmt::format("lags() must be less than the number of observations, {}", n));
  Autocorrelations out;
  out.n = static_cast<double>(n);
  double mean = 0, squares = 0, q = 0;
  for (const double v : x) mean += v;
  mean /= out.n;
  for (const double v : x) squares += (v - mean) * (v - mean);
  if (!(squares > 0)) throw Error(409, variable + " does not vary");
  compute(c, [&](numeric::Progress& progress) {
    for (std::size_t k = 1; k <= most; ++k) {
      numeric::check(progress);
      double sum = 0;
      for (std::size_t i = k; i < n; ++i) sum += (x[i] - mean) * (x[i - k] - mean);
      out.ac.push_back(sum / squares);
      q += out.ac.back() * out.ac.back() / static_cast<double>(n - k);
      out.q.push_back(out.n * (out.n + 2) * q);
      out.p.push_back(numeric::dist::chi2tail(static_cast<double>(k), out.q.back()));
      out.pac.push_back(partial_autocorrelation(x, k));
    }
    return 0;
  });
  return out;
}

}  // namespace nqp::kit
