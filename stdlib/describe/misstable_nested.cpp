// misstable nested: variables that are missing wherever another one is.
#include <algorithm>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/missing_variables.hpp"

namespace nqp::commands::misstable_nested_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  bool extended_known = false;
};

// Variables that are missing in the same rows, and the classes missing wherever these are.
struct Class {
  std::string text;  // "a(3) <-> b(3)"
  const data::Column* column;
  std::vector<bool> within;  // of each class
};

bool nested(const data::Column& inner, const data::Column& outer, const std::vector<data::Row>& rows) {
  return std::all_of(rows.begin(), rows.end(),
                     [&](data::Row i) { return !inner.missing_at(i) || outer.missing_at(i); });
}

std::vector<Class> classes_of(const std::vector<kit::MissingVariable>& variables, const std::vector<data::Row>& rows) {
  std::vector<Class> out;
  std::vector<std::size_t> counts;
  for (const kit::MissingVariable& v : variables) {
    const std::string text = fmt::format("{}({})", v.name, v.count);
    std::size_t k = 0;
    while (k < out.size() && (counts[k] != v.count || !nested(*v.column, *out[k].column, rows))) ++k;
    if (k < out.size()) {
      out[k].text += " <-> " + text;
      continue;
    }
    out.push_back({text, v.column.get(), {}});
    counts.push_back(v.count);
  }
  for (Class& a : out)
    for (const Class& b : out) a.within.push_back(&a != &b && nested(*a.column, *b.column, rows));
  return out;
}

// Classes come with the fewest missing values first, so that what holds another stands behind it. Each step of the
// order (nothing between) is told once, in chains as long as they get.
std::vector<std::string> statements_of(const std::vector<Class>& classes) {
  const std::size_t n = classes.size();
  std::vector<std::vector<bool>> step(n, std::vector<bool>(n, false));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      step[i][j] = classes[i].within[j];
      for (std::size_t k = 0; k < n; ++k)
        if (classes[i].within[k] && classes[k].within[j]) step[i][j] = false;
    }
  }
  std::vector<std::string> out;
  for (std::size_t start = 0; start < n; ++start) {
    while (std::find(step[start].begin(), step[start].end(), true) != step[start].end()) {
      std::string text = classes[start].text;
      std::size_t at = start;
      for (auto next = step[at].begin();
           (next = std::find(step[at].begin(), step[at].end(), true)) != step[at].end();) {
        const auto to = static_cast<std::size_t>(next - step[at].begin());
        *next = false;
        text += " -> " + classes[to].text;
        at = to;
      }
      out.push_back(std::move(text));
    }
    if (classes[start].text.find(" <-> ") == std::string::npos) continue;
    const bool told = std::any_of(
        out.begin(), out.end(), [&](const std::string& s) { return s.find(classes[start].text) != std::string::npos; });
    if (!told) out.push_back(classes[start].text);
  }
  return out;
}

Output run(const Args& a, const Context& c) {
  const std::vector<data::Row> rows = c.rows(a.sample);
  const auto variables = kit::variables_with_missing(a.variables, kit::MissingOrder::fewest, a.extended_known, rows, c);
  const std::vector<std::string> statements = statements_of(classes_of(variables, rows));
  Output out;
  out.r = Results{}.scalar("K", static_cast<double>(statements.size()));
  if (variables.empty()) return out.line("(no missing values)");
  if (variables.size() == 1)
    return out.line(fmt::format("(only {} has missing values: {})", variables[0].name, variables[0].count));
  if (statements.empty()) return out.line("(missing values do not nest)");
  out.document.blank();
  for (std::size_t k = 0; k < statements.size(); ++k) {
    out.line(fmt::format("{:>6}.  {}", k + 1, statements[k]), report::Style::result);
    out.r->macro("stmt" + std::to_string(k + 1), statements[k]);
  }
  return out;
}

}  // namespace

extern const Command misstable_nested_command =
    define<Args>("misstable NESted", "Variables that are missing wherever another one is")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .if_in(&Args::sample)
        .flag("exok", &Args::extended_known, ".a to .z are not missing")
        .stores({{"r(K)", "number of statements"}, {"r(stmt1)", "the first statement, and so on"}})
        .changes(Effect::results)
        .remark("a(3) -> b(5): b is missing in all 3 observations where a is. <->: in the same observations.")
        .example("A chain and a pair",
                 "clear\ninput a b c d\n1 1 1 1\n. . . 1\n1 . . 1\n1 . . .\nend\nmisstable nested",
                 "r(K) == 2 & r(stmt1) == \"a(1) -> b(3) <-> c(3)\" & r(stmt2) == \"d(1) -> b(3) <-> c(3)\"")
        .example("Nothing nests", "sysuse auto\nreplace mpg = .a in 1\nmisstable nested, exok", "r(K) == 0")
        .runs(run);

}  // namespace nqp::commands::misstable_nested_
