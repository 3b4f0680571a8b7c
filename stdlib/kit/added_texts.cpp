#include "stdlib/kit/added_texts.hpp"

#include <string_view>

#include "grammar/parse.hpp"
#include "stdlib/kit/axis_options.hpp"
#include "stdlib/kit/chart_marks.hpp"
#include "stdlib/kit/table_output.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

// Directions as on a map: n, ne, north, northeast, … ; also top, bottom, left, right; c is the point itself.
void read_placement(const std::string& argument, AddedText& t) {
  const std::string word = lower(unquoted(argument));
  const bool north = starts_with(word, "n"), south = starts_with(word, "s");
  const std::size_t first = starts_with(word, "north") || starts_with(word, "south") ? 5 : north || south ? 1 : 0;
  const std::string across = word.substr(first);
  t.down = north || word == "top" ? -1 : south || word == "bottom" ? 1 : 0;
  t.right = starts_with(across, "e") || word == "right" ? 1 : starts_with(across, "w") || word == "left" ? -1 : 0;
}

}  // namespace

void read_added_texts(const std::string& argument, const NumberOf& number, Chart& c) {
  const std::size_t comma = find_outside(argument, ',');
  AddedText look;
  if (comma != std::string::npos)
    for (const ast::Option& o : grammar::parse_options(argument.substr(comma + 1))) {
      if (abbreviates(o.name, "PLacement")) read_placement(o.argument, look);
      else read_text_look(o, chart_size::tick, look.look);
    }
  for (std::string_view rest = std::string_view(argument).substr(0, comma); !(rest = trim(rest)).empty();) {
    AddedText t = look;
    const std::string y = take_word(rest), x = take_word(rest);
    t.at = {number(x), number(y)};
    while (!(rest = trim(rest)).empty()) {
      std::string_view next = rest;
      const std::string word = take_word(next);
      if (!t.text.empty() && word[0] != '"' && word[0] != '`') break;
      t.text += (t.text.empty() ? "" : "\n") + unquoted(word);
      rest = next;
    }
    c.texts.push_back(std::move(t));
  }
}

}  // namespace nqp::kit
