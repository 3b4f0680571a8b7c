#include "stdlib/numeric/did/synthetic_control.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/general.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"

namespace nqp::numeric {
namespace {

constexpr double hull_slack = 1e-13;   // of the largest squared norm
constexpr int most_corrals = 10000;

double hull_dot(std::span<const double> a, std::span<const double> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

// The points in use and their weights.
struct Corral {
  const Matrix& points;
  double scale;                        // largest squared norm
  std::vector<std::size_t> members;
  std::vector<double> weight;

  std::vector<double> place() const {
    std::vector<double> x(points.rows, 0.0);
    for (std::size_t i = 0; i < members.size(); ++i)
      for (std::size_t k = 0; k < x.size(); ++k) x[k] += weight[i] * points(k, members[i]);
    return x;
  }

  // Weights of the point of the affine hull nearest to the origin; empty when the members are affinely dependent.
  std::vector<double> affine() const {
    const std::size_t n = members.size();
    Matrix a(n, n), one(n, 1, 1.0);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        a(i, j) = 1 + hull_dot(points.column(members[i]), points.column(members[j])) / scale;
    std::vector<double> u;
    try {
      u = solve(a, one).data;
    } catch (const Failure&) {
      return {};
    }
    const double sum = std::accumulate(u.begin(), u.end(), 0.0);
    for (double& v : u) v /= sum;
    return u;
  }

  // Moves towards the affine solution until a weight is zero, whose member leaves.
  void step(const std::vector<double>& to) {
    double part = 1;
    for (std::size_t i = 0; i < to.size(); ++i)
      if (to[i] <= 0) part = std::min(part, weight[i] / (weight[i] - to[i]));
    std::size_t least = 0;
    for (std::size_t i = 0; i < to.size(); ++i) {
      weight[i] += part * (to[i] - weight[i]);
      if (weight[i] < weight[least]) least = i;
    }
    members.erase(members.begin() + static_cast<std::ptrdiff_t>(least));
    weight.erase(weight.begin() + static_cast<std::ptrdiff_t>(least));
  }
};

Matrix scaled_predictors(Matrix x) {
  for (std::size_t i = 0; i < x.rows; ++i) {
    double mean = 0, squares = 0;
    for (std::size_t j = 0; j < x.cols; ++j) mean += x(i, j) / double(x.cols);
    for (std::size_t j = 0; j < x.cols; ++j) squares += (x(i, j) - mean) * (x(i, j) - mean);
    const double sd = std::sqrt(squares / double(x.cols - 1));
    if (!(sd > 0))
      throw Failure(FailureCode::data_requirement, "a predictor is the same in all units",
                    {{"predictor", double(i)}});
    for (std::size_t j = 0; j < x.cols; ++j) x(i, j) /= sd;
  }
  return x;
}

std::vector<double> shares_of(std::vector<double> v) {
  const double sum = std::accumulate(v.begin(), v.end(), 0.0);
  if (!(sum > 0)) throw Failure(FailureCode::data_requirement, "no predictor has any importance");
  for (double& e : v) e /= sum;
  return v;
}

// Σ over outcomes of the squared slope of each predictor.
std::vector<double> regression_importance(const Matrix& x, const Matrix& z) {
  Matrix design(x.cols, x.rows);
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t j = 0; j < x.cols; ++j) design(j, i) = x(i, j);
  std::vector<double> v(x.rows, 0.0), y(x.cols);
  for (std::size_t t = 0; t < z.rows; ++t) {
    for (std::size_t j = 0; j < z.cols; ++j) y[j] = z(t, j);
    const LeastSquares fit = least_squares({.y = y, .x = design, .constant = true, .want_residuals = false});
    for (std::size_t i = 0; i < v.size(); ++i) v[i] += fit.b[i] * fit.b[i];
  }
  return shares_of(std::move(v));
}

ControlWeights weights_at(const Matrix& x, const Matrix& z, std::vector<double> v) {
  Matrix points(x.rows, x.cols - 1);
  for (std::size_t j = 0; j < points.cols; ++j)
    for (std::size_t i = 0; i < x.rows; ++i) points(i, j) = std::sqrt(v[i]) * (x(i, j + 1) - x(i, 0));
  ControlWeights out;
  out.w = nearest_in_hull(points), out.v = std::move(v);
  for (std::size_t t = 0; t < z.rows; ++t) {
    double gap = z(t, 0);
    for (std::size_t j = 0; j < out.w.size(); ++j) gap -= out.w[j] * z(t, j + 1);
    out.mspe += gap * gap / double(z.rows);
  }
  return out;
}

using ControlPoint = std::vector<double>;

// Nelder and Mead (1965) with their coefficients 1, 2, 1/2, 1/2.
ControlPoint nelder_mead(const std::function<double(const ControlPoint&)>& f, const ControlPoint& start,
                         int evaluations) {
  const std::size_t n = start.size();
  std::vector<std::pair<double, ControlPoint>> simplex{{f(start), start}};
  for (std::size_t i = 0; i < n; ++i) {
    ControlPoint p = start;
    p[i] += 1;
    simplex.emplace_back(f(p), p);
  }
  const auto along = [&](const ControlPoint& centre, const ControlPoint& from, double t) {
    ControlPoint p = centre;
    for (std::size_t i = 0; i < n; ++i) p[i] += t * (from[i] - centre[i]);
    const double value = f(p);
    --evaluations;
    return std::pair(value, p);
  };
  const auto lower = [](const auto& a, const auto& b) { return a.first < b.first; };
  while (evaluations > 0) {
    std::sort(simplex.begin(), simplex.end(), lower);
    if (simplex.back().first - simplex.front().first <= 1e-10 * (simplex.front().first + 1e-12)) break;
    ControlPoint centre(n, 0.0);
    for (std::size_t k = 0; k < n; ++k)
      for (std::size_t i = 0; i < n; ++i) centre[i] += simplex[k].second[i] / double(n);
    auto& worst = simplex.back();
    const auto reflected = along(centre, worst.second, -1);
    if (reflected.first < simplex.front().first) {
      const auto expanded = along(centre, worst.second, -2);
      worst = expanded.first < reflected.first ? expanded : reflected;
    } else if (reflected.first < simplex[n - 1].first) {
      worst = reflected;
    } else {
      const auto contracted = along(centre, reflected.first < worst.first ? reflected.second : worst.second, 0.5);
      if (contracted.first < std::min(reflected.first, worst.first)) {
        worst = contracted;
        continue;
      }
      for (std::size_t k = 1; k <= n; ++k) simplex[k] = along(simplex[0].second, simplex[k].second, 0.5);
    }
  }
  return std::min_element(simplex.begin(), simplex.end(), lower)->second;
}

std::vector<double> softmax(const ControlPoint& p) {
  const double most = *std::max_element(p.begin(), p.end());
  std::vector<double> v;
  for (const double e : p) v.push_back(std::exp(e - most));
  return shares_of(std::move(v));
}

ControlWeights nested_weights(const Matrix& x, const Matrix& z, const std::vector<double>& v, Progress& progress) {
  ControlPoint start;
  for (const double e : v) start.push_back(std::log(std::max(e, 1e-6)));
  const auto loss = [&](const ControlPoint& p) {
    check(progress);
    return weights_at(x, z, softmax(p)).mspe;
  };
  // Once more from where it stopped: a simplex may have collapsed too early.
  const int evaluations = 400 * static_cast<int>(v.size());
  const ControlPoint best = nelder_mead(loss, nelder_mead(loss, start, evaluations), evaluations);
  return weights_at(x, z, softmax(best));
}

}  // namespace

std::vector<double> nearest_in_hull(const Matrix& points) {
  std::vector<double> out(points.cols, 0.0);
  double scale = 0;
  std::size_t first = 0;
  for (std::size_t j = 0; j < points.cols; ++j) {
    const double norm = hull_dot(points.column(j), points.column(j));
    scale = std::max(scale, norm);
    if (norm < hull_dot(points.column(first), points.column(first))) first = j;
  }
  if (scale == 0) return out[0] = 1, out;
  Corral c{points, scale, {first}, {1.0}};
  for (int round = 0; round < most_corrals; ++round) {
    const std::vector<double> x = c.place();
    std::size_t next = 0;
    double least = HUGE_VAL;
    for (std::size_t j = 0; j < points.cols; ++j)
      if (const double d = hull_dot(x, points.column(j)); d < least) least = d, next = j;
    const bool inside = std::find(c.members.begin(), c.members.end(), next) != c.members.end();
    if (inside || least >= hull_dot(x, x) - hull_slack * scale) break;
    c.members.push_back(next), c.weight.push_back(0);
    while (true) {
      const std::vector<double> to = c.affine();
      if (to.empty()) {
        c.members.pop_back(), c.weight.pop_back();
        round = most_corrals;
        break;
      }
      if (*std::min_element(to.begin(), to.end()) > 0) {
        c.weight = to;
        break;
      }
      c.step(to);
    }
  }
  for (std::size_t i = 0; i < c.members.size(); ++i) out[c.members[i]] = c.weight[i];
  return out;
}

ControlWeights synthetic_control(const ControlSpec& s, Progress& progress) {
  const Matrix x = scaled_predictors(s.pool.x);
  if (s.importance == Importance::given) return weights_at(x, s.pool.z, shares_of(s.given));
  const std::vector<double> v = regression_importance(x, s.pool.z);
  if (s.importance == Importance::regression) return weights_at(x, s.pool.z, v);
  ControlWeights best = nested_weights(x, s.pool.z, v, progress);
  if (!s.all_starts) return best;
  ControlWeights other =
      nested_weights(x, s.pool.z, std::vector<double>(x.rows, 1 / double(x.rows)), progress);
  return other.mspe < best.mspe ? other : best;
}

}  // namespace nqp::numeric
