#include "stdlib/kit/panel_binary.hpp"

#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/kit/grouped_outcome.hpp"
#include "stdlib/numeric/likelihood/row_likelihoods.hpp"

namespace nqp::kit {

using command::Output;
using PanelBinaryCall = PanelBinaryArgs;

namespace {

double as_binary(double y) { return y != 0 ? 1.0 : 0.0; }

void set_binary_panel(const std::string& panel, const char* model, LikelihoodResult& r) {
  r.macros.emplace_back("ivar", panel);
  r.macros.emplace_back("model", model);
}

Output fixed_effects(const PanelBinaryCall& a, const command::Context& c) {
  if (a.vce.kind != "" && a.vce.kind != "oim")
    throw Error(198, "vce(" + a.vce.kind + ") not allowed with fe", std::nullopt,
                {"clogit y x, group(panel) vce(robust) has robust variances"});
  const std::string panel = declared_panel(c.frame);
  GroupedData d;
  grouped_data(a, panel, [](double rows, double sum) { return sum > 0 && sum < rows; }, as_binary, true, c, d);
  const VceChoice vce = choose_vce(a.vce, "oim", d.data.sample, c);
  numeric::GroupSpec spec;
  spec.group = numeric::conditional_logit(d.rows);
  spec.parameters = d.data.x.cols;
  spec.iterations = a.iterations;
  LikelihoodResult r;
  r.fit = fit_groups(d, spec, vce, c);
  r.ll_0 = 0;
  const std::vector<double> none(d.data.x.cols, 0.0);
  for (std::size_t g = 0; g < d.groups.count; ++g) r.ll_0 += spec.group(g, none.data(), nullptr, nullptr);
  if (d.dropped_groups > 0)
    r.notes.push_back(text::macro_number(d.dropped_groups) + " groups (" + text::macro_number(d.dropped_rows) +
                      " obs) omitted because of all positive or all negative outcomes.");
  r.cmd = "xtlogit";
  r.title = "Conditional fixed-effects logistic regression";
  r.eform = "Odds ratio";
  r.equations = {{depvar_name(a.y), true, false, "_cons"}};
  post_groups(d, panel, vce, r);
  set_binary_panel(panel, "fe", r);
  return post_likelihood(a, d.data, vce, std::move(r), c);
}

numeric::LikelihoodFit pooled(bool probit, const PanelBinaryCall& a, const GroupedData& d, bool slopes,
                              const command::Context& c) {
  numeric::LikelihoodSpec spec;
  spec.rows = d.y.size();
  spec.row = probit ? numeric::probit_rows(d.y) : numeric::logit_rows(d.y);
  spec.indices = {{slopes ? numeric::MatrixView(d.x) : numeric::MatrixView(d.x.data.data(), d.y.size(), 0),
                   !a.no_constant, d.offset}};
  spec.iterations = a.iterations;
  return compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, {}, p); });
}

}  // namespace

Output estimate_panel_binary(bool probit, const PanelBinaryCall& a, const command::Context& c) {
  const std::string cmd = probit ? "xtprobit" : "xtlogit";
  if (a.y.empty()) return replay(cmd, likelihood_display(a, "Odds ratio"), c);
  if (a.fixed && a.random) throw Error(198, "options fe and re may not be combined");
  if (a.fixed) return fixed_effects(a, c);
  const std::string panel = declared_panel(c.frame);
  GroupedData d;
  grouped_data(a, panel, [](double, double) { return true; }, as_binary, false, c, d);
  double ones = 0;
  for (const double v : d.y) ones += v;
  if (ones == 0 || ones == static_cast<double>(d.y.size()))
    throw Error(2000, "outcome does not vary", std::nullopt,
                {"remember: 0 = negative outcome, all other nonmissing values = positive outcome"});
  const VceChoice vce = choose_vce(a.vce, "oim", d.data.sample, c);
  const numeric::LikelihoodFit alone = pooled(probit, a, d, true, c);
  numeric::GroupSpec spec;
  const numeric::NormalEffects effects =
      numeric::normal_effects(d.rows, !a.no_constant, probit ? numeric::probit_rows(d.y) : numeric::logit_rows(d.y),
                              a.points, adaptation_of(a.method));
  spec.group = effects.group;
  spec.adapt = effects.adapt;
  spec.parameters = d.x.cols + (a.no_constant ? 1 : 2);
  spec.iterations = a.iterations;
  spec.start = alone.b;
  for (double& v : spec.start) v *= 1.2;  // effects raise the scale of the index
  spec.start.push_back(0);
  LikelihoodResult r;
  r.fit = fit_groups(d, spec, vce, c);
  r.ll_0 = numeric::undefined;
  const double sigma = std::exp(r.fit.b.back() / 2), unit = probit ? 1 : std::acos(-1.0) * std::acos(-1.0) / 3;
  r.cmd = cmd;
  r.title = probit ? "Random-effects probit regression" : "Random-effects logistic regression";
  r.eform = "Odds ratio";
  r.equations = {{depvar_name(a.y), true, !a.no_constant, "_cons"}, {"", false, true, "/lnsig2u"}};
  r.scalars = {{"sigma_u", sigma}, {"rho", sigma * sigma / (sigma * sigma + unit)}, {"ll_c", alone.ll},
               {"n_quad", static_cast<double>(a.points)}, {"k_aux", 1}};
  if (vce.kind == "oim") r.scalars.emplace_back("chi2_c", std::max(0.0, 2 * (r.fit.ll - alone.ll)));
  post_groups(d, panel, vce, r);
  set_binary_panel(panel, "re", r);
  r.macros.insert(r.macros.end(), {{"distrib", "Gaussian"},
                                        {"intmethod", a.method.empty() ? "mvaghermite" : a.method}});
  return post_likelihood(a, d.data, vce, std::move(r), c);
}

command::Definition<PanelBinaryCall>& panel_binary_options(command::Definition<PanelBinaryCall>& d) {
  return common_likelihood_options(d)
      .flag("re", &PanelBinaryCall::random, "normal random effects (default)")
      .integer("INTPoints", &PanelBinaryCall::points, 2, 195, "points of the quadrature (12)")
      .choice("INTMethod", &PanelBinaryCall::method, {"mvaghermite", "mcaghermite", "ghermite"},
              "nodes at each panel's mean (default), at its mode, or the same for all");
}

command::Definition<PanelBinaryCall>& panel_binary_results(command::Definition<PanelBinaryCall>& d) {
  return common_likelihood_results(d)
      .stores({{"e(N_g)", "number of panels"},
               {"e(g_min)", "rows of the smallest panel"},
               {"e(g_avg)", "their mean"},
               {"e(g_max)", "rows of the largest panel"},
               {"e(sigma_u)", "standard deviation of the effects (re)"},
               {"e(rho)", "their share in the latent variance (re)"},
               {"e(ll_c)", "log likelihood of the pooled model (re)"},
               {"e(chi2_c)", "likelihood-ratio test of rho = 0; its p-value is half the chi-squared(1) tail (re)"},
               {"e(n_quad)", "points of the quadrature (re)"},
               {"e(k_aux)", "1 (re)"},
               {"e(ivar)", "panel variable"},
               {"e(model)", "re or fe"},
               {"e(distrib)", "Gaussian (re)"},
               {"e(intmethod)", "kind of Gauss-Hermite quadrature: mvaghermite, mcaghermite or ghermite (re)"}})
      .remark("The panel variable is that of xtset. re integrates the effects out by adaptive Gauss-Hermite quadrature "
              "centred at each panel's posterior mean; /lnsig2u is the logarithm of their variance. Robust "
              "variances are those of the panels' scores.")
      .remark("predict: xb, stdp; pu0 is the probability with the effect at 0.");
}

}  // namespace nqp::kit
