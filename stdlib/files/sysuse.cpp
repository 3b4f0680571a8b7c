#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::sysuse_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string name;
  bool clear = false, all = false;
};

Output list() {
  Output out;
  std::string files;
  for (const auto& [name, title] : kit::example_names()) {
    out.line(fmt::format("  {:<16} {}", name, title));
    files += (files.empty() ? "" : " ") + name + ".dta";
  }
  out.r = Results{}.macro("files", files);
  return out;
}

Output run(const Args& a, const Context& c) {
  std::string name = kit::unquoted(a.name);
  if (name == "dir") return list();
  if (name.empty()) throw Error(100, "the name of a data set is needed", std::nullopt, {"sysuse dir lists them"});
  if (name.ends_with(".dta")) name.resize(name.size() - 4);
  data::Frame f = kit::load_example(name);
  kit::require_saved(c, a.clear);
  Output out;
  if (!f.label.empty()) out.line("(" + f.label + ")");
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command sysuse_command =
    define<Args>("sysuse", "Use a data set that is part of the program")
        .anything(&Args::name)
        .flag("all", &Args::all, "accepted: sysuse dir lists all data sets")
        .flag("clear", &Args::clear, "even if the data in memory are not saved")
        .no_by()
        .changes(Effect::data | Effect::files)
        .stores({{"r(files)", "sysuse dir: the data sets"}})
        .example("The 1978 automobile data", "sysuse auto", "_N == 74 & price[1] == 4099")
        .example("What there is", "sysuse dir, all", "strpos(r(files), \"auto.dta\") > 0")
        .example("In place of other data", "sysuse auto\nreplace mpg = 1\nsysuse grunfeld, clear", "_N == 200")
        .runs(run);

}  // namespace nqp::commands::sysuse_
