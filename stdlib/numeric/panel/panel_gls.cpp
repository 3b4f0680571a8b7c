#include "stdlib/numeric/panel/panel_gls.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::numeric {
namespace {

using std::size_t;

// Rows of each panel in order of time.
struct LongPanels {
  std::vector<std::vector<size_t>> rows;
  std::vector<std::vector<std::pair<size_t, size_t>>> by_time;  // (panel, row) of every period
  bool balanced = true;
};

LongPanels long_panels(const LongPanelSpec& s) {
  LongPanels out;
  std::map<std::int32_t, std::vector<std::pair<size_t, size_t>>> periods;
  for (size_t i = 0; i < s.panel.size(); ++i) {
    const auto g = static_cast<size_t>(s.panel[i]);
    if (g >= out.rows.size()) out.rows.resize(g + 1);
    out.rows[g].push_back(i);
    if (!s.time.empty()) periods[s.time[i]].emplace_back(g, i);
  }
  for (std::vector<size_t>& r : out.rows)
    if (!s.time.empty()) std::sort(r.begin(), r.end(), [&](size_t a, size_t b) { return s.time[a] < s.time[b]; });
  for (auto& [time, members] : periods) {
    std::sort(members.begin(), members.end());
    out.balanced = out.balanced && members.size() == out.rows.size();
    out.by_time.push_back(members);
  }
  return out;
}

void require_no_gaps(const LongPanelSpec& s, const LongPanels& p) {
  if (s.ignore_gaps) return;
  for (const std::vector<size_t>& rows : p.rows)
    for (size_t t = 1; t < rows.size(); ++t)
      if (s.time[rows[t]] != s.time[rows[t - 1]] + 1)
        throw Failure(FailureCode::data_requirement, "gaps in time", {{"gaps", 1}});
}

struct Transformed {
  std::vector<double> y;
  Matrix x;
};

// First-order autocorrelation of one panel's residuals, by the rule asked for.
double panel_rho(const std::vector<double>& e, RhoEstimator kind, double k) {
  const size_t T = e.size();
  double cross = 0, lagged = 0, leading = 0, all = 0, changes = 0;
  for (size_t t = 0; t < T; ++t) {
    all += e[t] * e[t];
    if (t == 0) continue;
    cross += e[t] * e[t - 1];
    lagged += e[t - 1] * e[t - 1];
    leading += e[t] * e[t];
    changes += (e[t] - e[t - 1]) * (e[t] - e[t - 1]);
  }
  if (T < 2 || !(all > 0)) return 0;
  const double n = static_cast<double>(T), dw = 1 - changes / all / 2;
  double rho = 0;
  switch (kind) {
    case RhoEstimator::regress: rho = cross / lagged; break;
    case RhoEstimator::freg: rho = cross / leading; break;
    case RhoEstimator::tscorr: rho = cross / all; break;
    case RhoEstimator::dw: rho = dw; break;
    case RhoEstimator::theil: rho = cross / all * (n - k) / n; break;
    case RhoEstimator::nagar: rho = (dw * n * n + k * k) / (n * n - k * k); break;
  }
  return std::clamp(rho, -1.0, 1.0);
}

std::vector<double> estimate_rho(const LongPanelSpec& s, const LongPanels& p, const std::vector<double>& residual) {
  std::vector<double> rho;
  const double k = static_cast<double>(s.x.cols);
  for (const std::vector<size_t>& rows : p.rows) {
    std::vector<double> e;
    for (const size_t i : rows) e.push_back(residual[i]);
    rho.push_back(panel_rho(e, s.rho, k));
  }
  if (s.autocorrelation != Autocorrelation::common) return rho;
  double sum = 0, weight = 0;
  for (size_t g = 0; g < rho.size(); ++g) {
    const double T = static_cast<double>(p.rows[g].size());
    const double w = s.weigh_by_rows ? T : s.weigh_rho ? T - 1 : 1;
    sum += w * rho[g];
    weight += w;
  }
  rho.assign(rho.size(), weight > 0 ? sum / weight : 0);
  return rho;
}

// Prais and Winsten (1954): the first row of a panel times √(1-ρ²), others less ρ times the row before.
Transformed prais_winsten(const LongPanelSpec& s, const LongPanels& p, const std::vector<double>& rho) {
  Transformed out{std::vector<double>(s.y.size()), Matrix(s.y.size(), s.x.cols)};
  for (size_t g = 0; g < p.rows.size(); ++g) {
    const double first = std::sqrt(std::max(0.0, 1 - rho[g] * rho[g]));
    for (size_t t = 0; t < p.rows[g].size(); ++t) {
      const size_t i = p.rows[g][t];
      const double scale = t == 0 ? first : 1, back = t == 0 ? 0 : rho[g];
      const size_t before = t == 0 ? i : p.rows[g][t - 1];
      out.y[i] = scale * s.y[i] - back * s.y[before];
      for (size_t j = 0; j < s.x.cols; ++j) out.x(i, j) = scale * s.x(i, j) - back * s.x(before, j);
    }
  }
  return out;
}

LeastSquares plain_fit(const Transformed& d) { return least_squares({.y = d.y, .x = d.x}); }

// Σ of the errors over the periods that pairs of panels share: all of them, or only those that every panel has.
Matrix error_covariance(const LongPanelSpec& s, const LongPanels& p, const std::vector<double>& e) {
  const size_t m = p.rows.size();
  const double n = static_cast<double>(e.size());
  const double scale = s.divide_by_dof ? n / (n - static_cast<double>(s.x.cols)) : 1;
  Matrix sigma(m, m), count(m, m);
  if (s.errors != PanelErrors::correlated) {
    double total = 0;
    for (size_t g = 0; g < m; ++g) {
      double ss = 0;
      for (const size_t i : p.rows[g]) ss += e[i] * e[i];
      total += ss;
      sigma(g, g) = scale * ss / static_cast<double>(p.rows[g].size());
    }
    for (size_t g = 0; g < m && s.errors == PanelErrors::iid; ++g) sigma(g, g) = scale * total / n;
    return sigma;
  }
  for (const auto& members : p.by_time) {
    if (!s.pairwise && members.size() < m) continue;
    for (const auto& [a, i] : members)
      for (const auto& [b, j] : members) {
        sigma(a, b) += e[i] * e[j];
        count(a, b) += 1;
      }
  }
  for (size_t k = 0; k < sigma.data.size(); ++k) {
    if (!(count.data[k] > 0)) throw Failure(FailureCode::data_requirement, "no common periods", {{s.pairwise ? "pair" : "common", 0}});
    sigma.data[k] *= scale / count.data[k];
  }
  return sigma;
}

Matrix inverted(const Matrix& sigma) {
  try {
    return inverse_spd(sigma);
  } catch (const Failure&) {
    throw Failure(FailureCode::data_requirement, "singular error covariance", {{"singular", 1}});
  }
}

// X'Ω⁻¹X and X'Ω⁻¹y with the inverse of Σ; only its diagonal where errors are not correlated.
struct NormalEquations {
  Matrix xx;
  std::vector<double> xy;
};

NormalEquations weighted_equations(const LongPanelSpec& s, const LongPanels& p, const Transformed& d,
                                   const Matrix& inverse) {
  const size_t k = s.x.cols;
  NormalEquations out{Matrix(k, k), std::vector<double>(k, 0.0)};
  const auto add = [&](size_t i, size_t j, double w) {
    for (size_t a = 0; a < k; ++a) {
      out.xy[a] += w * d.x(i, a) * d.y[j];
      for (size_t b = 0; b < k; ++b) out.xx(a, b) += w * d.x(i, a) * d.x(j, b);
    }
  };
  if (s.errors == PanelErrors::correlated) {
    for (const auto& members : p.by_time)
      for (const auto& [a, i] : members)
        for (const auto& [b, j] : members) add(i, j, inverse(a, b));
    return out;
  }
  for (size_t g = 0; g < p.rows.size(); ++g)
    for (const size_t i : p.rows[g]) add(i, i, inverse(g, g));
  return out;
}

std::vector<double> residuals_at(std::span<const double> y, MatrixView x, const std::vector<double>& b) {
  std::vector<double> e(y.begin(), y.end());
  for (size_t j = 0; j < x.cols; ++j)
    for (size_t i = 0; i < e.size(); ++i) e[i] -= b[j] * x(i, j);
  return e;
}

// Normal log likelihood at Σ of the residuals e.
double gls_log_likelihood(const LongPanelSpec& s, const LongPanels& p, const std::vector<double>& e,
                          const Matrix& sigma) {
  const double n = static_cast<double>(e.size());
  double ll = -0.5 * n * std::log(2 * 3.14159265358979323846);
  const Matrix inverse = inverted(sigma);
  if (s.errors == PanelErrors::correlated) {
    const Matrix L = cholesky(sigma);
    double determinant = 0;
    for (size_t g = 0; g < L.rows; ++g) determinant += 2 * std::log(L(g, g));
    ll -= 0.5 * static_cast<double>(p.by_time.size()) * determinant;
    for (const auto& members : p.by_time)
      for (const auto& [a, i] : members)
        for (const auto& [b, j] : members) ll -= 0.5 * inverse(a, b) * e[i] * e[j];
    return ll;
  }
  for (size_t g = 0; g < p.rows.size(); ++g)
    for (const size_t i : p.rows[g]) ll -= 0.5 * (std::log(sigma(g, g)) + inverse(g, g) * e[i] * e[i]);
  return ll;
}

void fit_sums(const Transformed& d, const std::vector<double>& e, LongPanelFit& fit) {
  const double mean = std::accumulate(d.y.begin(), d.y.end(), 0.0) / static_cast<double>(d.y.size());
  for (size_t i = 0; i < e.size(); ++i) {
    fit.rss += e[i] * e[i];
    fit.tss += (d.y[i] - mean) * (d.y[i] - mean);
  }
}

}  // namespace

LongPanelFit panel_gls(const LongPanelSpec& s, Progress& progress) {
  const LongPanels p = long_panels(s);
  if (s.errors == PanelErrors::correlated && !p.balanced)
    throw Failure(FailureCode::data_requirement, "unbalanced panels", {{"balanced", 0}});
  const bool ar = s.autocorrelation != Autocorrelation::none;
  if (ar) require_no_gaps(s, p);
  Transformed d{std::vector<double>(s.y.begin(), s.y.end()),
                Matrix(s.y.size(), s.x.cols, std::vector<double>(s.x.data, s.x.data + s.y.size() * s.x.cols))};
  LongPanelFit fit;
  fit.b = plain_fit(d).b;
  if (ar) {
    fit.rho = estimate_rho(s, p, residuals_at(s.y, s.x, fit.b));
    d = prais_winsten(s, p, fit.rho);
    fit.b = plain_fit(d).b;
  }
  for (fit.converged = s.iterations <= 1; fit.iterations < s.iterations; ++fit.iterations) {
    check(progress);
    if (ar && fit.iterations > 0) {
      fit.rho = estimate_rho(s, p, residuals_at(s.y, s.x, fit.b));
      d = prais_winsten(s, p, fit.rho);
    }
    fit.sigma = error_covariance(s, p, residuals_at(d.y, d.x, fit.b));
    const NormalEquations q = weighted_equations(s, p, d, inverted(fit.sigma));
    fit.V = inverse_spd(q.xx);
    std::vector<double> next(fit.b.size(), 0.0);
    double change = 0;
    for (size_t i = 0; i < next.size(); ++i) {
      for (size_t j = 0; j < next.size(); ++j) next[i] += fit.V(i, j) * q.xy[j];
      change = std::max(change, std::abs(next[i] - fit.b[i]) / (std::abs(fit.b[i]) + 1));
    }
    fit.b = std::move(next);
    if (s.iterations > 1 && change < s.tolerance) {
      fit.converged = true;
      break;
    }
  }
  const std::vector<double> e = residuals_at(d.y, d.x, fit.b);
  fit_sums(d, e, fit);
  fit.ll = ar ? std::numeric_limits<double>::quiet_NaN() : gls_log_likelihood(s, p, e, fit.sigma);
  return fit;
}

LongPanelFit panel_corrected(const LongPanelSpec& s, Progress& progress) {
  check(progress);
  const LongPanels p = long_panels(s);
  Transformed d{std::vector<double>(s.y.begin(), s.y.end()),
                Matrix(s.y.size(), s.x.cols, std::vector<double>(s.x.data, s.x.data + s.y.size() * s.x.cols))};
  LongPanelFit fit;
  LeastSquares ls = plain_fit(d);
  if (s.autocorrelation != Autocorrelation::none) {
    require_no_gaps(s, p);
    fit.rho = estimate_rho(s, p, ls.residuals);
    d = prais_winsten(s, p, fit.rho);
    ls = plain_fit(d);
  }
  fit.b = ls.b;
  fit.sigma = error_covariance(s, p, ls.residuals);
  fit_sums(d, ls.residuals, fit);
  // X'ΩX is what weighted_equations makes of Σ itself.
  const NormalEquations q = weighted_equations(s, p, d, fit.sigma);
  const size_t k = s.x.cols;
  Matrix half(k, k);
  fit.V = Matrix(k, k);
  for (size_t i = 0; i < k; ++i)
    for (size_t j = 0; j < k; ++j)
      for (size_t a = 0; a < k; ++a) half(i, j) += ls.xtx_inverse(i, a) * q.xx(a, j);
  for (size_t i = 0; i < k; ++i)
    for (size_t j = 0; j < k; ++j)
      for (size_t a = 0; a < k; ++a) fit.V(i, j) += half(i, a) * ls.xtx_inverse(a, j);
  return fit;
}

}  // namespace nqp::numeric
