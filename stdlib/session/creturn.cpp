// creturn: lists c().
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/runtime/system_values.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::creturn_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

void act(const Args& a, runtime::Session& s) {
  const std::string word(kit::trim(a.text));
  if (!word.empty() && !kit::abbreviates(word, "list")) throw Error(198, "creturn list is all that creturn does");
  report::Document d;
  d.blank();
  for (const std::string& name : runtime::system_value_names()) {
    const eval::Stored x = runtime::system_value(name, s);
    const double* number = std::get_if<double>(&x);
    const std::string* text = std::get_if<std::string>(&x);
    const std::string value = number ? text::trimmed(text::format_number(*number, "%18.0g"))
                              : text ? "\"" + *text + "\""
                                     : "";
    d.line(text::pad_left("c(" + name + ")", 24) + " = " + value, report::Style::result);
  }
  s.show(d);
}

}  // namespace

extern const Command creturn_command =
    define<Args>("CREturn", "List the values of c()")
        .raw(&Args::text)
        .no_by()
        .example("List", "creturn list\nscalar ok = c(pi) > 3", "ok == 1")
        .example("Nothing else", "capture creturn post\nscalar rc = _rc", "rc == 198")
        .acts(act);

}  // namespace nqp::commands::creturn_
