#include "stdlib/numeric/panel/streamed_meat.hpp"

#include <algorithm>

namespace nqp::numeric {
namespace {

constexpr std::size_t most_rows = residual_stride;

void add_outer(const double* s, std::size_t t, double sign, Matrix& meat) {
  for (std::size_t b = 0; b < t; ++b) {
    const double right = sign * s[b];
    for (std::size_t a = b; a < t; ++a) meat(a, b) += s[a] * right;
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
      : s_(s), parts_(parts), k_(s.b.size()), t_(k_ + 1), meat_(t_, t_), scores_(most_rows * t_), sum_(t_),
        level_(most_rows), tables_(parts.size()) {
    for (std::size_t p = 0; p < parts.size(); ++p)
      if (parts[p].how == Summing::table) tables_[p] = SlotTable(s.clusters[parts[p].variable].levels, t_);
      else if (parts[p].how == Summing::cells) owner_.assign(s.clusters[parts[p].variable].levels, {~0u, 0});
  }

  void visit(std::size_t begin, std::size_t n, const double* residuals) {
    double* e = scores_.data() + k_ * most_rows;
    std::copy_n(residuals, n, e);
    for (std::size_t j = 0; j < k_; ++j) {
      const double* x = residuals + (j + 1) * most_rows;
      for (std::size_t i = 0; i < n; ++i) e[i] -= s_.b[j] * x[i];
    }
    for (std::size_t j = 0; j < k_; ++j) {
      const double* x = residuals + (j + 1) * most_rows;
      double* out = scores_.data() + j * most_rows;
      for (std::size_t i = 0; i < n; ++i) out[i] = x[i] * e[i];
    }
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      const ClusterPart& part = parts_[p];
      if (part.how == Summing::rows) {
        add_products(n);
        continue;
      }
      const EffectRows& rows = s_.plain.rows();
      const bool equal_runs = part.how == Summing::runs && rows.balanced;
      if (!equal_runs) s_.clusters[part.variable].read(begin, n, level_.data());
      if (equal_runs) add_equal_runs(n, rows.sets[1].levels);
      else if (part.how == Summing::runs) add_runs(n, part.sign);
      else if (part.how == Summing::cells) add_cells(begin, n, part.sign);
      else add_to_table(n, tables_[p]);
    }
  }

  Matrix& meat() { return meat_; }
  SlotTable& table(std::size_t part) { return tables_[part]; }

 private:
  void add_products(std::size_t n) {
    for (std::size_t b = 0; b < t_; ++b)
      for (std::size_t a = b; a < t_; ++a) {
        const double *left = scores_.data() + a * most_rows, *right = scores_.data() + b * most_rows;
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i) sum += left[i] * right[i];
        meat_(a, b) += sum;
      }
  }

  // Sums side by side do not wait for each other.
  void add_equal_runs(std::size_t n, std::size_t length) {
    const std::size_t runs = n / length;
    std::vector<double>& sums = run_sums_;
    sums.assign(runs * t_, 0.0);
    for (std::size_t j = 0; j < t_; ++j)
      for (std::size_t t = 0; t < length; ++t)
        for (std::size_t run = 0; run < runs; ++run)
          sums[j * runs + run] += scores_[j * most_rows + run * length + t];
    for (std::size_t b = 0; b < t_; ++b)
      for (std::size_t a = b; a < t_; ++a) {
        double sum = 0;
        for (std::size_t run = 0; run < runs; ++run) sum += sums[a * runs + run] * sums[b * runs + run];
        meat_(a, b) += sum;
      }
  }

  void add_runs(std::size_t n, double sign) {
    for (std::size_t begin = 0, end = 0; begin < n; begin = end) {
      while (end < n && level_[end] == level_[begin]) ++end;
      for (std::size_t j = 0; j < t_; ++j) {
        double sum = 0;
        for (std::size_t i = begin; i < end; ++i) sum += scores_[j * most_rows + i];
        sum_[j] = sum;
      }
      add_outer(sum_.data(), t_, sign, meat_);
    }
  }

  // Scores of rows in one run that share a level are added up in the first of them.
  void add_cells(std::size_t begin, std::size_t n, double sign) {
    std::vector<std::uint32_t> own(n);
    s_.plain.rows().sets.front().read(begin, n, own.data());
    std::vector<double> sums(n * t_);
    for (std::size_t j = 0; j < t_; ++j)
      for (std::size_t i = 0; i < n; ++i) sums[i * t_ + j] = scores_[j * most_rows + i];
    std::vector<std::uint8_t> moved(n, 0);
    for (std::size_t i = 0; i < n; ++i) {
      auto& [run, first] = owner_[level_[i]];
      if (run != own[i]) {
        run = own[i];
        first = static_cast<std::uint32_t>(i);
        continue;
      }
      moved[i] = 1;
      for (std::size_t j = 0; j < t_; ++j) sums[first * t_ + j] += scores_[j * most_rows + i];
    }
    for (std::size_t i = 0; i < n; ++i)
      if (!moved[i]) add_outer(sums.data() + i * t_, t_, sign, meat_);
  }

  void add_to_table(std::size_t n, SlotTable& table) const {
    for (std::size_t i = 0; i < n; ++i) {
      double* to = table.row(level_[i]);
      for (std::size_t j = 0; j < t_; ++j) to[j] += scores_[j * most_rows + i];
    }
  }

  const StreamedScores& s_;
  const std::vector<ClusterPart>& parts_;
  std::size_t k_, t_;
  Matrix meat_;
  std::vector<double> scores_, sum_, run_sums_;
  std::vector<std::uint32_t> level_;
  std::vector<SlotTable> tables_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> owner_;  // run and row in the block where a level was met last
};

std::optional<std::vector<ClusterPart>> meat_parts(const StreamedScores& s) {
  const EffectRows& e = s.plain.rows();
  std::vector<ClusterPart> out;
  if (s.clusters.empty()) return std::vector<ClusterPart>{ClusterPart{}};
  bool in_runs = false;
  for (std::size_t v = 0; v < s.clusters.size(); ++v) {
    const bool runs = e.short_runs && s.clusters[v].same_as(e.sets.front());
    in_runs = in_runs || runs;
    out.push_back({runs ? Summing::runs : Summing::table, 1, v});
  }
  if (s.clusters.size() == 1) return out;
  const bool first_runs = out[0].how == Summing::runs;
  if (s.clusters.size() > 2 || !in_runs) return std::nullopt;
  out.push_back({Summing::cells, -1, first_runs ? std::size_t{1} : std::size_t{0}});
  return out;
}

// (x̃ + x̄) e = x̃ e + x̄ e.
Matrix with_means(const Matrix& meat, std::span<const double> x_mean, bool constant) {
  const std::size_t k = x_mean.size();
  if (!constant) {
    Matrix out(k, k);
    for (std::size_t j = 0; j < k; ++j)
      for (std::size_t i = 0; i < k; ++i) out(i, j) = meat(i, j);
    return out;
  }
  Matrix out = meat;
  for (std::size_t j = 0; j < k; ++j)
    for (std::size_t i = 0; i < k; ++i) {
      out(i, j) += x_mean[i] * meat(k, j) + meat(i, k) * x_mean[j] + x_mean[i] * x_mean[j] * meat(k, k);
    }
  for (std::size_t j = 0; j < k; ++j) out(k, j) = out(j, k) = meat(k, j) + x_mean[j] * meat(k, k);
  return out;
}

}  // namespace

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
  const std::size_t t = s.b.size() + 1;
  Matrix meat(t, t);
  for (MeatPiece& piece : pieces)
    for (std::size_t i = 0; i < meat.data.size(); ++i) meat.data[i] += piece.meat().data[i];
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
      add_outer(row, t, part.sign, meat);
    }
    out.clusters.push_back(groups);
  }
  for (std::size_t b = 0; b < t; ++b)
    for (std::size_t a = b + 1; a < t; ++a) meat(b, a) = meat(a, b);
  out.meat = with_means(meat, s.x_mean, s.constant);
  return out;
}

}  // namespace nqp::numeric
