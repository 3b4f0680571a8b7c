#include "stdlib/kit/constraints.hpp"

#include "grammar/parse.hpp"

namespace nqp::kit {

std::vector<std::pair<int, std::string>> chosen_constraints(const std::string& numlist, runtime::Session& s) {
  const std::map<int, std::string>& all = s.state<Constraints>().by_number;
  std::vector<std::pair<int, std::string>> out;
  for (const double x : grammar::parse_numlist(numlist)) {
    if (!(x >= 1 && x <= 1999) || x != static_cast<int>(x))
      throw Error(198, "constraints are numbered 1 to 1999");
    const auto found = all.find(static_cast<int>(x));
    if (found != all.end()) out.emplace_back(*found);
  }
  return out;
}

}  // namespace nqp::kit
