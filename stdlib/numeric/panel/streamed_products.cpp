#include "stdlib/numeric/panel/streamed_products.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/absorb/balanced_passes.hpp"
#include "stdlib/numeric/absorb/singleton_rows.hpp"

namespace nqp::numeric {
namespace {

// Below these shares differences of sums have lost too many digits.
constexpr double least_within_share = 1e-4;
constexpr double least_pivot = 1e-5;

// About the mean: sums of squares about it lose nothing.
std::vector<double> rough_centres(const StreamedData& d, const std::vector<double>& weights) {
  constexpr std::size_t looked_at = 1024;
  std::vector<double> out;
  const std::size_t step = std::max<std::size_t>(1, d.rows / looked_at);
  for (const double* z : d.columns) {
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t i = 0; i < d.rows; i += step) {
      if (!weights.empty() && weights[i] == 0) continue;
      sum += z[i];
      ++count;
    }
    out.push_back(count > 0 ? sum / static_cast<double>(count) : 0.0);
  }
  return out;
}

bool has_singletons(const LevelWeights& lw) {
  const auto once = [](double w) { return w == 1; };
  return std::any_of(lw.first.begin(), lw.first.end(), once) || std::any_of(lw.others.begin(), lw.others.end(), once);
}

// As normalise_weights, but rows of zero weight stay where they are and are no rows.
Weights weights_in_place(std::vector<double> raw, WeightKind kind, std::size_t rows) {
  Weights w;
  w.kind = kind;
  w.n = w.sum = w.raw_sum = static_cast<double>(rows);
  if (raw.empty()) return w;
  const double used = static_cast<double>(std::count_if(raw.begin(), raw.end(), [](double x) { return x > 0; }));
  double total = 0, lost = 0;
  for (const double x : raw) {  // Kahan's sum
    const double term = x - lost, next = total + term;
    lost = (next - total) - term;
    total = next;
  }
  w.raw_sum = w.sum = total;
  w.n = kind == WeightKind::fweight ? total : used;
  if (kind == WeightKind::aweight || kind == WeightKind::pweight) {
    for (double& x : raw) x *= used / total;
    w.sum = used;
  }
  w.values = std::move(raw);
  return w;
}

PlainAbsorption absorption_of(StreamedData& d, Weights& weights, double& singletons) {
  std::vector<double> raw = std::move(d.weights);
  const bool frequencies = d.weight_kind == WeightKind::fweight;
  if (!raw.empty()) {
    if (!d.allow_singletons) singletons = leave_out_singletons(d.effects, d.rows, frequencies, raw);
  } else {
    std::vector<std::size_t> order;
    EffectRows rows(d.effects, {}, d.rows, order);
    LevelWeights counts = level_weights(rows);
    if (d.allow_singletons || !has_singletons(counts)) {
      weights = weights_in_place({}, d.weight_kind, d.rows);
      return PlainAbsorption(std::move(rows), std::move(order), std::move(counts));
    }
    singletons = leave_out_singletons(d.effects, d.rows, false, raw);
  }
  weights = weights_in_place(std::move(raw), d.weight_kind, d.rows);
  return PlainAbsorption(d.effects, weights.values, d.rows);
}

// W - (B'A + A'left).
Matrix within_products(const WithinSums& sums, const SlotTable& A, const SlotTable& left) {
  Matrix G = sums.gram;
  const std::size_t K = G.rows;
  for (std::size_t s = 0; s < A.slots(); ++s) {
    const double* a = A.row(s);
    const double* b = sums.others.row(s);
    const double* l = left.row(s);
    for (std::size_t j = 0; j < K; ++j)
      for (std::size_t i = 0; i < K; ++i) G(i, j) -= b[i] * a[j] + a[i] * l[j];
  }
  for (std::size_t j = 0; j < K; ++j)
    for (std::size_t i = 0; i < j; ++i) G(i, j) = G(j, i) = (G(i, j) + G(j, i)) / 2;
  return G;
}

// From the sums and a start for A.
bool solve_products(StreamedProducts& p, double tolerance, int max_iterations, Progress& progress) {
  const GraphSolution solution = p.plain.graph().solve(p.sums.others, p.A, p.left, tolerance, max_iterations, progress);
  if (!solution.converged) return false;
  p.gram = within_products(p.sums, p.A, p.left);
  std::vector<double> size;
  for (const double s : p.sums.square) size.push_back(std::sqrt(s));
  p.report = {.iterations = solution.iterations, .converged = true, .accuracy = p.plain.accuracy(p.left, size),
              .group_mean = p.plain.group_mean(p.left, size)};
  for (std::size_t j = 0; j < p.columns.z.size(); ++j)
    p.mean.push_back((p.columns.centre.empty() ? 0.0 : p.columns.centre[j]) + p.sums.sum[j] / p.weights.sum);
  return true;
}

StreamedProducts unsolved(PlainAbsorption plain, Weights weights, RowColumns columns, SlotTable start) {
  return {.weights = std::move(weights), .singletons = 0, .plain = std::move(plain), .columns = std::move(columns),
          .sums = {}, .A = std::move(start), .left = {}, .gram = {}, .unit_moments = {}, .mean = {}, .report = {}};
}

bool wants_unit_moments(const StreamedData& d, const EffectRows& e) {
  return d.unit_moments && e.balanced && d.clusters.size() == 1 && d.clusters.front().same_as(e.sets.front()) &&
         unit_moments_pay(e, d.columns.size());
}

}  // namespace

std::vector<std::uint8_t> StreamedProducts::used() const {
  std::vector<std::uint8_t> out;
  out.reserve(weights.values.size());
  for (const double w : weights.values) out.push_back(w > 0);
  return out;
}

const std::vector<double>& StreamedProducts::score_factors(bool clustered, std::vector<double>& room) const {
  if (weights.kind != WeightKind::fweight || clustered) return weights.values;
  room = weights.values;
  for (double& w : room) w = std::sqrt(w);
  return room;
}

std::optional<StreamedProducts> streamed_products(StreamedData& data, double tolerance,
                                                  const AbsorbOptions& options, Progress& progress) {
  Weights weights;
  double singletons = 0;
  PlainAbsorption plain = absorption_of(data, weights, singletons);
  check(progress);
  if (!(weights.n > 0) || !(weights.sum > 0)) return std::nullopt;
  RowColumns columns{data.columns, rough_centres(data, weights.values)};
  StreamedProducts p = unsolved(std::move(plain), std::move(weights), std::move(columns), {});
  p.singletons = singletons;
  SlotTable known;
  if (wants_unit_moments(data, p.plain.rows())) {
    UnitSums units = unit_sums(p.plain.rows(), p.columns);
    p.sums = std::move(units.within);
    p.unit_moments = std::move(units.moments);
    known = std::move(units.A);
  } else {
    p.sums = within_sums(p.plain.rows(), p.plain.weights(), p.columns, true);
  }
  if (!solve_products(p, tolerance, options.max_iterations, progress) || loses_digits(p, 0)) return std::nullopt;
  for (std::size_t i = 0; i < known.values.size(); ++i) p.A.values[i] += known.values[i];
  return p;
}

std::optional<StreamedProducts> streamed_products(PlainAbsorption plain, Weights weights, RowColumns columns,
                                                  SlotTable start, double tolerance, int max_iterations,
                                                  Progress& progress) {
  StreamedProducts p = unsolved(std::move(plain), std::move(weights), std::move(columns), std::move(start));
  p.sums = within_sums(p.plain.rows(), p.plain.weights(), p.columns, true);
  if (!solve_products(p, tolerance, max_iterations, progress)) return std::nullopt;
  return p;
}

bool loses_digits(const StreamedProducts& p, std::size_t first) {
  const Matrix& G = p.gram;
  for (std::size_t k = first; k < G.rows; ++k) {
    const double about_mean = p.sums.square[k] - p.sums.sum[k] * p.sums.sum[k] / p.weights.sum;
    if (!(G(k, k) > least_within_share * p.sums.square[k]) || !(G(k, k) > least_within_share * about_mean)) return true;
  }
  return false;
}

AbsorbedDof streamed_dof(const StreamedData& data, const StreamedProducts& p, bool clustered) {
  const EffectRows& rows = p.plain.rows();
  const std::vector<double>& used = p.weights.values;
  std::vector<EffectCount> counts(rows.sets.size());
  for (std::size_t s = 0; s < rows.sets.size(); ++s) {
    const std::size_t effect = p.plain.order()[s];
    counts[effect] = {.effect = effect, .levels = occurring_levels(rows, p.plain.weights(), s)};
  }
  const auto nested = [&](std::size_t e) {
    if (data.count_nested || !clustered) return false;
    return std::any_of(data.clusters.begin(), data.clusters.end(),
                       [&](const CodeSource& c) { return is_nested(data.effects[e], c, data.rows, used); });
  };
  return absorbed_dof(std::move(counts), nested, [&](std::size_t a, std::size_t b) {
    if (rows.balanced) return 1.0;
    return static_cast<double>(connected_components(data.effects[a], data.effects[b], data.rows, used));
  });
}

LevelSums level_sums(const StreamedProducts& p) {
  const SlotTable means = first_means(p.plain.rows(), p.plain.weights(), p.columns, {});
  const std::vector<double>& weight = p.plain.weights().first;
  const std::size_t K = p.gram.rows;
  LevelSums out;
  for (const double w : weight)
    if (w > 0) out.weight.push_back(w);
  out.mean = Matrix(out.weight.size(), K);
  for (std::size_t g = 0, at = 0; g < weight.size(); ++g) {
    if (!(weight[g] > 0)) continue;
    for (std::size_t k = 0; k < K; ++k) out.mean(at, k) = means.row(g)[k];
    ++at;
  }
  return out;
}

Matrix total_products(const StreamedProducts& p, const LevelSums& levels) {
  Matrix out = p.gram;
  const std::size_t K = out.rows;
  std::vector<double> about(K);
  for (std::size_t g = 0; g < levels.weight.size(); ++g) {
    for (std::size_t k = 0; k < K; ++k) about[k] = levels.mean(g, k) - p.sums.sum[k] / p.weights.sum;
    for (std::size_t b = 0; b < K; ++b)
      for (std::size_t a = 0; a < K; ++a) out(a, b) += levels.weight[g] * about[a] * about[b];
  }
  return out;
}

bool nearly_collinear(Matrix G) {
  const std::size_t k = G.rows;
  std::vector<double> scale(k);
  for (std::size_t j = 0; j < k; ++j) scale[j] = 1 / std::sqrt(G(j, j));
  for (std::size_t j = 0; j < k; ++j)
    for (std::size_t i = 0; i < k; ++i) G(i, j) *= scale[i] * scale[j];
  for (std::size_t j = 0; j < k; ++j) {
    if (!(G(j, j) > least_pivot)) return true;
    const double root = std::sqrt(G(j, j));
    for (std::size_t i = j; i < k; ++i) G(i, j) /= root;
    for (std::size_t l = j + 1; l < k; ++l)
      for (std::size_t i = l; i < k; ++i) G(i, l) -= G(i, j) * G(l, j);
  }
  return false;
}

}  // namespace nqp::numeric
