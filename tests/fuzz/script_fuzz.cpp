// Any bytes as a do-file: read into a tree, written out and read again.
#include "grammar/parse.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nqp;
  const std::string text = fuzz::text(data, size);
  fuzz::answers([&] { grammar::is_complete(text); });
  fuzz::answers([&] { grammar::parse_template(text); });
  std::string written;
  if (!fuzz::answers([&] { written = grammar::unparse(grammar::parse_script(text)); })) return 0;
  fuzz::answers([&] { grammar::parse_script(written); });
  return 0;
}
