// Callaway and Sant'Anna's estimator as csdid and did run it, and its averages as estat shows them.
#pragma once

#include <string>

#include "interpreter/command/output.hpp"
#include "stdlib/kit/did_data.hpp"
#include "stdlib/numeric/did/aggregate_effects.hpp"
#include "stdlib/numeric/did/group_time.hpp"

namespace nqp::kit {

struct GroupTimeRequest {
  DidRequest data;
  std::string cmd = "csdid";
  std::string method = "dripw";     // dripw drimp reg stdipw ipw
  std::string agg = "attgt";        // attgt simple group calendar event
  bool not_yet = false, as_in_r = false, universal = false;
  double anticipation = 0;
  std::vector<double> window;       // of event: two numbers, or none
  double balance = data::missing;   // of event: only cohorts seen for so many periods of treatment
  bool bootstrap = false;           // multiplier bootstrap: standard errors and uniform bands
  int reps = 999;
  std::string multiplier = "mammen";
  std::string seed;                 // empty: from the session's stream
  bool pointwise = false;           // intervals of the bootstrap are pointwise
  std::string influence_file;       // saverif(): the influence functions as data
  bool replace = false;
};

// wboot(reps(#) wbtype(mammen|rademacher) rseed(#)): turns the bootstrap on unless the text is empty. Error 198.
void read_multiplier_options(const std::string& text, GroupTimeRequest& q);

command::Output estimate_group_time(const GroupTimeRequest& q, const command::Context& c);

// Averages from e(b_attgt), e(V_attgt) and e(gtt): names as csdid gives them (ATT, GAverage G2004, CAverage T2004,
// Pre_avg Post_avg Tm2 Tp0). Error 198 for another word, 301 when e() has no such matrices.
struct NamedEffects {
  std::vector<std::string> names;
  numeric::Aggregates effects;
};
// After an extended two-way fixed effects regression: from e(b_interact), e(V_interact) and e(cells), the weights being
// numbers of observations and taken as given.
// `balance` as R's did has it: cohorts seen at that relative time, and relative times that all of them are seen at.
NamedEffects average_effects(const std::string& agg, const std::vector<double>& window, const command::Results& e,
                             double balance = data::missing);

// rel b se lb ub n_treated, normal intervals.
eval::Matrix event_matrix(const command::Results& e, double level, double balance = data::missing);

}  // namespace nqp::kit
