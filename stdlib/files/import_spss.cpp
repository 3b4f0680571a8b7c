#include "stdlib/kit/foreign_files.hpp"

namespace nqp::commands::import_spss_ {
using namespace nqp::command;
namespace {

Output run(const kit::ForeignArgs& a, const Context& c) {
  return kit::read_foreign_file(a, c, data::ForeignFormat::spss, "sav");
}

Command command() {
  auto d = define<kit::ForeignArgs>("import SPSS", "Read an SPSS data file");
  return kit::foreign_options(d)
      .remark(
          "import spss file, clear | import spss varlist if exp using file. .sav, .zsav and .por files are read; dates "
          "become %td or %tc. Values declared missing become .a, .b ... in the order of their declaration, and their "
          "labels go with them.")
      .example("A file that is not there", "capture import spss using nosuchfile.sav, clear", "_rc == 601")
      .example("A failed read leaves the data alone",
               "sysuse auto\ntempfile t\nexport delimited using \"`t'\"\ncapture import spss using \"`t'\", clear "
               "case(lower)",
               "_rc == 610 & _N == 74")
      .runs(run);
}

}  // namespace

extern const Command import_spss_command = command();

}  // namespace nqp::commands::import_spss_
