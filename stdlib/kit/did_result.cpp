#include "stdlib/kit/did_result.hpp"

#include <algorithm>
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

report::Document show_event_study(const command::Results& e, const DisplayOptions& o, const command::Context& c) {
  const eval::Matrix *b = e.find_matrix("b"), *event = e.find_matrix("event");
  const std::string name = relative_name(e.scalar_or("base"));
  const auto index = [](const std::vector<std::string>& names, const std::string& wanted) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), wanted) - names.begin());
  };
  if (e.macro_or("cmd") != "eventstudy" || !b || !event || data::is_missing(e.scalar_or("base")) ||
      index(b->column_names, name) < b->columns)
    return show_estimates(e, o, c);
  const std::size_t row = index(event->row_names, name);
  if (row >= event->rows) return show_estimates(e, o, c);
  // Behind the relative time before it, or in front of the next one.
  std::size_t at = row == 0 ? 0 : index(b->column_names, event->row_names[row - 1]) + 1;
  if (row == 0 && row + 1 < event->rows) at = index(b->column_names, event->row_names[row + 1]);
  if (at > b->columns) return show_estimates(e, o, c);
  const eval::Matrix& V = *e.find_matrix("V");
  std::vector<double> values = b->values;
  std::vector<std::string> names = b->column_names;
  values.insert(values.begin() + static_cast<std::ptrdiff_t>(at), 0.0);
  names.insert(names.begin() + static_cast<std::ptrdiff_t>(at), name);
  numeric::Matrix wide(names.size(), names.size());
  for (std::size_t i = 0; i < V.rows; ++i)
    for (std::size_t j = 0; j < V.columns; ++j) wide(i + (i >= at ? 1 : 0), j + (j >= at ? 1 : 0)) = V(i, j);
  command::Results with_base = e;
  with_base.matrix("b", named_row(values, "y1", names)).matrix("V", named_matrix(wide, names, names));
  return show_estimates(with_base, o, c);
}

command::Output did_output(command::Results e, const DidData& d, const Coefficients& k, double level,
                           command::Output notes, const command::Context& c) {
  post_coefficients(e, k);
  DisplayOptions shown;
  shown.level = level;
  report::Document table = show_event_study(e, shown, c);
  command::Output out = estimation(std::move(e), d.sample, k, level);
  notes.document.append(std::move(out.document));
  notes.document.append(std::move(table));
  out.document = std::move(notes.document);
  return out;
}

}  // namespace nqp::kit
