// The parts of a zip archive, without trust in what it says of itself.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nqp::data {

// The bytes must outlive it.
class ZipParts {
 public:
  explicit ZipParts(std::string_view bytes);  // Error 610 when they are no archive
  ZipParts(const ZipParts&) = delete;
  ZipParts& operator=(const ZipParts&) = delete;
  ~ZipParts();

  std::vector<std::string> names() const;  // in the order of the archive
  bool holds(const std::string& name) const;
  // Error 610 when there is no such part, 688 when it is damaged or unpacks to more than any honest file does.
  std::string unpack(const std::string& name);

 private:
  struct Archive;
  std::unique_ptr<Archive> archive_;
  std::size_t most_;  // bytes that all parts together may unpack to
};

}  // namespace nqp::data
