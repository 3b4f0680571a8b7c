#include "stdlib/kit/level_contrasts.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/linear/contrast_weights.hpp"

namespace nqp::kit {

namespace {

// Reads as much as is an operator; false where something else is left.
bool parse_level_operator(std::string_view s, LevelOperator& op) {
  if (s.empty() || std::string_view("raghjpq").find(s[0]) == std::string_view::npos) return false;
  op.kind = s[0];
  s.remove_prefix(1);
  if (op.kind == 'a' && !s.empty() && s[0] == 'r') {
    op.reverse = true;
    s.remove_prefix(1);
  }
  if (!s.empty() && s[0] == 'w' && std::string_view("ghjpq").find(op.kind) != std::string_view::npos) {
    op.weighted = true;
    s.remove_prefix(1);
  }
  const auto number = [&](double& v) {
    const std::size_t digits = std::min(s.size(), s.find_first_not_of("0123456789"));
    if (digits == 0) return false;
    v = std::strtod(std::string(s.substr(0, digits)).c_str(), nullptr);
    s.remove_prefix(digits);
    return true;
  };
  double level = 0;
  if (op.kind == 'r' && !s.empty() && s[0] == 'b') {
    s.remove_prefix(1);
    op.own_base = true;
    if (!number(op.base)) return false;
  }
  if (number(level)) op.picked.push_back(level);
  else if (s.size() > 2 && s.front() == '(' && s.back() == ')') {
    s = s.substr(1, s.size() - 2);
    for (std::string word = take_word(s); !word.empty(); word = take_word(s)) {
      const std::optional<double> v = parse_number(word);
      if (!v) return false;
      op.picked.push_back(*v);
    }
  }
  return s.empty();
}

bool is_picked(const LevelOperator& op, double level) {
  return op.picked.empty() || std::find(op.picked.begin(), op.picked.end(), level) != op.picked.end();
}

std::vector<double> contrast_row(const numeric::Matrix& m, std::size_t i) {
  std::vector<double> out(m.cols);
  for (std::size_t j = 0; j < m.cols; ++j) out[j] = m(i, j);
  return out;
}

}  // namespace

bool is_level_operator(const std::string& op) {
  LevelOperator o;
  return parse_level_operator(op, o);
}

LevelOperator read_level_operator(const std::string& op) {
  LevelOperator o;
  if (op.empty() || op == "i") return o;
  if (op == "c") {
    o.kind = 'c';
    return o;
  }
  if (!parse_level_operator(op, o))
    throw Error(198, op + ". is no contrast operator", std::nullopt,
                {"r. a. ar. g. h. j. p. q., gw. hw. jw. pw. qw. and none are"});
  return o;
}

std::string read_own_weights(const std::string& text, LevelOperator& op) {
  if (text.size() < 3 || text.back() != '}') throw Error(198, text + ": } is missing");
  std::string_view rest = std::string_view(text).substr(1, text.size() - 2);
  const std::string variable = take_word(rest);
  op.kind = '{';
  op.weights.emplace_back();
  for (std::string word = take_word(rest); !word.empty(); word = take_word(rest)) {
    const std::optional<double> v = parse_number(word);
    if (!v && word != "\\") throw Error(198, text + ": " + word + " is no number");
    if (v) op.weights.back().push_back(*v);
    else op.weights.emplace_back();
  }
  for (const std::vector<double>& w : op.weights) {
    double sum = 0, size = 0;
    for (const double v : w) sum += v, size += std::abs(v);
    if (!(size > 0) || std::abs(sum) > 1e-6 * size)
      throw Error(198, text + ": the weights of a contrast add up to zero", std::nullopt,
                  {"lincom computes other combinations"});
  }
  return variable;
}

std::vector<LevelContrast> level_contrasts(const LevelOperator& op, const std::string& variable,
                                           const std::vector<double>& levels, double base,
                                           const std::vector<double>& counts) {
  const std::size_t n = levels.size();
  if (n < 2) throw Error(198, variable + " has one level only");
  const double reference = op.own_base ? op.base : base;
  const auto at = static_cast<std::size_t>(std::find(levels.begin(), levels.end(), reference) - levels.begin());
  if ((op.kind == 'r' || op.kind == 0) && at == n)
    throw Error(198, text::macro_number(reference) + " is no level of " + variable);
  std::vector<LevelContrast> out;
  const auto add = [&](double level, const std::string& name, std::vector<double> weights) {
    if (is_picked(op, level)) out.push_back({name + "." + variable, std::move(weights)});
  };
  const auto word = [&](std::size_t i) { return text::macro_number(levels[i]); };
  const auto difference = [&](std::size_t i, std::size_t against) {
    const std::string sign = op.kind == 'a' ? (op.reverse ? "ar" : "a") : "r";
    add(levels[i], sign + word(i) + "vs" + word(against), numeric::level_less_mean(i, against, against + 1, counts));
  };
  for (std::size_t i = 0; i < n; ++i) {
    if ((op.kind == 'r' || op.kind == 0) && i != at) difference(i, at);
    if (op.kind == 'a' && !op.reverse && i + 1 < n) difference(i, i + 1);
    if (op.kind == 'a' && op.reverse && i > 0) difference(i, i - 1);
    const std::string own = std::string(1, op.kind) + (op.weighted ? "w" : "") + word(i);
    if (op.kind == 'g') add(levels[i], own, numeric::level_less_mean(i, 0, n, counts));
    if (op.kind == 'h' && i + 1 < n) add(levels[i], own, numeric::level_less_mean(i, i + 1, n, counts));
    if (op.kind == 'j' && i > 0) add(levels[i], own, numeric::level_less_mean(i, 0, i, counts));
  }
  if (op.kind == 'p' || op.kind == 'q') {
    std::vector<double> places(n);
    for (std::size_t i = 0; i < n; ++i) places[i] = static_cast<double>(i + 1);
    const numeric::Matrix P = numeric::polynomial_contrasts(op.kind == 'p' ? levels : places, counts);
    for (std::size_t d = 1; d < n; ++d)
      add(static_cast<double>(d), op.kind + std::string(op.weighted ? "w" : "") + std::to_string(d), contrast_row(P, d - 1));
  }
  for (std::size_t k = 0; k < op.weights.size(); ++k) {
    if (op.weights[k].size() > n) throw Error(198, "more weights than levels of " + variable);
    std::vector<double> w = op.weights[k];
    w.resize(n, 0.0);
    add(0, "u" + std::to_string(k + 1), std::move(w));
  }
  if (out.empty()) throw Error(198, "none of the levels asked for is a level of " + variable);
  return out;
}

}  // namespace nqp::kit
