#include "stdlib/kit/saving.hpp"

namespace nqp::commands::saveold_ {
using namespace nqp::command;
namespace {

// Stata releases that users name and the file formats they read.
Output run(const kit::SaveArgs& a, const Context& c) {
  kit::SaveArgs old = a;
  old.version = a.version <= 12 ? 114 : 117;
  return kit::save_data(old, c);
}

Command command() {
  auto d = define<kit::SaveArgs>("saveold", "Write the data to a .dta file for older programs");
  return kit::save_options(d)
      .integer("Version", &kit::SaveArgs::version, 11, 118, "release of Stata that shall read it: 11, 12 or 13")
      .example("For release 12", "sysuse auto\ntempfile t\nsaveold \"`t'\", version(12)\nuse \"`t'\", clear",
               "price[1] == 4099")
      .example("For release 13", "sysuse auto\ntempfile t\nsaveold \"`t'\", replace\nuse \"`t'\", clear", "_N == 74")
      .runs(run);
}

}  // namespace

extern const Command saveold_command = command();

}  // namespace nqp::commands::saveold_
