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
  bool replace = false, slacks = false;
};

// Positions of the units that form one technology: all, or those of a period.
std::map<double, std::vector<std::size_t>> technologies(const Args& a, const kit::Production& p, const Context& c) {
  std::map<double, std::vector<std::size_t>> out;
  for (std::size_t i = 0; i < p.rows.size(); ++i)
    out[a.by.empty() ? 0 : c.numeric(a.by).number(p.rows[i])].push_back(i);
  return out;
}

std::vector<std::string> names_of(const kit::Production& p) {
  std::vector<std::string> out = p.inputs;
  out.insert(out.end(), p.outputs.begin(), p.outputs.end());
  return out;
}

// slack_x for every input and output, when they are asked for.
std::vector<std::string> slack_names(const Args& a, const kit::Production& p, const Context& c) {
  std::vector<std::string> out;
  if (!a.slacks) return out;
  for (const std::string& name : names_of(p)) {
    out.push_back("slack_" + name);
    kit::check_index_name(out.back(), a.replace, c);
  }
  return out;
}

Output run(const Args& a, const Context& c) {
  if (!a.generate.empty()) kit::check_index_name(a.generate, a.replace, c);
  const kit::Production p = kit::read_production(a.body, a.sample, c);
  const std::vector<std::string> slack_of = slack_names(a, p, c);
  std::vector<std::vector<double>> slacks(slack_of.size(), std::vector<double>(c.frame.rows, data::missing));
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
      if (a.slacks) {
        const std::vector<double> left = numeric::slacks(p.input(i), p.output(i), t.x, t.y,
                                                         kit::parse_returns(a.returns), orientation, value);
        for (std::size_t k = 0; k < left.size(); ++k) slacks[k][p.rows[i]] = data::checked(left[k]);
      }
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
  if (a.generate.empty() && !a.slacks) return out;
  data::Frame f = c.frame;
  if (!a.generate.empty()) kit::put_index(f, a.generate, "technical efficiency", te);
  for (std::size_t k = 0; k < slack_of.size(); ++k)
    kit::put_index(f, slack_of[k], (k < p.inputs.size() ? "input slack of " : "output slack of ") + names_of(p)[k],
                   slacks[k]);
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
        .flag("SLacks", &Args::slacks, "new variables slack_x: what inputs can still shrink and outputs grow")
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
        .remark("slacks: after the radial movement to the frontier the sum of all slacks is maximised (second stage).")
        .example("Slacks: a unit at the frontier that wastes an input",
                 "clear\ninput x1 x2 y\n1 2 1\n2 1 1\n1 4 1\n4 4 1\nend\ndea x1 x2 = y, generate(te) slacks",
                 "te[3] == 1 & abs(slack_x2[3] - 2) < 1e-9 & slack_x1[3] == 0 & abs(te[4] - .375) < 1e-9 & "
                 "abs(slack_x2[4]) < 1e-9")
        .example("Variable returns, output orientation",
                 "clear\ninput x y\n2 1\n4 2\n3 3\n5 4\n6 5\nend\ndea x = y, rts(vrs) ort(out) generate(te)",
                 "te[1] == 1 & abs(te[2] - 2/(3 + 2/3)) < 1e-9 & r(N_efficient) == 3")
        .runs(run));

}  // namespace nqp::commands::dea_
