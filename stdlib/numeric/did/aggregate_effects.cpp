#include "stdlib/numeric/did/aggregate_effects.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

// A number and its derivatives with respect to effects and shares.
struct Term {
  double value = 0;
  std::vector<double> slope;
};

class Averager {
 public:
  explicit Averager(const AggregateSpec& s) : s_(s) {
    for (std::size_t k = 0; k < s.groups.size(); ++k) place_[s.groups[k]] = k;
  }

  std::size_t group(double g) const { return place_.at(g); }

  Term cell(std::size_t k) const {
    Term t{s_.cells[k].effect, zeros()};
    t.slope[k] = 1;
    return t;
  }

  // Σ p_k θ_k / Σ p_k with p_k the share of group of[k].
  Term by_share(const std::vector<Term>& terms, const std::vector<std::size_t>& of) const {
    double sum = 0;
    Term out{0, zeros()};
    for (std::size_t k = 0; k < terms.size(); ++k) sum += s_.shares[of[k]];
    for (std::size_t k = 0; k < terms.size(); ++k) out.value += s_.shares[of[k]] / sum * terms[k].value;
    for (std::size_t k = 0; k < terms.size(); ++k) {
      const double w = s_.shares[of[k]] / sum;
      for (std::size_t j = 0; j < out.slope.size(); ++j) out.slope[j] += w * terms[k].slope[j];
      out.slope[s_.cells.size() + of[k]] += (terms[k].value - out.value) / sum;
    }
    return out;
  }

  Term plain(const std::vector<Term>& terms) const {
    Term out{0, zeros()};
    for (const Term& t : terms) {
      out.value += t.value / double(terms.size());
      for (std::size_t j = 0; j < out.slope.size(); ++j) out.slope[j] += t.slope[j] / double(terms.size());
    }
    return out;
  }

  Term cells_by_share(const std::vector<std::size_t>& cells) const {
    std::vector<Term> terms;
    std::vector<std::size_t> of;
    for (const std::size_t k : cells) terms.push_back(cell(k)), of.push_back(group(s_.cells[k].g));
    return by_share(terms, of);
  }

 private:
  std::vector<double> zeros() const { return std::vector<double>(s_.cells.size() + s_.groups.size(), 0.0); }

  const AggregateSpec& s_;
  std::map<double, std::size_t> place_;
};

using Buckets = std::map<double, std::vector<std::size_t>>;

Buckets buckets_of(const AggregateSpec& s) {
  Buckets out;
  for (std::size_t k = 0; k < s.cells.size(); ++k) {
    const EffectCell& c = s.cells[k];
    if (!is_defined(c.effect)) continue;
    if (s.by == Averaging::event) {
      if (c.t - c.g >= s.window_low && c.t - c.g <= s.window_high) out[c.t - c.g].push_back(k);
      continue;
    }
    if (c.t < c.g) continue;
    out[s.by == Averaging::group ? c.g : s.by == Averaging::calendar ? c.t : 0].push_back(k);
  }
  return out;
}

}  // namespace

Aggregates aggregate_effects(const AggregateSpec& s) {
  const Averager average(s);
  const Buckets buckets = buckets_of(s);
  std::vector<Aggregate> rows;
  std::vector<Term> terms, items, before, after;
  std::vector<std::size_t> of;
  for (const auto& [at, cells] : buckets) {
    std::vector<Term> members;
    for (const std::size_t k : cells) members.push_back(average.cell(k));
    items.push_back(s.by == Averaging::group ? average.plain(members) : average.cells_by_share(cells));
    if (s.by == Averaging::group) of.push_back(average.group(at));
    (at < 0 && s.by == Averaging::event ? before : after).push_back(items.back());
  }
  const auto add = [&](Aggregate::Kind kind, double at, Term t) {
    rows.push_back({kind, at, t.value});
    terms.push_back(std::move(t));
  };
  if (s.by == Averaging::event) {
    if (!before.empty()) add(Aggregate::Kind::before, 0, average.plain(before));
    if (!after.empty()) add(Aggregate::Kind::after, 0, average.plain(after));
  } else if (!items.empty()) {
    add(Aggregate::Kind::overall, 0, s.by == Averaging::group ? average.by_share(items, of) : average.plain(items));
  }
  if (s.by != Averaging::simple) {
    std::size_t i = 0;
    for (const auto& bucket : buckets) add(Aggregate::Kind::item, bucket.first, std::move(items[i++]));
  }
  Matrix jacobian(terms.size(), s.V.cols);
  for (std::size_t i = 0; i < terms.size(); ++i)
    for (std::size_t j = 0; j < s.V.cols; ++j) jacobian(i, j) = terms[i].slope[j];
  Matrix V = quadratic_form(jacobian, s.V);
  return {std::move(rows), std::move(V), std::move(jacobian)};
}

}  // namespace nqp::numeric
