// moderation: an interaction with a moderator and the slopes at its low, mean and high values.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/keep_figures.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/estimation_call.hpp"
#include "stdlib/kit/figure_wish.hpp"
#include "stdlib/kit/replications.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/kit/sample.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::moderation_ {
namespace {

using namespace command;

struct Args : kit::FigureWish {
  Variables outcome;
  Sample sample;
  std::string x, moderator, controls, absorb, cmd, center = "none";
  Vce vce;
  std::vector<double> at;
};

std::vector<double> values_of(const std::string& name, const data::Frame& f, const std::vector<std::uint8_t>& use) {
  std::vector<double> out;
  for (std::size_t i = 0; i < f.rows; ++i)
    if (use[i]) out.push_back(f.at(name).column->number(i));
  return out;
}

// The frame with x and the moderator as deviations from their means over the sample.
data::FramePtr centred(const Args& a, const data::Frame& f, const std::vector<std::uint8_t>& use) {
  auto out = std::make_shared<data::Frame>(f);
  for (const std::string& name : {a.x, a.moderator}) {
    const double mean = numeric::summarize(values_of(name, f, use)).mean;
    std::vector<double> x(f.rows);
    f.at(name).column->read(0, x.size(), x.data());
    for (double& v : x)
      if (!data::is_missing(v)) v -= mean;
    out->replace(*out->index(name), data::make_numeric(data::Storage::double_, x));
  }
  return out;
}

std::size_t column(const eval::Matrix& b, const std::string& name) {
  for (std::size_t j = 0; j < b.columns; ++j)
    if (b.column_names[j] == name) return j;
  throw Error(459, name + " is omitted: fixed effects or other regressors explain it");
}

// What the slope is made of: coefficients of x and of the product, their variances, degrees of freedom.
struct Slope {
  double b = 0, product = 0, var_b = 0, var_product = 0, covariance = 0, df = data::missing;
  double at(double m) const { return b + m * product; }
  double se(double m) const { return std::sqrt(var_b + 2 * m * covariance + m * m * var_product); }
};

// The slope of x over the range of the moderator with its interval, points at the values of the table.
report::Figure slope_figure(const Args& a, const Slope& slope, const std::vector<double>& values,
                            const std::vector<double>& at, const Context& c) {
  const double p = 0.5 + c.settings.level / 200;
  const double crit = data::is_missing(slope.df) ? numeric::dist::invnormal(p) : numeric::dist::invt(slope.df, p);
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  kit::Layer band, line, points;
  band.mark = kit::Mark::range_area, line.mark = kit::Mark::line;
  band.fill = line.pen.colour = points.pen.colour = kit::series_colour(0);
  band.fill.opacity = 0.2, band.pen.width = 0, line.pen.width = 1.4;
  constexpr int steps = 60;
  for (int k = 0; k <= steps; ++k) {
    const double m = *low + (*high - *low) * k / steps;
    band.x.push_back(m), line.x.push_back(m), line.y.push_back(slope.at(m));
    band.y.push_back(slope.at(m) - crit * slope.se(m)), band.high.push_back(slope.at(m) + crit * slope.se(m));
  }
  for (const double m : at) points.x.push_back(m), points.y.push_back(slope.at(m));
  band.label = text::macro_number(c.settings.level) + "% CI", line.label = "Slope of " + a.x;
  kit::Chart chart;
  chart.layers = {std::move(band), std::move(line), std::move(points)};
  chart.x.title = a.moderator, chart.y.title = "Slope of " + a.x;
  chart.y.guides.push_back(kit::zero_line());
  return kit::report_figure(std::move(chart), a.graph_options, {1}, c);
}

void act(const Args& a, runtime::Session& s) {
  const Context c = s.context();
  c.numeric(a.x), c.numeric(a.moderator);
  if (a.x == a.moderator || a.x == a.outcome[0] || a.moderator == a.outcome[0])
    throw Error(198, "outcome, x() and moderator() must be three variables");
  kit::Needed needed{resolve_terms(a.outcome[0] + " " + a.x + " " + a.moderator + " " + a.controls, c),
                     a.vce.variables};
  for (const std::string& v : kit::absorbed_variables(a.absorb)) needed.groups.push_back(v);
  const std::vector<std::uint8_t> use = kit::mark_sample(c, a.sample, {}, needed).use;
  kit::SessionKeeper keeper(s);
  const bool deviations = a.center == "mean";
  const data::FramePtr f = deviations ? centred(a, *keeper.data(), use) : keeper.data();
  const std::string touse = s.temporary_name();
  s.set_frame(kit::with_mark(*f, touse, use));
  const kit::EstimationCall call{a.cmd, a.absorb, "", a.vce};
  s.run_command(call.text(
      a.outcome[0], "c." + a.x + " c." + a.moderator + " c." + a.x + "#c." + a.moderator + " " + a.controls, touse));
  Results e = s.estimates()->results;
  const eval::Matrix& b = *e.find_matrix("b");
  const eval::Matrix& V = *e.find_matrix("V");
  const std::size_t i = column(b, a.x), j = column(b, "c." + a.x + "#c." + a.moderator);
  const numeric::Summary m = numeric::summarize(values_of(a.moderator, *f, use));
  const std::vector<double> at = a.at.empty() ? std::vector<double>{m.mean - m.sd, m.mean, m.mean + m.sd} : a.at;
  const double df = e.scalar_or("df_r");
  const Slope line{b(0, i), b(0, j), V(i, i), V(j, j), V(i, j), df};
  eval::Matrix table(at.size(), 5);
  table.column_names = {"at", "slope", "se", "t", "p"};
  report::Document d;
  d.blank();
  d.line("Slopes of " + a.x + " at values of " + a.moderator + (a.at.empty() ? " (mean and one sd around it)" : ""));
  d.line(fmt::format("  {:>12}{:>13}{:>13}{:>9}{:>9}", a.moderator.substr(0, 12), "Slope", "Std. err.", "t or z",
                     "P>|.|"));
  for (std::size_t k = 0; k < at.size(); ++k) {
    const double slope = line.at(at[k]), se = line.se(at[k]), t = slope / se;
    const double p =
        2 * (data::is_missing(df) ? numeric::dist::normal(-std::fabs(t)) : numeric::dist::ttail(df, std::fabs(t)));
    const double row[] = {at[k], slope, se, t, p};
    for (std::size_t l = 0; l < 5; ++l) table(k, l) = data::checked(row[l]);
    const auto shown = [](double x) { return text::trimmed(text::format_number(data::checked(x), "%9.0g")); };
    d.line(fmt::format("  {:>12}{:>13}{:>13}{:>9.2f}{:>9.3f}", shown(at[k]), shown(slope), shown(se), t, p));
  }
  if (deviations) d.line("note: x and moderator are deviations from their means", report::Style::note);
  if (a.wanted()) {
    d.add(slope_figure(a, line, values_of(a.moderator, *f, use), at, s.context()));
    runtime::keep_figures(d, s);
  }
  s.set_frame(keeper.data());
  keeper.leave_data();
  keeper.leave_estimates();
  s.r() = Results{}.scalar("b", b(0, j)).scalar("se", std::sqrt(V(j, j))).scalar("mean", m.mean).scalar("sd", m.sd);
  s.r().matrix("slopes", std::move(table));
  s.post({std::move(e)}, use);
  s.show(d);
}

Command command() {
  auto d = define<Args>("moderation", "Moderation: an interaction and its simple slopes");
  kit::figure_wish(d, false);
  return d
      .varlist(&Args::outcome, {1, 1})
      .if_in(&Args::sample)
      .variable("x", &Args::x, "the variable whose effect is moderated")
      .variable("Moderator", &Args::moderator, "the moderator")
      .text("CONTrols", &Args::controls, "control variables")
      .text("Absorb", &Args::absorb, "fixed effects")
      .text("cmd", &Args::cmd, "estimator; regress, or reghdfe with absorb()")
      .choice("CENTer", &Args::center, {"none", "mean"}, "mean: deviations of x and moderator from their means")
      .numbers("at", &Args::at, "values of the moderator; mean and one sd around it by default")
      .vce(&Args::vce, {"ols", "robust", "cluster", "unadjusted", "hc2", "hc3"})
      .required("x")
      .required("moderator")
      .stores({{"r(b)", "coefficient of the interaction"},
                 {"r(se)", "its standard error"},
                 {"r(mean)", "mean of the moderator"},
                 {"r(sd)", "its standard deviation"},
                 {"r(slopes)", "at, slope, se, t, p"}})
      .changes(Effect::estimates | Effect::results)
      .reference(
            "Aiken, L. S. and West, S. G. (1991). Multiple Regression: Testing and Interpreting Interactions. Sage.")
      .remark("graph draws the slope over the range of the moderator with its confidence interval.")
      .remark("Centring changes the main effects only, not the interaction and not the slopes at the same values.")
      .example("The slope as a figure",
                 "sysuse auto\nmoderation price, x(mpg) moderator(weight) graph(xtitle(\"Weight\"))", "r(se) > 0")
      .example(
            "Slopes", "sysuse auto\nmoderation price, x(mpg) moderator(weight)\nmatrix S = r(slopes)",
            "reldif(S[2,2], _b[mpg] + S[2,1]*_b[c.mpg#c.weight]) < 1e-12 & reldif(r(b), _b[c.mpg#c.weight]) < 1e-12")
      .example(
            "Centred: the main effect is the slope at the mean",
            "sysuse auto\nmoderation price, x(mpg) moderator(weight) center(mean) vce(robust)\nmatrix S = r(slopes)",
            "reldif(S[2,2], _b[mpg]) < 1e-9 & abs(r(mean)) < 1e-9 & r(sd) > 700 & r(se) > 0")
      .acts(act);
}

}  // namespace

extern const Command moderation_command = command();

}  // namespace nqp::commands::moderation_
