// From vce() and weights to what the numeric core wants, and the words that describe it.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/results.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/numeric/vce/spec.hpp"

namespace nqp::kit {

struct VceChoice {
  std::string kind;                          // "ols", "robust", "cluster", "hc2" …: e(vce)
  std::string type;                          // "Robust", "Robust HC2", or empty: e(vcetype)
  std::vector<std::string> variables;        // cluster variables, a#b as written
  std::vector<GroupCodes> groups;

  // Views of the codes: valid as long as this lives.
  numeric::VceSpec spec() const;
};

// `classical` is the estimator's word for its default (ols, conventional, unadjusted, oim). pweights make it robust.
// Errors: 198 pweights with a classical estimator asked for, 2001 only one cluster.
VceChoice choose_vce(const command::Vce& vce, const std::string& classical, const EstimationSample& s,
                     const command::Context& c);

// e(vce), e(vcetype), e(clustvar); e(N_clust) and, for several variables, e(N_clust1) …
void post_vce(const VceChoice& v, const std::vector<double>& N_clust, command::Results& e);

}  // namespace nqp::kit
