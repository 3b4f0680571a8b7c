#include "stdlib/numeric/did/synthetic_cohorts.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::numeric {
namespace {

SyntheticPanel synthetic_subset(const SyntheticPanel& p, const std::vector<std::size_t>& units) {
  const auto rows = [&](const Matrix& m) {
    Matrix part(units.size(), m.cols);
    for (std::size_t i = 0; i < units.size(); ++i)
      for (std::size_t t = 0; t < m.cols; ++t) part(i, t) = m(units[i], t);
    return part;
  };
  SyntheticPanel out;
  out.method = p.method, out.y = rows(p.y);
  for (const Matrix& x : p.x) out.x.push_back(rows(x));
  for (const std::size_t u : units) out.adoption.push_back(p.adoption[u]);
  return out;
}

std::size_t synthetic_controls(const SyntheticPanel& p) {
  return static_cast<std::size_t>(std::count(p.adoption.begin(), p.adoption.end(), p.y.cols));
}

// Divisor R, as the algorithms have it.
double effect_spread(const std::vector<double>& values) {
  double mean = 0, sum = 0;
  for (const double v : values) mean += v / double(values.size());
  for (const double v : values) sum += (v - mean) * (v - mean);
  return sum / double(values.size());
}

// The effect without one unit: weights of the other controls are kept and made to sum to one.
double synthetic_effect_without(const SyntheticPanel& p, const SyntheticCohorts& fit, std::size_t out) {
  double sum = 0, cells = 0;
  for (const SyntheticCohort& c : fit.cohorts) {
    const std::size_t before = c.adoption;
    const double after = double(p.y.cols - before);
    const auto contrast = [&](std::size_t unit) {
      double v = 0;
      for (std::size_t t = 0; t < p.y.cols; ++t) {
        double y = p.y(unit, t);
        for (std::size_t k = 0; k < p.x.size(); ++k) y -= c.fit.beta[k] * p.x[k](unit, t);
        v += (t < before ? -c.fit.lambda[t] : 1 / after) * y;
      }
      return v;
    };
    double treated = 0, units = 0, control = 0, weight = 0;
    for (const std::size_t u : c.treated)
      if (u != out) treated += contrast(u), ++units;
    for (std::size_t k = 0; k < fit.controls.size(); ++k)
      if (fit.controls[k] != out) control += c.fit.omega[k] * contrast(fit.controls[k]), weight += c.fit.omega[k];
    sum += (treated / units - control / weight) * units * after;
    cells += units * after;
  }
  return sum / cells;
}

}  // namespace

SyntheticCohorts synthetic_cohorts(const SyntheticPanel& p) {
  SyntheticCohorts out;
  std::map<std::size_t, std::vector<std::size_t>> members;
  for (std::size_t u = 0; u < p.adoption.size(); ++u) members[p.adoption[u]].push_back(u);
  out.controls = members[p.y.cols];
  members.erase(p.y.cols);
  double cells = 0;
  for (auto& [adoption, units] : members) {
    std::vector<std::size_t> rows = out.controls;
    rows.insert(rows.end(), units.begin(), units.end());
    SyntheticSpec s;
    SyntheticPanel part = synthetic_subset(p, rows);
    s.y = std::move(part.y), s.x = std::move(part.x);
    s.controls = out.controls.size(), s.before = adoption, s.method = p.method;
    SyntheticCohort c;
    c.adoption = adoption, c.fit = synthetic_did(s);
    c.weight = double(units.size() * (p.y.cols - adoption));
    c.treated = std::move(units);
    cells += c.weight;
    out.cohorts.push_back(std::move(c));
  }
  if (out.cohorts.empty()) throw Failure(FailureCode::data_requirement, "no treated units");
  for (SyntheticCohort& c : out.cohorts) {
    c.weight /= cells;
    out.effect += c.weight * c.fit.effect;
  }
  return out;
}

double synthetic_bootstrap(const SyntheticPanel& p, int draws, std::uint64_t seed, Progress& progress) {
  const std::size_t n = p.adoption.size(), controls = synthetic_controls(p);
  if (n < controls + 2)
    throw Failure(FailureCode::data_requirement, "the bootstrap needs more than one treated unit");
  std::vector<double> effects;
  for (int r = 0; r < draws; ++r) {
    check(progress);
    rng::Generator g(seed, static_cast<std::uint64_t>(r) + 1);
    SyntheticPanel sample;
    do {
      std::vector<std::size_t> units = rng::sample_with_replacement(g, n, n);
      std::sort(units.begin(), units.end());
      sample = synthetic_subset(p, units);
    } while (synthetic_controls(sample) == 0 || synthetic_controls(sample) == n);
    effects.push_back(synthetic_cohorts(sample).effect);
  }
  return effect_spread(effects);
}

double synthetic_jackknife(const SyntheticPanel& p, const SyntheticCohorts& fit) {
  for (const SyntheticCohort& c : fit.cohorts)
    if (c.treated.size() < 2)
      throw Failure(FailureCode::data_requirement, "the jackknife needs two treated units in each cohort");
  for (const SyntheticCohort& c : fit.cohorts)
    if (*std::max_element(c.fit.omega.begin(), c.fit.omega.end()) > 1 - 1e-12)
      throw Failure(FailureCode::data_requirement, "the jackknife needs two controls with weight");
  std::vector<double> effects;
  for (std::size_t u = 0; u < p.adoption.size(); ++u) effects.push_back(synthetic_effect_without(p, fit, u));
  return double(effects.size() - 1) * effect_spread(effects);
}

double synthetic_placebo(const SyntheticPanel& p, int draws, std::uint64_t seed, Progress& progress) {
  std::vector<std::size_t> controls, given;
  for (std::size_t u = 0; u < p.adoption.size(); ++u) {
    if (p.adoption[u] == p.y.cols) controls.push_back(u);
    else given.push_back(p.adoption[u]);
  }
  if (controls.size() <= given.size())
    throw Failure(FailureCode::data_requirement, "placebo errors need more controls than treated units");
  std::vector<double> effects;
  for (int r = 0; r < draws; ++r) {
    check(progress);
    rng::Generator g(seed, static_cast<std::uint64_t>(r) + 1);
    std::vector<std::size_t> order;
    for (const std::size_t k : rng::permutation(g, controls.size())) order.push_back(controls[k]);
    SyntheticPanel sample = synthetic_subset(p, order);
    for (std::size_t k = 0; k < given.size(); ++k) sample.adoption[order.size() - given.size() + k] = given[k];
    effects.push_back(synthetic_cohorts(sample).effect);
  }
  return effect_spread(effects);
}

}  // namespace nqp::numeric
