#include "stdlib/kit/margins_model.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/eval/evaluate.hpp"
#include "stdlib/kit/binary_outcome.hpp"
#include "stdlib/kit/coefficient_name.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/model_offset.hpp"
#include "stdlib/kit/series.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using command::Results;

namespace {

MarginResponse linear(const std::string& label) {
  return {label, [](double x, double* d) { d[0] = x, d[1] = 1, d[2] = 0; }};
}

MarginResponse binary(const Results& e) {
  const BinaryLink link = link_of(e.macro_or("cmd"));
  return {"Pr(" + e.macro_or("depvar") + "), predict()", [link](double x, double* d) {
            const LinkValue v = link_value(link, x);
            d[0] = v.p, d[1] = v.density, d[2] = v.slope;
          }};
}

MarginResponse exponential() {
  return {"Predicted number of events, predict()", [](double x, double* d) { d[0] = d[1] = d[2] = std::exp(x); }};
}

MarginResponse response_of(const Results& e, const std::string& predict) {
  const std::string cmd = e.macro_or("cmd");
  const bool is_binary = cmd == "logit" || cmd == "logistic" || cmd == "probit" || cmd == "cloglog";
  const bool is_count = cmd == "poisson" || cmd == "nbreg" || cmd == "ppmlhdfe";
  const std::string word(trim(predict));
  if (word == "xb") return linear("Linear prediction, predict(xb)");
  const bool fits = word.empty() || (is_binary && word == "pr") || (is_count && (word == "n" || word == "mu"));
  if (!fits)
    throw Error(198, "predict(" + word + ") is not available with margins after " + cmd, std::nullopt,
                {"predict(xb), or the default"});
  if (is_binary) return binary(e);
  return is_count ? exponential() : linear("Linear prediction, predict()");
}

double level_of(const ast::Factor& f) {
  for (const ast::VariableOperator& op : f.operators)
    if (!is_time_operator(op) && !op.levels.empty()) return op.levels[0];
  return 0;
}

void note_factor(MarginsModel& m, const std::string& variable, double level, bool base) {
  auto it = std::find_if(m.factors.begin(), m.factors.end(), [&](const auto& f) { return f.variable == variable; });
  if (it == m.factors.end()) {
    m.factors.push_back({variable, {}, level});
    it = m.factors.end() - 1;
  }
  if (std::find(it->levels.begin(), it->levels.end(), level) == it->levels.end()) it->levels.push_back(level);
  if (base) it->base = level;
}

std::size_t input_of(MarginsModel& m, const ast::Factor& f, std::vector<ast::Factor>& sources) {
  MarginInput in{series_name(f), is_categorical(f), is_categorical(f) ? level_of(f) : 0};
  for (std::size_t i = 0; i < m.inputs.size(); ++i)
    if (m.inputs[i].variable == in.variable && m.inputs[i].indicator == in.indicator && m.inputs[i].level == in.level)
      return i;
  m.inputs.push_back(in);
  sources.push_back(series_of(f));
  return m.inputs.size() - 1;
}

void read_terms(MarginsModel& m, const Results& e, std::vector<ast::Factor>& sources) {
  const eval::Matrix& b = *e.find_matrix("b");
  const std::string first = parse_coefficient_name(b.column_names.at(0)).equation;
  for (std::size_t j = 0; j < b.columns; ++j) {
    m.b.push_back(b(0, j));
    const CoefficientName n = parse_coefficient_name(b.column_names[j]);
    if (n.equation != first || (n.term.factors.empty() && n.name != "_cons")) continue;
    for (const ast::Factor& f : n.term.factors) {
      const std::string name = series_name(f);
      if (std::find(m.variables.begin(), m.variables.end(), name) == m.variables.end()) m.variables.push_back(name);
      if (!is_categorical(f)) continue;
      const bool base = std::any_of(f.operators.begin(), f.operators.end(), [](const ast::VariableOperator& op) {
        return op.kind == ast::VariableOperator::Kind::base &&
               op.base_rule != ast::VariableOperator::BaseRule::no_base;
      });
      note_factor(m, name, level_of(f), base && n.term.factors.size() == 1);
    }
    if ((n.marked_base || n.marked_omitted) && b(0, j) == 0) continue;
    MarginsModel::Term t;
    t.column = j;
    for (const ast::Factor& f : n.term.factors) t.inputs.push_back(input_of(m, f, sources));
    m.terms.push_back(std::move(t));
  }
  for (auto& f : m.factors) std::sort(f.levels.begin(), f.levels.end());
}

}  // namespace

const MarginsModel::Factor* MarginsModel::factor(const std::string& variable) const {
  for (const Factor& f : factors)
    if (f.variable == variable) return &f;
  return nullptr;
}

MarginsModel margins_model(const std::string& predict, const command::Sample& narrowed, const command::Context& c) {
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  const Results& e = c.e->results;
  if (!e.find_matrix("b") || !e.find_matrix("V"))
    throw Error(322, "margins needs e(b) and e(V)", std::nullopt, {"the last command stored none"});
  MarginsModel m;
  m.response = response_of(e, predict);
  m.sample = model_data(c).sample;
  const std::vector<std::uint8_t> use = c.select(narrowed);
  std::vector<std::uint8_t> keep;
  for (const data::Row r : m.sample.rows) keep.push_back(use[r]);
  restrict_sample(m.sample, keep);
  if (m.sample.rows.empty()) throw Error(2000, "no observations");
  std::vector<ast::Factor> sources;
  read_terms(m, e, sources);
  m.values = numeric::Matrix(m.sample.size(), m.inputs.size());
  for (std::size_t k = 0; k < m.inputs.size(); ++k) {
    const std::vector<double> x = series_values(sources[k], c);
    for (std::size_t i = 0; i < m.sample.size(); ++i) {
      const double v = x[m.sample.rows[i]];
      m.values(i, k) = m.inputs[k].indicator ? (v == m.inputs[k].level ? 1.0 : 0.0) : v;
    }
  }
  if (!e.macro_or("offset").empty()) {
    std::vector<double> all(c.frame.rows, 0.0);
    add_offset(e, all, c);
    for (const data::Row r : m.sample.rows) m.offset.push_back(all[r]);
  }
  return m;
}

void apply(const MarginsModel& m, const std::vector<Setting>& settings, double* inputs) {
  for (const Setting& s : settings)
    for (std::size_t k = 0; k < m.inputs.size(); ++k) {
      if (m.inputs[k].variable != s.variable) continue;
      inputs[k] = m.inputs[k].indicator ? (s.value == m.inputs[k].level ? 1.0 : 0.0) : s.value;
    }
}

namespace {

double product(const MarginsModel::Term& t, const double* inputs) {
  double p = 1;
  for (const std::size_t k : t.inputs) p *= inputs[k];
  return p;
}

double coefficient_index(const MarginsModel& m, const double* inputs, double offset) {
  double sum = offset;
  for (const MarginsModel::Term& t : m.terms) sum += m.b[t.column] * product(t, inputs);
  return sum;
}

// By the product rule over every place where the variable stands as it is.
double slope(const MarginsModel& m, const MarginsModel::Term& t, const std::string& variable, const double* inputs) {
  double sum = 0;
  for (std::size_t a = 0; a < t.inputs.size(); ++a) {
    const MarginInput& in = m.inputs[t.inputs[a]];
    if (in.indicator || in.variable != variable) continue;
    double rest = 1;
    for (std::size_t k = 0; k < t.inputs.size(); ++k)
      if (k != a) rest *= inputs[t.inputs[k]];
    sum += rest;
  }
  return sum;
}

}  // namespace

double add_response(const MarginsModel& m, const double* inputs, double offset, double weight, double* gradient) {
  double d[3];
  m.response.value(coefficient_index(m, inputs, offset), d);
  for (const MarginsModel::Term& t : m.terms) gradient[t.column] += weight * d[1] * product(t, inputs);
  return weight * d[0];
}

double add_derivative(const MarginsModel& m, const std::string& variable, const double* inputs, double offset,
                      double weight, double* gradient) {
  double d[3], index_slope = 0;
  m.response.value(coefficient_index(m, inputs, offset), d);
  for (const MarginsModel::Term& t : m.terms) index_slope += m.b[t.column] * slope(m, t, variable, inputs);
  for (const MarginsModel::Term& t : m.terms)
    gradient[t.column] +=
        weight * (d[2] * index_slope * product(t, inputs) + d[1] * slope(m, t, variable, inputs));
  return weight * d[1] * index_slope;
}

}  // namespace nqp::kit
