// suest: one variance matrix for several stored estimates.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/stored_estimates.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"

namespace nqp::commands::suest_ {
namespace {

using namespace command;

struct Args {
  std::string names;
  Vce vce;
  double level = 0;
};

// One model: coefficients and, for every row of the frame, the rows of D s (zero outside its sample).
struct Member {
  std::vector<std::string> columns;
  std::vector<double> b;
  std::vector<std::uint8_t> use;
  numeric::Matrix influence;  // rows of the frame × coefficients
};

std::vector<std::uint8_t> sample_of(const Estimates& e, const std::string& name, const data::Frame& f) {
  for (const data::SampleMark& m : f.samples) {
    if (m.id != e.sample_id || e.sample_id == 0) continue;
    std::vector<std::uint8_t> out(f.rows);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = m.column->number(i) != 0;
    return out;
  }
  throw Error(322, "the data have no estimation sample of " + name, std::nullopt,
              {"estimate and store again on the data in memory"});
}

// d ln f / d xb of one row.
double score(const std::string& cmd, double y, double xb, double variance) {
  namespace dist = numeric::dist;
  if (cmd == "regress") return (y - xb) / variance;
  if (cmd == "poisson") return y - std::exp(xb);
  if (cmd == "logit") return (y != 0 ? 1 : 0) - dist::invlogit(xb);
  return y != 0 ? std::exp(dist::lnnormalden(xb) - dist::lnnormal(xb))
                : -std::exp(dist::lnnormalden(xb) - dist::lnnormal(-xb));
}

void require_supported(const Results& e, const std::string& name) {
  const std::string cmd = e.macro_or("cmd");
  if (cmd != "regress" && cmd != "logit" && cmd != "probit" && cmd != "poisson")
    throw Error(322, name + " was estimated by " + cmd + ", which suest does not combine", std::nullopt,
                {"regress, logit, probit or poisson; within-transform the data for fixed effects"});
  if (!e.macro_or("wtype").empty()) throw Error(322, name + " is weighted; suest combines unweighted estimates");
  if (cmd != "regress" && e.macro_or("vce", "oim") != "oim")
    throw Error(322, name + " was estimated with vce(" + e.macro_or("vce") + ")", std::nullopt,
                {"store it with the default vce; suest makes robust or clustered errors itself"});
}

// Inverse information: σ²(X'X)^-1 for regress, e(V) else.
numeric::Matrix bread(const Results& e, const std::string& cmd, const numeric::Matrix& x,
                      const std::vector<std::size_t>& kept, double variance) {
  if (cmd == "regress") return numeric::scale(numeric::pseudo_inverse(numeric::gram(x)).inverse, variance);
  return numeric::submatrix(kit::numeric_matrix(*e.find_matrix("V")), kept, kept);
}

Member read(const std::string& name, runtime::Session& s, const Context& c) {
  const Estimates& stored = kit::find_estimates(name, s);
  const Results& e = stored.results;
  require_supported(e, name);
  const std::string cmd = e.macro_or("cmd");
  Member m;
  m.use = sample_of(stored, name, c.frame);
  const eval::Matrix& b = *e.find_matrix("b");
  const eval::Matrix& V = *e.find_matrix("V");
  kit::Regressors regressors(e, "", c);
  std::vector<std::size_t> kept, at;
  for (std::size_t j = 0; j < regressors.columns().size(); ++j)
    if (V(regressors.columns()[j], regressors.columns()[j]) > 0)
      kept.push_back(regressors.columns()[j]), at.push_back(j);
  const std::vector<double> y = kit::depvar_values(e, c);
  numeric::Matrix x(c.frame.rows, kept.size());
  std::vector<double> xb(c.frame.rows);
  regressors.for_each_row([&](std::size_t row, const double* values) {
    if (!m.use[row] || !values) return;
    for (std::size_t j = 0; j < kept.size(); ++j) {
      x(row, j) = values[at[j]];
      xb[row] += values[at[j]] * b(0, kept[j]);
    }
  });
  const bool linear = cmd == "regress";
  const double variance = linear ? e.scalar_or("rmse") * e.scalar_or("rmse") : 1, n = e.scalar_or("N");
  const std::size_t k = kept.size();
  numeric::Matrix scores(c.frame.rows, k);
  std::vector<double> spread(c.frame.rows);
  for (std::size_t i = 0; i < c.frame.rows; ++i) {
    if (!m.use[i]) continue;
    const double u = score(cmd, y[i], xb[i], variance);
    for (std::size_t j = 0; j < k; ++j) scores(i, j) = u * x(i, j);
    if (linear) spread[i] = ((y[i] - xb[i]) * (y[i] - xb[i]) / variance - 1) / n;
  }
  m.influence = numeric::multiply(scores, bread(e, cmd, x, kept, variance));
  const std::string equation = linear ? name + "_mean" : name + "_" + e.macro_or("depvar");
  for (const std::size_t j : kept) {
    const std::string& column = b.column_names[j];
    m.columns.push_back(equation + ":" +
                        column.substr(column.find(':') == std::string::npos ? 0 : column.find(':') + 1));
    m.b.push_back(b(0, j));
  }
  if (linear) {
    m.influence = numeric::join_columns(m.influence, numeric::MatrixView(spread.data(), spread.size(), 1));
    m.columns.push_back(name + "_lnvar:_cons");
    m.b.push_back(std::log(variance));
  }
  return m;
}

struct Stacked {
  std::vector<std::string> columns;
  std::vector<double> b;
  std::vector<std::uint8_t> use;
  numeric::Matrix influence;
};

Stacked stack(const std::vector<Member>& members) {
  Stacked out;
  out.use = members[0].use;
  for (const Member& m : members) {
    out.columns.insert(out.columns.end(), m.columns.begin(), m.columns.end());
    out.b.insert(out.b.end(), m.b.begin(), m.b.end());
    for (std::size_t i = 0; i < out.use.size(); ++i) out.use[i] = out.use[i] || m.use[i];
    out.influence = out.influence.empty() ? m.influence : numeric::join_columns(out.influence, m.influence);
  }
  return out;
}

// Robust: N/(N-1) Σ s s'; clusters: G/(G-1) Σ of sums within clusters, N and G of the union of the samples.
numeric::Matrix variance(const Args& a, const Stacked& all, const Context& c, double& clusters) {
  const kit::EstimationSample rows = kit::sample_from_mask(all.use);
  std::vector<std::size_t> picked(rows.rows.begin(), rows.rows.end()), columns(all.b.size());
  for (std::size_t j = 0; j < columns.size(); ++j) columns[j] = j;
  const numeric::Matrix x = numeric::submatrix(all.influence, picked, columns);
  numeric::Scores scores;
  scores.x = x;
  if (a.vce.kind != "cluster") {
    const auto n = static_cast<double>(rows.size());
    return numeric::scale(numeric::meat_robust(scores), n / (n - 1));
  }
  const data::Column& cluster = *c.variable(a.vce.variables.at(0)).column;
  for (const data::Row row : rows.rows)
    if (cluster.missing_at(row))
      throw Error(459, a.vce.variables[0] + " has missing values in the estimation samples", std::nullopt,
                  {"estimate the models on rows where it is known"});
  const kit::GroupCodes g = kit::group_codes(a.vce.variables.at(0), rows, c);
  clusters = static_cast<double>(g.count);
  if (g.count < 2) throw Error(2001, "insufficient observations", std::nullopt, {"there is only one cluster"});
  return numeric::scale(numeric::meat_cluster(scores, g.codes), clusters / (clusters - 1));
}

void act(const Args& a, runtime::Session& s) {
  const std::vector<std::string> names = kit::estimate_names(a.names, s);
  if (names.empty()) throw Error(100, "suest needs the names of stored estimates", std::nullopt, {"estimates store A"});
  const Context c = s.context();
  std::vector<Member> members;
  for (const std::string& name : names) members.push_back(read(name, s, c));
  const Stacked all = stack(members);
  double clusters = 0;
  const numeric::Matrix V = variance(a, all, c, clusters);
  Results e;
  double n = 0;
  for (const std::uint8_t used : all.use) n += used;
  e.scalar("N", n);
  if (clusters > 0) e.scalar("N_clust", clusters).macro("clustvar", a.vce.variables[0]);
  e.macro("cmd", "suest").macro("names", a.names).macro("vce", clusters > 0 ? "cluster" : "robust");
  e.macro("vcetype", "Robust").macro("properties", "b V").macro("title", "Simultaneous results");
  e.matrix("b", kit::named_row(all.b, "y1", all.columns)).matrix("V", kit::named_matrix(V, all.columns, all.columns));
  report::Document d;
  d.blank();
  d.line(fmt::format("Simultaneous results for {:<30}  Number of obs = {:.0f}", a.names, n));
  kit::TableOptions options;
  options.level = a.level > 0 ? a.level : s.settings().level;
  d.append(kit::coefficient_table(e, c.frame, options, s.settings().linesize));
  s.post({std::move(e)}, all.use);
  s.show(d);
}

}  // namespace

extern const Command suest_command =
    define<Args>("suest", "One variance matrix for several estimates")
        .anything(&Args::names)
        .vce(&Args::vce, {"robust", "cluster"})
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(b)", "all coefficients; equations name_mean and name_lnvar after regress, name_depvar else"},
                 {"e(V)", "their joint robust variance"},
                 {"e(N)", "observations used by any of the models"},
                 {"e(N_clust)", "clusters"},
                 {"e(names)", "the estimates combined"},
                 {"e(vce)", "robust or cluster"}})
        .changes(Effect::estimates)
        .reference("White, H. (1982). Maximum likelihood estimation of misspecified models. Econometrica 50, 1-25.")
        .reference(
            "Weesie, J. (1999). Seemingly unrelated estimation and the cluster-adjusted sandwich estimator. Stata "
            "Technical Bulletin 52, 34-47.")
        .remark("After regress, logit, probit and poisson. test [A_mean]x = [B_mean]x compares coefficients.")
        .example("Two groups",
                 "sysuse auto\nquietly regress price weight if foreign\nestimates store A\n"
                 "quietly regress price weight if !foreign\nestimates store B\nsuest A B\ntest [A_mean]weight = "
                 "[B_mean]weight",
                 "e(N) == 74 & r(df) == 1 & r(p) < 1")
        .example("Clusters",
                 "sysuse auto\nquietly regress price weight\nestimates store A\nquietly logit foreign weight\n"
                 "estimates store B\nsuest A B, vce(cluster headroom)",
                 "e(N_clust) == 8")
        .acts(act);

}  // namespace nqp::commands::suest_
