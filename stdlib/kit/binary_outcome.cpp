#include "stdlib/kit/binary_outcome.hpp"

#include <cmath>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/perfect_prediction.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/likelihood/row_likelihoods.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::kit {

using command::Output;
namespace dist = numeric::dist;

namespace {

numeric::RowLikelihood rows_of(BinaryLink link, std::span<const double> y) {
  switch (link) {
    case BinaryLink::logit: return numeric::logit_rows(y);
    case BinaryLink::probit: return numeric::probit_rows(y);
    case BinaryLink::cloglog: return numeric::cloglog_rows(y);
  }
  return {};
}

double outcome_quantile(BinaryLink link, double p) {
  switch (link) {
    case BinaryLink::logit: return dist::logit(p);
    case BinaryLink::probit: return dist::invnormal(p);
    case BinaryLink::cloglog: return dist::cloglog(p);
  }
  return 0;
}

double weighted_share(const LikelihoodData& d) {
  double ones = 0, all = 0;
  for (std::size_t i = 0; i < d.y.size(); ++i) {
    const double w = d.sample.weights.empty() ? 1 : d.sample.weights[i];
    ones += w * d.y[i];
    all += w;
  }
  return ones / all;
}

// Rows whose fitted probability is 0 or 1 as far as doubles tell.
void count_determined(BinaryLink link, const numeric::LikelihoodSpec& spec, const LikelihoodData& d,
                      LikelihoodResult& r) {
  double failures = 0, successes = 0;
  const std::vector<std::vector<double>> eta = numeric::indices_at(spec, r.fit.b);
  for (std::size_t i = 0; i < d.y.size(); ++i) {
    const double p = link_value(link, eta[0][i]).p;
    if (d.y[i] == 0 && p < 1e-8) ++failures;
    if (d.y[i] != 0 && 1 - p < 1e-8) ++successes;
  }
  const double n = static_cast<double>(d.y.size());
  if (failures + successes == n)
    throw Error(2000, "outcome is predicted perfectly", std::nullopt,
                {"a combination of the regressors separates the outcomes: no finite coefficients exist"});
  r.scalars.emplace_back("N_cdf", failures);
  r.scalars.emplace_back("N_cds", successes);
  if (failures + successes > 0)
    r.notes.push_back(std::to_string(static_cast<long>(failures)) + " failures and " +
                      std::to_string(static_cast<long>(successes)) + " successes completely determined.");
}

}  // namespace

LinkValue link_value(BinaryLink link, double index) {
  switch (link) {
    case BinaryLink::logit: {
      const double p = dist::invlogit(index), density = p * dist::invlogit(-index);
      return {p, density, density * (1 - 2 * p)};
    }
    case BinaryLink::probit: {
      const double density = dist::normalden(index);
      return {dist::normal(index), density, -index * density};
    }
    case BinaryLink::cloglog: {
      const double e = std::exp(index), density = e * std::exp(-e);
      return {-std::expm1(-e), density, density * (1 - e)};
    }
  }
  return {};
}

BinaryLink link_of(const std::string& cmd) {
  if (cmd == "probit" || cmd == "dprobit") return BinaryLink::probit;
  return cmd == "cloglog" ? BinaryLink::cloglog : BinaryLink::logit;
}

BinaryFit fit_binary(BinaryLink link, const LikelihoodArgs& a, const command::Context& c) {
  BinaryFit out;
  out.link = link;
  LikelihoodData& d = out.data;
  d = likelihood_data(a, c);
  for (double& v : d.y) v = v != 0 ? 1 : 0;
  if (!a.as_is) {
    PerfectPrediction perfect = drop_perfect_predictors(d);
    out.result.notes = std::move(perfect.notes);
    if (perfect.rules.rows > 0) out.result.matrices.emplace_back("rules", std::move(perfect.rules));
    out.result.scalars.emplace_back("N_drop", perfect.dropped);
  }
  const bool constant = !a.no_constant;
  find_omitted(d, constant);
  out.vce = choose_vce(a.vce, "oim", d.sample, c);

  numeric::LikelihoodSpec spec;
  spec.rows = d.y.size();
  spec.row = rows_of(link, d.y);
  spec.weights = d.sample.weights;
  spec.weight_kind = d.sample.weight_kind;
  spec.iterations = a.iterations;
  spec.indices = {{numeric::MatrixView(d.x.data.data(), d.y.size(), 0), true, d.offset}};
  spec.start = {outcome_quantile(link, weighted_share(d))};
  out.result.ll_0 = numeric::undefined;
  std::vector<double> start(d.x.cols, 0.0);
  if (constant) {
    const numeric::LikelihoodFit null_fit =
        compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, {}, p); });
    out.result.ll_0 = null_fit.ll;
    start.push_back(null_fit.b[0]);
  }
  spec.indices = {{d.x, constant, d.offset}};
  spec.start = start;
  out.result.equations = {{depvar_name(a.y), true, constant, "_cons"}};
  out.result.constraints = likelihood_constraints(a, d, out.result.equations, c);
  if (out.result.constraints) spec.restriction = &out.result.constraints->restriction;
  out.result.fit = compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, out.vce.spec(), p); });
  count_determined(link, spec, d, out.result);
  return out;
}

Output estimate_binary(BinaryLink link, const std::string& cmd, const std::string& title, const LikelihoodArgs& a,
                       const command::Context& c) {
  const char* ratio = link == BinaryLink::cloglog ? "exp(b)" : "Odds ratio";
  if (a.y.empty()) return replay(cmd, likelihood_display(a, ratio), c);
  BinaryFit f = fit_binary(link, a, c);
  f.result.cmd = cmd;
  f.result.title = title;
  f.result.eform = ratio;
  return post_likelihood(a, f.data, f.vce, std::move(f.result), c);
}

std::vector<double> fitted_indices(const BinaryFit& f) {
  numeric::LikelihoodSpec spec;
  spec.rows = f.data.y.size();
  spec.indices = {{f.data.x, true, {}}};
  return numeric::indices_at(spec, f.result.fit.b)[0];
}

numeric::FittedScore fitted_score(const BinaryFit& f) {
  numeric::FittedScore out;
  for (const double index : fitted_indices(f)) {
    const LinkValue v = link_value(f.link, index);
    out.p.push_back(v.p), out.density.push_back(v.density);
  }
  return out;
}

}  // namespace nqp::kit
