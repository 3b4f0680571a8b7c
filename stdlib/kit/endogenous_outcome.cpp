#include "stdlib/kit/endogenous_outcome.hpp"

#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/general.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::kit {
namespace {

// e(instd), e(insts), e(method), e(depvar).
command::Named<std::string> endogenous_macros(const InstrumentedEquation& q) {
  std::string instruments;
  for (const command::Terms* part : {&q.exogenous, &q.instruments})
    for (const ast::Interaction& t : *part)
      instruments += (instruments.empty() ? "" : " ") + command::term_name(t);
  const std::string w = depvar_name(q.endogenous);
  return {{"depvar", depvar_name(q.y) + " " + w}, {"instd", w}, {"insts", instruments}, {"method", "ml"}};
}

}  // namespace

EndogenousModel endogenous_model(const LikelihoodArgs& a, const InstrumentedEquation& q, const command::Context& c) {
  if (q.endogenous.size() != 1)
    throw Error(198, "one endogenous regressor is allowed", std::nullopt, {"y x (w = z1 z2)"});
  EndogenousModel m;
  m.main = likelihood_rows(a, {q.all(), a.vce.variables}, c);
  m.first.sample = m.main.sample;
  m.main.y = term_values(q.y[0], m.main.sample, c);
  m.endogenous = term_values(q.endogenous[0], m.main.sample, c);
  command::Terms main = q.endogenous, first = q.exogenous;
  main.insert(main.end(), q.exogenous.begin(), q.exogenous.end());
  first.insert(first.end(), q.instruments.begin(), q.instruments.end());
  expand_design(main, !a.no_constant, m.main, c);
  find_omitted(m.main, !a.no_constant);
  expand_design(first, !a.no_constant, m.first, c);
  find_omitted(m.first, !a.no_constant);
  if (m.first.x.cols < m.main.x.cols)
    throw Error(481, "equation not identified; must have at least as many instruments not in the regression as there "
                     "are instrumented variables");
  return m;
}

std::vector<double> first_stage_start(const EndogenousModel& m, bool constant) {
  const numeric::LeastSquares ls = numeric::least_squares({.y = m.endogenous,
                                                           .x = m.first.x,
                                                           .constant = constant,
                                                           .want_residuals = false,
                                                           .keep_all_columns = true});
  std::vector<double> b = ls.b;
  b.push_back(std::log(ls.rss / static_cast<double>(m.endogenous.size())) / 2);
  return b;
}

LikelihoodResult minimum_chi2(const EndogenousModel& m, bool constant, const OutcomeFit& fit) {
  const std::size_t n = m.endogenous.size(), one = constant ? 1 : 0;
  const std::size_t L = m.first.x.cols, K = m.main.x.cols;
  const numeric::LeastSquares first = numeric::least_squares(
      {.y = m.endogenous, .x = m.first.x, .constant = constant, .keep_all_columns = true});
  const numeric::MatrixView residual(first.residuals.data(), n, 1);
  const numeric::LikelihoodFit reduced = fit(numeric::join_columns(m.first.x, residual));
  const numeric::LikelihoodFit structural = fit(numeric::join_columns(m.main.x, residual));
  const double rho = structural.b[K];
  std::vector<double> alpha;
  std::vector<std::size_t> at;         // of the reduced form, the residual left out
  for (std::size_t j = 0; j < L + one; ++j) at.push_back(j < L ? j : L + 1);
  for (const std::size_t j : at) alpha.push_back(reduced.b[j]);
  const double s2 = first.rss / static_cast<double>(n - L - one);
  const numeric::Matrix omega =
      numeric::add(numeric::submatrix(reduced.V, at, at), first.xtx_inverse, rho * rho * s2);
  numeric::Matrix D(L + one, K + one);
  for (std::size_t i = 0; i < L + one; ++i) D(i, 0) = first.b[i];
  for (std::size_t j = 1; j < K; ++j) D(j - 1, j) = 1;
  if (constant) D(L, K) = 1;
  const numeric::Matrix weighted = numeric::multiply(numeric::inverse(omega), D);
  LikelihoodResult r;
  r.fit.V = numeric::inverse(numeric::cross_product(D, weighted));
  r.fit.b = numeric::multiply(r.fit.V, numeric::multiply(numeric::transpose(weighted), alpha));
  r.fit.information_inverse = r.fit.V;
  r.fit.N = reduced.N;
  r.fit.ll = r.ll_0 = numeric::undefined;
  r.fit.converged = reduced.converged && structural.converged;
  r.fit.rank = static_cast<double>(K + one);
  const double chi2 = rho * rho / structural.V(K, K);
  r.scalars = {{"chi2_exog", chi2}, {"p_exog", numeric::dist::chi2tail(1, chi2)}, {"endog_ct", 1}};
  return r;
}

command::Output post_two_step(const LikelihoodArgs& a, const InstrumentedEquation& q, const EndogenousModel& m,
                              LikelihoodResult r, const command::Context& c) {
  if (!a.vce.kind.empty()) throw Error(198, "vce() may not be combined with twostep");
  if (!a.constraints.empty()) throw Error(198, "constraints() may not be combined with twostep");
  if (m.main.sample.weight_kind != numeric::WeightKind::none) throw Error(101, "weights not allowed with twostep");
  for (auto& [name, value] : endogenous_macros(q)) r.macros.emplace_back(name, name == "method" ? "twostep" : value);
  r.macros.emplace_back("vce", "twostep");
  VceChoice plain;
  plain.kind = "oim";
  LikelihoodArgs shown = a;
  shown.y = q.y;
  return post_likelihood(shown, m.main, plain, std::move(r), c);
}

LikelihoodResult maximise_jointly(const LikelihoodArgs& a, const InstrumentedEquation& q, const EndogenousModel& m,
                                  JointLikelihood joint, const VceChoice& vce, const command::Context& c) {
  const bool constant = !a.no_constant;
  const numeric::MatrixView nothing(m.main.x.data.data(), m.main.y.size(), 0);
  numeric::LikelihoodSpec spec;
  spec.rows = m.main.y.size();
  spec.row = std::move(joint.row);
  spec.weights = m.main.sample.weights;
  spec.weight_kind = m.main.sample.weight_kind;
  spec.iterations = a.iterations;
  spec.indices = {{m.main.x, constant, {}}, {m.first.x, constant, {}}};
  spec.start = std::move(joint.start);
  LikelihoodResult r;
  r.equations = {{depvar_name(q.y), true, constant, "_cons"},
                 {depvar_name(q.endogenous), true, constant, "_cons", &m.first, false}};
  for (std::string& name : joint.constants) {
    spec.indices.push_back({nothing, true, {}});
    r.equations.push_back({"", false, true, std::move(name)});
  }
  r.fit = compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, vce.spec(), p); });
  r.ll_0 = numeric::undefined;
  const std::size_t at = r.fit.b.size() - joint.constants.size();
  const double chi2 = r.fit.b[at] * r.fit.b[at] / r.fit.V(at, at);
  r.scalars = {{"chi2_exog", chi2},
               {"p_exog", numeric::dist::chi2tail(1, chi2)},
               {"endog_ct", 1},
               {"k_aux", static_cast<double>(joint.constants.size())}};
  r.macros = endogenous_macros(q);
  return r;
}

}  // namespace nqp::kit
