// infile: text in free format, word by word, or as a dictionary says.
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
  const auto d = kit::read_dictionary(kit::raw_text(c, path), "infile", path);
  if (!d)
    throw Error(613, path + " is no dictionary", std::nullopt,
                {"name the variables: infile x y using " + path, "or begin the file with: infile dictionary { ... }"});
  if (d->variables.empty()) throw Error(613, path + ": the dictionary names no variables");
  const std::string file = a.using_option.empty() ? d->data_file : a.using_option;
  const std::string text = file.empty() ? d->data : kit::raw_text(c, existing(file, "raw", c));
  std::size_t rows = 0;
  const auto cells = kit::dictionary_cells(*d, text, rows);
  std::vector<kit::RawVariable> variables;
  for (const kit::DictionaryVariable& v : d->variables) variables.push_back(v.variable);
  const auto cell = [&](std::size_t k, std::size_t row) { return cells[k][row]; };
  kit::RawFrame raw = kit::raw_frame(variables, cell, rows, c);
  for (std::size_t k = 0; k < raw.frame.variables.size(); ++k) {
    raw.frame.variables[k].label = d->variables[k].label;
    raw.frame.variables[k].value_label = d->variables[k].value_label;
  }
  return kit::raw_output(std::move(raw), a.sample, c);
}

Output run(const Args& a, const Context& c) {
  kit::require_saved(c, a.clear);
  if (a.body.empty()) return by_dictionary(a, c);
  const std::vector<kit::RawVariable> variables = kit::raw_variables(a.body);
  const std::string path = existing(a.file, "raw", c);
  const std::string text = kit::raw_text(c, path);
  const std::vector<std::string_view> words = kit::raw_words(text);
  const std::size_t k = variables.size();
  const std::size_t rows = a.by_variable > 0 ? static_cast<std::size_t>(a.by_variable) : (words.size() + k - 1) / k;
  const auto cell = [&](std::size_t column, std::size_t row) {
    const std::size_t w = a.by_variable > 0 ? column * rows + row : row * k + column;
    return std::string(w < words.size() ? words[w] : "");
  };
  return kit::raw_output(kit::raw_frame(variables, cell, rows, c), a.sample, c);
}

}  // namespace

extern const Command infile_command = kit::loose_body(
    define<Args>("INFile", "Read text in free format")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .using_file(&Args::file)
        .flag("clear", &Args::clear, "even if the data in memory are not saved")
        .flag("Automatic", &Args::automatic, "accepted")
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
