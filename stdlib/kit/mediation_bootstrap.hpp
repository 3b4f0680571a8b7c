// Effects of a mediation model on bootstrap samples of clusters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "interpreter/dataset/frame.hpp"
#include "stdlib/kit/bootstrap_intervals.hpp"
#include "stdlib/kit/mediation_call.hpp"

namespace nqp::kit {

struct MediationResampling {
  int reps = 1000;
  std::string interval = "percentile", cluster;  // percentile, bc, bca, normal; the variable that is drawn
  std::optional<std::string> seed;
  double level = 95;
  bool run_all = false;                          // the regressions themselves, also where cross products do
};

struct MediationBootstrap {
  std::vector<BootstrapSummary> effects;         // in the order of effect_names
  std::vector<double> p;                         // 2 min(share <= 0, share >= 0)
  double reps = 0, failures = 0, clusters = 0;
};

// What is drawn: cluster(), else the clusters of the variances, else panels where effects are absorbed; "" means rows.
std::string drawn_clusters(const MediationCall& a, const MediationResampling& r, const data::Frame& f);

const double* bootstrap_ends(const BootstrapSummary& b, const std::string& kind);

// `marked` is the data with the mark `touse` of the rows `use`. Least squares come from cross products of clusters,
// other estimators are run on every sample, which leaves the last sample in the session. Error 498 when fewer than two
// samples gave results.
MediationBootstrap bootstrap_mediation(const MediationCall& a, const MediationResampling& r,
                                       const data::Frame& marked, const std::string& touse,
                                       const std::vector<std::uint8_t>& use, const std::vector<double>& observed,
                                       runtime::Session& s);

}  // namespace nqp::kit
