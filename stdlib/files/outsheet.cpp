#include "interpreter/command/definition.hpp"
#include "stdlib/kit/delimited.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::outsheet_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body, file, delimiter;
  Sample sample;
  bool comma = false, replace = false, no_names = false, no_label = false, no_quote = false;
};

Output run(const Args& a, const Context& c) {
  kit::DelimitedRequest q;
  q.variables = a.body;
  q.path = kit::with_extension(kit::unquoted(a.file), "out");
  q.sample = a.sample;
  q.layout.delimiter = a.comma ? "," : a.delimiter.empty() ? "\t" : kit::delimiter_of(a.delimiter);
  q.layout.names = !a.no_names;
  q.layout.value_labels = !a.no_label;
  q.layout.quote_all = !a.no_quote;
  q.replace = a.replace;
  return kit::write_delimited_file(c, q);
}

}  // namespace

extern const Command outsheet_command =
    define<Args>("OUTSheet", "Write delimited text (old spelling)")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .using_file(&Args::file)
        .flag("Comma", &Args::comma, "separate by commas instead of tabs")
        .text("DELIMiter", &Args::delimiter, "separate by this character")
        .flag("replace", &Args::replace, "overwrite the file")
        .flag("noNames", &Args::no_names, "no row of names")
        .flag("noLabel", &Args::no_label, "codes instead of value labels")
        .flag("noQuote", &Args::no_quote, "no quotes around text")
        .no_by()
        .changes(Effect::files)
        .remark("export delimited does more.")
        .example("Commas",
                 "sysuse auto\ntempfile t\noutsheet using \"`t'\" if foreign, comma replace\nimport delimited using "
                 "\"`t'\", clear",
                 "_N == 22")
        .example(
            "A bare file",
            "sysuse auto\ntempfile t\noutsheet price foreign using \"`t'\", delimiter(\";\") nonames nolabel noquote\n"
            "import delimited using \"`t'\", clear varnames(nonames)",
            "v2[1] == 0")
        .runs(run);

}  // namespace nqp::commands::outsheet_
