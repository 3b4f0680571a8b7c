#include "stdlib/numeric/panel/error_components.hpp"

#include <cmath>

#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::numeric {

double swamy_arora_trace(MatrixView means, MatrixView inverse, std::span<const double> sizes) {
  std::vector<double> squares;
  for (const double size : sizes) squares.push_back(size * size);
  const Matrix product = multiply(inverse, gram(means, squares));
  double trace = 0;
  for (std::size_t j = 0; j < product.cols; ++j) trace += product(j, j);
  return trace;
}

std::vector<double> quasi_demeaning_shares(const ErrorComponents& c, std::span<const double> sizes) {
  std::vector<double> share;
  for (const double T : sizes) share.push_back(1 - std::sqrt(c.e2 / (T * c.u2 + c.e2)));
  return share;
}

void take_panel_means(std::span<double> x, const PanelLayout& layout, std::span<const double> share, bool keep_level) {
  const std::vector<double> means = panel_means(x, layout);
  const double level = keep_level ? summarize_mean(x).mean : 0;
  for (std::size_t i = 0; i < x.size(); ++i) x[i] += level - share[layout.panel(i)] * means[layout.panel(i)];
}

double rounding_of_means(std::span<const double> x) {
  double square = 0;
  for (const double v : x) square += v * v;
  return 1e-13 * std::sqrt(square);
}

}  // namespace nqp::numeric
