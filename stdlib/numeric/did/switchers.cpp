#include "stdlib/numeric/did/switchers.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

struct SwitchTimes {
  std::vector<std::size_t> first;   // period of the switch; number of periods: never
  std::vector<double> baseline;     // first observed treatment
  std::vector<double> sign;
};

SwitchTimes switch_times(const SwitcherSpec& s) {
  SwitchTimes out;
  const std::size_t T = s.d.cols;
  for (std::size_t i = 0; i < s.d.rows; ++i) {
    double base = undefined, sign = 0;
    std::size_t first = T;
    for (std::size_t t = 0; t < T && first == T; ++t) {
      if (!is_defined(s.d(i, t))) continue;
      if (!is_defined(base)) base = s.d(i, t);
      else if (s.d(i, t) != base) first = t, sign = s.d(i, t) > base ? 1 : -1;
    }
    out.first.push_back(first), out.baseline.push_back(base), out.sign.push_back(sign);
  }
  return out;
}

struct SwitchComparison {
  std::vector<std::size_t> units;
  std::vector<double> changes;
  double mean() const {
    double sum = 0;
    for (const double c : changes) sum += c;
    return sum / double(changes.size());
  }
};

// Adds `weight` times the deviations from the mean to the influence of the units.
void add_deviations(const SwitchComparison& c, double weight, std::vector<double>& influence) {
  const double n = double(c.changes.size()), mean = n > 1 ? c.mean() : 0;
  const double factor = n > 1 ? std::sqrt(n / (n - 1)) : 1;
  for (std::size_t k = 0; k < c.units.size(); ++k)
    influence[c.units[k]] += weight * factor * (c.changes[k] - mean);
}

struct Horizon {
  SwitcherEffect effect;
  std::vector<double> influence;
};

Horizon effect_at(const SwitcherSpec& s, const SwitchTimes& times, int l, bool placebo) {
  Horizon out;
  out.effect.horizon = placebo ? -l : l;
  out.effect.b = undefined;
  out.influence.assign(s.y.rows, 0.0);
  const std::size_t T = s.y.cols, ahead = static_cast<std::size_t>(l);
  const auto change = [&](std::size_t i, std::size_t F) {
    const std::size_t to = placebo ? F - 1 - ahead : F - 1 + ahead;
    return s.y(i, to) - s.y(i, F - 1);
  };
  std::map<std::tuple<std::size_t, double, double>, SwitchComparison> cohorts;
  for (std::size_t i = 0; i < s.y.rows; ++i) {
    const std::size_t F = times.first[i];
    if (F == T || F == 0 || F - 1 + ahead >= T || (placebo && F - 1 < ahead)) continue;
    if (!is_defined(change(i, F)) || !is_defined(s.y(i, F - 1 + ahead))) continue;
    SwitchComparison& c = cohorts[{F, times.baseline[i], times.sign[i]}];
    c.units.push_back(i), c.changes.push_back(change(i, F));
  }
  struct Pair {
    const SwitchComparison* switchers;
    SwitchComparison controls;
    double sign;
  };
  std::vector<Pair> pairs;
  std::vector<std::uint8_t> used(s.y.rows, 0);
  double sum = 0;
  for (const auto& [key, cohort] : cohorts) {
    const auto& [F, base, sign] = key;
    Pair pair{&cohort, {}, sign};
    for (std::size_t i = 0; i < s.y.rows; ++i)
      if (times.baseline[i] == base && times.first[i] > F - 1 + ahead && is_defined(change(i, F)))
        pair.controls.units.push_back(i), pair.controls.changes.push_back(change(i, F));
    if (pair.controls.units.empty()) continue;
    const double n = double(cohort.units.size());
    out.effect.switchers += n;
    sum += sign * n * (cohort.mean() - pair.controls.mean());
    for (const std::size_t i : cohort.units) {
      out.effect.dose += sign * (s.d(i, F - 1 + ahead) - base), used[i] = 1;
      for (std::size_t k = 0; k < ahead; ++k)
        if (is_defined(s.d(i, F + k))) out.effect.mean_dose += sign * (s.d(i, F + k) - base);
    }
    for (const std::size_t i : pair.controls.units) used[i] = 1;
    pairs.push_back(std::move(pair));
  }
  if (out.effect.switchers == 0) return out;
  out.effect.units = double(std::count(used.begin(), used.end(), 1));
  out.effect.b = sum / out.effect.switchers;
  out.effect.mean_dose /= out.effect.switchers;
  for (const Pair& p : pairs) {
    const double share = p.sign / out.effect.switchers;
    add_deviations(*p.switchers, share, out.influence);
    add_deviations(p.controls, -share * double(p.switchers->units.size()) / double(p.controls.units.size()),
                   out.influence);
  }
  return out;
}

Matrix influence_products(const std::vector<std::vector<double>>& columns, Codes clusters) {
  const std::size_t n = columns[0].size();
  std::size_t rows = n;
  if (!clusters.empty()) rows = static_cast<std::size_t>(*std::max_element(clusters.begin(), clusters.end())) + 1;
  Matrix sums(rows, columns.size());
  for (std::size_t j = 0; j < columns.size(); ++j)
    for (std::size_t i = 0; i < n; ++i)
      sums(clusters.empty() ? i : static_cast<std::size_t>(clusters[i]), j) += columns[j][i];
  return gram(sums);
}

}  // namespace

SwitcherFit switcher_effects(const SwitcherSpec& s) {
  const SwitchTimes times = switch_times(s);
  SwitcherFit out;
  std::vector<std::vector<double>> influence;
  std::vector<double> total(s.y.rows, 0.0);
  double sum = 0, dose = 0;
  for (int l = 1; l <= s.effects + s.placebos; ++l) {
    const bool placebo = l > s.effects;
    Horizon h = effect_at(s, times, placebo ? l - s.effects : l, placebo);
    if (!placebo && is_defined(h.effect.b)) {
      sum += h.effect.switchers * h.effect.b, dose += h.effect.dose;
      for (std::size_t i = 0; i < total.size(); ++i) total[i] += h.effect.switchers * h.influence[i];
    }
    out.effects.push_back(h.effect);
    influence.push_back(std::move(h.influence));
  }
  if (!(dose != 0)) throw Failure(FailureCode::data_requirement, "no unit switches and has controls");
  out.average = sum / dose;
  for (double& v : total) v /= dose;
  influence.push_back(std::move(total));
  out.V = influence_products(influence, s.clusters);
  return out;
}

void normalise_by_dose(SwitcherFit& f) {
  for (std::size_t i = 0; i < f.effects.size(); ++i) {
    SwitcherEffect& e = f.effects[i];
    if (!is_defined(e.b)) continue;
    if (!(e.mean_dose > 0)) {
      e.b = undefined;
      continue;
    }
    e.b /= e.mean_dose;
    for (std::size_t j = 0; j < f.V.rows; ++j) f.V(i, j) /= e.mean_dose, f.V(j, i) /= e.mean_dose;
  }
}

namespace {

// As V has them: effects, those that are not estimated as zero, then the average.
std::vector<double> switcher_coefficients(const SwitcherFit& f) {
  std::vector<double> b;
  for (const SwitcherEffect& e : f.effects) b.push_back(is_defined(e.b) ? e.b : 0);
  b.push_back(f.average);
  return b;
}

}  // namespace

Wald test_placebos(const SwitcherFit& f) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < f.effects.size(); ++i)
    if (f.effects[i].horizon < 0 && is_defined(f.effects[i].b) && f.V(i, i) > 0) places.push_back(i);
  return places.empty() ? Wald{} : wald_zero(places, switcher_coefficients(f), f.V);
}

Wald test_same_effects(const SwitcherFit& f) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < f.effects.size(); ++i)
    if (f.effects[i].horizon > 0 && is_defined(f.effects[i].b)) places.push_back(i);
  if (places.size() < 2) return {};
  Matrix R(places.size() - 1, f.V.cols);
  for (std::size_t k = 1; k < places.size(); ++k) R(k - 1, places[0]) = -1, R(k - 1, places[k]) = 1;
  return wald(R, std::vector<double>(R.rows, 0.0), switcher_coefficients(f), f.V);
}

}  // namespace nqp::numeric
