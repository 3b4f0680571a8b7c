#include "interpreter/report/log_sink.hpp"

#include <utility>

#include "interpreter/report/echo.hpp"
#include "interpreter/report/smcl.hpp"

namespace nqp::report {

LogSink::LogSink(std::unique_ptr<host::Appender> file, int width, bool smcl, bool begins) : file_(std::move(file)) {
  options_.width = width;
  options_.smcl = smcl;
  if (smcl && begins) file_->write("{smcl}\n{com}{sf}{ul off}");
}

void LogSink::document(const Document& d) {
  if (!on) return;
  const std::string text = render_text(d, options_, column_);
  if (!text.empty()) file_->write(text);
}

void LogSink::echo(const std::string& command) {
  if (!on) return;
  const std::string text = echo_text(command, column_);
  file_->write(options_.smcl ? "{com}" + smcl_escaped(text) + "{txt}" : text);
}

}  // namespace nqp::report
