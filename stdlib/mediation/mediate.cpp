// mediate: mediation by stepwise regressions, with tests, bootstrap intervals and the conclusion in words.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/joined.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/estimation_call.hpp"
#include "stdlib/kit/mediation.hpp"
#include "stdlib/kit/mediation_bootstrap.hpp"
#include "stdlib/kit/replications.hpp"
#include "stdlib/kit/resampled_estimates.hpp"
#include "stdlib/kit/sample.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/mediation/causal_mediation.hpp"

namespace nqp::commands::mediate_ {
namespace {

using namespace command;
using kit::MediationModel;

struct Args : kit::MediationCall, kit::MediationResampling {
  std::string method = "stepwise", procedure = "wen2004";
  Sample sample;
  int sims = 1000;
  double critical = 0, alpha = 0.05;
  bool no_table = false;
};

// Rows complete in every variable of every equation; with ownsample those that if and in pick.
std::vector<std::uint8_t> common_rows(const Args& a, const Context& c) {
  if (a.own_sample) return c.select(a.sample);
  kit::Needed needed;
  std::string terms = a.outcome[0] + " " + a.x + " " + a.controls;
  for (const std::string& v : a.mediators) terms += " " + v;
  needed.terms = resolve_terms(terms, c);
  needed.groups = kit::absorbed_variables(a.absorb);
  needed.groups.insert(needed.groups.end(), a.vce.variables.begin(), a.vce.variables.end());
  return kit::mark_sample(c, a.sample, {}, needed).use;
}

// The effects of Imai, Keele and Tingley for the linear model with one mediator.
numeric::CausalMediation simulated(const Args& a, const MediationModel& m, double covariance, std::uint64_t seed,
                                   const Context& c) {
  const kit::Mediator& k = m.mediators.front();
  numeric::EffectModel first, second;
  first.x = numeric::Matrix(1, 1, 1.0);
  first.b = {k.a.b};
  first.V = numeric::Matrix(1, 1, k.a.se * k.a.se);
  second.x = numeric::Matrix(1, 2, 1.0);
  second.b = {m.direct.b, k.b.b};
  second.V = numeric::Matrix(2, 2, covariance);
  second.V(0, 0) = m.direct.se * m.direct.se, second.V(1, 1) = k.b.se * k.b.se;
  second.mediator = 1;
  numeric::MediationSettings settings;
  settings.simulations = a.sims, settings.level = a.level, settings.seed = seed;
  return kit::compute(c, [&](numeric::Progress& p) { return numeric::causal_mediation(first, second, settings, p); });
}

std::string number(double x) { return text::trimmed(text::format_number(x, "%9.0g")); }

void show_effect(const std::string& name, double b, double se, double low, double high, report::Document& d) {
  std::string line = fmt::format("  {:<18}{:>10}", text::abbreviate(name, 18), number(b));
  if (!data::is_missing(se))
    line += fmt::format("{:>10}{:>7.2f}{:>7.3f}", number(se), b / se, 2 * numeric::dist::normal(-std::fabs(b / se)));
  else if (!data::is_missing(low)) line += fmt::format("{:24}", "");
  if (!data::is_missing(low)) line += fmt::format("  [{}, {}]", number(low), number(high));
  d.line(line);
}

void show_effects(const Args& a, const MediationModel& m, const kit::MediationBootstrap* b, report::Document& d) {
  d.line(fmt::format("  {:<18}{:>10}{:>10}{:>7}{:>7}", "Effects", "Estimate", "Std. err.", "z", "P>|z|") +
         (b ? fmt::format("  [{:g}% {}]", a.level, a.interval) : ""));
  const std::vector<std::string> names = kit::effect_names(a);
  const auto ends = [&](std::size_t j) { return b ? kit::bootstrap_ends(b->effects[j], a.interval) : nullptr; };
  const std::size_t k = m.mediators.size();
  for (std::size_t j = 0; j < k; ++j) {
    const numeric::ProductTest& t = m.mediators[j].test;
    const double* i = ends(j);
    show_effect("via " + m.mediators[j].name, t.product, t.se_sobel, i ? i[0] : data::missing, i ? i[1] : data::missing,
                d);
    show_effect("  Aroian", t.product, t.se_aroian, data::missing, data::missing, d);
    if (!std::isnan(t.se_goodman)) show_effect("  Goodman", t.product, t.se_goodman, data::missing, data::missing, d);
  }
  const std::vector<double> values = kit::effect_values(m);
  const char* titles[] = {"indirect, all", "direct c'", "total c", "share ab/c"};
  const double se[] = {data::missing, m.direct.se, m.c.se, data::missing};
  for (std::size_t j = 0; j < 4; ++j) {
    if ((j == 0 && k == 1) || (j == 1 && !m.direct_estimated)) continue;
    const double* i = ends(k + j);
    show_effect(titles[j], values[k + j], se[j], i ? i[0] : data::missing, i ? i[1] : data::missing, d);
  }
  for (std::size_t j = k + 4; j < names.size(); ++j) {
    const double* i = ends(j);
    show_effect(names[j], values[j], data::missing, i ? i[0] : data::missing, i ? i[1] : data::missing, d);
  }
  if (m.direct_estimated) {
    show_effect("ratio ab/c'", m.indirect() / m.direct.b, data::missing, data::missing, data::missing, d);
    show_effect("ratio c/c'", m.c.b / m.direct.b, data::missing, data::missing, data::missing, d);
  }
  if (m.direct_estimated && m.indirect() * m.c.b >= 0 && m.indirect() * m.direct.b < 0)
    d.line("note: indirect and direct effect differ in sign (suppression): the share of the total is above 1",
           report::Style::note);
  if (m.direct_estimated && m.indirect() * m.c.b < 0)
    d.line("note: indirect and total effect differ in sign (suppression); a share of the total has no meaning",
           report::Style::note);
}

void post_paths(const MediationModel& m, double level, Results& e) {
  const kit::Mediator& k = m.mediators.front();
  const auto put = [&](const char* name, double x) { e.scalar(name, kit::stored(x)); };
  put("c", m.c.b), put("se_c", m.c.se), put("a", k.a.b), put("se_a", k.a.se), put("b_m", k.b.b), put("se_b", k.b.se);
  put("cp", m.direct_estimated ? m.direct.b : data::missing);
  put("se_cp", m.direct_estimated ? m.direct.se : data::missing);
  put("ind", m.indirect());
  put("se_sobel", k.test.se_sobel), put("se_aroian", k.test.se_aroian), put("se_goodman", k.test.se_goodman);
  const double z = k.test.product / k.test.se_sobel, reach = -numeric::dist::invnormal((1 - level / 100) / 2);
  put("z", z), put("p", 2 * numeric::dist::normal(-std::fabs(z)));
  put("prop", m.indirect() * m.c.b < 0 ? data::missing : m.indirect() / m.c.b);
  put("ind2dir", m.direct_estimated ? m.indirect() / m.direct.b : data::missing);
  put("tot2dir", m.direct_estimated ? m.c.b / m.direct.b : data::missing);
  put("ci_l", k.test.product - reach * k.test.se_sobel), put("ci_u", k.test.product + reach * k.test.se_sobel);
  eval::Matrix t(m.mediators.size(), 8);
  t.column_names = {"a", "se_a", "b", "se_b", "ind", "se", "z", "p"};
  t.row_names.clear();
  for (std::size_t i = 0; i < m.mediators.size(); ++i) {
    const kit::Mediator& v = m.mediators[i];
    const double zi = v.test.product / v.test.se_sobel;
    const double row[] = {v.a.b,          v.a.se,          v.b.b, v.b.se,
                          v.test.product, v.test.se_sobel, zi,    2 * numeric::dist::normal(-std::fabs(zi))};
    for (std::size_t j = 0; j < 8; ++j) t(i, j) = row[j];
    t.row_names.push_back(v.name);
  }
  e.matrix("effects", std::move(t));
}

void post_bootstrap(const Args& a, const MediationModel& m, const kit::MediationBootstrap& b, Results& e) {
  const std::vector<std::string> names = kit::effect_names(a);
  eval::Matrix percentile(2, names.size()), corrected(2, names.size()), accelerated(2, names.size());
  std::vector<double> se;
  for (std::size_t j = 0; j < names.size(); ++j) {
    for (std::size_t i = 0; i < 2; ++i)
      percentile(i, j) = b.effects[j].percentile[i], corrected(i, j) = b.effects[j].corrected[i],
      accelerated(i, j) = b.effects[j].accelerated[i];
    se.push_back(b.effects[j].se);
  }
  for (eval::Matrix* t : {&percentile, &corrected, &accelerated}) t->row_names = {"ll", "ul"}, t->column_names = names;
  const double* ends = kit::bootstrap_ends(b.effects[m.mediators.size()], a.interval);
  e.scalar("ci_l", ends[0]).scalar("ci_u", ends[1]).scalar("p_bs", b.p[m.mediators.size()]);
  e.scalar("N_reps", b.reps).scalar("N_misreps", b.failures).scalar("N_draw", b.clusters);
  if (a.interval == "bca") e.matrix("ci_bca", accelerated);
  e.matrix("ci_percentile", percentile).matrix("ci_bc", corrected).matrix("se_bs", kit::row_matrix(se, names));
}

void check(const Args& a) {
  for (const std::string& v : a.mediators)
    if (v == a.outcome[0] || v == a.x) throw Error(198, "mediator " + v + " is the outcome or the treatment");
  if (a.x == a.outcome[0]) throw Error(198, "treatment and outcome are the same variable");
  if (a.method == "imai" && (a.mediators.size() > 1 || a.equation == "without"))
    throw Error(198, "method(imai) takes one mediator and estimates c'", std::nullopt, {"medeff fits other models"});
}

kit::DecisionRule rule_of(const Args& a, bool bootstrapped) {
  return {a.procedure == "wen2014" ? kit::MediationProcedure::wen2014 : kit::MediationProcedure::wen2004, a.alpha,
          a.critical, bootstrapped};
}

void post_simulated(const numeric::CausalMediation& k, Results& e, report::Document& d) {
  const auto put = [&](const std::string& name, const char* title, const numeric::SimulatedEffect& x) {
    e.scalar(name, kit::stored(x.estimate)).scalar(name + "_lo", kit::stored(x.low));
    e.scalar(name + "_hi", kit::stored(x.high));
    show_effect(title, x.estimate, data::missing, x.low, x.high, d);
  };
  d.line("  Simulation of Imai, Keele and Tingley (2010)");
  put("acme", "mediated (ACME)", k.acme), put("ade", "direct (ADE)", k.ade), put("te", "total", k.total);
  put("acme_prop", "share mediated", k.proportion);
}

void act(const Args& a, runtime::Session& s) {
  check(a);
  kit::SessionKeeper keeper(s);
  const std::vector<std::uint8_t> use = common_rows(a, s.context());
  const std::string touse = s.temporary_name();
  const data::FramePtr marked = kit::with_mark(*keeper.data(), touse, use);
  s.set_frame(marked);
  MediationModel m = kit::estimate_mediation(a, touse, true, s);
  m.controls = !kit::trim(a.controls).empty();
  std::string_view rest = a.absorb;
  while (!kit::trim(rest).empty()) m.effects.push_back(kit::take_word(rest));
  Results e = s.estimates()->results;
  const bool weak = std::any_of(m.mediators.begin(), m.mediators.end(),
                                [&](const kit::Mediator& k) { return !kit::paths_significant(k, a.alpha); });
  const bool resample = a.method == "bootstrap" || (a.procedure == "wen2014" && weak && a.method == "stepwise");
  const double covariance = a.method == "imai" ? s.number("e(V)[\"" + a.x + "\",\"" + a.mediators[0] + "\"]") : 0;
  std::optional<kit::MediationBootstrap> b;
  if (resample) b = kit::bootstrap_mediation(a, a, *marked, touse, use, kit::effect_values(m), s);
  for (std::size_t j = 0; b && j < m.mediators.size(); ++j) {
    const double* ends = kit::bootstrap_ends(b->effects[j], a.interval);
    m.mediators[j].low = ends[0], m.mediators[j].high = ends[1];
  }
  post_paths(m, a.level, e);
  if (b) post_bootstrap(a, m, *b, e);
  report::Document d;
  d.blank();
  d.line("Mediation of " + a.x + " on " + m.y);
  if (!a.no_table) d.add(kit::mediation_table(m, {.1, .05, .01}));
  d.line("Standard errors in parentheses; * p<.1, ** p<.05, *** p<.01", report::Style::note);
  d.blank();
  show_effects(a, m, b ? &*b : nullptr, d);
  if (b)
    d.line(fmt::format("  {:.0f} bootstrap replications of {:.0f} {}{}", b->reps, b->clusters,
                       kit::drawn_clusters(a, a, *marked).empty() ? "rows" : "clusters",
                       b->failures > 0 ? fmt::format(", {:.0f} failed", b->failures) : ""));
  if (a.method == "imai")
    post_simulated(simulated(a, m, covariance, kit::replication_seed(a.seed, s), s.context()), e, d);
  d.blank();
  std::string decision;
  for (const kit::Mediator& k : m.mediators) {
    const std::string words = kit::mediation_decision(m, k, rule_of(a, b.has_value()));
    d.line("Decision (" + a.procedure + ", " + fmt::format("{:g}", a.alpha) + "), " + k.name + ": " + words);
    decision += (decision.empty() ? "" : "; ") + words;
  }
  d.line(
      "Caution: the last regression conditions on a variable that the treatment has changed; unobserved causes of "
      "mediator and outcome bias it.",
      report::Style::note);
  std::string line = "mediate " + m.y + ", x(" + a.x + ") mediators(" + text::joined(a.mediators) + ")";
  if (m.controls) line += " controls(" + std::string(kit::trim(a.controls)) + ")";
  if (!a.absorb.empty()) line += " absorb(" + a.absorb + ")";
  e.macro("cmdline", line);
  e.macro("cmd", "mediate").macro("decision", decision).macro("mediators", text::joined(a.mediators));
  e.macro("method", a.method).macro("treatment", a.x);
  s.set_frame(keeper.data());
  keeper.leave_data();
  keeper.leave_estimates();
  s.post({std::move(e)}, use);
  s.show(d);
}

}  // namespace

extern const Command mediate_command =
    define<Args>("mediate", "Mediation analysis by stepwise regressions")
        .varlist(&Args::outcome, {1, 1})
        .if_in(&Args::sample)
        .variable("x", &Args::x, "the treatment")
        .variables("Mediators", &Args::mediators, "one or more mediators, side by side")
        .text("CONTrols", &Args::controls, "control variables of all equations")
        .text("Absorb", &Args::absorb, "fixed effects of all equations")
        .vce(&Args::vce, {"ols", "robust", "cluster", "unadjusted", "hc2", "hc3"})
        .choice("METHod", &Args::method, {"stepwise", "sobel", "bootstrap", "imai"},
                "how the indirect effect is tested")
        .text("cmd", &Args::cmd, "estimator; regress, or reghdfe with absorb()")
        .text("CMDOPTions", &Args::cmd_options, "further options of the estimator")
        .integer("Reps", &Args::reps, 2, 1000000, "bootstrap replications")
        .choice("ci", &Args::interval, {"percentile", "bc", "bca", "normal"}, "which bootstrap interval")
        .variable("BSCluster", &Args::cluster, "what the bootstrap draws; the cluster or panel variable by default")
        .text("SEed", &Args::seed, "seed of the random numbers")
        .integer("SIMs", &Args::sims, 10, 1000000, "simulations, method(imai)")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .choice("PROCedure", &Args::procedure, {"wen2004", "wen2014"}, "rules of the conclusion")
        .choice("YEQuation", &Args::equation, {"with", "without"}, "is the treatment in the last equation")
        .number("SOBELCrit", &Args::critical, 0, 10, "critical value of Sobel's z, wen2004; 1.96 at alpha(.05)")
        .number("alpha", &Args::alpha, 1e-6, 0.5, "significance level of the conclusion")
        .flag("OWNsample", &Args::own_sample, "every equation on its own complete rows")
        .flag("RUNall", &Args::run_all, "run the equations for each replication, also where cross products do")
        .flag("noTABle", &Args::no_table, "leave out the regressions")
        .required("x")
        .required("mediators")
        .stores({{"e(c)", "total effect; e(se_c)"},
                 {"e(a)", "treatment to the first mediator; e(se_a)"},
                 {"e(b_m)", "first mediator to outcome; e(se_b)"},
                 {"e(cp)", "direct effect; e(se_cp)"},
                 {"e(ind)", "indirect effect, over all mediators"},
                 {"e(se_sobel)", "Sobel standard error of the first indirect effect"},
                 {"e(se_aroian)", "Aroian's"},
                 {"e(se_goodman)", "Goodman's; missing when its square is negative"},
                 {"e(z)", "Sobel z"},
                 {"e(p)", "its p-value"},
                 {"e(prop)", "indirect over total; missing when they differ in sign"},
                 {"e(ind2dir)", "indirect over direct effect"},
                 {"e(tot2dir)", "total over direct effect"},
                 {"e(ci_l)", "interval of the indirect effect: Sobel, or bootstrap"},
                 {"e(ci_u)", "its upper end"},
                 {"e(effects)", "a, b, indirect effect and its test for every mediator"},
                 {"e(decision)", "the conclusion in words"},
                 {"e(mediators)", "their names"},
                 {"e(p_bs)", "bootstrap p, 2 min(share <= 0, share >= 0)"},
                 {"e(ci_percentile)", "percentile intervals of all effects"},
                 {"e(ci_bc)", "bias-corrected intervals"},
                 {"e(ci_bca)", "ci(bca): accelerated ones as well, from leaving out every cluster in turn"},
                 {"e(se_bs)", "bootstrap standard errors"},
                 {"e(N_reps)", "replications"},
                 {"e(acme)", "simulated mediated effect, method(imai); ade, te, acme_prop, each with _lo and _hi"},
                 {"e(b)", "coefficients of the last equation"},
                 {"e(V)", "their variances"}})
        .changes(Effect::estimates | Effect::results)
        .reference(
            "Wen, Z., Chang, L., Hau, K.-T. and Liu, H. (2004). Testing and application of the mediating effects. "
            "Acta Psychologica Sinica 36, 614-620.")
        .reference(
            "Wen, Z. and Ye, B. (2014). Analyses of mediating effects: the development of methods and models. "
            "Advances in Psychological Science 22, 731-745.")
        .reference(
            "Imai, K., Keele, L. and Tingley, D. (2010). A general approach to causal mediation analysis. "
            "Psychological Methods 15, 309-334.")
        .remark("All equations use the rows complete in all variables, so that c - c' = a b under least squares.")
        .remark(
            "The bootstrap draws whole clusters and numbers them anew: fixed effects see repeated panels as "
            "distinct. Least squares are not run again for each sample: cross products of clusters are added up, which "
            "gives the same; runall runs the equations. procedure(wen2014) bootstraps by itself when a or b is not significant.")
        .example("Weight through length", "sysuse auto\nmediate price, x(length) mediators(weight) controls(mpg)",
                 "abs(e(c) - e(cp) - e(ind)) < 1e-8 & e(decision) != \"\"")
        .example(
            "Bootstrap, two mediators",
            "sysuse auto\nmediate price, x(length) m(weight turn) controls(mpg) method(bootstrap) reps(20) seed(1) "
            "ci(bca)",
            "e(N_reps) == 20 & rowsof(e(effects)) == 2 & el(e(se_bs), 1, 1) > 0 & e(p_bs) <= 1 & colsof(e(ci_bc)) == 7 "
            "& colsof(e(ci_percentile)) == 7 & colsof(e(ci_bca)) == 7")
        .example("By simulation", "sysuse auto\nmediate price, x(length) m(weight) method(imai) sims(200) seed(1)",
                 "abs(e(acme) - e(ind)) < 4*e(se_sobel)/sqrt(50)")
        .acts(act);

}  // namespace nqp::commands::mediate_
