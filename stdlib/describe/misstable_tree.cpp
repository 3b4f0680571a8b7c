// misstable tree: how often variables are missing among the observations where others are missing or known.
#include <algorithm>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/missing_variables.hpp"

namespace nqp::commands::misstable_tree_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  bool as_is = false, frequencies = false, extended_known = false;
};

constexpr std::size_t most_variables = 7, width = 12;

struct Tree {
  const std::vector<kit::MissingVariable>& variables;
  double total;
  bool frequencies;
  std::vector<std::string> lines = {};

  std::string number(std::size_t n) const {
    if (frequencies) return fmt::format("{:>{}}", n, width);
    const double percent = 100 * static_cast<double>(n) / total;
    const std::string text = n > 0 && percent < 1 ? std::string("<1%") : fmt::format("{:.0f}%", percent);
    return fmt::format("{:>{}}", text, width);
  }

  // The numbers of a branch continue the line where it begins.
  void grow(std::size_t level, const std::vector<data::Row>& rows) {
    std::vector<data::Row> parts[2];  // missing first
    for (const data::Row i : rows) parts[variables[level].column->missing_at(i) ? 0 : 1].push_back(i);
    for (int k = 0; k < 2; ++k) {
      if (k == 1) lines.push_back(std::string(level * width, ' '));
      lines.back() += number(parts[k].size());
      if (level + 1 < variables.size()) grow(level + 1, parts[k]);
    }
  }
};

Output run(const Args& a, const Context& c) {
  const std::vector<data::Row> rows = c.rows(a.sample);
  auto variables =
      kit::variables_with_missing(a.variables, a.as_is ? kit::MissingOrder::given : kit::MissingOrder::most,
                                  a.extended_known, rows, c);
  Output out;
  out.r = Results{}.scalar("N", static_cast<double>(rows.size()));
  if (variables.empty()) return out.line("(no missing values)");
  if (variables.size() > most_variables)
    throw Error(103,
                fmt::format("{} variables have missing values, the tree takes {}", variables.size(), most_variables),
                std::nullopt, {"name those that matter, or use misstable patterns"});
  Tree tree{variables, static_cast<double>(rows.size()), a.frequencies};
  tree.lines.emplace_back();
  tree.grow(0, rows);
  std::string names, heading;
  for (const kit::MissingVariable& v : variables) {
    names += (names.empty() ? "" : " ") + v.name;
    heading += text::pad_left(text::abbreviate(v.name, width - 2), width);
  }
  const std::string rule = "  " + std::string(heading.size() + 2, '-');
  out.document.blank().line("  Nested pattern of missing values").line("  " + heading).line(rule);
  for (const std::string& line : tree.lines) out.line("  " + line, report::Style::result);
  out.line(rule).line(fmt::format("  ({} missing listed first)", a.frequencies ? "number" : "percent"));
  out.r->macro("vars", names);
  return out;
}

}  // namespace

extern const Command misstable_tree_command =
    define<Args>("misstable TREE", "How missing values of variables go together, as a tree")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .if_in(&Args::sample)
        .flag("asis", &Args::as_is, "variables in the order given, not the most often missing first")
        .flag("FREQuency", &Args::frequencies, "frequencies instead of percentages")
        .flag("exok", &Args::extended_known, ".a to .z are not missing")
        .stores({{"r(N)", "number of observations"}, {"r(vars)", "variables in the order of the tree"}})
        .changes(Effect::results)
        .example("Two variables", "sysuse auto\nreplace mpg = . in 1/9\nmisstable tree, frequency",
                 "r(N) == 74 & r(vars) == \"mpg rep78\"")
        .example("In the order given", "sysuse auto\nreplace mpg = . in 1/9\nmisstable tree rep78 mpg, asis exok",
                 "r(vars) == \"rep78 mpg\"")
        .runs(run);

}  // namespace nqp::commands::misstable_tree_
