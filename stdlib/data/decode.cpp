#include "interpreter/command/definition.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::commands::decode_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variable;
  Sample sample;
  NewVariable generate;
  int max_length = 32000;
};

// At most n characters of UTF-8 text.
std::string_view first_characters(std::string_view s, int n) {
  std::size_t i = 0;
  for (; i < s.size(); ++i)
    if ((static_cast<unsigned char>(s[i]) & 0xC0u) != 0x80u && n-- == 0) break;
  return s.substr(0, i);
}

Output run(const Args& a, const Context& c) {
  const data::Variable& v = c.frame.at(a.variable[0]);
  if (v.is_string()) throw Error(108, v.name + " is a string variable already");
  if (a.generate.name.empty()) throw Error(198, "option generate() required");
  const data::ValueLabel* labels = c.frame.labels_of(v);
  if (!labels)
    throw Error(182, v.name + " has no value labels", std::nullopt, {"tostring makes text of the numbers themselves"});
  const kit::Selection s = kit::select(c, a.sample);
  data::StringWriter w(c.frame.rows);
  for (std::size_t i = s.begin; i < s.end; ++i) {
    if (!s.holds(i)) continue;
    if (const auto it = labels->find(v.column->number(i)); it != labels->end())
      w.set(i, first_characters(it->second, a.max_length));
  }
  Output out;
  data::Frame f = c.frame;
  f.add({a.generate.name, w.finish(), "", v.label, "", {}});
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command decode_command =
    define<Args>("DECode", "Make a string variable of a labelled numeric variable")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .new_variable("Generate", &Args::generate, "the new variable")
        .integer("MAXLength", &Args::max_length, 1, 32000, "most characters kept")
        .no_by()
        .changes(Effect::data)
        .example("Names back", "sysuse auto\ndecode foreign, generate(origin)", "origin[1] == \"Domestic\"")
        .example("Cut", "sysuse auto\ndecode foreign, generate(o) maxlength(3)", "o[74] == \"For\"")
        .runs(run);

}  // namespace nqp::commands::decode_
