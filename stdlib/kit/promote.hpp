// The storage type that a numeric variable needs to take new values.
#pragma once

#include "interpreter/dataset/type.hpp"

namespace nqp::kit {

// Integers grow (byte, int, long, then double), or become float (long: double) when decimals arrive; float stays
// float, as users of the language expect.
class Promotion {
 public:
  explicit Promotion(data::Storage s) : storage_(s) {}
  void see(double x);
  data::Storage storage() const { return storage_; }

 private:
  data::Storage storage_;
};

}  // namespace nqp::kit
