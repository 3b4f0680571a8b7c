// An outcome that is seen for a selected part of the sample: the two equations of heckman and heckprobit.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/likelihood_estimation.hpp"

namespace nqp::kit {

struct SelectedOutcome {
  struct Selection {
    command::Terms y, z;               // y empty: selected where the outcome is there
    bool constant = true;
  };
  LikelihoodData all, outcome;         // selection equation on all rows; outcome equation on the selected ones
  LikelihoodArgs args;
  std::vector<std::uint8_t> selected;
  Selection selection;
  std::string y, selector;             // names of the equations
};

// `select` is "[depvar =] varlist [, noconstant]". Errors: 2000 when no row or every row is selected, 198 syntax.
SelectedOutcome selected_outcome(const LikelihoodArgs& a, const std::string& select, const command::Context& c);

// The outcome equation on all rows: zeros where nothing is selected, which the likelihoods do not read.
struct OutcomeRows {
  std::vector<double> y;
  numeric::Matrix x;
};
OutcomeRows outcome_rows(const SelectedOutcome& m);

// The probit of selection.
numeric::LikelihoodFit selection_probit(const SelectedOutcome& m, const command::Context& c);

// Option first: its table stands before what `out` shows.
void show_selection_first(const SelectedOutcome& m, const numeric::LikelihoodFit& probit, double level,
                          const command::Context& c, command::Output& out);

}  // namespace nqp::kit
