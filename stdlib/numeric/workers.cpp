#include "stdlib/numeric/workers.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace nqp::numeric {
namespace {

std::atomic<std::size_t> wanted_workers{0};

std::size_t workers() {
  const std::size_t wanted = wanted_workers.load(std::memory_order_relaxed);
  return wanted ? wanted : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

}  // namespace

void set_workers(std::size_t n) noexcept { wanted_workers.store(n); }

void run_pieces(std::size_t pieces, const std::function<void(std::size_t)>& work) {
  const std::size_t count = std::min(pieces, workers());
  if (count <= 1) {
    for (std::size_t i = 0; i < pieces; ++i) work(i);
    return;
  }
  std::atomic<std::size_t> next{0};
  std::vector<std::exception_ptr> failures(pieces);
  const auto loop = [&] {
    for (std::size_t i = next++; i < pieces; i = next++) {
      try {
        work(i);
      } catch (...) {
        failures[i] = std::current_exception();
      }
    }
  };
  std::vector<std::thread> threads;
  try {
    while (threads.size() + 1 < count) threads.emplace_back(loop);
  } catch (const std::system_error&) {
    // No more threads to be had: those that run and this one do it all.
  }
  loop();
  for (std::thread& t : threads) t.join();
  for (const std::exception_ptr& f : failures)
    if (f) std::rethrow_exception(f);
}

}  // namespace nqp::numeric
