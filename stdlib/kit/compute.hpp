// Calls into the numeric core: cancelling, and its failures in the words of the language.
#pragma once

#include <functional>

#include "interpreter/command/context.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::kit {

// Lets Ctrl-C reach a computation.
class Polling final : public numeric::Progress {
 public:
  explicit Polling(const command::Context& c) : context_(c) {}
  bool cancelled() const override {
    context_.poll();
    return false;
  }

 private:
  const command::Context& context_;
};

[[noreturn]] void rethrow_as_error(const numeric::Failure& failure);

// Runs f(progress); a numeric::Failure leaves as an Error with its code and a note on what to do.
template <class F>
auto compute(const command::Context& c, F&& f) {
  Polling progress(c);
  try {
    return f(static_cast<numeric::Progress&>(progress));
  } catch (const numeric::Failure& failure) {
    rethrow_as_error(failure);
  }
}

// NaN and infinities of the numeric core become `.`.
double stored(double x);

}  // namespace nqp::kit
