// ppmlhdfe: Poisson pseudo maximum likelihood with any number of absorbed fixed effects.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/absorbed_effects.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/eform_table.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/absorb/ppml.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

#include <algorithm>
#include <cmath>

namespace nqp::commands::ppmlhdfe_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  Weight weight;
  Vce vce;
  std::string absorb, d_name, exposure, offset, separation, guess;
  bool no_absorb = false, d = false, keep_singletons = false, ratios = false, ignored = false;
  double tolerance = 1e-8, inner_tolerance = 0;
  int iterations = 1000, verbose = 0;
};

kit::DisplayOptions display_options(const Args& a) {
  kit::DisplayOptions o = a;
  if (a.ratios) o.eform = "exp(b)";
  return o;
}

kit::AbsorbRequest requested_effects(const Args& a, const Context& c) {
  if (!a.absorb.empty() && a.no_absorb) throw Error(184, "options absorb() and noabsorb may not be combined");
  return a.absorb.empty() ? kit::AbsorbRequest{} : kit::parse_absorb(a.absorb, c);
}

std::string effects_name(const Args& a) {
  if (!a.d_name.empty()) return std::string(kit::trim(a.d_name));
  return a.d ? "_ppmlhdfe_d" : "";
}

// Which checks run: by effects and by regressors. "none" leaves separated rows in.
struct Checks {
  bool effects = true, regressors = true;
};

Checks separation_checks(const Args& a) {
  if (a.separation.empty() || a.separation == "default" || a.separation == "all") return {};
  Checks out{false, false};
  std::string_view rest = a.separation;
  for (std::string word = kit::take_word(rest); !word.empty(); word = kit::take_word(rest)) {
    if (word == "fe") out.effects = true;
    else if (word == "relu" || word == "simplex" || word == "ir" || word == "mu") out.regressors = true;
    else if (word != "none")
      throw Error(198, "separation(" + word + ") unknown", std::nullopt, {"choose among fe, simplex, relu and none"});
  }
  return out;
}

std::vector<double> offset_values(const Args& a, const kit::EstimationSample& s, const Context& c) {
  if (a.offset.empty() && a.exposure.empty()) return {};
  std::vector<double> out(s.size());
  c.numeric(a.exposure.empty() ? a.offset : a.exposure).read_rows(s.rows, out.data());
  if (a.exposure.empty()) return out;
  for (double& v : out) {
    if (!(v > 0)) throw Error(459, "exposure() must be greater than zero");
    v = std::log(v);
  }
  return out;
}

struct Left {
  std::size_t singletons = 0, separated = 0;
};

void check_outcome(const std::string& name, const std::vector<double>& y) {
  if (std::any_of(y.begin(), y.end(), [](double v) { return v < 0; }))
    throw Error(459, name + " must be greater than or equal to zero");
  if (std::none_of(y.begin(), y.end(), [](double v) { return v > 0; }))
    throw Error(2000, name + " is zero in every row", std::nullopt, {"no finite coefficients exist"});
}

// Returns the number of rows that left.
std::size_t keep_rows(kit::EstimationSample& s, kit::AbsorbedEffects& absorbed,
                      const std::vector<std::uint8_t>& keep) {
  const auto gone = static_cast<std::size_t>(std::count(keep.begin(), keep.end(), 0));
  if (gone > 0) {
    kit::restrict_sample(s, keep);
    absorbed.restrict(keep);
  }
  if (s.size() == 0) throw Error(2000, "no observations", std::nullopt, {"all are singletons or separated"});
  return gone;
}

// Singletons and separated rows leave, repeatedly: each can make the other.
Left narrow(const Args& a, kit::EstimationSample& s, kit::AbsorbedEffects& absorbed, const Context& c) {
  const Checks checks = separation_checks(a);
  Left left;
  for (bool again = true; again;) {
    again = false;
    if (!a.keep_singletons && !absorbed.groups().empty()) {
      std::span<const double> frequency;
      if (s.weight_kind == WeightKind::fweight) frequency = s.weights;
      left.singletons += keep_rows(s, absorbed, numeric::find_singletons(absorbed.effects(), frequency).keep);
    }
    const std::vector<double> y = kit::term_values(a.y[0], s, c);
    std::size_t gone =
        checks.effects ? keep_rows(s, absorbed, numeric::keep_levels_with_events(y, absorbed.effects())) : 0;
    if (gone == 0 && checks.regressors) {
      std::vector<numeric::Effect> effects = absorbed.effects();
      const std::vector<std::int32_t> one(effects.empty() ? y.size() : 0, 0);
      if (effects.empty()) effects.push_back(numeric::Effect{one});
      const kit::Design design = kit::make_design(a.x, true, s, c);
      gone = keep_rows(s, absorbed, kit::compute(c, [&](numeric::Progress& p) {
                         return numeric::keep_not_separated(y, design.x, effects, p);
                       }));
    }
    left.separated += gone;
    again = gone > 0;
  }
  return left;
}

void post_fit(const Args& a, const kit::AbsorbRequest& request, const numeric::PpmlFit& fit, const Left& left,
              Results& e) {
  const auto singletons = static_cast<double>(left.singletons), separated = static_cast<double>(left.separated);
  kit::post_scalars(
      e, {{"N", fit.N}, {"N_full", fit.N + singletons + separated}, {"num_singletons", singletons},
          {"num_separated_obs", separated}, {"drop_singletons", a.keep_singletons ? 0 : 1}, {"df_m", fit.rank},
          {"rank", fit.rank}, {"df_a", request.terms.empty() ? 1 : fit.dof.df_a},
          {"df_a_initial", fit.dof.df_a_initial}, {"df_a_redundant", fit.dof.df_a_redundant},
          {"df_a_nested", fit.dof.df_a_nested},
          {"df", fit.N - fit.rank - fit.dof.df_a}, {"ll", fit.ll}, {"ll_0", fit.ll_0},
          {"r2_p", 1 - fit.ll / fit.ll_0}, {"deviance", fit.deviance}, {"chi2", fit.chi2},
          {"p", numeric::dist::chi2tail(fit.rank, fit.chi2)},
          {"N_hdfe", static_cast<double>(kit::set_names(request).size())},
          {"ic", static_cast<double>(fit.log.size())}, {"converged", fit.converged ? 1 : 0}});
  e.macro("chi2type", "Wald").macro("absvars", request.text()).macro("model", "ppml");
  e.macro("separation", a.separation.empty() ? "fe relu" : a.separation);
  if (!a.offset.empty()) e.macro("offset", a.offset);
  if (!a.exposure.empty()) e.macro("offset", "ln(" + a.exposure + ")");
  if (const std::string name = effects_name(a); !name.empty()) e.macro("d", name);
  kit::post_dof(request, fit.dof, e);
}

// The sum of effects: what η has beyond xb, the constant and the offset.
data::Frame with_effects(const std::string& name, const kit::Design& design, const std::vector<double>& offset,
                         const numeric::PpmlFit& fit, const kit::EstimationSample& s, const Context& c) {
  std::vector<double> column(c.frame.rows, data::missing);
  for (std::size_t i = 0; i < s.size(); ++i) {
    double d = fit.eta[i] - fit.b.back() - (offset.empty() ? 0.0 : offset[i]);
    for (std::size_t j = 0; j < design.x.cols; ++j) d -= fit.b[j] * design.x(i, j);
    column[s.rows[i]] = kit::stored(d);
  }
  data::Variable v;
  v.name = name;
  v.column = data::make_numeric(data::Storage::double_, column);
  v.format = data::default_format(v.column->type());
  v.label = "Sum of fixed effects";
  data::Frame f = c.frame;
  if (const auto at = f.index(name)) f.replace(*at, v.column);
  else f.add(std::move(v));
  return f;
}

void notes(const Left& left, const numeric::PpmlFit& fit, Output& out) {
  const std::size_t gone = left.singletons + left.separated;
  if (gone > 0)
    out.line("(dropped " + std::to_string(gone) + " observation" + (gone == 1 ? " that is" : "s that are") +
             " either singletons or separated)");
  if (fit.converged)
    out.line("Converged in " + std::to_string(fit.log.size()) + " iterations (tol = deviance)", report::Style::note);
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("ppmlhdfe", display_options(a), c);
  const kit::AbsorbRequest request = requested_effects(a, c);
  if (!a.d_name.empty()) kit::check_new_name(c, effects_name(a));
  if (!a.offset.empty() && !a.exposure.empty())
    throw Error(198, "options offset() and exposure() may not be combined");
  kit::Needed needed{a.y, a.vce.variables};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  for (const std::string& name : {a.offset, a.exposure})
    if (!name.empty()) needed.groups.push_back(name);
  kit::require(request, needed);
  kit::EstimationSample sample = kit::mark_sample(c, a.sample, a.weight, needed);
  check_outcome(kit::depvar_name(a.y), kit::term_values(a.y[0], sample, c));
  kit::AbsorbedEffects absorbed(request, sample, c);
  const Left left = narrow(a, sample, absorbed, c);
  Vce asked = a.vce;
  if (asked.kind.empty()) asked.kind = "robust";
  const kit::VceChoice vce = kit::choose_vce(asked, "unadjusted", sample, c);
  const kit::Design design = kit::make_design(a.x, true, sample, c);
  const std::vector<double> y = kit::term_values(a.y[0], sample, c), offset = offset_values(a, sample, c);

  numeric::PpmlSpec spec;
  spec.y = y;
  spec.x = design.x;
  spec.offset = offset;
  spec.effects = absorbed.effects();
  spec.weights = sample.weights;
  spec.weight_kind = sample.weight_kind;
  spec.tolerance = a.tolerance;
  if (a.inner_tolerance > 0) spec.inner_tolerance = a.inner_tolerance;
  spec.iterations = a.iterations;
  const numeric::PpmlFit fit =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_ppml(spec, vce.spec(), p); });

  const kit::Coefficients k = kit::coefficients(design, fit.b, fit.V, fit.omitted);
  Results e = kit::begin_estimates("ppmlhdfe", "HDFE PPML regression", kit::depvar_name(a.y), c);
  post_fit(a, request, fit, left, e);
  kit::post_vce(vce, fit.N_clust, e);
  kit::post_weight(e, a.weight);
  kit::post_coefficients(e, k);
  report::Document table = kit::show_estimates(e, display_options(a), c);
  Output out;
  notes(left, fit, out);
  Output filed = kit::estimation(std::move(e), sample, k, kit::level_or_default(a.level, c));
  kit::exponentiate_table(display_options(a), c, filed);
  out.document.append(std::move(filed.document));
  out.document.append(std::move(table));
  filed.document = std::move(out.document);
  kit::require_convergence(fit.converged, filed);
  if (const std::string name = effects_name(a); !name.empty())
    filed.frame = with_effects(name, design, offset, fit, sample, c);
  return filed;
}

}  // namespace

extern const Command ppmlhdfe_command =
    define<Args>("ppmlhdfe", "Poisson pseudo maximum likelihood with absorbed fixed effects")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::fweight, WeightKind::pweight})
        .text("Absorb", &Args::absorb, "fixed effects: id year, a#b, a##c.x, a#c.x")
        .flag("NOAbsorb", &Args::no_absorb, "no fixed effects")
        .vce(&Args::vce, {"robust", "cluster", "unadjusted"})
        .flag("d", &Args::d, "keep the sum of the effects as _ppmlhdfe_d")
        .text("d", &Args::d_name, "keep the sum of the effects in a new variable; predict needs it")
        .variable("EXPosure", &Args::exposure, "exposure: its logarithm has the coefficient 1")
        .variable("OFFset", &Args::offset, "variable whose coefficient is 1")
        .text("SEParation", &Args::separation, "checks for separated rows: fe, simplex, relu, none; all by default")
        .flag("KEEPSINgletons", &Args::keep_singletons, "keep observations that are the only one of a level")
        .flag("EForm", &Args::ratios, "exponentiated coefficients")
        .flag("IRr", &Args::ratios, "exponentiated coefficients: incidence-rate ratios")
        .number("TOLerance", &Args::tolerance, 1e-16, 1e-1, "relative change of the deviance; never looser than 1e-10")
        .number("ITOLerance", &Args::inner_tolerance, 1e-14, 1e-1, "absorption accuracy; never looser than 1e-10")
        .integer("MAXITERations", &Args::iterations, 1, 1000000, "largest number of iterations")
        .text("GUESS", &Args::guess, "accepted: start of the iterations")
        .integer("Verbose", &Args::verbose, -1, 10, "accepted for compatibility")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .flag("NOLOg", &Args::ignored, "accepted for compatibility")
        .flag("noHEader", &Args::no_header, "leave out what stands above the coefficients")
        .flag("NOTable", &Args::no_table, "leave out the coefficients")
        .flag("NOFOOTnote", &Args::no_footer, "leave out the table of absorbed effects")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .stores({{"e(N)", "number of observations used"},
                 {"e(N_full)", "with singletons and separated rows"},
                 {"e(num_singletons)", "singletons left out"},
                 {"e(num_separated_obs)", "separated rows left out"},
                 {"e(df_m)", "slopes estimated"},
                 {"e(df_a)", "coefficients of the absorbed effects that count"},
                 {"e(ll)", "log pseudolikelihood"},
                 {"e(ll_0)", "of the constant alone"},
                 {"e(r2_p)", "pseudo R-squared"},
                 {"e(deviance)", "deviance"},
                 {"e(chi2)", "Wald test of the slopes"},
                 {"e(ic)", "iterations"},
                 {"e(converged)", "1 when converged"},
                 {"e(absvars)", "absorbed effects"},
                 {"e(d)", "variable with the sum of the effects"},
                 {"e(dof_table)", "levels and redundant ones by set"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results | Effect::data)
        .reference("Correia, S., Guimaraes, P. and Zylkin, T. (2020). Fast Poisson estimation with high-dimensional "
                   "fixed effects. Stata Journal 20, 95-115.")
        .reference("Santos Silva, J. M. C. and Tenreyro, S. (2006). Review of Economics and Statistics 88, 641-658.")
        .remark("Standard errors are robust by default. Effects cost no degrees of freedom in them.")
        .remark("predict computes mu, eta, d and residuals from the effects kept by d() or d(name).")
        .example("Two groups in two strata: the log ratio of means",
                 "clear\ninput y x s\n2 0 1\n4 1 1\n3 0 2\n6 1 2\nend\nppmlhdfe y x, absorb(s) d\n"
                 "predict double m, mu",
                 "abs(_b[x] - ln(2)) < 1e-8 & abs(m[4] - 6) < 1e-6")
        .example("A level without events is separated",
                 "clear\ninput y x s\n2 0 1\n5 1 1\n3 0 2\n6 1 2\n0 0 3\n0 1 3\nend\nppmlhdfe y x, absorb(s) irr",
                 "e(num_separated_obs) == 2 & e(N) == 4")
        .runs(run);

}  // namespace nqp::commands::ppmlhdfe_
