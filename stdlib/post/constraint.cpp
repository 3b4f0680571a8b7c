// constraint: linear constraints on coefficients under numbers.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/constraints.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::constraint_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string raw;
};

int number_of(const std::string& word) {
  const bool digits = !word.empty() && word.size() <= 4 && word.find_first_not_of("0123456789") == std::string::npos;
  const int n = digits ? std::stoi(word) : 0;
  if (n < 1 || n > 1999) throw Error(198, "constraints are numbered 1 to 1999", std::nullopt, {"constraint 1 x1 = x2"});
  return n;
}

void define_one(const std::string& number, std::string_view text, Session& s) {
  const int n = number_of(number);
  const std::string body(kit::trim(text));
  if (body.empty()) throw Error(100, "a constraint is required", std::nullopt, {"constraint 1 x1 = x2"});
  s.scalars()[kit::constraint_name(n)] = eval::Value(body);
}

void list(const std::string& numbers, Session& s) {
  const auto chosen = kit::chosen_constraints(numbers.empty() ? "1/1999" : numbers, s.context().environment);
  for (const auto& [n, text] : chosen) s.say(fmt::format("{:>8}: {}", n, text));
}

void drop(const std::string& numbers, Session& s) {
  for (const auto& [n, text] : kit::chosen_constraints(numbers == "_all" ? "1/1999" : numbers, s.context().environment))
    s.scalars().erase(kit::constraint_name(n));
}

void get(const std::string& number, Session& s) {
  const auto chosen = kit::chosen_constraints(std::to_string(number_of(number)), s.context().environment);
  s.r() = Results{}.scalar("defined", chosen.empty() ? 0 : 1);
  if (!chosen.empty()) s.r().macro("contents", chosen[0].second);
}

void free_number(Session& s) {
  int n = 1;
  while (s.scalars().count(kit::constraint_name(n)) != 0) ++n;
  s.r() = Results{}.scalar("free", n);
  s.say(fmt::format("{}", n));
}

void act(const Args& a, Session& s) {
  std::string_view rest = a.raw;
  const std::string word = kit::take_word(rest);
  const std::string body(kit::trim(rest));
  if (!word.empty() && word[0] >= '0' && word[0] <= '9') return define_one(word, body, s);
  if (kit::abbreviates(word, "DEfine")) {
    std::string_view more = body;
    const std::string number = kit::take_word(more);
    return define_one(number, more, s);
  }
  if (word == "list" || kit::abbreviates(word, "dir") || word == "l") return list(body, s);
  if (word == "drop") return drop(body, s);
  if (word == "get") return get(body, s);
  if (word == "free") return free_number(s);
  throw Error(198, "constraint " + word + " not allowed", std::nullopt,
              {"constraint 1 x1 = x2, list, drop, get, free"});
}

}  // namespace

extern const Command constraint_command =
    define<Args>("CONSTraint", "Linear constraints on coefficients")
        .raw(&Args::raw)
        .stores({{"r(defined)", "get: 1 when the constraint exists"},
                 {"r(contents)", "get: the constraint"},
                 {"r(free)", "free: the smallest unused number"}})
        .changes(Effect::process)
        .remark("constraint [define] # restriction; list [numlist]; drop numlist|_all; get #; free.")
        .example("Define and look",
                 "constraint 1 x1 = x2\nconstraint define 2 x3 = 1\nconstraint list\nconstraint get 2",
                 "r(defined) == 1 & r(contents) == \"x3 = 1\"")
        .example("The next free number", "constraint 1 a = b\nconstraint 2 a = 1\nconstraint drop 1\nconstraint free",
                 "r(free) == 1")
        .acts(act);

}  // namespace nqp::commands::constraint_
