// sysdescribe: what a data set that is part of the program holds.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::sysdescribe_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string name;
  bool short_form = false, simple = false, full_names = false, numbers = false, store_names = false;
};

// describe, in a frame of its own that is gone afterwards.
void run(const Args& a, runtime::Session& s) {
  std::string name = kit::unquoted(a.name);
  if (name.empty()) throw Error(100, "the name of a data set is needed", std::nullopt, {"sysuse dir lists them"});
  if (name.ends_with(".dta")) name.resize(name.size() - 4);
  data::Frame f = kit::load_example(name);
  std::string options;
  const std::pair<bool, const char*> flags[] = {{a.short_form, " short"},
                                                {a.simple, " simple"},
                                                {a.full_names, " fullnames"},
                                                {a.numbers, " numbers"},
                                                {a.store_names, " varlist"}};
  for (const auto& [given, word] : flags)
    if (given) options += word;
  const std::string place = s.temporary_name();
  s.add_frame(place, std::make_shared<const data::Frame>(std::move(f)));
  try {
    s.in_frame(place, [&] { s.run_command("describe" + (options.empty() ? "" : "," + options)); });
  } catch (...) {
    s.frames().erase(place);
    throw;
  }
  s.frames().erase(place);
}

}  // namespace

extern const Command sysdescribe_command =
    define<Args>("sysdescribe", "Describe a data set that is part of the program")
        .anything(&Args::name)
        .flag("Short", &Args::short_form, "only the number of observations and variables and the sort order")
        .flag("SIMple", &Args::simple, "only the names")
        .flag("Fullnames", &Args::full_names, "do not abbreviate names")
        .flag("Numbers", &Args::numbers, "number the variables")
        .flag("VARList", &Args::store_names, "store the names in r(varlist) and the sort order in r(sortlist)")
        .no_by()
        .stores({{"r(N)", "number of observations"},
                 {"r(k)", "number of variables"},
                 {"r(width)", "bytes of one observation"},
                 {"r(changed)", "0"},
                 {"r(varlist)", "the variables, with varlist"},
                 {"r(sortlist)", "what the data are sorted by, with varlist"}})
        .changes(Effect::results)
        .example("Without loading it", "sysdescribe auto", "r(N) == 74 & c(k) == 0")
        .example("A glance", "sysdescribe grunfeld.dta, short", "r(N) == 200")
        .example("Its names", "sysdescribe grunfeld, varlist",
                 "r(varlist) == \"firm year invest mvalue kstock\" & r(sortlist) == \"\"")
        .acts(run);

}  // namespace nqp::commands::sysdescribe_
