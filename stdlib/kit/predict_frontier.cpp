// After stochastic frontiers: inefficiency and efficiency given the residual.
#include <algorithm>
#include <cmath>

#include "stdlib/kit/frontier_report.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/prediction.hpp"
#include "stdlib/numeric/frontier/composed_error.hpp"
#include "stdlib/numeric/frontier/panel_frontier.hpp"

namespace nqp::kit {

namespace {

using FrontierValues = std::vector<double>;
using numeric::ConditionalInefficiency;

double frontier_sign(const PredictionRequest& r) { return r.e.macro_or("function") == "cost" ? -1 : 1; }

// A parameter that may vary by row: the equation, under either name, where there is one, else `otherwise` everywhere.
FrontierValues row_parameter(const PredictionRequest& r, const std::string& equation, const std::string& sfpanel_name,
                             double otherwise) {
  const eval::Matrix& b = *r.e.find_matrix("b");
  for (const std::string& name : b.column_names)
    for (const std::string& wanted : {equation, sfpanel_name})
      if (name.rfind(wanted + ":", 0) == 0) return linear_prediction(r.e, wanted, r.context);
  return FrontierValues(r.context.frame.rows, otherwise);
}

double parameter(const PredictionRequest& r, const std::string& name, double otherwise) {
  const eval::Matrix& b = *r.e.find_matrix("b");
  for (std::size_t j = 0; j < b.columns; ++j)
    if (b.column_names[j] == name) return b(0, j);
  return otherwise;
}

// f(conditional distribution, η) for every row; η multiplies u in panels where it varies with time.
template <class F>
FrontierValues cross_section(const PredictionRequest& r, F&& f) {
  const double sign = frontier_sign(r);
  const FrontierSigmas s = frontier_sigmas(r.e);
  FrontierValues out = linear_prediction(r.e, "", r.context);
  const FrontierValues y = depvar_values(r.e, r.context), mu = row_parameter(r, "mu", "Mu", 0);
  const double none = data::missing;
  const FrontierValues u = row_parameter(r, "lnsig2u", "Usigma", none);
  const FrontierValues v = row_parameter(r, "lnsig2v", "Vsigma", none);
  const bool exponential = r.e.macro_or("dist") == "exponential", by_row = data::is_missing(s.u);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const bool absent = data::is_missing(out[i]) || data::is_missing(y[i]) || data::is_missing(mu[i]) ||
                        (by_row && (data::is_missing(u[i]) || data::is_missing(v[i])));
    if (absent) {
      out[i] = data::missing;
      continue;
    }
    const double su = by_row ? std::exp(u[i] / 2) : s.u, sv = by_row ? std::exp(v[i] / 2) : s.v;
    const double e = y[i] - out[i];
    out[i] = data::checked(
        f(exponential ? numeric::given_exponential(e, su, sv, sign) : numeric::given_normal(e, mu[i], su, sv, sign),
          1.0));
  }
  return out;
}

// Panels of e(sample): all residuals of a panel tell of its one u.
template <class F>
FrontierValues by_panel(const PredictionRequest& r, F&& f) {
  const EstimationSample sample = last_sample(r.context);
  const GroupCodes panels = group_codes(r.e.macro_or("ivar"), sample, r.context);
  const FrontierValues xb = linear_prediction(r.e, "", r.context), y = depvar_values(r.e, r.context);
  const double decay = parameter(r, "eta:_cons", 0);
  FrontierValues residual, eta(sample.size(), 1.0);
  for (const data::Row row : sample.rows) residual.push_back(y[row] - xb[row]);
  if (decay != 0) {
    FrontierValues time(sample.size()), last(panels.count, -data::missing);
    r.context.numeric(r.e.macro_or("tvar")).read_rows(sample.rows, time.data());
    const auto panel = [&](std::size_t i) { return static_cast<std::size_t>(panels.codes[i]); };
    for (std::size_t i = 0; i < time.size(); ++i) last[panel(i)] = std::max(last[panel(i)], time[i]);
    for (std::size_t i = 0; i < time.size(); ++i) eta[i] = std::exp(-decay * (time[i] - last[panel(i)]));
  }
  const FrontierSigmas s = frontier_sigmas(r.e);
  const numeric::PanelConditional given = numeric::panel_given_residuals(
      residual, eta, panels.codes, parameter(r, "mu:_cons", 0), s.u, s.v, frontier_sign(r));
  FrontierValues out(r.context.frame.rows, data::missing);
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const auto g = static_cast<std::size_t>(panels.codes[i]);
    out[sample.rows[i]] = data::checked(f(ConditionalInefficiency{given.centre[g], given.spread[g]}, eta[i]));
  }
  return out;
}

template <class F>
FrontierValues given_residual(const PredictionRequest& r, F&& f) {
  const bool panel = r.e.find_macro("ivar") && r.e.macro_or("model") != "bc95";
  return panel ? by_panel(r, f) : cross_section(r, f);
}

FrontierValues inefficiency(const PredictionRequest& r) {
  return given_residual(r, [](const ConditionalInefficiency& u, double eta) { return eta * u.mean(); });
}

FrontierValues modal_inefficiency(const PredictionRequest& r) {
  return given_residual(r, [](const ConditionalInefficiency& u, double eta) { return eta * u.mode(); });
}

FrontierValues efficiency(const PredictionRequest& r) {
  const double sign = frontier_sign(r);
  return given_residual(r, [sign](const ConditionalInefficiency& u, double eta) { return u.efficiency(sign * eta); });
}

FrontierValues efficiency_of_mean(const PredictionRequest& r) {
  const double sign = frontier_sign(r);
  return given_residual(
      r, [sign](const ConditionalInefficiency& u, double eta) { return std::exp(-sign * eta * u.mean()); });
}

}  // namespace

std::vector<PredictionStatistic> frontier_statistics() {
  std::vector<PredictionStatistic> out = linear_statistics();
  out.push_back({"u", "Technical inefficiency via E(u|e)", inefficiency});
  out.push_back({"m", "Technical inefficiency via M(u|e)", modal_inefficiency});
  out.push_back({"te", "Technical efficiency via E[exp(-u)|e]", efficiency});
  out.push_back({"bc", "Technical efficiency via E[exp(-u)|e]", efficiency});
  out.push_back({"jlms", "Technical efficiency via exp[-E(u|e)]", efficiency_of_mean});
  return out;
}

}  // namespace nqp::kit
