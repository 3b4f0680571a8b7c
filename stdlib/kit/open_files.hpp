// The files that `file` holds open.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "interpreter/host/host.hpp"

namespace nqp::kit {

// Reading keeps the whole file; writing goes straight to the file; both at once work on a copy that closing writes.
struct OpenFile {
  std::string path;
  bool reads = false, writes = false, binary = false, high_first = false;
  std::string bytes;
  std::size_t at = 0;                            // place in `bytes`
  std::unique_ptr<host::Appender> appender;
  std::size_t written = 0, column = 0;           // of an appender: bytes so far, and in the current line
};

struct OpenFiles {
  std::map<std::string, OpenFile> by_handle;
};

// "%8z %4b %2bu %5s": how binary files hold numbers and strings.
struct BinaryFormat {
  std::size_t bytes = 0;
  char kind = 'z';            // z floating point, b signed integer, u unsigned integer, s string
};
BinaryFormat parse_binary_format(const std::string& text);      // Error 198

// Integers that do not fit, and every missing value, are written as the largest number of their kind.
std::string to_bytes(double x, BinaryFormat f, bool high_first);
double from_bytes(const char* bytes, BinaryFormat f, bool high_first);

}  // namespace nqp::kit
