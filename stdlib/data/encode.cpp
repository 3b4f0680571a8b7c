#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/labels.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::commands::encode_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variable;
  Sample sample;
  NewVariable generate;
  std::string label;
  bool no_extend = false;
};

// Numbers for the distinct strings: those of an existing label first, new ones in alphabetical order after them.
data::ValueLabel extended(const Context& c, const std::string& name, const std::vector<std::string_view>& texts,
                          bool no_extend) {
  data::ValueLabel labels;
  if (const auto it = c.frame.value_labels.find(name); it != c.frame.value_labels.end()) labels = *it->second;
  std::vector<std::string_view> known;
  double last = 0;
  for (const auto& [code, text] : labels) {
    known.push_back(text);
    if (!data::is_missing(code)) last = std::max(last, code);
  }
  std::sort(known.begin(), known.end());
  std::vector<std::string> fresh;
  for (const std::string_view t : texts)
    if (!std::binary_search(known.begin(), known.end(), t)) fresh.emplace_back(t);
  if (no_extend && !fresh.empty())
    throw Error(180, "label " + name + " has no code for \"" + fresh.front() + "\"", std::nullopt,
                {"without noextend the label is extended"});
  for (std::string& t : fresh) labels[++last] = std::move(t);
  return labels;
}

Output run(const Args& a, const Context& c) {
  const data::Variable& v = c.frame.at(a.variable[0]);
  if (!v.is_string())
    throw Error(107, v.name + " is numeric already", std::nullopt, {"encode is for string variables"});
  if (a.generate.name.empty()) throw Error(198, "option generate() required");
  const kit::Selection s = kit::select(c, a.sample);
  const auto codes = v.column->codes();
  std::vector<std::uint8_t> used(v.column->dictionary()->size(), 0);
  for (std::size_t i = s.begin; i < s.end; ++i)
    if (s.holds(i)) used[codes[i]] = 1;
  std::vector<std::string_view> texts;
  for (std::uint32_t k = 1; k < used.size(); ++k)
    if (used[k]) texts.push_back(v.column->dictionary()->text(k));
  std::sort(texts.begin(), texts.end());

  const std::string name = a.label.empty() ? a.generate.name : a.label;
  const data::ValueLabel labels = extended(c, name, texts, a.no_extend);
  std::vector<double> number(used.size(), data::missing);
  for (auto it = labels.rbegin(); it != labels.rend(); ++it)
    if (const auto code = v.column->dictionary()->find(it->second); code && *code != 0) number[*code] = it->first;

  std::vector<double> values(c.frame.rows, data::missing);
  for (std::size_t i = s.begin; i < s.end; ++i)
    if (s.holds(i)) values[i] = number[codes[i]];
  Output out;
  data::Frame f = c.frame;
  kit::set_label(f, name, labels);
  f.add({a.generate.name, data::make_numeric(data::Storage::long_, values), "%8.0g", v.label, name, {}});
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command encode_command =
    define<Args>("ENcode", "Make a labelled numeric variable of a string variable")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .new_variable("Generate", &Args::generate, "the new variable")
        .text("Label", &Args::label, "value label to use or extend; default: the name of the new variable")
        .flag("noExtend", &Args::no_extend, "error when the label lacks a string")
        .no_by()
        .changes(Effect::data)
        .remark("Codes are 1, 2, ... in alphabetical (byte) order; the empty string becomes missing.")
        .example("Province names to codes",
                 "clear\ninput str8 s\n\"west\"\n\"east\"\n\"west\"\nend\nencode s, generate(id)",
                 "id[1] == 2 & id[2] == 1")
        .example("With an existing label",
                 "clear\ninput str3 s\n\"no\"\n\"yes\"\nend\nlabel define l 0 \"no\" 1 \"yes\"\nencode s, generate(d) "
                 "label(l) noextend",
                 "d[1] == 0 & d[2] == 1")
        .runs(run);

}  // namespace nqp::commands::encode_
