#include <cmath>
#include <numeric>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/obs.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::commands::expand_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body;
  ast::ExpressionPtr copies;
  Sample sample;
  NewVariable generate;
};

Output run(const Args& a, const Context& c) {
  if (!a.copies && a.body.empty()) throw Error(100, "expand needs a number or an expression");
  const ast::ExpressionPtr copies = a.copies ? a.copies : grammar::parse_expression(a.body);
  const kit::Selection s = kit::select(c, a.sample);
  const std::vector<double> n = kit::values_of(*copies, c, a.sample, s);
  double total = static_cast<double>(c.frame.rows);
  for (std::size_t i = s.begin; i < s.end; ++i)
    if (s.holds(i) && !data::is_missing(n[i]) && n[i] > 1) total += std::trunc(n[i]) - 1;
  kit::require_room(c.frame, total);
  std::vector<data::Row> extra;
  std::size_t ignored = 0;
  for (std::size_t i = s.begin; i < s.end; ++i) {
    if (!s.holds(i)) continue;
    if (data::is_missing(n[i]) || n[i] < 1) {
      ++ignored;
      continue;
    }
    for (double k = 2; k <= std::trunc(n[i]); ++k) extra.push_back(static_cast<data::Row>(i));
  }
  Output out;
  data::Frame f = kit::append_rows(c.frame, extra);
  if (!a.generate.name.empty()) {
    std::vector<double> copy(f.rows, 1);
    std::fill(copy.begin(), copy.begin() + static_cast<std::ptrdiff_t>(c.frame.rows), 0.0);
    f.add({a.generate.name, data::make_numeric(data::Storage::byte_, copy), "", "", "", {}});
  }
  if (ignored > 0)
    out.line(kit::count_of(ignored, "count below 1 or missing ignored", "counts below 1 or missing ignored"));
  out.line(kit::count_of(extra.size(), "observation created", "observations created"));
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command expand_command =
    define<Args>("expand", "Repeat observations")
        .anything(&Args::body)
        .assigned(&Args::copies, false)
        .if_in(&Args::sample)
        .new_variable("GENerate", &Args::generate, "0 for originals, 1 for copies")
        .no_by()
        .changes(Effect::data)
        .remark(
            "Copies stand behind the data, in the order of the originals. Counts below 1 leave the observation as it "
            "is.")
        .example("Three of each", "sysuse auto\nexpand 3", "_N == 222")
        .example("As many as a variable says", "clear\nset obs 3\ngenerate n = _n\nexpand = n if n > 1, generate(copy)",
                 "_N == 6 & copy[6] == 1 & n[6] == 3")
        .runs(run);

}  // namespace nqp::commands::expand_
