#include <algorithm>
#include <cmath>
#include <memory>

#include "stdlib/numeric/likelihood/group_model.hpp"

namespace nqp::numeric {
namespace {

constexpr double half_ln_two_pi = 0.9189385332046727;

struct EffectsGroup {
  const GroupedRows& r;
  const RowLikelihood& row;
  std::size_t g;
  std::vector<double> eta;             // without the effect
  double other = 0;                    // the ancillary index

  EffectsGroup(const GroupedRows& rows, const RowLikelihood& likelihood, std::size_t group, bool constant,
               bool ancillary, const double* b)
      : r(rows), row(likelihood), g(group) {
    for (std::size_t i = r.begin[g]; i < r.begin[g + 1]; ++i)
      eta.push_back(r.index(i, b) + (constant ? b[r.x.cols] : 0));
    if (ancillary) other = b[r.x.cols + (constant ? 1 : 0)];
  }

  // ln density of outcomes and effect at u (times √2π), with two derivatives in u.
  double joint(double u, double sigma, double* first, double* second) const {
    double ll = -u * u / 2;
    *first = -u;
    *second = -1;
    for (std::size_t i = 0; i < eta.size(); ++i) {
      const double at[2] = {eta[i] + sigma * u, other};
      double d[2] = {0, 0}, h[4] = {0, 0, 0, 0};
      ll += row(r.begin[g] + i, at, d, h);
      *first += sigma * d[0];
      *second += sigma * sigma * h[0];
    }
    return ll;
  }
};

struct NodePlace {
  double centre = 0, spread = 1;       // nodes of weight exp(-u²/2) are centre + spread u
};

// Terms of the sum at the nodes: logarithms, scaled by their greatest, and what was taken out.
struct NodeTerms {
  std::vector<double> node, share;     // shares add up to 1
  double ll = 0;
};

NodeTerms terms_at(const EffectsGroup& e, double sigma, const NodePlace& place, const Quadrature& q) {
  NodeTerms t;
  const double step = place.spread * std::sqrt(2.0);
  double top = -HUGE_VAL, sum = 0, d = 0, h = 0;
  for (std::size_t j = 0; j < q.nodes.size(); ++j) {
    t.node.push_back(place.centre + step * q.nodes[j]);
    t.share.push_back(e.joint(t.node[j], sigma, &d, &h) + q.nodes[j] * q.nodes[j] + std::log(q.weights[j]));
    top = std::max(top, t.share[j]);
  }
  for (double& v : t.share) sum += v = std::exp(v - top);
  for (double& v : t.share) v /= sum;
  t.ll = top + std::log(sum) + std::log(step) - half_ln_two_pi;
  return t;
}

// The joint density is log-concave in u.
NodePlace at_mode(const EffectsGroup& e, double sigma) {
  double u = 0, d = 0, h = -1;
  for (int k = 0; k < 50; ++k) {
    e.joint(u, sigma, &d, &h);
    const double step = std::clamp(-d / h, -2.0, 2.0);
    u += step;
    if (std::abs(step) < 1e-10) break;
  }
  e.joint(u, sigma, &d, &h);
  return {u, 1 / std::sqrt(-h)};
}

// Posterior mean and standard deviation by the quadrature that they place, from the mode until nothing changes.
NodePlace at_mean(const EffectsGroup& e, double sigma, const Quadrature& q) {
  NodePlace place = at_mode(e, sigma);
  for (int k = 0; k < 100; ++k) {
    const NodeTerms t = terms_at(e, sigma, place, q);
    double mean = 0, square = 0;
    for (std::size_t j = 0; j < t.node.size(); ++j) mean += t.share[j] * t.node[j];
    for (std::size_t j = 0; j < t.node.size(); ++j) square += t.share[j] * (t.node[j] - mean) * (t.node[j] - mean);
    const NodePlace next{mean, std::sqrt(square)};
    if (!(next.spread > 1e-8)) return place;  // one node took everything: too few points for this group
    const double change = std::max(std::abs(next.centre - place.centre), std::abs(next.spread - place.spread));
    place = next;
    if (change < 1e-11) break;
  }
  return place;
}

// Means of scores, and of Hessians plus products of scores, under the shares of the nodes.
void add_effect_derivatives(const EffectsGroup& e, bool constant, bool ancillary, double sigma, const NodeTerms& t,
                            double* score, double* hessian) {
  const std::size_t k = e.r.x.cols, own = k + (constant ? 1 : 0), m = own + (ancillary ? 1 : 0), p = m + 1;
  std::vector<double> s(p), mean(p, 0.0), x(p, 0.0);
  for (std::size_t j = 0; j < t.node.size(); ++j) {
    const double w = t.share[j];
    std::fill(s.begin(), s.end(), 0.0);
    for (std::size_t i = 0; i < e.eta.size(); ++i) {
      const std::size_t row = e.r.begin[e.g] + i;
      const double at[2] = {e.eta[i] + sigma * t.node[j], e.other};
      double d[2] = {0, 0}, h[4] = {0, 0, 0, 0};
      e.row(row, at, d, h);
      for (std::size_t a = 0; a < own; ++a) x[a] = a < k ? e.r.x(row, a) : 1;
      x[m] = sigma * t.node[j] / 2;
      for (std::size_t a = 0; a < p; ++a) {
        s[a] += d[0] * x[a];
        for (std::size_t c = 0; c < p; ++c) hessian[a * p + c] += w * h[0] * x[a] * x[c];
      }
      hessian[m * p + m] += w * d[0] * x[m] / 2;
      if (!ancillary) continue;
      s[own] += d[1];
      hessian[own * p + own] += w * h[3];
      for (std::size_t a = 0; a < p; ++a) {
        hessian[a * p + own] += w * h[1] * x[a];
        hessian[own * p + a] += w * h[1] * x[a];
      }
    }
    for (std::size_t a = 0; a < p; ++a) {
      mean[a] += w * s[a];
      for (std::size_t c = 0; c < p; ++c) hessian[a * p + c] += w * s[a] * s[c];
    }
  }
  for (std::size_t a = 0; a < p; ++a) {
    score[a] += mean[a];
    for (std::size_t c = 0; c < p; ++c) hessian[a * p + c] -= mean[a] * mean[c];
  }
}

}  // namespace

NormalEffects normal_effects(const GroupedRows& r, bool constant, const RowLikelihood& row, int points,
                             Adaptation adaptation, bool ancillary) {
  const auto places = std::make_shared<std::vector<NodePlace>>(r.begin.size() - 1);
  const auto q = std::make_shared<const Quadrature>(gauss_hermite(points));
  const std::size_t last = r.x.cols + (constant ? 1 : 0) + (ancillary ? 1 : 0);
  NormalEffects out;
  out.adapt = [=](const double* b) {
    if (adaptation == Adaptation::none) return;
    const double sigma = std::exp(b[last] / 2);
    for (std::size_t g = 0; g < places->size(); ++g) {
      const EffectsGroup e(r, row, g, constant, ancillary, b);
      (*places)[g] = adaptation == Adaptation::mode ? at_mode(e, sigma) : at_mean(e, sigma, *q);
    }
  };
  out.group = [=](std::size_t g, const double* b, double* score, double* hessian) {
    const double sigma = std::exp(b[last] / 2);
    const EffectsGroup e(r, row, g, constant, ancillary, b);
    const NodeTerms t = terms_at(e, sigma, (*places)[g], *q);
    if (score) add_effect_derivatives(e, constant, ancillary, sigma, t, score, hessian);
    return t.ll;
  };
  return out;
}

}  // namespace nqp::numeric
