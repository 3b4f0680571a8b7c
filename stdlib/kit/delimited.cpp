#include "stdlib/kit/delimited.hpp"

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

std::string counted_rows(std::size_t n) {
  return text::trimmed(text::format_number(static_cast<double>(n), "%20.0fc"));
}

void name_columns(data::Frame& f, const std::string& new_names) {
  const std::vector<std::string> names = grammar::split_words(new_names);
  if (names.size() > f.variables.size())
    throw Error(198, fmt::format("{} names are given, the file has {} columns", names.size(), f.variables.size()));
  for (std::size_t i = 0; i < names.size(); ++i) f.rename(f.variables[i].name, names[i]);
}

}  // namespace

command::Output read_delimited_file(const command::Context& c, const std::string& path, data::DelimitedOptions options,
                                    const std::string& new_names, bool clear) {
  if (path.empty())
    throw Error(198, "a file name is needed", std::nullopt, {"write import delimited using file, clear"});
  require_saved(c, clear);
  const auto file = c.host.open(path);
  data::DelimitedResult r;
  try {
    r = data::read_delimited(source_of(*file), options);
  } catch (const Error& e) {
    throw Error(e.code, path + ": " + e.what(), e.span, e.notes);
  }
  if (!new_names.empty()) name_columns(r.frame, new_names);
  mark_fresh(r.frame, "");
  r.frame.changed = true;
  command::Output out;
  for (const std::string& note : r.notes) out.line(note, report::Style::note);
  out.line(fmt::format("({} {}, {} {})", counted_rows(r.frame.variables.size()),
                       r.frame.variables.size() == 1 ? "var" : "vars", counted_rows(r.frame.rows), "obs"));
  out.r = command::Results{}
              .scalar("N", static_cast<double>(r.frame.rows))
              .scalar("k", static_cast<double>(r.frame.variables.size()))
              .macro("delimiter", options.delimiters);
  out.frame = std::move(r.frame);
  return out;
}

std::string delimiter_of(const std::string& word) {
  if (word == "tab" || word == "\\t") return "\t";
  if (word == "comma") return ",";
  if (word == "space") return " ";
  if (word == "whitespace") return " \t";
  if (word.empty()) throw Error(198, "the delimiter is empty");
  return word;
}

command::Output write_delimited_file(const command::Context& c, const DelimitedRequest& q) {
  if (q.path.empty()) throw Error(198, "a file name is needed");
  if (c.frame.variables.empty()) throw Error(111, "no variables defined: there is nothing to write");
  require_free(c, q.path, q.replace);
  std::vector<std::size_t> columns;
  for (const std::string& name : command::resolve_variables(q.variables.empty() ? "_all" : q.variables, c))
    columns.push_back(*c.frame.index(name));
  std::vector<data::Row> rows;
  if (q.sample.condition || q.sample.range) {
    rows = c.rows(q.sample);
    if (rows.empty()) throw Error(2000, "no observations");
  }
  c.host.write_pieces(q.path, [&](const host::Sink& sink) {
    data::write_delimited(c.frame, columns, rows, q.layout, sink);
  });
  return command::Output{}.line("file " + q.path + " saved");
}

}  // namespace nqp::kit
