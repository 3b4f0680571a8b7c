// pwcorr: correlations of every pair of variables with their significance.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/complete_cases.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/triangle.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/correlation.hpp"
#include "stdlib/numeric/moments/multiple_comparison.hpp"

namespace nqp::commands::pwcorr_ {
namespace {

using namespace command;
using report::Cell;
using report::number_cell;
using report::text_cell;

struct Args {
  Terms terms;
  Sample sample;
  Weight weight;
  bool obs = false, sig = false, listwise = false, casewise = false, bonferroni = false, sidak = false;
  double print = 0, star = 0;
};

struct Pairs {
  numeric::Matrix r, n, p;
};

Pairs correlate_pairs(const std::vector<kit::NamedSeries>& series, const kit::WeightedRows& rows, const Args& a,
                      const Context& c) {
  const std::size_t k = series.size();
  Pairs out{numeric::Matrix(k, k), numeric::Matrix(k, k), numeric::Matrix(k, k, numeric::undefined)};
  const double tests = static_cast<double>(k * (k - 1)) / 2;
  const numeric::Adjustment adjustment = a.bonferroni ? numeric::Adjustment::bonferroni
                                         : a.sidak    ? numeric::Adjustment::sidak
                                                      : numeric::Adjustment::none;
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      c.poll();
      const kit::CompleteCases pair = kit::complete_cases({series[i], series[j]}, rows);
      numeric::Covariance f;
      f.correlation = numeric::Matrix(2, 2, numeric::undefined);
      if (pair.x.rows > 0)
        f = kit::compute(
            c, [&](numeric::Progress&) { return numeric::covariance(pair.x, pair.rows.weights, pair.rows.kind); });
      out.r(i, j) = out.r(j, i) = f.correlation(0, 1);
      out.n(i, j) = out.n(j, i) = f.n;
      if (i != j)
        out.p(i, j) = out.p(j, i) =
            numeric::adjusted_p(numeric::correlation_p_value(f.correlation(0, 1), f.n), tests, adjustment);
    }
  }
  return out;
}

// A level below 1 is a probability, any other a percentage: star(.05) and star(5) are the same.
double as_probability(double x) { return x >= 1 ? x / 100 : x; }

std::vector<Cell> lines_of(const Pairs& p, const Args& a, std::size_t i, std::size_t j) {
  const double sig = p.p(i, j);
  const bool hidden = a.print > 0 && i != j && !(sig <= as_probability(a.print));
  const bool starred = a.star > 0 && i != j && sig <= as_probability(a.star);
  Cell r = number_cell(kit::stored(p.r(i, j)), "%8.4f");
  r.text = hidden ? std::string() : r.text + (starred ? "*" : " ");
  std::vector<Cell> out{r};
  const auto under = [&](double x, const char* format) {
    Cell cell = number_cell(kit::stored(x), format);
    cell.text = hidden ? std::string() : cell.text + " ";
    return cell;
  };
  if (a.sig) out.push_back(i == j ? text_cell("") : under(sig, "%8.4f"));
  if (a.obs) out.push_back(under(p.n(i, j), "%8.0fc"));
  return out;
}

eval::Matrix stored_matrix(const numeric::Matrix& m, const std::vector<std::string>& names) {
  eval::Matrix out = kit::named_matrix(m, names, names);
  for (double& x : out.values) x = kit::stored(x);
  return out;
}

Output run(const Args& a, const Context& c) {
  kit::WeightedRows rows = kit::weighted_rows(c, a.sample, a.weight);
  Output out;
  const std::vector<kit::NamedSeries> series = kit::named_or_numeric(a.terms, rows, c, out);
  if (a.listwise || a.casewise) rows = kit::complete_cases(series, rows).rows;
  kit::need_rows(rows);
  const Pairs pairs = correlate_pairs(series, rows, a, c);
  kit::Triangle t;
  for (const kit::NamedSeries& s : series) t.names.push_back(s.name);
  t.width = 8;
  t.marks = true;
  t.blank_between = a.sig || a.obs;
  t.cell = [&](std::size_t i, std::size_t j) { return lines_of(pairs, a, i, j); };
  out.document.blank();
  out.document.append(kit::draw_triangle(t, c.settings.linesize));
  const std::size_t last = series.size() - 1;
  out.r = Results{}.scalar("N", pairs.n(last, last > 0 ? last - 1 : 0));
  out.r->scalar("rho", kit::stored(pairs.r(last > 0 ? 1 : 0, 0)));
  numeric::Matrix sig = pairs.p;
  for (std::size_t i = 0; i < sig.rows; ++i) sig(i, i) = 0;
  out.r->matrix("C", stored_matrix(pairs.r, t.names));
  out.r->matrix("sig", stored_matrix(sig, t.names)).matrix("Nobs", stored_matrix(pairs.n, t.names));
  return out;
}

}  // namespace

extern const Command pwcorr_command =
    define<Args>("pwcorr", "Pairwise correlations")
        .terms(&Args::terms, {0})
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight})
        .flag("Obs", &Args::obs, "number of observations of each pair")
        .flag("SIG", &Args::sig, "significance of each correlation")
        .flag("LISTwise", &Args::listwise, "the same rows for all pairs")
        .flag("CASEwise", &Args::casewise, "the same as listwise")
        .number("Print", &Args::print, 0, 100, "show only correlations significant at this level")
        .number("STar", &Args::star, 0, 100, "star correlations significant at this level")
        .flag("Bonferroni", &Args::bonferroni, "significance adjusted by Bonferroni for the number of pairs")
        .flag("SIDak", &Args::sidak, "significance adjusted by Šidák for the number of pairs")
        .stores({{"r(N)", "number of observations of the last pair"},
                 {"r(rho)", "correlation of the first two variables"},
                 {"r(C)", "correlations"},
                 {"r(sig)", "their significance"},
                 {"r(Nobs)", "number of observations of each pair"}})
        .changes(Effect::results)
        .remark("The significance is 2 ttail(n-2, |r| sqrt((n-2)/(1-r^2))).")
        .example("With stars", "sysuse auto\npwcorr price mpg weight rep78, star(.05) sig obs",
                 "abs(el(r(C), 4, 2) - .40234039) < 1e-8")
        .example("Adjusted for six tests", "sysuse auto\npwcorr price mpg weight rep78, bonferroni print(10) casewise",
                 "el(r(Nobs), 1, 1) == 69")
        .runs(run);

}  // namespace nqp::commands::pwcorr_
