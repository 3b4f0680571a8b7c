#include "stdlib/kit/bar_chart.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/model_table.hpp"
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

std::string level_text(const data::Variable& v, data::Row r, const Context& c) {
  if (v.is_string()) return std::string(v.column->text(r));
  const data::ValueLabel* labels = c.frame.labels_of(v);
  const auto it = labels ? labels->find(v.column->number(r)) : data::ValueLabel::const_iterator{};
  return labels && it != labels->end() ? it->second : text::trimmed(text::format_number(v.column->number(r), v.format));
}

// Rows by the values of the over() variables, in their order.
struct BarGroup {
  std::string label;
  std::vector<data::Row> rows;
};

std::vector<BarGroup> bar_groups(const std::vector<std::string>& over, const std::vector<data::Row>& rows,
                             const Context& c) {
  if (over.empty()) return {{"", rows}};
  std::map<std::vector<std::pair<double, std::string>>, BarGroup> found;
  for (const data::Row r : rows) {
    std::vector<std::pair<double, std::string>> key;
    std::string label;
    bool missing = false;
    for (auto name = over.rbegin(); name != over.rend(); ++name) {
      const data::Variable& v = c.variable(*name);
      missing = missing || v.column->missing_at(r);
      key.emplace_back(v.is_string() ? 0 : v.column->number(r), v.is_string() ? std::string(v.column->text(r)) : "");
      label = level_text(v, r, c) + (label.empty() ? "" : " " + label);
    }
    if (missing) continue;
    BarGroup& g = found[key];
    g.label = label;
    g.rows.push_back(r);
  }
  std::vector<BarGroup> out;
  for (auto& g : found) out.push_back(std::move(g.second));
  return out;
}

struct BarRequest {
  std::vector<Asked> asked;
  std::vector<BarGroup> groups;
  std::vector<BarGroup> series;  // of asyvars: the values of the first over(); else empty
  ast::Arguments arguments;
  std::vector<double> weights;   // one per row of the frame; empty: ones
  std::vector<std::pair<std::size_t, std::string>> looks;  // bar(#, …)
  bool stack = false, percentages = false, descending = false;
  std::size_t sort = 0;          // by the #th bar
};

// over(g, sort(1) descending label(…)).
void read_over(const std::string& argument, std::vector<std::string>& over, BarRequest& q) {
  const std::size_t comma = find_outside(argument, ',');
  over.push_back(std::string(trim(std::string_view(argument).substr(0, comma))));
  if (comma == std::string::npos) return;
  for (const ast::Option& o : grammar::parse_options(argument.substr(comma + 1))) {
    if (abbreviates(o.name, "DEscending")) q.descending = true;
    else if (o.name == "sort") q.sort = static_cast<std::size_t>(std::max(1, std::atoi(o.argument.c_str())));
  }
}

BarRequest read_request(std::string_view text, const Context& c, Session& s, Chart& chart, Page& page) {
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
  std::vector<std::string> over;
  bool series = false;
  for (const ast::Option& o : out.arguments.options) {
    if (o.name == "over" || o.name == "by") read_over(o.argument, over, out);
    else if (o.name == "stack") out.stack = true;
    else if (abbreviates(o.name, "PERCENTages")) out.percentages = true;
    else if (abbreviates(o.name, "ASYvars")) series = true;
    else if (o.name == "bar" || o.name == "box") {
      const std::size_t at = find_outside(o.argument, ',');
      if (at != std::string::npos)
        out.looks.emplace_back(static_cast<std::size_t>(std::atoi(o.argument.c_str())), o.argument.substr(at + 1));
    } else if (o.name != "blabel" && o.name != "missing" && o.name != "noout" && o.name != "cw" &&
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
  const BarGroup all{"", {}};
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

// The order of groups along the axis.
std::vector<std::size_t> bar_order(const BarRequest& q, const BarHeights& h) {
  std::vector<std::size_t> out(q.groups.size());
  std::iota(out.begin(), out.end(), std::size_t{0});
  if (q.sort > 0 && q.sort <= h.values.size())
    std::stable_sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) {
      return h.values[q.sort - 1][a] < h.values[q.sort - 1][b];
    });
  if (q.descending) std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace

Chart read_bar_chart(const std::string& text, bool horizontal, Session& s, Page& page) {
  const Context c = s.context();
  Chart chart;
  const BarRequest q = read_request(text, c, s, chart, page);
  const BarHeights heights = bar_heights(q, c);
  const std::vector<std::size_t> order = bar_order(q, heights);
  const auto many = static_cast<double>(q.stack ? 1 : heights.values.size());
  const auto centre_of = [&](std::size_t place) {
    return horizontal ? static_cast<double>(order.size() - place) : static_cast<double>(place + 1);
  };
  std::vector<double> below(order.size(), 0.0);
  for (std::size_t k = 0; k < heights.values.size(); ++k) {
    Layer l;
    l.mark = q.stack ? Mark::range_bars : Mark::bars;
    l.horizontal = horizontal;
    l.width = 0.8 / many;
    l.fill = l.pen.colour = series_colour(k);
    l.label = heights.labels[k];
    for (std::size_t place = 0; place < order.size(); ++place) {
      const double height = heights.values[k][order[place]];
      l.x.push_back(centre_of(place) + (q.stack ? 0 : (static_cast<double>(k) - (many - 1) / 2) * l.width));
      if (!q.stack) {
        l.y.push_back(height);
        continue;
      }
      l.y.push_back(below[place]);
      if (!data::is_missing(height)) below[place] += height;
      l.high.push_back(below[place]);
    }
    for (const auto& [number, options] : q.looks)
      if (number == k + 1)
        for (const ast::Option& o : grammar::parse_options(options)) read_mark_option(o, l);
    chart.layers.push_back(std::move(l));
  }
  Axis& along = horizontal ? chart.y : chart.x;
  if (along.ticks.empty())
    for (std::size_t place = 0; place < order.size(); ++place)
      along.ticks.emplace_back(centre_of(place), q.groups[order[place]].label);
  Axis& across = horizontal ? chart.x : chart.y;
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
    l.width = 0;
    // Dots of a group lie on its line.
    for (double& at : l.x) at = std::round(at);
  }
  chart.y.grid = true;
  chart.x.low = std::min(chart.x.low.value_or(0), 0.0);
  chart.y.low = 0.5;
  return chart;
}

Chart read_box_chart(const std::string& text, Session& s, Page& page) {
  const Context c = s.context();
  Chart chart;
  const BarRequest q = read_request(text, c, s, chart, page);
  chart.scale_bars_from_zero = false;
  Layer box, whiskers, outside;
  box.mark = Mark::range_bars;
  whiskers.mark = Mark::range_caps;
  outside.mark = Mark::points;
  box.width = 0.5;
  box.fill = series_colour(0);
  box.fill.opacity = 0.4;
  double at = 0;
  for (const BarGroup& g : q.groups)
    for (const Asked& a : q.asked) {
      std::vector<double> x;
      for (const auto& [v, w] : present_values(a.variable, g.rows, q, c)) x.push_back(v);
      at += 1;
      chart.x.ticks.emplace_back(at, q.asked.size() == 1 ? g.label : g.label + " " + a.variable);
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
  chart.layers.insert(chart.layers.begin(), {whiskers, box});
  chart.layers.push_back(outside);
  if (chart.y.title.empty() && q.asked.size() == 1) chart.y.title = variable_label(q.asked[0].variable, c.frame);
  return chart;
}

}  // namespace nqp::kit
