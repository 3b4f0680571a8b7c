#include "interpreter/command/definition.hpp"

namespace nqp::commands::pwd_ {
using namespace nqp::command;
namespace {

struct Args {};

Output run(const Args&, const Context& c) { return Output{}.line(c.host.folder(), report::Style::result); }

}  // namespace

extern const Command pwd_command = define<Args>("pwd", "Show the current folder")
                                       .no_by()
                                       .example("Show it", "pwd", "c(pwd) != \"\"")
                                       .example("The same as cd", "cd\npwd", "1")
                                       .runs(run);

}  // namespace nqp::commands::pwd_
