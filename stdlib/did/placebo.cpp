// placebo: the distribution of an estimate when the treatment is given to other units or other times.
#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/placebo_figure.hpp"
#include "stdlib/kit/quick_refit.hpp"
#include "stdlib/kit/replications.hpp"
#include "stdlib/kit/treatment_draws.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::commands::placebo_ {
namespace {

using namespace command;

struct Args {
  std::string body, command, saving, type = "unit", treat, coefficient, statistic, strata, graph_options;
  int reps = 500, dots = 0, treated = 0;
  std::vector<double> lags;
  double date = data::missing, level = 0;
  std::optional<std::string> seed;
  bool random_dates = false, plus_one = false, no_dots = false, graph = false, no_graph = false, run_all = false;
  enum class Side { all, two, right, left } side = Side::all;
};

using Kind = kit::TreatmentDraws::Kind;

kit::TreatmentDraws draws_of(const Args& a) {
  kit::TreatmentDraws d;
  d.kind = a.type == "time"                      ? Kind::time
           : a.type == "row" || a.type == "cross" ? Kind::row
           : a.type == "unit"                     ? Kind::unit
                                                  : Kind::mixed;
  d.treated = a.treated, d.random_dates = a.random_dates, d.strata = a.strata;
  d.has_date = !data::is_missing(a.date), d.date = a.date;
  // lags(3) means 1, 2 and 3; lags(1/3) and lags(2 4) name them.
  if (a.lags.size() == 1) d.lags.clear();
  for (double k = 1; a.lags.size() == 1 && k <= a.lags[0]; ++k) d.lags.push_back(k);
  if (a.lags.size() > 1) d.lags = a.lags;
  for (const double k : a.lags)
    if (k < 1 || k > 1000 || k != std::floor(k)) throw Error(198, "lags() takes whole numbers of at least 1");
  if (!d.strata.empty() && (d.kind != Kind::unit || a.treated > 0 || a.random_dates))
    throw Error(198, "strata() goes with type(unit) alone", std::nullopt, {"dates are permuted within each stratum"});
  return d;
}

using Draws = std::vector<std::array<double, 4>>;  // b se t p of the draws that gave an estimate

struct Distribution {
  double ok = 0, mean = 0, sd = 0, two = 0, right = 0, left = 0, significant = 0;
};

// Ties within a relative 1e-7 count as extreme, as in permute.
Distribution summarise(const Draws& draws, double b, bool plus_one) {
  Distribution s;
  const double slack = 1e-7 * std::fabs(b), add = plus_one ? 1 : 0;
  for (const auto& row : draws) {
    ++s.ok, s.mean += row[0];
    s.two += std::fabs(row[0]) >= std::fabs(b) - slack ? 1 : 0;
    s.right += row[0] >= b - slack ? 1 : 0;
    s.left += row[0] <= b + slack ? 1 : 0;
    s.significant += row[3] < 0.1 ? 1 : 0;
  }
  s.mean /= s.ok;
  for (const auto& row : draws) s.sd += (row[0] - s.mean) * (row[0] - s.mean);
  s.sd = s.ok > 1 ? std::sqrt(s.sd / (s.ok - 1)) : data::missing;
  for (double* p : {&s.two, &s.right, &s.left}) *p = (*p + add) / (s.ok + add);
  s.significant /= s.ok;
  return s;
}

const char* text_of(Kind k) {
  return k == Kind::time ? "in earlier periods" : k == Kind::row ? "in other rows"
         : k == Kind::mixed ? "in other units and periods" : "in other units";
}

// Clopper-Pearson limits of a share of n.
std::pair<double, double> limits(double share, double n, double level) {
  const double tail = (1 - level / 100) / 2, c = std::round(share * n);
  return {c == 0 ? 0 : numeric::dist::invbinomialtail(n, c, tail), c == n ? 1 : numeric::dist::invbinomial(n, c, tail)};
}

double test_p(double t, double df) {
  if (data::is_missing(t)) return data::missing;
  return df > 0 ? 2 * numeric::dist::ttail(df, std::fabs(t)) : 2 * numeric::dist::normal(-std::fabs(t));
}

double test_t(const std::vector<double>& row) {
  const bool known = row.size() > 1 && !data::is_missing(row[0]) && !data::is_missing(row[1]) && row[1] > 0;
  return known ? row[0] / row[1] : data::missing;
}

// The file of the draws gets their tests: what the figure shows.
data::Frame with_tests(data::Frame f, const std::vector<std::vector<double>>& rows, double df) {
  if (rows.empty() || rows[0].size() < 2) return f;
  std::vector<double> t, p;
  for (const auto& row : rows) t.push_back(test_t(row)), p.push_back(test_p(t.back(), df));
  for (const auto& [name, values] : {std::pair("t_b", &t), std::pair("p_t", &p)}) {
    data::Variable v;
    v.name = name, v.column = data::make_numeric(data::Storage::double_, *values);
    v.format = data::default_format(v.column->type());
    f.add(std::move(v));
  }
  return f;
}

// Estimate, error and test of each shift.
report::Table shift_table(const std::vector<double>& lags, const kit::Replicates& done, double df) {
  using report::number_cell, report::text_cell;
  report::Table t;
  t.columns = {{28, 0, false}, {12, 1, true}, {11, 2, false}, {9, 1, false}, {9, 1, false}};
  const auto head = [](const char* s) { return text_cell(s, report::Align::right); };
  t.rule();
  t.row({text_cell("Periods earlier"), head("Coefficient"), head("Std. err."), head("t"), head("P>|t|")});
  t.rule();
  for (std::size_t k = 0; k < lags.size() && k < done.rows.size(); ++k) {
    const auto& row = done.rows[k];
    const double x = test_t(row);
    t.row({number_cell(lags[k], "%9.0g"), number_cell(row[0], "%9.0g"),
           number_cell(row.size() > 1 ? row[1] : data::missing, "%9.0g"), number_cell(x, "%8.2f"),
           number_cell(test_p(x, df), "%8.3f")});
  }
  return t;
}

void show(const Args& a, const kit::TreatmentDraws& draws, const kit::Replicates& done, double df, const Results& r,
          double level, runtime::Session& session) {
  using report::number_cell, report::text_cell;
  const Kind kind = draws.kind;
  report::Document d;
  d.blank();
  d.line("Placebo test: " + a.treat + " " + text_of(kind));
  d.line("Command: " + a.command);
  if (kind == Kind::row)
    d.line("warning: shuffled rows ignore the panel; errors within units are lost", report::Style::note);
  if (kind == Kind::time) d.add(shift_table(draws.lags, done, df));
  report::Table t;
  t.columns = {{28, 0, false}, {12, 1, true}, {11, 2, false}, {9, 1, false}};
  report::Cell heading = text_cell(kit::interval_heading(level), report::Align::right);
  heading.span = 2;
  t.rule();
  t.row({text_cell(""), text_cell(""), heading});
  t.rule();
  using Side = Args::Side;
  const auto wanted = [&](Side s) { return a.side == Side::all || a.side == s; };
  const std::tuple<const char*, const char*, bool> rows[] = {
      {"Estimate", "b", true},
      {"Mean of placebo estimates", "b_mean", true},
      {"Their standard deviation", "b_sd", true},
      {"2.5th percentile", "p2_5", true},
      {"97.5th percentile", "p97_5", true},
      {"p, two-sided", "p2", wanted(Side::two)},
      {"p, right", "pr", wanted(Side::right)},
      {"p, left", "pl", wanted(Side::left)},
      {"Share with p < .1", "share10", true},
      {"Placebo draws", "reps_ok", true},
      {"Failed draws", "reps_fail", true}};
  const double n = r.scalar_or("reps_ok");
  for (const auto& [name, key, shown] : rows) {
    if (!shown) continue;
    const double value = r.scalar_or(key);
    std::vector<report::Cell> cells{text_cell(name), number_cell(value, "%9.0g")};
    if (std::string_view(name).substr(0, 2) == "p,") {
      const auto [low, high] = limits(value, n, level);
      cells.push_back(number_cell(low, "%6.4f")), cells.push_back(number_cell(high, "%6.4f"));
    }
    t.row(std::move(cells));
  }
  t.rule();
  d.add(std::move(t));
  session.show(d);
}

// All draws at once where the command is a linear regression: nothing but the treatment is partialled out again.
// False when it has to be run for each draw.
bool refit_draws(const Args& a, const kit::TreatmentDraws& d, const kit::TreatmentPanel& panel,
                 const kit::ObservedRun& run, const kit::Plan& plan, const std::unique_ptr<kit::QuickRefit>& quick,
                 runtime::Session& s, kit::Replicates& done) {
  if (!quick || d.kind == Kind::time || !a.statistic.empty() || run.list.size() != 2) return false;
  for (const data::Row row : quick->rows())
    if (panel.unit[row] < 0) return false;
  if (d.kind == Kind::row && std::any_of(panel.treat.begin(), panel.treat.end(), data::is_missing)) return false;
  const bool complete = std::none_of(quick->rows().begin(), quick->rows().end(),
                                     [&](data::Row row) { return data::is_missing(panel.treat[row]); });
  if (d.kind != Kind::row && complete && quick->takes_dates(panel.unit, panel.time)) {
    const auto draw = [&](std::size_t r, std::vector<kit::DrawnUnit>& treated) {
      numeric::rng::Generator rng(plan.seed, r + 1);
      kit::drawn_units(panel, d, rng, treated);
    };
    done.rows.reserve(plan.count);
    while (done.rows.size() < plan.count) {
      s.poll();
      const std::size_t from = done.rows.size();
      for (const auto& [b, se] : quick->fit_drawn(from, std::min(plan.count, from + 8192), draw)) {
        done.failures += data::is_missing(b) ? 1 : 0;
        done.rows.push_back({b, se});
      }
    }
    return true;
  }
  constexpr std::size_t batch = 64;
  std::vector<std::uint8_t> keep;
  const Context c = s.context();
  while (done.rows.size() < plan.count) {
    s.poll();
    const std::size_t from = done.rows.size(), to = std::min(plan.count, from + batch);
    std::vector<std::vector<double>> values;
    for (std::size_t r = from; r < to; ++r) {
      numeric::rng::Generator rng(plan.seed, r + 1);
      values.push_back(kit::drawn_treatment(panel, d, r, rng, keep));
    }
    for (const auto& [b, se] : quick->fit(values, c)) {
      done.failures += data::is_missing(b) ? 1 : 0;
      done.rows.push_back({b, se});
    }
  }
  return true;
}

Draws draws_with_tests(const kit::Replicates& done, double df) {
  Draws draws;
  draws.reserve(done.rows.size());
  for (const auto& row : done.rows) {
    if (data::is_missing(row[0]) || (row.size() > 1 && (data::is_missing(row[1]) || !(row[1] > 0)))) continue;
    std::array<double, 4> out{row[0], data::missing, data::missing, data::missing};
    if (row.size() > 1) out[1] = row[1], out[2] = row[0] / row[1];
    draws.push_back(out);
  }
  if (draws.empty()) throw Error(498, "the command failed in all draws");
  const std::size_t pieces = draws.size() < 1000 ? 1 : numeric::cores();
  numeric::in_parallel(pieces, [&](std::size_t piece) {
    for (std::size_t i = piece; i < draws.size(); i += pieces) {
      const double t = draws[i][2];
      if (data::is_missing(t)) continue;
      draws[i][3] = test_p(t, df);
    }
  });
  return draws;
}

double percentile(const std::vector<double>& sorted, double p) {
  const double at = p * static_cast<double>(sorted.size());
  const auto k = static_cast<std::size_t>(at);
  if (k >= sorted.size()) return sorted.back();
  return at == std::floor(at) && k > 0 ? (sorted[k - 1] + sorted[k]) / 2 : sorted[k];
}

Results results_of(const Draws& draws, const Args& a, double observed, std::size_t all) {
  const Distribution d = summarise(draws, observed, a.plus_one);
  eval::Matrix m(draws.size(), 4);
  m.column_names = {"b", "se", "t", "p"};
  std::vector<double> sorted;
  for (std::size_t i = 0; i < draws.size(); ++i) {
    sorted.push_back(draws[i][0]);
    for (std::size_t j = 0; j < 4; ++j) m(i, j) = data::checked(draws[i][j]);
  }
  std::sort(sorted.begin(), sorted.end());
  Results r;
  r.scalar("b", observed).scalar("b_mean", d.mean).scalar("b_sd", d.sd).scalar("p2", d.two).scalar("pr", d.right);
  r.scalar("pl", d.left).scalar("reps_ok", d.ok).scalar("reps_fail", static_cast<double>(all) - d.ok);
  r.scalar("share10", d.significant).scalar("p2_5", percentile(sorted, .025)).scalar("p97_5", percentile(sorted, .975));
  r.macro("cmd", "placebo").macro("command", a.command).macro("type", a.type).macro("treat", a.treat);
  r.matrix("draws", std::move(m));
  return r;
}

void draw_figure(const Args& a, const Draws& draws, double observed, runtime::Session& s) {
  kit::PlaceboPicture picture;
  for (const auto& row : draws) picture.b.push_back(row[0]), picture.p.push_back(row[3]);
  picture.observed = observed;
  kit::show_placebo(picture, a.graph_options, s);
}

// nullptr for commands that have to be run for each draw, also when their text is read in another way here than there.
std::unique_ptr<kit::QuickRefit> quick_refit(const Args& a, const kit::ObservedRun& run, runtime::Session& s) {
  if (a.run_all || !run.estimated) return nullptr;
  try {
    return kit::QuickRefit::make(a.command, a.treat, run.sample, s);
  } catch (const Error& e) {
    if (e.code == 1) throw;
    return nullptr;
  }
}

// Without a command behind a colon the last estimation is repeated.
Args completed(const Args& given, runtime::Session& s) {
  Args a = given;
  const Results* e = s.estimates() ? &s.estimates()->results : nullptr;
  const std::string* line = e ? e->find_macro("cmdline") : nullptr;
  if (a.command.empty() && kit::trim(a.body).empty() && line) {
    a.command = *line;
    const std::string *estimator = e->find_macro("estimator"), *variable = e->find_macro("gvar");
    if (estimator && *estimator == "twfe" && variable && e->find_macro("cmd") && *e->find_macro("cmd") == "did") {
      a.coefficient = "ATT";
      if (a.treat.empty()) a.treat = *variable;
    }
  }
  kit::require_command(a.command, "placebo");
  if (a.treat.empty()) throw Error(198, "option treat() required", std::nullopt, {"the 0/1 treatment of the command"});
  if (a.coefficient.empty()) a.coefficient = a.treat;
  return a;
}

void act(const Args& given, runtime::Session& s) {
  const Args a = completed(given, s);
  const std::string b = a.statistic.empty() ? "_b[" + a.coefficient + "]" : a.statistic;
  const std::string list = "b=(" + b + ")" + (a.statistic.empty() ? " se=(_se[" + a.coefficient + "])" : "");
  kit::Plan plan;
  plan.file = kit::parse_saving(a.saving, s);
  kit::SessionKeeper keeper(s);
  const data::Frame& f = *keeper.data();
  const kit::TreatmentDraws draws = draws_of(a);
  plan.seed = kit::replication_seed(a.seed, s);
  const kit::ObservedRun run = kit::run_observed("placebo", a.command, kit::parse_expression_list(list), "_pl_", s);
  const kit::TreatmentPanel panel = kit::read_treatment_panel(f, a.treat, draws, run.sample);
  if (!run.estimated && a.statistic.empty())
    throw Error(301, "the command leaves no estimates", std::nullopt,
                {"statistic() names what is compared, for example statistic(r(mean))"});
  if (a.treated > static_cast<int>(panel.adopted.size()))
    throw Error(198, "ntreat() is more than there are units", std::nullopt,
                {std::to_string(panel.adopted.size()) + " units are there to draw from"});
  const Results* e = s.context().e ? &s.context().e->results : nullptr;
  const double df = e ? e->scalar_or("df_r", 0) : 0;
  const std::unique_ptr<kit::QuickRefit> quick = quick_refit(a, run, s);
  s.set_frame(keeper.data());
  plan.word = "placebo", plan.heading = "Placebo replications", plan.command = a.command;
  plan.count = draws.kind == Kind::time ? draws.lags.size() : static_cast<std::size_t>(a.reps);
  plan.dots = a.no_dots ? 0 : a.dots;
  plan.data = [&](std::size_t r, numeric::Rng& rng) {
    std::vector<std::uint8_t> keep;
    const std::vector<double> values = kit::drawn_treatment(panel, draws, r, rng, keep);
    return kit::with_treatment(f, panel, values, keep);
  };
  plan.start = keeper.start();
  plan.table = [&](const auto& rows) {
    return with_tests(kit::replicate_frame(run.list, rows, {}, true, s), rows, df);
  };
  kit::Replicates done;
  refit_draws(a, draws, panel, run, plan, quick, s, done);
  kit::replicate(plan, run.list, s, done);

  const Draws tested = draws_with_tests(done, df);
  const double level = a.level > 0 ? a.level : s.settings().level;
  Results r = results_of(tested, a, run.values[0], done.rows.size());
  if (run.values.size() > 1) r.scalar("se", run.values[1]);
  show(a, draws, done, df, r, level, s);
  if (!a.no_graph) draw_figure(a, tested, run.values[0], s);
  s.r() = std::move(r);
}

constexpr const char* panel =
    "clear\nset obs 60\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\nxtset id t\n"
    "generate byte d = (id <= 3 & t >= 4) | (inrange(id, 4, 6) & t >= 5)\n"
    "generate y = id + t + 2*d + mod(7*_n, 5)/10\n";

}  // namespace

extern const Command placebo_command = kit::loose_body(
    define<Args>("placebo", "Placebo tests: the treatment given to other units or times")
        .prefix(&Args::command)
        .anything(&Args::body)
        .integer("Reps", &Args::reps, 1, 100000000, "number of draws; default 500")
        .choice("type", &Args::type, {"unit", "time", "mixed", "both", "row", "cross"},
                "what is changed: units, times, mixed or both, row or cross: rows")
        .text("TReat", &Args::treat, "the 0/1 treatment of the command")
        .text("STATistic", &Args::statistic, "what is compared; default _b[treat]")
        .integer("ntreat", &Args::treated, 1, 100000000, "number of units that get the treatment")
        .number("date", &Args::date, -1e9, 1e9, "their date of adoption")
        .flag("randdate", &Args::random_dates, "each gets a random date of its own")
        .numbers("lags", &Args::lags, "type(time): periods by which the dates move back; one number: 1 to #")
        .text("SEed", &Args::seed, "seed of the random numbers")
        .variable("STRata", &Args::strata, "type(unit): dates stay within these groups of units")
        .one_of(&Args::side,
                {{"TWOsided", Args::Side::two}, {"RIGHT", Args::Side::right}, {"LEFT", Args::Side::left}},
                "show this p-value alone")
        .flag("PLUSone", &Args::plus_one, "p-values (c + 1)/(n + 1)")
        .text("SAving", &Args::saving, "file of the draws, .dta or .csv: b se t_b p_t; , replace")
        .integer("dots", &Args::dots, 0, 1000000, "a dot for so many draws")
        .flag("noDots", &Args::no_dots, "no dots")
        .flag("RUNall", &Args::run_all, "run the command for each draw, also where nothing but the treatment changes")
        .flag("GRaph", &Args::graph, "draw the figure (default)")
        .text("GRaph", &Args::graph_options, "options of the figure")
        .flag("noGRaph", &Args::no_graph, "no figure")
        .number("Level", &Args::level, 10, 99.99, "confidence level of the p-values' intervals in percent")
        .changes(Effect::results)
        .stores({{"r(b)", "the estimate"},
                 {"r(se)", "its standard error"},
                 {"r(b_mean)", "mean of the placebo estimates"},
                 {"r(b_sd)", "their standard deviation"},
                 {"r(p2)", "share at least as large in absolute value"},
                 {"r(pr)", "share at least as large"},
                 {"r(pl)", "share at most as large"},
                 {"r(reps_ok)", "draws that gave an estimate"},
                 {"r(reps_fail)", "draws that did not"},
                 {"r(share10)", "share of draws with p < .1"},
                 {"r(p2_5)", "2.5th percentile of the draws"},
                 {"r(p97_5)", "97.5th percentile"},
                 {"r(draws)", "b se t p of every draw"}})
        .remark("type(unit) keeps the dates of adoption and gives them to units drawn without replacement; the panel "
                "has to be declared with xtset.")
        .remark("type(time) uses untreated observations and moves adoption 1, 2, … lags(#) periods back; r(draws) has "
                "a row for each shift.")
        .remark("Only units with rows in the estimation sample are drawn.")
        .remark("Without a command behind a colon the last estimation is repeated; after did, estimator(twfe) its "
                "effect ATT is compared.")
        .remark("The figure has the density of the placebo estimates, their p-values on the right axis, a vertical "
                "line at the estimate and a horizontal one at p = .1.")
        .remark("Linear regressions with fixed effects are not run for each draw: all but the treatment is partialled "
                "out once. runall runs the command every time; the results are the same.")
        .example("Other units",
                 std::string(panel) + "placebo, reps(30) treat(d) seed(1): reghdfe y d, absorb(id t) vce(cluster id)",
                 "abs(r(b) - 2) < .2 & r(reps_ok) == 30 & rowsof(r(draws)) == 30 & r(p2) < .5")
        .example("After two-way fixed effects",
                 std::string(panel) + "did y, estimator(twfe) treat(d)\nplacebo, reps(20) seed(1)",
                 "abs(r(b) - 2) < .2 & r(reps_ok) == 20")
        .example("Earlier dates",
                 std::string(panel) + "placebo, type(time) lags(2) treat(d): reghdfe y d, absorb(id t)",
                 "r(reps_ok) == 2 & abs(r(b_mean)) < .3")
        .example("The figure as a file",
                 std::string(panel) + "placebo, reps(50) treat(d) seed(2) graph(title(\"Placebo\") name(p)): "
                                      "reghdfe y d, absorb(id t) vce(cluster id)\ngraph describe p",
                 "r(reps_ok) == 50")
        .acts(act));

}  // namespace nqp::commands::placebo_
