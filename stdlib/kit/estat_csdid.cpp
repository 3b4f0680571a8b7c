// estat after csdid and did, estimator(cs): averages of cohort-period effects and the test of those before treatment.
#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/estat.hpp"
#include "stdlib/kit/event_figure.hpp"
#include "stdlib/kit/group_time.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/kit/simultaneous_intervals.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::kit {
namespace {

using command::Context;
using command::Output;
using command::Results;

std::vector<double> window_of(EstatCall& call) {
  const ast::Option* o = call.line.find("WINdow");
  std::vector<double> out;
  if (!o || !o->has_argument) return out;
  std::string_view rest = o->argument;
  for (std::string word = take_word(rest); !word.empty(); word = take_word(rest)) {
    const std::optional<double> end = parse_number(word);
    if (!end) throw Error(198, "window() takes two numbers", std::nullopt, {"for example window(-4 4)"});
    out.push_back(*end);
  }
  return out;
}

// e() of the averages: what `post` files, and what the table is drawn from.
Results averaged(const std::string& agg, const NamedEffects& a, const Results& e) {
  Results out = e;
  std::vector<double> b;
  for (const numeric::Aggregate& r : a.effects.rows) b.push_back(r.effect);
  out.matrix("b", named_row(b, "y1", a.names)).matrix("V", named_matrix(a.effects.V, a.names, a.names));
  return out.macro("agg", agg);
}

const char* aggregation_heading(const std::string& agg) {
  if (agg == "simple") return "Average Treatment Effect on Treated";
  if (agg == "group") return "ATT by group";
  if (agg == "calendar") return "ATT by Calendar Period";
  return "ATT by Periods Before and After treatment";
}

// Rows of these cohorts, periods or times alone, without the overall average. Error 198 for one that is not there.
void keep_only(const std::vector<double>& wanted, NamedEffects& a) {
  if (wanted.empty()) return;
  using Kind = numeric::Aggregate::Kind;
  NamedEffects out;
  std::vector<std::size_t> at;
  for (const double value : wanted) {
    std::size_t i = 0;
    while (i < a.names.size() && (a.effects.rows[i].kind != Kind::item || a.effects.rows[i].at != value)) ++i;
    if (i == a.names.size())
      throw Error(198, text::macro_number(value) + " has no effect", std::nullopt, {"estat all shows those there are"});
    at.push_back(i), out.names.push_back(a.names[i]), out.effects.rows.push_back(a.effects.rows[i]);
  }
  out.effects.V = numeric::Matrix(at.size(), at.size());
  for (std::size_t i = 0; i < at.size(); ++i)
    for (std::size_t j = 0; j < at.size(); ++j) out.effects.V(i, j) = a.effects.V(at[i], at[j]);
  a = std::move(out);
}

// post and estore(): e as the last estimates, or under a name.
void file_estimates(EstatCall& call, bool post, const ast::Option* keep, const Results& e, Output& out) {
  if (!post && !keep) return;
  // Stored ones go with the sample of e(): without post that is the same estimates again.
  out.e = command::Estimates{post ? e : call.e, call.context.e->sample_id};
  if (keep) out.stored.emplace_back(std::string(trim(keep->argument)), e);
  for (const data::SampleMark& m : call.context.frame.samples) {
    if (m.id != call.context.e->sample_id) continue;
    for (std::size_t i = 0; i < m.column->size(); ++i) out.sample.push_back(m.column->number(i) != 0 ? 1 : 0);
  }
}

// The averages of r() as a figure under the table.
void add_average_figure(EstatCall& call, const std::string& agg, const std::string& options, Output& out) {
  EffectSeries s;
  s.agg = agg, s.level = out.r->scalar_or("level"), s.df = call.e.scalar_or("df_r", 0);
  EffectChart e = titled_effects(named_effects(*out.r->find_matrix("b"), *out.r->find_matrix("V"), s), s);
  e.level = s.level;
  std::vector<std::size_t> marks;
  Chart chart = effect_chart(e, marks);
  out.document.add(report_figure(std::move(chart), options, marks, call.context));
}

Output show(EstatCall& call, const std::string& agg, const std::vector<double>& only = {}) {
  const std::vector<double> window = window_of(call);
  const bool post = call.line.find("post") != nullptr;
  const ast::Option* keep = call.line.find("ESTore");
  const ast::Option* figure = call.line.find("plot");
  if (keep && !keep->has_argument) throw Error(198, "estore() takes a name", std::nullopt, {"for example estore(cs)"});
  double level = call.context.settings.level;
  if (const ast::Option* o = call.line.find("Level")) level = read_level(*o);
  NamedEffects averages = average_effects(agg, window, call.e);
  keep_only(only, averages);
  const SimultaneousIntervals band = simultaneous_intervals(call, false, averages.effects.V, level);
  call.line.check_all_known();
  const Results e = averaged(agg, averages, call.e);
  Output out;
  out.document.blank();
  out.line(aggregation_heading(agg));
  TableOptions t;
  t.level = level;
  std::vector<CoefficientRow> rows = coefficient_rows(e, level);
  if (band.asked) widen_intervals(band, rows);
  out.document.append(band.asked ? coefficient_table(rows, e, e.macro_or("depvar"), call.context.frame, t,
                                                     call.context.settings.linesize)
                                 : coefficient_table(e, call.context.frame, t, call.context.settings.linesize));
  if (band.asked) out.line(band.note());
  Results r;
  r.macro("agg", agg);  // csdid_plot goes by it
  r.scalar("level", level).matrix("b", *e.find_matrix("b")).matrix("V", *e.find_matrix("V"));
  if (band.asked) r.scalar("crit", band.critical);
  r.matrix("table", result_table(rows, e, false));
  out.r = std::move(r);
  file_estimates(call, post, keep, e, out);
  if (figure && agg != "simple") add_average_figure(call, agg, figure->argument, out);
  return out;
}

// The test of the dummies before treatment, as the regression filed it.
Output pretrend_of_regression(EstatCall& call) {
  const double F = call.e.scalar_or("pre_F"), df = call.e.scalar_or("pre_df"), p = call.e.scalar_or("pre_p");
  Output out;
  out.line("Pretrend Test. H0 All Pre-treatment are equal to 0");
  out.line("F(" + count_text(df) + ", " + count_text(call.e.scalar_or("df_r")) + ") = " + fixed_text(F, 4));
  out.line("p-value = " + fixed_text(p, 4));
  out.r = Results{}.scalar("F", F).scalar("p", p).scalar("df", df);
  return out;
}

}  // namespace

// Stata's word for the averages of xthdidregress: overall, cohort, time or dynamic.
Output estat_aggregation(EstatCall& call) {
  std::string agg = "simple";
  int kinds = 0;
  std::vector<double> only;
  for (const auto& [word, name] :
       {std::pair("OVERall", "simple"), {"COHort", "group"}, {"TIME", "calendar"}, {"DYNamic", "event"}})
    if (const ast::Option* o = call.line.find(word)) {
      agg = name, ++kinds;
      if (o->has_argument) only = grammar::parse_numlist(o->argument);
    }
  if (kinds > 1) throw Error(198, "only one of overall, cohort, time and dynamic is allowed");
  const ast::Option* figure = call.line.find("GRaph");
  Output out = show(call, agg, only);
  if (!figure || agg == "simple") return out;
  add_average_figure(call, agg, figure->argument, out);
  return out;
}

// The figure of effects by time since treatment.
Output estat_plot(EstatCall& call) {
  EffectSeries s;
  s.level = call.context.settings.level, s.df = call.e.scalar_or("df_r", 0);
  std::string options;
  for (const ast::Option& o : call.line.options) {
    options += " " + o.name + (o.has_argument ? "(" + o.argument + ")" : "");
    call.line.find(upper(o.name));
  }
  const NamedEffects a = average_effects("event", {}, call.e);
  std::vector<double> b;
  for (const numeric::Aggregate& r : a.effects.rows) b.push_back(r.effect);
  EffectChart e = titled_effects(
      named_effects(named_row(b, "y1", a.names), named_matrix(a.effects.V, a.names, a.names), s), s);
  e.level = s.level;
  std::vector<std::size_t> marks;
  Chart chart = effect_chart(e, marks);
  Output out;
  out.document.add(report_figure(std::move(chart), options, marks, call.context));
  return out;
}

// The effects of each cohort over the periods, a panel for each.
Output estat_atetplot(EstatCall& call) {
  const bool regression = call.e.find_matrix("cells") != nullptr;
  const eval::Matrix* at = call.e.find_matrix(regression ? "cells" : "gtt");
  const eval::Matrix* b = call.e.find_matrix(regression ? "b_interact" : "b_attgt");
  const eval::Matrix* V = call.e.find_matrix(regression ? "V_interact" : "V_attgt");
  if (!at || !b || !V) throw Error(301, "last estimates not found", std::nullopt, {"xthdidregress has to come first"});
  double level = call.context.settings.level;
  std::vector<ast::Option> options;
  for (const ast::Option& o : call.line.options) {
    if (&o == call.line.find("Level")) level = read_level(o);
    else if (o.name != "sci" && o.name != "reps" && o.name != "rseed") options.push_back(o);
  }
  EffectSeries s;
  s.agg = "calendar", s.level = level;
  const double df = call.e.scalar_or("df_r", 0), p = 0.5 + level / 200;
  const SimultaneousIntervals band = simultaneous_intervals(call, false, numeric_matrix(*V), level);
  const double crit = band.asked ? band.critical : df > 0 ? numeric::dist::invt(df, p) : numeric::dist::invnormal(p);
  std::vector<Chart> charts;
  for (std::size_t i = 0; i < at->rows;) {
    const double cohort = (*at)(i, 0);
    std::vector<PlottedEffect> effects;
    for (; i < at->rows && (*at)(i, 0) == cohort; ++i) {
      const double half = crit * std::sqrt((*V)(i, i)), effect = b->values[i];
      if (!data::is_missing(effect) && half > 0)
        effects.push_back({(*at)(i, regression ? 1 : 2), effect, effect - half, effect + half});
    }
    std::vector<std::size_t> marks;
    charts.push_back(effect_chart(titled_effects(std::move(effects), s), marks));
    charts.back().title = "Cohort " + text::macro_number(cohort);
    charts.back().x.guides.push_back(start_line(cohort - 0.5));
  }
  Output out;
  out.document.add(report_panels(std::move(charts), options, call.context));
  return out;
}

Output estat_simple(EstatCall& call) { return show(call, "simple"); }
Output estat_group(EstatCall& call) { return show(call, "group"); }
Output estat_calendar(EstatCall& call) { return show(call, "calendar"); }
Output estat_event(EstatCall& call) { return show(call, "event"); }

// pretrend, simple, calendar, group and event one below the other; r() is that of event.
Output estat_all(EstatCall& call) {
  Output out;
  for (const char* agg : {"simple", "calendar", "group", "event"}) {
    Output part = show(call, agg);
    out.document.append(std::move(part.document));
    out.r = std::move(part.r);
  }
  if (!call.e.find_scalar("pre_F") && !call.e.find_scalar("pre_chi2")) return out;
  out.document.append(estat_pretrend(call).document);
  return out;
}

Output estat_attgt(EstatCall& call) {
  const bool post = call.line.find("post") != nullptr;
  const ast::Option* keep = call.line.find("ESTore");
  call.line.check_all_known();
  const bool cells = call.e.find_matrix("cells") != nullptr;
  const eval::Matrix* b = call.e.find_matrix(cells ? "b_interact" : "b_attgt");
  const eval::Matrix* V = call.e.find_matrix(cells ? "V_interact" : "V_attgt");
  if (!b || !V) throw Error(301, "last estimates not found", std::nullopt, {"csdid has to come first"});
  Results e = call.e;
  e.matrix("b", *b).matrix("V", *V);
  Output out;
  out.document.blank();
  out.line("ATT GT");
  TableOptions t;
  t.level = call.context.settings.level;
  t.hidden = {"wgt"};
  out.document.append(coefficient_table(e, call.context.frame, t, call.context.settings.linesize));
  out.r = Results{}.matrix("b", *b).matrix("V", *V);
  file_estimates(call, post, keep, e, out);
  return out;
}

Output estat_pretrend(EstatCall& call) {
  call.line.check_all_known();
  if (call.e.find_scalar("pre_F")) return pretrend_of_regression(call);
  if (!call.e.find_scalar("pre_chi2"))
    throw Error(459, "no effects before treatment", std::nullopt, {"no cohort has two periods before its treatment"});
  const double chi2 = call.e.scalar_or("pre_chi2"), df = call.e.scalar_or("pre_df"), p = call.e.scalar_or("pre_p");
  Output out;
  out.line("Pretrend Test. H0 All Pre-treatment are equal to 0");
  out.line("chi2(" + count_text(df) + ") = " + fixed_text(chi2, 4));
  out.line("p-value = " + fixed_text(p, 4));
  out.r = Results{}.scalar("chi2", chi2).scalar("pchi2", p).scalar("df", df);
  return out;
}

}  // namespace nqp::kit
