// ac: autocorrelations of one series as a figure.
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/autocorrelations.hpp"
#include "stdlib/kit/point_figure.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::commands::ac_ {
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
  double sum = 0;
  for (std::size_t k = 0; k < r.ac.size(); ++k) {
    // Bartlett's formula for MA(q): √((1 + 2Σρ²)/n)
    const double se = std::sqrt((1 + 2 * sum) / r.n);
    sum += r.ac[k] * r.ac[k];
    f.x.push_back(static_cast<double>(k + 1));
    f.y.push_back(r.ac[k]);
    band.push_back(z * se);
  }
  f.x_title = "Lag";
  f.y_title = "Autocorrelations of " + a.variable[0];
  f.band = std::move(band);
  f.more = "yline(0) ";
  f.options = a.options;
  kit::draw_point_figure(f, s);
}

}  // namespace

extern const Command ac_command =
    define<Args>("ac", "Autocorrelations of one series as a figure")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .integer("LAGs", &Args::lags, 1, 100000, "how many; min(n/2 - 2, 40)")
        .number("Level", &Args::level, 10, 99.99, "confidence level of the band in percent")
        .any_options(&Args::options)
        .no_by()
        .changes(Effect::process)
        .remark("The band holds values of white noise beyond lag q: Bartlett's formula for MA(q): √((1 + 2Σρ²)/n).")
        .example("A figure by name",
                 "clear\nset obs 50\ngenerate t = _n\ntsset t\ngenerate y = mod(_n^2, 7)\nac y, lags(10) name(g)",
                 "_N == 50")
        .example("It needs a series", "sysuse auto\ncapture ac price", "_rc == 111")
        .acts(act);

}  // namespace nqp::commands::ac_
