#include "stdlib/numeric/absorb/plain_absorption.hpp"

#include <algorithm>
#include <cmath>

namespace nqp::numeric {
namespace {

// Rounds of solving for what is left: the second removes the rounding and the early stop of the first.
constexpr int plain_rounds = 4;

EffectGraph graph_of(const EffectRows& e, const LevelWeights& lw) {
  if (e.balanced) return EffectGraph(e.sets[0].levels, e.sets[1].levels);
  return EffectGraph(e.sets, e.weights, e.rows, e.ascending, lw.first, lw.others);
}

}  // namespace

CodeSource source_of(const DenseCodes& codes) {
  return {.values = codes.values.data(), .lowest = 0, .levels = static_cast<std::size_t>(codes.levels)};
}

PlainAbsorption::PlainAbsorption(std::vector<CodeSource> effects, std::span<const double> weights, std::size_t rows)
    : rows_(std::move(effects), weights, rows, order_), weights_(level_weights(rows_)),
      graph_(graph_of(rows_, weights_)) {}

PlainAbsorption::PlainAbsorption(EffectRows rows, std::vector<std::size_t> order, LevelWeights weights)
    : order_(std::move(order)), rows_(std::move(rows)), weights_(std::move(weights)),
      graph_(graph_of(rows_, weights_)) {}

double PlainAbsorption::accuracy(const SlotTable& sums, std::span<const double> size) const {
  double worst = 0;
  for (std::size_t slot = 0; slot < weights_.others.size(); ++slot) {
    const double scale = weights_.others[slot] > 0 ? 1 / std::sqrt(weights_.others[slot]) : 0;
    for (std::size_t k = 0; k < sums.width; ++k) {
      if (size[k] > 0) worst = std::max(worst, std::fabs(sums.row(slot)[k]) * scale / size[k]);
    }
  }
  return worst;
}

double PlainAbsorption::group_mean(const SlotTable& sums, std::span<const double> size) const {
  const double root = std::sqrt(static_cast<double>(rows_.rows));
  double worst = 0;
  for (std::size_t slot = 0; slot < weights_.others.size(); ++slot) {
    if (!(weights_.others[slot] > 0)) continue;
    for (std::size_t k = 0; k < sums.width; ++k) {
      if (size[k] > 0) worst = std::max(worst, std::fabs(sums.row(slot)[k]) / weights_.others[slot] * root / size[k]);
    }
  }
  return worst;
}

AbsorbReport PlainAbsorption::partial_out(Matrix& z, const AbsorbOptions& options, Progress& progress,
                                          SlotTable* others) const {
  AbsorbReport report;
  std::vector<double*> columns;
  for (std::size_t k = 0; k < z.cols; ++k) columns.push_back(z.column(k).data());
  const RowColumns view{{columns.begin(), columns.end()}, {}};
  std::vector<double> size;
  for (int round = 0; round < plain_rounds; ++round) {
    check(progress);
    const WithinSums sums = within_sums(rows_, weights_, view, round == 0);
    if (round == 0) {
      for (const double s : sums.square) size.push_back(std::sqrt(s));
    }
    report.accuracy = accuracy(sums.others, size);
    report.group_mean = group_mean(sums.others, size);
    const bool done = round > 0 && (report.accuracy <= options.tolerance || rows_.sets.size() == 1);
    SlotTable A, left;
    if (!done) {
      // What is left after a round is small: asking for all digits of it would be asking for those of roundings.
      const double wanted = round == 0 ? options.tolerance
                                       : std::clamp(0.01 * options.tolerance / report.accuracy, options.tolerance, 0.1);
      const GraphSolution s = graph_.solve(sums.others, A, left, wanted, options.max_iterations, progress);
      report.iterations += s.iterations;
      report.converged = s.converged;
      if (others)
        for (std::size_t i = 0; i < A.values.size(); ++i) others->values[i] += A.values[i];
    }
    // Also when done: what rounding left of the first set's means goes.
    if (!done || round == 1) take_residuals(rows_, weights_, columns, done ? SlotTable{} : A);
    if (done || !report.converged) break;
  }
  if (report.accuracy > std::max(options.tolerance, 1e-12) * 100) report.converged = false;
  return report;
}

}  // namespace nqp::numeric
