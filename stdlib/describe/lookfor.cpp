// lookfor: variables whose names or labels contain some words.
#include "interpreter/command/definition.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::lookfor_ {
namespace {

using namespace command;

struct Args {
  std::string words;
};

Output run(const Args& a, const Context& c) {
  std::vector<std::string> words;
  for (std::string_view rest = kit::trim(a.words); !rest.empty(); rest = kit::trim(rest))
    words.push_back(kit::lower(kit::unquoted(kit::take_word(rest))));
  if (words.empty()) throw Error(198, "lookfor needs a word to look for");
  Output out;
  report::Table t;
  t.columns = {{15, 0, false}, {7, 1, false}, {10, 1, false}, {10, 1, false}, {14, 1, false}};
  using report::text_cell;
  t.rule();
  t.row({text_cell("Variable"), text_cell("Storage"), text_cell("Display"), text_cell("Value")});
  t.row({text_cell("    name"), text_cell("   type"), text_cell("format"), text_cell("label"),
         text_cell("Variable label")});
  t.rule();
  std::string list;
  for (const data::Variable& v : c.frame.variables) {
    const std::string name = kit::lower(v.name), label = kit::lower(v.label);
    bool found = false;
    for (const std::string& w : words)
      found = found || name.find(w) != std::string::npos || label.find(w) != std::string::npos;
    if (!found) continue;
    list += (list.empty() ? "" : " ") + v.name;
    t.row({text_cell(text::abbreviate(v.name, 15)), text_cell(data::type_name(v.column->type())), text_cell(v.format),
           text_cell(text::abbreviate(v.value_label, 10)),
           text_cell(v.label, report::Align::left, report::Style::result)});
  }
  if (!list.empty()) out.document.blank().add(std::move(t));
  out.r = Results{}.macro("varlist", list);
  return out;
}

}  // namespace

extern const Command lookfor_command =
    define<Args>("lookfor", "Find variables by words in names and labels")
        .anything(&Args::words)
        .no_by()
        .stores({{"r(varlist)", "the variables found"}})
        .changes(Effect::results)
        .example("A word", "sysuse auto\nlookfor repair", "r(varlist) == \"rep78\"")
        .example("One of several words", "sysuse auto\nlookfor weight \"turn circle\" mpg",
                 "wordcount(r(varlist)) == 3")
        .runs(run);

}  // namespace nqp::commands::lookfor_
