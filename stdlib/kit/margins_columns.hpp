// Margins and effects averaged over rows, each with its derivatives in the coefficients.
#pragma once

#include <string>
#include <vector>

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
};

// Columns of one response; `prefix` tells several responses apart.
std::vector<MarginColumn> margin_columns(const MarginsRequest& q, MarginEffect kind, const MarginsModel& m,
                                         const std::string& prefix, const command::Context& c);

// Equations hold together: columns of one effect follow one another.
void gather_equations(std::vector<MarginColumn>& columns);

// Differences between all pairs, the later minus the earlier: "2vs1.g" for levels of one factor.
std::vector<MarginColumn> paired_margins(const std::vector<MarginColumn>& columns);

// Every scenario of at() against the first: "r2vs1._at". Error 198 with one scenario.
std::vector<MarginColumn> scenario_contrasts(const std::vector<MarginColumn>& columns);

// Blocks of cells, as margin_columns lays them out, become contrasts: "r2vs1.g", for several blocks with "@place".
std::vector<MarginColumn> contrasted_margins(const std::vector<MarginColumn>& columns, const CellContrasts& k,
                                             bool effects);

}  // namespace nqp::kit
