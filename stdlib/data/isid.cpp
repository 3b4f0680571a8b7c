#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/files.hpp"

namespace nqp::commands::isid_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables;
  std::string file;
  bool sort = false, missing_ok = false;
};

void check(const Args& a, const data::Frame& f) {
  std::vector<data::ColumnPtr> keys;
  for (const std::string& name : a.variables) {
    keys.push_back(f.at(name).column);
    if (a.missing_ok) continue;
    for (std::size_t i = 0; i < f.rows; ++i)
      if (keys.back()->missing_at(i))
        throw Error(459, "variable " + name + " should never be missing", std::nullopt,
                    {fmt::format("it is in observation {}; option missok allows missing values", i + 1)});
  }
  const data::Groups g = data::make_groups(keys);
  if (g.count < f.rows)
    throw Error(
        459,
        fmt::format("variable{} {} {} not uniquely identify the observations", a.variables.size() == 1 ? "" : "s",
                    text::joined(a.variables), a.variables.size() == 1 ? "does" : "do"),
        std::nullopt, {"look with: duplicates list " + text::joined(a.variables)});
}

Output run(const Args& a, const Context& c) {
  if (!a.file.empty()) {
    check(a, kit::load_dta(c, a.file));
    return {};
  }
  check(a, c.frame);
  if (!a.sort) return {};
  std::vector<data::SortKey> keys;
  for (const std::string& name : a.variables) keys.push_back({c.frame.at(name).column});
  Output out;
  out.frame = data::gather(c.frame, data::sort_order(keys, c.frame.rows));
  out.frame->sorted_by = a.variables;
  return out;
}

}  // namespace

extern const Command isid_command = define<Args>("isid", "Check that variables identify the observations")
                                        .varlist(&Args::variables)
                                        .using_file(&Args::file, false)
                                        .flag("Sort", &Args::sort, "sort the data by them")
                                        .flag("Missok", &Args::missing_ok, "missing values are allowed")
                                        .no_by()
                                        .alias("gisid")
                                        .alias("fisid")
                                        .changes(Effect::data)
                                        .example("A key", "sysuse grunfeld\nisid firm year, sort missok", "1")
                                        .example("No key", "sysuse auto\ncapture isid rep78", "_rc == 459")
                                        .runs(run);

}  // namespace nqp::commands::isid_
