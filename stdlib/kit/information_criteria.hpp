// AIC and BIC, shared by estat ic and estimates stats.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "interpreter/command/results.hpp"
#include "interpreter/report/document.hpp"

namespace nqp::kit {

struct InformationCriteria {
  double N = data::missing, ll_0 = data::missing, ll = data::missing, df = data::missing;
  double aic = data::missing, bic = data::missing;
};

// df is the rank of e(V). `n` replaces e(N) in BIC when it is positive.
InformationCriteria information_criteria(const command::Results& e, double n = 0);

report::Table criteria_table(const std::vector<std::pair<std::string, InformationCriteria>>& models);
eval::Matrix criteria_matrix(const std::vector<std::pair<std::string, InformationCriteria>>& models);

}  // namespace nqp::kit
