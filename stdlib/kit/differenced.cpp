#include "stdlib/kit/differenced.hpp"

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/series.hpp"

namespace nqp::kit {

InstrumentedEquation differenced(InstrumentedEquation q, const command::Context& c) {
  for (command::Terms* part : {&q.y, &q.exogenous, &q.endogenous, &q.instruments}) {
    for (ast::Interaction& t : *part) {
      const std::string name = command::term_name(t);
      if (t.factors.size() > 1 || is_categorical(t.factors[0]))
        throw Error(198, name + " not allowed in first differences", std::nullopt,
                    {"make the dummy or product variables with generate first"});
      t = command::resolve_terms("D." + name, c).front();
    }
  }
  return q;
}

}  // namespace nqp::kit
