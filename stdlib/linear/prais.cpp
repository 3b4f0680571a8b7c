// prais: linear regression with first-order autoregressive errors (Prais and Winsten, Cochrane and Orcutt).
#include <fmt/format.h>

#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/iv_vce.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/iv/kernel.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::commands::prais_ {
namespace {

using namespace command;
using numeric::Matrix;

struct Args : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  Vce vce;
  std::string rho_type = "regress";
  bool corc = false, two_step = false, no_constant = false, ignored = false, no_log = false;
  double tolerance = 1e-6;
  int iterations = 100;
};

constexpr std::size_t first_of_run = ~std::size_t{0};

// The equation on its sample: kept columns, the constant the last of them, and for each row the one a period before.
struct Series {
  std::vector<double> y;
  Matrix x;
  std::vector<std::size_t> before;
};

std::vector<double> residuals(const Series& s, const std::vector<double>& b) {
  std::vector<double> e = s.y;
  for (std::size_t j = 0; j < s.x.cols; ++j)
    for (std::size_t i = 0; i < e.size(); ++i) e[i] -= b[j] * s.x(i, j);
  return e;
}

// Sums over the rows that have one before: products, squares now and before, squared differences; squares of all.
struct LagSums {
  double product = 0, now = 0, earlier = 0, difference = 0, all = 0;
};

LagSums lag_sums(const std::vector<double>& e, const std::vector<std::size_t>& before) {
  LagSums k;
  for (std::size_t i = 0; i < e.size(); ++i) {
    k.all += e[i] * e[i];
    if (before[i] == first_of_run) continue;
    const double l = e[before[i]];
    k.product += e[i] * l;
    k.now += e[i] * e[i];
    k.earlier += l * l;
    k.difference += (e[i] - l) * (e[i] - l);
  }
  return k;
}

// Judge et al. (1985), section 8.2: estimates of rho from residuals.
double autocorrelation(const std::string& type, const std::vector<double>& e, const Series& s) {
  const LagSums k = lag_sums(e, s.before);
  const double N = static_cast<double>(e.size()), K = static_cast<double>(s.x.cols), dw = k.difference / k.all;
  if (type == "regress") return k.product / k.earlier;
  if (type == "freg") return k.product / k.now;
  if (type == "tscorr") return k.product / k.all;
  if (type == "dw") return 1 - dw / 2;
  if (type == "theil") return k.product / k.all * (N - K) / N;
  return ((1 - dw / 2) * N * N + K * K) / (N * N - K * K);
}

std::string rho_type(const std::string& written) {
  const std::string word(kit::trim(written));
  for (const char* known : {"REGress", "FREG", "TSCorr", "DW", "THeil", "NAGar"})
    if (kit::abbreviates(word, known)) return kit::lower(known);
  throw Error(198, "rhotype(" + word + ") not known", std::nullopt, {"regress, freg, tscorr, dw, theil or nagar"});
}

// Quasi-differences; the first row of a run is scaled by √(1-ρ²), or left out.
Series quasi_differenced(const Series& s, double rho, bool leave_out, std::vector<std::size_t>& rows) {
  rows.clear();
  for (std::size_t i = 0; i < s.y.size(); ++i)
    if (!leave_out || s.before[i] != first_of_run) rows.push_back(i);
  Series out;
  out.x = Matrix(rows.size(), s.x.cols);
  std::vector<std::size_t> place(s.y.size(), first_of_run);
  const double scale = std::sqrt(1 - rho * rho);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const std::size_t i = rows[r], l = s.before[i];
    place[i] = r;
    const bool first = l == first_of_run;
    out.y.push_back(first ? scale * s.y[i] : s.y[i] - rho * s.y[l]);
    for (std::size_t j = 0; j < s.x.cols; ++j) out.x(r, j) = first ? scale * s.x(i, j) : s.x(i, j) - rho * s.x(l, j);
  }
  for (const std::size_t i : rows)
    out.before.push_back(s.before[i] == first_of_run ? first_of_run : place[s.before[i]]);
  return out;
}

struct Fitted {
  double rho = 0, dw_0 = 0, dw = 0;
  std::vector<double> log;
  std::vector<std::size_t> rows;       // of the series, in use at the end
  numeric::LinearFit linear;
  bool converged = false;
};

std::vector<double> least_squares_of(const Series& s) {
  return numeric::least_squares({.y = s.y, .x = s.x, .want_residuals = false, .keep_all_columns = true}).b;
}

Fitted iterate(const Args& a, const Series& s, const Context& c) {
  Fitted f;
  std::vector<double> b = least_squares_of(s), e = residuals(s, b);
  const LagSums raw = lag_sums(e, s.before);
  f.dw_0 = raw.difference / raw.all;
  f.log.push_back(0);
  for (int k = 0; k < a.iterations && !f.converged; ++k) {
    c.poll();
    const double rho = autocorrelation(a.rho_type, e, s);
    if (!(std::abs(rho) < 1))
      throw Error(498, "the estimated autocorrelation is not below 1", std::nullopt,
                  {"the errors have a unit root: difference the series"});
    f.converged = a.two_step || std::abs(rho - f.rho) < a.tolerance;
    f.rho = rho;
    f.log.push_back(rho);
    b = least_squares_of(quasi_differenced(s, rho, a.corc, f.rows));
    e = residuals(s, b);
  }
  return f;
}

// Coefficients of the kept columns in the order of the design, zeros for the others.
kit::Coefficients spread(const kit::Design& design, const std::vector<std::uint8_t>& omitted, const Fitted& f) {
  std::vector<std::size_t> place;
  for (std::size_t j = 0; j < omitted.size(); ++j)
    if (!omitted[j]) place.push_back(j);
  std::vector<double> b(omitted.size(), 0.0);
  Matrix V(omitted.size(), omitted.size());
  for (std::size_t i = 0; i < place.size(); ++i) {
    b[place[i]] = f.linear.b[i];
    for (std::size_t j = 0; j < place.size(); ++j) V(place[i], place[j]) = f.linear.V(i, j);
  }
  return kit::coefficients(design, b, V, omitted);
}

Series read_series(const kit::Design& design, std::vector<double> y, const std::vector<std::uint8_t>& omitted,
                   const kit::EstimationSample& sample, const Context& c) {
  Series s;
  s.y = std::move(y);
  s.x = Matrix(s.y.size(), 0);
  for (std::size_t j = 0; j < design.x.cols; ++j) {
    if (omitted[j]) continue;
    const auto column = design.x.column(j);
    s.x.data.insert(s.x.data.end(), column.begin(), column.end());
    ++s.x.cols;
  }
  if (design.constant) {
    s.x.data.insert(s.x.data.end(), s.y.size(), 1.0);
    ++s.x.cols;
  }
  s.before.assign(s.y.size(), first_of_run);
  const numeric::SeriesOrder order = kit::series_order(sample, c);
  const numeric::LagPairs pairs = numeric::LagFinder(order).pairs(1);
  for (std::size_t k = 0; k < pairs.row.size(); ++k) s.before[pairs.row[k]] = pairs.earlier[k];
  if (pairs.row.size() <= s.x.cols + 1) throw Error(2001, "insufficient observations");
  return s;
}

Output run(const Args& given, const Context& c) {
  if (given.y.empty()) return kit::replay("prais", given, c);
  Args a = given;
  a.rho_type = rho_type(given.rho_type);
  kit::Needed needed{a.y, a.vce.variables};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  kit::EstimationSample sample = kit::mark_sample(c, a.sample, {}, needed);
  const kit::Design design = kit::make_design(a.x, !a.no_constant, sample, c);
  const std::vector<double> y = kit::term_values(a.y[0], sample, c);
  const numeric::LeastSquares plain = numeric::least_squares(
      {.y = y, .x = design.x, .constant = design.constant, .want_residuals = false});
  const Series s = read_series(design, y, plain.omitted, sample, c);
  Fitted f = iterate(a, s, c);
  const Series transformed = quasi_differenced(s, f.rho, a.corc, f.rows);
  std::vector<std::uint8_t> keep(s.y.size(), 0);
  for (const std::size_t i : f.rows) keep[i] = 1;
  kit::restrict_sample(sample, keep);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "ols", sample, c);
  numeric::LinearSpec spec;
  spec.y = transformed.y;
  spec.x = transformed.x;
  spec.constant = false;
  spec.centred = !a.no_constant;
  f.linear = kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(spec, vce.spec(), p); });
  const numeric::LinearFit& fit = f.linear;
  const LagSums last = lag_sums(residuals(transformed, fit.b), transformed.before);
  f.dw = last.difference / last.all;

  const kit::Coefficients k = spread(design, plain.omitted, f);
  std::vector<std::size_t> slopes;
  for (std::size_t j = 0; j + (a.no_constant ? 0 : 1) < fit.b.size(); ++j) slopes.push_back(j);
  const double df_m = static_cast<double>(slopes.size());
  double F = numeric::undefined;
  if (df_m > 0 && vce.kind == "ols") F = fit.mss / df_m / (fit.rss / fit.df_r);
  else if (df_m > 0 && (fit.N_clust.empty() || df_m < fit.N_clust[0])) F = numeric::wald_zero(slopes, fit.b, fit.V).F;
  const std::string method = a.corc ? "Cochrane-Orcutt" : "Prais-Winsten";
  Results e = kit::begin_estimates("prais", method + " AR(1) regression with " + (a.two_step ? "twostep" : "iterated") +
                                               " estimates", kit::depvar_name(a.y), c);
  kit::post_scalars(e, {{"N", fit.N}, {"df_m", df_m}, {"df_r", fit.df_r}, {"F", F}, {"r2", fit.r2}, {"r2_a", fit.r2_a},
                        {"rmse", fit.rmse}, {"mss", fit.mss}, {"rss", fit.rss}, {"ll", fit.ll}, {"rho", f.rho},
                        {"dw", f.dw}, {"dw_0", f.dw_0}, {"rank", fit.rank},
                        {"ic", static_cast<double>(f.log.size() - 1)}, {"converged", f.converged ? 1.0 : 0.0}});
  kit::post_vce(vce, fit.N_clust, e);
  e.macro("rhotype", a.rho_type).macro("tranmeth", a.corc ? "corc" : "prais");
  e.macro("method", a.two_step ? "twostep" : "iterated");
  kit::post_coefficients(e, k);
  report::Document table = kit::show_estimates(e, a, c);
  Output out = kit::estimation(std::move(e), sample, k, kit::level_or_default(a.level, c));
  if (!a.no_log) out.document.blank();
  for (std::size_t i = 0; !a.no_log && i < f.log.size(); ++i)
    out.line(fmt::format("Iteration {}:  rho = {:.4f}", i, f.log[i]));
  out.document.append(std::move(table));
  out.line(fmt::format("{:>13} = {:.7f}", "rho", f.rho));
  out.document.blank();
  out.line(fmt::format("Durbin-Watson statistic (original)    = {:.6f}", f.dw_0));
  out.line(fmt::format("Durbin-Watson statistic (transformed) = {:.6f}", f.dw));
  kit::require_convergence(f.converged, out);
  return out;
}

}  // namespace

extern const Command prais_command =
    define<Args>("prais", "Linear regression with AR(1) errors")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .vce(&Args::vce, {"ols", "robust", "hc2", "hc3", "cluster"})
        .text("RHOtype", &Args::rho_type, "regress, freg, tscorr, dw, theil or nagar")
        .flag("CORC", &Args::corc, "Cochrane and Orcutt: the first row is left out")
        .flag("TWOstep", &Args::two_step, "stop after the first estimate of rho")
        .flag("noCONstant", &Args::no_constant, "no constant term")
        .number("TOLerance", &Args::tolerance, 1e-15, 1, "largest change of rho at the end; 1e-6")
        .integer("ITERate", &Args::iterations, 1, 16000, "most iterations; 100")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .flag("noLOg", &Args::no_log, "leave out the iteration log")
        .flag("LOg", &Args::ignored, "show the iteration log (default)")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .stores({{"e(N)", "number of observations"},
                 {"e(df_m)", "slopes"},
                 {"e(df_r)", "residual degrees of freedom"},
                 {"e(F)", "test of all slopes"},
                 {"e(r2)", "R-squared of the transformed regression"},
                 {"e(r2_a)", "adjusted R-squared"},
                 {"e(rmse)", "root mean squared error of the innovations"},
                 {"e(mss)", "model sum of squares"},
                 {"e(rss)", "residual sum of squares"},
                 {"e(ll)", "log likelihood of the transformed regression"},
                 {"e(rho)", "autocorrelation of the errors"},
                 {"e(dw)", "Durbin-Watson statistic, transformed"},
                 {"e(dw_0)", "Durbin-Watson statistic of least squares"},
                 {"e(rank)", "rank of e(V)"},
                 {"e(ic)", "iterations"},
                 {"e(converged)", "1 when converged"},
                 {"e(rhotype)", "how rho is estimated"},
                 {"e(tranmeth)", "prais or corc"},
                 {"e(method)", "iterated or twostep"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"e(depvar)", "name of the dependent variable"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Prais, S. J. and Winsten, C. B. (1954). Trend estimators and serial correlation. Cowles "
                   "Commission Discussion Paper 383.")
        .reference("Judge, G. G. et al. (1985). The Theory and Practice of Econometrics, 2nd ed., section 8.2.")
        .remark("Needs tsset. After a gap, and in each panel, the series begins anew.")
        .example("The transformed regression by hand",
                 "clear\nset obs 40\nset seed 1\ngenerate t = _n\ntsset t\ngenerate double u = rnormal()\n"
                 "replace u = .7*u[_n-1] + rnormal() in 2/40\ngenerate double x = rnormal()\n"
                 "generate double y = 1 + x + u\nprais y x, corc\nscalar R = e(rho)\nscalar B = _b[x]\n"
                 "generate double yt = y - R*L.y\ngenerate double xt = x - R*L.x\nquietly regress yt xt",
                 "abs(_b[xt] - B) < 1e-8")
        .example("One panel after another", "sysuse grunfeld\nxtset firm year\nprais invest mvalue kstock, rhotype("
                 "tscorr) vce(cluster firm)",
                 "e(N_clust) == 10 & e(rho) < 1 & e(dw) > e(dw_0)")
        .runs(run);

}  // namespace nqp::commands::prais_
