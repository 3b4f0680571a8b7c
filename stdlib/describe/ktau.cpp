// ktau: Kendall's rank correlations.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/rank_correlation.hpp"
#include "stdlib/numeric/moments/correlation.hpp"

namespace nqp::commands::ktau_ {
namespace {

using namespace command;

std::vector<double> of_pair(std::span<const double> x, std::span<const double> y) {
  const numeric::Kendall t = numeric::kendall(x, y);
  return {t.tau_a, t.tau_b, t.score, t.se_score, t.p};
}

Output run(const kit::RankCorrelationArgs& a, const Context& c) {
  const kit::RankMeasure measure{
      {{"taua", "tau_a", "Tau_a", "%8.4f"},
       {"taub", "tau_b", "Tau_b", "%8.4f"},
       {"score", "score", "Score", "%8.0f"},
       {"se", "se_score", "Se_Score", "%8.3f"},
       {"obs", "N", "Nobs", "%8.0fc"},
       {"p", "p", "P", "%8.4f"}},
      of_pair,
      [](const auto& text, const Variables& names, Output& out) {
        out.line(fmt::format("Number of observations = {:>7}", text("obs", "%9.0fc")));
        out.line(fmt::format("       Kendall's tau-a = {:>12}", text("taua", "%9.4f")));
        out.line(fmt::format("       Kendall's tau-b = {:>12}", text("taub", "%9.4f")));
        out.line(fmt::format("       Kendall's score = {:>7}", text("score", "%9.0f")));
        out.line(fmt::format("           SE of score = {:>11}   (corrected for ties)", text("se", "%9.3f")));
        out.document.blank();
        out.line("Test of H0: " + names[0] + " and " + names[1] + " are independent");
        out.line(fmt::format("     Prob > |z| = {:>12}  (continuity corrected)", text("p", "%9.4f")));
      }};
  return kit::correlate_ranks(a, c, measure);
}

}  // namespace

extern const Command ktau_command =
    kit::rank_correlation("ktau", "Kendall's rank correlations", "taua taub score se obs p")
        .stores({{"r(N)", "number of observations of the first pair"},
                 {"r(tau_a)", "tau-a of the first pair"},
                 {"r(tau_b)", "tau-b of the first pair"},
                 {"r(score)", "concordant less discordant pairs of observations"},
                 {"r(se_score)", "standard error of the score, corrected for ties"},
                 {"r(p)", "significance"},
                 {"r(Tau_a)", "tau-a of all pairs"},
                 {"r(Tau_b)", "tau-b of all pairs"},
                 {"r(Score)", "scores"},
                 {"r(Se_Score)", "their standard errors"},
                 {"r(Nobs)", "numbers of observations"},
                 {"r(P)", "significance"}})
        .reference("Kendall, M. G. (1938). A new measure of rank correlation. Biometrika 30, 81-93.")
        .example("Concordant and discordant pairs by hand", "clear\ninput x y\n1 1\n2 3\n3 2\n4 4\nend\nktau x y",
                 "r(score) == 4 & abs(r(tau_a) - 4/6) < 1e-14")
        .example("Several, pair by pair",
                 "sysuse auto\nktau mpg price rep78, pw stats(taua taub score se obs p) star(.05)",
                 "el(r(Nobs), 1, 2) == 74 & el(r(Tau_b), 1, 1) == 1")
        .runs(run);

}  // namespace nqp::commands::ktau_
