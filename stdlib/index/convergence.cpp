// convergence: does the spread of a variable shrink (sigma), do low levels grow faster (beta)?
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/kit/estimation_call.hpp"
#include "stdlib/kit/group_samples.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::convergence_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variables;
  Sample sample;
  std::string absorb, generate;
  Vce vce;
  bool sigma = false, beta = false, in_logs = false;
};

// N, mean, sd and cv of every period, and the sd of the logarithms.
eval::Matrix spread_of(const Args& a, const Context& c) {
  const std::string& time = kit::declared_panel_and_time(c.frame).time;
  const auto samples = kit::group_samples(a.variables[0], "", time, a.sample, {}, c);
  eval::Matrix m(samples.size(), 5);
  m.column_names = {"N", "mean", "sd", "cv", "sd_log"};
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const numeric::Summary s = numeric::summarize(samples[i].x);
    std::vector<double> logs;
    for (const double x : samples[i].x) logs.push_back(x > 0 ? std::log(x) : data::missing);
    bool positive = true;
    for (const double x : logs) positive = positive && !data::is_missing(x);
    const double values[] = {s.n, s.mean, s.sd, s.sd / s.mean,
                             positive ? numeric::summarize(logs).sd : data::missing};
    for (std::size_t j = 0; j < 5; ++j) m(i, j) = kit::stored(values[j]);
    m.row_names[i] = samples[i].label;
  }
  return m;
}

void show_spread(const eval::Matrix& m, const Args& a, const std::string& time, runtime::Session& s) {
  report::Table t;
  t.columns = {{12, 0, false}, {8, 2, true}, {11, 1, false}, {11, 1, false}, {10, 1, false}, {11, 1, false}};
  std::vector<report::Cell> head{text_cell(time, Align::right)};
  for (const char* h : {"N", "Mean", "SD", "CV", "SD of log"}) head.push_back(text_cell(h, Align::right));
  t.row(std::move(head));
  t.rule();
  for (std::size_t i = 0; i < m.rows; ++i) {
    std::vector<report::Cell> cells{text_cell(m.row_names[i], Align::right)};
    for (std::size_t j = 0; j < 5; ++j)
      cells.push_back(number_cell(m(i, j), j == 0 ? "%8.0fc" : j > 2 ? "%9.5f" : "%10.0g"));
    t.row(std::move(cells));
  }
  t.rule();
  report::Document d;
  d.blank().line("Spread of " + a.variables[0] + " (sigma convergence: it shrinks)");
  s.show(d.add(std::move(t)));
}

// The logarithm as a variable of the data, so that e(b) has a name: it may be there already.
std::string logarithm(const Args& a, runtime::Session& s) {
  if (a.in_logs) return a.variables[0];
  const std::string name = a.generate.empty() ? "ln_" + a.variables[0] : a.generate;
  std::vector<double> x = kit::numbers_of(s.context().numeric(a.variables[0]));
  for (double& v : x) v = !data::is_missing(v) && v > 0 ? std::log(v) : data::missing;
  const data::ColumnPtr column = data::make_numeric(data::Storage::double_, x);
  if (const data::Variable* old = s.frame().find(name)) {
    if (!old->is_string() && data::equal_values(*old->column, *column)) return name;
    throw Error(110, "variable " + name + " already defined", std::nullopt,
                {"it is not the logarithm of " + a.variables[0] + ": give generate(name), or inlogs"});
  }
  data::Frame f = s.frame();
  kit::check_new_name(f, name);
  data::Variable v;
  v.name = name;
  v.label = "log of " + a.variables[0];
  v.column = column;
  f.add(std::move(v));
  s.set_frame(std::move(f));
  return name;
}

void beta(const Args& a, Results& r, runtime::Session& s) {
  kit::declared_panel_and_time(s.frame());
  const std::vector<std::uint8_t> use = s.context().select(a.sample);
  const data::FramePtr before = s.frame_pointer();
  const std::string level = logarithm(a, s);
  std::string regressors = "L." + level;
  for (std::size_t j = 1; j < a.variables.size(); ++j) regressors += " " + a.variables[j];
  const data::FramePtr with_log = s.frame_pointer();
  const std::string touse = s.temporary_name();
  s.set_frame(kit::with_mark(*with_log, touse, use));
  try {
    s.run_command(kit::EstimationCall{"", a.absorb, "", a.vce}.text("D." + level, regressors, touse));
  } catch (...) {
    s.set_frame(before);
    throw;
  }
  data::Frame after = s.frame();
  after.remove(touse);
  s.set_frame(std::move(after));
  const Results& e = s.estimates()->results;
  const eval::Matrix &b = *e.find_matrix("b"), &V = *e.find_matrix("V");
  for (std::size_t j = 0; j < b.columns; ++j) {
    if (b.column_names[j] != "L." + level) continue;
    const double speed = b(0, j) > -1 ? -std::log1p(b(0, j)) : data::missing;
    r.scalar("beta", b(0, j)).scalar("se", std::sqrt(V(j, j))).scalar("speed", kit::stored(speed));
    r.scalar("halflife", speed > 0 && !data::is_missing(speed) ? std::log(2) / speed : data::missing);
    s.say(fmt::format("\nBeta convergence: speed -ln(1 + b) = {:.5f} a period{}", speed,
                      speed > 0 ? fmt::format(", half of a gap is closed in {:.2f} periods", std::log(2) / speed)
                                : ": levels diverge"));
  }
}

void act(const Args& a, runtime::Session& s) {
  if (!a.beta && (a.variables.size() > 1 || !a.absorb.empty() || !a.vce.kind.empty()))
    throw Error(198, "controls, absorb() and vce() belong to option beta");
  Results r;
  if (a.sigma || !a.beta) {
    const eval::Matrix m = spread_of(a, s.context());
    show_spread(m, a, kit::declared_panel_and_time(s.frame()).time, s);
    r.scalar("cv_first", m(0, 3)).scalar("cv_last", m(m.rows - 1, 3)).matrix("sigma", m);
  }
  if (a.beta) beta(a, r, s);
  s.r() = std::move(r);
}

}  // namespace

extern const Command convergence_command =
    define<Args>("convergence", "Sigma and beta convergence")
        .varlist(&Args::variables, {1})
        .if_in(&Args::sample)
        .flag("Sigma", &Args::sigma, "spread of every period (the default)")
        .flag("Beta", &Args::beta, "growth on the level before, with the other variables as controls")
        .text("Absorb", &Args::absorb, "fixed effects of the regression: reghdfe instead of regress")
        .vce(&Args::vce, {"ols", "unadjusted", "robust", "cluster"})
        .flag("inlogs", &Args::in_logs, "the variable is a logarithm already")
        .text("GENerate", &Args::generate, "name of the logarithm; ln_ and the name when not given")
        .no_by()
        .stores({{"r(sigma)", "N mean sd cv sd_log of every period"},
                 {"r(cv_first)", "coefficient of variation in the first period"},
                 {"r(cv_last)", "in the last period"},
                 {"r(beta)", "coefficient of the level before"},
                 {"r(se)", "its standard error"},
                 {"r(speed)", "-ln(1 + b)"},
                 {"r(halflife)", "ln 2 / speed"}})
        .changes(Effect::data | Effect::estimates | Effect::results)
        .remark("beta regresses D.ln y on L.ln y and the controls; e() is that of regress or reghdfe. The logarithm "
                "stays in the data. Values that are not positive have no logarithm and are left out there.")
        .reference("Barro, R. J. and Sala-i-Martin, X. (1992). Journal of Political Economy 100, 223-251.")
        .example("Spread by year", "sysuse produc\negen id = group(state)\nxtset id year\nconvergence gsp",
                 "r(cv_first) > 0 & r(cv_last) > 0")
        .example("Levels that close a tenth of every gap",
                 "clear\nset obs 40\ngenerate id = ceil(_n/8)\ngenerate t = mod(_n - 1, 8)\nxtset id t\n"
                 "generate double x = exp(2 + id * .9^t)\nconvergence x, beta",
                 "abs(r(beta) + .1) < 1e-10 & abs(r(speed) + ln(.9)) < 1e-10")
        .acts(act);

}  // namespace nqp::commands::convergence_
