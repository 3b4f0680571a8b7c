#include "interpreter/dataset/huge_pages.hpp"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <new>

namespace nqp::data {
namespace {

constexpr std::size_t page = std::size_t{2} << 20;
constexpr std::size_t reserved_pages = sizeof(void*) == 8 ? std::size_t{1} << 19 : 0;  // 1 TiB of addresses
constexpr std::size_t classes = 96;

// Sizes in four steps per power of two: at most a quarter is wasted, and only as untouched pages.
std::size_t class_pages(std::size_t bytes) {
  const std::size_t n = (bytes + page - 1) / page;
  if (n <= 4) return n;
  const std::size_t step = std::bit_floor(n - 1) / 4;
  return (n + step - 1) / step * step;
}

std::size_t class_index(std::size_t pages) {
  if (pages <= 4) return pages;
  const auto power = static_cast<std::size_t>(std::bit_width(pages - 1));
  const std::size_t quarter = std::bit_floor(pages - 1) / 4;
  return power * 4 + (pages / quarter - 4) - 8;
}

// Free blocks of one class, linked through `next` (page number of the block after, or `nothing`).
constexpr std::uint32_t nothing = 0xffffffffu;
struct Shelf {
  std::uint32_t warm = nothing;  // with pages, at least at the start of the block
  std::uint32_t cold = nothing;  // addresses only
};

class HugePages {
 public:
  HugePages();
  void* acquire(std::size_t bytes) noexcept;
  void release(void* p) noexcept;
  void return_pages() noexcept;
  void keep(std::size_t bytes) noexcept;
  bool holds(const void* p) const noexcept {
    const auto at = reinterpret_cast<std::uintptr_t>(p), begin = reinterpret_cast<std::uintptr_t>(base_);
    return base_ && at >= begin && at - begin < reserved_pages * page;
  }
  std::size_t pages_at(const void* p) const noexcept { return blocks_[number(p)].pages; }

 private:
  struct Block {
    std::uint32_t pages, next;
    std::uint32_t warm;  // of a free block: how many of its pages are kept, from the start
  };
  std::uint32_t number(const void* p) const noexcept {
    return static_cast<std::uint32_t>(static_cast<std::size_t>(static_cast<const char*>(p) - base_) / page);
  }
  char* address(std::uint32_t block) const noexcept { return base_ + block * page; }
  std::uint32_t take(std::uint32_t& head) noexcept;
  void cool(std::uint32_t block) noexcept;
  void move_pages_to(std::uint32_t block) noexcept;

  std::mutex mutex_;
  char* base_ = nullptr;
  Block* blocks_ = nullptr;  // by page number
  std::size_t used_ = 0;     // pages handed out of the range so far
  std::array<Shelf, classes> shelves_{};
  std::size_t kept_ = 0, in_use_ = 0, most_kept_ = std::size_t{1} << 30;
};

HugePages::HugePages() {
  const auto map = [](std::size_t bytes, int protection) -> char* {
    if (bytes == 0) return nullptr;
    void* p = mmap(nullptr, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return p == MAP_FAILED ? nullptr : static_cast<char*>(p);
  };
  char* raw = map((reserved_pages + 1) * page, PROT_NONE);
  blocks_ = reinterpret_cast<Block*>(map(reserved_pages * sizeof(Block), PROT_READ | PROT_WRITE));
  if (!raw || !blocks_) return;
  base_ = reinterpret_cast<char*>((reinterpret_cast<std::uintptr_t>(raw) + page - 1) / page * page);
#ifdef MADV_HUGEPAGE
  madvise(base_, reserved_pages * page, MADV_HUGEPAGE);
#endif
}

std::uint32_t HugePages::take(std::uint32_t& head) noexcept {
  const std::uint32_t block = head;
  head = blocks_[block].next;
  return block;
}

void* HugePages::acquire(std::size_t bytes) noexcept {
  if (!base_ || bytes > reserved_pages * page) return nullptr;
  const std::size_t pages = class_pages(bytes);
  const std::lock_guard lock(mutex_);
  Shelf& shelf = shelves_[class_index(pages)];
  std::uint32_t block;
  if (shelf.warm != nothing) {
    block = take(shelf.warm);
    kept_ -= blocks_[block].warm * page;
  } else if (shelf.cold != nothing) {
    block = take(shelf.cold);
  } else {
    if (used_ + pages > reserved_pages) return nullptr;
    block = static_cast<std::uint32_t>(used_);
    if (mprotect(address(block), pages * page, PROT_READ | PROT_WRITE) != 0) return nullptr;
    used_ += pages;
    blocks_[block].pages = static_cast<std::uint32_t>(pages);
  }
  move_pages_to(block);
  in_use_ += pages * page;
  return address(block);
}

// Pages of free blocks go where they are needed: clearing fresh ones takes much longer, and what is kept would stay in
// memory beside them. What they hold is of no interest; neither is success.
void HugePages::move_pages_to(std::uint32_t block) noexcept {
#ifdef MREMAP_DONTUNMAP
  constexpr int flags = MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP;
  const std::uint32_t wanted = blocks_[block].pages;
  std::uint32_t filled = blocks_[block].warm;
  for (std::size_t c = classes; c-- > 0 && filled < wanted;) {
    Shelf& shelf = shelves_[c];
    while (shelf.warm != nothing && filled < wanted) {
      Block& from = blocks_[shelf.warm];
      const std::uint32_t moved = std::min(wanted - filled, from.warm);
      char* source = address(shelf.warm) + (from.warm - moved) * page;
      if (mremap(source, moved * page, moved * page, flags, address(block) + filled * page) == MAP_FAILED) return;
      kept_ -= moved * page;
      filled += moved;
      from.warm -= moved;
      if (from.warm > 0) continue;
      const std::uint32_t empty = take(shelf.warm);
      blocks_[empty].next = shelf.cold;
      shelf.cold = empty;
    }
  }
#else
  (void)block;
#endif
}

void HugePages::cool(std::uint32_t block) noexcept {
  madvise(address(block), blocks_[block].pages * page, MADV_DONTNEED);
  blocks_[block].warm = 0;
  std::uint32_t& head = shelves_[class_index(blocks_[block].pages)].cold;
  blocks_[block].next = head;
  head = block;
}

void HugePages::release(void* p) noexcept {
  const std::lock_guard lock(mutex_);
  const std::uint32_t block = number(p);
  const std::size_t bytes = blocks_[block].pages * page;
  in_use_ -= bytes;
  // High-water rule: no more is kept than the larger of what is in use and the floor.
  if (kept_ + bytes > std::max(in_use_, most_kept_)) return cool(block);
  std::uint32_t& head = shelves_[class_index(blocks_[block].pages)].warm;
  blocks_[block].next = head;
  blocks_[block].warm = blocks_[block].pages;
  head = block;
  kept_ += bytes;
}

void HugePages::return_pages() noexcept {
  const std::lock_guard lock(mutex_);
  for (Shelf& shelf : shelves_) {
    while (shelf.warm != nothing) cool(take(shelf.warm));
  }
  kept_ = 0;
}

void HugePages::keep(std::size_t bytes) noexcept {
  const std::lock_guard lock(mutex_);
  most_kept_ = bytes;
}

// Never destroyed: memory is released until the very end of the program.
HugePages& huge_pages() {
  alignas(HugePages) static char room[sizeof(HugePages)];
  static HugePages& pages = *new (room) HugePages;
  return pages;
}

}  // namespace

void* huge_acquire(std::size_t bytes) noexcept { return huge_pages().acquire(bytes); }
bool is_huge(const void* p) noexcept { return huge_pages().holds(p); }
std::size_t huge_size(const void* p) noexcept { return huge_pages().pages_at(p) * page; }
void huge_release(void* p) noexcept { huge_pages().release(p); }
void huge_return_pages() noexcept { huge_pages().return_pages(); }
void set_huge_keep(std::size_t bytes) noexcept { huge_pages().keep(bytes); }

}  // namespace nqp::data

// The sanitizers bring their own operators, which see more. GCC tells of them by macros, clang by features.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define NQP_SANITIZED
#endif
#endif
#if !defined(NQP_SANITIZED) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

// Large std::vectors come from the same blocks. Eigen and the C libraries keep using malloc.
void* operator new(std::size_t bytes) {
  if (bytes >= nqp::data::large_block) {
    if (void* p = nqp::data::huge_acquire(bytes)) return p;
  }
  if (void* p = std::malloc(bytes ? bytes : 1)) return p;
  throw std::bad_alloc();
}

void operator delete(void* p) noexcept {
  if (nqp::data::is_huge(p)) return nqp::data::huge_release(p);
  std::free(p);
}

void operator delete(void* p, std::size_t) noexcept { operator delete(p); }

// Smaller blocks: malloc is told to keep what is freed, since a command asks for the same again and fresh pages cost
// more than its arithmetic. The declarations of all commands, made before main, fill two megabytes: asked of the system
// at once they cost one call instead of four hundred page faults, a sixth of a short run.
[[gnu::constructor(101)]] static void prepare_heap() {
  constexpr std::uintptr_t start = std::uintptr_t{2} << 20, small_page = 4096;
  mallopt(M_MMAP_THRESHOLD, nqp::data::large_block);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  mallopt(M_TOP_PAD, start);
#ifdef MADV_POPULATE_WRITE
  void* block = std::malloc(std::size_t{256} << 10);  // more than what is left of the first piece: the heap grows
  const auto begin = (reinterpret_cast<std::uintptr_t>(block) + small_page - 1) / small_page * small_page;
  const auto end = reinterpret_cast<std::uintptr_t>(sbrk(0));
  if (begin < end && end - begin < 2 * start) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_POPULATE_WRITE);
  std::free(block);
#endif
}

#endif
