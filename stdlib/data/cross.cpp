#include "interpreter/command/definition.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/join.hpp"

namespace nqp::commands::cross_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string file;
};

Output run(const Args& a, const Context& c) {
  const data::Frame other = kit::load_dta(c, a.file);
  kit::require_room_for_pairs(c.frame, other, static_cast<double>(c.frame.rows) * static_cast<double>(other.rows));
  kit::Pairs p;
  p.left.reserve(c.frame.rows * other.rows);
  p.right.reserve(c.frame.rows * other.rows);
  for (std::size_t i = 0; i < c.frame.rows; ++i)
    for (std::size_t j = 0; j < other.rows; ++j) p.add(static_cast<data::Row>(i), static_cast<data::Row>(j));
  kit::Joined joined = kit::join(c.frame, other, {}, p, {});
  joined.frame.changed = true;
  Output out;
  out.frame = std::move(joined.frame);
  return out;
}

}  // namespace

extern const Command cross_command =
    define<Args>("cross", "Pair every observation with every observation of a file")
        .using_file(&Args::file)
        .no_by()
        .changes(Effect::data)
        .example("All pairs",
                 "clear\nset obs 3\ngenerate a = _n\ntempfile t\nsave \"`t'\"\nrename a b\ncross using \"`t'\"",
                 "_N == 9 & b[4] == 2 & a[4] == 1")
        .example("Years for every unit",
                 "clear\nset obs 2\ngenerate year = 2000 + _n\ntempfile t\nsave \"`t'\"\nclear\nset obs 4\n"
                 "generate id = _n\ncross using \"`t'\"",
                 "_N == 8")
        .runs(run);

}  // namespace nqp::commands::cross_
