// mkmat: variables become the columns of a matrix.
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/results.hpp"

namespace nqp::commands::mkmat_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  std::string matrix, row_names, row_equations, row_prefix;
  bool no_missing = false, observation = false;
};

std::vector<data::Row> complete_rows(const Args& a, const Context& c) {
  std::vector<data::Row> rows;
  for (const data::Row r : c.rows(a.sample)) {
    bool complete = true;
    for (const std::string& name : a.variables) complete = complete && !c.variable(name).column->missing_at(r);
    if (complete || !a.no_missing) rows.push_back(r);
  }
  if (rows.empty()) throw Error(2000, "no observations");
  return rows;
}

// Names of matrices hold no blanks, colons or dots.
std::string as_name(std::string s) {
  for (char& ch : s)
    if (ch == ' ' || ch == ':' || ch == '.') ch = '_';
  return s.empty() ? "_" : s;
}

std::string text_of(const std::string& variable, data::Row r, const Context& c) {
  const data::Variable& v = c.variable(variable);
  return as_name(v.is_string() ? std::string(v.column->text(r)) : text::macro_number(v.column->number(r)));
}

std::vector<std::string> row_names(const Args& a, const std::vector<data::Row>& rows, const Context& c) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::string name = a.row_prefix.empty() ? "r" : a.row_prefix;
    if (!a.row_names.empty()) name = a.row_prefix + text_of(a.row_names, rows[i], c);
    else name += std::to_string(a.observation ? rows[i] + 1 : i + 1);
    names.push_back(a.row_equations.empty() ? name : text_of(a.row_equations, rows[i], c) + ":" + name);
  }
  return names;
}

eval::Matrix gathered(const Variables& variables, const std::vector<data::Row>& rows,
                      const std::vector<std::string>& names, const Context& c) {
  eval::Matrix m(rows.size(), variables.size());
  for (std::size_t j = 0; j < variables.size(); ++j) {
    const data::Column& column = c.numeric(variables[j]);
    for (std::size_t i = 0; i < rows.size(); ++i) m(i, j) = column.number(rows[i]);
  }
  m.row_names = names;
  m.column_names = variables;
  return m;
}

Output run(const Args& a, const Context& c) {
  const std::vector<data::Row> rows = complete_rows(a, c);
  const std::vector<std::string> names = row_names(a, rows, c);
  Output out;
  if (!a.matrix.empty()) {
    if (!data::valid_name(a.matrix)) throw Error(198, a.matrix + " is not a valid name for a matrix");
    out.matrices.emplace_back(a.matrix, gathered(a.variables, rows, names, c));
    return out;
  }
  for (const std::string& name : a.variables) out.matrices.emplace_back(name, gathered({name}, rows, names, c));
  return out;
}

}  // namespace

extern const Command mkmat_command =
    define<Args>("mkmat", "Variables into a matrix")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .text("MATrix", &Args::matrix, "one matrix of all variables; without it a column vector for each")
        .flag("NOMissing", &Args::no_missing, "leave out rows with missing values")
        .variable("ROWNames", &Args::row_names, "variable that names the rows")
        .variable("ROWEq", &Args::row_equations, "variable that gives the rows' equations")
        .text("ROWPrefix", &Args::row_prefix, "what row names begin with")
        .flag("obs", &Args::observation, "number rows by observation")
        .no_by()
        .example("Two variables", "clear\nset obs 3\ngenerate x = _n\ngenerate y = x^2\nmkmat x y, matrix(A)",
                 "A[3,\"y\"] == 9")
        .example("Vectors", "clear\nset obs 3\ngenerate x = _n\nmkmat x if x > 1\ndrop x", "x[2,1] == 3")
        .runs(run);

}  // namespace nqp::commands::mkmat_
