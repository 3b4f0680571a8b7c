#include "stdlib/numeric/panel/panel_means.hpp"

#include <algorithm>

#include "stdlib/numeric/linalg/double_double.hpp"
#include "stdlib/numeric/moments/correlation.hpp"

namespace nqp::numeric {

PanelLayout panel_layout(Codes panel) {
  PanelLayout layout{dense_codes(panel), {}};
  for (const std::int64_t size : group_sizes(layout.codes.view(), layout.codes.levels)) {
    layout.sizes.push_back(static_cast<double>(size));
  }
  return layout;
}

std::vector<double> panel_means(std::span<const double> x, const PanelLayout& layout) {
  std::vector<DoubleDouble> sums(layout.panels());
  for (std::size_t i = 0; i < x.size(); ++i) sums[layout.panel(i)] = sums[layout.panel(i)] + x[i];
  std::vector<double> means(sums.size());
  for (std::size_t g = 0; g < sums.size(); ++g) means[g] = (sums[g] / layout.sizes[g]).value();
  return means;
}

Matrix panel_means(MatrixView x, const PanelLayout& layout) {
  Matrix means(layout.panels(), x.cols);
  for (std::size_t j = 0; j < x.cols; ++j) {
    const std::vector<double> column = panel_means(x.column(j), layout);
    std::copy(column.begin(), column.end(), means.column(j).begin());
  }
  return means;
}

void describe_panels(const PanelLayout& layout, PanelFit& fit) {
  const double n = static_cast<double>(layout.panels());
  const auto [low, high] = std::minmax_element(layout.sizes.begin(), layout.sizes.end());
  double reciprocals = 0;
  double rows = 0;
  for (const double size : layout.sizes) {
    reciprocals += 1 / size;
    rows += size;
  }
  fit.N_g = n;
  fit.g_min = *low;
  fit.g_max = *high;
  fit.g_avg = rows / n;
  fit.Tcon = *low == *high;
  fit.Tbar = fit.Tcon ? *low : n / reciprocals;
}

CorrelationR2 correlation_r2(std::span<const double> y, std::span<const double> xb, const PanelLayout& layout) {
  const auto squared = [](double r) { return r * r; };
  const std::vector<double> y_means = panel_means(y, layout);
  const std::vector<double> xb_means = panel_means(xb, layout);
  CorrelationR2 r2;
  r2.between = squared(correlation(xb_means, y_means));
  r2.overall = squared(correlation(xb, y));
  std::vector<double> y_within(y.begin(), y.end());
  std::vector<double> xb_within(xb.begin(), xb.end());
  for (std::size_t i = 0; i < y.size(); ++i) {
    y_within[i] -= y_means[layout.panel(i)];
    xb_within[i] -= xb_means[layout.panel(i)];
  }
  r2.within = squared(correlation(xb_within, y_within));
  return r2;
}

}  // namespace nqp::numeric
