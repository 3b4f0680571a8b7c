#include "stdlib/numeric/panel/streamed_meat.hpp"

#include <algorithm>

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
  std::size_t variable = 0;  // but for rows
};

// One stretch of rows.
class MeatPiece {
 public:
  MeatPiece(const StreamedScores& s, const std::vector<ClusterPart>& parts)
      : s_(s), parts_(parts), t_(s.width), meat_(t_, t_), scores_(most_rows * t_), sum_(t_),
        levels_(s.clusters.size() * most_rows), tables_(parts.size()) {
    for (std::size_t p = 0; p < parts.size(); ++p)
      if (parts[p].how == Summing::table) tables_[p] = SlotTable(s.clusters[parts[p].variable].levels, t_);
  }

  void visit(std::size_t begin, std::size_t n, const double* residuals) {
    s_.make(begin, n, residuals, scores_.data());
    const EffectRows& rows = s_.plain.rows();
    const bool equal_runs = rows.balanced && parts_.size() == 1 && parts_.front().how == Summing::runs;
    if (equal_runs) return add_equal_runs(n, rows.sets[1].levels);
    for (std::size_t v = 0; v < s_.clusters.size(); ++v)
      s_.clusters[v].read(begin, n, levels_.data() + v * most_rows);
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      const ClusterPart& part = parts_[p];
      const std::uint32_t* level = levels_.data() + part.variable * most_rows;
      if (part.how == Summing::rows) add_products(n, part.sign);
      else if (part.how == Summing::runs) add_runs(level, n, part.sign);
      // Crossed with the other of the two variables, which runs.
      else if (part.how == Summing::cells)
        add_cells(levels_.data() + (1 - part.variable) * most_rows, level, n, part.sign);
      else add_to_table(level, n, tables_[p]);
    }
  }

  Matrix& meat() { return meat_; }
  SlotTable& table(std::size_t part) { return tables_[part]; }

 private:
  void add_products(std::size_t n, double sign) {
    for (std::size_t b = 0; b < t_; ++b)
      for (std::size_t a = b; a < t_; ++a)
        meat_(a, b) += sign * block_product(scores_.data() + a * most_rows, scores_.data() + b * most_rows, n);
  }

  void add_equal_runs(std::size_t n, std::size_t length) {
    const std::size_t runs = n / length;
    std::vector<double>& sums = run_sums_;
    sums.resize(runs * t_);
    for (std::size_t j = 0; j < t_; ++j)
      for (std::size_t run = 0; run < runs; ++run)
        sums[j * runs + run] = stretch_sum(scores_.data() + j * most_rows + run * length, length);
    for (std::size_t b = 0; b < t_; ++b)
      for (std::size_t a = b; a < t_; ++a) {
        double sum = 0;
        for (std::size_t run = 0; run < runs; ++run) sum += sums[a * runs + run] * sums[b * runs + run];
        meat_(a, b) += sum;
      }
  }

  void add_runs(const std::uint32_t* level, std::size_t n, double sign) {
    for (std::size_t begin = 0, end = 0; begin < n; begin = end) {
      while (end < n && level[end] == level[begin]) ++end;
      for (std::size_t j = 0; j < t_; ++j) {
        double sum = 0;
        for (std::size_t i = begin; i < end; ++i) sum += scores_[j * most_rows + i];
        sum_[j] = sum;
      }
      add_outer(sum_.data(), t_, sign, meat_);
    }
  }

  // Scores of rows in one run that share a level are moved to the first of them: then every row is a cell.
  void add_cells(const std::uint32_t* own, const std::uint32_t* level, std::size_t n, double sign) {
    std::uint64_t met = 0;  // levels of the run by their last six bits: most are told at a glance to be new
    for (std::size_t i = 0, begin = 0; i < n; ++i) {
      if (own[i] != own[begin]) begin = i, met = 0;
      const std::uint64_t bit = std::uint64_t{1} << (level[i] % 64);
      const bool seen = (met & bit) != 0;
      met |= bit;
      if (!seen) continue;
      const auto first = static_cast<std::size_t>(std::find(level + begin, level + i, level[i]) - level);
      if (first == i) continue;
      for (std::size_t j = 0; j < t_; ++j) {
        scores_[j * most_rows + first] += scores_[j * most_rows + i];
        scores_[j * most_rows + i] = 0;
      }
    }
    add_products(n, sign);
  }

  void add_to_table(const std::uint32_t* level, std::size_t n, SlotTable& table) const {
    switch (t_) {
      case 2: return add_to_level<2>(scores_.data(), level, n, table);
      case 3: return add_to_level<3>(scores_.data(), level, n, table);
      case 4: return add_to_level<4>(scores_.data(), level, n, table);
      case 6: return add_to_level<6>(scores_.data(), level, n, table);
      default: return add_to_level<0>(scores_.data(), level, n, table);
    }
  }

  const StreamedScores& s_;
  const std::vector<ClusterPart>& parts_;
  std::size_t t_;
  Matrix meat_;
  std::vector<double> scores_, sum_, run_sums_;
  std::vector<std::uint32_t> levels_;  // of the block, one stretch a variable
  std::vector<SlotTable> tables_;
};

// Cells come last: they change the scores.
std::optional<std::vector<ClusterPart>> meat_parts(const StreamedScores& s) {
  const EffectRows& e = s.plain.rows();
  std::vector<ClusterPart> out;
  if (s.clusters.empty()) return std::vector<ClusterPart>{ClusterPart{}};
  bool in_runs = false;
  for (std::size_t v = 0; v < s.clusters.size(); ++v) {
    const bool runs = e.short_runs && s.clusters[v].same_as(e.sets.front());
    in_runs = in_runs || runs;
    if (!runs && s.clusters[v].levels * s.width * e.pieces() > 8 * e.rows + 4096) return std::nullopt;
    out.push_back({runs ? Summing::runs : Summing::table, 1, v});
  }
  if (s.clusters.size() == 1) return out;
  const bool first_runs = out[0].how == Summing::runs;
  if (s.clusters.size() > 2 || !in_runs) return std::nullopt;
  out.push_back({Summing::cells, -1, first_runs ? std::size_t{1} : std::size_t{0}});
  return out;
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
    if (part.how == Summing::runs) {
      const std::vector<double>& w = s.plain.weights().first;
      out.clusters.push_back(static_cast<double>(std::count_if(w.begin(), w.end(), [](double x) { return x > 0; })));
    }
    if (part.how != Summing::table) continue;
    SlotTable& total = pieces.front().table(p);
    for (std::size_t other = 1; other < pieces.size(); ++other)
      for (std::size_t i = 0; i < total.values.size(); ++i) total.values[i] += pieces[other].table(p).values[i];
    double groups = 0;
    for (std::size_t g = 0; g < total.slots(); ++g) {
      const double* row = total.row(g);
      if (std::any_of(row, row + t, [](double x) { return x != 0; })) ++groups;
      add_outer(row, t, part.sign, out.meat);
    }
    out.clusters.push_back(groups);
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
