// rowsort: the values of several variables in each observation put in order.
#include <algorithm>
#include <functional>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/new_variable.hpp"

namespace nqp::commands::rowsort_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables;
  Sample sample;
  std::string generate;
  bool ascend = false, descend = false, highmiss = false;
};

// "s1 s2 s3" or "s*", which stands for s1, s2 …
std::vector<std::string> targets_of(const Args& a, const Context& c) {
  std::vector<std::string> names = grammar::split_words(a.generate);
  if (names.size() == 1 && names[0].ends_with('*')) {
    const std::string stub = names[0].substr(0, names[0].size() - 1);
    names.clear();
    for (std::size_t k = 1; k <= a.variables.size(); ++k) names.push_back(stub + std::to_string(k));
  }
  if (names.size() != a.variables.size())
    throw Error(198, "generate() must name as many variables as are sorted", std::nullopt,
                {"generate(s*) makes s1, s2 and so on"});
  for (const std::string& name : names) kit::check_new_name(c.frame, name);
  return names;
}

data::Storage widest_storage(const Args& a, const Context& c) {
  data::Storage out = data::Storage::byte_;
  for (const std::string& name : a.variables) out = data::wider(out, c.numeric(name).type().storage);
  return out;
}

Output run(const Args& a, const Context& c) {
  if (a.ascend && a.descend) throw Error(198, "ascend and descend may not be combined");
  const std::vector<std::string> names = targets_of(a, c);
  const data::Storage storage = widest_storage(a, c);
  const std::size_t k = names.size();
  std::vector<const data::Column*> columns;
  for (const std::string& name : a.variables) columns.push_back(&c.numeric(name));
  std::vector<std::vector<double>> sorted(k, std::vector<double>(c.frame.rows, data::missing));
  std::vector<double> row(k);
  for (const data::Row i : c.rows(a.sample)) {
    for (std::size_t j = 0; j < k; ++j) row[j] = columns[j]->number(i);
    if (a.descend) {
      // Missing values are large; they come last all the same unless highmiss asks for them first.
      const auto known =
          a.highmiss ? row.end()
                     : std::stable_partition(row.begin(), row.end(), [](double x) { return !data::is_missing(x); });
      std::sort(row.begin(), known, std::greater<>());
    } else {
      std::sort(row.begin(), row.end());
    }
    for (std::size_t j = 0; j < k; ++j) sorted[j][i] = row[j];
  }
  data::Frame f = c.frame;
  for (std::size_t j = 0; j < k; ++j) f.add({names[j], data::make_numeric(storage, sorted[j]), "", "", "", {}});
  Output out;
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command rowsort_command =
    define<Args>("rowsort", "Sort the values of several variables within each observation")
        .varlist(&Args::variables, Count{2})
        .if_in(&Args::sample)
        .text("Generate", &Args::generate, "the new variables, or stub*")
        .required("generate")
        .flag("Ascend", &Args::ascend, "the least value first, the default")
        .flag("Descend", &Args::descend, "the largest value first")
        .flag("HIGHmiss", &Args::highmiss,
              "with descend: missing values are larger than all numbers, so they come first")
        .no_by()
        .changes(Effect::data)
        .example("In ascending order", "clear\ninput x y z\n3 1 2\n. 5 4\nend\nrowsort x y z, generate(a b c) ascend",
                 "a[1] == 1 & c[1] == 3 & a[2] == 4 & missing(c[2])")
        .example("The largest first", "clear\ninput x y z\n3 1 2\n. 5 4\nend\nrowsort x-z, generate(s*) descend",
                 "s1[1] == 3 & s1[2] == 5 & missing(s3[2])")
        .example("Missing values as the largest",
                 "clear\ninput x y\n. 5\nend\nrowsort x y, generate(s*) descend highmiss",
                 "missing(s1[1]) & s2[1] == 5")
        .runs(run);

}  // namespace nqp::commands::rowsort_
