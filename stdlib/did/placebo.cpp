// placebo: the distribution of an estimate when the treatment is given to other units or other times.
#include <algorithm>
#include <cmath>
#include <map>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/replications.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::commands::placebo_ {
namespace {

using namespace command;

struct Args {
  std::string body, command, saving, type = "unit", treat, statistic;
  int reps = 500, dots = 0, treated = 0, lags = 0;
  double date = data::missing, level = 0;
  std::optional<std::string> seed;
  bool random_dates = false, plus_one = false, no_dots = false;
};

// Units with their rows and adoption dates; HUGE_VAL: never.
struct Panel {
  std::size_t variable = 0;                    // of the treatment
  std::vector<double> time, treat;             // per row
  std::vector<std::int64_t> unit;              // per row, -1 when missing
  std::vector<double> adopted;                 // per unit
  std::vector<double> times;                   // distinct, ascending
};

std::vector<double> column(const data::Frame& f, const std::string& name) {
  const data::Variable& v = f.at(name);
  if (v.is_string()) throw Error(109, "type mismatch: " + name + " is a string variable");
  std::vector<double> out(f.rows);
  v.column->read(0, f.rows, out.data());
  return out;
}

Panel read_panel(const Args& a, const data::Frame& f) {
  if (!f.panel || f.panel->panel.empty() || f.panel->time.empty())
    throw Error(459, "panel and time variable not set", std::nullopt, {"declare the data first: xtset id year"});
  Panel p;
  p.variable = *f.index(f.at(a.treat).name);
  p.time = column(f, f.panel->time), p.treat = column(f, a.treat);
  const std::vector<double> id = column(f, f.panel->panel);
  std::map<double, std::int64_t> codes;
  for (std::size_t i = 0; i < f.rows; ++i) {
    if (data::is_missing(id[i]) || data::is_missing(p.time[i])) {
      p.unit.push_back(-1);
      continue;
    }
    p.unit.push_back(codes.emplace(id[i], static_cast<std::int64_t>(codes.size())).first->second);
    p.times.push_back(p.time[i]);
    if (!data::is_missing(p.treat[i]) && p.treat[i] != 0 && p.treat[i] != 1)
      throw Error(459, a.treat + " must be 0 or 1");
  }
  std::sort(p.times.begin(), p.times.end());
  p.times.erase(std::unique(p.times.begin(), p.times.end()), p.times.end());
  p.adopted.assign(codes.size(), HUGE_VAL);
  for (std::size_t i = 0; i < f.rows; ++i)
    if (p.unit[i] >= 0 && p.treat[i] == 1) {
      double& g = p.adopted[static_cast<std::size_t>(p.unit[i])];
      g = std::min(g, p.time[i]);
    }
  return p;
}

// The data with a treatment that starts at the given date of each unit; treated rows may leave.
data::FramePtr assigned(const data::Frame& f, const Panel& p, const std::vector<double>& dates, bool untreated_only) {
  std::vector<double> d(f.rows, data::missing);
  std::vector<std::uint8_t> keep(f.rows, 1);
  for (std::size_t i = 0; i < f.rows; ++i) {
    if (p.unit[i] < 0 || data::is_missing(p.treat[i])) continue;
    d[i] = p.time[i] >= dates[static_cast<std::size_t>(p.unit[i])] ? 1 : 0;
    keep[i] = untreated_only && p.treat[i] == 1 ? 0 : 1;
  }
  auto out = std::make_shared<data::Frame>(f);
  out->replace(p.variable, data::make_numeric(data::Storage::double_, d));
  if (!untreated_only) return out;
  return std::make_shared<data::Frame>(data::keep_rows(*out, keep));
}

double random_date(const Panel& p, numeric::Rng& rng) {
  return p.times[1 + static_cast<std::size_t>(numeric::rng::below(rng, p.times.size() - 1))];
}

// Dates of fake adoption: those of the treated units, or as many as ntreat() says, given to units at random.
std::vector<double> drawn_dates(const Args& a, const Panel& p, numeric::Rng& rng) {
  std::vector<double> dates;
  for (const double g : p.adopted)
    if (g != HUGE_VAL) dates.push_back(g);
  if (a.treated > 0) {
    if (data::is_missing(a.date) && dates.empty()) throw Error(198, "date() is needed: nobody is treated");
    std::vector<double> more;
    for (int k = 0; k < a.treated; ++k)
      more.push_back(!data::is_missing(a.date) ? a.date : dates[static_cast<std::size_t>(k) % dates.size()]);
    dates = more;
  }
  const bool free = a.random_dates;
  std::map<double, double> moved;
  if (a.type == "mixed" && !free) {
    for (const double g : dates) moved[g] = 0;
    const std::vector<std::size_t> picks =
        numeric::rng::sample_without_replacement(rng, p.times.size() - 1, std::min(moved.size(), p.times.size() - 1));
    std::size_t k = 0;
    for (auto& [g, to] : moved) to = p.times[1 + picks[k++ % picks.size()]];
  }
  std::vector<double> out(p.adopted.size(), HUGE_VAL);
  const std::vector<std::size_t> units =
      numeric::rng::sample_without_replacement(rng, p.adopted.size(), dates.size());
  for (std::size_t k = 0; k < dates.size(); ++k)
    out[units[k]] = free ? random_date(p, rng) : moved.empty() ? dates[k] : moved[dates[k]];
  return out;
}

data::FramePtr placebo_data(const Args& a, const data::Frame& f, const Panel& p, std::size_t r, numeric::Rng& rng) {
  if (a.type == "time") {
    std::vector<double> earlier = p.adopted;
    for (double& g : earlier) g -= static_cast<double>(r + 1) * f.panel->delta;
    return assigned(f, p, earlier, true);
  }
  if (a.type == "row") {
    std::vector<data::Row> from(f.rows);
    const std::vector<std::size_t> order = numeric::rng::permutation(rng, f.rows);
    for (std::size_t i = 0; i < f.rows; ++i) from[i] = static_cast<data::Row>(order[i]);
    auto out = std::make_shared<data::Frame>(f);
    out->replace(p.variable, data::gather(*f.variables[p.variable].column, from));
    return out;
  }
  return assigned(f, p, drawn_dates(a, p, rng), false);
}

struct Distribution {
  double ok = 0, mean = 0, sd = 0, two = 0, right = 0, left = 0, significant = 0;
};

// Ties within a relative 1e-7 count as extreme, as in permute.
Distribution summarise(const std::vector<std::vector<double>>& draws, double b, bool plus_one) {
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

void show(const Args& a, const Distribution& s, double b, double failed, runtime::Session& session) {
  using report::Align, report::number_cell, report::text_cell;
  report::Document d;
  d.blank();
  d.line("Placebo test: " + a.treat + " in " + (a.type == "time" ? "earlier periods" : a.type == "row" ? "other rows"
         : a.type == "mixed" ? "other units and periods" : "other units"));
  d.line("Command: " + a.command);
  if (a.type == "row") d.line("warning: shuffled rows ignore the panel; errors within units are lost", report::Style::note);
  report::Table t;
  t.columns = {{28, 0, false}, {12, 1, true}};
  t.rule();
  const std::pair<const char*, double> rows[] = {{"Estimate", b},
                                                 {"Mean of placebo estimates", s.mean},
                                                 {"Their standard deviation", s.sd},
                                                 {"p, two-sided", s.two},
                                                 {"p, right", s.right},
                                                 {"p, left", s.left},
                                                 {"Share with p < .1", s.significant},
                                                 {"Placebo draws", s.ok},
                                                 {"Failed draws", failed}};
  for (const auto& [name, value] : rows) t.row({text_cell(name), number_cell(value, "%9.0g")});
  t.rule();
  d.add(std::move(t));
  session.show(d);
}

void act(const Args& a, runtime::Session& s) {
  kit::require_command(a.command, "placebo");
  if (a.treat.empty()) throw Error(198, "option treat() required", std::nullopt, {"the 0/1 treatment of the command"});
  const std::string b = a.statistic.empty() ? "_b[" + a.treat + "]" : a.statistic;
  const std::string list = "b=(" + b + ")" + (a.statistic.empty() ? " se=(_se[" + a.treat + "])" : "");
  kit::Plan plan;
  plan.file = kit::parse_saving(a.saving, s);
  kit::SessionKeeper keeper(s);
  const data::Frame& f = *keeper.data();
  const Panel panel = read_panel(a, f);
  if (a.treated > static_cast<int>(panel.adopted.size())) throw Error(198, "ntreat() is more than there are units");
  plan.seed = kit::replication_seed(a.seed, s);
  const kit::ObservedRun run =
      kit::run_observed("placebo", a.command, kit::parse_expression_list(list), "_pl_", s);
  const Results* e = s.context().e ? &s.context().e->results : nullptr;
  const double df = e ? e->scalar_or("df_r", 0) : 0;
  s.set_frame(keeper.data());
  plan.word = "placebo", plan.heading = "Placebo replications", plan.command = a.command;
  plan.count = static_cast<std::size_t>(a.type == "time" ? std::max(a.lags, 1) : a.reps);
  plan.dots = a.no_dots ? 0 : a.dots;
  plan.data = [&](std::size_t r, numeric::Rng& rng) { return placebo_data(a, f, panel, r, rng); };
  plan.start = keeper.start();
  plan.table = [&](const auto& rows) { return kit::replicate_frame(run.list, rows, {}, true, s); };
  kit::Replicates done;
  kit::replicate(plan, run.list, s, done);

  std::vector<std::vector<double>> draws;
  for (const auto& row : done.rows) {
    if (data::is_missing(row[0]) || (row.size() > 1 && !(row[1] > 0))) continue;
    if (row.size() > 1 && data::is_missing(row[1])) continue;
    std::vector<double> out{row[0], data::missing, data::missing, data::missing};
    if (row.size() > 1) {
      out[1] = row[1], out[2] = row[0] / row[1];
      out[3] = df > 0 ? 2 * numeric::dist::ttail(df, std::fabs(out[2])) : 2 * numeric::dist::normal(-std::fabs(out[2]));
    }
    draws.push_back(std::move(out));
  }
  if (draws.empty()) throw Error(498, "the command failed in all draws");
  const double observed = run.values[0];
  const Distribution d = summarise(draws, observed, a.plus_one);
  eval::Matrix m(draws.size(), 4);
  m.column_names = {"b", "se", "t", "p"};
  std::vector<double> sorted;
  for (std::size_t i = 0; i < draws.size(); ++i) {
    sorted.push_back(draws[i][0]);
    for (std::size_t j = 0; j < 4; ++j) m(i, j) = data::checked(draws[i][j]);
  }
  std::sort(sorted.begin(), sorted.end());
  const auto percentile = [&](double p) {
    const double at = p * static_cast<double>(sorted.size());
    const auto k = static_cast<std::size_t>(at);
    if (k >= sorted.size()) return sorted.back();
    return at == std::floor(at) && k > 0 ? (sorted[k - 1] + sorted[k]) / 2 : sorted[k];
  };
  Results r;
  const double failed = static_cast<double>(done.rows.size()) - d.ok;
  r.scalar("b", observed).scalar("b_mean", d.mean).scalar("b_sd", d.sd).scalar("p2", d.two).scalar("pr", d.right);
  r.scalar("pl", d.left).scalar("reps_ok", d.ok).scalar("reps_fail", failed).scalar("share10", d.significant);
  r.scalar("p2_5", percentile(.025)).scalar("p97_5", percentile(.975));
  if (run.values.size() > 1) r.scalar("se", run.values[1]);
  r.macro("cmd", "placebo").macro("command", a.command).macro("type", a.type).macro("treat", a.treat);
  r.matrix("draws", std::move(m));
  s.r() = std::move(r);
  show(a, d, observed, failed, s);
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
        .choice("type", &Args::type, {"unit", "time", "mixed", "row"}, "what is changed: units, times, both, rows")
        .text("TReat", &Args::treat, "the 0/1 treatment of the command")
        .text("STATistic", &Args::statistic, "what is compared; default _b[treat]")
        .integer("ntreat", &Args::treated, 1, 100000000, "number of units that get the treatment")
        .number("date", &Args::date, -1e9, 1e9, "their date of adoption")
        .flag("randdate", &Args::random_dates, "each gets a random date of its own")
        .integer("lags", &Args::lags, 1, 1000, "type(time): shifts by 1 to # periods")
        .text("SEed", &Args::seed, "seed of the random numbers")
        .flag("PLUSone", &Args::plus_one, "p-values (c + 1)/(n + 1)")
        .text("SAving", &Args::saving, "file of the draws")
        .integer("dots", &Args::dots, 0, 1000000, "a dot for so many draws")
        .flag("noDots", &Args::no_dots, "no dots")
        .number("Level", &Args::level, 10, 99.99, "accepted")
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
        .remark("type(time) uses untreated observations and moves adoption 1, 2, … lags(#) periods back.")
        .example("Other units",
                 std::string(panel) + "placebo, reps(30) treat(d) seed(1): reghdfe y d, absorb(id t) vce(cluster id)",
                 "abs(r(b) - 2) < .2 & r(reps_ok) == 30 & rowsof(r(draws)) == 30 & r(p2) < .5")
        .example("Earlier dates",
                 std::string(panel) + "placebo, type(time) lags(2) treat(d): reghdfe y d, absorb(id t)",
                 "r(reps_ok) == 2 & abs(r(b_mean)) < .3")
        .acts(act));

}  // namespace nqp::commands::placebo_
