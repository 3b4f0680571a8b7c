// post: adds one observation to a file that postfile opened.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/post_files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::post_ {
namespace {

using namespace command;

struct Args {
  std::string text;
};

void act(const Args& a, runtime::Session& s) {
  std::string_view rest = a.text;
  std::size_t end = 0;
  while (end < rest.size() && rest[end] != '(' && rest[end] != ' ' && rest[end] != '\t') ++end;
  kit::PostFile& p = kit::find_post_file(std::string(rest.substr(0, end)), s);
  const std::vector<kit::Piece> pieces = kit::split_pieces(rest.substr(end));
  if (pieces.size() != p.names.size())
    throw Error(198, "post needs " + std::to_string(p.names.size()) + " expressions in parentheses, not " +
                         std::to_string(pieces.size()));
  std::vector<eval::Value> row;
  for (std::size_t j = 0; j < pieces.size(); ++j) {
    if (!pieces[j].grouped) throw Error(198, "expressions of post stand in parentheses");
    row.push_back(eval::evaluate(*s.expression(pieces[j].text), s.scope()));
    if (row.back().is_string != p.types[j].is_string())
      throw Error(109, "type mismatch: " + p.names[j] + (row.back().is_string ? " is numeric" : " is a string"));
  }
  p.rows.push_back(std::move(row));
  if (p.every > 0 && p.rows.size() % static_cast<std::size_t>(p.every) == 0) kit::write_post_file(p, s);
}

}  // namespace

extern const Command post_command =
    define<Args>("post", "Add an observation to a file of results")
        .raw(&Args::text)
        .example("One observation",
                 "tempfile t\npostfile h x using \"`t'\"\npost h (2+3)\npostclose h\nuse \"`t'\", clear", "x[1] == 5")
        .example("Nothing open", "capture post nosuch (1)", "_rc == 111")
        .acts(act);

}  // namespace nqp::commands::post_
