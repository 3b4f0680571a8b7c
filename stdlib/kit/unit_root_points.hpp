// Critical values of the Dickey-Fuller distributions, and what dfuller and pperron do with one series.
#pragma once

#include <array>
#include <string>

#include "stdlib/kit/design.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"
#include "stdlib/numeric/panel/unit_root.hpp"

namespace nqp::kit {

// 1, 5 and 10 percent points of the t statistic and of n(ρ - 1): Fuller (1976), tables 8.5.2 and 8.5.1, linear in the
// number of rows between lines of the table, its edges beyond.
std::array<double, 3> dickey_fuller_points(double n, numeric::Deterministic terms);
std::array<double, 3> normalised_bias_points(double n, numeric::Deterministic terms);

// Left side on right side (time-series terms as text) in one series.
struct SeriesRegression {
  EstimationSample sample;
  command::Terms x;
  numeric::LinearFit fit;
};
// Errors: 111 no tsset, 459 a panel, 2001 too few rows.
SeriesRegression regress_series(const std::string& command, const std::string& left, const std::string& right,
                                bool constant, const command::Sample& sample, const command::Context& c);

// "Regression of D.y:" and a line for each coefficient.
void show_series_regression(const std::string& left, const SeriesRegression& r, bool constant, command::Output& out);

}  // namespace nqp::kit
