#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::commands::format_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body;
};

Output run(const Args& a, const Context& c) {
  std::string list, format;
  for (const std::string& word : grammar::split_words(a.body)) {
    if (word[0] != '%') {
      list += word + " ";
      continue;
    }
    if (!format.empty()) throw Error(198, "only one format can be given");
    format = word;
  }
  if (list.empty() && !format.empty()) throw Error(100, "varlist required");
  const Variables names = resolve_variables(list.empty() ? "_all" : list, c);
  Output out;
  if (format.empty()) {
    for (const std::string& name : names) out.line(fmt::format("  {:<32} {}", name, c.frame.at(name).format));
    return out;
  }
  const auto parsed = text::parse_format(format);
  if (!parsed) throw Error(120, "invalid %format " + format, std::nullopt, {"examples: %9.2f %10.0gc %-12s %td %tm"});
  data::Frame f = c.frame;
  for (const std::string& name : names) {
    data::Variable& v = f.variables[*f.index(name)];
    if (v.is_string() != (parsed->kind == text::Format::Kind::string))
      throw Error(120, fmt::format("format {} does not suit the {} variable {}", format,
                                   v.is_string() ? "string" : "numeric", name));
    v.format = format;
  }
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command format_command =
    define<Args>("FORmat", "Set how variables are displayed")
        .raw(&Args::body)  // date formats have commas
        .no_by()
        .changes(Effect::data)
        .remark("format varlist %fmt or format %fmt varlist; without a format the formats are listed.")
        .example("Two decimals", "sysuse auto\nformat price weight %9.2f", "price[1] == 4099")
        .example("A comma in a format",
                 "clear\nset obs 1\ngenerate d = mdy(3,1,2019)\nformat d %tdMonth_DD,_CCYY\n"
                 "scalar same = \"`: format d'\" == \"%tdMonth_DD,_CCYY\"",
                 "same == 1")
        .example("Dates", "clear\nset obs 1\ngenerate d = mdy(3,1,2019)\nformat %td d", "d[1] == 21609")
        .runs(run);

}  // namespace nqp::commands::format_
