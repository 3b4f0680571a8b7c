// honestdid: confidence intervals for treatment effects that allow for violations of parallel trends.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/did/honest.hpp"

namespace nqp::commands::honestdid_ {
namespace {

using namespace command;

struct Args {
  std::vector<double> pre, post;
  int before = 0, reference = 0, seed = 0, parallel = 0;
  std::string bounds, b, V, weights, delta, method;
  double alpha = 0.05;
  bool relative = false, not_relative = false, omit = false, cached = false, coefplot = false, no_graph = false;
  std::vector<ast::Option> options;  // of the figure
};

struct Study {
  std::vector<double> b, l, bounds;
  numeric::Matrix V;
  std::size_t before = 0;
  std::vector<std::string> names;
  bool smooth = false;
  double alpha = 0.05;

  numeric::HonestSpec spec() const {
    numeric::HonestSpec s;
    s.b = b, s.V = V, s.before = before, s.l = l, s.alpha = alpha;
    return s;
  }
};

const eval::Matrix& matrix_of(const std::string& name, const char* otherwise, const Context& c) {
  const eval::Matrix* m = nullptr;
  if (name.empty()) {
    m = c.e ? c.e->results.find_matrix(otherwise) : nullptr;
    if (!m)
      throw Error(301, "last estimates not found", std::nullopt,
                  {"run an event study first, or name its matrices: b() vcov()"});
  } else {
    m = c.environment.matrix(name);
    if (!m) throw Error(111, "matrix " + name + " not found");
  }
  return *m;
}

bool is_omitted(const std::string& name) {
  const std::size_t at = name.rfind(':') == std::string::npos ? 0 : name.rfind(':') + 1;
  const std::size_t dot = name.find('.', at);
  if (dot == std::string::npos) return false;
  const std::string head = name.substr(at, dot - at);
  return head.find('o') != std::string::npos || (!head.empty() && head.back() == 'b');
}

// Places of effects by time: Tm3 Tm2 … before treatment, Tp0 Tp1 … after it. A base that is 0 by definition is none.
void places_by_name(const std::vector<std::string>& names, const std::vector<double>& variance, Args& a) {
  std::vector<std::pair<double, double>> at;
  for (std::size_t j = 0; j < names.size(); ++j) {
    const std::string& n = names[j];
    if (n.size() < 3 || n[0] != 'T' || (n[1] != 'm' && n[1] != 'p') || !(variance[j] > 0)) continue;
    const double t = std::atof(n.c_str() + 2) * (n[1] == 'm' ? -1 : 1);
    at.emplace_back(t, double(j + 1));
  }
  std::sort(at.begin(), at.end());
  for (const auto& [t, j] : at) (t < 0 ? a.pre : a.post).push_back(j);
}

std::vector<double> whole_range(std::size_t from, std::size_t to) {
  std::vector<double> out;
  for (std::size_t j = from; j <= to; ++j) out.push_back(double(j));
  return out;
}

void choose_places(Args& a, std::size_t columns, const std::vector<std::string>& names,
                   const std::vector<double>& variance) {
  if (!a.pre.empty() || !a.post.empty()) {
    if (a.pre.empty() || a.post.empty())
      throw Error(198, "pre() and post() go together", std::nullopt, {"both list places in the coefficient vector"});
    return;
  }
  const auto n = static_cast<int>(columns);
  if (a.reference > 0) {
    if (a.reference < 2 || a.reference >= n)
      throw Error(198, "reference() has to leave coefficients on both sides");
    a.pre = whole_range(1, static_cast<std::size_t>(a.reference - 1));
    a.post = whole_range(static_cast<std::size_t>(a.reference + 1), columns);
  } else if (a.before > 0) {
    if (a.before >= n) throw Error(198, "numpre() leaves no coefficient after treatment");
    a.pre = whole_range(1, static_cast<std::size_t>(a.before));
    a.post = whole_range(static_cast<std::size_t>(a.before + 1), columns);
  } else {
    places_by_name(names, variance, a);
  }
  if (a.pre.empty() || a.post.empty())
    throw Error(198, "options pre() and post() required", std::nullopt,
                {"places of the coefficients before and after treatment: honestdid, pre(1/4) post(6/8)"});
}

std::vector<double> weights_of(const Args& a, std::size_t after, const Context& c) {
  std::vector<double> l(after, 0.0);
  l[0] = 1;
  if (a.weights.empty()) return l;
  const eval::Matrix& m = matrix_of(a.weights, "", c);
  if (m.values.size() != after || (m.rows != 1 && m.columns != 1))
    throw Error(503, fmt::format("l_vec() has to have {} elements, one for each effect after treatment", after));
  l = m.values;
  if (std::all_of(l.begin(), l.end(), [](double v) { return v == 0; })) throw Error(198, "l_vec() is zero");
  return l;
}

std::vector<double> bounds_of(const Args& a, bool smooth, double error, const Context& c) {
  std::vector<double> out;
  const std::string text(kit::trim(a.bounds));
  if (const eval::Matrix* m = text.empty() ? nullptr : c.environment.matrix(text)) out = m->values;
  else if (!text.empty()) out = grammar::parse_numlist(text);
  else for (int k = 0; k <= 4; ++k) out.push_back(smooth ? k * error / 4 : 0.5 * k);
  for (const double v : out)
    if (v < 0 || data::is_missing(v)) throw Error(198, "mvec() takes numbers that are not negative");
  std::sort(out.begin(), out.end());
  return out;
}

Study read_study(Args a, const Context& c) {
  Study s;
  s.alpha = a.alpha;
  s.smooth = a.delta == "sd" || a.not_relative;
  if (a.relative && s.smooth) throw Error(184, "relative magnitudes and delta(sd) exclude one another");
  const std::string method = kit::lower(a.method);
  if (method == "flci" && !s.smooth) throw Error(198, "method(FLCI) goes with delta(sd) alone");
  if (method == "c-lf" && s.smooth) throw Error(198, "method(C-LF) goes with delta(rm) alone");
  const eval::Matrix &b = matrix_of(a.b, "b", c), &V = matrix_of(a.V, "V", c);
  if (b.rows != 1 && b.columns != 1) throw Error(503, "the coefficients have to be a vector");
  const std::size_t n = b.values.size();
  if (V.rows != n || V.columns != n) throw Error(503, "coefficients and their variance matrix do not fit");
  std::vector<std::string> names = b.rows == 1 ? b.column_names : b.row_names;
  names.resize(n);
  std::vector<std::size_t> at;
  for (std::size_t j = 0; j < n; ++j)
    if (!a.omit || !is_omitted(names[j])) at.push_back(j);
  std::vector<std::string> kept;
  std::vector<double> variance;
  for (const std::size_t j : at) kept.push_back(names[j]), variance.push_back(V(j, j));
  choose_places(a, at.size(), kept, variance);
  std::vector<std::size_t> places;
  for (const std::vector<double>* list : {&a.pre, &a.post})
    for (const double p : *list) {
      if (p < 1 || p != std::floor(p) || p > double(at.size()))
        throw Error(198, fmt::format("there is no coefficient {}; the vector has {}", p, at.size()));
      const std::size_t j = at[static_cast<std::size_t>(p) - 1];
      if (std::find(places.begin(), places.end(), j) != places.end())
        throw Error(198, fmt::format("coefficient {} is listed twice", p));
      if (!(V(j, j) > 0) || data::is_missing(V(j, j)) || data::is_missing(b.values[j]))
        throw Error(498, fmt::format("coefficient {} ({}) has no variance", p, names[j]), std::nullopt,
                    {"the base period is not listed in pre() or post()"});
      places.push_back(j);
    }
  s.before = a.pre.size();
  s.V = numeric::Matrix(places.size(), places.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    s.b.push_back(b.values[places[i]]), s.names.push_back(names[places[i]]);
    for (std::size_t j = 0; j < places.size(); ++j) s.V(i, j) = V(places[i], places[j]);
  }
  s.l = weights_of(a, a.post.size(), c);
  s.bounds = bounds_of(a, s.smooth, std::sqrt(s.V(s.before, s.before)), c);
  return s;
}

numeric::HonestInterval interval_of(const Study& s, double bound, std::uint64_t seed, numeric::Progress& p) {
  return s.smooth ? numeric::smooth_interval(s.spec(), bound) : numeric::relative_interval(s.spec(), bound, seed, p);
}

bool covers_zero(const Study& s, double bound, std::uint64_t seed, numeric::Progress& p) {
  if (!s.smooth) return numeric::relative_accepts(s.spec(), bound, 0, seed, p);
  const numeric::HonestInterval i = numeric::smooth_interval(s.spec(), bound);
  return i.low <= 0 && i.high >= 0;
}

// The smallest bound at which 0 is no longer rejected, between two neighbours of mvec(); `.` when it lies beyond.
double breakdown(const Study& s, const eval::Matrix& table, std::uint64_t seed, numeric::Progress& p) {
  for (std::size_t i = 1; i < table.rows; ++i) {
    if (!(table(i, 1) <= 0 && table(i, 2) >= 0)) continue;
    double low = i == 1 ? 0 : table(i - 1, 0), high = table(i, 0);
    if (i == 1 && (high == 0 || covers_zero(s, 0, seed, p))) return 0;
    for (int k = 0; k < 20 && high - low > 1e-5 * high; ++k) {
      const double middle = (low + high) / 2;
      (covers_zero(s, middle, seed, p) ? high : low) = middle;
    }
    return high;
  }
  return data::missing;
}

Results computed(const Args& a, const Context& c) {
  const Study s = read_study(a, c);
  return kit::compute(c, [&](numeric::Progress& p) {
    const auto seed = static_cast<std::uint64_t>(a.seed);
    eval::Matrix table(s.bounds.size() + 1, 3);
    table.column_names = {"M", "lb", "ub"};
    table.row_names[0] = "Original";
    for (std::size_t i = 0; i < table.rows; ++i) {
      if (i > 0) table.row_names[i] = "M" + std::to_string(i);
      table(i, 0) = i == 0 ? data::missing : s.bounds[i - 1];
      const numeric::HonestInterval h =
          i == 0 ? numeric::parallel_interval(s.spec()) : interval_of(s, s.bounds[i - 1], seed, p);
      table(i, 1) = kit::stored(h.low), table(i, 2) = kit::stored(h.high);
    }
    Results r;
    double estimate = 0;
    for (std::size_t k = 0; k < s.l.size(); ++k) estimate += s.l[k] * s.b[s.before + k];
    r.scalar("b", estimate).scalar("alpha", s.alpha).scalar("numpre", double(s.before));
    r.scalar("numpost", double(s.l.size())).scalar("breakdown", breakdown(s, table, seed, p));
    r.macro("cmd", "honestdid").macro("delta", s.smooth ? "sd" : "rm").macro("method", s.smooth ? "FLCI" : "C-LF");
    r.matrix("ci", std::move(table));
    return r;
  });
}

report::Document shown(const Results& r) {
  using report::number_cell, report::text_cell;
  const eval::Matrix& m = *r.find_matrix("ci");
  const bool smooth = r.macro_or("delta") == "sd";
  report::Document d;
  report::Table t;
  t.columns = {{9, 1, false}, {9, 2, true}, {9, 2, false}, {0, 2, false}};
  const auto head = [](const char* s) { return text_cell(s, report::Align::right); };
  d.blank();
  d.line(smooth ? "Robust intervals: the slope of the violation changes by at most M from period to period"
                : "Robust intervals: violations after treatment at most M times the largest one before");
  t.rule();
  t.row({head(smooth ? "M" : "Mbar"), head("lb"), head("ub"), text_cell("")});
  t.rule();
  for (std::size_t i = 0; i < m.rows; ++i)
    t.row({i == 0 ? text_cell(".", report::Align::right, report::Style::result) : number_cell(m(i, 0), "%9.4f"),
           number_cell(m(i, 1), "%9.3f"), number_cell(m(i, 2), "%9.3f"), text_cell(i == 0 ? "(Original)" : "")});
  t.rule();
  d.add(std::move(t));
  d.line(fmt::format("(method = {}, Delta = Delta{}, alpha = {:.3f})", r.macro_or("method"), smooth ? "SD" : "RM",
                     r.scalar_or("alpha")));
  const double at = r.scalar_or("breakdown"), most = m(m.rows - 1, 0);
  if (!data::is_missing(at)) {
    d.line("Breakdown value: 0 is no longer rejected from " + std::string(smooth ? "M" : "Mbar") + " = " +
           text::trimmed(text::format_number(at, "%9.4g")) + " on.");
  } else {
    d.line("Breakdown value: above " + text::trimmed(text::format_number(most, "%9.4g")) +
           ", the largest one of mvec().");
  }
  return d;
}

report::Figure figure(const Results& r, const std::vector<ast::Option>& options, const Context& c) {
  const eval::Matrix& m = *r.find_matrix("ci");
  const bool smooth = r.macro_or("delta") == "sd";
  const double step = m.rows > 2 ? m(2, 0) - m(1, 0) : 1, left = m(1, 0) - step;
  const double level = 100 * (1 - r.scalar_or("alpha"));
  kit::Chart chart;
  chart.x.title = smooth ? "M" : "Mbar";
  chart.y.title = text::macro_number(level) + "% robust confidence interval";
  chart.y.guides.push_back(kit::zero_line());
  kit::Layer original, robust;
  original.mark = robust.mark = kit::Mark::range_caps;
  original.pen.colour = kit::series_colour(1), robust.pen.colour = kit::series_colour(0);
  original.pen.width = robust.pen.width = 1.6;
  original.label = "Original", robust.label = smooth ? "Robust, FLCI" : "Robust, C-LF";
  original.pen.dashes = kit::dashes_of("dash");
  for (std::size_t i = 0; i < m.rows; ++i) {
    if (data::is_missing(m(i, 1)) || data::is_missing(m(i, 2))) continue;
    kit::Layer& l = i == 0 ? original : robust;
    const double at = i == 0 ? left : m(i, 0);
    l.x.push_back(at), l.y.push_back(m(i, 1)), l.high.push_back(m(i, 2));
    chart.x.ticks.emplace_back(at, i == 0 ? std::string("Original") : fmt::format("{:g}", at));
  }
  chart.x.low = left - step / 2, chart.x.high = m(m.rows - 1, 0) + step / 2;
  chart.layers = {std::move(original), std::move(robust)};
  return kit::report_figure(std::move(chart), options, {0, 1}, c);
}

Output run(const Args& a, const Context& c) {
  Output out;
  if (a.cached) {
    if (!c.r || c.r->macro_or("cmd") != "honestdid")
      throw Error(301, "no intervals in memory", std::nullopt, {"run honestdid without cached first"});
    out.r = *c.r;
  } else {
    if (!a.options.empty() && !a.coefplot)
      throw Error(198, "option " + a.options[0].name + " not allowed", std::nullopt,
                  {"options of the figure go with coefplot"});
    out.r = computed(a, c);
  }
  out.document = shown(*out.r);
  if (a.coefplot) out.document.add(figure(*out.r, a.options, c));
  return out;
}

// Effects 0.01 0.03 before and 0.2 0.25 after treatment with equal variances.
constexpr const char* study =
    "matrix b = (.01, .03, .2, .25)\nmatrix V = I(4)*.0004\n";

}  // namespace

extern const Command honestdid_command =
    define<Args>("honestdid", "Robust intervals for event studies when parallel trends may fail (Rambachan and Roth)")
        .numbers("pre", &Args::pre, "places of the coefficients before treatment, by time, without the base")
        .numbers("post", &Args::post, "places of those after it")
        .alias("honest_did")
        .integer("REFerence", &Args::reference, 1, 100000, "the coefficient of the base: those before and after it")
        .integer("numpre", &Args::before, 1, 100000, "number of coefficients before; the others are after treatment")
        .text("mvec", &Args::bounds, "values of M: numbers or a matrix; default 0(.5)2, or of the error with delta(sd)")
        .choice("delta", &Args::delta, {"rm", "sd"}, "relative magnitudes (default) or smoothness")
        .flag("rm", &Args::relative, "delta(rm)")
        .flag("RELmag", &Args::relative, "delta(rm)")
        .flag("noRELmag", &Args::not_relative, "delta(sd)")
        .choice("method", &Args::method, {"flci", "c-lf", "FLCI", "C-LF"}, "accepted where it is the one used")
        .text("l_vec", &Args::weights, "matrix of weights of the effects after treatment; default the first effect")
        .text("b", &Args::b, "matrix of coefficients; default e(b)")
        .text("vcov", &Args::V, "matrix of their variances; default e(V)")
        .number("alpha", &Args::alpha, 0.0001, 0.5, "one minus the level; default .05")
        .flag("omit", &Args::omit, "places are counted without omitted coefficients")
        .integer("seed", &Args::seed, 0, 2147483647, "seed of the critical values of relative magnitudes")
        .integer("parallel", &Args::parallel, 0, 1000, "accepted")
        .flag("cached", &Args::cached, "show the intervals of the last call again")
        .flag("coefplot", &Args::coefplot, "draw the intervals; options of the figure may follow")
        .any_options(&Args::options)
        .stores({{"r(ci)", "M lb ub; first the interval under parallel trends"},
                 {"r(breakdown)", "smallest M from which 0 is not rejected; missing when above mvec()"},
                 {"r(b)", "the estimate"},
                 {"r(alpha)", "one minus the level"},
                 {"r(numpre)", "coefficients before treatment"},
                 {"r(numpost)", "coefficients after it"},
                 {"r(delta)", "rm or sd"},
                 {"r(method)", "C-LF or FLCI"},
                 {"r(cmd)", "honestdid"}})
        .changes(Effect::results)
        .reference("Rambachan, A. and Roth, J. (2023). A more credible approach to parallel trends. Review of Economic "
                   "Studies 90, 2555-2591.")
        .reference("Andrews, I., Roth, J. and Pakes, A. (2023). Inference for linear conditional moment inequalities. "
                   "Review of Economic Studies 90, 2763-2791.")
        .remark("After eventstudy, csdid or did with agg(event) the coefficients are found by their names; else pre() "
                "and post() list them. They have to be compared with one base period right before treatment: csdid "
                "needs long2, did and eventstudy by estimator(cs) base(universal).")
        .remark("delta(rm): the change of the violation from period to period after treatment is at most Mbar times "
                "the largest change before. delta(sd): its slope changes by at most M.")
        .remark("Limits of relative magnitudes are searched to full precision; critical values of the first stage come "
                "from 10,000 draws and change a little with seed().")
        .example("Relative magnitudes", std::string(study) + "honestdid, b(b) vcov(V) numpre(2) mvec(0(.5)2)",
                 "rowsof(r(ci)) == 6 & el(r(ci), 3, 2) > el(r(ci), 4, 2)")
        .example("Smoothness, the average of two effects, a figure",
                 std::string(study) + "matrix l = (.5, .5)\n"
                                      "honestdid, b(b) vcov(V) pre(1 2) post(3 4) mvec(0(.01).05) delta(sd) l_vec(l) "
                                      "coefplot name(h)",
                 "r(delta) == \"sd\" & abs(r(b) - .225) < 1e-12")
        .example("After an event study",
                 "sysuse mpdta\nquietly csdid lemp, ivar(countyreal) time(year) gvar(first_treat) agg(event) long2\n"
                 "honestdid, mvec(.5 1)",
                 "r(numpre) == 3 & r(numpost) == 4")
        .runs(run);

}  // namespace nqp::commands::honestdid_
