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

double bar_statistic(const std::string& name, std::vector<double> x) {
  const auto n = static_cast<double>(x.size());
  if (name == "count") return n;
  if (x.empty()) return data::missing;
  const double total = std::accumulate(x.begin(), x.end(), 0.0);
  if (name == "sum") return total;
  if (name == "mean") return total / n;
  std::sort(x.begin(), x.end());
  if (name == "median" || name == "p50") return bar_quantile(x, 0.5);
  if (name == "min") return x.front();
  if (name == "max") return x.back();
  if (name.size() > 1 && name[0] == 'p') return bar_quantile(x, std::atof(name.c_str() + 1) / 100);
  if (name == "sd") {
    double squares = 0;
    for (const double v : x) squares += (v - total / n) * (v - total / n);
    return x.size() > 1 ? std::sqrt(squares / (n - 1)) : data::missing;
  }
  throw Error(198, "unknown statistic (" + name + ")", std::nullopt, {"mean median sum count min max sd p1 … p99"});
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
  ast::Arguments arguments;
};

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
  for (const ast::Option& o : out.arguments.options) {
    if (o.name == "over" || o.name == "by")
      over.push_back(std::string(trim(std::string_view(o.argument).substr(0, find_outside(o.argument, ',')))));
    else if (o.name != "stack" && o.name != "asyvars" && o.name != "percentages" && o.name != "blabel" &&
             o.name != "nooutsides" && o.name != "bar" && o.name != "missing" && o.name != "noout" &&
             !read_figure_option(o, s, chart, page))
      throw Error(198, "option " + o.name + " not allowed");
  }
  for (const auto& [name, pattern] : parts)
    for (std::string& v : command::resolve_variables(pattern, c)) out.asked.push_back({name, std::move(v)});
  if (out.asked.empty()) throw Error(100, "varlist required");
  out.groups = bar_groups(over, c.rows({out.arguments.condition, out.arguments.range}), c);
  if (out.groups.empty()) throw Error(2000, "no observations");
  return out;
}

std::vector<double> present_values(const std::string& name, const std::vector<data::Row>& rows, const Context& c) {
  const data::Column& column = c.numeric(name);
  std::vector<double> out;
  for (const data::Row r : rows)
    if (!column.missing_at(r)) out.push_back(column.number(r));
  return out;
}

}  // namespace

Chart read_bar_chart(const std::string& text, bool horizontal, Session& s, Page& page) {
  const Context c = s.context();
  Chart chart;
  const BarRequest q = read_request(text, c, s, chart, page);
  const auto many = static_cast<double>(q.asked.size());
  for (std::size_t k = 0; k < q.asked.size(); ++k) {
    Layer l;
    l.mark = Mark::bars;
    l.horizontal = horizontal;
    l.width = 0.8 / many;
    l.fill = l.pen.colour = series_colour(k);
    l.label = q.asked[k].statistic + " of " + q.asked[k].variable;
    for (std::size_t g = 0; g < q.groups.size(); ++g) {
      const double centre = horizontal ? static_cast<double>(q.groups.size() - g) : static_cast<double>(g + 1);
      l.x.push_back(centre + (static_cast<double>(k) - (many - 1) / 2) * l.width);
      l.y.push_back(bar_statistic(q.asked[k].statistic, present_values(q.asked[k].variable, q.groups[g].rows, c)));
    }
    chart.layers.push_back(std::move(l));
  }
  Axis& along = horizontal ? chart.y : chart.x;
  if (along.ticks.empty())
    for (std::size_t g = 0; g < q.groups.size(); ++g)
      along.ticks.emplace_back(horizontal ? static_cast<double>(q.groups.size() - g) : static_cast<double>(g + 1),
                               q.groups[g].label);
  Axis& across = horizontal ? chart.x : chart.y;
  if (across.title.empty() && q.asked.size() == 1) across.title = chart.layers[0].label;
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
      std::vector<double> x = present_values(a.variable, g.rows, c);
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
