#include "stdlib/kit/foreign_files.hpp"

namespace nqp::commands::usespss_ {
using namespace nqp::command;
namespace {

Output run(const kit::ForeignArgs& a, const Context& c) {
  return kit::read_foreign_file(a, c, data::ForeignFormat::spss, "sav");
}

Command command() {
  auto d = define<kit::ForeignArgs>("usespss", "Read an SPSS data file");
  return kit::foreign_options(d)
      .remark(
          "usespss file, clear | usespss varlist if exp using file. .sav, .zsav and .por files are read; dates "
          "become %td or %tc. Values declared missing become .a, .b ... in the order of their declaration, and their "
          "labels go with them.")
      .example("A file that is not there", "capture usespss using nosuchfile.sav, clear", "_rc == 601")
      .example(
          "A failed read leaves the data alone",
          "sysuse auto\ntempfile t\nexport delimited using \"`t'\"\ncapture usespss using \"`t'\", clear case(lower)",
          "_rc == 610 & _N == 74")
      .runs(run);
}

}  // namespace

extern const Command usespss_command = command();

}  // namespace nqp::commands::usespss_
