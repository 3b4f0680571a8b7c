#include "stdlib/kit/saving.hpp"

namespace nqp::commands::save_ {
using namespace nqp::command;
namespace {

Command command() {
  auto d = define<kit::SaveArgs>("SAve", "Write the data to a .dta file");
  return kit::save_options(d)
      .remark(
          "The old file stays whole until the new one is complete. \".dta\" is added to names without an extension; "
          "without a name the file last used is written.")
      .example("A new file", "sysuse auto\ntempfile t\nsave \"`t'\", replace orphans\nuse \"`t'\", clear",
               "price[1] == 4099")
      .example("An existing file is kept unless replace is given",
               "sysuse auto\ntempfile t\nsave \"`t'\", emptyok nolabel all\ncapture save \"`t'\"", "_rc == 602")
      .runs(kit::save_data);
}

}  // namespace

extern const Command save_command = command();

}  // namespace nqp::commands::save_
