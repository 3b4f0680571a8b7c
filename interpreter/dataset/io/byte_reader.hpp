// Reading binary records without trusting them: every step is checked against the bytes that are left.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "grammar/ast/error.hpp"

namespace nqp::data {

template <class T>
T load_number(const char* p, bool swap) {
  char raw[sizeof(T)];
  std::memcpy(raw, p, sizeof(T));
  if (swap) std::reverse(raw, raw + sizeof(T));
  T value;
  std::memcpy(&value, raw, sizeof(T));
  return value;
}

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  std::size_t position() const { return at_; }
  unsigned char peek() const { return static_cast<unsigned char>(bytes_[at_]); }  // left() > 0
  std::size_t left() const { return bytes_.size() - at_; }
  bool swapped() const { return swap_; }
  void set_big_endian(bool big) { swap_ = big == (std::endian::native == std::endian::little); }

  std::string_view take(std::uint64_t n, const char* what) {
    if (n > left()) {
      throw Error(612, "the file ends early: " + std::string(what) + " should be " + std::to_string(n) +
                           " bytes from byte " + std::to_string(at_) + " on, but only " + std::to_string(left()) +
                           " are left");
    }
    const std::string_view s = bytes_.substr(at_, n);
    at_ += n;
    return s;
  }

  // n records of `each` bytes; the product may be absurd.
  std::string_view take_records(std::uint64_t n, std::uint64_t each, const char* what) {
    if (each > 0 && n > ~std::uint64_t{0} / each) take(~std::uint64_t{0}, what);
    return take(n * each, what);
  }

  template <class T>
  T number(const char* what) {
    return load_number<T>(take(sizeof(T), what).data(), swap_);
  }

  bool starts_with(std::string_view s) const { return bytes_.substr(at_, s.size()) == s; }

  void expect(std::string_view tag) {
    if (starts_with(tag)) {
      at_ += tag.size();
      return;
    }
    if (tag.substr(0, left()) == bytes_.substr(at_)) take(tag.size(), std::string(tag).c_str());  // ends early
    contradiction(std::string(tag) + " is missing");
  }

  [[noreturn]] void contradiction(const std::string& what) const {
    throw Error(688, "the file is damaged at byte " + std::to_string(at_) + ": " + what);
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool swap_ = false;
};

// Text of a fixed field: up to the first NUL.
inline std::string_view until_nul(std::string_view field) { return field.substr(0, field.find('\0')); }

}  // namespace nqp::data
