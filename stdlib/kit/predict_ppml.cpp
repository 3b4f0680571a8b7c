// After ppmlhdfe: means and indices from the effects that the estimation kept.
#include <cmath>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/model_offset.hpp"
#include "stdlib/kit/prediction.hpp"

namespace nqp::kit {

namespace {

using PpmlValues = std::vector<double>;
using PpmlPrediction = PredictionRequest;

PpmlValues kept_effects(const PpmlPrediction& r) {
  if (r.e.macro_or("absvars").empty()) return PpmlValues(r.context.frame.rows, 0.0);
  const std::string name = r.e.macro_or("d");
  if (name.empty())
    throw Error(198, "this statistic needs the option d() of ppmlhdfe", std::nullopt,
                {"run the estimation with d or d(newvar), then predict"});
  PpmlValues out(r.context.frame.rows);
  r.context.numeric(name).read(0, out.size(), out.data());
  return out;
}

template <class F>
PpmlValues combined(PpmlValues a, const PpmlValues& b, F&& f) {
  for (std::size_t i = 0; i < a.size(); ++i)
    a[i] = data::is_missing(a[i]) || data::is_missing(b[i]) ? data::missing : data::checked(f(a[i], b[i]));
  return a;
}

PpmlValues ppml_index(const PpmlPrediction& r) {
  PpmlValues eta =
      combined(linear_prediction(r.e, "", r.context), kept_effects(r), [](double a, double b) { return a + b; });
  add_offset(r.e, eta, r.context);
  return eta;
}

PpmlValues mean(const PpmlPrediction& r) {
  PpmlValues mu = ppml_index(r);
  for (double& v : mu)
    if (!data::is_missing(v)) v = data::checked(std::exp(v));
  return mu;
}

}  // namespace

std::vector<PredictionStatistic> absorbed_count_statistics() {
  std::vector<PredictionStatistic> out = {{"mu", "Predicted mean", mean}};
  for (PredictionStatistic& s : linear_statistics()) out.push_back(std::move(s));
  out.push_back({"eta", "Linear prediction with effects", ppml_index});
  out.push_back({"d", "Sum of fixed effects", kept_effects});
  out.push_back({"Residuals", "y - mu", [](const PpmlPrediction& r) {
                   return combined(depvar_values(r.e, r.context), mean(r), [](double y, double m) { return y - m; });
                 }});
  return out;
}

}  // namespace nqp::kit
