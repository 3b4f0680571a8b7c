// medsem: tests of a mediator after sem.
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/path_model.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/mediation/product_test.hpp"

namespace nqp::commands::medsem_ {
namespace {

using namespace command;

struct Args {
  std::string treatment, mediator, outcome;
  int draws = 0;
  double seed = -1;                    // negative: from the stream of the session
  bool zlc = false, rit = false, rid = false, bk = false;
  double level = 0;
};

struct Step {
  double b = data::missing, se = data::missing;
  double z() const { return b / se; }
  double p() const { return 2 * numeric::dist::normal(-std::fabs(z())); }
};

Step path_of(const std::vector<kit::PathEffect>& all, const std::string& from, const std::string& to, bool needed) {
  for (const kit::PathEffect& e : all)
    if (e.from == from && e.to == to && e.effect.is_direct) return {e.effect.direct, e.effect.se_direct};
  if (needed)
    throw Error(111, "sem has no path from " + from + " to " + to, std::nullopt,
                {"sem (m <- x) (y <- m x), then medsem, indep(x) med(m) dep(y)"});
  return {0, data::missing};
}

const char* stepwise_words(const Step& a, const Step& b, const Step& direct, double sobel_p, double alpha) {
  if (a.p() > alpha || b.p() > alpha) return "a or b is not significant: no mediation";
  const bool sobel = sobel_p < alpha, left = !data::is_missing(direct.se) && direct.p() < alpha;
  if (sobel) return left ? "a, b and the indirect effect are significant, c' too: the mediation is partial"
                         : "a, b and the indirect effect are significant, c' is not: the mediation is complete";
  return "a and b are significant, the indirect effect is not: the mediation is partial";
}

const char* decision_words(bool indirect, const Step& direct, double product, double alpha) {
  const bool left = !data::is_missing(direct.se) && direct.p() < alpha;
  if (indirect && left)
    return direct.b * product > 0 ? "complementary mediation (partial)" : "competitive mediation (partial)";
  if (indirect) return "indirect-only mediation (full)";
  return left ? "direct-only: no mediation" : "no effect: no mediation";
}

// The three paths: treatment to mediator, mediator to outcome, treatment to outcome.
struct Paths {
  Step first, second, direct;
};

double normal_p(double z) { return 2 * numeric::dist::normal(-std::fabs(z)); }

void show_indirect(const char* name, double effect, double se, double low, double high, Output& out) {
  const double z = effect / se;
  out.line(fmt::format("{:<14}{:>12}{:>12}{:>9.3f}{:>9.3f}   {}, {}", name, kit::number_9g(effect),
                       kit::number_9g(se), z, normal_p(z), kit::number_9g(low), kit::number_9g(high)));
}

// Monte Carlo interval. Returns whether it is free of zero.
bool draw_interval(const Args& a, const Paths& k, double level, const Context& c, Results& r, Output& out) {
  const std::uint64_t seed = a.seed >= 0 ? static_cast<std::uint64_t>(a.seed) : c.environment.rng().next();
  numeric::rng::Generator g(seed);
  const numeric::ProductDraws s =
      numeric::draw_products(k.first.b, k.first.se, k.second.b, k.second.se, a.draws, level, g);
  show_indirect("Monte Carlo", s.mean, s.sd, s.low, s.high, out);
  r.scalar("mc_mean", s.mean).scalar("mc_se", s.sd).scalar("mc_ll", s.low).scalar("mc_ul", s.high);
  return s.low > 0 || s.high < 0;
}

void show_steps(const Args& a, const Paths& k, Output& out) {
  out.document.blank();
  out.line("Stepwise tests (Baron and Kenny, as adjusted by Iacobucci and others 2007)");
  const auto show = [&](const std::string& y, const std::string& x, const Step& s) {
    out.line("  " + y + " on " + x + ": b = " + kit::number_9g(s.b) + ", p = " + kit::fixed_text(s.p(), 3));
  };
  show(a.mediator, a.treatment, k.first), show(a.outcome, a.mediator, k.second);
  if (!data::is_missing(k.direct.se)) show(a.outcome, a.treatment, k.direct);
}

void show_ratios(const Args& a, double product, double direct, Results& r, Output& out) {
  const double rit = product / (product + direct), rid = product / direct;
  if (a.rit) out.line("RIT = indirect / total = " + kit::fixed_text(rit, 3)), r.scalar("rit", kit::stored(rit));
  if (a.rid && direct != 0) out.line("RID = indirect / direct = " + kit::fixed_text(rid, 3)), r.scalar("rid", rid);
}

Output run(const Args& a, const Context& c) {
  if (!c.e) throw Error(301, "sem has to come first");
  const std::vector<kit::PathEffect> all = kit::path_effects(c.e->results);
  const Paths k{path_of(all, a.treatment, a.mediator, true), path_of(all, a.mediator, a.outcome, true),
                path_of(all, a.treatment, a.outcome, false)};
  const numeric::ProductTest t = numeric::product_test(k.first.b, k.first.se, k.second.b, k.second.se);
  const double z = t.product / t.se_sobel, p = normal_p(z);
  const double level = kit::level_or_default(a.level, c), alpha = 1 - level / 100;
  const double half = numeric::dist::invnormal(0.5 + level / 200) * t.se_sobel;
  Results r;
  r.scalar("a", k.first.b).scalar("b", k.second.b).scalar("cp", k.direct.b).scalar("ind", t.product);
  r.scalar("se", t.se_sobel).scalar("z", z).scalar("p", p);
  r.scalar("ll", t.product - half).scalar("ul", t.product + half);
  Output out;
  out.line("Significance testing of the indirect effect: " + a.treatment + " -> " + a.mediator + " -> " + a.outcome);
  out.line(fmt::format("{:<14}{:>12}{:>12}{:>9}{:>9}   {}", "", "Indirect", "Std. err.", "z", "p", "Interval"));
  show_indirect("Sobel (delta)", t.product, t.se_sobel, t.product - half, t.product + half, out);
  const bool significant = a.draws > 0 ? draw_interval(a, k, level, c, r, out) : p < alpha;
  show_steps(a, k, out);
  const std::string steps = stepwise_words(k.first, k.second, k.direct, p, alpha);
  out.line("  " + steps);
  r.macro("bk", steps);
  if (a.zlc) {
    const std::string words = decision_words(significant, k.direct, t.product, alpha);
    out.line("Zhao, Lynch and Chen (2010), from the " + std::string(a.draws > 0 ? "Monte Carlo" : "Sobel") +
             " interval: " + words);
    r.macro("zlc", words);
  }
  show_ratios(a, t.product, k.direct.b, r, out);
  out.line("Note: the last regression conditions on a variable that the treatment has changed.", report::Style::note);
  out.r = std::move(r);
  return out;
}

}  // namespace

extern const Command medsem_command =
    define<Args>("medsem", "Tests of a mediator after sem")
        .text("INDep", &Args::treatment, "the treatment")
        .required("indep")
        .text("MED", &Args::mediator, "the mediator")
        .required("med")
        .text("DEP", &Args::outcome, "the outcome")
        .required("dep")
        .integer("MCReps", &Args::draws, 2, 10000000, "draws of a Monte Carlo interval")
        .number("SEED", &Args::seed, 0, 9007199254740992.0, "their seed")
        .flag("bk", &Args::bk, "accepted: the stepwise tests are always shown")
        .flag("zlc", &Args::zlc, "the decision of Zhao, Lynch and Chen")
        .flag("rit", &Args::rit, "indirect over total effect")
        .flag("rid", &Args::rid, "indirect over direct effect")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"r(a)", "treatment to mediator"},
                 {"r(b)", "mediator to outcome"},
                 {"r(cp)", "treatment to outcome, 0 without that path"},
                 {"r(ind)", "indirect effect a b"},
                 {"r(se)", "its standard error (Sobel)"},
                 {"r(z)", "z"},
                 {"r(p)", "p-value"},
                 {"r(ll)", "lower limit"},
                 {"r(ul)", "upper limit"},
                 {"r(mc_mean)", "mcreps: mean of the draws; mc_se, mc_ll and mc_ul with it"},
                 {"r(bk)", "what the stepwise tests say"},
                 {"r(zlc)", "zlc: what that decision says"},
                 {"r(rit)", "rit: the ratio"},
                 {"r(rid)", "rid: the ratio"}})
        .changes(Effect::results)
        .reference("Mehmetoglu, M. (2018). medsem: a Stata package for statistical mediation analysis. International "
                   "Journal of Computational Economics and Econometrics 8, 63-78.")
        .reference("Zhao, X., Lynch, J. G. and Chen, Q. (2010). Journal of Consumer Research 37, 197-206.")
        .example("Both decisions",
                 "sysuse auto\nquietly sem (weight <- length) (price <- weight length)\n"
                 "medsem, indep(length) med(weight) dep(price) mcreps(5000) seed(1) zlc rit rid",
                 "reldif(r(ind), r(a)*r(b)) < 1e-12 & abs(r(mc_se)/r(se) - 1) < .1 & \"`r(zlc)'\" != \"\"")
        .example("Without the path from the treatment to the outcome",
                 "sysuse auto\nquietly sem (weight <- length) (price <- weight)\n"
                 "medsem, indep(length) med(weight) dep(price)",
                 "r(cp) == 0 & r(p) < .001")
        .runs(run);

}  // namespace nqp::commands::medsem_
