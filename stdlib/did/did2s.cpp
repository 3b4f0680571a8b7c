// did2s: Gardner's two-stage difference in differences.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/imputed_effects.hpp"

namespace nqp::commands::did2s_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y, second_stage;
  Sample sample;
  Weight weight;
  std::string first_stage, treatment, cluster;
};

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("did2s", a, c);
  if (a.first_stage.empty() || a.second_stage.empty() || a.treatment.empty() || a.cluster.empty())
    throw Error(198, "options first_stage(), second_stage(), treatment() and cluster() required", std::nullopt,
                {"did2s y, first_stage(i.id i.year) second_stage(i.d) treatment(d) cluster(id)"});
  return kit::estimate_two_stage(
      {a.y, a.sample, a.weight, "did2s", a.first_stage, a.second_stage, a.treatment, a.cluster, a.level}, c);
}

constexpr const char* panel =
    "clear\nset obs 60\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\n"
    "generate g = cond(id <= 3, 4, cond(id <= 6, 5, .))\ngenerate byte d = t >= g\n"
    "generate y = id + t + 2*d + mod(7*_n, 5)/10\n";

}  // namespace

extern const Command did2s_command =
    define<Args>("did2s", "Two-stage difference in differences (Gardner)")
        .dependent(&Args::y)
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight, WeightKind::pweight})
        .text("first_stage", &Args::first_stage, "model of untreated outcomes: i.id i.year and covariates")
        .term_list("second_stage", &Args::second_stage, "the treatment, or dummies of relative time")
        .variable("treatment", &Args::treatment, "0/1: whether the observation is treated")
        .variable("cluster", &Args::cluster, "cluster variable")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(N)", "observations of the second stage"},
                 {"e(first_N)", "untreated ones of the first"},
                 {"e(N_clust)", "clusters"},
                 {"e(first_stage)", "the first stage"},
                 {"e(b)", "coefficients of the second stage"},
                 {"e(V)", "variances with the error of the first stage, clustered"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .alias("gardner")
        .reference("Gardner, J. (2022). Two-stage differences in differences. arXiv:2207.05943.")
        .remark("The point estimate equals did_imputation's for the same average; standard errors differ.")
        .example("One effect",
                 std::string(panel) + "did2s y, first_stage(i.id i.t) second_stage(d) treatment(d) cluster(id)",
                 "abs(_b[d] - 2) < .2 & e(first_N) == 45")
        .example("Dummies of relative time",
                 std::string(panel) +
                     "generate p0 = t == g\ngenerate p1 = t > g & g < .\n"
                     "did2s y, first_stage(i.id i.t) second_stage(p0 p1) treatment(d) cluster(id)",
                 "abs(_b[p0] - 2) < .3 & _se[p1] > 0")
        .runs(run);

}  // namespace nqp::commands::did2s_
