#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/open_files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::clear_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string what;
};

using runtime::Session;

void data(Session& s) { s.set_frame(data::Frame{}); }
void matrices(Session& s) { s.matrices().clear(); }
void results(Session& s) {
  s.r() = {};
  s.s() = {};
  s.estimates_slot().reset();
}
void programs(Session& s) {
  // A program that clears programs goes on running: its level keeps what it needs.
  s.programs().clear();
}
void frames(Session& s) {
  s.frames().clear();
  s.frame_name() = "default";
  data(s);
}
void estimates(Session& s) {
  s.stored_estimates().clear();
  s.estimates_slot().reset();
}
void nothing(Session&) {}
void everything(Session& s) {
  frames(s);
  matrices(s);
  results(s);
  estimates(s);
  s.scalars().clear();
  s.state<kit::OpenFiles>().by_handle.clear();
  programs(s);
}

struct Part {
  std::string_view name;
  void (*clear)(Session&);
};
constexpr Part parts[] = {{"all", everything},     {"*", everything},  {"MATrix", matrices},   {"RESults", results},
                          {"PROGrams", programs},  {"frames", frames}, {"mata", nothing},      {"ado", nothing},
                          {"python", nothing},     {"java", nothing},  {"rngstream", nothing}, {"collect", nothing},
                          {"ESTimates", estimates}};

void act(const Args& a, Session& s) {
  if (a.what.empty()) return data(s);
  for (const Part& p : parts)
    if (a.what == p.name || kit::abbreviates(a.what, p.name)) return p.clear(s);
  throw Error(198, "clear " + a.what + " is unknown", std::nullopt,
              {"clear alone empties the data; clear all, matrix, results, programs, frames and estimates exist"});
}

}  // namespace

extern const Command clear_command =
    define<Args>("clear", "Empty the memory")
        .anything(&Args::what)
        .no_by()
        .changes(Effect::data)
        .remark(
            "clear removes the data and value labels. clear all also removes frames, matrices, scalars, programs and "
            "results; macros stay.")
        .example("The data", "sysuse auto\nclear", "_N == 0 & c(k) == 0")
        .example("All", "sysuse auto\nscalar a = 1\nclear all", "c(k) == 0")
        .acts(act);

}  // namespace nqp::commands::clear_
