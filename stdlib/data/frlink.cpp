// frlink: links the rows of the current frame to rows of another one by keys.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/frames.hpp"
#include "stdlib/kit/join.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::frlink_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string what, frame, generate;
};

data::FramePtr other_frame(const std::string& name, const Context& c) {
  if (data::FramePtr f = c.environment.frame_named(name)) return f;
  throw Error(111, "frame " + name + " not found", std::nullopt, {"frame dir lists all frames"});
}

// The other frame with its keys under the names that they have here.
data::Frame with_keys(const data::Frame& other, const Variables& theirs, const Variables& keys) {
  data::Frame f;
  f.rows = other.rows;
  for (std::size_t j = 0; j < keys.size(); ++j) {
    data::Variable v = other.at(theirs[j]);
    v.name = keys[j];
    f.add(std::move(v));
  }
  return f;
}

// Row numbers of the other frame, from 1; `.` without a partner. Error 459 when keys repeat where they must not.
std::vector<double> partners(const data::Frame& here, const data::Frame& other, const Variables& keys,
                             const kit::Link& link) {
  const kit::Matching m = kit::match_keys(here, other, keys);
  std::vector<double> out(here.rows, data::missing);
  for (std::size_t i = 0; i < here.rows; ++i) {
    const std::uint32_t g = m.master[i];
    if (m.other_count(g) > 1)
      throw Error(459, "invalid match: " + link.other_keys + " do not uniquely identify the observations of frame " +
                           link.frame);
    if (link.match == "1:1" && m.master_count(g) > 1)
      throw Error(459, "invalid match: " + link.keys + " do not uniquely identify the observations here", std::nullopt,
                  {"frlink m:1 lets several rows share a partner"});
    if (m.other_count(g) == 1) out[i] = static_cast<double>(m.other_rows[m.other_starts[g]]) + 1;
  }
  return out;
}

Output linked(const std::string& name, const kit::Link& link, const Context& c) {
  const data::FramePtr other = other_frame(link.frame, c);
  const Context there(*other, c.environment, c.settings, c.host);
  const Variables keys = resolve_variables(link.keys, c), theirs = resolve_variables(link.other_keys, there);
  if (keys.empty()) throw Error(100, "variables to match on are required");
  if (keys.size() != theirs.size()) throw Error(198, "frame() must name as many variables as are matched here");
  kit::Link full = link;
  full.keys = text::joined(keys);
  full.other_keys = text::joined(theirs);
  const std::vector<double> rows = partners(c.frame, with_keys(*other, theirs, keys), keys, full);
  double unmatched = 0;
  for (const double x : rows) unmatched += data::is_missing(x);
  data::Variable v;
  v.name = name;
  v.column = data::make_narrowest(rows);
  v.format = data::default_format(v.column->type());
  kit::mark_link(v, full);
  Output out;
  out.frame = c.frame;
  out.frame->add(std::move(v));
  const std::string current(
      c.environment.stored('c', "frame").index() == 2 ? std::get<2>(c.environment.stored('c', "frame")) : "default");
  out.line(unmatched == 0 ? fmt::format("(all observations in frame {} matched)", current)
                          : fmt::format("({} observations in frame {} unmatched)", unmatched, current));
  out.r = Results{}.scalar("unmatched", unmatched);
  return out;
}

Output make(const Args& a, const std::string& match, std::string_view keys, const Context& c) {
  std::string_view frame = a.frame;
  if (frame.empty()) throw Error(198, "option frame() required", std::nullopt, {"frlink m:1 id, frame(other)"});
  kit::Link link{kit::take_word(frame), match, std::string(keys), std::string(kit::trim(frame))};
  if (link.other_keys.empty()) link.other_keys = text::joined(resolve_variables(keys, c));
  const std::string name = a.generate.empty() ? link.frame : a.generate;
  kit::check_new_name(c.frame, name);
  return linked(name, link, c);
}

Output rebuild(const std::string& name, const Context& c) {
  const kit::Link link = kit::link_of(c.variable(name));
  data::Frame without = c.frame;
  without.remove(c.variable(name).name);
  return linked(c.variable(name).name, link, Context(without, c.environment, c.settings, c.host));
}

Output list(const Context& c) {
  Output out;
  std::string names;
  for (const data::Variable& v : c.frame.variables) {
    if (!v.characteristics.count("frlink_fname2")) continue;
    const kit::Link link = kit::link_of(v);
    out.line(
        fmt::format("  {:<12} frlink {} {}, frame({} {})", v.name, link.match, link.keys, link.frame, link.other_keys));
    names += (names.empty() ? "" : " ") + v.name;
  }
  if (names.empty()) out.line("(no links)");
  out.r = Results{}.macro("vars", names);
  return out;
}

Output run(const Args& a, const Context& c) {
  std::string_view rest = a.what;
  const std::string first = kit::take_word(rest);
  if (first == "1:1" || first == "m:1") return make(a, first, kit::trim(rest), c);
  if (first == "dir" || first.empty()) return list(c);
  if (first == "rebuild") return rebuild(std::string(kit::trim(rest)), c);
  if (kit::abbreviates(first, "Describe")) {
    const kit::Link link = kit::link_of(c.variable(std::string(kit::trim(rest))));
    return Output{}.line("  frlink " + link.match + " " + link.keys + ", frame(" + link.frame + " " + link.other_keys +
                         ")");
  }
  throw Error(198, "frlink takes 1:1, m:1, dir, describe or rebuild");
}

}  // namespace

extern const Command frlink_command =
    define<Args>("frlink", "Link the rows of two frames")
        .anything(&Args::what)
        .text("frame", &Args::frame, "the other frame, and its keys when they have other names")
        .text("GENerate", &Args::generate, "the link variable, by default named like the frame")
        .no_by()
        .changes(Effect::data)
        .stores({{"r(unmatched)", "rows without a partner"}, {"r(vars)", "dir: the link variables"}})
        .remark(
            "frlink 1:1|m:1 varlist, frame(name [varlist]) [generate(link)]. The link variable holds row numbers of "
            "the other frame; frget copies variables along it and frval(link, variable) looks values up. After the "
            "other frame was sorted or cut, frlink rebuild link brings the link up to date.")
        .example(
            "People and their counties",
            "input id county\n1 10\n2 20\n3 30\nend\nframe create c\nframe c: set obs 2\nframe c: generate county = "
            "10*_n\nframe c: generate income = 100*_n\nfrlink m:1 county, frame(c)\nscalar u = r(unmatched)\n"
            "generate y = frval(c, income)",
            "u == 1 & y[2] == 200 & missing(y[3])")
        .example("Keys of other names",
                 "set obs 3\ngenerate a = _n\nframe copy default other\nframe other: rename a b\n"
                 "frlink 1:1 a, frame(other b) generate(l)\nfrlink dir",
                 "l[3] == 3 & r(vars) == \"l\"")
        .runs(run);

}  // namespace nqp::commands::frlink_
