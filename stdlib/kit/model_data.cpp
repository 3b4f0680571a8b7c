#include "stdlib/kit/model_data.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/coefficient_name.hpp"
#include "stdlib/kit/series.hpp"

namespace nqp::kit {

namespace {

constexpr std::size_t model_chunk = 1024;

std::string first_equation(const eval::Matrix& b) {
  return b.columns == 0 ? std::string() : parse_coefficient_name(b.column_names[0]).equation;
}

}  // namespace

Regressors::Regressors(const command::Results& e, const std::string& equation, const command::Context& c)
    : context_(c) {
  const eval::Matrix* b = e.find_matrix("b");
  if (!b) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  const std::string wanted = equation.empty() ? first_equation(*b) : equation;
  for (std::size_t j = 0; j < b->columns; ++j) {
    const CoefficientName n = parse_coefficient_name(b->column_names[j]);
    if (n.equation != wanted) continue;
    const bool unused = (*b)(0, j) == 0 && (n.marked_base || n.marked_omitted);
    if (unused || (n.term.factors.empty() && n.name != "_cons")) continue;
    columns_.push_back(j);
    names_.push_back(n.name);
    if (n.name == "_cons") {
      plans_.push_back(nullptr);
      continue;
    }
    const ast::Varlist plain = grammar::parse_varlist(command::canonical_term(n.name));
    for (const ast::Factor& f : plain.items[0].factors) plain_column(f, c);  // Error 111, 109
    plans_.push_back(eval::compile_term(plain.items[0], c.scope));
  }
  if (columns_.empty() && !equation.empty()) throw Error(303, "equation " + equation + " not found");
}

void Regressors::for_each_row(const std::function<void(std::size_t row, const double* x)>& f) {
  const std::size_t k = columns_.size();
  std::vector<double> block(model_chunk * std::max<std::size_t>(k, 1)), x(std::max<std::size_t>(k, 1));
  for (std::size_t begin = context_.scope.begin; begin < context_.scope.end; begin += model_chunk) {
    const std::size_t n = std::min(model_chunk, context_.scope.end - begin);
    context_.poll();
    for (std::size_t j = 0; j < k; ++j) {
      double* out = block.data() + j * model_chunk;
      if (plans_[j]) plans_[j]->numbers(static_cast<data::Row>(begin), n, out);
      else std::fill(out, out + n, 1.0);
    }
    for (std::size_t i = 0; i < n; ++i) {
      bool complete = true;
      for (std::size_t j = 0; j < k; ++j) {
        x[j] = block[j * model_chunk + i];
        complete = complete && !data::is_missing(x[j]);
      }
      f(begin + i, complete ? x.data() : nullptr);
    }
  }
}

std::vector<double> linear_prediction(const command::Results& e, const std::string& equation,
                                      const command::Context& c) {
  Regressors regressors(e, equation, c);
  const eval::Matrix& b = *e.find_matrix("b");
  std::vector<double> out(c.frame.rows, data::missing);
  regressors.for_each_row([&](std::size_t row, const double* x) {
    if (!x) return;
    double sum = 0;
    for (std::size_t j = 0; j < regressors.columns().size(); ++j) sum += x[j] * b(0, regressors.columns()[j]);
    out[row] = data::checked(sum);
  });
  return out;
}

std::vector<double> prediction_error(const command::Results& e, const eval::Matrix& V, const command::Context& c,
                                     const std::string& equation) {
  Regressors regressors(e, equation, c);
  const std::vector<std::size_t>& columns = regressors.columns();
  std::vector<double> out(c.frame.rows, data::missing);
  regressors.for_each_row([&](std::size_t row, const double* x) {
    if (!x) return;
    double sum = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      double inner = 0;
      for (std::size_t j = 0; j < columns.size(); ++j) inner += V(columns[i], columns[j]) * x[j];
      sum += x[i] * inner;
    }
    out[row] = sum >= 0 ? std::sqrt(sum) : data::missing;
  });
  return out;
}

std::vector<double> depvar_values(const command::Results& e, const command::Context& c) {
  const ast::Varlist y = grammar::parse_varlist(e.macro_or("depvar"));
  if (y.items.empty() || y.items[0].factors.empty())
    throw Error(321, "not possible after " + e.macro_or("cmd", "these estimates") + ": there is no dependent variable");
  return series_values(y.items.at(0).factors.at(0), c);
}

ModelData model_data(const command::Context& c) {
  ModelData out;
  out.sample = last_sample(c);
  const command::Results& e = c.e->results;
  if (const std::string weight = e.macro_or("wexp"); !weight.empty()) {
    const auto value = grammar::parse_expression(weight.substr(weight.find('=') + 1));
    const std::vector<double> all = eval::evaluate_numbers(*value, c.scope);
    for (const data::Row r : out.sample.rows) out.sample.weights.push_back(all[r - c.scope.begin]);
    const std::string type = e.macro_or("wtype");
    out.sample.weight_kind = type == "fweight"   ? command::WeightKind::fweight
                             : type == "aweight" ? command::WeightKind::aweight
                             : type == "pweight" ? command::WeightKind::pweight
                                                 : command::WeightKind::iweight;
  }
  const std::vector<double> y = depvar_values(e, c);
  for (const data::Row r : out.sample.rows) out.y.push_back(y[r]);

  Regressors regressors(e, "", c);
  std::vector<std::size_t> source;
  for (std::size_t j = 0; j < regressors.names().size(); ++j) {
    if (regressors.names()[j] == "_cons") {
      out.constant = true;
      continue;
    }
    source.push_back(j);
    out.names.push_back(regressors.names()[j]);
    out.columns.push_back(regressors.columns()[j]);
  }
  out.x = numeric::Matrix(out.sample.size(), source.size());
  std::size_t next = 0;
  regressors.for_each_row([&](std::size_t row, const double* x) {
    if (!out.sample.use[row]) return;
    if (!x)
      throw Error(322, "a variable of the model has changed since the estimation", std::nullopt,
                  {"row " + std::to_string(row + 1) + " of e(sample) misses a regressor now"});
    for (std::size_t j = 0; j < source.size(); ++j) out.x(next, j) = x[source[j]];
    ++next;
  });
  return out;
}

}  // namespace nqp::kit
