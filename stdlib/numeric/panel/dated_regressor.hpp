// A regression with unit and period effects on a balanced panel, fitted again and again with a treatment that starts
// at other dates: what is left of it is known from sums over treated cells.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/panel/one_regressor.hpp"

namespace nqp::numeric {

class DatedRegressor {
 public:
  // `rows[u * periods + t]` is the row of unit u in period t in `model`, whose effects are those of units and periods;
  // with ScoreError::cluster, `clusters` has the cluster of each unit.
  DatedRegressor(const OneRegressor& model, std::size_t units, std::size_t periods, std::span<const std::size_t> rows,
                 std::vector<std::int32_t> clusters);

  // start[u]: first treated period of unit u, `periods` for none. With y* and orthonormal q_k the residualised outcome
  // and regressors, D'y* and D'q_k are sums over treated cells, and the square of what effects leave of D is
  // ΣD - Σ n_u²/T - Σ n_t²/N + (ΣD)²/(NT), n counting treated cells by unit and by period.
  OneCoefficient fit(std::span<const std::uint32_t> start);

 private:
  double scores(std::span<const std::uint32_t> start, double b);

  std::size_t units_, periods_, padded_, columns_;   // columns: outcome, then regressors
  ScoreError error_;
  std::vector<double> suffix_;      // [unit][start][column]: sums over periods from start on
  std::vector<double> values_;      // [column][period][unit], units padded with zeros
  std::vector<std::int32_t> clusters_;
  std::size_t cluster_count_ = 0;
  double outcome_square_ = 0;
  std::vector<double> total_, by_period_, level_, meat_, sums_;   // of the draw at hand
};

}  // namespace nqp::numeric
