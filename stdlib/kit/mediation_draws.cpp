#include "stdlib/kit/mediation_draws.hpp"

#include <algorithm>
#include <numeric>

#include "interpreter/command/resolve.hpp"
#include "interpreter/dataset/missing.hpp"
#include "stdlib/kit/absorbed_effects.hpp"
#include "stdlib/kit/design.hpp"

namespace nqp::kit {
namespace {

using command::Context;

constexpr std::size_t most_dummies = 64;

// Whether every level lies in one cluster: then a cluster drawn again brings levels of its own.
bool within_clusters(const GroupCodes& g, const std::vector<std::int32_t>& cluster) {
  std::vector<std::int32_t> home(g.count, -1);
  for (std::size_t i = 0; i < cluster.size(); ++i) {
    std::int32_t& h = home[static_cast<std::size_t>(g.codes[i])];
    if (h == -1) h = cluster[i];
    if (h != cluster[i]) return false;
  }
  return true;
}

void subtract_level_means(numeric::Matrix& m, const GroupCodes& g) {
  std::vector<double> mean(g.count), n(g.count);
  for (const std::int32_t k : g.codes) n[static_cast<std::size_t>(k)] += 1;
  for (std::size_t j = 0; j < m.cols; ++j) {
    const std::span<double> v = m.column(j);
    std::fill(mean.begin(), mean.end(), 0.0);
    for (std::size_t i = 0; i < v.size(); ++i) mean[static_cast<std::size_t>(g.codes[i])] += v[i];
    for (std::size_t i = 0; i < v.size(); ++i) {
      const auto k = static_cast<std::size_t>(g.codes[i]);
      v[i] -= mean[k] / n[k];
    }
  }
}

}  // namespace

std::unique_ptr<MediationDraws> MediationDraws::make(const MediationEquations& q, const ClusterResampler& clusters,
                                                     const std::vector<std::uint8_t>& use, const Context& c) {
  const EstimationSample s = sample_from_mask(use);
  const std::vector<std::int32_t> of_row = clusters.cluster_of_rows();
  std::vector<std::int32_t> cluster;
  for (const data::Row row : s.rows) cluster.push_back(of_row[row]);
  std::vector<GroupCodes> inside, across;
  if (!q.absorb.empty()) {
    const AbsorbRequest request = parse_absorb(q.absorb, c);
    const AbsorbedEffects effects(request, s, c);
    for (std::size_t k = 0; k < request.terms.size(); ++k) {
      if (!request.terms[k].slopes.empty() || !request.terms[k].intercept) return nullptr;
      const GroupCodes& g = effects.groups()[k];
      (within_clusters(g, cluster) ? inside : across).push_back(g);
    }
  }
  std::size_t dummies = 0;
  for (const GroupCodes& g : across) dummies += g.count;
  if (inside.size() > 1 || dummies > most_dummies) return nullptr;
  const Design controls = make_design(command::resolve_terms(q.controls, c), false, s, c);
  auto out = std::make_unique<MediationDraws>();
  out->mediators_ = q.mediators.size(), out->direct_ = q.direct;
  out->nuisances_ = 1 + dummies + controls.x.cols;
  numeric::Matrix columns(s.size(), out->nuisances_ + 2 + q.mediators.size());
  std::fill(columns.column(0).begin(), columns.column(0).end(), 1.0);
  std::size_t at = 1;
  for (const GroupCodes& g : across) {
    for (std::size_t i = 0; i < s.size(); ++i) columns(i, at + static_cast<std::size_t>(g.codes[i])) = 1;
    at += g.count;
  }
  for (std::size_t j = 0; j < controls.x.cols; ++j, ++at)
    std::copy_n(controls.x.column(j).begin(), s.size(), columns.column(at).begin());
  std::vector<std::string> names{q.x};
  names.insert(names.end(), q.mediators.begin(), q.mediators.end());
  names.push_back(q.y);
  for (const std::string& name : names) {
    const command::Terms term = command::resolve_terms(name, c);
    if (term.size() != 1) return nullptr;
    const std::vector<double> v = term_values(term[0], s, c);
    std::copy(v.begin(), v.end(), columns.column(at++).begin());
  }
  if (!inside.empty()) {
    subtract_level_means(columns, inside[0]);
  } else {
    // Numbers far from 0 would lose digits beside the constant.
    GroupCodes all;
    all.count = 1, all.codes.assign(s.size(), 0);
    numeric::Matrix rest(s.size(), columns.cols - 1);
    std::copy(columns.data.begin() + static_cast<std::ptrdiff_t>(s.size()), columns.data.end(), rest.data.begin());
    subtract_level_means(rest, all);
    std::copy(rest.data.begin(), rest.data.end(), columns.data.begin() + static_cast<std::ptrdiff_t>(s.size()));
  }
  out->grams_ = std::make_unique<numeric::ClusterGrams>(columns, cluster, clusters.clusters());
  return out;
}

bool MediationDraws::fit(const std::vector<std::size_t>& drawn, MediationCoefficients& out) const {
  const numeric::Matrix left = numeric::without_nuisances(grams_->sum(drawn), nuisances_);
  const std::size_t y = 1 + mediators_;
  const std::size_t x[] = {0};
  const std::vector<double> total = numeric::gram_coefficients(left, y, x);
  if (total.empty()) return false;
  out.total = total[0], out.direct = data::missing;
  out.a.clear(), out.b.clear();
  for (std::size_t m = 1; m <= mediators_; ++m) out.a.push_back(left(0, m) / left(0, 0));
  std::vector<std::size_t> regressors(mediators_ + (direct_ ? 1 : 0));
  std::iota(regressors.begin(), regressors.end(), direct_ ? std::size_t{0} : std::size_t{1});
  const std::vector<double> last = numeric::gram_coefficients(left, y, regressors);
  if (last.empty()) return false;
  if (direct_) out.direct = last[0];
  out.b.assign(last.begin() + (direct_ ? 1 : 0), last.end());
  return true;
}

}  // namespace nqp::kit
