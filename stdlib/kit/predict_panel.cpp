// After xtreg, areg, reghdfe and instrumental variables: effects and what remains.

#include "grammar/ast/error.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/prediction.hpp"

namespace nqp::kit {

namespace {

using PanelValues = std::vector<double>;
using PanelPrediction = PredictionRequest;

PanelValues panel_sum(const PanelValues& a, const PanelValues& b, double sign) {
  PanelValues out(a.size(), data::missing);
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!data::is_missing(a[i]) && !data::is_missing(b[i])) out[i] = a[i] + sign * b[i];
  return out;
}

PanelValues fitted_panel(const PanelPrediction& r) { return linear_prediction(r.e, "", r.context); }

// y - xb: the effect and the error together.
PanelValues combined_residual(const PanelPrediction& r) {
  return panel_sum(depvar_values(r.e, r.context), fitted_panel(r), -1);
}

// Mean of y - xb over the estimation sample by groups (weighted as the estimation was), for the rows of the sample.
// `shrink(T)` multiplies the mean of a group with T rows.
template <class Shrink>
PanelValues group_effect(const PanelPrediction& r, const std::string& group, Shrink&& shrink) {
  const ModelData m = model_data(r.context);
  const GroupCodes groups = group_codes(group, m.sample, r.context);
  const PanelValues residual = combined_residual(r);
  PanelValues sum(groups.count, 0.0), weight(groups.count, 0.0), rows(groups.count, 0.0);
  for (std::size_t i = 0; i < m.sample.size(); ++i) {
    const auto g = static_cast<std::size_t>(groups.codes[i]);
    const double w = m.sample.weights.empty() ? 1.0 : m.sample.weights[i];
    sum[g] += w * residual[m.sample.rows[i]];
    weight[g] += w;
    rows[g] += 1;
  }
  PanelValues out(r.context.frame.rows, data::missing);
  for (std::size_t i = 0; i < m.sample.size(); ++i) {
    const auto g = static_cast<std::size_t>(groups.codes[i]);
    out[m.sample.rows[i]] = data::checked(sum[g] / weight[g] * shrink(rows[g]));
  }
  return out;
}

PanelValues panel_effect(const PanelPrediction& r) {
  const std::string model = r.e.macro_or("xtmodel", r.e.macro_or("model"));
  if (model == "be" || model == "fd") throw Error(198, "there are no panel effects to predict after " + model);
  if (model == "fe") return group_effect(r, r.e.macro_or("ivar"), [](double) { return 1.0; });
  const double u = r.e.scalar_or("sigma_u"), s = r.e.scalar_or("sigma_e");
  return group_effect(r, r.e.macro_or("ivar"), [u, s](double T) { return T * u * u / (T * u * u + s * s); });
}

PanelValues absorbed_effect(const PanelPrediction& r) {
  if (r.e.macro_or("absvar").find(' ') != std::string::npos)
    throw Error(198, "after areg with several absorbed variables predict knows xb and stdp", std::nullopt,
                {"reghdfe with residuals() has the others"});
  return group_effect(r, r.e.macro_or("absvar"), [](double) { return 1.0; });
}

// reghdfe keeps its residuals in a variable: the effects are what xb leaves to them.
PanelValues stored_residuals(const PanelPrediction& r) {
  const std::string name = r.e.macro_or("resid");
  if (name.empty())
    throw Error(198, "this statistic needs the option residuals() of " + r.e.macro_or("cmd"), std::nullopt,
                {"run the estimation with residuals(newvar), then predict"});
  PanelValues out(r.context.frame.rows);
  r.context.numeric(name).read(0, out.size(), out.data());
  return out;
}

PanelValues hdfe_effect(const PanelPrediction& r) { return panel_sum(combined_residual(r), stored_residuals(r), -1); }

}  // namespace

std::vector<PredictionStatistic> panel_statistics() {
  std::vector<PredictionStatistic> out = linear_statistics();
  out.push_back({"ue", "u[i] + e[it]", combined_residual});
  out.push_back({"xbu", "Xb + u[i]",
                 [](const PanelPrediction& r) { return panel_sum(fitted_panel(r), panel_effect(r), 1); }, true});
  out.push_back({"u", "u[i]", panel_effect, true});
  out.push_back({"e", "e[it]",
                 [](const PanelPrediction& r) { return panel_sum(combined_residual(r), panel_effect(r), -1); }, true});
  return out;
}

std::vector<PredictionStatistic> panel_ar1_statistics() {
  const auto fixed_effect = [](const PanelPrediction& r) {
    if (r.e.macro_or("model") != "fe") throw Error(198, "u and e are predicted after xtregar, fe only");
    return panel_effect(r);
  };
  std::vector<PredictionStatistic> out = linear_statistics();
  out.push_back({"ue", "u[i] + e[it]", combined_residual});
  out.push_back({"u", "u[i]", fixed_effect, true});
  out.push_back({"e", "e[it]",
                 [fixed_effect](const PanelPrediction& r) {
                   return panel_sum(combined_residual(r), fixed_effect(r), -1);
                 },
                 true});
  return out;
}

std::vector<PredictionStatistic> absorbed_statistics() {
  std::vector<PredictionStatistic> out = linear_statistics();
  out.push_back({"Residuals", "Residuals",
                 [](const PanelPrediction& r) { return panel_sum(combined_residual(r), absorbed_effect(r), -1); },
                 true});
  out.push_back({"d", "Effect of the absorbed variable", absorbed_effect, true});
  out.push_back({"xbd", "Xb + d",
                 [](const PanelPrediction& r) { return panel_sum(fitted_panel(r), absorbed_effect(r), 1); }, true});
  out.push_back({"DResiduals", "d + residual", combined_residual});
  return out;
}

std::vector<PredictionStatistic> instrumented_statistics() {
  std::vector<PredictionStatistic> out = linear_statistics();
  out.push_back({"Residuals", "Residuals", combined_residual});
  return out;
}

std::vector<PredictionStatistic> dynamic_statistics() {
  std::vector<PredictionStatistic> out = linear_statistics();
  out.push_back({"e", "Residuals of the level equation", combined_residual});
  out.push_back({"Residuals", "Residuals", combined_residual});
  return out;
}

std::vector<PredictionStatistic> reghdfe_statistics() {
  std::vector<PredictionStatistic> out = linear_statistics();
  out.push_back({"Residuals", "Residuals", stored_residuals, true});
  out.push_back({"d", "Sum of fixed effects", hdfe_effect, true});
  out.push_back({"xbd", "Xb + sum of fixed effects",
                 [](const PanelPrediction& r) { return panel_sum(fitted_panel(r), hdfe_effect(r), 1); }, true});
  out.push_back({"DResiduals", "Sum of fixed effects + residual", combined_residual});
  return out;
}

}  // namespace nqp::kit
