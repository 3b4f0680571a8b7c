#include "stdlib/numeric/panel/unit_root.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"

namespace nqp::numeric {
namespace {

using std::size_t;

constexpr double unit_root_nan = std::numeric_limits<double>::quiet_NaN();

// Left and right hand sides of Δy_t = ρ y_{t-1} + Σ γ_l Δy_{t-l} + deterministic, from row `from` on.
struct UnitRootRows {
  std::vector<double> difference, level;
  Matrix others;  // lagged differences, constant, trend
};

UnitRootRows unit_root_rows(std::span<const double> y, Deterministic terms, int lags, int from) {
  const auto begin = static_cast<size_t>(from) + 1, extra = static_cast<size_t>(terms == Deterministic::none       ? 0
                                                                                : terms == Deterministic::constant ? 1
                                                                                                                   : 2);
  const size_t n = y.size() > begin ? y.size() - begin : 0, p = static_cast<size_t>(lags);
  UnitRootRows out{{}, {}, Matrix(n, p + extra)};
  for (size_t i = 0; i < n; ++i) {
    const size_t t = begin + i;
    out.difference.push_back(y[t] - y[t - 1]);
    out.level.push_back(y[t - 1]);
    for (size_t l = 1; l <= p; ++l) out.others(i, l - 1) = y[t - l] - y[t - l - 1];
    if (extra > 0) out.others(i, p) = 1;
    if (extra > 1) out.others(i, p + 1) = static_cast<double>(t);
  }
  return out;
}

std::vector<double> freed_from(const std::vector<double>& y, const Matrix& x) {
  if (x.cols == 0) return y;
  return least_squares({.y = y, .x = x}).residuals;
}

double squares_of(const std::vector<double>& x) {
  double s = 0;
  for (const double v : x) s += v * v;
  return s;
}

double cross_of(const std::vector<double>& a, const std::vector<double>& b) {
  double s = 0;
  for (size_t i = 0; i < a.size(); ++i) s += a[i] * b[i];
  return s;
}

// Residuals of the difference and of the level on everything else (Frisch and Waugh), and the regression on them.
struct UnitRootFit {
  std::vector<double> e, v;
  double rho = 0, rss = 0, df = 0;
};

UnitRootFit unit_root_fit(std::span<const double> y, Deterministic terms, int lags, int from) {
  const UnitRootRows rows = unit_root_rows(y, terms, lags, from);
  const double df = static_cast<double>(rows.difference.size()) - static_cast<double>(rows.others.cols) - 1;
  if (!(df > 0))
    throw Failure(FailureCode::insufficient_observations, "series too short", {{"N", static_cast<double>(y.size())}});
  UnitRootFit fit{freed_from(rows.difference, rows.others), freed_from(rows.level, rows.others)};
  const double vv = squares_of(fit.v);
  if (!(vv > 0)) throw Failure(FailureCode::data_requirement, "a series does not vary");
  fit.rho = cross_of(fit.v, fit.e) / vv;
  fit.rss = squares_of(fit.e) - fit.rho * cross_of(fit.v, fit.e);
  fit.df = df;
  return fit;
}

int chosen_lags(std::span<const double> y, const UnitRootSpec& s) {
  if (s.choice == LagChoice::fixed) return s.lags;
  int best = 0;
  double least = std::numeric_limits<double>::infinity();
  for (int p = 0; p <= s.lags; ++p) {
    const UnitRootFit fit = unit_root_fit(y, s.terms, p, s.lags);
    const double n = static_cast<double>(fit.e.size()), k = n - fit.df;
    const double penalty = s.choice == LagChoice::aic   ? 2
                           : s.choice == LagChoice::bic ? std::log(n)
                                                        : 2 * std::log(std::log(n));
    const double criterion = n * std::log(fit.rss / n) + penalty * k;
    if (criterion < least) {
      least = criterion;
      best = p;
    }
  }
  return best;
}

// Linear interpolation; the edges beyond the table.
double interpolated(std::span<const double> at, std::span<const double> values, double x) {
  if (x <= at.front()) return values.front();
  for (size_t i = 1; i < at.size(); ++i)
    if (x <= at[i]) return values[i - 1] + (values[i] - values[i - 1]) * (x - at[i - 1]) / (at[i] - at[i - 1]);
  return values.back();
}

// Levin, Lin and Chu (2002), table 2: mean and standard deviation adjustments.
constexpr std::array<double, 13> llc_T = {25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100, 250, 500};
constexpr std::array<std::array<double, 13>, 3> llc_mean = {
    {{.004, .003, .002, .002, .001, .001, .001, 0, 0, 0, 0, 0, 0},
     {-.554, -.546, -.541, -.537, -.533, -.531, -.527, -.524, -.521, -.520, -.518, -.509, -.500},
     {-.703, -.674, -.653, -.637, -.624, -.614, -.598, -.587, -.578, -.571, -.566, -.533, -.500}}};
constexpr std::array<std::array<double, 13>, 3> llc_sd = {
    {{1.049, 1.035, 1.027, 1.021, 1.017, 1.014, 1.011, 1.008, 1.007, 1.006, 1.005, 1.001, 1.000},
     {.919, .889, .867, .850, .837, .826, .810, .798, .789, .782, .776, .742, .707},
     {1.003, .949, .906, .871, .842, .818, .780, .751, .728, .710, .695, .603, .500}}};

// Im, Pesaran and Shin (2003), table 3: mean and variance of the t statistic by T (columns) and lags (rows). Cells that
// the paper leaves empty repeat the first one to their right.
constexpr std::array<double, 10> ips_T = {10, 15, 20, 25, 30, 40, 50, 60, 70, 100};
using IpsTable = std::array<std::array<double, 10>, 9>;
constexpr IpsTable ips_mean_constant = {
    {{-1.504, -1.514, -1.522, -1.520, -1.526, -1.523, -1.527, -1.519, -1.524, -1.532},
     {-1.488, -1.503, -1.516, -1.514, -1.519, -1.520, -1.524, -1.519, -1.522, -1.530},
     {-1.319, -1.387, -1.428, -1.443, -1.460, -1.476, -1.493, -1.490, -1.498, -1.514},
     {-1.306, -1.366, -1.413, -1.433, -1.453, -1.471, -1.489, -1.486, -1.495, -1.512},
     {-1.171, -1.260, -1.329, -1.363, -1.394, -1.428, -1.454, -1.458, -1.470, -1.495},
     {-1.313, -1.313, -1.313, -1.351, -1.384, -1.421, -1.451, -1.454, -1.467, -1.494},
     {-1.289, -1.289, -1.289, -1.289, -1.331, -1.380, -1.418, -1.427, -1.444, -1.476},
     {-1.273, -1.273, -1.273, -1.273, -1.319, -1.371, -1.411, -1.423, -1.441, -1.474},
     {-1.212, -1.212, -1.212, -1.212, -1.266, -1.329, -1.377, -1.393, -1.415, -1.456}}};
constexpr IpsTable ips_variance_constant = {{{1.069, .923, .851, .809, .789, .770, .760, .749, .736, .735},
                                             {1.255, 1.011, .915, .861, .831, .803, .781, .770, .753, .745},
                                             {1.421, 1.078, .969, .905, .865, .830, .798, .789, .766, .754},
                                             {1.759, 1.181, 1.037, .952, .907, .858, .819, .802, .782, .761},
                                             {2.080, 1.279, 1.097, 1.005, .946, .886, .842, .819, .801, .771},
                                             {1.171, 1.171, 1.171, 1.055, .980, .912, .863, .839, .814, .781},
                                             {1.114, 1.114, 1.114, 1.114, 1.023, .942, .886, .858, .834, .795},
                                             {1.164, 1.164, 1.164, 1.164, 1.062, .968, .910, .875, .851, .806},
                                             {1.217, 1.217, 1.217, 1.217, 1.105, .996, .929, .896, .871, .818}}};
constexpr IpsTable ips_mean_trend = {
    {{-2.166, -2.167, -2.168, -2.167, -2.172, -2.173, -2.176, -2.174, -2.174, -2.177},
     {-2.173, -2.169, -2.172, -2.172, -2.173, -2.177, -2.180, -2.178, -2.176, -2.179},
     {-1.914, -1.999, -2.047, -2.074, -2.095, -2.120, -2.137, -2.143, -2.146, -2.158},
     {-1.922, -1.977, -2.032, -2.065, -2.091, -2.117, -2.137, -2.142, -2.146, -2.158},
     {-1.750, -1.823, -1.911, -1.968, -2.009, -2.057, -2.091, -2.103, -2.114, -2.135},
     {-1.888, -1.888, -1.888, -1.955, -1.998, -2.051, -2.087, -2.101, -2.111, -2.135},
     {-1.868, -1.868, -1.868, -1.868, -1.923, -1.995, -2.042, -2.065, -2.081, -2.113},
     {-1.851, -1.851, -1.851, -1.851, -1.912, -1.986, -2.036, -2.063, -2.079, -2.112},
     {-1.761, -1.761, -1.761, -1.761, -1.835, -1.925, -1.987, -2.024, -2.046, -2.088}}};
constexpr IpsTable ips_variance_trend = {{{1.132, .869, .763, .713, .690, .655, .633, .621, .610, .597},
                                          {1.453, .975, .845, .769, .734, .687, .654, .641, .627, .605},
                                          {1.627, 1.036, .882, .796, .756, .702, .661, .653, .634, .613},
                                          {2.482, 1.214, .983, .861, .808, .735, .688, .674, .650, .625},
                                          {3.947, 1.332, 1.052, .913, .845, .759, .705, .685, .662, .629},
                                          {1.165, 1.165, 1.165, .991, .899, .792, .730, .705, .673, .638},
                                          {1.055, 1.055, 1.055, 1.055, .945, .828, .753, .725, .689, .650},
                                          {1.145, 1.145, 1.145, 1.145, 1.009, .872, .786, .747, .713, .661},
                                          {1.208, 1.208, 1.208, 1.208, 1.063, .902, .808, .766, .728, .670}}};

// Table 1 of the same paper: mean and variance of the statistic with the restricted variance, constant only.
constexpr std::array<double, 15> tilde_T = {6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 100, 500, 1000, 2000};
constexpr std::array<double, 15> tilde_mean = {-1.125, -1.178, -1.214, -1.244, -1.274, -1.349, -1.395, -1.423,
                                               -1.439, -1.463, -1.477, -1.504, -1.526, -1.526, -1.533};
constexpr std::array<double, 15> tilde_variance = {.497, .506, .506, .527, .521, .565, .592, .609,
                                                   .623, .639, .656, .683, .704, .702, .706};

// Long-run variance of the differences, less their mean or trend, with Bartlett weights.
double long_run_variance(std::span<const double> y, Deterministic terms, int lags) {
  std::vector<double> d;
  for (size_t t = 1; t < y.size(); ++t) d.push_back(y[t] - y[t - 1]);
  if (terms != Deterministic::none) {
    Matrix x(d.size(), terms == Deterministic::trend ? 2 : 1, 1.0);
    for (size_t t = 0; t < d.size() && x.cols > 1; ++t) x(t, 1) = static_cast<double>(t);
    d = freed_from(d, x);
  }
  const double n = static_cast<double>(d.size());
  double out = squares_of(d) / n;
  for (int l = 1; l <= lags && static_cast<size_t>(l) < d.size(); ++l) {
    double s = 0;
    for (size_t t = static_cast<size_t>(l); t < d.size(); ++t) s += d[t] * d[t - static_cast<size_t>(l)];
    out += 2 * (1 - l / (lags + 1.0)) * s / n;
  }
  return out;
}

}  // namespace

DickeyFuller dickey_fuller(std::span<const double> y, const UnitRootSpec& spec) {
  DickeyFuller out;
  out.lags = chosen_lags(y, spec);
  const UnitRootFit fit = unit_root_fit(y, spec.terms, out.lags, out.lags);
  out.rho = fit.rho;
  out.rows = static_cast<double>(fit.e.size());
  out.sigma = std::sqrt(fit.rss / fit.df);
  out.t = fit.rho * std::sqrt(squares_of(fit.v)) / out.sigma;
  out.t_restricted = unit_root_nan;
  if (out.lags == 0)
    out.t_restricted = cross_of(fit.v, fit.e) / std::sqrt(squares_of(fit.e) / (out.rows - 1) * squares_of(fit.v));
  return out;
}

double dickey_fuller_p(double t, Deterministic terms) {
  struct Surface {
    double low, split, high;
    std::array<double, 4> small, large;
  };
  constexpr std::array<Surface, 3> surfaces = {
      {{-19.04, -1.04, 1e300, {.6344, 1.2378, .032496, 0}, {.4797, .93557, -.06999, .033066}},
       {-18.83, -1.61, 2.74, {2.1659, 1.4412, .038269, 0}, {1.7339, .93202, -.12745, -.010368}},
       {-16.18, -2.89, .7, {3.2512, 1.6047, .049588, 0}, {2.5261, .61654, -.37956, -.060285}}}};
  const Surface& s = surfaces[static_cast<size_t>(terms)];
  if (t > s.high) return 1;
  if (t < s.low) return 0;
  const auto& c = t <= s.split ? s.small : s.large;
  return dist::normal(c[0] + t * (c[1] + t * (c[2] + t * c[3])));
}

LevinLinChu levin_lin_chu(const UnitRootSpec& s, Progress& progress) {
  const size_t T = s.series.front().size(), which = static_cast<size_t>(s.terms);
  const double n = static_cast<double>(s.series.size());
  const int kernel = s.kernel_lags >= 0 ? s.kernel_lags : static_cast<int>(3.21 * std::cbrt(static_cast<double>(T)));
  LevinLinChu out;
  std::vector<double> e, v;
  double ratio = 0;
  for (const std::vector<double>& y : s.series) {
    check(progress);
    if (y.size() != T) throw Failure(FailureCode::conformability, "series of different length");
    const int lags = chosen_lags(y, s);
    const UnitRootFit fit = unit_root_fit(y, s.terms, lags, lags);
    const double rows = static_cast<double>(fit.e.size()), sigma = std::sqrt(fit.rss / rows);
    for (size_t i = 0; i < fit.e.size(); ++i) {
      e.push_back(fit.e[i] / sigma);
      v.push_back(fit.v[i] / sigma);
    }
    ratio += std::sqrt(long_run_variance(y, s.terms, kernel)) / sigma / n;
    out.mean_lags += lags / n;
  }
  const double vv = squares_of(v);
  out.rho = cross_of(v, e) / vv;
  out.rows = static_cast<double>(e.size());
  const double length = static_cast<double>(T) - out.mean_lags - 1;
  const double variance = (squares_of(e) - out.rho * cross_of(v, e)) / (n * length);
  const double se = std::sqrt(variance / vv);
  out.t = out.rho / se;
  const double mean = interpolated(llc_T, llc_mean[which], length), sd = interpolated(llc_T, llc_sd[which], length);
  out.adjusted = (out.t - n * length * ratio / variance * se * mean) / sd;
  return out;
}

ImPesaranShin im_pesaran_shin(const UnitRootSpec& s, Progress& progress) {
  const bool trend = s.terms == Deterministic::trend;
  ImPesaranShin out;
  double mean = 0, variance = 0, tilde_means = 0, tilde_variances = 0;
  const double n = static_cast<double>(s.series.size());
  for (const std::vector<double>& y : s.series) {
    check(progress);
    const DickeyFuller df = dickey_fuller(y, s);
    const auto row = static_cast<size_t>(std::min(df.lags, 8));
    // The paper's T counts the rows of the regression: what comes before them is given. So does R's plm.
    const double T = df.rows;
    out.t_bar += df.t / n;
    out.mean_lags += df.lags / n;
    mean += interpolated(ips_T, (trend ? ips_mean_trend : ips_mean_constant)[row], T) / n;
    variance += interpolated(ips_T, (trend ? ips_variance_trend : ips_variance_constant)[row], T) / n;
    out.t_tilde_bar += df.t_restricted / n;
    tilde_means += interpolated(tilde_T, tilde_mean, T) / n;
    tilde_variances += interpolated(tilde_T, tilde_variance, T) / n;
  }
  out.w = std::sqrt(n) * (out.t_bar - mean) / std::sqrt(variance);
  out.z = trend ? unit_root_nan : std::sqrt(n) * (out.t_tilde_bar - tilde_means) / std::sqrt(tilde_variances);
  return out;
}

}  // namespace nqp::numeric
