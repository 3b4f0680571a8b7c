#include "stdlib/kit/window_regression.hpp"

#include <cmath>
#include <utility>

#include "stdlib/kit/selection.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::kit {
namespace {

// Σ of outer products of the scores; newey adds Bartlett-weighted products of rows up to `lags` apart.
numeric::Matrix window_meat(const numeric::Matrix& x, const std::vector<double>& e, int lags) {
  numeric::Matrix scores = x;
  for (std::size_t j = 0; j < x.cols; ++j)
    for (std::size_t i = 0; i < x.rows; ++i) scores(i, j) *= e[i];
  numeric::Matrix out = numeric::gram(scores);
  for (int lag = 1; lag <= lags; ++lag) {
    const double weight = 1 - lag / (lags + 1.0);
    for (std::size_t i = static_cast<std::size_t>(lag); i < x.rows; ++i)
      for (std::size_t a = 0; a < x.cols; ++a)
        for (std::size_t b = 0; b < x.cols; ++b)
          out(a, b) += weight * (scores(i, a) * scores(i - static_cast<std::size_t>(lag), b) +
                                 scores(i - static_cast<std::size_t>(lag), a) * scores(i, b));
  }
  return out;
}

}  // namespace

WindowRegression::WindowRegression(WindowRegressionSpec spec, const command::Context& c) : spec_(std::move(spec)) {
  values_.push_back(numbers_of(c.numeric(spec_.y)));
  for (const std::string& name : spec_.x) values_.push_back(numbers_of(c.numeric(name)));
}

WindowFit WindowRegression::fit(std::span<const data::Row> rows, data::Row left_out) const {
  std::vector<data::Row> used;
  for (const data::Row row : rows) {
    bool whole = row != left_out;
    for (const std::vector<double>& v : values_) whole = whole && !data::is_missing(v[row]);
    if (whole) used.push_back(row);
  }
  const std::size_t n = used.size(), slopes = spec_.x.size(), k = slopes + (spec_.constant ? 1 : 0);
  WindowFit out;
  out.N = static_cast<double>(n);
  if (n <= k || n < spec_.minimum || k == 0) return out;
  std::vector<double> y(n);
  numeric::Matrix x(n, k, 1.0);
  for (std::size_t i = 0; i < n; ++i) {
    y[i] = values_[0][used[i]];
    for (std::size_t j = 0; j < slopes; ++j) x(i, j) = values_[j + 1][used[i]];
  }
  numeric::LeastSquaresProblem problem;
  problem.y = y;
  problem.x = numeric::MatrixView(x.data.data(), n, slopes);
  problem.constant = spec_.constant;
  const numeric::LeastSquares fit = numeric::least_squares(problem);
  const auto rank = static_cast<double>(fit.rank);
  double mean = 0, total = 0;
  if (spec_.constant)
    for (const double v : y) mean += v / out.N;
  for (const double v : y) total += (v - mean) * (v - mean);
  out.r2 = total > 0 ? 1 - fit.rss / total : data::missing;
  out.adjusted = total > 0 ? 1 - (1 - out.r2) * (out.N - (spec_.constant ? 1 : 0)) / (out.N - rank) : data::missing;
  out.rmse = std::sqrt(fit.rss / (out.N - rank));
  numeric::Matrix V = numeric::scale(fit.xtx_inverse, out.rmse * out.rmse);
  if (spec_.errors != WindowErrors::classical) {
    const int lags = spec_.errors == WindowErrors::newey ? spec_.lags : 0;
    V = numeric::scale(numeric::quadratic_form(fit.xtx_inverse, window_meat(x, fit.residuals, lags)),
                       out.N / (out.N - rank));
  }
  for (std::size_t j = 0; j < k; ++j) {
    out.b.push_back(fit.omitted[j] ? data::missing : fit.b[j]);
    out.se.push_back(fit.omitted[j] ? data::missing : data::checked(std::sqrt(V(j, j))));
  }
  return out;
}

double WindowRegression::fitted(const WindowFit& f, data::Row row) const {
  if (f.b.empty()) return data::missing;
  double out = spec_.constant ? f.b.back() : 0;
  for (std::size_t j = 0; j < spec_.x.size(); ++j) {
    if (data::is_missing(values_[j + 1][row])) return data::missing;
    if (!data::is_missing(f.b[j])) out += f.b[j] * values_[j + 1][row];
  }
  return out;
}

}  // namespace nqp::kit
