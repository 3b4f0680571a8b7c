// A log: the commands and what they said, as plain text or with the tags of SMCL.
#pragma once

#include <memory>
#include <string>

#include "interpreter/host/host.hpp"
#include "interpreter/report/render.hpp"
#include "interpreter/report/sink.hpp"

namespace nqp::report {

class LogSink : public Sink {
 public:
  // `begins`: the file is new; a file of tags then begins with {smcl}.
  LogSink(std::unique_ptr<host::Appender> file, int width, bool smcl, bool begins);

  // Errors of the file (693) pass through.
  void document(const Document& d) override;
  void echo(const std::string& command) override;
  void set_width(int columns) override { options_.width = columns; }

  bool on = true;          // log off, log on
  std::string path, type;  // as `log query` shows them

 private:
  std::unique_ptr<host::Appender> file_;
  TextOptions options_;
  int column_ = 0;
};

}  // namespace nqp::report
