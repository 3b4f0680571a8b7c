// Least squares in one window after another: asreg and rangestat.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "stdlib/kit/range_windows.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::kit {

enum class WindowErrors { classical, robust, newey };

struct WindowRegressionSpec {
  std::string y;
  command::Variables x;
  bool constant = true;
  WindowErrors errors = WindowErrors::classical;
  int lags = 0;               // newey: of the window's rows in order
  std::size_t minimum = 0;    // fewest complete rows; more than there are coefficients in any case
};

struct WindowFit {
  double N = 0, r2 = 0, adjusted = 0, rmse = 0;
  std::vector<double> b, se;  // slopes, the constant last; `.` for a collinear regressor
};

// The values of y and x, read once: one per row of the frame.
class WindowRegression {
 public:
  WindowRegression(WindowRegressionSpec spec, const command::Context& c);

  // `rows` of the frame; those that miss something are passed over, and so is the row `left_out`. b is empty when there
  // are too few rows; N is given all the same.
  WindowFit fit(std::span<const data::Row> rows, data::Row left_out = static_cast<data::Row>(-1)) const;
  // x'b of a row; `.` when it misses a regressor or b is empty. Collinear regressors count nothing.
  double fitted(const WindowFit& f, data::Row row) const;
  double y(data::Row row) const { return values_.front()[row]; }

 private:
  WindowRegressionSpec spec_;
  std::vector<std::vector<double>> values_;  // y, then x
};

}  // namespace nqp::kit
