// Regressors that predict a 0/1 outcome perfectly leave the model, and the rows they decide leave the sample.
#pragma once

#include <string>
#include <vector>

#include "interpreter/eval/matrix.hpp"
#include "stdlib/kit/likelihood_estimation.hpp"

namespace nqp::kit {

struct PerfectPrediction {
  std::vector<std::string> notes;      // "x != 0 predicts failure perfectly; …"
  eval::Matrix rules;                  // e(rules): a row for each, columns sign, value, outcome, rows that left
  double dropped = 0;
};

// Until no column predicts: a column with two values of which one goes with a single outcome leaves with those rows;
// one with more values that separates the outcomes but for one value leaves with the rows it decides.
// Errors: 2000 when the outcome does not vary, or when a regressor decides every row.
PerfectPrediction drop_perfect_predictors(LikelihoodData& d);

// Rows of the frame that e(rules) decides: 1 where a statistic of the model is not defined.
std::vector<std::uint8_t> ruled_rows(const command::Results& e, const command::Context& c);

}  // namespace nqp::kit
