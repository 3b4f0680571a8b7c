// Panels with a treatment that starts at some time and stays: what all difference-in-differences estimators read.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/design.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/numeric/codes.hpp"

namespace nqp::kit {

// Which data, as the user said it.
struct DidRequest {
  command::Terms y, x;
  command::Sample sample;
  command::Weight weight;
  std::string id, time;         // empty: those of xtset
  std::string gvar, treat;      // one of them
  command::Variables clusters;  // empty: by unit
  command::Variables groups;    // more variables that must not be missing
  double level = 0;
  bool force = false;           // a treatment that ends is no error
  bool cross_sections = false;  // no panel: every row is a unit
  double anticipation = 0;      // periods before treatment that are no longer untreated; csdid has its own
  std::string treated_groups = {};  // cross sections with treat(): the groups whose members are treated together
};

struct DidData {
  EstimationSample sample;
  std::string id, time_name, treatment;   // names; treatment is gvar or treat
  std::string cluster;                    // name of the cluster variable
  std::vector<double> y;
  Design design;                          // covariates, without a constant
  GroupCodes unit;
  std::vector<double> time, cohort;       // per used row; cohort 0: never treated
  std::vector<double> treated;            // 0/1 per used row: time >= cohort, or treat() itself
  std::vector<double> unit_cohort;        // per unit
  std::vector<double> times;              // distinct, ascending

  std::size_t n() const { return sample.size(); }
  std::vector<double> relative() const;   // time - cohort; NaN for never treated
  std::size_t units_of(double cohort) const;
  std::vector<double> cohorts() const;    // distinct, without 0
  std::vector<std::string> covariate_names() const;
};

// Fills id and time from xtset. Errors: 459 not declared, no treatment variable, treatment not 0/1 or not absorbing,
// gvar that varies within units; 198 both gvar() and treat().
DidData read_did(DidRequest request, const command::Context& c);

// Drops units that are treated from their first period on: they have no period before. Returns their number.
std::size_t drop_always_treated(DidData& d, const command::Context& c, const DidRequest& request);

// Keeps used rows where keep is not 0 and builds everything anew.
void narrow(DidData& d, const std::vector<std::uint8_t>& keep, const DidRequest& request, const command::Context& c);

// Codes of the cluster variable per row and per unit (empty per unit when clusters are units).
GroupCodes cluster_codes(const DidData& d, const DidRequest& request, const command::Context& c);

// Error 459 when units are not within clusters.
std::vector<std::int32_t> unit_clusters(const DidData& d, const GroupCodes& clusters);

}  // namespace nqp::kit
