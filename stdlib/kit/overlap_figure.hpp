// Figures of propensity scores by treatment: overlap, common support, before and after matching.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "interpreter/command/context.hpp"
#include "stdlib/kit/chart.hpp"

namespace nqp::kit {

struct ScoreRows {
  std::vector<double> score;
  std::vector<std::uint8_t> treated, on_support;
  std::vector<double> weight;   // after matching; empty: all the same
};

// Densities of the scores of treated (solid) and controls (dashed); rows with weight 0 are left out. Groups of one
// value have no curve.
Chart score_densities(const ScoreRows& rows, const std::string& title, const command::Context& c);

// Histogram of the treated upwards, of the controls downwards; treated off support have a colour of their own.
Chart score_histogram(const ScoreRows& rows, int bins);

}  // namespace nqp::kit
