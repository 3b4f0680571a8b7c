// postfile: opens a file of results for post.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/post_files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::postfile_ {
namespace {

using namespace command;

struct Args {
  std::string body, file;
  bool replace = false;
  int every = 0;
};

// "str8 name x double(y z)": a type is for the name behind it or the names in parentheses.
void read_columns(const std::string& text, const std::string& default_type, kit::PostFile& p) {
  data::Type standard = data::parse_type(default_type).value_or(data::Type{data::Storage::float_});
  data::Type next = standard;
  for (const kit::Piece& piece : kit::split_pieces(text)) {
    if (const auto type = piece.grouped ? std::nullopt : data::parse_type(piece.text)) {
      next = *type;
      continue;
    }
    for (const std::string& name : grammar::split_words(piece.text)) {
      if (!data::valid_name(name)) throw Error(198, name + " invalid name");
      for (const std::string& other : p.names)
        if (other == name) throw Error(110, name + " already defined");
      p.names.push_back(name);
      p.types.push_back(next);
    }
    next = standard;
  }
}

void act(const Args& a, runtime::Session& s) {
  std::string_view rest = a.body;
  const std::string handle = kit::take_word(rest);
  if (handle.empty()) throw Error(100, "a handle is needed", std::nullopt, {"postfile h x y using results, replace"});
  if (!data::valid_name(handle)) throw Error(198, handle + " invalid name");
  if (kit::post_files(s).count(handle))
    throw Error(110, "post " + handle + " is open already", std::nullopt, {"postclose " + handle + " closes it"});
  kit::PostFile p;
  p.path = kit::with_extension(a.file, "dta");
  p.every = a.every;
  read_columns(std::string(rest), s.settings().type, p);
  if (p.names.empty()) throw Error(100, "names of variables are needed");
  kit::require_free(s.context(), p.path, a.replace);
  kit::post_files(s).emplace(handle, std::move(p));
}

}  // namespace

extern const Command postfile_command = kit::loose_body(
    define<Args>("postfile", "Open a file of results")
        .anything(&Args::body)
        .using_file(&Args::file)
        .flag("replace", &Args::replace, "overwrite the file")
        .integer("every", &Args::every, 0, 1000000000, "write the file after every so many posts")
        .changes(Effect::files)
        .example("Two results",
                 "tempfile t\npostfile h x str5 name using \"`t'\", replace every(1)\npost h (1) (\"a\")\npost h (2) "
                 "(\"b\")\npostclose h\nuse \"`t'\", clear",
                 "_N == 2 & x[2] == 2 & name[1] == \"a\"")
        .example("A loop",
                 "tempfile t\npostfile h double y using \"`t'\"\nforvalues i = 1/3 {\npost h (`i'^2)\n}\npostclose "
                 "h\nuse \"`t'\", clear",
                 "y[3] == 9")
        .acts(act));

}  // namespace nqp::commands::postfile_
