#include "stdlib/kit/count_outcome.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "stdlib/numeric/likelihood/row_likelihoods.hpp"

namespace nqp::kit {

namespace {

// ln(Σwy / Σw exp(offset)): the constant of a model without slopes.
double mean_rate(const LikelihoodData& d) {
  double counts = 0, exposed = 0;
  for (std::size_t i = 0; i < d.y.size(); ++i) {
    const double w = d.sample.weights.empty() ? 1 : d.sample.weights[i];
    counts += w * d.y[i];
    exposed += w * (d.offset.empty() ? 1.0 : std::exp(d.offset[i]));
  }
  return std::log(counts / exposed);
}

}  // namespace

LikelihoodData count_data(const LikelihoodArgs& a, std::vector<std::string>& notes, const command::Context& c) {
  LikelihoodData d = likelihood_data(a, c);
  const std::string name = depvar_name(a.y);
  if (std::any_of(d.y.begin(), d.y.end(), [](double y) { return y < 0; }))
    throw Error(459, name + " must be greater than or equal to zero");
  if (std::all_of(d.y.begin(), d.y.end(), [](double y) { return y == 0; }))
    throw Error(2000, name + " is zero in every row", std::nullopt, {"no finite coefficients exist"});
  if (std::any_of(d.y.begin(), d.y.end(), [](double y) { return y != std::floor(y); }))
    notes.push_back("you are responsible for interpretation of noncount dep. variable.");
  find_omitted(d, !a.no_constant);
  return d;
}

numeric::LikelihoodSpec poisson_spec(const LikelihoodArgs& a, const LikelihoodData& d) {
  numeric::LikelihoodSpec spec;
  spec.rows = d.y.size();
  spec.row = numeric::poisson_rows(d.y);
  spec.weights = d.sample.weights;
  spec.weight_kind = d.sample.weight_kind;
  spec.iterations = a.iterations;
  spec.indices = {{d.x, !a.no_constant, d.offset}};
  spec.start.assign(d.x.cols, 0.0);
  if (!a.no_constant) spec.start.push_back(mean_rate(d));
  return spec;
}

numeric::LikelihoodSpec constant_only(const numeric::LikelihoodSpec& spec, const LikelihoodData& d) {
  numeric::LikelihoodSpec out = spec;
  out.indices[0].x = numeric::MatrixView(d.x.data.data(), d.y.size(), 0);
  out.indices[0].constant = true;
  out.start.clear();
  return out;
}

}  // namespace nqp::kit
