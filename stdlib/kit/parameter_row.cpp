#include "stdlib/kit/parameter_row.hpp"

#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/compute.hpp"

namespace nqp::kit {

std::string parameter_text(double value, double se, double low, double high) {
  const auto shown = [](double x, std::size_t width) { return text::pad_left(number_9g(stored(x)), width); };
  return shown(value, 10) + "  " + shown(se, 9) + std::string(21, ' ') + shown(low, 9) + "   " + shown(high, 9);
}

}  // namespace nqp::kit
