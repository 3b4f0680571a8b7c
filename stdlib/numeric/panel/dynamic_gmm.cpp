#include "stdlib/numeric/panel/dynamic_gmm.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/panel/dynamic_moments.hpp"

namespace nqp::numeric {
namespace {

// Z_i'v for a panel.
std::vector<double> panel_product(const MomentStack& k, std::pair<std::size_t, std::size_t> span,
                                  std::span<const double> v) {
  std::vector<double> out(k.z.cols);
  for (std::size_t j = 0; j < k.z.cols; ++j)
    for (std::size_t i = span.first; i < span.second; ++i) out[j] += k.z(i, j) * v[i];
  return out;
}

// Z_c'v of each cluster, in columns.
Matrix cluster_products(const MomentStack& k, const ErrorClusters& c, std::span<const double> v) {
  Matrix out(k.z.cols, c.count);
  for (std::size_t j = 0; j < k.z.cols; ++j)
    for (std::size_t i = 0; i < v.size(); ++i) out(j, static_cast<std::size_t>(c.codes[i])) += k.z(i, j) * v[i];
  return out;
}

Matrix error_moments(const MomentStack& k, std::span<const double> e) {
  Matrix m(k.z.cols, k.z.cols);
  for (const ErrorClusters& c : k.clusters) {
    const Matrix ze = cluster_products(k, c, e);
    for (std::size_t g = 0; g < c.count; ++g)
      for (std::size_t j = 0; j < ze.rows; ++j)
        for (std::size_t i = 0; i < ze.rows; ++i) m(i, j) += c.weight * ze(i, g) * ze(j, g);
  }
  return m;
}

struct Step {
  Matrix A;        // weight
  Matrix bread;    // (X'Z A Z'X)^-1
  Matrix project;  // bread X'Z A
  std::vector<double> b, e;
};

Step estimate(const MomentStack& k, const Matrix& A) {
  Step out;
  out.A = A;
  const Matrix zx = cross_product(k.z, k.x), xza = multiply(transpose(zx), A);
  const PseudoInverse inverse = pseudo_inverse(multiply(xza, zx));
  if (inverse.rank < k.x.cols)
    throw Failure(FailureCode::not_identified, "the instruments do not identify the equation",
                  {{"instruments", static_cast<double>(k.z.cols)}, {"regressors", static_cast<double>(k.x.cols)}});
  out.bread = inverse.inverse;
  out.project = multiply(out.bread, xza);
  const Matrix zy = cross_product(k.z, MatrixView(k.y.data(), k.y.size(), 1));
  out.b = multiply(out.project, zy.column(0));
  out.e = k.y;
  const std::vector<double> fitted = multiply(k.x, out.b);
  for (std::size_t i = 0; i < out.e.size(); ++i) out.e[i] -= fitted[i];
  return out;
}

// Clusters fewer than regressors leave none; the first step does without.
std::optional<Step> second_step(const DynamicSpec& s, const MomentStack& k, const Matrix& moments) {
  try {
    return estimate(k, pseudo_inverse(moments).inverse);
  } catch (const Failure&) {
    if (s.two_step) throw;
    return std::nullopt;
  }
}

double overidentification(const MomentStack& k, const Step& step) {
  const Matrix ze = cross_product(k.z, MatrixView(step.e.data(), step.e.size(), 1));
  return quadratic_form(transpose(ze), step.A)(0, 0);
}

// Windmeijer (2005): V2 + D V2 + V2 D' + D V1 D' with column j of D = V2 X'Z A2 Σ Z'(x_j e1' + e1 x_j')Z A2 Z'e2.
Matrix corrected(const MomentStack& k, const Step& one, const Step& two, const Matrix& V1) {
  const Matrix ze2 = cross_product(k.z, MatrixView(two.e.data(), two.e.size(), 1));
  const std::vector<double> weighted = multiply(two.A, ze2.column(0));
  Matrix sums(k.z.cols, k.x.cols);
  for (const ErrorClusters& c : k.clusters) {
    const Matrix ze = cluster_products(k, c, one.e);
    for (std::size_t j = 0; j < k.x.cols; ++j) {
      const Matrix zx = cluster_products(k, c, k.x.column(j));
      for (std::size_t g = 0; g < c.count; ++g) {
        double along_x = 0, along_e = 0;
        for (std::size_t l = 0; l < k.z.cols; ++l) {
          along_x += zx(l, g) * weighted[l];
          along_e += ze(l, g) * weighted[l];
        }
        for (std::size_t l = 0; l < k.z.cols; ++l)
          sums(l, j) += c.weight * (zx(l, g) * along_e + ze(l, g) * along_x);
      }
    }
  }
  const Matrix D = multiply(two.project, sums);
  const Matrix half = multiply(D, two.bread);
  return add(add(add(two.bread, half), transpose(half)), quadratic_form(D, V1));
}

// w: differenced residuals `order` periods earlier, zero where there is none and in level rows.
std::vector<double> lagged(const MomentStack& k, const std::vector<double>& e, std::size_t order) {
  std::vector<double> w(e.size());
  for (const auto& [begin, end] : k.spans)
    for (std::size_t i = begin; i < end; ++i)
      for (std::size_t j = begin; j < i; ++j)
        if (!k.rows[i].level && !k.rows[j].level && k.rows[j].period + order == k.rows[i].period) w[i] = e[j];
  return w;
}

// Arellano and Bond (1991), eq. 8-9: autocorrelation of the differenced residuals; i.i.d. errors unless `robust`.
double autocorrelation(const DynamicSpec& s, const MomentStack& k, const Step& step, const Matrix& V, double sig2,
                       std::size_t order) {
  const std::vector<double> w = lagged(k, step.e, order), hw = times_h(s, k, w);
  const bool robust = s.robust || s.two_step;
  double numerator = 0, variance = 0;
  std::vector<double> zew(k.z.cols);
  for (const auto& span : k.spans) {
    double we = 0, whw = 0;
    for (std::size_t i = span.first; i < span.second; ++i) {
      we += w[i] * step.e[i];
      whw += w[i] * hw[i];
    }
    numerator += we;
    variance += robust ? we * we : sig2 * whw;
    const std::vector<double> z = panel_product(k, span, robust ? step.e : hw);
    for (std::size_t j = 0; j < z.size(); ++j) zew[j] += z[j] * (robust ? we : sig2);
  }
  const Matrix wx = cross_product(MatrixView(w.data(), w.size(), 1), k.x);
  const std::vector<double> middle = multiply(step.project, zew);
  for (std::size_t j = 0; j < middle.size(); ++j) variance -= 2 * wx(0, j) * middle[j];
  variance += quadratic_form(wx, V)(0, 0);
  return variance > 0 ? numerator / std::sqrt(variance) : undefined;
}

// The same test after orthogonal deviations: of differences of the level residuals, whose covariance with the
// transformed errors comes from their loadings on the level errors.
double orthogonal_autocorrelation(const DynamicSpec& s, const MomentStack& k, const Step& step, const Matrix& V,
                                  double sig2, std::size_t order) {
  const bool robust = s.robust || s.two_step;
  const std::size_t slopes = s.x.cols;
  double numerator = 0, variance = 0;
  std::vector<double> zew(k.z.cols, 0.0), wx(k.x.cols, 0.0);
  for (const auto& span : k.spans) {
    const std::size_t g = k.rows[span.first].panel;
    std::vector<double> residual(s.periods, undefined), loading(s.periods, 0.0);
    for (const std::size_t t : k.observed[g]) {
      residual[t] = s.y[g * s.periods + t];
      for (std::size_t j = 0; j < slopes; ++j) residual[t] -= step.b[j] * s.x(g * s.periods + t, j);
    }
    double we = 0;
    for (std::size_t t = order + 1; t < s.periods; ++t) {
      const double now = residual[t] - residual[t - 1], before = residual[t - order] - residual[t - order - 1];
      if (!is_defined(now) || !is_defined(before)) continue;
      we += before * now;
      loading[t] += before;
      loading[t - 1] -= before;
      for (std::size_t j = 0; j < slopes; ++j)
        wx[j] += before * first_difference(s, s.x.column(j), g, static_cast<std::ptrdiff_t>(t));
    }
    numerator += we;
    variance += robust ? we * we : sig2 * loading_product(loading, loading);
    std::vector<double> with(k.rows.size(), 0.0);
    for (std::size_t i = span.first; i < span.second; ++i)
      with[i] = robust ? we * step.e[i] : sig2 * loading_product(error_loading(s, k, k.rows[i]), loading);
    const std::vector<double> z = panel_product(k, span, with);
    for (std::size_t j = 0; j < z.size(); ++j) zew[j] += z[j];
  }
  const std::vector<double> middle = multiply(step.project, zew);
  for (std::size_t j = 0; j < middle.size(); ++j) variance -= 2 * wx[j] * middle[j];
  variance += quadratic_form(Matrix(1, wx.size(), wx), V)(0, 0);
  return variance > 0 ? numerator / std::sqrt(variance) : undefined;
}

// Rows and columns of m in `keep`.
Matrix kept_block(const Matrix& m, const std::vector<std::size_t>& keep) {
  Matrix out(keep.size(), keep.size());
  for (std::size_t j = 0; j < keep.size(); ++j)
    for (std::size_t i = 0; i < keep.size(); ++i) out(i, j) = m(keep[i], keep[j]);
  return out;
}

// Hansen's test without the instruments of a group; false when the rest does not identify the equation.
bool test_without(const MomentStack& k, const Matrix& moments, const Matrix& first, const DynamicFit& fit,
                  SubsetTest& t) {
  std::vector<std::size_t> keep;
  for (std::size_t j = 0; j < k.z.cols; ++j) {
    const SubsetTest& o = k.origin[j];
    const bool level = o.kind == SubsetTest::Kind::level_lags;
    const bool member = t.kind == SubsetTest::Kind::level_lags ? level
                        : t.kind == SubsetTest::Kind::lags     ? o.kind != SubsetTest::Kind::plain && o.group == t.group
                                                           : o.kind == SubsetTest::Kind::plain && o.group == t.group;
    if (!member) keep.push_back(j);
  }
  if (keep.size() == k.z.cols || keep.size() < k.x.cols) return false;
  MomentStack rest{k.rows, k.spans, k.y, k.x, Matrix(k.z.rows, 0), {}, {}, {}, 0, 0, {}};
  for (const std::size_t j : keep) {
    const auto column = k.z.column(j);
    rest.z.data.insert(rest.z.data.end(), column.begin(), column.end());
    ++rest.z.cols;
  }
  const double instruments = static_cast<double>(pseudo_inverse(kept_block(first, keep)).rank);
  t.df = instruments - static_cast<double>(k.x.cols);
  if (t.df < 0) return false;
  try {
    t.hansen = overidentification(rest, estimate(rest, pseudo_inverse(kept_block(moments, keep)).inverse));
  } catch (const Failure&) {
    return false;
  }
  t.difference = fit.hansen - t.hansen;
  t.difference_df = fit.overid - t.df;
  return t.difference_df > 0;
}

void test_subsets(const DynamicSpec& s, const MomentStack& k, const Matrix& moments, const Matrix& first,
                  DynamicFit& fit) {
  std::vector<SubsetTest> groups;
  if (s.level_equation) groups.push_back({SubsetTest::Kind::level_lags});
  for (std::size_t g = 0; g < s.lags.size(); ++g) groups.push_back({SubsetTest::Kind::lags, g});
  for (std::size_t g = 0; g < s.plain.size(); ++g) groups.push_back({SubsetTest::Kind::plain, g});
  for (SubsetTest& t : groups)
    if (test_without(k, moments, first, fit, t)) fit.subsets.push_back(t);
}

void count_rows(const DynamicSpec& s, const MomentStack& k, DynamicFit& fit) {
  fit.g_min = fit.d_min = 1e300;
  for (const auto& [begin, end] : k.spans) {
    double T = 0;
    for (std::size_t i = begin; i < end; ++i) T += k.rows[i].level == s.level_equation ? 1 : 0;
    fit.N += T;
    double D = 0;
    for (std::size_t i = begin; i < end; ++i) D += k.rows[i].level ? 0 : 1;
    fit.N_difference += D;
    fit.d_min = std::min(fit.d_min, D);
    fit.d_max = std::max(fit.d_max, D);
    fit.g_min = std::min(fit.g_min, T);
    fit.g_max = std::max(fit.g_max, T);
  }
  fit.N_g = static_cast<double>(k.spans.size());
  if (fit.N <= static_cast<double>(k.x.cols) || fit.N_g < 2)
    throw Failure(FailureCode::insufficient_observations, "insufficient observations", {{"N", fit.N}});
}

// Variance of level errors: half that of the differenced ones, that of orthogonal deviations, that of the level
// equation where it has the same weight (h = 1).
double error_variance(const DynamicSpec& s, const MomentStack& k, const std::vector<double>& e, double& rows) {
  const bool levels = s.level_equation && s.h == 1 && !s.residual_dof;
  double sum = 0;
  rows = 0;
  for (std::size_t i = 0; i < e.size(); ++i) {
    if (k.rows[i].level != levels) continue;
    sum += e[i] * e[i];
    rows += 1;
  }
  const bool once = s.orthogonal || (s.h == 1 && !s.residual_dof);
  return sum / (s.residual_dof ? rows - static_cast<double>(k.x.cols) : rows) / (once ? 1 : 2);
}

// With small: factors and degrees of freedom.
void small_sample_of(const DynamicSpec& s, const MomentStack& k, double variance_rows, DynamicFit& fit) {
  const double K = static_cast<double>(k.x.cols), constant = s.level_equation && s.constant ? 1 : 0;
  if (!s.robust && !s.two_step) {
    fit.V = scale(fit.V, variance_rows / (variance_rows - K));
    fit.df_r = fit.N - K;
  } else if (s.clusters.empty()) {
    fit.V = scale(fit.V, (fit.N - 1) / (fit.N - K) * fit.N_g / (fit.N_g - 1));
    fit.df_r = fit.N_g - constant;
  } else {
    fit.V = scale(fit.V, (fit.N - 1) / (fit.N - K));
    fit.df_r = *std::min_element(fit.N_clust.begin(), fit.N_clust.end()) - constant;
  }
  fit.sig2 *= variance_rows / (variance_rows - K);
}

// Norm of the rounding that differences carry along from the values in `column`.
double difference_noise(std::span<const double> column) {
  std::vector<double> seen;
  double square = 0;
  for (const double v : column) {
    if (!is_defined(v)) continue;
    seen.push_back(v);
    square += v * v;
  }
  return std::sqrt(square) * (stored_as_float_fractions(seen) ? 1.2e-7 : 4.4e-16);
}

// Columns of x that earlier ones and the constant explain. Where the level equation has no instrument but the
// constant, the differenced equation alone tells slopes apart.
std::vector<std::uint8_t> dependent_columns(const DynamicSpec& s, const MomentStack& k) {
  const auto in_levels = [](const auto& group) { return group.equation != GmmEquation::difference; };
  const bool levels = std::any_of(s.lags.begin(), s.lags.end(), in_levels) ||
                      std::any_of(s.plain.begin(), s.plain.end(), in_levels);
  const std::size_t n = k.rows.size(), constants = k.x.cols - s.x.cols;
  Matrix x(n, k.x.cols);
  std::vector<double> noise(constants, 0.0);
  for (std::size_t j = 0; j < k.x.cols; ++j) {
    const std::span<const double> from = k.x.column((j + s.x.cols) % k.x.cols);  // the constant first
    if (j >= constants) noise.push_back(difference_noise(s.x.column(j - constants)));
    for (std::size_t i = 0; i < n; ++i) x(i, j) = levels || !k.rows[i].level ? from[i] : 0;
  }
  const std::vector<double> nothing(n, 0.0);
  const LeastSquares ls =
      least_squares({.y = nothing, .x = x, .constant = false, .want_residuals = false, .column_noise = noise});
  return {ls.omitted.begin() + static_cast<std::ptrdiff_t>(constants), ls.omitted.end()};
}

Matrix kept_columns(const Matrix& x, const std::vector<std::uint8_t>& omitted) {
  Matrix out(x.rows, 0);
  for (std::size_t j = 0; j < x.cols; ++j) {
    if (omitted[j]) continue;
    const auto column = x.column(j);
    out.data.insert(out.data.end(), column.begin(), column.end());
    ++out.cols;
  }
  return out;
}

// Zeros for the columns that were left out.
void restore_omitted(const std::vector<std::uint8_t>& omitted, DynamicFit& fit) {
  std::vector<std::size_t> place;
  for (std::size_t j = 0; j < omitted.size(); ++j)
    if (!omitted[j]) place.push_back(j);
  const std::size_t constants = fit.b.size() - place.size(), K = omitted.size() + constants;
  if (constants > 0) place.push_back(omitted.size());
  std::vector<double> b(K, 0.0);
  Matrix V(K, K);
  for (std::size_t i = 0; i < place.size(); ++i) {
    b[place[i]] = fit.b[i];
    for (std::size_t j = 0; j < place.size(); ++j) V(place[i], place[j]) = fit.V(i, j);
  }
  fit.b = std::move(b);
  fit.V = std::move(V);
}

DynamicFit fit_stack(const DynamicSpec& spec, const MomentStack& k, Progress& progress) {
  DynamicFit fit;
  fit.components = k.components;
  fit.component_share = k.component_share;
  count_rows(spec, k, fit);
  if (k.z.cols < k.x.cols)
    throw Failure(FailureCode::not_identified, "fewer instruments than regressors",
                  {{"instruments", static_cast<double>(k.z.cols)}, {"regressors", static_cast<double>(k.x.cols)}});
  Matrix hz(k.z.rows, k.z.cols);
  for (std::size_t j = 0; j < k.z.cols; ++j) {
    check(progress);
    const std::vector<double> column = times_h(spec, k, k.z.column(j));
    std::copy(column.begin(), column.end(), hz.column(j).begin());
  }
  const Matrix weight = cross_product(k.z, hz);
  const PseudoInverse first = pseudo_inverse(weight);
  fit.instruments = static_cast<double>(first.rank);
  fit.overid = fit.instruments - static_cast<double>(k.x.cols);
  const Step one = estimate(k, first.inverse);
  const Matrix moments = error_moments(k, one.e);
  const Matrix V1 = quadratic_form(one.project, moments);
  const std::optional<Step> two = second_step(spec, k, moments);
  double variance_rows = 0;
  const double first_variance = error_variance(spec, k, one.e, variance_rows);
  fit.sig2 = spec.two_step && !spec.residual_dof ? error_variance(spec, k, two->e, variance_rows) : first_variance;
  fit.sargan = overidentification(k, one) / first_variance;
  fit.hansen = two ? overidentification(k, *two) : undefined;
  if (spec.subset_tests && fit.overid > 0 && two) test_subsets(spec, k, moments, weight, fit);
  const Step& chosen = spec.two_step ? *two : one;
  if (spec.two_step) fit.V = spec.robust ? corrected(k, one, *two, V1) : two->bread;
  else fit.V = spec.robust ? V1 : scale(one.bread, fit.sig2);
  for (std::size_t v = 0; v < spec.clusters.size(); ++v)
    fit.N_clust.push_back(static_cast<double>(k.clusters[(std::size_t{1} << v) - 1].count));
  const Matrix V = fit.V;
  fit.df_r = undefined;
  if (spec.small) small_sample_of(spec, k, variance_rows, fit);
  for (int m = 1; m <= spec.ar_tests; ++m)
    fit.ar.push_back((spec.orthogonal ? orthogonal_autocorrelation : autocorrelation)(spec, k, chosen, V, fit.sig2,
                                                                                      static_cast<std::size_t>(m)));
  fit.b = chosen.b;
  return fit;
}

}  // namespace

DynamicFit fit_dynamic_gmm(const DynamicSpec& spec, Progress& progress) {
  const MomentStack k = moment_stack(spec);
  const std::vector<std::uint8_t> omitted = dependent_columns(spec, k);
  DynamicFit fit;
  if (std::count(omitted.begin(), omitted.end(), 1) == 0) {
    fit = fit_stack(spec, k, progress);
  } else {
    DynamicSpec less = spec;
    less.x = kept_columns(spec.x, omitted);
    fit = fit_stack(less, moment_stack(less), progress);
    restore_omitted(omitted, fit);
  }
  fit.omitted = omitted;
  return fit;
}

}  // namespace nqp::numeric
