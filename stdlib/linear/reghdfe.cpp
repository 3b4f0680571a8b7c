// reghdfe: linear regression with any number of absorbed fixed effects.
#include "interpreter/command/definition.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/absorbed_effects.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/period_variance.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/streamed_regression.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/panel/fit_absorbed.hpp"

namespace nqp::commands::reghdfe_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  Weight weight;
  Vce vce;
  std::string absorb;
  bool no_absorb = false, keep_singletons = false, no_constant = false;
  bool keep_residuals = false;
  std::string residuals, dof_adjustments, group_variable;
  double tolerance = 1e-8;
  int iterations = 16000;
  std::string technique, acceleration, transform;
  bool timeit = false;
  int verbose = 0;
};

kit::AbsorbRequest requested_effects(const Args& a, const Context& c) {
  if (a.no_absorb) {
    if (!a.absorb.empty()) throw Error(184, "options absorb() and noabsorb may not be combined");
    return {};
  }
  if (a.absorb.empty())
    throw Error(198, "option absorb() required", std::nullopt,
                {"absorb(id year) names the fixed effects; noabsorb estimates without any"});
  return kit::parse_absorb(a.absorb, c);
}

std::string residual_name(const Args& a) {
  if (!a.residuals.empty()) return std::string(kit::trim(a.residuals));
  return a.keep_residuals ? "_reghdfe_resid" : "";
}

// New variables must be possible before anything is computed.
void check_names(const Args& a, const kit::AbsorbRequest& request, const Context& c) {
  if (!a.residuals.empty()) kit::check_new_name(c, residual_name(a));
  if (!a.group_variable.empty()) kit::check_new_name(c, a.group_variable);
  for (const kit::AbsorbTerm& t : request.terms)
    if (!t.save_as.empty()) kit::check_new_name(c, t.save_as);
}

// Without the adjustment "clusters", nested effects are counted.
bool counts_nested(const Args& a) {
  const std::string s = a.dof_adjustments;
  if (s.empty() || kit::abbreviates(s, "ALL")) return false;
  return s.find("clu") == std::string::npos;
}

void add_variable(data::Frame& f, const std::string& name, const std::string& label, const kit::EstimationSample& s,
                  std::span<const double> values) {
  std::vector<double> column(f.rows, data::missing);
  for (std::size_t i = 0; i < s.rows.size(); ++i) column[s.rows[i]] = kit::stored(values[i]);
  data::Variable v;
  v.name = name;
  v.column = data::make_numeric(data::Storage::double_, column);
  v.format = data::default_format(v.column->type());
  v.label = label;
  if (const auto at = f.index(name)) f.replace(*at, v.column);
  else f.add(std::move(v));
}

void save_variables(const Args& a, const kit::AbsorbRequest& request, const numeric::AbsorbedFit& fit,
                    const kit::AbsorbedEffects& absorbed, const kit::EstimationSample& s, data::Frame& f) {
  if (const std::string name = residual_name(a); !name.empty()) add_variable(f, name, "Residuals", s, fit.residuals);
  if (request.saves()) {
    std::size_t set = 0, number = 0;
    for (const kit::AbsorbTerm& t : request.terms) {
      const std::string base = t.save_as.empty() ? "__hdfe" + std::to_string(number + 1) + "__" : t.save_as;
      ++number;
      const std::size_t sets = t.slopes.size() + (t.intercept ? 1 : 0);
      for (std::size_t k = 0; k < sets; ++k, ++set) {
        const bool slope = k >= (t.intercept ? 1u : 0u);
        const std::string name = slope ? base + "Slope" + std::to_string(k + (t.intercept ? 0 : 1)) : base;
        if (request.save_all || !t.save_as.empty())
          add_variable(f, name, "[FE] " + t.groups, s, fit.effects.column(set));
      }
    }
  }
  if (a.group_variable.empty() || absorbed.groups().size() < 2) return;
  const std::vector<std::int32_t> groups =
      numeric::mobility_groups(absorbed.groups()[0].codes, absorbed.groups()[1].codes);
  std::vector<double> values;
  for (const std::int32_t g : groups) values.push_back(g + 1.0);
  add_variable(f, a.group_variable, "Mobility group", s, values);
}

void post_fit(const Args& a, const kit::AbsorbRequest& request, const numeric::AbsorbedFit& fit, double singletons,
              Results& e) {
  kit::post_scalars(
      e, {{"N", fit.N}, {"N_full", fit.N + singletons}, {"num_singletons", singletons}, {"df_m", fit.df_m},
          {"df_r", fit.df_r}, {"df_a", a.no_absorb ? 1 : fit.df_a}, {"df_a_initial", fit.dof.df_a_initial},
          {"df_a_redundant", fit.dof.df_a_redundant}, {"df_a_nested", fit.dof.df_a_nested}, {"rss", fit.rss},
          {"mss", fit.mss}, {"tss", fit.tss}, {"tss_within", fit.tss_within}, {"r2", fit.r2}, {"r2_a", fit.r2_a},
          {"r2_within", fit.r2_within}, {"r2_a_within", fit.r2_a_within}, {"rmse", fit.rmse}, {"F", fit.F},
          {"ll", fit.ll}, {"ll_0", fit.ll_0}, {"rank", fit.rank},
          {"N_hdfe", static_cast<double>(kit::set_names(request).size())}, {"sumweights", fit.sum_w},
          {"ic", fit.report.iterations}, {"group_mean", fit.report.group_mean},
          {"converged", fit.report.converged ? 1 : 0},
          {"report_constant", a.no_constant ? 0 : 1}});
  e.macro("absvars", request.text()).macro("extended_absvars", text::joined(kit::set_names(request)));
  e.macro("dofadjustments", a.dof_adjustments.empty() ? "pairwise clusters continuous" : a.dof_adjustments);
  if (const std::string name = residual_name(a); !name.empty()) e.macro("resid", name);
  e.macro("model", "ols");
  kit::post_dof(request, fit.dof, e);
}

// A fit with what it was made from; streamed: the names alone.
struct Regression {
  kit::EstimationSample sample;
  kit::Design design;
  kit::VceChoice vce;
  numeric::AbsorbedFit fit;
  std::size_t singletons = 0;
  std::optional<kit::AbsorbedEffects> absorbed;
  double periods = 0;                  // of vce(dkraay)
};

numeric::AbsorbOptions absorb_options(const Args& a) {
  numeric::AbsorbOptions o;
  o.tolerance = std::min(a.tolerance, o.tolerance);
  o.max_iterations = a.iterations;
  return o;
}

bool keeps_rows(const Args& a, const kit::AbsorbRequest& request) {
  return !residual_name(a).empty() || request.saves() || !a.group_variable.empty();
}

Regression fit_sample(const Args& a, const kit::AbsorbRequest& request, const Context& c) {
  Regression out;
  kit::Needed needed{a.y, a.vce.variables};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  kit::require(request, needed);
  const bool by_period = a.vce.kind == "dkraay";
  if (by_period && c.frame.panel && !c.frame.panel->time.empty()) needed.groups.push_back(c.frame.panel->time);
  out.sample = kit::mark_sample(c, a.sample, a.weight, needed);
  out.singletons = a.keep_singletons || a.no_absorb ? 0 : kit::drop_singletons(request, out.sample, c);
  Vce asked = a.vce;
  if (asked.kind == "ols") asked.kind = "unadjusted";
  out.vce = kit::choose_vce(asked, "unadjusted", out.sample, c);
  if (by_period) out.vce.type = "Drisc/Kraay";
  out.design = kit::make_design(a.x, !a.no_constant, out.sample, c);
  const std::vector<double> y = kit::term_values(a.y[0], out.sample, c);
  out.absorbed.emplace(request, out.sample, c);

  numeric::AbsorbedSpec spec;
  spec.y = y;
  spec.x = out.design.x;
  spec.effects = out.absorbed->effects();
  const std::vector<std::int32_t> one_group(a.no_absorb ? out.sample.size() : 0, 0);
  if (a.no_absorb) spec.effects = {numeric::Effect{one_group}};
  spec.weights = out.sample.weights;
  spec.weight_kind = out.sample.weight_kind;
  spec.constant = !a.no_constant;
  spec.drop_singletons = false;
  spec.want_effects = request.saves();
  spec.count_nested = counts_nested(a);
  spec.options = absorb_options(a);
  out.fit = kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_absorbed(spec, out.vce.spec(), p); });
  if (by_period) out.periods = kit::use_period_variance(spec, out.sample, a.vce.text, c, out.fit);
  return out;
}

Regression fit_model(const Args& a, const kit::AbsorbRequest& request, const Context& c) {
  if (a.no_absorb || keeps_rows(a, request) || a.vce.kind == "dkraay") return fit_sample(a, request, c);
  kit::RegressionRequest asked{.y = a.y, .x = a.x, .sample = a.sample, .weight = a.weight, .absorb = request,
                               .vce = a.vce};
  asked.constant = !a.no_constant;
  asked.keep_singletons = a.keep_singletons;
  asked.count_nested = counts_nested(a);
  asked.options = absorb_options(a);
  auto streamed = kit::streamed_regression(asked, c);
  if (!streamed) return fit_sample(a, request, c);
  const auto singletons = static_cast<std::size_t>(streamed->fit.num_singletons);
  return {std::move(streamed->sample), std::move(streamed->design), std::move(streamed->vce),
          std::move(streamed->fit), singletons, std::nullopt, 0};
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("reghdfe", a, c);
  const kit::AbsorbRequest request = requested_effects(a, c);
  check_names(a, request, c);
  const Regression m = fit_model(a, request, c);
  const kit::Coefficients k = kit::coefficients(m.design, m.fit.b, m.fit.V, m.fit.omitted);
  Results e = kit::begin_estimates("reghdfe", "HDFE Linear regression", kit::depvar_name(a.y), c);
  post_fit(a, request, m.fit, static_cast<double>(m.singletons), e);
  kit::post_vce(m.vce, m.fit.N_clust, e);
  if (m.periods > 0) e.scalar("N_clust", m.periods).macro("clustvar", c.frame.panel->time);
  kit::post_weight(e, a.weight);
  kit::post_coefficients(e, k);
  report::Document table = kit::show_estimates(e, a, c);
  Output out;
  if (m.singletons > 0)
    out.line("(dropped " + std::to_string(m.singletons) + " singleton observation" + (m.singletons == 1 ? ")" : "s)"));
  if (a.keep_singletons)
    out.line("WARNING: Singleton observations not dropped; statistical significance is biased.", report::Style::note);
  Output filed = kit::estimation(std::move(e), m.sample, k, kit::level_or_default(a.level, c));
  filed.document.append(std::move(table));
  out.document.append(std::move(filed.document));
  filed.document = std::move(out.document);
  if (keeps_rows(a, request)) {
    data::Frame f = c.frame;
    save_variables(a, request, m.fit, *m.absorbed, m.sample, f);
    filed.frame = std::move(f);
  }
  return filed;
}

}  // namespace

extern const Command reghdfe_command =
    define<Args>("reghdfe", "Linear regression with many levels of fixed effects absorbed")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight, WeightKind::pweight})
        .text("Absorb", &Args::absorb, "fixed effects: id year, a#b, a##c.x, a#c.x, name=id; suboption savefe")
        .flag("NOAbsorb", &Args::no_absorb, "no fixed effects")
        .vce(&Args::vce, {"unadjusted", "robust", "cluster", "ols", "dkraay"})
        .flag("RESiduals", &Args::keep_residuals, "keep the residuals as _reghdfe_resid")
        .text("RESiduals", &Args::residuals, "keep the residuals in a new variable; predict needs them")
        .text("DOFadjustments", &Args::dof_adjustments, "all, none, or some of firstpair pairwise clusters continuous")
        .text("GROUPvar", &Args::group_variable, "new variable with the mobility groups of the first two effects")
        .flag("KEEPSINgletons", &Args::keep_singletons, "keep observations that are the only one of a level")
        .flag("noConstant", &Args::no_constant, "do not report the constant")
        .number("TOLerance", &Args::tolerance, 1e-15, 1e-1, "of the absorption; it is never looser than 1e-10")
        .integer("ITERate", &Args::iterations, 1, 1000000, "largest number of iterations of the absorption")
        .integer("MAXITerations", &Args::iterations, 1, 1000000, "the same")
        .text("PREConditioner", &Args::technique, "accepted for compatibility")
        .flag("prune", &Args::timeit, "accepted for compatibility")
        .flag("fast", &Args::timeit, "accepted for compatibility")
        .text("version", &Args::technique, "accepted: there is one version")
        .text("TECHnique", &Args::technique, "accepted for compatibility")
        .text("ACCELeration", &Args::acceleration, "accepted for compatibility")
        .text("TRANSForm", &Args::transform, "accepted for compatibility")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .flag("noHEader", &Args::no_header, "leave out what stands above the coefficients")
        .flag("NOTable", &Args::no_table, "leave out the coefficients")
        .flag("NOFOOTnote", &Args::no_footer, "leave out the table of absorbed effects")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .flag("COMPact", &Args::timeit, "accepted for compatibility")
        .integer("POOLsize", &Args::verbose, 0, 1000000, "accepted for compatibility")
        .flag("TIMEit", &Args::timeit, "accepted for compatibility")
        .integer("Verbose", &Args::verbose, -1, 10, "accepted for compatibility")
        .stores({{"e(N)", "number of observations, singletons left out"},
                 {"e(N_full)", "with singletons"},
                 {"e(num_singletons)", "singletons left out"},
                 {"e(df_m)", "slopes estimated"},
                 {"e(df_r)", "residual degrees of freedom; at most clusters - 1"},
                 {"e(df_a)", "coefficients of the absorbed effects that count"},
                 {"e(df_a_initial)", "levels of all effects"},
                 {"e(df_a_redundant)", "of them redundant, nested ones included"},
                 {"e(df_a_nested)", "of them nested within clusters"},
                 {"e(F)", "Wald F test of the slopes"},
                 {"e(r2)", "R-squared, effects included"},
                 {"e(r2_a)", "adjusted R-squared"},
                 {"e(r2_within)", "R-squared after the effects are taken out"},
                 {"e(r2_a_within)", "adjusted within R-squared"},
                 {"e(rmse)", "root mean squared error"},
                 {"e(N_hdfe)", "number of absorbed sets"},
                 {"e(N_clust)", "number of clusters, the smallest"},
                 {"e(absvars)", "absorbed effects"},
                 {"e(dof_table)", "levels and redundant ones by set"},
                 {"e(group_mean)", "largest mean of what is left of a column over a level, in standard deviations"},
                 {"e(resid)", "variable with the residuals"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results | Effect::data)
        .reference("Correia, S. (2017). Linear models with high-dimensional fixed effects: an efficient and feasible "
                   "estimator. Working paper.")
        .reference("Abowd, J. M., Creecy, R. H. and Kramarz, F. (2002). Computing person and firm effects using linked "
                   "longitudinal employer-employee data.")
        .remark("Effects nested in a cluster variable cost no degrees of freedom but one for the constant.")
        .remark("Levels observed once carry no information on the slopes and leave the sample.")
        .reference("Driscoll, J. C. and Kraay, A. C. (1998). Consistent covariance matrix estimation with spatially "
                   "dependent panel data. Review of Economics and Statistics 80, 549-560.")
        .remark("vce(dkraay #) allows for dependence between units in a period and over # - 1 periods.")
        .remark("A regressor that the effects explain is omitted with a note.")
        .example("Two-way fixed effects",
                 "clear\nset obs 40\ngenerate id = ceil(_n/8)\ngenerate t = mod(_n - 1, 8) + 1\n"
                 "generate x = mod(7*_n, 11)\ngenerate y = 2*x + 10*id + t + mod(_n, 3)\n"
                 "reghdfe y x, absorb(id t) vce(cluster id)",
                 "e(df_a) == 7 & e(N_clust) == 5")
        .example("Driscoll and Kraay: those of xtscc but for the degrees of freedom",
                 "webuse grunfeld, clear\nxtset company year\nquietly xtscc invest mvalue kstock, fe lag(2)\n"
                 "scalar S = _se[mvalue]\nreghdfe invest mvalue kstock, absorb(company) vce(dkraay 3)",
                 "abs(_se[mvalue]/S - sqrt((200 - 3)/(200 - 12))) < 1e-9 & e(df_r) == 19")
        .example("Residuals and effects kept",
                 "clear\nset obs 40\ngenerate id = ceil(_n/8)\ngenerate t = mod(_n - 1, 8) + 1\n"
                 "generate x = mod(7*_n, 11)\ngenerate y = 2*x + 10*id + t + mod(_n, 3)\n"
                 "reghdfe y x, absorb(fe=id t) residuals(r)\npredict double d, d",
                 "abs(_b[_cons] + _b[x]*x[3] + d[3] + r[3] - y[3]) < 1e-9")
        .runs(run);

}  // namespace nqp::commands::reghdfe_
