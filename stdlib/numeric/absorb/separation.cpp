#include <algorithm>
#include <cmath>
#include <numeric>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

#include "stdlib/numeric/absorb/ppml.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/panel/streamed_products.hpp"

namespace nqp::numeric {
namespace {

constexpr double rectifier_tolerance = 1e-5;
constexpr double event_weight = 1e9;  // ties rows with y > 0 to zero
constexpr int rectifier_iterations = 100;
constexpr std::size_t least_certified_rows = 1000;  // the rectifier is quick with fewer

bool plain_intercept(const Effect& e) { return e.intercept && e.slopes.empty(); }

// Rows with y > 0 join the levels of two sets into parts. The difference of two part constants vanishes on these rows
// and differs from zero on rows with y = 0 between the parts: it separates the rows that lie on no directed circle of
// parts (from the one of their level in `a` to that of their level in `b`), because on a circle some constant would
// have to rise. Clears `keep` for them.
void drop_rows_between_parts(std::span<const double> y, const DenseCodes& a, const DenseCodes& b,
                             std::vector<std::uint8_t>& keep) {
  std::vector<std::int32_t> parent(static_cast<std::size_t>(a.levels) + static_cast<std::size_t>(b.levels));
  std::iota(parent.begin(), parent.end(), 0);
  const auto part = [&](std::int32_t at) {
    for (; parent[static_cast<std::size_t>(at)] != at; at = parent[static_cast<std::size_t>(at)])
      parent[static_cast<std::size_t>(at)] = parent[static_cast<std::size_t>(parent[static_cast<std::size_t>(at)])];
    return at;
  };
  const auto from = [&](std::size_t i) { return part(a.values[i]); };
  const auto to = [&](std::size_t i) { return part(a.levels + b.values[i]); };
  for (std::size_t i = 0; i < y.size(); ++i)
    if (y[i] > 0) parent[static_cast<std::size_t>(from(i))] = to(i);
  boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS> parts(parent.size());
  for (std::size_t i = 0; i < y.size(); ++i)
    if (y[i] == 0 && from(i) != to(i))
      boost::add_edge(static_cast<std::size_t>(from(i)), static_cast<std::size_t>(to(i)), parts);
  if (boost::num_edges(parts) == 0) return;
  std::vector<int> circle(parent.size());
  boost::strong_components(parts, circle.data());
  for (std::size_t i = 0; i < y.size(); ++i)
    if (y[i] == 0 && circle[static_cast<std::size_t>(from(i))] != circle[static_cast<std::size_t>(to(i))]) keep[i] = 0;
}

// Whether what vanishes on all rows with y > 0 vanishes everywhere, so that nothing separates: the regressors keep their
// rank within effects there, and effects that cancel there are constants of components that hold all rows. One or two
// sets of intercepts; false when it cannot be told.
bool determined_by_events(std::span<const double> y, MatrixView x, const std::vector<Effect>& effects,
                          Progress& progress) {
  if (y.size() < least_certified_rows || effects.empty() || effects.size() > 2 ||
      !std::all_of(effects.begin(), effects.end(), plain_intercept))
    return false;
  StreamedData events{.rows = y.size(), .allow_singletons = true};
  std::vector<DenseCodes> levels;
  for (const Effect& e : effects) levels.push_back(dense_codes(e.codes));
  for (const DenseCodes& codes : levels) events.effects.push_back(source_of(codes));
  for (std::size_t j = 0; j < x.cols; ++j) events.columns.push_back(x.column(j).data());
  for (const double v : y) events.weights.push_back(v > 0 ? 1 : 0);
  for (const DenseCodes& codes : levels) {
    std::vector<std::uint8_t> met(static_cast<std::size_t>(codes.levels), 0);
    for (std::size_t i = 0; i < y.size(); ++i)
      if (y[i] > 0) met[static_cast<std::size_t>(codes.values[i])] = 1;
    if (std::find(met.begin(), met.end(), 0) != met.end()) return false;
  }
  if (effects.size() == 2 &&
      connected_components(events.effects[0], events.effects[1], y.size(), events.weights) !=
          connected_components(events.effects[0], events.effects[1], y.size()))
    return false;
  if (x.cols == 0) return true;
  const auto products = streamed_products(events, 1e-8, {}, progress);
  return products && !nearly_collinear(products->gram);
}

}  // namespace

std::vector<std::uint8_t> keep_levels_with_events(std::span<const double> y, const std::vector<Effect>& effects) {
  std::vector<std::uint8_t> keep(y.size(), 1);
  for (const Effect& effect : effects) {
    if (!effect.intercept) continue;
    const DenseCodes codes = dense_codes(effect.codes);
    std::vector<std::uint8_t> events(static_cast<std::size_t>(codes.levels), 0);
    for (std::size_t i = 0; i < y.size(); ++i) {
      if (y[i] > 0) events[static_cast<std::size_t>(codes.values[i])] = 1;
    }
    for (std::size_t i = 0; i < y.size(); ++i) {
      if (!events[static_cast<std::size_t>(codes.values[i])]) keep[i] = 0;
    }
  }
  return keep;
}

std::vector<std::uint8_t> keep_not_separated(std::span<const double> y, MatrixView x,
                                             const std::vector<Effect>& effects, Progress& progress) {
  const std::size_t n = y.size();
  std::vector<std::uint8_t> keep(n, 1);
  if (std::none_of(y.begin(), y.end(), [](double v) { return v == 0; })) return keep;
  for (std::size_t k = 1; k < effects.size(); ++k)
    for (std::size_t j = 0; j < k; ++j)
      if (plain_intercept(effects[j]) && plain_intercept(effects[k]))
        drop_rows_between_parts(y, dense_codes(effects[j].codes), dense_codes(effects[k].codes), keep);
  if (std::find(keep.begin(), keep.end(), 0) != keep.end()) return keep;  // the others are looked at without these
  if (determined_by_events(y, x, effects, progress)) return keep;
  std::vector<double> weights(n), u(n);
  for (std::size_t i = 0; i < n; ++i) {
    weights[i] = y[i] > 0 ? event_weight : 1;
    u[i] = y[i] > 0 ? 0 : -1;
  }
  const Absorber absorber(effects, weights);
  Matrix regressors(n, x.cols);
  std::copy(x.data, x.data + n * x.cols, regressors.data.begin());
  if (x.cols > 0 && !absorber.partial_out(regressors, progress).converged) return keep;
  const Matrix bread = x.cols > 0 ? pseudo_inverse(gram(regressors, weights)).inverse : Matrix(0, 0);
  for (int iteration = 0; iteration < rectifier_iterations; ++iteration) {
    check(progress);
    Matrix target(n, 1);
    std::copy(u.begin(), u.end(), target.data.begin());
    if (!absorber.partial_out(target, progress).converged) return keep;
    std::vector<double> residual = target.data;
    if (x.cols > 0) {
      const std::vector<double> b = multiply(bread, cross_product(regressors, target, weights).column(0));
      const std::vector<double> fitted = multiply(regressors, b);
      for (std::size_t i = 0; i < n; ++i) residual[i] -= fitted[i];
    }
    double largest = 0;
    for (std::size_t i = 0; i < n; ++i) {
      if (y[i] == 0) largest = std::max(largest, std::fabs(residual[i]));
    }
    const std::vector<double> before = u;
    for (std::size_t i = 0; i < n; ++i) {
      if (y[i] == 0) u[i] = std::min(0.0, u[i] - residual[i]);
    }
    if (largest > rectifier_tolerance) continue;
    for (std::size_t i = 0; i < n; ++i) {
      if (y[i] == 0 && before[i] < -10 * rectifier_tolerance) keep[i] = 0;
    }
    return keep;
  }
  return keep;
}

}  // namespace nqp::numeric
