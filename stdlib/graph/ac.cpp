// ac: autocorrelations of one series as a figure.
#include <cmath>

#include "stdlib/kit/autocorrelation_figure.hpp"

namespace nqp::commands::ac_ {
namespace {

// Bartlett's formula for MA(q): √((1 + 2Σρ²)/n).
kit::AutocorrelationCurve curve(const kit::Autocorrelations& r) {
  kit::AutocorrelationCurve k{r.ac, {}, "Autocorrelations"};
  double squares = 0;
  for (const double rho : r.ac) {
    k.errors.push_back(std::sqrt((1 + 2 * squares) / r.n));
    squares += rho * rho;
  }
  return k;
}

void act(const kit::AutocorrelationFigureArgs& a, runtime::Session& s) { kit::draw_autocorrelations(a, s, curve); }

}  // namespace

extern const command::Command ac_command =
    kit::autocorrelation_figure("ac", "Autocorrelations of one series as a figure")
        .remark("The band holds values of white noise beyond lag q: Bartlett's formula for MA(q): √((1 + 2Σρ²)/n).")
        .example("A figure by name",
                 "clear\nset obs 50\ngenerate t = _n\ntsset t\ngenerate y = mod(_n^2, 7)\nac y, lags(10) name(g)",
                 "_N == 50")
        .example("It needs a series", "sysuse auto\ncapture ac price", "_rc == 111")
        .acts(act);

}  // namespace nqp::commands::ac_
