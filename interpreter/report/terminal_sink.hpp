// Draws on a terminal or into a pipe.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "interpreter/report/render.hpp"
#include "interpreter/report/sink.hpp"

namespace nqp::report {

class TerminalSink : public Sink {
 public:
  using Write = std::function<void(std::string_view)>;

  // Progress is drawn only when `tty`.
  TerminalSink(Write write, TextOptions options, bool tty);

  void document(const Document& d) override;
  void echo(const std::string& command) override;
  void progress(double fraction, const std::string& what) override;
  void set_width(int columns) override { options_.width = columns; }

  // Ends an open line and takes the progress bar away, before somebody else draws.
  void fresh_line();

 private:
  void send(const std::string& text);
  void erase_progress();

  Write write_;
  TextOptions options_;
  bool tty_;
  int column_ = 0;
  std::string drawn_;  // the progress line now on the screen
};

}  // namespace nqp::report
