// Where output goes: a terminal, a log file, a test.
#pragma once

#include <string>

#include "interpreter/report/document.hpp"

namespace nqp::report {

class Sink {
 public:
  virtual ~Sink() = default;
  virtual void document(const Document& d) = 0;
  virtual void echo(const std::string& command) = 0;  // a command line as it runs, "." prompt added
  virtual void progress(double fraction, const std::string& what) { (void)fraction, (void)what; }
  virtual void set_width(int columns) { (void)columns; }
};

}  // namespace nqp::report
