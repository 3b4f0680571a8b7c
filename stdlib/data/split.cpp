#include <algorithm>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::split_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variable;
  Sample sample;
  std::string generate, parse, ignore;
  int limit = 0;
  bool no_trim = false, destring = false, force = false;
};

std::vector<std::string> pieces(std::string_view s, const std::vector<std::string>& marks, const Args& a) {
  std::vector<std::string> out;
  const bool blanks = marks.size() == 1 && marks[0] == " ";
  std::string current;
  const auto finish = [&] {
    const std::string piece = a.no_trim ? current : std::string(kit::trim(current));
    if (!(blanks && piece.empty())) out.push_back(piece);
    current.clear();
  };
  if (!a.no_trim) s = kit::trim(s);
  for (std::size_t i = 0; i < s.size();) {
    const auto mark =
        std::find_if(marks.begin(), marks.end(), [&](const std::string& m) { return s.substr(i, m.size()) == m; });
    if (mark == marks.end()) {
      current += s[i++];
      continue;
    }
    finish();
    i += mark->size();
  }
  if (!s.empty()) finish();
  if (a.limit > 0 && out.size() > static_cast<std::size_t>(a.limit)) out.resize(static_cast<std::size_t>(a.limit));
  return out;
}

data::ColumnPtr maybe_numbers(const data::ColumnPtr& column, const Args& a) {
  if (!a.destring) return column;
  std::vector<double> x(column->size(), data::missing);
  for (std::size_t i = 0; i < x.size(); ++i) {
    std::string s(column->text(i));
    std::erase_if(s, [&](char ch) { return a.ignore.find(ch) != std::string::npos; });
    if (s.empty()) continue;
    const auto value = kit::parse_number(s);
    if (!value && !a.force) return column;
    if (value) x[i] = *value;
  }
  const data::ColumnPtr narrow = data::make_narrowest(x);
  return narrow->type().storage == data::Storage::float_ ? data::make_numeric(data::Storage::double_, x) : narrow;
}

Output run(const Args& a, const Context& c) {
  const data::Variable& v = c.frame.at(a.variable[0]);
  if (!v.is_string()) throw Error(107, v.name + " is numeric", std::nullopt, {"split works on strings"});
  std::vector<std::string> marks = grammar::split_words(a.parse);
  if (marks.empty()) marks = {" "};
  const kit::Selection s = kit::select(c, a.sample);
  std::vector<std::vector<std::string>> columns;
  for (std::size_t i = s.begin; i < s.end; ++i) {
    if (!s.holds(i)) continue;
    std::vector<std::string> p = pieces(v.column->text(i), marks, a);
    for (std::size_t k = 0; k < p.size(); ++k) {
      if (columns.size() <= k) columns.emplace_back(c.frame.rows);
      columns[k][i] = std::move(p[k]);
    }
  }
  data::Frame f = c.frame;
  Output out;
  std::string names;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    data::Variable made;
    made.name = (a.generate.empty() ? v.name : a.generate) + std::to_string(k + 1);
    made.column = maybe_numbers(data::make_strings(columns[k]), a);
    names += (names.empty() ? "" : " ") + made.name;
    f.add(std::move(made));
  }
  const char* what = a.destring ? "variables created" : "variables created as string";
  out.line(fmt::format("{}: {}", what, names.empty() ? "none" : names));
  out.r = Results{}.scalar("k_new", static_cast<double>(columns.size())).macro("varlist", names);
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command split_command =
    define<Args>("split", "Split strings into parts")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .text("Generate", &Args::generate, "stub of the new names, default the variable's name")
        .text("Parse", &Args::parse, "strings at which to split, default a blank")
        .integer("Limit", &Args::limit, 1, 1 << 20, "most parts kept")
        .flag("noTrim", &Args::no_trim, "keep blanks around parts")
        .flag("destring", &Args::destring, "make numbers of parts that are")
        .text("ignore", &Args::ignore, "with destring: characters to be removed")
        .flag("force", &Args::force, "with destring: text that is no number becomes missing")
        .no_by()
        .changes(Effect::data)
        .stores({{"r(k_new)", "number of new variables"}, {"r(varlist)", "the new variables"}})
        .example("Words", "clear\ninput str12 s\n\"a b c\"\n\"d\"\nend\nsplit s", "s3[1] == \"c\" & s2[2] == \"\"")
        .example("Dates",
                 "clear\ninput str10 s\n\"2019-3-1\"\n\"2020-$4-2\"\nend\nsplit s, parse(-) generate(d) destring "
                 "ignore(\"$\") limit(2)",
                 "d1[1] == 2019 & d2[2] == 4 & r(k_new) == 2")
        .example("Blanks stay", "clear\ninput str8 s\n\"a, b\"\nend\nsplit s, parse(,) notrim destring force",
                 "missing(s2[1])")
        .runs(run);

}  // namespace nqp::commands::split_
