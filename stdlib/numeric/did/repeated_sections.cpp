#include "stdlib/numeric/did/repeated_sections.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "stdlib/numeric/did/propensity.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::numeric {
namespace {

constexpr double section_trim = 0.995, section_overlap = 0.999;

struct Sections {
  const RepeatedSectionsSpec& spec;
  std::vector<double> w;       // mean one
  Matrix x;                    // constant first
  std::size_t n() const { return w.size(); }
  bool in(std::size_t i, bool treated, bool after) const {
    return (spec.treated[i] != 0) == treated && (spec.after[i] != 0) == after;
  }
};

std::vector<double> section_weights(const RepeatedSectionsSpec& s) {
  std::vector<double> w(s.weights.begin(), s.weights.end());
  if (w.empty()) w.assign(s.y.size(), 1.0);
  double mean = 0;
  for (const double v : w) mean += v / double(w.size());
  for (double& v : w) v /= mean;
  return w;
}

std::vector<std::size_t> section_rows(const RepeatedSectionsSpec& s, bool treated, bool after) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < s.y.size(); ++i)
    if ((s.treated[i] != 0) == treated && (s.after[i] != 0) == after) rows.push_back(i);
  return rows;
}

Matrix section_subset(MatrixView x, const std::vector<std::size_t>& rows) {
  Matrix out(rows.size(), x.cols);
  for (std::size_t j = 0; j < x.cols; ++j)
    for (std::size_t i = 0; i < rows.size(); ++i) out(i, j) = x(rows[i], j);
  return out;
}

// Constant and the columns that are not collinear in any of the samples a regression is fitted to.
Matrix section_design(const RepeatedSectionsSpec& s, bool treated_too) {
  std::vector<std::uint8_t> drop(s.x.cols, 0);
  for (const bool treated : {false, true})
    for (const bool after : {false, true}) {
      if (s.x.cols == 0 || (treated && !treated_too)) continue;
      const std::vector<std::size_t> rows = section_rows(s, treated, after);
      std::vector<double> y;
      for (const std::size_t i : rows) y.push_back(s.y[i]);
      const Matrix x = section_subset(s.x, rows);
      const LeastSquares fit = least_squares({.y = y, .x = x, .constant = true, .want_residuals = false});
      for (std::size_t j = 0; j < s.x.cols; ++j) drop[j] |= fit.omitted[j];
    }
  Matrix out(s.y.size(), 1, 1.0);
  for (std::size_t j = 0; j < s.x.cols; ++j) {
    if (drop[j]) continue;
    out.data.insert(out.data.end(), s.x.column(j).begin(), s.x.column(j).end());
    ++out.cols;
  }
  return out;
}

// Outcome regression in one sample: fit for every row; influence of x'b is x' H (w e x) for rows of the sample.
struct SectionFit {
  std::vector<double> fitted, score;  // score: w e, 0 outside of the sample
  Matrix inverse;                     // (E w x x')^-1 over the sample
};
SectionFit section_fit(const Sections& c, bool treated, bool after, std::span<const double> odds) {
  const std::vector<std::size_t> rows = section_rows(c.spec, treated, after);
  std::vector<double> y, w;
  for (const std::size_t i : rows) y.push_back(c.spec.y[i]), w.push_back(c.w[i] * (odds.empty() ? 1 : odds[i]));
  const Matrix x = section_subset(c.x, rows);
  const LeastSquares fit =
      least_squares({.y = y, .x = x, .weights = w, .want_residuals = true, .keep_all_columns = true});
  SectionFit f;
  f.fitted = multiply(c.x, fit.b);
  f.score.assign(c.n(), 0.0);
  for (std::size_t k = 0; k < rows.size(); ++k) f.score[rows[k]] = w[k] * fit.residuals[k];
  f.inverse = scale(fit.xtx_inverse, double(c.n()));
  return f;
}

struct SectionNuisances {
  std::array<std::optional<SectionFit>, 4> outcome;   // control before, after; treated before, after
  std::optional<Propensity> propensity;
  bool adds_influence = true;
};

// sign × E(v h)/E(v); h has the outcome regressions of `less` with minus and of `plus` with plus, v has the odds when
// `odds` says so.
struct SectionTerm {
  double sign = 1;
  std::vector<double> v, h;
  std::vector<int> less, plus;
  bool odds = false;
};

void add_section_nuisance(const Sections& c, const Matrix& inverse, const std::vector<double>& score,
                  const std::vector<double>& moment, double factor, TwoByTwo& r) {
  const std::vector<double> along = multiply(c.x, multiply(inverse, moment));
  for (std::size_t i = 0; i < c.n(); ++i) r.influence[i] += factor * score[i] * along[i];
}

// E(v x) for each column.
std::vector<double> section_moment(const Sections& c, std::span<const double> v) {
  std::vector<double> out(c.x.cols, 0.0);
  for (std::size_t j = 0; j < c.x.cols; ++j)
    for (std::size_t i = 0; i < c.n(); ++i) out[j] += v[i] * c.x(i, j) / double(c.n());
  return out;
}

void add_section_term(const Sections& c, const SectionTerm& t, const SectionNuisances& nuisances, TwoByTwo& r) {
  double weight = 0, mean = 0;
  for (std::size_t i = 0; i < c.n(); ++i) weight += t.v[i] / double(c.n()), mean += t.v[i] * t.h[i] / double(c.n());
  mean /= weight;
  r.att += t.sign * mean;
  std::vector<double> centred(c.n());
  for (std::size_t i = 0; i < c.n(); ++i) {
    centred[i] = t.v[i] * (t.h[i] - mean);
    r.influence[i] += t.sign * centred[i] / weight;
  }
  if (!nuisances.adds_influence) return;
  const auto outcomes = [&](const std::vector<int>& list, double side) {
    for (const int k : list) {
      const SectionFit& f = *nuisances.outcome[static_cast<std::size_t>(k)];
      add_section_nuisance(c, f.inverse, f.score, section_moment(c, t.v), t.sign * side / weight, r);
    }
  };
  outcomes(t.less, -1), outcomes(t.plus, 1);
  if (t.odds)
    add_section_nuisance(c, nuisances.propensity->inverse, nuisances.propensity->score, section_moment(c, centred),
                 t.sign / weight, r);
}

std::vector<double> section_treated(const Sections& c, bool before, bool after) {
  std::vector<double> v(c.n(), 0.0);
  for (std::size_t i = 0; i < c.n(); ++i)
    if ((before && c.in(i, true, false)) || (after && c.in(i, true, true))) v[i] = c.w[i];
  return v;
}

std::vector<double> section_odds(const Sections& c, const Propensity& p) {
  std::vector<double> odds(c.n(), 0.0);
  for (std::size_t i = 0; i < c.n(); ++i)
    if (!c.spec.treated[i] && p.p[i] < section_trim) odds[i] = p.p[i] / (1 - p.p[i]);
  return odds;
}

std::vector<double> section_controls(const Sections& c, const std::vector<double>& odds, bool after) {
  std::vector<double> v(c.n(), 0.0);
  for (std::size_t i = 0; i < c.n(); ++i)
    if (c.in(i, false, after)) v[i] = c.w[i] * odds[i];
  return v;
}

std::vector<double> less_section_fit(std::span<const double> y, const std::vector<double>& fit) {
  std::vector<double> out(y.begin(), y.end());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] -= fit[i];
  return out;
}

void sections_by_regression(const Sections& c, TwoByTwo& r) {
  SectionNuisances n;
  n.outcome[0] = section_fit(c, false, false, {}), n.outcome[1] = section_fit(c, false, true, {});
  const std::vector<double> y(c.spec.y.begin(), c.spec.y.end());
  add_section_term(c, {1, section_treated(c, false, true), y, {}, {}}, n, r);
  add_section_term(c, {-1, section_treated(c, true, false), y, {}, {}}, n, r);
  add_section_term(c, {-1, section_treated(c, true, true), less_section_fit(n.outcome[1]->fitted, n.outcome[0]->fitted), {0}, {1}}, n, r);
}

void sections_by_weighting(const Sections& c, Propensity p, TwoByTwo& r) {
  SectionNuisances n;
  n.propensity = std::move(p);
  const std::vector<double> odds = section_odds(c, *n.propensity), y(c.spec.y.begin(), c.spec.y.end());
  add_section_term(c, {1, section_treated(c, false, true), y, {}, {}}, n, r);
  add_section_term(c, {-1, section_treated(c, true, false), y, {}, {}}, n, r);
  add_section_term(c, {-1, section_controls(c, odds, true), y, {}, {}, true}, n, r);
  add_section_term(c, {1, section_controls(c, odds, false), y, {}, {}, true}, n, r);
}

// Treated and weighted controls around the fit of the controls, then what the fit of the treated adds.
void sections_doubly_robust(const Sections& c, Propensity p, bool improved, TwoByTwo& r) {
  SectionNuisances n;
  n.propensity = std::move(p);
  const std::vector<double> odds = section_odds(c, *n.propensity);
  const std::span<const double> by_odds = improved ? std::span<const double>(odds) : std::span<const double>{};
  n.outcome[0] = section_fit(c, false, false, by_odds), n.outcome[1] = section_fit(c, false, true, by_odds);
  n.outcome[2] = section_fit(c, true, false, {}), n.outcome[3] = section_fit(c, true, true, {});
  n.adds_influence = !improved;  // theorem 3.1 and its corollary: nuisances do not matter in the limit
  const auto &c0 = n.outcome[0]->fitted, &c1 = n.outcome[1]->fitted, &t0 = n.outcome[2]->fitted,
             &t1 = n.outcome[3]->fitted;
  add_section_term(c, {1, section_treated(c, false, true), less_section_fit(c.spec.y, c1), {1}, {}}, n, r);
  add_section_term(c, {-1, section_treated(c, true, false), less_section_fit(c.spec.y, c0), {0}, {}}, n, r);
  add_section_term(c, {-1, section_controls(c, odds, true), less_section_fit(c.spec.y, c1), {1}, {}, true}, n, r);
  add_section_term(c, {1, section_controls(c, odds, false), less_section_fit(c.spec.y, c0), {0}, {}, true}, n, r);
  const std::vector<double> gap1 = less_section_fit(t1, c1), gap0 = less_section_fit(t0, c0);
  add_section_term(c, {1, section_treated(c, true, true), gap1, {1}, {3}}, n, r);
  add_section_term(c, {-1, section_treated(c, false, true), gap1, {1}, {3}}, n, r);
  add_section_term(c, {-1, section_treated(c, true, true), gap0, {0}, {2}}, n, r);
  add_section_term(c, {1, section_treated(c, true, false), gap0, {0}, {2}}, n, r);
}

// Abadie (2005): N/D with N = E(w κ (T - λ)/(λ(1 - λ)) y), κ the treated less the odds of controls, λ = E(w T).
void sections_by_abadie(const Sections& c, const Propensity& p, TwoByTwo& r) {
  const std::vector<double> odds = section_odds(c, p);
  const double n = double(c.n());
  double lambda = 0, share = 0;
  for (std::size_t i = 0; i < c.n(); ++i) {
    lambda += c.w[i] * (c.spec.after[i] ? 1 : 0) / n;
    share += c.w[i] * (c.spec.treated[i] ? 1 : 0) / n;
  }
  const double spread = lambda * (1 - lambda);
  std::vector<double> term(c.n()), by_odds(c.n(), 0.0);
  double top = 0, slope = 0;
  for (std::size_t i = 0; i < c.n(); ++i) {
    const double t = c.spec.after[i] ? 1 : 0, kappa = c.spec.treated[i] ? 1 : -odds[i];
    term[i] = c.w[i] * kappa * (t - lambda) / spread * c.spec.y[i];
    if (!c.spec.treated[i]) by_odds[i] = term[i];
    top += term[i] / n;
    slope += c.w[i] * kappa * c.spec.y[i] * (-1 / spread - (t - lambda) * (1 - 2 * lambda) / (spread * spread)) / n;
  }
  r.att = top / share;
  for (std::size_t i = 0; i < c.n(); ++i) {
    const double t = c.spec.after[i] ? 1 : 0, d = c.spec.treated[i] ? 1 : 0;
    r.influence[i] = (term[i] - c.w[i] * d * r.att + slope * (c.w[i] * t - c.w[i] * lambda)) / share;
  }
  add_section_nuisance(c, p.inverse, p.score, section_moment(c, by_odds), 1 / share, r);
}

}  // namespace

TwoByTwo repeated_sections(const RepeatedSectionsSpec& s) {
  const std::size_t n = s.y.size();
  if (s.treated.size() != n || s.after.size() != n || (s.x.cols > 0 && s.x.rows != n) ||
      (!s.weights.empty() && s.weights.size() != n))
    throw Failure(FailureCode::conformability, "repeated_sections");
  TwoByTwo r;
  std::array<std::size_t, 4> cells{};
  for (std::size_t i = 0; i < n; ++i) {
    (s.treated[i] ? r.n_treated : r.n_control) += 1;
    ++cells[(s.treated[i] ? 2u : 0u) + (s.after[i] ? 1u : 0u)];
  }
  if (cells[2] == 0 || cells[3] == 0) return r.state = TwoByTwo::State::no_treated, r;
  if (cells[0] == 0 || cells[1] == 0) return r.state = TwoByTwo::State::no_controls, r;
  const bool robust = s.method == DidMethod::dripw || s.method == DidMethod::drimp;
  const Sections c{s, section_weights(s), section_design(s, robust)};
  for (std::size_t k = 0; k < 4; ++k)
    if (cells[k] < c.x.cols && (k < 2 || robust)) return r.state = TwoByTwo::State::singular, r;
  r.influence.assign(n, 0.0);
  if (s.method == DidMethod::reg) return sections_by_regression(c, r), r;
  const Propensity p = s.method == DidMethod::drimp ? tilted_propensity(c.x, s.treated, c.w)
                                                    : logit_propensity(c.x, s.treated, c.w);
  if (!p.converged || *std::max_element(p.p.begin(), p.p.end()) >= section_overlap) {
    r.influence.clear();
    return r.state = TwoByTwo::State::no_overlap, r;
  }
  if (s.method == DidMethod::stdipw) sections_by_weighting(c, p, r);
  else if (s.method == DidMethod::ipw) sections_by_abadie(c, p, r);
  else sections_doubly_robust(c, p, s.method == DidMethod::drimp, r);
  return r;
}

}  // namespace nqp::numeric
