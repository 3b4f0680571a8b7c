// clogit, xtlogit, xtprobit and xtpoisson: outcomes whose likelihood has one term for each group.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "stdlib/kit/likelihood_estimation.hpp"
#include "stdlib/numeric/likelihood/group_model.hpp"

namespace nqp::kit {

struct GroupedData {
  LikelihoodData data;                 // rows of the estimation in the order of the frame
  GroupCodes groups;
  numeric::GroupedRows rows;           // the same, group after group; views of the vectors below
  std::vector<double> y, offset;
  numeric::Matrix x;
  std::vector<double> weights;         // per group; empty: ones
  double dropped_groups = 0, dropped_rows = 0;
  double least = 0, most = 0;          // rows of the smallest and the largest group

  GroupedData();
  GroupedData(const GroupedData&) = delete;
  GroupedData& operator=(const GroupedData&) = delete;
  ~GroupedData();
};

// What a group must be to stay: its number of rows and the sum of its outcomes.
using GroupRule = std::function<bool(double rows, double sum)>;

// Reads the data into `out`. `transform` maps outcomes before the rule sees them. `within`: columns without variation
// within groups leave. Errors: 498 weights that vary within a group, 2000 no group left.
void grouped_data(const LikelihoodArgs& a, const std::string& group, const GroupRule& rule,
                  const std::function<double(double)>& transform, bool within, const command::Context& c,
                  GroupedData& out);

// Maximises, and files N_g, g_min … Robust means clustered by group; clusters must contain groups whole, error 498.
numeric::LikelihoodFit fit_groups(const GroupedData& d, numeric::GroupSpec spec, const VceChoice& vce,
                                  const command::Context& c);
void post_groups(const GroupedData& d, const std::string& group, const VceChoice& vce, LikelihoodResult& r);

// "mvaghermite", "mcaghermite" or "ghermite" as intmethod() and e(intmethod) have it; "" is the first.
numeric::Adaptation adaptation_of(const std::string& method);

}  // namespace nqp::kit
