// Two groups and two periods: differences of means by regression, and the doubly robust estimators of drdid.
#pragma once

#include <string>

#include "interpreter/command/output.hpp"
#include "stdlib/kit/did_data.hpp"

namespace nqp::kit {

struct TwoByTwoRequest {
  DidRequest data;             // y, x, sample, weight, level
  std::string cmd = "did";
  std::string group, post;     // 0/1 variables
  command::Vce vce;
};
// Regression on group, post and their product; the product's coefficient is ATT.
command::Output estimate_two_by_two(const TwoByTwoRequest& q, const command::Context& c);

struct DoublyRobustRequest {
  DidRequest data;             // time required; without id: repeated cross sections; x in the earlier period
  std::string treatment;       // 0/1, constant within units or 1 in the later period only
  std::string method = "drimp";
};
// Errors: 459 more or fewer than two periods.
command::Output estimate_doubly_robust(const DoublyRobustRequest& q, const command::Context& c);

}  // namespace nqp::kit
