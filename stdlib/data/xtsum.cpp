#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/group_values.hpp"
#include "stdlib/kit/panel_rows.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::xtsum_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables;
  Sample sample;
  std::string i;
};

struct Decomposition {
  numeric::Summary overall, between, within;
};

// Between: means of the panels. Within: values less the mean of their panel plus the overall mean.
Decomposition decompose(const kit::Panel& p, const std::vector<double>& x) {
  Decomposition d;
  std::vector<double> all, means, within;
  for (const auto& rows : p.rows) {
    const std::size_t begin = all.size();
    for (const data::Row i : rows)
      if (!data::is_missing(x[i])) all.push_back(x[i]);
    if (all.size() == begin) continue;
    means.push_back(kit::statistic_of({}, std::span(all).subspan(begin), {}, WeightKind::none));
    for (std::size_t k = begin; k < all.size(); ++k) within.push_back(all[k] - means.back());
  }
  d.overall = numeric::summarize(all);
  d.between = numeric::summarize(means);
  for (double& w : within) w += d.overall.mean;
  d.within = numeric::summarize(within);
  return d;
}

std::string shown(double x) {
  return text::trimmed(text::format_number(std::isfinite(x) ? x : data::missing, "%9.0g"));
}

Output run(const Args& a, const Context& c) {
  const kit::Selection s = kit::select(c, a.sample);
  const kit::Panel p = kit::panel_of(c, false, s.flags(c.frame.rows), a.i);
  Output out;
  out.document.blank();
  out.line("Variable         |      Mean   Std. dev.       Min        Max |    Observations");
  out.line(std::string(17, '-') + "+" + std::string(44, '-') + "+" + std::string(16, '-'));
  for (const std::string& name : a.variables) {
    const Decomposition d = decompose(p, kit::numbers_of(c.numeric(name)));
    const double tbar = d.overall.n / d.between.n;
    const auto line = [&](const std::string& head, const std::string& mean, const numeric::Summary& m,
                          const std::string& last) {
      out.line(fmt::format("{:<17}|{:>10} {:>10} {:>10} {:>10} | {}", head, mean, shown(m.sd), shown(m.min),
                           shown(m.max), last));
    };
    line(text::pad_right(text::abbreviate(name, 8), 8) + " overall", shown(d.overall.mean), d.overall,
         fmt::format("    N = {:>7.0f}", d.overall.n));
    line("         between", "", d.between, fmt::format("    n = {:>7.0f}", d.between.n));
    line("         within", "", d.within, fmt::format("T-bar = {:>7}", text::trimmed(text::format_number(data::checked(tbar), "%7.0g"))));
    out.line(std::string(17, ' ') + "|" + std::string(44, ' ') + "|");
    out.r = Results{}
                .scalar("N", d.overall.n)
                .scalar("n", d.between.n)
                .scalar("Tbar", data::checked(tbar))
                .scalar("mean", d.overall.mean)
                .scalar("sd", d.overall.sd)
                .scalar("min", d.overall.min)
                .scalar("max", d.overall.max)
                .scalar("sd_b", d.between.sd)
                .scalar("min_b", d.between.min)
                .scalar("max_b", d.between.max)
                .scalar("sd_w", d.within.sd)
                .scalar("min_w", d.within.min)
                .scalar("max_w", d.within.max);
  }
  return out;
}

}  // namespace

extern const Command xtsum_command =
    define<Args>("xtsum", "Overall, between and within variation of panel data")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .if_in(&Args::sample)
        .variable("i", &Args::i, "older form: the panels, when the data are not declared")
        .stores({{"r(N)", "observations"},
                 {"r(n)", "panels"},
                 {"r(Tbar)", "mean observations of a panel"},
                 {"r(mean)", "mean"},
                 {"r(sd)", "overall standard deviation"},
                 {"r(min)", "minimum"},
                 {"r(max)", "maximum"},
                 {"r(sd_b)", "between standard deviation"},
                 {"r(min_b)", "least panel mean"},
                 {"r(max_b)", "largest panel mean"},
                 {"r(sd_w)", "within standard deviation"},
                 {"r(min_w)", "least within value"},
                 {"r(max_w)", "largest within value"}})
        .remark(
            "Between: standard deviation of panel means. Within: of x less its panel mean plus the overall mean, "
            "divisor N-1.")
        .example("Investment", "sysuse grunfeld\nxtset firm year\nxtsum invest",
                 "r(N) == 200 & r(n) == 10 & r(Tbar) == 20")
        .example("Constant within", "sysuse grunfeld\nxtset firm year\nxtsum firm if year < 1940",
                 "r(sd_w) == 0 & r(N) == 50")
        .runs(run);

}  // namespace nqp::commands::xtsum_
