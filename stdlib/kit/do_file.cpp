#include "stdlib/kit/do_file.hpp"

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/io/delimited.hpp"

namespace nqp::kit {
namespace {

struct DoFile {
  std::string path;
  std::vector<std::string> arguments;
};

DoFile find_do_file(const std::string& text, runtime::Session& session) {
  std::vector<std::string> words = grammar::split_words(text);
  if (words.empty()) throw Error(100, "a file name is required");
  DoFile f{words[0], {words.begin() + 1, words.end()}};
  const std::size_t slash = f.path.find_last_of("/\\");
  const bool has_suffix = f.path.find('.', slash == std::string::npos ? 0 : slash) != std::string::npos;
  if (has_suffix) return f;
  for (const char* suffix : {".nqp", ".do"})
    if (session.host().info(f.path + suffix).exists) {
      f.path += suffix;
      return f;
    }
  if (!session.host().info(f.path).exists) throw Error(601, "file " + f.path + ".do not found");
  return f;
}

}  // namespace

void run_do_file(const DoFileArgs& a, runtime::Session& session, bool own_level, bool echo) {
  const DoFile f = find_do_file(a.file, session);
  auto script = std::make_shared<const ast::Script>(
      grammar::parse_up_to_error(data::to_utf8(session.host().read(f.path)), f.path));
  session.run_script(std::move(script), f.arguments, own_level, echo, a.nostop);
}

command::Command define_do_file(const std::string& name, const std::string& title,
                                void (*act)(const DoFileArgs&, runtime::Session&)) {
  const std::string word = command::abbreviation(name).first;
  return command::define<DoFileArgs>(name, title)
      .anything(&DoFileArgs::file)
      .flag("nostop", &DoFileArgs::nostop, "show errors and go on with the next command")
      .remark("The suffix .nqp, then .do, is added to a name without one. Arguments arrive as `1', `2' ...")
      .example("A file that does not exist", "capture " + word + " nowhere.nqp\nscalar rc = _rc", "rc == 601")
      .acts(act);
}

}  // namespace nqp::kit
