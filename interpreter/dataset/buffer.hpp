// Memory for columns: a process-wide pool that keeps pages, because touching fresh pages costs more than most
// computations on them. Requests above 1 MiB are 2 MiB-aligned and advised to use huge pages.
#pragma once

#include <cstddef>
#include <span>
#include <utility>

namespace nqp::data {

void* pool_acquire(std::size_t bytes);                     // throws Error 909 when the memory limit is reached
void pool_release(void* p, std::size_t bytes) noexcept;
std::size_t pool_in_use();
void set_pool_limit(std::size_t bytes);                    // 0: 80% of what the machine or its control group grants

// An uninitialised array of a trivially copyable type.
template <class T>
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::size_t n)
      : data_(n ? static_cast<T*>(pool_acquire(n * sizeof(T))) : nullptr), size_(n), room_(n) {}
  Buffer(Buffer&& o) noexcept
      : data_(std::exchange(o.data_, nullptr)), size_(std::exchange(o.size_, 0)), room_(std::exchange(o.room_, 0)) {}
  Buffer& operator=(Buffer&& o) noexcept {
    std::swap(data_, o.data_);
    std::swap(size_, o.size_);
    std::swap(room_, o.room_);
    return *this;
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() {
    if (data_) pool_release(data_, room_ * sizeof(T));
  }

  std::size_t size() const { return size_; }
  void shorten(std::size_t n) { size_ = n; }  // the room stays
  T* data() { return data_; }
  const T* data() const { return data_; }
  T& operator[](std::size_t i) { return data_[i]; }
  const T& operator[](std::size_t i) const { return data_[i]; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }
  std::span<T> span() { return {data_, size_}; }
  std::span<const T> span() const { return {data_, size_}; }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0, room_ = 0;
};

}  // namespace nqp::data
