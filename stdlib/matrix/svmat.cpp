// svmat: columns of a matrix become variables.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/obs.hpp"

namespace nqp::commands::svmat_ {
namespace {

using namespace command;

struct Args {
  std::string body, names;
};

struct Request {
  data::Storage storage;
  std::string name;
  const eval::Matrix* matrix = nullptr;
};

Request read(const Args& a, const Context& c) {
  const std::vector<std::string> words = grammar::split_words(a.body);
  if (words.empty() || words.size() > 2) throw Error(198, "invalid syntax: svmat [type] matrix");
  Request q{kit::default_storage(c), words.back(), c.environment.matrix(words.back())};
  if (words.size() == 2) {
    const auto type = data::parse_type(words[0]);
    if (!type || type->is_string()) throw Error(198, words[0] + " is no numeric storage type");
    q.storage = type->storage;
  }
  if (!q.matrix) throw Error(111, "matrix " + q.name + " not found");
  return q;
}

// x1, x2 … for a stub; the column names for col; with the equation or the matrix before them for eqcol, matcol.
std::string variable_name(const Args& a, const Request& q, std::size_t j) {
  const std::string& full = q.matrix->column_names[j];
  const std::size_t colon = full.find(':');
  const std::string equation = colon == std::string::npos ? "" : full.substr(0, colon);
  const std::string column = colon == std::string::npos ? full : full.substr(colon + 1);
  if (a.names == "col") return column;
  if (a.names == "eqcol") return equation + column;
  if (a.names == "matcol") return q.name + column;
  return (a.names.empty() ? q.name : a.names) + std::to_string(j + 1);
}

Output run(const Args& a, const Context& c) {
  const Request q = read(a, c);
  const eval::Matrix& m = *q.matrix;
  data::Frame f = c.frame.rows < m.rows ? kit::add_observations(c.frame, m.rows - c.frame.rows) : c.frame;
  for (std::size_t j = 0; j < m.columns; ++j) {
    data::Variable v;
    v.name = variable_name(a, q, j);
    kit::check_new_name(f, v.name);
    std::vector<double> values(f.rows, data::missing);
    for (std::size_t i = 0; i < m.rows; ++i) values[i] = m(i, j);
    v.column = data::make_numeric(q.storage, values);
    v.format = data::default_format(v.column->type());
    f.add(std::move(v));
  }
  Output out;
  if (f.rows > c.frame.rows)
    out.line("Number of observations (_N) was " + std::to_string(c.frame.rows) + ", now " + std::to_string(f.rows) +
             ".");
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command svmat_command =
    define<Args>("svmat", "Columns of a matrix into variables")
        .anything(&Args::body)
        .text("Names", &Args::names, "col, eqcol, matcol or a stub that numbers follow")
        .no_by()
        .changes(Effect::data)
        .example("Numbered variables", "clear\nmatrix A = (1,2\\3,4)\nsvmat double A", "_N == 2 & A2[2] == 4")
        .example("Names of the columns",
                 "clear\nmatrix A = (1,2\\3,4)\nmatrix colnames A = x y\nsvmat A, names(col)", "y[1] == 2")
        .runs(run);

}  // namespace nqp::commands::svmat_
