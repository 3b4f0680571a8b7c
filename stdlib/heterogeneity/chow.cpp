// chow: do the coefficients of a regression differ between groups?
#include <algorithm>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_name.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/estimation_call.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/replications.hpp"
#include "stdlib/kit/sample.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::commands::chow_ {
namespace {

using namespace command;

struct Args {
  Terms terms;
  Sample sample;
  std::string by, absorb, cmd;
  Vce vce;
  bool common_effects = false;
};

// "x" → "c.x", "i.f" stays: what an interaction with i.g takes.
std::string as_factor(const ast::Interaction& term) {
  const std::string name = term_name(term);
  return name.find('.') == std::string::npos && name.find('#') == std::string::npos ? "c." + name : name;
}

// Effects of every group apart: "id year" → "id#g year#g".
std::string split_effects(const Args& a) {
  if (a.common_effects || a.absorb.empty()) return a.absorb;
  std::string out;
  std::string_view rest = a.absorb;
  while (!kit::trim(rest).empty()) out += (out.empty() ? "" : " ") + kit::take_word(rest) + "#" + a.by;
  return out;
}

void check_group(const Args& a, const Context& c) {
  const data::Column& g = c.numeric(a.by);
  const data::Facts& facts = g.facts();
  if (!facts.integers || facts.lowest < 0)
    throw Error(459, a.by + " must hold whole numbers of at least 0", std::nullopt, {"egen group() makes such codes"});
}

// Coefficients that only differ from 0 when the groups differ: those with a level of the group variable.
std::vector<std::size_t> of_group(const eval::Matrix& b, const eval::Matrix& V, const std::string& group) {
  std::vector<std::size_t> out;
  for (std::size_t j = 0; j < b.columns; ++j) {
    const kit::CoefficientName n = kit::parse_coefficient_name(b.column_names[j]);
    const bool named = std::any_of(n.term.factors.begin(), n.term.factors.end(),
                                   [&](const ast::Factor& f) { return f.pattern == group; });
    if (named && V(j, j) > 0) out.push_back(j);
  }
  return out;
}

void act(const Args& a, runtime::Session& s) {
  if (a.terms.size() < 2) throw Error(102, "too few variables specified", std::nullopt, {"chow y x, by(g)"});
  const Context c = s.context();
  check_group(a, c);
  kit::Needed needed{a.terms, a.vce.variables};
  needed.groups.push_back(a.by);
  for (const std::string& v : kit::absorbed_variables(a.absorb)) needed.groups.push_back(v);
  const std::vector<std::uint8_t> use = kit::mark_sample(c, a.sample, {}, needed).use;
  std::string regressors = "i." + a.by;
  for (std::size_t j = 1; j < a.terms.size(); ++j) {
    const std::string x = as_factor(a.terms[j]);
    regressors += " " + x + " i." + a.by + "#" + x;
  }
  kit::SessionKeeper keeper(s);
  const std::string touse = s.temporary_name();
  s.set_frame(kit::with_mark(*keeper.data(), touse, use));
  const kit::EstimationCall call{a.cmd, split_effects(a), "", a.vce};
  s.quietly([&] { s.run_command(call.text(term_name(a.terms[0]), regressors, touse)); });
  Results e = s.estimates()->results;
  const eval::Matrix& b = *e.find_matrix("b");
  const eval::Matrix& V = *e.find_matrix("V");
  const std::vector<std::size_t> tested = of_group(b, V, a.by);
  if (tested.empty())
    throw Error(459, "no coefficient of " + a.by + " can be estimated", std::nullopt,
                {"is there more than one group?"});
  const numeric::Wald w = kit::compute(
      c, [&](numeric::Progress&) { return numeric::wald_zero(tested, kit::row_values(b), kit::numeric_matrix(V)); });
  const double df_r = e.scalar_or("df_r");
  const bool t = !data::is_missing(df_r);
  const double p = t ? numeric::dist::Ftail(w.df, df_r, w.F) : numeric::dist::chi2tail(w.df, w.chi2);
  report::Document d;
  d.blank();
  d.line("Test of equal coefficients in the groups of " + a.by);
  d.line("H0: all of these are 0");
  for (const std::size_t j : tested)
    d.line(fmt::format("  {:<28}{:>12}", text::abbreviate(b.column_names[j], 28),
                       text::trimmed(text::format_number(b(0, j), "%9.0g"))));
  d.blank();
  if (t) d.line(fmt::format("      F({:>3.0f},{:>6.0f}) = {:>8.2f}", w.df, df_r, w.F));
  else d.line(fmt::format("        chi2({:>3.0f}) = {:>8.2f}", w.df, w.chi2));
  d.line(fmt::format("            Prob > {} = {:>8.4f}", t ? "F" : "chi2", p));
  Results r;
  r.scalar("df", w.df).scalar("p", kit::stored(p)).scalar("N", e.scalar_or("N"));
  if (t) r.scalar("F", kit::stored(w.F)).scalar("df_r", df_r);
  else r.scalar("chi2", kit::stored(w.chi2));
  s.set_frame(keeper.data());
  keeper.leave_data();
  keeper.leave_estimates();
  s.post({std::move(e)}, use);
  s.r() = std::move(r);
  s.show(d);
}

}  // namespace

extern const Command chow_command =
    define<Args>("chow", "Test of equal coefficients in groups")
        .terms(&Args::terms, {2})
        .if_in(&Args::sample)
        .variable("by", &Args::by, "the groups")
        .text("Absorb", &Args::absorb, "fixed effects")
        .flag("COMMONfe", &Args::common_effects, "the groups share their fixed effects")
        .text("cmd", &Args::cmd, "estimator; regress, or reghdfe with absorb()")
        .vce(&Args::vce, {"ols", "robust", "cluster", "unadjusted", "hc2", "hc3"})
        .required("by")
        .stores({{"r(F)", "the statistic; r(chi2) for estimators without residual degrees of freedom"},
                 {"r(df)", "coefficients tested"},
                 {"r(df_r)", "residual degrees of freedom"},
                 {"r(p)", "p-value"},
                 {"r(N)", "observations"}})
        .changes(Effect::estimates | Effect::results)
        .reference(
            "Chow, G. C. (1960). Tests of equality between sets of coefficients in two linear regressions. "
            "Econometrica 28, 591-605.")
        .remark(
            "Every regressor is interacted with the groups, and the fixed effects too unless commonfe; with "
            "classical errors the Wald F is Chow's. e() holds the interacted regression.")
        .example("Two groups",
                 "sysuse auto\nquietly regress price weight\nscalar pooled = e(rss)\n"
                 "quietly regress price weight if foreign\nscalar apart = e(rss)\n"
                 "quietly regress price weight if !foreign\nscalar apart = apart + e(rss)\n"
                 "chow price weight, by(foreign)",
                 "reldif(r(F), ((pooled - apart)/2)/(apart/70)) < 1e-9 & r(df) == 2 & r(df_r) == 70")
        .example("Robust", "sysuse auto\nchow price weight i.rep78 if rep78 > 2, by(foreign) vce(robust)",
                 "r(p) < 1 & r(N) == 59")
        .acts(act);

}  // namespace nqp::commands::chow_
