// Large blocks of memory that are kept and reused: fresh 4 KiB pages cost ten times the arithmetic on them
// (first touch 0.35 GB/s, reuse above 30 GB/s). Blocks lie in one reserved range of addresses, so that a pointer
// tells whether it is one of them.
#pragma once

#include <cstddef>

namespace nqp::data {

inline constexpr std::size_t large_block = std::size_t{1} << 20;  // what is smaller is left to malloc

// Uninitialised, aligned to 2 MiB; nullptr when the range or the machine has no room. Thread-safe.
void* huge_acquire(std::size_t bytes) noexcept;
bool is_huge(const void* p) noexcept;
std::size_t huge_size(const void* p) noexcept;        // what the block really holds
void huge_release(void* p) noexcept;

void huge_return_pages() noexcept;                    // gives unused pages back to the machine
void set_huge_keep(std::size_t bytes) noexcept;       // most unused bytes that are kept

}  // namespace nqp::data
