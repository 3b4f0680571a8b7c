// query: shows the settings.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/runtime/system_values.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::commands::query_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string category;
};

void act(const Args&, runtime::Session& s) {
  constexpr const char* names[] = {"type", "level",      "varabbrev", "linesize", "more", "trace",  "rmsg",   "seed",
                                   "rng",  "processors", "scheme",    "logtype",  "dp",   "maxvar", "matsize"};
  report::Document d;
  d.blank();
  for (const char* name : names) {
    const eval::Stored x = runtime::system_value(name, s);
    const double* number = std::get_if<double>(&x);
    const std::string* text = std::get_if<std::string>(&x);
    const std::string value = number ? text::trimmed(text::format_number(*number, "%18.0g")) : text ? *text : "";
    d.line(text::pad_left(std::string("set ") + name, 20) + "  " + value);
  }
  s.show(d);
}

}  // namespace

extern const Command query_command =
    define<Args>("Query", "Show the settings")
        .raw(&Args::category)
        .no_by()
        .remark("c(name) gives each of them to programs; creturn list shows all of c().")
        .example("Settings", "query\nscalar ok = c(level) == 95", "ok == 1")
        .example("One that was set", "set level 90\nquery output", "c(level) == 90")
        .acts(act);

}  // namespace nqp::commands::query_
