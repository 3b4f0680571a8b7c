// Coefficients of mediation equations on bootstrap samples of clusters, from cross products of each cluster.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "interpreter/command/context.hpp"
#include "stdlib/kit/cluster_resample.hpp"
#include "stdlib/numeric/mediation/cluster_grams.hpp"

namespace nqp::kit {

struct MediationEquations {
  std::string y, x, controls, absorb;
  std::vector<std::string> mediators;
  bool direct = true;                    // x is in the last equation
};

// One bootstrap sample; empty where a treatment or mediator is collinear.
struct MediationCoefficients {
  double total = 0, direct = 0;          // direct `.` without x in the last equation
  std::vector<double> a, b;              // by mediator
};

class MediationDraws {
 public:
  // nullptr when the equations are not of this kind: fixed effects other than one within the clusters and a few
  // levels besides. `use`: rows of the sample.
  static std::unique_ptr<MediationDraws> make(const MediationEquations& q, const ClusterResampler& clusters,
                                              const std::vector<std::uint8_t>& use, const command::Context& c);

  // False where the sample cannot be estimated.
  bool fit(const std::vector<std::size_t>& drawn, MediationCoefficients& out) const;

 private:
  std::size_t mediators_ = 0, nuisances_ = 0;
  bool direct_ = true;
  std::unique_ptr<numeric::ClusterGrams> grams_;
};

}  // namespace nqp::kit
