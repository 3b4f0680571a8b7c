// sem: path models of observed variables.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/path_model.hpp"

namespace nqp::commands::sem_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  std::string body, covariances, method;
  Sample sample;
  Vce vce;
  bool no_capitals = false, no_log = false;
};

Output run(const Args& a, const Context& c) {
  if (a.body.empty()) return kit::replay("sem", a, c);
  if (!a.method.empty() && a.method != "ml")
    throw Error(198, "method(" + a.method + ") not allowed", std::nullopt, {"paths are estimated by method(ml)"});
  kit::PathRequest q;
  q.body = a.body, q.covariances = grammar::split_words(a.covariances);
  q.sample = a.sample, q.vce = a.vce, q.level = a.level;
  return kit::estimate_paths(q, c);
}

}  // namespace

extern const Command sem_command = kit::loose_body(
    define<Args>("sem", "Path models of observed variables")
        .anything(&Args::body)
        .replays()
        .if_in(&Args::sample)
        .vce(&Args::vce, {"oim", "robust", "cluster"})
        .text("COVariance", &Args::covariances, "errors that may correlate: cov(e.m1*e.m2); equal regressors only")
        .text("METHod", &Args::method, "ml: the only one")
        .flag("NOCAPSLATent", &Args::no_capitals, "accepted: no name means a latent variable")
        .flag("noLOG", &Args::no_log, "accepted: there are no iterations")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(N)", "observations"},
                 {"e(k_eq)", "equations"},
                 {"e(ll)", "log likelihood of the endogenous given the exogenous variables"},
                 {"e(ll_saturated)", "that of the saturated model"},
                 {"e(chi2_ms)", "test of the model against the saturated one, where it is none"},
                 {"e(df_ms)", "its degrees of freedom"},
                 {"e(p_ms)", "its p-value"},
                 {"e(b)", "coefficients m:x, then variances of the errors /var(e.m)"},
                 {"e(V)", "variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Bollen, K. A. (1989). Structural Equations with Latent Variables. New York: Wiley.")
        .remark("sem (m <- x c) (y <- m x c): arrows may point either way, and loops are not possible. Coefficients "
                "are those of least squares, equation by equation; variances have the divisor N, as maximum likelihood "
                "has.")
        .remark("estat teffects has direct, indirect and total effects, medsem the tests of a mediator.")
        .example("Mediation",
                 "sysuse auto\nsem (weight <- length mpg) (price <- weight length mpg)\nscalar b = [price]_b[weight]\n"
                 "estat teffects\nquietly regress price weight length mpg",
                 "reldif(b, _b[weight]) < 1e-9")
        .example("A path that is left out is tested",
                 "sysuse auto\nsem (weight <- length) (price <- weight)",
                 "e(df_ms) == 1 & e(chi2_ms) > 0 & e(p_ms) < 1")
        .runs(run));

}  // namespace nqp::commands::sem_
