// Margins and effects averaged over rows, each with its derivatives in the coefficients.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/coefficient_rows.hpp"
#include "stdlib/kit/contrasts.hpp"
#include "stdlib/kit/margins_model.hpp"
#include "stdlib/kit/margins_request.hpp"

namespace nqp::kit {

struct MarginColumn {
  std::string name;
  double value = 0;
  std::vector<double> gradient;        // in e(b)
  std::vector<double> rows;            // vce(unconditional): what each row of the model adds to value - θ
  bool estimable = true;
  std::string family;                  // of comparisons that are adjusted together
  double members = 0;                  // pairs: margins of the family
};

// What levels are of: "x1:_at#g" of "x1:2._at#1.g".
std::string margin_family(const std::string& name);

// Columns of one response; `prefix` tells several responses apart.
std::vector<MarginColumn> margin_columns(const MarginsRequest& q, MarginEffect kind, const MarginsModel& m,
                                         const std::string& prefix, const command::Context& c);

// Equations hold together: columns of one effect follow one another.
void gather_equations(std::vector<MarginColumn>& columns);

// Differences between all pairs of a family, the later minus the earlier: "2vs1.g" for levels of one factor.
std::vector<MarginColumn> paired_margins(const std::vector<MarginColumn>& columns);

// Every scenario of at() against the first: "r2vs1._at". Error 198 with one scenario.
std::vector<MarginColumn> scenario_contrasts(const std::vector<MarginColumn>& columns);

// Blocks of cells, as margin_columns lays them out, become contrasts: "r2vs1.g", for several blocks with "@place".
std::vector<MarginColumn> contrasted_margins(const std::vector<MarginColumn>& columns, const CellContrasts& k,
                                             bool effects);

// The table of e, which has these columns; families are adjusted by the method of mcompare().
std::vector<CoefficientRow> margin_rows(const command::Results& e, const std::vector<MarginColumn>& columns,
                                        double level, const std::string& method);

}  // namespace nqp::kit
