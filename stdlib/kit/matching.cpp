#include "stdlib/kit/matching.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/matching_effects.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/perfect_prediction.hpp"
#include "stdlib/numeric/density/kernel_density.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/matching/kernel_means.hpp"
#include "stdlib/numeric/matching/score_order.hpp"

namespace nqp::kit {

using command::Context;

namespace {

void check_options(const MatchArgs& a) {
  const int methods = a.radius + a.kernel + a.local_linear;
  if (methods > 1) throw Error(198, "options radius, kernel and llr may not be combined");
  const bool adjusted = a.vce == "ai2016";
  if (adjusted && (methods > 0 || a.no_replacement || !a.mahalanobis.empty() || !a.score.empty() || !a.within.empty()))
    throw Error(198, "vce(ai2016) goes with nearest neighbors on a score that is fitted here, with replacement",
                std::nullopt, {"without radius, kernel, llr, mahalanobis(), pscore(), within() and noreplacement"});
  const bool resampled = match_bootstrap(a.vce).reps > 0;
  if (!a.vce.empty() && !adjusted && !resampled)
    throw Error(198, "vce(" + a.vce + ") not allowed", std::nullopt,
                {"vce(ai2016), vce(bootstrap, reps(#) seed(#)), or ai(#) for the errors of Abadie and Imbens (2006)"});
  if (resampled && a.ai > 0) throw Error(198, "vce(bootstrap) and ai() may not be combined");
  if ((a.population || a.alternative_variance) && a.ai == 0)
    throw Error(198, "population and altvariance go with ai()", std::nullopt, {"ai(1) population"});
  if (a.logit && a.probit) throw Error(198, "options logit and probit may not be combined");
  if (a.no_replacement && (a.neighbors > 1 || methods > 0))
    throw Error(198, "noreplacement works with one nearest neighbor only");
  if (a.radius && a.caliper <= 0) throw Error(198, "radius needs caliper()", std::nullopt, {"radius caliper(0.05)"});
  if (a.x.empty() && a.score.empty() && a.mahalanobis.empty())
    throw Error(100, "varlist required", std::nullopt, {"covariates of the score, pscore() or mahalanobis()"});
}

numeric::MatchSpec matching_spec(const MatchArgs& a) {
  using numeric::MatchKernel, numeric::MatchRule;
  numeric::MatchSpec s;
  s.rule = a.radius ? MatchRule::radius
           : a.kernel ? MatchRule::kernel
           : a.local_linear ? MatchRule::local_linear : MatchRule::neighbor;
  s.neighbors = a.neighbors;
  if (a.caliper > 0) s.caliper = a.caliper;
  s.ties = a.ties;
  s.replacement = !a.no_replacement;
  s.descending = a.descending;
  s.bandwidth = a.bandwidth;
  if (a.kernel_type == "normal") s.kernel = MatchKernel::normal;
  if (a.kernel_type == "biweight") s.kernel = MatchKernel::biweight;
  if (a.kernel_type == "uniform") s.kernel = MatchKernel::uniform;
  if (a.kernel_type == "tricube") s.kernel = MatchKernel::tricube;
  return s;
}

// What happens in one group of rows: a score, a space, matches.
class MatchingRun {
 public:
  MatchingRun(const MatchArgs& a, const Context& c, MatchResult& out) : args_(a), context_(c), out_(out) {
    for (const std::string& y : a.outcomes) {
      outcomes_.emplace_back(c.frame.rows);
      c.numeric(y).read(0, c.frame.rows, outcomes_.back().data());
    }
    total_.assign(c.frame.rows, 0.0);
    squares_.assign(c.frame.rows, 0.0);
  }

  void run(const std::vector<std::uint8_t>& use) {
    prepare(use);
    restrict_support();
    std::vector<std::uint32_t> sides[2];
    number_rows(sides);
    if (sides[0].empty() || sides[1].empty())
      throw Error(459, "no treated observations on common support", std::nullopt,
                  {"the scores of treated and controls do not overlap"});
    const numeric::MatchSpace space = matching_space();
    match(space, sides[1], sides[0], true);
    if (args_.ate) match(space, sides[0], sides[1], false);
    if (args_.ai > 0) variances(space, sides);
  }

  MatchedRows rows() const {
    return {outcomes_, sigma2_, squares_, [this](std::size_t k, bool atet, double effect) {
              return score_part(k, atet, effect);
            }};
  }

 private:
  // Of outcome k: what the estimation of the score adds to the variance, over rows on support.
  double score_part(std::size_t k, bool atet, double effect) const {
    numeric::FittedScore fitted;
    std::vector<double> y;
    std::vector<std::uint8_t> treated;
    std::vector<std::size_t> rows, columns;
    for (std::size_t i = 0; i < sample_.rows.size(); ++i) {
      const data::Row r = sample_.rows[i];
      if (out_.variables.support[r] != 1) continue;
      rows.push_back(i);
      fitted.p.push_back(score_.p[i]), fitted.density.push_back(score_.density[i]);
      y.push_back(outcomes_[k][r]), treated.push_back(out_.variables.treated[r] == 1);
    }
    for (std::size_t j = 0; j < score_x_.cols; ++j) columns.push_back(j);
    const numeric::ScoreAdjustment q{atet, args_.neighbors, effect};
    return compute(context_, [&](numeric::Progress&) {
      return numeric::score_adjustment(q, fitted, numeric::submatrix(score_x_, rows, columns), score_variance_, y, treated);
    });
  }

  MatchVariables& v() { return out_.variables; }

  void prepare(const std::vector<std::uint8_t>& use) {
    if (args_.score.empty() && !args_.x.empty()) {
      estimate_score(use);
    } else {
      Needed needed{args_.d, args_.outcomes};
      if (!args_.score.empty()) needed.groups.push_back(args_.score);
      needed.terms.insert(needed.terms.end(), args_.mahalanobis.begin(), args_.mahalanobis.end());
      sample_ = mark_sample(context_, args_.sample, {}, needed);
      narrow(use);
      const std::vector<double> d = term_values(args_.d[0], sample_, context_);
      for (std::size_t i = 0; i < d.size(); ++i) v().treated[sample_.rows[i]] = d[i];
      std::vector<double> p(sample_.size(), data::missing);
      if (!args_.score.empty()) context_.numeric(args_.score).read_rows(sample_.rows, p.data());
      for (std::size_t i = 0; i < p.size(); ++i) v().score[sample_.rows[i]] = p[i];
    }
    check_treatment();
    for (const data::Row r : sample_.rows) v().support[r] = 1;
    position_ = v().score;
    if (args_.index && args_.score.empty()) position_ = index_;
    if (args_.odds)
      for (const data::Row r : sample_.rows) position_[r] = std::log(position_[r] / (1 - position_[r]));
  }

  void narrow(const std::vector<std::uint8_t>& use) {
    if (use.empty()) return;
    std::vector<std::uint8_t> keep;
    for (const data::Row r : sample_.rows) keep.push_back(use[r]);
    restrict_sample(sample_, keep);
  }

  // Before the score is fitted, which would take any number other than 0 as treated.
  void check_raw_treatment(const std::vector<std::uint8_t>& only) {
    EstimationSample s = mark_sample(context_, args_.sample, {}, Needed{args_.d, {}});
    bool any[2] = {false, false};
    for (const data::Row r : s.rows) {
      if (!only[r]) continue;
      const double d = raw_treatment(r);
      if (d != 0 && d != 1)
        throw Error(459, "treatment variable is not 0/1", std::nullopt, {"recode it so that 1 means treated"});
      any[d == 1] = true;
    }
    if (!any[0]) throw Error(2000, "no untreated observations");
    if (!any[1]) throw Error(2000, "no treated observations");
  }

  void estimate_score(const std::vector<std::uint8_t>& use) {
    LikelihoodArgs a;
    a.y = args_.d;
    a.x = args_.x;
    a.sample = args_.sample;
    a.no_log = true;
    a.only = use.empty() ? std::vector<std::uint8_t>(context_.frame.rows, 1) : use;
    exclude_missing(a.only);
    check_raw_treatment(a.only);
    const BinaryLink link = args_.logit ? BinaryLink::logit : BinaryLink::probit;
    BinaryFit f = fit_binary(link, a, context_);
    const std::vector<double> xb = fitted_indices(f);
    index_.assign(context_.frame.rows, data::missing);
    for (std::size_t i = 0; i < xb.size(); ++i) {
      const data::Row r = f.data.sample.rows[i];
      v().score[r] = link_value(link, xb[i]).p;
      v().treated[r] = raw_treatment(r);
      index_[r] = xb[i];
    }
    sample_ = f.data.sample;
    if (args_.vce == "ai2016")
      score_ = fitted_score(f), score_x_ = f.data.x, score_variance_ = f.result.fit.information_inverse;
    f.result.cmd = args_.logit ? "logit" : "probit";
    f.result.title = args_.logit ? "Logistic regression" : "Probit regression";
    out_.score_model = post_likelihood(a, f.data, f.vce, std::move(f.result), context_);
  }

  void exclude_missing(std::vector<std::uint8_t>& only) const {
    for (const std::vector<double>& y : outcomes_)
      for (std::size_t i = 0; i < only.size(); ++i)
        if (data::is_missing(y[i])) only[i] = 0;
    EstimationSample s;  // of mahalanobis(): rows that miss nothing
    if (args_.mahalanobis.empty()) return;
    s = mark_sample(context_, args_.sample, {}, Needed{args_.mahalanobis, {}});
    for (std::size_t i = 0; i < only.size(); ++i) only[i] = only[i] && s.use[i];
  }

  double raw_treatment(data::Row r) {
    if (treatment_.empty()) {
      EstimationSample all = sample_from_mask(std::vector<std::uint8_t>(context_.frame.rows, 1));
      treatment_ = term_values(args_.d[0], all, context_);
    }
    return treatment_[r];
  }

  void check_treatment() const {
    bool any[2] = {false, false};
    for (const data::Row r : sample_.rows) {
      const double d = out_.variables.treated[r];
      if (d != 0 && d != 1)
        throw Error(459, "treatment variable is not 0/1", std::nullopt, {"recode it so that 1 means treated"});
      any[d == 1] = true;
    }
    if (!any[0]) throw Error(2000, "no untreated observations");
    if (!any[1]) throw Error(2000, "no treated observations");
  }

  void restrict_support() {
    if (!args_.common && args_.trim <= 0) return;
    if (args_.trim > 0) return trim();
    constexpr double far = std::numeric_limits<double>::infinity();
    double low[2] = {far, far}, high[2] = {-far, -far};
    for (const data::Row r : sample_.rows) {
      const int d = v().treated[r] == 1;
      low[d] = std::min(low[d], v().score[r]);
      high[d] = std::max(high[d], v().score[r]);
    }
    for (const data::Row r : sample_.rows) {
      const int d = v().treated[r] == 1;
      if (d == 0 && !args_.ate) continue;
      if (v().score[r] < low[1 - d] || v().score[r] > high[1 - d]) v().support[r] = 0;
    }
  }

  // Treated where the density of the controls' scores is zero or among the lowest (Heckman, Ichimura and Todd 1997).
  void trim() {
    std::vector<double> controls, own;
    std::vector<data::Row> treated;
    for (const data::Row r : sample_.rows) {
      if (v().treated[r] != 1) controls.push_back(v().score[r]);
      else own.push_back(v().score[r]), treated.push_back(r);
    }
    numeric::DensitySpec spec;
    spec.x = controls;
    spec.at = own;
    const std::vector<double> density =
        compute(context_, [&](numeric::Progress& p) { return numeric::kernel_density(spec, p); }).density;
    std::vector<double> sorted = density;
    std::sort(sorted.begin(), sorted.end());
    const auto rank = static_cast<std::size_t>(args_.trim / 100 * static_cast<double>(sorted.size()));
    const double cut = rank > 0 ? sorted[rank - 1] : 0;
    for (std::size_t i = 0; i < treated.size(); ++i)
      if (density[i] <= 0 || density[i] <= cut) v().support[treated[i]] = 0;
  }

  // Untreated first, then by score, then as the data stand; `sides` are those on support in this order.
  void number_rows(std::vector<std::uint32_t> (&sides)[2]) {
    std::vector<std::uint32_t> rows[2];
    for (const data::Row r : sample_.rows) rows[v().treated[r] == 1].push_back(r);
    for (int d = 0; d < 2; ++d)
      for (const std::uint32_t r : numeric::in_score_order(position_, rows[d])) {
        v().id[r] = ++last_id_;
        if (v().support[r] == 1) sides[d].push_back(r);
      }
  }

  numeric::MatchSpace matching_space() {
    if (args_.mahalanobis.empty()) return {position_, {}};
    const Design design = make_design(args_.mahalanobis, false, sample_, context_);
    std::vector<std::uint8_t> treated;
    for (const data::Row r : sample_.rows) treated.push_back(v().treated[r] == 1);
    const numeric::Matrix z = compute(
        context_, [&](numeric::Progress&) { return numeric::mahalanobis_coordinates(design.x, treated); });
    coordinates_ = numeric::Matrix(context_.frame.rows, z.cols);
    for (std::size_t i = 0; i < sample_.rows.size(); ++i)
      for (std::size_t j = 0; j < z.cols; ++j) coordinates_(sample_.rows[i], j) = z(i, j);
    return {position_, coordinates_};
  }

  // Kernels of the score: no list of donors for each target.
  void match_by_sums(const std::vector<std::uint32_t>& targets, const std::vector<std::uint32_t>& donors,
                     bool to_treated) {
    const numeric::KernelMeans m =
        numeric::kernel_means(position_, targets, donors, matching_spec(args_), outcomes_);
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const std::uint32_t t = targets[i];
      if (!(m.total[i] > 0)) {
        v().support[t] = 0;
        continue;
      }
      if (to_treated) v().weight[t] = 1;
      for (std::size_t k = 0; k < outcomes_.size(); ++k) v().matched[k][t] = m.means[k][i];
    }
    for (std::size_t i = 0; i < donors.size(); ++i) {
      if (!(m.weight[i] > 0)) continue;
      if (to_treated) v().weight[donors[i]] = m.weight[i];
      else total_[donors[i]] += m.weight[i];
    }
    if (!to_treated) out_.total_treated = total_;
  }

  void match(const numeric::MatchSpace& space, const std::vector<std::uint32_t>& targets,
             const std::vector<std::uint32_t>& donors, bool to_treated) {
    if (space.on_score() && args_.ai == 0 && numeric::has_kernel_means(matching_spec(args_)))
      return match_by_sums(targets, donors, to_treated);
    numeric::match(space, targets, donors, matching_spec(args_), [&](std::size_t t, auto who, auto weights) {
      if (who.empty()) {
        v().support[t] = 0;
        return;
      }
      for (std::size_t k = 0; k < outcomes_.size(); ++k) {
        double y = 0;
        for (std::size_t i = 0; i < who.size(); ++i) y += weights[i] * outcomes_[k][who[i]];
        v().matched[k][t] = y;
      }
      if (to_treated) v().weight[t] = 1;
      for (std::size_t i = 0; i < who.size(); ++i) {
        if (to_treated) {
          double& w = v().weight[who[i]];
          w = data::is_missing(w) ? weights[i] : w + weights[i];
        } else {
          total_[who[i]] += weights[i];
        }
        squares_[who[i]] += weights[i] * weights[i];
      }
      if (args_.radius || args_.kernel || args_.local_linear) return;
      v().number[t] = static_cast<double>(who.size());
      v().distance[t] = space.on_score() ? std::abs(position_[t] - position_[who[0]]) : data::missing;
      for (std::size_t i = 0; i < who.size() && i < v().neighbors.size(); ++i) v().neighbors[i][t] = v().id[who[i]];
    });
    if (!to_treated) out_.total_treated = total_;
  }

  void variances(const numeric::MatchSpace& space, const std::vector<std::uint32_t> (&sides)[2]) {
    if (sigma2_.empty()) sigma2_.assign(outcomes_.size(), std::vector<double>(context_.frame.rows, 0.0));
    for (std::size_t k = 0; k < outcomes_.size(); ++k)
      for (const std::vector<std::uint32_t>& side : sides) {
        const std::vector<double> s = numeric::conditional_variances(space, side, outcomes_[k], args_.ai, false,
                                                                     args_.alternative_variance);
        for (std::size_t i = 0; i < side.size(); ++i) sigma2_[k][side[i]] = s[i];
      }
  }

  const MatchArgs& args_;
  const Context& context_;
  MatchResult& out_;
  EstimationSample sample_;
  std::vector<std::vector<double>> outcomes_, sigma2_;
  std::vector<double> position_, index_, treatment_, total_, squares_;
  numeric::Matrix coordinates_;
  numeric::FittedScore score_;                // with vce(ai2016): of the rows of sample_
  numeric::Matrix score_x_, score_variance_;
  double last_id_ = 0;
};

// Rows of each value of within(), in ascending order.
std::vector<std::vector<std::uint8_t>> exact_groups(const MatchArgs& a, const Context& c) {
  if (a.within.empty()) return {{}};
  const EstimationSample s = mark_sample(c, a.sample, {}, Needed{a.d, {a.within}});
  const GroupCodes g = group_codes(a.within, s, c);
  std::vector<std::vector<std::uint8_t>> out(g.count, std::vector<std::uint8_t>(c.frame.rows, 0));
  for (std::size_t i = 0; i < s.rows.size(); ++i) out[static_cast<std::size_t>(g.codes[i])][s.rows[i]] = 1;
  return out;
}

void count_support(MatchResult& r) {
  std::size_t rows = 0, treated = 0, on_support = 0, both = 0;
  for (std::size_t i = 0; i < r.variables.treated.size(); ++i) {
    const bool known = !data::is_missing(r.variables.treated[i]);
    const bool is_treated = r.variables.treated[i] == 1, supported = r.variables.support[i] == 1;
    rows += known, treated += known & is_treated, on_support += known & supported;
    both += known & is_treated & supported;
  }
  r.counts[1][1] = static_cast<double>(both), r.counts[1][0] = static_cast<double>(treated - both);
  r.counts[0][1] = static_cast<double>(on_support - both);
  r.counts[0][0] = static_cast<double>(rows + both - treated - on_support);
}

}  // namespace

MatchResult run_matching(const MatchArgs& asked, const Context& c) {
  check_options(asked);
  MatchArgs a = asked;
  if (a.vce == "ai2016") a.ai = std::max(a.ai, 1), a.population = true;
  MatchResult out;
  MatchVariables& v = out.variables;
  const std::vector<double> empty(c.frame.rows, data::missing);
  v.score = v.treated = v.support = v.weight = v.id = v.number = v.distance = empty;
  v.matched.assign(a.outcomes.size(), empty);
  const bool neighbors = !a.radius && !a.kernel && !a.local_linear;
  if (neighbors) v.neighbors.assign(static_cast<std::size_t>(std::min(a.neighbors, 100)), empty);
  MatchingRun m(a, c, out);
  for (const std::vector<std::uint8_t>& use : exact_groups(a, c)) m.run(use);
  count_support(out);
  if (out.counts[1][1] == 0)
    throw Error(459, "no treated observations on common support", std::nullopt, {"a wider caliper may help"});
  for (std::size_t k = 0; k < a.outcomes.size(); ++k) out.effects.push_back(matched_effects(m.rows(), k, a, out));
  if (const MatchBootstrap wish = match_bootstrap(a.vce); wish.reps > 0 && !out.effects.empty())
    bootstrap_matching(a, wish, c, out);
  return out;
}

}  // namespace nqp::kit
