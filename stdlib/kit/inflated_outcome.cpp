#include "stdlib/kit/inflated_outcome.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/binary_outcome.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/count_outcome.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/predicted_index.hpp"
#include "stdlib/kit/prediction.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/likelihood/inflated_rows.hpp"

namespace nqp::kit {

using command::Output;
using InflatedCall = InflatedArgs;

namespace {

struct InflateEquation {
  command::Terms terms;
  bool constant = true;
};

InflateEquation read_inflate(const std::string& text, const command::Context& c) {
  InflateEquation q;
  std::string_view rest = text;
  if (const std::size_t comma = find_outside(rest, ','); comma != std::string_view::npos) {
    const std::string option = lower(trim(rest.substr(comma + 1)));
    if (!abbreviates(option, "noCONStant"))
      throw Error(198, "inflate(): option " + option + " not allowed", std::nullopt, {"noconstant is the only one"});
    q.constant = false;
    rest = rest.substr(0, comma);
  }
  if (trim(rest) != "_cons" && !trim(rest).empty()) q.terms = command::resolve_terms(trim(rest), c);
  return q;
}

// Rows that miss a variable of the second equation leave both.
std::vector<std::uint8_t> whole_rows(const InflatedCall& a, const InflateEquation& q, const command::Context& c) {
  Needed needed{a.y, a.vce.variables};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  needed.terms.insert(needed.terms.end(), q.terms.begin(), q.terms.end());
  for (const std::string& name : {a.offset, a.exposure})
    if (!name.empty()) needed.groups.push_back(name);
  return mark_sample(c, a.sample, a.weight, needed).use;
}

}  // namespace

Output estimate_inflated(bool dispersed, const InflatedCall& a, const command::Context& c) {
  const std::string cmd = dispersed ? "zinb" : "zip";
  if (a.y.empty()) return replay(cmd, likelihood_display(a, "IRR"), c);
  if (a.inflate.empty())
    throw Error(198, "option inflate() required", std::nullopt, {"inflate(z1 z2), or inflate(_cons)"});
  const InflateEquation q = read_inflate(a.inflate, c);
  LikelihoodArgs within = a;
  within.only = whole_rows(a, q, c);
  LikelihoodResult r;
  const LikelihoodData d = count_data(within, r.notes, c);
  double zeros = 0;
  for (std::size_t i = 0; i < d.y.size(); ++i)
    if (d.y[i] == 0) zeros += d.sample.weight_kind == command::WeightKind::fweight ? d.sample.weights[i] : 1;
  if (zeros == 0)
    throw Error(2000, depvar_name(a.y) + " is never zero", std::nullopt, {"there is no zero to explain: use poisson"});
  LikelihoodData z;
  z.sample = d.sample;
  expand_design(q.terms, q.constant, z, c);
  find_omitted(z, q.constant);
  const VceChoice vce = choose_vce(a.vce, "oim", d.sample, c);

  numeric::LikelihoodSpec spec = poisson_spec(within, d);
  const std::vector<double> poisson_start = spec.start;
  spec.row = dispersed ? numeric::inflated_negative_binomial_rows(d.y, a.probit)
                       : numeric::inflated_poisson_rows(d.y, a.probit);
  const numeric::MatrixView nothing(d.x.data.data(), d.y.size(), 0);
  const auto fit = [&](numeric::MatrixView x, bool constant, const numeric::VceSpec& v) {
    spec.indices = {{x, constant, d.offset}, {z.x, q.constant, {}}};
    spec.start.assign(x.cols, 0.0);
    if (constant) spec.start.push_back(a.no_constant ? 0.0 : poisson_start.back());
    spec.start.insert(spec.start.end(), z.x.cols + (q.constant ? 1 : 0), 0.0);
    if (q.constant) spec.start.back() = -1;
    if (dispersed) {
      spec.indices.push_back({nothing, true, {}});
      spec.start.push_back(-0.5);
    }
    return compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, v, p); });
  };
  r.ll_0 = a.no_constant ? numeric::undefined : fit(nothing, true, {}).ll;
  r.fit = fit(d.x, !a.no_constant, vce.spec());
  r.pseudo_r2 = false;
  r.cmd = cmd;
  r.title = dispersed ? "Zero-inflated negative binomial regression" : "Zero-inflated Poisson regression";
  r.eform = "IRR";
  r.equations = {{depvar_name(a.y), true, !a.no_constant, "_cons"}, {"inflate", true, q.constant, "_cons", &z, false}};
  if (dispersed) {
    r.equations.push_back({"", false, true, "/lnalpha"});
    r.scalars = {{"alpha", std::exp(r.fit.b.back())}, {"k_aux", 1}};
  }
  r.scalars.emplace_back("N_zero", zeros);
  r.macros = {{"inflate", a.probit ? "probit" : "logit"}};
  return post_likelihood(within, d, vce, std::move(r), c);
}

command::Definition<InflatedCall>& inflated_options(command::Definition<InflatedCall>& d) {
  using command::WeightKind;
  return common_likelihood_options(d)
      .weights(&InflatedCall::weight, {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .text("INFlate", &InflatedCall::inflate, "varlist [, noconstant] or _cons: what makes a zero certain")
      .flag("PROBit", &InflatedCall::probit, "a probit for certain zeros, not a logit")
      .variable("Exposure", &InflatedCall::exposure, "exposure time: its logarithm has the coefficient 1")
      .flag("IRr", &InflatedCall::ratios, "incidence-rate ratios: exponentiated coefficients");
}

command::Definition<InflatedCall>& inflated_results(command::Definition<InflatedCall>& d) {
  return common_likelihood_results(d)
      .stores({{"e(N_zero)", "zeros"},
               {"e(ll_0)", "log likelihood with the constant alone in the count equation"},
               {"e(inflate)", "logit or probit"}})
      .reference("Lambert, D. (1992). Zero-inflated Poisson regression, with an application to defects in "
                 "manufacturing. Technometrics 34, 1-14.")
      .remark("The test of the model is that of the count equation.")
      .remark("predict: n (expected count, certain zeros included), ir, pr (probability of a certain zero), xb, stdp.");
}

namespace {

std::vector<double> certain_zero(const PredictionRequest& r) {
  const BinaryLink link = r.e.macro_or("inflate") == "probit" ? BinaryLink::probit : BinaryLink::logit;
  std::vector<double> v = linear_prediction(r.e, "inflate", r.context);
  for (double& x : v)
    if (!data::is_missing(x)) x = link_value(link, x).p;
  return v;
}

std::vector<double> inflated_count(const PredictionRequest& r) {
  std::vector<double> v = predicted_index(r);
  const std::vector<double> p = certain_zero(r);
  for (std::size_t i = 0; i < v.size(); ++i)
    v[i] =
        data::is_missing(v[i]) || data::is_missing(p[i]) ? data::missing : data::checked((1 - p[i]) * std::exp(v[i]));
  return v;
}

std::vector<double> inflated_rate(const PredictionRequest& r) {
  return where_present(linear_prediction(r.e, "", r.context), [](double x) { return std::exp(x); });
}

}  // namespace

std::vector<PredictionStatistic> inflated_statistics() {
  return {{"n", "Predicted number of events", inflated_count},
          {"IR", "Predicted incidence rate", inflated_rate},
          {"Pr", "Pr(certain zero)", certain_zero},
          {"xb", "Linear prediction", predicted_index},
          {"STDP", "S.E. of the prediction", predicted_index_error}};
}

}  // namespace nqp::kit
