#include "stdlib/kit/simultaneous_intervals.hpp"

#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/did/multiplier_bootstrap.hpp"

namespace nqp::kit {
namespace {

using command::Output;
using command::Results;

double draws_or_seed(const ast::Option& o, double least) {
  const double x = parse_number(o.argument).value_or(-1);
  if (x < least || x > 9007199254740992.0 || x != std::floor(x))
    throw Error(198, o.name + "() takes a whole number", std::nullopt, {"for example reps(999) rseed(1)"});
  return x;
}

}  // namespace

std::string SimultaneousIntervals::note() const {
  return fmt::format("Simultaneous intervals: critical value {:.3f}, {:.0f} draws of multipliers", critical, reps);
}

SimultaneousIntervals simultaneous_intervals(EstatCall& call, bool always, const numeric::Matrix& V, double level) {
  SimultaneousIntervals out;
  const ast::Option* wboot = call.line.find("WBOOT");
  out.asked = (call.line.find("sci") != nullptr) | (wboot != nullptr) | always;
  std::optional<double> seed;
  const auto read = [&](const ast::Option& o) {
    if (o.name == "reps") out.reps = draws_or_seed(o, 2);
    else if (o.name == "rseed" || o.name == "seed") seed = draws_or_seed(o, 0);
    else if (o.name != "wbtype" && o.name != "dots") throw Error(198, "option " + o.name + " not allowed");
  };
  for (const char* name : {"reps", "rseed", "seed", "dots"})
    if (const ast::Option* o = call.line.find(name)) read(*o);
  if (wboot && wboot->has_argument)
    for (const ast::Option& o : grammar::parse_options(wboot->argument)) read(o);
  if (!out.asked) return out;
  numeric::rng::Generator generator(seed ? static_cast<std::uint64_t>(*seed) : call.context.environment.rng().next());
  out.critical = compute(call.context, [&](numeric::Progress& p) {
    return numeric::simultaneous_critical(V, static_cast<int>(out.reps), level, generator, p);
  });
  return out;
}

void widen_intervals(const SimultaneousIntervals& s, std::vector<CoefficientRow>& rows) {
  for (CoefficientRow& r : rows) {
    if (r.state != CoefficientRow::State::estimated || data::is_missing(r.se)) continue;
    r.low = r.b - s.critical * r.se, r.high = r.b + s.critical * r.se;
  }
}

// The effects of the last table with intervals that hold for all of them together.
Output estat_sci(EstatCall& call) {
  const eval::Matrix *b = call.e.find_matrix("b"), *V = call.e.find_matrix("V");
  if (!b || !V || !call.e.find_matrix("b_attgt"))
    throw Error(321, "estat sci follows estimators with influence functions", std::nullopt,
                {"csdid, did with estimator(cs), hdidregress and xthdidregress with ra, ipw or aipw"});
  double level = call.context.settings.level;
  if (const ast::Option* o = call.line.find("Level")) level = read_level(*o);
  const SimultaneousIntervals s = simultaneous_intervals(call, true, numeric_matrix(*V), level);
  call.line.check_all_known();
  std::vector<CoefficientRow> rows = coefficient_rows(call.e, level);
  widen_intervals(s, rows);
  Results r;
  r.scalar("crit", s.critical).scalar("reps", s.reps).scalar("level", level);
  r.matrix("table", result_table(rows, call.e, false));
  Output out;
  out.document.blank();
  TableOptions t;
  t.level = level;
  out.document.append(coefficient_table(std::move(rows), call.e, call.e.macro_or("depvar"), call.context.frame, t,
                                        call.context.settings.linesize));
  out.line(s.note());
  out.r = std::move(r);
  return out;
}

}  // namespace nqp::kit
