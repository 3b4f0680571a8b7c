// suest: one variance matrix for several stored estimates.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/coefficient_name.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/influence.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/stored_estimates.hpp"
#include "stdlib/kit/stored_likelihood.hpp"
#include "stdlib/numeric/linalg/products.hpp"
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

void require_supported(const Results& e, const std::string& name) {
  const std::string cmd = e.macro_or("cmd");
  if (!kit::has_influence(e))
    throw Error(322, name + " was estimated by " + cmd + ", which suest does not combine", std::nullopt,
                {"regress, logit, probit, cloglog, ologit, oprobit, mlogit, poisson or nbreg; within-transform the "
                 "data for fixed effects"});
  if (!e.macro_or("wtype").empty()) throw Error(322, name + " is weighted; suest combines unweighted estimates");
  if (cmd != "regress" && e.macro_or("vce", "oim") != "oim")
    throw Error(322, name + " was estimated with vce(" + e.macro_or("vce") + ")", std::nullopt,
                {"store it with the default vce; suest makes robust or clustered errors itself"});
}

// Rows of `influence` belong to `rows` of the frame; the others are zero.
void set_influence(const numeric::Matrix& influence, const std::vector<data::Row>& rows, std::size_t all, Member& m) {
  m.influence = numeric::Matrix(all, influence.cols);
  for (std::size_t j = 0; j < influence.cols; ++j)
    for (std::size_t i = 0; i < rows.size(); ++i) m.influence(rows[i], j) = influence(i, j);
}

// Maximum likelihood: scores times the inverse information, which is e(V).
void read_likelihood(const Results& e, const std::string& name, const Context& c, Member& m) {
  const kit::StoredLikelihood l = kit::stored_likelihood(e, m.use, true, c);
  const kit::Influence k = kit::coefficient_influence(e, m.use, name, c);
  set_influence(k.values, k.rows, c.frame.rows, m);
  for (std::size_t j = 0; j < l.b.size(); ++j) {
    m.columns.push_back(name + "_" + l.indices[l.index_of[j]].equation + ":" + l.names[j]);
    m.b.push_back(l.b[j]);
  }
}

// Least squares as maximum likelihood of b and ln σ², with e(rmse)² for σ².
void read_regression(const Results& e, const std::string& name, const Context& c, Member& m) {
  const eval::Matrix& b = *e.find_matrix("b");
  const kit::Influence k = kit::coefficient_influence(e, m.use, name, c);
  const double variance = e.scalar_or("rmse") * e.scalar_or("rmse"), n = e.scalar_or("N");
  std::vector<double> spread;
  for (const double u : k.residuals) spread.push_back((u * u / variance - 1) / n);
  set_influence(numeric::join_columns(k.values, numeric::MatrixView(spread.data(), spread.size(), 1)), k.rows,
                c.frame.rows, m);
  for (const std::size_t column : k.columns) {
    m.columns.push_back(name + "_mean:" + kit::parse_coefficient_name(b.column_names[column]).name);
    m.b.push_back(b(0, column));
  }
  m.columns.push_back(name + "_lnvar:_cons");
  m.b.push_back(std::log(variance));
}

Member read(const std::string& name, runtime::Session& s, const Context& c) {
  const Estimates& stored = kit::find_estimates(name, s);
  require_supported(stored.results, name);
  Member m;
  m.use = sample_of(stored, name, c.frame);
  if (stored.results.macro_or("cmd") == "regress") read_regression(stored.results, name, c, m);
  else read_likelihood(stored.results, name, c, m);
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
        .stores({{"e(b)", "all coefficients; equations name_mean and name_lnvar after regress, name_ and the "
                          "equation else (name_depvar, name_cut1, name_lnalpha)"},
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
        .remark("After regress, logit, probit, cloglog, ologit, oprobit, mlogit, poisson and nbreg. test [A_mean]x = "
                "[B_mean]x compares coefficients.")
        .example("Two groups",
                 "sysuse auto\nquietly regress price weight if foreign\nestimates store A\n"
                 "quietly regress price weight if !foreign\nestimates store B\nsuest A B\ntest [A_mean]weight = "
                 "[B_mean]weight",
                 "e(N) == 74 & r(df) == 1 & r(p) < 1")
        .example("Is the effect on the steps of an ordered outcome that on a yes or no?",
                 "sysuse auto\ngenerate good = rep78 > 3 if rep78 < .\nquietly ologit rep78 weight\n"
                 "estimates store O\nquietly logit good weight\nestimates store L\nsuest O L\n"
                 "test [O_rep78]weight = [L_good]weight",
                 "r(df) == 1 & abs([O_cut1]_cons + 6) < 3")
        .example("Clusters",
                 "sysuse auto\nquietly regress price weight\nestimates store A\nquietly logit foreign weight\n"
                 "estimates store B\nsuest A B, vce(cluster headroom)",
                 "e(N_clust) == 8")
        .acts(act);

}  // namespace nqp::commands::suest_
