// bootstrap: standard errors and intervals from resampling the data.
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/bootstrap_intervals.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/resampled_estimates.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::commands::bootstrap_ {
namespace {

using namespace command;
using data::Groups;
using data::Row;

struct Args {
  std::string list, command, saving, group, title;
  int reps = 50, dots = 1, size = 0;
  std::optional<std::string> seed;
  Variables strata, cluster;
  std::string id_cluster;
  double level = 0;
  bool no_dots = false, wide = false, no_warn = false, no_legend = false, no_header = false;
  bool bca = false, verbose = false;
};

// What is drawn, by stratum: clusters, or rows without cluster().
struct Units {
  std::vector<std::vector<Row>> rows;
  std::vector<std::vector<std::size_t>> strata;   // the units of each
};

Units units_of(const Args& a, const data::Frame& f, const std::vector<std::uint8_t>& use) {
  const auto columns = [&](const Variables& names) {
    std::vector<data::ColumnPtr> out;
    for (const std::string& n : names) out.push_back(f.at(n).column);
    return out;
  };
  Variables names = a.strata;
  names.insert(names.end(), a.cluster.begin(), a.cluster.end());
  const Groups strata = a.strata.empty() ? Groups{} : data::make_groups(columns(a.strata), use);
  const Groups clusters = a.cluster.empty() ? Groups{} : data::make_groups(columns(names), use);
  Units u;
  u.strata.resize(a.strata.empty() ? 1 : strata.count);
  if (!a.cluster.empty()) u.rows.resize(clusters.count);
  for (std::size_t i = 0; i < f.rows; ++i) {
    if (!use[i]) continue;
    std::size_t unit = u.rows.size();
    if (a.cluster.empty()) u.rows.emplace_back();
    else unit = clusters.codes[i];
    if (u.rows[unit].empty()) u.strata[a.strata.empty() ? 0 : strata.codes[i]].push_back(unit);
    u.rows[unit].push_back(static_cast<Row>(i));
  }
  return u;
}

// One resample. Drawn clusters get new numbers in idcluster(); a panel declared over the clusters moves to them, and
// without new numbers the time variable is no longer declared: clusters drawn twice repeat it.
data::FramePtr resample(const Args& a, const data::Frame& f, const Units& u, numeric::Rng& rng) {
  std::vector<Row> rows;
  std::vector<double> number;
  double drawn = 0;
  for (const auto& stratum : u.strata) {
    const std::size_t n = a.size > 0 ? static_cast<std::size_t>(a.size) : stratum.size();
    for (std::size_t k = 0; k < n; ++k) {
      const std::size_t unit = stratum[numeric::rng::below(rng, stratum.size())];
      ++drawn;
      for (const Row row : u.rows[unit]) {
        rows.push_back(row);
        number.push_back(drawn);
      }
    }
  }
  auto out = std::make_shared<data::Frame>(data::gather(f, rows));
  const std::string& id = a.id_cluster;
  if (!id.empty()) {
    data::Variable v;
    v.name = id;
    v.column = data::make_narrowest(number);
    v.format = "%9.0g";
    if (const auto at = out->index(id)) out->replace(*at, std::move(v.column));
    else out->add(std::move(v));
  }
  if (!out->panel) return out;
  const std::string& panel = out->panel->panel;
  const bool over_clusters = !a.cluster.empty() && (a.cluster.back() == panel || a.group == panel || id == panel);
  if (over_clusters && !id.empty()) {
    out->panel->panel = id;
    const bool ordered = f.sorted_by.size() > 1 && f.sorted_by[0] == f.panel->panel && f.sorted_by[1] == f.panel->time;
    if (ordered && !f.panel->time.empty()) out->sorted_by = {id, f.panel->time};
  } else {
    out->panel->time.clear();
  }
  return out;
}

// Rows of the replicates without a missing value, as columns.
std::vector<std::vector<double>> complete_columns(const kit::Replicates& done, std::size_t k) {
  std::vector<std::vector<double>> out(k);
  for (const auto& row : done.rows) {
    bool whole = true;
    for (const double x : row) whole = whole && !data::is_missing(x);
    for (std::size_t j = 0; whole && j < k; ++j) out[j].push_back(row[j]);
  }
  return out;
}

// The acceleration of every statistic: the command without one unit at a time.
std::vector<double> accelerations(const Args& a, const data::Frame& f, const std::vector<std::uint8_t>& use,
                                  const Units& units, const kit::ObservedRun& run,
                                  std::shared_ptr<const runtime::Snapshot> start, runtime::Session& s) {
  kit::Plan plan;
  plan.start = std::move(start);
  plan.word = "jackknife";
  plan.heading = "Jackknife replications";
  plan.command = run.command;
  plan.count = units.rows.size();
  plan.dots = a.no_dots ? 0 : a.dots;
  plan.data = [&](std::size_t r, numeric::Rng&) {
    std::vector<std::uint8_t> keep = use;
    for (const Row row : units.rows[r]) keep[row] = 0;
    return std::make_shared<const data::Frame>(data::keep_rows(f, keep));
  };
  kit::Replicates done;
  kit::replicate(plan, run.list, s, done);
  std::vector<double> out;
  for (const auto& column : complete_columns(done, run.list.size()))
    out.push_back(column.size() < 2 ? data::missing : kit::acceleration_of(column));
  return out;
}

void post(const Args& a, const kit::ObservedRun& run, const kit::Replicates& done, const std::vector<double>& fast,
          std::size_t units, double level, runtime::Session& s) {
  const std::size_t k = run.list.size();
  const auto columns = complete_columns(done, k);
  const std::size_t n = columns.front().size();
  if (n < 2)
    throw Error(2000, "insufficient observations to compute bootstrap standard errors", std::nullopt,
                {"fewer than two replications gave results; run the command on a resample (bsample) to see why"});
  std::vector<double> mean(k), se(k), bias(k), z0(k), count(k, static_cast<double>(n));
  eval::Matrix V(k, k), normal(2, k), percentile(2, k), corrected(2, k), accelerated(2, k);
  for (std::size_t j = 0; j < k; ++j) {
    const kit::BootstrapSummary b =
        kit::summarise_bootstrap(run.values[j], columns[j], level, fast.empty() ? data::missing : fast[j]);
    mean[j] = b.mean, se[j] = b.se, bias[j] = b.bias, z0[j] = b.z0;
    for (std::size_t i = 0; i < 2; ++i)
      normal(i, j) = b.normal[i], percentile(i, j) = b.percentile[i], corrected(i, j) = b.corrected[i],
                accelerated(i, j) = b.accelerated[i];
  }
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) {
      double sum = 0;
      for (std::size_t r = 0; r < n; ++r) sum += (columns[i][r] - mean[i]) * (columns[j][r] - mean[j]);
      V(i, j) = sum / static_cast<double>(n - 1);
    }
  Results e = kit::resampled_estimates(run, "bootstrap", a.command, std::move(V), s);
  const std::vector<std::string> names = kit::column_names(run.list);
  for (eval::Matrix* m : {&normal, &percentile, &corrected, &accelerated})
    m->row_names = {"ll", "ul"}, m->column_names = names;
  e.scalar("N_reps", static_cast<double>(n)).scalar("N_misreps", static_cast<double>(done.rows.size() - n));
  e.scalar("level", level).scalar("k_exp", static_cast<double>(k));
  if (!a.cluster.empty()) {
    const std::string clusters = text::joined(a.cluster);
    e.scalar("N_clust", static_cast<double>(units)).macro("clustvar", clusters).macro("cluster", clusters);
  }
  e.matrix("reps", kit::row_matrix(count, names)).matrix("b_bs", kit::row_matrix(mean, names));
  e.matrix("se", kit::row_matrix(se, names)).matrix("bias", kit::row_matrix(bias, names));
  e.matrix("z0", kit::row_matrix(z0, names)).matrix("ci_normal", normal);
  e.matrix("ci_percentile", percentile).matrix("ci_bc", corrected);
  if (!fast.empty()) e.matrix("accel", kit::row_matrix(fast, names)).matrix("ci_bca", accelerated);
  kit::post_resampled(std::move(e), run.sample, level, s);
}

void act(const Args& a, runtime::Session& s) {
  const double level = a.level > 0 ? a.level : s.settings().level;
  if (a.command.empty() && a.list.empty()) return kit::replay_resampled("bootstrap", level, s);
  kit::require_command(a.command, "bootstrap");
  if (!a.id_cluster.empty() && a.cluster.empty())
    throw Error(198, "idcluster() needs cluster()", std::nullopt, {"cluster() names what is drawn"});
  if (!a.group.empty() && a.id_cluster.empty()) throw Error(198, "group() needs idcluster()");
  if (!a.id_cluster.empty() && !s.frame().find(a.id_cluster)) resolve_new_variables(a.id_cluster, s.context());
  const std::vector<kit::AskedResult> asked = kit::parse_expression_list(a.list);
  kit::Plan plan;
  plan.file = kit::parse_saving(a.saving, s);
  kit::SessionKeeper keeper(s);
  const data::Frame& f = *keeper.data();
  plan.seed = kit::replication_seed(a.seed, s);
  const kit::ObservedRun run = kit::run_observed("bootstrap", a.command, asked, "_bs_", s);
  const std::optional<Estimates> observed = s.estimates_slot();
  s.set_frame(keeper.data());
  const Units units = units_of(a, f, run.sample);
  if (units.rows.empty()) throw Error(2000, "no observations");
  if (a.size > 0)
    for (const auto& stratum : units.strata)
      if (static_cast<std::size_t>(a.size) > stratum.size())
        throw Error(498, "size() must not be larger than the number of units to draw from");
  plan.word = "bootstrap";
  plan.heading = "Bootstrap replications";
  plan.command = run.command;
  plan.count = static_cast<std::size_t>(a.reps);
  plan.dots = a.no_dots ? 0 : a.dots;
  plan.data = [&](std::size_t, numeric::Rng& rng) { return resample(a, f, units, rng); };
  plan.start = keeper.start();
  const bool wide = a.wide || plan.file.wide;
  plan.table = [&](const auto& rows) { return kit::replicate_frame(run.list, rows, {}, wide, s); };
  kit::Replicates done;
  kit::replicate(plan, run.list, s, done);
  std::vector<double> fast;
  if (a.bca) fast = accelerations(a, f, run.sample, units, run, keeper.start(), s);
  s.estimates_slot() = observed;
  post(a, run, done, fast, units.rows.size(), level, s);
  keeper.leave_data();       // as they were, with the mark of e(sample)
  keeper.leave_estimates();
}

}  // namespace

extern const Command bootstrap_command = kit::loose_body(
    define<Args>("bootstrap", "Bootstrap standard errors and intervals")
        .alias("bs")
        .prefix(&Args::command)
        .anything(&Args::list)
        .integer("Reps", &Args::reps, 2, 1000000000, "number of replications")
        .text("SEed", &Args::seed, "seed of the random numbers")
        .variables("STRata", &Args::strata, "draw within strata")
        .variables("CLuster", &Args::cluster, "draw whole clusters")
        .text("IDcluster", &Args::id_cluster, "variable with a new number of every drawn cluster; it may exist")
        .text("group", &Args::group, "panel variable within clusters, replaced by idcluster()")
        .integer("SIze", &Args::size, 1, 2147483647, "units to draw; as many as there are by default")
        .text("SAving", &Args::saving, "file of the replicates")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .integer("dots", &Args::dots, 0, 1000000, "a dot for so many replications")
        .flag("noDots", &Args::no_dots, "no dots")
        .flag("DOUble", &Args::wide, "store doubles")
        .flag("bca", &Args::bca, "acceleration for BCa intervals: as many further runs as there are units")
        .flag("noWarn", &Args::no_warn, "accepted")
        .flag("noLegend", &Args::no_legend, "accepted")
        .flag("noHeader", &Args::no_header, "accepted")
        .flag("Verbose", &Args::verbose, "accepted")
        .text("TItle", &Args::title, "accepted")
        .changes(Effect::estimates)
        .stores({{"e(b)", "observed results"},
                 {"e(V)", "bootstrap variance, divisor reps - 1"},
                 {"e(b_bs)", "means of the replicates"},
                 {"e(bias)", "e(b_bs) - e(b)"},
                 {"e(se)", "bootstrap standard errors"},
                 {"e(z0)", "median bias"},
                 {"e(reps)", "complete replications"},
                 {"e(ci_normal)", "normal interval, rows ll and ul"},
                 {"e(ci_percentile)", "percentile interval"},
                 {"e(ci_bc)", "bias-corrected interval"},
                 {"e(ci_bca)", "bias-corrected and accelerated interval, with bca"},
                 {"e(accel)", "acceleration, with bca"},
                 {"e(N_reps)", "complete replications"},
                 {"e(N_misreps)", "replications left out"}})
        .reference("Efron, B. and Tibshirani, R. J. (1993), An Introduction to the Bootstrap, Chapman & Hall.")
        .remark("Replication r draws from sub-stream r of the seed. Rows outside e(sample) of the command are not "
                "drawn. estat bootstrap shows bias and the other intervals.")
        .example("Coefficients", "sysuse auto\nbootstrap, reps(20) seed(1) nodots: regress price weight",
                 "_se[weight] > 0 & e(N_reps) == 20")
        .example("All intervals", "sysuse auto\nquietly bootstrap m=r(mean), reps(50) seed(1) bca: summarize price\n"
                 "estat bootstrap, all\nmatrix C = e(ci_bca)", "C[1,1] < 6165.26 & C[2,1] > 6165.26")
        .example("Any result, within strata",
                 "sysuse auto\nbootstrap m=r(mean), reps(20) seed(1) strata(foreign) nodots: summarize price",
                 "abs(_b[m] - 6165.2568) < .001")
        .acts(act));

}  // namespace nqp::commands::bootstrap_
