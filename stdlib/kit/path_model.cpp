#include "stdlib/kit/path_model.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"

namespace nqp::kit {
namespace {

using command::Context;
using command::Output;
using command::Results;
using numeric::Matrix;

struct PathEquation {
  std::string y;
  std::vector<std::string> x;
  std::size_t block = 0;               // equations whose errors may correlate share it
};

std::vector<std::string> observed_variables(std::string_view text, const Context& c) {
  std::vector<std::string> out;
  for (const std::string& word : grammar::split_words(text)) {
    if (!word.empty() && word[0] >= 'A' && word[0] <= 'Z' && !c.frame.find(word))
      throw Error(198, "latent variable " + word + " not allowed", std::nullopt,
                  {"sem takes paths among variables of the data"});
    for (const std::string& name : command::resolve_variables(word, c)) out.push_back(name);
  }
  if (out.empty()) throw Error(198, "a path needs variables on both sides of its arrow");
  return out;
}

std::vector<PathEquation> read_paths(const std::string& body, const Context& c) {
  std::vector<PathEquation> out;
  for (const Piece& piece : split_pieces(body)) {
    const std::string text = piece.text;
    const std::size_t left = text.find("<-"), right = text.find("->");
    if (left == std::string::npos && right == std::string::npos)
      throw Error(198, "(" + text + ") is no path", std::nullopt, {"sem (m <- x c) (y <- m x c)"});
    const std::size_t at = std::min(left, right);
    const auto first = observed_variables(std::string_view(text).substr(0, at), c);
    const auto second = observed_variables(std::string_view(text).substr(at + 2), c);
    const auto& ys = left < right ? first : second;
    const auto& xs = left < right ? second : first;
    for (const std::string& y : ys) {
      auto e = std::find_if(out.begin(), out.end(), [&](const PathEquation& p) { return p.y == y; });
      if (e == out.end()) e = out.insert(out.end(), PathEquation{y, {}, out.size()});
      for (const std::string& x : xs)
        if (std::find(e->x.begin(), e->x.end(), x) == e->x.end()) e->x.push_back(x);
    }
  }
  if (out.empty()) throw Error(198, "sem needs paths", std::nullopt, {"sem (m <- x c) (y <- m x c)"});
  return out;
}

// Equations are taken away whose regressors are no longer explained; what stays goes round in circles.
void require_recursive(const std::vector<PathEquation>& all) {
  std::vector<PathEquation> left = all;
  for (std::size_t before = 0; before != left.size();) {
    before = left.size();
    const std::vector<PathEquation> now = left;
    std::erase_if(left, [&](const PathEquation& e) {
      return std::none_of(now.begin(), now.end(), [&](const PathEquation& o) {
        return std::find(e.x.begin(), e.x.end(), o.y) != e.x.end();
      });
    });
  }
  if (!left.empty())
    throw Error(198, "the paths of " + left[0].y + " lead back to it", std::nullopt,
                {"models with loops are not estimated: reg3 and ivregress have instruments"});
}

// cov(e.m1*e.m2): one block, when the regressors are the same.
void join_blocks(const std::vector<std::string>& covariances, std::vector<PathEquation>& all) {
  for (const std::string& text : covariances) {
    const std::size_t star = text.find('*');
    const auto place = [&](std::string name) {
      name = std::string(trim(name));
      const std::string y = starts_with(name, "e.") ? name.substr(2) : "";
      const auto e = std::find_if(all.begin(), all.end(), [&](const PathEquation& p) { return p.y == y; });
      if (e == all.end())
        throw Error(198, "cov(" + text + ") not allowed", std::nullopt, {"errors of two equations: cov(e.m1*e.m2)"});
      return static_cast<std::size_t>(e - all.begin());
    };
    const std::size_t i = place(text.substr(0, star));
    const std::size_t j = place(star == std::string::npos ? "" : text.substr(star + 1));
    std::vector<std::string> a = all[i].x, b = all[j].x;
    std::sort(a.begin(), a.end()), std::sort(b.begin(), b.end());
    if (i == j || a != b)
      throw Error(198, "cov(" + text + "): the equations have different regressors", std::nullopt,
                  {"give both the same ones, or leave the correlation out"});
    const std::size_t old = all[j].block;
    for (PathEquation& e : all)
      if (e.block == old) e.block = all[i].block;
  }
}

struct FittedPath {
  Design design;
  std::vector<double> b, residuals;
  Matrix inverse;                      // (X'X)^-1
};

FittedPath fit_path(const PathEquation& e, const EstimationSample& s, const Context& c) {
  FittedPath out;
  std::string list;
  for (const std::string& x : e.x) list += " " + x;
  out.design = make_design(command::resolve_terms(list, c), true, s, c);
  const std::vector<double> y = term_values(command::resolve_terms(e.y, c)[0], s, c);
  Matrix x(s.size(), out.design.x.cols + 1);
  for (std::size_t i = 0; i < x.rows; ++i) {
    for (std::size_t j = 0; j + 1 < x.cols; ++j) x(i, j) = out.design.x(i, j);
    x(i, x.cols - 1) = 1;
  }
  numeric::LinearSpec spec;
  spec.y = y, spec.x = out.design.x;
  const numeric::LinearFit fit =
      compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(spec, {}, p); });
  for (std::size_t j = 0; j < fit.omitted.size(); ++j)
    if (fit.omitted[j])
      throw Error(459, e.x[j] + " is collinear with the other regressors of " + e.y, std::nullopt, {"leave it out"});
  out.b = fit.b, out.residuals = fit.residuals, out.inverse = fit.xtx_inverse;
  out.design.x = std::move(x);         // with the constant
  return out;
}

struct PathFit {
  std::vector<std::string> names;
  std::vector<double> b;
  Matrix V;
  double ll = 0, ll_saturated = 0, df = 0;
};

double normal_errors_ll(const Matrix& S, double n) {
  const double p = static_cast<double>(S.rows);
  double log_det = 0;
  const Matrix L = numeric::cholesky(S);
  for (std::size_t i = 0; i < S.rows; ++i) log_det += 2 * std::log(L(i, i));
  return -0.5 * n * (log_det + p * std::log(2 * 3.141592653589793) + p);
}

Matrix error_covariance(const std::vector<std::vector<double>>& e) {
  Matrix out(e.size(), e.size());
  for (std::size_t i = 0; i < e.size(); ++i)
    for (std::size_t j = 0; j < e.size(); ++j)
      for (std::size_t r = 0; r < e[i].size(); ++r) out(i, j) += e[i][r] * e[j][r] / static_cast<double>(e[i].size());
  return out;
}

// Endogenous variables on all exogenous ones, errors as they are.
void saturate(const std::vector<PathEquation>& all, const EstimationSample& s, const Context& c, PathFit& f) {
  std::vector<std::string> exogenous;
  std::vector<std::string> endogenous;
  for (const PathEquation& e : all) endogenous.push_back(e.y);
  for (const PathEquation& e : all)
    for (const std::string& x : e.x)
      if (std::find(endogenous.begin(), endogenous.end(), x) == endogenous.end() &&
          std::find(exogenous.begin(), exogenous.end(), x) == exogenous.end())
        exogenous.push_back(x);
  std::vector<std::vector<double>> residuals;
  for (const std::string& y : endogenous) residuals.push_back(fit_path({y, exogenous, 0}, s, c).residuals);
  f.ll_saturated = normal_errors_ll(error_covariance(residuals), static_cast<double>(s.size()));
  const double p = static_cast<double>(endogenous.size());
  f.df = p * static_cast<double>(exogenous.size() + 1) + p * (p + 1) / 2 - static_cast<double>(f.b.size());
}

using ErrorPairs = std::vector<std::pair<std::size_t, std::size_t>>;

// Everything the variances need: equations, where their coefficients begin, errors' covariances.
struct PathParts {
  const std::vector<PathEquation>& all;
  std::vector<FittedPath> fits{};
  std::vector<std::size_t> begin{};
  Matrix S{};
  ErrorPairs pairs{};
  std::size_t slopes = 0, parameters = 0, n = 0;
  bool together(std::size_t i, std::size_t j) const { return all[i].block == all[j].block; }
  double among(std::size_t i, std::size_t j) const { return together(i, j) ? S(i, j) : 0; }
};

// Where regressor k of equation h stands in equation g, which has the same ones.
std::size_t same_regressor(const PathParts& p, std::size_t h, std::size_t k, std::size_t g) {
  const auto& mine = p.all[g].x;
  if (k == p.all[h].x.size()) return mine.size();
  return static_cast<std::size_t>(std::find(mine.begin(), mine.end(), p.all[h].x[k]) - mine.begin());
}

Matrix likelihood_variance(const PathParts& p) {
  Matrix V(p.parameters, p.parameters);
  for (std::size_t g = 0; g < p.all.size(); ++g)
    for (std::size_t h = 0; h < p.all.size(); ++h)
      for (std::size_t j = 0; p.together(g, h) && j < p.fits[g].b.size(); ++j)
        for (std::size_t k = 0; k < p.fits[h].b.size(); ++k)
          V(p.begin[g] + j, p.begin[h] + k) = p.S(g, h) * p.fits[g].inverse(j, same_regressor(p, h, k, g));
  for (std::size_t a = 0; a < p.pairs.size(); ++a)
    for (std::size_t b = 0; b < p.pairs.size(); ++b) {
      const auto [i, j] = p.pairs[a];
      const auto [k, l] = p.pairs[b];
      V(p.slopes + a, p.slopes + b) =
          (p.among(i, k) * p.among(j, l) + p.among(i, l) * p.among(j, k)) / static_cast<double>(p.n);
    }
  return V;
}

// Products of the influences of rows, or of clusters.
Matrix robust_path_variance(const PathParts& p, const VceChoice& vce) {
  const double n = static_cast<double>(p.n);
  Matrix influence(p.n, p.parameters);
  for (std::size_t g = 0; g < p.all.size(); ++g) {
    const Matrix xb = numeric::multiply(p.fits[g].design.x, p.fits[g].inverse);
    for (std::size_t j = 0; j < xb.cols; ++j)
      for (std::size_t r = 0; r < p.n; ++r) influence(r, p.begin[g] + j) = xb(r, j) * p.fits[g].residuals[r];
  }
  for (std::size_t a = 0; a < p.pairs.size(); ++a) {
    const auto& [i, j] = p.pairs[a];
    for (std::size_t r = 0; r < p.n; ++r)
      influence(r, p.slopes + a) = (p.fits[i].residuals[r] * p.fits[j].residuals[r] - p.S(i, j)) / n;
  }
  if (vce.groups.empty()) return numeric::scale(numeric::gram(influence), n / (n - 1));
  const GroupCodes& g = vce.groups[0];
  Matrix sums(g.count, influence.cols);
  for (std::size_t j = 0; j < influence.cols; ++j)
    for (std::size_t r = 0; r < p.n; ++r) sums(static_cast<std::size_t>(g.codes[r]), j) += influence(r, j);
  const double groups = static_cast<double>(g.count);
  return numeric::scale(numeric::gram(sums), groups / (groups - 1));
}

PathFit fit_paths(const std::vector<PathEquation>& all, const EstimationSample& s, const VceChoice& vce,
                  const Context& c) {
  PathParts p{all};
  p.n = s.size();
  PathFit f;
  std::vector<std::vector<double>> residuals;
  std::map<std::size_t, std::vector<std::vector<double>>> blocks;
  for (const PathEquation& e : all) {
    p.fits.push_back(fit_path(e, s, c));
    residuals.push_back(p.fits.back().residuals);
    blocks[e.block].push_back(residuals.back());
    p.begin.push_back(f.b.size());
    for (const std::string& x : e.x) f.names.push_back(e.y + ":" + x);
    f.names.push_back(e.y + ":_cons");
    f.b.insert(f.b.end(), p.fits.back().b.begin(), p.fits.back().b.end());
  }
  p.S = error_covariance(residuals);
  p.slopes = f.b.size();
  for (std::size_t i = 0; i < all.size(); ++i)
    p.pairs.emplace_back(i, i), f.names.push_back("/var(e." + all[i].y + ")");
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = i + 1; j < all.size(); ++j)
      if (p.together(i, j))
        p.pairs.emplace_back(i, j), f.names.push_back("/cov(e." + all[i].y + ",e." + all[j].y + ")");
  for (const auto& [i, j] : p.pairs) f.b.push_back(p.S(i, j));
  p.parameters = f.b.size();
  f.V = vce.kind == "oim" ? likelihood_variance(p) : robust_path_variance(p, vce);
  for (const auto& [block, e] : blocks) f.ll += normal_errors_ll(error_covariance(e), static_cast<double>(p.n));
  saturate(all, s, c, f);
  return f;
}

}  // namespace

Output estimate_paths(const PathRequest& q, const Context& c) {
  std::vector<PathEquation> all = read_paths(q.body, c);
  require_recursive(all);
  join_blocks(q.covariances, all);
  Needed needed;
  std::string depvars;
  for (const PathEquation& e : all) {
    depvars += (depvars.empty() ? "" : " ") + e.y;
    std::string list = e.y;
    for (const std::string& x : e.x) list += " " + x;
    for (auto& t : command::resolve_terms(list, c)) needed.terms.push_back(t);
  }
  needed.groups = q.vce.variables;
  const EstimationSample s = mark_sample(c, q.sample, {}, needed);
  const VceChoice vce = choose_vce(q.vce, "oim", s, c);
  const PathFit f = fit_paths(all, s, vce, c);
  Results e = begin_estimates("sem", "Structural equation model", depvars, c);
  post_scalars(e, {{"N", static_cast<double>(s.size())}, {"ll", f.ll}, {"ll_saturated", f.ll_saturated},
                   {"df_ms", f.df}});
  e.scalar("k_eq", static_cast<double>(all.size()));
  if (f.df > 0) {
    const double chi2 = 2 * (f.ll_saturated - f.ll);
    post_scalars(e, {{"chi2_ms", chi2}, {"p_ms", numeric::dist::chi2tail(f.df, chi2)}});
  }
  std::vector<double> N_clust;
  if (!vce.groups.empty()) N_clust.push_back(static_cast<double>(vce.groups[0].count));
  post_vce(vce, N_clust, e);
  Coefficients k;
  k.names = f.names, k.b = f.b, k.V = f.V;
  post_coefficients(e, k);
  DisplayOptions shown;
  shown.level = q.level;
  report::Document table = show_estimates(e, shown, c);
  const double chi2 = e.scalar_or("chi2_ms", 0), p = e.scalar_or("p_ms", 1);
  Output out = estimation(std::move(e), s, k, level_or_default(q.level, c));
  out.document.append(std::move(table));
  if (f.df > 0)
    out.line("LR test of model vs. saturated: chi2(" + count_text(f.df) + ") = " + fixed_text(chi2, 2) +
             ", Prob > chi2 = " + fixed_text(p, 4));
  return out;
}

std::vector<PathEffect> path_effects(const Results& e) {
  const eval::Matrix *b = e.find_matrix("b"), *V = e.find_matrix("V");
  if (e.macro_or("cmd") != "sem" || !b || !V) throw Error(301, "sem has to come first");
  struct Slope {
    std::size_t parameter, row, column;
  };
  std::vector<std::string> variables;
  std::vector<Slope> slopes;
  const auto place = [&](const std::string& name) {
    const auto at = std::find(variables.begin(), variables.end(), name);
    if (at != variables.end()) return static_cast<std::size_t>(at - variables.begin());
    variables.push_back(name);
    return variables.size() - 1;
  };
  for (std::size_t j = 0; j < b->columns; ++j) {
    const std::string& name = b->column_names[j];
    const std::size_t colon = name.find(':');
    if (colon == std::string::npos || colon == 0 || name[0] == '/') continue;
    const std::string y = name.substr(0, colon), x = name.substr(colon + 1);
    if (x == "_cons" || y == "/") continue;
    const std::size_t row = place(y);
    slopes.push_back({j, row, place(x)});
  }
  const std::size_t n = variables.size();
  Matrix A(n, n), T(n, n), power(n, n);
  for (const Slope& s : slopes) A(s.row, s.column) = b->values[s.parameter];
  for (std::size_t i = 0; i < n; ++i) T(i, i) = power(i, i) = 1;
  for (std::size_t k = 0; k < n; ++k) {  // (I - A)^-1 = I + A + A² + …, which ends without loops
    power = numeric::multiply(power, A);
    for (std::size_t i = 0; i < n * n; ++i) T.data[i] += power.data[i];
  }
  // Whether there are paths: the same sum over where coefficients are.
  Matrix there(n, n), reach(n, n), step(n, n);
  for (const Slope& s : slopes) there(s.row, s.column) = 1;
  for (std::size_t i = 0; i < n; ++i) step(i, i) = 1;
  for (std::size_t k = 0; k < n; ++k) {
    step = numeric::multiply(step, there);
    if (k > 0)
      for (std::size_t i = 0; i < n * n; ++i) reach.data[i] += step.data[i];
  }
  std::vector<PathEffect> out;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      PathEffect x{variables[j], variables[i]};
      x.is_direct = there(i, j) > 0, x.is_indirect = reach(i, j) > 0;
      if (i == j || (!x.is_direct && !x.is_indirect)) continue;
      x.direct = A(i, j), x.total = T(i, j), x.indirect = x.total - x.direct;
      // dT = T dA T: the derivatives of total effects; those of direct ones are ones.
      const auto se = [&](double total, double direct) {
        const auto slope_of = [&](const Slope& s) {
          return total * T(i, s.row) * T(s.column, j) + direct * (s.row == i && s.column == j ? 1 : 0);
        };
        double sum = 0;
        for (const Slope& s : slopes)
          for (const Slope& t : slopes) sum += slope_of(s) * (*V)(s.parameter, t.parameter) * slope_of(t);
        return std::sqrt(std::max(sum, 0.0));
      };
      x.se_total = se(1, 0), x.se_indirect = se(1, -1), x.se_direct = se(0, 1);
      out.push_back(x);
    }
  return out;
}

}  // namespace nqp::kit
