#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/panel_rows.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::xtdescribe_ {
using namespace nqp::command;
namespace {

struct Args {
  Sample sample;
  int patterns = 9, width = 100;
};

std::string few(const data::Frame& f, const std::string& name, const std::vector<double>& values) {
  const auto shown = [&](double x) { return text::trimmed(text::format_number(x, f.at(name).format)); };
  std::string out;
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (values.size() > 3 && k == 2) out += ", ...";
    if (values.size() <= 3 || k < 2 || k + 1 == values.size()) out += (out.empty() ? "" : ", ") + shown(values[k]);
  }
  return out;
}

// Participation pattern of a panel over the periods: 1 observed, . not.
std::string pattern(const kit::Panel& p, const std::vector<data::Row>& rows, double first, std::size_t span) {
  std::string out(span, '.');
  for (const data::Row i : rows)
    out[static_cast<std::size_t>(std::lround((p.time[i] - first) / p.declared.delta))] = '1';
  return out;
}

void show_patterns(const std::map<std::string, double>& patterns, double n, const Args& a, Output& out) {
  std::vector<std::pair<double, std::string>> order;
  for (const auto& [text, count] : patterns) order.emplace_back(count, text);
  std::stable_sort(order.begin(), order.end(), [](const auto& x, const auto& y) {
    return x.first != y.first ? x.first > y.first : x.second > y.second;
  });
  const std::size_t width = order.empty() ? 0 : order[0].second.size();
  const std::string rule = " " + std::string(27, '-') + "+" + std::string(width + 3, '-');
  out.document.blank();
  out.line("     Freq.  Percent    Cum. |  Pattern");
  out.line(rule);
  double running = 0;
  for (std::size_t k = 0; k < order.size() && k < static_cast<std::size_t>(a.patterns); ++k) {
    running += order[k].first;
    out.line(fmt::format("{:>9.0f} {:>9.2f} {:>7.2f} |  {}", order[k].first, 100 * order[k].first / n,
                         100 * running / n, order[k].second));
  }
  if (running < n)
    out.line(fmt::format("{:>9.0f} {:>9.2f} {:>7.2f} | (other patterns)", n - running, 100 * (n - running) / n, 100.0));
  out.line(rule);
  out.line(fmt::format("{:>9.0f} {:>9.2f}         |  {}", n, 100.0, std::string(width, 'X')));
}

Output run(const Args& a, const Context& c) {
  const kit::Selection s = kit::select(c, a.sample);
  const kit::Panel p = kit::panel_of(c, true, s.flags(c.frame.rows));
  if (p.rows.empty()) throw Error(2000, "no observations");
  std::vector<double> lengths, times;
  for (const auto& rows : p.rows) {
    lengths.push_back(static_cast<double>(rows.size()));
    for (const data::Row i : rows) times.push_back(p.time[i]);
  }
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  const auto span = static_cast<std::size_t>(std::lround((times.back() - times.front()) / p.declared.delta)) + 1;
  const auto n = static_cast<double>(p.rows.size());
  Output out;
  const std::string id = p.declared.panel, time = p.declared.time;
  out.document.blank();
  if (!id.empty()) out.line(fmt::format("{:>8}:  {:<49} n = {:>10.0f}", id, few(c.frame, id, p.ids), n));
  out.line(fmt::format("{:>8}:  {:<49} T = {:>10}", time, few(c.frame, time, times), times.size()));
  out.line(fmt::format("           Delta({}) = {}", time, text::macro_number(p.declared.delta)));
  out.line(fmt::format("           Span({})  = {} periods", time, span));
  const numeric::Order order(lengths);
  out.document.blank();
  out.line("Distribution of T_i:   min      5%     25%       50%       75%     95%     max");
  out.line(fmt::format("{:>26.0f} {:>7.0f} {:>7.0f} {:>9.0f} {:>9.0f} {:>7.0f} {:>7.0f}", order.values().front(),
                       order.percentile(5), order.percentile(25), order.percentile(50), order.percentile(75),
                       order.percentile(95), order.values().back()));
  if (span <= static_cast<std::size_t>(a.width)) {
    std::map<std::string, double> patterns;
    for (const auto& rows : p.rows) ++patterns[pattern(p, rows, times.front(), span)];
    show_patterns(patterns, n, a, out);
  }
  out.r = Results{}
              .scalar("N", n)
              .scalar("min", order.values().front())
              .scalar("max", order.values().back())
              .scalar("mean", numeric::summarize_mean(lengths).mean);
  return out;
}

}  // namespace

extern const Command xtdescribe_command =
    define<Args>("xtdescribe", "Describe the pattern of panel data")
        .if_in(&Args::sample)
        .integer("Patterns", &Args::patterns, 0, 1000, "most patterns shown, default 9")
        .integer("Width", &Args::width, 1, 2000, "longest patterns shown, default 100")
        .alias("xtdes")
        .no_by()
        .stores({{"r(N)", "panels"},
                 {"r(min)", "fewest periods"},
                 {"r(max)", "most periods"},
                 {"r(mean)", "mean number of periods"}})
        .example("Balanced", "sysuse grunfeld\nxtset firm year\nxtdescribe", "r(N) == 10 & r(min) == 20")
        .example("Unbalanced", "sysuse abdata\nxtset id year\nxtdescribe, patterns(3) width(20)",
                 "r(N) == 140 & r(max) == 9")
        .runs(run);

}  // namespace nqp::commands::xtdescribe_
