// Fits a linear command again with other values of one variable, without running it again.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/absorbed_effects.hpp"
#include "stdlib/kit/treatment_draws.hpp"
#include "stdlib/numeric/panel/dated_regressor.hpp"
#include "stdlib/numeric/panel/one_regressor.hpp"

namespace nqp::kit {

// regress, areg, reghdfe and xtreg, fe without weights, where the variable enters once and on its own, and errors are
// classical, robust or clustered by one variable.
class QuickRefit {
 public:
  // After `command` ran on the session's data: nullptr when it is not of this kind, or when the coefficient of
  // `variable` does not come out as e(b) has it. `rows`: e(sample), one per row of the data.
  static std::unique_ptr<QuickRefit> make(const std::string& command, const std::string& variable,
                                          const std::vector<std::uint8_t>& rows, runtime::Session& s);

  // b and se for each vector of values (one per row of the data, none missing in the sample); `.` where the variable is
  // omitted.
  std::vector<std::pair<double, double>> fit(const std::vector<std::vector<double>>& values,
                                             const command::Context& c) const;

  const std::vector<data::Row>& rows() const { return sample_.rows; }

  // Whether the variable can be given by dates of adoption: the effects are those of `unit` and `time` (one per row of
  // the data) alone, and the panel is balanced.
  bool takes_dates(const std::vector<std::int64_t>& unit, const std::vector<double>& time);
  // b and se of draws from … to - 1, in several threads. `draw` writes the units (of the data) that are treated and
  // their dates; it changes nothing else.
  using TreatedDraw = std::function<void(std::size_t, std::vector<DrawnUnit>&)>;
  std::vector<std::pair<double, double>> fit_drawn(std::size_t from, std::size_t to, const TreatedDraw& draw);

 private:
  EstimationSample sample_;
  AbsorbRequest request_;
  std::unique_ptr<AbsorbedEffects> absorbed_;
  GroupCodes clusters_;
  std::vector<std::int32_t> constant_;
  std::vector<double> y_;
  numeric::Matrix x_;
  std::unique_ptr<numeric::OneRegressor> model_;
  double factor_ = 1;  // reported over raw standard error
  std::vector<numeric::DatedRegressor> dated_;   // one a thread
  std::vector<double> periods_;
  std::vector<std::size_t> place_;     // in dated_, of each unit of the data
};

}  // namespace nqp::kit
