// Goodman-Bacon's decomposition as bacondecomp and did run it.
#pragma once

#include "interpreter/command/output.hpp"
#include "stdlib/kit/did_regression.hpp"

namespace nqp::kit {

struct BaconRequest {
  DidRequest data;
  std::string cmd = "bacondecomp";
  bool details = false;         // every pair is shown
  std::string file;             // type g_treat g_ctrl b w
  bool replace = false;
  std::string stub;             // new variables stubT stubC stubB stubS stubcgroup, one row a pair
  bool graph = false;           // the scatter of estimates and weights
  std::string graph_options;
};
// Errors: 459 unbalanced panels and treatments without variation.
command::Output estimate_bacon(const BaconRequest& q, const command::Context& c);

}  // namespace nqp::kit
