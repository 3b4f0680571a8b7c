// outfile: text in free format, as infile reads it.
#include <fmt/format.h>

#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::outfile_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables;
  std::string file;
  Sample sample;
  bool replace = false, comma = false, no_quote = false, no_label = false, wide = false, dictionary = false;
};

std::string cell(const data::Frame& f, const data::Variable& v, std::size_t row, const Args& a) {
  const data::ValueLabel* labels = a.no_label ? nullptr : f.labels_of(v);
  std::string text;
  if (v.is_string()) {
    text = v.column->text(row);
  } else {
    const double x = v.column->number(row);
    const auto it = labels != nullptr ? labels->find(x) : data::ValueLabel::const_iterator();
    if (labels == nullptr || it == labels->end()) {
      text::Format format = text::parse_format(v.format).value_or(text::Format{});
      format.commas = false;  // they would split the number for who reads it
      return a.comma && data::is_missing(x) ? "" : text::trimmed(text::format_number(x, format));
    }
    text = it->second;
  }
  return a.no_quote ? text : '"' + text + '"';
}

// What infile needs to know of the values behind it.
std::string dictionary_of(const Args& a, const data::Frame& f) {
  std::string out = "infile dictionary {\n";
  for (const std::string& name : a.variables) {
    const data::Variable& v = f.at(name);
    std::string type = data::type_name(v.column->type());
    if (const data::ValueLabel* labels = a.no_label ? nullptr : f.labels_of(v)) {
      std::size_t longest = 12;  // a number without a text
      for (const auto& entry : *labels) longest = std::max(longest, entry.second.size());
      type = "str" + std::to_string(std::min<std::size_t>(longest, 2045));
    }
    std::string label = v.label;
    std::replace(label.begin(), label.end(), '"', '\'');
    out += fmt::format("  {:<8} {:<16} \"{}\"\n", type, name, label);
  }
  return out + "}\n";
}

Output run(const Args& a, const Context& c) {
  if (a.dictionary && (a.comma || a.no_quote))
    throw Error(184, "options dictionary and comma or noquote may not be combined");
  const std::string path = kit::with_extension(kit::unquoted(a.file), a.dictionary ? "dct" : "raw");
  kit::require_free(c, path, a.replace);
  if (a.variables.empty()) throw Error(111, "no variables defined: there is nothing to write");
  const std::vector<data::Row> rows = c.rows(a.sample);
  if (rows.empty()) throw Error(2000, "no observations");
  std::string out = a.dictionary ? dictionary_of(a, c.frame) : "";
  for (const data::Row row : rows) {
    for (std::size_t k = 0; k < a.variables.size(); ++k) {
      if (k > 0) out += a.comma ? ',' : ' ';
      out += cell(c.frame, c.frame.at(a.variables[k]), row, a);
    }
    out += '\n';
  }
  c.host.write(path, out);
  return {};
}

}  // namespace

extern const Command outfile_command =
    define<Args>("OUTFile", "Write text in free format")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .if_in(&Args::sample)
        .using_file(&Args::file)
        .flag("replace", &Args::replace, "overwrite the file")
        .flag("Comma", &Args::comma, "commas between the values")
        .flag("noQuote", &Args::no_quote, "no quotes around text")
        .flag("noLabel", &Args::no_label, "codes instead of value labels")
        .flag("Dictionary", &Args::dictionary, "a dictionary before the values, so that infile using reads the file")
        .flag("Wide", &Args::wide, "accepted: one observation is one line")
        .no_by()
        .changes(Effect::files)
        .remark("Numbers are written as their display format shows them; one observation is one line.")
        .example("Read back",
                 "sysuse auto\ntempfile t\noutfile price foreign using \"`t'\", nolabel comma\n"
                 "infile price foreign using \"`t'\", clear",
                 "price[1] == 4099 & foreign[74] == 1")
        .example("With a dictionary",
                 "sysuse auto\ntempfile t\noutfile make price foreign using \"`t'.dct\", dictionary nolabel\n"
                 "infile using \"`t'.dct\", clear\nlocal l : variable label make\n"
                 "assert \"`l'\" == \"Make and model\"",
                 "_N == 74 & price[2] == 4749 & make[1] == \"AMC Concord\"")
        .example("A file is kept unless replace is given",
                 "sysuse auto\ntempfile t\noutfile mpg using \"`t'\", noquote wide\ncapture outfile mpg using \"`t'\"",
                 "_rc == 602")
        .runs(run);

}  // namespace nqp::commands::outfile_
