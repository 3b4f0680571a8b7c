// cem: coarsened exact matching.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::commands::cem_ {
namespace {

using namespace command;

struct Args {
  std::string body, treatment, cuts = "sturges", imbalance_cuts = "scott";
  Sample sample;
  bool same_numbers = false, show_breaks = false, no_imbalance = false;
};

// One covariate: its values on the rows in use and the ends of the classes, ascending; none: every value is a class.
struct Covariate {
  std::string name;
  std::vector<double> x;
  std::vector<double> ends;
  bool exact = false, text = false;
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

std::vector<double> equally_spaced(double low, double high, std::size_t points) {
  if (points < 2) return {low};
  std::vector<double> out;
  for (std::size_t k = 0; k < points; ++k) out.push_back(low + (high - low) * double(k) / double(points - 1));
  return out;
}

double spread(std::vector<double> x) {   // interquartile range: means of two order statistics
  std::sort(x.begin(), x.end());
  const auto at = [&](double p) {
    const double n = double(x.size()) * p;
    const auto low = static_cast<std::size_t>(std::ceil(n)), high = static_cast<std::size_t>(std::floor(n + 1));
    return (x[low - 1] + x[std::min(high, x.size()) - 1]) / 2;
  };
  return at(0.75) - at(0.25);
}

// Sturges (1926), Scott (1979), Freedman and Diaconis (1981). The command takes these numbers, of classes elsewhere,
// for numbers of cut points, the least and the largest value among them (Blackwell, Iacus, King and Porro 2009).
std::size_t points_of(const std::vector<double>& x, const std::string& rule) {
  const double n = double(x.size());
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  if (rule == "sturges") return static_cast<std::size_t>(std::ceil(std::log2(n) + 1));
  double width = 0;
  if (rule == "scott") {
    const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
    double squares = 0;
    for (const double v : x) squares += (v - mean) * (v - mean);
    width = 3.5 * std::sqrt(squares / (n - 1)) / std::cbrt(n);
  } else {
    width = 2 * spread(x) / std::cbrt(n);
  }
  const double points = width > 0 ? std::ceil((*high - *low) / width) : 1;
  return static_cast<std::size_t>(std::clamp(points, 1.0, 1e6));
}

std::vector<double> rule_ends(const std::vector<double>& x, const std::string& rule) {
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  return *low == *high ? std::vector<double>{} : equally_spaced(*low, *high, points_of(x, rule));
}

void set_ends(const Piece& p, const std::string& rule, Covariate& v) {
  const std::string cuts(kit::trim(p.cuts));
  if (!p.has_cuts) {
    v.ends = rule_ends(v.x, rule);
  } else if (cuts == "sturges" || cuts == "scott" || cuts == "fd") {
    v.ends = rule_ends(v.x, cuts);
  } else if (!cuts.empty() && cuts[0] == '#') {
    const int count = std::atoi(cuts.c_str() + 1);
    if (count == 1 || count < 0) throw Error(198, cuts + ": two cut points at least; #0 matches exactly");
    v.exact = count == 0;
    const auto [low, high] = std::minmax_element(v.x.begin(), v.x.end());
    if (!v.exact) v.ends = equally_spaced(*low, *high, static_cast<std::size_t>(count));
  } else {
    v.ends = grammar::parse_numlist(cuts);
    if (!std::is_sorted(v.ends.begin(), v.ends.end())) throw Error(124, "cut points of " + v.name + " must ascend");
    if (v.ends.size() == 1) v.ends.insert(v.ends.begin(), *std::min_element(v.x.begin(), v.x.end()));
  }
}

// Classes are closed on the right, the first one on both sides; 0 and beyond lie outside of all ends.
double class_of(const Covariate& v, double x) {
  if (v.exact) return x;
  if (v.ends.empty()) return 0;
  const auto at = std::lower_bound(v.ends.begin(), v.ends.end(), x);
  const auto k = at - v.ends.begin();
  return k == 0 && x == v.ends.front() ? 1 : double(k);
}

using Strata = std::map<std::vector<double>, std::size_t>;

std::vector<std::size_t> strata_of(const std::vector<Covariate>& covariates, std::size_t n, Strata& found) {
  std::vector<std::size_t> out;
  std::vector<double> key(covariates.size());
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < key.size(); ++k) key[k] = class_of(covariates[k], covariates[k].x[i]);
    out.push_back(found.emplace(key, found.size()).first->second);
  }
  return out;
}

// Half the sum of absolute differences of the two groups' shares (Iacus, King and Porro 2011).
double l1(const std::vector<std::size_t>& stratum, std::size_t count, const std::vector<double>& d,
          const std::vector<double>& w) {
  std::vector<double> share[2] = {std::vector<double>(count), std::vector<double>(count)};
  double total[2] = {0, 0};
  for (std::size_t i = 0; i < d.size(); ++i) share[d[i] == 1][stratum[i]] += w[i], total[d[i] == 1] += w[i];
  double sum = 0;
  for (std::size_t s = 0; s < count; ++s) sum += std::fabs(share[1][s] / total[1] - share[0][s] / total[0]);
  return sum / 2;
}

double group_mean(const std::vector<double>& x, const std::vector<double>& d, const std::vector<double>& w,
                  double group) {
  double sum = 0, n = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (d[i] == group) sum += w[i] * x[i], n += w[i];
  return sum / n;
}

// The least value up to which a share p of the group's weights lies.
double group_quantile(const std::vector<std::pair<double, double>>& sorted, double total, double p) {
  double sum = 0;
  for (const auto& [x, w] : sorted) {
    sum += w;
    if (sum / total >= p - 1e-12) return x;
  }
  return sorted.back().first;
}

// Rows with weight: of every covariate L1 and differences of means and quantiles; the last row has the joint L1.
// Classes by `rule` over these rows.
eval::Matrix imbalance(std::vector<Covariate> covariates, const std::vector<double>& d, const std::vector<double>& w,
                       const std::string& rule) {
  std::vector<double> group, weight;
  for (std::size_t i = 0; i < d.size(); ++i)
    if (w[i] > 0) group.push_back(d[i]), weight.push_back(w[i]);
  for (Covariate& v : covariates) {
    std::vector<double> x;
    for (std::size_t i = 0; i < d.size(); ++i)
      if (w[i] > 0) x.push_back(v.x[i]);
    v.x = std::move(x), v.exact = v.text;
    if (!v.text) v.ends = rule_ends(v.x, rule);
  }
  eval::Matrix out(covariates.size() + 1, 7, data::missing);
  out.row_names.clear(), out.column_names = {"L1", "mean", "min", "25%", "50%", "75%", "max"};
  for (std::size_t k = 0; k <= covariates.size(); ++k) {
    Strata found;
    const bool joint = k == covariates.size();
    const std::vector<std::size_t> stratum =
        strata_of(joint ? covariates : std::vector<Covariate>{covariates[k]}, group.size(), found);
    out(k, 0) = kit::stored(l1(stratum, found.size(), group, weight));
    out.row_names.push_back(joint ? "multivariate" : covariates[k].name);
    if (joint || covariates[k].text) continue;
    const std::vector<double>& x = covariates[k].x;
    out(k, 1) = kit::stored(group_mean(x, group, weight, 1) - group_mean(x, group, weight, 0));
    std::vector<std::pair<double, double>> sorted[2];
    double total[2] = {0, 0};
    for (std::size_t i = 0; i < x.size(); ++i)
      sorted[group[i] == 1].emplace_back(x[i], weight[i]), total[group[i] == 1] += weight[i];
    for (auto& side : sorted) std::sort(side.begin(), side.end());
    const double shares[] = {0, .25, .5, .75, 1};
    for (std::size_t q = 0; q < 5; ++q)
      out(k, q + 2) = group_quantile(sorted[1], total[1], shares[q]) - group_quantile(sorted[0], total[0], shares[q]);
  }
  return out;
}

struct Problem {
  std::vector<data::Row> rows;
  std::vector<double> d;
  std::vector<Covariate> covariates;
};

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
    Covariate v;
    v.name = name;
    const data::Column& x = *c.variable(name).column;
    for (const data::Row r : p.rows) v.x.push_back(x.is_string() ? double(x.codes()[r]) : x.number(r));
    v.exact = v.text = x.is_string();
    if (!v.exact) set_ends(pieces[piece], a.cuts, v);
    p.covariates.push_back(std::move(v));
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
  Strata found;
  m.stratum = strata_of(p.covariates, p.d.size(), found);
  m.strata = found.size();
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
  for (const Covariate& v : p.covariates) {
    std::string points = v.exact ? " every value" : "";
    for (const double x : v.ends) points += " " + text::trimmed(text::format_number(x, "%9.0g"));
    out.line("  " + v.name + ":" + points);
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
    before = imbalance(p.covariates, p.d, ones, a.imbalance_cuts);
    after = imbalance(p.covariates, p.d, m.weight, a.imbalance_cuts);
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
