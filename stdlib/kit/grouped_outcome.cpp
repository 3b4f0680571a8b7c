#include "stdlib/kit/grouped_outcome.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/frame.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"

namespace nqp::kit {

GroupedData::GroupedData() = default;
GroupedData::~GroupedData() = default;

namespace {

struct GroupTotals {
  std::vector<double> rows, sum;
};

GroupTotals outcome_totals(const LikelihoodData& d, const GroupCodes& g) {
  GroupTotals t{std::vector<double>(g.count, 0.0), std::vector<double>(g.count, 0.0)};
  for (std::size_t i = 0; i < d.y.size(); ++i) {
    const auto at = static_cast<std::size_t>(g.codes[i]);
    t.rows[at] += 1;
    t.sum[at] += d.y[i];
  }
  return t;
}

// Columns that are combinations of others once group means are taken out.
void omit_within(const GroupCodes& g, LikelihoodData& d) {
  numeric::Matrix x = d.design.x;
  std::vector<double> count(g.count, 0.0);
  for (const std::int32_t code : g.codes) count[static_cast<std::size_t>(code)] += 1;
  for (std::size_t j = 0; j < x.cols; ++j) {
    std::vector<double> mean(g.count, 0.0);
    double largest = 0, left = 0;
    for (std::size_t i = 0; i < x.rows; ++i) mean[static_cast<std::size_t>(g.codes[i])] += x(i, j);
    for (std::size_t i = 0; i < x.rows; ++i) {
      const auto at = static_cast<std::size_t>(g.codes[i]);
      largest = std::max(largest, std::abs(x(i, j)));
      x(i, j) -= mean[at] / count[at];
      left = std::max(left, std::abs(x(i, j)));
    }
    if (left <= 1e-12 * largest) std::fill(x.column(j).begin(), x.column(j).end(), 0.0);
  }
  const std::vector<double> zeros(x.rows, 0.0);
  const numeric::LeastSquares ls = numeric::least_squares({.y = zeros, .x = x, .want_residuals = false});
  d.x = numeric::Matrix(x.rows, 0);
  for (std::size_t j = 0; j < x.cols; ++j) {
    d.omitted[j] = ls.omitted[j];
    if (ls.omitted[j]) continue;
    const std::span<const double> column = d.design.x.column(j);
    d.x.data.insert(d.x.data.end(), column.begin(), column.end());
    ++d.x.cols;
  }
}

// Rows in the order of groups; weights of groups.
void arrange(GroupedData& out) {
  const LikelihoodData& d = out.data;
  const std::size_t n = d.sample.size(), G = out.groups.count;
  std::vector<std::size_t> begin(G + 1, 0);
  for (const std::int32_t code : out.groups.codes) ++begin[static_cast<std::size_t>(code) + 1];
  for (std::size_t g = 0; g < G; ++g) begin[g + 1] += begin[g];
  std::vector<std::size_t> next(begin.begin(), begin.end() - 1), order(n);
  for (std::size_t i = 0; i < n; ++i) order[next[static_cast<std::size_t>(out.groups.codes[i])]++] = i;
  out.x = numeric::Matrix(n, d.x.cols);
  for (std::size_t r = 0; r < n; ++r) {
    out.y.push_back(d.y[order[r]]);
    if (!d.offset.empty()) out.offset.push_back(d.offset[order[r]]);
    for (std::size_t j = 0; j < d.x.cols; ++j) out.x(r, j) = d.x(order[r], j);
  }
  for (std::size_t g = 0; g < G && !d.sample.weights.empty(); ++g) {
    out.weights.push_back(d.sample.weights[order[begin[g]]]);
    for (std::size_t r = begin[g]; r < begin[g + 1]; ++r)
      if (d.sample.weights[order[r]] != out.weights.back())
        throw Error(407, "weights must be the same for all observations in a group", std::nullopt,
                    {"a group enters the likelihood as a whole"});
  }
  out.least = HUGE_VAL;
  for (std::size_t g = 0; g < G; ++g) {
    const double rows = static_cast<double>(begin[g + 1] - begin[g]);
    out.least = std::min(out.least, rows);
    out.most = std::max(out.most, rows);
  }
  out.rows = {out.y, out.x, out.offset, std::move(begin)};
}

}  // namespace

void grouped_data(const LikelihoodArgs& a, const std::string& group, const GroupRule& rule,
                  const std::function<double(double)>& transform, bool within, const command::Context& c,
                  GroupedData& out) {
  if (!a.constraints.empty())
    throw Error(198, "option constraints() not allowed here", std::nullopt,
                {"likelihoods of whole groups are maximised without constraints"});
  LikelihoodArgs narrowed = a;
  Needed needed{a.y, a.vce.variables};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  needed.groups.push_back(group);
  for (const std::string& name : {a.offset, a.exposure})
    if (!name.empty()) needed.groups.push_back(name);
  const auto read = [&] {
    out.data = likelihood_rows(narrowed, needed, c);
    out.data.y = term_values(a.y[0], out.data.sample, c);
    for (double& v : out.data.y) v = transform(v);
    out.groups = group_codes(group, out.data.sample, c);
  };
  read();
  const GroupTotals t = outcome_totals(out.data, out.groups);
  std::vector<std::uint8_t> use = out.data.sample.use;
  for (std::size_t g = 0; g < out.groups.count; ++g) {
    if (rule(t.rows[g], t.sum[g])) continue;
    out.dropped_groups += 1;
    out.dropped_rows += t.rows[g];
  }
  if (out.dropped_groups > 0) {
    for (std::size_t i = 0; i < out.data.sample.size(); ++i) {
      const auto g = static_cast<std::size_t>(out.groups.codes[i]);
      if (!rule(t.rows[g], t.sum[g])) use[out.data.sample.rows[i]] = 0;
    }
    if (out.dropped_groups == static_cast<double>(out.groups.count))
      throw Error(2000, "outcome does not vary in any group", std::nullopt,
                  {"groups with one outcome only say nothing about the coefficients"});
    narrowed.only = std::move(use);
    read();
  }
  expand_design(a.x, !within, out.data, c);
  if (within) omit_within(out.groups, out.data);
  else find_omitted(out.data, !a.no_constant);
  arrange(out);
}

numeric::LikelihoodFit fit_groups(const GroupedData& d, numeric::GroupSpec spec, const VceChoice& vce,
                                  const command::Context& c) {
  spec.groups = d.groups.count;
  spec.weights = d.weights;
  double N = 0;
  const bool copies = d.data.sample.weight_kind == command::WeightKind::fweight ||
                      d.data.sample.weight_kind == command::WeightKind::iweight;
  for (std::size_t i = 0; i < d.data.sample.size(); ++i) N += copies ? d.data.sample.weights[i] : 1;
  spec.N = N;
  std::vector<std::vector<std::int32_t>> of_groups;
  for (const GroupCodes& k : vce.groups) {
    std::vector<std::int32_t> code(d.groups.count, -1);
    for (std::size_t i = 0; i < k.codes.size(); ++i) {
      std::int32_t& at = code[static_cast<std::size_t>(d.groups.codes[i])];
      if (at >= 0 && at != k.codes[i])
        throw Error(498, "groups are not nested within clusters", std::nullopt,
                    {"every group must lie in one cluster"});
      at = k.codes[i];
    }
    of_groups.push_back(std::move(code));
  }
  std::vector<numeric::Codes> clusters(of_groups.begin(), of_groups.end());
  return compute(c, [&](numeric::Progress& p) {
    return numeric::maximise_groups(spec, vce.kind == "robust", clusters, p);
  });
}

void post_groups(const GroupedData& d, const std::string& group, const VceChoice& vce, LikelihoodResult& r) {
  const double G = static_cast<double>(d.groups.count), n = static_cast<double>(d.data.sample.size());
  r.scalars.insert(r.scalars.end(), {{"N_g", G},
                                     {"g_min", d.least},
                                     {"g_avg", n / G},
                                     {"g_max", d.most},
                                     {"N_drop", d.dropped_rows},
                                     {"N_group_drop", d.dropped_groups}});
  r.macros.emplace_back("group", group);
  if (vce.kind != "robust") return;
  r.scalars.emplace_back("N_clust", G);
  r.macros.emplace_back("clustvar", group);
}

numeric::Adaptation adaptation_of(const std::string& method) {
  if (method == "ghermite") return numeric::Adaptation::none;
  return method == "mcaghermite" ? numeric::Adaptation::mode : numeric::Adaptation::mean_variance;
}

}  // namespace nqp::kit
