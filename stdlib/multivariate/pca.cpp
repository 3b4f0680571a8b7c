// pca: principal components of a correlation or covariance matrix.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/components.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/multivariate/components.hpp"

namespace nqp::commands::pca_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  Weight weight;
  int components = 0;
  double least = 1e-5, blanks = 0;
  bool covariance = false, correlation = false, means = false, no_display = false, ignored = false;
};

std::size_t kept(const std::vector<double>& values, const Args& a) {
  std::size_t k = 0;
  while (k < values.size() && values[k] > a.least) ++k;
  return a.components > 0 ? std::min(k, static_cast<std::size_t>(a.components)) : k;
}

std::vector<double> row_of(const eval::Matrix& m) { return kit::row_values(m); }

report::Document shown(const Results& e, double blanks, bool means) {
  const eval::Matrix &values = *e.find_matrix("Ev"), &l = *e.find_matrix("L");
  const double trace = e.scalar_or("trace"), f = e.scalar_or("f");
  report::Document d;
  d.blank();
  const bool covariance = e.macro_or("Ctype") == "covariance";
  d.line(fmt::format("{:<49}Number of obs    = {:>9.0f}",
                     covariance ? "Principal components/covariance" : "Principal components/correlation",
                     e.scalar_or("N")));
  d.line(fmt::format("{:<49}Number of comp.  = {:>9.0f}", "", f));
  d.line(fmt::format("{:<49}Trace            = {:>9.7g}", "", trace));
  d.line(fmt::format("{:<49}Rho              = {:>9.4f}", "    Rotation: (unrotated = principal)", e.scalar_or("rho")));
  d.blank();
  d.add(kit::eigenvalue_table(values, trace, "Comp"));
  d.blank();
  d.line("Principal components (eigenvectors)");
  d.blank();
  d.add(kit::loading_table(l, row_of(*e.find_matrix("Psi")), "Unexplained", blanks));
  if (!means) return d;
  eval::Matrix table(l.rows, 2);
  table.row_names = l.row_names;
  table.column_names = {"Mean", "Std.dev."};
  for (std::size_t i = 0; i < l.rows; ++i) {
    table(i, 0) = (*e.find_matrix("means"))(0, i);
    table(i, 1) = (*e.find_matrix("sds"))(0, i);
  }
  d.blank();
  d.add(kit::loading_table(table, {}, "", 0));
  return d;
}

Output run(const Args& a, const Context& c) {
  if (a.variables.empty()) {
    const Results& e = kit::component_estimates(c, "pca without variables");
    if (e.macro_or("cmd") != "pca") throw Error(301, "last estimates not found", std::nullopt, {"they are of factor"});
    Output out;
    out.document = shown(e, a.blanks, a.means);
    return out;
  }
  if (a.covariance && a.correlation) throw Error(198, "only one of correlation and covariance may be given");
  const kit::Correlated x = kit::correlated(c, a.variables, a.sample, a.weight);
  const numeric::Matrix& m = a.covariance ? x.covariance : x.correlation;
  const numeric::Components p = kit::compute(c, [&](numeric::Progress&) { return numeric::principal_components(m); });
  const std::size_t k = kept(p.values, a), n = p.values.size();
  if (k == 0) throw Error(498, "no eigenvalue is above mineigen()", std::nullopt, {"choose a smaller one"});
  const std::vector<std::string> names = kit::numbered("Comp", n);

  double trace = 0, explained = 0;
  std::vector<double> unexplained(n);
  numeric::Matrix l(n, k);
  for (std::size_t i = 0; i < n; ++i) {
    trace += m(i, i);
    unexplained[i] = m(i, i);
    for (std::size_t j = 0; j < k; ++j) {
      l(i, j) = p.vectors(i, j);
      unexplained[i] -= p.values[j] * l(i, j) * l(i, j);
    }
  }
  for (std::size_t j = 0; j < k; ++j) explained += p.values[j];
  Output out = kit::begin_components(c, "pca", x, a.covariance);
  Results& e = out.e->results;
  e.macro("title", "Principal components").scalar("f", static_cast<double>(k)).scalar("trace", trace);
  e.scalar("rho", explained / trace);
  e.matrix("Ev", kit::named_row(p.values, "Eigenvalues", names));
  e.matrix("L", kit::named_matrix(l, a.variables, {names.begin(), names.begin() + static_cast<std::ptrdiff_t>(k)}));
  e.matrix("Psi", kit::named_row(unexplained, "Unexplained", a.variables));
  if (!a.no_display) out.document = shown(e, a.blanks, a.means);
  return out;
}

}  // namespace

extern const Command pca_command =
    define<Args>("pca", "Principal components")
        .varlist(&Args::variables, Count{2})
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight})
        .integer("COMponents", &Args::components, 1, 1 << 20, "most components kept")
        .integer("FActors", &Args::components, 1, 1 << 20, "the same as components()")
        .number("MINEigen", &Args::least, 0, 1e300, "keep components with eigenvalues above #")
        .flag("COVariance", &Args::covariance, "of the covariance matrix")
        .flag("CORrelation", &Args::correlation, "of the correlation matrix (default)")
        .number("BLanks", &Args::blanks, 0, 1, "leave loadings smaller than # blank")
        .flag("MEans", &Args::means, "show means and standard deviations")
        .flag("novce", &Args::ignored, "accepted; there are no standard errors")
        .flag("noDISPLAY", &Args::no_display, "show nothing")
        .stores({{"e(N)", "observations"},
                 {"e(f)", "components kept"},
                 {"e(rho)", "share of the variance that they explain"},
                 {"e(trace)", "trace of e(C)"},
                 {"e(Ev)", "all eigenvalues"},
                 {"e(L)", "eigenvectors of the components kept"},
                 {"e(Psi)", "variance of each variable that they leave"},
                 {"e(C)", "correlation or covariance matrix"},
                 {"e(means)", "means"},
                 {"e(sds)", "standard deviations"},
                 {"e(sample)", "estimation sample"}})
        .changes(Effect::estimates)
        .reference("Jolliffe, I. T. (2002). Principal Component Analysis, 2nd edition, chapters 2 and 6.")
        .remark(
            "Eigenvectors have unit length and a positive sum. predict f1 f2, score makes the scores of standardised "
            "variables; pcascore makes an index of them. estat kmo, estat loadings, rotate and screeplot follow.")
        .example("All components", "sysuse auto\npca price mpg weight length, means",
                 "e(f) == 4 & reldif(e(trace), 4) < 1e-12 & abs(e(rho) - 1) < 1e-12")
        .example("Two of them, and their scores",
                 "sysuse auto\npca price mpg weight length, components(2) blanks(.3)\npredict double f1 f2, score\n"
                 "matrix V = e(Ev)\nsummarize f1",
                 "reldif(r(Var), V[1,1]) < 1e-12")
        .runs(run);

}  // namespace nqp::commands::pca_
