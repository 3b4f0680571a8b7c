// nsplit: the digits of numbers as several variables (a user-written command of the same name).
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::nsplit_ {
namespace {

using namespace command;

struct Args {
  Variables variable;
  Sample sample;
  std::vector<double> digits;
  std::string generate;
};

std::vector<std::string> names_of(const Args& a) {
  std::vector<std::string> names;
  for (std::string_view rest = kit::trim(a.generate); !rest.empty(); rest = kit::trim(rest))
    names.push_back(kit::take_word(rest));
  if (names.size() == a.digits.size()) return names;
  if (names.size() > 1)
    throw Error(198, "generate() needs one name, or as many names as digits() has numbers");
  const std::string stub = names.empty() ? a.variable[0] : names[0];
  names.clear();
  for (std::size_t k = 1; k <= a.digits.size(); ++k) names.push_back(stub + std::to_string(k));
  return names;
}

Output run(const Args& a, const Context& c) {
  double total = 0;
  for (const double d : a.digits) {
    if (!(d >= 1 && d <= 15) || d != std::floor(d)) throw Error(198, "digits() takes whole numbers from 1 to 15");
    total += d;
  }
  if (total > 15) throw Error(198, "digits() asks for more than the 15 digits that numbers hold");
  const data::Column& x = c.numeric(a.variable[0]);
  const std::vector<std::string> names = names_of(a);
  const kit::Selection s = kit::select(c, a.sample);
  data::Frame f = c.frame;
  double left = total;  // digits from here to the end
  for (std::size_t k = 0; k < names.size(); ++k) {
    kit::check_new_name(f, names[k]);
    const double above = std::pow(10.0, left), below = std::pow(10.0, left - a.digits[k]);
    left -= a.digits[k];
    std::vector<double> part(c.frame.rows, data::missing);
    for (std::size_t i = 0; i < part.size(); ++i) {
      const double v = x.number(i);
      if (!s.holds(i) || data::is_missing(v)) continue;
      if (v < 0 || v != std::floor(v) || v >= std::pow(10.0, total))
        throw Error(459, a.variable[0] + " has values that are no whole numbers of at most " +
                             std::to_string(static_cast<int>(total)) + " digits",
                    std::nullopt, {"observation " + std::to_string(i + 1) + " is the first of them"});
      part[i] = std::floor(std::fmod(v, above) / below);
    }
    f.add({names[k], data::make_narrowest(part)});
  }
  Output out;
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command nsplit_command =
    define<Args>("nsplit", "Split numbers by their digits")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .numbers("Digits", &Args::digits, "how many digits each new variable takes, from the left")
        .text("Generate", &Args::generate, "their names, or a stub")
        .required("digits")
        .changes(Effect::data)
        .remark("Numbers with fewer digits count as written with zeros in front.")
        .example("A date as a number",
                 "clear\nset obs 1\ngenerate long d = 20190301\nnsplit d, digits(4 2 2) generate(y m day)",
                 "y == 2019 & m == 3 & day == 1")
        .example("A code of provinces and cities",
                 "clear\nset obs 2\ngenerate long code = cond(_n == 1, 110100, 90000)\nnsplit code, digits(2 4)",
                 "code1[1] == 11 & code2[1] == 100 & code1[2] == 9")
        .runs(run);

}  // namespace nqp::commands::nsplit_
