// medeff: causal mediation effects by simulation.
#include <algorithm>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/replications.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/mediation/causal_mediation.hpp"

namespace nqp::commands::medeff_ {
namespace {

using namespace command;

struct Args {
  std::string models, treatment, mediator, interaction;
  Sample sample;
  Vce vce;
  int sims = 1000;
  std::optional<std::string> seed;
  double level = 95;
  std::vector<double> values = {0, 1};
};

struct Model {
  std::string command, outcome, regressors;
  numeric::EffectLink link = numeric::EffectLink::identity;
};

Model read_model(const std::string& text) {
  std::string_view rest = text;
  Model m;
  m.command = kit::take_word(rest);
  m.outcome = kit::take_word(rest);
  m.regressors = std::string(kit::trim(rest));
  if (m.command == "logit") m.link = numeric::EffectLink::logit;
  else if (m.command == "probit") m.link = numeric::EffectLink::probit;
  else if (!kit::abbreviates(m.command, "REGress"))
    throw Error(198, "medeff does not know the model " + m.command, std::nullopt, {"regress, logit or probit"});
  return m;
}

std::pair<Model, Model> read_models(const std::string& text) {
  const std::vector<kit::Piece> pieces = kit::split_pieces(text);
  if (pieces.size() != 2 || !pieces[0].grouped || !pieces[1].grouped)
    throw Error(198, "medeff needs two models in parentheses", std::nullopt,
                {"medeff (regress M T x) (regress Y T M x), treat(T) mediate(M)"});
  return {read_model(pieces[0].text), read_model(pieces[1].text)};
}

std::size_t column_of(const std::vector<std::string>& names, const std::string& name, const std::string& model) {
  for (std::size_t j = 0; j < names.size(); ++j)
    if (canonical_term(names[j]) == name) return j;
  throw Error(198, name + " is not in the model of " + model);
}

// Fits one model and reads its data again by the names in e(b).
numeric::EffectModel fit(const Model& m, const Args& a, const std::string& touse, runtime::Session& s) {
  std::string vce = a.vce.kind.empty() ? "" : ", vce(" + a.vce.kind;
  for (const std::string& v : a.vce.variables) vce += " " + v;
  if (!vce.empty()) vce += ")";
  s.quietly([&] { s.run_command(m.command + " " + m.outcome + " " + m.regressors + " if " + touse + vce); });
  const Results& e = s.estimates()->results;
  numeric::EffectModel out;
  out.b = kit::row_values(*e.find_matrix("b"));
  out.V = kit::numeric_matrix(*e.find_matrix("V"));
  out.link = m.link;
  out.sigma = m.link == numeric::EffectLink::identity ? e.scalar_or("rmse", 0) : 0;
  const Context c = s.context();
  const kit::EstimationSample sample = kit::last_sample(c);
  kit::Regressors regressors(e, "", c);
  out.x = numeric::Matrix(sample.size(), out.b.size());
  std::vector<std::uint32_t> position(c.frame.rows, 0);
  for (std::size_t i = 0; i < sample.rows.size(); ++i) position[sample.rows[i]] = static_cast<std::uint32_t>(i + 1);
  regressors.for_each_row([&](std::size_t row, const double* x) {
    if (position[row] == 0 || !x) return;
    for (std::size_t j = 0; j < regressors.columns().size(); ++j)
      out.x(position[row] - 1, regressors.columns()[j]) = x[j];
  });
  const std::vector<std::string>& names = e.find_matrix("b")->column_names;
  std::vector<std::string> plain;
  for (const std::string& n : names) plain.push_back(n.substr(n.find(':') == std::string::npos ? 0 : n.find(':') + 1));
  out.treatment = column_of(plain, a.treatment, m.outcome);
  if (m.outcome == a.mediator) return out;
  out.mediator = column_of(plain, a.mediator, m.outcome);
  if (!a.interaction.empty()) out.interaction = column_of(plain, a.interaction, m.outcome);
  return out;
}

std::vector<std::uint8_t> common_rows(const Model& first, const Model& second, const Args& a, const Context& c) {
  kit::Needed needed;
  needed.terms =
      resolve_terms(first.outcome + " " + first.regressors + " " + second.outcome + " " + second.regressors, c);
  needed.groups = a.vce.variables;
  return kit::mark_sample(c, a.sample, {}, needed).use;
}

void report(const char* title, const std::string& name, const numeric::SimulatedEffect& x, runtime::Session& s,
            Results& r) {
  const auto number = [](double v) { return text::trimmed(text::format_number(kit::stored(v), "%9.0g")); };
  s.say(fmt::format("{:<24}{:>13}{:>13}{:>13}", title, number(x.estimate), number(x.low), number(x.high)));
  r.scalar(name, kit::stored(x.estimate))
      .scalar(name + "lo", kit::stored(x.low))
      .scalar(name + "hi", kit::stored(x.high));
}

void show(const Args& a, const numeric::CausalMediation& k, double n, runtime::Session& s) {
  Results r;
  r.scalar("N", n).scalar("sims", a.sims);
  s.say("");
  s.say(fmt::format("{:<24}{:>13}{:>26}", "Effect", "Mean", fmt::format("[{:g}% interval]", a.level)));
  s.say(std::string(63, '-'));
  const bool two = !a.interaction.empty();
  if (two) {
    report("ACME1", "delta1", k.acme1, s, r), report("ACME0", "delta0", k.acme0, s, r);
    report("Direct Effect 1", "zeta1", k.ade1, s, r), report("Direct Effect 0", "zeta0", k.ade0, s, r);
    report("Total Effect", "tau", k.total, s, r);
    report("ACME average", "delta", k.acme, s, r), report("Direct average", "zeta", k.ade, s, r);
  } else {
    report("ACME", "delta0", k.acme0, s, r), report("Direct Effect", "zeta0", k.ade0, s, r);
    report("Total Effect", "tau", k.total, s, r);
    r.scalar("delta1", r.scalar_or("delta0")).scalar("zeta1", r.scalar_or("zeta0"));
  }
  report("Share mediated", "navg", k.proportion, s, r);
  s.say(std::string(63, '-'));
  s.say(fmt::format("{:.0f} observations, {} simulations; intervals are percentiles of the draws", n, a.sims));
  s.r() = std::move(r);
}

void act(const Args& a, runtime::Session& s) {
  const auto [first, second] = read_models(a.models);
  if (first.outcome != a.mediator)
    throw Error(198, "the first model explains " + first.outcome + ", not the mediator " + a.mediator);
  if (a.values.size() != 2) throw Error(198, "values() takes two values of the treatment");
  kit::SessionKeeper keeper(s);
  const std::vector<std::uint8_t> use = common_rows(first, second, a, s.context());
  const std::string touse = s.temporary_name();
  data::Frame marked = *keeper.data();
  data::Variable v;
  v.name = touse;
  const std::vector<double> flags(use.begin(), use.end());
  v.column = data::make_numeric(data::Storage::byte_, flags);
  marked.add(std::move(v));
  s.set_frame(std::move(marked));
  const numeric::EffectModel m = fit(first, a, touse, s), y = fit(second, a, touse, s);
  numeric::MediationSettings settings;
  settings.simulations = a.sims, settings.level = a.level;
  settings.control = a.values[0], settings.treated = a.values[1];
  settings.seed = kit::replication_seed(a.seed, s);
  const numeric::CausalMediation k =
      kit::compute(s.context(), [&](numeric::Progress& p) { return numeric::causal_mediation(m, y, settings, p); });
  show(a, k, static_cast<double>(m.x.rows), s);
}

}  // namespace

extern const Command medeff_command = kit::loose_body(
    define<Args>("medeff", "Causal mediation effects by simulation")
        .anything(&Args::models)
        .if_in(&Args::sample)
        .variable("TReat", &Args::treatment, "the treatment")
        .variable("MEDiate", &Args::mediator, "the mediator, outcome of the first model")
        .variable("INTERact", &Args::interaction, "treatment times mediator, in the second model")
        .numbers("VALues", &Args::values, "control and treated value of the treatment; 0 1")
        .vce(&Args::vce, {"ols", "robust", "cluster"})
        .integer("SIMs", &Args::sims, 10, 1000000, "number of draws")
        .text("SEed", &Args::seed, "seed of the random numbers")
        .number("Level", &Args::level, 10, 99.99, "level of the intervals in percent")
        .required("treat")
        .required("mediate")
        .stores({{"r(delta0)", "mediated effect under control; delta0lo, delta0hi"},
                 {"r(delta1)", "under treatment"},
                 {"r(zeta0)", "direct effect under control; zeta0lo, zeta0hi"},
                 {"r(zeta1)", "under treatment"},
                 {"r(tau)", "total effect; taulo, tauhi"},
                 {"r(navg)", "share mediated, median; navglo, navghi"},
                 {"r(sims)", "draws"},
                 {"r(N)", "observations"}})
        .changes(Effect::results)
        .reference("Imai, K., Keele, L. and Tingley, D. (2010). A general approach to causal mediation analysis. "
                   "Psychological Methods 15, 309-334.")
        .remark("Models are regress, logit or probit. Coefficients are drawn from their normal distribution.")
        .example("Linear models",
                 "sysuse auto\nmedeff (regress weight foreign mpg) (regress price foreign weight mpg), treat(foreign) "
                 "mediate(weight) sims(200) seed(1)",
                 "abs(r(delta0) + r(zeta0) - r(tau)) < 1e-6 & r(N) == 74")
        .example("With interaction",
                 "sysuse auto\ngenerate fw = foreign*weight\nmedeff (regress weight foreign) "
                 "(regress price foreign weight fw), treat(foreign) mediate(weight) interact(fw) sims(100) seed(1)",
                 "r(delta0) != r(delta1) & r(sims) == 100")
        .acts(act));

}  // namespace nqp::commands::medeff_
