// reg2docx: stored models as a table in a Word file.
#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/table_output.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::reg2docx_ {
namespace {

using namespace command;

struct Args {
  std::string names, file;
  std::vector<ast::Option> options;
};

std::string written(const ast::Option& o, const std::string& name) {
  return " " + name + (o.has_argument ? "(" + o.argument + ")" : "");
}

struct Statistics {
  std::string names, formats;
  std::size_t count = 0;
  void add(const std::string& name, std::string format) {
    if (format.empty()) format = name == "N" ? "%9.0f" : "%9.3f";
    ++count;
    names += " " + name;
    formats += " " + format;
  }
};

// scalars(N r2(%9.3f) r2_a)
void read_scalars(std::string_view list, Statistics& out) {
  while (!kit::trim(list).empty()) {
    const std::string word = kit::take_word(list);
    const std::size_t open = word.find('(');
    if (open == std::string::npos) out.add(word, "");
    else out.add(word.substr(0, open), word.substr(open + 1, word.size() - open - 2));
  }
}

// addfe("Firm FE=Yes" "Year FE=Yes No"): a row under the coefficients, one text for all models or one for each.
struct AddedRow {
  std::string label;
  std::vector<std::string> texts;
};

std::vector<AddedRow> added_rows(const std::vector<ast::Option>& options) {
  std::vector<AddedRow> out;
  for (const ast::Option& o : options) {
    if (kit::lower(o.name) != "addfe") continue;
    for (const std::string& text : kit::listed_texts(o.argument)) {
      const std::size_t equals = text.find('=');
      if (equals == std::string::npos)
        throw Error(198, "addfe() takes \"label=text\"", o.argument_span, {"for example addfe(\"Year FE=Yes\")"});
      out.push_back({std::string(kit::trim(std::string_view(text).substr(0, equals))),
                     grammar::split_words(text.substr(equals + 1))});
    }
  }
  return out;
}

std::string added_name(std::size_t row) { return "_addfe" + std::to_string(row + 1); }

// The same table in the words of esttab.
std::string esttab_options(const std::vector<ast::Option>& options) {
  std::string out, second = " t(%9.2f)", stars = " star(* 0.1 ** 0.05 *** 0.01)", b = " b(%9.3f)", labels;
  Statistics statistics;
  const std::vector<AddedRow> rows = added_rows(options);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    statistics.add(added_name(k), "0");
    labels += (k == 0 ? " labels(" : " ") + ("\"" + rows[k].label + "\"");
  }
  if (!rows.empty()) labels += ")";
  for (const ast::Option& o : options) {
    const std::string name = kit::lower(o.name);
    if (name == "b") b = written(o, "b");
    else if (name == "se" || name == "t" || name == "p" || name == "ci" || name == "z") second = written(o, name);
    else if (name == "star") stars = o.has_argument ? written(o, "star") : stars;
    else if (name == "nostar") stars = " nostar";
    else if (name == "r2") statistics.add("r2", o.argument);
    else if (name == "ar2") statistics.add("r2_a", o.argument);
    else if (name == "pr2") statistics.add("r2_p", o.argument);
    else if (name == "aic" || name == "bic") statistics.add(name, o.argument);
    else if (name == "n" || name == "obs") statistics.add("N", o.argument);
    else if (name == "scalars" || name == "scalar" || name == "stats") read_scalars(o.argument, statistics);
    else if (name == "note") out += " addnotes(\"" + kit::unquoted(o.argument) + "\")";
    else if (name == "pagesize" || name == "font" || name == "margin" || name == "layout" || name == "depvar" ||
             name == "addfe")
      continue;
    else out += written(o, o.name);
  }
  if (statistics.count == rows.size()) statistics.add("N", "");
  return b + second + stars + " stats(" + statistics.names + ", fmt(" + statistics.formats + ")" + labels + ")" + out;
}

void add_rows(const Args& a, runtime::Session& s) {
  const std::vector<AddedRow> rows = added_rows(a.options);
  if (rows.empty()) return;
  const std::vector<std::string> names = grammar::split_words(a.names);
  for (std::size_t j = 0; j < names.size(); ++j) {
    const auto model = s.stored_estimates().find(names[j]);
    if (model == s.stored_estimates().end())
      throw Error(111, "addfe(): " + names[j] + " is no stored model", std::nullopt,
                  {"name the models one by one: reg2docx m1 m2 using …"});
    for (std::size_t k = 0; k < rows.size(); ++k) {
      const std::vector<std::string>& texts = rows[k].texts;
      if (!texts.empty()) model->second.results.macro(added_name(k), texts[std::min(j, texts.size() - 1)]);
    }
  }
}

void act(const Args& a, runtime::Session& s) {
  std::string path = a.file;
  const std::size_t dot = path.find_last_of("./\\");
  if (dot == std::string::npos || path[dot] != '.') path += ".docx";
  // The rows stand in the models only while they are written.
  const auto kept = s.stored_estimates();
  try {
    add_rows(a, s);
    s.run_command("esttab " + a.names + " using \"" + path + "\"," + esttab_options(a.options));
  } catch (...) {
    s.stored_estimates() = kept;
    throw;
  }
  s.stored_estimates() = kept;
}

}  // namespace

extern const Command reg2docx_command =
    define<Args>("reg2docx", "Stored models as a table in a Word file")
        .anything(&Args::names)
        .using_file(&Args::file, true)
        .any_options(&Args::options)
        .stores({{"r(ncols)", "columns of numbers"}, {"r(nrows)", "rows of the table"}})
        .changes(Effect::files | Effect::results)
        .remark(
            "Options: b(fmt), se(fmt)|t(fmt)|p(fmt), r2(fmt), ar2(fmt), scalars(N r2(%9.3f) …), star(* 0.1 ** 0.05 "
            "*** 0.01), title(), mtitles(), note(), indicate(), addfe(\"Year FE=Yes\"), keep(), drop(), order(), "
            "noconstant, replace, append.")
        .remark("t statistics stand in parentheses unless se or p is given; stars are 10, 5 and 1 percent.")
        .example("Two models",
                 "sysuse auto\nquietly regress price mpg\nestimates store m1\nquietly regress price mpg weight\n"
                 "estimates store m2\ntempfile t\n"
                 "reg2docx m1 m2 using `t'.docx, replace b(%9.3f) se(%9.3f) r2(%9.3f) ar2(%9.2f) title(\"Table 1\") "
                 "mtitles(\"a\" \"b\")\nscalar there = fileexists(\"`t'.docx\")",
                 "there == 1 & r(ncols) == 2")
        .example("Statistics under the models, and a note",
                 "sysuse auto\nquietly regress price mpg i.rep78\nestimates store m1\ntempfile t\n"
                 "reg2docx m1 using `t'.txt, replace scalars(N r2(%9.4f)) note(\"own note\") indicate(\"Repair = "
                 "*.rep78\")\n"
                 "scalar there = strpos(fileread(\"`t'.txt\"), \"own note\") > 0",
                 "there == 1 & r(nrows) > 3")
        .example("Rows of fixed effects",
                 "sysuse auto\nquietly regress price mpg\nestimates store m1\nquietly regress price mpg weight\n"
                 "estimates store m2\ntempfile t\n"
                 "reg2docx m1 m2 using `t'.csv, replace scalars(N) addfe(\"Firm FE=Yes\" \"Year FE=No Yes\")\n"
                 "scalar text = fileread(\"`t'.csv\")\nestimates restore m1",
                 "strpos(scalar(text), \"Firm FE\") > 0 & strpos(scalar(text), \"Year FE\") > 0 & "
                 "e(_addfe1) == \"\"")
        .acts(act);

}  // namespace nqp::commands::reg2docx_
