// A regression with unit and period effects on a balanced panel, fitted again and again with a treatment that starts
// at other dates: what is left of it is known from sums over treated cells.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/panel/one_regressor.hpp"

namespace nqp::numeric {

struct TreatedUnit {
  std::uint32_t unit = 0;
  std::uint32_t start = 0;  // first treated period, below the number of periods
};

class DatedRegressor {
 public:
  // `rows[u * periods + t]` is the row of unit u in period t in `model`, whose effects are those of units and periods;
  // with ScoreError::cluster, `clusters` has the cluster of each unit.
  DatedRegressor(const OneRegressor& model, std::size_t units, std::size_t periods, std::span<const std::size_t> rows,
                 std::vector<std::int32_t> clusters);

  // Units that are not listed are never treated; none is listed twice. With y* and orthonormal q_k the residualised
  // outcome and regressors, D'y* and D'q_k are sums over treated cells, and the square of what effects leave of D is
  // ΣD - Σ n_u²/T - Σ n_t²/N + (ΣD)²/(NT), n counting treated cells by unit and by period.
  OneCoefficient fit(std::span<const TreatedUnit> treated);

 private:
  const double* suffix(const TreatedUnit& u) const {
    return &suffix_[(u.unit * (periods_ + 1) + u.start) * stride_];
  }
  void count_starts(std::span<const TreatedUnit> treated);
  void add_suffixes(std::span<const TreatedUnit> treated);
  void cluster_moments();
  void share_moments();
  double cluster_scores(std::span<const TreatedUnit> treated, double mean, double b);
  double residual_scores(std::span<const TreatedUnit> treated, double mean, double b);

  std::size_t units_, periods_, padded_, columns_;   // columns: outcome, then regressors
  std::size_t stride_;                               // columns and what makes them even
  ScoreError error_;
  std::vector<double> suffix_;      // [unit][start][column], the last in steps of the stride: sums from start on
  std::vector<double> values_;      // [column][period][unit], units padded with zeros
  std::vector<std::int32_t> clusters_;
  std::size_t cluster_count_ = 0, padded_clusters_ = 0;
  std::vector<double> period_sums_; // [column][period][cluster]
  // Columns over clusters whose linear combination gives the scores of units that are never treated: sums of the
  // columns weighted with the treated shares of periods, products of outcome and regressors, of regressors, units.
  std::vector<double> moments_;
  std::vector<double> shares_;      // those in moments_
  double outcome_square_ = 0;
  std::vector<double> total_, by_period_, level_, meat_, sums_, factors_, squares_;   // of the draw at hand
  std::vector<std::uint32_t> start_;
};

}  // namespace nqp::numeric
