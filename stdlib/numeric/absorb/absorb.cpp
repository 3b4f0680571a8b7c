#include "stdlib/numeric/absorb/absorb.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/absorb/level_set.hpp"
#include "stdlib/numeric/absorb/plain_absorption.hpp"
#include "stdlib/numeric/absorb/rest_system.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

// Rounds of solving for what is left: the second removes the rounding and the early stop of the first.
constexpr int max_rounds = 4;

bool all_intercepts(const std::vector<Effect>& effects) {
  return std::all_of(effects.begin(), effects.end(),
                     [](const Effect& e) { return e.intercept && e.slopes.empty(); });
}

std::vector<LevelSet> prepare_absorption(const std::vector<Effect>& effects, std::span<const double> weights,
                                         std::vector<std::size_t>& order) {
  std::vector<LevelSet> sets;
  for (std::size_t e = 0; e < effects.size(); ++e) {
    if (effects[e].codes.size() != effects.front().codes.size()) {
      throw Failure(FailureCode::conformability, "effects of different lengths");
    }
    if (all_intercepts(effects)) continue;
    sets.emplace_back(effects[e], weights);
    order.push_back(e);
  }
  if (sets.empty()) return sets;
  const auto largest = std::max_element(
      sets.begin(), sets.end(), [](const LevelSet& a, const LevelSet& b) { return a.dimension() < b.dimension(); });
  std::swap(order.front(), order[static_cast<std::size_t>(largest - sets.begin())]);
  std::swap(sets.front(), *largest);
  return sets;
}

}  // namespace

struct Absorber::Impl {
  Impl(const std::vector<Effect>& effects, std::span<const double> w, const AbsorbOptions& o)
      : options(o),
        weights(w),
        rows(effects.empty() ? 0 : effects.front().codes.size()),
        sets(prepare_absorption(effects, w, order)),
        rest(sets, weights, rows) {
    for (const Effect& effect : effects) functions.push_back(effect.slopes.size() + (effect.intercept ? 1 : 0));
    if (effects.empty() || !all_intercepts(effects)) return;
    std::vector<CodeSource> sources;
    codes.reserve(effects.size());
    for (const Effect& effect : effects) sources.push_back(source_of(codes.emplace_back(dense_codes(effect.codes))));
    plain = std::make_unique<PlainAbsorption>(std::move(sources), weights, rows);
  }

  double weight(std::size_t i) const { return weights.empty() ? 1.0 : weights[i]; }

  // Coefficients of the columns on the eliminated set alone.
  SlotTable project(const Matrix& z) const {
    const LevelSet& q = sets.front();
    SlotTable table(q.dimension(), z.cols);
    for (std::size_t k = 0; k < z.cols; ++k) {
      const std::span<const double> column = z.column(k);
      for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t p = 0; p < q.functions(); ++p) {
          table.row(q.slot(i) + p)[k] += weight(i) * q.basis(i, p) * column[i];
        }
      }
    }
    for (std::size_t slot = 0; slot < q.dimension(); ++slot) {
      for (std::size_t k = 0; k < z.cols; ++k) table.row(slot)[k] *= q.inverse_gram(slot);
    }
    return table;
  }

  static void subtract(Matrix& z, const LevelSet& set, const SlotTable& table, std::size_t offset) {
    for (std::size_t k = 0; k < z.cols; ++k) {
      const std::span<double> column = z.column(k);
      for (std::size_t i = 0; i < z.rows; ++i) {
        for (std::size_t p = 0; p < set.functions(); ++p) {
          column[i] -= set.basis(i, p) * table.row(offset + set.slot(i) + p)[k];
        }
      }
    }
  }

  // Σ w basis z over the slots of all sets but the first.
  SlotTable moments(const Matrix& z) const {
    SlotTable table(rest.dimension(), z.cols);
    for (std::size_t r = 1; r < sets.size(); ++r) {
      for (std::size_t k = 0; k < z.cols; ++k) {
        const std::span<const double> column = z.column(k);
        for (std::size_t i = 0; i < rows; ++i) {
          for (std::size_t p = 0; p < sets[r].functions(); ++p) {
            table.row(rest.offset(r) + sets[r].slot(i) + p)[k] += weight(i) * sets[r].basis(i, p) * column[i];
          }
        }
      }
    }
    return table;
  }

  std::vector<double> norms(const Matrix& z) const {
    std::vector<double> result(z.cols, 0.0);
    for (std::size_t k = 0; k < z.cols; ++k) {
      const std::span<const double> column = z.column(k);
      for (std::size_t i = 0; i < rows; ++i) result[k] += weight(i) * column[i] * column[i];
      result[k] = std::sqrt(result[k]);
    }
    return result;
  }

  // Largest cosine between a column and a slot of the remaining sets.
  double accuracy(const SlotTable& B, const std::vector<double>& size) const {
    double worst = 0;
    for (std::size_t r = 1; r < sets.size(); ++r) {
      for (std::size_t slot = 0; slot < sets[r].dimension(); ++slot) {
        const double scale = std::sqrt(sets[r].inverse_gram(slot));
        const double* row = B.row(rest.offset(r) + slot);
        for (std::size_t k = 0; k < B.width; ++k) {
          if (size[k] > 0) worst = std::max(worst, std::fabs(row[k]) * scale / size[k]);
        }
      }
    }
    return worst;
  }

  // Largest mean over a level of the intercepts, in standard deviations of the column.
  double group_mean(const SlotTable& B, const std::vector<double>& size) const {
    const double root = std::sqrt(static_cast<double>(rows));
    double worst = 0;
    for (std::size_t r = 1; r < sets.size(); ++r) {
      if (!sets[r].intercept()) continue;
      for (std::size_t slot = 0; slot < sets[r].dimension(); slot += sets[r].functions()) {
        const double* row = B.row(rest.offset(r) + slot);
        for (std::size_t k = 0; k < B.width; ++k) {
          if (size[k] > 0) worst = std::max(worst, std::fabs(row[k]) * sets[r].inverse_gram(slot) * root / size[k]);
        }
      }
    }
    return worst;
  }

  AbsorbReport partial_out(Matrix& z, Progress& progress, SlotTable* first, SlotTable* others) const {
    AbsorbReport report;
    if (z.cols == 0) return report;
    if (plain) return plain->partial_out(z, options, progress, others);
    if (sets.empty()) return report;
    const std::vector<double> size = norms(z);
    for (int round = 0; round < max_rounds; ++round) {
      check(progress);
      const SlotTable means = project(z);
      subtract(z, sets.front(), means, 0);
      if (first) accumulate(*first, means);
      const SlotTable B = moments(z);
      report.accuracy = accuracy(B, size);
      report.group_mean = group_mean(B, size);
      if (round > 0 && (report.accuracy <= options.tolerance || sets.size() == 1)) break;
      SlotTable A(rest.dimension(), z.cols);
      report.iterations += rest.solve(B, A, options, progress, report.converged);
      for (std::size_t r = 1; r < sets.size(); ++r) subtract(z, sets[r], A, rest.offset(r));
      if (others) accumulate(*others, A);
      if (!report.converged) break;
    }
    if (report.accuracy > std::max(options.tolerance, 1e-12) * 100) report.converged = false;
    return report;
  }

  static void accumulate(SlotTable& total, const SlotTable& part) {
    for (std::size_t i = 0; i < total.values.size(); ++i) total.values[i] += part.values[i];
  }

  AbsorbOptions options;
  std::span<const double> weights;
  std::size_t rows;
  std::vector<std::size_t> order;  // sets[s] is effect order[s]
  std::vector<LevelSet> sets;
  RestSystem rest;
  std::vector<std::size_t> functions;  // of each effect, in the caller's order
  std::vector<DenseCodes> codes;       // of the effects when all are intercepts; then there are no sets
  std::unique_ptr<PlainAbsorption> plain;
};

Absorber::Absorber(const std::vector<Effect>& effects, std::span<const double> weights, const AbsorbOptions& options)
    : impl_(std::make_unique<Impl>(effects, weights, options)) {}
Absorber::~Absorber() = default;
Absorber::Absorber(Absorber&&) noexcept = default;
Absorber& Absorber::operator=(Absorber&&) noexcept = default;

AbsorbReport Absorber::partial_out(Matrix& columns, Progress& progress) const {
  if (!impl_->functions.empty() && columns.rows != impl_->rows) {
    throw Failure(FailureCode::conformability, "columns of another length than the effects");
  }
  return impl_->partial_out(columns, progress, nullptr, nullptr);
}

namespace {

// Later sets get weighted mean zero; the first keeps the level.
void centre_later_intercepts(Matrix& effects, const std::vector<std::size_t>& intercepts,
                             std::span<const double> weights) {
  for (std::size_t s = 1; s < intercepts.size(); ++s) {
    const std::span<double> column = effects.column(intercepts[s]);
    double total = 0;
    double mean = 0;
    for (std::size_t i = 0; i < effects.rows; ++i) {
      const double w = weights.empty() ? 1.0 : weights[i];
      total += w;
      mean += w * column[i];
    }
    mean /= total;
    for (double& value : column) value -= mean;
    for (double& value : effects.column(intercepts.front())) value += mean;
  }
}

}  // namespace

namespace {

// d = y - xb - e is all effects: what the sets but the first take, and the means of the rest.
Matrix recover_plain(const PlainAbsorption& plain, Matrix d, const AbsorbOptions& options, Progress& progress) {
  SlotTable others(plain.graph().dimension(), 1);
  Matrix z = d;
  plain.partial_out(z, options, progress, &others);
  const EffectRows& rows = plain.rows();
  const SlotTable first = first_means(rows, plain.weights(), {{d.data.data()}, {}}, others);
  Matrix effects(d.rows, rows.sets.size());
  std::vector<std::uint32_t> level(d.rows);
  for (std::size_t s = 0; s < rows.sets.size(); ++s) {
    rows.sets[s].read(0, d.rows, level.data());
    const double* table = s == 0 ? first.row(0) : others.row(rows.offsets[s - 1]);
    const std::span<double> column = effects.column(plain.order()[s]);
    for (std::size_t i = 0; i < d.rows; ++i) column[i] = table[level[i]];
  }
  return effects;
}

}  // namespace

Matrix Absorber::recover(std::span<const double> d, Progress& progress) const {
  const Impl& impl = *impl_;
  Matrix z(impl.rows, 1, std::vector<double>(d.begin(), d.end()));
  if (impl.plain) {
    Matrix effects = recover_plain(*impl.plain, std::move(z), impl.options, progress);
    std::vector<std::size_t> all(effects.cols);
    for (std::size_t e = 0; e < all.size(); ++e) all[e] = e;
    centre_later_intercepts(effects, all, impl.weights);
    return effects;
  }
  if (impl.sets.empty()) return {};
  SlotTable first(impl.sets.front().dimension(), 1);
  SlotTable others(impl.rest.dimension(), 1);
  impl.partial_out(z, progress, &first, &others);

  std::vector<std::size_t> column_of(impl.functions.size(), 0);
  std::size_t columns = 0;
  for (std::size_t e = 0; e < impl.functions.size(); ++e) {
    column_of[e] = columns;
    columns += impl.functions[e];
  }
  Matrix effects(impl.rows, columns);
  std::vector<std::size_t> intercepts;
  for (std::size_t s = 0; s < impl.sets.size(); ++s) {
    const LevelSet& set = impl.sets[s];
    const std::size_t column = column_of[impl.order[s]];
    if (set.intercept()) intercepts.push_back(column);
    const double* table = s == 0 ? first.row(0) : others.row(impl.rest.offset(s));
    std::vector<double> original(set.functions());
    for (std::size_t i = 0; i < impl.rows; ++i) {
      set.to_original(set.level(i), table + set.slot(i), original.data());
      for (std::size_t p = 0; p < set.functions(); ++p) effects(i, column + p) = original[p];
    }
  }
  std::sort(intercepts.begin(), intercepts.end());
  centre_later_intercepts(effects, intercepts, impl.weights);
  return effects;
}

}  // namespace nqp::numeric
