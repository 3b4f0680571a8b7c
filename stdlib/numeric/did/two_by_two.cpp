#include "stdlib/numeric/did/two_by_two.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stdlib/numeric/did/propensity.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::numeric {
namespace {

constexpr double trim_level = 0.995, overlap_limit = 0.999;

struct Cell {
  std::span<const double> change;
  std::span<const std::uint8_t> treated;
  std::vector<double> weights;  // mean one
  Matrix x;                     // constant first
  double n() const { return static_cast<double>(change.size()); }
};

double weighted_average(std::span<const double> v) {
  return std::accumulate(v.begin(), v.end(), 0.0) / double(v.size());
}

// E(w x) for every column.
std::vector<double> column_means(const Matrix& x, std::span<const double> w) {
  std::vector<double> out(x.cols, 0.0);
  for (std::size_t j = 0; j < x.cols; ++j)
    for (std::size_t i = 0; i < x.rows; ++i) out[j] += w[i] * x(i, j);
  for (double& v : out) v /= double(x.rows);
  return out;
}

std::vector<double> unit_mean_weights(const TwoByTwoSpec& spec) {
  std::vector<double> w(spec.weights.begin(), spec.weights.end());
  if (w.empty()) w.assign(spec.change.size(), 1.0);
  const double m = weighted_average(w);
  for (double& v : w) v /= m;
  return w;
}

// Constant and the columns that are not collinear among the controls.
Matrix kept_controls(const TwoByTwoSpec& spec) {
  const std::size_t n = spec.change.size();
  std::vector<std::size_t> controls;
  for (std::size_t i = 0; i < n; ++i)
    if (!spec.treated[i]) controls.push_back(i);
  std::vector<std::size_t> kept;
  if (spec.x.cols > 0) {
    Matrix xc(controls.size(), spec.x.cols);
    std::vector<double> yc;
    for (std::size_t i = 0; i < controls.size(); ++i) {
      yc.push_back(spec.change[controls[i]]);
      for (std::size_t j = 0; j < spec.x.cols; ++j) xc(i, j) = spec.x(controls[i], j);
    }
    const LeastSquares fit = least_squares({.y = yc, .x = xc, .constant = true, .want_residuals = false});
    for (std::size_t j = 0; j < spec.x.cols; ++j)
      if (!fit.omitted[j]) kept.push_back(j);
  }
  Matrix out(n, kept.size() + 1, 1.0);
  for (std::size_t j = 0; j < kept.size(); ++j)
    std::copy_n(spec.x.column(kept[j]).begin(), n, out.column(j + 1).begin());
  return out;
}

// Regression of the change on x with weights w, its fit for everybody and its influence: rows w e x' (E w x x')^-1.
struct Outcome {
  std::vector<double> fitted;
  Matrix inverse;             // (E w x x')^-1
  std::vector<double> score;  // w e
};
Outcome outcome_regression(const Cell& c, std::span<const double> w) {
  const std::size_t n = c.change.size();
  const LeastSquares fit =
      least_squares({.y = c.change, .x = c.x, .weights = w, .want_residuals = true, .keep_all_columns = true});
  Outcome o;
  o.fitted.resize(n), o.score.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    o.fitted[i] = c.change[i] - fit.residuals[i];
    o.score[i] = w[i] * fit.residuals[i];
  }
  o.inverse = scale(fit.xtx_inverse, c.n());
  return o;
}

// x_i' H m for every row, times score_i.
std::vector<double> projected(const Cell& c, const Matrix& h, const std::vector<double>& m,
                              std::span<const double> score) {
  std::vector<double> out = multiply(c.x, multiply(h, m));
  for (std::size_t i = 0; i < out.size(); ++i) out[i] *= score[i];
  return out;
}

struct Weighted {
  std::vector<double> treat, control;
};
Weighted odds_weights(const Cell& c, const std::vector<double>& p) {
  Weighted w{std::vector<double>(p.size()), std::vector<double>(p.size())};
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (c.treated[i]) w.treat[i] = c.weights[i];
    else if (p[i] < trim_level) w.control[i] = c.weights[i] * p[i] / (1 - p[i]);
  }
  return w;
}

std::vector<double> control_weights(const Cell& c) {
  std::vector<double> w = c.weights;
  for (std::size_t i = 0; i < w.size(); ++i)
    if (c.treated[i]) w[i] = 0;
  return w;
}

// Weighted mean of v and w (v - mean) / E(w).
struct Part {
  double mean = 0, weight = 0;
  std::vector<double> influence;
};
Part weighted_part(std::span<const double> w, std::span<const double> v) {
  Part p;
  p.weight = weighted_average(w);
  p.influence.resize(v.size());
  for (std::size_t i = 0; i < v.size(); ++i) p.mean += w[i] * v[i];
  p.mean /= double(v.size()) * p.weight;
  for (std::size_t i = 0; i < v.size(); ++i) p.influence[i] = w[i] * (v[i] - p.mean) / p.weight;
  return p;
}

void add_times(std::vector<double>& to, const std::vector<double>& v, double factor) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += factor * v[i];
}

std::vector<double> residual(const Cell& c, const Outcome& o) {
  std::vector<double> d(c.change.begin(), c.change.end());
  add_times(d, o.fitted, -1);
  return d;
}

// w (v - centre), for the moments that multiply the influence of the propensity.
std::vector<double> centred_scores(std::span<const double> w, std::span<const double> v, double centre) {
  std::vector<double> out(v.size());
  for (std::size_t i = 0; i < v.size(); ++i) out[i] = w[i] * (v[i] - centre);
  return out;
}

void finish_effect(TwoByTwo& r, const Part& treat, const Part& control) {
  r.att = treat.mean - control.mean;
  r.influence = treat.influence;
  add_times(r.influence, control.influence, -1);
}

void by_regression(const Cell& c, TwoByTwo& r) {
  const Outcome o = outcome_regression(c, control_weights(c));
  const std::vector<double> w = odds_weights(c, std::vector<double>(c.change.size(), 0.5)).treat;
  const Part treat = weighted_part(w, c.change);
  Part control = weighted_part(w, o.fitted);
  add_times(control.influence, projected(c, o.inverse, column_means(c.x, w), o.score), 1 / control.weight);
  finish_effect(r, treat, control);
}

void by_weighting(const Cell& c, const Propensity& p, TwoByTwo& r) {
  const Weighted w = odds_weights(c, p.p);
  const Part treat = weighted_part(w.treat, c.change);
  Part control = weighted_part(w.control, c.change);
  const std::vector<double> m = column_means(c.x, centred_scores(w.control, c.change, control.mean));
  add_times(control.influence, projected(c, p.inverse, m, p.score), 1 / control.weight);
  finish_effect(r, treat, control);
}

void by_abadie(const Cell& c, const Propensity& p, TwoByTwo& r) {
  const Weighted w = odds_weights(c, p.p);
  const double share = weighted_average(w.treat);
  const std::size_t n = c.change.size();
  std::vector<double> control(n);
  for (std::size_t i = 0; i < n; ++i) control[i] = w.control[i] * c.change[i];
  r.influence = projected(c, p.inverse, column_means(c.x, control), p.score);
  for (std::size_t i = 0; i < n; ++i) r.att += (w.treat[i] * c.change[i] - control[i]) / (c.n() * share);
  for (std::size_t i = 0; i < n; ++i)
    r.influence[i] = (w.treat[i] * c.change[i] - control[i] - r.influence[i] - w.treat[i] * r.att) / share;
}

void doubly_robust(const Cell& c, const Propensity& p, TwoByTwo& r) {
  const Outcome o = outcome_regression(c, control_weights(c));
  const std::vector<double> d = residual(c, o);
  const Weighted w = odds_weights(c, p.p);
  Part treat = weighted_part(w.treat, d), control = weighted_part(w.control, d);
  add_times(treat.influence, projected(c, o.inverse, column_means(c.x, w.treat), o.score), -1 / treat.weight);
  const std::vector<double> m = column_means(c.x, centred_scores(w.control, d, control.mean));
  add_times(control.influence, projected(c, p.inverse, m, p.score), 1 / control.weight);
  add_times(control.influence, projected(c, o.inverse, column_means(c.x, w.control), o.score), -1 / control.weight);
  finish_effect(r, treat, control);
}

// The estimates of the nuisance functions do not change the influence of the improved estimator (theorem 3.1).
void doubly_robust_improved(const Cell& c, const Propensity& p, TwoByTwo& r) {
  std::vector<double> wls = control_weights(c);
  for (std::size_t i = 0; i < wls.size(); ++i) wls[i] *= p.p[i] / (1 - p.p[i]);
  const std::vector<double> d = residual(c, outcome_regression(c, wls));
  const Weighted w = odds_weights(c, p.p);
  finish_effect(r, weighted_part(w.treat, d), weighted_part(w.control, d));
}

// Without covariates all estimators are the difference of mean changes.
void by_means(const Cell& c, TwoByTwo& r) {
  double sum[2] = {}, weight[2] = {};
  const std::size_t n = c.change.size();
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t d = c.treated[i] ? 1 : 0;
    sum[d] += c.weights[i] * c.change[i], weight[d] += c.weights[i];
  }
  const double mean[2] = {sum[0] / weight[0], sum[1] / weight[1]}, factor[2] = {-c.n() / weight[0], c.n() / weight[1]};
  r.att = mean[1] - mean[0];
  r.influence.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t d = c.treated[i] ? 1 : 0;
    r.influence[i] = factor[d] * c.weights[i] * (c.change[i] - mean[d]);
  }
}

bool few_controls(const Cell& c) {
  double treated = 0;
  for (std::size_t i = 0; i < c.weights.size(); ++i) treated += c.treated[i] ? c.weights[i] : 0;
  return treated >= trim_level * c.n();
}

}  // namespace

TwoByTwo two_by_two(const TwoByTwoSpec& spec) {
  const std::size_t n = spec.change.size();
  if (spec.treated.size() != n || (spec.x.cols > 0 && spec.x.rows != n) ||
      (!spec.weights.empty() && spec.weights.size() != n))
    throw Failure(FailureCode::conformability, "two_by_two");
  TwoByTwo r;
  for (const std::uint8_t d : spec.treated) (d ? r.n_treated : r.n_control) += 1;
  if (r.n_treated == 0) return r.state = TwoByTwo::State::no_treated, r;
  if (r.n_control == 0) return r.state = TwoByTwo::State::no_controls, r;
  const Cell cell{spec.change, spec.treated, unit_mean_weights(spec), kept_controls(spec)};
  if (static_cast<std::size_t>(r.n_control) < cell.x.cols) return r.state = TwoByTwo::State::singular, r;
  if (cell.x.cols == 1 && !few_controls(cell)) return by_means(cell, r), r;
  if (spec.method == DidMethod::reg) return by_regression(cell, r), r;
  const Propensity p = spec.method == DidMethod::drimp ? tilted_propensity(cell.x, spec.treated, cell.weights)
                                                       : logit_propensity(cell.x, spec.treated, cell.weights);
  if (!p.converged) return r.state = TwoByTwo::State::no_overlap, r;
  if (*std::max_element(p.p.begin(), p.p.end()) >= overlap_limit) return r.state = TwoByTwo::State::no_overlap, r;
  switch (spec.method) {
    case DidMethod::stdipw: by_weighting(cell, p, r); break;
    case DidMethod::ipw: by_abadie(cell, p, r); break;
    case DidMethod::drimp: doubly_robust_improved(cell, p, r); break;
    default: doubly_robust(cell, p, r);
  }
  return r;
}

}  // namespace nqp::numeric
