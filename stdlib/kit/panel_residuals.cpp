#include "stdlib/kit/panel_residuals.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/iv_vce.hpp"
#include "stdlib/kit/prediction.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::kit {

PanelResiduals panel_residuals(const std::string& command, const command::Context& c) {
  const command::Results* e = c.e ? &c.e->results : nullptr;
  const std::string model = e ? e->macro_or("model") : std::string();
  if (!e || e->macro_or("cmd") != "xtreg" || (model != "fe" && model != "re"))
    throw Error(301, "last estimates not found", std::nullopt, {command + " follows xtreg, fe or xtreg, re"});
  if (!c.frame.panel || c.frame.panel->time.empty() || c.frame.panel->panel != e->macro_or("ivar"))
    throw Error(459, "time variable not set; use xtset panelvar timevar", std::nullopt, {"xtset id year"});
  const EstimationSample sample = last_sample(c);
  const GroupCodes panels = group_codes(e->macro_or("ivar"), sample, c);
  const std::vector<std::int32_t> period = series_order(sample, c).time;
  const auto& all = prediction_statistics(*e);
  const auto statistic = std::find_if(all.begin(), all.end(), [](const auto& s) { return s.option == "e"; });
  const std::vector<double> values = statistic->compute({c, *e, "", ""});
  const auto ends = std::minmax_element(period.begin(), period.end());
  PanelResiduals out;
  out.e = numeric::Matrix(static_cast<std::size_t>(*ends.second - *ends.first + 1), panels.count, numeric::undefined);
  out.sizes.assign(panels.count, 0.0);
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const auto g = static_cast<std::size_t>(panels.codes[i]);
    out.e(static_cast<std::size_t>(period[i] - *ends.first), g) = values[sample.rows[i]];
    out.sizes[g] += 1;
  }
  return out;
}

numeric::Matrix common_periods(const PanelResiduals& r) {
  std::vector<std::size_t> kept;
  for (std::size_t t = 0; t < r.e.rows; ++t) {
    bool complete = true;
    for (std::size_t g = 0; g < r.e.cols; ++g) complete = complete && numeric::is_defined(r.e(t, g));
    if (complete) kept.push_back(t);
  }
  numeric::Matrix out(kept.size(), r.e.cols);
  for (std::size_t t = 0; t < kept.size(); ++t)
    for (std::size_t g = 0; g < r.e.cols; ++g) out(t, g) = r.e(kept[t], g);
  return out;
}

PairCorrelation pair_correlation(const numeric::Matrix& e, std::size_t a, std::size_t b) {
  double n = 0, mean_a = 0, mean_b = 0, aa = 0, bb = 0, ab = 0;
  for (std::size_t t = 0; t < e.rows; ++t) {
    if (!numeric::is_defined(e(t, a)) || !numeric::is_defined(e(t, b))) continue;
    n += 1;
    const double da = e(t, a) - mean_a, db = e(t, b) - mean_b;
    mean_a += da / n;
    mean_b += db / n;
    aa += da * (e(t, a) - mean_a);
    bb += db * (e(t, b) - mean_b);
    ab += da * (e(t, b) - mean_b);
  }
  return {ab / std::sqrt(aa * bb), n};
}

}  // namespace nqp::kit
