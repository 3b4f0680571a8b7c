#include "interpreter/dataset/io/delimited_sniff.hpp"

#include <algorithm>
#include <array>

#include "interpreter/dataset/io/delimited_fields.hpp"
#include "interpreter/dataset/missing.hpp"

namespace nqp::data {
namespace {

constexpr std::size_t looked_at = 1 << 16, lines_looked_at = 50;
constexpr std::array<char, 5> candidates{',', '\t', ';', '|', ' '};  // earlier ones win ties

using Counts = std::array<std::size_t, candidates.size()>;

// Candidates per line, outside of quotes.
std::vector<Counts> counts_by_line(std::string_view text, char newline) {
  std::vector<Counts> out;
  Counts now{};
  bool quoted = false, any = false;
  for (const char c : text.substr(0, looked_at)) {
    if (c == '"') quoted = !quoted;
    if (c == newline && !quoted) {
      if (any) out.push_back(now);
      if (out.size() == lines_looked_at) return out;
      now = {};
      any = false;
      continue;
    }
    any = any || (c != '\r' && c != '\n');
    for (std::size_t k = 0; k < candidates.size(); ++k) now[k] += !quoted && c == candidates[k];
  }
  if (any && (out.empty() || text.size() <= looked_at)) out.push_back(now);
  return out;
}

bool holds_number(const std::string& cell) {
  double x = missing;
  return parse_cell(cell, x) && !is_missing(x);
}

}  // namespace

char guess_delimiter(std::string_view text, char newline) {
  const std::vector<Counts> lines = counts_by_line(text, newline);
  char best = ',';
  std::size_t best_score = 0;
  for (std::size_t k = 0; k < candidates.size(); ++k) {
    std::size_t present = 0, even = 0;
    for (const Counts& line : lines) {
      present += line[k] > 0;
      even += line[k] > 0 && line[k] == lines[0][k];
    }
    const bool in_most = 2 * present > lines.size();
    const std::size_t score = in_most ? 2 * even + present : 0;
    if (score > best_score) {
      best = candidates[k];
      best_score = score;
    }
  }
  return best;
}

bool first_row_holds_names(const std::vector<std::string>& first, const std::vector<std::vector<std::string>>& below) {
  const auto filled = [](const std::string& cell) { return !cell.empty(); };
  if (std::none_of(first.begin(), first.end(), filled)) return false;
  if (std::any_of(first.begin(), first.end(), holds_number)) return false;
  return std::any_of(below.begin(), below.end(),
                     [](const auto& row) { return std::any_of(row.begin(), row.end(), holds_number); });
}

}  // namespace nqp::data
