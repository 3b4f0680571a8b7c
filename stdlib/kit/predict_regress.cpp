// After regress: residuals and influence. Formulas: Belsley, Kuh and Welsch (1980), chapter 2.
#include <cmath>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/eval/names.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/normal_regression.hpp"
#include "stdlib/kit/prediction.hpp"

namespace nqp::kit {

namespace {

using LinearValues = std::vector<double>;
using LinearPrediction = PredictionRequest;

// Applies f to rows where both are known.
template <class F>
LinearValues row_wise(const LinearValues& a, const LinearValues& b, F&& f) {
  LinearValues out(a.size(), data::missing);
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!data::is_missing(a[i]) && !data::is_missing(b[i])) out[i] = data::checked(f(a[i], b[i]));
  return out;
}

// The classical variance s²(X'X)^-1, whatever e(V) is.
const eval::Matrix& classical_variance(const command::Results& e) {
  const eval::Matrix* m = e.find_matrix("V_modelbased");
  return m ? *m : *e.find_matrix("V");
}

double s_of(const LinearPrediction& r) { return r.e.scalar_or("rmse"); }

LinearValues residuals(const LinearPrediction& r) {
  const LinearValues xb = linear_prediction(r.e, "", r.context), y = depvar_values(r.e, r.context);
  return row_wise(y, xb, [](double a, double b) { return a - b; });
}

LinearValues leverage(const LinearPrediction& r) {
  LinearValues h = prediction_error(r.e, classical_variance(r.e), r.context);
  const double s = s_of(r);
  for (double& x : h)
    if (!data::is_missing(x)) x = data::checked(x * x / (s * s));
  return h;
}

LinearValues forecast_error(const LinearPrediction& r) {
  const LinearValues h = leverage(r);
  const double s = s_of(r);
  return row_wise(h, h, [s](double x, double) { return s * std::sqrt(1 + x); });
}

LinearValues residual_error(const LinearPrediction& r) {
  const LinearValues h = leverage(r);
  const double s = s_of(r);
  return row_wise(h, h, [s](double x, double) { return s * std::sqrt(1 - x); });
}

LinearValues standardised(const LinearPrediction& r) {
  const double s = s_of(r);
  return row_wise(residuals(r), leverage(r), [s](double e, double h) { return e / (s * std::sqrt(1 - h)); });
}

// Residual degrees of freedom, those of the clusters left aside.
double residual_degrees(const LinearPrediction& r) { return r.e.scalar_or("N") - r.e.scalar_or("rank"); }

// e_i over s without row i: s²_(i) = (s² d - e²/(1-h)) / (d - 1).
LinearValues studentised(const LinearPrediction& r) {
  const double s = s_of(r), d = residual_degrees(r);
  return row_wise(residuals(r), leverage(r), [s, d](double e, double h) {
    const double without = (s * s * d - e * e / (1 - h)) / (d - 1);
    return e / std::sqrt(without * (1 - h));
  });
}

LinearValues cook(const LinearPrediction& r) {
  const double k = r.e.scalar_or("rank");
  return row_wise(standardised(r), leverage(r), [k](double t, double h) { return t * t * h / ((1 - h) * k); });
}

LinearValues dfits(const LinearPrediction& r) {
  return row_wise(studentised(r), leverage(r), [](double t, double h) { return t * std::sqrt(h / (1 - h)); });
}

LinearValues welsch(const LinearPrediction& r) {
  const double n = r.e.scalar_or("N");
  return row_wise(dfits(r), leverage(r), [n](double d, double h) { return d * std::sqrt((n - 1) / (1 - h)); });
}

LinearValues covratio(const LinearPrediction& r) {
  const double k = r.e.scalar_or("rank"), d = residual_degrees(r);
  return row_wise(standardised(r), leverage(r), [k, d](double t, double h) {
    return std::pow((d - t * t) / (d - 1), k) / (1 - h);
  });
}

std::size_t coefficient_named(const std::string& name, const LinearPrediction& r) {
  const eval::Matrix& b = *r.e.find_matrix("b");
  const command::Terms terms = command::resolve_terms(name, r.context);
  const std::string wanted = eval::normal_term(command::term_name(terms.front()));
  for (std::size_t j = 0; j < b.columns; ++j)
    if (eval::normal_term(b.column_names[j]) == wanted) return j;
  throw Error(111, name + " not found among the regressors");
}

// The change of b_j, in standard errors, when row i is left out: t_i (D x_i)_j / √(D_jj (1 - h_i)).
LinearValues dfbeta(const LinearPrediction& r) {
  if (r.argument.empty()) throw Error(198, "dfbeta() needs a regressor", std::nullopt, {"for example dfbeta(x)"});
  const std::size_t j = coefficient_named(r.argument, r);
  const eval::Matrix& V = classical_variance(r.e);
  const double s = s_of(r);
  Regressors regressors(r.e, "", r.context);
  LinearValues direction(r.context.frame.rows, data::missing);
  regressors.for_each_row([&](std::size_t row, const double* x) {
    if (!x) return;
    double sum = 0;
    for (std::size_t k = 0; k < regressors.columns().size(); ++k) sum += V(j, regressors.columns()[k]) * x[k];
    direction[row] = sum / (s * std::sqrt(V(j, j)));
  });
  const LinearValues scaled = row_wise(direction, leverage(r), [](double d, double h) { return d / std::sqrt(1 - h); });
  return row_wise(studentised(r), scaled, [](double t, double d) { return t * d; });
}

// What is expected within (a,b) of normal errors with the root mean squared error.
LinearValues interval_moments(const LinearPrediction& r, NormalMoment kind) {
  const auto [a, b] = interval_of(r.argument);
  const double s = s_of(r);
  LinearValues v = linear_prediction(r.e, "", r.context);
  for (double& x : v)
    if (!data::is_missing(x)) x = data::checked(normal_moment(kind, a, b, x, s).value);
  return v;
}

}  // namespace

std::vector<PredictionStatistic> regress_statistics() {
  std::vector<PredictionStatistic> out = linear_statistics();
  out[0].label = "Fitted values";
  out.push_back({"Residuals", "Residuals", residuals});
  out.push_back({"SCore", "Residuals", residuals});
  out.push_back({"STDF", "S.E. of the forecast", forecast_error});
  out.push_back({"STDR", "S.E. of the residual", residual_error});
  out.push_back({"Hat", "Leverage", leverage});
  out.push_back({"Leverage", "Leverage", leverage});
  out.push_back({"Cooksd", "Cook's D", cook, true});
  out.push_back({"RSTAndard", "Standardized residuals", standardised});
  out.push_back({"RSTUdent", "Studentized residuals", studentised, true});
  out.push_back({"Pr", "Pr(a<y<b)", [](const auto& r) { return interval_moments(r, NormalMoment::probability); }});
  out.push_back({"e", "E(y|a<y<b)", [](const auto& r) { return interval_moments(r, NormalMoment::truncated_mean); }});
  out.push_back({"YStar", "E(y*), y censored to (a,b)",
                 [](const auto& r) { return interval_moments(r, NormalMoment::censored_mean); }});
  out.push_back({"DFBeta", "Dfbeta", dfbeta, true});
  out.push_back({"DFIts", "Dfits", dfits, true});
  out.push_back({"Welsch", "Welsch distance", welsch, true});
  out.push_back({"COVratio", "Covratio", covratio, true});
  return out;
}

}  // namespace nqp::kit
