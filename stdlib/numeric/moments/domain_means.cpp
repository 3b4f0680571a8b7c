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

std::vector<double> estimates(const DomainSpec& s, const Weights& w, std::vector<double>& domain_weight) {
  const auto d = static_cast<std::size_t>(s.domains);
  std::vector<DoubleDouble> sums(d * s.x.cols), weight(d);
  for (std::size_t i = 0; i < s.x.rows; ++i) {
    const std::size_t g = domain_of(s, i);
    weight[g] = weight[g] + row_weight(w, i);
    for (std::size_t j = 0; j < s.x.cols; ++j)
      sums[j * d + g] = sums[j * d + g] + two_product(s.x(i, j), row_weight(w, i));
  }
  std::vector<double> b(sums.size());
  for (std::size_t g = 0; g < d; ++g) {
    domain_weight.push_back(weight[g].value());
    for (std::size_t j = 0; j < s.x.cols; ++j) {
      const DoubleDouble total = sums[j * d + g];
      b[j * d + g] = s.estimand == Estimand::total ? total.value() : (total / domain_weight[g]).value();
    }
  }
  return b;
}

// Influence of row i on estimate (j, g), zero outside the domain except for the centring of totals.
double influence(const DomainSpec& s, const Weights& w, const DomainMeans& m, const std::vector<double>& domain_weight,
                 std::size_t i, std::size_t k) {
  const auto d = static_cast<std::size_t>(s.domains);
  const std::size_t j = k / d, g = k % d;
  const bool inside = domain_of(s, i) == g;
  if (s.estimand == Estimand::total) return (inside ? s.x(i, j) : 0.0) * row_weight(w, i);
  return inside ? row_weight(w, i) * (s.x(i, j) - m.b[k]) / domain_weight[g] : 0.0;
}

}  // namespace

DomainMeans domain_means(const DomainSpec& s) {
  const Weights w =
      normalise_weights(s.weights, s.kind == WeightKind::pweight ? WeightKind::pweight : s.kind, s.x.rows);
  DomainMeans m;
  m.n = w.n;
  const auto d = static_cast<std::size_t>(s.domains);
  std::vector<double> domain_weight;
  m.b = estimates(s, w, domain_weight);
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
    for (std::size_t c = 0; c < k; ++c) z(u, c) += scale * influence(s, w, m, domain_weight, i, c);
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
