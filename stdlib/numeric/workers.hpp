// Several cores for the numeric core. Pieces are cut by the size of the data alone and write to places of their own, so
// that results never depend on the number of threads.
#pragma once

#include <cstddef>
#include <functional>

namespace nqp::numeric {

// Threads that may run at the same time; 0: as many as the machine has.
void set_workers(std::size_t n) noexcept;

// work(0) … work(pieces - 1). Throws what the first failing piece threw.
void run_pieces(std::size_t pieces, const std::function<void(std::size_t)>& work);

// Into how many pieces n rows are cut: one when a thread would cost more than it saves.
inline std::size_t pieces_of_rows(std::size_t n) { return n < (std::size_t{1} << 16) ? 1 : 4; }

}  // namespace nqp::numeric
