#include "stdlib/kit/smooth_curves.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using command::Context;
using numeric::Kernel;

KnownPairs known_pairs(const std::string& y, const std::string& x, const std::vector<data::Row>& rows,
                       const Context& c) {
  const data::Column &ys = c.numeric(y), &xs = c.numeric(x);
  KnownPairs out;
  for (const data::Row r : rows) {
    if (ys.missing_at(r) || xs.missing_at(r)) continue;
    out.x.push_back(xs.number(r));
    out.y.push_back(ys.number(r));
    out.rows.push_back(r);
  }
  if (out.rows.empty()) throw Error(2000, "no observations");
  return out;
}

std::vector<double> lowess_curve(const KnownPairs& d, const LowessWish& wish, const Context& c) {
  if (!(wish.bandwidth > 0 && wish.bandwidth < 1))
    throw Error(198, "bwidth() must be between 0 and 1", std::nullopt, {"it is the share of the data in a window"});
  if (wish.logit && std::any_of(d.y.begin(), d.y.end(), [](double y) { return y < 0 || y > 1; }))
    throw Error(198, "lowess, logit needs values from 0 to 1");
  const auto n = static_cast<double>(d.x.size());
  std::vector<double> s = compute(c, [&](numeric::Progress& p) {
    return numeric::lowess({d.x, d.y, wish.bandwidth, wish.mean, wish.unweighted}, p);
  });
  if (wish.adjust) {
    const double of_curve = std::accumulate(s.begin(), s.end(), 0.0);
    const double of_data = std::accumulate(d.y.begin(), d.y.end(), 0.0);
    if (of_curve != 0)
      for (double& v : s) v *= of_data / of_curve;
  }
  if (wish.logit)
    for (double& v : s) {
      if (v < 0.0001) v = 1 / n;
      if (v > 0.9999) v = 1 - 1 / n;
      v = std::log(v / (1 - v));
    }
  return s;
}

Kernel kernel_of_name(const std::string& name, Kernel otherwise) {
  static const std::pair<const char*, Kernel> names[] = {
      {"EPanechnikov", Kernel::epanechnikov}, {"EPAN2", Kernel::epan2},
      {"BIweight", Kernel::biweight},         {"COSine", Kernel::cosine},
      {"GAUssian", Kernel::gaussian},         {"PARzen", Kernel::parzen},
      {"RECtangle", Kernel::rectangle},       {"TRIangle", Kernel::triangle}};
  if (name.empty()) return otherwise;
  if (lower(name) == "epan2") return Kernel::epan2;
  for (const auto& [full, k] : names)
    if (abbreviates(lower(name), full)) return k;
  throw Error(198, "unknown kernel: " + name, std::nullopt,
              {"kernels are epanechnikov epan2 biweight cosine gaussian parzen rectangle triangle"});
}

const char* kernel_text(Kernel k) {
  static const char* names[] = {"epanechnikov", "epan2",  "biweight",  "cosine",
                                "gaussian",     "parzen", "rectangle", "triangle"};
  return names[static_cast<int>(k)];
}

std::vector<double> even_points(const std::vector<double>& x, int n) {
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  const auto count = n > 0 ? static_cast<std::size_t>(n) : std::min<std::size_t>(x.size(), 50);
  std::vector<double> out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(count == 1 ? *low : *low + (*high - *low) * static_cast<double>(i) / static_cast<double>(count - 1));
  return out;
}

}  // namespace nqp::kit
