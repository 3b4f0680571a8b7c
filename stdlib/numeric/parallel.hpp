// Work on several cores. Pieces write to places of their own, and those whose sums are added up are cut by the size of
// the data alone, so that results never depend on the number of cores.
#pragma once

#include <cstddef>
#include <functional>

namespace nqp::numeric {

inline constexpr std::size_t worth_a_thread = std::size_t{1} << 17;  // rows; starting a thread costs some 30 us

std::size_t cores();                     // at least 1
void set_cores(std::size_t n) noexcept;  // 0: what the machine has

// work(0) … work(pieces - 1), on as many threads as there are cores. Throws what the first failing piece threw.
void in_parallel(std::size_t pieces, const std::function<void(std::size_t)>& work);

// Into how many pieces n rows are cut whose sums are added up.
inline std::size_t pieces_of_rows(std::size_t n) { return n < (std::size_t{1} << 16) ? 1 : 4; }

// work(begin, end) on stretches that cover [0, n), more of them on more cores; all of it at once when it is small.
void in_stretches(std::size_t n, const std::function<void(std::size_t, std::size_t)>& work);

}  // namespace nqp::numeric
