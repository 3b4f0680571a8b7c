#include "interpreter/command/definition.hpp"
#include "stdlib/kit/delimited.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::export_delimited_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body, file, delimiter = ",";
  Sample sample;
  bool replace = false, no_names = false, no_label = false, quote = false, data_format = false;
};

Output run(const Args& a, const Context& c) {
  const bool with_using = !a.file.empty();
  kit::DelimitedRequest q;
  q.variables = with_using ? a.body : "";
  q.path = kit::with_extension(kit::unquoted(with_using ? a.file : a.body), "csv");
  q.sample = a.sample;
  q.layout.delimiter = kit::delimiter_of(a.delimiter);
  q.layout.names = !a.no_names;
  q.layout.value_labels = !a.no_label;
  q.layout.quote_all = a.quote;
  q.layout.data_format = a.data_format;
  q.replace = a.replace;
  return kit::write_delimited_file(c, q);
}

}  // namespace

extern const Command export_delimited_command =
    define<Args>("export DELIMited", "Write delimited text")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .using_file(&Args::file, false)
        .text("Delimiter", &Args::delimiter, "comma, tab or a character")
        .flag("replace", &Args::replace, "overwrite the file")
        .flag("noVARNames", &Args::no_names, "no row of names")
        .flag("noLabel", &Args::no_label, "codes instead of value labels")
        .flag("quote", &Args::quote, "quotes around all text")
        .flag("DATAFmt", &Args::data_format, "numbers as their display format shows them")
        .alias("export delim")
        .no_by()
        .changes(Effect::files)
        .example("Some variables",
                 "sysuse auto\ntempfile t\nexport delimited make price using \"`t'\" if foreign, replace\n"
                 "import delimited using \"`t'\", clear",
                 "_N == 22 & c(k) == 2")
        .example("Without names, separated by semicolons",
                 "sysuse auto\ntempfile t\nexport delimited price foreign using \"`t'\", delimiter(\";\") novarnames "
                 "nolabel quote\n"
                 "import delimited using \"`t'\", clear varnames(nonames)",
                 "v2[1] == 0 & _N == 74")
        .example("As displayed",
                 "sysuse auto\ntempfile t\nexport delimited price using \"`t'\", datafmt\n"
                 "import delimited using \"`t'\", clear varnames(1) stringcols(1)",
                 "price[1] == \"4,099\"")
        .runs(run);

}  // namespace nqp::commands::export_delimited_
