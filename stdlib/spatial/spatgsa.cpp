// spatgsa: global measures of spatial autocorrelation, as Pisati's command reports them.
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/spatial_units.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/spatial/autocorrelation.hpp"

namespace nqp::commands::spatgsa_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variables;
  std::string weights;
  bool moran = false, geary = false, two_tails = false;
};

using Statistics = std::vector<std::pair<std::string, numeric::SpatialStatistic>>;

eval::Matrix matrix_of(const Statistics& list, const char* letter, bool two_tails) {
  eval::Matrix m(list.size(), 5);
  m.column_names = {letter, std::string("E(") + letter + ")", std::string("sd(") + letter + ")", "z", "p-value"};
  for (std::size_t i = 0; i < list.size(); ++i) {
    const numeric::SpatialStatistic& s = list[i].second;
    const double sd = std::sqrt(s.variance_random), z = (s.value - s.expected) / sd;
    const double values[] = {s.value, s.expected, sd, z, (two_tails ? 2 : 1) * numeric::dist::normal(-std::fabs(z))};
    for (std::size_t j = 0; j < 5; ++j) m(i, j) = kit::stored(values[j]);
    m.row_names[i] = list[i].first;
  }
  return m;
}

void show(const eval::Matrix& m, const std::string& title, Output& out) {
  report::Table t;
  t.columns = {{14, 0, false}, {9, 2, true}, {9, 1, false}, {9, 1, false}, {9, 1, false}, {9, 1, false}};
  std::vector<report::Cell> head{text_cell("Variables", Align::right)};
  for (const std::string& name : m.column_names) head.push_back(text_cell(name, Align::right));
  t.row(std::move(head));
  t.rule();
  for (std::size_t i = 0; i < m.rows; ++i) {
    std::vector<report::Cell> cells{text_cell(text::abbreviate(m.row_names[i], 14), Align::right)};
    for (std::size_t j = 0; j < 5; ++j) cells.push_back(number_cell(m(i, j), "%8.3f"));
    t.row(std::move(cells));
  }
  t.rule();
  out.document.blank();
  out.line(title);
  out.document.add(std::move(t));
}

Output run(const Args& a, const Context& c) {
  if (!a.moran && !a.geary) throw Error(198, "spatgsa needs moran, geary or both");
  const kit::SpatialWeights w = kit::spatial_weights(a.weights, false, c);
  const kit::SpatialPeriod all = kit::spatial_periods({}, "", "", c).front();
  if (all.rows.size() != w.w.rows)
    throw Error(503, "the data have " + std::to_string(all.rows.size()) + " observations, the weights " +
                         std::to_string(w.w.rows) + " units");
  Statistics I, C;
  for (const std::string& name : a.variables) {
    std::vector<double> x(all.rows.size());
    c.numeric(name).read_rows(all.rows, x.data());
    for (const double v : x)
      if (data::is_missing(v)) throw Error(416, name + " has missing values");
    const auto s = kit::compute(c, [&](numeric::Progress&) { return numeric::spatial_autocorrelation(x, w.w); });
    I.emplace_back(name, s.moran);
    C.emplace_back(name, s.geary);
  }
  Output out;
  out.document.blank();
  out.line("Measures of global spatial autocorrelation");
  out.line("Weights " + w.name + (w.standardised ? " (row-standardized)" : ""));
  out.r = Results{};
  if (a.moran) {
    out.r->matrix("Moran", matrix_of(I, "I", a.two_tails));
    show(*out.r->find_matrix("Moran"), "Moran's I", out);
  }
  if (a.geary) {
    out.r->matrix("Geary", matrix_of(C, "c", a.two_tails));
    show(*out.r->find_matrix("Geary"), "Geary's c", out);
  }
  out.line(a.two_tails ? "*2-tail test" : "*1-tail test");
  return out;
}

}  // namespace

extern const Command spatgsa_command =
    define<Args>("spatgsa", "Global measures of spatial autocorrelation")
        .varlist(&Args::variables)
        .text("Weights", &Args::weights, "the weights: a square matrix, rows in the order of the data")
        .required("weights")
        .flag("Moran", &Args::moran, "Moran's I")
        .flag("Geary", &Args::geary, "Geary's c")
        .flag("Twotail", &Args::two_tails, "two-sided p-values")
        .no_by()
        .stores({{"r(Moran)", "I E(I) sd(I) z p-value, one row a variable"},
                 {"r(Geary)", "c E(c) sd(c) z p-value, one row a variable"}})
        .changes(Effect::results)
        .remark("Standard deviations are those under randomization. p-values are one-sided unless twotail is given; "
                "moran gives two-sided ones.")
        .reference("Pisati, M. (2001). sg162: Tools for spatial data analysis. Stata Technical Bulletin 60, 21-37.")
        .example("Both measures",
                 "clear\ninput id x n1 n2\n1 2 2 .\n2 3 1 3\n3 7 2 4\n4 8 3 .\nend\n"
                 "spatwmat, name(W) id(id) contiguity(n1 n2) standardize\nspatgsa x, weights(W) moran geary\n"
                 "matrix m = r(Moran)",
                 "abs(m[1,1] - .5384615) < 1e-7 & abs(m[1,4] - 1.476083) < 1e-6")
        .example("One tail or two",
                 "clear\ninput id x n1 n2\n1 2 2 .\n2 3 1 3\n3 7 2 4\n4 8 3 .\nend\n"
                 "spatwmat, name(W) id(id) contiguity(n1 n2)\nspatgsa x, w(W) moran\nmatrix a = r(Moran)\n"
                 "spatgsa x, w(W) moran twotail\nmatrix b = r(Moran)",
                 "reldif(b[1,5], 2*a[1,5]) < 1e-12")
        .runs(run);

}  // namespace nqp::commands::spatgsa_
