#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::commands::compress_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables;
  bool no_coalesce = false;
};

std::size_t bytes(data::Type t) {
  switch (t.storage) {
    case data::Storage::byte_: return 1;
    case data::Storage::int_: return 2;
    case data::Storage::long_:
    case data::Storage::float_: return 4;
    case data::Storage::double_: return 8;
    case data::Storage::str: return t.width;
    case data::Storage::strl: return 8;
  }
  return 0;
}

// The same values in the least type that holds them; float and long are not exchanged for one another.
data::ColumnPtr compressed(const data::Column& column) {
  const data::Type type = column.type();
  if (type.is_string()) {
    data::StringWriter w(column.size(), column.dictionary());
    for (std::size_t i = 0; i < column.size(); ++i) w.set(i, column.text(i));
    return w.finish();
  }
  const data::Facts& facts = column.facts();
  bool float_exact = true;
  if (type.storage == data::Storage::double_ && !facts.integers)
    for (std::size_t i = 0; i < column.size() && float_exact; ++i)
      float_exact = data::fits(column.number(i), data::Storage::float_);
  const data::Storage s = data::narrowest(facts.lowest, facts.highest, facts.integers, float_exact);
  return data::convert(column, s);
}

Output run(const Args& a, const Context& c) {
  Output out;
  data::Frame f = c.frame;
  std::size_t saved = 0;
  for (const std::string& name : a.variables) {
    const std::size_t i = *f.index(name);
    const data::Type before = f.variables[i].column->type();
    const data::ColumnPtr column = compressed(*f.variables[i].column);
    if (bytes(column->type()) >= bytes(before)) continue;
    out.line(
        fmt::format("  variable {} was {} now {}", name, data::type_name(before), data::type_name(column->type())));
    saved += (bytes(before) - bytes(column->type())) * f.rows;
    const std::vector<std::string> order = f.sorted_by;
    if (f.variables[i].format == data::default_format(before) && column->is_string())
      f.variables[i].format = data::default_format(column->type());
    f.replace(i, column);
    f.sorted_by = order;
  }
  out.line(
      fmt::format("  ({} bytes saved)", text::trimmed(text::format_number(static_cast<double>(saved), "%20.0fc"))));
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command compress_command =
    define<Args>("compress", "Store variables in the least type that holds their values")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .flag("nocoalesce", &Args::no_coalesce, "accepted; equal strings are always stored once")
        .no_by()
        .changes(Effect::data)
        .example("All variables", "clear\nset obs 3\ngenerate double x = _n\ncompress", "x[3] == 3")
        .example("Then types grow again",
                 "clear\nset obs 3\ngenerate double x = _n\ncompress x, nocoalesce\nreplace x = 1000 in 1",
                 "x[1] == 1000")
        .runs(run);

}  // namespace nqp::commands::compress_
