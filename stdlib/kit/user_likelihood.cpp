#include "stdlib/kit/user_likelihood.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/user_evaluator.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/likelihood/newton.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"

namespace nqp::kit {

using runtime::Session;

namespace {

bool ml_method(const std::string& name) {
  for (const char* known : {"lf", "lf0", "lf1", "lf2", "d0", "d1", "d2"})
    if (name == known) return true;
  return false;
}

// "[name:] [ys =] xs [, noconstant offset() exposure()]" inside parentheses.
UserEquation read_user_equation(const std::string& text, std::size_t number, UserLikelihood& m,
                                const command::Context& c) {
  UserEquation q;
  BodyAndOptions parts = kit::split_options(text);
  q.constant = !parts.find("noCONStant");
  if (const ast::Option* o = parts.find("OFFset")) q.offset = o->argument;
  if (const ast::Option* o = parts.find("EXPosure")) q.exposure = o->argument;
  parts.check_all_known();
  std::string body = parts.body;
  q.name = fmt::format("eq{}", number);
  if (const std::size_t colon = find_outside(body, ':'); colon != std::string::npos) {
    q.name = std::string(trim(std::string_view(body).substr(0, colon)));
    body = body.substr(colon + 1);
  }
  if (const std::size_t equal = find_outside(body, '='); equal != std::string::npos) {
    const command::Terms ys = command::resolve_terms(std::string(trim(std::string_view(body).substr(0, equal))), c);
    m.ys.insert(m.ys.end(), ys.begin(), ys.end());
    body = body.substr(equal + 1);
  }
  if (!trim(body).empty()) q.x = command::resolve_terms(std::string(trim(body)), c);
  if (q.x.empty() && !q.constant) throw Error(198, "equation " + q.name + " has neither regressors nor a constant");
  return q;
}

void read_user_equations(std::string_view rest, UserLikelihood& m, const command::Context& c) {
  for (const Piece& p : split_pieces(rest)) {
    if (p.grouped) {
      m.equations.push_back(read_user_equation(p.text, m.equations.size() + 1, m, c));
      continue;
    }
    std::string_view words = p.text;
    for (words = trim(words); !words.empty(); words = trim(words)) {
      const std::string word = take_word(words);
      if (word.size() < 2 || word[0] != '/')
        throw Error(198, word + " is no equation", std::nullopt, {"equations are (y = x1 x2), (lnsigma:) or /lnsigma"});
      UserEquation q;
      q.name = word;
      m.equations.push_back(std::move(q));
    }
  }
  if (m.equations.empty())
    throw Error(198, "ml model needs an equation", std::nullopt, {"ml model lf prog (y = x1 x2)"});
}

}  // namespace

void define_user_likelihood(const std::string& line, Session& s) {
  const ast::Arguments a = grammar::parse_arguments(line);
  const command::Context c = s.context();
  UserLikelihood m;
  std::string_view rest = a.body;
  m.method = take_word(rest);
  if (!ml_method(m.method))
    throw Error(198, m.method + " is not a method of ml model", std::nullopt,
                {"lf lf0 lf1 lf2 d0 d1 d2; derivatives are always computed numerically"});
  m.program = take_word(rest);
  if (m.program.empty()) throw Error(198, "ml model: the name of the evaluator is missing");
  read_user_equations(trim(rest), m, c);
  m.arguments.sample = {a.condition, a.range};
  command::Signature weights;
  weights.weights = {command::WeightKind::fweight, command::WeightKind::aweight, command::WeightKind::pweight,
                     command::WeightKind::iweight};
  weights.default_weight = command::WeightKind::fweight;
  m.arguments.weight = command::bind_weight(weights, a.weight);
  BodyAndOptions options;
  options.options = a.options;
  if (const ast::Option* o = options.find("TItle")) m.title = unquoted(trim(o->argument));
  if (const ast::Option* o = options.find("WALDtest")) m.tested = static_cast<int>(std::abs(s.number(o->argument)));
  std::string kind;
  const ast::Option *vce = options.find("vce"), *cluster = options.find("CLuster");
  if (options.find("Robust")) kind = "robust";
  if (vce) {
    std::string_view words = vce->argument;
    kind = take_word(words);
    if (abbreviates(kind, "CLuster")) m.arguments.vce.variables = grammar::split_words(words);
  }
  if (cluster) m.arguments.vce.variables = grammar::split_words(cluster->argument);
  if (!m.arguments.vce.variables.empty()) kind = "cluster";
  else if (!kind.empty() && abbreviates(kind, "Robust")) kind = "robust";
  else if (!kind.empty() && kind != "oim")
    throw Error(198, "vce(" + kind + ") not allowed", std::nullopt, {"oim, robust or cluster"});
  m.arguments.vce.kind = kind;
  for (const std::string& v : m.arguments.vce.variables) group_variables(v, c);
  if (const ast::Option* o = options.find("INIt")) {
    m.defined = true;
    read_user_start(o->argument, m, s);
  }
  const bool now = options.find("MAXimize");
  const ast::Option* search = options.find("SEArch");
  for (const char* accepted :
       {"noPREserve", "COLLinear", "MISSing",    "TECHnique",   "DIFficult",     "noLOg",    "LOg",
        "ITERate",    "noOUTput",  "noSCVARS",   "NEGH",        "TRace",         "GRADient", "HESSian",
        "SHOWSTEP",   "TOLerance", "LTOLerance", "NRTOLerance", "NONRTOLerance", "REPeat",   "NOCNSNOTEs",
        "NOSCVARS",   "OBS",       "continue",   "lf0",         "Level",         "CRITtype", "HALFSTEPonly"})
    options.find(accepted);
  options.check_all_known();
  m.defined = true;
  s.state<UserLikelihood>() = std::move(m);
  if (now) {
    LikelihoodArgs quiet;
    quiet.no_log = true;
    maximise_user_likelihood(quiet, !search || search->argument != "off", false, "", s);
  }
}

double check_user_likelihood(Session& s) {
  UserEvaluator e(s);
  return e.log_likelihood(e.start());
}

namespace {

// Starting values that the evaluator can use: constants are tried one after the other, twice.
std::vector<double> searched_start(UserEvaluator& e, std::vector<double> b) {
  double best = e.log_likelihood(b);
  static constexpr double candidates[] = {.1, .5, 1, 2, 5, 10, 50, 100, 1000, 10000, 100000};
  const std::vector<std::size_t> constants = e.constants();
  const auto try_value = [&](std::size_t k, double value) {
    std::vector<double> at = b;
    at[k] = value;
    const double ll = e.log_likelihood(at);
    if (!std::isfinite(ll) || (std::isfinite(best) && ll <= best)) return;
    best = ll;
    b = std::move(at);
  };
  for (int round = 0; round < 2; ++round)
    for (auto k = constants.rbegin(); k != constants.rend(); ++k)
      for (const double v : candidates)
        for (const double value : {v, -v}) try_value(*k, value);
  return b;
}

numeric::Matrix robust_variance(UserEvaluator& e, const numeric::LikelihoodFit& fit, const VceChoice& vce,
                                std::vector<double>& clusters) {
  const EstimationSample& sample = e.sample();
  const bool frequency = sample.weight_kind == command::WeightKind::fweight, grouped = vce.kind == "cluster";
  numeric::Matrix scores = e.scores(fit.b);
  if (!e.weights().empty() && (!frequency || grouped))
    for (std::size_t j = 0; j < scores.cols; ++j)
      for (std::size_t i = 0; i < scores.rows; ++i) scores(i, j) *= e.weights()[i];
  numeric::Scores rows;
  rows.x = scores;
  const numeric::VceSpec spec = vce.spec();
  if (grouped) {
    clusters = numeric::cluster_counts(spec.clusters);
    const double g = numeric::smallest_cluster_count(clusters);
    return numeric::sandwich(fit.information_inverse, numeric::meat_multiway(rows, spec.clusters), g / (g - 1));
  }
  const numeric::Matrix meat =
      numeric::meat_robust(rows, frequency ? std::span<const double>(e.weights()) : std::span<const double>());
  return numeric::sandwich(fit.information_inverse, meat, fit.N / (fit.N - 1));
}

}  // namespace

void maximise_user_likelihood(const LikelihoodArgs& shown, bool search, bool show, const std::string& eform,
                              Session& s) {
  const UserLikelihood model = s.state<UserLikelihood>();
  if (!model.defined)
    throw Error(304, "ml model not found", std::nullopt, {"ml model lf prog (y = x1 x2) defines one"});
  const command::Context c = s.context();
  std::optional<command::Output> out;
  {
    UserEvaluator e(s);
    const VceChoice vce = choose_vce(model.arguments.vce, "oim", e.sample(), c);
    if (vce.kind != "oim" && !model.by_rows())
      throw Error(198, "vce(" + vce.kind + ") needs a method with log likelihoods of the rows: lf");
    std::vector<double> start = e.start();
    if (search && model.start.empty()) start = searched_start(e, std::move(start));
    if (!std::isfinite(e.log_likelihood(start)))
      throw Error(1400, "could not find feasible values", std::nullopt,
                  {"ml init sets starting values; ml check runs the evaluator once"});
    const numeric::SmoothFit found = compute(c, [&](numeric::Progress& p) {
      return numeric::maximise(
          [&](std::span<const double> b, std::vector<double>* g, numeric::Matrix* h) { return e.derivatives(b, g, h); },
          start, shown.iterations, p);
    });
    LikelihoodResult r;
    r.fit.b = found.b;
    r.fit.information_inverse = r.fit.V = found.information_inverse;
    r.fit.ll = found.ll;
    r.fit.N = e.observations();
    r.fit.log = found.log;
    r.fit.converged = found.converged;
    r.fit.rank = found.rank;
    if (vce.kind != "oim")
      r.fit.V = compute(c, [&](numeric::Progress&) { return robust_variance(e, r.fit, vce, r.fit.N_clust); });
    e.finish();
    r.cmd = "ml";
    r.title = model.title;
    r.eform = eform;
    r.ll_0 = std::nan("");
    r.pseudo_r2 = false;
    r.equations = e.named_equations();
    r.macros = {
        {"opt", "ml"}, {"user", model.program}, {"ml_method", model.method}, {"which", "max"}, {"technique", "nr"}};
    LikelihoodArgs a = shown;
    a.y = model.ys;
    a.weight = model.arguments.weight;
    out = post_likelihood(a, e.first(), vce, std::move(r), s.context());
  }
  if (!model.ys.empty()) {
    std::string names;
    for (const ast::Interaction& y : model.ys) names += (names.empty() ? "" : " ") + command::term_name(y);
    out->e->results.macro("depvar", names);
  }
  std::optional<Error> failure = out->failure;
  s.post(*out->e, out->sample);
  if (out->r) s.r() = *out->r;
  if (show) s.show(out->document);
  if (failure) throw Error(*failure);
}

}  // namespace nqp::kit
