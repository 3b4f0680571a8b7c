// What the commands with two lists in parentheses share: didregress, xtdidregress (one effect), hdidregress and
// xthdidregress (effects by cohort and period).
#pragma once

#include <string>
#include <string_view>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/display.hpp"

namespace nqp::kit {

struct TwoListArgs : DisplayOptions {
  std::string body, group, time;                     // "(y x) (d)", behind the estimator's name in hdidregress
  std::string control = "never", base = "adaptive";  // hdidregress, xthdidregress
  command::Sample sample;
  command::Weight weight;
  command::Vce vce;
};

// Declarations but for examples and what runs. `panel`: data that are xtset.
command::Definition<TwoListArgs> group_did_declaration(std::string_view name, std::string_view title, bool panel);
command::Definition<TwoListArgs> cohort_did_declaration(std::string_view name, std::string_view title, bool panel);

// Without a body the last results are shown again. Errors: 198 options that are missing, 459 data that are not xtset.
command::Output run_group_did(const std::string& cmd, bool panel, const TwoListArgs& a, const command::Context& c);
command::Output run_cohort_did(const std::string& cmd, bool panel, const TwoListArgs& a, const command::Context& c);

}  // namespace nqp::kit
