// range: evenly spaced values.
#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/obs.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::range_ {
namespace {

using namespace command;

struct Args {
  std::string body;
};

double number_of(const std::string& text, const Context& c) {
  const double x = eval::evaluate_number(*grammar::parse_expression(text), c.scope);
  if (data::is_missing(x)) throw Error(198, text + " is missing: range needs numbers");
  return x;
}

Output run(const Args& a, const Context& c) {
  std::string_view rest = a.body;
  std::vector<std::string> words;
  while (!kit::trim(rest).empty()) words.push_back(kit::take_word(rest));
  if (words.size() < 3 || words.size() > 4)
    throw Error(198, "invalid syntax", std::nullopt, {"it is: range newvar first last [number of values]"});
  kit::check_new_name(c, words[0]);
  const double first = number_of(words[1], c), last = number_of(words[2], c);
  const double asked = words.size() == 4 ? number_of(words[3], c) : static_cast<double>(c.frame.rows);
  if (!(asked >= 2 && asked < 4e9) || asked != std::floor(asked))
    throw Error(198, "the number of values must be a whole number from 2 on", std::nullopt,
                {"without data, give it behind the last value"});
  const auto n = static_cast<std::size_t>(asked);
  Output out;
  data::Frame f = c.frame;
  if (n > f.rows) {
    out.line("Number of observations (_N) was " + std::to_string(f.rows) + ", now " + std::to_string(n) + ".");
    f = kit::add_observations(c.frame, n - f.rows);
  }
  std::vector<double> x(f.rows, data::missing);
  for (std::size_t i = 0; i < n; ++i)
    x[i] = i + 1 == n ? last : first + (last - first) * static_cast<double>(i) / static_cast<double>(n - 1);
  f.add({words[0], data::make_numeric(kit::default_storage(c), x)});
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command range_command =
    define<Args>("range", "Evenly spaced values over a range")
        .anything(&Args::body)
        .no_by()
        .changes(Effect::data)
        .remark("range newvar first last [number of values]. Observations are added when there are too few.")
        .example("Without data", "clear\nrange x 0 1 11", "_N == 11 & x[1] == 0 & x[11] == 1 & x[6] == 0.5")
        .example("Beside data", "sysuse auto\nrange x 10 1 4", "_N == 74 & x[2] == 7 & missing(x[5])")
        .runs(run);

}  // namespace nqp::commands::range_
