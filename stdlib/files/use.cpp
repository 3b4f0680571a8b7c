#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::use_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body, file;
  Sample sample;
  bool clear = false, no_label = false;
};

// The variables and observations asked for; if and in speak about the file.
data::Frame part_of(const data::Frame& f, const Args& a, const Context& c) {
  const Context in_file(f, c.environment, c.settings, c.host);
  data::Frame out = f;
  if (a.sample.condition || a.sample.range) out = data::keep_rows(f, in_file.select(a.sample));
  if (a.body.empty()) return out;
  const Variables names = resolve_variables(a.body, in_file);
  for (const data::Variable& v : f.variables)
    if (std::find(names.begin(), names.end(), v.name) == names.end()) out.remove(v.name);
  return out;
}

Output run(const Args& a, const Context& c) {
  const bool with_using = !a.file.empty();
  const std::string path = kit::unquoted(with_using ? a.file : a.body);
  if (path.empty()) throw Error(198, "a file name is needed", std::nullopt, {"write use filename, clear"});
  kit::require_saved(c, a.clear);
  data::Frame f = kit::load_dta(c, path);
  if (with_using) {
    f = part_of(f, a, c);
  } else if (a.sample.condition || a.sample.range) {
    f = part_of(f, Args{"", path, a.sample, true, false}, c);
  }
  if (a.no_label) {
    f.value_labels.clear();
    for (data::Variable& v : f.variables) v.value_label.clear();
  }
  kit::mark_fresh(f, kit::with_extension(path, "dta"));
  Output out;
  if (!f.label.empty()) out.line("(" + f.label + ")");
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command use_command =
    define<Args>("Use", "Read a .dta file")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .using_file(&Args::file, false)
        .flag("clear", &Args::clear, "even if the data in memory are not saved")
        .flag("noLabel", &Args::no_label, "leave out value labels")
        .no_by()
        .changes(Effect::data | Effect::files)
        .remark(
            "use file, clear | use varlist if exp using file. \".dta\" is added to names without an extension. "
            "Versions 113 to 119 (Stata 8 to 18) are read.")
        .example("A whole file", "sysuse auto\ntempfile t\nsave \"`t'\"\nuse \"`t'\", clear", "_N == 74")
        .example("A part",
                 "sysuse auto\ntempfile t\nsave \"`t'\"\nuse make price if foreign using \"`t'\", clear nolabel",
                 "_N == 22 & c(k) == 2")
        .runs(run);

}  // namespace nqp::commands::use_
