// pstest: balance of covariates before and after matching.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/balance.hpp"
#include "stdlib/kit/binary_outcome.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/table_text.hpp"
#include "stdlib/kit/overlap_figure.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/likelihood/row_likelihoods.hpp"

namespace nqp::commands::pstest_ {
namespace {

using namespace command;

struct Args {
  Terms x;
  Sample sample;
  bool both = false, raw = false, rubin = false, only_significant = false, not_significant = false, no_label = false;
  bool label = false;
  bool graph = false, histogram = false, scatter = false, density = false;
  std::vector<ast::Option> graph_options;
  std::string treated = "_treated", weight = "_weight", support = "_support";
};

struct Row {
  std::string name;
  kit::Balance before, after;
};

// What a probit of the treatment on the covariates says about balance as a whole.
struct Summary {
  double r2 = 0, chi2 = 0, p = 0, mean = 0, median = 0, B = 0, R = 0;
};

struct Sampled {
  kit::EstimationSample rows;
  std::vector<std::uint8_t> treated;
  std::vector<double> matched;         // weights after matching, 0 for rows left out
  kit::Design design;
};

const data::Column& numeric_column(const std::string& name, const char* what, const Context& c) {
  if (!c.frame.find(name))
    throw Error(111, "variable " + name + " not found", std::nullopt,
                {std::string("pstest follows psmatch2, or needs ") + what});
  return c.numeric(name);
}

Sampled read(const Args& a, const Context& c) {
  Sampled s;
  const data::Column& d = numeric_column(a.treated, "treated()", c);
  kit::Needed needed{a.x, {a.treated}};
  s.rows = kit::mark_sample(c, a.sample, {}, needed);
  bool any[2] = {false, false};
  for (const data::Row r : s.rows.rows) {
    const double v = d.number(r);
    if (v != 0 && v != 1) throw Error(459, "treatment variable is not 0/1");
    s.treated.push_back(v == 1);
    any[v == 1] = true;
  }
  if (!any[0] || !any[1]) throw Error(2000, any[0] ? "no treated observations" : "no untreated observations");
  s.design = kit::make_design(a.x, true, s.rows, c);
  if (a.raw) return s;
  const data::Column& w = numeric_column(a.weight, "mweight(), or raw", c);
  const data::Column* support = c.frame.find(a.support) ? &c.numeric(a.support) : nullptr;
  for (const data::Row r : s.rows.rows) {
    const bool off = support && support->number(r) == 0;
    const double v = w.number(r);
    s.matched.push_back(off || data::is_missing(v) ? 0 : v);
  }
  return s;
}

std::vector<Row> balance_rows(const Sampled& s) {
  std::vector<Row> out;
  for (const kit::Slot& slot : s.design.slots) {
    if (slot.state != kit::Slot::State::kept) continue;
    const std::span<const double> x = s.design.x.column(slot.column);
    Row row;
    row.name = command::term_name(slot.term);
    const double spread = kit::raw_spread(x, s.treated);
    row.before = kit::balance_of(x, s.treated, {}, spread);
    if (!s.matched.empty()) row.after = kit::balance_of(x, s.treated, s.matched, spread);
    out.push_back(row);
  }
  return out;
}

// Rubin (2001): B and R compare the probit's index between the groups. The model is fitted with the weights at hand.
Summary summarise(const Sampled& s, bool after, const std::vector<Row>& rows, const Context& c) {
  kit::LikelihoodData d;
  std::vector<std::uint8_t> treated;
  std::vector<double> weights;
  std::vector<std::size_t> source;
  for (std::size_t i = 0; i < s.treated.size(); ++i) {
    const double w = after ? s.matched[i] : 1;
    if (w == 0) continue;
    source.push_back(i);
    d.y.push_back(s.treated[i]);
    treated.push_back(s.treated[i]);
    weights.push_back(w);
  }
  d.sample.rows.resize(source.size());
  d.design.x = numeric::Matrix(source.size(), s.design.x.cols);
  for (std::size_t j = 0; j < s.design.x.cols; ++j)
    for (std::size_t i = 0; i < source.size(); ++i) d.design.x(i, j) = s.design.x(source[i], j);
  d.omitted.assign(d.design.x.cols, 0);
  d.perfect.assign(d.design.x.cols, 0);
  kit::find_omitted(d, true);

  numeric::LikelihoodSpec spec;
  spec.rows = d.y.size();
  spec.row = numeric::probit_rows(d.y);
  spec.weights = weights;
  spec.weight_kind = WeightKind::iweight;
  spec.indices = {{numeric::MatrixView(d.x.data.data(), d.y.size(), 0), true, {}}};
  const auto fit = [&] {
    return kit::compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, {}, p); });
  };
  const double ll_0 = fit().ll;
  spec.indices = {{d.x, true, {}}};
  const numeric::LikelihoodFit full = fit();
  const std::vector<double> index = numeric::indices_at(spec, full.b)[0];

  Summary out;
  const double df = static_cast<double>(d.x.cols);
  out.r2 = 1 - full.ll / ll_0;
  out.chi2 = 2 * (full.ll - ll_0);
  out.p = df > 0 ? numeric::dist::chi2tail(df, out.chi2) : data::missing;
  const kit::Balance b = kit::balance_of(index, treated, weights, 1);
  double variance[2] = {0, 0}, total[2] = {0, 0};
  const double means[2] = {b.control, b.treated};
  for (std::size_t i = 0; i < index.size(); ++i) {
    variance[treated[i]] += weights[i] * std::pow(index[i] - means[treated[i]], 2);
    total[treated[i]] += weights[i];
  }
  for (int t = 0; t < 2; ++t) variance[t] /= total[t] - 1;
  out.B = 100 * std::abs(b.treated - b.control) / std::sqrt((variance[0] + variance[1]) / 2);
  out.R = variance[1] / variance[0];
  std::vector<double> biases;
  for (const Row& r : rows) biases.push_back(std::abs(after ? r.after.bias : r.before.bias));
  std::sort(biases.begin(), biases.end());
  for (const double v : biases) out.mean += v / static_cast<double>(biases.size());
  const std::size_t n = biases.size();
  out.median = n == 0 ? data::missing : (biases[(n - 1) / 2] + biases[n / 2]) / 2;
  return out;
}

double reduction(const Row& r) { return 100 * (1 - std::abs(r.after.bias) / std::abs(r.before.bias)); }

// The middle 95% of the ratio of two variances of as many observations as there are treated.
struct RatioLimits {
  double low = 0, high = HUGE_VAL;
};

RatioLimits ratio_limits(double treated) {
  if (treated < 2) return {};
  return {numeric::dist::invF(treated - 1, treated - 1, .025), numeric::dist::invF(treated - 1, treated - 1, .975)};
}

void table_line(const std::string& name, const char* which, const kit::Balance& b, const std::string& less,
                const RatioLimits& limits, Output& out) {
  const bool beyond = b.variance_ratio < limits.low || b.variance_ratio > limits.high;
  out.line(fmt::format("{:<13} {:>1}|{:>9} {:>9} {:>8} {:>8} |{:>7} {:>6} |{:>6}{}", name, which,
                       kit::number_text(b.treated), kit::number_text(b.control), kit::fixed_text(kit::stored(b.bias), 1),
                       less, kit::fixed_text(kit::stored(b.t), 2), kit::fixed_text(kit::stored(b.p), 3),
                       kit::fixed_text(kit::stored(b.variance_ratio), 2), beyond ? "*" : ""));
}

void show_rows(const std::vector<Row>& rows, const Args& a, const Sampled& s, Output& out) {
  double all = 0, matched = 0;
  for (std::size_t i = 0; i < s.treated.size(); ++i) {
    all += s.treated[i] ? 1 : 0;
    matched += s.treated[i] && !a.raw && s.matched[i] > 0 ? 1 : 0;
  }
  const RatioLimits before = ratio_limits(all), after = ratio_limits(matched);
  const std::string rule = std::string(15, '-') + "+" + std::string(38, '-') + "+" + std::string(15, '-') + "+-------";
  out.document.blank();
  out.line(fmt::format("{:<13} {:>1}|{:^19} {:>8} {:>8} |{:^15}|{:>6}", "", "", "Mean", "", "%reduct", "t-test",
                       "V(T)/"));
  out.line(fmt::format("{:<13} {:>1}|{:>9} {:>9} {:>8} {:>8} |{:>7} {:>6} |{:>6}", "Variable", "", "Treated", "Control",
                       "%bias", "|bias|", "t", "p>|t|", "V(C)"));
  out.line(rule);
  for (const Row& r : rows) {
    const std::string name = text::abbreviate(r.name, 13);
    const kit::Balance& tested = a.raw ? r.before : r.after;
    if (a.only_significant && !(tested.p < .1)) continue;
    if (a.not_significant && tested.p < .1) continue;
    if (a.raw || a.both) table_line(name, a.both ? "U" : "", r.before, "", before, out);
    if (a.raw) continue;
    table_line(a.both ? "" : name, a.both ? "M" : "", r.after,
               a.both ? kit::fixed_text(kit::stored(reduction(r)), 1) : "", after, out);
  }
  out.line(rule);
  std::string note = "* if variance ratio outside";
  if (a.raw || a.both) note += fmt::format(" [{:.2f}; {:.2f}]", before.low, before.high) + (a.both ? " for U and" : "");
  if (!a.raw) note += fmt::format(" [{:.2f}; {:.2f}]", after.low, after.high) + (a.both ? " for M" : "");
  out.line(note, report::Style::note);
}

void show_summary(const char* sample, const Summary& s, Output& out) {
  out.line(fmt::format(" {:<10}| {:>7} {:>9} {:>9} {:>9} {:>9} {:>8}{} {:>7}{}", sample, kit::fixed_text(s.r2, 3),
                       kit::fixed_text(kit::stored(s.chi2), 2), kit::fixed_text(kit::stored(s.p), 3),
                       kit::fixed_text(s.mean, 1), kit::fixed_text(s.median, 1), kit::fixed_text(kit::stored(s.B), 1),
                       s.B > 25 ? "*" : " ", kit::fixed_text(kit::stored(s.R), 2), s.R < .5 || s.R > 2 ? "*" : " "));
}

void store_summary(const Summary& s, const std::string& when, Results& r) {
  r.scalar("r2" + when, kit::stored(s.r2)).scalar("chi2" + when, kit::stored(s.chi2));
  r.scalar("chiprob" + when, kit::stored(s.p));
  r.scalar("meanbias" + when, s.mean).scalar("medbias" + when, s.median);
  r.scalar("B" + when, kit::stored(s.B)).scalar("R" + when, kit::stored(s.R));
}

eval::Matrix balance_matrix(const std::vector<Row>& rows, bool raw) {
  eval::Matrix m(rows.size(), raw ? 6 : 13);
  const auto put = [&](std::size_t i, std::size_t j, const kit::Balance& b) {
    const double v[] = {b.treated, b.control, b.bias, b.t, b.p, b.variance_ratio};
    for (std::size_t k = 0; k < 6; ++k) m(i, j + k) = kit::stored(v[k]);
  };
  m.column_names = {"mT_b", "mC_b", "bias_b", "t_b", "p_b", "VR_b"};
  if (!raw) m.column_names.insert(m.column_names.end(), {"mT_a", "mC_a", "bias_a", "t_a", "p_a", "VR_a", "reduct"});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    m.row_names[i] = rows[i].name;
    put(i, 0, rows[i].before);
    if (raw) continue;
    put(i, 6, rows[i].after);
    m(i, 12) = kit::stored(reduction(rows[i]));
  }
  return m;
}

// Standardised biases of every variable before (hollow) and after matching, the first variable at the top.
kit::Chart bias_chart(const std::vector<Row>& rows, bool raw) {
  kit::Chart chart;
  kit::Layer before, after;
  before.symbol = kit::Symbol::hollow_circle, after.symbol = kit::Symbol::circle;
  before.pen.colour = kit::series_colour(1), after.pen.colour = kit::series_colour(0);
  before.size = after.size = 3;
  before.label = "Unmatched", after.label = "Matched";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double y = static_cast<double>(rows.size() - i);
    before.x.push_back(kit::stored(rows[i].before.bias)), before.y.push_back(y);
    after.x.push_back(kit::stored(rows[i].after.bias)), after.y.push_back(y);
    chart.y.ticks.emplace_back(y, rows[i].name);
  }
  chart.y.low = 0.5, chart.y.high = static_cast<double>(rows.size()) + 0.5;
  chart.y.grid = true;
  chart.x.title = "Standardised % bias across covariates";
  chart.x.guides.push_back(kit::zero_line());
  chart.layers.push_back(std::move(before));
  if (!raw) chart.layers.push_back(std::move(after));
  return chart;
}

// How many variables have biases of each size.
kit::Chart bias_histogram(const std::vector<Row>& rows, bool after) {
  constexpr std::size_t bins = 10;
  std::vector<double> biases;
  for (const Row& r : rows) biases.push_back(after ? r.after.bias : r.before.bias);
  const auto [low, high] = std::minmax_element(biases.begin(), biases.end());
  kit::Layer bars;
  bars.mark = kit::Mark::bars;
  bars.width = *high > *low ? (*high - *low) / bins : 1;
  bars.fill = kit::series_colour(after ? 0 : 1);
  bars.pen.colour = {60, 60, 60}, bars.pen.width = 0.4;
  std::vector<double> counts(bins, 0.0);
  for (const double b : biases)
    counts[std::min(bins - 1, static_cast<std::size_t>((b - *low) / bars.width))] += 1;
  for (std::size_t k = 0; k < bins; ++k) {
    if (counts[k] == 0) continue;
    bars.x.push_back(*low + (static_cast<double>(k) + 0.5) * bars.width);
    bars.y.push_back(counts[k]);
  }
  kit::Chart chart;
  chart.subtitle = after ? "Matched" : "Unmatched";
  const double most = *std::max_element(counts.begin(), counts.end());
  for (double t = 0; t <= most; t += std::max(1.0, std::ceil(most / 6)))
    chart.y.ticks.emplace_back(t, kit::number_text(t));
  chart.x.title = "Standardised % bias", chart.y.title = "Covariates";
  chart.layers.push_back(std::move(bars));
  return chart;
}

report::Figure balance_figure(const Args& a, const Sampled& s, const std::vector<Row>& rows, const Context& c) {
  if (a.histogram) {
    std::vector<kit::Chart> charts{bias_histogram(rows, false)};
    if (!a.raw) charts.push_back(bias_histogram(rows, true));
    return kit::report_panels(std::move(charts), a.graph_options, c);
  }
  if (!a.density) return kit::report_figure(bias_chart(rows, a.raw), a.graph_options, {}, c);
  if (!c.frame.find("_pscore"))
    throw Error(111, "variable _pscore not found", std::nullopt, {"density follows psmatch2 or psm with a score"});
  const data::Column& score = c.numeric("_pscore");
  kit::ScoreRows scores, matched;
  for (std::size_t i = 0; i < s.rows.size(); ++i) {
    const double p = score.number(s.rows.rows[i]);
    if (data::is_missing(p)) continue;
    scores.score.push_back(p), scores.treated.push_back(s.treated[i]);
    matched.weight.push_back(a.raw ? 1 : s.matched[i]);
  }
  if (scores.score.empty()) throw Error(2000, "no observations");
  matched.score = scores.score, matched.treated = scores.treated;
  std::vector<kit::Chart> charts{kit::score_densities(scores, "Before matching", c)};
  if (!a.raw) charts.push_back(kit::score_densities(matched, "After matching", c));
  return kit::report_panels(std::move(charts), a.graph_options, c);
}

// Without variables those of the last matching, from its r().
Terms covariates_of(const Args& a, const Context& c) {
  if (!a.x.empty()) return a.x;
  const std::string last = c.r ? c.r->macro_or("exog") : "";
  if (last.empty())
    throw Error(100, "varlist required", std::nullopt, {"right after psmatch2 its covariates are taken: pstest, both"});
  return resolve_terms(last, c);
}

Output run(const Args& asked, const Context& c) {
  Args a = asked;
  a.x = covariates_of(asked, c);
  if (a.both && a.raw) throw Error(198, "options both and raw may not be combined");
  if (a.only_significant && a.not_significant) throw Error(198, "options onlysig and notsig may not be combined");
  const Sampled s = read(a, c);
  const std::vector<Row> rows = balance_rows(s);
  std::vector<Row> shown = rows;
  if (a.label)
    for (Row& row : shown)
      if (c.frame.find(row.name)) row.name = kit::variable_label(row.name, c.frame);
  Output out;
  show_rows(shown, a, s, out);
  out.document.blank();
  out.line(fmt::format(" {:<10}| {:>7} {:>9} {:>9} {:>9} {:>9} {:>8}  {:>7}", "Sample", "Ps R2", "LR chi2", "p>chi2",
                       "MeanBias", "MedBias", "B", "R"));
  out.line(std::string(11, '-') + "+" + std::string(65, '-'));
  Results r;
  if (a.both || a.raw) {
    const Summary before = summarise(s, false, rows, c);
    show_summary("Unmatched", before, out);
    store_summary(before, "bef", r);
  }
  if (!a.raw) {
    const Summary after = summarise(s, true, rows, c);
    show_summary("Matched", after, out);
    store_summary(after, "aft", r);
  }
  out.line("* if B>25%, R outside [0.5; 2]", report::Style::note);
  r.matrix("balance", balance_matrix(rows, a.raw));
  const bool drawn = a.graph || a.scatter || a.histogram || a.density;
  if (drawn && !rows.empty()) out.document.add(balance_figure(a, s, rows, c));
  if (!drawn && !a.graph_options.empty())
    throw Error(198, "option " + a.graph_options[0].name + " not allowed", a.graph_options[0].name_span,
                {"options of figures go with graph, hist, scatter or density"});
  out.r = std::move(r);
  return out;
}

}  // namespace

extern const Command pstest_command =
    define<Args>("pstest", "Balance of covariates before and after matching")
        .terms(&Args::x, {0})
        .if_in(&Args::sample)
        .flag("BOTH", &Args::both, "before and after matching")
        .flag("RAW", &Args::raw, "before matching only: needs no weights")
        .variable("TREATed", &Args::treated, "treatment (_treated)")
        .variable("MWeight", &Args::weight, "weights of matched units (_weight)")
        .variable("SUPport", &Args::support, "common support (_support)")
        .flag("RUBIN", &Args::rubin, "accepted: B and R are always shown")
        .flag("ONLYSIG", &Args::only_significant, "only variables that differ at ten percent")
        .flag("NOTSIG", &Args::not_significant, "only variables that do not")
        .flag("LABel", &Args::label, "variable labels instead of names")
        .flag("noLABel", &Args::no_label, "accepted: names are shown")
        .flag("GRaph", &Args::graph, "figure of the biases before and after matching")
        .flag("SCATter", &Args::scatter, "the same")
        .flag("HISTogram", &Args::histogram, "histograms of the biases")
        .flag("DENSity", &Args::density, "densities of the propensity score before and after matching")
        .any_options(&Args::graph_options)
        .stores({{"r(balance)", "per variable: means, % bias, t, p, variance ratio before and after, reduction of bias"},
                 {"r(meanbiasbef)", "mean absolute bias before matching"},
                 {"r(meanbiasaft)", "mean absolute bias after matching"},
                 {"r(medbiasaft)", "median absolute bias after matching"},
                 {"r(r2aft)", "pseudo R-squared of a probit of the treatment after matching"},
                 {"r(chi2aft)", "its LR chi-squared"},
                 {"r(chiprobaft)", "its p-value"},
                 {"r(Baft)", "Rubin's B"},
                 {"r(Raft)", "Rubin's R"}})
        .changes(Effect::results)
        .reference("Rosenbaum, P. R. and Rubin, D. B. (1985). American Statistician 39, 33-38.")
        .reference("Rubin, D. B. (2001). Health Services and Outcomes Research Methodology 2, 169-188 (B and R).")
        .remark("% bias is the difference of means over the square root of the average variance in the unmatched "
                "groups, before and after matching.")
        .example("Bias before and after matching one neighbor",
                 "clear\ninput d p y\n0 .25 3\n0 .32 5\n0 .43 4\n0 .46 6\n0 .55 7\n0 .70 9\n1 .30 6\n1 .45 8\n1 .60 9\n"
                 "1 .80 13\nend\nquietly psmatch2 d, pscore(p) outcome(y)\npstest p, both",
                 "abs(el(r(balance), 1, 3) - 45.3638) < 1e-3 & abs(el(r(balance), 1, 9) - 15.85531) < 1e-3")
        .example("The figure of the biases",
                 "sysuse lalonde\nquietly psmatch2 treat age educ married re74, outcome(re78)\n"
                 "pstest, both label graph title(\"Balance\")",
                 "rowsof(r(balance)) == 4")
        .example("Without matching", "sysuse lalonde\npstest age educ, raw treated(treat)",
                 "rowsof(r(balance)) == 2 & r(Bbef) > 0")
        .runs(run);

}  // namespace nqp::commands::pstest_
