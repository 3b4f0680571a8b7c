#include "stdlib/numeric/mediation/causal_mediation.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/mediation/product_test.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/summary.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::numeric {
namespace {

// Draws from N(b, V) through the eigenvectors of V, which may be singular.
class PathCoefficients {
 public:
  explicit PathCoefficients(const EffectModel& m) : b_(m.b), root_(m.b.size(), m.b.size()) {
    const SymmetricEigen e = symmetric_eigen(m.V);
    for (std::size_t j = 0; j < b_.size(); ++j)
      for (std::size_t i = 0; i < b_.size(); ++i) root_(i, j) = e.vectors(i, j) * std::sqrt(std::max(e.values[j], 0.0));
  }
  std::vector<double> draw(rng::Generator& g) const {
    std::vector<double> out = b_;
    for (std::size_t j = 0; j < b_.size(); ++j) {
      const double z = rng::normal(g);
      for (std::size_t i = 0; i < b_.size(); ++i) out[i] += root_(i, j) * z;
    }
    return out;
  }

 private:
  const std::vector<double>& b_;
  Matrix root_;
};

// x b without the columns that the simulation sets itself.
std::vector<double> other_terms(const EffectModel& m, const std::vector<double>& b) {
  std::vector<double> out(m.x.rows);
  for (std::size_t j = 0; j < b.size(); ++j) {
    if (j == m.treatment || m.mediator == j || m.interaction == j || b[j] == 0) continue;
    for (std::size_t i = 0; i < out.size(); ++i) out[i] += m.x(i, j) * b[j];
  }
  return out;
}

double response(EffectLink link, double index) {
  if (link == EffectLink::logit) return dist::invlogit(index);
  return link == EffectLink::probit ? dist::normal(index) : index;
}

// Means over the rows of the outcome under treatment t with the mediator of treatment s.
struct Outcomes {
  double y[2][2] = {{0, 0}, {0, 0}};
};

Outcomes simulate(const EffectModel& m, const EffectModel& y, const std::vector<double>& bm,
                  const std::vector<double>& by, const double (&t)[2], rng::Generator& g) {
  const std::vector<double> rest_m = other_terms(m, bm), rest_y = other_terms(y, by);
  const double effect = y.mediator ? by[*y.mediator] : 0, product = y.interaction ? by[*y.interaction] : 0;
  const auto n = static_cast<double>(rest_m.size());
  Outcomes out;
  for (std::size_t i = 0; i < rest_m.size(); ++i) {
    const double u = rng::uniform(g);
    double mediator[2];
    for (std::size_t s = 0; s < 2; ++s) {
      const double index = rest_m[i] + bm[m.treatment] * t[s];
      mediator[s] = m.link == EffectLink::identity ? index + m.sigma * dist::invnormal(u)
                                                   : (u < response(m.link, index) ? 1.0 : 0.0);
    }
    for (std::size_t k = 0; k < 2; ++k)
      for (std::size_t s = 0; s < 2; ++s) {
        const double index = rest_y[i] + by[y.treatment] * t[k] + effect * mediator[s] + product * t[k] * mediator[s];
        out.y[k][s] += response(y.link, index) / n;
      }
  }
  return out;
}

SimulatedEffect summary(std::vector<double> draws, double level, bool median) {
  SimulatedEffect out;
  double sum = 0;
  std::vector<double> defined;
  for (const double x : draws)
    if (std::isfinite(x)) defined.push_back(x), sum += x;
  if (defined.empty()) return {undefined, undefined, undefined, undefined};
  const Order order(defined);
  out.estimate = median ? order.median() : sum / static_cast<double>(defined.size());
  out.low = order.percentile((100 - level) / 2);
  out.high = order.percentile(100 - (100 - level) / 2);
  out.p = sign_p_value(defined);
  return out;
}

}  // namespace

CausalMediation causal_mediation(const EffectModel& mediator, const EffectModel& outcome,
                                 const MediationSettings& settings, Progress& progress) {
  const PathCoefficients draw_m(mediator), draw_y(outcome);
  const double t[2] = {settings.control, settings.treated};
  std::vector<double> acme0, acme1, acme, ade0, ade1, ade, total, share;
  for (int r = 0; r < settings.simulations && !progress.cancelled(); ++r) {
    rng::Generator g(settings.seed, static_cast<std::uint64_t>(r) + 1);
    const std::vector<double> bm = draw_m.draw(g), by = draw_y.draw(g);
    const Outcomes o = simulate(mediator, outcome, bm, by, t, g);
    acme0.push_back(o.y[0][1] - o.y[0][0]);
    acme1.push_back(o.y[1][1] - o.y[1][0]);
    ade0.push_back(o.y[1][0] - o.y[0][0]);
    ade1.push_back(o.y[1][1] - o.y[0][1]);
    acme.push_back((acme0.back() + acme1.back()) / 2);
    ade.push_back((ade0.back() + ade1.back()) / 2);
    total.push_back(acme.back() + ade.back());
    share.push_back(acme.back() / total.back());
  }
  const auto of = [&](std::vector<double>& x, bool median = false) {
    return summary(std::move(x), settings.level, median);
  };
  return {of(acme0), of(acme1), of(acme), of(ade0), of(ade1), of(ade), of(total), of(share, true)};
}

}  // namespace nqp::numeric
