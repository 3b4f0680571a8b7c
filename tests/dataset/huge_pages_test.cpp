#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <thread>
#include <vector>

#include "interpreter/dataset/huge_pages.hpp"

namespace nqp::data {
namespace {

TEST(HugePages, a_released_block_is_used_again) {
  void* first = huge_acquire(std::size_t{3} << 20);
  if (!first) GTEST_SKIP() << "no range of addresses could be reserved";
  EXPECT_TRUE(is_huge(first));
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(first) % (std::size_t{2} << 20), 0u);
  EXPECT_EQ(huge_size(first), std::size_t{4} << 20);
  huge_release(first);
  void* second = huge_acquire(std::size_t{4} << 20);
  EXPECT_EQ(first, second);
  huge_release(second);
  int on_the_stack = 0;
  EXPECT_FALSE(is_huge(&on_the_stack));
  EXPECT_FALSE(is_huge(nullptr));
}

TEST(HugePages, blocks_survive_giving_pages_back) {
  std::vector<std::uint32_t> kept(std::size_t{1} << 20, 7);
  { std::vector<std::uint32_t> gone(std::size_t{1} << 21, 9); }
  huge_return_pages();
  EXPECT_EQ(std::count(kept.begin(), kept.end(), 7u), 1 << 20);
  const std::vector<std::uint32_t> again(std::size_t{1} << 21, 3);
  EXPECT_EQ(std::count(again.begin(), again.end(), 3u), 1 << 21);
}

TEST(HugePages, threads_never_share_a_block) {
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (std::size_t t = 0; t < 4; ++t) {
    threads.emplace_back([t, &wrong] {
      for (std::size_t round = 0; round < 60; ++round) {
        const std::size_t n = (std::size_t{1} << 18) + (round * 37 + t * 101) % 9 * 100000;
        std::vector<std::uint32_t> mine(n, static_cast<std::uint32_t>(t));
        std::this_thread::yield();
        for (std::size_t i = 0; i < n; i += 1009) wrong[t] += mine[i] != t;
      }
    });
  }
  for (std::thread& t : threads) t.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

}  // namespace
}  // namespace nqp::data
