#include "stdlib/kit/switcher_effects.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/did_result.hpp"
#include "stdlib/kit/display.hpp"

namespace nqp::kit {
namespace {

using command::Context;
using command::Output;
using command::Results;

struct SwitcherPanel {
  EstimationSample sample;
  GroupCodes unit;
  numeric::SwitcherSpec spec;
  std::vector<std::int32_t> clusters;   // per unit
};

SwitcherPanel read_switchers(const SwitcherRequest& q, const Context& c) {
  Needed needed;
  needed.groups = {q.y, q.unit, q.time};
  if (!q.by_date) needed.groups.push_back(q.treatment);
  if (!q.cluster.empty()) needed.groups.push_back(q.cluster);
  SwitcherPanel p;
  p.sample = mark_sample(c, q.sample, {}, needed);
  p.unit = group_codes(q.unit, p.sample, c);
  const GroupCodes time = group_codes(q.time, p.sample, c);
  const data::Column &y = c.numeric(q.y), &d = c.numeric(q.treatment), &when = c.numeric(q.time);
  const auto treatment = [&](data::Row row) {
    const double v = d.number(row);
    return !q.by_date ? v : v > 0 && !data::is_missing(v) && when.number(row) >= v ? 1.0 : 0.0;
  };
  const double none = std::numeric_limits<double>::quiet_NaN();
  p.spec.y = numeric::Matrix(p.unit.count, time.count, none);
  p.spec.d = numeric::Matrix(p.unit.count, time.count, none);
  for (std::size_t i = 0; i < p.sample.size(); ++i) {
    const auto u = static_cast<std::size_t>(p.unit.codes[i]), t = static_cast<std::size_t>(time.codes[i]);
    if (!std::isnan(p.spec.y(u, t)))
      throw Error(451, "repeated time values within panel", std::nullopt,
                  {"one row for each " + q.unit + " and " + q.time + "; collapse makes them"});
    p.spec.y(u, t) = y.number(p.sample.rows[i]), p.spec.d(u, t) = treatment(p.sample.rows[i]);
  }
  p.spec.effects = q.effects, p.spec.placebos = q.placebos;
  if (q.cluster.empty()) return p;
  const GroupCodes clusters = group_codes(q.cluster, p.sample, c);
  p.clusters.assign(p.unit.count, -1);
  for (std::size_t i = 0; i < p.sample.size(); ++i) {
    std::int32_t& k = p.clusters[static_cast<std::size_t>(p.unit.codes[i])];
    if (k != -1 && k != clusters.codes[i]) throw Error(459, "groups are not nested within clusters");
    k = clusters.codes[i];
  }
  return p;
}

}  // namespace

SwitcherEstimate estimate_switchers(const SwitcherRequest& q, const Context& c) {
  SwitcherPanel p = read_switchers(q, c);
  numeric::SwitcherSpec spec = p.spec;
  spec.clusters = p.clusters;
  SwitcherEstimate out;
  out.fit = compute(c, [&](numeric::Progress&) { return numeric::switcher_effects(spec); });
  out.units = p.unit.count;
  out.sample = std::move(p.sample);
  return out;
}

Output estimate_intertemporal(const DidRequest& asked, const std::string& agg, const std::vector<double>& window,
                              const Context& c) {
  DidRequest request = asked;
  if (request.treat.empty() == request.gvar.empty())
    throw Error(198, "estimator(dcdh) needs treat() or gvar()", std::nullopt,
                {"the treatment of each period, of any values, or the first treated period"});
  if (!request.x.empty()) throw Error(198, "estimator(dcdh) takes no covariates");
  if (request.weight.kind != command::WeightKind::none) throw Error(101, "estimator(dcdh) takes no weights");
  if (request.clusters.size() > 1) throw Error(198, "estimator(dcdh) takes one cluster variable");
  if (agg != "simple" && agg != "event")
    throw Error(198, "agg(" + agg + ") does not go with estimator(dcdh)", std::nullopt, {"agg(simple) or agg(event)"});
  if (request.id.empty() || request.time.empty()) {
    if (!c.frame.panel || c.frame.panel->time.empty())
      throw Error(459, "panel and time variable not set", std::nullopt, {"declare the data first: xtset id year"});
    if (request.id.empty()) request.id = c.frame.panel->panel;
    if (request.time.empty()) request.time = c.frame.panel->time;
  }
  if (!window.empty() && (window.size() != 2 || window[0] > 0 || window[1] < 0))
    throw Error(198, "window() takes the first and the last relative time");
  SwitcherRequest q;
  q.y = depvar_name(request.y), q.unit = request.id, q.time = request.time, q.by_date = request.treat.empty();
  q.treatment = q.by_date ? request.gvar : request.treat;
  q.sample = request.sample;
  if (!request.clusters.empty()) q.cluster = request.clusters[0];
  q.effects = window.empty() ? 1000 : static_cast<int>(window[1]) + 1;
  q.placebos = window.empty() ? 0 : std::max(0, static_cast<int>(-window[0]) - 1);
  if (window.empty()) {
    Needed needed;
    needed.groups = {q.time};
    const GroupCodes periods = group_codes(q.time, mark_sample(c, q.sample, {}, needed), c);
    q.effects = std::max(1, static_cast<int>(periods.count) - 1);
  }
  const SwitcherEstimate s = estimate_switchers(q, c);
  const double level = level_or_default(request.level, c);
  const std::size_t last = s.fit.effects.size();
  std::vector<std::pair<double, std::size_t>> order;   // relative time, place
  for (std::size_t i = 0; i < last; ++i) {
    const numeric::SwitcherEffect& x = s.fit.effects[i];
    if (!std::isnan(x.b)) order.emplace_back(x.horizon - 1, i);
  }
  std::sort(order.begin(), order.end());
  Coefficients k;
  std::vector<std::size_t> kept;
  k.names.push_back("ATT"), k.b.push_back(s.fit.average), kept.push_back(last);
  std::vector<EventEffect> events;
  for (const auto& [rel, i] : order) {
    if (rel >= 0 && (events.empty() || events.back().relative < -1)) events.push_back({-1, 0, 0, 0});
    events.push_back({rel, s.fit.effects[i].b, std::sqrt(s.fit.V(i, i)), s.fit.effects[i].switchers});
    if (agg == "event") k.names.push_back(relative_name(rel)), k.b.push_back(s.fit.effects[i].b), kept.push_back(i);
  }
  k.V = numeric::Matrix(kept.size(), kept.size());
  for (std::size_t i = 0; i < kept.size(); ++i)
    for (std::size_t j = 0; j < kept.size(); ++j) k.V(i, j) = s.fit.V(kept[i], kept[j]);
  Results e = begin_estimates("did", "DID estimation of effects of switching treatments", q.y, c);
  post_scalars(e, {{"N", double(s.sample.size())}, {"N_units", double(s.units)}});
  e.macro("estimator", "dcdh").macro("agg", agg).macro("gvar", q.treatment).macro("ivar", q.unit);
  e.macro("tvar", q.time).macro("clustvar", q.cluster.empty() ? q.unit : q.cluster).macro("control", "notyet");
  e.matrix("event", event_rows(events, level, 0));
  post_coefficients(e, k);
  DisplayOptions shown;
  shown.level = level;
  report::Document table = show_estimates(e, shown, c);
  Output out = estimation(std::move(e), s.sample, k, level);
  out.document.append(std::move(table));
  out.line("ATT: total effect for each unit of treatment");
  return out;
}

}  // namespace nqp::kit
