#include "stdlib/kit/path_model.hpp"

#include <algorithm>
#include <cmath>

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

namespace nqp::kit {
namespace {

using command::Context;
using command::Output;
using command::Results;
using numeric::Matrix;

struct WrittenPath {
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

std::vector<WrittenPath> read_paths(const std::string& body, const Context& c) {
  std::vector<WrittenPath> out;
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
      auto e = std::find_if(out.begin(), out.end(), [&](const WrittenPath& p) { return p.y == y; });
      if (e == out.end()) e = out.insert(out.end(), WrittenPath{y, {}, out.size()});
      for (const std::string& x : xs)
        if (std::find(e->x.begin(), e->x.end(), x) == e->x.end()) e->x.push_back(x);
    }
  }
  if (out.empty()) throw Error(198, "sem needs paths", std::nullopt, {"sem (m <- x c) (y <- m x c)"});
  return out;
}

// Equations are taken away whose regressors are no longer explained; what stays goes round in circles.
void require_recursive(const std::vector<WrittenPath>& all) {
  std::vector<WrittenPath> left = all;
  for (std::size_t before = 0; before != left.size();) {
    before = left.size();
    const std::vector<WrittenPath> now = left;
    std::erase_if(left, [&](const WrittenPath& e) {
      return std::none_of(now.begin(), now.end(), [&](const WrittenPath& o) {
        return std::find(e.x.begin(), e.x.end(), o.y) != e.x.end();
      });
    });
  }
  if (!left.empty())
    throw Error(198, "the paths of " + left[0].y + " lead back to it", std::nullopt,
                {"models with loops are not estimated: reg3 and ivregress have instruments"});
}

// cov(e.m1*e.m2): one block, when the regressors are the same.
void join_blocks(const std::vector<std::string>& covariances, std::vector<WrittenPath>& all) {
  for (const std::string& text : covariances) {
    const std::size_t star = text.find('*');
    const auto place = [&](std::string name) {
      name = std::string(trim(name));
      const std::string y = starts_with(name, "e.") ? name.substr(2) : "";
      const auto e = std::find_if(all.begin(), all.end(), [&](const WrittenPath& p) { return p.y == y; });
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
    for (WrittenPath& e : all)
      if (e.block == old) e.block = all[i].block;
  }
}

// Columns for the numeric core: endogenous variables first, then the others as they come.
struct PathColumns {
  std::vector<std::string> names;

  std::size_t place(const std::string& name) {
    const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    if (at == names.size()) names.push_back(name);
    return at;
  }
};

numeric::PathSystem path_system(const std::vector<WrittenPath>& all, const EstimationSample& s, const VceChoice& vce,
                                const Context& c) {
  numeric::PathSystem out;
  PathColumns columns;
  for (const WrittenPath& e : all) columns.place(e.y);
  for (const WrittenPath& e : all) {
    numeric::PathEquation q;
    q.y = columns.place(e.y), q.block = e.block;
    for (const std::string& x : e.x) q.x.push_back(columns.place(x));
    out.equations.push_back(std::move(q));
  }
  out.variables = Matrix(s.size(), columns.names.size());
  for (std::size_t j = 0; j < columns.names.size(); ++j) {
    const std::vector<double> values = term_values(command::resolve_terms(columns.names[j], c)[0], s, c);
    std::copy(values.begin(), values.end(), out.variables.column(j).begin());
  }
  out.robust = vce.kind != "oim";
  if (!vce.groups.empty()) out.clusters = vce.groups[0].codes;
  return out;
}

numeric::PathSystemFit fit_paths(const std::vector<WrittenPath>& all, const EstimationSample& s,
                                 const VceChoice& vce, const Context& c) {
  const numeric::PathSystem system = path_system(all, s, vce, c);
  numeric::PathSystemFit f = compute(c, [&](numeric::Progress& p) { return numeric::fit_path_system(system, p); });
  if (f.collinear) {
    const WrittenPath& e = all[f.collinear->first];
    throw Error(459, e.x[f.collinear->second] + " is collinear with the other regressors of " + e.y, std::nullopt,
                {"leave it out"});
  }
  if (f.without_error)
    throw Error(459, all[*f.without_error].y + " is explained without error", std::nullopt,
                {"an identity is no equation of the model: leave its path out"});
  return f;
}

std::vector<std::string> parameter_names(const std::vector<WrittenPath>& all, const numeric::PathSystemFit& f) {
  std::vector<std::string> out;
  for (const WrittenPath& e : all) {
    for (const std::string& x : e.x) out.push_back(e.y + ":" + x);
    out.push_back(e.y + ":_cons");
  }
  for (const auto& [i, j] : f.covariances)
    out.push_back(i == j ? "/var(e." + all[i].y + ")" : "/cov(e." + all[i].y + ",e." + all[j].y + ")");
  return out;
}

}  // namespace

Output estimate_paths(const PathRequest& q, const Context& c) {
  std::vector<WrittenPath> all = read_paths(q.body, c);
  require_recursive(all);
  join_blocks(q.covariances, all);
  Needed needed;
  std::string depvars;
  for (const WrittenPath& e : all) {
    depvars += (depvars.empty() ? "" : " ") + e.y;
    std::string list = e.y;
    for (const std::string& x : e.x) list += " " + x;
    for (auto& t : command::resolve_terms(list, c)) needed.terms.push_back(t);
  }
  needed.groups = q.vce.variables;
  const EstimationSample s = mark_sample(c, q.sample, {}, needed);
  const VceChoice vce = choose_vce(q.vce, "oim", s, c);
  const numeric::PathSystemFit f = fit_paths(all, s, vce, c);
  Results e = begin_estimates("sem", "Structural equation model", depvars, c);
  post_scalars(e, {{"N", static_cast<double>(s.size())}, {"ll", f.ll}, {"ll_saturated", f.ll_saturated},
                   {"df_ms", f.df}});
  e.scalar("k_eq", static_cast<double>(all.size()));
  const bool tested = f.df > 0 && !std::isnan(f.ll_saturated);
  if (tested) {
    const double chi2 = 2 * (f.ll_saturated - f.ll);
    post_scalars(e, {{"chi2_ms", chi2}, {"p_ms", numeric::dist::chi2tail(f.df, chi2)}});
  }
  std::vector<double> N_clust;
  if (!vce.groups.empty()) N_clust.push_back(static_cast<double>(vce.groups[0].count));
  post_vce(vce, N_clust, e);
  Coefficients k;
  k.names = parameter_names(all, f), k.b = f.b, k.V = f.V;
  post_coefficients(e, k);
  DisplayOptions shown;
  shown.level = q.level;
  report::Document table = show_estimates(e, shown, c);
  const double chi2 = e.scalar_or("chi2_ms", 0), p = e.scalar_or("p_ms", 1);
  Output out = estimation(std::move(e), s, k, level_or_default(q.level, c));
  out.document.append(std::move(table));
  if (tested)
    out.line("LR test of model vs. saturated: chi2(" + count_text(f.df) + ") = " + fixed_text(chi2, 2) +
             ", Prob > chi2 = " + fixed_text(p, 4));
  return out;
}

std::vector<PathEffect> path_effects(const Results& e) {
  const eval::Matrix *b = e.find_matrix("b"), *V = e.find_matrix("V");
  if (e.macro_or("cmd") != "sem" || !b || !V) throw Error(301, "sem has to come first");
  PathColumns variables;
  std::vector<numeric::PathSlope> slopes;
  for (std::size_t j = 0; j < b->columns; ++j) {
    const std::string& name = b->column_names[j];
    const std::size_t colon = name.find(':');
    if (colon == std::string::npos || colon == 0 || name[0] == '/') continue;
    const std::string y = name.substr(0, colon), x = name.substr(colon + 1);
    if (x == "_cons" || y == "/") continue;
    const std::size_t to = variables.place(y);
    slopes.push_back({j, to, variables.place(x)});
  }
  std::vector<PathEffect> out;
  for (numeric::PathEffect& k :
       numeric::path_effects(variables.names.size(), slopes, row_values(*b), numeric_matrix(*V)))
    out.push_back({variables.names[k.from], variables.names[k.to], k});
  return out;
}

}  // namespace nqp::kit
