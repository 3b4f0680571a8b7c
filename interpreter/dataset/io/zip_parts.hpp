// The parts of a zip archive, without trust in what it says of itself.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/dataset/io/byte_source.hpp"
#include "interpreter/module/office.hpp"

namespace nqp::data {

// What the source reads from must outlive it.
class ZipParts {
 public:
  explicit ZipParts(const ByteSource& source);  // Error 610 when it is no archive, what `source` throws
  explicit ZipParts(std::string_view bytes) : ZipParts(source_of(bytes)) {}

  std::size_t file_size() const { return size_; }
  std::vector<std::string> names() const;  // in the order of the archive
  bool holds(const std::string& name) const;
  // Error 610 when there is no such part, 688 when it is damaged or unpacks to more than any honest file does; what the
  // source throws.
  std::string unpack(const std::string& name);
  void unpack(const std::string& name, const std::function<void(std::string_view)>& take);  // piece by piece

 private:
  std::shared_ptr<std::exception_ptr> failure_;  // of the source: libzip calls the archive damaged
  std::unique_ptr<module::ZipReader> archive_;
  std::size_t size_;  // bytes of the archive
  std::size_t most_;  // bytes that all parts together may unpack to
};

}  // namespace nqp::data
