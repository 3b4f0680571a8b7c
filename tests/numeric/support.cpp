#include "tests/numeric/support.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <stdexcept>

namespace nqp::numeric::test {
namespace {

std::vector<std::string> split(std::string line) {
  if (!line.empty() && line.back() == '\r') line.pop_back();
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

double number(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  const bool whole = end != text.c_str() && *end == '\0';
  return whole ? value : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

Table read_csv(const std::string& name) {
  const auto path = std::filesystem::path(__FILE__).parent_path() / "data" / name;
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot open " + path.string());
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> header = split(line);
  Table table;
  while (std::getline(in, line)) {
    if (line.empty()) continue;
    std::vector<std::string> cells = split(line);
    cells.resize(header.size());
    for (std::size_t j = 0; j < header.size(); ++j) {
      table.columns[header[j]].push_back(number(cells[j]));
      table.texts[header[j]].push_back(cells[j]);
    }
    ++table.rows;
  }
  return table;
}

std::vector<std::int32_t> Table::codes(const std::string& name) const {
  std::map<std::string, std::int32_t> seen;
  std::vector<std::int32_t> result;
  for (const std::string& text : texts.at(name)) {
    result.push_back(seen.emplace(text, static_cast<std::int32_t>(seen.size())).first->second);
  }
  return result;
}

Matrix Table::matrix(const std::vector<std::string>& names) const {
  Matrix m(rows, names.size());
  for (std::size_t j = 0; j < names.size(); ++j) {
    const std::vector<double>& column = columns.at(names[j]);
    std::copy(column.begin(), column.end(), m.column(j).begin());
  }
  return m;
}

double digits(double value, double certified) {
  if (value == certified) return 15;
  const double error = certified == 0 ? std::fabs(value) : std::fabs(value - certified) / std::fabs(certified);
  return std::isnan(error) ? 0 : std::clamp(-std::log10(error), 0.0, 15.0);
}

}  // namespace nqp::numeric::test
