#include "stdlib/numeric/moments/domain_means.hpp"

#include <cmath>

#include "stdlib/numeric/linalg/double_double.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

std::size_t domain_of(const DomainSpec& s, std::size_t i) {
  return s.domain.empty() ? 0 : static_cast<std::size_t>(s.domain[i]);
}

double row_weight(const Weights& w, std::size_t i) { return w.values.empty() ? 1.0 : w.values[i]; }

// `scale` becomes what an influence is divided by: the weight of the domain, for ratios the total of the denominator.
std::vector<double> estimates(const DomainSpec& s, const Weights& w, std::vector<double>& scale) {
  const auto d = static_cast<std::size_t>(s.domains);
  std::vector<DoubleDouble> sums(d * s.x.cols), weight(d);
  for (std::size_t i = 0; i < s.x.rows; ++i) {
    const std::size_t g = domain_of(s, i);
    weight[g] = weight[g] + row_weight(w, i);
    for (std::size_t j = 0; j < s.x.cols; ++j)
      sums[j * d + g] = sums[j * d + g] + two_product(s.x(i, j), row_weight(w, i));
  }
  const bool ratio = s.estimand == Estimand::ratio;
  std::vector<double> b(ratio ? sums.size() / 2 : sums.size());
  scale.resize(b.size());
  for (std::size_t k = 0; k < b.size(); ++k) {
    const std::size_t j = k / d, g = k % d;
    const DoubleDouble total = sums[ratio ? 2 * j * d + g : k];
    scale[k] = ratio ? sums[(2 * j + 1) * d + g].value() : weight[g].value();
    b[k] = s.estimand == Estimand::total ? total.value() : (total / scale[k]).value();
  }
  return b;
}

// Influence of row i on estimate (j, g), zero outside the domain except for the centring of totals.
double influence(const DomainSpec& s, const Weights& w, const DomainMeans& m, const std::vector<double>& scale,
                 std::size_t i, std::size_t k) {
  const auto d = static_cast<std::size_t>(s.domains);
  const std::size_t j = k / d, g = k % d;
  const bool inside = domain_of(s, i) == g;
  if (s.estimand == Estimand::total) return (inside ? s.x(i, j) : 0.0) * row_weight(w, i);
  if (!inside) return 0.0;
  const double residual =
      s.estimand == Estimand::ratio ? s.x(i, 2 * j) - m.b[k] * s.x(i, 2 * j + 1) : s.x(i, j) - m.b[k];
  return row_weight(w, i) * residual / scale[k];
}

}  // namespace

DomainMeans domain_means(const DomainSpec& s) {
  const Weights w =
      normalise_weights(s.weights, s.kind == WeightKind::pweight ? WeightKind::pweight : s.kind, s.x.rows);
  DomainMeans m;
  m.n = w.n;
  const auto d = static_cast<std::size_t>(s.domains);
  std::vector<double> divisors;
  m.b = estimates(s, w, divisors);
  m.domain_n.assign(d, 0.0);
  const bool copies = s.kind == WeightKind::fweight || s.kind == WeightKind::iweight;
  for (std::size_t i = 0; i < s.x.rows; ++i) m.domain_n[domain_of(s, i)] += copies ? row_weight(w, i) : 1;

  const DenseCodes clusters = s.cluster.empty() ? DenseCodes{} : dense_codes(s.cluster);
  m.clusters = static_cast<double>(clusters.levels);
  const bool clustered = !s.cluster.empty();
  const std::size_t k = m.b.size(), units = clustered ? static_cast<std::size_t>(clusters.levels) : s.x.rows;
  Matrix z(units, k);
  std::vector<double> copies_of(units, 1.0);
  for (std::size_t i = 0; i < s.x.rows; ++i) {
    const std::size_t u = clustered ? static_cast<std::size_t>(clusters.values[i]) : i;
    // A frequency weight stands for copies of a row, each with the influence of one.
    const double scale = copies && !clustered && row_weight(w, i) != 0 ? 1 / row_weight(w, i) : 1.0;
    if (copies && !clustered) copies_of[u] = row_weight(w, i);
    for (std::size_t c = 0; c < k; ++c) z(u, c) += scale * influence(s, w, m, divisors, i, c);
  }
  const double count = clustered ? m.clusters : m.n;
  m.df = count - 1;
  if (s.estimand == Estimand::total) {
    for (std::size_t c = 0; c < k; ++c) {
      double centre = 0;
      for (std::size_t u = 0; u < units; ++u) centre += copies_of[u] * z(u, c);
      centre /= count;
      for (std::size_t u = 0; u < units; ++u) z(u, c) -= centre;
    }
  }
  const double factor = s.estimand == Estimand::proportion && !clustered ? 1.0 : count / (count - 1);
  m.V = Matrix(k, k, undefined);
  if (!(count > 1)) return m;
  for (std::size_t a = 0; a < k; ++a) {
    for (std::size_t b = 0; b <= a; ++b) {
      DoubleDouble total;
      for (std::size_t u = 0; u < units; ++u) total = total + two_product(copies_of[u] * z(u, a), z(u, b));
      m.V(a, b) = m.V(b, a) = factor * total.value();
    }
  }
  return m;
}

}  // namespace nqp::numeric
