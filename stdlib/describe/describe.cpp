// describe: the variables of the data set, their storage, formats and labels.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/joined.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/name_grid.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/kit/wrapped.hpp"

namespace nqp::commands::describe_ {
namespace {

using namespace command;
using report::Align;
using report::text_cell;

struct Args {
  std::string body, file;
  Variables variables;
  bool short_form = false, store_names = false, simple = false, full_names = false, numbers = false, replace = false,
       clear = false;
};

std::size_t bytes_of(data::Type t) {
  switch (t.storage) {
    case data::Storage::byte_: return 1;
    case data::Storage::int_: return 2;
    case data::Storage::long_:
    case data::Storage::float_: return 4;
    case data::Storage::double_:
    case data::Storage::strl: return 8;
    case data::Storage::str: return t.width;
  }
  return 0;
}

std::string count_text(std::size_t n) { return text::trimmed(text::format_number(static_cast<double>(n), "%20.0fc")); }

bool has_notes(const std::map<std::string, std::string>& characteristics) {
  const auto it = characteristics.find("note0");
  return it != characteristics.end() && it->second != "0" && !it->second.empty();
}

std::string rule(const Context& c) { return std::string(static_cast<std::size_t>(c.settings.linesize), '-'); }

void head(const Context& c, report::Document& d) {
  const data::Frame& f = c.frame;
  d.blank();
  d.line("Contains data" + (f.file.empty() ? std::string() : " from " + f.file));
  const auto line = [&](const char* name, std::size_t n, const std::string& right) {
    const std::string left = fmt::format("{:>13}: {:>13}", name, count_text(n));
    constexpr int column = 46;
    const auto width = static_cast<std::size_t>(std::max(c.settings.linesize - column, 20));
    const std::vector<std::string> lines = kit::wrapped_lines(right, width);
    d.line(lines[0].empty() ? left : text::pad_right(left, column) + lines[0]);
    for (std::size_t i = 1; i < lines.size(); ++i) d.line(std::string(column, ' ') + lines[i]);
  };
  line("Observations", f.rows, f.label);
  line("Variables", f.variables.size(), has_notes(f.characteristics) ? "(_dta has notes)" : "");
}

report::Table variable_table(const Args& a, const Context& c) {
  const std::size_t name_width = a.full_names ? 32 : 14, number_width = a.numbers ? 5 : 0;
  const int linesize = c.settings.linesize;
  report::Table t;
  t.columns = {{static_cast<int>(name_width + number_width), 0, false},
               {7, 1, false},
               {10, 1, false},
               {10, 1, false},
               {0, 1, false}};
  const std::size_t used = name_width + number_width + 31;
  const std::size_t label_width = static_cast<std::size_t>(std::max(linesize - static_cast<int>(used), 20));
  t.rule();
  t.row({text_cell("Variable"), text_cell("Storage"), text_cell("Display"), text_cell("Value")});
  t.row({text_cell("    name"), text_cell("   type"), text_cell("format"), text_cell("label"),
         text_cell(text::pad_right("Variable label", label_width - 1))});
  t.rule();
  for (const std::string& name : a.variables) {
    const data::Variable& v = c.frame.at(name);
    std::string shown = text::abbreviate(v.name, name_width);
    if (a.numbers) shown = fmt::format("{:>3}. {}", *c.frame.index(name) + 1, shown);
    const std::vector<std::string> label = kit::wrapped_lines(v.label, label_width);
    const auto result = [](std::string s) { return text_cell(std::move(s), Align::left, report::Style::result); };
    const std::string mark = has_notes(v.characteristics) ? "* " : "";
    t.row({text_cell(shown), text_cell(data::type_name(v.column->type())), text_cell(v.format),
           text_cell(text::abbreviate(v.value_label, 10)), result(mark + label[0])});
    for (std::size_t i = 1; i < label.size(); ++i)
      t.row({text_cell(""), text_cell(""), text_cell(""), text_cell(""), result(label[i])});
  }
  t.rule();
  return t;
}

Output describe(const Args& a, const Context& c) {
  Output out;
  const data::Frame& f = c.frame;
  std::size_t width = 0;
  for (const data::Variable& v : f.variables) width += bytes_of(v.column->type());
  out.r = Results{}.scalar("N", static_cast<double>(f.rows)).scalar("k", static_cast<double>(f.variables.size()));
  out.r->scalar("width", static_cast<double>(width)).scalar("changed", f.changed ? 1 : 0);
  if (a.store_names) out.r->macro("varlist", text::joined(a.variables)).macro("sortlist", text::joined(f.sorted_by));
  if (a.simple) {
    out.document.append(kit::name_grid(a.variables, c.settings.linesize));
    return out;
  }
  const bool all = a.variables.size() == f.variables.size();
  if (all || a.short_form) head(c, out.document);
  else out.document.blank();
  if (!a.short_form && !a.variables.empty()) out.document.add(variable_table(a, c));
  else if (all) out.document.line(rule(c));
  if (all || a.short_form) {
    out.document.line("Sorted by: " + text::joined(f.sorted_by));
    if (f.changed && !f.variables.empty()) out.document.line("     Note: Dataset has changed since last saved.");
  }
  return out;
}

// The description as data: a row for each variable.
data::Frame as_data(const Args& a, const data::Frame& f) {
  const std::size_t n = a.variables.size();
  std::vector<double> position, numeric;
  std::vector<std::string> type, format, value_label, label;
  for (const std::string& name : a.variables) {
    const data::Variable& v = f.at(name);
    position.push_back(static_cast<double>(*f.index(name) + 1));
    numeric.push_back(v.is_string() ? 0 : 1);
    type.push_back(data::type_name(v.column->type()));
    format.push_back(v.format);
    value_label.push_back(v.value_label);
    label.push_back(v.label);
  }
  data::Frame out;
  out.rows = n;
  const auto add = [&](const char* name, data::ColumnPtr column, const char* what) {
    data::Variable v{name, std::move(column)};
    v.label = what;
    out.add(std::move(v));
  };
  add("position", data::make_narrowest(position), "variable number");
  add("name", data::make_strings(a.variables), "variable name");
  add("type", data::make_strings(type), "storage type");
  add("isnumeric", data::make_narrowest(numeric), "equal to 1 if numeric");
  add("format", data::make_strings(format), "display format");
  add("vallab", data::make_strings(value_label), "value label");
  add("varlab", data::make_strings(label), "variable label");
  return out;
}

Output describe_as_data(const Args& a, const data::Frame& described, const Context& c) {
  kit::require_saved(c, a.clear);
  Output out;
  out.frame = as_data(a, described);
  out.r = Results{}.scalar("N", static_cast<double>(described.rows));
  out.r->scalar("k", static_cast<double>(described.variables.size()));
  return out;
}

Variables named_or_all(const std::string& body, const Context& c) {
  if (!body.empty()) return resolve_variables(body, c);
  Variables all;
  for (const data::Variable& v : c.frame.variables) all.push_back(v.name);
  return all;
}

// The variables of a file; what is in memory stays.
Output describe_file(const Args& a, const Context& c) {
  const std::string path = kit::unquoted(a.file);
  data::Frame f = kit::load_dta(c, path);
  kit::mark_fresh(f, kit::with_extension(path, "dta"));
  Args in_file = a;
  const Context there(f, c.environment, c.settings, c.host);
  in_file.variables = named_or_all(a.body, there);
  if (a.replace) return describe_as_data(in_file, f, c);
  return describe(in_file, there);
}

Output run(const Args& a, const Context& c) {
  if (!a.file.empty()) return describe_file(a, c);
  Args here = a;
  here.variables = named_or_all(a.body, c);
  if (a.replace) return describe_as_data(here, c.frame, c);
  return describe(here, c);
}

}  // namespace

extern const Command describe_command =
    define<Args>("Describe", "Describe the data")
        .anything(&Args::body)
        .using_file(&Args::file, false)
        .flag("Short", &Args::short_form, "only the number of observations and variables and the sort order")
        .flag("VARList", &Args::store_names, "store the names in r(varlist) and the sort order in r(sortlist)")
        .flag("SIMple", &Args::simple, "only the names")
        .flag("Fullnames", &Args::full_names, "do not abbreviate names")
        .flag("Numbers", &Args::numbers, "number the variables")
        .flag("replace", &Args::replace, "the description becomes the data: a row for each variable")
        .flag("clear", &Args::clear, "with replace: even if the data in memory are not saved")
        .no_by()
        .stores({{"r(N)", "number of observations"},
                 {"r(k)", "number of variables"},
                 {"r(width)", "bytes of one observation"},
                 {"r(changed)", "1 when the data have changed since they were saved or read"},
                 {"r(varlist)", "the variables listed, with varlist"},
                 {"r(sortlist)", "what the data are sorted by, with varlist"}})
        .changes(Effect::data | Effect::results)
        .remark("describe varlist using file describes a .dta file, or some of its variables, without loading it.")
        .example("A file", "sysuse auto\ntempfile t\nsave \"`t'\"\nclear\ndescribe using \"`t'\"",
                 "r(N) == 74 & c(k) == 0")
        .example("Some variables of a file",
                 "sysuse auto\ntempfile t\nsave \"`t'\"\nclear\ndescribe m* using \"`t'\", varlist",
                 "r(varlist) == \"make mpg\"")
        .example(
            "A codebook as data", "sysuse auto\ndescribe, replace clear",
            "_N == 12 & name[2] == \"price\" & type[1] == \"str17\" & isnumeric[1] == 0 & vallab[12] == \"origin\"")
        .example("All variables", "sysuse auto\ndescribe, fullnames numbers", "r(N) == 74 & r(k) == 12")
        .example("Names for a macro", "sysuse auto\ndescribe p*, varlist", "r(varlist) == \"price\"")
        .example("A glance", "sysuse auto\ndescribe, short\ndescribe, simple", "r(k) == 12")
        .runs(run);

}  // namespace nqp::commands::describe_
