#include "stdlib/kit/period_variance.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/numeric/panel/period_variance.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"

namespace nqp::kit {

namespace {

int lags_of(const std::string& bandwidth, double periods) {
  if (bandwidth.empty()) return numeric::usual_lags(periods);
  const std::optional<double> v = parse_number(bandwidth);
  if (!v || !(*v >= 1) || *v != std::floor(*v) || *v > periods)
    throw Error(198, "vce(dkraay " + bandwidth + "): the bandwidth is a whole number from 1 to the number of periods",
                std::nullopt, {"it is the number of lags and one"});
  return static_cast<int>(*v) - 1;
}

}  // namespace

double use_period_variance(const numeric::AbsorbedSpec& spec, const EstimationSample& s, const std::string& bandwidth,
                           const command::Context& c, numeric::AbsorbedFit& fit) {
  if (!c.frame.panel || c.frame.panel->time.empty())
    throw Error(459, "time variable not set; use xtset panelvar timevar", std::nullopt, {"vce(dkraay) needs periods"});
  if (s.weight_kind == command::WeightKind::fweight)
    throw Error(101, "fweights not allowed with vce(dkraay)");
  std::vector<double> time(s.size());
  c.numeric(c.frame.panel->time).read_rows(s.rows, time.data());
  const double first = *std::min_element(time.begin(), time.end());
  const double step = c.frame.panel->delta > 0 ? c.frame.panel->delta : 1;
  std::vector<std::int32_t> period;
  for (const double t : time) period.push_back(static_cast<std::int32_t>(std::lround((t - first) / step)));
  const double periods = numeric::dense_codes(period).levels;
  if (periods < 2) throw Error(2001, "insufficient observations: there is only one period");
  const int lags = lags_of(bandwidth, periods);
  compute(c, [&](numeric::Progress& p) { numeric::use_period_variance(spec, period, lags, fit, p); });
  return periods;
}

}  // namespace nqp::kit
