#include "stdlib/kit/rename.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/rename_pattern.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::rename_ {
using namespace nqp::command;
namespace {

enum class Case { as_is, lower, upper, proper };

struct Args {
  std::string body;
  Case name_case = Case::as_is;
  bool sort = false, dry_run = false;
  std::vector<ast::Option> numbering;  // addnumber, renumber, maybe with the first number
};

using Pairs = std::vector<std::pair<std::string, std::string>>;

// The words of the body. The parentheses of q(#) and (##)x belong to a pattern, those around names make a list.
std::vector<kit::Piece> name_pieces(std::string_view text) {
  const auto pattern_part = [](std::string_view s) {
    return s.size() > 2 && s[1] == '#' && s.find_first_not_of('#', 1) == s.find(')');
  };
  std::vector<kit::Piece> out;
  for (std::string_view rest = kit::trim(text); !rest.empty(); rest = kit::trim(rest)) {
    const bool list = rest[0] == '(' && !pattern_part(rest);
    std::size_t end = 0;
    int depth = 0;
    for (; end < rest.size(); ++end) {
      depth += rest[end] == '(' ? 1 : rest[end] == ')' ? -1 : 0;
      if (list ? depth == 0 : depth == 0 && (rest[end] == ' ' || rest[end] == '\t')) break;
    }
    if (depth != 0) throw Error(132, "parentheses do not balance");
    out.push_back({std::string(kit::trim(rest.substr(list ? 1 : 0, list ? end - 1 : end))), list});
    rest.remove_prefix(std::min(list ? end + 1 : end, rest.size()));
  }
  return out;
}

std::vector<std::string> words_of(const kit::Piece& p) {
  return p.grouped ? grammar::split_words(p.text) : std::vector<std::string>{p.text};
}

struct Old {
  std::string name;
  std::vector<std::string> parts;
};

std::vector<Old> old_names(const std::vector<std::string>& patterns, const Context& c) {
  std::vector<Old> out;
  for (const std::string& pattern : patterns) {
    if (!kit::holds_wildcards(pattern)) {
      for (std::string& name : resolve_variables(pattern, c)) out.push_back({std::move(name), {}});
      continue;
    }
    bool any = false;
    for (const data::Variable& v : c.frame.variables)
      if (auto parts = kit::match_name(pattern, v.name)) {
        out.push_back({v.name, std::move(*parts)});
        any = true;
      }
    if (!any) throw Error(111, "variable " + pattern + " not found");
  }
  return out;
}

std::string in_case(std::string name, Case how) {
  if (how == Case::lower) return kit::lower(name);
  if (how == Case::upper) return kit::upper(name);
  if (how == Case::as_is) return name;
  name = kit::lower(name);
  bool begins = true;
  for (char& ch : name) {
    if (begins) ch = kit::upper(std::string(1, ch))[0];
    begins = ch == '_' || (ch >= '0' && ch <= '9');
  }
  return name;
}

// The first number of addnumber or renumber, when one of them is given.
std::optional<kit::NameNumber> first_number(const Args& a) {
  std::optional<kit::NameNumber> out;
  for (const ast::Option& o : a.numbering) {
    const std::string name = kit::lower(o.name);
    const bool adds = kit::abbreviates(name, "ADDNumber"), replaces = kit::abbreviates(name, "RENumber");
    if (!adds && !replaces) throw Error(198, "option " + o.name + " not allowed", o.name_span);
    if (out) throw Error(198, "only one of addnumber and renumber may be given", o.name_span);
    const std::string from(kit::trim(o.argument));
    if (from.size() > 6 || from.find_first_not_of("0123456789") != std::string::npos)
      throw Error(198, from + " is no number to begin with", o.name_span);
    out = kit::NameNumber{from.empty() ? 1 : std::stoi(from), replaces};
  }
  return out;
}

// x2 before x10.
bool naturally_before(const std::string& a, const std::string& b) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (!digit(a[i]) || !digit(b[j])) {
      if (a[i] != b[j]) return a[i] < b[j];
      ++i, ++j;
      continue;
    }
    const auto number_at = [&](const std::string& s, std::size_t& at) {
      std::size_t begin = at;
      while (at < s.size() && digit(s[at])) ++at;
      while (begin + 1 < at && s[begin] == '0') ++begin;
      return s.substr(begin, at - begin);
    };
    const std::string x = number_at(a, i), y = number_at(b, j);
    if (x.size() != y.size()) return x.size() < y.size();
    if (x != y) return x < y;
  }
  return a.size() < b.size();
}

Pairs pairs_of(const Args& a, const Context& c) {
  const std::vector<kit::Piece> pieces = name_pieces(a.body);
  if (pieces.empty()) throw Error(100, "varlist required");
  std::optional<kit::NameNumber> number = first_number(a);
  // rename a b c, upper; two words are a list when the second is a variable, too.
  const bool list = pieces.size() > 2 || (pieces.size() == 2 && !pieces[0].grouped && c.frame.find(pieces[1].text));
  if (pieces.size() == 1 || (a.name_case != Case::as_is && list)) {
    if (a.name_case == Case::as_is) throw Error(198, "a new name is needed", std::nullopt, {"rename old new"});
    Pairs out;
    for (const kit::Piece& piece : pieces)
      for (const Old& o : old_names(words_of(piece), c)) out.emplace_back(o.name, in_case(o.name, a.name_case));
    return out;
  }
  if (pieces.size() > 2) throw Error(198, "write rename old new, or rename (old names) (new names)");
  std::vector<Old> old = old_names(words_of(pieces[0]), c);
  if (a.sort)
    std::stable_sort(old.begin(), old.end(),
                     [](const Old& x, const Old& y) { return naturally_before(x.name, y.name); });
  const std::vector<std::string> fresh = words_of(pieces[1]);
  if (fresh.size() != 1 && fresh.size() != old.size())
    throw Error(198, fmt::format("{} old names and {} new names", old.size(), fresh.size()), std::nullopt,
                {"both lists must have the same length, or the new name one wildcard pattern"});
  if (fresh.size() == 1 && old.size() > 1 && !kit::holds_wildcards(fresh[0]) && !number)
    throw Error(198, fresh[0] + " cannot be the name of several variables");
  Pairs out;
  for (std::size_t i = 0; i < old.size(); ++i) {
    const std::string& pattern = fresh.size() == 1 ? fresh[0] : fresh[i];
    out.emplace_back(old[i].name, in_case(kit::fill_name(pattern, old[i].name, old[i].parts, number), a.name_case));
    if (number) ++number->value;
  }
  return out;
}

Output run(const Args& a, const Context& c) {
  const Pairs pairs = pairs_of(a, c);
  Output out;
  data::Frame f = c.frame;
  kit::rename_all(f, pairs);
  if (a.dry_run) {
    for (const auto& [from, to] : pairs) out.line(fmt::format("  {:<32} -> {}", from, to));
    return out;
  }
  out.frame = std::move(f);
  return out;
}

Command command() {
  return define<Args>("REName", "Change the names of variables")
      .anything(&Args::body)
      .one_of(&Args::name_case, {{"Lower", Case::lower}, {"Upper", Case::upper}, {"Proper", Case::proper}},
              "letters of the new names")
      .any_options(&Args::numbering)
      .flag("Sort", &Args::sort, "number in the order of the old names, 2 before 10")
      .flag("dryrun", &Args::dry_run, "show what would be done")
      .no_by()
      .changes(Effect::data)
      .remark(
          "rename old new | rename (a b) (b a) | rename x* y* | rename *_2019 y2019_* | rename * =_old | "
          "rename *, lower. In patterns of old names * is any text, ? one character, # digits, (##) two digits. In "
          "the new name they stand for what was there, in turn or as numbered: *_#[2]; (##) writes two digits, . "
          "passes over one and = is the whole old name. Option addnumber numbers the new names 1, 2, ...; addnumber(5) "
          "begins with 5; renumber does so in place of the numbers of the old names.")
      .example("Swap", "sysuse auto\nrename (price weight) (weight price)", "weight[1] == 4099")
      .example("Change a prefix", "clear\nset obs 1\ngenerate gdp1 = 1\ngenerate gdp2 = 2\nrename gdp* y*",
               "y1[1] + y2[1] == 3")
      .example("Numbers", "clear\nset obs 1\ngenerate q1 = 1\ngenerate q5 = 5\nrename q# item(##), renumber\n"
               "rename (item01 item02) (v#), addnumber(7) sort",
               "v7[1] == 1 & v8[1] == 5")
      .example("Upper case", "sysuse auto\nrename m*, upper", "MPG[1] == 22")
      .runs(run);
}

}  // namespace

extern const Command rename_command = kit::loose_body(command());

}  // namespace nqp::commands::rename_
