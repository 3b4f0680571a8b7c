#include "stdlib/numeric/mediation/path_system.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/summary.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"

namespace nqp::numeric {
namespace {

// Errors below these shares of the standard deviation and the mean of y are rounding.
constexpr double no_error = 1e-10, no_variation = 1e-14;

struct FittedPath {
  Matrix x;                        // without the constant
  LinearFit fit;
};

FittedPath fit_path(const PathSystem& s, const PathEquation& e, Progress& progress) {
  FittedPath out;
  out.x = Matrix(s.variables.rows, e.x.size());
  for (std::size_t j = 0; j < e.x.size(); ++j)
    std::copy_n(s.variables.column(e.x[j]).begin(), s.variables.rows, out.x.column(j).begin());
  LinearSpec spec;
  spec.y = s.variables.column(e.y), spec.x = out.x;
  out.fit = fit_linear(spec, {}, progress);
  return out;
}

bool leaves_error(const std::vector<double>& errors, std::span<const double> y) {
  const Summary of = summarize(y);
  return summarize(errors).sd > std::max(no_error * of.sd, no_variation * std::abs(of.mean));
}

double normal_errors_ll(const Matrix& S, double n) {
  const Matrix L = cholesky(S);
  double log_det = 0;
  for (std::size_t i = 0; i < S.rows; ++i) log_det += 2 * std::log(L(i, i));
  const double p = static_cast<double>(S.rows);
  return -0.5 * n * (log_det + p * std::log(2 * std::numbers::pi) + p);
}

Matrix path_error_covariance(const std::vector<std::vector<double>>& errors) {
  Matrix e(errors.front().size(), errors.size());
  for (std::size_t j = 0; j < errors.size(); ++j) std::copy(errors[j].begin(), errors[j].end(), e.column(j).begin());
  return scale(gram(e), 1 / static_cast<double>(e.rows));
}

// What the variances need: where the coefficients of each equation begin, covariances of the errors.
struct PathParts {
  const PathSystem& system;
  std::vector<FittedPath> fits{};
  std::vector<std::size_t> begin{};
  Matrix S{};
  std::vector<std::pair<std::size_t, std::size_t>> pairs{};
  std::size_t slopes = 0;

  std::size_t rows() const { return system.variables.rows; }
  std::size_t parameters() const { return slopes + pairs.size(); }
  bool together(std::size_t i, std::size_t j) const {
    return system.equations[i].block == system.equations[j].block;
  }
  double among(std::size_t i, std::size_t j) const { return together(i, j) ? S(i, j) : 0; }
};

// Where regressor k of equation h stands in equation g, which has the same ones.
std::size_t same_regressor(const PathSystem& s, std::size_t h, std::size_t k, std::size_t g) {
  const auto &theirs = s.equations[h].x, &mine = s.equations[g].x;
  if (k == theirs.size()) return mine.size();
  return static_cast<std::size_t>(std::find(mine.begin(), mine.end(), theirs[k]) - mine.begin());
}

Matrix path_likelihood_variance(const PathParts& p) {
  Matrix V(p.parameters(), p.parameters());
  for (std::size_t g = 0; g < p.fits.size(); ++g)
    for (std::size_t h = 0; h < p.fits.size(); ++h)
      for (std::size_t j = 0; p.together(g, h) && j < p.fits[g].fit.b.size(); ++j)
        for (std::size_t k = 0; k < p.fits[h].fit.b.size(); ++k)
          V(p.begin[g] + j, p.begin[h] + k) =
              p.S(g, h) * p.fits[g].fit.xtx_inverse(j, same_regressor(p.system, h, k, g));
  for (std::size_t a = 0; a < p.pairs.size(); ++a)
    for (std::size_t b = 0; b < p.pairs.size(); ++b) {
      const auto [i, j] = p.pairs[a];
      const auto [k, l] = p.pairs[b];
      V(p.slopes + a, p.slopes + b) =
          (p.among(i, k) * p.among(j, l) + p.among(i, l) * p.among(j, k)) / static_cast<double>(p.rows());
    }
  return V;
}

Matrix robust_path_variance(const PathParts& p) {
  const double n = static_cast<double>(p.rows());
  Matrix influence(p.rows(), p.parameters());
  for (std::size_t g = 0; g < p.fits.size(); ++g) {
    const Matrix ones(p.rows(), 1, 1.0);
    const Matrix xb = multiply(join_columns(p.fits[g].x, ones), p.fits[g].fit.xtx_inverse);
    for (std::size_t j = 0; j < xb.cols; ++j)
      for (std::size_t r = 0; r < p.rows(); ++r) influence(r, p.begin[g] + j) = xb(r, j) * p.fits[g].fit.residuals[r];
  }
  for (std::size_t a = 0; a < p.pairs.size(); ++a) {
    const auto [i, j] = p.pairs[a];
    for (std::size_t r = 0; r < p.rows(); ++r)
      influence(r, p.slopes + a) = (p.fits[i].fit.residuals[r] * p.fits[j].fit.residuals[r] - p.S(i, j)) / n;
  }
  if (p.system.clusters.empty()) return scale(gram(influence), n / (n - 1));
  const double groups = dense_codes(p.system.clusters).levels;
  return scale(meat_cluster({.x = influence}, p.system.clusters), groups / (groups - 1));
}

// Endogenous variables on all exogenous ones, errors as they are.
void saturate(const PathSystem& s, PathSystemFit& f, Progress& progress) {
  const auto is_endogenous = [&](std::size_t v) {
    return std::any_of(s.equations.begin(), s.equations.end(), [&](const PathEquation& e) { return e.y == v; });
  };
  std::vector<std::size_t> exogenous;
  for (const PathEquation& e : s.equations)
    for (const std::size_t x : e.x)
      if (!is_endogenous(x) && std::find(exogenous.begin(), exogenous.end(), x) == exogenous.end())
        exogenous.push_back(x);
  std::vector<std::vector<double>> residuals;
  bool errors = true;
  for (const PathEquation& e : s.equations) {
    residuals.push_back(fit_path(s, {e.y, exogenous, 0}, progress).fit.residuals);
    errors = errors && leaves_error(residuals.back(), s.variables.column(e.y));
  }
  const double n = static_cast<double>(s.variables.rows), p = static_cast<double>(s.equations.size());
  f.ll_saturated = errors ? normal_errors_ll(path_error_covariance(residuals), n) : undefined;
  f.df = p * static_cast<double>(exogenous.size() + 1) + p * (p + 1) / 2 - static_cast<double>(f.b.size());
}

// Whether the equation has no estimates: a collinear regressor, or no error.
bool is_degenerate(const PathSystem& s, std::size_t equation, const LinearFit& own, PathSystemFit& f) {
  const auto omitted = std::find(own.omitted.begin(), own.omitted.end(), 1);
  if (omitted != own.omitted.end()) {
    f.collinear = {equation, static_cast<std::size_t>(omitted - own.omitted.begin())};
    return true;
  }
  if (leaves_error(own.residuals, s.variables.column(s.equations[equation].y))) return false;
  f.without_error = equation;
  return true;
}

// Variances of the errors, then their covariances within blocks.
std::vector<std::pair<std::size_t, std::size_t>> error_pairs(const PathParts& p) {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  for (std::size_t i = 0; i < p.fits.size(); ++i) out.emplace_back(i, i);
  for (std::size_t i = 0; i < p.fits.size(); ++i)
    for (std::size_t j = i + 1; j < p.fits.size(); ++j)
      if (p.together(i, j)) out.emplace_back(i, j);
  return out;
}

// Slopes A, total effects T = (I - A)^-1 = I + A + A² + …, which ends without loops; where there are slopes, and paths
// of more than one.
struct PathSums {
  Matrix direct, total, there, reach;
};

PathSums path_sums(std::size_t n, const std::vector<PathSlope>& slopes, std::span<const double> b) {
  PathSums s{Matrix(n, n), identity(n), Matrix(n, n), Matrix(n, n)};
  for (const PathSlope& k : slopes) s.direct(k.to, k.from) = b[k.parameter], s.there(k.to, k.from) = 1;
  Matrix power = identity(n), step = identity(n);
  for (std::size_t k = 0; k < n; ++k) {
    power = multiply(power, s.direct);
    step = multiply(step, s.there);
    s.total = add(s.total, power);
    if (k > 0) s.reach = add(s.reach, step);
  }
  return s;
}

}  // namespace

PathSystemFit fit_path_system(const PathSystem& s, Progress& progress) {
  PathParts p{s};
  PathSystemFit f;
  std::vector<std::vector<double>> residuals;
  std::map<std::size_t, std::vector<std::vector<double>>> blocks;
  for (std::size_t i = 0; i < s.equations.size(); ++i) {
    p.fits.push_back(fit_path(s, s.equations[i], progress));
    const LinearFit& own = p.fits.back().fit;
    if (is_degenerate(s, i, own, f)) return f;
    residuals.push_back(own.residuals);
    blocks[s.equations[i].block].push_back(own.residuals);
    p.begin.push_back(f.b.size());
    f.b.insert(f.b.end(), own.b.begin(), own.b.end());
  }
  p.S = path_error_covariance(residuals);
  p.slopes = f.b.size();
  p.pairs = error_pairs(p);
  for (const auto& [i, j] : p.pairs) f.b.push_back(p.S(i, j));
  f.covariances = p.pairs;
  f.V = s.robust ? robust_path_variance(p) : path_likelihood_variance(p);
  const double n = static_cast<double>(p.rows());
  for (const auto& [block, e] : blocks) f.ll += normal_errors_ll(path_error_covariance(e), n);
  saturate(s, f, progress);
  return f;
}

std::vector<PathEffect> path_effects(std::size_t variables, const std::vector<PathSlope>& slopes,
                                     std::span<const double> b, MatrixView V) {
  const PathSums s = path_sums(variables, slopes, b);
  std::vector<PathEffect> out;
  for (std::size_t i = 0; i < variables; ++i)
    for (std::size_t j = 0; j < variables; ++j) {
      PathEffect x{.to = i, .from = j};
      x.is_direct = s.there(i, j) > 0, x.is_indirect = s.reach(i, j) > 0;
      if (i == j || (!x.is_direct && !x.is_indirect)) continue;
      x.direct = s.direct(i, j), x.total = s.total(i, j), x.indirect = x.total - x.direct;
      // dT = T dA T: the derivatives of total effects; those of direct ones are ones.
      const auto se = [&](double total, double direct) {
        const auto slope_of = [&](const PathSlope& k) {
          return total * s.total(i, k.to) * s.total(k.from, j) + direct * (k.to == i && k.from == j ? 1 : 0);
        };
        double sum = 0;
        for (const PathSlope& k : slopes)
          for (const PathSlope& l : slopes) sum += slope_of(k) * V(k.parameter, l.parameter) * slope_of(l);
        return std::sqrt(std::max(sum, 0.0));
      };
      x.se_total = se(1, 0), x.se_indirect = se(1, -1), x.se_direct = se(0, 1);
      out.push_back(x);
    }
  return out;
}

}  // namespace nqp::numeric
