#include "interpreter/report/terminal_sink.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "interpreter/report/echo.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::report {

namespace {

constexpr int bar_width = 30;

std::string progress_line(double fraction, const std::string& what, int width) {
  const double f = std::clamp(std::isfinite(fraction) ? fraction : 0.0, 0.0, 1.0);
  const auto done = static_cast<std::size_t>(f * bar_width);
  std::string line = "[" + std::string(done, '#') + std::string(bar_width - done, ' ') + "] ";
  line += text::pad_left(std::to_string(static_cast<int>(f * 100)) + "%", 4) + " " + text::printable(what);
  return text::truncate(line, static_cast<std::size_t>(std::max(width - 1, 1)));
}

}  // namespace

TerminalSink::TerminalSink(Write write, TextOptions options, bool tty)
    : write_(std::move(write)), options_(options), tty_(tty) {}

void TerminalSink::document(const Document& d) {
  if (d.empty()) return;
  erase_progress();
  send(render_text(d, options_, column_));
}

void TerminalSink::echo(const std::string& command) {
  erase_progress();
  send(echo_text(command, column_));
}

void TerminalSink::progress(double fraction, const std::string& what) {
  if (!tty_ || column_ > 0) return;
  if (fraction >= 1) return erase_progress();
  std::string line = progress_line(fraction, what, options_.width);
  if (line == drawn_) return;
  send("\r\x1b[K" + line);
  drawn_ = std::move(line);
}

void TerminalSink::fresh_line() {
  erase_progress();
  if (column_ > 0) send("\n");
  column_ = 0;
}

void TerminalSink::erase_progress() {
  if (drawn_.empty()) return;
  drawn_.clear();
  send("\r\x1b[K");
}

void TerminalSink::send(const std::string& text) {
  if (!text.empty()) write_(text);
}

}  // namespace nqp::report
