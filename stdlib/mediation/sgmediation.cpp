// sgmediation: Sobel-Goodman mediation tests from three regressions.
#include <cmath>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/vce.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"
#include "stdlib/numeric/mediation/product_test.hpp"

namespace nqp::commands::sgmediation_ {
namespace {

using namespace command;

struct Args {
  Variables outcome;
  std::string mediator, treatment;
  Terms controls;
  Sample sample;
  Weight weight;
  Vce vce;
  std::string options;
  bool quiet = false;
  double level = 0;
};

// opts(vce(robust)): what the regressions take besides, and which errors that means.
Vce vce_of(const Args& a, const Context& c) {
  Vce out = a.vce;
  for (const ast::Option& o : grammar::parse_options(a.options)) {
    std::string_view rest = o.name == "vce" ? std::string_view(o.argument) : std::string_view(o.name);
    const std::string kind = kit::lower(kit::take_word(rest));
    if (kit::abbreviates(kind, "Robust") && kit::trim(rest).empty()) out.kind = "robust";
    else if (kit::abbreviates(kind, "CLuster"))
      out.kind = "cluster",
      out.variables = resolve_variables(o.name == "vce" ? std::string(rest) : o.argument, c);
    else
      throw Error(198, "opts(" + a.options + ") not allowed", std::nullopt,
                  {"opts(vce(robust)) or opts(vce(cluster id))"});
  }
  return out;
}

ast::Interaction plain(const std::string& name, const Context& c) { return resolve_terms(name, c).front(); }

// One coefficient with its standard error; `t` from the regression's degrees of freedom.
struct Path {
  double b = 0, se = 0, df = 0;
};

std::vector<Path> regress(const std::string& y, const std::vector<std::string>& of_interest, const Args& a,
                          const kit::EstimationSample& sample, const kit::VceChoice& vce, const Context& c) {
  Terms x;
  for (const std::string& v : of_interest) x.push_back(plain(v, c));
  x.insert(x.end(), a.controls.begin(), a.controls.end());
  const kit::Design design = kit::make_design(x, true, sample, c);
  const std::vector<double> values = kit::term_values(plain(y, c), sample, c);
  numeric::LinearSpec spec;
  spec.y = values, spec.x = design.x;
  spec.weights = sample.weights, spec.weight_kind = sample.weight_kind;
  const numeric::LinearFit fit =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(spec, vce.spec(), p); });
  std::vector<Path> out;
  for (std::size_t j = 0; j < of_interest.size(); ++j) {
    if (fit.omitted[j])
      throw Error(459, of_interest[j] + " is omitted: the other variables explain it", std::nullopt,
                  {"a variable that does not vary, or moves with the controls, has no effect to mediate"});
    out.push_back({fit.b[j], std::sqrt(fit.V(j, j)), fit.df_r});
  }
  return out;
}

struct Paths {
  Path c, a, b, direct;
};

std::string line(const char* name, double value, double se) {
  const double z = value / se;
  return fmt::format("{:<20}{:>12}{:>12}{:>9.3f}{:>9.4f}", name, text::trimmed(text::format_number(value, "%9.0g")),
                     text::trimmed(text::format_number(se, "%9.0g")), z, 2 * numeric::dist::normal(-std::fabs(z)));
}

void show_step(const char* title, const std::vector<std::pair<std::string, Path>>& paths, Output& out) {
  out.line(title);
  for (const auto& [name, p] : paths)
    out.line(fmt::format("  {:<18}{:>12}{:>12}{:>9.3f}{:>9.4f}", text::abbreviate(name, 16),
                         text::trimmed(text::format_number(p.b, "%9.0g")),
                         text::trimmed(text::format_number(p.se, "%9.0g")), p.b / p.se,
                         2 * numeric::dist::ttail(p.df, std::fabs(p.b / p.se))));
}

void show(const Args& a, const Paths& p, const numeric::ProductTest& t, Output& out) {
  const std::string head = fmt::format("{:<20}{:>12}{:>12}{:>9}{:>9}", "", "Coef", "Std err", "t or z", "P>|.|");
  out.document.blank();
  if (!a.quiet) {
    out.line(head);
    show_step(("Model with dv regressed on iv (path c): " + a.outcome[0]).c_str(), {{a.treatment, p.c}}, out);
    show_step(("Model with mediator regressed on iv (path a): " + a.mediator).c_str(), {{a.treatment, p.a}}, out);
    show_step(("Model with dv regressed on mediator and iv (paths b and c'): " + a.outcome[0]).c_str(),
              {{a.mediator, p.b}, {a.treatment, p.direct}}, out);
    out.document.blank();
  }
  out.line("Sobel-Goodman mediation tests");
  out.line(head);
  out.line(line("Sobel", t.product, t.se_sobel));
  out.line(line("Goodman-1 (Aroian)", t.product, t.se_aroian));
  if (!std::isnan(t.se_goodman)) out.line(line("Goodman-2", t.product, t.se_goodman));
  out.document.blank();
  out.line(line("a coefficient", p.a.b, p.a.se));
  out.line(line("b coefficient", p.b.b, p.b.se));
  out.line(line("Indirect effect", t.product, t.se_sobel));
  out.line(line("Direct effect", p.direct.b, p.direct.se));
  out.line(line("Total effect", p.c.b, p.c.se));
  out.document.blank();
  out.line(fmt::format("Proportion of total effect that is mediated: {:.6g}", t.product / p.c.b));
  out.line(fmt::format("Ratio of indirect to direct effect:          {:.6g}", t.product / p.direct.b));
  out.line(fmt::format("Ratio of total to direct effect:             {:.6g}", p.c.b / p.direct.b));
  out.line("Note: the last regression conditions on a variable that the treatment has changed.", report::Style::note);
}

Results results_of(const Paths& p, const numeric::ProductTest& t, double n) {
  Results r;
  const auto put = [&](const char* name, double x) { r.scalar(name, kit::stored(x)); };
  const auto p_of = [](double z) { return 2 * numeric::dist::normal(-std::fabs(z)); };
  put("N", n);
  put("a_coef", p.a.b), put("b_coef", p.b.b), put("a_se", p.a.se), put("b_se", p.b.se);
  put("ind_eff", t.product), put("dir_eff", p.direct.b), put("tot_eff", p.c.b);
  put("dir_se", p.direct.se), put("tot_se", p.c.se), put("ind_se", t.se_sobel);
  put("ind2tot", t.product / p.c.b), put("ind2dir", t.product / p.direct.b), put("tot2dir", p.c.b / p.direct.b);
  put("sobel_se", t.se_sobel), put("sobel_z", t.product / t.se_sobel), put("sobel_p", p_of(t.product / t.se_sobel));
  put("g1_se", t.se_aroian), put("g1_z", t.product / t.se_aroian), put("g1_p", p_of(t.product / t.se_aroian));
  put("g2_se", t.se_goodman), put("g2_z", t.product / t.se_goodman), put("g2_p", p_of(t.product / t.se_goodman));
  return r;
}

Output run(const Args& a, const Context& c) {
  if (a.mediator == a.outcome[0] || a.treatment == a.outcome[0] || a.mediator == a.treatment)
    throw Error(198, "outcome, mediator and treatment must be three variables");
  const Vce asked = vce_of(a, c);
  kit::Needed needed{a.controls, asked.variables};
  for (const std::string& v : {a.outcome[0], a.mediator, a.treatment}) needed.terms.push_back(plain(v, c));
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, a.weight, needed);
  const kit::VceChoice vce = kit::choose_vce(asked, "ols", sample, c);
  Paths p;
  p.c = regress(a.outcome[0], {a.treatment}, a, sample, vce, c)[0];
  p.a = regress(a.mediator, {a.treatment}, a, sample, vce, c)[0];
  const std::vector<Path> last = regress(a.outcome[0], {a.mediator, a.treatment}, a, sample, vce, c);
  p.b = last[0], p.direct = last[1];
  const numeric::ProductTest t = numeric::product_test(p.a.b, p.a.se, p.b.b, p.b.se);
  Output out;
  show(a, p, t, out);
  out.r = results_of(p, t, static_cast<double>(sample.size()));
  return out;
}

}  // namespace

extern const Command sgmediation_command =
    define<Args>("sgmediation", "Sobel-Goodman mediation tests")
        .alias("sgmediation2")
        .varlist(&Args::outcome, {1, 1})
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight, WeightKind::pweight})
        .variable("mv", &Args::mediator, "the mediator")
        .variable("iv", &Args::treatment, "the treatment")
        .term_list("cv", &Args::controls, "control variables of all three regressions")
        .vce(&Args::vce, {"ols", "robust", "cluster", "hc2", "hc3"})
        .text("OPTs", &Args::options, "options of the regressions: vce(robust) or vce(cluster id)")
        .flag("Quietly", &Args::quiet, "only the tests and effects")
        .number("Level", &Args::level, 10, 99.99, "accepted")
        .required("mv")
        .required("iv")
        .stores({{"r(a_coef)", "treatment to mediator"},
                 {"r(b_coef)", "mediator to outcome"},
                 {"r(ind_eff)", "indirect effect a b"},
                 {"r(dir_eff)", "direct effect c'"},
                 {"r(tot_eff)", "total effect c"},
                 {"r(ind2tot)", "indirect over total"},
                 {"r(ind2dir)", "indirect over direct"},
                 {"r(tot2dir)", "total over direct"},
                 {"r(a_se)", "standard error of a"},
                 {"r(b_se)", "standard error of b"},
                 {"r(ind_se)", "Sobel standard error"},
                 {"r(sobel_z)", "Sobel z; sobel_se, sobel_p"},
                 {"r(g1_z)", "Goodman's first (Aroian); g1_se, g1_p"},
                 {"r(g2_z)", "Goodman's second; g2_se, g2_p"},
                 {"r(N)", "observations, the same in all regressions"}})
        .changes(Effect::results)
        .reference(
            "Sobel, M. E. (1982). Asymptotic confidence intervals for indirect effects in structural equation "
            "models. Sociological Methodology 13, 290-312.")
        .reference("Goodman, L. A. (1960). On the exact variance of products. JASA 55, 708-713.")
        .remark("All three regressions use the rows complete in all variables, so that c - c' = a b.")
        .example("Weight through length", "sysuse auto\nsgmediation price, mv(weight) iv(length) cv(mpg)",
                 "abs(r(tot_eff) - r(dir_eff) - r(ind_eff)) < 1e-8")
        .example("The same through opts()",
                 "sysuse auto\nquietly sgmediation2 price, mv(weight) iv(length) vce(robust)\nscalar se = r(a_se)\n"
                 "sgmediation2 price, mv(weight) iv(length) opts(vce(robust))",
                 "r(a_se) == se")
        .example("Robust errors",
                 "sysuse auto\nsgmediation2 price, mv(weight) iv(length) cv(i.foreign) vce(robust) quietly",
                 "abs(r(sobel_z) - r(ind_eff)/r(ind_se)) < 1e-12 & abs(r(g1_z)) < abs(r(g2_z))")
        .runs(run);

}  // namespace nqp::commands::sgmediation_
