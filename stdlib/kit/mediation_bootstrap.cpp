#include "stdlib/kit/mediation_bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

#include "grammar/ast/error.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/cluster_resample.hpp"
#include "stdlib/kit/mediation_draws.hpp"
#include "stdlib/kit/replications.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::kit {

using runtime::Session;

namespace {

constexpr std::size_t samples_between_polls = 4096;

MediationModel drawn_model(const MediationCall& a, const MediationCoefficients& k) {
  MediationModel m;
  m.direct_estimated = a.direct();
  m.c.b = k.total, m.direct.b = k.direct;
  for (std::size_t j = 0; j < k.a.size(); ++j) {
    Mediator v;
    v.a.b = k.a[j], v.b.b = k.b[j];
    v.test.product = k.a[j] * k.b[j];
    m.mediators.push_back(std::move(v));
  }
  return m;
}

// Least squares in all equations on one sample: coefficients of bootstrap samples come from cross products. nullptr
// for other estimators, and when the coefficients of the data do not come out.
std::unique_ptr<MediationDraws> quick_draws(const MediationCall& a, const ClusterResampler& units,
                                            const std::vector<std::uint8_t>& use,
                                            const std::vector<double>& observed, Session& s) {
  const bool linear = a.cmd.empty() || a.cmd == "regress" || a.cmd == "reghdfe";
  if (!linear || a.own_sample || !trim(a.cmd_options).empty()) return nullptr;
  std::unique_ptr<MediationDraws> out;
  try {
    out = MediationDraws::make({a.outcome[0], a.x, a.controls, a.absorb, a.mediators, a.direct()}, units, use,
                               s.context());
  } catch (const Error& e) {
    if (e.code == 1) throw;
    return nullptr;
  }
  if (!out) return nullptr;
  std::vector<std::size_t> all(units.clusters());
  std::iota(all.begin(), all.end(), std::size_t{0});
  MediationCoefficients k;
  if (!out->fit(all, k)) return nullptr;
  const std::vector<double> values = effect_values(drawn_model(a, k));
  for (std::size_t j = 0; j < values.size(); ++j)
    if (data::is_missing(values[j]) != data::is_missing(observed[j]) ||
        std::fabs(values[j] - observed[j]) > 1e-7 * (std::fabs(observed[j]) + 1e-7))
      return nullptr;
  return out;
}

// Effects of every bootstrap sample, empty where it cannot be estimated; from cross products, in several threads.
std::vector<std::vector<double>> summed_effects(const MediationCall& a, const ClusterResampler& units,
                                                const MediationDraws& quick, std::size_t reps, std::uint64_t seed,
                                                Session& s) {
  std::vector<std::vector<double>> out(reps);
  const std::size_t pieces = numeric::cores();
  for (std::size_t from = 0; from < out.size(); from += samples_between_polls) {
    s.poll();
    const std::size_t count = std::min(samples_between_polls, out.size() - from);
    numeric::in_parallel(pieces, [&](std::size_t piece) {
      MediationCoefficients k;
      for (std::size_t r = from + count * piece / pieces; r < from + count * (piece + 1) / pieces; ++r) {
        numeric::rng::Generator g(seed, r + 1);
        if (quick.fit(units.draw_clusters(g), k)) out[r] = effect_values(drawn_model(a, k));
      }
    });
  }
  return out;
}

// The same from the regressions themselves.
std::vector<std::vector<double>> refitted_effects(const MediationCall& a, const ClusterResampler& units,
                                                  const std::string& touse, std::size_t reps, std::uint64_t seed,
                                                  Session& s) {
  std::vector<std::vector<double>> out(reps);
  for (std::size_t r = 0; r < out.size(); ++r) {
    s.poll();
    s.generator() = numeric::rng::Generator(seed, r + 1);
    s.set_frame(units.draw(s.generator()));
    if (s.captured([&] { out[r] = effect_values(estimate_mediation(a, touse, false, s)); }, false) == 1)
      throw Error(1, "--Break--");
  }
  return out;
}

// Effects without each cluster in turn, for the acceleration of BCa intervals.
std::vector<std::vector<double>> left_out_effects(const MediationCall& a, const ClusterResampler& units,
                                                  const MediationDraws* quick, const std::string& touse,
                                                  Session& s) {
  std::vector<std::vector<double>> out(units.clusters());
  for (std::size_t k = 0; k < out.size(); ++k) {
    s.poll();
    std::vector<std::size_t> others;
    for (std::size_t j = 0; j < out.size(); ++j)
      if (j != k) others.push_back(j);
    MediationCoefficients fit;
    if (quick) {
      if (quick->fit(others, fit)) out[k] = effect_values(drawn_model(a, fit));
      continue;
    }
    s.set_frame(units.take(others));
    if (s.captured([&] { out[k] = effect_values(estimate_mediation(a, touse, false, s)); }, false) == 1)
      throw Error(1, "--Break--");
  }
  return out;
}

// One for each effect; missing where there is nothing to compute it from.
std::vector<double> accelerations(const std::vector<std::vector<double>>& left_out, std::size_t effects) {
  std::vector<double> out;
  for (std::size_t j = 0; j < effects; ++j) {
    std::vector<double> values;
    for (const std::vector<double>& v : left_out)
      if (!v.empty() && !data::is_missing(v[j])) values.push_back(v[j]);
    out.push_back(values.size() < 2 ? data::missing : acceleration_of(values));
  }
  return out;
}

}  // namespace

std::string drawn_clusters(const MediationCall& a, const MediationResampling& r, const data::Frame& f) {
  if (!r.cluster.empty()) return r.cluster;
  if (!a.vce.variables.empty()) return a.vce.variables.front();
  const bool panel = f.panel && !f.panel->panel.empty();
  return panel && !a.absorb.empty() ? f.panel->panel : "";
}

const double* bootstrap_ends(const BootstrapSummary& b, const std::string& kind) {
  if (kind == "bca") return b.accelerated;
  return kind == "bc" ? b.corrected : kind == "normal" ? b.normal : b.percentile;
}

MediationBootstrap bootstrap_mediation(const MediationCall& a, const MediationResampling& r,
                                       const data::Frame& marked, const std::string& touse,
                                       const std::vector<std::uint8_t>& use, const std::vector<double>& observed,
                                       Session& s) {
  const ClusterResampler units(marked, drawn_clusters(a, r, marked), use);
  const auto reps = static_cast<std::size_t>(r.reps);
  const std::uint64_t seed = replication_seed(r.seed, s);
  const numeric::Rng generator = s.generator();
  const std::unique_ptr<MediationDraws> quick =
      r.run_all ? nullptr : quick_draws(a, units, use, observed, s);
  const std::vector<std::vector<double>> samples =
      quick ? summed_effects(a, units, *quick, reps, seed, s) : refitted_effects(a, units, touse, reps, seed, s);
  s.generator() = generator;
  std::vector<std::vector<double>> left_out;
  if (r.interval == "bca") left_out = left_out_effects(a, units, quick.get(), touse, s);
  const std::vector<double> acceleration = accelerations(left_out, observed.size());
  std::vector<std::vector<double>> draws(observed.size());
  MediationBootstrap out;
  for (const std::vector<double>& values : samples) {
    ++(values.empty() ? out.failures : out.reps);
    for (std::size_t j = 0; j < values.size(); ++j)
      if (!data::is_missing(values[j])) draws[j].push_back(values[j]);
  }
  out.clusters = static_cast<double>(units.clusters());
  if (out.reps < 2) throw Error(498, "fewer than two bootstrap replications gave results");
  for (std::size_t j = 0; j < draws.size(); ++j) {
    const std::size_t n = draws[j].size();
    out.effects.push_back(n < 2 ? BootstrapSummary{}
                                : summarise_bootstrap(observed[j], draws[j], r.level, acceleration[j]));
    out.p.push_back(n < 2 ? data::missing : numeric::sign_p_value(draws[j]));
  }
  return out;
}

}  // namespace nqp::kit
