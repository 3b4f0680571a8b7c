#include "stdlib/kit/correlated_outcome.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/frame.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::kit {

double inverse_mills(double z) {
  return std::exp(numeric::dist::lnnormalden(z) - numeric::dist::lnnormal(z));
}

MillsRegression mills_regression(const std::vector<double>& y, const numeric::Matrix& W,
                                 const std::vector<double>& delta, const std::vector<double>& weights,
                                 const numeric::Matrix& Z, const numeric::Matrix& V_probit) {
  const numeric::LeastSquares ls =
      numeric::least_squares({.y = y, .x = W, .weights = weights, .want_residuals = false});
  if (ls.rank < W.cols)
    throw Error(498, "the hazard is collinear with the regressors", std::nullopt,
                {"the probit equation needs a variable that the outcome equation does not have"});
  MillsRegression t;
  t.b = ls.b;
  t.lambda = ls.b.back();
  double total = 0, mean_delta = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double w = weights.empty() ? 1 : weights[i];
    total += w;
    mean_delta += w * delta[i];
  }
  t.sigma = std::sqrt(ls.rss / total + t.lambda * t.lambda * mean_delta / total);
  t.rho = std::clamp(t.lambda / t.sigma, -1.0, 1.0);
  std::vector<double> left(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) left[i] = 1 - t.rho * t.rho * delta[i];
  const numeric::Matrix F = numeric::cross_product(W, Z, delta);
  const numeric::Matrix middle =
      numeric::add(numeric::gram(W, left), numeric::quadratic_form(F, V_probit), t.rho * t.rho);
  t.V = numeric::scale(numeric::quadratic_form(ls.xtx_inverse, middle), t.sigma * t.sigma);
  return t;
}

LikelihoodResult two_step_estimates(const MillsRegression& t, const numeric::LikelihoodFit& probit,
                                    std::vector<Equation> equations) {
  const std::size_t K = t.b.size() - 1, L = probit.b.size();
  LikelihoodResult r;
  r.fit.b.assign(t.b.begin(), t.b.end() - 1);
  r.fit.b.insert(r.fit.b.end(), probit.b.begin(), probit.b.end());
  r.fit.b.push_back(t.lambda);
  r.fit.V = numeric::Matrix(K + L + 1, K + L + 1);
  const auto place = [&](std::size_t j) { return j < K ? j : K + L; };
  for (std::size_t i = 0; i <= K; ++i)
    for (std::size_t j = 0; j <= K; ++j) r.fit.V(place(i), place(j)) = t.V(i, j);
  for (std::size_t i = 0; i < L; ++i)
    for (std::size_t j = 0; j < L; ++j) r.fit.V(K + i, K + j) = probit.V(i, j);
  r.fit.information_inverse = r.fit.V;
  r.fit.N = probit.N;
  r.fit.ll = numeric::undefined;
  r.fit.converged = probit.converged;
  r.fit.rank = static_cast<double>(K + L + 1);
  r.equations = std::move(equations);
  r.scalars = {{"rho", t.rho}, {"sigma", t.sigma}, {"lambda", t.lambda}, {"selambda", std::sqrt(t.V(K, K))}};
  r.macros = {{"method", "twostep"}, {"vce", "conventional"}};
  return r;
}

void describe_correlation(double ll_apart, bool ratio, LikelihoodResult& r) {
  const std::size_t at = r.fit.b.size() - 2;
  const double rho = std::tanh(r.fit.b[at]), sigma = std::exp(r.fit.b[at + 1]);
  const double d0 = sigma * (1 - rho * rho), d1 = rho * sigma;
  const numeric::Matrix& V = r.fit.V;
  const double variance = d0 * d0 * V(at, at) + 2 * d0 * d1 * V(at, at + 1) + d1 * d1 * V(at + 1, at + 1);
  const double chi2 = ratio ? std::max(0.0, 2 * (r.fit.ll - ll_apart)) : r.fit.b[at] * r.fit.b[at] / V(at, at);
  r.scalars = {{"rho", rho}, {"sigma", sigma}, {"lambda", rho * sigma}, {"selambda", std::sqrt(variance)},
               {"ll_c", ll_apart}, {"chi2_c", chi2}, {"p_c", numeric::dist::chi2tail(1, chi2)}, {"k_aux", 2}};
  r.macros = {{"method", "ml"}, {"chi2_ct", ratio ? "LR" : "Wald"}};
}

double regression_ll(const std::vector<double>& y, numeric::MatrixView x, bool constant,
                     const std::vector<double>& weights) {
  const numeric::LeastSquares ls =
      numeric::least_squares({.y = y, .x = x, .constant = constant, .weights = weights, .want_residuals = false});
  double W = weights.empty() ? static_cast<double>(y.size()) : 0;
  for (const double w : weights) W += w;
  return -W / 2 * (1 + std::log(2 * std::acos(-1.0)) + std::log(ls.rss / W));
}

void add_on_sample(const command::NewVariable& name, const std::string& label, const std::vector<double>& values,
                   const EstimationSample& s, const command::Context& c, command::Output& out) {
  if (name.name.empty()) return;
  std::vector<double> column(c.frame.rows, data::missing);
  for (std::size_t i = 0; i < values.size(); ++i) column[s.rows[i]] = values[i];
  data::Variable v;
  v.name = name.name;
  v.column = data::make_numeric(default_storage(c), column);
  v.format = data::default_format(v.column->type());
  v.label = label;
  data::Frame f = c.frame;
  f.add(std::move(v));
  out.frame = std::move(f);
}

}  // namespace nqp::kit
