#include <algorithm>
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/likelihood/index_model.hpp"
#include "stdlib/numeric/likelihood/newton.hpp"
#include "stdlib/numeric/linalg/inner.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"

namespace nqp::numeric {
namespace {

// aweights are scaled; what other weights mean is a number of copies or of the population.
std::vector<double> likelihood_weights(const LikelihoodSpec& spec, const Weights& w) {
  if (spec.weight_kind == WeightKind::aweight) return w.values;
  return {spec.weights.begin(), spec.weights.end()};
}

struct MaximiserWork {
  const LikelihoodSpec& spec;
  std::vector<double> weights;
  std::vector<std::size_t> begin;  // first parameter of each index, and their number

  std::size_t parameters() const { return begin.back(); }
  std::size_t indices() const { return spec.indices.size(); }
  double weight(std::size_t i) const { return weights.empty() ? 1.0 : weights[i]; }
};

std::vector<std::size_t> first_parameters(const LikelihoodSpec& spec) {
  std::vector<std::size_t> begin{0};
  for (const Index& x : spec.indices) begin.push_back(begin.back() + x.parameters());
  return begin;
}

struct Point {
  std::vector<double> b;
  std::vector<std::vector<double>> eta;
  double ll = undefined;
};

struct Derivatives {
  std::vector<std::vector<double>> first;   // weighted, per index
  std::vector<std::vector<double>> second;  // per pair a <= b, weighted
};

std::size_t pair(std::size_t a, std::size_t b, std::size_t m) { return a * m + b; }

double total_log_likelihood(const MaximiserWork& w, const Point& p) {
  std::vector<double> eta(w.indices());
  double sum = 0, lost = 0;  // Neumaier's compensated sum
  for (std::size_t i = 0; i < w.spec.rows; ++i) {
    for (std::size_t a = 0; a < eta.size(); ++a) eta[a] = p.eta[a][i];
    const double term = w.weight(i) * w.spec.row(i, eta.data(), nullptr, nullptr);
    const double next = sum + term;
    lost += std::abs(sum) >= std::abs(term) ? (sum - next) + term : (term - next) + sum;
    sum = next;
  }
  return sum + lost;
}

Point likelihood_at(const MaximiserWork& w, std::vector<double> b) {
  Point p;
  p.eta = indices_at(w.spec, b);
  p.b = std::move(b);
  p.ll = total_log_likelihood(w, p);
  return p;
}

Derivatives differentiate(const MaximiserWork& w, const Point& p) {
  const std::size_t m = w.indices(), n = w.spec.rows;
  Derivatives d;
  d.first.assign(m, std::vector<double>(n));
  d.second.assign(m * m, {});
  for (std::size_t a = 0; a < m; ++a)
    for (std::size_t b = a; b < m; ++b) d.second[pair(a, b, m)].resize(n);
  std::vector<double> eta(m), g(m), h(m * m);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t a = 0; a < m; ++a) eta[a] = p.eta[a][i];
    w.spec.row(i, eta.data(), g.data(), h.data());
    for (std::size_t a = 0; a < m; ++a) {
      d.first[a][i] = w.weight(i) * g[a];
      for (std::size_t b = a; b < m; ++b) d.second[pair(a, b, m)][i] = w.weight(i) * h[a * m + b];
    }
  }
  return d;
}

double sum_of(const std::vector<double>& x) {
  double s = 0;
  for (const double v : x) s += v;
  return s;
}

std::vector<double> likelihood_gradient(const MaximiserWork& w, const Derivatives& d) {
  std::vector<double> g(w.parameters(), 0.0);
  for (std::size_t a = 0; a < w.indices(); ++a) {
    const Index& x = w.spec.indices[a];
    for (std::size_t j = 0; j < x.x.cols; ++j) {
      const std::span<const double> column = x.x.column(j);
      double s = 0;
      for (std::size_t i = 0; i < w.spec.rows; ++i) s += column[i] * d.first[a][i];
      g[w.begin[a] + j] = s;
    }
    if (x.constant) g[w.begin[a] + x.x.cols] = sum_of(d.first[a]);
  }
  return g;
}

// X_a' diag(h) X_b with the constants.
void add_block(const MaximiserWork& w, const Derivatives& d, std::size_t a, std::size_t b, Matrix& H) {
  const Index &xa = w.spec.indices[a], &xb = w.spec.indices[b];
  const std::vector<double>& h = d.second[pair(a, b, w.indices())];
  const auto put = [&](std::size_t i, std::size_t j, double v) {
    H(w.begin[a] + i, w.begin[b] + j) = v;
    H(w.begin[b] + j, w.begin[a] + i) = v;
  };
  const auto against_ones = [&](std::span<const double> column) {
    double s = 0;
    for (std::size_t i = 0; i < w.spec.rows; ++i) s += column[i] * h[i];
    return s;
  };
  if (xa.x.cols > 0 && xb.x.cols > 0) {
    const Matrix block = cross_product(xa.x, xb.x, h);
    for (std::size_t i = 0; i < xa.x.cols; ++i)
      for (std::size_t j = 0; j < xb.x.cols; ++j) put(i, j, block(i, j));
  }
  if (xb.constant)
    for (std::size_t i = 0; i < xa.x.cols; ++i) put(i, xb.x.cols, against_ones(xa.x.column(i)));
  if (xa.constant && a != b)
    for (std::size_t j = 0; j < xb.x.cols; ++j) put(xa.x.cols, j, against_ones(xb.x.column(j)));
  if (xa.constant && xb.constant) put(xa.x.cols, xb.x.cols, sum_of(h));
}

// -H
Matrix information(const MaximiserWork& w, const Derivatives& d) {
  Matrix H(w.parameters(), w.parameters());
  for (std::size_t a = 0; a < w.indices(); ++a)
    for (std::size_t b = a; b < w.indices(); ++b) add_block(w, d, a, b, H);
  for (double& v : H.data) v = -v;
  return H;
}

// The next point along the step; `moved` is false when no step length raises the log likelihood.
Point line_search(const MaximiserWork& w, const Point& p, const std::vector<double>& step, bool& moved) {
  double length = 1;
  for (int halving = 0; halving < 40; ++halving, length /= 2) {
    std::vector<double> b = p.b;
    for (std::size_t i = 0; i < b.size(); ++i) b[i] += length * step[i];
    Point next = likelihood_at(w, std::move(b));
    if (std::isfinite(next.ll) && next.ll >= p.ll) {
      moved = true;
      return next;
    }
  }
  moved = false;
  return p;
}

Matrix row_scores(const MaximiserWork& w, const Derivatives& d) {
  Matrix s(w.spec.rows, w.parameters());
  for (std::size_t a = 0; a < w.indices(); ++a) {
    const Index& x = w.spec.indices[a];
    for (std::size_t j = 0; j < x.parameters(); ++j)
      for (std::size_t i = 0; i < w.spec.rows; ++i)
        s(i, w.begin[a] + j) = d.first[a][i] * (j < x.x.cols ? x.x(i, j) : 1.0);
  }
  return s;
}

void likelihood_variance(const MaximiserWork& w, const VceSpec& vce, const Derivatives& d, LikelihoodFit& fit) {
  const bool forced = w.spec.weight_kind == WeightKind::pweight && vce.kind == VceKind::classical;
  const VceKind kind = forced ? VceKind::robust : vce.kind;
  if (kind == VceKind::classical) {
    fit.V = fit.information_inverse;
    return;
  }
  Counts counts{.n = fit.N};
  Matrix rows = row_scores(w, d);
  Matrix meat;
  if (kind == VceKind::cluster) {
    fit.N_clust = cluster_counts(vce.clusters);
    counts.clusters = smallest_cluster_count(fit.N_clust);
    meat = meat_multiway({.x = rows}, vce.clusters);
  } else if (w.spec.weight_kind == WeightKind::fweight) {
    for (std::size_t j = 0; j < rows.cols; ++j)
      for (std::size_t i = 0; i < rows.rows; ++i) rows(i, j) /= w.weights[i];
    meat = meat_robust({.x = rows}, w.weights);
  } else {
    meat = meat_robust({.x = rows});
  }
  fit.V = sandwich(fit.information_inverse, meat, small_sample(Model::ml, kind, counts).factor);
  bool changed = false;
  const std::vector<double> ones(fit.b.size(), 1.0);
  if (fit.N_clust.size() > 1) fit.V = repair_multiway(fit.V, ones, changed);
}

// The step of the free parameters, as one of all.
std::vector<double> restricted_step(const LinearRestriction* r, const Matrix& info, const std::vector<double>& g) {
  if (!r) return newton_step(info, g);
  const Matrix free_info = quadratic_form(transpose(r->basis), info);
  return multiply(r->basis, newton_step(free_info, multiply(transpose(r->basis), g)));
}

Matrix restricted_inverse(const LinearRestriction* r, const Matrix& info, double& rank) {
  if (!r) return inverse_information(info, rank);
  rank = static_cast<double>(r->basis.cols);
  if (r->basis.cols == 0) return Matrix(info.rows, info.cols);
  return quadratic_form(r->basis, inverse_information(quadratic_form(transpose(r->basis), info), rank));
}

std::vector<double> restricted_start(const LinearRestriction* r, std::vector<double> start) {
  if (!r) return start;
  std::vector<double> free(r->basis.cols);
  for (std::size_t f = 0; f < free.size(); ++f)
    for (std::size_t j = 0; j < start.size(); ++j) {
      std::size_t others = 0;
      for (std::size_t g = 0; g < free.size(); ++g) others += r->basis(j, g) != 0 ? 1 : 0;
      if (r->basis(j, f) == 1 && others == 1 && r->fixed[j] == 0) {
        free[f] = start[j];
        break;
      }
    }
  std::vector<double> b = free.empty() ? std::vector<double>(start.size(), 0.0) : multiply(r->basis, free);
  for (std::size_t j = 0; j < b.size(); ++j) b[j] += r->fixed[j];
  return b;
}

}  // namespace

std::vector<std::vector<double>> indices_at(const LikelihoodSpec& spec, std::span<const double> b) {
  std::vector<std::vector<double>> out;
  std::size_t begin = 0;
  for (const Index& x : spec.indices) {
    std::vector<double> eta(spec.rows, x.constant ? b[begin + x.x.cols] : 0.0);
    if (!x.offset.empty())
      for (std::size_t i = 0; i < spec.rows; ++i) eta[i] += x.offset[i];
    for (std::size_t j = 0; j < x.x.cols; ++j) {
      const std::span<const double> column = x.x.column(j);
      const double slope = b[begin + j];
      if (slope == 0) continue;
      for (std::size_t i = 0; i < spec.rows; ++i) eta[i] += slope * column[i];
    }
    begin += x.parameters();
    out.push_back(std::move(eta));
  }
  return out;
}

Matrix scores_at(const LikelihoodSpec& spec, std::span<const double> b) {
  const Weights weights = normalise_weights(spec.weights, spec.weight_kind, spec.rows);
  const MaximiserWork w{spec, likelihood_weights(spec, weights), first_parameters(spec)};
  return row_scores(w, differentiate(w, likelihood_at(w, {b.begin(), b.end()})));
}

LikelihoodFit maximise(const LikelihoodSpec& spec, const VceSpec& vce, Progress& progress) {
  const Weights weights = normalise_weights(spec.weights, spec.weight_kind, spec.rows);
  const MaximiserWork w{spec, likelihood_weights(spec, weights), first_parameters(spec)};
  LikelihoodFit fit;
  fit.N = weights.n;
  Point p = likelihood_at(
      w, restricted_start(spec.restriction,
                          spec.start.empty() ? std::vector<double>(w.parameters(), 0.0) : spec.start));
  const std::size_t free = spec.restriction ? spec.restriction->basis.cols : w.parameters();
  if (!std::isfinite(p.ll)) throw Failure(FailureCode::overflow, "initial values not feasible");
  fit.log.push_back(p.ll);
  Derivatives d = differentiate(w, p);
  for (int k = 0; k < spec.iterations && free > 0; ++k) {
    check(progress);
    const std::vector<double> g = likelihood_gradient(w, d);
    const std::vector<double> step = restricted_step(spec.restriction, information(w, d), g);
    const double expected = inner(g, step);  // twice the rise that a quadratic would have
    bool moved = false;
    Point next = line_search(w, p, step, moved);
    const double rise = moved ? next.ll - p.ll : 0;
    if (moved) {
      p = std::move(next);
      d = differentiate(w, p);
    }
    // The last step is taken too: Newton's steps square the error.
    fit.converged = expected < 1e-9 * (1 + std::abs(p.ll)) && rise < 1e-9 * (1 + std::abs(p.ll));
    // Where rounding hides what is left to gain, the maximum is reached.
    if (!moved) fit.converged = expected < 1e-6 * (1 + std::abs(p.ll));
    if (rise > 1e-7 || (moved && !fit.converged)) fit.log.push_back(p.ll);
    if (fit.converged || !moved) break;
  }
  if (free == 0) fit.converged = true;
  fit.b = p.b;
  fit.ll = p.ll;
  fit.rank = static_cast<double>(w.parameters());
  if (w.parameters() == 0) return fit;
  fit.information_inverse = restricted_inverse(spec.restriction, information(w, d), fit.rank);
  likelihood_variance(w, vce, d, fit);
  return fit;
}

}  // namespace nqp::numeric
