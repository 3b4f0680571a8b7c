#include "stdlib/kit/did_result.hpp"

#include <cmath>

#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

std::string relative_name(double relative) {
  return (relative < 0 ? "Tm" : "Tp") + text::macro_number(std::fabs(relative));
}

std::string units_text(std::size_t n) { return std::to_string(n) + (n == 1 ? " unit" : " units"); }

eval::Matrix event_rows(const std::vector<EventEffect>& effects, double level, double df) {
  const double p = 0.5 + level / 200;
  const double crit = df > 0 ? numeric::dist::invt(df, p) : numeric::dist::invnormal(p);
  eval::Matrix m(effects.size(), 6);
  m.column_names = {"rel", "b", "se", "lb", "ub", "n_treated"};
  for (std::size_t i = 0; i < effects.size(); ++i) {
    const EventEffect& x = effects[i];
    const double row[] = {x.relative, x.b, x.se, x.b - crit * x.se, x.b + crit * x.se, x.treated};
    for (std::size_t j = 0; j < 6; ++j) m(i, j) = stored(row[j]);
    m.row_names[i] = relative_name(x.relative);
  }
  return m;
}

void post_did(const DidData& d, const std::string& estimator, double clusters, command::Results& e) {
  double treated = 0;
  for (const double g : d.unit_cohort) treated += g != 0 ? 1 : 0;
  post_scalars(e, {{"N", static_cast<double>(d.n())}, {"N_units", static_cast<double>(d.unit.count)},
                   {"N_treated_units", treated}, {"N_cohorts", static_cast<double>(d.cohorts().size())},
                   {"N_clust", clusters}});
  e.macro("estimator", estimator).macro("gvar", d.treatment).macro("ivar", d.id).macro("tvar", d.time_name);
  e.macro("vce", "cluster").macro("vcetype", "Robust").macro("clustvar", d.cluster);
}

command::Output did_output(command::Results e, const DidData& d, const Coefficients& k, double level,
                           command::Output notes, const command::Context& c) {
  post_coefficients(e, k);
  DisplayOptions shown;
  shown.level = level;
  report::Document table = show_estimates(e, shown, c);
  command::Output out = estimation(std::move(e), d.sample, k, level);
  notes.document.append(std::move(out.document));
  notes.document.append(std::move(table));
  out.document = std::move(notes.document);
  return out;
}

}  // namespace nqp::kit
