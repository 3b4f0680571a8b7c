// bdiff: differences of coefficients between two groups, judged by permutation.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/estimation_call.hpp"
#include "stdlib/kit/group_models.hpp"
#include "stdlib/kit/replications.hpp"
#include "stdlib/kit/stored_estimates.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::commands::bdiff_ {
namespace {

using namespace command;
using kit::GroupEstimates;

struct Args {
  std::string group, model;
  Sample sample;
  int reps = 1000, dots = 0;
  std::optional<std::string> seed;
  bool resample = false, first = false, no_dots = false, suest = false, detail = false, gap = false;
  int decimals = -1, b_decimals = -1, p_decimals = -1;  // -1: as many as the numbers need, three of p-values
};

// What is dealt out to the two groups: panels, or rows.
struct Units {
  std::vector<std::vector<data::Row>> rows;
  std::size_t in_first = 0;
  std::string panel;  // empty: rows
};

Units units_of(const data::Frame& f, const std::vector<std::uint8_t>& first, const std::vector<std::uint8_t>& use) {
  Units u;
  const bool declared = f.panel && !f.panel->panel.empty();
  data::Groups g;
  if (declared) {
    const data::ColumnPtr key[] = {f.at(f.panel->panel).column};
    g = data::make_groups(key, use, true);
    u.rows.resize(g.count);
    for (std::size_t i = 0; i < f.rows; ++i)
      if (g.codes[i] != data::Groups::none) u.rows[g.codes[i]].push_back(static_cast<data::Row>(i));
    u.panel = f.panel->panel;
    // Panels with rows in both groups cannot be dealt out whole: rows then.
    for (const auto& rows : u.rows)
      for (const data::Row r : rows)
        if (first[r] != first[rows.front()]) u.panel.clear();
    if (u.panel.empty()) u.rows.clear();
  }
  if (u.panel.empty())
    for (std::size_t i = 0; i < f.rows; ++i)
      if (use[i]) u.rows.push_back({static_cast<data::Row>(i)});
  for (const auto& rows : u.rows) u.in_first += first[rows.front()];
  return u;
}

std::vector<double> differences(const std::vector<std::string>& names, const GroupEstimates& a,
                                const GroupEstimates& b) {
  std::vector<double> out;
  for (const std::string& n : names) {
    const std::size_t i = a.find(n), j = b.find(n);
    out.push_back(i < a.names.size() && j < b.names.size() ? a.b[i] - b.b[j] : data::missing);
  }
  return out;
}

// The units of one deal: the first go to the first group. With bsample they are drawn with replacement and numbered
// anew, so that repeated panels stay apart.
struct Deal {
  data::FramePtr frame;
  std::vector<std::uint8_t> first, second;
};

Deal deal(const Args& a, const data::Frame& f, const Units& u, numeric::Rng& rng) {
  const std::size_t n = u.rows.size();
  const std::vector<std::size_t> order =
      a.resample ? numeric::rng::sample_with_replacement(rng, n, n) : numeric::rng::permutation(rng, n);
  Deal out;
  std::vector<data::Row> rows;
  std::vector<double> number;
  std::vector<std::pair<data::Row, std::uint8_t>> chosen;
  for (std::size_t k = 0; k < n; ++k)
    for (const data::Row r : u.rows[order[k]]) {
      rows.push_back(r);
      number.push_back(static_cast<double>(k + 1));
      chosen.emplace_back(r, k < u.in_first);
    }
  if (!a.resample) {
    out.frame = std::make_shared<const data::Frame>(f);
    out.first.assign(f.rows, 0), out.second.assign(f.rows, 0);
    for (const auto& [row, first] : chosen) (first ? out.first : out.second)[row] = 1;
    return out;
  }
  auto frame = std::make_shared<data::Frame>(data::gather(f, rows));
  if (!u.panel.empty()) frame->replace(*frame->index(u.panel), data::make_narrowest(number));
  else if (frame->panel) frame->panel->time.clear();
  for (const auto& [row, first] : chosen) out.first.push_back(first), out.second.push_back(!first);
  out.frame = std::move(frame);
  return out;
}

struct Counts {
  std::vector<double> freq, n;
};

Counts permute(const Args& a, const data::Frame& f, const Units& u, const std::vector<std::string>& names,
               const std::vector<double>& observed, runtime::Session& s) {
  const std::uint64_t seed = kit::replication_seed(a.seed, s);
  const numeric::Rng generator = s.generator();
  Counts out{std::vector<double>(names.size()), std::vector<double>(names.size())};
  for (int r = 0; r < a.reps; ++r) {
    s.poll();
    s.generator() = numeric::rng::Generator(seed, static_cast<std::uint64_t>(r) + 1);
    const Deal d = deal(a, f, u, s.generator());
    std::vector<double> diff;
    const int code = s.captured(
        [&] {
          const GroupEstimates first = kit::estimate_rows(a.model, *d.frame, d.first, s);
          diff = differences(names, first, kit::estimate_rows(a.model, *d.frame, d.second, s));
        },
        false);
    if (code == 1) throw Error(1, "--Break--");
    if (code != 0) continue;
    for (std::size_t j = 0; j < names.size(); ++j) {
      if (data::is_missing(diff[j]) || data::is_missing(observed[j])) continue;
      ++out.n[j];
      out.freq[j] += diff[j] >= observed[j] - 1e-9 * std::fabs(observed[j]);
    }
  }
  s.generator() = generator;
  return out;
}

std::string shown_coefficient(const Args& a, double x) {
  const int decimals = a.b_decimals >= 0 ? a.b_decimals : a.decimals;
  if (decimals < 0 || data::is_missing(x)) return text::trimmed(text::format_number(x, "%9.0g"));
  return fmt::format("{:.{}f}", x, decimals);
}

std::string shown_p(const Args& a, double x) {
  const int decimals = a.p_decimals >= 0 ? a.p_decimals : a.decimals >= 0 ? a.decimals : 3;
  return data::is_missing(x) ? std::string(".") : fmt::format("{:.{}f}", x, decimals);
}

void show(const Args& a, const std::vector<std::string>& names, const std::vector<double>& observed, const Counts& k,
          const std::vector<kit::GroupRows>& groups, const Units& u, runtime::Session& s) {
  eval::Matrix table(names.size(), 5);
  table.row_names = names, table.column_names = {"diff", "freq", "p", "p2", "reps"};
  report::Document d;
  d.blank();
  d.line("Permutation test of b(" + a.group + "=" + groups[0].label + ") - b(" + a.group + "=" + groups[1].label + ")");
  d.line(fmt::format("  {:<20}{:>12}{:>9}{:>10}{:>12}", "Variable", "b0-b1", "Freq", "p-value", "two-sided"));
  d.line("  " + std::string(63, '-'));
  for (std::size_t j = 0; j < names.size(); ++j) {
    const double share = k.n[j] > 0 ? k.freq[j] / k.n[j] : data::missing;
    const double p = data::is_missing(share) ? share : std::min(share, 1 - share);
    const double two = data::is_missing(share) ? share : std::min(1.0, 2 * p);
    const double row[] = {observed[j], k.freq[j], p, two, k.n[j]};
    for (std::size_t i = 0; i < 5; ++i) table(j, i) = row[i];
    d.line(fmt::format("  {:<20}{:>12}{:>9.0f}{:>10}{:>12}", text::abbreviate(names[j], 20),
                       shown_coefficient(a, observed[j]), k.freq[j], shown_p(a, p), shown_p(a, two)));
    if (a.gap) d.blank();
  }
  d.line(fmt::format("  {} of {} {} in the first group; {} {}; Freq counts differences at least as large", u.in_first,
                     u.rows.size(), u.panel.empty() ? "rows" : "panels", a.reps,
                     a.resample ? "bootstrap draws" : "permutations"),
         report::Style::note);
  Results r;
  r.scalar("b", table(0, 0)).scalar("freq", table(0, 1)).scalar("p", table(0, 2)).scalar("p2", table(0, 3));
  r.scalar("reps", a.reps).matrix("diff", std::move(table));
  s.r() = std::move(r);
  s.show(d);
}

// The model for suest: a place for the rows' mark, and clusters apart from the other options.
struct SuestModel {
  std::string before, after, vce;
};

SuestModel for_suest(const std::string& model) {
  const std::size_t comma = kit::find_outside(model, ',');
  const std::string head = model.substr(0, comma);
  const std::size_t weight = head.find('[');
  SuestModel m{head.substr(0, weight), weight == std::string::npos ? "" : head.substr(weight), ""};
  m.after += ",";
  if (comma == std::string::npos) return m;
  for (const ast::Option& o : grammar::parse_options(std::string_view(model).substr(comma + 1))) {
    const std::string_view argument = kit::trim(o.argument);
    if (kit::abbreviates(o.name, "CLuster")) m.vce = ", vce(cluster " + o.argument + ")";
    else if (o.name == "vce" && kit::starts_with(argument, "cl")) m.vce = ", vce(" + o.argument + ")";
    else if (o.name != "vce" && !kit::abbreviates(o.name, "Robust"))
      m.after += " " + o.name + (o.has_argument ? "(" + o.argument + ")" : "");
  }
  return m;
}

// Estimates stored for suest; forgotten whatever happens.
struct StoredPair {
  explicit StoredPair(runtime::Session& s) : session(s), names{s.temporary_name(), s.temporary_name()} {}
  ~StoredPair() {
    for (const std::string& name : names) try {
        kit::forget_estimates(name, session);
      } catch (const Error&) {  // it was never stored
      }
  }
  StoredPair(const StoredPair&) = delete;
  StoredPair& operator=(const StoredPair&) = delete;
  runtime::Session& session;
  std::string names[2];
};

// Wald tests of b0 = b1 with the joint robust variance of both models (suest).
void test_jointly(const Args& a, const data::Frame& f, const std::vector<kit::GroupRows>& groups, runtime::Session& s) {
  const SuestModel model = for_suest(a.model);
  const StoredPair stored(s);
  const std::string marks[] = {s.temporary_name(), s.temporary_name()};
  s.set_frame(kit::with_mark(*kit::with_mark(f, marks[0], groups[0].use), marks[1], groups[1].use));
  for (std::size_t g = 0; g < 2; ++g) {
    if (a.detail) s.say("\n-> " + a.group + " = " + groups[g].label);
    const auto estimate = [&] { s.run_command(model.before + " if " + marks[g] + " " + model.after); };
    if (a.detail) estimate();
    else s.quietly(estimate);
    s.quietly([&] { s.run_command("estimates store " + stored.names[g]); });
  }
  s.quietly([&] { s.run_command("suest " + stored.names[0] + " " + stored.names[1] + model.vce); });
  const Results& e = s.estimates()->results;
  const eval::Matrix &b = *e.find_matrix("b"), &V = *e.find_matrix("V");
  std::vector<std::string> names;
  std::vector<std::vector<double>> rows;
  report::Document d;
  d.blank();
  d.line("Test of b(" + a.group + "=" + groups[0].label + ") = b(" + a.group + "=" + groups[1].label +
         ") with the joint robust variance of both models");
  d.line(fmt::format("  {:<20}{:>12}{:>12}{:>12}{:>10}{:>10}", "Variable", "b0", "b1", "b0-b1", "chi2(1)", "p-value"));
  d.line("  " + std::string(76, '-'));
  for (std::size_t i = 0; i < b.columns && !(a.first && !names.empty()); ++i) {
    const std::string& column = b.column_names[i];
    const std::size_t colon = column.find(':');
    const std::string head = stored.names[0] + "_";
    if (!kit::starts_with(column, head) || column.find("_lnvar:") != std::string::npos) continue;
    const std::string twin = stored.names[1] + "_" + column.substr(head.size());
    const auto at = std::find(b.column_names.begin(), b.column_names.end(), twin);
    if (at == b.column_names.end()) continue;
    const auto j = static_cast<std::size_t>(at - b.column_names.begin());
    const double diff = b(0, i) - b(0, j), chi2 = diff * diff / (V(i, i) + V(j, j) - 2 * V(i, j));
    names.push_back(column.substr(colon + 1));
    rows.push_back({b(0, i), b(0, j), diff, chi2, numeric::dist::chi2tail(1, chi2)});
    const auto shown = [&](double x) { return shown_coefficient(a, data::checked(x)); };
    d.line(fmt::format("  {:<20}{:>12}{:>12}{:>12}{:>10.2f}{:>10}", text::abbreviate(names.back(), 20), shown(b(0, i)),
                       shown(b(0, j)), shown(diff), chi2, shown_p(a, data::checked(rows.back()[4]))));
    if (a.gap) d.blank();
  }
  if (names.empty()) throw Error(498, "the two groups have no coefficient in common");
  eval::Matrix table(names.size(), 5);
  table.row_names = names, table.column_names = {"b0", "b1", "diff", "chi2", "p"};
  for (std::size_t i = 0; i < names.size(); ++i)
    for (std::size_t j = 0; j < 5; ++j) table(i, j) = data::checked(rows[i][j]);
  Results r;
  r.scalar("b", table(0, 2)).scalar("chi2", table(0, 3)).scalar("p", table(0, 4)).matrix("diff", std::move(table));
  s.r() = std::move(r);
  s.show(d);
}

// if and in would pick rows after the groups are dealt; they belong to bdiff.
void check_model(const std::string& model) {
  kit::require_command(model, "bdiff");
  const std::string text = model.substr(0, kit::find_outside(model, ','));
  std::string_view rest = text;
  while (!kit::trim(rest).empty())
    if (const std::string word = kit::take_word(rest); word == "if" || word == "in")
      throw Error(198, "model() of bdiff must not contain " + word, std::nullopt,
                  {"write it before the comma of bdiff: bdiff if …, group() model()"});
}

void act(const Args& a, runtime::Session& s) {
  const std::string model = kit::unquoted(kit::trim(a.model));
  check_model(model);
  Args own = a;
  own.model = model;
  kit::SessionKeeper keeper(s);
  const data::Frame& f = *keeper.data();
  const std::vector<std::uint8_t> use = s.context().select(a.sample);
  const std::vector<kit::GroupRows> groups = kit::groups_of(a.group, f, use);
  if (groups.size() == 1) throw Error(420, "1 group found, 2 required");
  if (groups.size() != 2) throw Error(198, fmt::format("{} has {} groups, 2 required", a.group, groups.size()));
  if (a.suest) return test_jointly(own, f, groups, s);
  const auto estimated = [&](std::size_t g) {
    if (a.detail) s.say("\n-> " + a.group + " = " + groups[g].label);
    return kit::estimate_rows(model, f, groups[g].use, s, a.detail);
  };
  const GroupEstimates first = estimated(0), second = estimated(1);
  std::vector<std::string> names;
  for (const std::string& n : first.names)
    if (second.find(n) < second.names.size() && (!a.first || names.empty())) names.push_back(n);
  if (names.empty()) throw Error(498, "the two groups have no coefficient in common");
  std::vector<std::uint8_t> both = groups[0].use;
  for (std::size_t i = 0; i < both.size(); ++i) both[i] = both[i] || groups[1].use[i];
  const Units u = units_of(f, groups[0].use, both);
  const std::vector<double> observed = differences(names, first, second);
  show(own, names, observed, permute(own, f, u, names, observed, s), groups, u, s);
}

}  // namespace

extern const Command bdiff_command =
    define<Args>("bdiff", "Permutation test of coefficients between two groups")
        .if_in(&Args::sample)
        .variable("Group", &Args::group, "a variable with two values")
        .text("Model", &Args::model, "the estimation command, without if and in")
        .integer("Reps", &Args::reps, 1, 1000000, "permutations")
        .text("SEed", &Args::seed, "seed of the random numbers")
        .flag("BSample", &Args::resample, "draw panels or rows with replacement first")
        .flag("SURtest", &Args::suest, "no permutations: Wald tests with the joint robust variance (suest)")
        .flag("First", &Args::first, "only the first coefficient")
        .flag("DETail", &Args::detail, "show the models of both groups")
        .flag("Gap", &Args::gap, "an empty line behind every coefficient")
        .integer("Dec", &Args::decimals, 0, 9, "decimals of all numbers")
        .integer("BDec", &Args::b_decimals, 0, 9, "decimals of the differences")
        .integer("PDec", &Args::p_decimals, 0, 9, "decimals of p-values; default 3")
        .flag("noDots", &Args::no_dots, "accepted")
        .required("group")
        .required("model")
        .stores({{"r(b)", "difference of the first coefficient"},
                 {"r(freq)", "permutations with a difference at least as large"},
                 {"r(p)", "freq over permutations, or 1 - that when it is above one half"},
                 {"r(p2)", "twice that"},
                 {"r(reps)", "permutations"},
                 {"r(chi2)", "surtest: the statistic of the first coefficient"},
                 {"r(diff)", "the same for every coefficient: diff freq p p2 reps; with surtest b0 b1 diff chi2 p"}})
        .changes(Effect::results)
        .reference(
            "Cleary, S. (1999). The relationship between firm investment and financial status. Journal of "
            "Finance 54, 673-692 (empirical p-values).")
        .remark(
            "surtest takes regress, logit, probit and poisson, as suest does; for fixed effects transform the data "
            "first. vce(cluster id) in model() clusters the joint variance.")
        .remark("Panels of xtset data are dealt out whole when none stands in both groups, else rows.")
        .example("Two groups", "sysuse auto\nbdiff, group(foreign) model(regress price weight) reps(50) seed(1) first",
                 "r(p) <= .5 & r(reps) == 50 & abs(r(p2) - 2*r(p)) < 1e-12 & r(freq) <= 50")
        .example("Wald tests with a joint variance",
                 "sysuse auto\nbdiff, group(foreign) model(regress price weight) surtest\nmatrix D = r(diff)",
                 "reldif(D[1,1] - D[1,2], r(b)) < 1e-12 & r(p) < .01 & rowsof(D) == 2")
        .example("Bootstrap draws",
                 "sysuse auto\nbdiff, group(foreign) model(regress mpg weight) reps(20) seed(1) bsample",
                 "rowsof(r(diff)) == 2 & r(b) != 0")
        .acts(act);

}  // namespace nqp::commands::bdiff_
