// tuples: every selection of a list in local macros, for loops over specifications.
#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"

namespace nqp::commands::tuples_ {
namespace {

using namespace command;

struct Args {
  std::string list;
  int least = 1, most = 0;
  bool as_is = false, variables = false, display = false, no_mata = false, no_python = false;
};

// The items: variables where the list can be read so, else its words.
std::vector<std::string> items_of(const Args& a, const Context& c) {
  std::vector<std::string> words = grammar::split_words(a.list);
  if (a.as_is) return words;
  try {
    return resolve_variables(a.list, c);
  } catch (const Error&) {
    if (a.variables) throw;
    return words;
  }
}

Output run(const Args& a, const Context& c) {
  if (a.as_is && a.variables) throw Error(198, "only one of asis and varlist is allowed");
  const std::vector<std::string> items = items_of(a, c);
  if (items.empty()) throw Error(198, "a list is needed");
  constexpr std::size_t most_items = 16;
  if (items.size() > most_items)
    throw Error(198, "more than 16 items", std::nullopt, {"they would make more than 65,535 tuples"});
  const int most = a.most > 0 ? std::min(a.most, static_cast<int>(items.size())) : static_cast<int>(items.size());
  if (a.least > most) throw Error(198, "min() is more than max() or than there are items");
  // The first item is the highest digit: of a b c come c, b, a, then b c, a c, a b.
  std::vector<std::pair<int, unsigned>> picks;
  for (unsigned mask = 1; mask < (1U << items.size()); ++mask) {
    const int size = __builtin_popcount(mask);
    if (size >= a.least && size <= most) picks.emplace_back(size, mask);
  }
  std::sort(picks.begin(), picks.end());
  Output out;
  for (std::size_t k = 0; k < picks.size(); ++k) {
    std::string tuple;
    for (std::size_t i = 0; i < items.size(); ++i)
      if ((picks[k].second >> (items.size() - 1 - i)) & 1U) tuple += (tuple.empty() ? "" : " ") + items[i];
    const std::string name = "tuple" + std::to_string(k + 1);
    if (a.display) out.line(name + ": " + tuple);
    out.locals.emplace_back(name, std::move(tuple));
  }
  out.locals.emplace_back("ntuples", std::to_string(picks.size()));
  return out;
}

}  // namespace

extern const Command tuples_command =
    define<Args>("tuples", "Every selection of a list, in local macros")
        .anything(&Args::list)
        .integer("min", &Args::least, 1, 100, "fewest items; default 1")
        .integer("max", &Args::most, 1, 100, "most items; default all")
        .flag("asis", &Args::as_is, "the words as they are, no variables")
        .flag("VARlist", &Args::variables, "an error when they are no variables")
        .flag("Display", &Args::display, "show the tuples")
        .flag("NOMata", &Args::no_mata, "accepted")
        .flag("NOPYthon", &Args::no_python, "accepted")
        .remark("Makes the local macros tuple1, tuple2, … and ntuples: single items first, then pairs, and so on.")
        .remark("forvalues i = 1/`ntuples' {\n  regress y d `tuple`i''\n}")
        .example("Three words", "tuples a b c, asis\nscalar n = `ntuples'\nassert \"`tuple4'\" == \"b c\"", "n == 7")
        .example("Pairs of controls",
                 "sysuse auto\ntuples mpg weight length, min(2) max(2)\nscalar n = `ntuples'\n"
                 "quietly regress price `tuple1'",
                 "n == 3 & _b[weight] < . & _b[length] < .")
        .runs(run);

}  // namespace nqp::commands::tuples_
