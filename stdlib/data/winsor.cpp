#include <algorithm>
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::commands::winsor_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variable;
  Sample sample;
  NewVariable generate;
  double p = -1;
  int h = 0;
  bool high_only = false, low_only = false;
};

Output run(const Args& a, const Context& c) {
  if (a.high_only && a.low_only) throw Error(184, "options highonly and lowonly may not be combined");
  if (a.p < 0 && a.h <= 0) throw Error(198, "winsor needs p() or h()");
  const kit::Selection s = kit::select(c, a.sample);
  const std::vector<double> x = kit::numbers_of(c.numeric(a.variable[0]));
  std::vector<double> sorted;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (s.holds(i) && !data::is_missing(x[i])) sorted.push_back(x[i]);
  std::sort(sorted.begin(), sorted.end());
  const auto n = sorted.size();
  const auto h = a.h > 0 ? static_cast<std::size_t>(a.h)
                         : static_cast<std::size_t>(std::floor(a.p * static_cast<double>(n) + 1e-9));
  if (n == 0) throw Error(2000, "no observations");
  if (2 * h >= n) throw Error(198, "more values would be changed than kept");
  const double low = a.high_only ? -HUGE_VAL : sorted[h], high = a.low_only ? HUGE_VAL : sorted[n - 1 - h];
  std::vector<double> y(x.size(), data::missing);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (s.holds(i) && !data::is_missing(x[i])) y[i] = std::clamp(x[i], low, high);
  Output out;
  data::Frame f = c.frame;
  const data::Variable& old = f.at(a.variable[0]);
  f.add({a.generate.name, data::make_numeric(old.column->type().storage, y), old.format, old.label, "", {}});
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command winsor_command =
    define<Args>("winsor", "Winsorize a variable by counts")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .new_variable("Generate", &Args::generate, "the new variable")
        .number("p", &Args::p, 0, 0.5, "fraction of the values at each end")
        .integer("h", &Args::h, 1, 1 << 30, "number of values at each end")
        .flag("HIghonly", &Args::high_only, "only the high end")
        .flag("LOwonly", &Args::low_only, "only the low end")
        .required("generate")
        .no_by()
        .changes(Effect::data)
        .reference("After winsor by Nicholas J. Cox (SSC)")
        .example("A fraction", "clear\nset obs 10\ngenerate x = _n\nwinsor x, generate(w) p(.1)",
                 "w[1] == 2 & w[10] == 9")
        .example("A number of values",
                 "clear\nset obs 10\ngenerate x = _n\nwinsor x, generate(w) h(2) highonly\nwinsor x, generate(v) h(1) "
                 "lowonly",
                 "w[1] == 1 & w[10] == 8 & v[1] == 2")
        .runs(run);

}  // namespace nqp::commands::winsor_
