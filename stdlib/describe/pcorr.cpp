// pcorr: partial and semipartial correlations.
#include <fmt/format.h>

#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"

namespace nqp::commands::pcorr_ {
namespace {

using namespace command;

struct Args {
  Terms y, x;
  Sample sample;
  Weight weight;
};

// From the regression of y on all of them: partial t/√(t²+df), semipartial t √((1-R²)/df).
Output run(const Args& a, const Context& c) {
  if (a.x.empty()) throw Error(102, "too few variables specified", std::nullopt, {"pcorr y x1 x2"});
  Terms terms = a.y;
  terms.insert(terms.end(), a.x.begin(), a.x.end());
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, a.weight, {terms, {}});
  const kit::Design design = kit::make_design(a.x, true, sample, c);
  const std::vector<double> y = kit::term_values(a.y[0], sample, c);
  numeric::LinearSpec spec;
  spec.y = y;
  spec.x = design.x;
  spec.weights = sample.weights;
  spec.weight_kind = sample.weight_kind;
  const numeric::LinearFit fit =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(spec, {}, p); });
  Output out;
  out.line(fmt::format("(obs={:.0f})", fit.N));
  out.document.blank();
  out.line("Partial and semipartial correlations of " + term_name(a.y[0]) + " with");
  out.document.blank();
  out.line("               Partial   Semipartial      Partial   Semipartial   Significance");
  out.line("   Variable |    corr.         corr.      corr.^2       corr.^2          value");
  out.line("------------+-----------------------------------------------------------------");
  std::vector<double> partial, semi, p;
  std::vector<std::string> names;
  for (std::size_t s = 0; s < design.slots.size(); ++s) {
    const kit::Slot& slot = design.slots[s];
    if (slot.state != kit::Slot::State::kept) continue;
    const std::string name = term_name(slot.term);
    names.push_back(name);
    if (fit.omitted[slot.column]) {
      partial.push_back(data::missing), semi.push_back(data::missing), p.push_back(data::missing);
      out.line(text::pad_left(text::abbreviate(name, 11), 11) + " |  (omitted)");
      continue;
    }
    const double t = fit.b[slot.column] / std::sqrt(fit.V(slot.column, slot.column));
    partial.push_back(data::checked(t / std::sqrt(t * t + fit.df_r)));
    semi.push_back(data::checked(t * std::sqrt((1 - fit.r2) / fit.df_r)));
    p.push_back(data::checked(2 * numeric::dist::ttail(fit.df_r, std::abs(t))));
    out.line(text::pad_left(text::abbreviate(name, 11), 11) +
             fmt::format(" |{:>9.4f}{:>14.4f}{:>13.4f}{:>14.4f}{:>15.4f}", partial.back(), semi.back(),
                         partial.back() * partial.back(), semi.back() * semi.back(), p.back()));
  }
  Results r;
  r.scalar("N", fit.N).scalar("df", fit.df_r);
  r.matrix("p_corr", kit::named_row(partial, "corr", names));
  r.matrix("sp_corr", kit::named_row(semi, "corr", names));
  r.matrix("p", kit::named_row(p, "p", names));
  out.r = std::move(r);
  return out;
}

}  // namespace

extern const Command pcorr_command =
    define<Args>("pcorr", "Partial correlations")
        .dependent(&Args::y)
        .terms(&Args::x, {1})
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight})
        .stores({{"r(N)", "number of observations"},
                 {"r(df)", "residual degrees of freedom"},
                 {"r(p_corr)", "partial correlations"},
                 {"r(sp_corr)", "semipartial correlations"},
                 {"r(p)", "their significance"}})
        .changes(Effect::results)
        .remark("The correlation of the first variable with each of the others, the rest held constant.")
        .example("Correlation of residuals",
                 "sysuse auto\nquietly regress price weight\npredict double e1, residuals\nquietly regress mpg weight\n"
                 "predict double e2, residuals\nquietly correlate e1 e2\nscalar R = r(rho)\npcorr price mpg weight\n"
                 "matrix P = r(p_corr)",
                 "abs(P[1,1] - R) < 1e-10 & r(N) == 74")
        .example("Squared semipartial correlations are falls of R-squared",
                 "sysuse auto\nquietly regress price mpg weight\nscalar R2 = e(r2)\nquietly regress price weight\n"
                 "scalar D = R2 - e(r2)\npcorr price mpg weight\nmatrix S = r(sp_corr)",
                 "abs(S[1,1]^2 - D) < 1e-12")
        .runs(run);

}  // namespace nqp::commands::pcorr_
