#include "stdlib/kit/user_evaluator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"

namespace nqp::kit {

using runtime::Session;

void read_user_start(const std::string& text, UserLikelihood& m, Session& s) {
  m.start.clear();
  const std::string body = text.substr(0, find_outside(text, ','));
  const std::vector<std::string> words = grammar::split_words(body);
  if (words.size() == 1 && words[0].find('=') == std::string::npos) {
    if (const eval::Matrix* b = s.matrix(words[0])) {
      const bool copy = text.find("copy") != std::string::npos;
      for (std::size_t j = 0; j < b->columns; ++j) m.start.emplace_back(copy ? "" : b->column_names[j], (*b)(0, j));
      return;
    }
  }
  for (const std::string& word : words) {
    const std::size_t equal = word.find('=');
    if (equal == std::string::npos) m.start.emplace_back("", s.number(word));
    else m.start.emplace_back(word.substr(0, equal), s.number(word.substr(equal + 1)));
  }
}

namespace {

// The rows that all equations can use.
EstimationSample user_sample(const UserLikelihood& m, const command::Context& c) {
  Needed needed{m.ys, m.arguments.vce.variables};
  for (const UserEquation& q : m.equations) {
    needed.terms.insert(needed.terms.end(), q.x.begin(), q.x.end());
    for (const std::string& v : {q.offset, q.exposure})
      if (!v.empty()) needed.groups.push_back(v);
  }
  return mark_sample(c, m.arguments.sample, m.arguments.weight, needed);
}

// log(exposure) or offset of the rows; empty without.
std::vector<double> user_offset(const UserEquation& q, const EstimationSample& sample, const command::Context& c) {
  if (q.offset.empty() && q.exposure.empty()) return {};
  std::vector<double> out(sample.size());
  c.numeric(q.offset.empty() ? q.exposure : q.offset).read_rows(sample.rows, out.data());
  if (q.offset.empty())
    for (double& v : out) {
      if (!(v > 0)) throw Error(459, "exposure() must be greater than zero");
      v = std::log(v);
    }
  return out;
}

}  // namespace

UserEvaluator::UserEvaluator(Session& s) : s_(s), model_(s.state<UserLikelihood>()), before_(s.frame_pointer()) {
  if (!model_.defined)
    throw Error(304, "ml model not found", std::nullopt, {"ml model lf prog (y = x1 x2) defines one"});
  const command::Context c = s.context();
  const EstimationSample sample = user_sample(model_, c);
  for (const UserEquation& q : model_.equations) {
    LikelihoodData d;
    d.sample = sample;
    expand_design(q.x, q.constant, d, c);
    find_omitted(d, q.constant);
    d.offset = user_offset(q, sample, c);
    data_.push_back(std::move(d));
  }
  const numeric::Weights w = numeric::normalise_weights(sample.weights, sample.weight_kind, sample.size());
  model_.weights = w.values;
  n_ = w.n;
  rows_only_ = data::keep_rows(*before_, sample.use);
  for (std::size_t i = 0; i <= model_.equations.size(); ++i) names_.push_back(s.temporary_name());
  const auto set_global = [&](const std::string& name, const std::string& value) {
    s.globals()[name] = value;
    globals_.push_back(name);
  };
  for (std::size_t i = 0; i < model_.ys.size(); ++i)
    set_global(fmt::format("ML_y{}", i + 1), command::term_name(model_.ys[i]));
  const auto constant_variable = [&](const std::string& name, std::vector<double> values) {
    data::Variable v;
    v.name = s.temporary_name();
    v.column = data::make_numeric(data::Storage::double_, std::move(values));
    v.format = "%10.0g";
    set_global(name, v.name);
    rows_only_.add(std::move(v));
  };
  constant_variable("ML_samp", std::vector<double>(rows_only_.rows, 1.0));
  constant_variable("ML_w", model_.weights.empty() ? std::vector<double>(rows_only_.rows, 1.0) : model_.weights);
  active_ = true;
}

UserEvaluator::~UserEvaluator() { finish(); }

void UserEvaluator::finish() {
  if (!std::exchange(active_, false)) return;
  s_.set_frame(before_);
  model_.thetas = nullptr;
  for (const std::string& g : globals_) s_.globals().erase(g);
}

std::size_t UserEvaluator::width(std::size_t q) const {
  return data_[q].x.cols + (model_.equations[q].constant ? 1 : 0);
}

std::vector<Equation> UserEvaluator::named_equations() const {
  std::vector<Equation> out;
  const bool alone = model_.equations.size() == 1 && model_.equations[0].name == "eq1";
  for (std::size_t q = 0; q < data_.size(); ++q) {
    const UserEquation& u = model_.equations[q];
    Equation e;
    e.name = u.ancillary() || alone ? "" : u.name;
    e.regressors = !u.x.empty();
    e.constant = u.constant;
    e.constant_name = u.ancillary() ? u.name : "_cons";
    e.data = &data_[q];
    e.tested = static_cast<int>(q) < model_.tested;
    out.push_back(std::move(e));
  }
  return out;
}

std::vector<std::size_t> UserEvaluator::constants() const {
  std::vector<std::size_t> out;
  std::size_t at = 0;
  for (std::size_t q = 0; q < data_.size(); ++q) {
    at += width(q);
    if (model_.equations[q].constant) out.push_back(at - 1);
  }
  return out;
}

eval::Matrix UserEvaluator::parameter_row(std::span<const double> b) const {
  numeric::LikelihoodFit fit;
  fit.b.assign(b.begin(), b.end());
  const numeric::Matrix none(b.size(), b.size());
  const Coefficients k = likelihood_coefficients(data_[0], fit, none, named_equations());
  eval::Matrix out(1, 0);
  out.row_names = {"r1"};
  for (std::size_t j = 0; j < k.names.size(); ++j) {
    const bool omitted = k.names[j].find("o.") != std::string::npos || k.names[j].find("b.") != std::string::npos;
    if (omitted) continue;
    out.values.push_back(k.b[j]);
    out.column_names.push_back(k.names[j]);
  }
  out.columns = out.values.size();
  return out;
}

std::vector<double> UserEvaluator::start() const {
  std::size_t n = 0;
  for (std::size_t q = 0; q < data_.size(); ++q) n += width(q);
  std::vector<double> b(n, 0.0);
  const std::vector<std::string> names = parameter_row(b).column_names;
  std::size_t next = 0;
  for (const auto& given : model_.start) {
    const std::string& name = given.first;
    if (name.empty()) {
      if (next >= n) throw Error(503, fmt::format("ml init: more values than the {} parameters", n));
      b[next++] = given.second;
      continue;
    }
    std::string wanted = name;
    if (wanted.compare(0, 4, "eq1:") == 0) wanted = wanted.substr(4);
    const auto same = [&](const std::string& full) {
      return full == wanted || full == name || (full[0] == '/' && full.substr(1) + ":_cons" == wanted) ||
             full == wanted + ":_cons" || (wanted[0] == '/' && full == wanted.substr(1) + ":_cons") ||
             (wanted.find(':') == std::string::npos && full == model_.equations[0].name + ":" + wanted);
    };
    const auto it = std::find_if(names.begin(), names.end(), same);
    if (it == names.end()) throw Error(111, "ml init: " + name + " is not a parameter of the model");
    b[static_cast<std::size_t>(it - names.begin())] = given.second;
  }
  return b;
}

UserEvaluator::Thetas UserEvaluator::thetas(std::span<const double> b) const {
  Thetas out;
  std::size_t at = 0;
  for (std::size_t q = 0; q < data_.size(); ++q) {
    const LikelihoodData& d = data_[q];
    const bool constant = model_.equations[q].constant;
    std::vector<double> xb = d.x.cols ? numeric::linear_prediction(d.x, constant, b.subspan(at, width(q)))
                                      : std::vector<double>(rows_only_.rows, constant ? b[at] : 0.0);
    for (std::size_t i = 0; i < d.offset.size(); ++i) xb[i] += d.offset[i];
    out.push_back(std::move(xb));
    at += width(q);
  }
  return out;
}

void UserEvaluator::run(const std::string& command) {
  try {
    s_.quietly([&] { s_.run_command(command); });
  } catch (const Error& e) {
    std::vector<std::string> notes = e.notes;
    notes.push_back("while the evaluator " + model_.program + " ran");
    throw Error(e.code, e.what(), std::nullopt, notes);
  }
}

namespace {

data::Variable user_column(const std::string& name, std::vector<double> values) {
  data::Variable v;
  v.name = name;
  v.column = data::make_numeric(data::Storage::double_, std::move(values));
  v.format = "%10.0g";
  return v;
}

std::vector<double> user_values(const data::Frame& f, const std::string& name) {
  const data::Variable* v = f.find(name);
  if (!v || v->is_string()) throw Error(111, "the evaluator dropped the variable of the log likelihood");
  std::vector<double> out(f.rows);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double x = v->column->number(i);
    out[i] = data::is_missing(x) ? std::nan("") : x;
  }
  return out;
}

}  // namespace

// args lnf theta1 theta2 …
std::vector<double> UserEvaluator::call_by_rows(const Thetas& at) {
  data::Frame f = rows_only_;
  f.add(user_column(names_[0], std::vector<double>(f.rows, data::missing)));
  std::string command = model_.program + " " + names_[0];
  for (std::size_t q = 0; q < at.size(); ++q) {
    std::vector<double> values = at[q];
    for (double& v : values) v = data::checked(v);
    f.add(user_column(names_[q + 1], std::move(values)));
    command += " " + names_[q + 1];
  }
  s_.set_frame(std::move(f));
  run(command);
  return user_values(s_.frame(), names_[0]);
}

// args todo b lnf: a scalar (d0 …), or a variable (lf0 …). Derivatives are never asked for.
std::vector<double> UserEvaluator::call_with_parameters(std::span<const double> b, const Thetas* at) {
  const Thetas own = at ? Thetas() : thetas(b);
  model_.thetas = at ? at : &own;
  data::Frame f = rows_only_;
  const bool variable = model_.by_rows();
  if (variable) f.add(user_column(names_[0], std::vector<double>(f.rows, data::missing)));
  s_.set_frame(std::move(f));
  const std::string matrix = names_[1];
  s_.matrices()[matrix] = parameter_row(b);
  if (!variable) s_.scalars()[names_[0]] = eval::Value(data::missing);
  const std::string spare = " " + names_[0] + "g " + names_[0] + "h";
  run(model_.program + " 0 " + matrix + " " + names_[0] + spare);
  model_.thetas = nullptr;
  for (const std::string& name : {matrix, names_[0] + "g", names_[0] + "h"}) s_.matrices().erase(name);
  if (variable) return user_values(s_.frame(), names_[0]);
  const double ll = s_.scalars()[names_[0]].number;
  s_.scalars().erase(names_[0]);
  return {data::is_missing(ll) ? std::nan("") : ll};
}

std::vector<double> UserEvaluator::rows_at(const Thetas& at, std::span<const double> b) {
  s_.poll();
  return model_.method == "lf" ? call_by_rows(at) : call_with_parameters(b, &at);
}

double UserEvaluator::weighted_sum(const std::vector<double>& rows) const {
  double sum = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) sum += (model_.weights.empty() ? 1.0 : model_.weights[i]) * rows[i];
  return sum;
}

double UserEvaluator::sum_at(std::span<const double> b) {
  s_.poll();
  return call_with_parameters(b, nullptr)[0];
}

double UserEvaluator::log_likelihood(std::span<const double> b) {
  return model_.by_rows() ? weighted_sum(rows_at(thetas(b), b)) : sum_at(b);
}

}  // namespace nqp::kit
