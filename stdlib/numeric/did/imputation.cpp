#include "stdlib/numeric/did/imputation.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

// A row of the dense part that lies outside of what untreated rows span by more than this cannot be predicted.
constexpr double estimable_tolerance = 1e-6;

Matrix scaled_columns(MatrixView x) {
  Matrix out(x.rows, x.cols);
  for (std::size_t j = 0; j < x.cols; ++j) {
    double size = 0;
    for (const double v : x.column(j)) size = std::max(size, std::fabs(v));
    for (std::size_t i = 0; i < x.rows; ++i) out(i, j) = size > 0 ? x(i, j) / size : 0;
  }
  return out;
}

}  // namespace

template <class F>
void UntreatedFit::for_each_entry(std::size_t i, F&& f) const {
  for (std::size_t s = 0; s < others_.size(); ++s)
    f(offset_[s] + static_cast<std::size_t>(others_[s].values[i]), 1.0);
  const std::size_t begin = width_ - x_.cols;
  for (std::size_t j = 0; j < x_.cols; ++j) f(begin + j, x_(i, j));
}

UntreatedFit::UntreatedFit(const UntreatedModel& model, Progress& progress) : model_(model) {
  const std::size_t n = model.y.size();
  if (model.treated.size() != n) throw Failure(FailureCode::conformability, "imputation");
  std::vector<DenseCodes> sets;
  for (const Effect& e : model.effects) {
    if (!e.intercept || !e.slopes.empty())
      throw Failure(FailureCode::requirement, "effects with slopes are not possible in an imputation model");
    sets.push_back(dense_codes(e.codes));
  }
  if (sets.empty()) sets.push_back({std::vector<std::int32_t>(n, 0), 1});
  std::size_t largest = 0;
  for (std::size_t k = 1; k < sets.size(); ++k)
    if (sets[k].levels > sets[largest].levels) largest = k;
  first_ = sets[largest];
  for (std::size_t k = 0; k < sets.size(); ++k)
    if (k != largest) others_.push_back(sets[k]);
  for (const DenseCodes& s : others_) offset_.push_back(width_), width_ += static_cast<std::size_t>(s.levels);
  x_ = scaled_columns(model.x);
  width_ += x_.cols;
  build(progress);
  find_estimable();

  std::vector<double> by_level(static_cast<std::size_t>(first_.levels), 0.0), by_rest(width_, 0.0);
  effect_.assign(model.y.begin(), model.y.end());
  // The second pass refines: it fits what the first one left.
  for (int pass = 0; pass < 2; ++pass) {
    std::fill(by_level.begin(), by_level.end(), 0.0), std::fill(by_rest.begin(), by_rest.end(), 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      if (model.treated[i]) continue;
      by_level[unit(i)] += weight(i) * effect_[i];
      for_each_entry(i, [&](std::size_t j, double r) { by_rest[j] += weight(i) * r * effect_[i]; });
    }
    const Solution s = solve(by_level, by_rest);
    for (std::size_t i = 0; i < n; ++i) effect_[i] -= value(i, s);
  }
  for (std::size_t i = 0; i < n; ++i)
    if (cannot_[i]) effect_[i] = undefined;
}

void UntreatedFit::build(Progress& progress) {
  const std::size_t levels = static_cast<std::size_t>(first_.levels), n = model_.y.size();
  level_weight_.assign(levels, 0.0);
  level_sum_.resize(levels);
  system_ = Matrix(width_, width_);
  std::vector<std::vector<std::size_t>> rows(levels);
  for (std::size_t i = 0; i < n; ++i)
    if (!model_.treated[i]) rows[unit(i)].push_back(i), ++untreated_;
  if (untreated_ == 0) throw Failure(FailureCode::no_observations, "no untreated observations");
  std::vector<double> sum(width_, 0.0);
  std::vector<std::size_t> touched;
  for (std::size_t u = 0; u < levels; ++u) {
    check(progress);
    touched.clear();
    for (const std::size_t i : rows[u]) {
      const double w = weight(i);
      level_weight_[u] += w;
      for_each_entry(i, [&](std::size_t j, double r) {
        if (sum[j] == 0) touched.push_back(j);
        sum[j] += w * r;
        for_each_entry(i, [&](std::size_t l, double q) { system_(l, j) += w * r * q; });
      });
    }
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    for (const std::size_t j : touched) {
      for (const std::size_t l : touched) system_(l, j) -= sum[l] * sum[j] / level_weight_[u];
    }
    for (const std::size_t j : touched) level_sum_[u].emplace_back(j, sum[j]), sum[j] = 0;
  }
  if (width_ > 0) inverse_ = pseudo_inverse(system_).inverse;
}

void UntreatedFit::find_estimable() {
  const std::size_t n = model_.y.size();
  cannot_.assign(n, 0);
  const Matrix projection = width_ > 0 ? multiply(inverse_, system_) : Matrix();
  std::vector<double> r(width_), left(width_);
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t u = unit(i);
    if (level_weight_[u] == 0) {
      cannot_[i] = 1;
      continue;
    }
    if (!model_.treated[i]) continue;
    std::fill(r.begin(), r.end(), 0.0);
    for_each_entry(i, [&](std::size_t j, double v) { r[j] += v; });
    for (const auto& [j, s] : level_sum_[u]) r[j] -= s / level_weight_[u];
    left = r;
    for (std::size_t j = 0; j < width_; ++j) {
      if (r[j] == 0) continue;
      for (std::size_t l = 0; l < width_; ++l) left[l] -= projection(j, l) * r[j];
    }
    for (const double v : left) cannot_[i] |= std::fabs(v) > estimable_tolerance ? 1 : 0;
  }
}

UntreatedFit::Solution UntreatedFit::solve(const std::vector<double>& by_level,
                                           const std::vector<double>& by_rest) const {
  Solution out{by_level, by_rest};
  for (std::size_t u = 0; u < by_level.size(); ++u) {
    if (level_weight_[u] == 0) continue;
    for (const auto& [j, s] : level_sum_[u]) out.rest[j] -= s * by_level[u] / level_weight_[u];
  }
  if (width_ > 0) out.rest = multiply(inverse_, out.rest);
  for (std::size_t u = 0; u < by_level.size(); ++u) {
    if (level_weight_[u] == 0) {
      out.level[u] = 0;
      continue;
    }
    for (const auto& [j, s] : level_sum_[u]) out.level[u] -= s * out.rest[j];
    out.level[u] /= level_weight_[u];
  }
  return out;
}

double UntreatedFit::value(std::size_t i, const Solution& s) const {
  double v = s.level[unit(i)];
  for_each_entry(i, [&](std::size_t j, double r) { v += r * s.rest[j]; });
  return v;
}

Matrix UntreatedFit::carried_back(const Matrix& w) const {
  const std::size_t n = model_.y.size();
  Matrix out(n, w.cols);
  for (std::size_t k = 0; k < w.cols; ++k) {
    std::vector<double> by_level(static_cast<std::size_t>(first_.levels), 0.0), by_rest(width_, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      if (w(i, k) == 0) continue;
      by_level[unit(i)] += w(i, k);
      for_each_entry(i, [&](std::size_t j, double r) { by_rest[j] += w(i, k) * r; });
    }
    const Solution s = solve(by_level, by_rest);
    for (std::size_t i = 0; i < n; ++i)
      if (!model_.treated[i]) out(i, k) = -weight(i) * value(i, s);
  }
  return out;
}

namespace {

// τ̄ of every treated row: the average of τ over its cell with weights (Σ_cluster∩cell w) w; with leave_out the own
// cluster is taken out of the average by rescaling the distance.
std::vector<double> distances(const ImputationSpec& spec, const UntreatedFit& fit, std::span<const double> w,
                              const DenseCodes& cells, const DenseCodes& blocks) {
  const std::size_t n = w.size();
  std::vector<double> block(static_cast<std::size_t>(blocks.levels), 0.0);
  for (std::size_t i = 0; i < n; ++i)
    if (spec.treated[i]) block[static_cast<std::size_t>(blocks.values[i])] += w[i];
  std::vector<double> top(static_cast<std::size_t>(cells.levels), 0.0), bottom(top);
  for (std::size_t i = 0; i < n; ++i) {
    if (!spec.treated[i] || w[i] == 0) continue;
    const double omega = block[static_cast<std::size_t>(blocks.values[i])] * w[i];
    const auto g = static_cast<std::size_t>(cells.values[i]);
    top[g] += omega * fit.effect()[i], bottom[g] += omega;
  }
  std::vector<double> out(n, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    if (!spec.treated[i] || w[i] == 0) continue;
    const auto g = static_cast<std::size_t>(cells.values[i]);
    out[i] = fit.effect()[i] - (bottom[g] != 0 ? top[g] / bottom[g] : 0);
    if (!spec.leave_out) continue;
    const double own = block[static_cast<std::size_t>(blocks.values[i])];
    const double rest = bottom[g] - own * own;
    if (!(rest > 1e-12 * bottom[g]))
      throw Failure(FailureCode::requirement, "a group of equal effects has one cluster only; leave-out is impossible");
    out[i] *= bottom[g] / rest;
  }
  return out;
}

}  // namespace

ImputedAverages imputed_averages(const ImputationSpec& spec, const UntreatedFit& fit, const Matrix& w,
                                 Progress& progress) {
  const std::size_t n = w.rows;
  const DenseCodes cells = dense_codes(spec.cells), clusters = dense_codes(spec.clusters);
  const DenseCodes blocks = intersect_codes(spec.cells, spec.clusters);
  const Matrix back = fit.carried_back(w);
  Matrix sums(static_cast<std::size_t>(clusters.levels), w.cols);
  ImputedAverages out;
  for (std::size_t k = 0; k < w.cols; ++k) {
    check(progress);
    const std::vector<double> distance = distances(spec, fit, w.column(k), cells, blocks);
    double effect = 0, squares = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const auto c = static_cast<std::size_t>(clusters.values[i]);
      if (!spec.treated[i]) sums(c, k) += back(i, k) == 0 ? 0 : back(i, k) * fit.effect()[i];
      if (!spec.treated[i] || w(i, k) == 0) continue;
      effect += w(i, k) * fit.effect()[i];
      squares += w(i, k) * w(i, k);
      sums(c, k) += w(i, k) * distance[i];
    }
    out.effect.push_back(effect);
    out.effective.push_back(squares > 0 ? 1 / squares : 0);
  }
  out.V = gram(sums);
  return out;
}

TwoStage second_stage(const UntreatedFit& fit, MatrixView x2, std::span<const double> weights, Codes clusters,
                      std::span<const std::uint8_t> treated) {
  const std::size_t n = x2.rows;
  std::vector<double> y(n), w(n);
  Matrix wx(n, x2.cols);
  TwoStage out;
  for (std::size_t i = 0; i < n; ++i) {
    const bool use = !fit.cannot_impute()[i];
    w[i] = use ? (weights.empty() ? 1.0 : weights[i]) : 0;
    y[i] = use ? fit.effect()[i] : 0;
    out.N += use ? 1 : 0;
    for (std::size_t j = 0; j < x2.cols; ++j) wx(i, j) = w[i] * x2(i, j);
  }
  const LeastSquares ls = least_squares({.y = y, .x = x2, .constant = false, .weights = w});
  out.b = ls.b, out.omitted = ls.omitted;
  const Matrix back = fit.carried_back(wx);
  const DenseCodes codes = dense_codes(clusters);
  Matrix sums(static_cast<std::size_t>(codes.levels), x2.cols);
  for (std::size_t i = 0; i < n; ++i) {
    const auto c = static_cast<std::size_t>(codes.values[i]);
    for (std::size_t j = 0; j < x2.cols; ++j)
      sums(c, j) += wx(i, j) * ls.residuals[i] + (treated[i] || w[i] == 0 ? 0 : back(i, j) * y[i]);
  }
  out.V = quadratic_form(ls.xtx_inverse, gram(sums));
  return out;
}

}  // namespace nqp::numeric
