#include "stdlib/numeric/multivariate/components.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::numeric {

Components principal_components(MatrixView c) {
  const SymmetricEigen e = symmetric_eigen(c);
  const std::size_t p = e.values.size();
  Components out;
  out.vectors = Matrix(p, p);
  for (std::size_t k = 0; k < p; ++k) {
    const std::size_t from = p - 1 - k;  // ascending there
    double sum = 0;
    for (std::size_t i = 0; i < p; ++i) sum += e.vectors(i, from);
    const double sign = sum < 0 ? -1 : 1;
    for (std::size_t i = 0; i < p; ++i) out.vectors(i, k) = sign * e.vectors(i, from);
    out.values.push_back(e.values[from]);
  }
  return out;
}

namespace {

Factors factors_of(MatrixView reduced, std::size_t k) {
  const Components c = principal_components(reduced);
  const std::size_t p = c.values.size();
  Factors out;
  out.values = c.values;
  while (k > 0 && (k > p || c.values[k - 1] <= 0)) --k;
  out.loadings = Matrix(p, k);
  out.uniqueness.assign(p, 1);
  for (std::size_t j = 0; j < k; ++j) {
    const double root = std::sqrt(c.values[j]);
    for (std::size_t i = 0; i < p; ++i) {
      out.loadings(i, j) = c.vectors(i, j) * root;
      out.uniqueness[i] -= out.loadings(i, j) * out.loadings(i, j);
    }
  }
  return out;
}

Matrix copy_of(MatrixView m) { return Matrix(m.rows, m.cols, std::vector<double>(m.data, m.data + m.rows * m.cols)); }

}  // namespace

Factors component_factors(MatrixView r, std::size_t k) { return factors_of(r, k); }

Factors principal_factors(MatrixView r, std::size_t k, int iterations) {
  constexpr double settled = 1e-8;
  Matrix reduced = copy_of(r);
  const std::vector<double> smc = squared_multiple_correlations(r);
  for (std::size_t i = 0; i < r.rows; ++i) reduced(i, i) = smc[i];
  Factors out = factors_of(reduced, k);
  for (int step = 1; step < iterations; ++step) {
    double change = 0;
    for (std::size_t i = 0; i < r.rows; ++i) {
      change = std::max(change, std::abs(1 - out.uniqueness[i] - reduced(i, i)));
      reduced(i, i) = 1 - out.uniqueness[i];
    }
    if (change < settled) break;
    out = factors_of(reduced, k);
  }
  return out;
}

std::vector<double> squared_multiple_correlations(MatrixView r) {
  const Matrix inverse = inverse_spd(r);
  std::vector<double> out;
  for (std::size_t i = 0; i < r.rows; ++i) out.push_back(1 - 1 / inverse(i, i));
  return out;
}

SamplingAdequacy sampling_adequacy(MatrixView r) {
  const Matrix s = inverse_spd(r);
  const std::size_t p = r.rows;
  std::vector<double> simple(p, 0), partial(p, 0);
  double all_simple = 0, all_partial = 0;
  for (std::size_t i = 0; i < p; ++i)
    for (std::size_t j = 0; j < p; ++j) {
      if (i == j) continue;
      simple[i] += r(i, j) * r(i, j);
      partial[i] += s(i, j) * s(i, j) / (s(i, i) * s(j, j));
    }
  SamplingAdequacy out;
  for (std::size_t i = 0; i < p; ++i) {
    all_simple += simple[i];
    all_partial += partial[i];
    out.by_variable.push_back(simple[i] / (simple[i] + partial[i]));
  }
  out.overall = all_simple / (all_simple + all_partial);
  return out;
}

Sphericity sphericity(MatrixView r, double n) {
  const auto p = static_cast<double>(r.rows);
  const Matrix l = cholesky(r);
  double log_determinant = 0;
  for (std::size_t i = 0; i < r.rows; ++i) log_determinant += 2 * std::log(l(i, i));
  return {-(n - 1 - (2 * p + 5) / 6) * log_determinant, p * (p - 1) / 2};
}

// --- Rotations ---

namespace {

// Turns columns a and b of m by the angle.
void turn(Matrix& m, std::size_t a, std::size_t b, double angle) {
  const double c = std::cos(angle), s = std::sin(angle);
  for (std::size_t i = 0; i < m.rows; ++i) {
    const double x = m(i, a), y = m(i, b);
    m(i, a) = c * x + s * y;
    m(i, b) = c * y - s * x;
  }
}

// The angle that maximises the variance of the squared loadings of two columns (Kaiser 1958, eq. 15).
double best_angle(const Matrix& l, std::size_t a, std::size_t b) {
  double u_sum = 0, v_sum = 0, squares = 0, products = 0;
  for (std::size_t i = 0; i < l.rows; ++i) {
    const double u = l(i, a) * l(i, a) - l(i, b) * l(i, b), v = 2 * l(i, a) * l(i, b);
    u_sum += u;
    v_sum += v;
    squares += u * u - v * v;
    products += u * v;
  }
  const auto p = static_cast<double>(l.rows);
  return std::atan2(2 * (products - u_sum * v_sum / p), squares - (u_sum * u_sum - v_sum * v_sum) / p) / 4;
}

std::vector<double> row_lengths(const Matrix& l, bool normalise) {
  std::vector<double> out(l.rows, 1);
  for (std::size_t i = 0; i < l.rows && normalise; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < l.cols; ++j) sum += l(i, j) * l(i, j);
    if (sum > 0) out[i] = std::sqrt(sum);
  }
  return out;
}

Matrix product(MatrixView a, MatrixView b) {
  Matrix out(a.rows, b.cols);
  for (std::size_t j = 0; j < b.cols; ++j)
    for (std::size_t k = 0; k < a.cols; ++k)
      for (std::size_t i = 0; i < a.rows; ++i) out(i, j) += a(i, k) * b(k, j);
  return out;
}

Matrix transposed(MatrixView a) {
  Matrix out(a.cols, a.rows);
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j < a.cols; ++j) out(j, i) = a(i, j);
  return out;
}

}  // namespace

Rotation varimax(MatrixView loadings, bool normalise) {
  constexpr int most_sweeps = 1000;
  constexpr double settled = 1e-10;
  Matrix l = copy_of(loadings), t = identity(loadings.cols);
  const std::vector<double> length = row_lengths(l, normalise);
  for (std::size_t j = 0; j < l.cols; ++j)
    for (std::size_t i = 0; i < l.rows; ++i) l(i, j) /= length[i];
  for (int sweep = 0; sweep < most_sweeps; ++sweep) {
    double largest = 0;
    for (std::size_t a = 0; a < l.cols; ++a)
      for (std::size_t b = a + 1; b < l.cols; ++b) {
        const double angle = best_angle(l, a, b);
        largest = std::max(largest, std::abs(angle));
        turn(l, a, b, angle);
        turn(t, a, b, angle);
      }
    if (largest < settled) break;
  }
  for (std::size_t j = 0; j < l.cols; ++j)
    for (std::size_t i = 0; i < l.rows; ++i) l(i, j) *= length[i];
  return {std::move(l), std::move(t), identity(loadings.cols)};
}

Rotation promax(MatrixView loadings, double power, bool normalise) {
  const Rotation start = varimax(loadings, normalise);
  const Matrix& l = start.loadings;
  const std::size_t k = l.cols;
  Matrix target(l.rows, k);
  for (std::size_t i = 0; i < l.data.size(); ++i)
    target.data[i] = std::copysign(std::pow(std::abs(l.data[i]), power), l.data[i]);
  const Matrix lt = transposed(l);
  Matrix u = solve_spd(product(lt, l), product(lt, target));
  // Factors get unit variance: their covariance is (U'U)⁻¹, whose diagonal scales the columns of U.
  const Matrix spread = inverse_spd(product(transposed(u), u));
  for (std::size_t j = 0; j < k; ++j)
    for (std::size_t i = 0; i < k; ++i) u(i, j) *= std::sqrt(spread(j, j));
  Rotation out;
  out.loadings = product(l, u);
  out.transformation = product(start.transformation, u);
  out.correlations = inverse_spd(product(transposed(u), u));
  return out;
}

}  // namespace nqp::numeric
