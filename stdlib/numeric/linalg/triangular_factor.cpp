#include <Eigen/QR>
#include <cmath>

#include "stdlib/numeric/linalg/eigen_view.hpp"
#include "stdlib/numeric/linalg/row_blocks.hpp"
#include "stdlib/numeric/linalg/scaled_columns.hpp"

namespace nqp::numeric {
namespace {

double power_of_two_scale(std::span<const double> x) {
  double largest = 0;
  for (const double value : x) largest = std::max(largest, std::fabs(value));
  if (largest == 0) return 1.0;
  return std::ldexp(1.0, -std::ilogb(largest));
}

// The R of a block, in its leading min(rows, cols) rows.
EigenMatrix reduce_block(EigenMatrix block) {
  const Eigen::Index rows = std::min(block.rows(), block.cols());
  Eigen::HouseholderQR<Eigen::Ref<EigenMatrix>> qr(block);
  return block.topRows(rows).triangularView<Eigen::Upper>();
}

EigenMatrix load_block(const ScaledColumns& columns, std::size_t begin, std::size_t end) {
  const std::size_t width = columns.scale.size();
  EigenMatrix block(index(end - begin), index(width));
  const double* weights = columns.root_weights.empty() ? nullptr : columns.root_weights.data() + begin;
  for (std::size_t j = 0; j < width; ++j) {
    double* target = block.data() + j * (end - begin);
    if (columns.is_constant(j)) {
      std::fill(target, target + (end - begin), 1.0);
    } else {
      const double* source = columns.column(j).data() + begin;
      for (std::size_t i = 0; i < end - begin; ++i) target[i] = source[i] * columns.scale[j];
    }
    if (!weights) continue;
    for (std::size_t i = 0; i < end - begin; ++i) target[i] *= weights[i];
  }
  return block;
}

}  // namespace

ScaledColumns scale_columns(const LeastSquaresProblem& problem) {
  ScaledColumns columns{problem, {}, {}};
  if (problem.constant) columns.scale.push_back(1.0);
  for (std::size_t j = 0; j < problem.x.cols; ++j) columns.scale.push_back(power_of_two_scale(problem.x.column(j)));
  columns.scale.push_back(power_of_two_scale(problem.y));
  columns.root_weights.reserve(problem.weights.size());
  for (const double w : problem.weights) columns.root_weights.push_back(std::sqrt(w));
  return columns;
}

Matrix triangular_factor(const ScaledColumns& columns) {
  const auto part = [&](std::size_t begin, std::size_t end) { return reduce_block(load_block(columns, begin, end)); };
  const auto combine = [](EigenMatrix& top, EigenMatrix&& bottom) {
    EigenMatrix stacked(top.rows() + bottom.rows(), top.cols());
    stacked << top, bottom;
    top = reduce_block(std::move(stacked));
  };
  return from_eigen(reduce_rows(columns.rows(), part, combine));
}

}  // namespace nqp::numeric
