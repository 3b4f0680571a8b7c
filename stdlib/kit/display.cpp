#include "stdlib/kit/display.hpp"

#include "grammar/ast/error.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/limited_report.hpp"

namespace nqp::kit {

double level_or_default(double option, const command::Context& c) { return option > 0 ? option : c.settings.level; }

report::Document show_estimates(const command::Results& e, const DisplayOptions& o, const command::Context& c) {
  report::Document d;
  if (!o.no_header) d.append(estimation_header(e));
  if (o.no_table) return d;
  TableOptions t;
  t.level = level_or_default(o.level, c);
  t.base_levels = o.base_levels;
  t.eform = o.eform;
  t.beta = o.beta;
  t.parameters = parameter_rows(e, t.level);
  for (auto& row : derived_rows(e, t.level)) t.parameters.push_back(std::move(row));
  d.append(coefficient_table(e, c.frame, t, c.settings.linesize));
  if (o.no_footer) return d;
  d.append(estimation_footer(e));
  return d.append(limited_footer(e));
}

command::Output replay(const std::string& cmd, const DisplayOptions& o, const command::Context& c) {
  if (!c.e || c.e->results.macro_or("cmd") != cmd) {
    const std::string last = c.e ? c.e->results.macro_or("cmd") : std::string();
    throw Error(301, "last estimates not found", std::nullopt,
                {last.empty() ? cmd + " needs a dependent variable; there are no estimates to show again"
                              : "the last estimates are from " + last + ", not " + cmd});
  }
  const command::Results& e = c.e->results;
  command::Output out;
  out.document = show_estimates(e, o, c);
  std::vector<CoefficientRow> rows = coefficient_rows(e, level_or_default(o.level, c));
  if (!o.eform.empty()) exponentiate(rows);
  out.r = command::Results{}.scalar("level", level_or_default(o.level, c));
  out.r->matrix("table", result_table(rows, e, !o.eform.empty()));
  return out;
}

}  // namespace nqp::kit
