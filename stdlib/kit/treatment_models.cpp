#include "stdlib/kit/treatment_models.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

using command::Context;

BodyAndOptions treatment_piece(const std::vector<Piece>& pieces, std::size_t i) {
  if (i >= pieces.size() || !pieces[i].grouped)
    throw Error(198, "teffects needs two models in parentheses", std::nullopt,
                {"teffects ipw (y) (d z1 z2), atet; teffects ra (y x1 x2) (d)"});
  return split_options(pieces[i].text);
}

}  // namespace

TreatmentModels parse_treatment_models(const std::string& body, const Context& c) {
  std::string_view rest = body;
  TreatmentModels m;
  m.method = take_word(rest);
  static const std::vector<std::string> known = {"ra", "ipw", "aipw", "ipwra", "psmatch", "nnmatch"};
  if (std::find(known.begin(), known.end(), m.method) == known.end())
    throw Error(198, "teffects " + m.method + " not known", std::nullopt,
                {"ra, ipw, aipw, ipwra, psmatch or nnmatch"});
  const std::vector<Piece> pieces = split_pieces(rest);
  BodyAndOptions outcome = treatment_piece(pieces, 0), treatment = treatment_piece(pieces, 1);
  outcome.find("linear");
  outcome.check_all_known();
  m.probit = treatment.find("PROBit") != nullptr;
  treatment.find("LOGit");
  treatment.check_all_known();
  m.x = command::resolve_terms(outcome.body, c);
  m.z = command::resolve_terms(treatment.body, c);
  if (m.x.empty() || m.z.empty()) throw Error(100, "an outcome and a treatment are required");
  m.y = {m.x.front()};
  m.d = {m.z.front()};
  m.x.erase(m.x.begin());
  m.z.erase(m.z.begin());
  const bool plain_outcome = m.method == "ipw" || m.method == "psmatch";
  if (plain_outcome && !m.x.empty())
    throw Error(198, "teffects " + m.method + " has no regressors of the outcome", std::nullopt,
                {"the first parenthesis holds the outcome alone"});
  if (m.method == "psmatch" && m.z.empty())
    throw Error(100, "varlist required", std::nullopt, {"the second parenthesis holds the treatment and covariates"});
  const bool plain_treatment = m.method == "ra" || m.method == "nnmatch";
  if (plain_treatment && !m.z.empty())
    throw Error(198, "teffects " + m.method + " has no model of the treatment", std::nullopt,
                {"the second parenthesis holds the treatment alone"});
  return m;
}

TreatmentModels last_treatment_models(const Context& c) {
  if (!c.e || c.e->results.macro_or("cmd") != "teffects") throw Error(301, "teffects has to come first");
  const std::string whole = c.e->results.macro_or("cmdline");
  std::string_view line = whole;
  take_word(line);
  return parse_treatment_models(parse_loosely(line).body, c);
}

std::vector<std::uint8_t> treated_rows(const TreatmentModels& m, const EstimationSample& s, const Context& c) {
  const std::vector<double> d = term_values(m.d[0], s, c);
  std::vector<std::uint8_t> out;
  bool any[2] = {false, false};
  for (const double v : d) {
    if (v != 0 && v != 1)
      throw Error(459, "treatment variable is not 0/1", std::nullopt, {"recode it so that 1 means treated"});
    out.push_back(v == 1);
    any[out.back()] = true;
  }
  if (!any[0] || !any[1]) throw Error(2000, any[0] ? "no treated observations" : "no untreated observations");
  return out;
}

BinaryFit fit_treatment_score(const TreatmentModels& m, const command::Sample& sample,
                              const std::vector<std::uint8_t>& only, const Context& c) {
  LikelihoodArgs q;
  q.y = m.d;
  q.x = m.z;
  q.sample = sample;
  q.only = only;
  q.as_is = true;
  return fit_binary(m.probit ? BinaryLink::probit : BinaryLink::logit, q, c);
}

numeric::Matrix outcome_columns(const TreatmentModels& m, const EstimationSample& s, const std::vector<double>& y,
                                const Context& c) {
  LikelihoodData d;
  d.sample = s;
  d.y = y;
  d.design = make_design(m.x, true, s, c);
  d.omitted.assign(d.design.x.cols, 0);
  d.perfect.assign(d.design.x.cols, 0);
  find_omitted(d, true);
  return std::move(d.x);
}

numeric::EffectMethod effect_method(const std::string& method) {
  using numeric::EffectMethod;
  if (method == "ra") return EffectMethod::ra;
  if (method == "ipw") return EffectMethod::ipw;
  return method == "aipw" ? EffectMethod::aipw : EffectMethod::ipwra;
}

std::vector<double> inverse_weights(const std::vector<double>& p, const std::vector<std::uint8_t>& treated,
                                    bool of_treated) {
  std::vector<double> out;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const double one = of_treated ? p[i] : 1;
    out.push_back(treated[i] ? one / p[i] : one / (1 - p[i]));
  }
  return out;
}

}  // namespace nqp::kit
