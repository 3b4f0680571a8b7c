#include "interpreter/command/definition.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::webuse_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string name;
  bool clear = false;
};

// The manual's copy calls firms companies and counts the years.
void as_in_the_manual(data::Frame& f) {
  f.rename("firm", "company");
  std::vector<double> time(f.rows);
  for (std::size_t i = 0; i < f.rows; ++i) time[i] = f.at("year").column->number(i) - 1934;
  f.add({"time", data::make_numeric(data::Storage::float_, time), "", "", "", {}});
  f.panel = data::PanelDeclaration{"company", "year", 1};
  f.sorted_by = {"company", "year"};
}

Output run(const Args& a, const Context& c) {
  std::string name = kit::unquoted(a.name);
  if (name == "query" || kit::starts_with(name, "set")) return Output{}.line("data come from the program itself");
  if (name.ends_with(".dta")) name.resize(name.size() - 4);
  if (name.empty()) throw Error(100, "the name of a data set is needed", std::nullopt, {"sysuse dir lists them"});
  data::Frame f = kit::load_example(name);
  kit::require_saved(c, a.clear);
  if (name == "grunfeld") as_in_the_manual(f);
  kit::mark_fresh(f, name + ".dta");
  Output out;
  if (!f.label.empty()) out.line("(" + f.label + ")");
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command webuse_command =
    define<Args>("webuse", "Use a data set of the manuals")
        .anything(&Args::name)
        .flag("clear", &Args::clear, "even if the data in memory are not saved")
        .no_by()
        .changes(Effect::data | Effect::files)
        .remark(
            "Nothing is downloaded: the data sets of sysuse are available, grunfeld with company, time and its "
            "panel declaration.")
        .example("Grunfeld's firms", "webuse grunfeld, clear", "company[200] == 10 & time[1] == 1")
        .example("Arellano and Bond's firms", "webuse abdata", "_N == 1031")
        .runs(run);

}  // namespace nqp::commands::webuse_
