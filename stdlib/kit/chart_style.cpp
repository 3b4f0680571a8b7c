// Colours, dashes and ticks of charts.
#include <algorithm>
#include <cmath>
#include <iterator>

#include "stdlib/kit/chart.hpp"

namespace nqp::kit {

using report::Colour;

Colour series_colour(std::size_t i) {
  static constexpr int table[][3] = {{26, 71, 111},   {144, 53, 59}, {85, 117, 47},   {227, 126, 0},
                                     {110, 142, 132}, {193, 5, 52},  {147, 141, 210}, {90, 90, 90},
                                     {202, 194, 126}, {160, 82, 45}, {123, 146, 168}, {45, 109, 102},
                                     {156, 102, 31},  {128, 0, 128}, {191, 161, 156}};
  const auto& c = table[i % std::size(table)];
  return {c[0], c[1], c[2]};
}

std::vector<double> dashes_of(const std::string& pattern) {
  if (pattern == "dash" || pattern == "_") return {6, 3};
  if (pattern == "longdash" || pattern == "l") return {10, 4};
  if (pattern == "shortdash" || pattern == "-") return {3, 2.5};
  if (pattern == "dot" || pattern == ".") return {1, 2.5};
  if (pattern == "dash_dot" || pattern == "_.") return {6, 3, 1, 3};
  if (pattern == "shortdash_dot" || pattern == "-.") return {3, 2.5, 1, 2.5};
  if (pattern == "longdash_dot") return {10, 4, 1, 4};
  return {};
}

std::vector<double> nice_ticks(double low, double high, int about) {
  const double rough = (high - low) / std::max(1, about - 1), power = std::pow(10, std::floor(std::log10(rough)));
  const double share = rough / power;
  const double step = power * (share < 1.5 ? 1 : share < 3 ? 2 : share < 7 ? 5 : 10);
  std::vector<double> out;
  const double first = std::floor(low / step + 1e-9), last = std::ceil(high / step - 1e-9);
  for (double k = first; k <= last; k += 1) out.push_back(k * step);
  return out;
}

}  // namespace nqp::kit
