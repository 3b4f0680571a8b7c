// Correlations with stars, as papers print them.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/results.hpp"
#include "interpreter/report/paper_table.hpp"
#include "stdlib/kit/model_table.hpp"

namespace nqp::kit {

// The lower triangle of r(C) of pwcorr with the stars that r(sig) earns. `names` are those of rows and columns.
report::PaperTable correlation_table(const command::Results& r, const std::vector<std::string>& names,
                                     const std::string& format, const std::vector<Star>& stars);

}  // namespace nqp::kit
