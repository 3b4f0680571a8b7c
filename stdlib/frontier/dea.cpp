// dea: efficiency of production units by data envelopment.
#include <map>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/indicators.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/production_units.hpp"
#include "stdlib/kit/results.hpp"

namespace nqp::commands::dea_ {
namespace {

using namespace command;

struct Args {
  std::string body, returns = "crs", orientation = "in", by, generate;
  Sample sample;
  bool replace = false;
};

// Positions of the units that form one technology: all, or those of a period.
std::map<double, std::vector<std::size_t>> technologies(const Args& a, const kit::Production& p, const Context& c) {
  std::map<double, std::vector<std::size_t>> out;
  for (std::size_t i = 0; i < p.rows.size(); ++i)
    out[a.by.empty() ? 0 : c.numeric(a.by).number(p.rows[i])].push_back(i);
  return out;
}

Output run(const Args& a, const Context& c) {
  if (!a.generate.empty()) kit::check_index_name(a.generate, a.replace, c);
  const kit::Production p = kit::read_production(a.body, a.sample, c);
  const auto orientation = a.orientation == "in" ? numeric::Orientation::input : numeric::Orientation::output;
  std::vector<double> te(c.frame.rows, data::missing);
  double n = 0, sum = 0, efficient = 0;
  std::size_t failed = 0;
  bool few = false;
  for (const auto& [period, members] : technologies(a, p, c)) {
    const kit::Technology t = kit::technology(p, members);
    few = few || members.size() < 3 * (p.inputs.size() + p.outputs.size());
    for (const std::size_t i : members) {
      c.poll();
      const double value =
          numeric::efficiency(p.input(i), p.output(i), t.x, t.y, kit::parse_returns(a.returns), orientation);
      te[p.rows[i]] = data::checked(value);
      if (data::is_missing(te[p.rows[i]])) ++failed;
      else ++n, sum += value, efficient += value == 1;
    }
  }
  Output out;
  out.document.blank();
  out.line(fmt::format("Data envelopment analysis, {}-oriented, {}{}", a.orientation == "in" ? "input" : "output",
                       a.returns, a.by.empty() ? "" : ", each " + a.by + " alone"));
  out.document.add(kit::score_summary({{a.generate.empty() ? "te" : a.generate, te}}));
  out.line(fmt::format("{:.0f} of {:.0f} units are efficient", efficient, n));
  if (p.dropped > 0)
    out.line(kit::count_of(p.dropped, "row with missing values left out", "rows with missing values left out"));
  if (failed > 0) out.line(kit::count_of(failed, "program without a solution", "programs without a solution"));
  if (few)
    out.line("note: fewer units than three times the inputs and outputs; many look efficient", report::Style::note);
  out.r = Results{}.scalar("N", n).scalar("mean", n > 0 ? sum / n : data::missing).scalar("N_efficient", efficient);
  if (a.generate.empty()) return out;
  data::Frame f = c.frame;
  kit::put_index(f, a.generate, "technical efficiency", te);
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command dea_command = kit::loose_body(
    define<Args>("dea", "Data envelopment analysis")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .choice("rts", &Args::returns, {"crs", "vrs", "nirs"}, "returns to scale")
        .choice("ort", &Args::orientation, {"in", "out"}, "orientation")
        .variable("by", &Args::by, "a technology for every value")
        .text("GENerate", &Args::generate, "new variable with the efficiency, 1 at the frontier")
        .flag("replace", &Args::replace, "the new variable may exist already")
        .no_by()
        .stores({{"r(N)", "units"}, {"r(mean)", "mean efficiency"}, {"r(N_efficient)", "units at the frontier"}})
        .changes(Effect::data | Effect::results)
        .reference(
            "Charnes, A., Cooper, W. W. and Rhodes, E. (1978). Measuring the efficiency of decision making units. "
            "European Journal of Operational Research 2, 429-444.")
        .remark("ort(in): min θ; ort(out): the efficiency is 1/φ. Both agree under constant returns.")
        .example("One input, one output", "clear\ninput x y\n2 1\n4 2\n3 3\n5 4\n6 5\nend\ndea x = y, generate(te)",
                 "te[3] == 1 & abs(te[4] - .8) < 1e-9 & abs(te[5] - 5/6) < 1e-9")
        .example("Variable returns, output orientation",
                 "clear\ninput x y\n2 1\n4 2\n3 3\n5 4\n6 5\nend\ndea x = y, rts(vrs) ort(out) generate(te)",
                 "te[1] == 1 & abs(te[2] - 2/(3 + 2/3)) < 1e-9 & r(N_efficient) == 3")
        .runs(run));

}  // namespace nqp::commands::dea_
