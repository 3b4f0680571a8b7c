// spatdiag: tests for spatial dependence after regress, as Pisati's command reports them.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/spatial_units.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/spatial/dependence_tests.hpp"

namespace nqp::commands::spatdiag_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  std::string weights;
};

// Rows of the sample, period after period when the data are a panel of as many units as the weights have.
std::vector<std::size_t> arranged_rows(const kit::ModelData& m, std::size_t units, const Context& c) {
  const std::size_t N = m.y.size();
  std::vector<std::size_t> order(N);
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (N == units) return order;
  const Error misfit(503, "the regression has " + std::to_string(N) + " observations, the weights " +
                              std::to_string(units) + " units", std::nullopt,
                     {"a balanced panel of these units, declared by xtset, is possible too"});
  if (!c.frame.panel || c.frame.panel->panel.empty() || c.frame.panel->time.empty() || N % units != 0) throw misfit;
  std::vector<double> id(N), time(N);
  c.numeric(c.frame.panel->panel).read_rows(m.sample.rows, id.data());
  c.numeric(c.frame.panel->time).read_rows(m.sample.rows, time.data());
  std::sort(order.begin(), order.end(),
            [&](std::size_t i, std::size_t j) { return std::tie(time[i], id[i]) < std::tie(time[j], id[j]); });
  for (std::size_t i = 0; i < N; ++i) {
    const bool same = id[order[i]] == id[order[i % units]] && time[order[i]] == time[order[i - i % units]];
    if (!same) throw misfit;
  }
  return order;
}

struct Test {
  const char* name;
  double statistic, p;
};

void add_tests(const std::vector<Test>& tests, report::Table& t) {
  for (const Test& test : tests)
    t.row({text_cell(test.name), number_cell(kit::stored(test.statistic), "%9.3f"), text_cell("1", Align::right),
           number_cell(kit::stored(test.p), "%6.3f")});
}

Output run(const Args& a, const Context& c) {
  if (!c.e || c.e->results.macro_or("cmd") != "regress")
    throw Error(301, "last estimates not found", std::nullopt, {"spatdiag follows regress"});
  const kit::SpatialWeights w = kit::spatial_weights(a.weights, false, c);
  const kit::ModelData m = kit::model_data(c);
  const std::vector<std::size_t> order = arranged_rows(m, w.w.rows, c);
  std::vector<double> y(order.size());
  numeric::Matrix x(order.size(), m.x.cols + (m.constant ? 1 : 0), 1.0);
  for (std::size_t i = 0; i < order.size(); ++i) {
    y[i] = m.y[order[i]];
    for (std::size_t j = 0; j < m.x.cols; ++j) x(i, j) = m.x(order[i], j);
  }
  const numeric::SpatialDependence d =
      kit::compute(c, [&](numeric::Progress&) { return numeric::spatial_dependence(y, x, w.w); });
  const double z = (d.moran - d.moran_expected) / d.moran_sd;
  const auto multiplier = [](const char* name, double v) { return Test{name, v, numeric::dist::chi2tail(1, v)}; };
  const std::vector<Test> errors{{"  Moran's I", z, 2 * numeric::dist::normal(-std::fabs(z))},
                                 multiplier("  Lagrange multiplier", d.error),
                                 multiplier("  Robust Lagrange multiplier", d.robust_error)};
  const std::vector<Test> lags{multiplier("  Lagrange multiplier", d.lag),
                               multiplier("  Robust Lagrange multiplier", d.robust_lag)};
  Output out;
  out.document.blank();
  out.line("Diagnostic tests for spatial dependence in OLS regression");
  out.line("Weights " + w.name + (w.standardised ? " (row-standardized)" : ""));
  report::Table t;
  t.columns = {{30, 0, false}, {9, 2, true}, {4, 2, false}, {7, 2, false}};
  t.rule();
  t.row({text_cell("Test"), text_cell("Statistic", Align::right), text_cell("df", Align::right),
         text_cell("p-value", Align::right)});
  t.rule();
  t.row({text_cell("Spatial error:")});
  add_tests(errors, t);
  t.row({text_cell("Spatial lag:")});
  add_tests(lags, t);
  t.rule();
  out.document.blank();
  out.document.add(std::move(t));
  eval::Matrix stats(5, 3);
  stats.row_names = {"Moran", "LM_err", "RLM_err", "LM_lag", "RLM_lag"};
  stats.column_names = {"Statistic", "df", "p"};
  for (std::size_t i = 0; i < 5; ++i) {
    const Test& test = i < 3 ? errors[i] : lags[i - 3];
    stats(i, 0) = kit::stored(test.statistic), stats(i, 1) = 1, stats(i, 2) = kit::stored(test.p);
  }
  out.r = Results{}.scalar("I", kit::stored(d.moran)).matrix("stats", std::move(stats));
  return out;
}

// A ring of eight units.
constexpr const char* ring =
    "clear\nset obs 8\ngenerate x = mod(3*_n, 7)\ngenerate y = x + mod(5*_n, 4)\nmatrix W = J(8, 8, 0)\n"
    "forvalues i = 1/8 {\n  matrix W[`i', 1 + mod(`i', 8)] = .5\n  matrix W[1 + mod(`i', 8), `i'] = .5\n}\n"
    "quietly regress y x\n";

}  // namespace

extern const Command spatdiag_command =
    define<Args>("spatdiag", "Tests for spatial dependence after regress")
        .text("Weights", &Args::weights, "the weights: a square matrix, rows in the order of the data")
        .required("weights")
        .no_by()
        .stores({{"r(stats)", "statistic, df and p-value of the five tests"}, {"r(I)", "Moran's I of the residuals"}})
        .changes(Effect::results)
        .remark("Moran's I is shown as a normal deviate with its two-sided p-value. After a regression on a balanced "
                "panel declared by xtset the weights of the units are those of every period.")
        .reference("Anselin, L., Bera, A. K., Florax, R. and Yoon, M. J. (1996). Simple diagnostic tests for spatial "
                   "dependence. Regional Science and Urban Economics 26, 77-104.")
        .reference("Pisati, M. (2001). sg162: Tools for spatial data analysis. Stata Technical Bulletin 60, 21-37.")
        .example("A cross-section", std::string(ring) + "spatdiag, weights(W)\nmatrix S = r(stats)",
                 "rowsof(S) == 5 & abs(S[2,1] + S[5,1] - S[3,1] - S[4,1]) < 1e-8 & r(I) < .")
        .example("Abbreviated", std::string(ring) + "spatdiag, w(W)", "el(r(stats), 1, 2) == 1")
        .runs(run);

}  // namespace nqp::commands::spatdiag_
