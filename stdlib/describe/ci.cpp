// ci: confidence intervals of means, proportions and variances.
#include <cmath>
#include <optional>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/interval_table.hpp"
#include "stdlib/kit/observed.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::ci_ {
namespace {

using namespace command;

struct Args : kit::IntervalArgs {
  std::string body, exposure;
  Sample sample;
  Weight weight;
  int separator = 5;
};

enum class What { means, proportions, variances };

// "ci means x", "ci proportions y", "ci variances z"; the older "ci x, binomial" too.
What read_what(std::string& body, const Args& a) {
  std::string_view rest = kit::trim(body);
  const std::string word = kit::take_word(rest);
  const auto is = [&](const char* full) { return kit::abbreviates(word, full); };
  What what = a.binomial ? What::proportions : What::means;
  if (is("MEANs")) what = What::means;
  else if (is("PROPortions")) what = What::proportions;
  else if (is("VARiances")) what = What::variances;
  else return what;
  body = std::string(kit::trim(rest));
  return what;
}

kit::IntervalOf shown(What what, const Args& a) {
  if (what == What::proportions) return kit::IntervalOf::proportions;
  if (what == What::variances) return a.sd ? kit::IntervalOf::deviations : kit::IntervalOf::variances;
  return a.exposure.empty() ? kit::IntervalOf::means : kit::IntervalOf::rates;
}

// Events of `name` by the exposure, where both are known.
kit::IntervalRow rate_of(const std::string& name, const kit::WeightedRows& all, const Args& a, double level,
                         const Context& c) {
  const data::Column &events = c.numeric(name), &exposure = c.numeric(a.exposure);
  const kit::WeightedRows rows = kit::complete_rows(all, {&events, &exposure});
  kit::need_rows(rows);
  double sums[2] = {0, 0};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double w = rows.weights.empty() ? 1 : rows.weights[i];
    sums[0] += w * events.number(rows.rows[i]);
    sums[1] += w * exposure.number(rows.rows[i]);
  }
  return kit::rate_row(name, sums[1], sums[0], level);
}

kit::IntervalRow row_of(const std::string& name, What what, const kit::WeightedRows& rows, const Args& a, double level,
                        const Context& c) {
  const kit::Observed o = kit::observed(c.numeric(name), rows);
  if (what == What::proportions)
    for (const double x : o.x)
      if (x != 0 && x != 1)
        throw Error(450, name + " takes values other than 0 and 1", std::nullopt, {"ci means works with any variable"});
  if (a.poisson || !a.exposure.empty())
    for (const double x : o.x)
      if (x < 0 || x != std::floor(x)) throw Error(499, name + " must hold counts: integers that are not negative");
  const numeric::Summary s = kit::compute(c, [&](numeric::Progress&) { return numeric::summarize(o.x, o.w, o.kind); });
  if (what == What::proportions) return kit::proportion_row(name, s.n, s.sum, level, a.method);
  if (what == What::variances) {
    std::optional<double> kurtosis;
    if (a.bonett) kurtosis = numeric::bonett_kurtosis(o.x, o.w);
    return a.sd ? kit::deviation_row(name, s.n, s.sd, level, kurtosis)
                : kit::variance_row(name, s.n, s.variance, level, kurtosis);
  }
  if (!a.exposure.empty()) return rate_of(name, rows, a, level, c);
  return a.poisson ? kit::rate_row(name, s.n, s.sum, level) : kit::mean_row(name, s.n, s.mean, s.sd, level);
}

Output run(const Args& a, const Context& c) {
  std::string body = a.body;
  const What what = read_what(body, a);
  if (a.weight.kind == WeightKind::aweight && (what != What::means || a.poisson || !a.exposure.empty()))
    throw Error(101, "aweights not allowed: only normal intervals of means take them");
  if (a.bonett && what != What::variances) throw Error(198, "option bonett belongs to ci variances");
  if (a.sd && what != What::variances) throw Error(198, "option sd belongs to ci variances");
  const double level = kit::level_or_default(a.level, c);
  Variables names = resolve_variables(body.empty() ? std::string("_all") : body, c);
  if (body.empty()) std::erase_if(names, [&](const std::string& n) { return c.frame.at(n).is_string(); });
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample, a.weight);
  std::vector<kit::IntervalRow> found;
  for (const std::string& name : names) found.push_back(row_of(name, what, rows, a, level, c));
  Output out;
  out.document.blank();
  out.document.add(kit::interval_table(found, shown(what, a), a.separator, level));
  if (!found.empty()) out.r = kit::interval_results(found.back(), shown(what, a), level);
  return out;
}

Definition<Args> definition() {
  Definition<Args> d = define<Args>("ci", "Confidence intervals of means, proportions and variances");
  d.anything(&Args::body)
      .if_in(&Args::sample)
      .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight})
      .integer("SEParator", &Args::separator, 0, 1 << 20, "line after every # variables; 0 for none")
      .variable("EXPosure", &Args::exposure, "means: rates of events by this exposure, exact Poisson intervals");
  kit::interval_declaration(d);
  return d;
}

}  // namespace

extern const Command ci_command =
    definition()
        .remark("Stored are the results of the last variable.")
        .example("Means", "sysuse auto\nci means mpg price, level(90) separator(0)", "r(N) == 74 & r(lb) < r(mean)")
        .example("Proportions", "sysuse auto\nci proportions foreign, wilson", "abs(r(lb) - .2052722) < 1e-6")
        .example("Rates", "clear\ninput events years\n3 10\n1 12\n4 20\nend\nci means events, exposure(years)",
                 "r(exposure) == 42 & abs(r(mean) - 8/42) < 1e-12 & abs(r(lb) - invgammap(8, .025)/42) < 1e-9")
        .example("Variances", "sysuse auto\nci variances mpg", "r(lb) < r(Var) & r(Var) < r(ub)")
        .example("Bonett's interval", "sysuse auto\nci variances price mpg, bonett sd",
                 "r(kurtosis) > 3 & r(lb) < r(sd) & r(sd) < r(ub)")
        .example("Standard deviations", "sysuse auto\nci variances mpg, sd", "abs(r(sd) - 5.7855) < 0.001")
        .runs(run);

}  // namespace nqp::commands::ci_
