#include "stdlib/kit/generalised_outcome.hpp"

#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"

namespace nqp::kit {

using numeric::GlmFamily;
using numeric::GlmLink;

namespace {

struct FamilyWord {
  const char* pattern;
  const char* word;
  GlmFamily family;
  GlmLink canonical;
  double power;
};

constexpr FamilyWord glm_families[] = {
    {"GAUssian", "gaussian", GlmFamily::gaussian, GlmLink::identity, 1},
    {"NORmal", "gaussian", GlmFamily::gaussian, GlmLink::identity, 1},
    {"IGaussian", "igaussian", GlmFamily::inverse_gaussian, GlmLink::power, -2},
    {"IVGaussian", "igaussian", GlmFamily::inverse_gaussian, GlmLink::power, -2},
    {"Binomial", "binomial", GlmFamily::binomial, GlmLink::logit, 1},
    {"BErnoulli", "binomial", GlmFamily::binomial, GlmLink::logit, 1},
    {"Poisson", "poisson", GlmFamily::poisson, GlmLink::log, 0},
    {"NBinomial", "nbinomial", GlmFamily::negative_binomial, GlmLink::log, 0},
    {"GAMma", "gamma", GlmFamily::gamma, GlmLink::power, -1},
};

struct LinkWord {
  const char* pattern;
  const char* word;
  GlmLink link;
};

constexpr LinkWord glm_links[] = {
    {"Identity", "identity", GlmLink::identity}, {"LOG", "log", GlmLink::log},
    {"Logit", "logit", GlmLink::logit},          {"Probit", "probit", GlmLink::probit},
    {"Cloglog", "cloglog", GlmLink::cloglog},    {"LOGLog", "loglog", GlmLink::loglog},
    {"LOGC", "logc", GlmLink::logc},             {"RECiprocal", "reciprocal", GlmLink::power},
    {"POWer", "power", GlmLink::power},
};

void read_family(std::string_view text, GlmChoice& g) {
  const std::string word = text.empty() ? "gaussian" : lower(take_word(text));
  for (const FamilyWord& f : glm_families) {
    if (!abbreviates(word, f.pattern)) continue;
    g.family = f.word;
    g.model.family = f.family;
    g.model.link = f.canonical;
    g.model.power = f.power;
    const std::string rest(trim(text));
    if (f.family == GlmFamily::binomial) {
      g.trials = rest;
      return;
    }
    if (rest.empty()) return;
    const std::optional<double> k = parse_number(rest);
    if (f.family != GlmFamily::negative_binomial || !k || !(*k > 0))
      throw Error(198, "family(" + word + " " + rest + ") not allowed", std::nullopt,
                  {"family(nbinomial #) fixes the dispersion; nbreg estimates it"});
    g.model.k = *k;
    return;
  }
  throw Error(198, "unknown family " + word, std::nullopt,
              {"gaussian, igaussian, binomial, poisson, nbinomial, gamma"});
}

void read_link(std::string_view text, GlmChoice& g) {
  text = trim(text);
  if (text.empty()) {
    g.link = g.model.link == GlmLink::power ? "power" : "";
    for (const LinkWord& l : glm_links)
      if (g.link.empty() && l.link == g.model.link) g.link = l.word;
    return;
  }
  const std::string word = lower(take_word(text));
  for (const LinkWord& l : glm_links) {
    if (!abbreviates(word, l.pattern)) continue;
    g.model.link = l.link;
    g.link = l.word;
    if (l.link != GlmLink::power) return;
    const std::optional<double> power = parse_number(trim(text));
    if (g.link == "power" && !power) throw Error(198, "link(power #) needs a number");
    g.model.power = g.link == "power" ? *power : -1;
    g.link = "power";
    return;
  }
  throw Error(198, "unknown link " + word, std::nullopt,
              {"identity, log, logit, probit, cloglog, loglog, logc, power #, reciprocal"});
}

}  // namespace

GlmChoice read_glm(const std::string& family, const std::string& link) {
  GlmChoice g;
  read_family(trim(family), g);
  read_link(link, g);
  return g;
}

GlmChoice glm_of(const command::Results& e) { return read_glm(e.macro_or("family_text"), e.macro_or("link_text")); }

std::vector<double> glm_trials(const GlmChoice& g, const EstimationSample& s, const command::Context& c) {
  if (g.trials.empty()) return {};
  std::vector<double> m(s.size());
  if (const std::optional<double> v = parse_number(g.trials)) m.assign(s.size(), *v);
  else c.numeric(g.trials).read_rows(s.rows, m.data());
  for (const double v : m)
    if (!(v >= 1) || v != std::floor(v))
      throw Error(459, "the number of trials must be a positive integer", std::nullopt, {"family(binomial m)"});
  return m;
}

std::string glm_variance_text(const GlmChoice& g) {
  switch (g.model.family) {
    case GlmFamily::gaussian: return "V(u) = 1";
    case GlmFamily::inverse_gaussian: return "V(u) = u^3";
    case GlmFamily::binomial: return g.trials.empty() ? "V(u) = u*(1-u)" : "V(u) = u*(1-u/" + g.trials + ")";
    case GlmFamily::poisson: return "V(u) = u";
    case GlmFamily::negative_binomial: return "V(u) = u+k*u^2";
    case GlmFamily::gamma: return "V(u) = u^2";
  }
  return {};
}

std::string glm_link_text(const GlmChoice& g) {
  const std::string p = g.trials.empty() ? "u" : "(u/" + g.trials + ")";
  switch (g.model.link) {
    case GlmLink::identity: return "g(u) = u";
    case GlmLink::log: return "g(u) = ln(u)";
    case GlmLink::logit: return "g(u) = ln(" + p + "/(1-" + p + "))";
    case GlmLink::probit: return "g(u) = invnorm(" + p + ")";
    case GlmLink::cloglog: return "g(u) = ln(-ln(1-" + p + "))";
    case GlmLink::loglog: return "g(u) = -ln(-ln(" + p + "))";
    case GlmLink::logc: return "g(u) = ln(1-" + p + ")";
    case GlmLink::power:
      return g.model.power == -1 ? "g(u) = 1/u" : "g(u) = u^(" + text::macro_number(g.model.power) + ")";
  }
  return {};
}

std::vector<double> glm_start(const GlmChoice& g, const LikelihoodData& d, const numeric::LikelihoodSpec& spec) {
  const numeric::Index& index = spec.indices[0];
  double mean = 0, total = 0;
  const auto trials = [&](std::size_t i) { return g.model.trials.empty() ? 1 : g.model.trials[i]; };
  for (std::size_t i = 0; i < d.y.size(); ++i) {
    const double w = d.sample.weights.empty() ? 1 : d.sample.weights[i];
    mean += w * d.y[i] / trials(i);
    total += w;
  }
  mean /= total;
  std::vector<double> constant(index.x.cols, 0.0);
  if (index.constant) constant.push_back(numeric::glm_link(g.model, mean));
  if (index.x.cols == 0) return constant;
  std::vector<double> z, weight;
  for (std::size_t i = 0; i < d.y.size(); ++i) {
    const double mu = (d.y[i] / trials(i) + mean) / 2, eta = numeric::glm_link(g.model, mu);
    const numeric::MeanValue v = numeric::glm_mean(g.model, eta);
    z.push_back(eta + (d.y[i] / trials(i) - mu) / v.first - (d.offset.empty() ? 0.0 : d.offset[i]));
    const double w = d.sample.weights.empty() ? 1 : d.sample.weights[i];
    weight.push_back(w * v.first * v.first / numeric::glm_variance(g.model, mu, 1));
    if (!std::isfinite(z.back()) || !std::isfinite(weight.back())) return constant;
  }
  const numeric::LeastSquares ls = numeric::least_squares(
      {.y = z, .x = index.x, .constant = index.constant, .weights = weight, .want_residuals = false,
       .keep_all_columns = true});
  const std::vector<std::vector<double>> eta = numeric::indices_at(spec, ls.b);
  for (std::size_t i = 0; i < d.y.size(); ++i)
    if (!std::isfinite(spec.row(i, &eta[0][i], nullptr, nullptr))) return constant;
  return ls.b;
}

}  // namespace nqp::kit
