// memory: how much room the data take.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::commands::memory_ {
namespace {

using namespace command;

struct Args {};

double bytes_of(const data::Frame& f) {
  double out = 0;
  for (const data::Variable& v : f.variables)
    out += static_cast<double>(f.rows) * static_cast<double>(v.column->value_bytes());
  return out;
}

Output run(const Args&, const Context& c) {
  const double bytes = bytes_of(c.frame);
  Output out;
  out.document.blank();
  out.line("Memory usage");
  out.line(fmt::format("{:<36}{:>16}", "Data", text::trimmed(text::format_number(bytes, "%16.0fc")) + " bytes"));
  out.line(fmt::format("{:<36}{:>16}", "Observations",
                       text::trimmed(text::format_number(static_cast<double>(c.frame.rows), "%16.0fc"))));
  out.line(fmt::format("{:<36}{:>16}", "Variables", c.frame.variables.size()));
  out.r = Results{}
              .scalar("data_data_u", bytes)
              .scalar("N", static_cast<double>(c.frame.rows))
              .scalar("k", static_cast<double>(c.frame.variables.size()));
  return out;
}

}  // namespace

extern const Command memory_command =
    define<Args>("MEMory", "Room that the data take")
        .stores({{"r(data_data_u)", "bytes of the data"}, {"r(N)", "observations"}, {"r(k)", "variables"}})
        .changes(Effect::results)
        .remark("There is nothing to set: set memory is accepted and does nothing.")
        .example("A variable of bytes", "clear\nset obs 100\ngenerate byte x = 1\nmemory", "r(data_data_u) == 100")
        .example("No data", "clear\nmemory", "r(N) == 0 & r(k) == 0")
        .runs(run);

}  // namespace nqp::commands::memory_
