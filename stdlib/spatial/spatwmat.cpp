// spatwmat: spatial weights from a file, coordinates, neighbours or distances of another kind.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/spatial_units.hpp"
#include "stdlib/numeric/spatial/spatial_weights.hpp"

namespace nqp::commands::spatwmat_ {
namespace {

using namespace command;
using numeric::Matrix;

struct Args {
  std::string file, name, x, y, economic, id, eigenvalues;
  Sample sample;
  Variables neighbours;
  std::vector<double> drop, band;
  double friction = 1;
  int nearest = 0;
  bool binary = false, standardise = false, sphere = false, replace = false;
};

// The places whose weights are wanted: rows of the data, or values of id().
struct Units {
  std::vector<std::string> names;
  std::vector<std::vector<data::Row>> rows;
};

Units units_of(const Args& a, const Context& c) {
  Units out;
  const std::vector<std::uint8_t> use = c.select(a.sample);
  if (a.id.empty()) {
    for (data::Row i = 0; i < use.size(); ++i)
      if (use[i]) out.rows.push_back({i});
    for (std::size_t i = 0; i < out.rows.size(); ++i) out.names.push_back("r" + std::to_string(i + 1));
  } else {
    const data::Variable& id = c.frame.at(a.id);
    const data::Groups g = data::make_groups(std::vector{id.column}, use, true);
    out.rows.resize(g.count);
    for (data::Row i = 0; i < use.size(); ++i)
      if (g.codes[i] != data::Groups::none) out.rows[g.codes[i]].push_back(i);
    for (const data::Row first : g.first) out.names.push_back(kit::value_text(c.frame, id, first));
    for (std::string& name : out.names) std::replace(name.begin(), name.end(), ':', '_');
  }
  constexpr std::size_t most = 11000;   // a matrix of this many units takes a gigabyte
  if (out.rows.size() > most)
    throw Error(908, fmt::format("weights of {} units are too large a matrix", out.rows.size()), std::nullopt,
                {"panels need id(): one row of the matrix for each of its values"});
  if (out.rows.size() < 2) throw Error(2001, "insufficient observations", std::nullopt, {"weights need two units"});
  return out;
}

// The mean of a variable for every unit; a place must not move, so coordinates have to be the same in all its rows.
std::vector<double> values_of(const std::string& name, const Units& u, bool fixed, const Context& c) {
  const data::Column& column = c.numeric(name);
  std::vector<double> out;
  for (std::size_t k = 0; k < u.rows.size(); ++k) {
    double sum = 0, n = 0, first = data::missing;
    for (const data::Row row : u.rows[k]) {
      const double x = column.number(row);
      if (data::is_missing(x)) continue;
      if (n == 0) first = x;
      if (fixed && std::fabs(x - first) > 1e-6 * std::fmax(1, std::fabs(first)))
        throw Error(459, name + " is not the same in all rows of " + u.names[k]);
      sum += x;
      ++n;
    }
    if (n == 0) throw Error(416, "missing values encountered", std::nullopt, {name + " is missing for " + u.names[k]});
    out.push_back(sum / n);
  }
  return out;
}

Matrix from_file(const Args& a, const Context& c) {
  const data::Frame f = kit::load_dta(c, a.file);
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < f.rows; ++i)
    if (std::find(a.drop.begin(), a.drop.end(), static_cast<double>(i + 1)) == a.drop.end()) kept.push_back(i);
  if (f.variables.size() != f.rows)
    throw Error(503, fmt::format("{} has {} observations and {} variables", a.file, f.rows, f.variables.size()),
                std::nullopt, {"weights are as many variables as observations, and nothing else"});
  Matrix w(kept.size(), kept.size());
  for (std::size_t j = 0; j < kept.size(); ++j) {
    const data::Variable& v = f.variables[kept[j]];
    if (v.is_string()) throw Error(109, v.name + " is a string variable");
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const double x = v.column->number(kept[i]);
      if (data::is_missing(x)) throw Error(504, "the weights in " + a.file + " have missing values");
      if (x < 0) throw Error(402, "the weights in " + a.file + " have negative entries");
      if (i != j) w(i, j) = a.binary ? (x != 0 ? 1 : 0) : x;
    }
  }
  return w;
}

// 1 where one unit names the other among its neighbours.
Matrix from_neighbours(const Args& a, const Units& u, const Context& c, std::size_t& unknown) {
  if (a.id.empty()) throw Error(198, "contiguity() needs id(): the variable whose values the neighbours are");
  const data::Column& id = *c.frame.at(a.id).column;
  const auto key = [](const data::Column& column, data::Row row) {
    return column.is_string() ? std::string(column.text(row)) : text::macro_number(column.number(row));
  };
  std::map<std::string, std::size_t> place;
  for (std::size_t k = 0; k < u.rows.size(); ++k) place[key(id, u.rows[k].front())] = k;
  Matrix w(u.rows.size(), u.rows.size());
  for (const std::string& name : a.neighbours) {
    const data::Column& column = *c.frame.at(name).column;
    if (column.is_string() != id.is_string()) throw Error(109, name + " and " + a.id + " are not of one kind");
    for (std::size_t k = 0; k < u.rows.size(); ++k)
      for (const data::Row row : u.rows[k]) {
        if (column.missing_at(row)) continue;
        const auto at = place.find(key(column, row));
        if (at == place.end()) ++unknown;
        else if (at->second != k) w(k, at->second) = w(at->second, k) = 1;
      }
  }
  return w;
}

Matrix inverse(const Args& a, const Matrix& d, const Units& u, const Context&) {
  double low = 0, high = HUGE_VAL;
  if (!a.band.empty()) {
    if (a.band.size() != 2 || a.band[0] < 0 || a.band[1] <= a.band[0])
      throw Error(198, "band() takes two numbers, the lower one first", std::nullopt, {"for example band(0 500)"});
    low = a.band[0], high = a.band[1];
  }
  try {
    return numeric::inverse_distances(d, a.friction, low, high, a.binary);
  } catch (const numeric::Failure& f) {
    const auto unit = [&](std::size_t k) { return u.names[static_cast<std::size_t>(f.facts[k].second)]; };
    throw Error(459, unit(0) + " and " + unit(1) + " stand at the same place: their weight would be infinite",
                std::nullopt, {"move one of them, or use binary, knn() or contiguity()"});
  }
}

Matrix weights_of(const Args& a, const Units& u, const Context& c, std::size_t& unknown) {
  if (!a.neighbours.empty()) return from_neighbours(a, u, c, unknown);
  Matrix w;
  if (!a.x.empty()) {
    const std::vector<double> x = values_of(a.x, u, true, c), y = values_of(a.y, u, true, c);
    if (a.sphere)
      for (const double latitude : y)
        if (std::fabs(latitude) > 90) throw Error(125, "ycoord() with sphere is the latitude: -90 to 90 degrees");
    const Matrix d = a.sphere ? numeric::sphere_distances(x, y) : numeric::plane_distances(x, y);
    if (a.nearest >= static_cast<int>(d.rows)) throw Error(198, "knn() must be less than the number of units");
    w = a.nearest > 0 ? numeric::nearest_neighbours(d, static_cast<std::size_t>(a.nearest)) : inverse(a, d, u, c);
  }
  if (a.economic.empty()) return w;
  Args plain;
  const Matrix e = inverse(plain, numeric::differences(values_of(a.economic, u, false, c)), u, c);
  if (w.empty()) return e;
  for (std::size_t i = 0; i < w.data.size(); ++i) w.data[i] *= e.data[i];
  return w;
}

void check(const Args& a) {
  const bool places = !a.x.empty() || !a.y.empty();
  const int sources = (a.file.empty() ? 0 : 1) + (a.neighbours.empty() ? 0 : 1) +
                      (places || !a.economic.empty() ? 1 : 0);
  if (sources != 1)
    throw Error(198, "weights come from one source: using, xcoord() and ycoord(), economic() or contiguity()",
                std::nullopt, {"economic() may go with coordinates: the two are multiplied"});
  if (a.x.empty() != a.y.empty()) throw Error(198, "xcoord() and ycoord() go together");
  if (!places && (a.nearest > 0 || !a.band.empty() || a.sphere || a.friction != 1))
    throw Error(198, "knn(), band(), friction() and sphere need xcoord() and ycoord()");
  if (a.nearest > 0 && (!a.band.empty() || a.binary || a.friction != 1))
    throw Error(198, "knn() goes without band(), friction() and binary");
  if (a.file.empty() && !a.drop.empty()) throw Error(198, "drop() needs using");
  if (a.binary && a.file.empty() && !places) throw Error(198, "binary needs using, or xcoord() and ycoord()");
  if (!data::valid_name(a.name)) throw Error(198, a.name + " is an invalid name");
}

std::string kind_of(const Args& a) {
  if (!a.file.empty()) return "Weights from " + a.file;
  if (!a.neighbours.empty()) return "Contiguity";
  if (a.nearest > 0) return fmt::format("{} nearest neighbours", a.nearest) + (a.economic.empty() ? "" : " x economic");
  if (a.x.empty()) return "Inverse differences of " + a.economic;
  std::string out = a.binary ? "Distance contiguity" : "Inverse distance";
  if (a.friction != 1) out += ", friction " + text::macro_number(a.friction);
  if (!a.band.empty())
    out += fmt::format(", {} < d <= {}", text::macro_number(a.band[0]), text::macro_number(a.band[1]));
  return out + (a.economic.empty() ? "" : ", times inverse differences of " + a.economic);
}

Output run(const Args& a, const Context& c) {
  check(a);
  Units u;
  std::size_t unknown = 0;
  Matrix w;
  if (!a.file.empty()) {
    w = from_file(a, c);
    for (std::size_t i = 0; i < w.rows; ++i) u.names.push_back("r" + std::to_string(i + 1));
  } else {
    u = units_of(a, c);
    w = weights_of(a, u, c, unknown);
  }
  const std::size_t n = w.rows, islands = numeric::count_islands(w);
  double links = 0;
  for (const double x : w.data) links += x != 0 ? 1 : 0;
  if (a.standardise) numeric::standardise_rows(w);
  Output out;
  const auto named = [&](const Matrix& m) {
    eval::Matrix e(m.rows, m.cols);
    e.values = m.data;
    e.row_names = u.names;
    return e;
  };
  eval::Matrix stored = named(w);
  stored.column_names = u.names;
  if (a.id.empty()) stored.column_names = eval::Matrix::default_names('c', n);
  out.matrices.emplace_back(a.name, std::move(stored));
  if (!a.eigenvalues.empty()) {
    const std::vector<double> values =
        kit::compute(c, [&](numeric::Progress&) { return numeric::weight_eigenvalues(w); });
    eval::Matrix e = named(Matrix(n, 1, values));
    e.row_names = eval::Matrix::default_names('r', n);
    out.matrices.emplace_back(a.eigenvalues, std::move(e));
  }
  out.document.blank();
  out.line("Spatial weights " + a.name + (a.standardise ? " (row-standardized)" : ""));
  out.line(fmt::format("  {}", kind_of(a)));
  out.line(fmt::format("  {} x {}, {} links, {} a unit on average", n, n, text::macro_number(links),
                       text::trimmed(text::format_number(links / static_cast<double>(n), "%9.3g"))));
  if (islands > 0) out.line(kit::island_note(islands), report::Style::note);
  if (unknown > 0)
    out.line(kit::count_of(unknown, "neighbour is no value of " + a.id, "neighbours are no values of " + a.id),
             report::Style::note);
  out.r = Results{}.scalar("n", static_cast<double>(n)).scalar("links", links);
  out.r->scalar("islands", static_cast<double>(islands)).macro("name", a.name);
  return out;
}

}  // namespace

extern const Command spatwmat_command =
    define<Args>("spatwmat", "Spatial weights")
        .using_file(&Args::file, false)
        .if_in(&Args::sample)
        .text("Name", &Args::name, "the matrix to make")
        .required("name")
        .variable("Xcoord", &Args::x, "first coordinate; with sphere the longitude")
        .variable("Ycoord", &Args::y, "second coordinate; with sphere the latitude")
        .flag("SPHere", &Args::sphere, "coordinates are degrees, distances kilometres on the globe")
        .numbers("Band", &Args::band, "neighbours are farther than the first and not farther than the second number")
        .number("Friction", &Args::friction, 0, 100, "power of the inverse distance; default 1")
        .flag("BINary", &Args::binary, "weights 1 and 0")
        .integer("knn", &Args::nearest, 1, 1 << 20, "weights 1 for the # nearest units")
        .variable("ECOnomic", &Args::economic, "weights 1/|difference| of a variable's means")
        .variables("CONtiguity", &Args::neighbours, "variables that hold the ids of the neighbours")
        .variable("id", &Args::id, "units: the matrix is in the order of their values; without it rows are units")
        .flag("Standardize", &Args::standardise, "divide every row by its sum")
        .numbers("DROP", &Args::drop, "with using: rows and columns to leave out")
        .text("Eigenval", &Args::eigenvalues, "a matrix for the eigenvalues")
        .flag("replace", &Args::replace, "accepted; the matrix is always replaced")
        .alias("spwmat")
        .no_by()
        .stores({{"r(n)", "units"},
                 {"r(links)", "weights that are not zero"},
                 {"r(islands)", "units without neighbours"},
                 {"r(name)", "the matrix"}})
        .changes(Effect::results)
        .remark("spwmat is another name. With using, the file holds as many variables as observations. The diagonal is "
                "always zero. Without band() all units are neighbours. contiguity() takes a link in one direction for "
                "both. economic() together with coordinates multiplies the two. Eigenvalues are ascending; of complex "
                "ones the real part.")
        .reference("Pisati, M. (2001). sg162: Tools for spatial data analysis. Stata Technical Bulletin 60, 21-37.")
        .example("Inverse distances of points on a line",
                 "clear\ninput x y\n0 0\n1 0\n3 0\nend\nspatwmat, name(W) xcoord(x) ycoord(y)",
                 "W[1,2] == 1 & reldif(W[1,3], 1/3) < 1e-15 & W[2,3] == .5 & W[2,2] == 0")
        .example("Neighbours by name, row-standardized",
                 "clear\ninput id n1 n2\n1 2 .\n2 1 3\n3 2 4\n4 3 .\nend\n"
                 "spwmat, name(W) id(id) contiguity(n1 n2) standardize",
                 "W[2,1] == .5 & W[1,2] == 1 & r(links) == 6")
        .example("Nearest neighbours, and economic distances",
                 "clear\ninput x y g\n0 0 10\n1 0 12\n3 0 20\nend\nspwmat, name(K) xcoord(x) ycoord(y) knn(1)\n"
                 "spwmat, name(E) economic(g)",
                 "K[3,2] == 1 & K[3,1] == 0 & E[1,2] == .5 & E[1,3] == .1")
        .runs(run);

}  // namespace nqp::commands::spatwmat_
