#include "stdlib/kit/post_estimates.hpp"

#include <cmath>

#include "grammar/parse.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/results_listing.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

using command::Estimates;
using command::Results;
using runtime::Session;

void need_numbers(const eval::Matrix& m, const std::string& name) {
  for (const double x : m.values)
    if (data::is_missing(x)) throw Error(504, "matrix " + name + " has missing values");
}

bool default_names(const eval::Matrix& m) {
  return m.row_names == eval::Matrix::default_names('r', m.rows) &&
         m.column_names == eval::Matrix::default_names('c', m.columns);
}

void check_coefficients(const eval::Matrix& b, const std::string& name) {
  if (b.rows != 1) throw Error(503, "conformability error: " + name + " must be a row vector");
  need_numbers(b, name);
}

// V is symmetric, its diagonal not negative, and its names are those of b; default names say nothing.
void check_variance(eval::Matrix& v, const std::string& name, const eval::Matrix& b) {
  if (v.rows != b.columns || v.columns != b.columns)
    throw Error(503, "conformability error: " + name + " must have a row and a column for every coefficient");
  need_numbers(v, name);
  for (std::size_t i = 0; i < v.rows; ++i) {
    if (v(i, i) < 0) throw Error(506, "matrix " + name + " not positive semidefinite: a variance is negative");
    for (std::size_t j = 0; j < i; ++j)
      if (std::fabs(v(i, j) - v(j, i)) > 1e-8 * std::sqrt(v(i, i) * v(j, j)))
        throw Error(505, "matrix " + name + " not symmetric", std::nullopt, {"(V + V')/2 is"});
  }
  if (!default_names(v) && (v.column_names != b.column_names || v.row_names != b.column_names))
    throw Error(507, "name conflict: the rows and columns of " + name + " are named otherwise than the coefficients",
                std::nullopt, {"matrix rownames and matrix colnames set names"});
  v.row_names = v.column_names = b.column_names;
}

std::vector<std::uint8_t> marked(const std::string& variable, Session& s) {
  const data::Column& touse = s.context().numeric(variable);
  std::vector<std::uint8_t> out(s.frame().rows);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = touse.number(i) != 0 && !touse.missing_at(i);
  return out;
}

void remove_variable(const std::string& name, Session& s) {
  data::Frame f = s.frame();
  f.remove(name);
  s.set_frame(std::move(f));
}

void file_weight(const std::optional<ast::Weight>& w, Results& e) {
  if (!w) return;
  command::Signature all;
  all.weights = {command::WeightKind::fweight, command::WeightKind::aweight, command::WeightKind::pweight,
                 command::WeightKind::iweight};
  const char* names[] = {"", "fweight", "aweight", "pweight", "iweight"};
  command::WeightKind kinds[] = {command::WeightKind::none, command::WeightKind::fweight, command::WeightKind::aweight,
                                 command::WeightKind::pweight, command::WeightKind::iweight};
  const command::Weight bound = command::bind_weight(all, w);
  for (std::size_t i = 1; i < 5; ++i)
    if (bound.kind == kinds[i]) e.macro("wtype", names[i]);
  e.macro("wexp", bound.text);
}

// The matrix that `name` stands for, and whether it is one that moves.
eval::Matrix matrix_named(const std::string& name, Session& s) {
  if (!s.matrix(name) && data::valid_name(name)) throw Error(111, "matrix " + name + " not found");
  return matrix_value(name, s);
}

}  // namespace

void post_estimates(const std::string& line, Session& s) {
  const ast::Arguments a = grammar::parse_arguments(line);
  const std::vector<std::string> names = grammar::split_words(a.body);
  if (names.size() > 3) throw Error(198, "invalid syntax: ereturn post b V, options");
  Estimates e;
  if (!names.empty()) {
    eval::Matrix b = matrix_named(names[0], s);
    check_coefficients(b, names[0]);
    b.row_names = {"y1"};
    if (names.size() > 1) {
      eval::Matrix v = matrix_named(names[1], s);
      check_variance(v, names[1], b);
      e.results.matrix("V", std::move(v));
    }
    if (names.size() > 2) e.results.matrix("Cns", matrix_named(names[2], s));
    e.results.matrix("b", std::move(b));
  }
  file_weight(a.weight, e.results);
  BodyAndOptions options;
  options.options = a.options;
  const ast::Option *sample = options.find("Esample"), *obs = options.find("Obs"), *dof = options.find("DOF"),
                    *depname = options.find("DEPname"), *properties = options.find("PROPerties");
  options.find("BUILDfvinfo");
  options.find("FINDomitted");
  options.check_all_known();
  if (obs) e.results.scalar("N", s.number(obs->argument));
  if (dof) e.results.scalar("df_r", s.number(dof->argument));
  if (depname) e.results.macro("depvar", unquoted(depname->argument));
  const std::string usual = names.empty() ? "" : names.size() > 1 ? "b V" : "b";
  const std::string given = properties ? unquoted(properties->argument) : usual;
  if (!given.empty()) e.results.macro("properties", given);
  const std::vector<std::uint8_t> use = sample ? marked(sample->argument, s) : std::vector<std::uint8_t>{};
  for (const std::string& name : names) s.matrices().erase(name);
  if (sample) remove_variable(sample->argument, s);
  s.post(std::move(e), use);
}

void repost_estimates(const std::string& line, Session& s) {
  if (!s.estimates()) throw Error(301, "last estimates not found", std::nullopt, {"ereturn post makes new ones"});
  BodyAndOptions rest = split_options(line);
  const ast::Option *sample = rest.find("Esample"), *properties = rest.find("PROPerties"),
                    *rename = rest.find("REName");
  for (const char* accepted : {"BUILDfvinfo", "FINDomitted", "RESIZE"}) rest.find(accepted);
  rest.check_all_known();
  Estimates e = *s.estimates();
  std::vector<std::string> moved;
  std::string body = rest.body;
  for (std::size_t at = 0; (at = body.find('=', at)) != std::string::npos; at += 3) body.replace(at, 1, " = ");
  const std::vector<std::string> words = grammar::split_words(body);
  std::string names[2];  // of b and V
  for (std::size_t i = 0; i < words.size(); i += 3) {
    const bool b = words[i] == "b", v = words[i] == "V";
    if (i + 2 >= words.size() || words[i + 1] != "=" || (!b && !v))
      throw Error(198, "invalid syntax: ereturn repost [b = matrix] [V = matrix]");
    names[v] = words[i + 2];
  }
  const eval::Matrix* old = e.results.find_matrix("b");
  if (!old) throw Error(301, "e(b) not found", std::nullopt, {"ereturn post makes new estimates"});
  eval::Matrix b = *old;
  if (!names[0].empty()) {
    b = matrix_named(names[0], s);
    check_coefficients(b, names[0]);
    if (b.columns != old->columns) throw Error(503, "conformability error: e(b) has another number of coefficients");
    if (!rename && b.column_names != old->column_names)
      throw Error(507, "name conflict: the coefficients have other names than in e(b)", std::nullopt,
                  {"option rename takes the new names"});
    b.row_names = old->row_names;
    e.results.matrix("b", b);
  }
  const bool had_variance = e.results.find_matrix("V") != nullptr;
  if (!names[1].empty()) {
    eval::Matrix v = matrix_named(names[1], s);
    check_variance(v, names[1], b);
    e.results.matrix("V", std::move(v));
    if (!had_variance) e.results.macro("properties", "b V");
  } else if (rename && had_variance) {
    eval::Matrix v = *e.results.find_matrix("V");
    v.row_names = v.column_names = b.column_names;
    e.results.matrix("V", std::move(v));
  }
  if (properties) e.results.macro("properties", unquoted(properties->argument));
  const std::vector<std::uint8_t> use = sample ? marked(sample->argument, s) : std::vector<std::uint8_t>{};
  for (const std::string& name : names) s.matrices().erase(name);
  if (!sample) {
    s.estimates_slot() = std::move(e);
    return;
  }
  remove_variable(sample->argument, s);
  s.post(std::move(e), use);
}

void display_estimates(const std::string& line, Session& s) {
  if (!s.estimates() || !s.estimates()->results.find_matrix("b"))
    throw Error(301, "last estimates not found", std::nullopt, {"ereturn post makes estimates"});
  BodyAndOptions rest = split_options(line);
  const command::Context c = s.context();
  TableOptions t;
  const ast::Option *level = rest.find("Level"), *eform = rest.find("EForm"), *base = rest.find("BASElevels");
  for (const char* accepted : {"PLus", "First", "NEQ", "NOEMPTYcells", "NOOMITted", "VSQUISH", "COEFLegend"})
    rest.find(accepted);
  rest.check_all_known();
  t.level = level_or_default(level ? read_level(*level) : 0, c);
  t.base_levels = base != nullptr;
  if (eform) t.eform = eform->argument.empty() ? "exp(b)" : unquoted(eform->argument);
  const Results& e = s.estimates()->results;
  s.show(coefficient_table(e, c.frame, t, c.settings.linesize));
  std::vector<CoefficientRow> rows = coefficient_rows(e, t.level);
  if (eform) exponentiate(rows);
  s.r() = Results{}.scalar("level", t.level);
  s.r().matrix("table", result_table(rows, e, eform != nullptr));
}

}  // namespace nqp::kit
