#include "interpreter/report/memory_sink.hpp"

#include "interpreter/report/echo.hpp"

namespace nqp::report {

void MemorySink::document(const Document& d) {
  documents_.push_back(d);
  text_ += render_text(d, options_, column_);
}

void MemorySink::echo(const std::string& command) { text_ += echo_text(command, column_); }

void MemorySink::clear() {
  text_.clear();
  documents_.clear();
  column_ = 0;
}

}  // namespace nqp::report
