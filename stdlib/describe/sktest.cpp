// sktest: skewness and kurtosis tests of normality.
#include <algorithm>
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/observed.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::commands::sktest_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variables;
  Sample sample;
  bool no_adjust = false;
};

struct Found {
  double n = 0, p_skewness = 0, p_kurtosis = 0, chi2 = 0, p = 0;
};

// √b1 as a standard normal: D'Agostino, Belanger and D'Agostino (1990), eq. (11)-(16).
double normal_skewness(double root_b1, double n) {
  const double y = root_b1 * std::sqrt((n + 1) * (n + 3) / (6 * (n - 2)));
  const double beta2 = 3 * (n * n + 27 * n - 70) * (n + 1) * (n + 3) / ((n - 2) * (n + 5) * (n + 7) * (n + 9));
  const double w2 = std::sqrt(2 * (beta2 - 1)) - 1;
  const double delta = 1 / std::sqrt(0.5 * std::log(w2)), alpha = std::sqrt(2 / (w2 - 1));
  return delta * std::asinh(y / alpha);
}

// b2 as a standard normal: the same paper, eq. (18)-(22) (Anscombe and Glynn 1983).
double normal_kurtosis(double b2, double n) {
  const double mean = 3 * (n - 1) / (n + 1);
  const double variance = 24 * n * (n - 2) * (n - 3) / ((n + 1) * (n + 1) * (n + 3) * (n + 5));
  const double x = (b2 - mean) / std::sqrt(variance);
  const double root_beta1 =
      6 * (n * n - 5 * n + 2) / ((n + 7) * (n + 9)) * std::sqrt(6 * (n + 3) * (n + 5) / (n * (n - 2) * (n - 3)));
  const double a = 6 + 8 / root_beta1 * (2 / root_beta1 + std::sqrt(1 + 4 / (root_beta1 * root_beta1)));
  const double ratio = (1 - 2 / a) / (1 + x * std::sqrt(2 / (a - 4)));
  return (1 - 2 / (9 * a) - std::cbrt(ratio)) / std::sqrt(2 / (9 * a));
}

// Royston's empirical correction of the joint statistic (1991, Stata Technical Bulletin 3, sg3.1).
double corrected_chi2(double k2, double n) {
  const double tail = numeric::dist::chi2tail(2, k2);
  const double zc = -numeric::dist::invnormal(std::exp(-k2 / 2)), zt = 0.55 * std::pow(n, 0.2) - 0.21;
  if (!(tail > 0) || !std::isfinite(zc)) return k2;
  const double a1 = (-5 + 3.46 * std::log(n)) * std::exp(-1.37 * std::log(n));
  const double b1 = 1 + (0.854 - 0.148 * std::log(n)) * std::exp(-0.55 * std::log(n));
  const double bend = 2.13 / (1 - 2.37 * std::log(n)), a2 = a1 - bend * zt, b2 = b1 + bend;
  double z = zc;
  if (zc >= -1 && zc < zt) z = a1 + b1 * zc;
  else if (zc >= zt) z = a2 + b2 * zc;
  return -2 * std::log(1 - numeric::dist::normal(z));
}

Found test(const std::vector<double>& x, bool adjust) {
  Found out;
  out.n = static_cast<double>(x.size());
  double mean = 0, m2 = 0, m3 = 0, m4 = 0;
  for (const double v : x) mean += v / out.n;
  for (const double v : x) {
    const double d = v - mean;
    m2 += d * d / out.n;
    m3 += d * d * d / out.n;
    m4 += d * d * d * d / out.n;
  }
  const double skew = normal_skewness(m3 / std::pow(m2, 1.5), out.n), kurt = normal_kurtosis(m4 / (m2 * m2), out.n);
  out.p_skewness = 2 * numeric::dist::normal(-std::abs(skew));
  out.p_kurtosis = 2 * numeric::dist::normal(-std::abs(kurt));
  const double k2 = skew * skew + kurt * kurt;
  out.chi2 = adjust ? corrected_chi2(k2, out.n) : k2;
  out.p = numeric::dist::chi2tail(2, out.chi2);
  return out;
}

Output run(const Args& a, const Context& c) {
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample);
  report::Table t;
  t.columns = {{12, 0, false}, {9, 1, true}, {13, 1, false}, {13, 1, false}, {12, 1, false}, {10, 1, false}};
  const auto head = [](const char* s) { return text_cell(s, Align::right); };
  t.rule();
  t.row({head("Variable"), head("Obs"), head("Pr(skewness)"), head("Pr(kurtosis)"),
         head(a.no_adjust ? "chi2(2)" : "Adj chi2(2)"), head("Prob>chi2")});
  t.rule();
  Found last;
  for (const std::string& name : a.variables) {
    const std::vector<double> x = kit::observed(c.numeric(name), rows).x;
    if (x.size() < 8) throw Error(2001, "insufficient observations of " + name + ": at least eight are needed");
    last = test(x, !a.no_adjust);
    t.row({text_cell(text::abbreviate(name, 12), Align::right), number_cell(last.n, "%9.0fc"),
           number_cell(kit::stored(last.p_skewness), "%9.4f"), number_cell(kit::stored(last.p_kurtosis), "%9.4f"),
           number_cell(kit::stored(last.chi2), "%9.2f"), number_cell(kit::stored(last.p), "%9.4f")});
  }
  t.rule();
  Output out;
  out.document.blank();
  out.line("Skewness and kurtosis tests for normality");
  out.document.add(std::move(t));
  out.r = Results{}
              .scalar("N", last.n)
              .scalar("P_skew", kit::stored(last.p_skewness))
              .scalar("P_kurt", kit::stored(last.p_kurtosis));
  out.r->scalar("chi2", kit::stored(last.chi2)).scalar("P_chi2", kit::stored(last.p));
  return out;
}

}  // namespace

extern const Command sktest_command =
    define<Args>("sktest", "Skewness and kurtosis tests of normality")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .flag("noAdjust", &Args::no_adjust, "without Royston's correction of the joint test")
        .stores({{"r(N)", "observations of the last variable"},
                 {"r(P_skew)", "p-value of the skewness"},
                 {"r(P_kurt)", "p-value of the kurtosis"},
                 {"r(chi2)", "joint statistic"},
                 {"r(P_chi2)", "its p-value"}})
        .changes(Effect::results)
        .reference(
            "D'Agostino, R. B., Belanger, A. and D'Agostino, R. B. Jr. (1990). American Statistician 44, 316-321.")
        .reference("Royston, P. (1991). Stata Technical Bulletin 3, 23-24 (sg3.1).")
        .example("Skewed prices", "sysuse auto\nsktest price", "r(N) == 74 & r(P_skew) < .001")
        .example("Without the correction", "sysuse auto\nsktest mpg turn, noadjust", "r(P_chi2) > .05")
        .runs(run);

}  // namespace nqp::commands::sktest_
