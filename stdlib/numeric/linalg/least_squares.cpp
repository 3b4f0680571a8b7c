#include "stdlib/numeric/linalg/least_squares.hpp"

#include <array>
#include <cmath>
#include <limits>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/double_double.hpp"
#include "stdlib/numeric/linalg/row_blocks.hpp"
#include "stdlib/numeric/linalg/scaled_columns.hpp"

namespace nqp::numeric {
namespace {

// Refinement costs three times the factorisation, so large well-conditioned problems go without.
constexpr std::size_t always_refine_cells = 200'000;
constexpr double refine_condition = 1e3;
constexpr int max_corrections = 4;
constexpr double refine_inverse_condition = 1e6;
constexpr std::size_t refine_inverse_cost = 10'000'000;

using PlacedCoefficients = std::vector<DoubleDouble>;  // of the kept columns, in scaled units

std::vector<double> solve_upper(const Matrix& R, std::vector<double> x) {
  for (std::size_t i = R.rows; i-- > 0;) {
    for (std::size_t l = i + 1; l < R.rows; ++l) x[i] -= R(i, l) * x[l];
    x[i] /= R(i, i);
  }
  return x;
}

std::vector<double> solve_upper_transposed(const Matrix& R, std::vector<double> x) {
  for (std::size_t i = 0; i < R.rows; ++i) {
    for (std::size_t l = 0; l < i; ++l) x[i] -= R(l, i) * x[l];
    x[i] /= R(i, i);
  }
  return x;
}

Matrix inverse_upper(const Matrix& R) {
  Matrix inverse(R.rows, R.rows);
  for (std::size_t j = 0; j < R.rows; ++j) {
    std::vector<double> unit(R.rows, 0.0);
    unit[j] = 1.0;
    unit = solve_upper(R, std::move(unit));
    for (std::size_t i = 0; i <= j; ++i) inverse(i, j) = unit[i];
  }
  return inverse;
}

// Of the columns scaled to unit norm: Frobenius norms of R and its inverse.
double condition_of(const Matrix& R, const Matrix& inverse) {
  double direct = 0;
  double reciprocal = 0;
  for (std::size_t j = 0; j < R.rows; ++j) {
    double norm2 = 0;
    double inverse_row2 = 0;
    for (std::size_t i = 0; i <= j; ++i) norm2 += R(i, j) * R(i, j);
    for (std::size_t l = j; l < R.rows; ++l) inverse_row2 += inverse(j, l) * inverse(j, l);
    direct += 1.0;
    reciprocal += norm2 * inverse_row2;
  }
  return std::sqrt(direct * reciprocal);
}

// y - xb of rows [begin, end) in double-double, in scaled units of y.
struct ResidualBlock {
  std::array<double, block_rows> hi;
  std::array<double, block_rows> lo;
};

void subtract_product(ResidualBlock& block, const double* x, double scale, DoubleDouble b, std::size_t rows) {
  for (std::size_t i = 0; i < rows; ++i) {
    const double value = x ? x[i] * scale : 1.0;
    const DoubleDouble product = two_product(value, b.hi);
    const DoubleDouble s = two_sum(block.hi[i], -product.hi);
    const DoubleDouble t = quick_two_sum(s.hi, s.lo + (block.lo[i] - product.lo - value * b.lo));
    block.hi[i] = t.hi;
    block.lo[i] = t.lo;
  }
}

void residual_block(const ScaledColumns& columns, const std::vector<std::size_t>& kept, const PlacedCoefficients& b,
                    std::size_t begin, std::size_t end, ResidualBlock& block) {
  const std::size_t rows = end - begin;
  const double y_scale = columns.scale.back();
  for (std::size_t i = 0; i < rows; ++i) {
    block.hi[i] = columns.problem.y[begin + i] * y_scale;
    block.lo[i] = 0.0;
  }
  for (std::size_t j = 0; j < kept.size(); ++j) {
    const bool constant = columns.is_constant(kept[j]);
    const double* x = constant ? nullptr : columns.column(kept[j]).data() + begin;
    subtract_product(block, x, columns.scale[kept[j]], b[j], rows);
  }
}

// X'W(y - xb) of one block, in double-double.
PlacedCoefficients gradient_block(const ScaledColumns& columns, const std::vector<std::size_t>& kept,
                            const ResidualBlock& block, std::size_t begin, std::size_t end) {
  PlacedCoefficients residual_gradient(kept.size());
  const std::span<const double> weights = columns.problem.weights;
  for (std::size_t j = 0; j < kept.size(); ++j) {
    const bool constant = columns.is_constant(kept[j]);
    const double* x = constant ? nullptr : columns.column(kept[j]).data() + begin;
    const double scale = columns.scale[kept[j]];
    DoubleDouble total;
    for (std::size_t i = 0; i < end - begin; ++i) {
      DoubleDouble r{block.hi[i], block.lo[i]};
      if (!weights.empty()) r = r * weights[begin + i];
      total = total + (x ? r * (x[i] * scale) : r);
    }
    residual_gradient[j] = total;
  }
  return residual_gradient;
}

std::vector<double> residual_gradient(const ScaledColumns& columns, const std::vector<std::size_t>& kept,
                             const PlacedCoefficients& b) {
  const auto part = [&](std::size_t begin, std::size_t end) {
    ResidualBlock block;
    residual_block(columns, kept, b, begin, end, block);
    return gradient_block(columns, kept, block, begin, end);
  };
  const auto combine = [](PlacedCoefficients& sum, PlacedCoefficients&& other) {
    for (std::size_t j = 0; j < sum.size(); ++j) sum[j] = sum[j] + other[j];
  };
  const PlacedCoefficients total = reduce_rows(columns.rows(), part, combine);
  std::vector<double> values;
  for (const DoubleDouble& value : total) values.push_back(value.value());
  return values;
}

// Corrected semi-normal equations: b += R^-1 R^-T X'W(y - xb). Stops when the next correction, foreseen from the rate
// so far (at first from the condition), would not change the sum, or when corrections no longer shrink.
void refine(const ScaledColumns& columns, const RankedFactor& ranked, double condition, PlacedCoefficients& b) {
  constexpr double negligible = 1e-20;
  double previous = std::numeric_limits<double>::infinity();
  for (int pass = 0; pass < max_corrections; ++pass) {
    const std::vector<double> g = residual_gradient(columns, ranked.kept, b);
    const std::vector<double> d = solve_upper(ranked.R, solve_upper_transposed(ranked.R, g));
    double size = 0;
    for (std::size_t j = 0; j < d.size(); ++j) size = std::max(size, std::fabs(d[j]) / (std::fabs(b[j].hi) + 1e-300));
    if (!(size < previous)) return;
    for (std::size_t j = 0; j < d.size(); ++j) b[j] = b[j] + d[j];
    const double rate = pass == 0 ? std::min(1.0, condition * condition * 0x1p-52) : size / previous;
    if (size * rate < negligible) return;
    previous = size;
  }
}

// Residuals in the units of y, and Σ w e² in double-double.
void finish_residuals(const ScaledColumns& columns, const RankedFactor& ranked, const PlacedCoefficients& b,
                      LeastSquares& result) {
  const double unscale = 1.0 / columns.scale.back();
  const std::span<const double> weights = columns.problem.weights;
  result.residuals.resize(columns.rows());
  const auto part = [&](std::size_t begin, std::size_t end) {
    ResidualBlock block;
    residual_block(columns, ranked.kept, b, begin, end, block);
    DoubleDouble total;
    for (std::size_t i = 0; i < end - begin; ++i) {
      const double r = block.hi[i] * unscale;
      result.residuals[begin + i] = r;
      const DoubleDouble square = two_product(r, r);
      total = total + (weights.empty() ? square : square * weights[begin + i]);
    }
    return total;
  };
  const auto combine = [](DoubleDouble& sum, DoubleDouble&& other) { sum = sum + other; };
  result.rss = reduce_rows(columns.rows(), part, combine).value();
}

void finish_residuals_plain(const LeastSquaresProblem& problem, LeastSquares& result) {
  result.residuals = linear_prediction(problem.x, problem.constant, result.b);
  const auto part = [&](std::size_t begin, std::size_t end) {
    double total = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const double r = problem.y[i] - result.residuals[i];
      result.residuals[i] = r;
      total += problem.weights.empty() ? r * r : problem.weights[i] * r * r;
    }
    return total;
  };
  result.rss = reduce_rows(problem.y.size(), part, [](double& sum, double other) { sum += other; });
}

void require_conformable(const LeastSquaresProblem& p) {
  if (p.y.empty()) throw Failure(FailureCode::no_observations, "no observations");
  const bool good_x = p.x.cols == 0 || p.x.rows == p.y.size();
  if (!good_x || (!p.weights.empty() && p.weights.size() != p.y.size())) {
    throw Failure(FailureCode::conformability, "data of different lengths");
  }
}

// Position in b of an internal column: the constant moves from the front to the back.
std::size_t position(const LeastSquaresProblem& problem, std::size_t internal) {
  if (!problem.constant) return internal;
  return internal == 0 ? problem.x.cols : internal - 1;
}

// R^-1 R^-T in scaled units, exactly symmetric.
Matrix inverse_gram(const Matrix& inverse) {
  Matrix D(inverse.rows, inverse.rows);
  for (std::size_t i = 0; i < D.rows; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      DoubleDouble total;
      for (std::size_t l = i; l < D.rows; ++l) total = total + two_product(inverse(i, l), inverse(j, l));
      D(i, j) = D(j, i) = total.value();
    }
  }
  return D;
}

void place_solution(const ScaledColumns& columns, const RankedFactor& ranked, const PlacedCoefficients& b,
                        const Matrix& D, LeastSquares& result) {
  const LeastSquaresProblem& problem = columns.problem;
  const std::size_t K = columns.regressors();
  result.b.assign(K, 0.0);
  result.omitted.assign(K, 1);
  result.xtx_inverse = Matrix(K, K);
  for (std::size_t i = 0; i < ranked.kept.size(); ++i) {
    const std::size_t row = position(problem, ranked.kept[i]);
    const double row_scale = columns.scale[ranked.kept[i]];
    result.omitted[row] = 0;
    result.b[row] = b[i].value() * row_scale / columns.scale.back();
    for (std::size_t j = 0; j <= i; ++j) {
      const std::size_t col = position(problem, ranked.kept[j]);
      const double value = D(i, j) * row_scale * columns.scale[ranked.kept[j]];
      result.xtx_inverse(row, col) = result.xtx_inverse(col, row) = value;
    }
  }
}

}  // namespace

LeastSquares least_squares(const LeastSquaresProblem& given) {
  require_conformable(given);
  LeastSquaresProblem problem = given;
  if (problem.x.cols == 0) problem.x.rows = problem.y.size();
  const ScaledColumns columns = scale_columns(problem);
  const RankedFactor ranked = decide_rank(columns, triangular_factor(columns), problem.keep_all_columns);
  const Matrix inverse = inverse_upper(ranked.R);

  LeastSquares result;
  result.rank = ranked.kept.size();
  result.condition = condition_of(ranked.R, inverse);
  result.refined =
      columns.rows() * (columns.regressors() + 1) <= always_refine_cells || result.condition > refine_condition;
  PlacedCoefficients b;
  for (const double value : solve_upper(ranked.R, ranked.projected_y)) b.push_back({value, 0.0});
  if (result.refined) refine(columns, ranked, result.condition, b);
  Matrix D = inverse_gram(inverse);
  const std::size_t wide_cost = columns.rows() * ranked.kept.size() * ranked.kept.size();
  if (result.condition > refine_inverse_condition && wide_cost <= refine_inverse_cost) {
    refine_inverse(columns, ranked.kept, D);
  }
  place_solution(columns, ranked, b, D, result);
  if (result.refined) {
    finish_residuals(columns, ranked, b, result);
  } else {
    finish_residuals_plain(problem, result);
  }
  if (!problem.want_residuals) result.residuals.clear();
  return result;
}

std::vector<double> leverage(MatrixView x, bool constant, MatrixView xtx_inverse) {
  const std::size_t K = x.cols + (constant ? 1 : 0);
  std::vector<double> h(x.rows, 0.0);
  std::vector<double> product(std::min(x.rows, block_rows));
  for (std::size_t begin = 0; begin < x.rows; begin += block_rows) {
    const std::size_t rows = std::min(block_rows, x.rows - begin);
    for (std::size_t j = 0; j < K; ++j) {
      std::fill(product.begin(), product.end(), constant ? xtx_inverse(x.cols, j) : 0.0);
      for (std::size_t l = 0; l < x.cols; ++l) {
        const double* column = x.data + l * x.rows + begin;
        for (std::size_t i = 0; i < rows; ++i) product[i] += column[i] * xtx_inverse(l, j);
      }
      const double* column = j < x.cols ? x.data + j * x.rows + begin : nullptr;
      for (std::size_t i = 0; i < rows; ++i) h[begin + i] += product[i] * (column ? column[i] : 1.0);
    }
  }
  return h;
}

std::vector<double> linear_prediction(MatrixView x, bool constant, std::span<const double> b) {
  std::vector<double> xb(x.rows, constant ? b[x.cols] : 0.0);
  for (std::size_t begin = 0; begin < x.rows; begin += block_rows) {
    const std::size_t end = std::min(x.rows, begin + block_rows);
    for (std::size_t j = 0; j < x.cols; ++j) {
      if (b[j] == 0) continue;
      const double* column = x.data + j * x.rows;
      for (std::size_t i = begin; i < end; ++i) xb[i] += column[i] * b[j];
    }
  }
  return xb;
}

}  // namespace nqp::numeric
