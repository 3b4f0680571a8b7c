// interact: an effect in every group of a variable, from one regression with interactions.
#include <algorithm>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/keep_figures.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/estimation_call.hpp"
#include "stdlib/kit/figure_wish.hpp"
#include "stdlib/kit/group_models.hpp"
#include "stdlib/kit/hypothesis.hpp"
#include "stdlib/kit/replications.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/kit/sample.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::interact_ {
namespace {

using namespace command;

struct Args : kit::FigureWish {
  std::string body, by, absorb, cmd;
  Sample sample;
  Vce vce;
  double level = 0;
};

// The effect in one group; `.` when the group cannot tell.
struct GroupEffect {
  std::string label;
  double value = 0, n = 0, b = data::missing, se = data::missing, t = data::missing, p = data::missing;
  double low = data::missing, high = data::missing;
};

struct Names {
  std::string y, x, controls;
};

Names read_body(const Args& a, const Context& c) {
  std::string_view rest = a.body;
  Names n{kit::take_word(rest), kit::take_word(rest), std::string(kit::trim(rest))};
  if (n.x.empty())
    throw Error(102, "interact takes an outcome and the variable whose effect differs", std::nullopt,
                {"interact y d x1 x2, by(region)"});
  const Variables x = resolve_variables(n.x, c);
  if (x.size() != 1) throw Error(103, n.x + " must be one variable");
  n.x = x[0];
  c.numeric(n.x);
  return n;
}

bool varies(const data::Column& x, const std::vector<std::uint8_t>& use) {
  double first = data::missing;
  for (std::size_t i = 0; i < use.size(); ++i) {
    if (!use[i]) continue;
    if (data::is_missing(first)) first = x.number(i);
    if (x.number(i) != first) return true;
  }
  return false;
}

// Of the first equation, when there are equations.
std::size_t column_of(const eval::Matrix& b, const std::string& name) {
  const std::string& first = b.column_names.front();
  const std::size_t colon = first.find(':');
  const std::string full = colon == std::string::npos ? name : first.substr(0, colon + 1) + name;
  return static_cast<std::size_t>(std::find(b.column_names.begin(), b.column_names.end(), full) -
                                  b.column_names.begin());
}

std::string product_of(const GroupEffect& g, const std::string& by, const std::string& x) {
  return text::macro_number(g.value) + "." + by + "#c." + x;
}

// Effects b[x] + b[k.g#c.x]. A product that was omitted tells nothing, but for the one that makes up for a first group
// in which x is constant.
std::vector<GroupEffect> effects_of(const Results& e, const std::string& x, const std::string& by,
                                    const std::vector<kit::GroupRows>& groups, const data::Frame& f, double level) {
  const eval::Matrix& b = *e.find_matrix("b");
  const std::size_t main = column_of(b, x);
  std::vector<GroupEffect> out;
  std::size_t omitted = 0;
  for (const kit::GroupRows& g : groups) {
    out.push_back({g.label, g.value, double(std::count(g.use.begin(), g.use.end(), 1))});
    omitted += out.size() > 1 && column_of(b, product_of(out.back(), by, x)) == b.columns;
  }
  const bool spare = !varies(*f.at(x).column, groups[0].use);
  for (std::size_t k = 0; k < groups.size(); ++k) {
    GroupEffect& g = out[k];
    if (main == b.columns || !varies(*f.at(x).column, groups[k].use)) continue;
    const std::size_t j = k == 0 ? b.columns : column_of(b, product_of(g, by, x));
    if (k > 0 && j == b.columns && omitted > (spare ? 1u : 0u)) continue;
    kit::LinearForm form{std::vector<double>(b.columns, 0.0)};
    form.weights[main] = 1;
    if (j < b.columns) form.weights[j] = 1;
    const kit::CoefficientRow r = kit::linear_combination(form, e, level);
    g.b = r.b, g.se = r.se, g.t = r.statistic, g.p = r.p, g.low = r.low, g.high = r.high;
  }
  return out;
}

void show(const std::vector<GroupEffect>& effects, const Names& n, const std::string& by, double level, bool t,
          report::Document& d) {
  const auto shown = [](double x) { return text::trimmed(text::format_number(data::checked(x), "%9.0g")); };
  d.blank();
  d.line("Effect of " + n.x + " on " + n.y + " in groups of " + by);
  d.line(fmt::format("  {:<12}{:>6}{:>11}{:>11}{:>8}{:>7}{:>11}{:>11}", text::abbreviate(by, 12), "Obs", "Effect",
                     "Std. err.", t ? "t" : "z", t ? "P>|t|" : "P>|z|", "[" + text::macro_number(level) + "% conf.",
                     "interval]"));
  for (const GroupEffect& g : effects) {
    const bool known = !data::is_missing(g.t);
    const std::string label = text::pad_right(text::abbreviate(g.label, 12), 12);
    d.line(fmt::format("  {}{:>6.0f}{:>11}{:>11}{:>8}{:>7}{:>11}{:>11}", label, g.n, shown(g.b), shown(g.se),
                       known ? fmt::format("{:.2f}", g.t) : ".", known ? fmt::format("{:.3f}", g.p) : ".",
                       shown(g.low), shown(g.high)));
  }
  if (std::any_of(effects.begin(), effects.end(), [](const GroupEffect& g) { return data::is_missing(g.b); }))
    d.line("note: no effect where " + n.x + " does not vary or its product was omitted", report::Style::note);
}

report::Figure effects_figure(const Args& a, const std::vector<GroupEffect>& effects, const Names& n, double level,
                              const Context& c) {
  kit::EffectChart e;
  e.relative = false, e.level = level, e.x_title = a.by, e.y_title = "Effect of " + n.x;
  std::vector<std::pair<double, std::string>> ticks;
  for (std::size_t k = 0; k < effects.size(); ++k) {
    ticks.emplace_back(double(k + 1), effects[k].label);
    if (!data::is_missing(effects[k].b))
      e.effects.push_back({double(k + 1), effects[k].b, effects[k].low, effects[k].high});
  }
  std::vector<std::size_t> marks;
  kit::Chart chart = kit::effect_chart(e, marks);
  chart.x.ticks = std::move(ticks);
  chart.x.low = 0.5, chart.x.high = double(effects.size()) + 0.5;
  return kit::report_figure(std::move(chart), a.graph_options, marks, c);
}

// All products are 0: the effect is the same everywhere.
void test_products(const std::vector<GroupEffect>& effects, const Names& n, const std::string& by, const Results& e,
                   Results& r, report::Document& d) {
  const eval::Matrix& b = *e.find_matrix("b");
  std::vector<kit::LinearForm> forms;
  for (std::size_t k = 1; k < effects.size(); ++k) {
    const std::size_t j = column_of(b, product_of(effects[k], by, n.x));
    if (j == b.columns) continue;
    kit::LinearForm form{std::vector<double>(b.columns, 0.0)};
    form.weights[j] = 1;
    forms.push_back(std::move(form));
  }
  if (forms.empty()) return;
  const kit::TestResult t = kit::test_restrictions(forms, e, 0);
  const double df_r = e.scalar_or("df_r");
  const bool F = !data::is_missing(df_r);
  r.scalar("df", t.wald.df).scalar("p", t.p);
  if (F) r.scalar("F", t.wald.F).scalar("df_r", df_r);
  else r.scalar("chi2", t.wald.chi2);
  d.line("  The same in all groups: " +
         (F ? fmt::format("F({:.0f}, {:.0f}) = {:.2f}", t.wald.df, df_r, t.wald.F)
            : fmt::format("chi2({:.0f}) = {:.2f}", t.wald.df, t.wald.chi2)) +
         fmt::format(", p = {:.4f}", t.p));
}

eval::Matrix effects_matrix(const std::vector<GroupEffect>& effects) {
  eval::Matrix table(effects.size(), 8);
  table.column_names = {"value", "N", "b", "se", "t", "p", "ll", "ul"};
  for (std::size_t k = 0; k < effects.size(); ++k) {
    const GroupEffect& g = effects[k];
    const double row[] = {g.value, g.n, g.b, g.se, g.t, g.p, g.low, g.high};
    for (std::size_t j = 0; j < 8; ++j) table(k, j) = data::checked(row[j]);
  }
  return table;
}

// Rows that the last estimates used.
std::vector<std::uint8_t> estimation_rows(runtime::Session& s) {
  std::vector<std::uint8_t> out(s.frame().rows);
  for (const data::SampleMark& m : s.frame().samples)
    for (std::size_t i = 0; m.id == s.sample_id() && i < out.size(); ++i) out[i] = m.column->number(i) != 0;
  return out;
}

// The group variable's name. Errors: 198 not one variable or continuous, 109 a string.
std::string group_variable(const std::string& text, const Context& c) {
  if (text.rfind("c.", 0) == 0)
    throw Error(198, "by() takes groups", std::nullopt,
                {"moderation y, x(d) moderator(m) shows effects at values of a continuous moderator"});
  const Variables by = resolve_variables(text.rfind("i.", 0) == 0 ? text.substr(2) : text, c);
  if (by.size() != 1) throw Error(198, "by() takes one variable");
  if (c.variable(by[0]).is_string())
    throw Error(109, "type mismatch: " + by[0] + " is a string variable", std::nullopt,
                {"encode " + by[0] + ", generate(newvar) makes a numeric variable of it"});
  return by[0];
}

void act(const Args& a, runtime::Session& s) {
  const Context c = s.context();
  Args own = a;
  own.by = group_variable(a.by, c);
  const Names n = read_body(a, c);
  if (n.x == own.by || n.y == n.x || n.y == own.by)
    throw Error(198, "outcome, variable and by() must be three variables");
  kit::Needed needed{resolve_terms(n.y + " " + n.x + " i." + own.by + " " + n.controls, c), a.vce.variables};
  for (const std::string& v : kit::absorbed_variables(a.absorb)) needed.groups.push_back(v);
  const std::vector<std::uint8_t> use = kit::mark_sample(c, a.sample, {}, needed).use;
  kit::SessionKeeper keeper(s);
  if (kit::groups_of(own.by, *keeper.data(), use).size() < 2)
    throw Error(420, "1 group found, 2 required", std::nullopt, {own.by + " has one value where nothing is missing"});
  const std::string touse = s.temporary_name();
  s.set_frame(kit::with_mark(*keeper.data(), touse, use));
  const kit::EstimationCall call{a.cmd, a.absorb, "", a.vce};
  s.run_command(call.text(n.y, "c." + n.x + " i." + own.by + " i." + own.by + "#c." + n.x + " " + n.controls, touse));
  Results e = s.estimates()->results;
  const std::vector<std::uint8_t> sample = estimation_rows(s);
  const std::vector<kit::GroupRows> groups = kit::groups_of(own.by, *keeper.data(), sample);
  const double level = a.level > 0 ? a.level : s.settings().level;
  const std::vector<GroupEffect> effects = effects_of(e, n.x, own.by, groups, *keeper.data(), level);
  report::Document d;
  Results r;
  show(effects, n, own.by, level, !data::is_missing(e.scalar_or("df_r")), d);
  test_products(effects, n, own.by, e, r, d);
  if (a.wanted()) {
    d.add(effects_figure(own, effects, n, level, s.context()));
    runtime::keep_figures(d, s);
  }
  s.set_frame(keeper.data());
  keeper.leave_data();
  keeper.leave_estimates();
  r.scalar("groups", double(effects.size())).matrix("effects", effects_matrix(effects));
  s.r() = std::move(r);
  s.post({std::move(e)}, sample);
  s.show(d);
}

Command command() {
  auto d = define<Args>("interact", "Effects by group from interactions");
  kit::figure_wish(d, false);
  return d.anything(&Args::body)
      .if_in(&Args::sample)
      .text("by", &Args::by, "variable of the groups")
      .text("Absorb", &Args::absorb, "fixed effects")
      .text("cmd", &Args::cmd, "estimator; regress, or reghdfe with absorb()")
      .vce(&Args::vce, {"ols", "robust", "cluster", "unadjusted", "hc2", "hc3"})
      .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
      .required("by")
      .stores({{"r(effects)", "value of the group, N, effect b, se, t, p, ll, ul"},
               {"r(groups)", "groups"},
               {"r(F)", "test that the effect is the same in all groups (r(chi2) without e(df_r))"},
               {"r(df)", "its degrees of freedom"},
               {"r(df_r)", "those of its denominator"},
               {"r(p)", "its p-value"}})
      .changes(Effect::estimates | Effect::results)
      .remark(
          "interact y d x1 x2, by(g) runs y on d, i.g, i.g#c.d and the controls; e() is that of the estimator. "
          "Controls have the same coefficients everywhere: chow and hetero let them differ, moderation takes a "
          "continuous moderator.")
      .remark("graph draws the effects with their intervals.")
      .example("Effects of weight by origin",
               "sysuse auto\ninteract price weight length, by(foreign) graph\nmatrix E = r(effects)",
               "reldif(E[1,3], _b[weight]) < 1e-12 & reldif(E[2,3], _b[weight] + _b[1.foreign#c.weight]) < 1e-12")
      .example("A policy in regions of a panel",
               "clear\nset obs 120\ngenerate id = ceil(_n/10)\ngenerate t = mod(_n - 1, 10) + 1\nxtset id t\n"
               "generate region = mod(id, 3) + 1\ngenerate byte d = mod(id, 2) & t > 5\n"
               "generate y = id + t + region*d + mod(7*_n, 5)/10\n"
               "interact y d, by(region) absorb(id t) vce(cluster id)\nmatrix E = r(effects)",
               "abs(E[3,3] - 3) < .2 & r(p) < .01 & r(df) == 2")
      .acts(act);
}

}  // namespace

extern const Command interact_command = command();

}  // namespace nqp::commands::interact_
