// misstable patterns: which numeric variables are missing together.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/missing_variables.hpp"

namespace nqp::commands::misstable_patterns_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  bool as_is = false, frequencies = false, by_patterns = false, extended_known = false;
};

// "1 0 1": 1 where the variable is known. Complete first, then the most frequent.
std::vector<std::pair<std::string, std::size_t>> patterns(const std::vector<kit::MissingVariable>& variables,
                                                          const std::vector<data::Row>& rows, bool by_patterns) {
  std::map<std::string, std::size_t, std::greater<>> counts;
  std::string pattern(variables.size(), '1');
  for (const data::Row i : rows) {
    for (std::size_t k = 0; k < variables.size(); ++k) pattern[k] = variables[k].column->missing_at(i) ? '0' : '1';
    ++counts[pattern];
  }
  std::vector<std::pair<std::string, std::size_t>> out(counts.begin(), counts.end());
  const bool complete_first = !out.empty() && out[0].first.find('0') == std::string::npos;
  const auto more = [by_patterns](const auto& x, const auto& y) {
    const auto missing = [](const std::string& p) { return std::count(p.begin(), p.end(), '0'); };
    if (by_patterns && missing(x.first) != missing(y.first)) return missing(x.first) < missing(y.first);
    return x.second > y.second;
  };
  std::stable_sort(out.begin() + (complete_first ? 1 : 0), out.end(), more);
  return out;
}

void list_names(const std::vector<kit::MissingVariable>& variables, int width, Output& out) {
  std::string line = "  Variables are ";
  const std::string indent(line.size(), ' ');
  for (std::size_t k = 0; k < variables.size(); ++k) {
    const std::string item = fmt::format(" ({}) {}", k + 1, variables[k].name);
    if (text::display_width(line + item) > static_cast<std::size_t>(width)) {
      out.line(line);
      line = indent;
    }
    line += item;
  }
  out.line(line);
}

Output run(const Args& a, const Context& c) {
  const std::vector<data::Row> rows = c.rows(a.sample);
  const std::vector<kit::MissingVariable> variables =
      kit::variables_with_missing(a.variables, a.as_is ? kit::MissingOrder::given : kit::MissingOrder::fewest,
                                  a.extended_known, rows, c);
  Output out;
  if (variables.empty()) {
    out.line("(no missing values)");
    out.r = Results{}.scalar("N_complete", static_cast<double>(rows.size())).scalar("N_incomplete", 0).scalar("K", 0);
    return out;
  }
  const auto found = patterns(variables, rows, a.by_patterns);
  const double n = static_cast<double>(rows.size());
  const auto share = [&](std::size_t count) {
    if (a.frequencies) return fmt::format("{:>11}", count);
    const double percent = 100 * static_cast<double>(count) / n;
    return percent < 1 ? std::string("         <1") : fmt::format("{:>11.0f}", percent);
  };
  std::string numbers;
  for (std::size_t k = 1; k <= variables.size(); ++k) numbers += fmt::format("{:>3}", k);
  const std::size_t width = std::max<std::size_t>(numbers.size() + 2, 11);
  const std::string rule = "  " + std::string(12, '-') + "+" + std::string(width, '-');
  out.document.blank().line("     Missing-value patterns").line("       (1 means complete)").blank();
  out.line(fmt::format("  {:>11} |   Pattern", ""));
  out.line(fmt::format("  {:>11} |{}", a.frequencies ? "Frequency" : "Percent", numbers)).line(rule);
  double complete = 0;
  for (std::size_t p = 0; p < found.size(); ++p) {
    std::string flags;
    for (const char flag : found[p].first) flags += fmt::format("{:>3}", flag);
    const bool whole = found[p].first.find('0') == std::string::npos;
    if (whole) complete = static_cast<double>(found[p].second);
    out.line(fmt::format("  {} |{}", share(found[p].second), flags), report::Style::result);
    if (whole && found.size() > 1) out.line(fmt::format("  {:>11} |", ""));
  }
  out.line(rule).line(fmt::format("  {} |", share(rows.size()))).document.blank();
  list_names(variables, c.settings.linesize, out);
  std::string names;
  for (const kit::MissingVariable& v : variables) names += (names.empty() ? "" : " ") + v.name;
  out.r = Results{}
              .scalar("N_complete", complete)
              .scalar("N_incomplete", n - complete)
              .scalar("K", static_cast<double>(found.size()) - (complete > 0 ? 1 : 0))
              .macro("vars", names);
  return out;
}

}  // namespace

extern const Command misstable_patterns_command =
    define<Args>("misstable PATterns", "Which variables are missing together")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .if_in(&Args::sample)
        .flag("asis", &Args::as_is, "variables in the order given, not by how often they are missing")
        .flag("BYPATterns", &Args::by_patterns, "patterns with fewer missing variables first")
        .flag("FREQuency", &Args::frequencies, "frequencies instead of percentages")
        .flag("exok", &Args::extended_known, ".a to .z are not missing")
        .stores({{"r(N_complete)", "observations without missing values"},
                 {"r(N_incomplete)", "observations with missing values"},
                 {"r(K)", "number of patterns with missing values"},
                 {"r(vars)", "variables in the order of the pattern"}})
        .changes(Effect::results)
        .example("All variables", "sysuse auto\nmisstable patterns",
                 "r(N_complete) == 69 & r(N_incomplete) == 5 & r(K) == 1 & r(vars) == \"rep78\"")
        .example("Only .", "sysuse auto\nreplace rep78 = .a in 1/3\nmisstable patterns, exok",
                 "r(N_incomplete) == 4")
        .example("Two of them",
                 "sysuse auto\nreplace mpg = . in 1/3\nmisstable patterns mpg rep78, frequency asis bypatterns",
                 "r(N_incomplete) == 7 & r(K) == 3 & r(vars) == \"mpg rep78\"")
        .runs(run);

}  // namespace nqp::commands::misstable_patterns_
