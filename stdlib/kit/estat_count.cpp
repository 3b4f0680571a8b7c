// estat gof after poisson.
#include <fmt/format.h>

#include <cmath>

#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/estat.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/model_offset.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

using command::Output;
using command::Results;

// Deviance 2 Σ w [y ln(y/μ) - (y - μ)] and Pearson's Σ w (y - μ)²/μ against N - K degrees of freedom (McCullagh and
// Nelder 1989, section 2.3).
Output estat_count_gof(EstatCall& call) {
  call.line.check_all_known();
  const ModelData m = model_data(call.context);
  std::vector<double> index = linear_prediction(call.e, "", call.context);
  add_offset(call.e, index, call.context);
  double deviance = 0, pearson = 0;
  for (std::size_t i = 0; i < m.y.size(); ++i) {
    const double mu = std::exp(index[m.sample.rows[i]]), y = m.y[i];
    const double w = m.sample.weights.empty() ? 1 : m.sample.weights[i];
    deviance += 2 * w * ((y > 0 ? y * std::log(y / mu) : 0.0) - (y - mu));
    pearson += w * (y - mu) * (y - mu) / mu;
  }
  const double df = call.e.scalar_or("N") - call.e.scalar_or("rank");
  const auto p_value = [&](double chi2) { return stored(numeric::dist::chi2tail(df, chi2)); };
  Output out;
  out.document.blank();
  const auto show = [&](const char* what, double chi2) {
    out.line(fmt::format("{:>24} = {:>9}", what, fixed_text(chi2, 4)));
    out.line(fmt::format("{:>24} = {:>9}", "Prob > chi2(" + count_text(df) + ")", fixed_text(p_value(chi2), 4)));
    out.document.blank();
  };
  show("Deviance goodness-of-fit", deviance);
  show("Pearson goodness-of-fit", pearson);
  out.r = Results{}.scalar("df", df).scalar("chi2_d", deviance).scalar("p_d", p_value(deviance))
              .scalar("chi2_p", pearson).scalar("p_p", p_value(pearson));
  return out;
}

}  // namespace nqp::kit
