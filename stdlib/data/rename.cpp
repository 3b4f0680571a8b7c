#include "stdlib/kit/rename.hpp"

#include <optional>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::rename_ {
using namespace nqp::command;
namespace {

enum class Case { as_is, lower, upper, proper };

struct Args {
  std::string body;
  Case name_case = Case::as_is;
  std::string add_number;
  bool number = false, dry_run = false;
};

using Pairs = std::vector<std::pair<std::string, std::string>>;

bool wild(std::string_view s) { return s.find_first_of("*?#=") != std::string_view::npos; }
bool digit(char c) { return c >= '0' && c <= '9'; }

// What each * ? # of the pattern stands for in the name; nullopt when the name does not match.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty() ? std::optional(std::vector<std::string>()) : std::nullopt;
  const char p = pattern[0];
  const bool many = p == '*' || p == '#';
  if (!many && p != '?') {
    if (name.empty() || name[0] != p) return std::nullopt;
    return match(pattern.substr(1), name.substr(1));
  }
  const std::size_t least = p == '*' ? 0 : 1;
  std::size_t most = p == '?' ? 1 : name.size();
  if (p == '#')
    for (most = 0; most < name.size() && digit(name[most]);) ++most;
  for (std::size_t n = most + 1; n-- > least;) {
    if (n > name.size()) continue;
    auto rest = match(pattern.substr(1), name.substr(n));
    if (!rest) continue;
    rest->insert(rest->begin(), std::string(name.substr(0, n)));
    return rest;
  }
  return std::nullopt;
}

// The new name: * ? # take the parts in turn, = is the whole old name.
std::string fill_pattern(std::string_view pattern, const std::string& old, const std::vector<std::string>& parts) {
  std::string out;
  std::size_t next = 0;
  for (const char p : pattern) {
    if (p == '=') out += old;
    else if (p != '*' && p != '?' && p != '#') out += p;
    else if (next < parts.size()) out += parts[next++];
    else throw Error(198, std::string(pattern) + " has more wildcards than the old name");
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
    if (!wild(pattern)) {
      for (std::string& name : resolve_variables(pattern, c)) out.push_back({std::move(name), {}});
      continue;
    }
    bool any = false;
    for (const data::Variable& v : c.frame.variables)
      if (auto parts = match(pattern, v.name)) {
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
    begins = ch == '_' || digit(ch);
  }
  return name;
}

Pairs pairs_of(const Args& a, const Context& c) {
  const std::vector<kit::Piece> pieces = kit::split_pieces(a.body);
  if (pieces.empty()) throw Error(100, "varlist required");
  if (pieces.size() > 2) throw Error(198, "write rename old new, or rename (old names) (new names)");
  const std::vector<Old> old = old_names(words_of(pieces[0]), c);
  Pairs out;
  if (pieces.size() == 1) {
    if (a.name_case == Case::as_is) throw Error(198, "a new name is needed", std::nullopt, {"rename old new"});
    for (const Old& o : old) out.emplace_back(o.name, in_case(o.name, a.name_case));
    return out;
  }
  const std::vector<std::string> fresh = words_of(pieces[1]);
  if (fresh.size() != 1 && fresh.size() != old.size())
    throw Error(198, fmt::format("{} old names and {} new names", old.size(), fresh.size()), std::nullopt,
                {"both lists must have the same length, or the new name one wildcard pattern"});
  if (fresh.size() == 1 && old.size() > 1 && !wild(fresh[0]) && !a.number)
    throw Error(198, fresh[0] + " cannot be the name of several variables");
  int number = a.add_number.empty() ? 1 : std::stoi(a.add_number);
  for (std::size_t i = 0; i < old.size(); ++i) {
    const std::string& pattern = fresh.size() == 1 ? fresh[0] : fresh[i];
    std::string name = fill_pattern(pattern, old[i].name, old[i].parts);
    if (a.number) name += std::to_string(number++);
    out.emplace_back(old[i].name, in_case(std::move(name), a.name_case));
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
      .flag("ADDNumber", &Args::number, "number the new names 1, 2, ...")
      .flag("dryrun", &Args::dry_run, "show what would be done")
      .no_by()
      .changes(Effect::data)
      .remark(
          "rename old new | rename (a b) (b a) | rename x* y* | rename *_2019 y2019_* | rename * =_old | "
          "rename *, lower. In patterns * is any text, ? one character, # digits and = the whole old name.")
      .example("Swap", "sysuse auto\nrename (price weight) (weight price)", "weight[1] == 4099")
      .example("Change a prefix", "clear\nset obs 1\ngenerate gdp1 = 1\ngenerate gdp2 = 2\nrename gdp* y*",
               "y1[1] + y2[1] == 3")
      .example("Upper case", "sysuse auto\nrename m*, upper", "MPG[1] == 22")
      .runs(run);
}

}  // namespace

extern const Command rename_command = kit::loose_body(command());

}  // namespace nqp::commands::rename_
