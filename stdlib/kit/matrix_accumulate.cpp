#include "stdlib/kit/matrix_accumulate.hpp"

#include <map>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/command/signature.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/complete_cases.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::kit {
namespace {

using namespace command;

struct AccumulateRequest {
  std::string name;
  ast::Arguments rest;  // what stands behind the =
};

AccumulateRequest split_groups(std::string_view text, const char* syntax) {
  const std::size_t equals = text.find('=');
  AccumulateRequest q;
  q.name = std::string(trim(text.substr(0, equals)));
  if (equals == std::string_view::npos || q.name.empty())
    throw Error(198, std::string("invalid syntax: ") + syntax);
  q.rest = grammar::parse_arguments(text.substr(equals + 1));
  return q;
}

AccumulateRequest split_matrix(std::string_view text, const char* syntax) {
  AccumulateRequest q = split_groups(text, syntax);
  if (!data::valid_name(q.name)) throw Error(198, q.name + " is not a valid name for a matrix");
  return q;
}

struct Options {
  bool constant = true, deviations = false;
  std::string means;
};

Options read_options(const std::vector<ast::Option>& given) {
  Options o;
  for (const ast::Option& option : given) {
    const std::string word = lower(option.name);
    if (abbreviates(word, "noConstant")) o.constant = false;
    else if (abbreviates(word, "Deviations")) o.deviations = true;
    else if (abbreviates(word, "Means")) o.means = option.argument;
    else throw Error(198, "option " + option.name + " not allowed", std::nullopt,
                     {"options are noconstant, deviations and means()"});
  }
  return o;
}

struct Data {
  numeric::Matrix x;
  std::vector<double> weights;  // empty: ones
  std::vector<std::string> names;
  std::vector<data::Row> rows;  // of the frame, one per row of x
  double n = 0;
};

Data read_data(const ast::Arguments& a, const Context& c) {
  Signature weights;
  weights.weights = {WeightKind::fweight, WeightKind::aweight, WeightKind::iweight, WeightKind::pweight};
  weights.default_weight = WeightKind::fweight;
  const WeightedRows rows = weighted_rows(c, {a.condition, a.range}, bind_weight(weights, a.weight));
  const Terms terms = resolve_terms(a.body, c);
  if (terms.empty()) throw Error(100, "varlist required");
  const std::vector<NamedSeries> series = write_out(terms, rows, c);
  CompleteCases cases = complete_cases(series, rows);
  need_rows(cases.rows);
  Data d;
  for (const NamedSeries& s : series) d.names.push_back(s.name);
  d.rows = cases.rows.rows;
  d.weights = std::move(cases.rows.weights);
  const double count = static_cast<double>(cases.x.rows);
  double total = d.weights.empty() ? count : 0;
  for (const double w : d.weights) total += w;
  const bool scaled = cases.rows.kind == WeightKind::aweight || cases.rows.kind == WeightKind::pweight;
  if (scaled)
    for (double& w : d.weights) w *= count / total;
  d.n = scaled ? count : total;
  d.x = std::move(cases.x);
  return d;
}

std::vector<double> column_means(const Data& d) {
  std::vector<double> means(d.x.cols);
  double total = d.weights.empty() ? static_cast<double>(d.x.rows) : 0;
  for (const double w : d.weights) total += w;
  for (std::size_t j = 0; j < d.x.cols; ++j) {
    double sum = 0;
    for (std::size_t i = 0; i < d.x.rows; ++i) sum += d.x(i, j) * (d.weights.empty() ? 1 : d.weights[i]);
    means[j] = sum / total;
  }
  return means;
}

void subtract_means(Data& d) {
  const std::vector<double> means = column_means(d);
  for (std::size_t j = 0; j < d.x.cols; ++j)
    for (double& x : d.x.column(j)) x -= means[j];
}

void add_constant(Data& d) {
  d.x.data.insert(d.x.data.end(), d.x.rows, 1.0);
  ++d.x.cols;
  d.names.push_back("_cons");
}

Output with_count(const Data& d) {
  Output out;
  out.r = Results{}.scalar("N", d.n);
  out.line(fmt::format("(obs={:.0f})", d.n));
  return out;
}

}  // namespace

Output accumulate_matrix(std::string_view text, const Context& c) {
  const AccumulateRequest q = split_matrix(text, "matrix accum A = varlist");
  const Options o = read_options(q.rest.options);
  Data d = read_data(q.rest, c);
  std::vector<double> means = column_means(d);
  if (o.deviations) subtract_means(d);
  if (o.constant && !o.deviations) {
    add_constant(d);
    means.push_back(1);
  }
  Output out = with_count(d);
  out.matrices.emplace_back(q.name, named_matrix(numeric::gram(d.x, d.weights), d.names, d.names));
  if (!o.means.empty()) out.matrices.emplace_back(o.means, named_row(means, "r1", d.names));
  return out;
}

Output accumulate_vector(std::string_view text, const Context& c) {
  const AccumulateRequest q = split_matrix(text, "matrix vecaccum a = depvar varlist");
  const Options o = read_options(q.rest.options);
  Data d = read_data(q.rest, c);
  if (o.deviations) subtract_means(d);
  if (o.constant && !o.deviations) add_constant(d);
  if (d.x.cols < 2) throw Error(102, "too few variables specified");
  const numeric::MatrixView y(d.x.data.data(), d.x.rows, 1);
  const numeric::MatrixView x(d.x.data.data() + d.x.rows, d.x.rows, d.x.cols - 1);
  const numeric::Matrix a = numeric::cross_product(y, x, d.weights);
  Output out = with_count(d);
  out.matrices.emplace_back(q.name, named_matrix(a, {d.names[0]}, {d.names.begin() + 1, d.names.end()}));
  return out;
}

namespace {

// Rows of x by the values of a variable, in the order in which the values appear.
std::vector<std::vector<std::size_t>> accumulated_groups(const Data& d, const std::string& variable, const Context& c) {
  const data::Column& column = *c.variable(variable).column;
  std::map<std::string, std::size_t> index;
  std::vector<std::vector<std::size_t>> out;
  for (std::size_t i = 0; i < d.rows.size(); ++i) {
    const std::string key = column.is_string() ? std::string(column.text(d.rows[i]))
                                               : text::macro_number(column.number(d.rows[i]));
    const auto [it, fresh] = index.emplace(key, out.size());
    if (fresh) out.emplace_back();
    out[it->second].push_back(i);
  }
  return out;
}

struct GroupRequest {
  AccumulateRequest request;
  Data data;
  std::vector<std::vector<std::size_t>> groups;
  BodyAndOptions options;
};

GroupRequest read_groups(std::string_view text, const Context& c, const char* syntax) {
  GroupRequest q{split_matrix(text, syntax), {}, {}, {}};
  if (q.request.rest.weight) throw Error(101, "weights not allowed", q.request.rest.weight->span);
  q.options.options = q.request.rest.options;
  q.data = read_data(q.request.rest, c);
  const ast::Option* group = q.options.find("GRoup");
  if (!group) throw Error(198, "option group() required", std::nullopt, {syntax});
  q.groups = accumulated_groups(q.data, group->argument, c);
  if (!q.options.find("noConstant")) add_constant(q.data);
  return q;
}

Output with_matrix(const GroupRequest& q, const numeric::Matrix& a) {
  Output out = with_count(q.data);
  out.matrices.emplace_back(q.request.name, named_matrix(a, q.data.names, q.data.names));
  return out;
}

// The block of W for the rows of a group: element (i, j) is W[row(i), row(j)].
struct Block {
  const eval::Matrix* w = nullptr;
  std::vector<std::size_t> places;
};

Block block_of(const std::vector<std::size_t>& group, const Data& d, const std::string& source,
               const data::Column& rows, const Context& c) {
  const data::Variable* names = c.frame.find(source);
  const std::string name = names && names->is_string() ? std::string(names->column->text(d.rows[group[0]])) : source;
  Block b;
  b.w = c.environment.matrix(name);
  if (!b.w) throw Error(111, "matrix " + name + " not found");
  if (b.w->rows != b.w->columns) throw Error(503, "conformability error: " + name + " is not square");
  for (const std::size_t i : group) {
    const double place = rows.number(d.rows[i]);
    if (!(place >= 1 && place <= static_cast<double>(b.w->rows)))
      throw Error(503, "conformability error: row() points outside of " + name);
    b.places.push_back(static_cast<std::size_t>(place) - 1);
  }
  return b;
}

}  // namespace

Output accumulate_products(std::string_view text, const Context& c) {
  GroupRequest q = read_groups(text, c, "matrix opaccum A = varlist, group(variable) opvar(variable)");
  const ast::Option* option = q.options.find("OPvar");
  q.options.check_all_known();
  if (!option) throw Error(198, "option opvar() required");
  const data::Column& e = c.numeric(option->argument);
  const std::size_t k = q.data.x.cols;
  numeric::Matrix sums(q.groups.size(), k);  // x_i'e_i of every group
  for (std::size_t g = 0; g < q.groups.size(); ++g)
    for (std::size_t j = 0; j < k; ++j)
      for (const std::size_t i : q.groups[g])
        if (!e.missing_at(q.data.rows[i])) sums(g, j) += q.data.x(i, j) * e.number(q.data.rows[i]);
  return with_matrix(q, numeric::gram(sums));
}

Output accumulate_gls(std::string_view text, const Context& c) {
  GroupRequest q = read_groups(text, c, "matrix glsaccum A = varlist, group(variable) glsmat(W) row(variable)");
  const ast::Option *matrix = q.options.find("GLSmat"), *row = q.options.find("Row");
  q.options.check_all_known();
  if (!matrix || !row) throw Error(198, "options glsmat() and row() required");
  const data::Column& rows = c.numeric(row->argument);
  const std::size_t k = q.data.x.cols;
  numeric::Matrix a(k, k);
  for (const std::vector<std::size_t>& group : q.groups) {
    const Block b = block_of(group, q.data, matrix->argument, rows, c);
    for (std::size_t i = 0; i < group.size(); ++i)
      for (std::size_t j = 0; j < group.size(); ++j) {
        const double w = (*b.w)(b.places[i], b.places[j]);
        for (std::size_t r = 0; r < k && w != 0; ++r)
          for (std::size_t s = 0; s < k; ++s) a(r, s) += q.data.x(group[i], r) * w * q.data.x(group[j], s);
      }
  }
  return with_matrix(q, a);
}

Output score(std::string_view text, const Context& c) {
  const AccumulateRequest q = split_groups(text, "matrix score newvar = b");
  Target target = parse_target(q.name);
  const eval::Matrix* b = c.environment.matrix(trim(q.rest.body));
  if (!b) throw Error(111, "matrix " + q.rest.body + " not found");
  if (b->rows != 1) throw Error(503, "conformability error: the coefficients must be a row");
  std::string equation;
  double otherwise = data::missing;
  bool replace = false;
  for (const ast::Option& option : q.rest.options) {
    const std::string word = lower(option.name);
    if (abbreviates(word, "EQuation")) equation = option.argument;
    else if (abbreviates(word, "Missval"))
      otherwise = eval::evaluate_number(*grammar::parse_expression(option.argument), c.scope);
    else if (word == "replace") replace = true;
    else if (word != "forcezero") throw Error(198, "option " + option.name + " not allowed");
  }
  if (!replace) check_new_name(c.frame, target.name);
  if (!equation.empty() && equation[0] == '#') {
    std::vector<std::string> known;
    for (const std::string& name : b->column_names) {
      const std::string eq = name.find(':') == std::string::npos ? "" : name.substr(0, name.find(':'));
      if (known.empty() || known.back() != eq) known.push_back(eq);
    }
    const std::size_t k = static_cast<std::size_t>(std::strtoul(equation.c_str() + 1, nullptr, 10));
    if (k < 1 || k > known.size()) throw Error(303, "equation " + equation + " not found");
    equation = known[k - 1];
  }
  std::vector<double> values = linear_prediction(Results{}.matrix("b", *b), equation, c);
  const std::vector<std::uint8_t> use = c.select({q.rest.condition, q.rest.range});
  data::Frame f = c.frame;
  const data::Variable* old = replace ? f.find(target.name) : nullptr;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (use[i] && data::is_missing(values[i])) values[i] = otherwise;
    if (!use[i]) values[i] = old ? old->column->number(i) : data::missing;
  }
  data::Variable v;
  v.name = target.name;
  v.column = data::make_numeric(old ? old->column->type().storage
                                : target.type ? target.type->storage : default_storage(c), values);
  v.format = data::default_format(v.column->type());
  Output out;
  const std::size_t missing = v.column->facts().missing_count;
  if (missing > 0) out.line(count_of(missing, "missing value generated", "missing values generated"));
  if (old) f.replace(*f.index(target.name), v.column);
  else f.add(std::move(v));
  out.frame = std::move(f);
  return out;
}

}  // namespace nqp::kit
