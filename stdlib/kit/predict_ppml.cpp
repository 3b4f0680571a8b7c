// After ppmlhdfe: means and indices from the effects that the estimation kept.
#include <cmath>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/model_offset.hpp"
#include "stdlib/kit/prediction.hpp"

namespace nqp::kit {

namespace {

using Values = std::vector<double>;
using Request = PredictionRequest;

Values kept_effects(const Request& r) {
  if (r.e.macro_or("absvars").empty()) return Values(r.context.frame.rows, 0.0);
  const std::string name = r.e.macro_or("d");
  if (name.empty())
    throw Error(198, "this statistic needs the option d() of ppmlhdfe", std::nullopt,
                {"run the estimation with d or d(newvar), then predict"});
  Values out(r.context.frame.rows);
  r.context.numeric(name).read(0, out.size(), out.data());
  return out;
}

template <class F>
Values combined(Values a, const Values& b, F&& f) {
  for (std::size_t i = 0; i < a.size(); ++i)
    a[i] = data::is_missing(a[i]) || data::is_missing(b[i]) ? data::missing : data::checked(f(a[i], b[i]));
  return a;
}

Values index(const Request& r) {
  Values eta =
      combined(linear_prediction(r.e, "", r.context), kept_effects(r), [](double a, double b) { return a + b; });
  add_offset(r.e, eta, r.context);
  return eta;
}

Values mean(const Request& r) {
  Values mu = index(r);
  for (double& v : mu)
    if (!data::is_missing(v)) v = data::checked(std::exp(v));
  return mu;
}

}  // namespace

std::vector<PredictionStatistic> absorbed_count_statistics() {
  std::vector<PredictionStatistic> out = {{"mu", "Predicted mean", mean}};
  for (PredictionStatistic& s : linear_statistics()) out.push_back(std::move(s));
  out.push_back({"eta", "Linear prediction with effects", index});
  out.push_back({"d", "Sum of fixed effects", kept_effects});
  out.push_back({"Residuals", "y - mu", [](const Request& r) {
                   return combined(depvar_values(r.e, r.context), mean(r), [](double y, double m) { return y - m; });
                 }});
  return out;
}

}  // namespace nqp::kit
