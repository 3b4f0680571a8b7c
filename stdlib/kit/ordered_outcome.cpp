#include "stdlib/kit/ordered_outcome.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/likelihood/row_likelihoods.hpp"

namespace nqp::kit {

namespace {

struct Categories {
  std::vector<double> values;          // ascending
  std::vector<double> code;            // of every row
  std::vector<double> cumulative;      // share at or below each, but for the last
};

Categories categories_of(const LikelihoodData& d) {
  Categories k;
  k.values = d.y;
  std::sort(k.values.begin(), k.values.end());
  k.values.erase(std::unique(k.values.begin(), k.values.end()), k.values.end());
  if (k.values.size() < 2)
    throw Error(2000, "outcome does not vary", std::nullopt, {"at least two categories are needed"});
  if (k.values.size() > 50)
    throw Error(148, "too many categories", std::nullopt, {"the outcome has more than fifty values"});
  std::vector<double> count(k.values.size(), 0.0);
  double total = 0;
  for (std::size_t i = 0; i < d.y.size(); ++i) {
    const auto at = std::lower_bound(k.values.begin(), k.values.end(), d.y[i]) - k.values.begin();
    const double w = d.sample.weights.empty() ? 1 : d.sample.weights[i];
    k.code.push_back(static_cast<double>(at));
    count[static_cast<std::size_t>(at)] += w;
    total += w;
  }
  double below = 0;
  for (std::size_t j = 0; j + 1 < count.size(); ++j) k.cumulative.push_back((below += count[j]) / total);
  return k;
}

}  // namespace

command::Output estimate_ordered(bool probit, const LikelihoodArgs& a, const command::Context& c) {
  const std::string cmd = probit ? "oprobit" : "ologit";
  if (a.y.empty()) return replay(cmd, likelihood_display(a, "Odds ratio"), c);
  LikelihoodData d = likelihood_data(a, c);
  find_omitted(d, true);
  const VceChoice vce = choose_vce(a.vce, "oim", d.sample, c);
  const Categories k = categories_of(d);
  const std::size_t cuts = k.cumulative.size();

  numeric::LikelihoodSpec spec;
  spec.rows = d.y.size();
  spec.row = probit ? numeric::ordered_probit_rows(k.code, cuts) : numeric::ordered_logit_rows(k.code, cuts);
  spec.weights = d.sample.weights;
  spec.weight_kind = d.sample.weight_kind;
  spec.iterations = a.iterations;
  const numeric::MatrixView nothing(d.x.data.data(), d.y.size(), 0);
  const auto fit = [&](numeric::MatrixView x, const numeric::VceSpec& v) {
    spec.indices = {{x, false, d.offset}};
    spec.start.assign(x.cols, 0.0);
    for (const double p : k.cumulative) {
      spec.indices.push_back({nothing, true, {}});
      spec.start.push_back(probit ? numeric::dist::invnormal(p) : numeric::dist::logit(p));
    }
    return compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, v, p); });
  };
  LikelihoodResult r;
  r.ll_0 = fit(nothing, {}).ll;
  r.equations = {{depvar_name(a.y), true, false, "_cons"}};
  for (std::size_t j = 0; j < cuts; ++j) r.equations.push_back({"", false, true, "/cut" + std::to_string(j + 1)});
  r.constraints = likelihood_constraints(a, d, r.equations, c);
  if (r.constraints) spec.restriction = &r.constraints->restriction;
  r.fit = fit(d.x, vce.spec());
  r.cmd = cmd;
  r.title = probit ? "Ordered probit regression" : "Ordered logistic regression";
  r.eform = "Odds ratio";
  r.scalars = {{"k_cat", static_cast<double>(k.values.size())}, {"k_aux", static_cast<double>(cuts)}};
  eval::Matrix cat = named_row(k.values, "r1", std::vector<std::string>(k.values.size(), "c"));
  for (std::size_t j = 0; j < k.values.size(); ++j) cat.column_names[j] = "c" + std::to_string(j + 1);
  r.matrices.emplace_back("cat", std::move(cat));
  return post_likelihood(a, d, vce, std::move(r), c);
}

}  // namespace nqp::kit
