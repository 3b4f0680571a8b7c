// coefplot: coefficients and their confidence intervals as a figure.
#include <algorithm>
#include <array>
#include <utility>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/plotted_coefficients.hpp"
#include "stdlib/kit/table_output.hpp"
#include "stdlib/kit/twoway.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::coefplot_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string text;
};

// One series of points, or more points of the one before (behind "\\"): estimates of a model and what its options say.
struct Plot {
  std::string models;
  std::vector<ast::Option> options;
  bool joined = false;
};

// Plots that share a pair of axes: what stands between "||".
struct Subgraph {
  std::vector<Plot> plots;
  std::string label;
};

std::vector<Plot> read_plots(std::string_view body) {
  std::vector<Plot> out;
  bool joined = false;
  for (const kit::Piece& piece : kit::split_pieces(body)) {
    if (piece.grouped && !out.empty() && out.back().models == "matrix") {
      out.back().models += "(" + piece.text + ")";
      continue;
    }
    for (std::string_view rest = piece.text;;) {
      const std::size_t end = kit::find_outside(rest, '\\');
      const std::string_view one = kit::trim(rest.substr(0, end));
      const std::size_t comma = piece.grouped ? kit::find_outside(one, ',') : std::string::npos;
      if (!one.empty()) out.push_back({std::string(one.substr(0, comma)), {}, std::exchange(joined, false)});
      if (comma != std::string::npos) out.back().options = grammar::parse_options(one.substr(comma + 1));
      if (end == std::string::npos) break;
      joined = !out.empty();
      rest = rest.substr(end + 1);
    }
  }
  if (out.empty()) out.push_back({".", {}});
  return out;
}

// A heading has a place of its own between the terms.
constexpr char heading_sign = '\1';

std::string label_of(const std::string& term, const kit::PlotChoice& c, Session& s) {
  if (!term.empty() && term[0] == heading_sign) return term.substr(1);
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

struct Series {
  std::string label;
  kit::PlotChoice choice;
  std::vector<kit::PlottedCoefficient> points;
  std::vector<std::vector<kit::PlottedCoefficient>> more;  // the same estimates at the other levels
};

struct Request {
  std::vector<Subgraph> graphs;
  std::vector<ast::Option> options;      // of the whole figure
};

// "m1 m2, options", or "m1, bylabel(A) || m2, bylabel(B) ||, options"; the last subgraph's options are the figure's.
Request read_request(const std::string& text) {
  std::vector<std::string> parts(1);
  std::string_view rest = text;
  for (std::size_t bar; (bar = kit::find_outside(rest, '|')) != std::string_view::npos;) {
    parts.back() += rest.substr(0, bar);
    if (bar + 1 < rest.size() && rest[bar + 1] == '|') parts.emplace_back(), ++bar;
    else parts.back() += '|';
    rest = rest.substr(bar + 1);
  }
  parts.back() += rest;
  Request out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool whole = i + 1 == parts.size();
    if (whole && i > 0 && kit::trim(parts[i]).empty()) break;
    kit::BodyAndOptions line = kit::split_options(parts[i]);
    if (whole) out.options = line.options;
    if (whole && i > 0 && kit::trim(line.body).empty()) break;
    Subgraph g{read_plots(line.body), ""};
    for (const ast::Option& o : line.options) {
      if (kit::abbreviates(kit::lower(o.name), "BYLabel")) g.label = kit::unquoted(o.argument);
      else if (!whole)
        for (Plot& plot : g.plots) plot.options.push_back(o);
    }
    out.graphs.push_back(std::move(g));
  }
  std::erase_if(out.options, [](const ast::Option& o) { return kit::abbreviates(kit::lower(o.name), "BYLabel"); });
  return out;
}

// Points and looks of a plot behind "\\" go to the series they continue.
void join_series(Series& to, Series from, const kit::PlotChoice& shared) {
  const auto append = [](auto& list, auto& more, std::size_t skip) {
    list.insert(list.end(), more.begin() + static_cast<std::ptrdiff_t>(skip), more.end());
  };
  append(to.points, from.points, 0);
  for (std::size_t i = 0; i < to.more.size() && i < from.more.size(); ++i) append(to.more[i], from.more[i], 0);
  append(to.choice.mark_look, from.choice.mark_look, shared.mark_look.size());
  append(to.choice.ci_look, from.choice.ci_look, shared.ci_look.size());
  if (to.choice.recast.empty()) to.choice.recast = from.choice.recast;
  if (to.choice.ci_recast.empty()) to.choice.ci_recast = from.choice.ci_recast;
}

std::vector<Series> series_of(const Subgraph& g, const kit::PlotChoice& shared, Session& s) {
  std::vector<Series> out;
  for (const Plot& p : g.plots) {
    kit::PlotChoice own = shared;
    std::string label;
    const auto add = [&](Series x) {
      if (p.joined && !out.empty()) join_series(out.back(), std::move(x), shared);
      else out.push_back(std::move(x));
    };
    for (const ast::Option& o : p.options) {
      if (kit::abbreviates(kit::lower(o.name), "LABel")) label = kit::unquoted(o.argument);
      else if (!kit::read_plot_choice(o, own, s)) own.mark_look.push_back(o);
    }
    if (kit::starts_with(p.models, "matrix(")) {
      const std::string source = p.models.substr(7, p.models.rfind(')') - 7);
      add({label.empty() ? source : label, own, kit::plotted_matrix(source, own, s), {}});
      continue;
    }
    for (const kit::TableModel& m : kit::table_models(p.models, s)) {
      kit::PlotChoice choice = own;
      if (choice.equation.empty()) choice.equation = m.name;
      Series x{label.empty() ? m.name : label, choice, kit::plotted_coefficients(*m.e, choice, s), {}};
      for (const double level : own.more_levels) {
        choice.level = level;
        x.more.push_back(kit::plotted_coefficients(*m.e, choice, s));
      }
      add(std::move(x));
    }
  }
  return out;
}

// Every term once, those of order() first, headings before the first term they are for.
std::vector<std::string> places_of(const std::vector<std::vector<Series>>& graphs, const kit::PlotChoice& shared) {
  std::vector<std::string> terms;
  const auto add = [&](const std::string& wanted) {
    for (const std::vector<Series>& graph : graphs)
      for (const Series& x : graph)
        for (const kit::PlottedCoefficient& p : x.points)
          if ((wanted.empty() || kit::matches_terms({wanted}, p.term)) &&
              std::find(terms.begin(), terms.end(), p.term) == terms.end())
            terms.push_back(p.term);
  };
  for (const std::string& wanted : shared.order) add(wanted);
  add("");
  if (shared.sorted != 0 && !graphs.empty() && !graphs[0].empty()) {
    const std::vector<kit::PlottedCoefficient>& first = graphs[0][0].points;
    const auto size = [&](const std::string& term) {  // terms of other plots alone stand last
      const auto at = std::find_if(first.begin(), first.end(), [&](const auto& p) { return p.term == term; });
      return at == first.end() ? data::missing : shared.sorted * at->b;
    };
    std::stable_sort(terms.begin(), terms.end(),
                     [&](const std::string& a, const std::string& b) { return size(a) < size(b); });
  }
  for (const auto& [term, text] : shared.headings) {
    const auto at = std::find_if(terms.begin(), terms.end(), [&, name = term](const std::string& t) {
      return t[0] != heading_sign && kit::matches_terms({name}, t);
    });
    if (at != terms.end()) terms.insert(at, heading_sign + text);
  }
  return terms;
}

// bycoefs: subgraphs by coefficient, whose places are the former subgraphs.
std::vector<std::vector<Series>> by_coefficients(std::vector<std::vector<Series>> graphs,
                                                 std::vector<std::string>& places, std::vector<std::string>& titles,
                                                 kit::PlotChoice& shared, Session& s) {
  std::vector<std::vector<Series>> out;
  std::vector<std::string> labels;
  std::size_t most = 0;
  for (const std::vector<Series>& graph : graphs) most = std::max(most, graph.size());
  for (const std::string& term : places) {
    if (term[0] == heading_sign) continue;
    labels.push_back(label_of(term, shared, s));
    std::vector<Series>& series = out.emplace_back();
    for (std::size_t k = 0; k < most; ++k) {
      Series x;
      for (std::size_t g = 0; g < graphs.size(); ++g) {
        if (k >= graphs[g].size()) continue;
        Series& from = graphs[g][k];
        if (x.label.empty()) x.label = from.label, x.choice = from.choice, x.more.resize(from.more.size());
        const auto take = [&](const auto& points, auto& to) {
          for (kit::PlottedCoefficient p : points)
            if (p.term == term) p.term = titles[g], to.push_back(std::move(p));
        };
        take(from.points, x.points);
        for (std::size_t i = 0; i < x.more.size(); ++i) take(from.more[i], x.more[i]);
      }
      series.push_back(std::move(x));
    }
  }
  places = std::move(titles);
  titles = std::move(labels);
  shared.no_labels = true;
  return out;
}

using PlottedRows = std::vector<std::pair<std::string, std::array<double, 4>>>;

// Points and intervals of series number k of `count`.
void add_series(const Series& x, std::size_t k, std::size_t count, const std::vector<std::string>& terms,
                const kit::PlotChoice& shared, kit::Chart& chart, PlottedRows& numbers, Session& s) {
  kit::Layer points, ranges;
  points.horizontal = ranges.horizontal = !shared.vertical;
  points.pen.colour = ranges.pen.colour = points.fill = ranges.fill = kit::series_colour(k);
  points.pen.width = ranges.pen.width = 1;
  ranges.fill.opacity = 0.3;
  points.symbol =
      std::array{kit::Symbol::circle, kit::Symbol::diamond, kit::Symbol::triangle, kit::Symbol::square}[k % 4];
  points.mark = mark_named(x.choice.recast, kit::Mark::points);
  ranges.mark = mark_named(x.choice.ci_recast, kit::Mark::range_spikes);
  points.label_clock = shared.vertical ? 3 : 12;
  for (const ast::Option& o : x.choice.mark_look) kit::read_mark_option(o, points);
  ranges.pen.colour = points.pen.colour, ranges.own_colour = points.own_colour;
  for (const ast::Option& o : x.choice.ci_look) kit::read_mark_option(o, ranges);
  points.label = count > 1 ? x.label : "";
  const double n = static_cast<double>(count), all = static_cast<double>(terms.size());
  const double spread = shared.offset && count > 1 ? (static_cast<double>(k) - (n - 1) / 2) * 0.6 / n : 0;
  const double shift = x.choice.shift.value_or(spread);
  for (std::size_t i = 0; i < terms.size(); ++i)
    for (const kit::PlottedCoefficient& p : x.points) {
      if (p.term != terms[i]) continue;
      const double place = static_cast<double>(i + 1) + shift;
      const double at = shared.vertical ? place : all + 1 - place;
      points.x.push_back(at), points.y.push_back(p.b);
      if (x.choice.labelled) points.point_labels.push_back(kit::mark_label(p, x.choice, s));
      ranges.x.push_back(at), ranges.y.push_back(p.low), ranges.high.push_back(p.high);
      numbers.push_back({p.term, {static_cast<double>(i + 1), p.b, p.low, p.high}});
    }
  if (!x.choice.added_plot.empty()) join_points(x.choice.added_plot, points, s);
  kit::Layer inner = ranges;
  if (!x.choice.no_ci) chart.layers.push_back(std::move(ranges));
  // Narrower intervals are thicker.
  for (const std::vector<kit::PlottedCoefficient>& other : x.more) {
    inner.y.clear();
    inner.high.clear();
    for (const std::string& term : terms)
      for (const kit::PlottedCoefficient& p : other)
        if (p.term == term) inner.y.push_back(p.low), inner.high.push_back(p.high);
    inner.pen.width += 1.5;
    if (!x.choice.no_ci) chart.layers.push_back(inner);
  }
  chart.layers.push_back(std::move(points));
}

void label_places(const std::vector<std::string>& terms, const kit::PlotChoice& shared, kit::Chart& chart, Session& s) {
  kit::Axis& along = shared.vertical ? chart.x : chart.y;
  if (along.ticks.empty())
    for (std::size_t i = 0; i < terms.size(); ++i)
      along.ticks.emplace_back(shared.vertical ? static_cast<double>(i + 1) : static_cast<double>(terms.size() - i),
                               label_of(terms[i], shared, s));
  along.low = 0.5;
  along.high = static_cast<double>(terms.size()) + 0.5;
}

// Subgraphs side by side, or in the columns of byopts(cols(#)).
void show_subgraphs(std::vector<kit::Chart> charts, const kit::Chart& frame, int columns, kit::Page page, Session& s) {
  page.scheme = kit::drawn_scheme(page, s);
  const int n = static_cast<int>(charts.size()), wide = columns > 0 ? std::min(columns, n) : n <= 3 ? n : (n + 1) / 2;
  const int tall = (n + wide - 1) / wide;
  std::vector<report::Scene> scenes;
  const kit::PageRoom room = kit::page_room(frame, page.width, page.height);
  for (kit::Chart& c : charts) {
    kit::finish_chart(c, page);
    scenes.push_back(kit::draw(c, page.width / wide, (room.bottom - room.top) / tall));
  }
  kit::keep_page(kit::combine(scenes, wide, frame, page.width, page.height), page, s);
}

void act(const Args& a, Session& s) {
  const Request request = read_request(a.text);
  kit::PlotChoice shared;
  kit::Page page;
  kit::Chart base;
  kit::Layer look;
  int columns = 0, rows_of_page = 0;
  bool by_terms = false;
  for (const ast::Option& o : request.options) {
    const std::string name = kit::lower(o.name);
    if (kit::abbreviates(name, "BYCoefs")) {
      by_terms = true;
      continue;
    }
    if (kit::abbreviates(name, "BYOPts"))
      for (const ast::Option& inner : grammar::parse_options(o.argument)) {
        const int number = std::atoi(inner.argument.c_str());
        if (kit::abbreviates(kit::lower(inner.name), "Cols")) columns = number;
        if (kit::abbreviates(kit::lower(inner.name), "Rows")) rows_of_page = number;
      }
    if (kit::read_plot_choice(o, shared, s)) continue;
    if (kit::read_mark_option(o, look)) shared.mark_look.push_back(o);
    else if (!kit::read_figure_option(o, s, base, page)) throw Error(198, "option " + o.name + " not allowed");
  }
  std::vector<std::vector<Series>> graphs;
  for (const Subgraph& g : request.graphs) graphs.push_back(series_of(g, shared, s));
  std::vector<std::string> terms = places_of(graphs, shared), titles;
  if (terms.empty()) throw Error(111, "no coefficients to plot", std::nullopt, {"keep() and drop() leave nothing"});
  for (std::size_t g = 0; g < graphs.size(); ++g) {
    const std::string& label = request.graphs[g].label;
    titles.push_back(!label.empty() || graphs[g].empty() ? label
                     : graphs[g].size() == 1 || by_terms ? graphs[g][0].label
                                                         : "");
  }
  if (by_terms) graphs = by_coefficients(std::move(graphs), terms, titles, shared, s);
  PlottedRows rows;
  std::vector<kit::Chart> charts;
  bool several = false;
  for (std::size_t g = 0; g < graphs.size(); ++g) {
    kit::Chart chart = base;
    const std::size_t count = graphs[g].size();
    several = several || count > 1;
    for (std::size_t k = 0; k < count; ++k) add_series(graphs[g][k], k, count, terms, shared, chart, rows, s);
    label_places(terms, shared, chart, s);
    if (graphs.size() > 1) chart.title = titles[g];
    charts.push_back(std::move(chart));
  }
  page.legend_asked = page.legend_asked || several;
  if (charts.size() == 1) kit::show_chart(std::move(charts[0]), page, s);
  else {
    const int n = static_cast<int>(charts.size());
    if (columns == 0 && rows_of_page > 0) columns = (n + rows_of_page - 1) / rows_of_page;
    kit::Chart frame;
    frame.title = base.title, frame.title_look = base.title_look;
    show_subgraphs(std::move(charts), frame, columns, page, s);
  }
  eval::Matrix numbers(rows.size(), 4);
  numbers.column_names = {"at", "b", "ll", "ul"};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    numbers.row_names[i] = rows[i].first;
    for (std::size_t j = 0; j < 4; ++j) numbers(i, j) = rows[i].second[j];
  }
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
        .remark("Subgraphs stand apart by ||: coefplot m1, bylabel(A) || m2, bylabel(B) ||, drop(_cons). mlabel() takes "
                "an expression of @b, @se, @pval, @ll and @ul; rename(*.x = \"\") and rename(pre* = lag*) replace the "
                "part beside the *; headings(x = \"text\") puts a line before x.")
        .remark("bycoefs makes a subgraph of each coefficient. Models behind \\ continue a series: "
                "coefplot (m1, aseq(A) \\ m2, aseq(B)), keep(x) swapnames has a place for each model.")
        .example("Side by side",
                 "sysuse auto\nquietly regress price mpg weight\neststo a\nquietly regress price mpg weight turn\n"
                 "eststo b\ncoefplot a, bylabel(Short) || b, bylabel(Long) ||, drop(_cons) xline(0)",
                 "rowsof(r(plot)) == 5")
        .example("Two levels and a matrix",
                 "sysuse auto\nquietly regress price mpg weight\n"
                 "coefplot, drop(_cons) levels(95 90) mlabel format(%4.1f)\n"
                 "matrix C = (-.1, -.2, 0 \\ .05, .01, .1)\nmatrix rownames C = pre1 post0\n"
                 "coefplot matrix(C[,1]), ci((C[,2] C[,3])) vertical yline(0)",
                 "rowsof(r(plot)) == 2 & el(r(plot), 2, 4) == .1")
        .acts(act);

}  // namespace nqp::commands::coefplot_
