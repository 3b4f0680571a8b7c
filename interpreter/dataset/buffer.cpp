#include "interpreter/dataset/buffer.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <string>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/huge_pages.hpp"

namespace nqp::data {
namespace {

constexpr std::size_t cache_line = 64;

// Under the address sanitizer every buffer is an allocation of its own, so that overruns are seen.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool use_huge = false;
#else
constexpr bool use_huge = true;
#endif

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

std::size_t default_limit() {
  static const std::size_t most = [] {
    const std::size_t bytes = granted_memory() / 5 * 4;
    set_huge_keep(bytes / 8);
    return bytes;
  }();
  return most;
}

std::atomic<std::size_t> in_use{0};
std::atomic<std::size_t> limit{0};  // 0: the default

std::size_t current_limit() {
  const std::size_t set = limit.load(std::memory_order_relaxed);
  return set ? set : default_limit();
}

std::string in_mebibytes(std::size_t bytes) {
  return std::to_string((bytes + (std::size_t{1} << 20) - 1) >> 20) + " MiB";
}

[[noreturn]] void refuse(std::size_t bytes) {
  const std::size_t most = current_limit(), used = in_use.load();
  const std::size_t room = most > used ? most - used : 0;
  throw Error(909, "not enough memory: " + in_mebibytes(bytes) + " needed, " + in_mebibytes(room) + " of " +
                       in_mebibytes(most) + " left",
              std::nullopt, {"drop variables or observations, or run compress to store them in less memory"});
}

void* system_acquire(std::size_t bytes) {
  if (use_huge && bytes >= large_block) {
    if (void* p = huge_acquire(bytes)) return p;
  }
  const std::size_t rounded = (bytes + cache_line - 1) / cache_line * cache_line;
  return std::aligned_alloc(cache_line, rounded);
}

void system_release(void* p) noexcept {
  if (use_huge && is_huge(p)) return huge_release(p);
  std::free(p);
}

}  // namespace

void* pool_acquire(std::size_t bytes) {
  const std::size_t most = current_limit();
  if (bytes > most || in_use.fetch_add(bytes) > most - bytes) {
    if (bytes <= most) in_use.fetch_sub(bytes);
    refuse(bytes);
  }
  void* p = system_acquire(bytes);
  if (!p) {
    huge_return_pages();
    p = system_acquire(bytes);
  }
  if (p) return p;
  in_use.fetch_sub(bytes);
  refuse(bytes);
}

void pool_release(void* p, std::size_t bytes) noexcept {
  in_use.fetch_sub(bytes);
  system_release(p);
}

std::size_t pool_in_use() { return in_use.load(); }

void set_pool_limit(std::size_t bytes) {
  limit.store(bytes);
  set_huge_keep(current_limit() / 8);
}

}  // namespace nqp::data
