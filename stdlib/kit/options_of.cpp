#include "stdlib/kit/options_of.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

BodyAndOptions split_options(const std::string& raw) {
  BodyAndOptions out;
  const std::size_t comma = find_outside(raw, ',');
  out.body = std::string(trim(std::string_view(raw).substr(0, comma)));
  if (comma != std::string::npos) out.options = grammar::parse_options(raw.substr(comma + 1));
  return out;
}

const ast::Option* BodyAndOptions::find(std::string_view full) {
  const ast::Option* found = nullptr;
  for (const ast::Option& o : options) {
    if (!abbreviates(lower(o.name), full)) continue;
    known_.push_back(&o);
    found = &o;
  }
  return found;
}

void BodyAndOptions::check_all_known() const {
  for (const ast::Option& o : options)
    if (std::find(known_.begin(), known_.end(), &o) == known_.end())
      throw Error(198, "option " + o.name + " not allowed");
}

double read_level(const ast::Option& o) {
  const double level = parse_number(o.argument).value_or(0);
  if (!(level >= 10 && level <= 99.99)) throw Error(198, "level() must be between 10 and 99.99", o.argument_span);
  return level;
}

}  // namespace nqp::kit
