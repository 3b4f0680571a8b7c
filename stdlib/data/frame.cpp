// frame: several data sets in memory, each under a name; commands see the current one.
#include <algorithm>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/frames.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::frame_ {
namespace {

using namespace nqp::command;
using runtime::Session;
using Words = std::vector<std::string>;

struct Args {
  std::string text, command;
};

const std::string& word(const Words& w, std::size_t i, const char* syntax) {
  if (i < w.size()) return w[i];
  throw Error(198, "invalid syntax", std::nullopt, {std::string("it is: ") + syntax});
}

// "double(a b) str5 c" with the type before every name.
std::string with_types(std::string_view text) {
  std::string out, type;
  for (const kit::Piece& p : kit::split_pieces(text)) {
    if (!p.grouped && data::parse_type(p.text)) {
      type = p.text;
      continue;
    }
    for (const std::string& name : grammar::split_words(p.text)) out += (type.empty() ? "" : type + " ") + name + " ";
    type.clear();
  }
  return out;
}

void create(const std::string& rest, Session& s) {
  std::string_view left = rest;
  const std::string name = kit::take_word(left);
  s.add_frame(name, std::make_shared<const data::Frame>());
  try {
    s.in_frame(name, [&] {
      data::Frame f;
      for (const NewVariable& v : resolve_new_variables(with_types(left), s.context())) {
        const data::Type type = *data::parse_type(v.type.empty() ? s.settings().type : v.type);
        data::StringWriter text(0);
        f.add({v.name, type.is_string() ? text.finish(type) : data::NumericWriter(type.storage, 0).finish(),
               data::default_format(type)});
      }
      s.set_frame(std::move(f));
    });
  } catch (...) {
    s.frames().erase(name);
    throw;
  }
}

void drop(const Words& names, Session& s) {
  for (const std::string& name : names) {
    if (name == s.frame_name())
      throw Error(110, "frame " + name + " is current and cannot be dropped", std::nullopt,
                  {"frame change goes to another"});
    if (s.frames().erase(name) == 0) throw Error(111, "frame " + name + " not found");
  }
}

void copy(const std::string& rest, Session& s) {
  kit::BodyAndOptions line = kit::split_options(rest);
  const bool replace = line.find("replace") != nullptr;
  line.check_all_known();
  const Words w = grammar::split_words(line.body);
  const std::string& from = word(w, 0, "frame copy from to [, replace]");
  const std::string& to = word(w, 1, "frame copy from to [, replace]");
  const data::FramePtr source = kit::known_frame(from, s);
  if (replace && to == s.frame_name()) return s.set_frame(source);
  if (replace) s.frames().erase(to);
  s.add_frame(to, source);
}

// The current frame's rows and variables that are asked for, in a new frame.
void put(const std::string& rest, Session& s) {
  const ast::Arguments a = grammar::parse_arguments(rest);
  std::string into;
  for (const ast::Option& o : a.options) {
    if (o.name != "into") throw Error(198, "option " + o.name + " not allowed");
    into = o.argument;
  }
  if (into.empty()) throw Error(198, "option into() required", std::nullopt, {"frame put varlist, into(name)"});
  const Context c = s.context();
  const bool some_rows = a.condition || a.range;
  if (a.body.empty() && !some_rows) throw Error(100, "varlist, if or in required");
  data::Frame f = some_rows ? data::keep_rows(c.frame, c.select({a.condition, a.range})) : c.frame;
  if (!a.body.empty()) {
    const Variables keep = resolve_variables(a.body, c);
    for (const data::Variable& v : c.frame.variables)
      if (std::find(keep.begin(), keep.end(), v.name) == keep.end()) f.remove(v.name);
  }
  f.samples.clear();
  f.file.clear();
  f.changed = true;
  s.add_frame(into, std::make_shared<const data::Frame>(std::move(f)));
}

void rename(const Words& w, Session& s) {
  const std::string& from = word(w, 0, "frame rename old new");
  const std::string& to = word(w, 1, "frame rename old new");
  const data::FramePtr f = kit::known_frame(from, s);
  s.add_frame(to, f);
  if (from != s.frame_name()) {
    s.frames().erase(from);
    return;
  }
  s.frames().erase(to);
  s.frame_name() = to;
}

void reset(Session& s) {
  s.frames().clear();
  s.frame_name() = "default";
  s.set_frame(data::Frame{});
}

void list(Session& s) {
  std::map<std::string, data::FramePtr> all = s.frames();
  all[s.frame_name()] = s.frame_pointer();
  std::string names;
  double changed = 0;
  for (const auto& [name, f] : all) {
    const std::string& about = f->label.empty() ? f->file : f->label;
    s.say(fmt::format("{} {:<12} {} x {}{}", name == s.frame_name() ? '*' : ' ', name, f->rows, f->variables.size(),
                      about.empty() ? "" : "; " + about));
    names += (names.empty() ? "" : " ") + name;
    changed += f->changed;
  }
  s.say("");
  s.say("Note: the frame with * is current.", report::Style::note);
  s.r() = Results{}.macro("frames", names).scalar("changed", changed);
}

void post(const std::string& rest, Session& s) {
  std::string_view left = rest;
  std::size_t end = rest.find_first_of(" \t(");
  const std::string name = rest.substr(0, end);
  left.remove_prefix(std::min(name.size(), left.size()));
  std::vector<eval::Value> values;
  for (const kit::Piece& p : kit::split_pieces(left)) {
    if (!p.grouped) throw Error(198, "invalid syntax: frame post name (exp) (exp) ...");
    values.push_back(s.value(p.text));
  }
  const data::FramePtr target = kit::known_frame(name, s);
  auto f = std::make_shared<const data::Frame>(kit::with_row(*target, values));
  if (name == s.frame_name()) s.set_frame(std::move(f));
  else s.frames()[name] = std::move(f);
}

void subcommand(const std::string& what, const std::string& rest, Session& s) {
  const Words w = grammar::split_words(rest);
  if (what == "pwf" || what.empty()) return kit::show_current_frame(s);
  if (kit::abbreviates(what, "CReate") || kit::abbreviates(what, "mkf")) return create(rest, s);
  if (kit::abbreviates(what, "CHange")) return s.change_frame(word(w, 0, "frame change name"));
  if (what == "drop") return drop(w, s);
  if (what == "copy") return copy(rest, s);
  if (what == "put") return put(rest, s);
  if (kit::abbreviates(what, "REName")) return rename(w, s);
  if (what == "reset") return reset(s);
  if (what == "post") return post(rest, s);
  if (kit::abbreviates(what, "DIR") || kit::abbreviates(what, "List")) return list(s);
  throw Error(198, "frame " + what + " is unknown", std::nullopt,
              {"there are create, change, drop, copy, put, rename, post, dir, pwf, reset, and frame name: command"});
}

void act(const Args& a, Session& s) {
  std::string_view rest = a.text;
  if (a.command.empty()) {
    const std::string what = kit::take_word(rest);
    return subcommand(what, std::string(kit::trim(rest)), s);
  }
  const std::string name(kit::trim(rest));
  s.in_frame(name, [&] { s.run_command(a.command); });
}

}  // namespace

extern const Command frame_command =
    define<Args>("frame", "Several data sets in memory")
        .raw(&Args::text)
        .prefix(&Args::command)
        .alias("frames")
        .changes(Effect::data)
        .stores({{"r(frames)", "dir: the names of all frames"},
                 {"r(changed)", "dir: how many have changes that are not saved"},
                 {"r(currentframe)", "pwf: the name of the current frame"}})
        .remark(
            "frame create name [newvarlist], frame change name (cwf), frame pwf (pwf), frame copy from to, frame put "
            "varlist if exp, into(name), frame rename, frame drop, frame dir, frames reset.")
        .remark(
            "frame name: command and frame name { ... } run commands in another frame and come back. frame post "
            "name (exp) ... adds a row. c(frame) is the current frame. frlink and frget join frames.")
        .example("Work in another frame",
                 "sysuse auto\nframe create small\nframe small: set obs 3\nframe small: "
                 "generate x = _n\nframe small: summarize x",
                 "r(N) == 3 & _N == 74")
        .example("Post results",
                 "frame create out double(b) str5 name\nframe post out (1.5) (\"a\")\nframe post out "
                 "(2.5) (\"b\")\nframe change out\npwf",
                 "_N == 2 & b[2] == 2.5 & name[1] == \"a\"")
        .example("Part of the data",
                 "sysuse auto\nframe put make price if foreign, into(imports)\ncwf imports\nframes dir",
                 "_N == 22 & c(k) == 2 & r(changed) >= 1")
        .acts(act);

}  // namespace nqp::commands::frame_
