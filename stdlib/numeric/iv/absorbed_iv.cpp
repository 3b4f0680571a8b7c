#include "stdlib/numeric/iv/absorbed_iv.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stdlib/numeric/panel/streamed_meat.hpp"

namespace nqp::numeric {
namespace {

constexpr std::size_t most_products = 256;  // moments of moments are made of

// The columns in the order exogenous, instruments, endogenous, y.
std::vector<std::size_t> basis_order(const AbsorbedIvSpec& spec, std::size_t columns) {
  std::vector<std::size_t> out(columns - 1 - spec.endogenous);
  std::iota(out.begin(), out.end(), 1 + spec.endogenous);
  for (std::size_t j = 1; j <= spec.endogenous; ++j) out.push_back(j);
  out.push_back(0);
  return out;
}

Matrix reordered(const Matrix& G, const std::vector<std::size_t>& order) {
  Matrix out(G.rows, G.cols);
  for (std::size_t j = 0; j < G.cols; ++j)
    for (std::size_t i = 0; i < G.rows; ++i) out(i, j) = G(order[i], order[j]);
  return out;
}

// Upper triangular R with R'R = G; the pivots are known to be positive.
Matrix cholesky_upper(const Matrix& G) {
  Matrix R(G.rows, G.cols);
  for (std::size_t j = 0; j < G.cols; ++j)
    for (std::size_t i = 0; i <= j; ++i) {
      double left = G(i, j);
      for (std::size_t l = 0; l < i; ++l) left -= R(l, i) * R(l, j);
      R(i, j) = i == j ? std::sqrt(left) : left / R(i, i);
    }
  return R;
}

// Columns order[from …] as coordinates; the constant's coordinate, which is that of the mean, stands before the others.
Matrix coordinates(const StreamedProducts& p, const Matrix& R, const std::vector<std::size_t>& order, std::size_t from,
                   std::size_t count, bool constant) {
  const std::size_t shift = constant ? 1 : 0;
  Matrix out(R.rows + shift, count);
  for (std::size_t j = 0; j < count; ++j) {
    if (constant) out(0, j) = p.mean[order[from + j]] * std::sqrt(p.weights.sum);
    for (std::size_t i = 0; i <= from + j; ++i) out(i + shift, j) = R(i, from + j);
  }
  return out;
}

bool sum_products(const AbsorbedIvSpec& spec, const StreamedProducts& p, const Matrix& R,
                  const std::vector<std::size_t>& order, AbsorbedIv& out) {
  const bool clustered = !spec.data.clusters.empty();
  if (!clustered && !spec.robust) return true;
  std::vector<double> room;
  const std::vector<double>& factors = p.score_factors(clustered, room);
  const std::size_t instruments = order.size() - 1 - spec.endogenous;
  // A constant column of the basis has length one under the weights.
  const BasisScores basis{.order = order, .R = R, .factors = factors, .first = spec.exogenous,
                          .others = instruments, .one = spec.constant ? 1 / std::sqrt(p.weights.sum) : 0.0};
  const std::size_t width = (order.size() - spec.exogenous) * out.rows.instruments;
  if (width > most_products) return false;
  auto meat = streamed_meat({.plain = p.plain, .columns = p.columns, .A = p.A, .width = width,
                             .make = basis_scores(basis),
                             .clusters = spec.data.clusters});
  if (!meat) return false;
  out.rows.meat = std::move(meat->meat);
  out.rows.clusters = std::move(meat->clusters);
  return !clustered || *std::min_element(out.rows.clusters.begin(), out.rows.clusters.end()) >= 2;
}

}  // namespace

std::optional<AbsorbedIv> absorbed_iv(AbsorbedIvSpec& spec, Progress& progress) {
  const bool clustered = !spec.data.clusters.empty();
  const double tolerance = std::max(spec.options.tolerance, clustered || spec.robust ? 1e-9 : 1e-8);
  const std::optional<StreamedProducts> p = streamed_products(spec.data, tolerance, spec.options, progress);
  if (!p) return std::nullopt;
  const std::vector<std::size_t> order = basis_order(spec, p->gram.rows);
  const Matrix G = reordered(p->gram, order);
  if (nearly_collinear(G)) return std::nullopt;
  const Matrix R = cholesky_upper(G);

  AbsorbedIv out;
  const std::size_t shift = spec.constant ? 1 : 0, instruments = order.size() - 1 - spec.endogenous;
  out.rows.n = p->weights.n;
  out.rows.first = spec.exogenous + shift;
  out.rows.instruments = instruments + shift;
  if (spec.constant) {
    out.rows.ones.assign(order.size() + 1, 0.0);
    out.rows.ones[0] = std::sqrt(p->weights.sum);
  }
  if (!sum_products(spec, *p, R, order, out)) return std::nullopt;
  const auto columns = [&](std::size_t from, std::size_t count) {
    return coordinates(*p, R, order, from, count, spec.constant);
  };
  out.exogenous = columns(0, spec.exogenous);
  out.instruments = columns(spec.exogenous, instruments - spec.exogenous);
  out.endogenous = columns(instruments, spec.endogenous);
  out.y = columns(order.size() - 1, 1).data;
  out.dof = streamed_dof(spec.data, *p, clustered);
  out.singletons = p->singletons;
  out.used = p->used();
  out.level_weights = p->plain.weights().first;
  if (spec.constant) out.levels = level_sums(*p);
  out.within = p->gram;
  return out;
}

}  // namespace nqp::numeric
