#include "stdlib/kit/name_grid.hpp"

#include <algorithm>

#include "interpreter/text/width.hpp"

namespace nqp::kit {

report::Document name_grid(const std::vector<std::string>& names, int linesize, std::size_t most) {
  report::Document d;
  if (names.empty()) return d;
  std::size_t widest = 1;
  for (const std::string& n : names) widest = std::max(widest, std::min(most, text::display_width(n)));
  const std::size_t room = static_cast<std::size_t>(std::max(linesize, 20));
  const std::size_t columns = std::max<std::size_t>(1, (room + 2) / (widest + 2));
  const std::size_t rows = (names.size() + columns - 1) / columns;
  for (std::size_t i = 0; i < rows; ++i) {
    std::string line;
    for (std::size_t k = i; k < names.size(); k += rows) {
      const std::string name = text::abbreviate(names[k], most);
      line += k + rows < names.size() ? text::pad_right(name, widest + 2) : name;
    }
    d.line(line);
  }
  return d;
}

}  // namespace nqp::kit
