#include "stdlib/kit/foreign_files.hpp"

namespace nqp::commands::import_sasxport5_ {
using namespace nqp::command;
namespace {

Output run(const kit::ForeignArgs& a, const Context& c) {
  return kit::read_foreign_file(a, c, data::ForeignFormat::sas_transport, "xpt");
}

Command command() {
  auto d = define<kit::ForeignArgs>("import sasxport5", "Read a SAS transport file of version 5");
  return kit::foreign_options(d)
      .remark("Files of .xpt, as public agencies publish them. Names have at most eight letters there.")
      .example("A file that is not there", "capture import sasxport5 using nosuchfile.xpt, clear", "_rc == 601")
      .example("A failed read leaves the data alone",
               "sysuse auto\ntempfile t\nexport delimited using \"`t'\"\ncapture import sasxport5 using \"`t'\", clear "
               "case(lower)",
               "_rc == 610 & _N == 74")
      .runs(run);
}

}  // namespace

extern const Command import_sasxport5_command = command();

}  // namespace nqp::commands::import_sasxport5_
