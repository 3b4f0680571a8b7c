// How long computations report and are cancelled.
#pragma once

#include <exception>

namespace nqp::numeric {

class Progress {
 public:
  virtual ~Progress() = default;
  virtual bool cancelled() const { return false; }
  // Share of the work that is done, 0 to 1.
  virtual void step(double /*fraction*/) {}
};

struct Interrupted : std::exception {
  const char* what() const noexcept override { return "interrupted"; }
};

inline void check(const Progress& progress) {
  if (progress.cancelled()) throw Interrupted{};
}

}  // namespace nqp::numeric
