// What all difference-in-differences estimators file and show.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/output.hpp"
#include "stdlib/kit/did_data.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/posting.hpp"

namespace nqp::kit {

// One relative time of e(event).
struct EventEffect {
  double relative = 0, b = 0, se = 0, treated = 0;
};

// rel b se lb ub n_treated; t intervals with df degrees of freedom, normal ones when df is not positive.
eval::Matrix event_rows(const std::vector<EventEffect>& effects, double level, double df);

std::string relative_name(double relative);  // Tm2, Tp0

// Units, cohorts, clusters and the words that name the data: e(N_units), e(N_cohorts), e(gvar), e(clustvar) …
void post_did(const DidData& d, const std::string& estimator, double clusters, command::Results& e);

// The table of eventstudy: e(b) with a row for the base, which e(b) does not hold. Other commands: as it is.
report::Document show_event_study(const command::Results& e, const DisplayOptions& o, const command::Context& c);

// Notes, header and table, then what estimation() files.
command::Output did_output(command::Results e, const DidData& d, const Coefficients& k, double level,
                           command::Output notes, const command::Context& c);

// "2 units", "1 unit"
std::string units_text(std::size_t n);

}  // namespace nqp::kit
