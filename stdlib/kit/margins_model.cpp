#include "stdlib/kit/margins_model.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/eval/evaluate.hpp"
#include "interpreter/eval/names.hpp"
#include "stdlib/kit/coefficient_name.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/model_offset.hpp"
#include "stdlib/kit/series.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using command::Results;

double factor_level(const ast::Factor& f) {
  for (const ast::VariableOperator& op : f.operators)
    if (!is_time_operator(op) && !op.levels.empty()) return op.levels[0];
  return 0;
}

void note_level(const ast::Factor& f, bool alone, std::vector<MarginsModel::Factor>& factors) {
  if (!is_categorical(f)) return;
  const std::string variable = series_name(f);
  const double level = factor_level(f);
  auto it = std::find_if(factors.begin(), factors.end(), [&](const auto& k) { return k.variable == variable; });
  if (it == factors.end()) {
    factors.push_back({variable, {}, level});
    it = factors.end() - 1;
  }
  if (std::find(it->levels.begin(), it->levels.end(), level) == it->levels.end()) it->levels.push_back(level);
  const bool base = std::any_of(f.operators.begin(), f.operators.end(), [](const ast::VariableOperator& op) {
    return op.kind == ast::VariableOperator::Kind::base && op.base_rule != ast::VariableOperator::BaseRule::no_base;
  });
  if (base && alone) it->base = level;
}

namespace {

std::size_t input_of(MarginsModel& m, const ast::Factor& f, std::vector<ast::Factor>& sources) {
  MarginInput in{series_name(f), is_categorical(f), is_categorical(f) ? factor_level(f) : 0};
  for (std::size_t i = 0; i < m.inputs.size(); ++i)
    if (m.inputs[i].variable == in.variable && m.inputs[i].indicator == in.indicator && m.inputs[i].level == in.level)
      return i;
  m.inputs.push_back(in);
  sources.push_back(series_of(f));
  return m.inputs.size() - 1;
}

// Which index of the response a coefficient belongs to; their number when to none.
std::size_t response_index(const MarginResponse& r, const CoefficientName& n, const std::string& first) {
  const bool ancillary = !n.name.empty() && n.name[0] == '/';
  if (n.term.factors.empty() && n.name != "_cons" && !ancillary) return r.indices();
  for (std::size_t a = 0; a < r.indices(); ++a) {
    const std::string& wanted = r.equations[a];
    if (wanted.rfind("=", 0) == 0) continue;
    if (ancillary ? wanted == n.name : wanted == n.equation || (wanted.empty() && n.equation == first)) return a;
  }
  return r.indices();
}

bool holds_variable(const eval::Matrix& b, const std::string& variable) {
  return std::any_of(b.column_names.begin(), b.column_names.end(), [&](const std::string& column) {
    const ast::Interaction term = parse_coefficient_name(column).term;
    return std::any_of(term.factors.begin(), term.factors.end(),
                       [&](const ast::Factor& f) { return series_name(f) == variable; });
  });
}

// "_b[eq:x]" is a coefficient without inputs, anything else a variable with the coefficient 1, which stands behind
// those of e(b).
void read_index(MarginsModel& m, const std::string& text, std::size_t index, const eval::Matrix& b,
                std::vector<ast::Factor>& sources) {
  MarginsModel::Term t;
  t.index = index;
  if (text.rfind("_b[", 0) != 0) {
    t.column = b.columns;
    m.b.resize(b.columns + 1, 1.0);
    const ast::Varlist v = grammar::parse_varlist(text);
    for (const ast::Factor& f : v.items.at(0).factors) {
      t.inputs.push_back(input_of(m, f, sources));
      const std::string name = series_name(f);
      if (holds_variable(b, name) && std::find(m.variables.begin(), m.variables.end(), name) == m.variables.end())
        m.variables.push_back(name);
    }
    m.terms.push_back(std::move(t));
    return;
  }
  const std::size_t colon = text.find(':');
  const std::string equation = text.substr(3, colon - 3), name = text.substr(colon + 1, text.size() - colon - 2);
  const std::string first = parse_coefficient_name(b.column_names.at(0)).equation;
  for (std::size_t j = 0; j < b.columns; ++j) {
    const CoefficientName n = parse_coefficient_name(b.column_names[j]);
    const bool here = n.equation == equation || (equation.empty() && (n.equation == first || n.name[0] == '/'));
    if (!here || eval::normal_term(n.name) != eval::normal_term(name)) continue;
    t.column = j;
    m.terms.push_back(std::move(t));
    return;
  }
}

void read_terms(MarginsModel& m, const Results& e, std::vector<ast::Factor>& sources) {
  const eval::Matrix& b = *e.find_matrix("b");
  const std::string first = parse_coefficient_name(b.column_names.at(0)).equation;
  for (std::size_t j = 0; j < b.columns; ++j) {
    m.b.push_back(b(0, j));
    const CoefficientName n = parse_coefficient_name(b.column_names[j]);
    const std::size_t index = response_index(m.response, n, first);
    if (index == m.response.indices()) continue;
    for (const ast::Factor& f : n.term.factors) {
      const std::string name = series_name(f);
      if (std::find(m.variables.begin(), m.variables.end(), name) == m.variables.end()) m.variables.push_back(name);
      note_level(f, n.term.factors.size() == 1, m.factors);
    }
    const bool without = (n.marked_base || n.marked_omitted) && b(0, j) == 0;
    if (without && n.marked_base) continue;
    MarginsModel::Term t;
    t.column = j;
    t.index = index;
    for (const ast::Factor& f : n.term.factors) t.inputs.push_back(input_of(m, f, sources));
    (without ? m.omitted : m.terms).push_back(std::move(t));
  }
  for (std::size_t a = 0; a < m.response.indices(); ++a)
    if (m.response.equations[a].rfind("=", 0) == 0) read_index(m, m.response.equations[a].substr(1), a, b, sources);
  for (auto& f : m.factors) std::sort(f.levels.begin(), f.levels.end());
}

}  // namespace

const MarginsModel::Factor* MarginsModel::factor(const std::string& variable) const {
  for (const Factor& f : factors)
    if (f.variable == variable) return &f;
  return nullptr;
}

MarginsModel margins_model(const MarginResponse& response, const command::Sample& narrowed,
                           const command::Context& c) {
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  const Results& e = c.e->results;
  if (!e.find_matrix("b") || !e.find_matrix("V"))
    throw Error(322, "margins needs e(b) and e(V)", std::nullopt, {"the last command stored none"});
  MarginsModel m;
  m.response = response;
  m.sample = model_data(c).sample;
  const std::vector<std::uint8_t> use = c.select(narrowed);
  std::vector<std::uint8_t> keep;
  for (const data::Row r : m.sample.rows) keep.push_back(use[r]);
  restrict_sample(m.sample, keep);
  if (m.sample.rows.empty()) throw Error(2000, "no observations");
  std::vector<ast::Factor> sources;
  read_terms(m, e, sources);
  if (narrowed.condition || narrowed.range) m.omitted.clear();
  m.values = numeric::Matrix(m.sample.size(), m.inputs.size());
  for (std::size_t k = 0; k < m.inputs.size(); ++k) {
    const std::vector<double> x = series_values(sources[k], c);
    for (std::size_t i = 0; i < m.sample.size(); ++i) {
      const double v = x[m.sample.rows[i]];
      if (data::is_missing(v))
        throw Error(416, "missing values encountered: " + m.inputs[k].variable, std::nullopt,
                    {"margins if !missing(" + m.inputs[k].variable + ") leaves these observations out"});
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

double term_value(const MarginsModel::Term& t, const double* inputs) {
  double p = 1;
  for (const std::size_t k : t.inputs) p *= inputs[k];
  return p;
}

// By the product rule over every place where the variable stands as it is.
double term_slope(const MarginsModel& m, const MarginsModel::Term& t, const std::string& variable,
                  const double* inputs) {
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

namespace {

// Indices of the response; the offset is part of the first.
std::vector<double> response_indices(const MarginsModel& m, const double* inputs, double offset) {
  std::vector<double> eta(m.response.indices(), 0.0);
  if (m.response.equations[0].rfind("=", 0) != 0) eta[0] = offset;
  for (const MarginsModel::Term& t : m.terms) eta[t.index] += m.b[t.column] * term_value(t, inputs);
  return eta;
}

// Response with gradient and second derivatives, as MarginResponse::value writes them.
std::vector<double> response_at(const MarginsModel& m, const double* inputs, double offset) {
  const std::size_t k = m.response.indices();
  const std::vector<double> eta = response_indices(m, inputs, offset);
  std::vector<double> out(1 + k + k * k);
  m.response.value(eta.data(), out.data());
  return out;
}

double input_value(const MarginsModel& m, const std::string& variable, const double* inputs) {
  for (std::size_t k = 0; k < m.inputs.size(); ++k)
    if (!m.inputs[k].indicator && m.inputs[k].variable == variable) return inputs[k];
  return 0;
}

}  // namespace

double add_response(const MarginsModel& m, const double* inputs, double offset, double weight, double* gradient) {
  const std::vector<double> d = response_at(m, inputs, offset);
  for (const MarginsModel::Term& t : m.terms) gradient[t.column] += weight * d[1 + t.index] * term_value(t, inputs);
  return weight * d[0];
}

double add_derivative(const MarginsModel& m, MarginEffect kind, const std::string& variable, const double* inputs,
                      double offset, double weight, double* gradient) {
  const std::size_t k = m.response.indices();
  const std::vector<double> d = response_at(m, inputs, offset);
  std::vector<double> slopes(k, 0.0), curved(k, 0.0);
  for (const MarginsModel::Term& t : m.terms) slopes[t.index] += m.b[t.column] * term_slope(m, t, variable, inputs);
  double effect = 0;
  for (std::size_t a = 0; a < k; ++a) {
    effect += d[1 + a] * slopes[a];
    for (std::size_t c = 0; c < k; ++c) curved[a] += d[1 + k + a * k + c] * slopes[c];
  }
  const bool of_log = kind == MarginEffect::eyex || kind == MarginEffect::eydx;
  const bool by_log = kind == MarginEffect::eyex || kind == MarginEffect::dyex;
  const double factor = weight * (by_log ? input_value(m, variable, inputs) : 1) / (of_log ? d[0] : 1);
  for (const MarginsModel::Term& t : m.terms) {
    const double p = term_value(t, inputs);
    double change = curved[t.index] * p + d[1 + t.index] * term_slope(m, t, variable, inputs);
    if (of_log) change -= effect / d[0] * d[1 + t.index] * p;
    gradient[t.column] += factor * change;
  }
  return factor * effect;
}

}  // namespace nqp::kit
