// didd: triple differences by interaction of three dummies.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/estimation_call.hpp"
#include "stdlib/kit/replications.hpp"
#include "stdlib/kit/sample.hpp"

namespace nqp::commands::didd_ {
namespace {

using namespace command;

struct Args {
  Variables outcome;
  Sample sample;
  std::string treated, post, group, controls, absorb, cmd;
  Vce vce;
};

void require_dummy(const std::string& name, const Context& c) {
  const data::Facts& facts = c.numeric(name).facts();
  if (!facts.integers || facts.lowest != 0 || facts.highest != 1)
    throw Error(459, name + " must be 0 and 1", std::nullopt, {"mediansplit makes such a dummy"});
}

void act(const Args& a, runtime::Session& s) {
  const Context c = s.context();
  for (const std::string& v : {a.treated, a.post, a.group}) require_dummy(v, c);
  kit::SessionKeeper keeper(s);
  const std::vector<std::uint8_t> use = c.select(a.sample);
  const std::string touse = s.temporary_name();
  s.set_frame(kit::with_mark(*keeper.data(), touse, use));
  const std::string x = "i." + a.treated + "##i." + a.post + "##i." + a.group + " " + a.controls;
  s.run_command(kit::EstimationCall{a.cmd, a.absorb, "", a.vce}.text(a.outcome[0], x, touse));
  Results e = s.estimates()->results;
  const std::string triple = "1." + a.treated + "#1." + a.post + "#1." + a.group;
  const double b = s.number("_b[" + triple + "]"), se = s.number("_se[" + triple + "]");
  if (!(se > 0) || data::is_missing(se))
    throw Error(459, "the triple difference " + triple + " cannot be estimated", std::nullopt,
                {"one of the eight cells is empty, or fixed effects explain the product"});
  std::vector<std::uint8_t> sample(keeper.data()->rows);
  const std::uint64_t id = s.sample_id();
  for (const data::SampleMark& m : s.frame().samples)
    for (std::size_t i = 0; m.id == id && i < sample.size(); ++i) sample[i] = m.column->number(i) != 0;
  s.set_frame(keeper.data());
  keeper.leave_data();
  keeper.leave_estimates();
  s.post({std::move(e)}, sample);
  s.r() = Results{}.scalar("b", b).scalar("se", se);
  s.say("");
  s.say(fmt::format("Triple difference {}: {:.6g} (std. err. {:.6g})", triple, b, se));
}

}  // namespace

extern const Command didd_command =
    define<Args>("didd", "Triple differences")
        .alias("ddd")
        .varlist(&Args::outcome, {1, 1})
        .if_in(&Args::sample)
        .variable("TReated", &Args::treated, "dummy of treated units")
        .variable("post", &Args::post, "dummy of periods after the treatment")
        .variable("group", &Args::group, "dummy of the group the treatment should bear on")
        .text("CONTrols", &Args::controls, "control variables")
        .text("Absorb", &Args::absorb, "fixed effects")
        .text("cmd", &Args::cmd, "estimator; regress, or reghdfe with absorb()")
        .vce(&Args::vce, {"ols", "robust", "cluster", "unadjusted", "hc2", "hc3"})
        .required("treated")
        .required("post")
        .required("group")
        .stores({{"r(b)", "the triple difference"}, {"r(se)", "its standard error"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Gruber, J. (1994). The incidence of mandated maternity benefits. American Economic Review 84.")
        .remark("The regression holds all seven products of the three dummies; e() is that of the estimator.")
        .example("Cell means",
                 "clear\ninput t p g y\n0 0 0 1\n0 1 0 2\n1 0 0 1\n1 1 0 4\n0 0 1 2\n0 1 1 3\n1 0 1 2\n1 1 1 9\nend\n"
                 "expand 2\ngenerate e = _n > 8\nreplace y = y + cond(e, .1, -.1)\ndidd y, treated(t) post(p) group(g)",
                 "abs(r(b) - ((9-2) - (3-2) - ((4-1) - (2-1)))) < 1e-6")
        .example("Random groups, robust errors",
                 "clear\nset seed 1\nset obs 80\ngenerate t = mod(_n, 2)\ngenerate p = mod(ceil(_n/2), 2)\n"
                 "generate g = mod(ceil(_n/4), 2)\ngenerate y = t*p*g + rnormal()\n"
                 "didd y, treated(t) post(p) group(g) vce(robust)",
                 "r(se) > 0 & reldif(r(b), _b[1.t#1.p#1.g]) < 1e-12")
        .acts(act);

}  // namespace nqp::commands::didd_
