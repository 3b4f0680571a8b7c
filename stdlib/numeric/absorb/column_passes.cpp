#include "stdlib/numeric/absorb/column_passes.hpp"

#include <algorithm>
#include <numeric>

#include "stdlib/numeric/absorb/balanced_passes.hpp"
#include "stdlib/numeric/absorb/block_levels.hpp"
#include "stdlib/numeric/absorb/block_products.hpp"
#include "stdlib/numeric/absorb/incidence.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::numeric {
namespace {

constexpr std::size_t pass_rows = residual_stride;

// Rows of the block one after the other, centred. The rows of the next block are asked for: columns take turns in
// pieces too short to be foreseen.
template <std::size_t Width>
void load_rows(const RowColumns& c, std::size_t begin, std::size_t n, double* out) {
  const std::size_t K = Width ? Width : c.z.size();
  for (std::size_t k = 0; k < K; ++k) {
    const double* z = c.z[k] + begin;
    const double centre = c.centre.empty() ? 0.0 : c.centre[k];
    for (std::size_t i = 0; i < n; i += 8) __builtin_prefetch(z + n + i);
    for (std::size_t i = 0; i < n; ++i) out[i * K + k] = z[i] - centre;
  }
}

template <std::size_t Width>
void add_rows(const double* rows, const std::uint32_t* slots, const double* weights, std::size_t n, std::size_t columns,
              double* table) {
  const std::size_t K = Width ? Width : columns;
  for (std::size_t i = 0; i < n; ++i) {
    double* to = table + slots[i] * K;
    const double* row = rows + i * K;
    if (weights) {
      for (std::size_t k = 0; k < K; ++k) to[k] += weights[i] * row[k];
    } else {
      for (std::size_t k = 0; k < K; ++k) to[k] += row[k];
    }
  }
}

template <std::size_t Width>
void take_effects(double* rows, const std::uint32_t* slots, std::size_t n, std::size_t columns, const double* table) {
  const std::size_t K = Width ? Width : columns;
  for (std::size_t i = 0; i < n; ++i) {
    const double* from = table + slots[i] * K;
    double* row = rows + i * K;
    for (std::size_t k = 0; k < K; ++k) row[k] -= from[k];
  }
}

template <std::size_t Width>
void rows_to_columns(const double* rows, std::size_t n, std::size_t count, double* columns) {
  const std::size_t K = Width ? Width : count;
  for (std::size_t k = 0; k < K; ++k) {
    double* out = columns + k * pass_rows;
    for (std::size_t i = 0; i < n; ++i) out[i] = rows[i * K + k];
  }
}

void add_totals(const double* rows, const double* weights, std::size_t n, WithinSums& to) {
  const std::size_t K = to.sum.size();
  for (std::size_t k = 0; k < K; ++k) {
    double sum = 0, square = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double z = rows[i * K + k], wz = weights ? weights[i] * z : z;
      sum += wz;
      square += wz * z;
    }
    to.sum[k] += sum;
    to.square[k] += square;
  }
}

// Rows minus the means of the runs of one level; a run is not cut.
template <std::size_t Width>
void centre_runs(double* rows, const std::uint32_t* level, const double* weights, const double* level_weight,
                 std::size_t n, std::size_t columns, double* mean) {
  const std::size_t K = Width ? Width : columns;
  for (std::size_t begin = 0; begin < n;) {
    std::size_t end = begin;
    for (std::size_t k = 0; k < K; ++k) mean[k] = 0;
    for (; end < n && level[end] == level[begin]; ++end) {
      const double w = weights ? weights[end] : 1.0;
      for (std::size_t k = 0; k < K; ++k) mean[k] += w * rows[end * K + k];
    }
    const double total = level_weight[level[begin]], inverse = total > 0 ? 1 / total : 0;
    for (std::size_t k = 0; k < K; ++k) mean[k] *= inverse;
    for (; begin < end; ++begin)
      for (std::size_t k = 0; k < K; ++k) rows[begin * K + k] -= mean[k];
  }
}

struct WidthKernels {
  decltype(&load_rows<0>) load;
  decltype(&add_rows<0>) add;
  decltype(&take_effects<0>) take;
  decltype(&centre_runs<0>) centre;
  decltype(&rows_to_columns<0>) spread;
};

template <std::size_t Width>
constexpr WidthKernels kernels_of() {
  return {load_rows<Width>, add_rows<Width>, take_effects<Width>, centre_runs<Width>, rows_to_columns<Width>};
}

WidthKernels kernels_for(std::size_t columns) {
  switch (columns) {
    case 1: return kernels_of<1>();
    case 2: return kernels_of<2>();
    case 3: return kernels_of<3>();
    case 4: return kernels_of<4>();
    case 5: return kernels_of<5>();
    case 6: return kernels_of<6>();
    case 8: return kernels_of<8>();
    case 11: return kernels_of<11>();
    default: return kernels_of<0>();
  }
}

void add_table(SlotTable& sum, const SlotTable& part) {
  for (std::size_t i = 0; i < sum.values.size(); ++i) sum.values[i] += part.values[i];
}

}  // namespace

EffectRows::EffectRows(std::vector<CodeSource> effects, std::span<const double> w, std::size_t n,
                       std::vector<std::size_t>& order)
    : sets(std::move(effects)), weights(w), rows(n) {
  order.resize(sets.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (sets.empty()) return;
  const auto largest = std::max_element(sets.begin(), sets.end(), [](const CodeSource& a, const CodeSource& b) {
    return a.levels < b.levels;
  });
  std::swap(order.front(), order[static_cast<std::size_t>(largest - sets.begin())]);
  std::swap(sets.front(), *largest);
  balanced = weights.empty() && sets.size() == 2 && sets[1].levels <= pass_rows / 3 && is_balanced(sets, rows);
  ascending = short_runs = balanced;
  if (!balanced) {
    const RunShape shape = shape_of_runs(sets.front(), rows);
    ascending = shape.ascending;
    short_runs = ascending && shape.longest <= pass_rows / 3;
  }
  std::size_t slots = 0;
  for (std::size_t r = 1; r < sets.size(); ++r) {
    offsets.push_back(slots);
    slots += sets[r].levels;
  }
}

std::size_t EffectRows::other_slots() const { return sets.size() < 2 ? 0 : offsets.back() + sets.back().levels; }

// Each piece needs a table of its own for the first set when its levels are anywhere.
std::size_t EffectRows::pieces() const {
  const std::size_t pieces = pieces_of_rows(rows);
  return ascending ? pieces : std::min<std::size_t>(2, pieces);
}

std::vector<std::size_t> EffectRows::cuts() const {
  if (sets.empty()) return {0, rows};
  return cut_rows(sets.front(), rows, pieces(), ascending);
}

namespace {

// What every pass over the blocks of one piece needs.
class BlockPass {
 public:
  BlockPass(const EffectRows& e, const LevelWeights& lw, const RowColumns& c, const SlotTable* A,
            const SlotTable* first)
      : e_(e), lw_(lw), c_(c), A_(A), first_(first), kernel_(kernels_for(c.z.size())), levels_(e),
        rows_(c.z.size() * pass_rows), mean_(c.z.size()) {}

  // Loads rows from `begin` on, at most up to `end`; returns how many. Whole levels where no table of means is given.
  std::size_t load(std::size_t begin, std::size_t end) {
    const std::size_t n = first_ ? levels_.read_up_to(begin, end) : levels_.read_runs(begin, end);
    begin_ = begin;
    n_ = n;
    kernel_.load(c_, begin, n, rows_.data());
    if (weights()) clear_left_out(n);
    return n;
  }

  double* rows() { return rows_.data(); }
  void spread(double* columns) const { kernel_.spread(rows_.data(), n_, c_.z.size(), columns); }
  const std::uint32_t* levels(std::size_t set) const { return levels_.of(set); }

  void take_others() {
    if (A_)
      for (std::size_t s = 1; s < e_.sets.size(); ++s)
        kernel_.take(rows_.data(), levels_.of(s), n_, c_.z.size(), A_->values.data());
  }

  void take_means() {
    if (first_) return kernel_.take(rows_.data(), levels_.of(0), n_, c_.z.size(), first_->values.data());
    kernel_.centre(rows_.data(), levels_.of(0), weights(), lw_.first.data(), n_, c_.z.size(), mean_.data());
  }

  void add_others(SlotTable& to) {
    for (std::size_t s = 1; s < e_.sets.size(); ++s)
      kernel_.add(rows_.data(), levels_.of(s), weights(), n_, c_.z.size(), to.values.data());
  }

  void add_first(SlotTable& to) {
    kernel_.add(rows_.data(), levels_.of(0), weights(), n_, c_.z.size(), to.values.data());
  }

  const double* weights() const { return e_.weights.empty() ? nullptr : e_.weights.data() + begin_; }

 private:
  // Rows of zero weight may hold anything.
  void clear_left_out(std::size_t n) {
    const std::size_t K = c_.z.size();
    for (std::size_t i = 0; i < n; ++i)
      if (weights()[i] == 0) std::fill_n(rows_.data() + i * K, K, 0.0);
  }

  const EffectRows& e_;
  const LevelWeights& lw_;
  const RowColumns& c_;
  const SlotTable* A_;      // none: nothing to take off
  const SlotTable* first_;  // none: means are those of the rows at hand
  WidthKernels kernel_;
  BlockLevels levels_;
  std::vector<double> rows_, mean_;
  std::size_t begin_ = 0, n_ = 0;
};

// Tables of the pieces for the first set: one for all where its levels are not cut.
class FirstTables {
 public:
  FirstTables(const EffectRows& e, std::size_t columns) : shared_(e.ascending), tables_(shared_ ? 1 : e.pieces()) {
    for (SlotTable& t : tables_) t = SlotTable(e.sets.front().levels, columns);
  }
  SlotTable& of(std::size_t piece) { return shared_ ? tables_.front() : tables_[piece]; }
  SlotTable added() {
    for (std::size_t p = 1; p < tables_.size(); ++p) add_table(tables_.front(), tables_[p]);
    return std::move(tables_.front());
  }

 private:
  bool shared_;
  std::vector<SlotTable> tables_;
};

}  // namespace

SlotTable first_means(const EffectRows& e, const LevelWeights& lw, const RowColumns& c, const SlotTable& A) {
  const std::size_t K = c.z.size();
  const std::vector<std::size_t> cuts = e.cuts();
  FirstTables tables(e, K);
  const SlotTable unused;
  in_parallel(e.pieces(), [&](std::size_t p) {
    BlockPass pass(e, lw, c, A.values.empty() ? nullptr : &A, &unused);
    for (std::size_t begin = cuts[p]; begin < cuts[p + 1];) {
      begin += pass.load(begin, cuts[p + 1]);
      pass.take_others();
      pass.add_first(tables.of(p));
    }
  });
  SlotTable out = tables.added();
  for (std::size_t g = 0; g < lw.first.size(); ++g)
    for (std::size_t k = 0; k < K; ++k) out.row(g)[k] = lw.first[g] > 0 ? out.row(g)[k] / lw.first[g] : 0;
  return out;
}

WithinSums::WithinSums(std::size_t slots, std::size_t columns)
    : others(slots, columns), gram(columns, columns), sum(columns, 0.0), square(columns, 0.0) {}

void WithinSums::add(const WithinSums& part) {
  add_table(others, part.others);
  for (std::size_t i = 0; i < gram.data.size(); ++i) gram.data[i] += part.gram.data[i];
  for (std::size_t k = 0; k < sum.size(); ++k) {
    sum[k] += part.sum[k];
    square[k] += part.square[k];
  }
}

WithinSums within_sums(const EffectRows& e, const LevelWeights& lw, const RowColumns& c, bool want_gram) {
  const std::size_t K = c.z.size(), pieces = e.pieces();
  const std::vector<std::size_t> cuts = e.cuts();
  SlotTable means;
  if (!e.short_runs) means = first_means(e, lw, c, {});
  std::vector<WithinSums> parts(pieces);
  in_parallel(pieces, [&](std::size_t p) {
    WithinSums& own = parts[p] = WithinSums(e.other_slots(), K);
    if (e.balanced) return add_balanced_sums(e, c, cuts[p], cuts[p + 1], want_gram, own);
    BlockPass pass(e, lw, c, nullptr, e.short_runs ? nullptr : &means);
    std::vector<double> scratch((K + 1) * pass_rows);
    for (std::size_t begin = cuts[p]; begin < cuts[p + 1];) {
      const std::size_t n = pass.load(begin, cuts[p + 1]);
      if (want_gram) add_totals(pass.rows(), pass.weights(), n, own);
      pass.take_means();
      pass.add_others(own.others);
      if (want_gram) {
        pass.spread(scratch.data());
        add_block_products(pass.weights(), n, K, scratch.data(), own.gram);
      }
      begin += n;
    }
  });
  WithinSums out = std::move(parts.front());
  for (std::size_t p = 1; p < pieces; ++p) out.add(parts[p]);
  fill_upper(out.gram);
  return out;
}

LevelWeights level_weights(const EffectRows& e) {
  if (e.balanced) {
    return {std::vector<double>(e.sets[0].levels, static_cast<double>(e.sets[1].levels)),
            std::vector<double>(e.sets[1].levels, static_cast<double>(e.sets[0].levels))};
  }
  const std::size_t pieces = e.pieces();
  const std::vector<std::size_t> cuts = e.cuts();
  std::vector<std::vector<double>> first(e.ascending ? 1 : pieces), others(pieces);
  for (auto& t : first) t.assign(e.sets.front().levels, 0.0);
  in_parallel(pieces, [&](std::size_t p) {
    others[p].assign(e.other_slots(), 0.0);
    std::vector<double>& own = e.ascending ? first.front() : first[p];
    BlockLevels levels(e);
    for (std::size_t begin = cuts[p]; begin < cuts[p + 1]; begin += pass_rows) {
      const std::size_t n = levels.read_up_to(begin, cuts[p + 1]);
      for (std::size_t s = 0; s < e.sets.size(); ++s) {
        std::vector<double>& to = s == 0 ? own : others[p];
        const std::uint32_t* level = levels.of(s);
        for (std::size_t i = 0; i < n; ++i) to[level[i]] += e.weights.empty() ? 1.0 : e.weights[begin + i];
      }
    }
  });
  LevelWeights out{std::move(first.front()), std::move(others.front())};
  for (std::size_t p = 1; p < pieces; ++p) {
    if (!e.ascending)
      for (std::size_t i = 0; i < out.first.size(); ++i) out.first[i] += first[p][i];
    for (std::size_t i = 0; i < out.others.size(); ++i) out.others[i] += others[p][i];
  }
  return out;
}

double occurring_levels(const EffectRows& e, const LevelWeights& lw, std::size_t set) {
  const std::span<const double> weights =
      set == 0 ? std::span<const double>(lw.first)
               : std::span<const double>(lw.others).subspan(e.offsets[set - 1], e.sets[set].levels);
  return static_cast<double>(std::count_if(weights.begin(), weights.end(), [](double w) { return w > 0; }));
}

void visit_residuals(const EffectRows& e, const LevelWeights& lw, const RowColumns& c, const SlotTable& A,
                     const ResidualVisitor& visit) {
  if (e.balanced) return visit_balanced_residuals(e, c, A, visit);
  const std::vector<std::size_t> cuts = e.cuts();
  SlotTable means;
  if (!e.short_runs) means = first_means(e, lw, c, A);
  in_parallel(e.pieces(), [&](std::size_t p) {
    BlockPass pass(e, lw, c, A.values.empty() ? nullptr : &A, e.short_runs ? nullptr : &means);
    std::vector<double> columns(c.z.size() * pass_rows);
    for (std::size_t begin = cuts[p]; begin < cuts[p + 1];) {
      const std::size_t n = pass.load(begin, cuts[p + 1]);
      pass.take_others();
      pass.take_means();
      pass.spread(columns.data());
      visit(p, begin, n, columns.data());
      begin += n;
    }
  });
}

void take_residuals(const EffectRows& e, const LevelWeights& lw, const std::vector<double*>& z, const SlotTable& A) {
  const RowColumns c{{z.begin(), z.end()}, {}};
  const std::size_t K = z.size();
  visit_residuals(e, lw, c, A, [&](std::size_t, std::size_t begin, std::size_t n, const double* residuals) {
    for (std::size_t k = 0; k < K; ++k) std::copy_n(residuals + k * pass_rows, n, z[k] + begin);
  });
}

}  // namespace nqp::numeric
