// pac: partial autocorrelations of one series as a figure.
#include <cmath>

#include "stdlib/kit/autocorrelation_figure.hpp"

namespace nqp::commands::pac_ {
namespace {

kit::AutocorrelationCurve curve(const kit::Autocorrelations& r) {
  return {r.pac, std::vector<double>(r.pac.size(), 1 / std::sqrt(r.n)), "Partial autocorrelations"};
}

void act(const kit::AutocorrelationFigureArgs& a, runtime::Session& s) { kit::draw_autocorrelations(a, s, curve); }

}  // namespace

extern const command::Command pac_command =
    kit::autocorrelation_figure("pac", "Partial autocorrelations of one series as a figure")
        .remark("The band holds values of white noise: 1/√n.")
        .example("A figure by name",
                 "clear\nset obs 50\ngenerate t = _n\ntsset t\ngenerate y = mod(_n^2, 7)\npac y, lags(10) name(g)",
                 "_N == 50")
        .example("It needs a series", "sysuse auto\ncapture pac price", "_rc == 111")
        .acts(act);

}  // namespace nqp::commands::pac_
