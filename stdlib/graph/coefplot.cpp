// coefplot: coefficients and their confidence intervals as a figure.
#include <algorithm>
#include <array>
#include <optional>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/coefficient_rows.hpp"
#include "stdlib/kit/table_output.hpp"
#include "stdlib/kit/twoway.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::coefplot_ {
namespace {

using namespace command;
using kit::CoefficientRow;
using runtime::Session;

struct Args {
  std::string text;
};

// One series of points: estimates of a model and what its own options say.
struct Plot {
  std::string models, label;
  std::vector<ast::Option> options;
};

struct Choice {
  std::vector<std::string> keep, drop, order;
  std::vector<std::pair<std::string, std::string>> rename, labels;
  std::string transform;
  bool omitted = false, base = false, no_ci = false, no_labels = false, vertical = false, eform = false, offset = true;
  double level = 95;
  std::string recast, ci_recast, added_plot;
  std::vector<ast::Option> ci_look, mark_look;
};

std::vector<std::pair<std::string, std::string>> equations(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> out;
  std::string joined;
  for (std::string_view rest = std::string_view(text).substr(0, kit::find_outside(text, ','));
       !(rest = kit::trim(rest)).empty();) {
    const std::size_t equals = kit::find_outside(rest, '=');
    if (equals == std::string_view::npos) break;
    const std::string name(kit::trim(rest.substr(0, equals)));
    rest = rest.substr(equals + 1);
    out.emplace_back(name, kit::unquoted(kit::take_word(rest)));
  }
  return out;
}

// False for an option that is not one of the estimates.
bool read_choice(const ast::Option& o, Choice& c, Session& s) {
  const std::string name = kit::lower(o.name);
  const auto is = [&](const char* full) { return kit::abbreviates(name, full); };
  if (is("keep")) c.keep = grammar::split_words(o.argument);
  else if (is("drop")) c.drop = grammar::split_words(o.argument);
  else if (is("order")) c.order = grammar::split_words(o.argument);
  else if (is("REName")) c.rename = equations(o.argument);
  else if (is("COEFLabels")) c.labels = equations(o.argument);
  else if (is("TRansform")) c.transform = o.argument.substr(o.argument.find('=') + 1);
  else if (is("OMITted")) c.omitted = true;
  else if (is("BASElevels")) c.base = true;
  else if (is("noci")) c.no_ci = true;
  else if (is("NOLABels")) c.no_labels = true;
  else if (is("VERTical")) c.vertical = true;
  else if (is("HORizontal")) c.vertical = false;
  else if (is("EFORM")) c.eform = true;
  else if (is("NOOFFSets") || is("OFFset")) c.offset = false;
  else if (is("Levels")) c.level = s.number(grammar::split_words(o.argument).at(0));
  else if (is("RECast")) c.recast = kit::lower(o.argument);
  else if (is("CIOPts")) {
    for (ast::Option& inner : grammar::parse_options(o.argument)) {
      if (kit::abbreviates(inner.name, "RECast")) c.ci_recast = kit::lower(inner.argument);
      else c.ci_look.push_back(std::move(inner));
    }
  } else if (is("ADDPlot")) {
    c.added_plot = o.argument;
  } else if (is("GRID") || is("NOGRID") || is("ASEQuation") || is("SWAPNames") || is("HEADings") ||
             is("GROUPs") || is("CITop") || is("NOEQLABels") || is("EQLabels") || is("BYOPts") || is("MLABel") ||
             is("FORMAT") || is("at") || is("LEGEND1")) {
    return true;
  } else {
    return false;
  }
  return true;
}

std::vector<Plot> read_plots(std::string_view body) {
  std::vector<Plot> out;
  for (const kit::Piece& piece : kit::split_pieces(body)) {
    Plot p;
    const std::size_t comma = piece.grouped ? kit::find_outside(piece.text, ',') : std::string::npos;
    p.models = piece.text.substr(0, comma);
    if (comma != std::string::npos) p.options = grammar::parse_options(piece.text.substr(comma + 1));
    out.push_back(std::move(p));
  }
  if (out.empty()) out.push_back({".", "", {}});
  return out;
}

struct Point {
  std::string term;
  double b = 0, low = 0, high = 0;
};

std::vector<Point> points_of(const Results& e, const Choice& c, Session& s) {
  std::vector<CoefficientRow> rows = kit::coefficient_rows(e, c.level);
  if (c.eform) kit::exponentiate(rows);
  std::vector<Point> out;
  for (const CoefficientRow& r : rows) {
    const bool base = r.state == CoefficientRow::State::base, omitted = r.state == CoefficientRow::State::omitted;
    if (r.state == CoefficientRow::State::empty || (base && !c.base) || (omitted && !c.omitted)) continue;
    const std::string column = r.name.equation.empty() ? r.name.name : r.name.equation + ":" + r.name.name;
    if (!c.keep.empty() && !kit::matches_terms(c.keep, column)) continue;
    if (kit::matches_terms(c.drop, column)) continue;
    Point p{command::canonical_term(r.name.name), r.b, r.low, r.high};
    if (base || omitted) p.low = p.high = p.b;
    for (const auto& [from, to] : c.rename)
      if (kit::matches_terms({from}, column)) p.term = to;
    if (!c.transform.empty())
      for (double* x : {&p.b, &p.low, &p.high}) {
        std::string expression = c.transform;
        for (std::size_t at; (at = expression.find('@')) != std::string::npos;)
          expression.replace(at, 1, "(" + text::macro_number(*x) + ")");
        *x = s.number(expression);
      }
    out.push_back(std::move(p));
  }
  return out;
}

std::string label_of(const std::string& term, const Choice& c, Session& s) {
  for (const auto& [name, label] : c.labels)
    if (kit::matches_terms({name}, term)) return label;
  return c.no_labels ? term : kit::term_label(term, " # ", s.frame());
}

kit::Mark mark_named(const std::string& name, kit::Mark otherwise) {
  if (name.empty()) return otherwise;
  if (kit::abbreviates(name, "CONnected")) return kit::Mark::connected;
  if (kit::abbreviates(name, "Line")) return kit::Mark::line;
  if (name == "bar") return kit::Mark::bars;
  if (name == "rcap") return kit::Mark::range_caps;
  if (name == "rarea") return kit::Mark::range_area;
  if (name == "rline") return kit::Mark::range_line;
  if (name == "rbar") return kit::Mark::range_bars;
  return otherwise;
}

// addplot(line @b @at, …): the estimates joined by a line; nothing else can be added.
std::optional<kit::Layer> joining_line(const std::string& added, const kit::Layer& points, Session& s) {
  const std::size_t comma = kit::find_outside(added, ',');
  const std::vector<std::string> words = grammar::split_words(added.substr(0, comma));
  const kit::Mark mark = words.empty() ? kit::Mark::points : mark_named(words[0], kit::Mark::points);
  if (words.size() != 3 || words[1] != "@b" || words[2] != "@at" || mark == kit::Mark::points) {
    s.say("note: addplot(" + added + ") is not drawn; addplot(line @b @at) joins the estimates", report::Style::note);
    return std::nullopt;
  }
  kit::Layer joined = points;
  joined.mark = kit::Mark::line;
  joined.label.clear();
  if (comma != std::string::npos)
    for (const ast::Option& o : grammar::parse_options(added.substr(comma + 1))) kit::read_mark_option(o, joined);
  return joined;
}

void act(const Args& a, Session& s) {
  kit::BodyAndOptions line = kit::split_options(a.text);
  Choice shared;
  kit::Page page;
  kit::Chart chart;
  kit::Layer look;
  for (const ast::Option& o : line.options)
    if (!read_choice(o, shared, s)) {
      if (kit::read_mark_option(o, look)) shared.mark_look.push_back(o);
      else if (!kit::read_figure_option(o, s, chart, page)) throw Error(198, "option " + o.name + " not allowed");
    }
  struct Series {
    std::string label;
    Choice choice;
    std::vector<Point> points;
  };
  std::vector<Series> series;
  for (const Plot& p : read_plots(line.body)) {
    Choice own = shared;
    std::string label;
    for (const ast::Option& o : p.options) {
      if (kit::abbreviates(kit::lower(o.name), "LABel")) label = kit::unquoted(o.argument);
      else if (!read_choice(o, own, s)) own.mark_look.push_back(o);
    }
    for (const kit::TableModel& m : kit::table_models(p.models == "." ? "." : p.models, s))
      series.push_back({label.empty() ? m.name : label, own, points_of(*m.e, own, s)});
  }
  std::vector<std::string> terms;
  for (const std::string& wanted : shared.order)
    for (const Series& x : series)
      for (const Point& p : x.points)
        if (kit::matches_terms({wanted}, p.term) && std::find(terms.begin(), terms.end(), p.term) == terms.end())
          terms.push_back(p.term);
  for (const Series& x : series)
    for (const Point& p : x.points)
      if (std::find(terms.begin(), terms.end(), p.term) == terms.end()) terms.push_back(p.term);
  if (terms.empty()) throw Error(111, "no coefficients to plot", std::nullopt, {"keep() and drop() leave nothing"});

  const auto count = static_cast<double>(series.size());
  eval::Matrix numbers(0, 4);
  std::vector<std::array<double, 4>> table;
  for (std::size_t k = 0; k < series.size(); ++k) {
    kit::Layer points, ranges;
    points.horizontal = ranges.horizontal = !shared.vertical;
    points.pen.colour = ranges.pen.colour = points.fill = ranges.fill = kit::series_colour(k);
    points.pen.width = ranges.pen.width = 1;
    ranges.fill.opacity = 0.3;
    points.symbol =
        std::array{kit::Symbol::circle, kit::Symbol::diamond, kit::Symbol::triangle, kit::Symbol::square}[k % 4];
    points.mark = mark_named(series[k].choice.recast, kit::Mark::points);
    ranges.mark = mark_named(series[k].choice.ci_recast, kit::Mark::range_spikes);
    for (const ast::Option& o : series[k].choice.mark_look) kit::read_mark_option(o, points);
    ranges.pen.colour = points.pen.colour;
    for (const ast::Option& o : series[k].choice.ci_look) kit::read_mark_option(o, ranges);
    points.label = series.size() > 1 ? series[k].label : "";
    const double shift = shared.offset && count > 1 ? (static_cast<double>(k) - (count - 1) / 2) * 0.6 / count : 0;
    for (std::size_t i = 0; i < terms.size(); ++i)
      for (const Point& p : series[k].points) {
        if (p.term != terms[i]) continue;
        const double place = static_cast<double>(i + 1) + shift;
        const double at = shared.vertical ? place : static_cast<double>(terms.size()) + 1 - place;
        points.x.push_back(at);
        points.y.push_back(p.b);
        ranges.x.push_back(at);
        ranges.y.push_back(p.low);
        ranges.high.push_back(p.high);
        table.push_back({static_cast<double>(i + 1), p.b, p.low, p.high});
        numbers.row_names.push_back(p.term);
      }
    if (!series[k].choice.added_plot.empty())
      if (std::optional<kit::Layer> joined = joining_line(series[k].choice.added_plot, points, s))
        chart.layers.push_back(std::move(*joined));
    if (!series[k].choice.no_ci) chart.layers.push_back(std::move(ranges));
    chart.layers.push_back(std::move(points));
  }
  kit::Axis& along = shared.vertical ? chart.x : chart.y;
  if (along.ticks.empty())
    for (std::size_t i = 0; i < terms.size(); ++i)
      along.ticks.emplace_back(shared.vertical ? static_cast<double>(i + 1) : static_cast<double>(terms.size() - i),
                               label_of(terms[i], shared, s));
  along.low = 0.5;
  along.high = static_cast<double>(terms.size()) + 0.5;
  numbers.rows = table.size();
  numbers.column_names = {"at", "b", "ll", "ul"};
  numbers.values.resize(table.size() * 4);
  for (std::size_t i = 0; i < table.size(); ++i)
    for (std::size_t j = 0; j < 4; ++j) numbers(i, j) = table[i][j];
  page.legend_asked = page.legend_asked || series.size() > 1;
  kit::show_chart(std::move(chart), page, s);
  s.r() = Results{}.matrix("plot", std::move(numbers));
}

}  // namespace

extern const Command coefplot_command =
    define<Args>("coefplot", "Coefficients and confidence intervals as a figure")
        .raw(&Args::text)
        .stores({{"r(plot)", "plotted numbers: place, coefficient, limits; one row a point"}})
        .changes(Effect::results | Effect::process)
        .example("One model", "sysuse auto\nquietly regress price mpg weight\ncoefplot, drop(_cons) xline(0)",
                 "rowsof(r(plot)) == 2")
        .example("An event study",
                 "sysuse auto\nquietly regress price i.rep78\neststo m1\n"
                 "coefplot m1, keep(*.rep78) vertical yline(0) recast(connected) ciopts(recast(rcap)) levels(90)",
                 "rowsof(r(plot)) == 4")
        .acts(act);

}  // namespace nqp::commands::coefplot_
