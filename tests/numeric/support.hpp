// Shared by the tests of the numeric core: small CSV files, digits of agreement.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric::test {

struct Table {
  std::map<std::string, std::vector<double>> columns;     // NaN where empty or not a number
  std::map<std::string, std::vector<std::string>> texts;  // every column as text
  std::size_t rows = 0;

  const std::vector<double>& operator[](const std::string& name) const { return columns.at(name); }
  // Distinct texts of the column as codes in order of first appearance.
  std::vector<std::int32_t> codes(const std::string& name) const;
  Matrix matrix(const std::vector<std::string>& names) const;
};

// A file of tests/numeric/data.
Table read_csv(const std::string& name);

// Log relative error: digits in which `value` agrees with `certified`, between 0 and 15. For a certified zero the
// absolute error counts. NIST StRD, "Certification method and definitions".
double digits(double value, double certified);

}  // namespace nqp::numeric::test
