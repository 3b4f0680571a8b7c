// corrgram: autocorrelations of one series with Ljung and Box's test.
#include <fmt/format.h>

#include <cmath>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/autocorrelations.hpp"
#include "stdlib/kit/posting.hpp"

namespace nqp::commands::corrgram_ {
namespace {

using namespace command;

struct Args {
  Variables variable;
  Sample sample;
  bool no_plot = false;
  int lags = 0;
};

// "-----|    " to the left of the middle for negative values, to the right for positive ones: eight steps a side.
std::string bar(double r) {
  const auto steps = static_cast<std::size_t>(std::min(8.0, std::floor(std::abs(r) * 8)));
  if (data::is_missing(r)) return std::string(8, ' ') + "|" + std::string(8, ' ');
  if (r < 0) return std::string(8 - steps, ' ') + std::string(steps, '-') + "|" + std::string(8, ' ');
  return std::string(8, ' ') + "|" + std::string(steps, '-') + std::string(8 - steps, ' ');
}

std::string number(double x, int width, int decimals) {
  return data::is_missing(x) ? fmt::format("{:>{}}", ".", width) : fmt::format("{:>{}.{}f}", x, width, decimals);
}

Output run(const Args& a, const Context& c) {
  const kit::Autocorrelations r = kit::autocorrelations(a.variable[0], a.sample, a.lags, c);
  Output out;
  out.document.blank();
  const std::string scale = "-1       0       1";
  if (!a.no_plot) out.line(std::string(42, ' ') + scale + " " + scale);
  out.line(std::string(" LAG       AC       PAC      Q     Prob>Q") +
           (a.no_plot ? "" : "  [Autocorrelation]  [Partial autocor]"));
  out.line(std::string(a.no_plot ? 41 : 79, '-'));
  Results results;
  std::vector<std::string> names;
  for (std::size_t k = 0; k < r.ac.size(); ++k) {
    std::string line = fmt::format("{:<5}", k + 1) + number(r.ac[k], 9, 4) + number(r.pac[k], 9, 4) +
                       number(r.q[k], 9, 5 - std::min(4, static_cast<int>(std::log10(std::max(r.q[k], 1.0))) + 1)) +
                       number(r.p[k], 8, 4);
    if (!a.no_plot) line += "  " + bar(r.ac[k]) + "  " + bar(r.pac[k]);
    out.line(std::move(line));
    const std::string i = std::to_string(k + 1);
    names.push_back("lag" + i);
    results.scalar("ac" + i, r.ac[k]).scalar("pac" + i, r.pac[k]).scalar("q" + i, r.q[k]).scalar("p" + i, r.p[k]);
  }
  results.scalar("lags", static_cast<double>(r.ac.size())).scalar("N", r.n);
  results.matrix("AC", kit::named_row(r.ac, "r1", names));
  results.matrix("PAC", kit::named_row(r.pac, "r1", names));
  results.matrix("Q", kit::named_row(r.q, "r1", names));
  out.r = std::move(results);
  return out;
}

}  // namespace

extern const Command corrgram_command =
    define<Args>("corrgram", "Autocorrelations and partial autocorrelations of one series")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .integer("LAGs", &Args::lags, 1, 100000, "how many; min(n/2 - 2, 40)")
        .flag("noPlot", &Args::no_plot, "numbers only")
        .stores({{"r(ac1)", "autocorrelation of lag 1, 2, …"},
                 {"r(pac1)", "partial autocorrelation"},
                 {"r(q1)", "Q of Ljung and Box"},
                 {"r(p1)", "its p-value"},
                 {"r(lags)", "number of lags"},
                 {"r(N)", "number of observations"},
                 {"r(AC)", "autocorrelations"},
                 {"r(PAC)", "partial autocorrelations"},
                 {"r(Q)", "values of Q"}})
        .changes(Effect::results)
        .reference(
            "Ljung, G. M. and Box, G. E. P. (1978). On a measure of lack of fit in time series models. Biometrika "
            "65, 297-303.")
        .remark("Partial autocorrelations are the last coefficients of regressions on the lags.")
        .example(
            "The second partial one by regression",
            "clear\nset seed 2\nset obs 60\ngenerate t = _n\ntsset t\ngenerate double y = rnormal()\n"
            "replace y = .6*y[_n-1] + y in 2/l\nquietly regress y L.y L2.y\nscalar B = _b[L2.y]\ncorrgram y, lags(5)",
            "abs(r(pac2) - B) < 1e-10 & r(lags) == 5")
        .example("It needs a series", "sysuse auto\ncapture corrgram price", "_rc == 111")
        .runs(run);

}  // namespace nqp::commands::corrgram_
