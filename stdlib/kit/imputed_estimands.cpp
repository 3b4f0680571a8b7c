#include "stdlib/kit/imputed_estimands.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/did_result.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::kit {
namespace {

using command::Context;

class ImputationEstimands {
 public:
  ImputationEstimands(const ImputationWork& work, const std::vector<std::uint8_t>& cannot)
      : work_(work), cannot_(cannot), relative_(work.d.relative()) {}

  std::vector<ImputationEstimand> list;

  bool counts(std::size_t i) const { return work_.treated[i] && !cannot_[i]; }
  double weight(std::size_t i) const { return work_.d.sample.weights.empty() ? 1.0 : work_.d.sample.weights[i]; }

  // The weighted mean (or, not scaled, the sum) over treated, imputable rows where keep(row) holds, with `own` weights
  // of rows besides those of the sample. No such row: no estimand.
  bool mean_over(const std::string& name, const std::function<bool(std::size_t)>& keep,
                 const std::vector<double>& own = {}, bool scaled = true) {
    std::vector<double> w(work_.d.n(), 0.0);
    double sum = 0;
    bool any = false;
    for (std::size_t i = 0; i < w.size(); ++i) {
      if (!counts(i) || !keep(i)) continue;
      w[i] = weight(i) * (own.empty() ? 1.0 : own[i]);
      sum += w[i], any = true;
    }
    if (!any || (scaled && sum == 0)) return false;
    if (scaled)
      for (double& v : w) v /= sum;
    list.push_back({name, std::move(w)});
    return true;
  }

  // Σ share_k estimand_k, put first.
  void average_first(const std::string& name, const std::vector<double>& shares) {
    if (list.empty()) return;
    std::vector<double> w(work_.d.n(), 0.0);
    for (std::size_t k = 0; k < list.size(); ++k)
      for (std::size_t i = 0; i < w.size(); ++i) w[i] += shares[k] * list[k].w[i];
    list.insert(list.begin(), ImputationEstimand{name, std::move(w)});
  }

  double relative(std::size_t i) const { return relative_[i]; }

 private:
  const ImputationWork& work_;
  const std::vector<std::uint8_t>& cannot_;
  std::vector<double> relative_;
};

std::string estimand_text(double x) { return text::macro_number(x); }

std::vector<double> found_horizons(const ImputationWork& w, const std::vector<std::uint8_t>& cannot, double delta) {
  std::set<double> found;
  const std::vector<double> rel = w.d.relative();
  for (std::size_t i = 0; i < rel.size(); ++i)
    if (w.treated[i] && !cannot[i]) found.insert(rel[i] / delta);
  return {found.begin(), found.end()};
}

// Units whose effects can be imputed at every horizon.
std::vector<std::uint8_t> balanced_units(const ImputationWork& w, const std::vector<std::uint8_t>& cannot,
                                         const std::vector<double>& horizons, double delta) {
  const std::vector<double> rel = w.d.relative();
  std::vector<std::size_t> seen(w.d.unit.count, 0);
  for (std::size_t i = 0; i < rel.size(); ++i)
    if (w.treated[i] && !cannot[i] && std::count(horizons.begin(), horizons.end(), rel[i] / delta) > 0)
      ++seen[static_cast<std::size_t>(w.d.unit.codes[i])];
  std::vector<std::uint8_t> out;
  for (const std::size_t n : seen) out.push_back(n == horizons.size() ? 1 : 0);
  return out;
}

using KeptRows = std::function<bool(std::size_t)>;

std::vector<double> treated_values(const std::string& name, const ImputationWork& w, const Context& c) {
  std::vector<double> out(w.d.n());
  c.numeric(name).read_rows(w.d.sample.rows, out.data());
  for (std::size_t i = 0; i < out.size(); ++i)
    if (data::is_missing(out[i])) {
      if (w.treated[i])
        throw Error(459, name + " has missing values in treated observations", std::nullopt,
                    {"leave them out with if, or give them a value"});
      out[i] = 0;
    }
  return out;
}

// One estimand, or one for each value of by() and each variable of wtr(): name, name_value, name_variable.
bool add_estimands(const std::string& name, const KeptRows& keep, const ImputationRequest& q, const ImputationWork& w,
                   ImputationEstimands& e, const Context& c) {
  bool any = false;
  const auto one = [&](const std::string& part, const KeptRows& rows) {
    if (q.treated_weights.empty()) any = e.mean_over(part, rows) || any;
    for (const std::string& v : q.treated_weights)
      any = e.mean_over(part + "_" + v, rows, treated_values(v, w, c), !q.sum) || any;
  };
  if (q.by.empty()) return one(name, keep), any;
  const std::vector<double> by = treated_values(q.by, w, c);
  std::set<double> values;
  for (std::size_t i = 0; i < by.size(); ++i)
    if (e.counts(i) && keep(i)) values.insert(by[i]);
  for (const double v : values)
    one(name + "_" + estimand_text(v), [&](std::size_t i) { return keep(i) && by[i] == v; });
  return any;
}

// Least squares of the effects on a constant and variables: every coefficient is a weighted sum of effects.
bool add_projection(const std::string& name, const KeptRows& keep, const ImputationRequest& q, const ImputationWork& w,
                    ImputationEstimands& e, const Context& c) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < w.d.n(); ++i)
    if (e.counts(i) && keep(i)) rows.push_back(i);
  if (rows.empty()) return false;
  numeric::Matrix x(rows.size(), q.project.size() + 1);
  for (std::size_t j = 0; j < x.cols; ++j) {
    const std::vector<double> v = j == 0 ? std::vector<double>(w.d.n(), 1.0) : treated_values(q.project[j - 1], w, c);
    for (std::size_t r = 0; r < rows.size(); ++r) x(r, j) = v[rows[r]];
  }
  numeric::Matrix weighted = x;
  for (std::size_t r = 0; r < rows.size(); ++r)
    for (std::size_t j = 0; j < x.cols; ++j) weighted(r, j) *= e.weight(rows[r]);
  const numeric::PseudoInverse inverse = numeric::pseudo_inverse(numeric::cross_product(x, weighted));
  if (inverse.rank < x.cols)
    throw Error(459, "variables of project() are collinear among the treated", std::nullopt, {"leave one out"});
  const numeric::Matrix A = numeric::multiply(weighted, inverse.inverse);
  for (std::size_t j = 0; j < x.cols; ++j) {
    ImputationEstimand one{name + "_" + (j == 0 ? "cons" : q.project[j - 1]), std::vector<double>(w.d.n(), 0.0)};
    for (std::size_t r = 0; r < rows.size(); ++r) one.w[rows[r]] = A(r, j);
    e.list.push_back(std::move(one));
  }
  return true;
}

void horizon_estimands(const ImputationRequest& q, const ImputationWork& w, const std::vector<std::uint8_t>& cannot,
                       ImputationEstimands& e, const Context& c) {
  const auto add = [&](const std::string& name, const KeptRows& keep) {
    return q.project.empty() ? add_estimands(name, keep, q, w, e, c) : add_projection(name, keep, q, w, e, c);
  };
  if (!q.all_horizons && q.horizons.empty()) {
    add("tau", [](std::size_t) { return true; });
    return;
  }
  const std::vector<double> horizons = q.all_horizons ? found_horizons(w, cannot, q.delta) : q.horizons;
  const std::vector<std::uint8_t> units =
      q.balanced_horizons ? balanced_units(w, cannot, horizons, q.delta) : std::vector<std::uint8_t>();
  for (const double h : horizons) {
    const KeptRows keep = [&, h](std::size_t i) {
      return e.relative(i) / q.delta == h && (units.empty() || units[static_cast<std::size_t>(w.d.unit.codes[i])] != 0);
    };
    if (!add("tau" + estimand_text(h), keep))
      throw Error(198, "no treated observations at horizon " + estimand_text(h), std::nullopt,
                  {"allhorizons takes those that occur"});
  }
}

}  // namespace

std::vector<ImputationEstimand> imputation_estimands(const ImputationRequest& q, const ImputationWork& w,
                                                     const std::vector<std::uint8_t>& cannot, const Context& c) {
  ImputationEstimands e(w, cannot);
  const DidData& d = w.d;
  if (q.agg == "group") {
    std::vector<double> shares;
    double units = 0;
    for (const double g : d.cohorts())
      if (e.mean_over("G" + estimand_text(g), [&](std::size_t i) { return d.cohort[i] == g && e.relative(i) >= 0; }))
        shares.push_back(static_cast<double>(d.units_of(g))), units += shares.back();
    for (double& s : shares) s /= units;
    e.average_first("GAverage", shares);
  } else if (q.agg == "calendar") {
    for (const double t : d.times)
      e.mean_over("T" + estimand_text(t), [&](std::size_t i) { return d.time[i] == t && e.relative(i) >= 0; });
    e.average_first("CAverage", std::vector<double>(e.list.size(), 1.0 / static_cast<double>(e.list.size())));
  } else if (q.agg == "event") {
    const std::vector<double> horizons = q.horizons.empty() ? found_horizons(w, cannot, 1) : q.horizons;
    const std::vector<std::uint8_t> units =
        q.balanced_horizons ? balanced_units(w, cannot, horizons, 1) : std::vector<std::uint8_t>();
    std::vector<double> shares;
    double after = 0;
    for (const double h : horizons)
      if (h <= q.last_horizon && e.mean_over(relative_name(h), [&](std::size_t i) {
            return e.relative(i) == h && (units.empty() || units[static_cast<std::size_t>(d.unit.codes[i])] != 0);
          }))
        shares.push_back(h >= 0 ? 1 : 0), after += shares.back();
    for (double& s : shares) s /= after;
    if (after > 0) e.average_first("Post_avg", shares);
  } else if (q.agg.empty()) {
    horizon_estimands(q, w, cannot, e, c);
  } else {
    e.mean_over("ATT", [&](std::size_t i) { return e.relative(i) >= 0; });
  }
  return e.list;
}

std::vector<std::int32_t> imputation_cells(const ImputationRequest& q, const ImputationWork& w, const Context& c) {
  if (!q.effect_cells.empty()) {
    std::string all;
    for (const std::string& v : q.effect_cells) all += (all.empty() ? "" : "#") + v;
    return group_codes(all, w.d.sample, c).codes;
  }
  std::vector<std::int32_t> out(w.d.n());
  std::map<std::pair<double, double>, std::int32_t> codes;
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] =
        codes.emplace(std::pair(w.d.cohort[i], w.d.time[i]), static_cast<std::int32_t>(codes.size())).first->second;
  return out;
}

}  // namespace nqp::kit
