// xtabond and xtdpdsys: what their options mean in instruments.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/dynamic_panel.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::kit {

using command::Output;
using command::Results;
using command::Terms;
using numeric::GmmEquation;

namespace {

// A term `lag` periods earlier.
std::string lagged_text(const std::string& variable, int lag) {
  if (lag == 0) return variable;
  return (lag == 1 ? "L." : "L" + std::to_string(lag) + ".") + variable;
}

Terms lagged_terms(const std::string& variable, int first, int last, const command::Context& c) {
  Terms out;
  for (int lag = first; lag <= last; ++lag)
    for (const ast::Interaction& t : command::resolve_terms(lagged_text(variable, lag), c)) out.push_back(t);
  return out;
}

// The equation as it is estimated: all regressors, and their instruments.
struct DynamicEquation {
  Terms x, z;
  std::vector<numeric::LagInstruments> lags;
  std::vector<numeric::PlainInstruments> plain;
  std::vector<std::string> differenced, level, standard;  // the instruments in words
};

void add_lag_instruments(DynamicEquation& q, const std::string& variable, int first, int most, bool system,
                         const command::Context& c) {
  numeric::LagInstruments l;
  l.variables = {q.z.size()};
  for (const ast::Interaction& t : command::resolve_terms(variable, c)) q.z.push_back(t);
  l.first = first;
  l.last = most > 0 ? first + most - 1 : 1000000;
  l.equation = system ? GmmEquation::both : GmmEquation::difference;
  q.lags.push_back(l);
  q.differenced.push_back(fmt::format("L({}/{}).{}", first, most > 0 ? std::to_string(l.last) : ".", variable));
  if (system)
    q.level.push_back((first - 1 == 0 ? "D." : first - 1 == 1 ? "LD." : fmt::format("L{}D.", first - 1)) + variable);
}

int whole_lag(const std::string& text, int otherwise, const ast::Option& o) {
  if (text.empty() || text == ".") return otherwise;
  const std::optional<double> v = parse_number(text);
  if (!v || *v != std::floor(*v) || *v < 0 || *v > 1000)
    throw Error(198, "lagstruct() takes whole numbers", o.name_span, {"lagstruct(1, .)"});
  return static_cast<int>(*v);
}

// pre(w, lagstruct(p, m)): w and p lags of it, instrumented by lags p+1 and before; one more for endogenous ones.
void read_predetermined(const ast::Option& o, bool endogenous, const DynamicArgs& a, bool system, DynamicEquation& q,
                        const command::Context& c) {
  BodyAndOptions parts = split_options(o.argument);
  int lags = 0, most = a.most_lags;
  if (const ast::Option* s = parts.find("LAGstruct")) {
    const std::size_t comma = s->argument.find(',');
    lags = whole_lag(std::string(trim(s->argument.substr(0, comma))), 0, o);
    if (comma != std::string::npos) most = whole_lag(std::string(trim(s->argument.substr(comma + 1))), most, o);
  }
  endogenous = parts.find("ENDOGenous") != nullptr || endogenous;
  parts.check_all_known();
  const Terms terms = command::resolve_terms(trim(parts.body), c);
  forbid_factors(terms, o.name + "()");
  for (const ast::Interaction& t : terms) {
    const std::string name = command::term_name(t);
    for (const ast::Interaction& lag : lagged_terms(name, 0, lags, c)) q.x.push_back(lag);
    add_lag_instruments(q, name, lags + (endogenous ? 2 : 1), most, system, c);
  }
}

void add_standard(DynamicEquation& q, const Terms& terms, const command::Context& c) {
  if (terms.empty()) return;
  numeric::PlainInstruments p;
  p.equation = GmmEquation::difference;
  for (const ast::Interaction& t : terms) {
    const Terms columns = single_columns({t}, c);
    for (const ast::Interaction& column : columns) {
      p.variables.push_back(q.z.size());
      q.z.push_back(column);
    }
    const std::string name = command::term_name(t);
    const bool operated = name.rfind("L", 0) == 0 && name.find('.') != std::string::npos;
    q.standard.push_back(columns.size() > 1 ? "D.(" + name + ")"
                         : operated ? name.substr(0, name.find('.')) + "D" + name.substr(name.find('.'))
                                    : "D." + name);
  }
  q.plain.push_back(std::move(p));
}

DynamicEquation read_equation(const DynamicArgs& a, bool system, const command::Context& c) {
  DynamicEquation q;
  const std::string y = command::term_name(a.y[0]);
  q.x = lagged_terms(y, 1, a.lags, c);
  for (const ast::Interaction& t : a.x) q.x.push_back(t);
  add_lag_instruments(q, y, 2, a.most_dependent, system, c);
  for (const ast::Option& o : a.options) {
    if (abbreviates(o.name, "PRE")) read_predetermined(o, false, a, system, q, c);
    else if (abbreviates(o.name, "ENDOGenous")) read_predetermined(o, true, a, system, q, c);
    else throw Error(198, "option " + o.name + " not allowed", o.name_span);
  }
  Terms standard = a.x;
  standard.insert(standard.end(), a.instruments.begin(), a.instruments.end());
  add_standard(q, standard, c);
  return q;
}

void show_instruments(const DynamicEquation& q, bool level, bool constant, Output& out) {
  out.line("Instruments for differenced equation");
  out.line("        GMM-type: " + text::joined(q.differenced));
  if (!q.standard.empty()) out.line("        Standard: " + text::joined(q.standard));
  if (!level) return;
  out.line("Instruments for level equation");
  if (!q.level.empty()) out.line("        GMM-type: " + text::joined(q.level));
  if (constant) out.line("        Standard: _cons");
}

void post_dynamic_tests(const numeric::DynamicFit& fit, const DynamicArgs& a, bool robust, Results& e) {
  const double statistic = a.two_step ? fit.hansen : fit.sargan;
  post_scalars(e, {{"zrank", fit.instruments}, {"sig2", fit.sig2}, {"sargan_df", fit.overid}});
  // The test of one-step estimates assumes homoskedastic errors.
  if (a.two_step || !robust)
    post_scalars(e,
                 {{"sargan", statistic},
                  {"sarganp", fit.overid > 0 ? numeric::dist::chi2tail(fit.overid, statistic) : numeric::undefined}});
  for (std::size_t m = 0; m < fit.ar.size(); ++m) e.scalar("arm" + std::to_string(m + 1), stored(fit.ar[m]));
  e.scalar("artests", static_cast<double>(fit.ar.size()));
}

}  // namespace

Output estimate_dynamic(const std::string& cmd, bool system, const DynamicArgs& a, const command::Context& c) {
  if (a.y.empty()) return replay(cmd, a, c);
  const bool robust = a.vce.kind == "robust";
  const DynamicEquation q = read_equation(a, system, c);
  const PanelGrid grid = panel_grid(c);
  Needed needed{a.y, {c.frame.panel->panel, c.frame.panel->time}};
  needed.terms.insert(needed.terms.end(), q.x.begin(), q.x.end());
  for (const auto& p : q.plain)
    for (const std::size_t j : p.variables) needed.terms.push_back(q.z[j]);
  const EstimationSample used = mark_sample(c, a.sample, {}, needed);
  numeric::Matrix y = on_grid(a.y, grid, c);
  mask_outside(y, used, grid);
  numeric::DynamicSpec spec;
  spec.panels = grid.panels;
  spec.periods = grid.periods;
  spec.y = y.data;
  DynamicDesign model = dynamic_design(q.x, !a.no_constant, used, grid, c);
  spec.x = std::move(model.x);
  spec.z = on_grid(q.z, grid, c);
  spec.lags = q.lags;
  spec.plain = q.plain;
  spec.level_equation = system || !a.no_constant;
  spec.constant = !a.no_constant;
  spec.two_step = a.two_step;
  spec.robust = robust;
  spec.residual_dof = true;
  spec.h = 2;  // no covariance between differenced and level errors in the first step
  spec.ar_tests = a.ar_tests;
  const numeric::DynamicFit fit = compute(c, [&](numeric::Progress& p) { return numeric::fit_dynamic_gmm(spec, p); });

  const Coefficients k = coefficients(model.design, fit.b, fit.V, fit.omitted);
  Results e = begin_estimates(
      cmd, system ? "System dynamic panel-data estimation" : "Arellano-Bond dynamic panel-data estimation",
      depvar_name(a.y), c);
  const double slopes = dynamic_slopes(fit), chi2 = dynamic_wald(fit);
  const double N = system ? fit.N : fit.N_difference;
  post_scalars(e, {{"N", N},
                   {"N_g", fit.N_g},
                   {"g_avg", N / fit.N_g},
                   {"df_m", slopes},
                   {"chi2", chi2},
                   {"p", numeric::dist::chi2tail(slopes, chi2)},
                   {"rank", slopes + (a.no_constant ? 0 : 1)}});
  post_scalars(e, {{"g_min", system ? fit.g_min : fit.d_min}, {"g_max", system ? fit.g_max : fit.d_max}});
  post_dynamic_tests(fit, a, robust, e);
  e.macro("chi2type", "Wald").macro("ivar", c.frame.panel->panel).macro("tvar", c.frame.panel->time);
  e.macro("twostep", a.two_step ? "twostep" : "").macro("system", system ? "system" : "");
  e.macro("vce", robust ? "robust" : "gmm").macro("vcetype", robust ? (a.two_step ? "WC-robust" : "Robust") : "");
  post_coefficients(e, k);
  report::Document table = show_estimates(e, a, c);
  Output out = estimation(std::move(e), used, k, level_or_default(a.level, c));
  out.document.append(std::move(table));
  if (a.two_step && !robust)
    out.line("Warning: gmm two-step standard errors are biased; robust standard errors are recommended.",
             report::Style::note);
  out.line("Number of instruments = " + fixed_text(fit.instruments, 0) +
           (a.two_step ? "; two-step results" : "; one-step results"));
  show_instruments(q, spec.level_equation, !a.no_constant, out);
  return out;
}

command::Definition<DynamicArgs>& dynamic_options(command::Definition<DynamicArgs>& d) {
  using A = DynamicArgs;
  return d.dependent(&A::y)
      .terms(&A::x, {0})
      .replays()
      .if_in(&A::sample)
      .integer("LAgs", &A::lags, 1, 100, "lags of the dependent variable among the regressors (1)")
      .integer("MAXLDep", &A::most_dependent, 1, 1000, "most lags of the dependent variable used as instruments")
      .integer("MAXLAgs", &A::most_lags, 1, 1000, "most lags of pre() and endogenous() variables used as instruments")
      .term_list("INst", &A::instruments, "further variables whose differences are instruments")
      .flag("TWOstep", &A::two_step, "two-step estimator")
      .vce(&A::vce, {"gmm", "robust"})
      .integer("ARtests", &A::ar_tests, 1, 20, "highest order of the autocorrelation tests kept for estat abond (2)")
      .flag("noCONStant", &A::no_constant, "no constant term")
      .number("Level", &A::level, 10, 99.99, "confidence level in percent")
      .flag("noHEader", &A::no_header, "leave out what stands above the coefficients")
      .flag("NOTable", &A::no_table, "leave out the coefficients")
      .any_options(&A::options)
      .no_by();
}

command::Definition<DynamicArgs>& dynamic_results(command::Definition<DynamicArgs>& d) {
  return d
      .stores({{"e(N)", "observations of the differenced equation; of the level equation for a system"},
               {"e(N_g)", "number of panels"},
               {"e(g_min)", "smallest panel"},
               {"e(g_avg)", "average panel size"},
               {"e(g_max)", "largest panel"},
               {"e(df_m)", "slopes"},
               {"e(chi2)", "Wald test of the slopes"},
               {"e(p)", "its p-value"},
               {"e(zrank)", "number of independent instruments"},
               {"e(sargan)", "test of overidentifying restrictions (not for one-step robust estimates)"},
               {"e(sargan_df)", "its degrees of freedom"},
               {"e(sarganp)", "its p-value"},
               {"e(arm1)", "test of first-order autocorrelation in differences; e(arm2) … for higher orders"},
               {"e(arm2)", "test of second-order autocorrelation"},
               {"e(artests)", "number of orders tested"},
               {"e(sig2)", "variance of the level errors"},
               {"e(twostep)", "twostep or empty"},
               {"e(vce)", "gmm or robust"},
               {"e(b)", "coefficients"},
               {"e(V)", "their variances and covariances"},
               {"r(table)", "coefficients, standard errors, tests and intervals"}})
      .changes(command::Effect::estimates | command::Effect::results)
      .reference("Arellano, M. and Bond, S. (1991). Review of Economic Studies 58, 277-297.")
      .reference("Windmeijer, F. (2005). Journal of Econometrics 126, 25-51 (twostep with vce(robust)).")
      .remark(
          "pre(w, lagstruct(1, .)) adds w and one lag of it as predetermined regressors; endogenous() likewise for "
          "endogenous ones. estat abond and estat sargan test the estimates.");
}

}  // namespace nqp::kit
