#include "stdlib/kit/did_data.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/declared_panel.hpp"

namespace nqp::kit {
namespace {

using command::Context;

constexpr double none = std::numeric_limits<double>::infinity();

void find_panel(DidRequest& q, const Context& c) {
  if (q.cross_sections) {
    if (q.gvar.empty() && q.treated_groups.empty()) throw Error(198, "option gvar() required");
    return;
  }
  if (q.id.empty() || q.time.empty()) {
    const data::PanelDeclaration& panel = declared_panel_and_time(c.frame);
    if (q.id.empty()) q.id = panel.panel;
    if (q.time.empty()) q.time = panel.time;
  }
  if (q.gvar.empty() && q.treat.empty())
    throw Error(198, "option gvar() or treat() required", std::nullopt,
                {"gvar(g) names the first treated period (0 or missing: never), treat(d) the 0/1 treatment"});
  if (!q.gvar.empty() && !q.treat.empty()) throw Error(184, "options gvar() and treat() may not be combined");
}

std::vector<double> column_values(const std::string& name, const EstimationSample& s, const Context& c) {
  std::vector<double> out(s.size());
  c.numeric(name).read_rows(s.rows, out.data());
  return out;
}

// Rows of each unit in order of time.
std::vector<std::vector<std::size_t>> rows_by_unit(const DidData& d) {
  std::vector<std::vector<std::size_t>> out(d.unit.count);
  for (std::size_t i = 0; i < d.n(); ++i) out[static_cast<std::size_t>(d.unit.codes[i])].push_back(i);
  for (auto& rows : out)
    std::sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) { return d.time[a] < d.time[b]; });
  return out;
}

void check_repeated_times(const DidData& d, const std::vector<std::vector<std::size_t>>& rows) {
  for (const auto& unit : rows)
    for (std::size_t k = 1; k < unit.size(); ++k)
      if (d.time[unit[k]] == d.time[unit[k - 1]])
        throw Error(451, "repeated time values within panel", std::nullopt,
                    {"a unit has several rows in one period; check `isid " + d.id + " " + d.time_name + "`"});
}

void cohorts_from_gvar(DidData& d, const DidRequest& q, const Context& c) {
  d.cohort = column_values(q.gvar, d.sample, c);
  d.unit_cohort.assign(d.unit.count, none);
  for (std::size_t i = 0; i < d.n(); ++i) {
    if (data::is_missing(d.cohort[i])) d.cohort[i] = 0;
    double& g = d.unit_cohort[static_cast<std::size_t>(d.unit.codes[i])];
    if (g == none) g = d.cohort[i];
    if (g != d.cohort[i])
      throw Error(459, q.gvar + " varies within " + d.id, std::nullopt,
                  {"the first treated period is one number for each unit"});
  }
}

void cohorts_from_treatment(DidData& d, const DidRequest& q, const Context& c,
                            const std::vector<std::vector<std::size_t>>& rows) {
  const std::vector<double> treat = column_values(q.treat, d.sample, c);
  d.unit_cohort.assign(d.unit.count, 0.0);
  for (std::size_t u = 0; u < rows.size(); ++u) {
    bool on = false;
    for (const std::size_t i : rows[u]) {
      if (treat[i] != 0 && treat[i] != 1)
        throw Error(459, q.treat + " must be 0 or 1", std::nullopt, {"treat() is the treatment status of the period"});
      if (treat[i] == 1 && !on) on = true, d.unit_cohort[u] = d.time[i];
      if (treat[i] == 0 && on && !q.force)
        throw Error(459, "treatment is not absorbing", std::nullopt,
                    {q.treat + " goes back to 0 in some unit; these estimators need a treatment that stays"});
    }
  }
  d.cohort.resize(d.n());
  for (std::size_t i = 0; i < d.n(); ++i) d.cohort[i] = d.unit_cohort[static_cast<std::size_t>(d.unit.codes[i])];
}

// Cross sections: a group is treated from the first period on in which its members are; all of them, and to the end.
void cohorts_from_groups(DidData& d, const DidRequest& q, const Context& c) {
  d.treated = column_values(q.treat, d.sample, c);
  const GroupCodes groups = group_codes(q.treated_groups, d.sample, c);
  std::vector<double> first(groups.count, none);
  for (std::size_t i = 0; i < d.n(); ++i) {
    if (d.treated[i] != 0 && d.treated[i] != 1)
      throw Error(459, q.treat + " must be 0 or 1", std::nullopt, {"the treatment status of the group in the period"});
    double& t = first[static_cast<std::size_t>(groups.codes[i])];
    if (d.treated[i] == 1) t = std::min(t, d.time[i]);
  }
  d.cohort.assign(d.n(), 0.0);
  for (std::size_t i = 0; i < d.n(); ++i) {
    const double t = first[static_cast<std::size_t>(groups.codes[i])];
    if (t != none) d.cohort[i] = t;
    if ((d.treated[i] == 1) == (t != none && d.time[i] >= t)) continue;
    throw Error(459, q.treat + " is not one number from some period on in each group", std::nullopt,
                {"all members of a " + q.treated_groups + " are treated, from its first treated period to the last"});
  }
  d.unit_cohort = d.cohort;
}

GroupCodes rows_as_units(const EstimationSample& s) {
  GroupCodes out;
  out.count = s.size(), out.first.assign(s.rows.begin(), s.rows.end());
  for (std::size_t i = 0; i < s.size(); ++i) out.codes.push_back(static_cast<std::int32_t>(i));
  return out;
}

void fill_times(DidData& d, const DidRequest& q, const Context& c) {
  d.y = term_values(q.y.at(0), d.sample, c);
  d.design = make_design(q.x, false, d.sample, c);
  d.unit = q.cross_sections ? rows_as_units(d.sample) : group_codes(q.id, d.sample, c);
  d.time = column_values(q.time, d.sample, c);
  d.times = d.time;
  std::sort(d.times.begin(), d.times.end());
  d.times.erase(std::unique(d.times.begin(), d.times.end()), d.times.end());
  if (q.cross_sections && !q.treated_groups.empty()) return cohorts_from_groups(d, q, c);
  const auto rows = rows_by_unit(d);
  check_repeated_times(d, rows);
  if (q.gvar.empty()) cohorts_from_treatment(d, q, c, rows);
  else cohorts_from_gvar(d, q, c);
  if (q.gvar.empty()) {
    d.treated = column_values(q.treat, d.sample, c);  // with force it may end again
    return;
  }
  d.treated.resize(d.n());
  for (std::size_t i = 0; i < d.n(); ++i) d.treated[i] = d.cohort[i] != 0 && d.time[i] >= d.cohort[i] ? 1.0 : 0.0;
}

}  // namespace

std::vector<double> DidData::relative() const {
  std::vector<double> out(n());
  for (std::size_t i = 0; i < n(); ++i)
    out[i] = cohort[i] == 0 ? std::numeric_limits<double>::quiet_NaN() : time[i] - cohort[i];
  return out;
}

std::size_t DidData::units_of(double g) const {
  return static_cast<std::size_t>(std::count(unit_cohort.begin(), unit_cohort.end(), g));
}

std::vector<double> DidData::cohorts() const {
  std::vector<double> out;
  for (const double g : unit_cohort)
    if (g != 0) out.push_back(g);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<std::string> DidData::covariate_names() const {
  std::vector<std::string> out(design.x.cols);
  for (const Slot& s : design.slots)
    if (s.state == Slot::State::kept) out[s.column] = slot_name(s);
  return out;
}

DidData read_did(DidRequest q, const Context& c) {
  find_panel(q, c);
  Needed needed{q.y, q.clusters};
  needed.terms.insert(needed.terms.end(), q.x.begin(), q.x.end());
  if (!q.cross_sections) needed.groups.push_back(q.id);
  needed.groups.push_back(q.time);
  needed.groups.insert(needed.groups.end(), q.groups.begin(), q.groups.end());
  if (!q.treated_groups.empty()) needed.groups.push_back(q.treated_groups);
  if (!q.treat.empty()) needed.groups.push_back(q.treat);
  DidData d;
  d.id = q.id, d.time_name = q.time;
  d.treatment = q.gvar.empty() ? q.treat : q.gvar;
  d.cluster = q.clusters.empty() ? q.id : q.clusters[0];
  d.sample = mark_sample(c, q.sample, q.weight, needed);
  fill_times(d, q, c);
  return d;
}

void narrow(DidData& d, const std::vector<std::uint8_t>& keep, const DidRequest& request, const Context& c) {
  DidRequest q = request;
  q.id = d.id, q.time = d.time_name;
  // Cohorts are facts of the whole sample: a first treated period outside of the rows that stay is still one.
  std::vector<double> cohort, treated;
  for (std::size_t i = 0; i < keep.size(); ++i)
    if (keep[i]) cohort.push_back(d.cohort[i]), treated.push_back(d.treated[i]);
  restrict_sample(d.sample, keep);
  q.force = true;
  fill_times(d, q, c);
  d.cohort = cohort, d.treated = treated;
  for (std::size_t i = 0; i < d.n(); ++i) d.unit_cohort[static_cast<std::size_t>(d.unit.codes[i])] = cohort[i];
}

std::size_t drop_always_treated(DidData& d, const Context& c, const DidRequest& request) {
  std::vector<double> first(d.unit.count, none);
  for (std::size_t i = 0; i < d.n(); ++i) {
    double& t = first[static_cast<std::size_t>(d.unit.codes[i])];
    t = std::min(t, request.cross_sections ? d.times.front() : d.time[i]);
  }
  std::size_t dropped = 0;
  std::vector<std::uint8_t> always(d.unit.count, 0), keep(d.n(), 1);
  for (std::size_t u = 0; u < d.unit.count; ++u)
    if (d.unit_cohort[u] != 0 && d.unit_cohort[u] - request.anticipation <= first[u]) always[u] = 1, ++dropped;
  if (dropped == 0) return 0;
  for (std::size_t i = 0; i < d.n(); ++i) keep[i] = always[static_cast<std::size_t>(d.unit.codes[i])] ? 0 : 1;
  narrow(d, keep, request, c);
  return dropped;
}

GroupCodes cluster_codes(const DidData& d, const DidRequest& request, const Context& c) {
  return request.clusters.empty() ? d.unit : group_codes(request.clusters[0], d.sample, c);
}

std::vector<std::int32_t> unit_clusters(const DidData& d, const GroupCodes& clusters) {
  if (clusters.codes == d.unit.codes) return {};
  std::vector<std::int32_t> out(d.unit.count, -1);
  for (std::size_t i = 0; i < d.n(); ++i) {
    std::int32_t& k = out[static_cast<std::size_t>(d.unit.codes[i])];
    if (k != -1 && k != clusters.codes[i])
      throw Error(459, "panels are not nested within clusters", std::nullopt, {"a unit lies in several clusters"});
    k = clusters.codes[i];
  }
  return out;
}

}  // namespace nqp::kit
