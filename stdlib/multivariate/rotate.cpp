// rotate: loadings of pca and factor turned to be easier to read.
#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/components.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/sample.hpp"
#include "stdlib/numeric/multivariate/components.hpp"

namespace nqp::commands::rotate_ {
namespace {

using namespace command;

struct Args {
  bool varimax = false, normalise = false, kaiser = false, promax = false, clear = false, orthogonal = false,
       oblique = false;
  double blanks = 0;
  std::string power;
};

// promax(#). Error 198.
double power_of(const std::string& text) {
  if (text.empty()) return 3;
  const std::vector<double> x = grammar::parse_numlist(text);
  if (x.size() != 1 || !(x[0] > 1 && x[0] <= 100))
    throw Error(198, "promax() takes one number above 1 and up to 100", std::nullopt, {"promax stands for promax(3)"});
  return x[0];
}

void forget(Results& e) {
  std::erase_if(e.matrices, [](const auto& m) { return m.first.starts_with("r_"); });
  std::erase_if(e.macros, [](const auto& m) { return m.first.starts_with("r_"); });
}

Output run(const Args& a, const Context& c) {
  const Results& last = kit::component_estimates(c, "rotate");
  Output out;
  out.e = *c.e;
  Results& e = out.e->results;
  out.sample = kit::last_sample(c).use;
  forget(e);
  if (a.clear) return out;
  const bool promax = a.promax || !a.power.empty() || a.oblique;
  if (promax && (a.varimax || a.orthogonal)) throw Error(198, "only one rotation may be asked for");
  const numeric::Matrix l = kit::numeric_matrix(*last.find_matrix("L"));
  const bool normalise = a.normalise || a.kaiser;
  const numeric::Rotation r = kit::compute(c, [&](numeric::Progress&) {
    return promax ? numeric::promax(l, power_of(a.power), normalise) : numeric::varimax(l, normalise);
  });
  const std::vector<std::string> rows = last.find_matrix("L")->row_names, names = last.find_matrix("L")->column_names;
  e.macro("r_criterion", promax ? "promax" : "varimax").macro("r_normalization", normalise ? "kaiser" : "none");
  e.matrix("r_L", kit::named_matrix(r.loadings, rows, names));
  e.matrix("r_T", kit::named_matrix(r.transformation, names, names));
  e.matrix("r_Phi", kit::named_matrix(r.correlations, names, names));
  out.document.blank();
  out.line(std::string("Rotation: ") + (promax ? "oblique promax" : "orthogonal varimax") +
           (normalise ? " (Kaiser on)" : " (Kaiser off)"));
  out.document.blank();
  out.line("Rotated loadings");
  out.document.blank();
  out.document.add(kit::loading_table(*e.find_matrix("r_L"), kit::row_values(*e.find_matrix("Psi")),
                                      e.macro_or("cmd") == "pca" ? "Unexplained" : "Uniqueness", a.blanks));
  out.document.blank();
  out.line("Rotation matrix");
  out.document.blank();
  out.document.add(kit::loading_table(*e.find_matrix("r_T"), {}, "", 0));
  return out;
}

}  // namespace

extern const Command rotate_command =
    define<Args>("rotate", "Rotate loadings, after factor and pca")
        .flag("VArimax", &Args::varimax, "orthogonal: large and small loadings (default)")
        .flag("promax", &Args::promax, "oblique: towards the third power of the varimax loadings")
        .text("promax", &Args::power, "the same with another power")
        .flag("ORThogonal", &Args::orthogonal, "the same as varimax")
        .flag("OBLique", &Args::oblique, "the same as promax")
        .flag("NORMalize", &Args::normalise, "rows of unit length while rotating (Kaiser)")
        .flag("KAiser", &Args::kaiser, "the same")
        .number("BLanks", &Args::blanks, 0, 1, "leave loadings smaller than # blank")
        .flag("clear", &Args::clear, "forget the rotation")
        .no_by()
        .stores({{"e(r_L)", "rotated loadings"},
                 {"e(r_T)", "rotation matrix"},
                 {"e(r_Phi)", "correlations of the factors"},
                 {"e(r_criterion)", "varimax or promax"}})
        .changes(Effect::estimates)
        .reference("Kaiser, H. F. (1958). Psychometrika 23, 187-200.")
        .reference("Hendrickson, A. E. and White, P. O. (1964). British Journal of Statistical Psychology 17, 65-70.")
        .example("Varimax keeps communalities",
                 "sysuse auto\nfactor price mpg weight length turn, pcf factors(2) mineigen(0)\nrotate\nmatrix A = "
                 "e(L)\nmatrix B = e(r_L)",
                 "abs(A[1,1]^2 + A[1,2]^2 - B[1,1]^2 - B[1,2]^2) < 1e-12")
        .example("Promax factors may be correlated",
                 "sysuse auto\nfactor price mpg weight length turn, pcf factors(2) mineigen(0)\nrotate, promax(4) "
                 "normalize\nmatrix P = e(r_Phi)",
                 "abs(P[1,1] - 1) < 1e-10 & P[1,2] != 0")
        .runs(run);

}  // namespace nqp::commands::rotate_
