#include "stdlib/kit/csdid_statistics.hpp"

#include "stdlib/kit/influence_file.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

void run_csdid_statistics(const StatisticsArgs& a, runtime::Session& s) {
  BodyAndOptions line = split_options(a.text);
  std::string_view rest = trim(line.body);
  const std::string word = take_word(rest);
  if (word.empty())
    throw Error(198, "an average is needed", std::nullopt, {"simple, group, calendar, event, attgt, pretrend or all"});
  if (!trim(rest).empty())
    throw Error(198, std::string(trim(rest)) + " not allowed", std::nullopt,
                {"averages are made of the last estimates, or of influence functions in memory: csdid, saverif()"});
  if (std::optional<command::Results> e = results_of_influence(s.frame()))
    s.estimates_slot() = command::Estimates{std::move(*e), {}};
  std::string options;
  for (const ast::Option& o : line.options) options += " " + o.name + (o.has_argument ? "(" + o.argument + ")" : "");
  s.run_command("estat " + word + "," + options);
}

}  // namespace nqp::kit
