// The small panel of the worked examples: 5 balanced panels of 4 years and a singleton in the last row.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric::test {

struct DatasetA {
  std::vector<std::int32_t> id;
  std::vector<std::int32_t> year;
  std::vector<double> y;
  Matrix x;  // columns x, c
};

// The first 20 rows, or all 21.
inline DatasetA dataset_a(std::size_t rows = 20) {
  static const double y[] = {12.5, 9.4, 6.1, 7.2, 4.1, 4.8, 5.3, 8.4, 2.0, 5.6, 9.6,
                             8.3, 11.2, 11.0, 13.2, 5.8, 7.6, 3.4, 6.7, 9.9, 7.0};
  static const double x[] = {6.2, 5.8, 1.8, 3.7, 0.6, 2.6, 0.7, 2.1, 2.7, 3.1, 5.9,
                             5.1, 7.1, 5.7, 6.3, 1.5, 3.5, 3.6, 1.9, 4.3, 4.0};
  static const double c[] = {7.6, 4.1, 7.8, 7.0, 7.0, 1.6, 8.5, 4.3, 5.9, 6.3, 8.6,
                             7.3, 5.8, 6.8, 5.2, 5.0, 6.8, 3.8, 6.3, 9.4, 6.0};
  DatasetA d;
  d.x = Matrix(rows, 2);
  for (std::size_t i = 0; i < rows; ++i) {
    d.id.push_back(static_cast<std::int32_t>(i / 4 + 1));
    d.year.push_back(i < 20 ? static_cast<std::int32_t>(2001 + i % 4) : 2004);
    d.y.push_back(y[i]);
    d.x(i, 0) = x[i];
    d.x(i, 1) = c[i];
  }
  return d;
}

}  // namespace nqp::numeric::test
