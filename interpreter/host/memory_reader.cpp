#include "interpreter/host/memory_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace nqp::host {
namespace {

class MemoryReader final : public Reader {
 public:
  explicit MemoryReader(std::string bytes) : bytes_(std::move(bytes)) {}
  std::uint64_t size() const override { return bytes_.size(); }
  std::size_t read(std::uint64_t from, char* to, std::size_t bytes) override {
    if (from >= bytes_.size()) return 0;
    const std::size_t n = std::min<std::size_t>(bytes, bytes_.size() - from);
    std::memcpy(to, bytes_.data() + from, n);
    return n;
  }

 private:
  std::string bytes_;
};

}  // namespace

std::unique_ptr<Reader> memory_reader(std::string bytes) { return std::make_unique<MemoryReader>(std::move(bytes)); }

}  // namespace nqp::host
