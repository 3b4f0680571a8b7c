// Effects imputed from a model of untreated outcomes: Borusyak, Jaravel and Spiess (2024), and Gardner (2022).
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "stdlib/numeric/absorb/effects.hpp"
#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

// y = effects + x b on untreated rows.
struct UntreatedModel {
  std::span<const double> y{};             // n
  MatrixView x{};                          // n × k
  std::vector<Effect> effects{};
  std::span<const double> weights{};       // n or empty
  std::span<const std::uint8_t> treated{};  // n, 1 treated
};

// The model fitted to untreated rows: its prediction for every row, and what averages of imputed effects take from
// untreated outcomes. The effect with most levels is eliminated exactly, the rest is solved as a dense system.
class UntreatedFit {
 public:
  // Effects have intercepts only. Failures: no_observations without untreated rows, requirement for slopes.
  UntreatedFit(const UntreatedModel& model, Progress& progress);

  // 1 where the prediction is not determined: a level without untreated rows, or parts of the model that untreated
  // rows do not connect.
  const std::vector<std::uint8_t>& cannot_impute() const { return cannot_; }
  const std::vector<double>& effect() const { return effect_; }   // y - ŷ(0), NaN where it cannot be imputed
  std::size_t untreated() const { return untreated_; }

  // -Z0 (Z0'W Z0)^- Z'w for every column w of a matrix over all rows; 0 on treated rows. w must be 0 on rows that
  // cannot be imputed. Σ w (y - ŷ(0)) = Σ (w + this) y when w is 0 on untreated rows.
  Matrix carried_back(const Matrix& w) const;

 private:
  void build(Progress& progress);
  void find_estimable();
  // Entries of row i of the dense part: calls f(column, value).
  template <class F>
  void for_each_entry(std::size_t i, F&& f) const;
  double weight(std::size_t i) const { return model_.weights.empty() ? 1.0 : model_.weights[i]; }
  std::size_t unit(std::size_t i) const { return static_cast<std::size_t>(first_.values[i]); }
  struct Solution {
    std::vector<double> level, rest;
  };
  // (Z0'W Z0)^- applied to sums over levels of the first effect and over the dense part.
  Solution solve(const std::vector<double>& by_level, const std::vector<double>& by_rest) const;
  double value(std::size_t i, const Solution& s) const;

  UntreatedModel model_;
  DenseCodes first_;                     // the eliminated effect
  std::vector<DenseCodes> others_;
  std::vector<std::size_t> offset_;      // of each other effect in the dense part
  std::size_t width_ = 0, untreated_ = 0;
  Matrix x_;                             // columns scaled to unit size
  std::vector<double> level_weight_;     // Σw of untreated rows by level
  std::vector<std::vector<std::pair<std::size_t, double>>> level_sum_;  // Σ w r of them, sparse
  Matrix system_, inverse_;
  std::vector<double> effect_;
  std::vector<std::uint8_t> cannot_;
};

struct ImputedAverages {
  std::vector<double> effect;      // Σ w τ, one for each column of w
  Matrix V;
  std::vector<double> effective;   // 1 / Σ w², the number of observations behind each
};

struct ImputationSpec {
  std::span<const std::uint8_t> treated{};
  Codes clusters{};                       // n
  Codes cells{};                          // n: treated rows whose effects are taken as equal for the variance
  bool leave_out = false;
};

// w is n × m, zero on untreated rows and on those that cannot be imputed.
// V_ab = Σ_c (Σ_{i∈c} v_ai ε_ai)(Σ v_bi ε_bi), with ε the residual of untreated rows and, of treated rows, the distance
// of τ from the average over its cell, weighted by (Σ_cluster w) w. Borusyak, Jaravel and Spiess (2024), eq. 8 and
// appendix A.7; `leave_out` rescales by the share of the own cluster. Failure requirement when a cell has one cluster.
ImputedAverages imputed_averages(const ImputationSpec& spec, const UntreatedFit& fit, const Matrix& w,
                                 Progress& progress);

struct TwoStage {
  std::vector<double> b;
  Matrix V;
  std::vector<std::uint8_t> omitted;
  double N = 0;
};

// Gardner's second stage: y - ŷ(0) on x2 (n × m, no constant) over the rows that can be imputed, V with the first
// stage's estimation error, clustered, without a small-sample factor. Gardner (2022), eq. 7; as R's did2s.
TwoStage second_stage(const UntreatedFit& fit, MatrixView x2, std::span<const double> weights, Codes clusters,
                      std::span<const std::uint8_t> treated);

}  // namespace nqp::numeric
