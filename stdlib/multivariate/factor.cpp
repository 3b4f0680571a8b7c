// factor: common factors of a correlation matrix.
#include <algorithm>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/components.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/multivariate/components.hpp"

namespace nqp::commands::factor_ {
namespace {

using namespace command;

enum class Method { principal, component, iterated };

struct Args {
  Variables variables;
  Sample sample;
  Weight weight;
  Method method = Method::principal;
  int factors = 0;
  double least = -1, blanks = 0;
};

std::string title_of(Method m) {
  if (m == Method::component) return "principal-component factors";
  return m == Method::iterated ? "iterated principal factors" : "principal factors";
}

numeric::Factors fit(const Args& a, const numeric::Matrix& r) {
  constexpr int most_iterations = 10000;
  const std::size_t p = r.rows;
  const auto by_method = [&](std::size_t k) {
    if (a.method == Method::component) return numeric::component_factors(r, k);
    return numeric::principal_factors(r, k, a.method == Method::iterated ? most_iterations : 1);
  };
  const auto asked = static_cast<std::size_t>(a.factors);
  const double least = a.least >= 0 ? a.least : a.method == Method::component ? 1.0 : 0.0;
  // How many are kept is decided before any iteration.
  const numeric::Factors first =
      a.method == Method::component ? numeric::component_factors(r, p) : numeric::principal_factors(r, p);
  std::size_t k = 0;
  while (k < p && first.values[k] > least) ++k;
  if (asked > 0) k = std::min(k, asked);
  if (k == 0) throw Error(498, "no factor is retained", std::nullopt, {"mineigen() with a smaller number keeps some"});
  return by_method(k);
}

report::Document shown(const Results& e, double blanks) {
  const eval::Matrix& values = *e.find_matrix("Ev");
  double total = 0;
  for (std::size_t j = 0; j < values.columns; ++j) total += values(0, j);
  report::Document d;
  d.blank();
  d.line(fmt::format("{:<49}Number of obs    = {:>9.0f}", "Factor analysis/correlation", e.scalar_or("N")));
  d.line(fmt::format("{:<49}Retained factors = {:>9.0f}", "    Method: " + e.macro_or("mtitle"), e.scalar_or("f")));
  d.line(fmt::format("{:<49}Number of params = {:>9.0f}", "    Rotation: (unrotated)", e.scalar_or("df_m")));
  d.blank();
  d.add(kit::eigenvalue_table(values, total, "Factor"));
  d.line(fmt::format("    LR test: independent vs. saturated: chi2({:.0f}) = {:.2f}  Prob>chi2 = {:.4f}",
                     e.scalar_or("df_i"), e.scalar_or("chi2_i"), e.scalar_or("p_i")));
  d.blank();
  d.line("Factor loadings (pattern matrix) and unique variances");
  d.blank();
  d.add(kit::loading_table(*e.find_matrix("L"), kit::row_values(*e.find_matrix("Psi")), "Uniqueness", blanks));
  return d;
}

Output run(const Args& a, const Context& c) {
  if (a.variables.empty()) {
    const Results& e = kit::component_estimates(c, "factor without variables");
    if (e.macro_or("cmd") != "factor") throw Error(301, "last estimates not found", std::nullopt, {"they are of pca"});
    Output out;
    out.document = shown(e, a.blanks);
    return out;
  }
  const kit::Correlated x = kit::correlated(c, a.variables, a.sample, a.weight);
  const numeric::Factors f = kit::compute(c, [&](numeric::Progress&) { return fit(a, x.correlation); });
  const numeric::Sphericity test =
      kit::compute(c, [&](numeric::Progress&) { return numeric::sphericity(x.correlation, x.n); });
  Output out = kit::begin_components(c, "factor", x, false);
  Results& e = out.e->results;
  const double p = static_cast<double>(a.variables.size()), k = static_cast<double>(f.loadings.cols);
  e.macro("title", "Factor analysis").macro("mtitle", title_of(a.method));
  e.macro("method", a.method == Method::component ? "pcf" : a.method == Method::iterated ? "ipf" : "pf");
  e.scalar("f", k).scalar("df_m", p * k - k * (k - 1) / 2);
  e.scalar("chi2_i", test.chi2).scalar("df_i", test.df).scalar("p_i", numeric::dist::chi2tail(test.df, test.chi2));
  e.matrix("Ev", kit::named_row(f.values, "Eigenvalues", kit::numbered("Factor", f.values.size())));
  e.matrix("L", kit::named_matrix(f.loadings, a.variables, kit::numbered("Factor", f.loadings.cols)));
  e.matrix("Psi", kit::named_row(f.uniqueness, "Uniqueness", a.variables));
  out.document = shown(e, a.blanks);
  return out;
}

}  // namespace

extern const Command factor_command =
    define<Args>("factor", "Factor analysis of a correlation matrix")
        .varlist(&Args::variables, Count{2})
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight})
        .one_of(&Args::method, {{"pf", Method::principal}, {"pcf", Method::component}, {"ipf", Method::iterated}},
                "principal factors (default), principal-component factors, iterated principal factors")
        .integer("FActors", &Args::factors, 1, 1 << 20, "most factors kept")
        .number("MINEigen", &Args::least, 0, 1e300, "keep factors with eigenvalues above #; 0, with pcf 1")
        .number("BLanks", &Args::blanks, 0, 1, "leave loadings smaller than # blank")
        .stores({{"e(N)", "observations"},
                 {"e(f)", "factors kept"},
                 {"e(df_m)", "parameters"},
                 {"e(chi2_i)", "independence against the saturated model"},
                 {"e(df_i)", "its degrees of freedom"},
                 {"e(p_i)", "its p-value"},
                 {"e(Ev)", "eigenvalues"},
                 {"e(L)", "loadings"},
                 {"e(Psi)", "unique variances"},
                 {"e(C)", "correlation matrix"},
                 {"e(sample)", "estimation sample"}})
        .changes(Effect::estimates)
        .reference("Harman, H. H. (1976). Modern Factor Analysis, 3rd edition, chapter 8.")
        .remark("rotate turns the loadings; predict f1 f2 makes regression scores (Thomson 1951).")
        .example("Principal-component factors reproduce their eigenvalues",
                 "sysuse auto\nfactor price mpg weight length, pcf\nmatrix L = e(L)\nmatrix S = L'*L\nmatrix E = e(Ev)",
                 "reldif(S[1,1], E[1,1]) < 1e-12 & e(f) == 1")
        .example("Principal factors, rotated",
                 "sysuse auto\nfactor price mpg weight length, factors(2) blanks(.2)\nrotate\npredict f1 f2",
                 "c(k) == 14 & e(f) == 2")
        .runs(run);

}  // namespace nqp::commands::factor_
