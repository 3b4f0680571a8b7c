#include "stdlib/numeric/vce/wild_bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::numeric {
namespace {

using std::size_t;

// Rows of a pair of groupings that have members in common, in order of the first.
struct WildCells {
  std::vector<std::int32_t> of_row;  // cell of each row
  std::vector<std::int32_t> first, second;

  size_t count() const { return first.size(); }
};

WildCells wild_cells(Codes a, Codes b) {
  const DenseCodes both = intersect_codes(a, b);
  WildCells out;
  out.of_row = both.values;
  out.first.resize(static_cast<size_t>(both.levels));
  out.second.resize(static_cast<size_t>(both.levels));
  for (size_t i = 0; i < both.values.size(); ++i) {
    const auto cell = static_cast<size_t>(both.values[i]);
    out.first[cell] = a[i];
    out.second[cell] = b[i];
  }
  return out;
}

// One set of clusters of the variance, with its sign in inclusion-exclusion.
struct WildPartition {
  DenseCodes codes;
  double sign = 1;
  WildCells with_draws;    // (cluster, draw)
  WildCells with_effects;  // (cluster, level of the absorbed effect)
  Matrix xz;               // k·q × clusters: Σ w x z' of every cluster
  Matrix z_effects;        // q × cells
};

}  // namespace

WildDraws::WildDraws(size_t groups, WildWeight weight, int replications, std::uint64_t seed)
    : groups_(groups), weight_(weight), seed_(seed) {
  const bool few = groups < 31 && (std::int64_t{1} << groups) <= replications;
  all_signs_ = few && weight == WildWeight::rademacher;
  replications_ = all_signs_ ? size_t{1} << groups : static_cast<size_t>(replications);
}

std::vector<double> WildDraws::draw(size_t replication) const {
  std::vector<double> v(groups_);
  if (all_signs_) {
    for (size_t g = 0; g < groups_; ++g) v[g] = (replication >> g) & 1 ? -1.0 : 1.0;
    return v;
  }
  rng::Generator generator(seed_, replication + 1);
  const double golden = (1 + std::sqrt(5.0)) / 2;
  for (double& x : v) {
    switch (weight_) {
      case WildWeight::rademacher: x = generator.next() >> 63 ? 1.0 : -1.0; break;
      case WildWeight::mammen: x = rng::uniform(generator) < golden / std::sqrt(5.0) ? 1 - golden : golden; break;
      case WildWeight::webb: {
        const std::uint64_t which = rng::below(generator, 6);
        x = std::sqrt(0.5 * static_cast<double>(which % 3 + 1)) * (which < 3 ? 1 : -1);
        break;
      }
      case WildWeight::normal: x = rng::normal(generator); break;
      case WildWeight::gamma: x = rng::gamma(generator, 4, 0.5) - 2; break;
    }
  }
  return v;
}

struct WildBootstrap::Impl {
  WildSpec spec;
  size_t n = 0, k = 0, q = 0;
  std::vector<double> y;
  Matrix x, z;                 // x without the effects; z = x (X'X)^-1 R'
  Matrix inverse, covariance;  // (X'X)^-1 and R (X'X)^-1 R'
  std::vector<double> b, residual;
  DenseCodes draws, effects;
  std::vector<double> effect_weight;
  std::vector<WildPartition> partitions;
  WildCells effect_draws;
  WildDraws random;

  double w(size_t i) const { return spec.weights.empty() ? 1.0 : spec.weights[i]; }
  void take_out_effects(std::span<double> column) const;
  void prepare_partitions();
  Matrix score_variance(const std::vector<double>& e) const;
};

namespace {

// num' V^-1 num / q, or the signed t of one restriction; NaN without a positive definite V.
double wild_statistic(const std::vector<double>& num, const Matrix& V) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  if (num.size() == 1) return V(0, 0) > 0 ? num[0] / std::sqrt(V(0, 0)) : none;
  try {
    const Matrix solved = solve_spd(V, MatrixView(num.data(), num.size(), 1));
    double s = 0;
    for (size_t i = 0; i < num.size(); ++i) s += num[i] * solved(i, 0);
    return s / static_cast<double>(num.size());
  } catch (const Failure&) {
    return none;
  }
}

void wild_bootstrap_add_outer(const double* s, double sign, Matrix& V) {
  for (size_t i = 0; i < V.rows; ++i)
    for (size_t j = 0; j < V.cols; ++j) V(i, j) += sign * s[i] * s[j];
}

// Sums over rows that a draw needs, for residuals e.
struct WildSums {
  Matrix h;                     // k × draws: Σ w x e
  std::vector<Matrix> cells;    // per partition q × cells: Σ w z e
  std::vector<double> effect;   // per (effect, draw): Σ w e
  std::vector<double> squares;  // per draw: Σ w e²
};

WildSums wild_sums(const WildBootstrap::Impl& m, const std::vector<double>& e) {
  WildSums out;
  out.h = Matrix(m.k, static_cast<size_t>(m.draws.levels));
  out.squares.assign(static_cast<size_t>(m.draws.levels), 0.0);
  out.effect.assign(m.effect_draws.count(), 0.0);
  for (const WildPartition& p : m.partitions) out.cells.emplace_back(m.q, p.with_draws.count());
  for (size_t i = 0; i < m.n; ++i) {
    const auto g = static_cast<size_t>(m.draws.values[i]);
    const double we = m.w(i) * e[i];
    for (size_t j = 0; j < m.k; ++j) out.h(j, g) += we * m.x(i, j);
    out.squares[g] += we * e[i];
    if (!out.effect.empty()) out.effect[static_cast<size_t>(m.effect_draws.of_row[i])] += we;
    for (size_t p = 0; p < m.partitions.size(); ++p) {
      const auto cell = static_cast<size_t>(m.partitions[p].with_draws.of_row[i]);
      for (size_t a = 0; a < m.q; ++a) out.cells[p](a, cell) += we * m.z(i, a);
    }
  }
  return out;
}

// Means of w v e over the levels of the absorbed effect.
std::vector<double> effect_means(const WildBootstrap::Impl& m, const WildSums& s, const std::vector<double>& v) {
  std::vector<double> mean(m.effect_weight.size(), 0.0);
  for (size_t cell = 0; cell < s.effect.size(); ++cell)
    mean[static_cast<size_t>(m.effect_draws.first[cell])] +=
        v[static_cast<size_t>(m.effect_draws.second[cell])] * s.effect[cell];
  for (size_t f = 0; f < mean.size(); ++f) mean[f] /= m.effect_weight[f];
  return mean;
}

// Scores of a partition's clusters, q × clusters: the sums over cells times the draws of these.
Matrix drawn_scores(const WildBootstrap::Impl& m, const WildSums& s, const std::vector<double>& v, size_t p) {
  const WildPartition& part = m.partitions[p];
  Matrix score(m.q, static_cast<size_t>(part.codes.levels));
  for (size_t cell = 0; cell < part.with_draws.count(); ++cell) {
    const double draw = v[static_cast<size_t>(part.with_draws.second[cell])];
    for (size_t i = 0; i < m.q; ++i)
      score(i, static_cast<size_t>(part.with_draws.first[cell])) += draw * s.cells[p](i, cell);
  }
  return score;
}

// The variance of R b* from the scores of the re-estimated residuals.
Matrix draw_variance(const WildBootstrap::Impl& m, const WildSums& s, const std::vector<double>& v,
                     const std::vector<double>& a) {
  const std::vector<double> means = effect_means(m, s, v);
  Matrix V(m.q, m.q);
  for (size_t p = 0; p < m.partitions.size(); ++p) {
    const WildPartition& part = m.partitions[p];
    Matrix score = drawn_scores(m, s, v, p);
    for (size_t cell = 0; cell < part.with_effects.count() && !means.empty(); ++cell) {
      const double mean = means[static_cast<size_t>(part.with_effects.second[cell])];
      for (size_t i = 0; i < m.q; ++i)
        score(i, static_cast<size_t>(part.with_effects.first[cell])) -= mean * part.z_effects(i, cell);
    }
    for (size_t c = 0; c < score.cols; ++c) {
      for (size_t i = 0; i < m.q; ++i)
        for (size_t j = 0; j < m.k; ++j) score(i, c) -= part.xz(i * m.k + j, c) * a[j];
      wild_bootstrap_add_outer(&score(0, c), part.sign, V);
    }
  }
  for (double& x : V.data) x *= m.spec.factor;
  return V;
}

double classical_variance(const WildBootstrap::Impl& m, const WildSums& s, const std::vector<double>& v,
                          const std::vector<double>& a, const std::vector<double>& h) {
  double rss = 0;
  for (size_t g = 0; g < v.size(); ++g) rss += v[g] * v[g] * s.squares[g];
  for (size_t j = 0; j < m.k; ++j) rss -= a[j] * h[j];
  const std::vector<double> means = effect_means(m, s, v);
  for (size_t f = 0; f < means.size(); ++f) rss -= m.effect_weight[f] * means[f] * means[f];
  return rss / m.spec.dof;
}

double wild_replicate(const WildBootstrap::Impl& m, const WildSums& s, const std::vector<double>& v) {
  std::vector<double> h(m.k, 0.0), a(m.k, 0.0), num(m.q, 0.0);
  for (size_t g = 0; g < v.size(); ++g)
    for (size_t j = 0; j < m.k; ++j) h[j] += v[g] * s.h(j, g);
  for (size_t j = 0; j < m.k; ++j)
    for (size_t i = 0; i < m.k; ++i) a[i] += m.inverse(i, j) * h[j];
  for (size_t i = 0; i < m.q; ++i)
    for (size_t j = 0; j < m.k; ++j) num[i] += m.spec.restrictions(i, j) * a[j];
  if (!m.partitions.empty()) return wild_statistic(num, draw_variance(m, s, v, a));
  Matrix V = m.covariance;
  const double s2 = classical_variance(m, s, v, a, h);
  for (double& x : V.data) x *= s2;
  return wild_statistic(num, V);
}

// Scores of the clusters times their draws, centred in the variance.
double score_replicate(const WildBootstrap::Impl& m, const WildSums& s, const std::vector<double>& v, bool centre) {
  std::vector<double> num(m.q, 0.0);
  Matrix V(m.q, m.q);
  for (size_t p = 0; p < m.partitions.size(); ++p) {
    const WildPartition& part = m.partitions[p];
    Matrix score = drawn_scores(m, s, v, p);
    std::vector<double> total(m.q, 0.0);
    for (size_t c = 0; c < score.cols; ++c)
      for (size_t i = 0; i < m.q; ++i) total[i] += score(i, c);
    if (p == 0) num = total;
    for (size_t c = 0; c < score.cols; ++c) {
      for (size_t i = 0; i < m.q && centre; ++i) score(i, c) -= total[i] / static_cast<double>(score.cols);
      wild_bootstrap_add_outer(&score(0, c), part.sign, V);
    }
  }
  for (double& x : V.data) x *= m.spec.factor;
  return wild_statistic(num, V);
}

double share(const std::vector<double>& draws, double bound, bool above) {
  if (draws.empty()) return std::numeric_limits<double>::quiet_NaN();
  // Ties count; a draw that equals the statistic but for rounding is a tie.
  const double slack = 1e-10 * std::abs(bound);
  size_t count = 0;
  for (const double t : draws) count += above ? t >= bound - slack : t <= bound + slack;
  return static_cast<double>(count) / static_cast<double>(draws.size());
}

}  // namespace

double WildTest::p_symmetric() const {
  std::vector<double> size;
  for (const double t : draws) size.push_back(std::abs(t));
  return share(size, std::abs(statistic), true);
}
double WildTest::p_lower() const { return share(draws, statistic, false); }
double WildTest::p_upper() const { return share(draws, statistic, true); }
double WildTest::p_equal_tail() const { return std::min(1.0, 2 * std::min(p_lower(), p_upper())); }

void WildBootstrap::Impl::take_out_effects(std::span<double> column) const {
  if (effect_weight.empty()) return;
  std::vector<double> sum(effect_weight.size(), 0.0);
  for (size_t i = 0; i < n; ++i) sum[static_cast<size_t>(effects.values[i])] += w(i) * column[i];
  for (size_t f = 0; f < sum.size(); ++f) sum[f] /= effect_weight[f];
  for (size_t i = 0; i < n; ++i) column[i] -= sum[static_cast<size_t>(effects.values[i])];
}

// Non-empty subsets of the cluster variables, signed; then what every cluster contributes.
void WildBootstrap::Impl::prepare_partitions() {
  const size_t sets = size_t{1} << spec.clusters.size();
  for (size_t subset = 1; subset < sets; ++subset) {
    WildPartition p;
    p.sign = -1;
    bool started = false;
    for (size_t j = 0; j < spec.clusters.size(); ++j) {
      if (!((subset >> j) & 1)) continue;
      p.codes = started ? intersect_codes(p.codes.view(), spec.clusters[j]) : dense_codes(spec.clusters[j]);
      started = true;
      p.sign = -p.sign;
    }
    if (p.codes.levels < 2)
      throw Failure(FailureCode::insufficient_observations, "one cluster", {{"groups", p.codes.levels}});
    p.with_draws = wild_cells(p.codes.view(), draws.view());
    p.xz = Matrix(k * q, static_cast<size_t>(p.codes.levels));
    if (!effect_weight.empty()) {
      p.with_effects = wild_cells(p.codes.view(), effects.view());
      p.z_effects = Matrix(q, p.with_effects.count());
    }
    for (size_t i = 0; i < n; ++i) {
      const auto c = static_cast<size_t>(p.codes.values[i]);
      for (size_t a = 0; a < q; ++a) {
        const double wz = w(i) * z(i, a);
        for (size_t j = 0; j < k; ++j) p.xz(a * k + j, c) += wz * x(i, j);
        if (!effect_weight.empty()) p.z_effects(a, static_cast<size_t>(p.with_effects.of_row[i])) += wz;
      }
    }
    partitions.push_back(std::move(p));
  }
}

// The sandwich of R b from residuals of the estimate.
Matrix WildBootstrap::Impl::score_variance(const std::vector<double>& e) const {
  Matrix V(q, q);
  if (partitions.empty()) {
    double rss = 0;
    for (size_t i = 0; i < n; ++i) rss += w(i) * e[i] * e[i];
    V = covariance;
    for (double& v : V.data) v *= rss / spec.dof;
    return V;
  }
  for (const WildPartition& p : partitions) {
    Matrix score(q, static_cast<size_t>(p.codes.levels));
    for (size_t i = 0; i < n; ++i)
      for (size_t a = 0; a < q; ++a) score(a, static_cast<size_t>(p.codes.values[i])) += w(i) * z(i, a) * e[i];
    for (size_t c = 0; c < score.cols; ++c) wild_bootstrap_add_outer(&score(0, c), p.sign, V);
  }
  for (double& v : V.data) v *= spec.factor;
  return V;
}

WildBootstrap::WildBootstrap(const WildSpec& spec) : impl_(std::make_unique<Impl>()) {
  Impl& m = *impl_;
  m.spec = spec;
  m.n = spec.y.size();
  m.k = spec.x.cols;
  m.q = spec.restrictions.rows;
  m.y.assign(spec.y.begin(), spec.y.end());
  m.x = Matrix(m.n, m.k, std::vector<double>(spec.x.data, spec.x.data + m.n * m.k));
  m.draws = dense_codes(spec.draw_by);
  if (!spec.absorbed.empty()) {
    m.effects = dense_codes(spec.absorbed);
    m.effect_weight.assign(static_cast<size_t>(m.effects.levels), 0.0);
    for (size_t i = 0; i < m.n; ++i) m.effect_weight[static_cast<size_t>(m.effects.values[i])] += m.w(i);
    m.effect_draws = wild_cells(m.effects.view(), m.draws.view());
  }
  m.take_out_effects(m.y);
  for (size_t j = 0; j < m.k; ++j) m.take_out_effects(m.x.column(j));
  Matrix xx(m.k, m.k);
  std::vector<double> xy(m.k, 0.0);
  for (size_t i = 0; i < m.k; ++i) {
    for (size_t r = 0; r < m.n; ++r) xy[i] += m.w(r) * m.x(r, i) * m.y[r];
    for (size_t j = 0; j < m.k; ++j)
      for (size_t r = 0; r < m.n; ++r) xx(i, j) += m.w(r) * m.x(r, i) * m.x(r, j);
  }
  m.inverse = inverse_spd(xx);
  m.b.assign(m.k, 0.0);
  for (size_t i = 0; i < m.k; ++i)
    for (size_t j = 0; j < m.k; ++j) m.b[i] += m.inverse(i, j) * xy[j];
  m.residual = m.y;
  for (size_t j = 0; j < m.k; ++j)
    for (size_t i = 0; i < m.n; ++i) m.residual[i] -= m.b[j] * m.x(i, j);
  Matrix loading(m.k, m.q);  // (X'X)^-1 R'
  for (size_t i = 0; i < m.k; ++i)
    for (size_t a = 0; a < m.q; ++a)
      for (size_t j = 0; j < m.k; ++j) loading(i, a) += m.inverse(i, j) * spec.restrictions(a, j);
  m.covariance = Matrix(m.q, m.q);
  for (size_t a = 0; a < m.q; ++a)
    for (size_t c = 0; c < m.q; ++c)
      for (size_t j = 0; j < m.k; ++j) m.covariance(a, c) += spec.restrictions(a, j) * loading(j, c);
  m.z = Matrix(m.n, m.q);
  for (size_t a = 0; a < m.q; ++a)
    for (size_t j = 0; j < m.k; ++j)
      for (size_t i = 0; i < m.n; ++i) m.z(i, a) += m.x(i, j) * loading(j, a);
  m.prepare_partitions();
  m.random = WildDraws(static_cast<size_t>(m.draws.levels), spec.weight, spec.replications, spec.seed);
}

WildBootstrap::~WildBootstrap() = default;

size_t WildBootstrap::replications() const { return impl_->random.replications(); }
bool WildBootstrap::enumerates() const { return impl_->random.all_signs(); }

double WildBootstrap::estimate() const {
  double s = 0;
  for (size_t j = 0; j < impl_->k; ++j) s += impl_->spec.restrictions(0, j) * impl_->b[j];
  return s;
}

double WildBootstrap::standard_error() const { return std::sqrt(impl_->score_variance(impl_->residual)(0, 0)); }

WildTest WildBootstrap::test(std::span<const double> values, Progress& progress) const {
  const Impl& m = *impl_;
  std::vector<double> num(m.q, 0.0);
  for (size_t a = 0; a < m.q; ++a) {
    num[a] = -values[a];
    for (size_t j = 0; j < m.k; ++j) num[a] += m.spec.restrictions(a, j) * m.b[j];
  }
  std::vector<double> e = m.residual;
  if (m.spec.impose_null) {  // b̂ - (X'X)^-1 R'(R (X'X)^-1 R')^-1 (R b̂ - r)
    const Matrix multiplier = solve_spd(m.covariance, MatrixView(num.data(), m.q, 1));
    for (size_t a = 0; a < m.q; ++a)
      for (size_t i = 0; i < m.n; ++i) e[i] += m.z(i, a) * multiplier(a, 0);
  }
  const WildSums sums = wild_sums(m, e);
  WildTest out;
  const std::vector<double> ones(static_cast<size_t>(m.draws.levels), 1.0);
  const bool score_statistic = m.spec.score && m.spec.impose_null;
  out.statistic =
      score_statistic ? score_replicate(m, sums, ones, false) : wild_statistic(num, m.score_variance(m.residual));
  for (size_t r = 0; r < m.random.replications(); ++r) {
    if (r % 64 == 0) check(progress);
    const std::vector<double> v = m.random.draw(r);
    const double t = m.spec.score ? score_replicate(m, sums, v, true) : wild_replicate(m, sums, v);
    if (std::isfinite(t)) out.draws.push_back(t);
    else ++out.left_out;
  }
  return out;
}

std::vector<ConfidencePiece> wild_confidence_set(const WildBootstrap& b, double alpha,
                                                 double (WildTest::*p_value)() const, Progress& progress) {
  const double centre = b.estimate(), se = b.standard_error();
  const double infinite = std::numeric_limits<double>::infinity();
  const auto inside = [&](double r) { return (b.test({&r, 1}, progress).*p_value)() >= alpha; };
  // Outwards until the null is rejected.
  const auto far_end = [&](double direction) {
    for (double step = 4; step <= 1e6; step *= 2)
      if (!inside(centre + direction * step * se)) return centre + direction * step * se;
    return direction * infinite;
  };
  const double low = far_end(-1), high = far_end(1);
  const auto boundary = [&](double in, double out) {
    for (int k = 0; k < 50 && std::abs(out - in) > 1e-7 * se; ++k) {
      const double middle = 0.5 * (in + out);
      (inside(middle) ? in : out) = middle;
    }
    return in;
  };
  constexpr int points = 25;
  const double first = std::isfinite(low) ? low : centre - 8 * se, last = std::isfinite(high) ? high : centre + 8 * se;
  std::vector<double> grid;
  for (int i = 0; i <= points; ++i) grid.push_back(first + (last - first) * i / points);
  grid.push_back(centre);
  std::sort(grid.begin(), grid.end());
  std::vector<ConfidencePiece> out;
  bool open = false;
  double before = grid[0];
  for (const double r : grid) {
    const bool in = inside(r);
    if (in && !open) out.push_back({r == grid[0] ? -infinite : boundary(r, before), infinite});
    if (!in && open) out.back().high = boundary(before, r);
    open = in;
    before = r;
  }
  return out;
}

}  // namespace nqp::numeric
