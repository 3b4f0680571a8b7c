// Any bytes as a .dta file. What is read can be written, and reads again.
#include "interpreter/dataset/io/dta.hpp"

#include "tests/fuzz/input.hpp"

using namespace nqp;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  data::Frame frame;
  if (!fuzz::answers([&] { frame = data::read_dta(bytes); })) return 0;
  std::string written;
  if (!fuzz::answers([&] { written = data::write_dta(frame); })) return 0;
  const data::Frame again = data::read_dta(written);
  fuzz::require(again.rows == frame.rows && again.variables.size() == frame.variables.size());
  fuzz::require(data::write_dta(again) == written);
  return 0;
}
