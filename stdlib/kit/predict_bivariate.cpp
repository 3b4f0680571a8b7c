// After biprobit: joint and marginal probabilities. After etregress: outcomes given treatment.
#include <cmath>

#include "stdlib/kit/coefficient_name.hpp"
#include "stdlib/kit/correlated_outcome.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/predicted_index.hpp"
#include "stdlib/kit/prediction.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

namespace {

// f of the two indices of every row.
template <class F>
std::function<std::vector<double>(const PredictionRequest&)> of_both(F f) {
  return [f](const PredictionRequest& r) {
    std::vector<double> a = linear_prediction(r.e, "", r.context);
    const std::vector<double> b = linear_prediction(r.e, second_equation(r.e), r.context);
    for (std::size_t i = 0; i < a.size(); ++i)
      a[i] = data::is_missing(a[i]) || data::is_missing(b[i]) ? data::missing : data::checked(f(r, i, a[i], b[i]));
    return a;
  };
}

// P of outcomes with the signs q1 and q2.
PredictionStatistic joint_probability(const char* option, const char* label, double q1, double q2) {
  return {option, label, of_both([q1, q2](const PredictionRequest& r, std::size_t, double a, double b) {
            return numeric::dist::binormal(q1 * a, q2 * b, q1 * q2 * r.e.scalar_or("rho"));
          })};
}

// E(y | treatment): xb with the treatment at `treated`, and the hazard.
std::vector<double> outcome_given(const PredictionRequest& r, bool treated) {
  const std::string t = second_equation(r.e);
  const eval::Matrix& b = *r.e.find_matrix("b");
  double effect = 0;
  for (std::size_t j = 0; j < b.columns; ++j) {
    const CoefficientName n = parse_coefficient_name(b.column_names[j]);
    if (n.equation != t && n.name == "1." + t) effect = b(0, j);
  }
  std::vector<double> observed(r.context.frame.rows);
  r.context.numeric(t).read(0, observed.size(), observed.data());
  const double lambda = r.e.scalar_or("lambda");
  return of_both([&](const PredictionRequest&, std::size_t i, double xb, double zg) {
    const double base = xb - (observed[i] == 1 ? effect : 0);
    return treated ? base + effect + lambda * inverse_mills(zg) : base - lambda * inverse_mills(-zg);
  })(r);
}

}  // namespace

std::vector<PredictionStatistic> bivariate_statistics() {
  const auto marginal = [](bool first) {
    return of_both([first](const PredictionRequest&, std::size_t, double a, double b) {
      return numeric::dist::normal(first ? a : b);
    });
  };
  return {joint_probability("p11", "Pr(y1=1,y2=1)", 1, 1),
          joint_probability("p10", "Pr(y1=1,y2=0)", 1, -1),
          joint_probability("p01", "Pr(y1=0,y2=1)", -1, 1),
          joint_probability("p00", "Pr(y1=0,y2=0)", -1, -1),
          {"pmarg1", "Pr(y1=1)", marginal(true)},
          {"pmarg2", "Pr(y2=1)", marginal(false)},
          {"xb1", "Linear prediction of y1",
           [](const PredictionRequest& r) { return linear_prediction(r.e, "", r.context); }},
          {"xb2", "Linear prediction of y2",
           [](const PredictionRequest& r) { return linear_prediction(r.e, second_equation(r.e), r.context); }}};
}

std::vector<PredictionStatistic> selected_probit_statistics() {
  const auto outcome = of_both([](const PredictionRequest&, std::size_t, double a, double) {
    return numeric::dist::normal(a);
  });
  const auto selection = of_both([](const PredictionRequest&, std::size_t, double, double b) {
    return numeric::dist::normal(b);
  });
  const auto given = of_both([](const PredictionRequest& r, std::size_t, double a, double b) {
    return numeric::dist::binormal(a, b, r.e.scalar_or("rho")) / numeric::dist::normal(b);
  });
  std::vector<PredictionStatistic> out = {{"PMargin", "Pr(y=1)", outcome}};
  for (const PredictionStatistic& s : bivariate_statistics())
    if (s.option.size() == 3 && s.option[0] == 'p') out.push_back(s);
  out.push_back({"PSel", "Pr(selected)", selection});
  out.push_back({"PCond", "Pr(y=1|selected)", given});
  for (const PredictionStatistic& s : linear_statistics()) out.push_back(s);
  out.push_back({"XBSel", "Linear prediction of selection", [](const PredictionRequest& r) {
                   return linear_prediction(r.e, second_equation(r.e), r.context);
                 }});
  return out;
}

std::vector<PredictionStatistic> treatment_statistics() {
  std::vector<PredictionStatistic> out = linear_statistics();
  out.push_back({"XBTRT", "Linear prediction of treatment", [](const PredictionRequest& r) {
                   return linear_prediction(r.e, second_equation(r.e), r.context);
                 }});
  out.push_back({"PTRT", "Pr(treatment)", of_both([](const PredictionRequest&, std::size_t, double, double zg) {
                   return numeric::dist::normal(zg);
                 })});
  out.push_back({"YCTRT", "E(y|treatment)", [](const PredictionRequest& r) { return outcome_given(r, true); }});
  out.push_back({"YCNTRT", "E(y|no treatment)", [](const PredictionRequest& r) { return outcome_given(r, false); }});
  return out;
}

}  // namespace nqp::kit
