#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/dataset/panel.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/join.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::append_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body;
  NewVariable generate;
  std::string keep;
  bool no_label = false, no_notes = false, force = false;
};

data::ColumnPtr missing_like(const data::Column& column, std::size_t rows) {
  return data::gather(column, std::vector<data::Row>(rows, data::no_row));
}

// The variables of `top`, then those that only `bottom` has, which loses each column as soon as it is not needed.
data::Frame stacked(const data::Frame& top, data::Frame bottom, const Args& a) {
  data::Frame f = top;
  f.rows = top.rows + bottom.rows;
  f.sorted_by.clear();
  f.changed = true;
  if (!a.no_label) kit::add_labels(f, bottom);
  if (!a.no_notes) kit::add_notes(f, bottom);
  for (data::Variable& v : f.variables) {
    const auto place = bottom.index(v.name);
    const data::Variable* more = place ? &bottom.variables[*place] : nullptr;
    if (more && more->is_string() != v.is_string() && !a.force)
      throw Error(106,
                  "variable " + v.name + " is " + (v.is_string() ? "a string" : "numeric") + " in the data but " +
                      (more->is_string() ? "a string" : "numeric") + " in the file",
                  std::nullopt, {"destring or tostring make them alike; option force takes the file's as missing"});
    const bool usable = more && more->is_string() == v.is_string();
    const data::Type before = v.column->type();
    v.column = data::append(*v.column, usable ? *more->column : *missing_like(*v.column, bottom.rows));
    if (place) bottom.variables[*place].column.reset();
    if (v.is_string() && v.format == data::default_format(before)) v.format = data::default_format(v.column->type());
  }
  for (const data::Variable& v : bottom.variables) {
    if (top.find(v.name)) continue;
    data::Variable added = v;
    added.column = data::append(*missing_like(*v.column, top.rows), *v.column);
    if (a.no_label) added.value_label.clear();
    f.variables.push_back(std::move(added));
  }
  for (data::SampleMark& s : f.samples)
    if (s.column) s.column = data::append(*s.column, *data::make_constant(data::Storage::byte_, bottom.rows, 0));
  return f;
}

std::vector<std::string> files_of(const std::string& body) {
  std::string_view rest = body;
  if (kit::take_word(rest) != "using") throw Error(100, "using required", std::nullopt, {"write append using file"});
  std::vector<std::string> files = grammar::split_words(rest);
  if (files.empty()) throw Error(198, "a file name is needed");
  return files;
}

data::Frame read(const std::string& file, const Args& a, const Context& c) {
  data::Frame f = kit::load_dta(c, file);
  if (a.no_notes) kit::drop_notes(f);
  if (a.keep.empty()) return f;
  const Variables names = resolve_variables(a.keep, Context(f, c.environment, c.settings, c.host));
  data::Frame out = f;
  for (const data::Variable& v : f.variables)
    if (std::find(names.begin(), names.end(), v.name) == names.end()) out.remove(v.name);
  return out;
}

Output run(const Args& a, const Context& c) {
  data::Frame f = c.frame;
  std::vector<double> source;  // of each observation, with generate()
  if (!a.generate.name.empty()) source.resize(f.rows, 0);
  double number = 0;
  for (const std::string& file : files_of(a.body)) {
    data::Frame more = read(file, a, c);
    f = f.variables.empty() ? std::move(more) : stacked(f, std::move(more), a);
    if (!a.generate.name.empty()) source.resize(f.rows, ++number);
  }
  if (!a.generate.name.empty()) f.add({a.generate.name, data::make_narrowest(source), "", "", "", {}});
  f.changed = true;
  Output out;
  out.frame = std::move(f);
  return out;
}

// The file names stand in the body: using begins it.
Command command() {
  Command c =
      define<Args>("APPend", "Add the observations of files below the data")
          .raw(&Args::body)
          .new_variable("GENerate", &Args::generate, "0 for the data, 1, 2, ... for the files")
          .text("keep", &Args::keep, "variables to take from the files")
          .flag("noLabel", &Args::no_label, "leave out the files' value labels")
          .flag("noNOTEs", &Args::no_notes, "leave out the files' notes")
          .flag("force", &Args::force, "a string and a number of the same name: take the file's as missing")
          .no_by()
          .changes(Effect::data)
          .example("Two parts",
                   "sysuse auto\ntempfile t\nsave \"`t'\"\nappend using \"`t'\", generate(part) keep(make price) "
                   "nolabel nonotes",
                   "_N == 148 & part[148] == 1 & missing(mpg[148])")
          .example("Notes of both",
                   "sysuse auto\nnotes: second\nnotes mpg: measured\ntempfile t\nsave \"`t'\"\nsysuse auto, clear\n"
                   "notes: first\nappend using \"`t'\"\nlocal d : char _dta[note2]\nlocal m : char mpg[note1]\n"
                   "assert \"`d'\" == \"second\" & \"`m'\" == \"measured\"",
                   "_N == 148")
          .example("Types must agree",
                   "clear\nset obs 1\ngenerate x = \"a\"\ntempfile t\nsave \"`t'\"\nclear\nset obs 1\n"
                   "generate x = 1\ncapture append using \"`t'\"\nlocal code = _rc\nappend using \"`t'\", force",
                   "_N == 2 & missing(x[2])")
          .runs(run);
  // The options are bound; all before the comma is the body.
  c.prepare = [prepare = c.prepare, signature = std::make_shared<const Signature>(c.signature)](const Bound& b,
                                                                                                const Context& x) {
    const std::size_t comma = std::min(kit::find_outside(b.raw, ','), b.raw.size());
    const std::string_view tail = std::string_view(b.raw).substr(comma);
    Bound bound = bind(*signature, grammar::parse_arguments(tail, b.raw_offset + static_cast<std::uint32_t>(comma)));
    bound.raw = b.raw.substr(0, comma);
    return prepare(bound, x);
  };
  return c;
}

}  // namespace

extern const Command append_command = command();

}  // namespace nqp::commands::append_
