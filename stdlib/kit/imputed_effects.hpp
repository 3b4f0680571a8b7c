// The imputation estimators as did_imputation, did2s and did run them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "interpreter/command/output.hpp"
#include "stdlib/kit/did_data.hpp"

namespace nqp::kit {

struct ImputationRequest {
  DidRequest data;                    // x: controls of the model of untreated outcomes
  std::string cmd = "did_imputation", estimator = "bjs";
  std::string effects;                // fe(): empty: unit and time; "." none
  std::vector<double> horizons;
  bool all_horizons = false, balanced_horizons = false;
  int pretrends = 0;
  double min_effective = 30;          // estimands with fewer effective observations are suppressed
  double last_horizon = data::missing; // event: later ones are not reported
  double delta = 1;
  double shift = 0;                   // cohorts are dated so much earlier; data.anticipation keeps their dates
  bool autosample = false, leave_out = false;
  std::string agg;                    // simple event group calendar with csdid's names; empty: tau, tau0 …
  std::string save_effects;           // new variable with the imputed effects
  bool save_weights = false;          // new variables __w_tau …: estimates are sums of y times them
  // With an empty agg alone:
  command::Variables treated_weights; // weights of treated rows, an estimand for each; default all alike
  bool sum = false;                   // they are not scaled to sum to one
  std::string by;                     // separate effects for each value of this variable
  command::Variables project;         // effects regressed on these variables: tau_cons tau_x …
  command::Variables effect_cells;    // rows whose effects are taken as alike for the variance; default cohort, period
};

// Borusyak, Jaravel and Spiess. Errors: 198 when effects cannot be imputed and autosample is not given.
command::Output estimate_imputation(const ImputationRequest& q, const command::Context& c);

struct TwoStageRequest {
  command::Terms y;
  command::Sample sample;
  command::Weight weight;
  std::string cmd = "did2s";
  std::string first_stage;            // "i.id i.year x"
  command::Terms second_stage;
  std::string treatment, cluster;
  double level = 0;
};

// Gardner's two stages, as did2s.
command::Output estimate_two_stage(const TwoStageRequest& q, const command::Context& c);

// The same with the data of did: an overall effect (ATT) or one for each relative time (Tm2, Tp0 …).
struct GardnerRequest {
  DidRequest data;
  std::string effects;
  std::string agg = "simple";  // simple, group, calendar, event
  std::vector<double> window;
};
command::Output estimate_gardner(const GardnerRequest& q, const command::Context& c);

}  // namespace nqp::kit
