// sreturn: s() of a program.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/results_listing.hpp"

namespace nqp::commands::sreturn_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

void act(const Args& a, runtime::Session& s) {
  const std::string text = text::trimmed(a.text);
  const std::string first = text.substr(0, text.find_first_of(" \t,"));
  if (first.empty() || first == "list") return s.show(kit::list_results(s.s(), 's'));
  if (first == "clear") {
    s.s() = {};
    return;
  }
  if (s.level().program && s.level().program->result_class != "sclass")
    throw Error(153, "non-s-class program may not set s()", std::nullopt,
                {"program " + s.level().program->name + ", sclass"});
  kit::file_result(text, s.s(), s);
}

}  // namespace

extern const Command sreturn_command =
    define<Args>("SRETurn", "Results of an s-class program")
        .raw(&Args::text)
        .example("A word", "program p, sclass\n  sreturn local w \"a b\"\nend\np", "s(w) == \"a b\"")
        .example("Clear", "sreturn clear\nscalar n = length(\"`s(w)'\")", "n == 0")
        .acts(act);

}  // namespace nqp::commands::sreturn_
