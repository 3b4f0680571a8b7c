// Reading binary records without trusting them: every step is checked against the bytes that are left.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/byte_source.hpp"

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

// Goes through a source from the start. What it hands out is valid until it is asked for more.
class ByteReader {
 public:
  explicit ByteReader(const ByteSource& source) : source_(source) {}

  std::uint64_t position() const { return at_; }
  unsigned char peek() { return static_cast<unsigned char>(window(1)[0]); }  // left() > 0
  std::uint64_t left() const { return source_.size - at_; }
  bool swapped() const { return swap_; }
  void set_big_endian(bool big) { swap_ = big == (std::endian::native == std::endian::little); }

  std::string_view take(std::uint64_t n, const char* what) {
    require(n, what);
    const std::string_view s = window(n);
    if (s.size() < n) ends_early(n, s.size(), what);  // the file has become shorter
    at_ += n;
    return s;
  }

  // n records of `each` bytes; the product may be absurd.
  std::string_view take_records(std::uint64_t n, std::uint64_t each, const char* what) {
    return take(product(n, each), what);
  }

  // Passes over them; gives the position of the first.
  std::uint64_t skip_records(std::uint64_t n, std::uint64_t each, const char* what) {
    require(product(n, each), what);
    const std::uint64_t begin = at_;
    at_ += n * each;
    return begin;
  }

  template <class T>
  T number(const char* what) {
    return load_number<T>(take(sizeof(T), what).data(), swap_);
  }

  bool starts_with(std::string_view s) { return window(std::min<std::uint64_t>(s.size(), left())) == s; }

  void expect(std::string_view tag) {
    if (starts_with(tag)) {
      at_ += tag.size();
      return;
    }
    const std::string_view rest = window(std::min<std::uint64_t>(tag.size(), left()));
    if (rest.size() < tag.size() && tag.substr(0, rest.size()) == rest) take(tag.size(), std::string(tag).c_str());
    contradiction(std::string(tag) + " is missing");
  }

  [[noreturn]] void contradiction(const std::string& what) const {
    throw Error(688, "the file is damaged at byte " + std::to_string(at_) + ": " + what);
  }

 private:
  static std::uint64_t product(std::uint64_t n, std::uint64_t each) {
    return each > 0 && n > ~std::uint64_t{0} / each ? ~std::uint64_t{0} : n * each;
  }

  void require(std::uint64_t n, const char* what) const {
    if (n > left()) ends_early(n, left(), what);
  }

  [[noreturn]] void ends_early(std::uint64_t n, std::uint64_t left, const char* what) const {
    throw Error(612, "the file ends early: " + std::string(what) + " should be " + std::to_string(n) +
                         " bytes from byte " + std::to_string(at_) + " on, but only " + std::to_string(left) +
                         " are left");
  }

  // The next n bytes (n <= left()), fewer when the file has become shorter.
  std::string_view window(std::uint64_t n) {
    constexpr std::uint64_t at_once = std::uint64_t{1} << 16;
    if (at_ < begin_ || at_ + n > begin_ + bytes_.size()) {
      begin_ = at_;
      bytes_.resize(static_cast<std::size_t>(std::min(std::max(n, at_once), left())));
      bytes_.resize(source_.read(begin_, bytes_.data(), bytes_.size()));
    }
    return std::string_view(bytes_).substr(static_cast<std::size_t>(at_ - begin_), static_cast<std::size_t>(n));
  }

  const ByteSource& source_;
  std::string bytes_;  // of the source from begin_ on
  std::uint64_t begin_ = 0, at_ = 0;
  bool swap_ = false;
};

// Text of a fixed field: up to the first NUL.
inline std::string_view until_nul(std::string_view field) { return field.substr(0, field.find('\0')); }

}  // namespace nqp::data
