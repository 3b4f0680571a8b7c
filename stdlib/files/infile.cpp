// infile: text in free format, word by word, or as a dictionary says.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/io/delimited.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/raw_dictionary.hpp"
#include "stdlib/kit/raw_text.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::infile_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body, file, using_option;
  Sample sample;
  bool clear = false, automatic = false;
  int by_variable = 0;
};

std::string existing(const std::string& file, const char* extension, const Context& c) {
  const std::string path = kit::unquoted(file);
  return c.host.info(path).exists ? path : kit::with_extension(path, extension);
}

// infile using dictionary [, using(data)].
Output by_dictionary(const Args& a, const Context& c) {
  const std::string path = existing(a.file, "dct", c);
  auto d = kit::read_dictionary(kit::raw_text(c, path), "infile", path);
  if (!d)
    throw Error(613, path + " is no dictionary", std::nullopt,
                {"name the variables: infile x y using " + path, "or begin the file with: infile dictionary { ... }"});
  if (d->variables.empty()) throw Error(613, path + ": the dictionary names no variables");
  const std::string file = a.using_option.empty() ? d->data_file : a.using_option;
  const std::string data_path = file.empty() ? "" : existing(file, "raw", c);
  const std::string text = file.empty() ? d->data : kit::raw_text(c, data_path);
  if (!file.empty()) d->lines_before = 0;
  kit::RawFrame raw;
  try {
    raw = kit::read_by_dictionary(*d, text, c);
  } catch (const Error& e) {
    throw Error(e.code, (data_path.empty() ? path : data_path) + ": " + e.what(), e.span, e.notes);
  }
  for (std::size_t k = 0; k < raw.frame.variables.size(); ++k) {
    raw.frame.variables[k].label = d->variables[k].label;
    raw.frame.variables[k].value_label = d->variables[k].value_label;
  }
  return kit::raw_output(std::move(raw), a.sample, c);
}

// Values of a text in its order; 612 when the file holds fewer than byvariable(#) promises.
kit::RawFrame read_words(const std::vector<kit::RawVariable>& variables, std::string_view text, std::size_t by_variable,
                         const Context& c) {
  const std::size_t k = variables.size();
  std::size_t found = 0;
  for (kit::RawWords words(text); words.next();) ++found;
  if (by_variable > 0 && found / k < by_variable)
    throw Error(612, fmt::format("the file holds {} values; {} variables with {} observations have more", found, k,
                                 by_variable));
  const std::size_t rows = by_variable > 0 ? by_variable : (found + k - 1) / k;
  kit::RawTable table(variables, rows, c);
  kit::RawWords words(text);
  for (std::size_t w = 0; w < rows * k; ++w) {
    const std::string_view word = words.next().value_or("");
    if (by_variable > 0) table.set(w / rows, w % rows, word);
    else table.set(w % k, w / k, word);
  }
  kit::RawFrame out = table.finish();
  if (found > rows * k) out.notes.push_back(fmt::format("{} more values were left out", found - rows * k));
  return out;
}

Output run(const Args& a, const Context& c) {
  if (a.automatic)
    throw Error(198, "option automatic is not supported", std::nullopt,
                {"read the text as str# and make a labelled variable of it: encode text, generate(code)"});
  kit::require_saved(c, a.clear);
  if (a.body.empty()) return by_dictionary(a, c);
  const std::vector<kit::RawVariable> variables = kit::raw_variables(a.body);
  const std::string path = existing(a.file, "raw", c);
  const std::string text = kit::raw_text(c, path);
  try {
    return kit::raw_output(read_words(variables, text, static_cast<std::size_t>(a.by_variable), c), a.sample, c);
  } catch (const Error& e) {
    if (e.code != 459 && e.code != 612) throw;
    throw Error(e.code, path + ": " + e.what(), e.span, e.notes);
  }
}

}  // namespace

extern const Command infile_command = kit::loose_body(
    define<Args>("INFile", "Read text in free format")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .using_file(&Args::file)
        .flag("clear", &Args::clear, "even if the data in memory are not saved")
        .flag("Automatic", &Args::automatic, "refused: encode makes value labels of text")
        .integer("BYvariable", &Args::by_variable, 1, 1 << 30, "the file holds # values of each variable in turn")
        .text("using", &Args::using_option, "with a dictionary: the file of the data")
        .no_by()
        .changes(Effect::data | Effect::files | Effect::results)
        .stores({{"r(N)", "observations read"}})
        .remark("infile [type] name [type] name ... using file: values stand between blanks, commas or line ends, in "
                "any number of lines. _skip leaves a value out. Strings need their type: str20 make. Without names the "
                "file is a dictionary: "
                "infile dictionary [using data] { [_column(#)] [type] name [:label] [%format] [\"label\"] ... }, with "
                "_lines(#), _line(#), _newline, _first(#) and _skip(#); the data may follow the closing brace.")
        .example(
            "Blanks and quotes",
            "sysuse auto\ntempfile t\noutfile make price using \"`t'\"\ninfile str20 make price using \"`t'\", clear",
            "r(N) == 74 & make[1] == \"AMC Concord\" & price[1] == 4099")
        .example("A type for several variables",
                 "sysuse auto\ntempfile t\noutfile make price mpg using \"`t'\"\n"
                 "infile str20 make double(price mpg) using \"`t'\", clear\nconfirm double variable mpg price",
                 "price[2] == 4749")
        .example("Variable by variable",
                 "set obs 2\ngenerate x = _n\ntempfile t\noutfile x using \"`t'\"\ninfile a b using \"`t'\", "
                 "byvariable(1) clear",
                 "a[1] == 1 & b[1] == 2")
        .example("A dictionary",
                 "tempfile t\nfile open h using \"`t'\", write text\n"
                 "file write h \"infile dictionary {\" _n \"_column(1) int code %2f\" _n "
                 "\"_column(3) str10 city %8s\" _n \"_column(11) float rate %3.1f\" _n \"}\" _n "
                 "\"11Beijing 025\" _n \"12Tianjin 3.5\" _n\nfile close h\ninfile using \"`t'\", clear",
                 "_N == 2 & code[2] == 12 & city[1] == \"Beijing\" & rate[1] == 2.5 & rate[2] == 3.5")
        .runs(run));

}  // namespace nqp::commands::infile_
