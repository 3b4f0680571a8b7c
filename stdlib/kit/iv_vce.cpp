#include "stdlib/kit/iv_vce.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/iv/fit_iv.hpp"

namespace nqp::kit {

using numeric::HacKernel;

namespace {

struct KernelName {
  HacKernel kernel;
  const char* shown;
  std::vector<const char*> words;  // capitals: least abbreviation
};

const std::vector<KernelName>& kernels() {
  static const std::vector<KernelName> all = {
      {HacKernel::bartlett, "Bartlett", {"BARtlett", "NWest", "newey-west"}},
      {HacKernel::parzen, "Parzen", {"PARzen", "GALlant"}},
      {HacKernel::quadratic_spectral,
       "Quadratic Spectral",
       {"QUAdraticspectral", "QS", "ANDrews", "quadratic-spectral"}},
      {HacKernel::truncated, "Truncated", {"TRUncated"}},
      {HacKernel::tukey_hanning, "Tukey-Hanning", {"THANning", "tukey-hanning"}},
      {HacKernel::tukey_hamming, "Tukey-Hamming", {"THAMming", "tukey-hamming"}},
      {HacKernel::daniell, "Daniell", {"DANiell"}},
      {HacKernel::tent, "Tent", {"TENt"}},
  };
  return all;
}

const KernelName& kernel_named(const std::string& word) {
  for (const KernelName& k : kernels())
    for (const char* w : k.words)
      if (abbreviates(lower(word), w)) return k;
  throw Error(198, "kernel " + word + " not known", std::nullopt,
              {"bartlett, parzen, quadraticspectral, truncated, thanning, thamming, daniell and tent are"});
}

// Σ over instruments of the moments of 2SLS, in order of time: what Newey and West's rule looks at.
double chosen_lags(const InstrumentedColumns& columns, const EstimationSample& s, const numeric::SeriesOrder& order,
                   HacKernel kernel, const command::Context& c) {
  numeric::IvSpec spec;
  spec.data = columns.data(s);
  return compute(c, [&](numeric::Progress& p) {
    const numeric::IvFit fit = numeric::fit_iv(spec, p);
    std::vector<std::size_t> rows(fit.residuals.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    std::stable_sort(rows.begin(), rows.end(),
                     [&](std::size_t a, std::size_t b) { return order.time[a] < order.time[b]; });
    std::vector<double> f;
    for (const std::size_t i : rows) {
      double sum = 0;
      for (std::size_t j = 0; j < columns.x2.cols; ++j) sum += columns.x2(i, j);
      for (std::size_t j = 0; j < columns.z1.cols; ++j) sum += columns.z1(i, j);
      f.push_back(sum * fit.residuals[i]);
    }
    return numeric::automatic_lags(f, kernel);
  });
}

double read_bandwidth(const IvVceRequest& r) {
  const std::optional<double> value = parse_number(r.bandwidth);
  const double least = r.lags ? 0 : 1e-8;
  if (!value || !(*value >= least))
    throw Error(198, "bandwidth " + r.bandwidth + " invalid", std::nullopt,
                {"a positive number (lags plus one for the Bartlett kernel) or auto"});
  return *value + (r.lags ? 1 : 0);
}

}  // namespace

numeric::SeriesOrder series_order(const EstimationSample& s, const command::Context& c) {
  if (!c.frame.panel || c.frame.panel->time.empty())
    throw Error(111, "time variable not set", std::nullopt, {"tsset time, or xtset panel time, declares it"});
  numeric::SeriesOrder out;
  const double delta = c.frame.panel->delta;
  const data::Column& time = c.numeric(c.frame.panel->time);
  for (const data::Row r : s.rows) {
    const double t = time.number(r);
    if (data::is_missing(t)) throw Error(416, "missing values encountered", std::nullopt, {"in the time variable"});
    out.time.push_back(static_cast<std::int32_t>(std::lround(t / delta)));
  }
  if (!c.frame.panel->panel.empty()) out.panel = group_codes(c.frame.panel->panel, s, c).codes;
  return out;
}

IvVceChoice choose_iv_vce(const IvVceRequest& r, const InstrumentedColumns& columns, const EstimationSample& s,
                          const command::Context& c) {
  IvVceChoice out;
  out.vce.robust = r.robust || r.by_period || s.weight_kind == command::WeightKind::pweight;
  out.vce.centred = r.centred;
  out.clusters = r.clusters;
  if (r.by_period) {
    series_order(s, c);
    out.clusters = {c.frame.panel->time};
  }
  for (const std::string& v : out.clusters) {
    out.groups.push_back(group_codes(v, s, c));
    if (out.groups.back().count < 2)
      throw Error(2001, "insufficient observations: " + v + " has only one cluster", std::nullopt,
                  {"clustered standard errors need at least two clusters"});
  }
  for (const GroupCodes& g : out.groups) out.vce.clusters.push_back(g.codes);
  if (r.kernel.empty() && r.bandwidth.empty()) return out;
  const KernelName& kernel = kernel_named(r.kernel.empty() ? "bartlett" : r.kernel);
  out.vce.kernel = kernel.kernel;
  out.kernel_name = kernel.shown;
  out.vce.order = series_order(s, c);
  out.automatic = r.bandwidth == "auto" || starts_with(r.bandwidth, "opt");
  if (out.automatic) {
    const std::vector<std::int32_t>& panel = out.vce.order.panel;
    if (std::adjacent_find(panel.begin(), panel.end(), std::not_equal_to<>()) != panel.end())
      throw Error(198, "an automatic bandwidth needs a single time series", std::nullopt, {"give bw(#)"});
    out.vce.bandwidth = chosen_lags(columns, s, out.vce.order, kernel.kernel, c) + 1;
  } else if (r.bandwidth.empty()) {
    if (!r.lags) throw Error(198, "kernel() needs bw()", std::nullopt, {"bw(#) is the number of lags plus one"});
    out.vce.bandwidth = static_cast<double>(s.size()) - 1;
  } else {
    out.vce.bandwidth = read_bandwidth(r);
  }
  return out;
}

void read_hac(const std::string& words, IvVceRequest& r) {
  std::string_view rest = words;
  r.robust = true;
  r.lags = true;
  r.kernel = take_word(rest);
  r.bandwidth = take_word(rest);
  if (!trim(rest).empty()) throw Error(198, "vce(hac) takes a kernel and lags: " + std::string(trim(rest)) + " found");
  if (r.kernel.empty())
    throw Error(198, "vce(hac) needs a kernel", std::nullopt, {"vce(hac nwest 4): Newey-West with four lags"});
}

IvVceRequest read_iv_vce(const std::string& words, const command::Context& c) {
  IvVceRequest r;
  std::string_view rest = words;
  const std::string kind = lower(take_word(rest));
  if (abbreviates(kind, "Unadjusted")) return r;
  if (abbreviates(kind, "Robust")) {
    r.robust = true;
  } else if (abbreviates(kind, "CLuster")) {
    r.clusters = command::resolve_variables(trim(rest), c);
  } else if (kind == "hac") {
    read_hac(std::string(rest), r);
  } else {
    throw Error(198, "weight matrix " + kind + " not known", std::nullopt,
                {"unadjusted, robust, cluster varname or hac kernel [#]"});
  }
  return r;
}

}  // namespace nqp::kit
