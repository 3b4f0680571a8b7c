// Treatment effects from one regression with dummies of cohorts and times: event studies, Sun and Abraham's
// interaction-weighted estimator, extended two-way fixed effects, and two-way fixed effects itself.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/output.hpp"
#include "stdlib/kit/did_regression.hpp"

namespace nqp::kit {

struct CellRequest {
  DidRequest data;
  std::string cmd = "did", estimator = "sa";  // sa, wooldridge
  std::string absorb;
  command::Vce vce;
  std::string agg = "event";                  // simple group calendar event
  double base = -1;                           // relative time left out, less data.anticipation
  std::vector<double> window;                 // sa: its ends collect what lies beyond; two numbers or none
  bool share_variance = true;                 // sa: cohort shares are estimates
  bool before_cells = false;                  // wooldridge: cells before treatment too
  std::string alike;                          // wooldridge: cells with one effect: time, cohort, event, twfe; empty: none
};
command::Output estimate_cells(const CellRequest& q, const command::Context& c);

struct EventRequest {
  DidRequest data;
  std::string cmd = "eventstudy";
  std::string absorb;
  command::Vce vce;
  double base = -1;
  bool base_first = false;
  std::vector<double> window;                 // two numbers or none
  enum class Outside { bin, drop_rows, no_dummy } outside = Outside::bin;
  bool drop_base_rows = false;                // rows of the base leave, instead of their dummy
  std::vector<double> tested;                 // relative times of the joint test; empty: all before but the base
  std::string stub;                           // generate(): new dummies stub_m5 … stub_p3
};
// Two-way fixed effects with dummies of relative time.
command::Output estimate_event_study(const EventRequest& q, const command::Context& c);

struct TwoWayRequest {
  DidRequest data;
  std::string absorb;
  command::Vce vce;
};
// y on the treatment with unit and period effects, and the share of negative weights.
command::Output estimate_two_way(const TwoWayRequest& q, const command::Context& c);

// Error 198 unless it is empty or has two ascending numbers.
void check_window(const std::vector<double>& window);

// Joint test that the rows of e(event) before treatment are 0; coefficients by place in k.
void post_pretest(const Coefficients& k, const std::vector<std::size_t>& before, double df_r, command::Results& e);

}  // namespace nqp::kit
