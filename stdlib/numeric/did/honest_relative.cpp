#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "stdlib/numeric/did/honest.hpp"
#include "stdlib/numeric/did/moment_program.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/inner.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::numeric {
namespace {

constexpr std::size_t first_stage_draws = 10000;

// One of the polyhedra whose union is the set of violations: |δ_t+1 - δ_t| <= bound × (δ_s+1 - δ_s) or its negative
// after treatment. Moments A(b - effects) <= 0, with the effects written as value × entry + nuisance.
struct Piece {
  Matrix A;                       // m × periods
  std::vector<double> sigma, at_zero, entry;
  Matrix variance;
  std::optional<MomentProgram> program;
  double first_stage = 0;         // critical value
};

Matrix piece_moments(const HonestSpec& s, double bound, std::size_t s_before, double sign) {
  const std::size_t after = s.l.size(), n = s.b.size();
  Matrix A(2 * after, n);
  const auto place = [&](std::size_t row, std::ptrdiff_t period, double factor) {  // 0 the reference
    if (period == 0) return;
    const auto at = static_cast<std::ptrdiff_t>(s.before) + period - (period > 0 ? 1 : 0);
    A(row, static_cast<std::size_t>(at)) += factor;
  };
  const auto earlier = -static_cast<std::ptrdiff_t>(s_before);
  for (std::size_t t = 0; t < after; ++t)
    for (const std::size_t half : {std::size_t{0}, std::size_t{1}}) {
      const std::size_t row = t + half * after;
      const double side = half == 0 ? 1 : -1;
      place(row, static_cast<std::ptrdiff_t>(t) + 1, side), place(row, static_cast<std::ptrdiff_t>(t), -side);
      place(row, earlier + 1, -bound * sign), place(row, earlier, bound * sign);
    }
  return A;
}

// Draws of N(0, V), one in each column; the same for all pieces.
Matrix normal_draws(const HonestSpec& s, std::uint64_t seed) {
  rng::Generator g(seed);
  const SymmetricEigen e = symmetric_eigen(s.V);
  Matrix z(s.b.size(), first_stage_draws);
  for (double& v : z.data) v = rng::normal(g);
  Matrix root = e.vectors;
  for (std::size_t j = 0; j < root.cols; ++j)
    for (std::size_t i = 0; i < root.rows; ++i) root(i, j) *= std::sqrt(std::max(e.values[j], 0.0));
  return multiply(root, z);
}

double upper_quantile(std::vector<double> values, double p) {
  std::sort(values.begin(), values.end());
  const double at = p * double(values.size() - 1);
  const auto k = std::min(static_cast<std::size_t>(at), values.size() - 2);
  return values[k] + (at - double(k)) * (values[k + 1] - values[k]);
}

Piece make_piece(const HonestSpec& s, double bound, std::size_t s_before, double sign, const Matrix& draws,
                 double size) {
  Piece p;
  p.A = piece_moments(s, bound, s_before, sign);
  p.variance = quadratic_form(p.A, s.V);
  for (std::size_t i = 0; i < p.A.rows; ++i) p.sigma.push_back(std::sqrt(p.variance(i, i)));
  p.at_zero = multiply(p.A, s.b);
  const std::size_t after = s.l.size();
  std::size_t pivot = 0;
  for (std::size_t k = 1; k < after; ++k)
    if (std::fabs(s.l[k]) > std::fabs(s.l[pivot])) pivot = k;
  Matrix nuisance(p.A.rows, after - 1);
  for (std::size_t i = 0; i < p.A.rows; ++i) {
    const double own = p.A(i, s.before + pivot) / s.l[pivot];
    p.entry.push_back(own);
    for (std::size_t k = 0, j = 0; k < after; ++k)
      if (k != pivot) nuisance(i, j++) = p.A(i, s.before + k) - own * s.l[k];
  }
  p.program.emplace(p.sigma, nuisance);
  if (!p.program->feasible()) return p;
  const Matrix simulated = multiply(p.A, draws);
  std::vector<double> largest;
  for (std::size_t r = 0; r < simulated.cols; ++r) largest.push_back(p.program->maximise(simulated.column(r)));
  p.first_stage = upper_quantile(std::move(largest), 1 - size);
  return p;
}

// End of the interval of values v for which the corner stays best when y moves along `direction` (which γ'y follows
// one to one): the best value is convex in v, so Newton's steps from outside reach it. `side` 1: the upper end.
double corner_end(MomentProgram& program, const std::vector<double>& rest, const std::vector<double>& direction,
                  double side, double scale) {
  std::vector<double> y(rest.size());
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = side * direction[i];
  if (program.maximise(y) <= side + 1e-9) return side * HUGE_VAL;  // no corner that grows faster, or slower
  double v = 0;
  for (int step = 0; step < 200; ++step) {
    const double slope = inner(program.gamma(), direction);
    if (std::fabs(1 - slope) < 1e-12) break;
    v = inner(program.gamma(), rest) / (1 - slope);
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = rest[i] + v * direction[i];
    if (program.maximise(y) <= v + 1e-10 * scale) break;
  }
  return v;
}

// The 1 - size quantile of N(0, sd²) between two limits.
double truncated_quantile(double low, double high, double sd, double size) {
  const double a = low / sd, b = high / sd;
  if (a > 37) return sd * (a - std::log(size) / a);  // far tail: exponential
  const double above_b = dist::normal(-b), above_a = dist::normal(-a);
  return -sd * dist::invnormal(above_b + size * (above_a - above_b));
}

bool piece_accepts(Piece& p, double value, double size) {
  std::vector<double> y(p.at_zero.size());
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = p.at_zero[i] - value * p.entry[i];
  if (!p.program->feasible()) return true;
  const double eta = p.program->maximise(y);
  if (eta <= 0) return true;
  if (eta > p.first_stage) return false;
  const std::vector<double> gamma = p.program->gamma();
  std::vector<double> direction = multiply(p.variance, gamma);
  const double variance = inner(gamma, direction);
  const double scale = std::max(std::fabs(eta), p.first_stage);
  if (!(variance > 1e-20)) return false;
  std::vector<double> rest(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) direction[i] /= variance, rest[i] = y[i] - eta * direction[i];
  const double low = corner_end(*p.program, rest, direction, -1, scale);
  const double high = std::min(corner_end(*p.program, rest, direction, 1, scale), p.first_stage);
  if (low >= high) return true;
  return eta <= std::max(0.0, truncated_quantile(low, high, std::sqrt(variance), size));
}

struct RelativeTest {
  std::vector<Piece> pieces;
  double size = 0;
  bool accepts(double value) {
    return std::any_of(pieces.begin(), pieces.end(), [&](Piece& p) { return piece_accepts(p, value, size); });
  }
};

RelativeTest relative_test(const HonestSpec& s, double bound, std::uint64_t seed, Progress& progress) {
  if (s.before == 0) throw Failure(FailureCode::data_requirement, "an effect before treatment is needed");
  const double first = s.alpha / 10;
  RelativeTest t;
  t.size = (s.alpha - first) / (1 - first);
  const Matrix draws = normal_draws(s, seed);
  for (std::size_t k = 1; k <= s.before; ++k)
    for (const double sign : {1.0, -1.0}) {
      check(progress);
      t.pieces.push_back(make_piece(s, bound, k, sign, draws, first));
    }
  return t;
}

// The limit of what is accepted between `out`, rejected, and `in`, accepted.
double accepted_limit(RelativeTest& t, double out, double in) {
  for (int i = 0; i < 30; ++i) {
    const double middle = (out + in) / 2;
    (t.accepts(middle) ? in : out) = middle;
  }
  return in;
}

// How far from the estimate limits can be looked for: 20 standard errors and what the violations may add.
double search_radius(const HonestSpec& s, double bound) {
  const HonestInterval usual = parallel_interval(s);
  double steepest = 0, reach = 0;
  for (std::size_t k = 0; k < s.before; ++k)
    steepest = std::max(steepest, std::fabs(s.b[k] - (k + 1 < s.before ? s.b[k + 1] : 0)));
  for (std::size_t k = 0; k < s.l.size(); ++k) reach += double(k + 1) * std::fabs(s.l[k]);
  const double error = (usual.high - usual.low) / (2 * dist::invnormal(1 - s.alpha / 2));
  return 20 * error + bound * steepest * reach;
}

}  // namespace

bool relative_accepts(const HonestSpec& s, double bound, double value, std::uint64_t seed, Progress& progress) {
  return relative_test(s, bound, seed, progress).accepts(value);
}

HonestInterval relative_interval(const HonestSpec& s, double bound, std::uint64_t seed, Progress& progress) {
  RelativeTest t = relative_test(s, bound, seed, progress);
  const HonestInterval usual = parallel_interval(s);
  const double centre = (usual.low + usual.high) / 2, radius = search_radius(s, bound);
  constexpr int steps = 300;
  HonestInterval out{HUGE_VAL, -HUGE_VAL};
  for (const double side : {-1.0, 1.0}) {
    double far = radius;
    for (int widen = 0; widen < 6 && t.accepts(centre + side * far); ++widen) far *= 4;
    double limit = side * HUGE_VAL;
    if (!t.accepts(centre + side * far)) {
      limit = undefined;
      for (int k = 1; k <= 2 * steps; ++k) {  // inwards; past the centre when all on this side is rejected
        check(progress);
        const double value = centre + side * far * (1 - double(k) / steps);
        if (!t.accepts(value)) continue;
        limit = accepted_limit(t, value + side * far / steps, value);
        break;
      }
    }
    (side < 0 ? out.low : out.high) = limit;
  }
  return out;
}

}  // namespace nqp::numeric
