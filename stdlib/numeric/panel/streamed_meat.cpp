#include "stdlib/numeric/panel/streamed_meat.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "stdlib/numeric/absorb/block_products.hpp"

namespace nqp::numeric {
namespace {

constexpr std::size_t most_rows = residual_stride;

void add_outer(const double* s, std::size_t t, double sign, Matrix& meat) {
  for (std::size_t b = 0; b < t; ++b) {
    const double right = sign * s[b];
    for (std::size_t a = b; a < t; ++a) meat(a, b) += s[a] * right;
  }
}

// Adds the scores of every row to those of its level.
template <std::size_t Width>
void add_to_level(const double* scores, const std::uint32_t* level, std::size_t n, SlotTable& table) {
  const std::size_t width = Width ? Width : table.width;
  for (std::size_t i = 0; i < n; ++i) {
    double* to = table.values.data() + level[i] * width;
    for (std::size_t j = 0; j < width; ++j) to[j] += scores[j * most_rows + i];
  }
}

// How one cluster variable is summed.
enum class Summing { rows, runs, table, cells };  // cells: levels of the variable within a run of the first effect

struct ClusterPart {
  Summing how = Summing::rows;
  double sign = 1;
  std::size_t variable = 0;           // but for rows
  std::optional<std::size_t> effect;  // the set that is the variable
  std::size_t width = 0;              // scores from here on sum to zero
};

// Sums of scores by level, and the levels met, which an effect's weights tell already.
struct LevelScores {
  SlotTable sums;
  std::vector<std::uint8_t> met;
};

// One stretch of rows.
class MeatPiece {
 public:
  MeatPiece(const StreamedScores& s, const std::vector<ClusterPart>& parts)
      : s_(s), parts_(parts), t_(s.width), meat_(t_, t_), scores_(most_rows * t_),
        levels_(s.clusters.size() * most_rows), tables_(parts.size()) {
    for (std::size_t p = 0; p < parts.size(); ++p)
      if (parts[p].how == Summing::table) tables_[p] = empty_table(parts[p]);
  }

  void visit(std::size_t begin, std::size_t n, const double* residuals) {
    s_.make(begin, n, residuals, scores_.data());
    for (std::size_t v = 0; v < s_.clusters.size(); ++v)
      s_.clusters[v].read(begin, n, levels_.data() + v * most_rows);
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      const ClusterPart& part = parts_[p];
      const std::uint32_t* level = levels_.data() + part.variable * most_rows;
      if (part.how == Summing::rows) add_products(n, part.sign);
      else if (part.how == Summing::runs) add_runs(level, n, part);
      // Crossed with the other of the two variables, which runs.
      else if (part.how == Summing::cells)
        add_cells(levels_.data() + (1 - part.variable) * most_rows, level, n, part.sign);
      else add_to_table(begin, level, n, tables_[p]);
    }
  }

  Matrix& meat() { return meat_; }
  LevelScores& table(std::size_t part) { return tables_[part]; }

 private:
  LevelScores empty_table(const ClusterPart& part) const {
    const std::size_t levels = s_.clusters[part.variable].levels;
    return {SlotTable(levels, part.width), std::vector<std::uint8_t>(part.effect ? 0 : levels, 0)};
  }

  void add_products(std::size_t n, double sign) {
    for (std::size_t b = 0; b < t_; ++b)
      for (std::size_t a = b; a < t_; ++a)
        meat_(a, b) += sign * block_product(scores_.data() + a * most_rows, scores_.data() + b * most_rows, n);
  }

  void add_runs(const std::uint32_t* level, std::size_t n, const ClusterPart& part) {
    run_starts_.clear();
    for (std::size_t i = 0; i < n; ++i)
      if (i == 0 || level[i] != level[i - 1]) run_starts_.push_back(i);
    run_starts_.push_back(n);
    const std::size_t runs = run_starts_.size() - 1;
    run_sums_.resize(runs * part.width);
    for (std::size_t j = 0; j < part.width; ++j) {
      const double* score = scores_.data() + j * most_rows;
      for (std::size_t r = 0; r < runs; ++r)
        run_sums_[j * runs + r] = stretch_sum(score + run_starts_[r], run_starts_[r + 1] - run_starts_[r]);
    }
    for (std::size_t b = 0; b < part.width; ++b)
      for (std::size_t a = b; a < part.width; ++a)
        meat_(a, b) += part.sign * block_product(run_sums_.data() + a * runs, run_sums_.data() + b * runs, runs);
  }

  // Scores of rows in one run that share a level are moved to the last of them: then every row is a cell. The row last
  // met is remembered by the last bits of its level; when that row has another level the run is searched.
  void add_cells(const std::uint32_t* own, const std::uint32_t* level, std::size_t n, double sign) {
    met_.fill(0);
    for (std::size_t i = 0, begin = 0; i < n; ++i) {
      if (own[i] != own[begin]) begin = i;
      const std::size_t after = std::exchange(met_[level[i] % met_.size()], static_cast<std::uint16_t>(i + 1));
      if (after <= begin) continue;
      std::size_t end = level[after - 1] == level[i] ? after : i;
      while (end > begin && level[end - 1] != level[i]) --end;
      if (end > begin) move_scores(end - 1, i);
    }
    add_products(n, sign);
  }

  void move_scores(std::size_t from, std::size_t to) {
    for (double* score = scores_.data(); score != scores_.data() + scores_.size(); score += most_rows)
      score[to] += std::exchange(score[from], 0.0);
  }

  void add_to_table(std::size_t begin, const std::uint32_t* level, std::size_t n, LevelScores& table) const {
    const std::span<const double> weights = s_.plain.rows().weights;
    for (std::size_t i = 0; i < n && !table.met.empty(); ++i)
      if (weights.empty() || weights[begin + i] > 0) table.met[level[i]] = 1;
    switch (table.sums.width) {
      case 1: return add_to_level<1>(scores_.data(), level, n, table.sums);
      case 2: return add_to_level<2>(scores_.data(), level, n, table.sums);
      case 3: return add_to_level<3>(scores_.data(), level, n, table.sums);
      case 4: return add_to_level<4>(scores_.data(), level, n, table.sums);
      case 5: return add_to_level<5>(scores_.data(), level, n, table.sums);
      case 6: return add_to_level<6>(scores_.data(), level, n, table.sums);
      default: return add_to_level<0>(scores_.data(), level, n, table.sums);
    }
  }

  const StreamedScores& s_;
  const std::vector<ClusterPart>& parts_;
  std::size_t t_;
  Matrix meat_;
  std::vector<double> scores_, run_sums_;
  std::vector<std::size_t> run_starts_;
  std::vector<std::uint32_t> levels_;  // of the block, one stretch a variable
  std::array<std::uint16_t, 2048> met_{};  // row of the block, plus one
  std::vector<LevelScores> tables_;
};

// The set that is the cluster variable.
std::optional<std::size_t> effect_of(const EffectRows& e, const CodeSource& variable) {
  const auto set = std::find_if(e.sets.begin(), e.sets.end(), [&](const CodeSource& s) { return s.same_as(variable); });
  if (set == e.sets.end()) return std::nullopt;
  return static_cast<std::size_t>(set - e.sets.begin());
}

// Cells come last: they change the scores.
std::optional<std::vector<ClusterPart>> meat_parts(const StreamedScores& s) {
  const EffectRows& e = s.plain.rows();
  std::vector<ClusterPart> out;
  if (s.clusters.empty()) return std::vector<ClusterPart>{ClusterPart{}};
  bool in_runs = false;
  for (std::size_t v = 0; v < s.clusters.size(); ++v) {
    const std::optional<std::size_t> effect = effect_of(e, s.clusters[v]);
    const bool runs = e.short_runs && effect && *effect == 0;
    in_runs = in_runs || runs;
    if (!runs && s.clusters[v].levels * s.width * e.pieces() > 8 * e.rows + 4096) return std::nullopt;
    const std::size_t width = effect && s.last_is_residual ? s.width - 1 : s.width;
    out.push_back({runs ? Summing::runs : Summing::table, 1, v, effect, width});
  }
  if (s.clusters.size() == 1) return out;
  const bool first_runs = out[0].how == Summing::runs;
  if (s.clusters.size() > 2 || !in_runs) return std::nullopt;
  out.push_back({Summing::cells, -1, first_runs ? std::size_t{1} : std::size_t{0}, {}, s.width});
  return out;
}

// Adds the tables of the pieces up in the first.
LevelScores& added_tables(std::vector<MeatPiece>& pieces, std::size_t part) {
  LevelScores& total = pieces.front().table(part);
  for (std::size_t p = 1; p < pieces.size(); ++p) {
    const LevelScores& own = pieces[p].table(part);
    for (std::size_t i = 0; i < total.sums.values.size(); ++i) total.sums.values[i] += own.sums.values[i];
    for (std::size_t i = 0; i < total.met.size(); ++i) total.met[i] |= own.met[i];
  }
  return total;
}

// By forward substitution in R'd = z̃.
void substitute(const BasisScores& s, std::size_t n, const double* residuals, double* d) {
  for (std::size_t j = 0; j < s.order.size(); ++j) {
    double* out = d + j * most_rows;
    std::copy_n(residuals + s.order[j] * most_rows, n, out);
    for (std::size_t l = 0; l < j; ++l) {
      const double* other = d + l * most_rows;
      const double r = s.R(l, j);
      for (std::size_t i = 0; i < n; ++i) out[i] -= r * other[i];
    }
    const double scale = 1 / s.R(j, j);
    for (std::size_t i = 0; i < n; ++i) out[i] *= scale;
  }
}

}  // namespace

ScoreMaker regression_scores(const std::vector<double>& b, const std::vector<double>& factors) {
  return [&b, &factors](std::size_t begin, std::size_t n, const double* residuals, double* scores) {
    const std::size_t k = b.size();
    double* e = scores + k * most_rows;
    const double* left = residuals;
    for (std::size_t j = 0; j < k; ++j, left = e) {
      const double* x = residuals + (j + 1) * most_rows;
      for (std::size_t i = 0; i < n; ++i) e[i] = left[i] - b[j] * x[i];
    }
    if (k == 0) std::copy_n(residuals, n, e);
    if (!factors.empty())
      for (std::size_t i = 0; i < n; ++i) e[i] *= factors[begin + i];
    for (std::size_t j = 0; j < k; ++j) {
      const double* x = residuals + (j + 1) * most_rows;
      double* out = scores + j * most_rows;
      for (std::size_t i = 0; i < n; ++i) out[i] = x[i] * e[i];
    }
  };
}

ScoreMaker basis_scores(const BasisScores& s) {
  return [s](std::size_t begin, std::size_t n, const double* residuals, double* scores) {
    const std::size_t p = s.order.size();
    std::vector<double> d((p + 1) * most_rows);
    substitute(s, n, residuals, d.data());
    double* left = d.data() + p * most_rows;
    for (std::size_t a = s.first; a < p; ++a) {
      std::copy_n(d.data() + a * most_rows, n, left);
      if (!s.factors.empty())
        for (std::size_t i = 0; i < n; ++i) left[i] *= s.factors[begin + i];
      if (s.one != 0) {
        for (std::size_t i = 0; i < n; ++i) scores[i] = left[i] * s.one;
        scores += most_rows;
      }
      for (std::size_t b = 0; b < s.others; ++b, scores += most_rows) {
        const double* right = d.data() + b * most_rows;
        for (std::size_t i = 0; i < n; ++i) scores[i] = left[i] * right[i];
      }
    }
  };
}

std::optional<StreamedMeat> streamed_meat(const StreamedScores& s) {
  const std::optional<std::vector<ClusterPart>> parts = meat_parts(s);
  if (!parts) return std::nullopt;
  const EffectRows& e = s.plain.rows();
  std::vector<MeatPiece> pieces;
  pieces.reserve(e.pieces());
  for (std::size_t p = 0; p < e.pieces(); ++p) pieces.emplace_back(s, *parts);
  visit_residuals(e, s.plain.weights(), s.columns, s.A,
                  [&](std::size_t p, std::size_t begin, std::size_t n, const double* rows) {
                    pieces[p].visit(begin, n, rows);
                  });
  StreamedMeat out;
  const std::size_t t = s.width;
  out.meat = Matrix(t, t);
  for (MeatPiece& piece : pieces)
    for (std::size_t i = 0; i < out.meat.data.size(); ++i) out.meat.data[i] += piece.meat().data[i];
  for (std::size_t p = 0; p < parts->size(); ++p) {
    const ClusterPart& part = (*parts)[p];
    if (part.effect) out.clusters.push_back(occurring_levels(e, s.plain.weights(), *part.effect));
    if (part.how != Summing::table) continue;
    const LevelScores& total = added_tables(pieces, p);
    for (std::size_t g = 0; g < total.sums.slots(); ++g)
      add_outer(total.sums.row(g), part.width, part.sign, out.meat);
    if (!part.effect) out.clusters.push_back(std::accumulate(total.met.begin(), total.met.end(), 0.0));
  }
  for (std::size_t b = 0; b < t; ++b)
    for (std::size_t a = b + 1; a < t; ++a) out.meat(b, a) = out.meat(a, b);
  return out;
}

Matrix meat_of_unit_moments(const Matrix& moments, const std::vector<double>& b) {
  const std::size_t k = b.size(), K = k + 1;
  // Of pair (a, c), c ≤ a, in the scores: of c with the coefficient of a, of a with that of c; y has 1, x has -b.
  const auto coefficient = [&](std::size_t column) { return column == 0 ? 1.0 : -b[column - 1]; };
  Matrix L(k, moments.rows);
  std::size_t pair = 0;
  for (std::size_t c = 0; c < K; ++c)
    for (std::size_t a = std::max<std::size_t>(c, 1); a < K; ++a, ++pair) {
      L(a - 1, pair) += coefficient(c);
      if (c > 0 && c < a) L(c - 1, pair) += coefficient(a);
    }
  Matrix out(K, K);  // e sums to zero in every unit
  for (std::size_t j = 0; j < k; ++j)
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t q = 0; q < moments.cols; ++q)
        for (std::size_t p = 0; p < moments.rows; ++p) out(i, j) += L(i, p) * moments(p, q) * L(j, q);
  return out;
}

}  // namespace nqp::numeric
