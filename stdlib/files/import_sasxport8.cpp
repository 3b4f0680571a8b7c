#include "stdlib/kit/foreign_files.hpp"

namespace nqp::commands::import_sasxport8_ {
using namespace nqp::command;
namespace {

Output run(const kit::ForeignArgs& a, const Context& c) {
  return kit::read_foreign_file(a, c, data::ForeignFormat::sas_transport, "v8xpt");
}

Command command() {
  auto d = define<kit::ForeignArgs>("import sasxport8", "Read a SAS transport file of version 8");
  return kit::foreign_options(d)
      .remark("Files of .v8xpt, with names of up to 32 letters.")
      .example("A file that is not there", "capture import sasxport8 using nosuchfile.v8xpt, clear", "_rc == 601")
      .example("A failed read leaves the data alone",
               "sysuse auto\ntempfile t\nexport delimited using \"`t'\"\ncapture import sasxport8 using \"`t'\", clear "
               "case(lower)",
               "_rc == 610 & _N == 74")
      .runs(run);
}

}  // namespace

extern const Command import_sasxport8_command = command();

}  // namespace nqp::commands::import_sasxport8_
