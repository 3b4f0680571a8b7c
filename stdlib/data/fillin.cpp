#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "stdlib/kit/obs.hpp"
#include "stdlib/kit/results.hpp"

namespace nqp::commands::fillin_ {
using namespace nqp::command;
namespace {

using data::Row;

struct Args {
  Variables variables;
};

Output run(const Args& a, const Context& c) {
  if (c.frame.find("_fillin")) throw Error(110, "variable _fillin already defined", std::nullopt, {"drop it first"});
  std::vector<data::Groups> groups;
  double cells = 1;
  for (const std::string& name : a.variables) {
    groups.push_back(data::make_groups({&c.frame.at(name).column, 1}));
    cells *= groups.back().count;
  }
  kit::require_room(c.frame, cells);
  std::vector<std::uint8_t> present(static_cast<std::size_t>(cells), 0);
  for (std::size_t i = 0; i < c.frame.rows; ++i) {
    std::size_t cell = 0;
    for (const data::Groups& g : groups) cell = cell * g.count + g.codes[i];
    present[cell] = 1;
  }
  std::vector<std::size_t> absent;
  for (std::size_t cell = 0; cell < present.size(); ++cell)
    if (!present[cell]) absent.push_back(cell);

  data::Frame f = kit::add_observations(c.frame, absent.size());
  std::size_t below = present.size();
  for (std::size_t k = 0; k < groups.size(); ++k) {
    below /= groups[k].count;
    const std::size_t i = *f.index(a.variables[k]);
    std::vector<Row> rows(f.rows);
    for (std::size_t r = 0; r < c.frame.rows; ++r) rows[r] = static_cast<Row>(r);
    for (std::size_t r = 0; r < absent.size(); ++r)
      rows[c.frame.rows + r] = groups[k].first[absent[r] / below % groups[k].count];
    f.variables[i].column = data::gather(*c.frame.variables[i].column, rows);
  }
  std::vector<double> mark(f.rows, 1);
  std::fill(mark.begin(), mark.begin() + static_cast<std::ptrdiff_t>(c.frame.rows), 0.0);
  f.add({"_fillin", data::make_numeric(data::Storage::byte_, mark), "", "", "", {}});
  std::vector<data::SortKey> keys;
  for (const std::string& name : a.variables) keys.push_back({f.at(name).column});
  f = data::gather(f, data::sort_order(keys, f.rows));
  f.sorted_by = a.variables;
  Output out;
  out.line(kit::count_of(absent.size(), "observation created", "observations created"));
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command fillin_command =
    define<Args>("fillin", "Add observations until all combinations exist")
        .varlist(&Args::variables, Count{2})
        .no_by()
        .changes(Effect::data)
        .remark("_fillin is 1 in observations that were added. The result is sorted by the variables.")
        .example("A full panel", "clear\ninput id year x\n1 1 5\n1 2 6\n2 2 7\nend\nfillin id year",
                 "_N == 4 & missing(x[3]) & _fillin[3] == 1")
        .example("Nothing to add", "sysuse grunfeld\nfillin firm year", "_N == 200")
        .runs(run);

}  // namespace nqp::commands::fillin_
