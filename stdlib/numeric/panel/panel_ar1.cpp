#include "stdlib/numeric/panel/panel_ar1.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/correlation.hpp"
#include "stdlib/numeric/moments/summary.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::numeric {
namespace {

// Outcome and regressors, the constant first (it is kept before what is collinear with it), with the place of every
// row in its panel.
struct Ar1Rows {
  std::vector<double> y;
  Matrix x;
  std::vector<std::int32_t> panel, gap;  // periods since the row before; 0 for the first of a panel
};

Ar1Rows ar1_rows(const PanelAr1Spec& spec) {
  Ar1Rows r;
  const std::size_t n = spec.y.size(), k = spec.x.cols;
  r.y.assign(spec.y.begin(), spec.y.end());
  r.x = Matrix(n, k + 1, 1.0);
  for (std::size_t j = 0; j < k; ++j)
    std::copy(spec.x.column(j).begin(), spec.x.column(j).end(), r.x.column(j + 1).begin());
  r.panel.assign(spec.panel.begin(), spec.panel.end());
  r.gap.assign(n, 0);
  for (std::size_t i = 1; i < n; ++i)
    if (r.panel[i] == r.panel[i - 1]) r.gap[i] = spec.time[i] - spec.time[i - 1];
  return r;
}

// Regressors that do not vary within panels leave a model with fixed effects.
void drop_constant_regressors(Ar1Rows& r, const PanelLayout& layout) {
  for (std::size_t j = 1; j < r.x.cols; ++j) {
    const std::vector<double> means = panel_means(r.x.column(j), layout);
    double within = 0, all = 0;
    for (std::size_t i = 0; i < r.x.rows; ++i) {
      const double d = r.x(i, j) - means[layout.panel(i)];
      within += d * d;
      all += r.x(i, j) * r.x(i, j);
    }
    if (within <= 1e-26 * all) std::fill(r.x.column(j).begin(), r.x.column(j).end(), 0.0);
  }
}

// C_i(rho), times sqrt(1 - rho²) so that the result has the variance of the innovations.
void whiten(std::span<double> z, const std::vector<std::int32_t>& gap, double rho) {
  const double start = std::sqrt(1 - rho * rho);
  for (std::size_t i = z.size(); i-- > 0;) {
    if (gap[i] == 0) {
      z[i] *= start;
      continue;
    }
    const double power = std::pow(rho, gap[i]);
    z[i] = start * (z[i] - power * z[i - 1]) / std::sqrt(1 - power * power);
  }
}

void whiten(Ar1Rows& r, double rho) {
  whiten(r.y, r.gap, rho);
  for (std::size_t j = 0; j < r.x.cols; ++j) whiten(r.x.column(j), r.gap, rho);
}

// Deviations from panel means, plus the overall mean when asked. What is rounding of a column that does not vary
// within panels becomes that mean exactly.
void demean_ar1(std::span<double> z, const PanelLayout& layout, bool add_mean) {
  const std::vector<double> means = panel_means(z, layout);
  double grand = 0, before = 0, after = 0;
  for (const double v : z) grand += v / static_cast<double>(z.size()), before += v * v;
  for (std::size_t i = 0; i < z.size(); ++i) {
    z[i] -= means[layout.panel(i)];
    after += z[i] * z[i];
  }
  const bool constant = after <= 1e-26 * before;
  for (double& v : z) v = (constant ? 0.0 : v) + (add_mean ? grand : 0.0);
}

void demean_ar1(Ar1Rows& r, const PanelLayout& layout, bool add_mean) {
  demean_ar1(r.y, layout, add_mean);
  for (std::size_t j = 0; j < r.x.cols; ++j) demean_ar1(r.x.column(j), layout, add_mean);
}

std::vector<double> ar1_residuals(const Ar1Rows& r, std::span<const double> b) {
  std::vector<double> u = r.y;
  for (std::size_t j = 0; j < b.size(); ++j)
    for (std::size_t i = 0; i < u.size(); ++i) u[i] -= b[j] * r.x(i, j);
  return u;
}

LeastSquares ar1_regression(const Ar1Rows& r) {
  return least_squares({.y = r.y, .x = r.x, .constant = false});
}

// Sums over all rows, and over the pairs of rows one period apart.
struct SerialSums {
  double n = 0, pairs = 0, squares = 0, products = 0, differences = 0, first = 0, second = 0;
};

SerialSums serial_sums(const std::vector<double>& u, const std::vector<std::int32_t>& gap) {
  SerialSums s;
  for (std::size_t i = 0; i < u.size(); ++i) {
    s.n += 1;
    s.squares += u[i] * u[i];
    if (gap[i] != 1) continue;
    s.pairs += 1;
    s.products += u[i] * u[i - 1];
    s.differences += (u[i] - u[i - 1]) * (u[i] - u[i - 1]);
    s.first += u[i - 1] * u[i - 1];
    s.second += u[i] * u[i];
  }
  return s;
}

double rho_of(const SerialSums& s, RhoMethod method, double k) {
  const double dw = 1 - s.differences / s.squares / 2;
  switch (method) {
    case RhoMethod::dw: return dw;
    case RhoMethod::regress: return s.products / s.first;
    case RhoMethod::freg: return s.products / s.second;
    case RhoMethod::tscorr: return s.products / s.squares;
    case RhoMethod::theil: return s.products / s.squares * (s.n - k) / s.n;
    case RhoMethod::nagar: return (dw * s.n * s.n + k * k) / (s.n * s.n - k * k);
    case RhoMethod::onestep: return s.n / s.pairs * s.products / s.squares;
  }
  return 0;
}

void check_rho(double rho) {
  if (!(std::abs(rho) < 1))
    throw Failure(FailureCode::requirement, "the estimated autocorrelation is not inside (-1, 1)", {{"rho", rho}});
}

// The statistics of autocorrelation from the within residuals. Rows after a gap, first and last rows of the panels
// stand alone in d*: Baltagi and Wu (1999), section 3.
void serial_tests(const std::vector<double>& u, const std::vector<std::int32_t>& gap, PanelAr1Fit& fit) {
  double d1 = 0, ends = 0, squares = 0;
  for (std::size_t i = 0; i < u.size(); ++i) {
    squares += u[i] * u[i];
    const bool last = i + 1 == u.size() || gap[i + 1] == 0;
    if (gap[i] == 0) ends += u[i] * u[i];
    if (last) ends += u[i] * u[i];
    if (gap[i] == 0) continue;
    const double before = gap[i] == 1 ? u[i - 1] : 0.0;
    d1 += (u[i] - before) * (u[i] - before);
    if (gap[i] != 1) ends += u[i - 1] * u[i - 1];
  }
  fit.durbin_watson = d1 / squares;
  fit.lbi = (d1 + ends) / squares;
}

void estimate_within_rho(const PanelAr1Spec& spec, const Ar1Rows& rows, const PanelLayout& layout, PanelAr1Fit& fit,
                  Progress& progress) {
  Ar1Rows within = rows;
  demean_ar1(within, layout, false);
  LeastSquares ols = ar1_regression(within);
  std::vector<double> u = ar1_residuals(within, ols.b);
  serial_tests(u, rows.gap, fit);
  if (spec.rho) {
    fit.rho_ar = *spec.rho;
    check_rho(fit.rho_ar);
    return;
  }
  const SerialSums first = serial_sums(u, rows.gap);
  if (first.pairs == 0)
    throw Failure(FailureCode::insufficient_observations, "no two rows of a panel are one period apart", {});
  const auto k = static_cast<double>(ols.rank);
  fit.rho_ar = rho_of(first, spec.method, k);
  check_rho(fit.rho_ar);
  if (spec.two_step || spec.method == RhoMethod::onestep) return;
  fit.converged = false;
  for (int round = 0; round < 100 && !fit.converged; ++round) {
    check(progress);
    Ar1Rows whitened = within;
    whiten(whitened, fit.rho_ar);
    u = ar1_residuals(within, ar1_regression(whitened).b);
    const double rho = rho_of(serial_sums(u, rows.gap), spec.method, k);
    check_rho(rho);
    fit.converged = std::abs(rho - fit.rho_ar) < 1e-6;
    fit.rho_ar = rho;
  }
}

template <class T>
std::vector<T> kept_values(std::span<const T> z, const std::vector<std::uint8_t>& keep) {
  std::vector<T> out;
  for (std::size_t i = 0; i < z.size(); ++i)
    if (keep[i]) out.push_back(z[i]);
  return out;
}

Ar1Rows kept_rows(const Ar1Rows& r, const std::vector<std::uint8_t>& keep) {
  Ar1Rows out;
  out.y = kept_values<double>(r.y, keep);
  out.panel = kept_values<std::int32_t>(r.panel, keep);
  out.gap = kept_values<std::int32_t>(r.gap, keep);
  out.x = Matrix(out.y.size(), r.x.cols);
  for (std::size_t j = 0; j < r.x.cols; ++j) {
    const std::vector<double> column = kept_values<double>(r.x.column(j), keep);
    std::copy(column.begin(), column.end(), out.x.column(j).begin());
  }
  return out;
}

std::vector<double> fitted_values(const Ar1Rows& r, std::span<const double> b) {
  std::vector<double> xb(r.y.size(), 0.0);
  for (std::size_t j = 0; j < b.size(); ++j)
    for (std::size_t i = 0; i < xb.size(); ++i) xb[i] += b[j] * r.x(i, j);
  return xb;
}

void describe_ar1(const PanelLayout& layout, PanelAr1Fit& fit) {
  PanelFit sizes;
  describe_panels(layout, sizes);
  fit.N_g = sizes.N_g, fit.g_min = sizes.g_min, fit.g_avg = sizes.g_avg, fit.g_max = sizes.g_max;
  fit.Tbar = sizes.Tbar, fit.Tcon = sizes.Tcon;
}

std::vector<std::size_t> estimated_coefficients(const LeastSquares& ols, std::size_t begin) {
  std::vector<std::size_t> out;
  for (std::size_t j = begin; j < ols.omitted.size(); ++j)
    if (!ols.omitted[j]) out.push_back(j);
  return out;
}

double squared_correlation_ar1(std::span<const double> a, std::span<const double> b) {
  const double r = correlation(a, b);
  return r * r;
}

// u_i = ȳ_i - x̄_i'b - b0 over the rows that are used, and its correlation with x'b.
void fixed_effects_ar1(const Ar1Rows& rows, const PanelLayout& layout, PanelAr1Fit& fit) {
  const std::vector<double> xb = fitted_values(rows, fit.b);
  std::vector<double> rest(xb.size()), effects(xb.size());
  for (std::size_t i = 0; i < xb.size(); ++i) rest[i] = rows.y[i] - xb[i];
  const std::vector<double> u = panel_means(rest, layout);
  for (std::size_t i = 0; i < xb.size(); ++i) effects[i] = u[layout.panel(i)];
  fit.corr = correlation(effects, xb);
  double mean = 0, squares = 0;
  for (const double v : u) mean += v / static_cast<double>(u.size());
  for (const double v : u) squares += (v - mean) * (v - mean);
  fit.sigma_u = std::sqrt(squares / (static_cast<double>(u.size()) - 1));
  const CorrelationR2 r2 = correlation_r2(rows.y, xb, layout);
  fit.r2_b = r2.between;
  fit.r2_o = r2.overall;
}

void fit_fixed_ar1(const Ar1Rows& rows, PanelAr1Fit& fit) {
  for (std::size_t i = 0; i < rows.y.size(); ++i) fit.used[i] = rows.gap[i] != 0;
  Ar1Rows whitened = rows;
  whiten(whitened, fit.rho_ar);
  const Ar1Rows levels = kept_rows(rows, fit.used);
  Ar1Rows within = kept_rows(whitened, fit.used);
  const Ar1Rows pooled = within;
  if (within.y.empty()) throw Failure(FailureCode::no_observations, "every panel has one row", {});
  const PanelLayout layout = panel_layout(within.panel);
  describe_ar1(layout, fit);
  demean_ar1(within, layout, true);
  const LeastSquares ols = ar1_regression(within);
  const std::vector<std::size_t> slopes = estimated_coefficients(ols, 1);
  fit.N = static_cast<double>(within.y.size());
  fit.df_m = static_cast<double>(slopes.size());
  fit.df_r = fit.N - fit.N_g - fit.df_m;
  if (!(fit.df_r > 0))
    throw Failure(FailureCode::insufficient_observations, "no degrees of freedom", {{"N", fit.N}, {"K", fit.df_m}});
  const double s2 = ols.rss / fit.df_r;
  fit.b = ols.b;
  fit.omitted = ols.omitted;
  fit.V = scale(ols.xtx_inverse, s2);
  for (std::size_t j = 0; j < fit.V.cols; ++j) {  // as printed in [XT] xtregar: of the transformed constant
    fit.V(0, j) *= 1 - fit.rho_ar;
    fit.V(j, 0) *= 1 - fit.rho_ar;
  }
  fit.sigma_e = std::sqrt(s2);
  fit.F = slopes.empty() ? undefined : wald_zero(slopes, fit.b, fit.V).F;
  fit.r2_w = squared_correlation_ar1(within.y, fitted_values(within, fit.b));
  fixed_effects_ar1(levels, layout, fit);
  const LeastSquares no_effects = ar1_regression(pooled);
  fit.F_f = fit.N_g > 1 ? (no_effects.rss - ols.rss) / (fit.N_g - 1) / s2 : undefined;
}

// Variance components from the whitened residuals of pooled least squares, split along g_i = C_i(rho) 1.
struct Ar1Components {
  double sigma_e2 = 0, sigma_u2 = 0;
  std::vector<double> gg;  // g_i'g_i by panel
};

Ar1Components ar1_components(const Ar1Rows& whitened, const PanelLayout& layout) {
  const std::vector<double> u = ar1_residuals(whitened, ar1_regression(whitened).b);
  const auto g = whitened.x.column(0);
  Ar1Components c;
  c.gg.assign(layout.panels(), 0.0);
  std::vector<double> gu(layout.panels(), 0.0);
  double all = 0, between = 0, spread = 0, degrees = 0;
  for (std::size_t i = 0; i < u.size(); ++i) {
    const std::size_t p = layout.panel(i);
    all += u[i] * u[i];
    c.gg[p] += g[i] * g[i];
    gu[p] += g[i] * u[i];
  }
  for (std::size_t p = 0; p < layout.panels(); ++p) {
    between += gu[p] * gu[p] / c.gg[p];
    spread += c.gg[p];
    degrees += layout.sizes[p] - 1;
  }
  if (!(degrees > 0)) throw Failure(FailureCode::insufficient_observations, "every panel has one row", {});
  c.sigma_e2 = (all - between) / degrees;
  c.sigma_u2 = std::max(0.0, (between - static_cast<double>(layout.panels()) * c.sigma_e2) / spread);
  return c;
}

// z - theta_i g (g'z)/(g'g) by panel.
void quasi_demean_ar1(std::span<double> z, std::span<const double> g, const std::vector<double>& theta,
                      const Ar1Components& c, const PanelLayout& layout) {
  std::vector<double> gz(layout.panels(), 0.0);
  for (std::size_t i = 0; i < z.size(); ++i) gz[layout.panel(i)] += g[i] * z[i];
  for (std::size_t i = 0; i < z.size(); ++i) {
    const std::size_t p = layout.panel(i);
    z[i] -= theta[p] * g[i] * gz[p] / c.gg[p];
  }
}

void fit_random_ar1(const Ar1Rows& rows, const PanelLayout& layout, PanelAr1Fit& fit) {
  Ar1Rows gls = rows;
  whiten(gls, fit.rho_ar);
  const Ar1Components c = ar1_components(gls, layout);
  std::vector<double> theta;
  for (const double gg : c.gg) theta.push_back(1 - std::sqrt(c.sigma_e2 / (gg * c.sigma_u2 + c.sigma_e2)));
  const std::vector<double> g(gls.x.column(0).begin(), gls.x.column(0).end());
  quasi_demean_ar1(gls.y, g, theta, c, layout);
  for (std::size_t j = 0; j < gls.x.cols; ++j) quasi_demean_ar1(gls.x.column(j), g, theta, c, layout);
  const LeastSquares ols = ar1_regression(gls);
  fit.N = static_cast<double>(rows.y.size());
  if (!(fit.N > static_cast<double>(ols.rank)))
    throw Failure(FailureCode::insufficient_observations, "no degrees of freedom", {{"N", fit.N}});
  fit.b = ols.b;
  fit.omitted = ols.omitted;
  fit.V = scale(ols.xtx_inverse, ols.rss / (fit.N - static_cast<double>(ols.rank)));
  const std::vector<std::size_t> tested = estimated_coefficients(ols, 1);
  fit.df_m = static_cast<double>(tested.size());
  fit.chi2 = wald_zero(tested, fit.b, fit.V).chi2;
  fit.sigma_e = std::sqrt(c.sigma_e2);
  fit.sigma_u = std::sqrt(c.sigma_u2);
  const CorrelationR2 r2 = correlation_r2(rows.y, fitted_values(rows, fit.b), layout);
  fit.r2_w = r2.within, fit.r2_b = r2.between, fit.r2_o = r2.overall;
  const Order order(theta);
  fit.theta = {order.values().front(), order.percentile(5), order.median(), order.percentile(95),
               order.values().back()};
}

// The constant goes last.
void constant_last(PanelAr1Fit& fit) {
  std::rotate(fit.b.begin(), fit.b.begin() + 1, fit.b.end());
  std::rotate(fit.omitted.begin(), fit.omitted.begin() + 1, fit.omitted.end());
  const Matrix V = fit.V;
  const std::size_t K = V.rows;
  for (std::size_t i = 0; i < K; ++i)
    for (std::size_t j = 0; j < K; ++j) fit.V(i, j) = V((i + 1) % K, (j + 1) % K);
}

}  // namespace

PanelAr1Fit fit_panel_ar1(const PanelAr1Spec& spec, Progress& progress) {
  if (spec.y.empty()) throw Failure(FailureCode::no_observations, "no observations");
  Ar1Rows rows = ar1_rows(spec);
  const PanelLayout layout = panel_layout(spec.panel);
  if (spec.fixed) drop_constant_regressors(rows, layout);
  PanelAr1Fit fit;
  fit.used.assign(spec.y.size(), 1);
  describe_ar1(layout, fit);
  estimate_within_rho(spec, rows, layout, fit, progress);
  if (spec.fixed) fit_fixed_ar1(rows, fit);
  else fit_random_ar1(rows, layout, fit);
  constant_last(fit);
  const double u = fit.sigma_u * fit.sigma_u, e = fit.sigma_e * fit.sigma_e;
  fit.rho_fov = u / (u + e);
  return fit;
}

}  // namespace nqp::numeric
