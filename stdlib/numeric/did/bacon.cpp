#include "stdlib/numeric/did/bacon.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "stdlib/numeric/failure.hpp"

namespace nqp::numeric {
namespace {

struct Group {
  double cohort = 0;
  double share = 0;              // of units
  double treated_share = 0;      // of periods
  std::size_t start = 0;         // index of the first treated period
  std::vector<double> mean;      // of y by period
};

std::vector<Group> groups_of(const BaconSpec& s) {
  std::map<double, Group> by_cohort;
  const double units = double(s.y.rows);
  for (std::size_t u = 0; u < s.y.rows; ++u) {
    const double g = s.cohort[u] == 0 ? 0 : s.cohort[u] > s.times.back() ? 0 : std::max(s.cohort[u], s.times[0]);
    Group& group = by_cohort[g];
    group.cohort = g;
    group.share += 1;
    group.mean.resize(s.times.size());
    for (std::size_t t = 0; t < s.times.size(); ++t) group.mean[t] += s.y(u, t);
  }
  std::vector<Group> out;
  for (auto& [g, group] : by_cohort) {
    for (double& v : group.mean) v /= group.share;
    group.share /= units;
    group.start = g == 0 ? s.times.size()
                         : static_cast<std::size_t>(std::lower_bound(s.times.begin(), s.times.end(), g) -
                                                    s.times.begin());
    group.treated_share = double(s.times.size() - group.start) / double(s.times.size());
    out.push_back(std::move(group));
  }
  return out;
}

double bacon_mean(const Group& g, std::size_t from, std::size_t to) {
  double sum = 0;
  for (std::size_t t = from; t < to; ++t) sum += g.mean[t];
  return sum / double(to - from);
}

// Difference of differences with before [a, b) and after [b, c).
double bacon_difference(const Group& treated, const Group& control, std::size_t a, std::size_t b, std::size_t c) {
  return bacon_mean(treated, b, c) - bacon_mean(treated, a, b) -
         (bacon_mean(control, b, c) - bacon_mean(control, a, b));
}

double square(double x) { return x * x; }

// n_kl (1 - n_kl) with n_kl the share of k in both.
double split(const Group& k, const Group& l) {
  const double p = k.share / (k.share + l.share);
  return p * (1 - p);
}

// Mean square of the treatment after unit and period effects.
double treatment_variance(const std::vector<Group>& groups, std::size_t periods) {
  double all = 0, sum = 0;
  std::vector<double> by_period(periods, 0.0);
  for (const Group& g : groups) {
    all += g.share * g.treated_share;
    for (std::size_t t = g.start; t < periods; ++t) by_period[t] += g.share;
  }
  for (const Group& g : groups)
    for (std::size_t t = 0; t < periods; ++t)
      sum += g.share * square((t >= g.start ? 1 : 0) - g.treated_share - by_period[t] + all);
  return sum / double(periods);
}

void compare_cohorts(const Group& k, const Group& l, std::size_t periods, double v, std::vector<BaconPair>& out) {
  using Kind = BaconPair::Kind;
  const double dk = k.treated_share, dl = l.treated_share, n = k.share + l.share, s = split(k, l);
  out.push_back({Kind::earlier_later, k.cohort, l.cohort, bacon_difference(k, l, 0, k.start, l.start),
                 square(n * (1 - dl)) * s * (dk - dl) / (1 - dl) * (1 - dk) / (1 - dl) / v});
  out.push_back({Kind::later_earlier, l.cohort, k.cohort, bacon_difference(l, k, k.start, l.start, periods),
                 square(n * dk) * s * dl / dk * (dk - dl) / dk / v});
}

}  // namespace

Bacon bacon_decomposition(const BaconSpec& s) {
  const std::vector<Group> groups = groups_of(s);
  const std::size_t periods = s.times.size();
  const double v = treatment_variance(groups, periods);
  if (!(v > 1e-14)) throw Failure(FailureCode::data_requirement, "treatment has no variation");
  Bacon out;
  using Kind = BaconPair::Kind;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const Group& k = groups[i];
    if (k.cohort == 0 || k.start == 0) continue;
    for (const Group& u : groups) {
      if (u.cohort != 0 && u.start != 0) continue;
      const double weight =
          square(k.share + u.share) * split(k, u) * k.treated_share * (1 - k.treated_share) / v;
      out.pairs.push_back({u.cohort == 0 ? Kind::never : Kind::always, k.cohort, u.cohort,
                           bacon_difference(k, u, 0, k.start, periods), weight});
    }
    for (std::size_t j = i + 1; j < groups.size(); ++j) compare_cohorts(k, groups[j], periods, v, out.pairs);
  }
  std::stable_sort(out.pairs.begin(), out.pairs.end(), [](const BaconPair& a, const BaconPair& b) {
    if (a.kind != b.kind) return a.kind < b.kind;
    return a.treated != b.treated ? a.treated < b.treated : a.control < b.control;
  });
  for (const BaconPair& p : out.pairs) out.coefficient += p.weight * p.estimate;
  return out;
}

}  // namespace nqp::numeric
