// Which rows an estimation uses, and with what weights.
#pragma once

#include <cstdint>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

struct EstimationSample {
  std::vector<std::uint8_t> use;     // one per row of the frame
  std::vector<data::Row> rows;       // those in use, ascending
  std::vector<double> weights;       // one per used row as given; empty without weights
  command::WeightKind weight_kind = command::WeightKind::none;

  std::size_t size() const { return rows.size(); }
};

// What a row must not miss to be used.
struct Needed {
  command::Terms terms;              // numeric, factor and time-series terms
  command::Variables groups;         // cluster, absorbed and panel variables; strings and a#b allowed
};

// Rows in view that satisfy if and in, have a non-zero weight and miss nothing needed.
// Errors: 2000 no observations, 401 non-integer frequency weights, 402 negative weights, 109 string regressors.
EstimationSample mark_sample(const command::Context& c, const command::Sample& sample, const command::Weight& weight,
                             const Needed& needed);

// The same without weights or needs; for commands that read e(sample) and narrow it further.
EstimationSample sample_from_mask(std::vector<std::uint8_t> use);

// Drops used rows where keep (one per used row) is zero.
void restrict_sample(EstimationSample& s, const std::vector<std::uint8_t>& keep);

// e(sample) of the last estimates. Error 301 without estimates, 322 when the data have none of its rows.
EstimationSample last_sample(const command::Context& c);

// "id", "id#year" → variables. Error 111.
std::vector<const data::Variable*> group_variables(const std::string& text, const command::Context& c);

}  // namespace nqp::kit
