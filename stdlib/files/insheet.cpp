#include "interpreter/command/definition.hpp"
#include "stdlib/kit/delimited.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::insheet_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body, file, delimiter;
  bool clear = false, comma = false, tab = false, names = false, no_names = false, keep_case = false, as_double = false;
};

Output run(const Args& a, const Context& c) {
  data::DelimitedOptions o;
  if (a.comma) o.delimiters = ",";
  if (a.tab) o.delimiters = "\t";
  if (!a.delimiter.empty()) o.delimiters = kit::delimiter_of(a.delimiter);
  if (a.names) o.names_row = 1;
  if (a.no_names) o.names_row = 0;
  if (a.keep_case) o.name_case = data::DelimitedOptions::Case::preserve;
  o.doubles = a.as_double || c.settings.type == "double";
  std::string path = kit::unquoted(a.file);
  if (!c.host.info(path).exists) path = kit::with_extension(path, "raw");
  return kit::read_delimited_file(c, path, o, a.body, a.clear);
}

}  // namespace

extern const Command insheet_command =
    define<Args>("INSHeet", "Read delimited text (old spelling)")
        .anything(&Args::body)
        .using_file(&Args::file)
        .flag("clear", &Args::clear, "even if the data in memory are not saved")
        .flag("Comma", &Args::comma, "separated by commas")
        .flag("Tab", &Args::tab, "separated by tabs")
        .text("Delimiter", &Args::delimiter, "separated by this character")
        .flag("Names", &Args::names, "the first row holds names")
        .flag("noNames", &Args::no_names, "the first row holds data")
        .flag("case", &Args::keep_case, "keep capitals in names")
        .flag("Double", &Args::as_double, "decimals as double")
        .no_by()
        .changes(Effect::data | Effect::files)
        .stores({{"r(N)", "observations read"}, {"r(k)", "variables read"}, {"r(delimiter)", "delimiters asked for"}})
        .remark("import delimited does more.")
        .example("Tabs",
                 "sysuse auto\ntempfile t\noutsheet make price using \"`t'\", replace\ninsheet using \"`t'\", clear "
                 "tab names",
                 "price[1] == 4099")
        .example("Own names",
                 "sysuse auto\ntempfile t\noutsheet make price using \"`t'\", comma nonames\n"
                 "insheet m p using \"`t'\", clear comma nonames double case",
                 "p[1] == 4099")
        .runs(run);

}  // namespace nqp::commands::insheet_
