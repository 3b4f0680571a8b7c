// coefplot: coefficients and their confidence intervals as a figure.
#include <algorithm>
#include <array>

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
  std::vector<double> more_levels;  // of intervals drawn over the first one
  std::string recast, ci_recast, added_plot, limits, format = "%9.3g";
  bool labelled = false;
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

void read_levels(const std::string& text, Choice& c, Session& s) {
  c.more_levels.clear();
  for (const std::string& word : grammar::split_words(text)) c.more_levels.push_back(s.number(word));
  if (c.more_levels.empty()) throw Error(198, "levels() takes one or more confidence levels");
  c.level = c.more_levels.front();
  c.more_levels.erase(c.more_levels.begin());
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
  else if (is("Levels")) read_levels(o.argument, c, s);
  else if (is("ci")) c.limits = o.argument;
  else if (is("MLABel") && !o.has_argument) c.labelled = true;
  else if (is("FORMAT")) c.format = o.argument;
  else if (is("RECast")) c.recast = kit::lower(o.argument);
  else if (is("CIOPts")) {
    for (ast::Option& inner : grammar::parse_options(o.argument)) {
      if (kit::abbreviates(inner.name, "RECast")) c.ci_recast = kit::lower(inner.argument);
      else c.ci_look.push_back(std::move(inner));
    }
  } else if (is("ADDPlot")) {
    c.added_plot = o.argument;
  } else if (is("ASEQuation") || is("SWAPNames") || is("HEADings") || is("GROUPs") || is("EQLabels") ||
             is("BYOPts") || is("MLABel") || is("at")) {
    s.say("(option " + o.name + " has no effect here)", report::Style::note);
  } else if (is("GRID") || is("NOGRID") || is("CITop") || is("NOEQLABels") || is("LEGEND1")) {
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
    if (piece.grouped && !out.empty() && out.back().models == "matrix") {
      out.back().models += "(" + piece.text + ")";
      continue;
    }
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

// A row or column of a matrix: "C[,2]", "C[1]", "C[1,]", "C" (its first row), or the number of one beside `like`.
struct Slice {
  const eval::Matrix* matrix = nullptr;
  std::size_t at = 0;
  bool column = false;
  std::size_t size() const { return column ? matrix->rows : matrix->columns; }
  double value(std::size_t i) const { return column ? (*matrix)(i, at) : (*matrix)(at, i); }
};

Slice slice_of(std::string text, const Slice* like, Session& s) {
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  Slice out = like ? *like : Slice{};
  std::string place = text;
  if (!like || text.find_first_not_of("0123456789") != std::string::npos) {
    const std::size_t open = text.find('[');
    const std::string name = text.substr(0, open);
    out.matrix = s.matrix(name);
    if (!out.matrix) throw Error(111, "matrix " + name + " not found");
    place = open == std::string::npos ? "1" : text.substr(open + 1, text.find(']') - open - 1);
    out.column = !place.empty() && place[0] == ',';
    if (out.column) place.erase(0, 1);
    place = place.substr(0, place.find(','));
  }
  const double number = s.number(place);
  const std::size_t most = out.column ? out.matrix->columns : out.matrix->rows;
  if (!(number >= 1 && number <= static_cast<double>(most)))
    throw Error(503, "coefplot: no such row or column: " + text);
  out.at = static_cast<std::size_t>(number) - 1;
  return out;
}

// matrix(C[,1]), ci((C[,2] C[,3])): places and limits from matrices, as event studies of other commands leave them.
std::vector<Point> points_of_matrix(const std::string& source, const Choice& c, Session& s) {
  const Slice b = slice_of(source, nullptr, s);
  std::vector<Slice> limits;
  std::string text = c.limits;
  std::replace_if(text.begin(), text.end(), [](char x) { return x == '(' || x == ')'; }, ' ');
  for (const std::string& word : grammar::split_words(text)) limits.push_back(slice_of(word, &b, s));
  if (!limits.empty() && limits.size() != 2)
    throw Error(198, "ci() takes the lower and the upper limits", std::nullopt, {"ci((C[,2] C[,3])) or ci((2 3))"});
  const std::vector<std::string>& names = b.column ? b.matrix->row_names : b.matrix->column_names;
  std::vector<Point> out;
  for (std::size_t i = 0; i < b.size(); ++i) {
    if (!c.keep.empty() && !kit::matches_terms(c.keep, names[i])) continue;
    if (kit::matches_terms(c.drop, names[i])) continue;
    const double low = limits.empty() ? b.value(i) : limits[0].value(i);
    out.push_back({names[i], b.value(i), low, limits.empty() ? b.value(i) : limits[1].value(i)});
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
void join_points(const std::string& added, kit::Layer& points, Session& s) {
  const std::size_t comma = kit::find_outside(added, ',');
  const std::vector<std::string> words = grammar::split_words(added.substr(0, comma));
  const kit::Mark mark = words.empty() ? kit::Mark::points : mark_named(words[0], kit::Mark::points);
  if (words.size() != 3 || words[1] != "@b" || words[2] != "@at" || mark == kit::Mark::points) {
    return s.say("note: addplot(" + added + ") is not drawn; addplot(line @b @at) joins the estimates",
                 report::Style::note);
  }
  points.mark = kit::Mark::connected;
  if (comma != std::string::npos)
    for (const ast::Option& o : grammar::parse_options(added.substr(comma + 1))) kit::read_mark_option(o, points);
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
    std::vector<std::vector<Point>> more;  // the same estimates at the other levels
  };
  std::vector<Series> series;
  for (const Plot& p : read_plots(line.body)) {
    Choice own = shared;
    std::string label;
    for (const ast::Option& o : p.options) {
      if (kit::abbreviates(kit::lower(o.name), "LABel")) label = kit::unquoted(o.argument);
      else if (!read_choice(o, own, s)) own.mark_look.push_back(o);
    }
    if (kit::starts_with(p.models, "matrix(")) {
      const std::string source = p.models.substr(7, p.models.rfind(')') - 7);
      series.push_back({label.empty() ? source : label, own, points_of_matrix(source, own, s), {}});
      continue;
    }
    for (const kit::TableModel& m : kit::table_models(p.models, s)) {
      series.push_back({label.empty() ? m.name : label, own, points_of(*m.e, own, s), {}});
      for (const double level : own.more_levels) {
        Choice other = own;
        other.level = level;
        series.back().more.push_back(points_of(*m.e, other, s));
      }
    }
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
        if (series[k].choice.labelled)
          points.point_labels.push_back(text::trimmed(text::format_number(p.b, series[k].choice.format)));
        ranges.x.push_back(at);
        ranges.y.push_back(p.low);
        ranges.high.push_back(p.high);
        table.push_back({static_cast<double>(i + 1), p.b, p.low, p.high});
        numbers.row_names.push_back(p.term);
      }
    if (!series[k].choice.added_plot.empty()) join_points(series[k].choice.added_plot, points, s);
    kit::Layer inner = ranges;
    if (!series[k].choice.no_ci) chart.layers.push_back(std::move(ranges));
    // Narrower intervals are thicker.
    for (const std::vector<Point>& other : series[k].more) {
      inner.y.clear();
      inner.high.clear();
      for (const std::string& term : terms)
        for (const Point& p : other)
          if (p.term == term) inner.y.push_back(p.low), inner.high.push_back(p.high);
      inner.pen.width += 1.5;
      if (!series[k].choice.no_ci) chart.layers.push_back(inner);
    }
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
        .example("Two levels and a matrix",
                 "sysuse auto\nquietly regress price mpg weight\n"
                 "coefplot, drop(_cons) levels(95 90) mlabel format(%4.1f)\n"
                 "matrix C = (-.1, -.2, 0 \\ .05, .01, .1)\nmatrix rownames C = pre1 post0\n"
                 "coefplot matrix(C[,1]), ci((C[,2] C[,3])) vertical yline(0)",
                 "rowsof(r(plot)) == 2 & el(r(plot), 2, 4) == .1")
        .acts(act);

}  // namespace nqp::commands::coefplot_
