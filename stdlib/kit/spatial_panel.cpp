#include "stdlib/kit/spatial_panel.hpp"

#include <fmt/format.h>

#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::kit {

std::vector<double> SpatialPanel::arranged(std::span<const double> x) const {
  std::vector<double> out;
  for (const std::size_t i : order) out.push_back(x[i]);
  return out;
}

SpatialPanel spatial_panel(const command::Terms& terms, const command::Variables& groups,
                           const command::Sample& sample, const command::Context& c) {
  const data::PanelDeclaration& declared = declared_panel_and_time(c.frame);
  SpatialPanel p;
  p.panel = declared.panel, p.time = declared.time;
  Needed needed{terms, groups};
  needed.groups.push_back(p.panel);
  needed.groups.push_back(p.time);
  p.sample = mark_sample(c, sample, {}, needed);
  p.units = group_codes(p.panel, p.sample, c);
  p.periods = group_codes(p.time, p.sample, c);
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  p.order.assign(p.n() * p.T(), none);
  for (std::size_t i = 0; i < p.sample.size(); ++i)
    p.order[static_cast<std::size_t>(p.periods.codes[i]) * p.n() + static_cast<std::size_t>(p.units.codes[i])] = i;
  for (const std::size_t i : p.order)
    if (i == none || p.sample.size() != p.order.size())
      throw Error(459, fmt::format("spatial models need a balanced panel: {} observations of {} units in {} periods",
                                   p.sample.size(), p.n(), p.T()),
                  std::nullopt, {"after missing values are left out, every unit must have every period; see xtbalance"});
  if (p.T() < 2) throw Error(2001, "insufficient observations", std::nullopt, {"the panel has one period"});
  return p;
}

void remove_effects(std::span<double> x, const SpatialPanel& p, SpatialEffects effects) {
  const std::size_t n = p.n(), T = p.T();
  if (effects != SpatialEffects::periods)
    for (std::size_t u = 0; u < n; ++u) {
      double mean = 0;
      for (std::size_t t = 0; t < T; ++t) mean += x[t * n + u] / static_cast<double>(T);
      for (std::size_t t = 0; t < T; ++t) x[t * n + u] -= mean;
    }
  if (effects == SpatialEffects::units) return;
  for (std::size_t t = 0; t < T; ++t) {
    double mean = 0;
    for (std::size_t u = 0; u < n; ++u) mean += x[t * n + u] / static_cast<double>(n);
    for (std::size_t u = 0; u < n; ++u) x[t * n + u] -= mean;
  }
}

std::vector<double> spatial_lag(const numeric::Matrix& w, std::span<const double> x) {
  return numeric::multiply(w, numeric::MatrixView(x.data(), w.rows, x.size() / w.rows)).data;
}

SpatialWeights panel_weights(const std::string& name, const SpatialPanel& p, const command::Context& c) {
  SpatialWeights out = spatial_weights(name, false, c);
  if (out.w.rows != p.n())
    throw Error(503, fmt::format("the weights {} are of {} units, the sample has {}", name, out.w.rows, p.n()),
                std::nullopt, {"rows of the weights go in the order of the values of " + p.panel});
  std::vector<std::string> names;
  for (const data::Row first : p.units.first) names.push_back(value_text(c.frame, c.frame.at(p.panel), first));
  arrange_units(out, names);
  if (out.islands > 0)
    throw Error(459, "the weights " + name + " have units without neighbours", std::nullopt,
                {"give them neighbours, or leave the units out of the data and the weights"});
  return out;
}

}  // namespace nqp::kit
