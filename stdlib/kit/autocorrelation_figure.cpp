#include "stdlib/kit/autocorrelation_figure.hpp"

#include <utility>

#include "stdlib/kit/point_figure.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

command::Definition<AutocorrelationFigureArgs> autocorrelation_figure(const std::string& name,
                                                                      const std::string& title) {
  using Args = AutocorrelationFigureArgs;
  return std::move(command::define<Args>(name, title)
      .varlist(&Args::variable, command::Count{1, 1})
      .if_in(&Args::sample)
      .integer("LAGs", &Args::lags, 1, 100000, "how many; min(n/2 - 2, 40)")
      .number("Level", &Args::level, 10, 99.99, "confidence level of the band in percent")
      .any_options(&Args::options)
      .no_by()
      .changes(command::Effect::process));
}

void draw_autocorrelations(const AutocorrelationFigureArgs& a, runtime::Session& s,
                           AutocorrelationCurve (*curve)(const Autocorrelations& r)) {
  const command::Context c = s.context();
  const AutocorrelationCurve k = curve(autocorrelations(a.variable[0], a.sample, a.lags, c));
  const double level = a.level > 0 ? a.level : c.settings.level;
  const double z = numeric::dist::invnormal((100 + level) / 200);
  PointFigure f;
  for (std::size_t i = 0; i < k.values.size(); ++i) {
    f.x.push_back(static_cast<double>(i + 1));
    f.y.push_back(k.values[i]);
    f.band.push_back(z * k.errors[i]);
  }
  f.x_title = "Lag";
  f.y_title = k.title + " of " + a.variable[0];
  f.more = "yline(0) ";
  f.options = a.options;
  draw_point_figure(f, s);
}

}  // namespace nqp::kit
