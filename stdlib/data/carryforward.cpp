#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/new_names.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/series_rows.hpp"

namespace nqp::commands::carryforward_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables, along;
  Sample sample;
  std::string generate, indicators;
  bool replace = false, back = false, no_notes = false, strict = false, extended_missing = false;
};

// 1 where the value comes from another row.
data::ColumnPtr carried(const std::vector<data::Row>& from) {
  std::vector<double> out(from.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = from[i] == i ? 0 : 1;
  return data::make_numeric(data::Storage::byte_, out);
}

Output run(const Args& a, const Context& c) {
  const std::vector<std::string> names = kit::new_names(a.generate, a.replace, a.variables, c);
  const kit::Selection s = kit::select(c, a.sample);
  const Variables by = c.by ? c.by->variables : Variables{};
  std::vector<std::vector<data::Row>> groups = kit::ordered_rows(c, by, "", std::vector<std::uint8_t>(c.frame.rows, 1));
  const std::vector<std::string> indicators = grammar::split_words(a.indicators);
  if (!indicators.empty() && indicators.size() != names.size())
    throw Error(198, "cfindic() needs a name for each variable");
  Output out;
  data::Frame f = c.frame;
  for (std::size_t k = 0; k < names.size(); ++k) {
    const data::Column& column = *c.frame.at(a.variables[k]).column;
    std::vector<data::Row> from(c.frame.rows);
    std::size_t filled = 0;
    for (std::vector<data::Row>& rows : groups) {
      data::Row last = 0xffffffffu;
      for (std::size_t j = 0; j < rows.size(); ++j) {
        const data::Row i = rows[a.back ? rows.size() - 1 - j : j];
        from[i] = i;
        const bool known =
            !column.missing_at(i) || (a.extended_missing && !column.is_string() && column.number(i) != data::missing);
        if (known) {
          last = a.strict && !s.holds(i) ? 0xffffffffu : i;
        } else if (last != 0xffffffffu && s.holds(i)) {
          from[i] = last;
          ++filled;
        }
      }
    }
    const std::string format = f.at(a.variables[k]).format;
    kit::put(f, a.variables[k], names[k], data::gather(column, from));
    f.variables[*f.index(names[k])].format = format;
    for (const std::string& along : a.along) {
      data::Variable& v = f.variables[*f.index(along)];
      v.column = data::gather(*v.column, from);
    }
    if (!indicators.empty()) f.add({indicators[k], carried(from), {}, {}, {}, {}});
    out.line(names[k] + ": " + kit::count_of(filled, "real change made", "real changes made"));
  }
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command carryforward_command =
    define<Args>("carryforward", "Carry the last known value forward")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .text("Generate", &Args::generate, "new variables")
        .flag("Replace", &Args::replace, "change the variables themselves")
        .text("CFindic", &Args::indicators, "new variables: 1 where a value was carried")
        .flag("Back", &Args::back, "carry the next known value backward")
        .variables("CARRYAlong", &Args::along, "variables that take their values from the same rows")
        .flag("STRict", &Args::strict, "carry only values of observations for which if and in hold")
        .flag("EXTmiss", &Args::extended_missing, ".a to .z are values, which are kept and carried")
        .flag("noNotes", &Args::no_notes, "accepted")
        .by_native()
        .changes(Effect::data)
        .reference("After carryforward by David Kantor (SSC)")
        .example("Within panels",
                 "clear\ninput g t x\n1 1 5\n1 2 .\n2 1 .\n2 2 3\nend\nbysort g (t): carryforward x, generate(z) "
                 "cfindic(c)",
                 "z[2] == 5 & missing(z[3]) & c[2] == 1 & c[1] == 0")
        .example("With what belongs to the value",
                 "clear\ninput x y\n5 1\n. 2\n.a 3\n. 4\nend\ncarryforward x, replace carryalong(y) extmiss strict",
                 "x[2] == 5 & y[2] == 1 & x[4] == .a & y[4] == 3")
        .example("Backward", "clear\ninput x\n.\n3\n.\nend\ncarryforward x, replace back nonotes",
                 "x[1] == 3 & missing(x[3])")
        .runs(run);

}  // namespace nqp::commands::carryforward_
