// spearman: rank correlations.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/rank_correlation.hpp"
#include "stdlib/numeric/moments/correlation.hpp"

namespace nqp::commands::spearman_ {
namespace {

using namespace command;

std::vector<double> of_pair(std::span<const double> x, std::span<const double> y) {
  const double rho = numeric::spearman(x, y);
  return {rho, numeric::correlation_p_value(rho, static_cast<double>(x.size()))};
}

Output run(const kit::RankCorrelationArgs& a, const Context& c) {
  const kit::RankMeasure measure{
      {{"rho", "rho", "Rho", "%8.4f"}, {"obs", "N", "Nobs", "%8.0fc"}, {"p", "p", "P", "%8.4f"}},
      of_pair,
      [](const auto& text, const Variables& names, Output& out) {
        out.line(fmt::format("Number of observations = {:>6}", text("obs", "%9.0fc")));
        out.line(fmt::format("        Spearman's rho = {:>9}", text("rho", "%9.4f")));
        out.document.blank();
        out.line("Test of H0: " + names[0] + " and " + names[1] + " are independent");
        out.line(fmt::format("         Prob > |t| = {:>13}", text("p", "%9.4f")));
      }};
  return kit::correlate_ranks(a, c, measure);
}

}  // namespace

extern const Command spearman_command =
    kit::rank_correlation("spearman", "Spearman's rank correlations", "rho obs p")
        .stores({{"r(N)", "number of observations of the first pair"},
                 {"r(rho)", "rank correlation of the first pair"},
                 {"r(p)", "its significance"},
                 {"r(Rho)", "rank correlations"},
                 {"r(Nobs)", "numbers of observations"},
                 {"r(P)", "significance"}})
        .remark("Ties get the mean of their ranks; the significance is that of t(n-2).")
        .example("Two variables", "sysuse auto\nspearman mpg rep78", "abs(r(rho) - .3098) < 0.0001")
        .example("Several, pair by pair", "sysuse auto\nspearman mpg price rep78, pw stats(rho obs p) star(.05)",
                 "el(r(Nobs), 1, 2) == 74")
        .runs(run);

}  // namespace nqp::commands::spearman_
