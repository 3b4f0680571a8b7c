// cf: are the variables the same as in a file, observation by observation?
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/files.hpp"

namespace nqp::commands::cf_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  std::string file;
  bool all = false, verbose = false;
};

bool same_value(const data::Column& x, const data::Column& y, std::size_t i) {
  return x.is_string() ? x.text(i) == y.text(i) : x.number(i) == y.number(i);
}

std::string shown_value(const data::Column& c, std::size_t i) {
  return c.is_string() ? "\"" + std::string(c.text(i)) + "\"" : text::macro_number(c.number(i));
}

// Lines about one variable; gives the number of observations that differ.
std::size_t compare_variable(const data::Variable& v, const data::Frame& other, const Args& a, const Context& c,
                             Output& out) {
  const auto say = [&](const std::string& what) { out.line(fmt::format("{:>16}:  {}", v.name, what)); };
  const data::Variable* w = other.find(v.name);
  if (!w) {
    say("does not exist in using");
    return c.frame.rows;
  }
  if (w->is_string() != v.is_string()) {
    say(data::type_name(v.column->type()) + " in master but " + data::type_name(w->column->type()) + " in using");
    return c.frame.rows;
  }
  std::vector<std::size_t> differ;
  for (std::size_t i = 0; i < c.frame.rows; ++i)
    if (!same_value(*v.column, *w->column, i)) differ.push_back(i);
  if (differ.empty()) {
    if (a.all) say("match");
    return 0;
  }
  say(fmt::format("{} mismatch{}", differ.size(), differ.size() == 1 ? "" : "es"));
  if (!a.verbose) return differ.size();
  for (const std::size_t i : differ)
    out.line(fmt::format("{:>20} {}: {} in master; {} in using", "obs", i + 1, shown_value(*v.column, i),
                         shown_value(*w->column, i)));
  return differ.size();
}

Output run(const Args& a, const Context& c) {
  const data::Frame other = kit::load_dta(c, a.file);
  Output out;
  out.r = Results{}.scalar("Nsum", 0);
  if (other.rows != c.frame.rows) {
    out.failure = Error(9, fmt::format("master has {} observations; using has {}", c.frame.rows, other.rows),
                        std::nullopt, {"cf compares observation by observation: sort and match them first"});
    return out;
  }
  std::size_t differences = 0;
  for (const std::string& name : a.variables) {
    c.poll();
    differences += compare_variable(c.frame.at(name), other, a, c, out);
  }
  out.r = Results{}.scalar("Nsum", static_cast<double>(differences));
  if (differences > 0) out.failure = Error(9, "the data differ from " + a.file);
  return out;
}

}  // namespace

extern const Command cf_command =
    define<Args>("cf", "Compare the data with a file")
        .varlist(&Args::variables)
        .using_file(&Args::file)
        .flag("all", &Args::all, "also say which variables are the same")
        .flag("Verbose", &Args::verbose, "every observation that differs")
        .no_by()
        .stores({{"r(Nsum)", "number of differences"}})
        .changes(Effect::results)
        .remark("Observations are compared in their order. Ends with error 9 when anything differs.")
        .example("No difference", "sysuse auto\ntempfile t\nsave \"`t'\"\ncf _all using \"`t'\", all", "r(Nsum) == 0")
        .example("Differences",
                 "sysuse auto\ntempfile t\nsave \"`t'\"\nreplace price = 1 in 3/4\ncapture cf price mpg using \"`t'\", "
                 "verbose",
                 "_rc == 9 & r(Nsum) == 2")
        .runs(run);

}  // namespace nqp::commands::cf_
