#include "stdlib/kit/frames.hpp"

#include <fmt/format.h>

namespace nqp::kit {

data::FramePtr known_frame(const std::string& name, const runtime::Session& s) {
  if (name.empty()) throw Error(198, "the name of a frame is expected");
  data::FramePtr f = s.frame_named(name);
  if (!f) throw Error(111, "frame " + name + " not found", std::nullopt, {"frame dir lists all frames"});
  return f;
}

data::Frame with_row(const data::Frame& f, const std::vector<eval::Value>& values) {
  if (values.size() != f.variables.size())
    throw Error(198, fmt::format("{} expressions for {} variables", values.size(), f.variables.size()), std::nullopt,
                {"give one expression in parentheses for each variable, in their order"});
  data::Frame out = f;
  for (std::size_t j = 0; j < values.size(); ++j) {
    data::Variable& v = out.variables[j];
    if (values[j].is_string != v.is_string())
      throw Error(109, "type mismatch: " + v.name + (v.is_string() ? " is a string variable" : " is numeric"));
    data::ColumnPtr cell;
    if (v.is_string()) {
      data::StringWriter w(1);
      w.set(0, values[j].text);
      cell = w.finish();
    } else {
      data::NumericWriter w(v.column->type().storage, 1);
      w.set(0, values[j].number);
      cell = w.finish();
    }
    v.column = data::append(*v.column, *cell);
  }
  out.rows = f.rows + 1;
  out.sorted_by.clear();
  out.samples.clear();
  out.changed = true;
  return out;
}

void show_current_frame(runtime::Session& s) {
  s.say("  (current frame is " + s.frame_name() + ")");
  s.r() = command::Results{}.macro("currentframe", s.frame_name());
}

Link link_of(const data::Variable& v) {
  const auto& notes = v.characteristics;
  const auto at = [&](const char* name) {
    const auto it = notes.find(name);
    return it == notes.end() ? std::string() : it->second;
  };
  if (!notes.count("frlink_fname2"))
    throw Error(111, v.name + " is not a link variable", std::nullopt,
                {"frlink makes link variables; frlink dir lists them"});
  return {at("frlink_fname2"), at("frlink_matchtype"), at("frlink_vl1"), at("frlink_vl2")};
}

void mark_link(data::Variable& v, const Link& link) {
  v.characteristics["frlink_fname2"] = link.frame;
  v.characteristics["frlink_matchtype"] = link.match;
  v.characteristics["frlink_vl1"] = link.keys;
  v.characteristics["frlink_vl2"] = link.other_keys;
}

}  // namespace nqp::kit
