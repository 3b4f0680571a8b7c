// Propensity-score and covariate matching: psmatch2, psm and psmdid.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/binary_outcome.hpp"
#include "stdlib/numeric/matching/match.hpp"

namespace nqp::kit {

struct MatchArgs {
  command::Terms d, x;
  command::Sample sample;
  command::Variables outcomes;
  std::string score, within;
  command::Terms mahalanobis;
  bool logit = false, probit = false, odds = false, index = false;
  int neighbors = 1, ai = 0;
  double caliper = 0, bandwidth = 0.06, trim = 0;
  bool radius = false, kernel = false, local_linear = false, no_replacement = false, descending = false;
  std::string kernel_type;
  bool common = false, ties = false, ate = false, population = false, quiet = false;
  bool no_warnings = false, alternative_variance = false;
  std::string vce, seed;
};

// Treatment and covariates, outcome(), pscore(), the method and its details.
command::Definition<MatchArgs>& match_options(command::Definition<MatchArgs>& d);
// Stored results, references and remarks.
command::Definition<MatchArgs>& match_results(command::Definition<MatchArgs>& d);

// One value for each row of the frame, `.` where not defined.
struct MatchVariables {
  std::vector<double> score, treated, support, weight, id, number, distance;
  std::vector<std::vector<double>> neighbors;  // ids of the k nearest
  std::vector<std::vector<double>> matched;    // per outcome: the mean of the matches
};

struct MatchedEffect {
  double treated = data::missing, controls = data::missing, difference = data::missing, se = data::missing;
};

struct OutcomeEffects {
  std::string name;
  MatchedEffect unmatched, att, atu, ate;
};

struct MatchResult {
  MatchVariables variables;
  std::vector<OutcomeEffects> effects;
  std::vector<double> total_treated;           // weights of the treated as matches of controls, with ate
  double counts[2][2] = {{0, 0}, {0, 0}};      // [treated][on support]
  std::optional<command::Output> score_model;  // of the last group, with within()
  double replications = 0, failed = 0;         // of vce(bootstrap)
};

// vce(bootstrap, reps(#) seed(#)); reps 0: another vce().
struct MatchBootstrap {
  int reps = 0;
  std::optional<std::uint64_t> seed;
};
MatchBootstrap match_bootstrap(const std::string& vce);

// Puts standard deviations over samples of rows drawn with replacement in the place of the standard errors. Error 498
// when matching fails in all of them.
void bootstrap_matching(const MatchArgs& a, const MatchBootstrap& wish, const command::Context& c, MatchResult& out);

// Errors: 459 treatment not 0/1 or nobody on support, 2000 no treated or no controls, 198 options that exclude one
// another.
MatchResult run_matching(const MatchArgs& a, const command::Context& c);

// The frame with _pscore, _treated and so on; those of an earlier call are replaced.
data::Frame with_match_variables(const MatchResult& m, const MatchArgs& a, const command::Context& c);

// Tables of effects and of support, and r().
command::Output report_matching(const MatchResult& m, const MatchArgs& a, const command::Context& c);

}  // namespace nqp::kit
