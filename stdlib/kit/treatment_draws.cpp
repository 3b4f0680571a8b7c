#include "stdlib/kit/treatment_draws.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/missing.hpp"
#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::kit {
namespace {

std::vector<double> draw_numbers(const data::Frame& f, const std::string& name) {
  const data::Variable& v = f.at(name);
  if (v.is_string()) throw Error(109, "type mismatch: " + name + " is a string variable");
  std::vector<double> out(f.rows);
  v.column->read(0, f.rows, out.data());
  return out;
}

void read_strata(const data::Frame& f, const std::string& name, TreatmentPanel& p) {
  const std::vector<double> values = draw_numbers(f, name);
  p.stratum.assign(p.adopted.size(), HUGE_VAL);
  for (std::size_t i = 0; i < f.rows; ++i) {
    if (p.unit[i] < 0) continue;
    double& s = p.stratum[static_cast<std::size_t>(p.unit[i])];
    if (s != HUGE_VAL && s != values[i])
      throw Error(459, name + " varies within " + f.panel->panel, std::nullopt, {"strata() are groups of units"});
    s = values[i];
  }
}

double random_date(const TreatmentPanel& p, numeric::rng::Generator& rng) {
  return p.times[1 + static_cast<std::size_t>(numeric::rng::below(rng, p.times.size() - 1))];
}

// Dates that are given away: those of the treated units, or as many as asked for.
std::vector<double> dates_to_give(const TreatmentPanel& p, const TreatmentDraws& d) {
  std::vector<double> dates;
  for (const double g : p.adopted)
    if (g != HUGE_VAL) dates.push_back(g);
  if (d.treated == 0) return dates;
  if (!d.has_date && dates.empty()) throw Error(198, "date() is needed: nobody is treated");
  std::vector<double> out;
  for (std::size_t k = 0; k < static_cast<std::size_t>(d.treated); ++k)
    out.push_back(d.has_date ? d.date : dates[k % dates.size()]);
  return out;
}

// Mixed keeps who is treated together: every cohort moves to one random date.
std::map<double, double> moved_cohorts(const TreatmentPanel& p, const TreatmentDraws& d,
                                       numeric::rng::Generator& rng) {
  std::map<double, double> moved;
  if (d.kind != TreatmentDraws::Kind::mixed || d.random_dates) return moved;
  for (const double g : p.given) moved[g] = 0;
  const std::vector<std::size_t> picks =
      numeric::rng::sample_without_replacement(rng, p.times.size() - 1, std::min(moved.size(), p.times.size() - 1));
  std::size_t k = 0;
  for (auto& [g, to] : moved) to = p.times[1 + picks[k++ % picks.size()]];
  return moved;
}

// Dates are permuted among the units of each stratum.
void permute_dates(const TreatmentPanel& p, numeric::rng::Generator& rng, std::vector<DrawnUnit>& out) {
  std::map<double, std::vector<std::size_t>> members;
  for (std::size_t u = 0; u < p.adopted.size(); ++u) members[p.stratum[u]].push_back(u);
  for (const auto& [stratum, units] : members) {
    const std::vector<std::size_t> order = numeric::rng::permutation(rng, units.size());
    for (std::size_t k = 0; k < units.size(); ++k)
      if (p.adopted[units[k]] != HUGE_VAL) out.push_back({units[order[k]], p.adopted[units[k]]});
  }
}

std::vector<double> statuses(const TreatmentPanel& p, const std::vector<double>& dates) {
  std::vector<double> out(p.treat.size(), data::missing);
  for (std::size_t i = 0; i < out.size(); ++i)
    if (p.unit[i] >= 0 && !data::is_missing(p.treat[i]))
      out[i] = p.time[i] >= dates[static_cast<std::size_t>(p.unit[i])] ? 1 : 0;
  return out;
}

// Units without a row in the sample become -1, the others are numbered anew in their order. Returns their number.
std::int64_t keep_sampled_units(const std::vector<std::uint8_t>& sample, std::size_t count,
                                std::vector<std::int64_t>& unit) {
  std::vector<std::int64_t> number(count, -1);
  for (std::size_t i = 0; i < unit.size(); ++i)
    if (sample[i] && unit[i] >= 0) number[static_cast<std::size_t>(unit[i])] = 0;
  std::int64_t next = 0;
  for (std::int64_t& n : number)
    if (n == 0) n = next++;
  for (std::int64_t& u : unit)
    if (u >= 0) u = number[static_cast<std::size_t>(u)];
  return next;
}

}  // namespace

TreatmentPanel read_treatment_panel(const data::Frame& f, const std::string& treat, const TreatmentDraws& draws,
                                    const std::vector<std::uint8_t>& sample) {
  const data::PanelDeclaration& panel = declared_panel_and_time(f);
  TreatmentPanel p;
  p.variable = *f.index(f.at(treat).name);
  p.delta = panel.delta;
  p.time = draw_numbers(f, panel.time), p.treat = draw_numbers(f, treat);
  const std::vector<double> id = draw_numbers(f, f.panel->panel);
  std::map<double, std::int64_t> codes;
  for (std::size_t i = 0; i < f.rows; ++i) {
    const bool known = !data::is_missing(id[i]) && !data::is_missing(p.time[i]);
    p.unit.push_back(known ? codes.emplace(id[i], static_cast<std::int64_t>(codes.size())).first->second : -1);
    if (sample[i]) p.sampled.push_back(i);
  }
  const std::int64_t units = keep_sampled_units(sample, codes.size(), p.unit);
  for (std::size_t i = 0; i < f.rows; ++i) {
    if (p.unit[i] < 0) continue;
    p.times.push_back(p.time[i]);
    if (!data::is_missing(p.treat[i]) && p.treat[i] != 0 && p.treat[i] != 1)
      throw Error(459, treat + " must be 0 or 1");
  }
  std::sort(p.times.begin(), p.times.end());
  p.times.erase(std::unique(p.times.begin(), p.times.end()), p.times.end());
  if (p.times.size() < 2) throw Error(459, "only one period", std::nullopt, {"two periods at least are needed"});
  p.adopted.assign(static_cast<std::size_t>(units), HUGE_VAL);
  for (std::size_t i = 0; i < f.rows; ++i)
    if (p.unit[i] >= 0 && p.treat[i] == 1) {
      double& g = p.adopted[static_cast<std::size_t>(p.unit[i])];
      g = std::min(g, p.time[i]);
    }
  for (std::size_t i = 0; i < f.rows && draws.kind != TreatmentDraws::Kind::row; ++i)
    if (p.unit[i] >= 0 && p.treat[i] == 0 && p.time[i] > p.adopted[static_cast<std::size_t>(p.unit[i])])
      throw Error(459, "treatment is not absorbing", std::nullopt,
                  {treat + " goes back to 0 in some unit; type(row) and permute take any treatment"});
  if (!draws.strata.empty()) read_strata(f, draws.strata, p);
  if (draws.kind == TreatmentDraws::Kind::unit || draws.kind == TreatmentDraws::Kind::mixed)
    p.given = dates_to_give(p, draws);
  return p;
}

void drawn_units(const TreatmentPanel& p, const TreatmentDraws& d, numeric::rng::Generator& rng,
                 std::vector<DrawnUnit>& out) {
  out.clear();
  if (!p.stratum.empty()) return permute_dates(p, rng, out);
  const std::map<double, double> moved = moved_cohorts(p, d, rng);
  const std::vector<std::size_t> units =
      numeric::rng::sample_without_replacement(rng, p.adopted.size(), p.given.size());
  for (std::size_t k = 0; k < units.size(); ++k)
    out.push_back({units[k], d.random_dates  ? random_date(p, rng)
                             : moved.empty() ? p.given[k]
                                             : moved.at(p.given[k])});
}

std::vector<double> drawn_treatment(const TreatmentPanel& p, const TreatmentDraws& d, std::size_t r,
                                    numeric::rng::Generator& rng, std::vector<std::uint8_t>& keep) {
  keep.clear();
  if (d.kind == TreatmentDraws::Kind::row) {
    const std::vector<std::size_t> order = numeric::rng::permutation(rng, p.sampled.size());
    std::vector<double> out = p.treat;
    for (std::size_t k = 0; k < order.size(); ++k) out[p.sampled[k]] = p.treat[p.sampled[order[k]]];
    return out;
  }
  if (d.kind != TreatmentDraws::Kind::time) {
    std::vector<DrawnUnit> treated;
    drawn_units(p, d, rng, treated);
    std::vector<double> dates(p.adopted.size(), HUGE_VAL);
    for (const DrawnUnit& u : treated) dates[u.unit] = u.date;
    return statuses(p, dates);
  }
  std::vector<double> earlier = p.adopted;
  for (double& g : earlier) g -= d.lags[r] * p.delta;
  for (const double t : p.treat) keep.push_back(t == 1 ? 0 : 1);
  return statuses(p, earlier);
}

data::FramePtr with_treatment(const data::Frame& f, const TreatmentPanel& p, const std::vector<double>& values,
                              const std::vector<std::uint8_t>& keep) {
  auto out = std::make_shared<data::Frame>(f);
  out->replace(p.variable, data::make_numeric(data::Storage::double_, values));
  if (keep.empty()) return out;
  return std::make_shared<data::Frame>(data::keep_rows(*out, keep));
}

}  // namespace nqp::kit
