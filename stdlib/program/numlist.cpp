// numlist: checks a list of numbers and writes it out.
#include <algorithm>
#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::numlist_ {
namespace {

using namespace command;

struct Args {
  std::string line;
};

struct Rules {
  bool ascending = false, descending = false, integer = false, missing = false, sort = false;
  const ast::Option *least = nullptr, *most = nullptr, *range = nullptr;
};

// Runs of numbers between the missing values, which stand alone in the list.
std::vector<double> read_numbers(std::string_view text, bool missing_allowed) {
  std::vector<double> out;
  std::string run;
  const auto end_run = [&] {
    if (!kit::trim(run).empty())
      for (const double x : grammar::parse_numlist(run)) out.push_back(x);
    run.clear();
  };
  for (const std::string& word : grammar::split_words(text)) {
    const bool missing = word == "." || (word.size() == 2 && word[0] == '.' && word[1] >= 'a' && word[1] <= 'z');
    if (!missing) {
      run += " " + word;
      continue;
    }
    if (!missing_allowed)
      throw Error(127, "invalid numlist has missing values", std::nullopt, {"missingok allows them"});
    end_run();
    out.push_back(word.size() == 1 ? data::missing : data::missing_code(word[1] - 'a' + 1));
  }
  end_run();
  return out;
}

double number_in(const std::string& text) {
  const auto x = kit::parse_number(text);
  if (!x) throw Error(198, "option range() invalid", std::nullopt, {"range(>=0 <1) gives limits"});
  return *x;
}

// "<=5", "> 0 <1": every condition holds for every number.
void check_range(const std::string& conditions, const std::vector<double>& numbers) {
  std::string_view rest = conditions;
  while (!kit::trim(rest).empty()) {
    rest = kit::trim(rest);
    const bool above = rest[0] == '>';
    if (!above && rest[0] != '<')
      throw Error(198, "option range() invalid", std::nullopt, {"range(>=0 <1) gives limits"});
    rest.remove_prefix(1);
    const bool equal = !rest.empty() && rest[0] == '=';
    if (equal) rest.remove_prefix(1);
    const std::size_t end = std::min(rest.find_first_of("<>"), rest.size());
    const double limit = number_in(std::string(kit::trim(rest.substr(0, end))));
    rest.remove_prefix(end);
    for (const double x : numbers) {
      const bool inside = (above ? x > limit : x < limit) || (equal && x == limit);
      if (!inside) throw Error(125, "invalid numlist has elements outside of allowed range");
    }
  }
}

void check(const Rules& rules, const std::vector<double>& numbers) {
  const double n = static_cast<double>(numbers.size());
  if (n < (rules.least ? number_in(rules.least->argument) : 1))
    throw Error(122, "invalid numlist has too few elements");
  if (rules.most && n > number_in(rules.most->argument)) throw Error(123, "invalid numlist has too many elements");
  for (std::size_t i = 1; i < numbers.size(); ++i)
    if ((rules.ascending && numbers[i] <= numbers[i - 1]) || (rules.descending && numbers[i] >= numbers[i - 1]))
      throw Error(124, "invalid numlist has elements out of order");
  for (const double x : numbers)
    if (rules.integer && !data::is_missing(x) && x != std::floor(x))
      throw Error(126, "invalid numlist has noninteger elements");
  if (rules.range) check_range(rules.range->argument, numbers);
}

std::string text_of(double x) { return data::is_missing(x) ? data::missing_text(x) : text::macro_number(x); }

Output run(const Args& a, const Context&) {
  kit::BodyAndOptions line = kit::split_options(a.line);
  Rules rules;
  rules.ascending = line.find("Ascending") != nullptr;
  rules.descending = line.find("Descending") != nullptr;
  rules.integer = line.find("Integer") != nullptr;
  rules.missing = line.find("MISSingokay") != nullptr;
  rules.sort = line.find("Sort") != nullptr;
  rules.least = line.find("MIN");
  rules.most = line.find("MAX");
  rules.range = line.find("Range");
  line.check_all_known();
  std::vector<double> numbers = read_numbers(kit::unquoted(line.body), rules.missing);
  if (rules.sort) std::sort(numbers.begin(), numbers.end());
  check(rules, numbers);
  std::string list;
  for (const double x : numbers) list += (list.empty() ? "" : " ") + text_of(x);
  Output out;
  out.r = Results{}.macro("numlist", list);
  return out;
}

}  // namespace

extern const Command numlist_command =
    define<Args>("numlist", "Check a list of numbers and write it out")
        .raw(&Args::line)
        .stores({{"r(numlist)", "the numbers, written out"}})
        .changes(Effect::results)
        .remark("numlist \"list\" [, ascending descending integer missingokay sort min(#) max(#) range(>=# <#)].")
        .remark("Errors: 121 no list of numbers, 122 too few, 123 too many, 124 out of order, 125 out of range, "
                "126 not whole, 127 missing.")
        .example("A step", "numlist \"1(2)9\", ascending integer min(2) max(9)", "r(numlist) == \"1 3 5 7 9\"")
        .example("Sorted", "numlist \"3 1 2 .\", sort missingokay", "r(numlist) == \"1 2 3 .\"")
        .example("Limits", "capture numlist \"0/3\", range(>0 <=3)\nscalar rc = _rc\nnumlist \"1 -0.5\", range(>=-.5)",
                 "rc == 125 & r(numlist) == \"1 -.5\"")
        .runs(run);

}  // namespace nqp::commands::numlist_
