#include "stdlib/kit/bar_chart.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/axis_options.hpp"
#include "stdlib/kit/bar_groups.hpp"
#include "stdlib/kit/chart_marks.hpp"
#include "stdlib/kit/table_text.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using command::Context;
using runtime::Session;

namespace {

struct Asked {
  std::string statistic, variable;
};

double bar_quantile(const std::vector<double>& sorted, double p) {
  const double at = p * static_cast<double>(sorted.size());
  const auto below = static_cast<std::size_t>(at);
  if (at == std::floor(at) && below > 0 && below < sorted.size()) return (sorted[below - 1] + sorted[below]) / 2;
  return sorted[std::min(below, sorted.size() - 1)];
}

// Values and their weights, which count in means, sums and counts.
using WeightedValues = std::vector<std::pair<double, double>>;

double bar_statistic(const std::string& name, const WeightedValues& values) {
  double n = 0, total = 0;
  std::vector<double> x;
  for (const auto& [v, w] : values) {
    n += w;
    total += w * v;
    x.push_back(v);
  }
  if (name == "count" || name == "percent") return n;
  if (x.empty()) return data::missing;
  if (name == "sum") return total;
  if (name == "mean") return total / n;
  std::sort(x.begin(), x.end());
  if (name == "median" || name == "p50") return bar_quantile(x, 0.5);
  if (name == "min") return x.front();
  if (name == "max") return x.back();
  if (name.size() > 1 && name[0] == 'p' && std::isdigit(static_cast<unsigned char>(name[1])))
    return bar_quantile(x, std::atof(name.c_str() + 1) / 100);
  if (name == "sd") {
    double squares = 0;
    for (const double v : x) squares += (v - total / n) * (v - total / n);
    return x.size() > 1 ? std::sqrt(squares / (n - 1)) : data::missing;
  }
  throw Error(198, "unknown statistic (" + name + ")", std::nullopt,
              {"mean median sum count percent min max sd p1 … p99"});
}

struct BarRequest {
  std::vector<Asked> asked;
  std::vector<BarGroup> groups;
  std::vector<BarGroup> series;  // of asyvars: the values of the first over(); else empty
  ast::Arguments arguments;
  std::vector<double> weights;   // one per row of the frame; empty: ones
  std::vector<std::pair<std::size_t, std::string>> looks;  // bar(#, …); 0: of all bars
  bool stack = false, percentages = false, descending = false;
  std::size_t sort = 0;          // by the #th bar
  std::string bar_labels, bar_format = "%9.0g";
  TextLook label_look;
  std::optional<bool> inside;    // where the labels stand
};

// 1 "low" 2 "high".
std::map<std::size_t, std::string> read_relabel(const std::string& text) {
  std::map<std::size_t, std::string> out;
  for (std::string_view rest = trim(text); !rest.empty();) {
    const int position = std::atoi(take_word(rest).c_str());
    if (position < 1 || rest.empty())
      throw Error(198, "relabel() takes positions and texts", std::nullopt, {"relabel(1 \"low\" 2 \"high\")"});
    out[static_cast<std::size_t>(position)] = unquoted(take_word(rest));
  }
  return out;
}

// over(g, sort(1) descending relabel(…) label(angle(45))).
void read_over(const std::string& argument, std::vector<Over>& over, BarRequest& q, Chart& chart, bool horizontal) {
  const std::size_t comma = find_outside(argument, ',');
  Over found{std::string(trim(std::string_view(argument).substr(0, comma))), {}};
  if (comma != std::string::npos)
    for (const ast::Option& o : grammar::parse_options(argument.substr(comma + 1))) {
      if (abbreviates(o.name, "DEscending")) q.descending = true;
      else if (o.name == "sort") q.sort = static_cast<std::size_t>(std::max(1, std::atoi(o.argument.c_str())));
      else if (o.name == "relabel") found.labels = read_relabel(o.argument);
      else if (o.name == "label") {
        for (const ast::Option& look : grammar::parse_options(o.argument))
          if (!horizontal || look.name != "angle") read_label_look(look, horizontal ? chart.y : chart.x);
      } else if (o.name != "gap" && o.name != "axis" && o.name != "total") {
        throw Error(198, "option " + o.name + " not allowed in over()", o.name_span);
      }
    }
  over.push_back(std::move(found));
}

// blabel(bar, format(%9.1f)): what stands at the ends of bars.
void read_bar_labels(const ast::Option& o, BarRequest& q) {
  const std::size_t comma = find_outside(o.argument, ',');
  q.bar_labels = std::string(trim(std::string_view(o.argument).substr(0, comma)));
  if (q.bar_labels == "none") q.bar_labels.clear();
  if (!q.bar_labels.empty() && q.bar_labels != "bar" && q.bar_labels != "total" && q.bar_labels != "name" &&
      q.bar_labels != "group")
    throw Error(198, "blabel() takes bar, total, name, group or none", o.argument_span);
  if (comma == std::string::npos) return;
  for (const ast::Option& look : grammar::parse_options(o.argument.substr(comma + 1)))
    if (look.name == "format") q.bar_format = look.argument;
    else if (abbreviates(look.name, "POSition")) q.inside = look.argument != "outside";
    else read_text_look(look, chart_size::note, q.label_look);
}

BarRequest read_request(std::string_view text, bool horizontal, const Context& c, Session& s, Chart& chart,
                        Page& page) {
  BarRequest out;
  std::string statistic = "mean", body;
  // Statistics in parentheses stand before their variables.
  const std::size_t comma = find_outside(text, ',');
  std::string_view rest = text.substr(0, comma);
  std::vector<std::pair<std::string, std::string>> parts;
  for (rest = trim(rest); !rest.empty();) {
    std::string word = take_word(rest);
    if (word.size() > 2 && word[0] == '(')
      statistic = std::string(trim(std::string_view(word).substr(1, word.size() - 2)));
    else if (word == "if" || word == "in" || word[0] == '[') {
      body += " " + word + " " + std::string(rest);
      break;
    } else {
      parts.emplace_back(statistic, word);
    }
  }
  out.arguments =
      grammar::parse_arguments(body + (comma == std::string_view::npos ? "" : std::string(text.substr(comma))));
  std::vector<Over> over;
  bool series = false;
  for (const ast::Option& o : out.arguments.options) {
    if (o.name == "over" || o.name == "by") read_over(o.argument, over, out, chart, horizontal);
    else if (o.name == "blabel") read_bar_labels(o, out);
    else if (o.name == "stack") out.stack = true;
    else if (abbreviates(o.name, "PERCENTages")) out.percentages = true;
    else if (abbreviates(o.name, "ASYvars")) series = true;
    else if (abbreviates(o.name, "INTENsity")) out.looks.emplace_back(0, "fintensity(" + o.argument + ")");
    else if (o.name == "bar" || o.name == "box") {
      const std::size_t at = find_outside(o.argument, ',');
      if (at != std::string::npos)
        out.looks.emplace_back(static_cast<std::size_t>(std::atoi(o.argument.c_str())), o.argument.substr(at + 1));
    } else if (o.name != "missing" && o.name != "noout" && o.name != "cw" &&
               !read_figure_option(o, s, chart, page)) {
      throw Error(198, "option " + o.name + " not allowed", o.name_span);
    }
  }
  for (const auto& [name, pattern] : parts)
    for (std::string& v : command::resolve_variables(pattern, c)) out.asked.push_back({name, std::move(v)});
  const bool counts = statistic == "count" || statistic == "percent";
  if (out.asked.empty() && (over.empty() || (statistic != "mean" && !counts))) throw Error(100, "varlist required");
  if (out.asked.empty()) out.asked.push_back({counts ? statistic : "percent", ""});
  const std::vector<data::Row> rows = c.rows({out.arguments.condition, out.arguments.range});
  if (out.arguments.weight) out.weights = eval::evaluate_numbers(*out.arguments.weight->value, c.scope);
  if (series && !over.empty()) {
    out.series = bar_groups({over.front()}, rows, c);
    over.erase(over.begin());
  }
  out.groups = bar_groups(over, rows, c);
  if (out.groups.empty()) throw Error(2000, "no observations");
  return out;
}

WeightedValues present_values(const std::string& name, const std::vector<data::Row>& rows, const BarRequest& q,
                              const Context& c) {
  const data::Column* column = name.empty() ? nullptr : &c.numeric(name);
  WeightedValues out;
  for (const data::Row r : rows) {
    const double w = q.weights.empty() ? 1.0 : q.weights[r];
    if (data::is_missing(w) || (column && column->missing_at(r))) continue;
    out.emplace_back(column ? column->number(r) : 1.0, w);
  }
  return out;
}

std::vector<data::Row> rows_in_both(const std::vector<data::Row>& a, const std::vector<data::Row>& b) {
  std::vector<data::Row> out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

// The heights of the bars: one vector for each bar of a group, one number for each group.
struct BarHeights {
  std::vector<std::string> labels;
  std::vector<std::vector<double>> values;
};

BarHeights bar_heights(const BarRequest& q, const Context& c) {
  BarHeights out;
    for (const Asked& a : q.asked) {
    double total = 0;
    const std::size_t first = out.values.size();
    for (std::size_t k = 0; k < std::max<std::size_t>(1, q.series.size()); ++k) {
      std::vector<double> heights;
      for (const BarGroup& g : q.groups) {
        const std::vector<data::Row> rows = q.series.empty() ? g.rows : rows_in_both(g.rows, q.series[k].rows);
        heights.push_back(bar_statistic(a.statistic, present_values(a.variable, rows, q, c)));
        if (a.statistic == "percent") total += heights.back();
      }
      const std::string name = a.variable.empty() ? a.statistic : a.statistic + " of " + a.variable;
      const std::string series = q.series.empty() ? std::string() : q.series[k].label;
      out.labels.push_back(series.empty() ? name : q.asked.size() == 1 ? series : series + ", " + name);
      out.values.push_back(std::move(heights));
    }
    if (a.statistic != "percent") continue;
    for (std::size_t k = first; k < out.values.size(); ++k)
      for (double& v : out.values[k]) v *= 100 / total;
  }
  for (std::size_t g = 0; q.percentages && g < q.groups.size(); ++g) {
    double total = 0;
    for (const auto& v : out.values) total += data::is_missing(v[g]) ? 0.0 : v[g];
    for (auto& v : out.values)
      if (!data::is_missing(v[g])) v[g] = total != 0 ? v[g] * 100 / total : data::missing;
  }
  return out;
}

// The order of groups along the axis, within those of the outer over().
std::vector<std::size_t> bar_order(const BarRequest& q, const BarHeights& h) {
  std::vector<std::size_t> out(q.groups.size()), block(q.groups.size(), 0);
  std::iota(out.begin(), out.end(), std::size_t{0});
  for (std::size_t g = 1; g < block.size(); ++g)
    block[g] = block[g - 1] + (q.groups[g].outer != q.groups[g - 1].outer ? 1 : 0);
  const bool sorted = q.sort > 0 && q.sort <= h.values.size();
  std::stable_sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) {
    if (block[a] != block[b]) return block[a] < block[b];
    if (q.descending) std::swap(a, b);
    return sorted ? h.values[q.sort - 1][a] < h.values[q.sort - 1][b] : a < b;
  });
  return out;
}

// Where groups stand along the axis, with a gap between those of the outer over(), and the labels of these.
struct BarPlaces {
  std::vector<double> centres;
  std::vector<std::pair<double, std::string>> outer;
};

BarPlaces bar_places(const BarRequest& q, const std::vector<std::size_t>& order, bool horizontal) {
  BarPlaces out;
  double gap = 0;
  std::size_t first = 0;
  for (std::size_t place = 0; place < order.size(); ++place) {
    const std::string& outer = q.groups[order[place]].outer;
    if (place > 0 && outer != q.groups[order[place - 1]].outer) gap += 0.5, first = place;
    out.centres.push_back(static_cast<double>(place + 1) + gap);
    const bool last = place + 1 == order.size() || outer != q.groups[order[place + 1]].outer;
    if (last && !outer.empty()) out.outer.emplace_back((out.centres[first] + out.centres[place]) / 2, outer);
  }
  if (!horizontal) return out;
  const double turned = static_cast<double>(order.size() + 1) + gap;  // the first group stands on top
  for (double& at : out.centres) at = turned - at;
  for (auto& label : out.outer) label.first = turned - label.first;
  return out;
}

std::string bar_label(const BarRequest& q, const BarHeights& h, std::size_t bar, std::size_t group, double total) {
  if (data::is_missing(h.values[bar][group])) return "";
  if (q.bar_labels == "name") return h.labels[bar];
  if (q.bar_labels == "group") return q.groups[group].label;
  return text::trimmed(text::format_number(q.bar_labels == "total" ? total : h.values[bar][group], q.bar_format));
}

// From the middle of its group to that of a bar; on a horizontal axis the first bar stands on top.
double bar_offset(std::size_t bar, std::size_t bars, double width, bool horizontal) {
  const double places = static_cast<double>(bar) - static_cast<double>(bars - 1) / 2;
  return (horizontal ? -places : places) * width;
}

}  // namespace

Chart read_bar_chart(const std::string& text, bool horizontal, Session& s, Page& page) {
  const Context c = s.context();
  Chart chart;
  const BarRequest q = read_request(text, horizontal, c, s, chart, page);
  const BarHeights heights = bar_heights(q, c);
  const std::vector<std::size_t> order = bar_order(q, heights);
  const auto many = static_cast<double>(q.stack ? 1 : heights.values.size());
  const BarPlaces places = bar_places(q, order, horizontal);
  std::vector<double> below(order.size(), 0.0);  // of stacked bars
  double highest = 0;                            // of bars with labels
  for (std::size_t k = 0; k < heights.values.size(); ++k) {
    Layer l;
    l.mark = q.stack ? Mark::range_bars : Mark::bars;
    l.horizontal = horizontal;
    l.width = 0.8 / many;
    l.fill = l.pen.colour = series_colour(k);
    l.label = heights.labels[k];
    for (std::size_t place = 0; place < order.size(); ++place) {
      const double height = heights.values[k][order[place]];
      l.x.push_back(places.centres[place] + (q.stack ? 0 : bar_offset(k, heights.values.size(), l.width, horizontal)));
      l.y.push_back(q.stack ? below[place] : height);
      if (!data::is_missing(height)) below[place] = q.stack ? below[place] + height : height;
      if (q.stack) l.high.push_back(below[place]);
      if (!q.bar_labels.empty()) l.point_labels.push_back(bar_label(q, heights, k, order[place], below[place]));
      if (!l.point_labels.empty() && !data::is_missing(height)) highest = std::max(highest, below[place]);
    }
    l.labels_inside = q.inside.value_or(q.stack && q.bar_labels != "total");
    l.label_size = q.label_look.size, l.label_colour = q.label_look.colour;
    for (const auto& [number, options] : q.looks)
      if (number == k + 1 || number == 0)
        for (const ast::Option& o : grammar::parse_options(options)) read_mark_option(o, l);
    chart.layers.push_back(std::move(l));
  }
  Axis& along = horizontal ? chart.y : chart.x;
  if (along.ticks.empty())
    for (std::size_t place = 0; place < order.size(); ++place)
      along.ticks.emplace_back(places.centres[place], q.groups[order[place]].label);
  along.groups = places.outer;
  Axis& across = horizontal ? chart.x : chart.y;
  if (highest > 0 && !across.high) across.high = highest * (horizontal ? 1.1 : 1.05);  // room for the labels
  if (across.title.empty() && q.percentages) across.title = "percent";
  if (across.title.empty() && q.asked.size() == 1)
    across.title = q.series.empty() ? heights.labels[0]
                   : q.asked[0].variable.empty() ? q.asked[0].statistic
                                                 : q.asked[0].statistic + " of " + q.asked[0].variable;
  return chart;
}

Chart read_dot_chart(const std::string& text, Session& s, Page& page) {
  Chart chart = read_bar_chart(text, true, s, page);
  static constexpr Symbol symbols[] = {Symbol::circle, Symbol::diamond, Symbol::triangle, Symbol::square};
  for (std::size_t k = 0; k < chart.layers.size(); ++k) {
    Layer& l = chart.layers[k];
    l.mark = Mark::points;
    l.symbol = symbols[k % 4];
    // Dots of a group lie on its line.
    for (double& at : l.x) at -= bar_offset(k, chart.layers.size(), l.width, true);
    l.width = 0;
  }
  chart.y.grid = true;
  chart.x.low = std::min(chart.x.low.value_or(0), 0.0);
  chart.y.low = 0.5;
  return chart;
}

Chart read_box_chart(const std::string& text, Session& s, Page& page) {
  const Context c = s.context();
  Chart chart;
  const BarRequest q = read_request(text, false, c, s, chart, page);
  chart.scale_bars_from_zero = false;
  Layer box, whiskers, outside;
  box.mark = Mark::range_bars;
  whiskers.mark = Mark::range_caps;
  outside.mark = Mark::points;
  box.width = 0.5;
  box.fill = series_colour(0);
  box.fill.opacity = 0.4;
  double at = 0;
  for (const BarGroup& g : q.groups) {
    const std::string box_label = g.outer.empty() ? g.label : g.label + " " + g.outer;
    for (const Asked& a : q.asked) {
      std::vector<double> x;
      for (const auto& [v, w] : present_values(a.variable, g.rows, q, c)) x.push_back(v);
      at += 1;
      chart.x.ticks.emplace_back(at, q.asked.size() == 1 ? box_label : box_label + " " + a.variable);
      if (x.empty()) continue;
      std::sort(x.begin(), x.end());
      const double low = bar_quantile(x, 0.25), high = bar_quantile(x, 0.75), reach = 1.5 * (high - low);
      double from = high, to = low;
      for (const double v : x) {
        if (v >= low - reach && v <= high + reach) {
          from = std::min(from, v);
          to = std::max(to, v);
        } else {
          outside.x.push_back(at);
          outside.y.push_back(v);
        }
      }
      const auto add = [at](Layer& l, double y, double top) {
        l.x.push_back(at);
        l.y.push_back(y);
        l.high.push_back(top);
      };
      add(whiskers, from, low);
      add(whiskers, high, to);
      add(box, low, high);
      const double m = bar_quantile(x, 0.5);
      Layer line;
      line.mark = Mark::line;
      line.pen.width = 1.5;
      line.x = {at - 0.25, at + 0.25};
      line.y = {m, m};
      chart.layers.push_back(std::move(line));
    }
  }
  chart.layers.insert(chart.layers.begin(), {whiskers, box});
  chart.layers.push_back(outside);
  if (chart.y.title.empty() && q.asked.size() == 1) chart.y.title = variable_label(q.asked[0].variable, c.frame);
  return chart;
}

}  // namespace nqp::kit
