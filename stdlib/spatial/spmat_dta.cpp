// spmat dta: weights from variables of the data.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/spatial_units.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/spatial/spatial_weights.hpp"

namespace nqp::commands::spmat_dta_ {
namespace {

using namespace command;

struct Args {
  std::string body, id, normalize;
  Sample sample;
  bool inverse = false, replace = false;
};

Output run(const Args& a, const Context& c) {
  std::string_view rest = a.body;
  const std::string name = kit::take_word(rest);
  if (!data::valid_name(name)) throw Error(198, "spmat dta needs a name for the weights, then variables");
  const Variables variables = resolve_variables(kit::trim(rest), c);
  const std::vector<data::Row> rows = c.rows(a.sample);
  if (variables.size() != rows.size() || rows.empty())
    throw Error(503, fmt::format("{} variables and {} observations", variables.size(), rows.size()), std::nullopt,
                {"weights need as many variables as observations"});
  numeric::Matrix w(rows.size(), rows.size());
  for (std::size_t j = 0; j < variables.size(); ++j)
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const double x = c.numeric(variables[j]).number(rows[i]);
      if (i == j) continue;
      if (data::is_missing(x)) throw Error(504, variables[j] + " has missing values");
      if (x < 0) throw Error(402, variables[j] + " has negative values");
      if (a.inverse && x == 0) throw Error(459, variables[j] + " has a distance of zero between two units");
      w(i, j) = a.inverse ? 1 / x : x;
    }
  if (a.normalize == "row") numeric::standardise_rows(w);
  if (a.normalize == "minmax") numeric::scale_by_sums(w);
  if (a.normalize == "spectral") numeric::scale_by_spectrum(w);
  eval::Matrix m(w.rows, w.cols);
  m.values = w.data;
  if (a.id.empty()) {
    m.column_names = variables;
  } else {
    for (std::size_t i = 0; i < rows.size(); ++i)
      m.row_names[i] = m.column_names[i] = kit::value_text(c.frame, c.frame.at(a.id), rows[i]);
  }
  Output out;
  out.matrices.emplace_back(name, std::move(m));
  const std::size_t islands = numeric::count_islands(w);
  out.line(fmt::format("Spatial weights {} ({} x {})", name, w.rows, w.cols));
  if (islands > 0) out.line(kit::island_note(islands), report::Style::note);
  out.r = Results{}.scalar("n", static_cast<double>(w.rows)).scalar("islands", static_cast<double>(islands));
  return out;
}

}  // namespace

extern const Command spmat_dta_command =
    define<Args>("spmat dta", "Spatial weights from variables")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .variable("id", &Args::id, "names of rows and columns")
        .flag("IDistance", &Args::inverse, "the variables are distances: weights are their inverses")
        .choice("NORMalize", &Args::normalize, {"row", "minmax", "spectral"},
                "row: rows by their sums; minmax, spectral: all by one number")
        .flag("replace", &Args::replace, "accepted; the matrix is always replaced")
        .no_by()
        .stores({{"r(n)", "units"}, {"r(islands)", "units without neighbours"}})
        .changes(Effect::results)
        .remark("The weights are an ordinary matrix here. The diagonal is always zero. Other subcommands of spmat: see "
                "spatwmat.")
        .reference("Drukker, D. M., Peng, H., Prucha, I. R. and Raciborski, R. (2013). Stata Journal 13, 242-286.")
        .example("Rows with sum one", "clear\ninput w1 w2 w3\n0 1 1\n1 0 0\n2 2 0\nend\nspmat dta W w*, normalize(row)",
                 "W[1,2] == .5 & W[3,1] == .5 & W[2,1] == 1")
        .example("Distances", "clear\ninput d1 d2\n0 4\n4 0\nend\nspmat dta W d1 d2, idistance", "W[1,2] == .25")
        .runs(run);

}  // namespace nqp::commands::spmat_dta_
