// numlabel: the number of a category in front of its text, "1. East".
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/labels.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::numlabel_ {
namespace {

using namespace command;

struct Args {
  std::string names, mask = "#. ";
  bool add = false, remove = false, force = false, detail = false;
};

std::string masked(const std::string& mask, double code) {
  const std::size_t at = mask.find('#');
  return mask.substr(0, at) + kit::code_text(code) + mask.substr(at + 1);
}

std::vector<std::string> chosen_labels(const Args& a, const data::Frame& f) {
  std::vector<std::string> names;
  for (std::string_view rest = kit::trim(a.names); !rest.empty(); rest = kit::trim(rest)) {
    names.push_back(kit::take_word(rest));
    if (names.back() == "_all") return chosen_labels({}, f);
    if (!f.value_labels.contains(names.back()))
      throw Error(111, "value label " + names.back() + " not found", std::nullopt, {"label dir lists them"});
  }
  if (names.empty())
    for (const auto& entry : f.value_labels) names.push_back(entry.first);
  return names;
}

Output run(const Args& a, const Context& c) {
  if (a.add == a.remove) throw Error(198, "one of the options add and remove is needed");
  if (a.mask.find('#') == std::string::npos)
    throw Error(198, "mask() must contain #, which stands for the number", std::nullopt,
                {"for example mask(\"[#] \")"});
  Output out;
  data::Frame f = c.frame;
  for (const std::string& name : chosen_labels(a, c.frame)) {
    data::ValueLabel label = *c.frame.value_labels.at(name);
    std::size_t with = 0;
    for (const auto& [code, text] : label) with += kit::starts_with(text, masked(a.mask, code));
    if (a.add && with > 0 && !a.force)
      throw Error(180, "texts of value label " + name + " have the number already", std::nullopt,
                  {"option force adds it to the others"});
    for (auto& [code, text] : label) {
      const std::string front = masked(a.mask, code);
      const bool has = kit::starts_with(text, front);
      if (a.add && !has) text.insert(0, front);
      if (a.remove && has) text.erase(0, front.size());
      if (a.detail) out.line("  " + kit::code_text(code) + "  " + text);
    }
    kit::set_label(f, name, std::move(label));
  }
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command numlabel_command =
    define<Args>("numlabel", "Numbers in front of the texts of value labels")
        .anything(&Args::names)
        .flag("add", &Args::add, "put the numbers in front")
        .flag("remove", &Args::remove, "take them away")
        .text("Mask", &Args::mask, "how they look; # stands for the number, \"#. \" if not given")
        .flag("force", &Args::force, "also when some texts have the number already")
        .flag("Detail", &Args::detail, "show the labels as they are then")
        .no_by()
        .changes(Effect::data)
        .example("And away again",
                 "sysuse auto\nnumlabel, add\ndecode foreign, generate(with)\nnumlabel origin, remove\n"
                 "decode foreign, generate(without)",
                 "with[74] == \"1. Foreign\" & without[74] == \"Foreign\"")
        .example("Another look", "sysuse auto\nnumlabel origin, add mask(\"[#] \") detail\ndecode foreign, generate(s)",
                 "s[1] == \"[0] Domestic\"")
        .runs(run);

}  // namespace nqp::commands::numlabel_
