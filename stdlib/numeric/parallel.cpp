#include "stdlib/numeric/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace nqp::numeric {
namespace {

constexpr std::size_t most_cores = 16;
std::atomic<std::size_t> chosen_cores{0};

}  // namespace

std::size_t cores() {
  static const std::size_t found = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, most_cores);
  const std::size_t chosen = chosen_cores.load(std::memory_order_relaxed);
  return chosen ? chosen : found;
}

void set_cores(std::size_t n) noexcept { chosen_cores.store(std::min(n, most_cores)); }

void in_parallel(std::size_t pieces, const std::function<void(std::size_t)>& work) {
  const std::size_t workers = std::min(pieces, cores());
  if (workers <= 1) {
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
        next.store(pieces);
      }
    }
  };
  std::vector<std::thread> threads;
  try {
    while (threads.size() + 1 < workers) threads.emplace_back(loop);
  } catch (const std::system_error&) {
    // No more threads to be had: those that run and this one do it all.
  }
  loop();
  for (std::thread& t : threads) t.join();
  for (const std::exception_ptr& f : failures)
    if (f) std::rethrow_exception(f);
}

void in_stretches(std::size_t n, const std::function<void(std::size_t, std::size_t)>& work) {
  const std::size_t pieces = n < 2 * worth_a_thread ? 1 : std::min(n / worth_a_thread, 4 * cores());
  if (pieces <= 1 || cores() == 1) return work(0, n);
  in_parallel(pieces, [&](std::size_t i) { work(n / pieces * i, i + 1 == pieces ? n : n / pieces * (i + 1)); });
}

}  // namespace nqp::numeric
