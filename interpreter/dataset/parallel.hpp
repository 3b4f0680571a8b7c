// Work on several cores. Every piece writes to places of its own, so results never depend on the number of cores.
#pragma once

#include <cstddef>
#include <functional>

namespace nqp::data {

inline constexpr std::size_t worth_a_thread = std::size_t{1} << 17;  // rows; starting a thread costs some 30 us

std::size_t cores();                     // at least 1
void set_cores(std::size_t n) noexcept;  // 0: what the machine has

// work(0) … work(pieces - 1), on as many threads as there are cores. Throws what the first failing piece threw.
void in_parallel(std::size_t pieces, const std::function<void(std::size_t)>& work);

// work(begin, end) on stretches that cover [0, n); all of it at once when it is small.
void in_stretches(std::size_t n, const std::function<void(std::size_t, std::size_t)>& work);

}  // namespace nqp::data
