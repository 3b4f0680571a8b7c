// xtcsd: tests of cross-sectional dependence after xtreg, fe or re.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/panel_residuals.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::commands::xtcsd_ {
namespace {

using namespace command;
namespace dist = numeric::dist;

struct Args {
  bool pesaran = false, frees = false, friedman = false, absolute = false;
};

// Ranks within a column, ties averaged.
std::vector<double> ranks(std::span<const double> x) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  std::vector<double> out(x.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t j = i;
    while (j < order.size() && x[order[j]] == x[order[i]]) ++j;
    for (std::size_t k = i; k < j; ++k) out[order[k]] = 0.5 * static_cast<double>(i + j + 1);
    i = j;
  }
  return out;
}

// Σ over pairs of f(r, T).
template <class F>
double over_pairs(const numeric::Matrix& e, F&& f) {
  double sum = 0;
  for (std::size_t a = 0; a < e.cols; ++a)
    for (std::size_t b = a + 1; b < e.cols; ++b) {
      const kit::PairCorrelation p = kit::pair_correlation(e, a, b);
      if (!(p.rows > 2) || !std::isfinite(p.r))
        throw Error(2001, "the panel is highly unbalanced", std::nullopt,
                    {"two panels share too few periods, or residuals do not vary"});
      sum += f(p.r, p.rows);
    }
  return sum;
}

// Distribution function of a(χ²(m) - m) + b(χ²(n) - n) by Simpson's rule over the first variable's quantiles.
double frees_probability(double q, double T) {
  const double a = 4 * (T + 2) / (5 * (T - 1) * (T - 1) * (T + 1)), m = T - 1;
  const double b = 2 * (5 * T + 6) / (5 * T * (T - 1) * (T + 1)), n = T * (T - 3) / 2;
  const double top = dist::invchi2tail(m, 1e-12);
  constexpr int steps = 2000;
  double sum = 0;
  for (int i = 0; i <= steps; ++i) {
    const double x = top * i / steps;
    const double density = x > 0 ? dist::chi2den(m, x) : 0;
    const double other = n + (q - a * (x - m)) / b;
    const double f = density * (other > 0 ? dist::chi2(n, other) : 0);
    sum += f * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2);
  }
  return sum * top / steps / 3;
}

double frees_critical(double alpha, double T) {
  double low = -1, high = 10;
  for (int k = 0; k < 60; ++k) {
    const double middle = 0.5 * (low + high);
    (frees_probability(middle, T) < 1 - alpha ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

numeric::Matrix ranked_common(const kit::PanelResiduals& r, double least) {
  numeric::Matrix e = kit::common_periods(r);
  if (static_cast<double>(e.rows) < least)
    throw Error(2001, fmt::format("the test needs {:.0f} periods that all panels share", least));
  for (std::size_t g = 0; g < e.cols; ++g) {
    const std::vector<double> ranked = ranks(e.column(g));
    std::copy(ranked.begin(), ranked.end(), e.column(g).begin());
  }
  return e;
}

void run_pesaran(const kit::PanelResiduals& p, Results& r, Output& out) {
  const double n = static_cast<double>(p.e.cols);
  const double sum = over_pairs(p.e, [](double rho, double rows) { return std::sqrt(rows) * rho; });
  const double cd = std::sqrt(2 / (n * (n - 1))) * sum, prob = 2 * dist::normal(-std::abs(cd));
  out.line(fmt::format("Pesaran's test of cross sectional independence = {:>9}, Pr = {}", kit::fixed_text(cd, 3),
                       kit::fixed_text(prob, 4)));
  r.scalar("pesaran", cd).scalar("p", prob);
}

void run_friedman(const kit::PanelResiduals& p, Results& r, Output& out) {
  const numeric::Matrix e = ranked_common(p, 3);
  const double n = static_cast<double>(e.cols), T = static_cast<double>(e.rows);
  const double average = 2 / (n * (n - 1)) * over_pairs(e, [](double rho, double) { return rho; });
  const double statistic = (T - 1) * ((n - 1) * average + 1), prob = dist::chi2tail(T - 1, statistic);
  out.line(fmt::format("Friedman's test of cross sectional independence = {:>9}, Pr = {}",
                       kit::fixed_text(statistic, 3), kit::fixed_text(prob, 4)));
  r.scalar("fried", statistic).scalar("df", T - 1).scalar("p", prob);
}

void run_frees(const kit::PanelResiduals& p, Results& r, Output& out) {
  const numeric::Matrix e = ranked_common(p, 4);
  const double n = static_cast<double>(e.cols), T = static_cast<double>(e.rows);
  const double average = 2 / (n * (n - 1)) * over_pairs(e, [](double rho, double) { return rho * rho; });
  const double statistic = n * (average - 1 / (T - 1));
  out.line(fmt::format("Frees' test of cross sectional independence = {:>9}", kit::fixed_text(statistic, 3)));
  out.line("Critical values from Frees' Q distribution");
  r.scalar("frees", statistic);
  const std::pair<const char*, double> levels[] = {{"10", 0.10}, {"05", 0.05}, {"01", 0.01}};
  for (const auto& [name, alpha] : levels) {
    const double q = frees_critical(alpha, T);
    out.line(fmt::format("    alpha = {:.2f} : {:>9}", alpha, kit::fixed_text(q, 4)));
    r.scalar(std::string("q") + name, q);
  }
}

Output run(const Args& a, const Context& c) {
  if (a.pesaran + a.frees + a.friedman != 1)
    throw Error(198, "one of pesaran, frees and friedman is required", std::nullopt, {"xtcsd, pesaran abs"});
  const kit::PanelResiduals p = kit::panel_residuals("xtcsd", c);
  if (p.e.cols < 2) throw Error(2001, "insufficient observations", std::nullopt, {"there is only one panel"});
  Output out;
  Results r;
  out.document.blank();
  if (a.pesaran) run_pesaran(p, r, out);
  else if (a.friedman) run_friedman(p, r, out);
  else run_frees(p, r, out);
  if (a.absolute) {
    const double n = static_cast<double>(p.e.cols);
    const double mean = 2 / (n * (n - 1)) * over_pairs(p.e, [](double rho, double) { return std::abs(rho); });
    out.document.blank();
    out.line(fmt::format("Average absolute value of the off-diagonal elements = {:>9}", kit::fixed_text(mean, 3)));
    r.scalar("abs", mean);
  }
  out.r = std::move(r);
  return out;
}

}  // namespace

extern const Command xtcsd_command =
    define<Args>("xtcsd", "Cross-sectional dependence in panels, after xtreg, fe or re")
        .flag("PESaran", &Args::pesaran, "CD statistic of Pesaran, standard normal")
        .flag("FREes", &Args::frees, "Frees' test, with critical values of his Q distribution")
        .flag("FRIedman", &Args::friedman, "Friedman's test, chi-squared")
        .flag("ABS", &Args::absolute, "also the mean absolute correlation of residuals")
        .stores({{"r(pesaran)", "CD statistic"},
                 {"r(frees)", "Frees' statistic"},
                 {"r(fried)", "Friedman's statistic"},
                 {"r(df)", "its degrees of freedom"},
                 {"r(p)", "p-value (pesaran, friedman)"},
                 {"r(q10)", "critical value at 10% (frees); r(q05), r(q01)"},
                 {"r(q05)", "critical value at 5%"},
                 {"r(q01)", "critical value at 1%"},
                 {"r(abs)", "mean absolute correlation"}})
        .changes(Effect::results)
        .reference("Pesaran, M. H. (2004). General diagnostic tests for cross section dependence in panels.")
        .reference("Frees, E. W. (1995). Journal of Econometrics 69, 393-414.")
        .reference("De Hoyos, R. E. and Sarafidis, V. (2006). Stata Journal 6, 482-496.")
        .remark("pesaran uses all periods that two panels share; frees and friedman those that all panels share.")
        .remark("Friedman's statistic is compared with T - 1 degrees of freedom; other programs may take N - 1.")
        .example("Residuals that move together",
                 "clear\nset obs 60\nset seed 8\ngenerate id = ceil(_n/15)\ngenerate t = mod(_n - 1, 15)\nxtset id t\n"
                 "generate x = rnormal()\ngenerate y = x + sin(t) + .1*rnormal()\nxtreg y x, fe\nxtcsd, pesaran abs",
                 "r(p) < .001 & r(abs) > .5")
        .example("Critical values of Frees' distribution for ten periods",
                 "clear\nset obs 40\nset seed 8\ngenerate id = ceil(_n/10)\ngenerate t = mod(_n - 1, 10)\nxtset id t\n"
                 "generate x = rnormal()\ngenerate y = x + rnormal()\nxtreg y x, fe\nxtcsd, frees",
                 "abs(r(q10) - .2559) < .01 & r(q01) > r(q05)")
        .example("Friedman's test",
                 "clear\nset obs 40\nset seed 8\ngenerate id = ceil(_n/10)\ngenerate t = mod(_n - 1, 10)\nxtset id t\n"
                 "generate x = rnormal()\ngenerate y = x + rnormal()\nxtreg y x, fe\nxtcsd, friedman",
                 "r(df) == 9 & abs(r(p) - chi2tail(9, r(fried))) < 1e-12")
        .runs(run);

}  // namespace nqp::commands::xtcsd_
