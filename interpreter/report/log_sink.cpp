#include "interpreter/report/log_sink.hpp"

#include <utility>

#include "interpreter/report/echo.hpp"

namespace nqp::report {

LogSink::LogSink(std::unique_ptr<host::Appender> file, int width) : file_(std::move(file)) { options_.width = width; }

void LogSink::document(const Document& d) {
  if (!on) return;
  const std::string text = render_text(d, options_, column_);
  if (!text.empty()) file_->write(text);
}

void LogSink::echo(const std::string& command) {
  if (on) file_->write(echo_text(command, column_));
}

}  // namespace nqp::report
