// After mlogit, ologit and oprobit: probabilities of the outcomes.
#include <algorithm>
#include <cmath>

#include "grammar/parse.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/outcome_categories.hpp"
#include "stdlib/kit/predicted_index.hpp"
#include "stdlib/kit/prediction.hpp"
#include "stdlib/kit/stored_likelihood.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

namespace {

std::vector<std::string> outcome_equations(const command::Results& e) {
  return grammar::split_words(e.macro_or("eqnames"));
}

// The equation of outcome() or equation(); the first that is estimated when neither is given.
std::string asked_equation(const PredictionRequest& r) {
  const std::vector<std::string> names = outcome_equations(r.e);
  const std::string wanted = r.outcome.empty() ? r.equation : r.outcome;
  if (!wanted.empty()) return names.at(outcome_place(r.e, wanted));
  return names.at(names.at(0) == r.e.macro_or("baselab") ? 1 : 0);
}

std::vector<double> multinomial_index(const PredictionRequest& r) {
  const std::string equation = asked_equation(r);
  if (equation == r.e.macro_or("baselab")) return std::vector<double>(r.context.frame.rows, 0.0);
  return linear_prediction(r.e, equation, r.context);
}

std::vector<double> multinomial_index_error(const PredictionRequest& r) {
  const std::string equation = asked_equation(r);
  if (equation == r.e.macro_or("baselab")) return std::vector<double>(r.context.frame.rows, 0.0);
  return prediction_error(r.e, *r.e.find_matrix("V"), r.context, equation);
}

std::vector<double> multinomial_probability(const PredictionRequest& r) {
  const std::vector<std::string> names = outcome_equations(r.e);
  const std::string base = r.e.macro_or("baselab");
  const std::size_t place = outcome_place(r.e, r.outcome.empty() ? r.equation : r.outcome);
  std::vector<std::vector<double>> xb;
  std::size_t own = names.size();
  for (std::size_t j = 0; j < names.size(); ++j) {
    if (names[j] == base) continue;
    if (j == place) own = xb.size();
    xb.push_back(linear_prediction(r.e, names[j], r.context));
  }
  std::vector<double> out(r.context.frame.rows, data::missing);
  for (std::size_t i = 0; i < out.size(); ++i) {
    double top = 0, sum = 0;
    bool complete = true;
    for (const std::vector<double>& v : xb) {
      complete = complete && !data::is_missing(v[i]);
      top = std::max(top, v[i]);
    }
    if (!complete) continue;
    sum = std::exp(-top);
    for (const std::vector<double>& v : xb) sum += std::exp(v[i] - top);
    out[i] = std::exp((own < xb.size() ? xb[own][i] : 0) - top) / sum;
  }
  return out;
}

// F(cut_j - xb) - F(cut_{j-1} - xb)
std::vector<double> ordered_probability(const PredictionRequest& r) {
  const std::size_t place = outcome_place(r.e, r.outcome);
  const eval::Matrix& b = *r.e.find_matrix("b");
  const std::size_t cuts = outcome_values(r.e).size() - 1, first = b.columns - cuts;
  const auto F = r.e.macro_or("cmd") == "oprobit" ? static_cast<double (*)(double)>(numeric::dist::normal)
                                                  : static_cast<double (*)(double)>(numeric::dist::invlogit);
  std::vector<double> xb = predicted_index(r);
  for (double& v : xb) {
    if (data::is_missing(v)) continue;
    const double low = place > 0 ? b(0, first + place - 1) - v : -HUGE_VAL;
    const double high = place < cuts ? b(0, first + place) - v : HUGE_VAL;
    const double below = place > 0 ? F(low) : 0, upto = place < cuts ? F(high) : 1;
    v = low > 0 ? F(-low) - (place < cuts ? F(-high) : 0) : upto - below;
  }
  return xb;
}

std::vector<double> outcome_score(const PredictionRequest& r) {
  return index_scores(r.e, r.equation.empty() ? r.outcome : r.equation, r.context);
}

}  // namespace

std::vector<PredictionStatistic> multinomial_statistics() {
  return {{"Pr", "Pr(outcome)", multinomial_probability},
          {"xb", "Linear prediction", multinomial_index},
          {"STDP", "S.E. of the prediction", multinomial_index_error},
          {"SCores", "Score of the index", outcome_score}};
}

std::vector<PredictionStatistic> ordered_statistics() {
  return {{"Pr", "Pr(outcome)", ordered_probability},
          {"xb", "Linear prediction", predicted_index},
          {"STDP", "S.E. of the prediction", predicted_index_error},
          {"SCores", "Score of the index", outcome_score}};
}

}  // namespace nqp::kit
