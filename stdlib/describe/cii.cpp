// cii: confidence intervals from summary statistics.
#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/immediate.hpp"
#include "stdlib/kit/interval_table.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::cii_ {
namespace {

using namespace command;
using kit::IntervalOf;

struct Args : kit::IntervalArgs {
  std::string body;
};

struct Request {
  IntervalOf what;
  std::vector<double> x;
};

[[noreturn]] void wrong_numbers(const std::string& form) {
  throw Error(198, "other numbers are expected", std::nullopt, {"write  cii " + form});
}

// "means 30 5 2"; the older "30 5 2", "100 12" and "10 8, poisson" too.
Request read_request(const Args& a, const Context& c) {
  std::string_view rest = kit::trim(a.body);
  const std::string word = kit::take_word(rest);
  const IntervalOf means = a.poisson ? IntervalOf::rates : IntervalOf::means;
  if (kit::abbreviates(word, "MEANs")) return {means, kit::immediate_numbers(std::string(rest), c)};
  if (kit::abbreviates(word, "PROPortions"))
    return {IntervalOf::proportions, kit::immediate_numbers(std::string(rest), c)};
  if (kit::abbreviates(word, "VARiances"))
    return {a.sd ? IntervalOf::deviations : IntervalOf::variances, kit::immediate_numbers(std::string(rest), c)};
  const std::vector<double> x = kit::immediate_numbers(a.body, c);
  return {a.poisson || x.size() != 2 ? means : IntervalOf::proportions, x};
}

// A count, or the share of `total` that it is: 0.3 of 10 is 3.
double count_of(double x, double total) {
  if (x < 0) throw Error(411, "a count may not be negative");
  if (x > 0 && x < 1) return std::round(x * total);
  if (x != std::floor(x)) throw Error(126, "a count must be an integer, or a share between 0 and 1");
  return x;
}

kit::IntervalRow row_of(const Request& q, const Args& a, double level) {
  const std::vector<double>& x = q.x;
  if (x.empty() || !(x[0] > 0)) throw Error(198, "a positive first number is needed");
  if (q.what != IntervalOf::rates && x[0] != std::floor(x[0]))
    throw Error(126, "the number of observations must be an integer");
  switch (q.what) {
    case IntervalOf::means:
      if (x.size() != 3) wrong_numbers("means #obs #mean #sd");
      if (x[2] < 0) throw Error(411, "a standard deviation may not be negative");
      return kit::mean_row("", x[0], x[1], x[2], level);
    case IntervalOf::rates:
      if (x.size() != 2) wrong_numbers("means #exposure #events, poisson");
      return kit::rate_row("", x[0], count_of(x[1], x[0]), level);
    case IntervalOf::proportions:
      if (x.size() != 2) wrong_numbers("proportions #obs #successes");
      if (count_of(x[1], x[0]) > x[0]) throw Error(198, "there are more successes than observations");
      return kit::proportion_row("", x[0], count_of(x[1], x[0]), level, a.method);
    case IntervalOf::variances:
    case IntervalOf::deviations: break;
  }
  if (x.size() != (a.bonett ? 3 : 2))
    wrong_numbers(fmt::format("variances #obs #{}{}{}{}{}", a.sd ? "sd" : "variance", a.bonett ? " #kurtosis" : "",
                              a.sd || a.bonett ? "," : "", a.sd ? " sd" : "", a.bonett ? " bonett" : ""));
  if (!(x[1] > 0)) throw Error(411, "a variance must be positive");
  std::optional<double> kurtosis;
  if (a.bonett) kurtosis = x[2];
  if (kurtosis && !(*kurtosis >= 1)) throw Error(411, "a kurtosis is 1 or more");
  return a.sd ? kit::deviation_row("", x[0], x[1], level, kurtosis)
              : kit::variance_row("", x[0], x[1], level, kurtosis);
}

Output run(const Args& a, const Context& c) {
  const double level = kit::level_or_default(a.level, c);
  const Request q = read_request(a, c);
  const kit::IntervalRow row = row_of(q, a, level);
  Output out;
  out.document.blank();
  out.document.add(kit::interval_table({row}, q.what, 0, level));
  out.r = kit::interval_results(row, q.what, level);
  return out;
}

Definition<Args> definition() {
  Definition<Args> d = define<Args>("cii", "Confidence intervals from summary statistics");
  d.anything(&Args::body).no_by();
  kit::interval_declaration(d);
  return d;
}

}  // namespace

extern const Command cii_command =
    definition()
        .remark(
            "cii means #obs #mean #sd, cii means #exposure #events, poisson, cii proportions #obs #successes and "
            "cii variances #obs #variance; cii variances #obs #variance #kurtosis, bonett. Two numbers without a name "
            "are a proportion. A number of successes or events below 1 is a share of the first number.")
        .example("Mean", "cii means 166 19509 4379, level(90)", "abs(r(se) - 4379/sqrt(166)) < 1e-9 & r(N) == 166")
        .example("Proportion", "cii proportions 10 .1, wilson", "r(proportion) == .1 & r(lb) > 0")
        .example("Events", "cii means 1 27, poisson", "abs(r(lb) - invgammap(27, .025)) < 1e-9")
        .example("Variance", "cii variances 15 4", "abs(r(lb) - 14*4/invchi2(14, .975)) < 1e-9 & r(Var) == 4")
        .example("Bonett's interval", "cii variances 20 9 1.8, bonett",
                 "abs(ln(r(ub)/r(lb)) - 2*invnormal(.975)*20/(20 - invnormal(.975))*sqrt((1.8 - 17/20)/19)) < 1e-9 & "
                 "r(kurtosis) == 1.8")
        .example("Standard deviation", "cii variances 15 2, sd", "abs(r(ub)^2 - 14*4/invchi2(14, .025)) < 1e-9")
        .runs(run);

}  // namespace nqp::commands::cii_
