// type: shows a text file.
#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/io/delimited.hpp"
#include "interpreter/report/smcl.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::type_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string file;
  bool asis = false, smcl = false;
  int lines = 0;
};

Output run(const Args& a, const Context& c) {
  const std::string path = kit::unquoted(a.file);
  if (path.empty()) throw Error(100, "a file name is required");
  std::string text = data::to_utf8(c.host.read(path));
  if (!a.asis) text = report::smcl_plain(text, c.settings.linesize);
  Output out;
  int shown = 0;
  for (std::size_t begin = 0; begin < text.size() && (a.lines == 0 || shown < a.lines); ++shown) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string line = text.substr(begin, end - begin);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    out.line(std::move(line));
    begin = end + 1;
  }
  return out;
}

}  // namespace

extern const Command type_command =
    define<Args>("TYpe", "Show a text file")
        .anything(&Args::file)
        .flag("asis", &Args::asis, "show the tags of a file that begins with {smcl} as they stand")
        .flag("smcl", &Args::smcl, "accepted for compatibility")
        .integer("lines", &Args::lines, 1, 1000000000, "show only the first lines")
        .no_by()
        .changes(Effect::files)
        .example(
            "What was exported",
            "sysuse auto\ntempfile f\nexport delimited make price using \"`f'\"\ntype \"`f'\", lines(2)\nscalar ok = 1",
            "ok == 1")
        .example("A file that does not exist", "capture type nowhere.txt\nscalar rc = _rc", "rc == 601")
        .runs(run);

}  // namespace nqp::commands::type_
