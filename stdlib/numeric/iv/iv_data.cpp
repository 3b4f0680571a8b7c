#include "stdlib/numeric/iv/iv_data.hpp"

#include <algorithm>

#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::numeric {
namespace {

MatrixView with_rows(MatrixView m, std::size_t rows) {
  if (m.cols == 0) m.rows = rows;
  return m;
}

std::vector<std::uint8_t> dependent(const IvData& data, MatrixView first, MatrixView second,
                                    std::span<const double> noise) {
  const Matrix x = join_columns(with_rows(first, data.y.size()), with_rows(second, data.y.size()));
  LeastSquaresProblem p{.y = data.y, .x = x, .constant = data.constant, .want_residuals = false};
  p.column_noise = noise;
  return least_squares(p).omitted;
}

std::vector<double> joined(std::span<const double> a, std::span<const double> b) {
  std::vector<double> out(a.begin(), a.end());
  out.insert(out.end(), b.begin(), b.end());
  return out;
}

}  // namespace

bool IvCollinear::any() const {
  const auto some = [](const std::vector<std::uint8_t>& v) {
    return std::any_of(v.begin(), v.end(), [](std::uint8_t x) { return x != 0; });
  };
  return some(endogenous) || some(exogenous) || some(instruments);
}

IvCollinear iv_collinear(const IvData& data, std::span<const double> noise) {
  const std::size_t k1 = data.endogenous.cols, k2 = data.exogenous.cols, L1 = data.instruments.cols;
  std::vector<double> first, second;
  if (!noise.empty()) {
    first = joined(noise.subspan(k1, k2), noise.subspan(0, k1));
    second = joined(noise.subspan(k1, k2), noise.subspan(k1 + k2, L1));
  }
  IvCollinear out;
  const std::vector<std::uint8_t> x = dependent(data, data.exogenous, data.endogenous, first);
  const std::vector<std::uint8_t> z = dependent(data, data.exogenous, data.instruments, second);
  const auto at = [](const std::vector<std::uint8_t>& v, std::size_t i) {
    return v.begin() + static_cast<std::ptrdiff_t>(i);
  };
  out.exogenous.assign(at(x, 0), at(x, k2));
  out.endogenous.assign(at(x, k2), at(x, k2 + k1));
  out.instruments.assign(at(z, k2), at(z, k2 + L1));
  return out;
}

}  // namespace nqp::numeric
