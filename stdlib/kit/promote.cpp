#include "stdlib/kit/promote.hpp"

#include <cmath>

#include "interpreter/dataset/missing.hpp"

namespace nqp::kit {

using data::Storage;

void Promotion::see(double x) {
  if (storage_ >= Storage::float_ || data::is_missing(x) || data::fits(x, storage_)) return;
  Storage needed = Storage::double_;
  if (x != std::trunc(x)) {
    needed = storage_ == Storage::long_ ? Storage::double_ : Storage::float_;
  } else if (data::fits(x, Storage::int_)) {
    needed = Storage::int_;
  } else if (data::fits(x, Storage::long_)) {
    needed = Storage::long_;
  }
  storage_ = data::wider(storage_, needed);
}

}  // namespace nqp::kit
