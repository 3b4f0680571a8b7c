// Keeps what is reported, for tests and for fronts that ask later.
#pragma once

#include <string>
#include <vector>

#include "interpreter/report/render.hpp"
#include "interpreter/report/sink.hpp"

namespace nqp::report {

// The name of a log that hears alone: what is shown reaches neither the screen nor other logs while it is there.
inline constexpr const char* sole_listener = "\x01";

class MemorySink : public Sink {
 public:
  explicit MemorySink(int width = 79) { options_.width = width; }

  void document(const Document& d) override;
  void echo(const std::string& command) override;
  void set_width(int columns) override { options_.width = columns; }

  const std::string& text() const { return text_; }
  const std::vector<Document>& documents() const { return documents_; }
  void clear();

 private:
  TextOptions options_;
  std::string text_;
  std::vector<Document> documents_;
  int column_ = 0;
};

}  // namespace nqp::report
