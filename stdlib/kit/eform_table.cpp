#include "stdlib/kit/eform_table.hpp"

#include "stdlib/kit/coefficient_rows.hpp"

namespace nqp::kit {

void exponentiate_table(const DisplayOptions& o, const command::Context& c, command::Output& out) {
  if (o.eform.empty()) return;
  const command::Results& e = out.e->results;
  std::vector<CoefficientRow> rows = coefficient_rows(e, level_or_default(o.level, c));
  exponentiate(rows);
  out.r->matrix("table", result_table(rows, e, true));
}

}  // namespace nqp::kit
