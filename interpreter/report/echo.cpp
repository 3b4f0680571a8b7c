#include "interpreter/report/echo.hpp"

#include "interpreter/text/width.hpp"

namespace nqp::report {

std::string echo_text(std::string_view command, int& column) {
  std::string out = column > 0 ? "\n" : "";
  column = 0;
  std::string_view prompt = ". ";
  while (true) {
    const std::size_t end = command.find('\n');
    const std::string line = text::printable(command.substr(0, end));
    out.append(line.empty() ? prompt.substr(0, 1) : prompt).append(line).push_back('\n');
    if (end == std::string_view::npos) return out;
    command.remove_prefix(end + 1);
    prompt = "> ";
  }
}

}  // namespace nqp::report
