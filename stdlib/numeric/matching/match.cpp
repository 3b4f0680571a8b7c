#include "stdlib/numeric/matching/match.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/matching/score_order.hpp"

namespace nqp::numeric {
namespace {

constexpr double tie_tolerance = 1e-12;

struct Near {
  double distance = 0;
  double difference = 0;  // donor's score minus target's; the distance in several dimensions
  std::uint32_t donor = 0;
};

double kernel_value(MatchKernel k, double u) {
  const double a = std::abs(u);
  switch (k) {
    case MatchKernel::normal: return dist::normalden(u);
    case MatchKernel::uniform: return a <= 1 ? 1 : 0;
    case MatchKernel::epanechnikov: return a < 1 ? 1 - u * u : 0;
    case MatchKernel::biweight: return a < 1 ? (1 - u * u) * (1 - u * u) : 0;
    case MatchKernel::tricube: return a < 1 ? std::pow(1 - a * a * a, 3) : 0;
  }
  return 0;
}

double reach(const MatchSpec& s) {
  if (s.rule == MatchRule::radius) return s.caliper;
  const bool bounded = s.kernel != MatchKernel::normal;
  return bounded ? s.bandwidth : std::numeric_limits<double>::infinity();
}

// Donors within `limit` of the target, all of them: on a score from the sorted list, else by a full pass.
class Neighborhood {
 public:
  Neighborhood(const MatchSpace& space, std::span<const std::uint32_t> donors)
      : space_(space),
        order_(space.on_score() ? in_score_order(space.score, donors)
                                : std::vector<std::uint32_t>(donors.begin(), donors.end())) {}

  std::size_t size() const { return order_.size(); }
  std::uint32_t donor(std::size_t place) const { return order_[place]; }

  // First place whose score is not below p.
  std::size_t place_of(double p) const {
    const auto at = std::lower_bound(order_.begin(), order_.end(), p,
                                     [&](std::uint32_t a, double v) { return space_.score[a] < v; });
    return static_cast<std::size_t>(at - order_.begin());
  }

  Near near(std::size_t target, std::size_t place) const {
    const std::uint32_t d = order_[place];
    if (space_.on_score()) {
      const double difference = space_.score[d] - space_.score[target];
      return {std::abs(difference), difference, d};
    }
    double sum = 0;
    for (std::size_t j = 0; j < space_.coordinates.cols; ++j) {
      const double x = space_.coordinates(d, j) - space_.coordinates(target, j);
      sum += x * x;
    }
    return {std::sqrt(sum), std::sqrt(sum), d};
  }

  std::vector<Near> within(std::size_t target, double limit) const {
    std::vector<Near> out;
    std::size_t begin = 0, end = order_.size();
    if (space_.on_score()) {
      const double slack = limit + 1e-9;
      begin = place_of(space_.score[target] - slack);
      end = place_of_above(space_.score[target] + slack);
    }
    for (std::size_t k = begin; k < end; ++k)
      if (const Near n = near(target, k); n.distance <= limit) out.push_back(n);
    return out;
  }

  // The nearest ones, nearest first: as many as `count`, and those tied with the last when `ties`. `strict` leaves
  // out what is not nearer than `limit`.
  std::vector<Near> nearest(std::size_t target, std::size_t count, double limit, bool ties,
                            std::size_t leave_out = ~std::size_t{0}) const {
    return space_.on_score() ? nearest_on_score(target, count, limit, ties, leave_out)
                             : nearest_of_all(target, count, limit, ties, leave_out);
  }

 private:
  std::size_t place_of_above(double p) const {
    const auto at = std::upper_bound(order_.begin(), order_.end(), p,
                                     [&](double v, std::uint32_t a) { return v < space_.score[a]; });
    return static_cast<std::size_t>(at - order_.begin());
  }

  static bool enough(const std::vector<Near>& out, std::size_t count, bool ties, double next) {
    if (out.size() < count) return false;
    return !ties || next > out[count - 1].distance + tie_tolerance;
  }

  std::vector<Near> nearest_on_score(std::size_t target, std::size_t count, double limit, bool ties,
                                     std::size_t leave_out) const {
    std::vector<Near> out;
    std::size_t above = place_of(space_.score[target]), below = above;
    // Walking down meets donors of one score from the last to the first: they are turned round afterwards.
    while (below > 0 || above < order_.size()) {
      const bool take_low = below > 0 && (above == order_.size() ||
                                          near(target, below - 1).distance <= near(target, above).distance);
      if (take_low) {
        std::size_t first = below - 1;
        const double score = space_.score[order_[first]];
        while (first > 0 && space_.score[order_[first - 1]] == score) --first;
        for (std::size_t k = first; k < below; ++k)
          if (!add(target, k, count, limit, ties, leave_out, out)) return out;
        below = first;
      } else if (!add(target, above++, count, limit, ties, leave_out, out)) {
        return out;
      }
    }
    return out;
  }

  bool add(std::size_t target, std::size_t place, std::size_t count, double limit, bool ties, std::size_t leave_out,
           std::vector<Near>& out) const {
    const Near n = near(target, place);
    if (n.donor == leave_out) return true;
    if (!(n.distance < limit) || enough(out, count, ties, n.distance)) return false;
    out.push_back(n);
    return true;
  }

  std::vector<Near> nearest_of_all(std::size_t target, std::size_t count, double limit, bool ties,
                                   std::size_t leave_out) const {
    std::vector<Near> all, out;
    for (std::size_t k = 0; k < order_.size(); ++k)
      if (const Near n = near(target, k); n.distance < limit && n.donor != leave_out) all.push_back(n);
    std::stable_sort(all.begin(), all.end(), [](const Near& a, const Near& b) { return a.distance < b.distance; });
    for (const Near& n : all) {
      if (enough(out, count, ties, n.distance)) break;
      out.push_back(n);
    }
    return out;
  }

  const MatchSpace& space_;
  std::vector<std::uint32_t> order_;
};

// Weights of a local linear regression at difference 0 (Fan 1992); a local mean when the slope is not identified.
void local_linear_weights(const std::vector<Near>& near, std::vector<double>& w) {
  double s0 = 0, s1 = 0, s2 = 0;
  for (std::size_t i = 0; i < w.size(); ++i) {
    s0 += w[i];
    s1 += w[i] * near[i].difference;
    s2 += w[i] * near[i].difference * near[i].difference;
  }
  const double det = s0 * s2 - s1 * s1;
  if (!(det > 1e-12 * s0 * s2)) return;
  for (std::size_t i = 0; i < w.size(); ++i) w[i] *= (s2 - s1 * near[i].difference) / det;
}

void emit(std::size_t target, const std::vector<Near>& near, std::vector<double> w, const MatchFound& found) {
  const double total = std::accumulate(w.begin(), w.end(), 0.0);
  std::vector<std::uint32_t> donors;
  std::vector<double> weights;
  for (std::size_t i = 0; i < near.size() && total > 0; ++i) {
    if (w[i] == 0) continue;
    donors.push_back(near[i].donor);
    weights.push_back(w[i] / total);
  }
  found(target, donors, weights);
}

// Places that are still free, found by jumping over those taken (union-find with halved paths).
class FreePlaces {
 public:
  explicit FreePlaces(std::size_t n) : up_(n + 1), down_(n + 1) {
    std::iota(up_.begin(), up_.end(), std::size_t{0});
    std::iota(down_.begin(), down_.end(), std::size_t{0});
  }
  std::size_t at_or_above(std::size_t k) { return find(up_, k); }            // n: none
  std::size_t below(std::size_t k) { return find(down_, k); }                // a place + 1; 0: none below k
  void take(std::size_t k) { up_[k] = k + 1, down_[k + 1] = k; }

 private:
  static std::size_t find(std::vector<std::size_t>& next, std::size_t k) {
    while (next[k] != k) k = next[k] = next[next[k]];
    return k;
  }
  std::vector<std::size_t> up_, down_;
};

// The first place with the same score as each place.
std::vector<std::size_t> run_starts(const MatchSpace& space, const Neighborhood& pool) {
  std::vector<std::size_t> out(pool.size());
  for (std::size_t k = 1; k < out.size(); ++k)
    out[k] = space.score[pool.donor(k)] == space.score[pool.donor(k - 1)] ? out[k - 1] : k;
  return out;
}

void match_once_on_score(const MatchSpace& space, const std::vector<std::uint32_t>& order, const Neighborhood& pool,
                         const MatchSpec& spec, const MatchFound& found) {
  FreePlaces free(pool.size());
  const std::vector<std::size_t> first = run_starts(space, pool);
  for (const std::uint32_t t : order) {
    // The first free donor on each side of the target's place is the nearest there; of one score, the first of them.
    const std::size_t middle = pool.place_of(space.score[t]), low = free.below(middle), high = free.at_or_above(middle);
    std::size_t best = pool.size();
    double least = spec.caliper;
    if (low > 0) {
      const std::size_t k = free.at_or_above(first[low - 1]);
      if (const double d = pool.near(t, k).distance; d < least) least = d, best = k;
    }
    if (high < pool.size())
      if (const double d = pool.near(t, high).distance; d < least) best = high;
    if (best == pool.size()) {
      found(t, {}, {});
      continue;
    }
    free.take(best);
    const std::uint32_t donor = pool.donor(best);
    const double one = 1;
    found(t, {&donor, 1}, {&one, 1});
  }
}

// One neighbor with replacement: targets and donors are passed through together, both in the order of their scores.
void match_one_on_score(const MatchSpace& space, std::span<const std::uint32_t> targets, const Neighborhood& pool,
                        const MatchSpec& spec, const MatchFound& found) {
  std::vector<double> score;
  for (std::size_t k = 0; k < pool.size(); ++k) score.push_back(space.score[pool.donor(k)]);
  std::size_t above = 0, run = 0;  // first donor not below the target, and the first of the score below
  for (const std::uint32_t t : in_score_order(space.score, targets)) {
    const double p = space.score[t];
    for (; above < score.size() && score[above] < p; ++above)
      if (above == 0 || score[above] != score[above - 1]) run = above;
    const double down = above > 0 ? p - score[run] : HUGE_VAL, up = above < score.size() ? score[above] - p : HUGE_VAL;
    if (!(std::min(down, up) < spec.caliper)) {
      found(t, {}, {});
      continue;
    }
    const std::uint32_t donor = pool.donor(down <= up ? run : above);
    const double one = 1;
    found(t, {&donor, 1}, {&one, 1});
  }
}

void match_once(const MatchSpace& space, std::span<const std::uint32_t> targets, const Neighborhood& pool,
                const MatchSpec& spec, const MatchFound& found) {
  std::vector<std::uint32_t> order(targets.begin(), targets.end());
  if (space.on_score()) {
    // Descending scores, equal ones in the order given: the reverse of the ascending order of the reverse.
    if (spec.descending) std::reverse(order.begin(), order.end());
    order = in_score_order(space.score, order);
    if (spec.descending) std::reverse(order.begin(), order.end());
    return match_once_on_score(space, order, pool, spec, found);
  }
  std::vector<std::uint8_t> used(pool.size(), 0);
  for (const std::uint32_t t : order) {
    std::size_t best = pool.size();
    double least = spec.caliper;
    for (std::size_t k = 0; k < pool.size(); ++k)
      if (!used[k])
        if (const double d = pool.near(t, k).distance; d < least) least = d, best = k;
    if (best == pool.size()) {
      found(t, {}, {});
      continue;
    }
    used[best] = 1;
    const std::uint32_t donor = pool.donor(best);
    const double one = 1;
    found(t, {&donor, 1}, {&one, 1});
  }
}

}  // namespace

void match(const MatchSpace& space, std::span<const std::uint32_t> targets, std::span<const std::uint32_t> donors,
           const MatchSpec& spec, const MatchFound& found) {
  const Neighborhood pool(space, donors);
  if (spec.rule == MatchRule::neighbor && !spec.replacement) return match_once(space, targets, pool, spec, found);
  if (spec.rule == MatchRule::neighbor && spec.neighbors == 1 && !spec.ties && space.on_score())
    return match_one_on_score(space, targets, pool, spec, found);
  for (const std::uint32_t t : targets) {
    if (spec.rule == MatchRule::neighbor) {
      const std::vector<Near> near =
          pool.nearest(t, static_cast<std::size_t>(spec.neighbors), spec.caliper, spec.ties);
      emit(t, near, std::vector<double>(near.size(), 1.0), found);
      continue;
    }
    const std::vector<Near> near = pool.within(t, reach(spec));
    std::vector<double> w(near.size(), 1.0);
    if (spec.rule != MatchRule::radius)
      for (std::size_t i = 0; i < w.size(); ++i) w[i] = kernel_value(spec.kernel, near[i].difference / spec.bandwidth);
    if (spec.rule == MatchRule::local_linear) local_linear_weights(near, w);
    emit(t, near, std::move(w), found);
  }
}

Matrix mahalanobis_coordinates(MatrixView x, std::span<const std::uint8_t> treated) {
  Matrix deviations(x.rows, x.cols);
  for (std::size_t j = 0; j < x.cols; ++j) {
    double sum[2] = {0, 0}, n[2] = {0, 0};
    for (std::size_t i = 0; i < x.rows; ++i) sum[treated[i]] += x(i, j), n[treated[i]] += 1;
    for (std::size_t i = 0; i < x.rows; ++i) deviations(i, j) = x(i, j) - sum[treated[i]] / n[treated[i]];
  }
  const double df = static_cast<double>(x.rows) - 2;
  const Matrix root = cholesky(inverse_spd(scale(gram(deviations), 1 / df)));
  return multiply(x, root);
}

std::vector<double> conditional_variances(const MatchSpace& space, std::span<const std::uint32_t> peers,
                                          std::span<const double> y, int m, bool ties, bool together) {
  const Neighborhood pool(space, peers);
  std::vector<double> out;
  for (const std::uint32_t i : peers) {
    const std::vector<Near> near =
        pool.nearest(i, static_cast<std::size_t>(m), std::numeric_limits<double>::infinity(), ties, i);
    double sum = 0;
    for (const Near& n : near) sum += y[n.donor];
    const double k = static_cast<double>(near.size());
    if (k == 0 || !together) {
      out.push_back(k > 0 ? k / (k + 1) * std::pow(y[i] - sum / k, 2) : 0.0);
      continue;
    }
    const double mean = (sum + y[i]) / (k + 1);
    double squares = (y[i] - mean) * (y[i] - mean);
    for (const Near& n : near) squares += (y[n.donor] - mean) * (y[n.donor] - mean);
    out.push_back(squares / k);
  }
  return out;
}

}  // namespace nqp::numeric
