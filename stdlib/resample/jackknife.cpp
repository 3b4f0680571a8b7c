// jackknife: standard errors from leaving out one observation or cluster at a time.
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/resampled_estimates.hpp"

namespace nqp::commands::jackknife_ {
namespace {

using namespace command;

struct Args {
  std::string list, command, saving, title;
  Variables cluster;
  ast::ExpressionPtr count;
  double level = 0;
  int dots = 1;
  bool no_dots = false, wide = false, eclass = false, rclass = false, no_legend = false, no_header = false;
};

// The unit of every row: 0, 1, … or `none` outside the sample.
data::Groups units_of(const Args& a, const data::Frame& f, const std::vector<std::uint8_t>& use) {
  std::vector<data::ColumnPtr> keys;
  for (const std::string& v : a.cluster) keys.push_back(f.at(v).column);
  if (!keys.empty()) return data::make_groups(keys, use);
  data::Groups g;
  g.codes.assign(f.rows, data::Groups::none);
  for (std::size_t i = 0; i < f.rows; ++i)
    if (use[i]) g.codes[i] = g.count++;
  return g;
}

void post(const Args& a, const kit::ObservedRun& run, const kit::Replicates& done, double level, runtime::Session& s) {
  const std::size_t k = run.list.size();
  std::vector<std::vector<double>> rows;
  for (const auto& row : done.rows) {
    bool whole = true;
    for (const double x : row) whole = whole && !data::is_missing(x);
    if (whole) rows.push_back(row);
  }
  const double n = static_cast<double>(rows.size());
  if (n < 2) throw Error(2000, "insufficient observations to compute jackknife standard errors");
  std::vector<double> mean(k, 0.0), se(k), bias(k);
  for (const auto& row : rows)
    for (std::size_t j = 0; j < k; ++j) mean[j] += row[j] / n;
  // The variance of the mean of the pseudo-values n·θ - (n-1)·θ_i: (n-1)/n Σ(θ_i - θ̄)².
  eval::Matrix V(k, k);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) {
      double sum = 0;
      for (const auto& row : rows) sum += (row[i] - mean[i]) * (row[j] - mean[j]);
      V(i, j) = sum * (n - 1) / n;
    }
  for (std::size_t j = 0; j < k; ++j) se[j] = std::sqrt(V(j, j)), bias[j] = (n - 1) * (mean[j] - run.values[j]);
  Results e = kit::resampled_estimates(run, "jackknife", a.command, std::move(V), s);
  const std::vector<std::string> names = kit::column_names(run.list);
  e.scalar("N_reps", n).scalar("N_misreps", static_cast<double>(done.rows.size()) - n).scalar("df_r", n - 1);
  if (!a.cluster.empty()) {
    const std::string clusters = text::joined(a.cluster);
    e.scalar("N_clust", n).macro("clustvar", clusters).macro("cluster", clusters);
  }
  e.matrix("b_jk", kit::row_matrix(mean, names)).matrix("se", kit::row_matrix(se, names));
  e.matrix("bias", kit::row_matrix(bias, names));
  kit::post_resampled(std::move(e), run.sample, level, s);
}

void act(const Args& a, runtime::Session& s) {
  const double level = a.level > 0 ? a.level : s.settings().level;
  if (a.command.empty() && a.list.empty()) return kit::replay_resampled("jackknife", level, s);
  kit::require_command(a.command, "jackknife");
  const std::vector<kit::AskedResult> asked = kit::parse_expression_list(a.list);
  kit::Plan plan;
  plan.file = kit::parse_saving(a.saving, s);
  kit::SessionKeeper keeper(s);
  const data::Frame& f = *keeper.data();
  const kit::ObservedRun run = kit::run_observed("jackknife", a.command, asked, "_jk_", s);
  const auto count = [&](const runtime::Session& in) {
    if (a.count) return eval::evaluate_number(*a.count, in.scope());
    const eval::Stored x = in.stored(run.estimated ? 'e' : 'r', "N");
    const double* value = std::get_if<double>(&x);
    return value ? *value : data::missing;
  };
  const double all = count(s);
  const std::optional<Estimates> observed = s.estimates_slot();
  s.set_frame(keeper.data());
  const data::Groups units = units_of(a, f, run.sample);
  if (units.count < 2) throw Error(2001, "insufficient observations");
  plan.word = "jackknife";
  plan.heading = "Jackknife replications";
  plan.command = run.command;
  plan.count = units.count;
  plan.seed = s.generator().next();
  plan.dots = a.no_dots ? 0 : a.dots;
  plan.start = keeper.start();
  plan.data = [&](std::size_t r, numeric::Rng&) {
    std::vector<std::uint8_t> keep(f.rows, 0);
    for (std::size_t i = 0; i < f.rows; ++i) keep[i] = units.codes[i] != data::Groups::none && units.codes[i] != r;
    return std::make_shared<const data::Frame>(data::keep_rows(f, keep));
  };
  // Leaving out what the command did not use says nothing: no replicate.
  plan.check = [&](std::size_t, std::vector<double>& row, runtime::Session& in) {
    if (!data::is_missing(all) && count(in) == all) row.assign(row.size(), data::missing);
  };
  const bool wide = a.wide || plan.file.wide;
  plan.table = [&](const auto& rows) { return kit::replicate_frame(run.list, rows, {}, wide, s); };
  kit::Replicates done;
  kit::replicate(plan, run.list, s, done);
  s.estimates_slot() = observed;
  post(a, run, done, level, s);
  keeper.leave_data();
  keeper.leave_estimates();
}

}  // namespace

extern const Command jackknife_command = kit::loose_body(
    define<Args>("JACKknife", "Jackknife standard errors")
        .alias("jknife")
        .prefix(&Args::command)
        .anything(&Args::list)
        .variables("CLuster", &Args::cluster, "leave out whole clusters")
        .text("SAving", &Args::saving, "file of the replicates")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .integer("dots", &Args::dots, 0, 1000000, "a dot for so many replications")
        .flag("noDots", &Args::no_dots, "no dots")
        .flag("DOUble", &Args::wide, "store doubles")
        .expression_option("n", &Args::count, "number of observations the command used; e(N) or r(N) by default")
        .flag("Eclass", &Args::eclass, "accepted")
        .flag("Rclass", &Args::rclass, "accepted")
        .flag("noLegend", &Args::no_legend, "accepted")
        .flag("noHeader", &Args::no_header, "accepted")
        .text("TItle", &Args::title, "accepted")
        .changes(Effect::estimates)
        .stores({{"e(b)", "observed results"},
                 {"e(V)", "jackknife variance"},
                 {"e(b_jk)", "means of the replicates"},
                 {"e(bias)", "jackknife estimate of the bias"},
                 {"e(se)", "standard errors"},
                 {"e(N_reps)", "complete replications"},
                 {"e(df_r)", "replications less one"}})
        .reference("Efron, B. and Tibshirani, R. J. (1993), An Introduction to the Bootstrap, chapter 11.")
        .example("The mean", "sysuse auto\nsummarize price\nscalar se = r(sd)/sqrt(r(N))\njackknife m=r(mean), nodots: "
                 "summarize price", "reldif(_se[m], se) < 1e-9")
        .example("A regression", "sysuse auto\njackknife, nodots: regress price weight", "e(N_reps) == 74")
        .acts(act));

}  // namespace nqp::commands::jackknife_
