// cem: coarsened exact matching.
#include <algorithm>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/matching/coarsening.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::commands::cem_ {
namespace {

using namespace command;

struct Args {
  std::string body, treatment, cuts = "sturges", imbalance_cuts = "scott";
  Sample sample;
  bool same_numbers = false, show_breaks = false, no_imbalance = false;
};

struct Piece {
  std::string names, cuts;   // what stood in the parentheses behind the names
  bool has_cuts = false;
};

// "age (10 20 30) educ (#0) black": cut points belong to the last variable before them.
std::vector<Piece> read_pieces(const std::string& body) {
  std::vector<Piece> out;
  std::string text;
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] != '(') {
      text += body[i];
      continue;
    }
    const std::size_t close = body.find(')', i);
    if (close == std::string::npos || kit::trim(text).empty())
      throw Error(198, "cut points stand in parentheses behind their variable", std::nullopt,
                  {"cem age (20 40 60) educ (#0), treatment(d)"});
    const std::string before(kit::trim(text));
    const std::size_t last = before.find_last_of(' ');
    if (last != std::string::npos) out.push_back({before.substr(0, last), "", false});
    out.push_back({last == std::string::npos ? before : before.substr(last + 1), body.substr(i + 1, close - i - 1),
                   true});
    text.clear(), i = close;
  }
  if (!kit::trim(text).empty()) out.push_back({std::string(kit::trim(text)), "", false});
  return out;
}

numeric::CoarseningRule rule_of(const std::string& word) {
  using numeric::CoarseningRule;
  return word == "sturges" ? CoarseningRule::sturges
         : word == "scott" ? CoarseningRule::scott
                           : CoarseningRule::freedman_diaconis;
}

void set_ends(const Piece& p, const std::string& rule, const std::string& name, numeric::CoarsenedCovariate& v) {
  const std::string cuts(kit::trim(p.cuts));
  if (!p.has_cuts) {
    v.ends = numeric::rule_class_ends(v.x, rule_of(rule));
  } else if (cuts == "sturges" || cuts == "scott" || cuts == "fd") {
    v.ends = numeric::rule_class_ends(v.x, rule_of(cuts));
  } else if (!cuts.empty() && cuts[0] == '#') {
    const int count = std::atoi(cuts.c_str() + 1);
    if (count == 1 || count < 0) throw Error(198, cuts + ": two cut points at least; #0 matches exactly");
    v.exact = count == 0;
    const auto [low, high] = std::minmax_element(v.x.begin(), v.x.end());
    if (!v.exact) v.ends = numeric::equal_class_ends(*low, *high, static_cast<std::size_t>(count));
  } else {
    v.ends = grammar::parse_numlist(cuts);
    if (!std::is_sorted(v.ends.begin(), v.ends.end())) throw Error(124, "cut points of " + name + " must ascend");
    if (v.ends.size() == 1) v.ends.insert(v.ends.begin(), *std::min_element(v.x.begin(), v.x.end()));
  }
}

struct Problem {
  std::vector<data::Row> rows;
  std::vector<double> d;
  std::vector<std::string> names;
  std::vector<numeric::CoarsenedCovariate> covariates;
};

// L1 and differences of means and quantiles of every covariate; the last row has the joint L1.
eval::Matrix imbalance(const Problem& p, const std::vector<double>& weight, const std::string& rule) {
  const auto all = numeric::coarsened_imbalance(p.covariates, p.d, weight, rule_of(rule));
  eval::Matrix out(all.size(), 7);
  out.row_names = p.names, out.row_names.push_back("multivariate");
  out.column_names = {"L1", "mean", "min", "25%", "50%", "75%", "max"};
  for (std::size_t k = 0; k < all.size(); ++k) {
    out(k, 0) = kit::stored(all[k].l1), out(k, 1) = kit::stored(all[k].mean);
    for (std::size_t q = 0; q < 5; ++q) out(k, q + 2) = kit::stored(all[k].quantiles[q]);
  }
  return out;
}

Problem read(const Args& a, const Context& c) {
  Problem p;
  const std::vector<Piece> pieces = read_pieces(a.body);
  std::vector<std::pair<std::string, std::size_t>> names;
  for (std::size_t k = 0; k < pieces.size(); ++k)
    for (const std::string& v : resolve_variables(pieces[k].names, c)) names.emplace_back(v, k);
  if (names.empty()) throw Error(100, "varlist required");
  const data::Column& d = c.numeric(a.treatment);
  for (const data::Row r : c.rows(a.sample)) {
    bool whole = !data::is_missing(d.number(r));
    for (const auto& [name, piece] : names) {
      const data::Column& x = *c.variable(name).column;
      whole = whole && (x.is_string() || !data::is_missing(x.number(r)));
    }
    if (whole) p.rows.push_back(r), p.d.push_back(d.number(r));
  }
  bool any[2] = {false, false};
  for (const double v : p.d) {
    if (v != 0 && v != 1)
      throw Error(459, "treatment variable is not 0/1", std::nullopt, {"recode it so that 1 means treated"});
    any[v == 1] = true;
  }
  if (p.rows.empty()) throw Error(2000, "no observations");
  if (!any[0]) throw Error(2000, "no untreated observations");
  if (!any[1]) throw Error(2000, "no treated observations");
  for (const auto& [name, piece] : names) {
    numeric::CoarsenedCovariate v;
    const data::Column& x = *c.variable(name).column;
    for (const data::Row r : p.rows) v.x.push_back(x.is_string() ? double(x.codes()[r]) : x.number(r));
    v.exact = v.codes = x.is_string();
    if (!v.exact) set_ends(pieces[piece], a.cuts, name, v);
    p.names.push_back(name), p.covariates.push_back(std::move(v));
  }
  return p;
}

void add_variable(data::Frame& f, const std::string& name, const std::string& label, const std::vector<double>& values,
                  bool whole) {
  data::Variable v;
  v.name = name, v.label = label;
  v.column = whole ? data::make_narrowest(values) : data::make_numeric(data::Storage::double_, values);
  v.format = data::default_format(v.column->type());
  if (f.find(name)) f.remove(name);
  f.add(std::move(v));
}

void show(const eval::Matrix& counts, const eval::Matrix& before, const eval::Matrix& after, Output& out) {
  using report::number_cell, report::text_cell;
  const auto head = [](const char* s) { return text_cell(s, report::Align::right); };
  report::Table t;
  t.columns = {{13, 0, false}, {10, 1, true}, {10, 1, false}};
  t.row({text_cell(""), head("Control"), head("Treated")});
  t.rule();
  for (std::size_t i = 0; i < 3; ++i)
    t.row({head(counts.row_names[i].c_str()), number_cell(counts(i, 0), "%9.0fc"),
           number_cell(counts(i, 1), "%9.0fc")});
  t.rule();
  out.document.add(std::move(t));
  if (before.rows == 0 || after.rows == 0) return;
  report::Table b;
  b.columns = {{15, 0, false}, {10, 1, true}, {10, 1, false}, {10, 1, true}, {10, 1, false}};
  report::Cell raw = text_cell("All", report::Align::centre), matched = text_cell("Matched", report::Align::centre);
  raw.span = matched.span = 2;
  b.row({text_cell("Imbalance"), raw, matched});
  b.row({text_cell(""), head("L1"), head("mean"), head("L1"), head("mean")});
  b.rule();
  for (std::size_t i = 0; i < before.rows; ++i)
    b.row({head(before.row_names[i].c_str()), number_cell(before(i, 0), "%9.0g"), number_cell(before(i, 1), "%9.0g"),
           number_cell(after(i, 0), "%9.0g"), number_cell(after(i, 1), "%9.0g")});
  b.rule();
  out.document.add(std::move(b));
}

struct Match {
  std::vector<std::size_t> stratum;
  std::vector<double> weight, matched;     // of every row in use
  std::size_t strata = 0;
  double matched_strata = 0, all[2] = {0, 0}, kept[2] = {0, 0};
};

// Random rows of the larger group of a stratum leave until both are as large.
void drop_at_random(const Problem& p, Match& m, const Context& c) {
  std::vector<std::vector<std::size_t>> rows[2] = {std::vector<std::vector<std::size_t>>(m.strata),
                                                   std::vector<std::vector<std::size_t>>(m.strata)};
  for (std::size_t i = 0; i < p.d.size(); ++i) rows[p.d[i] == 1][m.stratum[i]].push_back(i);
  m.kept[0] = m.kept[1] = 0;
  for (std::size_t s = 0; s < m.strata; ++s) {
    const std::size_t goal = std::min(rows[0][s].size(), rows[1][s].size());
    for (const std::size_t g : {0u, 1u}) {
      std::vector<std::size_t>& side = rows[g][s];
      m.kept[g] += double(goal);
      if (side.size() == goal) continue;
      const std::vector<std::size_t> order = numeric::rng::permutation(c.environment.rng(), side.size());
      for (std::size_t k = goal; k < side.size(); ++k) m.matched[side[order[k]]] = 0;
    }
  }
  m.weight = m.matched;
}

Match match(const Args& a, const Problem& p, const Context& c) {
  Match m;
  numeric::CoarsenedStrata found = numeric::coarsened_strata(p.covariates, p.d.size());
  m.stratum = std::move(found.of_row);
  m.strata = found.count;
  std::vector<double> size[2] = {std::vector<double>(m.strata), std::vector<double>(m.strata)};
  for (std::size_t i = 0; i < p.d.size(); ++i) size[p.d[i] == 1][m.stratum[i]] += 1;
  for (std::size_t s = 0; s < m.strata; ++s) {
    const bool both = size[0][s] > 0 && size[1][s] > 0;
    m.matched_strata += both ? 1 : 0;
    for (const int g : {0, 1}) m.all[g] += size[g][s], m.kept[g] += both ? size[g][s] : 0;
  }
  if (m.matched_strata == 0)
    throw Error(459, "no stratum has treated and controls", std::nullopt, {"wider classes may help"});
  for (std::size_t i = 0; i < p.d.size(); ++i) {
    const std::size_t s = m.stratum[i];
    const bool both = size[0][s] > 0 && size[1][s] > 0;
    // Controls weigh as much as the treated of their stratum, and all of them as many as they are.
    m.weight.push_back(!both ? 0 : p.d[i] == 1 ? 1 : size[1][s] / size[0][s] * m.kept[0] / m.kept[1]);
    m.matched.push_back(both ? 1 : 0);
  }
  if (a.same_numbers) drop_at_random(p, m, c);
  return m;
}

data::Frame with_match(const Problem& p, const Match& m, const Context& c) {
  const auto spread_out = [&](auto value) {
    std::vector<double> out(c.frame.rows, data::missing);
    for (std::size_t i = 0; i < p.rows.size(); ++i) out[p.rows[i]] = value(i);
    return out;
  };
  data::Frame f = c.frame;
  add_variable(f, "cem_strata", "cem: stratum", spread_out([&](std::size_t i) { return double(m.stratum[i] + 1); }),
               true);
  add_variable(f, "cem_matched", "cem: matched", spread_out([&](std::size_t i) { return m.matched[i]; }), true);
  add_variable(f, "cem_weights", "cem: weight", spread_out([&](std::size_t i) { return m.weight[i]; }), false);
  add_variable(f, "cem_treat", "cem: treatment", spread_out([&](std::size_t i) { return p.d[i]; }), true);
  return f;
}

void show_cut_points(const Problem& p, Output& out) {
  out.line("Cut points");
  for (std::size_t k = 0; k < p.covariates.size(); ++k) {
    const numeric::CoarsenedCovariate& v = p.covariates[k];
    std::string points = v.exact ? " every value" : "";
    for (const double x : v.ends) points += " " + text::trimmed(text::format_number(x, "%9.0g"));
    out.line("  " + p.names[k] + ":" + points);
  }
  out.document.blank();
}

Output run(const Args& a, const Context& c) {
  if (a.treatment.empty()) throw Error(198, "option treatment() required", std::nullopt, {"the 0/1 treatment"});
  const Problem p = read(a, c);
  const Match m = match(a, p, c);
  const std::vector<double> ones(p.d.size(), 1.0);
  eval::Matrix before, after;
  if (!a.no_imbalance) {
    before = imbalance(p, ones, a.imbalance_cuts);
    after = imbalance(p, m.weight, a.imbalance_cuts);
  }
  eval::Matrix counts(3, 2);
  counts.row_names = {"All", "Matched", "Unmatched"}, counts.column_names = {"0", "1"};
  for (std::size_t g = 0; g < 2; ++g)
    counts(0, g) = m.all[g], counts(1, g) = m.kept[g], counts(2, g) = m.all[g] - m.kept[g];
  Output out;
  out.document.blank();
  out.line(fmt::format("Coarsened exact matching on {} covariates: {} strata, {:g} matched", p.covariates.size(),
                       m.strata, m.matched_strata));
  out.document.blank();
  if (a.show_breaks) show_cut_points(p, out);
  show(counts, before, after, out);
  out.frame = with_match(p, m, c);
  out.r.emplace();
  out.r->scalar("n_strata", double(m.strata)).scalar("n_mstrata", m.matched_strata);
  out.r->scalar("n_matched", m.kept[0] + m.kept[1]);
  if (!a.no_imbalance) {
    out.r->scalar("L1", after(after.rows - 1, 0));
    out.r->matrix("imbal", std::move(after)).matrix("imbal_all", std::move(before));
  }
  out.r->matrix("match_table", std::move(counts));
  return out;
}

}  // namespace

extern const Command cem_command =
    define<Args>("cem", "Coarsened exact matching")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .no_by()
        .variable("TReatment", &Args::treatment, "0/1 treatment")
        .choice("AUTOcuts", &Args::cuts, {"sturges", "scott", "fd"}, "number of cut points where none are given")
        .flag("K2k", &Args::same_numbers, "as many controls as treated in every stratum: others leave at random")
        .flag("SHowbreaks", &Args::show_breaks, "show the cut points")
        .choice("imbbreaks", &Args::imbalance_cuts, {"scott", "sturges", "fd"}, "classes of the imbalance")
        .flag("NOIMBal", &Args::no_imbalance, "no imbalance")
        .stores({{"r(n_strata)", "strata"},
                 {"r(n_mstrata)", "strata with treated and controls"},
                 {"r(n_matched)", "observations in them"},
                 {"r(L1)", "joint imbalance of the matched"},
                 {"r(match_table)", "all, matched and unmatched controls and treated"},
                 {"r(imbal)", "of the matched, with their weights: L1 and differences of mean min 25% 50% 75% max"},
                 {"r(imbal_all)", "the same of all observations"}})
        .changes(Effect::data | Effect::results)
        .reference("Iacus, S. M., King, G. and Porro, G. (2012). Political Analysis 20, 1-24.")
        .remark("cem age (20 40 60) educ (#0) black, treatment(d): cut points in parentheses; (#k) k equally spaced "
                "ones from least to largest, (#0) exact matching, (scott) another rule. Strings are matched exactly.")
        .remark("Classes are closed on the right and the first one on the left, too, as those of the Stata command; "
                "R's cem and MatchIt close them on the left. Rules like sturges give the number of cut points, one "
                "more than there are classes, again as the Stata command does; in R it is the number of classes.")
        .remark("k2k draws with the session's random numbers: set seed before it. Its weights are 0 and 1.")
        .remark("Makes cem_strata, cem_matched, cem_weights and cem_treat; those of an earlier call are replaced. "
                "Effects are estimated with them as importance weights: regress y d [iw=cem_weights].")
        .remark("The imbalance has classes of its own: imbbreaks().")
        .example("LaLonde's training programme",
                 "sysuse lalonde\ncem age educ (#0) race, treatment(treat)\nquietly count if cem_matched",
                 "r(N) > 100 & cem_weights[1] >= 0")
        .example("As many controls as treated",
                 "sysuse lalonde\nset seed 1\ncem age educ, treatment(treat) k2k\nmatrix T = r(match_table)",
                 "T[2,1] == T[2,2] & r(n_matched) == T[2,1] + T[2,2]")
        .example("Exact matching on one dummy weighs the groups alike",
                 "sysuse lalonde\ncem married (#0), treatment(treat)\nmatrix B = r(imbal)",
                 "r(n_strata) == 2 & abs(B[1,2]) < 1e-12")
        .runs(run);

}  // namespace nqp::commands::cem_
