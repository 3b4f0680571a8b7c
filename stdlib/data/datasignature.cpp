// datasignature: a short word that changes when the data change.
#include <cstring>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::datasignature_ {
using namespace nqp::command;
namespace {

constexpr const char* characteristic = "datasignature_si";
constexpr const char* signed_variables = "datasignature_vl";

struct Args {
  std::string word;
  bool reset = false, strict = false, fast = false;
};

// FNV-1a, 64 bits (Fowler, Noll and Vo).
struct Hash {
  std::uint64_t value = 0xcbf29ce484222325u;

  void add(const void* bytes, std::size_t n) {
    const auto* p = static_cast<const unsigned char*>(bytes);
    for (std::size_t i = 0; i < n; ++i) value = (value ^ p[i]) * 0x100000001b3u;
  }
  void add(std::string_view s) {
    add(s.data(), s.size());
    add("", 1);  // the end counts
  }
};

// observations:variables:names:values. Storage types, labels and the order of variables do not count, the order of
// observations does.
std::string signature(const data::Frame& f, const std::vector<std::string>& variables,
                      const std::function<void()>& poll) {
  std::uint64_t names = 0, values = 0;
  std::size_t count = 0;
  for (const std::string& variable : variables) {
    const data::Variable* found = f.find(variable);
    if (!found) continue;
    const data::Variable& v = *found;
    ++count;
    poll();
    Hash name, content;
    name.add(v.name);
    content.add(v.name);
    for (std::size_t i = 0; i < f.rows; ++i) {
      if (v.is_string()) {
        content.add(v.column->text(i));
        continue;
      }
      const double x = v.column->number(i) + 0.0;  // -0 is 0
      content.add(&x, sizeof x);
    }
    names += name.value;  // sums do not depend on the order
    values += content.value;
  }
  return fmt::format("{}:{}:{}:{}", f.rows, count, names % 10000000000u, values % 10000000000u);
}

std::vector<std::string> names_of(const data::Frame& f) {
  std::vector<std::string> names;
  for (const data::Variable& v : f.variables) names.push_back(v.name);
  return names;
}

std::string characteristic_of(const data::Frame& f, const char* name) {
  const auto it = f.characteristics.find(name);
  return it == f.characteristics.end() ? "" : it->second;
}

void act(const Args& a, runtime::Session& s) {
  const std::string word(kit::trim(a.word));
  const bool checks = word == "confirm" || word == "report";
  if (a.strict && word != "confirm") throw Error(198, "option strict is of datasignature confirm");
  const std::string kept = characteristic_of(s.frame(), characteristic);
  std::vector<std::string> names = names_of(s.frame());
  // What was signed is confirmed; variables that were added since do not matter unless strict.
  const std::vector<std::string> then = grammar::split_words(characteristic_of(s.frame(), signed_variables));
  if (a.strict && !kept.empty() && names != then)
    throw Error(9, "variables were added, dropped or put into another order since the signature was set");
  if (checks && !kept.empty()) names = then;
  const std::string now = signature(s.frame(), names, [&] { s.poll(); });
  Results r;
  r.macro("datasignature", now);
  if (word == "set") {
    if (!kept.empty() && kept != now && !a.reset)
      throw Error(110, "the data have a signature already", std::nullopt, {"datasignature set, reset replaces it"});
    data::Frame f = s.frame();
    f.characteristics[characteristic] = now;
    std::string& list = f.characteristics[signed_variables];
    list.clear();
    for (const std::string& name : names) list += (list.empty() ? "" : " ") + name;
    s.set_frame(std::move(f));
    s.say("  " + now + "       (data signature set)");
  } else if (checks) {
    if (kept.empty()) throw Error(459, "the data have no signature", std::nullopt, {"datasignature set makes one"});
    r.macro("origdatasignature", kept);
    if (kept == now) s.say("  (data unchanged since the signature was set)");
    else if (word == "confirm") throw Error(9, "data have changed since the signature was set");
    else s.say("  data have changed since the signature was set: " + kept + " then, " + now + " now");
  } else if (word == "clear") {
    data::Frame f = s.frame();
    f.characteristics.erase(characteristic);
    f.characteristics.erase(signed_variables);
    s.set_frame(std::move(f));
  } else if (word.empty()) {
    s.say("  " + now);
  } else {
    throw Error(198, "datasignature " + word + " not allowed", std::nullopt, {"set, confirm, report and clear are"});
  }
  s.r() = std::move(r);
}

}  // namespace

extern const Command datasignature_command =
    define<Args>("datasignature", "Tell whether data have changed")
        .anything(&Args::word)
        .flag("reset", &Args::reset, "replace the signature that is there")
        .flag("strict", &Args::strict, "with confirm: the same variables in the same order, none added")
        .flag("fast", &Args::fast, "accepted; the signature does not depend on the machine either way")
        .no_by()
        .changes(Effect::data | Effect::results)
        .stores({{"r(datasignature)", "signature of the data as they are"},
                 {"r(origdatasignature)", "the signature that was set"}})
        .remark("The signature is of this program: others make different ones of the same data.")
        .example("Changed data are noticed",
                 "sysuse auto\ndatasignature set\ndatasignature confirm\nreplace price = 1 in 1\ncapture datasignature "
                 "confirm",
                 "_rc == 9")
        .example("Types and labels do not count",
                 "sysuse auto\ndatasignature set\nrecast double mpg\nlabel variable mpg \"x\"\ndatasignature report",
                 "r(datasignature) == r(origdatasignature)")
        .example("Variables that were added matter to strict alone",
                 "sysuse auto\ndatasignature set\ngenerate new = 1\ndatasignature confirm\n"
                 "capture datasignature confirm, strict",
                 "_rc == 9")
        .acts(act);

}  // namespace nqp::commands::datasignature_
