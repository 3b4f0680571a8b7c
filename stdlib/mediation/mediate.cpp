// mediate: mediation by stepwise regressions, with tests, bootstrap intervals and the conclusion in words.
#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/bootstrap_intervals.hpp"
#include "stdlib/kit/cluster_resample.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/estimation_call.hpp"
#include "stdlib/kit/mediation.hpp"
#include "stdlib/kit/mediation_draws.hpp"
#include "stdlib/kit/replications.hpp"
#include "stdlib/kit/resampled_estimates.hpp"
#include "stdlib/kit/sample.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/mediation/causal_mediation.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::commands::mediate_ {
namespace {

using namespace command;
using kit::MediationModel, kit::MediationPath;

struct Args {
  Variables outcome, mediators;
  std::string x, controls, absorb, cmd, cmd_options, method = "stepwise", ci = "percentile", cluster;
  std::string procedure = "wen2004", equation = "with";
  Sample sample;
  Vce vce;
  int reps = 1000, sims = 1000;
  std::optional<std::string> seed;
  double level = 95, critical = 0, alpha = 0.05;
  bool own_sample = false, no_table = false, run_all = false;
};

std::string joined(const Variables& names) {
  std::string out;
  for (const std::string& v : names) out += (out.empty() ? "" : " ") + v;
  return out;
}

std::string command_text(const Args& a, const std::string& y, const std::string& regressors, const std::string& touse) {
  return kit::EstimationCall{a.cmd, a.absorb, a.cmd_options, a.vce}.text(y, regressors + " " + a.controls, touse);
}

double scalar_of(runtime::Session& s, const char* name) { return s.estimates()->results.scalar_or(name); }

MediationPath path_of(const std::string& name, runtime::Session& s) {
  MediationPath p{s.number("_b[" + name + "]"), s.number("_se[" + name + "]"), scalar_of(s, "df_r")};
  if (!(p.se > 0) || data::is_missing(p.se))
    throw Error(459, name + " is omitted: fixed effects or other regressors explain it", std::nullopt,
                {"without variation of its own it has no effect to mediate"});
  return p;
}

void require_variation(const std::string& mediator, runtime::Session& s) {
  const double within = scalar_of(s, "tss_within"), total = scalar_of(s, "tss");
  if (!data::is_missing(within) && within <= 1e-12 * total)
    throw Error(459, "mediator " + mediator + " has no variation after absorbing fixed effects");
}

// All equations on the session's data. With `check` a mediator without variation is an error.
MediationModel estimate(const Args& a, const std::string& touse, bool check, runtime::Session& s) {
  MediationModel m;
  m.y = a.outcome[0], m.x = a.x;
  m.direct_estimated = a.equation == "with";
  const auto fit = [&](const std::string& y, const std::string& x) {
    s.quietly([&] { s.run_command(command_text(a, y, x, touse)); });
  };
  fit(m.y, a.x);
  m.c = path_of(a.x, s);
  m.n[0] = scalar_of(s, "N"), m.r2[0] = scalar_of(s, "r2");
  std::string names;
  for (const std::string& v : a.mediators) {
    kit::Mediator k;
    k.name = v;
    fit(v, a.x);
    if (check) require_variation(v, s);
    k.a = path_of(a.x, s);
    k.n = scalar_of(s, "N"), k.r2 = scalar_of(s, "r2");
    names += " " + v;
    m.mediators.push_back(std::move(k));
  }
  fit(m.y, (m.direct_estimated ? a.x : "") + names);
  if (m.direct_estimated) m.direct = path_of(a.x, s);
  m.n[1] = scalar_of(s, "N"), m.r2[1] = scalar_of(s, "r2");
  for (kit::Mediator& k : m.mediators) {
    k.b = path_of(k.name, s);
    k.test = numeric::product_test(k.a.b, k.a.se, k.b.b, k.b.se);
    k.low = k.high = data::missing;
  }
  return m;
}

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

// What is bootstrapped: indirect effects, their sum, direct and total effect, the share, differences of mediators.
std::vector<std::string> effect_names(const Args& a) {
  std::vector<std::string> out;
  for (const std::string& v : a.mediators) out.push_back("ind_" + v);
  out.insert(out.end(), {"ind", "dir", "tot", "prop"});
  for (std::size_t i = 0; i < a.mediators.size(); ++i)
    for (std::size_t j = i + 1; j < a.mediators.size(); ++j) out.push_back(a.mediators[i] + "-" + a.mediators[j]);
  return out;
}

std::vector<double> effect_values(const MediationModel& m) {
  std::vector<double> out;
  for (const kit::Mediator& k : m.mediators) out.push_back(k.test.product);
  const double total = m.c.b;
  out.insert(out.end(),
             {m.indirect(), m.direct_estimated ? m.direct.b : data::missing, total, kit::stored(m.indirect() / total)});
  for (std::size_t i = 0; i < m.mediators.size(); ++i)
    for (std::size_t j = i + 1; j < m.mediators.size(); ++j) out.push_back(out[i] - out[j]);
  return out;
}

constexpr std::size_t batch = 4096;  // bootstrap samples between two looks for Ctrl-C

struct Bootstrap {
  std::vector<kit::BootstrapSummary> effects;  // in the order of effect_names
  std::vector<double> p;
  double reps = 0, failures = 0, clusters = 0;
};

std::string cluster_variable(const Args& a, const data::Frame& f) {
  if (!a.cluster.empty()) return a.cluster;
  if (!a.vce.variables.empty()) return a.vce.variables.front();
  const bool panel = f.panel && !f.panel->panel.empty();
  return panel && !a.absorb.empty() ? f.panel->panel : "";
}

MediationModel model_of(const Args& a, const kit::MediationCoefficients& k) {
  MediationModel m;
  m.direct_estimated = a.equation == "with";
  m.c.b = k.total, m.direct.b = k.direct;
  for (std::size_t j = 0; j < k.a.size(); ++j) {
    kit::Mediator v;
    v.a.b = k.a[j], v.b.b = k.b[j];
    v.test.product = k.a[j] * k.b[j];
    m.mediators.push_back(std::move(v));
  }
  return m;
}

// Least squares in all equations on one sample: coefficients of bootstrap samples come from cross products. nullptr
// for other estimators, and when the coefficients of the data do not come out.
std::unique_ptr<kit::MediationDraws> quick_draws(const Args& a, const kit::ClusterResampler& units,
                                                 const std::vector<std::uint8_t>& use,
                                                 const std::vector<double>& observed, runtime::Session& s) {
  const bool linear = a.cmd.empty() || a.cmd == "regress" || a.cmd == "reghdfe";
  if (a.run_all || !linear || a.own_sample || !kit::trim(a.cmd_options).empty()) return nullptr;
  std::unique_ptr<kit::MediationDraws> out;
  try {
    out = kit::MediationDraws::make(
        {a.outcome[0], a.x, a.controls, a.absorb, a.mediators, a.equation == "with"}, units, use, s.context());
  } catch (const Error& e) {
    if (e.code == 1) throw;
    return nullptr;
  }
  if (!out) return nullptr;
  std::vector<std::size_t> all(units.clusters());
  std::iota(all.begin(), all.end(), std::size_t{0});
  kit::MediationCoefficients k;
  if (!out->fit(all, k)) return nullptr;
  const std::vector<double> values = effect_values(model_of(a, k));
  for (std::size_t j = 0; j < values.size(); ++j)
    if (data::is_missing(values[j]) != data::is_missing(observed[j]) ||
        std::fabs(values[j] - observed[j]) > 1e-7 * (std::fabs(observed[j]) + 1e-7))
      return nullptr;
  return out;
}

// Effects of every bootstrap sample, empty where it cannot be estimated; from cross products, in several threads.
std::vector<std::vector<double>> quick_effects(const Args& a, const kit::ClusterResampler& units,
                                               const kit::MediationDraws& quick, std::uint64_t seed,
                                               runtime::Session& s) {
  std::vector<std::vector<double>> out(static_cast<std::size_t>(a.reps));
  const std::size_t pieces = numeric::cores();
  for (std::size_t from = 0; from < out.size(); from += batch) {
    s.poll();
    const std::size_t count = std::min(batch, out.size() - from);
    numeric::in_parallel(pieces, [&](std::size_t piece) {
      kit::MediationCoefficients k;
      for (std::size_t r = from + count * piece / pieces; r < from + count * (piece + 1) / pieces; ++r) {
        numeric::rng::Generator g(seed, r + 1);
        if (quick.fit(units.draw_clusters(g), k)) out[r] = effect_values(model_of(a, k));
      }
    });
  }
  return out;
}

// The same from the regressions themselves.
std::vector<std::vector<double>> refitted_effects(const Args& a, const kit::ClusterResampler& units,
                                                  const std::string& touse, std::uint64_t seed, runtime::Session& s) {
  std::vector<std::vector<double>> out(static_cast<std::size_t>(a.reps));
  for (std::size_t r = 0; r < out.size(); ++r) {
    s.poll();
    s.generator() = numeric::rng::Generator(seed, r + 1);
    s.set_frame(units.draw(s.generator()));
    if (s.captured([&] { out[r] = effect_values(estimate(a, touse, false, s)); }, false) == 1)
      throw Error(1, "--Break--");
  }
  return out;
}

// Effects without each cluster in turn, for the acceleration of BCa intervals.
std::vector<std::vector<double>> left_out_effects(const Args& a, const kit::ClusterResampler& units,
                                                  const kit::MediationDraws* quick, const std::string& touse,
                                                  runtime::Session& s) {
  std::vector<std::vector<double>> out(units.clusters());
  for (std::size_t k = 0; k < out.size(); ++k) {
    s.poll();
    std::vector<std::size_t> others;
    for (std::size_t j = 0; j < out.size(); ++j)
      if (j != k) others.push_back(j);
    kit::MediationCoefficients fit;
    if (quick) {
      if (quick->fit(others, fit)) out[k] = effect_values(model_of(a, fit));
      continue;
    }
    s.set_frame(units.take(others));
    if (s.captured([&] { out[k] = effect_values(estimate(a, touse, false, s)); }, false) == 1)
      throw Error(1, "--Break--");
  }
  return out;
}

// One for each effect; missing ones where intervals of another kind are asked for.
std::vector<double> accelerations(const std::vector<std::vector<double>>& left_out, std::size_t effects) {
  std::vector<double> out;
  for (std::size_t j = 0; j < effects; ++j) {
    std::vector<double> values;
    for (const std::vector<double>& v : left_out)
      if (!v.empty() && !data::is_missing(v[j])) values.push_back(v[j]);
    out.push_back(values.size() < 2 ? data::missing : kit::acceleration_of(values));
  }
  return out;
}

Bootstrap bootstrap(const Args& a, const data::Frame& marked, const std::string& touse,
                    const std::vector<std::uint8_t>& use, const std::vector<double>& observed, runtime::Session& s) {
  const kit::ClusterResampler units(marked, cluster_variable(a, marked), use);
  const std::uint64_t seed = kit::replication_seed(a.seed, s);
  const numeric::Rng generator = s.generator();
  const std::unique_ptr<kit::MediationDraws> quick = quick_draws(a, units, use, observed, s);
  const std::vector<std::vector<double>> samples =
      quick ? quick_effects(a, units, *quick, seed, s) : refitted_effects(a, units, touse, seed, s);
  s.generator() = generator;
  std::vector<std::vector<double>> left_out;
  if (a.ci == "bca") left_out = left_out_effects(a, units, quick.get(), touse, s);
  const std::vector<double> acceleration = accelerations(left_out, observed.size());
  std::vector<std::vector<double>> draws(observed.size());
  Bootstrap out;
  for (const std::vector<double>& values : samples) {
    ++(values.empty() ? out.failures : out.reps);
    for (std::size_t j = 0; j < values.size(); ++j)
      if (!data::is_missing(values[j])) draws[j].push_back(values[j]);
  }
  out.clusters = static_cast<double>(units.clusters());
  if (out.reps < 2) throw Error(498, "fewer than two bootstrap replications gave results");
  for (std::size_t j = 0; j < draws.size(); ++j) {
    const auto n = static_cast<double>(draws[j].size());
    out.effects.push_back(n < 2 ? kit::BootstrapSummary{}
                                : kit::summarise_bootstrap(observed[j], draws[j], a.level, acceleration[j]));
    const auto below =
        static_cast<double>(std::count_if(draws[j].begin(), draws[j].end(), [](double x) { return x <= 0; }));
    const auto above =
        static_cast<double>(std::count_if(draws[j].begin(), draws[j].end(), [](double x) { return x >= 0; }));
    out.p.push_back(n < 2 ? data::missing : std::min(1.0, 2 * std::min(below, above) / n));
  }
  return out;
}

const double* interval_of(const kit::BootstrapSummary& b, const std::string& kind) {
  if (kind == "bca") return b.accelerated;
  return kind == "bc" ? b.corrected : kind == "normal" ? b.normal : b.percentile;
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

void show_effects(const Args& a, const MediationModel& m, const Bootstrap* b, report::Document& d) {
  d.line(fmt::format("  {:<18}{:>10}{:>10}{:>7}{:>7}", "Effects", "Estimate", "Std. err.", "z", "P>|z|") +
         (b ? fmt::format("  [{:g}% {}]", a.level, a.ci) : ""));
  const std::vector<std::string> names = effect_names(a);
  const auto ends = [&](std::size_t j) { return b ? interval_of(b->effects[j], a.ci) : nullptr; };
  const std::size_t k = m.mediators.size();
  for (std::size_t j = 0; j < k; ++j) {
    const numeric::ProductTest& t = m.mediators[j].test;
    const double* i = ends(j);
    show_effect("via " + m.mediators[j].name, t.product, t.se_sobel, i ? i[0] : data::missing, i ? i[1] : data::missing,
                d);
    show_effect("  Aroian", t.product, t.se_aroian, data::missing, data::missing, d);
    if (!std::isnan(t.se_goodman)) show_effect("  Goodman", t.product, t.se_goodman, data::missing, data::missing, d);
  }
  const std::vector<double> values = effect_values(m);
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

void post_bootstrap(const Args& a, const MediationModel& m, const Bootstrap& b, Results& e) {
  const std::vector<std::string> names = effect_names(a);
  eval::Matrix percentile(2, names.size()), corrected(2, names.size()), accelerated(2, names.size());
  std::vector<double> se;
  for (std::size_t j = 0; j < names.size(); ++j) {
    for (std::size_t i = 0; i < 2; ++i)
      percentile(i, j) = b.effects[j].percentile[i], corrected(i, j) = b.effects[j].corrected[i],
      accelerated(i, j) = b.effects[j].accelerated[i];
    se.push_back(b.effects[j].se);
  }
  for (eval::Matrix* t : {&percentile, &corrected, &accelerated}) t->row_names = {"ll", "ul"}, t->column_names = names;
  const double* ends = interval_of(b.effects[m.mediators.size()], a.ci);
  e.scalar("ci_l", ends[0]).scalar("ci_u", ends[1]).scalar("p_bs", b.p[m.mediators.size()]);
  e.scalar("N_reps", b.reps).scalar("N_misreps", b.failures).scalar("N_draw", b.clusters);
  if (a.ci == "bca") e.matrix("ci_bca", accelerated);
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
  MediationModel m = estimate(a, touse, true, s);
  m.controls = !kit::trim(a.controls).empty();
  std::string_view rest = a.absorb;
  while (!kit::trim(rest).empty()) m.effects.push_back(kit::take_word(rest));
  Results e = s.estimates()->results;
  const bool weak = std::any_of(m.mediators.begin(), m.mediators.end(),
                                [&](const kit::Mediator& k) { return !kit::paths_significant(k, a.alpha); });
  const bool resample = a.method == "bootstrap" || (a.procedure == "wen2014" && weak && a.method == "stepwise");
  const double covariance = a.method == "imai" ? s.number("e(V)[\"" + a.x + "\",\"" + a.mediators[0] + "\"]") : 0;
  std::optional<Bootstrap> b;
  if (resample) b = bootstrap(a, *marked, touse, use, effect_values(m), s);
  for (std::size_t j = 0; b && j < m.mediators.size(); ++j) {
    const double* ends = interval_of(b->effects[j], a.ci);
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
                       cluster_variable(a, *marked).empty() ? "rows" : "clusters",
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
  e.macro("cmdline", "mediate " + m.y + ", x(" + a.x + ") mediators(" + joined(a.mediators) + ")");
  e.macro("cmd", "mediate").macro("decision", decision).macro("mediators", joined(a.mediators));
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
        .choice("ci", &Args::ci, {"percentile", "bc", "bca", "normal"}, "which bootstrap interval")
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
