// Correlations with stars, as papers print them.
#pragma once

#include <string>
#include <vector>

#include "interpreter/report/paper_table.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/table_text.hpp"

namespace nqp::kit {

// One triangle of a table: correlations and their significance.
struct CorrelationTriangle {
  const eval::Matrix *values = nullptr, *significance = nullptr;
};

// Correlations below the diagonal, and above it when there are, with the stars they earn. `names` are those of rows and
// columns.
report::PaperTable correlation_table(const CorrelationTriangle& lower, const CorrelationTriangle& upper,
                                     const std::vector<std::string>& names, const std::string& format,
                                     const std::vector<Star>& stars);

// r() of a command (pwcorr …, spearman …) run on the rows in use, nothing shown; the data stay as they are.
command::Results results_on_rows(const std::string& command, const std::vector<std::uint8_t>& use, runtime::Session& s);

}  // namespace nqp::kit
