#include "stdlib/kit/other_language.hpp"

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

using namespace command;

struct OtherLanguageArgs {
  std::string text;
};

Output run_refused(const OtherLanguageArgs& a, const Context& c) {
  std::string_view rest = a.text;
  const auto skip = [&](std::string_view word) {
    rest = trim(rest);
    if (starts_with(rest, word)) rest.remove_prefix(word.size());
    rest = trim(rest);
  };
  skip(":");
  skip("mata ");
  const std::string word = take_word(rest);
  if (word == "clear" || word == "drop" || word == "set" || word == "query" || word == "describe") return {};
  const std::string name(c.command_line.substr(0, c.command_line.find_first_of(" :,")));
  throw Error(199, name + " is not supported", std::nullopt,
              {"matrix commands (matrix A = ..., mkmat, svmat, el(), rowsof()), loops, egen and programs do most of it",
               "a block up to its end is skipped as a unit: capture noisily lets the do-file go on"});
}

}  // namespace

Command other_language(const char* name, const char* title) {
  const std::string word = name;
  return define<OtherLanguageArgs>(name, title)
      .raw(&OtherLanguageArgs::text)
      .no_by()
      .remark("Its statements and blocks stop with r(199). Clearing its memory is accepted: there is none.")
      .example("Clearing", word + " clear\nscalar ok = 1", "ok == 1")
      .example("A statement", "capture " + word + ": x = 1\nscalar rc = _rc", "rc == 199")
      .runs(run_refused);
}

}  // namespace nqp::kit
