#include "stdlib/kit/bar_request.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/axis_options.hpp"
#include "stdlib/kit/chart_marks.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using command::Context;
using runtime::Session;

namespace {

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
void read_over(const std::string& argument, std::vector<Over>& over, BarRequest& q, Chart& chart) {
  const std::size_t comma = find_outside(argument, ',');
  Over found{std::string(trim(std::string_view(argument).substr(0, comma))), {}};
  if (comma != std::string::npos)
    for (const ast::Option& o : grammar::parse_options(argument.substr(comma + 1))) {
      if (abbreviates(o.name, "DEscending")) q.descending = true;
      else if (o.name == "sort") q.sort = static_cast<std::size_t>(std::max(1, std::atoi(o.argument.c_str())));
      else if (o.name == "relabel") found.labels = read_relabel(o.argument);
      else if (o.name == "label") {
        for (const ast::Option& look : grammar::parse_options(o.argument)) read_label_look(look, chart.x);
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

std::string options_behind(const std::string& argument) {
  const std::size_t comma = find_outside(argument, ',');
  return comma == std::string::npos ? "" : argument.substr(comma + 1);
}

}  // namespace

BarRequest read_bar_request(std::string_view text, const Context& c, Session& s, Chart& chart, Page& page) {
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
    if (o.name == "over" || o.name == "by") read_over(o.argument, over, out, chart);
    else if (o.name == "blabel") read_bar_labels(o, out);
    else if (o.name == "stack") out.stack = true;
    else if (abbreviates(o.name, "PERCENTages")) out.percentages = true;
    else if (abbreviates(o.name, "ASYvars")) series = true;
    else if (abbreviates(o.name, "NOOUTsides")) out.outside = false;
    else if (o.name == "marker") out.marker_look = options_behind(o.argument);
    else if (abbreviates(o.name, "INTENsity")) out.looks.emplace_back(0, "fintensity(" + o.argument + ")");
    else if (o.name == "bar" || o.name == "box") {
      out.looks.emplace_back(static_cast<std::size_t>(std::atoi(o.argument.c_str())), options_behind(o.argument));
    } else if (o.name != "missing" && o.name != "noout" && o.name != "cw" && !read_figure_option(o, s, chart, page)) {
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

BarValues present_values(const std::string& name, const std::vector<data::Row>& rows, const BarRequest& q,
                         const Context& c) {
  const data::Column* column = name.empty() ? nullptr : &c.numeric(name);
  BarValues out;
  for (const data::Row r : rows) {
    const double w = q.weights.empty() ? 1.0 : q.weights[r];
    if (data::is_missing(w) || (column && column->missing_at(r))) continue;
    out.emplace_back(column ? column->number(r) : 1.0, w);
  }
  return out;
}

double bar_quantile(const std::vector<double>& sorted, double p) {
  const double at = p * static_cast<double>(sorted.size());
  const auto below = static_cast<std::size_t>(at);
  if (at == std::floor(at) && below > 0 && below < sorted.size()) return (sorted[below - 1] + sorted[below]) / 2;
  return sorted[std::min(below, sorted.size() - 1)];
}

std::vector<data::Row> rows_in_both(const std::vector<data::Row>& a, const std::vector<data::Row>& b) {
  std::vector<data::Row> out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

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

// From the middle of its group to that of a bar; on a horizontal axis the first bar stands on top.
double bar_offset(std::size_t bar, std::size_t bars, double width, bool horizontal) {
  const double places = static_cast<double>(bar) - static_cast<double>(bars - 1) / 2;
  return (horizontal ? -places : places) * width;
}

void turn_axes(Chart& chart) { std::swap(chart.x, chart.y); }

}  // namespace nqp::kit
