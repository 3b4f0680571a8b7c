#include "stdlib/numeric/spatial/autocorrelation.hpp"

#include <cmath>
#include <cstdint>
#include <utility>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/double_double.hpp"
#include "stdlib/numeric/parallel.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::numeric {
namespace {

struct SpatialMoments {
  std::vector<double> z;
  double n = 0, m2 = 0, b2 = 0;      // Σz²/n, kurtosis
};

SpatialMoments spatial_moments(std::span<const double> x, MatrixView w) {
  if (w.rows != x.size() || w.cols != x.size()) throw Failure(FailureCode::conformability, "weights");
  if (x.size() < 4)
    throw Failure(FailureCode::insufficient_observations, "units", {{"N", static_cast<double>(x.size())}});
  SpatialMoments m;
  m.n = static_cast<double>(x.size());
  const double centre = mean(x);
  double m4 = 0, largest = 0;
  for (const double v : x) {
    m.z.push_back(v - centre);
    m.m2 += m.z.back() * m.z.back() / m.n;
    largest = std::fmax(largest, std::fabs(v));
  }
  if (!(m.m2 > 1e-28 * largest * largest)) throw Failure(FailureCode::no_variance, "no variation");
  for (const double z : m.z) m4 += z * z * z * z / m.n;
  m.b2 = m4 / (m.m2 * m.m2);
  return m;
}

struct WeightSums {
  double S0 = 0, S1 = 0, S2 = 0;
};

WeightSums weight_sums(MatrixView w) {
  WeightSums s;
  std::vector<double> both(w.rows);
  for (std::size_t j = 0; j < w.cols; ++j)
    for (std::size_t i = 0; i < w.rows; ++i) {
      s.S0 += w(i, j);
      s.S1 += (w(i, j) + w(j, i)) * (w(i, j) + w(j, i)) / 2;
      both[i] += w(i, j);
      both[j] += w(i, j);
    }
  for (const double b : both) s.S2 += b * b;
  if (!(s.S0 > 0)) throw Failure(FailureCode::data_requirement, "all weights are zero");
  return s;
}

// The neighbours of each unit: most weights are zero.
struct Links {
  std::vector<std::size_t> start;
  std::vector<std::pair<std::uint32_t, double>> links;
};

Links links_of(MatrixView w) {
  Links out;
  for (std::size_t i = 0; i < w.rows; ++i) {
    out.start.push_back(out.links.size());
    for (std::size_t j = 0; j < w.cols; ++j)
      if (w(i, j) != 0) out.links.emplace_back(static_cast<std::uint32_t>(j), w(i, j));
  }
  out.start.push_back(out.links.size());
  return out;
}

// Σ w_ij z_i z_j
double spatial_product(const Links& l, std::span<const double> z) {
  double out = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    double lag = 0;
    for (std::size_t k = l.start[i]; k < l.start[i + 1]; ++k) lag += l.links[k].second * z[l.links[k].first];
    out += lag * z[i];
  }
  return out;
}

}  // namespace

SpatialAutocorrelation spatial_autocorrelation(std::span<const double> x, MatrixView w) {
  const SpatialMoments m = spatial_moments(x, w);
  const WeightSums s = weight_sums(w);
  const double n = m.n, n2 = n * n, b2 = m.b2, S02 = s.S0 * s.S0;
  double squares = 0;
  for (std::size_t j = 0; j < w.cols; ++j)
    for (std::size_t i = 0; i < w.rows; ++i) squares += w(i, j) * (x[i] - x[j]) * (x[i] - x[j]);
  SpatialAutocorrelation out;
  const double E = -1 / (n - 1);
  out.moran.value = spatial_product(links_of(w), m.z) / (s.S0 * m.m2);
  out.moran.expected = E;
  out.moran.variance_normal = (n2 * s.S1 - n * s.S2 + 3 * S02) / (S02 * (n2 - 1)) - E * E;
  out.moran.variance_random =
      (n * ((n2 - 3 * n + 3) * s.S1 - n * s.S2 + 3 * S02) - b2 * ((n2 - n) * s.S1 - 2 * n * s.S2 + 6 * S02)) /
          ((n - 1) * (n - 2) * (n - 3) * S02) -
      E * E;
  out.geary.value = (n - 1) * squares / (2 * s.S0 * n * m.m2);
  out.geary.expected = 1;
  out.geary.variance_normal = ((2 * s.S1 + s.S2) * (n - 1) - 4 * S02) / (2 * (n + 1) * S02);
  out.geary.variance_random = ((n - 1) * s.S1 * (n2 - 3 * n + 3 - (n - 1) * b2) -
                               (n - 1) * s.S2 * (n2 + 3 * n - 6 - (n2 - n + 2) * b2) / 4 +
                               S02 * (n2 - 3 - (n - 1) * (n - 1) * b2)) /
                              (n * (n - 2) * (n - 3) * S02);
  return out;
}

double moran_permutations(std::span<const double> x, MatrixView w, std::size_t replications, std::uint64_t seed,
                          Progress& progress) {
  const SpatialMoments m = spatial_moments(x, w);
  const Links links = links_of(w);
  const double S0 = weight_sums(w).S0, E = -1 / (m.n - 1);
  const double observed = std::fabs(spatial_product(links, m.z) / (S0 * m.m2) - E);
  std::vector<std::uint8_t> extreme(replications, 0);
  in_parallel(replications, [&](std::size_t r) {
    rng::Generator generator(seed, r + 1);
    const std::vector<std::size_t> order = rng::permutation(generator, m.z.size());
    std::vector<double> z(order.size());
    for (std::size_t i = 0; i < z.size(); ++i) z[i] = m.z[order[i]];
    const double value = std::fabs(spatial_product(links, z) / (S0 * m.m2) - E);
    extreme[r] = value >= observed * (1 - 1e-12) ? 1 : 0;   // equal but for rounding counts as extreme
  });
  check(progress);
  double count = 1;
  for (const std::uint8_t e : extreme) count += e;
  return count / (static_cast<double>(replications) + 1);
}

LocalMoran local_moran(std::span<const double> x, MatrixView w) {
  SpatialMoments m = spatial_moments(x, w);
  const double n = m.n;
  LocalMoran out;
  for (std::size_t i = 0; i < w.rows; ++i) {
    double lag = 0, sum = 0, squares = 0;
    for (std::size_t j = 0; j < w.cols; ++j) {
      lag += w(i, j) * m.z[j];
      sum += w(i, j);
      squares += w(i, j) * w(i, j);
    }
    const double E = -sum / (n - 1);
    out.lag.push_back(lag);
    out.I.push_back(m.z[i] * lag / m.m2);
    out.expected.push_back(E);
    out.variance.push_back(squares * (n - m.b2) / (n - 1) +
                           (sum * sum - squares) * (2 * m.b2 - n) / ((n - 1) * (n - 2)) - E * E);
  }
  out.z = std::move(m.z);
  return out;
}

}  // namespace nqp::numeric
