// Runs do-files and commands in a fresh session and keeps what they print.
#pragma once

#include <memory>
#include <string>

#include "interpreter/host/host.hpp"
#include "interpreter/report/memory_sink.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::test {

// A session on real files whose output is kept as text.
class Fixture {
 public:
  Fixture() : host_(host::real_host()), session_(std::make_unique<runtime::Session>(*host_, sink_)) {}

  int run(const std::string& code) { return session_->run(code + "\n"); }
  int run_file(const std::string& path) { return session_->run_file(path, {}, true, false); }
  bool holds(const std::string& condition) { return session_->holds(condition); }
  const std::string& output() const { return sink_.text(); }
  runtime::Session& session() { return *session_; }

 private:
  std::unique_ptr<host::Host> host_;
  report::MemorySink sink_;
  std::unique_ptr<runtime::Session> session_;
};

}  // namespace nqp::test
