// translate: a log with tags of SMCL as a plain text file.
#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/report/smcl.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::translate_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string files, translator;
  bool replace = false;
  int linesize = 0;
};

bool ends_with(const std::string& s, const std::string& ending) {
  return s.size() >= ending.size() && s.compare(s.size() - ending.size(), ending.size(), ending) == 0;
}

Output run(const Args& a, const Context& c) {
  const std::vector<std::string> files = grammar::split_words(a.files);
  if (files.size() != 2)
    throw Error(198, "translate takes two files", std::nullopt, {"translate x.smcl x.log, replace"});
  const std::string from = kit::unquoted(files[0]), to = kit::unquoted(files[1]);
  const bool text = a.translator.empty() ? ends_with(to, ".log") || ends_with(to, ".txt")
                                         : a.translator == "smcl2log" || a.translator == "smcl2txt";
  if (!text)
    throw Error(198, "translate makes plain text only", std::nullopt, {"give the second file the suffix .log or .txt"});
  const std::string plain = report::smcl_plain(c.host.read(from), a.linesize > 0 ? a.linesize : c.settings.linesize);
  kit::require_free(c, to, a.replace);
  c.host.write(to, plain);
  Output out;
  return out.line("(file " + to + " written in .log format)");
}

}  // namespace

extern const Command translate_command =
    define<Args>("TRANSlate", "Make plain text of a log with tags")
        .anything(&Args::files)
        .flag("replace", &Args::replace, "overwrite the file")
        .text("TRanslator", &Args::translator, "smcl2log or smcl2txt; by default as the suffix of the second file says")
        .integer("linesize", &Args::linesize, 40, 255, "width of lines that fill it; set linesize by default")
        .no_by()
        .changes(Effect::files)
        .example("A log without tags",
                 "tempfile f g\nlog using \"`f'\", smcl replace nomsg\ndisplay as result \"a{b}\"\nlog close\n"
                 "translate \"`f'\" \"`g'\", translator(smcl2log) replace\nscalar shown = strpos(fileread(\"`g'\"), "
                 "\"a{b}\")\n"
                 "scalar tags = strpos(fileread(\"`g'\"), \"{res}\")",
                 "shown > 0 & tags == 0")
        .example("Nothing to translate", "capture translate nowhere.smcl out.log\nscalar rc = _rc", "rc == 601")
        .runs(run);

}  // namespace nqp::commands::translate_
