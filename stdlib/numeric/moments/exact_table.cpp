#include "stdlib/numeric/moments/exact_table.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

// Logarithms of probabilities that differ by less belong to equally probable tables.
constexpr double exact_tolerance = 1e-7;

using ExactMargin = std::vector<int>;  // what is left of each row, ascending

struct ExactTooLarge {};

class ExactTable {
 public:
  ExactTable(std::vector<int> rows, std::vector<int> columns, double most_paths, Progress& progress)
      : rows_(std::move(rows)), columns_(std::move(columns)), paths_left_(most_paths), progress_(progress) {
    std::sort(rows_.begin(), rows_.end());
    std::sort(columns_.begin(), columns_.end(), std::greater<>());
    int n = 0;
    for (const int c : columns_) n += c;
    log_factorial_.resize(static_cast<std::size_t>(n) + 1);
    for (std::size_t k = 1; k < log_factorial_.size(); ++k)
      log_factorial_[k] = log_factorial_[k - 1] + std::log(static_cast<double>(k));
    ends_.resize(columns_.size() + 1);
  }

  // Σ of the probabilities of tables whose -Σ log n_ij! is at most `observed`.
  double p(double observed) {
    observed += exact_tolerance;
    const double all = log_tables(rows_, 0);
    double sum = 0;
    // Paths to the same node with the same past are one path of that weight.
    std::map<std::pair<ExactMargin, long long>, std::pair<double, double>> level;
    level[{rows_, 0}] = {0, 1};
    for (std::size_t k = 0; k < columns_.size() && !level.empty(); ++k) {
      std::map<std::pair<ExactMargin, long long>, std::pair<double, double>> next;
      for (const auto& [key, path] : level) {
        const auto [past, weight] = path;
        const Ends& ends = ends_of(key.first, k);
        if (past + ends.most <= observed) {
          sum += weight * std::exp(past + log_tables(key.first, k) - all);
        } else if (past + ends.least <= observed) {
          const double before = past, times = weight;
          each_column(key.first, k, [&](const ExactMargin& rest, double value) {
            auto& to = next[{rest, std::llround((before + value) / exact_tolerance)}];
            to.first = before + value;
            to.second += times;
          });
        }
      }
      level = std::move(next);
    }
    for (const auto& [key, path] : level)
      if (path.first <= observed) sum += path.second * std::exp(path.first - all);
    return std::min(1.0, sum);
  }

  double log_factorial(int n) const { return log_factorial_[static_cast<std::size_t>(n)]; }

 private:
  // The greatest and the least -Σ log n_ij! of the columns from k on.
  struct Ends {
    double most = -HUGE_VAL, least = HUGE_VAL;
  };

  const Ends& ends_of(const ExactMargin& margin, std::size_t k) {
    const auto known = ends_[k].find(margin);
    if (known != ends_[k].end()) return known->second;
    Ends out;
    if (k == columns_.size()) out = {0, 0};
    else
      each_column(margin, k, [&](const ExactMargin& rest, double value) {
        const Ends& e = ends_of(rest, k + 1);
        out.most = std::max(out.most, value + e.most);
        out.least = std::min(out.least, value + e.least);
      });
    return ends_[k].emplace(margin, out).first->second;
  }

  // log Σ Π 1/n_ij! over the tables of columns k and on: the multinomial theorem.
  double log_tables(const ExactMargin& margin, std::size_t k) const {
    double out = 0;
    int n = 0;
    for (const int r : margin) out -= log_factorial(r), n += r;
    for (std::size_t j = k; j < columns_.size(); ++j) out -= log_factorial(columns_[j]);
    return out + log_factorial(n);
  }

  // f(what is left of the rows, -Σ log n_ij!) for every way to fill column k.
  template <class F>
  void each_column(const ExactMargin& margin, std::size_t k, const F& f) {
    ExactMargin rest = margin;
    fill(margin, 0, columns_[k], 0, rest, f);
  }

  template <class F>
  void fill(const ExactMargin& margin, std::size_t row, int left, double value, ExactMargin& rest, const F& f) {
    if (row + 1 == margin.size()) {
      if (left > margin[row]) return;
      if (--paths_left_ < 0) throw ExactTooLarge{};
      check(progress_);
      rest[row] = margin[row] - left;
      ExactMargin sorted = rest;
      std::sort(sorted.begin(), sorted.end());
      f(sorted, value - log_factorial(left));
      return;
    }
    for (int n = std::min(left, margin[row]); n >= 0; --n) {
      rest[row] = margin[row] - n;
      fill(margin, row + 1, left - n, value - log_factorial(n), rest, f);
    }
  }

  std::vector<int> rows_, columns_;
  double paths_left_;
  Progress& progress_;
  std::vector<double> log_factorial_;
  std::vector<std::map<ExactMargin, Ends>> ends_;
};

}  // namespace

double exact_table_p(MatrixView counts, double most_paths, Progress& progress) {
  std::vector<int> rows(counts.rows, 0), columns(counts.cols, 0);
  for (std::size_t j = 0; j < counts.cols; ++j) {
    for (std::size_t i = 0; i < counts.rows; ++i) {
      rows[i] += static_cast<int>(counts(i, j));
      columns[j] += static_cast<int>(counts(i, j));
    }
  }
  if (rows.size() > columns.size()) std::swap(rows, columns);  // the shorter side is kept at every node
  try {
    ExactTable table(std::move(rows), std::move(columns), most_paths, progress);
    double observed = 0;
    for (std::size_t j = 0; j < counts.cols; ++j)
      for (std::size_t i = 0; i < counts.rows; ++i) observed -= table.log_factorial(static_cast<int>(counts(i, j)));
    return table.p(observed);
  } catch (const ExactTooLarge&) {
    return undefined;
  }
}

double exact_one_sided_p(MatrixView counts) {
  const double a = counts(0, 0), row = a + counts(0, 1), column = a + counts(1, 0),
               total = row + counts(1, 0) + counts(1, 1);
  const bool above = a * total > row * column;
  const double last = above ? std::min(row, column) : std::max(0.0, row + column - total);
  double sum = 0;
  for (double k = std::min(a, last); k <= std::max(a, last); ++k) sum += dist::hypergeometricp(total, column, row, k);
  return std::min(1.0, sum);
}

}  // namespace nqp::numeric
