// insobs: empty observations added at any place.
#include <algorithm>
#include <numeric>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/obs.hpp"
#include "stdlib/kit/results.hpp"

namespace nqp::commands::insobs_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body, before, after;
};

std::size_t whole_number(const std::string& text, double low, double high, const std::string& what, const Context& c) {
  const double n = eval::evaluate_number(*grammar::parse_expression(text), c.scope);
  if (!(n >= low && n <= high) || n != static_cast<double>(static_cast<std::size_t>(n)))
    throw Error(198, what + " must be a whole number from " + std::to_string(static_cast<std::size_t>(low)) + " to " +
                         std::to_string(static_cast<std::size_t>(high)));
  return static_cast<std::size_t>(n);
}

Output run(const Args& a, const Context& c) {
  if (a.body.empty()) throw Error(100, "the number of observations to add is needed");
  if (!a.before.empty() && !a.after.empty()) throw Error(198, "before() and after() may not be combined");
  const std::size_t rows = c.frame.rows, n = whole_number(a.body, 1, 4e9, "the number of observations", c);
  std::size_t place = rows;
  if (!a.before.empty()) place = whole_number(a.before, 1, static_cast<double>(rows), "before()", c) - 1;
  if (!a.after.empty()) place = whole_number(a.after, 1, static_cast<double>(rows), "after()", c);
  data::Frame f = kit::add_observations(c.frame, n);
  if (place < rows) {
    std::vector<data::Row> order(f.rows);
    std::iota(order.begin(), order.end(), data::Row{0});
    const auto at = order.begin() + static_cast<std::ptrdiff_t>(place),
               end = order.begin() + static_cast<std::ptrdiff_t>(rows);
    std::rotate(at, end, order.end());
    f = data::gather(f, order);
  }
  Output out;
  out.line(kit::count_of(n, "observation added", "observations added"));
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command insobs_command =
    define<Args>("insobs", "Add empty observations at any place")
        .anything(&Args::body)
        .text("Before", &Args::before, "in front of this observation")
        .text("After", &Args::after, "behind this observation")
        .no_by()
        .changes(Effect::data)
        .remark("Without before() and after() they are added at the end.")
        .example("At the end", "sysuse auto\ninsobs 3", "_N == 77 & missing(price[77]) & price[1] == 4099")
        .example("In between", "sysuse auto\ninsobs 2, after(1)\ninsobs 1, before(1)",
                 "_N == 77 & missing(price[1]) & price[2] == 4099 & missing(price[4]) & price[5] == 4749")
        .runs(run);

}  // namespace nqp::commands::insobs_
