#include "stdlib/kit/group_did.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/estat.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/panel/fit_absorbed.hpp"
#include "stdlib/numeric/panel/fit_panel.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::kit {
namespace {

using command::Context;
using command::Output;
using command::Results;
using command::Terms;

// What is regressed, as words and terms.
struct GroupDidModel {
  std::string outcome, covariates, treat;
  bool continuous = false;
  std::string group, time, panel;
  Terms y, x;                     // x: the treatment, covariates, periods
};

struct GroupDidFit {
  VceChoice vce;
  Design design;
  std::vector<double> b;          // of design.x, extra columns and the constant
  numeric::Matrix V;
  std::vector<std::uint8_t> omitted;
  std::vector<double> N_clust;
  double N = 0, df_r = 0;
};

GroupDidModel read_model(const GroupDidRequest& q, const Context& c) {
  const std::vector<Piece> pieces = split_pieces(q.body);
  if (pieces.size() != 2 || !pieces[0].grouped || !pieces[1].grouped)
    throw Error(198, q.cmd + " takes two lists in parentheses", std::nullopt,
                {q.cmd + " (y x1 x2) (d), group(state) time(year)"});
  GroupDidModel m;
  std::string_view first = trim(pieces[0].text);
  m.outcome = take_word(first);
  m.covariates = std::string(trim(first));
  const std::string& second = pieces[1].text;
  const std::size_t comma = find_outside(second, ',');
  m.treat = std::string(trim(std::string_view(second).substr(0, comma)));
  if (comma != std::string::npos) {
    const std::string option = lower(trim(std::string_view(second).substr(comma + 1)));
    if (!abbreviates(option, "CONtinuous")) throw Error(198, "option " + option + " not allowed");
    m.continuous = true;
  }
  m.group = q.group, m.time = q.time, m.panel = q.panel;
  m.y = command::resolve_terms(m.outcome, c);
  if (m.y.size() != 1) throw Error(198, "one outcome is needed in the first list");
  const Terms treat = command::resolve_terms(m.treat, c);
  if (treat.size() != 1) throw Error(198, "one treatment is needed in the second list");
  m.treat = command::term_name(treat[0]);
  return m;
}

void complete(GroupDidModel& m, const Context& c) {
  m.x = command::resolve_terms(m.treat, c);
  if (!m.covariates.empty())
    for (auto& t : command::resolve_terms(m.covariates, c)) m.x.push_back(t);
  for (auto& t : command::resolve_terms("i." + m.time, c)) m.x.push_back(t);
}

GroupDidFit fit_model(const GroupDidModel& m, const EstimationSample& s, const command::Vce& vce,
                      const numeric::Matrix& extra, const Context& c) {
  GroupDidFit out;
  out.vce = choose_vce(vce, "unadjusted", s, c);
  out.design = make_design(m.x, true, s, c);
  const std::vector<double> y = term_values(m.y[0], s, c);
  const numeric::Matrix x = extra.cols == 0 ? out.design.x : numeric::join_columns(out.design.x, extra);
  if (m.panel.empty()) {
    const GroupCodes groups = group_codes(m.group, s, c);
    numeric::AbsorbedSpec spec;
    spec.y = y, spec.x = x, spec.effects = {numeric::Effect{groups.codes}};
    spec.weights = s.weights, spec.weight_kind = s.weight_kind;
    spec.convention = numeric::AbsorbConvention::areg, spec.drop_singletons = false;
    numeric::AbsorbedFit f =
        compute(c, [&](numeric::Progress& p) { return numeric::fit_absorbed(spec, out.vce.spec(), p); });
    out.b = std::move(f.b), out.V = std::move(f.V), out.omitted = std::move(f.omitted);
    out.N_clust = f.N_clust, out.N = f.N, out.df_r = f.df_r;
    return out;
  }
  const GroupCodes panels = group_codes(m.panel, s, c);
  numeric::PanelSpec spec;
  spec.estimator = numeric::PanelEstimator::fixed;
  spec.y = y, spec.x = x, spec.panel = panels.codes;
  spec.weights = s.weights, spec.weight_kind = s.weight_kind;
  numeric::PanelFit f = compute(c, [&](numeric::Progress& p) { return numeric::fit_panel(spec, out.vce.spec(), p); });
  out.b = std::move(f.b), out.V = std::move(f.V), out.omitted = std::move(f.omitted);
  out.N_clust = f.N_clust, out.N = f.N, out.df_r = f.df_r;
  return out;
}

// ATET:r1vs0.d, Controls:x …, as e(b) has them.
Coefficients with_did_equations(Coefficients k, const GroupDidModel& m) {
  for (std::size_t i = 0; i < k.names.size(); ++i)
    k.names[i] = i > 0 ? "Controls:" + k.names[i] : "ATET:" + (m.continuous ? m.treat : "r1vs0." + m.treat);
  return k;
}

void check_treatment(const GroupDidModel& m, const GroupDidFit& f, const EstimationSample& s, const Context& c) {
  const data::Column& d = c.numeric(m.treat);
  for (const data::Row r : s.rows)
    if (!m.continuous && d.number(r) != 0 && d.number(r) != 1)
      throw Error(459, m.treat + " must be 0 or 1", std::nullopt, {"(" + m.treat + ", continuous) for a dose"});
  if (f.omitted.empty() || f.omitted[0])
    throw Error(459, "treatment has no variation", std::nullopt,
                {"groups and periods explain " + m.treat + " entirely"});
}

report::Document group_table(const GroupDidModel& m, const EstimationSample& s, const Context& c) {
  const GroupCodes groups = group_codes(m.group, s, c), times = group_codes(m.time, s, c);
  const data::Column& d = c.numeric(m.treat);
  std::vector<std::uint8_t> treated(groups.count, 0);
  for (std::size_t i = 0; i < s.size(); ++i)
    if (d.number(s.rows[i]) != 0) treated[static_cast<std::size_t>(groups.codes[i])] = 1;
  const auto n = static_cast<double>(std::count(treated.begin(), treated.end(), 1));
  report::Document out;
  report::Table t;
  using report::number_cell, report::text_cell;
  t.columns = {{16, 0, false}, {10, 1, true}, {10, 2, false}};
  t.rule();
  t.row({text_cell(""), text_cell("Control", report::Align::right), text_cell("Treatment", report::Align::right)});
  t.rule();
  t.row({text_cell("Groups: " + m.group), number_cell(static_cast<double>(groups.count) - n, "%9.0f"),
         number_cell(n, "%9.0f")});
  t.row({text_cell("Periods: " + m.time), number_cell(static_cast<double>(times.count), "%9.0f"), text_cell("")});
  t.rule();
  out.add(std::move(t));
  return out;
}

// The model of the last estimates on their sample.
struct LastGroupDid {
  GroupDidModel model;
  EstimationSample sample;
  command::Vce vce;
  std::vector<double> time, treat;          // per used row
  std::vector<std::uint8_t> treated_group;  // per used row: the group is treated at some time
  double start = 0;                         // first treated period
};

LastGroupDid last_model(EstatCall& call) {
  const Results& e = call.e;
  const Context& c = call.context;
  if (!e.macro_or("wtype").empty())
    throw Error(198, "estat is not available here after weighted estimates", std::nullopt,
                {"fit the model without weights"});
  LastGroupDid out;
  GroupDidModel& m = out.model;
  m.outcome = e.macro_or("depvar"), m.covariates = e.macro_or("omvarlist"), m.treat = e.macro_or("treatment");
  m.group = e.macro_or("groupvars"), m.time = e.macro_or("timevar"), m.panel = e.macro_or("panelvar");
  m.y = command::resolve_terms(m.outcome, c);
  complete(m, c);
  out.sample = last_sample(c);
  const std::string cluster = e.macro_or("clustvar");
  if (cluster.empty()) out.vce.kind = e.macro_or("vce");
  else out.vce = {"cluster", {cluster}, cluster};
  const data::Column &t = c.numeric(m.time), &d = c.numeric(m.treat);
  const GroupCodes groups = group_codes(m.group, out.sample, c);
  std::vector<double> starts(groups.count, HUGE_VAL);
  for (std::size_t i = 0; i < out.sample.size(); ++i) {
    out.time.push_back(t.number(out.sample.rows[i])), out.treat.push_back(d.number(out.sample.rows[i]));
    double& start = starts[static_cast<std::size_t>(groups.codes[i])];
    if (out.treat[i] != 0) start = std::min(start, out.time[i]);
  }
  out.start = *std::min_element(starts.begin(), starts.end());
  for (const double s : starts)
    if (s != HUGE_VAL && s != out.start)
      throw Error(459, "treatment starts at different times", std::nullopt,
                  {"these tests and figures need one date; eventstudy and csdid take several"});
  for (std::size_t i = 0; i < out.sample.size(); ++i)
    out.treated_group.push_back(starts[static_cast<std::size_t>(groups.codes[i])] != HUGE_VAL);
  return out;
}

// F of the extra columns [0, tested) in the augmented model.
Output extra_test(const LastGroupDid& l, const numeric::Matrix& extra, std::size_t tested, const char* title,
                  const char* hypothesis, const Context& c) {
  const GroupDidFit f = fit_model(l.model, l.sample, l.vce, extra, c);
  std::vector<std::size_t> places;
  for (std::size_t j = 0; j < tested; ++j)
    if (!f.omitted[f.design.x.cols + j]) places.push_back(f.design.x.cols + j);
  if (places.empty())
    throw Error(459, "too few periods before treatment", std::nullopt, {"two at least are needed"});
  const numeric::Wald w = numeric::wald_zero(places, f.b, f.V);
  const double p = numeric::dist::Ftail(w.df, f.df_r, w.F);
  Output out;
  out.document.blank();
  out.line(title);
  out.line(std::string("H0: ") + hypothesis);
  out.document.blank();
  out.line("F(" + count_text(w.df) + ", " + count_text(f.df_r) + ") = " + fixed_text(w.F, 2));
  out.line("    Prob > F = " + fixed_text(p, 4));
  out.r = Results{}.scalar("F", w.F).scalar("df_m", w.df).scalar("df_r", f.df_r).scalar("p", p);
  return out;
}

}  // namespace

Output estimate_group_did(const GroupDidRequest& q, const Context& c) {
  GroupDidModel m = read_model(q, c);
  complete(m, c);
  Needed needed{m.y, q.vce.variables};
  needed.terms.insert(needed.terms.end(), m.x.begin(), m.x.end());
  needed.groups.insert(needed.groups.end(), {m.group, m.time});
  if (!m.panel.empty()) needed.groups.push_back(m.panel);
  const EstimationSample s = mark_sample(c, q.sample, q.weight, needed);
  command::Vce vce = q.vce;
  if (vce.kind.empty() || (vce.kind == "cluster" && vce.variables.empty())) vce = {"cluster", {m.group}, m.group};
  const GroupDidFit f = fit_model(m, s, vce, {}, c);
  check_treatment(m, f, s, c);
  const Coefficients k = with_did_equations(coefficients(f.design, f.b, f.V, f.omitted), m);
  Results e = begin_estimates(q.cmd, "Difference-in-differences regression", depvar_name(m.y), c);
  post_scalars(e, {{"N", f.N}, {"df_r", f.df_r}});
  e.macro("treatment", m.treat).macro("omvarlist", m.covariates).macro("groupvars", m.group).macro("timevar", m.time);
  e.macro("panelvar", m.panel).macro("treattype", m.continuous ? "continuous" : "binary");
  post_vce(f.vce, f.N_clust, e);
  post_weight(e, q.weight);
  post_coefficients(e, k);
  DisplayOptions shown;
  shown.level = q.level;
  report::Document table = show_estimates(e, shown, c);
  Output out = estimation(std::move(e), s, k, level_or_default(q.level, c));
  out.document.append(group_table(m, s, c));
  out.document.append(std::move(table));
  out.line("Note: ATET estimate adjusted for " + std::string(m.covariates.empty() ? "" : "covariates, ") +
           (m.panel.empty() ? "group effects and time effects." : "panel effects and time effects."));
  return out;
}

// Treated groups may have linear trends of their own before and after treatment starts; the one before is tested.
Output estat_ptrends(EstatCall& call) {
  call.line.check_all_known();
  const LastGroupDid l = last_model(call);
  numeric::Matrix extra(l.time.size(), 2);
  for (std::size_t i = 0; i < l.time.size(); ++i)
    if (l.treated_group[i]) extra(i, l.time[i] < l.start ? 0 : 1) = l.time[i];
  return extra_test(l, extra, 1, "Parallel-trends test (pretreatment time period)", "Linear trends are parallel",
                    call.context);
}

// Leads of the treatment: dummies of the treated groups in every period before it but the first.
Output estat_granger(EstatCall& call) {
  call.line.check_all_known();
  const LastGroupDid l = last_model(call);
  std::vector<double> before;
  for (const double t : l.time)
    if (t < l.start) before.push_back(t);
  std::sort(before.begin(), before.end());
  before.erase(std::unique(before.begin(), before.end()), before.end());
  if (before.size() < 2)
    throw Error(459, "too few periods before treatment", std::nullopt, {"two at least are needed"});
  numeric::Matrix extra(l.time.size(), before.size() - 1);
  for (std::size_t i = 0; i < l.time.size(); ++i)
    for (std::size_t j = 1; j < before.size(); ++j)
      if (l.treated_group[i] && l.time[i] == before[j]) extra(i, j - 1) = 1;
  return extra_test(l, extra, before.size() - 1, "Granger causality test", "No effect in anticipation of treatment",
                    call.context);
}

namespace {

using PeriodMeans = std::map<double, std::pair<double, double>>;   // by period: sum and number

Layer trend_line(int group) {
  Layer line;
  line.mark = Mark::connected;
  line.pen.colour = series_colour(group == 1 ? 0 : 1);
  line.pen.width = 1.2;
  line.symbol = group == 1 ? Symbol::circle : Symbol::hollow_circle;
  if (group == 0) line.pen.dashes = dashes_of("dash");
  line.label = group == 1 ? "Treatment" : "Control";
  return line;
}

Chart trend_chart(const LastGroupDid& l, const std::string& title) {
  Chart chart;
  chart.title = title;
  chart.x.title = l.model.time, chart.y.title = l.model.outcome;
  chart.x.guides.push_back(start_line(l.start));
  return chart;
}

// The least-squares line through the observations of the periods from `begin` to before `end`.
Layer fitted_line(const PeriodMeans& means, int group, double begin, double end) {
  Layer line = trend_line(group);
  line.mark = Mark::line;
  double n = 0, t_mean = 0, y_mean = 0, tt = 0, ty = 0;
  const auto each = [&](const auto& use) {
    for (const auto& [t, sum] : means)
      if (t >= begin && t < end) use(t, sum.first / sum.second, sum.second);
  };
  each([&](double t, double y, double w) { n += w, t_mean += w * t, y_mean += w * y; });
  t_mean /= n, y_mean /= n;
  each([&](double t, double y, double w) {
    tt += w * (t - t_mean) * (t - t_mean), ty += w * (t - t_mean) * (y - y_mean);
  });
  const double slope = tt > 0 ? ty / tt : 0;
  each([&](double t, double, double) { line.x.push_back(t), line.y.push_back(y_mean + slope * (t - t_mean)); });
  return line;
}

}  // namespace

// Mean outcomes of treated and control groups by period, and straight lines through them before and after treatment
// starts, where there is a dashed line. omeans and ltrends draw one of the two alone.
Output estat_trendplots(EstatCall& call) {
  const LastGroupDid l = last_model(call);
  const bool means_only = call.line.find("OMEANs") != nullptr, lines_only = call.line.find("LTRENDs") != nullptr;
  const std::vector<double> y = term_values(l.model.y[0], l.sample, call.context);
  PeriodMeans sums[2];
  for (std::size_t i = 0; i < y.size(); ++i) {
    auto& [sum, n] = sums[l.treated_group[i]][l.time[i]];
    sum += y[i], n += 1;
  }
  Chart observed = trend_chart(l, "Observed means"), fitted = trend_chart(l, "Linear trends");
  for (const int group : {0, 1}) {
    Layer line = trend_line(group);
    for (const auto& [t, sum] : sums[group]) line.x.push_back(t), line.y.push_back(sum.first / sum.second);
    if (line.x.empty()) continue;
    observed.layers.push_back(std::move(line));
    for (Layer part : {fitted_line(sums[group], group, -HUGE_VAL, l.start),
                       fitted_line(sums[group], group, l.start, HUGE_VAL)}) {
      if (part.x.empty()) continue;
      if (part.x.front() >= l.start) part.label = "";
      fitted.layers.push_back(std::move(part));
    }
  }
  std::vector<ast::Option> options;
  for (const ast::Option& o : call.line.options)
    if (!abbreviates(lower(o.name), "OMEANs") && !abbreviates(lower(o.name), "LTRENDs")) options.push_back(o);
  Output out;
  if (means_only != lines_only)
    out.document.add(report_figure(means_only ? std::move(observed) : std::move(fitted), options, {}, call.context));
  else
    out.document.add(report_panels({std::move(observed), std::move(fitted)}, options, call.context));
  return out;
}

}  // namespace nqp::kit
