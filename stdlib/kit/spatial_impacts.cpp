#include "stdlib/kit/spatial_impacts.hpp"

#include <cmath>
#include <numeric>
#include <span>

#include "stdlib/kit/compute.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/rng/draws.hpp"
#include "stdlib/numeric/spatial/spatial_panel.hpp"

namespace nqp::kit {
namespace {

std::vector<double> impacts_at(const std::vector<SpatialImpact>& list, std::span<const double> b,
                               const numeric::SpatialMultipliers& k) {
  std::vector<double> direct, indirect, total;
  for (const SpatialImpact& i : list) {
    const double own = i.own ? b[*i.own] : 0, lagged = i.lagged ? b[*i.lagged] : 0;
    direct.push_back(own * k.own + lagged * k.own_lag);
    total.push_back(own * k.all + lagged * k.all_lag);
    indirect.push_back(total.back() - direct.back());
  }
  direct.insert(direct.end(), indirect.begin(), indirect.end());
  direct.insert(direct.end(), total.begin(), total.end());
  return direct;
}

}  // namespace

std::vector<double> spatial_impacts(const std::vector<SpatialImpact>& list, const ImpactModel& m) {
  return impacts_at(list, m.b, numeric::spatial_multipliers(m.W.w, m.roots, m.rho));
}

numeric::Matrix impacts_by_delta(const std::vector<SpatialImpact>& list, const ImpactModel& m) {
  const numeric::SpatialMultipliers k = numeric::spatial_multipliers(m.W.w, m.roots, m.rho);
  const std::size_t q = list.size(), at_rho = m.b.size();
  numeric::Matrix J(3 * q, m.V.cols);
  for (std::size_t i = 0; i < q; ++i) {
    const auto put = [&](std::optional<std::size_t> column, double direct, double total, double d_direct,
                         double d_total) {
      if (!column) return;
      const double values[] = {direct, total - direct, total}, slopes[] = {d_direct, d_total - d_direct, d_total};
      for (std::size_t part = 0; part < 3; ++part) {
        J(part * q + i, *column) = values[part];
        J(part * q + i, at_rho) += m.b[*column] * slopes[part];
      }
    };
    put(list[i].own, k.own, k.all, k.d_own, k.d_all);
    put(list[i].lagged, k.own_lag, k.all_lag, k.d_own_lag, k.d_all_lag);
  }
  return numeric::quadratic_form(J, m.V);
}

numeric::Matrix impacts_by_draws(const std::vector<SpatialImpact>& list, const ImpactModel& m, int draws,
                                 const command::Context& c) {
  const std::size_t k = m.b.size() + 1;
  std::vector<std::size_t> first(k);
  std::iota(first.begin(), first.end(), std::size_t{0});
  const numeric::Matrix L =
      compute(c, [&](numeric::Progress&) { return numeric::cholesky(numeric::submatrix(m.V, first, first)); });
  numeric::rng::Generator g(c.environment.rng().next(), 1);
  numeric::Matrix values(static_cast<std::size_t>(draws), 3 * list.size());
  for (std::size_t r = 0; r < values.rows;) {
    c.poll();
    std::vector<double> z(k), b = m.b;
    for (double& v : z) v = numeric::rng::normal(g);
    b.push_back(m.rho);
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = 0; j <= i; ++j) b[i] += L(i, j) * z[j];
    if (std::fabs(b[k - 1]) >= 1 && m.W.standardised) continue;   // not a stable system
    const std::vector<double> e = impacts_at(list, b, numeric::spatial_multipliers(m.W.w, m.roots, b[k - 1]));
    for (std::size_t j = 0; j < e.size(); ++j) values(r, j) = e[j];
    ++r;
  }
  for (std::size_t j = 0; j < values.cols; ++j) {
    double mean = 0;
    for (const double v : values.column(j)) mean += v / draws;
    for (double& v : values.column(j)) v -= mean;
  }
  return numeric::scale(numeric::gram(values), 1.0 / (draws - 1));
}

}  // namespace nqp::kit
