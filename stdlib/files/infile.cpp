// infile: text in free format, word by word.
#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/io/delimited.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/raw_text.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::infile_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body, file;
  Sample sample;
  bool clear = false, automatic = false;
  int by_variable = 0;
};

Output run(const Args& a, const Context& c) {
  if (a.body.empty()) {
    throw Error(198, "names of new variables are needed", std::nullopt,
                {"dictionaries are not read; infix reads data in fixed columns"});
  }
  kit::require_saved(c, a.clear);
  const std::vector<kit::RawVariable> variables = kit::raw_variables(a.body);
  std::string path = kit::unquoted(a.file);
  if (!c.host.info(path).exists) path = kit::with_extension(path, "raw");
  const std::vector<std::string> words = kit::raw_words(data::to_utf8(c.host.read(path)));
  const std::size_t k = variables.size();
  const std::size_t rows = a.by_variable > 0 ? static_cast<std::size_t>(a.by_variable) : (words.size() + k - 1) / k;
  std::vector<std::vector<std::string>> cells(k, std::vector<std::string>(rows));
  for (std::size_t w = 0; w < words.size() && w < rows * k; ++w) {
    const std::size_t column = a.by_variable > 0 ? w / rows : w % k, row = a.by_variable > 0 ? w % rows : w / k;
    cells[column][row] = words[w];
  }
  return kit::raw_output(kit::raw_frame(variables, cells, rows, c), a.sample, c);
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
        .no_by()
        .changes(Effect::data | Effect::files | Effect::results)
        .stores({{"r(N)", "observations read"}})
        .remark("infile [type] name [type] name ... using file: values stand between blanks, commas or line ends, in "
                "any number of lines. _skip leaves a value out. Strings need their type: str20 make.")
        .example(
            "Blanks and quotes",
            "sysuse auto\ntempfile t\noutfile make price using \"`t'\"\ninfile str20 make price using \"`t'\", clear",
            "r(N) == 74 & make[1] == \"AMC Concord\" & price[1] == 4099")
        .example("Variable by variable",
                 "set obs 2\ngenerate x = _n\ntempfile t\noutfile x using \"`t'\"\ninfile a b using \"`t'\", "
                 "byvariable(1) clear",
                 "a[1] == 1 & b[1] == 2")
        .runs(run));

}  // namespace nqp::commands::infile_
