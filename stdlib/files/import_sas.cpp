#include "stdlib/kit/foreign_files.hpp"

namespace nqp::commands::import_sas_ {
using namespace nqp::command;
namespace {

Output run(const kit::ForeignArgs& a, const Context& c) {
  return kit::read_foreign_file(a, c, data::ForeignFormat::sas, "sas7bdat");
}

Command command() {
  auto d = define<kit::ForeignArgs>("import SAS", "Read a SAS data file");
  return kit::foreign_options(d)
      .text("bcat", &kit::ForeignArgs::catalogue, "file of value labels (.sas7bcat)")
      .remark(
          "import sas file, clear | import sas varlist if exp using file. .sas7bdat files are read; SAS dates become "
          "%td, "
          "times and moments %tc, the missing values .A to .Z become .a to .z. Value labels are in a file of their "
          "own, "
          "which bcat() names.")
      .example("A file that is not there", "capture import sas using nosuchfile.sas7bdat, clear", "_rc == 601")
      .example("A failed read leaves the data alone",
               "sysuse auto\ntempfile t\nexport delimited using \"`t'\"\ncapture import sas using \"`t'\", clear "
               "case(lower)",
               "_rc == 610 & _N == 74")
      .runs(run);
}

}  // namespace

extern const Command import_sas_command = command();

}  // namespace nqp::commands::import_sas_
