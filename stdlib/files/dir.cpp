#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/wildcard.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::dir_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string pattern;
  bool wide = false;
};

Output run(const Args& a, const Context& c) {
  const std::string text = kit::unquoted(a.pattern);
  const std::size_t slash = text.find_last_of("/\\");
  std::string folder(1, '.'), pattern = text;
  if (slash != std::string::npos) {
    folder = text.substr(0, slash + 1);
    pattern = text.substr(slash + 1);
  }
  if (!pattern.empty() && c.host.info(text).folder) folder = text, pattern.clear();
  if (pattern.empty()) pattern.push_back('*');
  std::string stem = folder;
  if (stem.back() != '/' && stem.back() != '\\') stem.push_back('/');
  Output out;
  std::size_t found = 0;
  for (const std::string& name : c.host.list(folder)) {
    if (!text::matches_wildcard(pattern, name)) continue;
    ++found;
    const host::FileInfo info = c.host.info(stem + name);
    out.line(a.wide ? name : fmt::format("{:>12}  {}", info.folder ? "<dir>" : std::to_string(info.size), name));
  }
  if (found == 0 && pattern.find_first_of("*?") == std::string::npos) throw Error(601, "file " + text + " not found");
  return out;
}

}  // namespace

extern const Command dir_command = define<Args>("dir", "List files")
                                       .anything(&Args::pattern)
                                       .flag("Wide", &Args::wide, "names only")
                                       .alias("ls")
                                       .no_by()
                                       .example("All", "dir, wide", "1")
                                       .example("A pattern", "dir *.dta", "1")
                                       .runs(run);

}  // namespace nqp::commands::dir_
