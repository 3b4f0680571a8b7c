#include "stdlib/numeric/spatial/spatial_weights.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/general.hpp"

namespace nqp::numeric {
namespace {

template <class F>
Matrix of_pairs(std::size_t n, const F& f) {
  Matrix d(n, n);
  for (std::size_t j = 0; j < n; ++j)
    for (std::size_t i = 0; i < j; ++i) d(i, j) = d(j, i) = f(i, j);
  return d;
}

}  // namespace

Matrix plane_distances(std::span<const double> x, std::span<const double> y) {
  return of_pairs(x.size(), [&](std::size_t i, std::size_t j) { return std::hypot(x[i] - x[j], y[i] - y[j]); });
}

Matrix sphere_distances(std::span<const double> longitude, std::span<const double> latitude) {
  constexpr double radians = 3.14159265358979323846 / 180, radius = 6371.0088;
  return of_pairs(longitude.size(), [&](std::size_t i, std::size_t j) {
    const double up = std::sin((latitude[i] - latitude[j]) * radians / 2);
    const double across = std::sin((longitude[i] - longitude[j]) * radians / 2);
    const double h =
        up * up + std::cos(latitude[i] * radians) * std::cos(latitude[j] * radians) * across * across;
    return 2 * radius * std::asin(std::sqrt(std::min(1.0, h)));
  });
}

Matrix differences(std::span<const double> v) {
  return of_pairs(v.size(), [&](std::size_t i, std::size_t j) { return std::fabs(v[i] - v[j]); });
}

Matrix inverse_distances(MatrixView d, double power, double low, double high, bool binary) {
  return of_pairs(d.rows, [&](std::size_t i, std::size_t j) {
    const double x = d(i, j);
    if (x > high || (low > 0 && x <= low)) return 0.0;
    if (binary) return 1.0;
    if (x == 0)
      throw Failure(FailureCode::data_requirement, "two units without distance",
                    {{"i", static_cast<double>(i)}, {"j", static_cast<double>(j)}});
    return power == 1 ? 1 / x : std::pow(x, -power);
  });
}

Matrix nearest_neighbours(MatrixView d, std::size_t k) {
  const std::size_t n = d.rows;
  Matrix w(n, n);
  std::vector<std::size_t> others(n);
  for (std::size_t i = 0; i < n; ++i) {
    std::iota(others.begin(), others.end(), std::size_t{0});
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    std::stable_sort(others.begin(), others.end(),
                     [&](std::size_t a, std::size_t b) { return d(i, a) < d(i, b); });
    for (std::size_t r = 0; r < std::min(k, others.size()); ++r) w(i, others[r]) = 1;
    others.push_back(i);
  }
  return w;
}

void standardise_rows(Matrix& w) {
  for (std::size_t i = 0; i < w.rows; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < w.cols; ++j) sum += w(i, j);
    if (sum == 0) continue;
    for (std::size_t j = 0; j < w.cols; ++j) w(i, j) /= sum;
  }
}

void scale_by_sums(Matrix& w) {
  std::vector<double> rows(w.rows), columns(w.cols);
  for (std::size_t j = 0; j < w.cols; ++j)
    for (std::size_t i = 0; i < w.rows; ++i) rows[i] += w(i, j), columns[j] += w(i, j);
  const double most = std::min(*std::max_element(rows.begin(), rows.end()),
                               *std::max_element(columns.begin(), columns.end()));
  if (most > 0)
    for (double& x : w.data) x /= most;
}

void scale_by_spectrum(Matrix& w) {
  double most = 0;
  for (const auto& value : eigenvalues(w)) most = std::max(most, std::abs(value));
  if (most > 0)
    for (double& x : w.data) x /= most;
}

std::size_t count_islands(MatrixView w) {
  std::size_t out = 0;
  for (std::size_t i = 0; i < w.rows; ++i) {
    bool island = true;
    for (std::size_t j = 0; j < w.cols && island; ++j) island = w(i, j) == 0;
    out += island ? 1 : 0;
  }
  return out;
}

std::vector<double> weight_eigenvalues(MatrixView w) {
  std::vector<double> out;
  for (const auto& value : eigenvalues(w)) out.push_back(value.real());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace nqp::numeric
