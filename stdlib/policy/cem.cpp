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

namespace nqp::commands::cem_ {
namespace {

using namespace command;

struct Args {
  std::string body, treatment, cuts = "sturges";
  Sample sample;
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

std::vector<double> equally_spaced(double low, double high, std::size_t classes) {
  std::vector<double> out;
  for (std::size_t k = 0; k <= classes; ++k) out.push_back(low + (high - low) * double(k) / double(classes));
  return out;
}

double spread(std::vector<double> x) {   // interquartile range, type 7
  std::sort(x.begin(), x.end());
  const auto at = [&](double p) {
    const double h = p * double(x.size() - 1);
    const auto k = static_cast<std::size_t>(h);
    return k + 1 < x.size() ? x[k] + (h - double(k)) * (x[k + 1] - x[k]) : x.back();
  };
  return at(0.75) - at(0.25);
}

// Numbers of classes: Sturges (1926), Scott (1979), Freedman and Diaconis (1981), as R's nclass functions.
std::size_t classes_of(const std::vector<double>& x, const std::string& rule) {
  const double n = double(x.size());
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  if (rule == "sturges") return static_cast<std::size_t>(std::ceil(std::log2(n) + 1));
  double width = 2 * spread(x) / std::cbrt(n);
  if (rule == "scott") {
    const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
    double squares = 0;
    for (const double v : x) squares += (v - mean) * (v - mean);
    width = 3.5 * std::sqrt(squares / (n - 1)) / std::cbrt(n);
  }
  const double classes = width > 0 ? std::ceil((*high - *low) / width) : 1;
  return static_cast<std::size_t>(std::clamp(classes, 1.0, 1e6));
}

std::vector<double> rule_ends(const std::vector<double>& x, const std::string& rule) {
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  return *low == *high ? std::vector<double>{} : equally_spaced(*low, *high, classes_of(x, rule));
}

void set_ends(const Piece& p, const std::string& rule, Covariate& v) {
  const std::string cuts(kit::trim(p.cuts));
  if (!p.has_cuts) {
    v.ends = rule_ends(v.x, rule);
  } else if (!cuts.empty() && cuts[0] == '#') {
    const int count = std::atoi(cuts.c_str() + 1);
    if (count == 1 || count < 0) throw Error(198, cuts + ": two cut points at least; #0 matches exactly");
    v.exact = count == 0;
    const auto [low, high] = std::minmax_element(v.x.begin(), v.x.end());
    if (!v.exact) v.ends = equally_spaced(*low, *high, static_cast<std::size_t>(count - 1));
  } else {
    v.ends = grammar::parse_numlist(cuts);
    if (!std::is_sorted(v.ends.begin(), v.ends.end())) throw Error(124, "cut points of " + v.name + " must ascend");
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

// L1 and difference of means of every covariate, its classes by Scott's rule; the last row has the joint L1.
eval::Matrix imbalance(std::vector<Covariate> covariates, const std::vector<double>& d, const std::vector<double>& w) {
  for (Covariate& v : covariates)
    if (!v.exact) v.ends = rule_ends(v.x, "scott");
  eval::Matrix out(covariates.size() + 1, 2);
  out.row_names.clear(), out.column_names = {"L1", "mean"};
  for (std::size_t k = 0; k <= covariates.size(); ++k) {
    Strata found;
    const bool joint = k == covariates.size();
    const std::vector<std::size_t> stratum =
        strata_of(joint ? covariates : std::vector<Covariate>{covariates[k]}, d.size(), found);
    out(k, 0) = kit::stored(l1(stratum, found.size(), d, w));
    out(k, 1) = joint || covariates[k].text
                    ? data::missing
                    : kit::stored(group_mean(covariates[k].x, d, w, 1) - group_mean(covariates[k].x, d, w, 0));
    out.row_names.push_back(joint ? "multivariate" : covariates[k].name);
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

Output run(const Args& a, const Context& c) {
  if (a.treatment.empty()) throw Error(198, "option treatment() required", std::nullopt, {"the 0/1 treatment"});
  const Problem p = read(a, c);
  Strata found;
  const std::vector<std::size_t> stratum = strata_of(p.covariates, p.d.size(), found);
  std::vector<double> size[2] = {std::vector<double>(found.size()), std::vector<double>(found.size())};
  for (std::size_t i = 0; i < p.d.size(); ++i) size[p.d[i] == 1][stratum[i]] += 1;
  double matched_strata = 0, matched[2] = {0, 0}, all[2] = {0, 0};
  for (std::size_t s = 0; s < found.size(); ++s) {
    const bool both = size[0][s] > 0 && size[1][s] > 0;
    matched_strata += both ? 1 : 0;
    for (const int g : {0, 1}) all[g] += size[g][s], matched[g] += both ? size[g][s] : 0;
  }
  if (matched_strata == 0)
    throw Error(459, "no stratum has treated and controls", std::nullopt, {"wider classes may help"});
  std::vector<double> weight, of_frame[4];
  for (auto& v : of_frame) v.assign(c.frame.rows, data::missing);
  for (std::size_t i = 0; i < p.d.size(); ++i) {
    const std::size_t s = stratum[i];
    const bool both = size[0][s] > 0 && size[1][s] > 0;
    // Controls weigh as much as the treated of their stratum, and all of them as many as they are.
    weight.push_back(!both ? 0 : p.d[i] == 1 ? 1 : size[1][s] / size[0][s] * matched[0] / matched[1]);
    of_frame[0][p.rows[i]] = double(s + 1), of_frame[1][p.rows[i]] = both ? 1 : 0;
    of_frame[2][p.rows[i]] = weight.back(), of_frame[3][p.rows[i]] = p.d[i];
  }
  const std::vector<double> ones(p.d.size(), 1.0);
  eval::Matrix before = imbalance(p.covariates, p.d, ones), after = imbalance(p.covariates, p.d, weight);
  eval::Matrix counts(3, 2);
  counts.row_names = {"All", "Matched", "Unmatched"}, counts.column_names = {"0", "1"};
  for (std::size_t g = 0; g < 2; ++g)
    counts(0, g) = all[g], counts(1, g) = matched[g], counts(2, g) = all[g] - matched[g];
  Output out;
  out.document.blank();
  out.line(fmt::format("Coarsened exact matching on {} covariates: {} strata, {:g} matched", p.covariates.size(),
                       found.size(), matched_strata));
  out.document.blank();
  show(counts, before, after, out);
  data::Frame f = c.frame;
  add_variable(f, "cem_strata", "cem: stratum", of_frame[0], true);
  add_variable(f, "cem_matched", "cem: stratum has treated and controls", of_frame[1], true);
  add_variable(f, "cem_weights", "cem: weight", of_frame[2], false);
  add_variable(f, "cem_treat", "cem: treatment", of_frame[3], true);
  out.frame = std::move(f);
  out.r.emplace();
  out.r->scalar("n_strata", double(found.size())).scalar("n_mstrata", matched_strata);
  out.r->scalar("n_matched", matched[0] + matched[1]).scalar("L1", after(after.rows - 1, 0));
  out.r->matrix("match_table", std::move(counts)).matrix("imbal", std::move(before));
  out.r->matrix("imbal_m", std::move(after));
  return out;
}

}  // namespace

extern const Command cem_command =
    define<Args>("cem", "Coarsened exact matching")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .no_by()
        .variable("TReatment", &Args::treatment, "0/1 treatment")
        .choice("AUTOcuts", &Args::cuts, {"sturges", "scott", "fd"}, "number of classes where no cut points are given")
        .stores({{"r(n_strata)", "strata"},
                 {"r(n_mstrata)", "strata with treated and controls"},
                 {"r(n_matched)", "observations in them"},
                 {"r(L1)", "joint imbalance of the matched"},
                 {"r(match_table)", "all, matched and unmatched controls and treated"},
                 {"r(imbal)", "L1 and difference of means of every covariate, all observations"},
                 {"r(imbal_m)", "the same with the weights"}})
        .changes(Effect::data | Effect::results)
        .reference("Iacus, S. M., King, G. and Porro, G. (2012). Political Analysis 20, 1-24.")
        .remark("cem age (20 40 60) educ (#0) black, treatment(d): cut points in parentheses; (#k) k equally spaced "
                "ones from least to largest, (#0) exact matching. Strings are matched exactly. Classes are closed on "
                "the right.")
        .remark("Makes cem_strata, cem_matched, cem_weights and cem_treat; those of an earlier call are replaced. "
                "Effects are estimated with them as importance weights: regress y d [iw=cem_weights].")
        .remark("L1 has classes by Scott's rule, whatever the cut points of the matching are.")
        .example("LaLonde's training programme",
                 "sysuse lalonde\ncem age educ (#0) race, treatment(treat)\nquietly count if cem_matched",
                 "r(N) > 100 & cem_weights[1] >= 0")
        .example("Exact matching on one dummy weighs the groups alike",
                 "sysuse lalonde\ncem married (#0), treatment(treat)\nmatrix B = r(imbal_m)",
                 "r(n_strata) == 2 & abs(B[1,2]) < 1e-12")
        .runs(run);

}  // namespace nqp::commands::cem_
