#include "interpreter/dataset/buffer.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <new>
#include <string>
#include <vector>

#include "grammar/ast/error.hpp"

namespace nqp::data {
namespace {

constexpr std::size_t large = std::size_t{1} << 20;      // from here on whole huge pages
constexpr std::size_t huge_page = std::size_t{2} << 20;
constexpr std::size_t least = 64;                        // a cache line

// Sizes are rounded up to four steps per power of two (at most a quarter is wasted), large ones to huge pages.
std::size_t class_size(std::size_t bytes) {
  if (bytes <= least) return least;
  const std::size_t step = std::max(std::bit_floor(bytes - 1) / 4, least);
  const std::size_t rounded = (bytes + step - 1) / step * step;
  if (bytes < large) return rounded;
  return (rounded + huge_page - 1) / huge_page * huge_page;
}

// Under the address sanitizer every buffer is an allocation of its own, so that overruns are seen.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool keep_pages = false;
#else
constexpr bool keep_pages = true;
#endif

void* map_huge_pages(std::size_t bytes) {
  const std::size_t room = bytes + huge_page;
  void* raw = mmap(nullptr, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (raw == MAP_FAILED) return nullptr;
  const auto start = reinterpret_cast<std::uintptr_t>(raw);
  const std::uintptr_t aligned = (start + huge_page - 1) / huge_page * huge_page;
  if (aligned > start) munmap(raw, aligned - start);
  const std::uintptr_t tail = aligned + bytes;
  if (start + room > tail) munmap(reinterpret_cast<void*>(tail), start + room - tail);
  void* p = reinterpret_cast<void*>(aligned);
#ifdef MADV_HUGEPAGE
  madvise(p, bytes, MADV_HUGEPAGE);
#endif
  return p;
}

void* system_acquire(std::size_t size) {
  if (keep_pages && size >= large) return map_huge_pages(size);
  return ::operator new(size, std::align_val_t{least}, std::nothrow);
}

void system_release(void* p, std::size_t size) noexcept {
  if (keep_pages && size >= large) {
    munmap(p, size);
  } else {
    ::operator delete(p, std::align_val_t{least});
  }
}

std::size_t number_in(const char* path) {
  std::ifstream in(path);
  std::size_t value = 0;
  return in >> value ? value : 0;  // "max" reads as 0: no limit
}

std::size_t granted_memory() {
  const auto pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGE_SIZE);
  std::size_t bytes = pages > 0 && page > 0 ? static_cast<std::size_t>(pages) * static_cast<std::size_t>(page)
                                            : std::size_t{4} << 30;
  for (const char* path : {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
    if (const std::size_t group = number_in(path); group > 0) bytes = std::min(bytes, group);
  }
  return bytes;
}

std::string in_mebibytes(std::size_t bytes) {
  return std::to_string((bytes + (std::size_t{1} << 20) - 1) >> 20) + " MiB";
}

class Pool {
 public:
  void* acquire(std::size_t bytes);
  void release(void* p, std::size_t bytes) noexcept;
  void set_limit(std::size_t bytes);
  std::size_t in_use();

 private:
  void return_pages();
  [[noreturn]] void refuse(std::size_t bytes);

  std::mutex mutex_;
  std::map<std::size_t, std::vector<void*>> free_;
  std::size_t in_use_ = 0, kept_ = 0;
  std::size_t limit_ = granted_memory() / 5 * 4;
};

void Pool::refuse(std::size_t bytes) {
  const std::size_t room = limit_ > in_use_ ? limit_ - in_use_ : 0;
  throw Error(909, "not enough memory: " + in_mebibytes(bytes) + " needed, " + in_mebibytes(room) + " of " +
                       in_mebibytes(limit_) + " left",
              std::nullopt, {"drop variables or observations, or run compress to store them in less memory"});
}

void* Pool::acquire(std::size_t bytes) {
  if (bytes > (std::size_t{1} << 62)) refuse(bytes);
  const std::size_t size = class_size(bytes);
  const std::lock_guard lock(mutex_);
  if (size > limit_ || in_use_ > limit_ - size) refuse(bytes);
  auto& shelf = free_[size];
  void* p = nullptr;
  if (!shelf.empty()) {
    p = shelf.back();
    shelf.pop_back();
    kept_ -= size;
  } else {
    if (in_use_ + kept_ + size > limit_) return_pages();
    p = system_acquire(size);
    if (!p) {
      return_pages();
      p = system_acquire(size);
    }
    if (!p) refuse(bytes);
  }
  in_use_ += size;
  return p;
}

void Pool::release(void* p, std::size_t bytes) noexcept {
  const std::size_t size = class_size(bytes);
  const std::lock_guard lock(mutex_);
  in_use_ -= size;
  // High-water rule: what is kept never exceeds what is in use by more than a sixteenth of the limit.
  if (!keep_pages || kept_ + size > in_use_ + limit_ / 16) {
    system_release(p, size);
    return;
  }
  try {
    free_[size].push_back(p);
    kept_ += size;
  } catch (const std::bad_alloc&) {
    system_release(p, size);
  }
}

void Pool::return_pages() {
  for (auto& [size, shelf] : free_) {
    for (void* p : shelf) system_release(p, size);
    shelf.clear();
  }
  kept_ = 0;
}

void Pool::set_limit(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  limit_ = bytes ? bytes : granted_memory() / 5 * 4;
}

std::size_t Pool::in_use() {
  const std::lock_guard lock(mutex_);
  return in_use_;
}

// Never destroyed: columns with static lifetime may outlive any static pool.
Pool& pool() {
  static Pool& p = *new Pool;
  return p;
}

}  // namespace

void* pool_acquire(std::size_t bytes) { return pool().acquire(bytes); }
void pool_release(void* p, std::size_t bytes) noexcept { pool().release(p, bytes); }
std::size_t pool_in_use() { return pool().in_use(); }
void set_pool_limit(std::size_t bytes) { pool().set_limit(bytes); }

}  // namespace nqp::data
