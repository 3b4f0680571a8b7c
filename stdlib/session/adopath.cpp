// adopath: the folders in which programs are looked for.
#include <algorithm>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/ado_path.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::adopath_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

void remove(const std::string& which, std::vector<std::string>& folders) {
  const auto number =
      which.find_first_not_of("0123456789") == std::string::npos ? std::strtoul(which.c_str(), nullptr, 10) : 0;
  auto it = std::find(folders.begin(), folders.end(), which);
  if (number >= 1 && number <= folders.size()) it = folders.begin() + static_cast<long>(number) - 1;
  if (it == folders.end()) throw Error(111, which + " is not on the ado path");
  folders.erase(it);
}

void act(const Args& a, runtime::Session& s) {
  std::vector<std::string>& folders = s.state<runtime::AdoPath>().folders;
  std::vector<std::string> words = grammar::split_words(a.text);
  if (words.size() == 1 && words[0].size() > 1 && (words[0][0] == '+' || words[0][0] == '-')) {
    const std::size_t sign = std::min(words[0].find_first_not_of("+-"), words[0].size());
    words = {words[0].substr(0, sign), words[0].substr(sign)};
  }
  if (words.size() > 2 || words.size() == 1)
    throw Error(198, "adopath + folder, adopath ++ folder or adopath - folder");
  if (words.size() == 2) {
    const std::string folder = kit::unquoted(words[1]);
    if (words[0] == "+" || words[0] == "++") {
      folders.erase(std::remove(folders.begin(), folders.end(), folder), folders.end());
      folders.insert(words[0] == "+" ? folders.end() : folders.begin(), folder);
    } else if (words[0] == "-") {
      remove(folder, folders);
    } else {
      throw Error(198, "adopath " + words[0] + " not allowed", std::nullopt,
                  {"adopath + folder, ++ folder or - folder"});
    }
  }
  for (std::size_t i = 0; i < folders.size(); ++i) {
    const std::string place = runtime::system_folder(folders[i], s);
    s.say(fmt::format("  [{}]  {:10}  \"{}\"", i + 1, place.empty() ? "" : "(" + folders[i] + ")",
                      place.empty() ? folders[i] : place));
  }
}

}  // namespace

extern const Command adopath_command =
    define<Args>("adopath", "Folders in which programs are looked for")
        .raw(&Args::text)
        .no_by()
        .remark(
            "adopath lists them; adopath + folder adds one behind, adopath ++ folder before the others, adopath - "
            "folder "
            "or number removes one. An unknown command is looked for as name.ado or name.nqp in each; built-in "
            "commands come first.")
        .example("Add and remove", "adopath ++ \"/tmp/programs\"\nadopath - 1\nadopath",
                 "strpos(c(adopath), \".\") == 1")
        .example("Not there", "capture adopath - \"/no/such\"\nscalar rc = _rc", "rc == 111")
        .acts(act);

}  // namespace nqp::commands::adopath_
