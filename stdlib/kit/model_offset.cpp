#include "stdlib/kit/model_offset.hpp"

#include "grammar/parse.hpp"

namespace nqp::kit {

void add_offset(const command::Results& e, std::vector<double>& index, const command::Context& c) {
  const std::string text = e.macro_or("offset");
  if (text.empty()) return;
  const std::vector<double> values = eval::evaluate_numbers(*grammar::parse_expression(text), c.scope);
  for (std::size_t i = 0; i < values.size(); ++i) {
    double& x = index[c.scope.begin + i];
    x = data::is_missing(x) || data::is_missing(values[i]) ? data::missing : data::checked(x + values[i]);
  }
}

}  // namespace nqp::kit
