#include "stdlib/kit/stored_likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/coefficient_name.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/model_offset.hpp"
#include "stdlib/kit/outcome_categories.hpp"
#include "stdlib/numeric/likelihood/row_likelihoods.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::kit {

namespace {

bool is_binary_model(const std::string& cmd) {
  return cmd == "logit" || cmd == "logistic" || cmd == "probit" || cmd == "cloglog";
}

bool is_categorical_model(const std::string& cmd) { return cmd == "ologit" || cmd == "oprobit" || cmd == "mlogit"; }

numeric::RowLikelihood rows_of_model(const std::string& cmd, const command::Results& e, const std::vector<double>& y,
                                     std::size_t indices) {
  if (cmd == "probit") return numeric::probit_rows(y);
  if (cmd == "cloglog") return numeric::cloglog_rows(y);
  if (cmd == "poisson") return numeric::poisson_rows(y);
  if (cmd == "ologit") return numeric::ordered_logit_rows(y, indices - 1);
  if (cmd == "oprobit") return numeric::ordered_probit_rows(y, indices - 1);
  if (cmd == "mlogit")
    return numeric::multinomial_rows(y, indices + 1, static_cast<std::size_t>(e.scalar_or("ibaseout")) - 1);
  if (cmd != "nbreg") return numeric::logit_rows(y);
  if (indices == 1) return numeric::poisson_rows(y);
  return e.find_scalar("delta") ? numeric::constant_dispersion_rows(y) : numeric::negative_binomial_rows(y);
}

// Outcomes as 0 and 1, as places among the categories, or as they are.
double coded_outcome(const std::string& cmd, const std::vector<double>& values, double y) {
  if (is_binary_model(cmd)) return y != 0 ? 1 : 0;
  if (!is_categorical_model(cmd)) return y;
  const auto at = std::find(values.begin(), values.end(), y);
  return at == values.end() ? data::missing : static_cast<double>(at - values.begin());
}

struct StoredEquation {
  std::string name;
  std::vector<std::size_t> columns;     // of e(b): slopes, then the constant
  bool constant = false;
};

// The estimated coefficients, equation by equation; a name such as /cut1 is an equation of its own.
std::vector<StoredEquation> stored_equations(const command::Results& e) {
  const eval::Matrix &b = *e.find_matrix("b"), &V = *e.find_matrix("V");
  std::vector<StoredEquation> out;
  for (std::size_t j = 0; j < b.columns; ++j) {
    const CoefficientName n = parse_coefficient_name(b.column_names[j]);
    if (n.marked_base || n.marked_omitted || !(V(j, j) > 0)) continue;
    const bool free = n.term.factors.empty() && n.name != "_cons";
    const std::string name = free ? n.name.substr(n.name.front() == '/' ? 1 : 0) : n.equation;
    if (out.empty() || out.back().name != name) out.push_back({name, {}, false});
    out.back().columns.push_back(j);
    out.back().constant = free || n.name == "_cons";
  }
  // Without regressors ordered models have cut points only.
  const std::string cmd = e.macro_or("cmd");
  if ((cmd == "ologit" || cmd == "oprobit") && (out.empty() || out.front().constant))
    out.insert(out.begin(), {e.macro_or("depvar"), {}, false});
  return out;
}

}  // namespace

bool has_stored_likelihood(const std::string& cmd) {
  return is_binary_model(cmd) || is_categorical_model(cmd) || cmd == "poisson" || cmd == "nbreg";
}

std::size_t score_equations(const command::Results& e) { return stored_equations(e).size(); }

numeric::LikelihoodSpec StoredLikelihood::spec() const {
  numeric::LikelihoodSpec s;
  s.rows = rows.size();
  s.row = row;
  for (const StoredIndex& i : indices) s.indices.push_back({i.x, i.constant, i.offset});
  return s;
}

StoredLikelihood stored_likelihood(const command::Results& e, const std::vector<std::uint8_t>& use, bool all_rows,
                                   const command::Context& c) {
  const std::string cmd = e.macro_or("cmd");
  if (!has_stored_likelihood(cmd)) throw Error(322, "scores of " + cmd + " are not known");
  const eval::Matrix& b = *e.find_matrix("b");
  const std::vector<StoredEquation> equations = stored_equations(e);
  const std::vector<double> values = is_categorical_model(cmd) ? outcome_values(e) : std::vector<double>();
  std::vector<double> y = depvar_values(e, c), offset(c.frame.rows, 0.0);
  add_offset(e, offset, c);
  std::vector<std::uint8_t> keep = use;
  for (std::size_t i = 0; i < keep.size(); ++i) {
    if (!data::is_missing(y[i])) y[i] = coded_outcome(cmd, values, y[i]);
    if (data::is_missing(y[i]) || data::is_missing(offset[i])) keep[i] = 0;
  }
  std::vector<numeric::Matrix> all(equations.size());
  for (std::size_t q = 0; q < equations.size(); ++q) {
    const StoredEquation& own = equations[q];
    const std::size_t slopes = own.columns.size() - (own.constant ? 1 : 0);
    all[q] = numeric::Matrix(c.frame.rows, slopes);
    if (slopes == 0) continue;
    Regressors regressors(e, own.name, c);
    std::vector<std::size_t> at;
    for (std::size_t j = 0; j < slopes; ++j)
      at.push_back(static_cast<std::size_t>(
          std::find(regressors.columns().begin(), regressors.columns().end(), own.columns[j]) -
          regressors.columns().begin()));
    regressors.for_each_row([&](std::size_t row, const double* x) {
      if (!x) keep[row] = 0;
      else
        for (std::size_t j = 0; j < slopes; ++j) all[q](row, j) = x[at[j]];
    });
  }
  StoredLikelihood out;
  for (std::size_t i = 0; i < keep.size(); ++i) {
    if (use[i] && !keep[i] && all_rows)
      throw Error(322, "a variable of the model has changed since the estimation", std::nullopt,
                  {"row " + std::to_string(i + 1) + " of its sample misses something now"});
    if (!keep[i]) continue;
    out.rows.push_back(static_cast<data::Row>(i));
    out.y.push_back(y[i]);
  }
  const std::vector<std::size_t> picked(out.rows.begin(), out.rows.end());
  for (std::size_t q = 0; q < equations.size(); ++q) {
    std::vector<std::size_t> columns(all[q].cols);
    for (std::size_t j = 0; j < columns.size(); ++j) columns[j] = j;
    StoredIndex index{equations[q].name, numeric::submatrix(all[q], picked, columns), {}, equations[q].constant};
    if (q == 0 && !e.macro_or("offset").empty())
      for (const std::size_t i : picked) index.offset.push_back(offset[i]);
    out.indices.push_back(std::move(index));
    for (const std::size_t j : equations[q].columns) {
      const std::string name = parse_coefficient_name(b.column_names[j]).name;
      out.columns.push_back(j);
      out.names.push_back(name.front() == '/' ? "_cons" : name);
      out.index_of.push_back(q);
      out.b.push_back(b(0, j));
    }
  }
  out.row = rows_of_model(cmd, e, out.y, equations.size());
  return out;
}

std::vector<double> index_scores(const command::Results& e, const std::string& equation, const command::Context& c) {
  std::vector<std::uint8_t> use(c.frame.rows, 0);
  std::fill(use.begin() + static_cast<std::ptrdiff_t>(c.scope.begin),
            use.begin() + static_cast<std::ptrdiff_t>(c.scope.end), std::uint8_t{1});
  const StoredLikelihood m = stored_likelihood(e, use, false, c);
  const std::size_t size = m.indices.size();
  std::size_t place = 0;
  if (equation.size() > 1 && equation.front() == '#') {
    place = static_cast<std::size_t>(std::atoi(equation.c_str() + 1)) - 1;
  } else if (!equation.empty()) {
    const std::string wanted = equation.substr(equation.front() == '/' ? 1 : 0);
    while (place < size && m.indices[place].equation != wanted) ++place;
  }
  if (place >= size) throw Error(303, "equation " + equation + " not found");
  const std::vector<std::vector<double>> eta = numeric::indices_at(m.spec(), m.b);
  std::vector<double> out(c.frame.rows, data::missing), at(size), gradient(size), hessian(size * size);
  for (std::size_t i = 0; i < m.rows.size(); ++i) {
    for (std::size_t q = 0; q < size; ++q) at[q] = eta[q][i];
    m.row(i, at.data(), gradient.data(), hessian.data());
    out[m.rows[i]] = data::checked(gradient[place]);
  }
  return out;
}

}  // namespace nqp::kit
