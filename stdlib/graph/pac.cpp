// pac: partial autocorrelations of one series as a figure.
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/autocorrelations.hpp"
#include "stdlib/kit/point_figure.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::commands::pac_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  Variables variable;
  Sample sample;
  int lags = 0;
  double level = 0;
  std::vector<ast::Option> options;
};

void act(const Args& a, Session& s) {
  const Context c = s.context();
  const kit::Autocorrelations r = kit::autocorrelations(a.variable[0], a.sample, a.lags, c);
  const double level = a.level > 0 ? a.level : c.settings.level;
  const double z = numeric::dist::invnormal((100 + level) / 200);
  kit::PointFigure f;
  std::vector<double> band;

  for (std::size_t k = 0; k < r.pac.size(); ++k) {
    // 1/√n
    const double se = 1 / std::sqrt(r.n);
    f.x.push_back(static_cast<double>(k + 1));
    f.y.push_back(r.pac[k]);
    band.push_back(z * se);
  }
  f.x_title = "Lag";
  f.y_title = "Partial autocorrelations of " + a.variable[0];
  f.band = std::move(band);
  f.more = "yline(0) ";
  f.options = a.options;
  kit::draw_point_figure(f, s);
}

}  // namespace

extern const Command pac_command =
    define<Args>("pac", "Partial autocorrelations of one series as a figure")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .integer("LAGs", &Args::lags, 1, 100000, "how many; min(n/2 - 2, 40)")
        .number("Level", &Args::level, 10, 99.99, "confidence level of the band in percent")
        .any_options(&Args::options)
        .no_by()
        .changes(Effect::process)
        .remark("The band holds values of white noise: 1/√n.")
        .example("A figure by name",
                 "clear\nset obs 50\ngenerate t = _n\ntsset t\ngenerate y = mod(_n^2, 7)\npac y, lags(10) name(g)",
                 "_N == 50")
        .example("It needs a series", "sysuse auto\ncapture pac price", "_rc == 111")
        .acts(act);

}  // namespace nqp::commands::pac_
