#include "stdlib/kit/margins_response.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/binary_outcome.hpp"
#include "stdlib/kit/generalised_outcome.hpp"
#include "stdlib/kit/normal_regression.hpp"
#include "stdlib/kit/outcome_categories.hpp"
#include "stdlib/kit/predicted_index.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

namespace dist = numeric::dist;
using command::Results;

namespace {

// predict(statistic(argument) outcome(#) equation(name)) taken apart.
struct MarginStatistic {
  std::string word, argument, outcome, equation, text;
};

MarginStatistic margin_statistic(const std::string& predict) {
  MarginStatistic s;
  s.text = std::string(trim(predict));
  std::string_view rest = s.text;
  while (!rest.empty()) {
    std::size_t end = rest.find_first_of(" (");
    const std::string word = lower(rest.substr(0, end));
    std::string argument;
    rest = end == std::string_view::npos ? std::string_view() : trim(rest.substr(end));
    if (!rest.empty() && rest.front() == '(') {
      const std::size_t close = find_outside(rest.substr(1), ')');
      if (close == std::string_view::npos) throw Error(132, "too few parentheses in predict()");
      argument = std::string(trim(rest.substr(1, close)));
      rest = trim(rest.substr(close + 2));
    }
    if (abbreviates(word, "Outcome")) s.outcome = argument;
    else if (abbreviates(word, "EQuation")) s.equation = argument;
    else s.word = word, s.argument = argument;
  }
  return s;
}

std::string predict_label(const std::string& what, const MarginStatistic& s) {
  return what + ", predict(" + s.text + ")";
}

MarginResponse one_index(const std::string& label, std::function<void(double, double*)> f) {
  return {label, {""}, [f = std::move(f)](const double* x, double* out) { f(*x, out); }};
}

MarginResponse linear_response(const std::string& label, const std::string& equation) {
  return {label, {equation}, [](const double* x, double* out) { out[0] = *x, out[1] = 1, out[2] = 0; }};
}

MarginResponse binary_response(const Results& e, const MarginStatistic& s, BinaryLink link) {
  return one_index(predict_label("Pr(" + e.macro_or("depvar") + ")", s), [link](double x, double* out) {
    const LinkValue v = link_value(link, x);
    out[0] = v.p, out[1] = v.density, out[2] = v.slope;
  });
}

MarginResponse count_response(const MarginStatistic& s) {
  return one_index(predict_label("Predicted number of events", s),
                   [](double x, double* out) { out[0] = out[1] = out[2] = std::exp(x); });
}

MarginResponse mean_response(const Results& e, const MarginStatistic& s) {
  const GlmChoice g = glm_of(e);
  if (!g.trials.empty())
    throw Error(198, "margins of the mean are not available with a number of trials", std::nullopt,
                {"margins, predict(xb) is"});
  return one_index(predict_label("Predicted mean", s), [model = g.model](double x, double* out) {
    const numeric::MeanValue v = numeric::glm_mean(model, x);
    out[0] = v.mean, out[1] = v.first, out[2] = v.second;
  });
}

// Moments of a normal outcome in the index and the parameter that holds its spread: σ² (tobit), ln σ or σ.
MarginResponse moment_response(const Results& e, const MarginStatistic& s, NormalMoment kind, const char* what) {
  const auto [a, b] = interval_of(s.argument);
  const std::string parameter = e.find_matrix("b")->column_names[normal_sigma(e).column];
  const bool variance = parameter.rfind("/var(", 0) == 0, logarithm = parameter == "/lnsigma";
  return {predict_label(what, s), {"", parameter}, [=, low = a, high = b](const double* x, double* out) {
            const double sigma = variance ? std::sqrt(x[1]) : logarithm ? std::exp(x[1]) : x[1];
            const double slope = variance ? 0.5 / sigma : logarithm ? sigma : 1;
            const MomentValue v = normal_moment(kind, low, high, x[0], sigma);
            out[0] = v.value, out[1] = v.m, out[2] = v.s * slope;
            // The second derivative in the spread is never needed: no variable moves it.
            out[3] = v.mm, out[4] = out[5] = v.ms * slope, out[6] = 0;
          }};
}

MarginResponse multinomial_response(const Results& e, const MarginStatistic& s, std::size_t place) {
  const std::vector<std::string> names = grammar::split_words(e.macro_or("eqnames"));
  const std::string base = e.macro_or("baselab");
  MarginResponse r;
  r.label = predict_label("Pr(" + e.macro_or("depvar") + "==" + names.at(place) + ")", s);
  r.equations.clear();
  std::size_t own = names.size();
  for (std::size_t j = 0; j < names.size(); ++j) {
    if (names[j] == base) continue;
    if (j == place) own = r.equations.size();
    r.equations.push_back(names[j]);
  }
  r.value = [m = r.equations.size(), own](const double* x, double* out) {
    double top = 0, sum = 0;
    for (std::size_t a = 0; a < m; ++a) top = std::max(top, x[a]);
    sum = std::exp(-top);
    for (std::size_t a = 0; a < m; ++a) sum += std::exp(x[a] - top);
    std::vector<double> p(m);
    for (std::size_t a = 0; a < m; ++a) p[a] = std::exp(x[a] - top) / sum;
    const double value = own < m ? p[own] : std::exp(-top) / sum;
    const auto is = [&](std::size_t a) { return a == own ? 1.0 : 0.0; };
    out[0] = value;
    for (std::size_t a = 0; a < m; ++a) {
      out[1 + a] = value * (is(a) - p[a]);
      for (std::size_t c = 0; c < m; ++c)
        out[1 + m + a * m + c] =
            value * ((is(a) - p[a]) * (is(c) - p[c]) - p[a] * ((a == c ? 1.0 : 0.0) - p[c]));
    }
  };
  return r;
}

// F(cut_j - xb) - F(cut_{j-1} - xb): indices xb and the cuts that bound the outcome.
MarginResponse ordered_response(const Results& e, const MarginStatistic& s, std::size_t place) {
  const std::vector<double> values = outcome_values(e);
  const bool has_low = place > 0, has_high = place + 1 < values.size();
  MarginResponse r;
  r.label = predict_label("Pr(" + e.macro_or("depvar") + "==" + text::macro_number(values[place]) + ")", s);
  if (has_low) r.equations.push_back("/cut" + std::to_string(place));
  if (has_high) r.equations.push_back("/cut" + std::to_string(place + 1));
  const BinaryLink link = e.macro_or("cmd") == "oprobit" ? BinaryLink::probit : BinaryLink::logit;
  r.value = [=, m = r.equations.size()](const double* x, double* out) {
    std::fill(out, out + 1 + m + m * m, 0.0);
    const auto put = [&](std::size_t a, std::size_t c, double v) { out[1 + m + a * m + c] += v; };
    const auto add = [&](std::size_t cut, double side) {
      const LinkValue v = link_value(link, x[cut] - x[0]);
      out[0] += side * v.p;
      out[1] -= side * v.density;
      out[1 + cut] += side * v.density;
      put(0, 0, side * v.slope);
      put(cut, cut, side * v.slope);
      put(0, cut, -side * v.slope);
      put(cut, 0, -side * v.slope);
    };
    if (has_high) add(m - 1, 1);
    else out[0] += 1;
    if (has_low) add(1, -1);
  };
  return r;
}

MarginResponse selected_response(const Results& e, const MarginStatistic& s) {
  return {predict_label("Pr(selected)", s), {second_equation(e)}, [](const double* x, double* out) {
            const double density = dist::normalden(*x);
            out[0] = dist::normal(*x), out[1] = density, out[2] = -*x * density;
          }};
}

// xb + λ M(zg), or Φ(zg) times that, in xb, zg, atanh ρ and ln σ with λ = ρσ.
MarginResponse conditional_response(const Results& e, const MarginStatistic& s, bool expected) {
  if (e.macro_or("method") == "twostep")
    throw Error(198, "margins, predict(" + s.text + ") is not available after the two-step estimator");
  MarginResponse r;
  r.label = predict_label(expected ? "E(y), 0 where not selected" : "E(y|selected)", s);
  r.equations = {"", second_equation(e), "/athrho", "/lnsigma"};
  r.value = [expected](const double* x, double* out) {
    const double z = x[1], rho = std::tanh(x[2]), sigma = std::exp(x[3]), lambda = rho * sigma;
    const double dl[2] = {sigma * (1 - rho * rho), lambda};
    const double phi = dist::normalden(z), Phi = dist::normal(z);
    const double M = std::exp(dist::lnnormalden(z) - dist::lnnormal(z));
    // value = A(z) xb + λ B(z), with first and second derivatives of A and B
    const double A[3] = {expected ? Phi : 1, expected ? phi : 0, expected ? -z * phi : 0};
    const double B1 = expected ? -z * phi : -M * (M + z);
    const double B[3] = {expected ? phi : M, B1, expected ? (z * z - 1) * phi : -B1 * (2 * M + z) - M};
    std::fill(out, out + 21, 0.0);
    out[0] = A[0] * x[0] + lambda * B[0];
    out[1] = A[0];
    out[2] = A[1] * x[0] + lambda * B[1];
    const auto put = [&](std::size_t a, std::size_t c, double v) { out[5 + 4 * a + c] = out[5 + 4 * c + a] = v; };
    put(0, 1, A[1]);
    put(1, 1, A[2] * x[0] + lambda * B[2]);
    for (std::size_t k = 0; k < 2; ++k) {  // derivatives among the ancillary parameters are never needed
      out[3 + k] = dl[k] * B[0];
      put(1, 2 + k, dl[k] * B[1]);
    }
  };
  return r;
}

[[noreturn]] void no_such_statistic(const Results& e, const MarginStatistic& s) {
  throw Error(198, "predict(" + s.text + ") is not available with margins after " + e.macro_or("cmd"), std::nullopt,
              {"predict(xb), or the default"});
}

bool one_of(const std::string& word, const std::set<std::string>& words) { return words.count(word) > 0; }

std::vector<MarginResponse> categorical_responses(const Results& e, const MarginStatistic& s) {
  if (!s.word.empty() && s.word != "pr" && s.word != "p") no_such_statistic(e, s);
  const bool multinomial = e.macro_or("cmd") == "mlogit";
  std::vector<std::size_t> places;
  if (s.outcome.empty())
    for (std::size_t j = 0; j < outcome_values(e).size(); ++j) places.push_back(j);
  else places.push_back(outcome_place(e, s.outcome));
  std::vector<MarginResponse> out;
  for (const std::size_t j : places)
    out.push_back(multinomial ? multinomial_response(e, s, j) : ordered_response(e, s, j));
  return out;
}

MarginResponse selection_response(const Results& e, const MarginStatistic& s) {
  if (s.word.empty()) return linear_response(predict_label("Linear prediction", s), "");
  if (abbreviates(s.word, "PSel")) return selected_response(e, s);
  if (abbreviates(s.word, "XBSel"))
    return linear_response(predict_label("Linear prediction of selection", s), second_equation(e));
  if (abbreviates(s.word, "YCond")) return conditional_response(e, s, false);
  if (abbreviates(s.word, "YExpected")) return conditional_response(e, s, true);
  no_such_statistic(e, s);
}

MarginResponse normal_response(const Results& e, const MarginStatistic& s) {
  if (s.word.empty()) return linear_response(predict_label("Linear prediction", s), "");
  if (s.word == "pr") return moment_response(e, s, NormalMoment::probability, "Pr(a<y<b)");
  if (s.word == "e") return moment_response(e, s, NormalMoment::truncated_mean, "E(y|a<y<b)");
  if (abbreviates(s.word, "YStar")) return moment_response(e, s, NormalMoment::censored_mean, "E(y*)");
  no_such_statistic(e, s);
}

}  // namespace

std::vector<MarginResponse> margin_responses(const Results& e, const std::string& predict) {
  const std::string cmd = e.macro_or("cmd");
  const MarginStatistic s = margin_statistic(predict);
  const bool categorical = one_of(cmd, {"mlogit", "ologit", "oprobit"});
  if (s.word == "xb") {
    std::string equation = s.equation;
    if (cmd == "mlogit") {
      const std::vector<std::string> names = grammar::split_words(e.macro_or("eqnames"));
      const std::string wanted = s.outcome.empty() ? s.equation : s.outcome;
      equation = wanted.empty() ? names.at(names[0] == e.macro_or("baselab") ? 1 : 0)
                                : names.at(outcome_place(e, wanted));
    }
    return {linear_response(predict_label("Linear prediction", s), equation)};
  }
  if (categorical) return categorical_responses(e, s);
  if (cmd == "heckman") return {selection_response(e, s)};
  if (cmd == "ivprobit" && one_of(s.word, {"pr", "p"})) return {binary_response(e, s, BinaryLink::probit)};
  if (cmd == "heckprobit" && abbreviates(s.word, "PSel")) return {selected_response(e, s)};
  if (cmd == "heckprobit" && (s.word.empty() || abbreviates(s.word, "PMargin")))
    return {binary_response(e, s, BinaryLink::probit)};
  if (one_of(cmd, {"tobit", "intreg", "truncreg"})) return {normal_response(e, s)};
  if (one_of(cmd, {"logit", "logistic", "probit", "cloglog"}) && one_of(s.word, {"", "pr", "p"}))
    return {binary_response(e, s, link_of(cmd))};
  if (one_of(cmd, {"xtlogit", "xtprobit", "clogit"}) && s.word == "pu0")
    return {binary_response(e, s, cmd == "xtprobit" ? BinaryLink::probit : BinaryLink::logit)};
  if (one_of(cmd, {"poisson", "nbreg", "ppmlhdfe"}) && one_of(s.word, {"", "n", "mu"})) return {count_response(s)};
  if (cmd == "xtpoisson" && s.word == "nu0") return {count_response(s)};
  if ((cmd == "glm" && one_of(s.word, {"", "mu"})) || (cmd == "fracreg" && one_of(s.word, {"", "cm"})))
    return {mean_response(e, s)};
  if (!s.word.empty() || cmd == "glm" || cmd == "fracreg") no_such_statistic(e, s);
  return {linear_response("Linear prediction, predict()", "")};
}

}  // namespace nqp::kit
