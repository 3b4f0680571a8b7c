#include "stdlib/numeric/spatial/dependence_tests.hpp"

#include <cmath>
#include <vector>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/inner.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::numeric {

namespace {

// w x, or w' x, of every period.
Matrix lags_by_period(MatrixView w, MatrixView x, bool transposed) {
  const std::size_t n = w.rows, periods = x.rows / n;
  Matrix out(x.rows, x.cols);
  for (std::size_t k = 0; k < x.cols; ++k)
    for (std::size_t t = 0; t < periods; ++t)
      for (std::size_t j = 0; j < n; ++j)
        for (std::size_t i = 0; i < n; ++i) {
          const double weight = transposed ? w(j, i) : w(i, j);
          if (weight != 0) out(t * n + i, k) += weight * x(t * n + j, k);
        }
  return out;
}

double trace_of_product(MatrixView a, MatrixView b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j < a.cols; ++j) sum += a(i, j) * b(j, i);
  return sum;
}

// Sums over the weights: Σw, tr(w'w), tr(w²).
struct DependenceSums {
  double all = 0, squares = 0, crossed = 0;
};

DependenceSums dependence_sums(MatrixView w, double periods) {
  DependenceSums s;
  for (std::size_t j = 0; j < w.cols; ++j)
    for (std::size_t i = 0; i < w.rows; ++i) {
      s.all += w(i, j) * periods;
      s.squares += w(i, j) * w(i, j) * periods;
      s.crossed += w(i, j) * w(j, i) * periods;
    }
  return s;
}

}  // namespace

SpatialDependence spatial_dependence(std::span<const double> y, MatrixView x, MatrixView w) {
  const std::size_t N = y.size(), n = w.rows;
  if (n == 0 || w.cols != n || x.rows != N || N % n != 0)
    throw Failure(FailureCode::conformability, "weights and observations do not fit");
  if (N <= x.cols + 1)
    throw Failure(FailureCode::insufficient_observations, "observations", {{"N", static_cast<double>(N)}});
  LeastSquaresProblem problem;
  problem.y = y, problem.x = x, problem.keep_all_columns = true;
  const LeastSquares fit = least_squares(problem);
  const std::span<const double> e = fit.residuals;
  const DependenceSums s = dependence_sums(w, double(N / n));
  const double total = double(N), df = double(N - x.cols), s2 = fit.rss / total;
  const auto lag_of = [&](std::span<const double> v) { return lags_by_period(w, {v.data(), N, 1}, false); };

  SpatialDependence out;
  const double eWe = inner(e, lag_of(e).column(0)), eWy = inner(e, lag_of(y).column(0));
  const Matrix Wx = lags_by_period(w, x, false), wx = lags_by_period(w, x, true), &A = fit.xtx_inverse;
  const Matrix G = cross_product(x, Wx), AG = multiply(A, G);
  const double tr_mw = -trace_of_product(A, G);
  const double tr_mwmwt = s.squares - trace_of_product(A, cross_product(wx, wx)) -
                          trace_of_product(A, cross_product(Wx, Wx)) + trace_of_product(AG, multiply(A, transpose(G)));
  const double tr_mw2 = s.crossed - 2 * trace_of_product(A, cross_product(wx, Wx)) + trace_of_product(AG, AG);
  const double scale = total / s.all;
  out.moran = scale * eWe / fit.rss;
  out.moran_expected = scale * tr_mw / df;
  const double second = scale * scale * (tr_mwmwt + tr_mw2 + tr_mw * tr_mw) / (df * (df + 2));
  out.moran_sd = std::sqrt(second - out.moran_expected * out.moran_expected);

  const double T = s.squares + s.crossed, score = eWe / s2, lag_score = eWy / s2;
  const std::vector<double> fitted = linear_prediction(x, false, fit.b);
  const Matrix lagged = lag_of(fitted);
  LeastSquaresProblem left;
  left.y = lagged.column(0), left.x = x, left.keep_all_columns = true, left.want_residuals = false;
  const double D = least_squares(left).rss / s2 + T;
  out.error = score * score / T;
  out.lag = lag_score * lag_score / D;
  out.robust_error = std::pow(score - T / D * lag_score, 2) / (T * (1 - T / D));
  out.robust_lag = std::pow(lag_score - score, 2) / (D - T);
  return out;
}

}  // namespace nqp::numeric
