#include <algorithm>
#include <set>

#include "interpreter/command/definition.hpp"

namespace nqp::commands::order_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables;
  bool first = false, last = false, alphabetic = false, sequential = false;
  std::string before, after;
};

// Digits inside names count as numbers: x2 stands before x10.
bool sequentially(const std::string& a, const std::string& b) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (digit(a[i]) && digit(b[j])) {
      std::size_t m = i, n = j;
      while (m < a.size() && digit(a[m])) ++m;
      while (n < b.size() && digit(b[n])) ++n;
      while (i + 1 < m && a[i] == '0') ++i;
      while (j + 1 < n && b[j] == '0') ++j;
      if (m - i != n - j) return m - i < n - j;
      const int order = a.compare(i, m - i, b, j, n - j);
      if (order != 0) return order < 0;
      i = m, j = n;
      continue;
    }
    if (a[i] != b[j]) return a[i] < b[j];
    ++i, ++j;
  }
  return a.size() - i < b.size() - j;
}

Output run(const Args& a, const Context& c) {
  Variables names;
  std::set<std::string> moved;
  for (const std::string& n : a.variables)
    if (moved.insert(n).second) names.push_back(n);
  if (a.alphabetic) std::stable_sort(names.begin(), names.end());
  if (a.sequential) std::stable_sort(names.begin(), names.end(), sequentially);
  if (!a.before.empty() && !a.after.empty()) throw Error(184, "options before() and after() may not be combined");
  const std::string& anchor = a.before.empty() ? a.after : a.before;
  if (moved.contains(anchor)) throw Error(198, anchor + " is one of the variables to be moved");

  data::Frame f = c.frame;
  f.variables.clear();
  const auto place = [&] {
    for (const std::string& n : names) f.variables.push_back(c.frame.at(n));
  };
  const bool front = anchor.empty() && !a.last;
  if (front) place();
  for (const data::Variable& v : c.frame.variables) {
    if (moved.contains(v.name)) continue;
    if (v.name == a.before) place();
    f.variables.push_back(v);
    if (v.name == a.after) place();
  }
  if (a.last && anchor.empty()) place();
  Output out;
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command order_command =
    define<Args>("order", "Reorder the variables")
        .varlist(&Args::variables)
        .flag("first", &Args::first, "to the beginning, the default")
        .flag("last", &Args::last, "to the end")
        .variable("Before", &Args::before, "before this variable")
        .variable("After", &Args::after, "after this variable")
        .flag("ALPHAbetic", &Args::alphabetic, "sort the moved variables by name")
        .flag("SEQuential", &Args::sequential, "sort by name, numbers inside names as numbers")
        .alias("aorder")
        .no_by()
        .changes(Effect::data)
        .example("To the front", "sysuse auto\norder foreign mpg\nkeep foreign-make", "c(k) == 3")
        .example("After another variable",
                 "clear\nset obs 1\ngenerate a = 1\ngenerate b = 2\ngenerate z = 3\norder z, after(a)\nkeep a-z",
                 "c(k) == 2")
        .runs(run);

}  // namespace nqp::commands::order_
