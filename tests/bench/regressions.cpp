// Least squares against its own lower bound.
#include <algorithm>
#include <cstdio>
#include <vector>

#include "tests/bench/bench.hpp"

namespace nqp::bench {

// Seconds to form X'X and X'y of n rows and k columns by blocks: the work of the normal equations.
double normal_equations(std::size_t n, std::size_t k) {
  std::vector<double> x(n * k);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>((i * 2654435761u) % 1000003u) / 1e6;
  std::vector<double> gram(k * k);
  const double t = best(3, [&] {
    std::fill(gram.begin(), gram.end(), 0.0);
    constexpr std::size_t block = 512;
    for (std::size_t begin = 0; begin < n; begin += block) {
      const std::size_t end = std::min(n, begin + block);
      for (std::size_t i = 0; i < k; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
          double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
          std::size_t r = begin;
          for (; r + 4 <= end; r += 4) {
            s0 += x[i * n + r] * x[j * n + r];
            s1 += x[i * n + r + 1] * x[j * n + r + 1];
            s2 += x[i * n + r + 2] * x[j * n + r + 2];
            s3 += x[i * n + r + 3] * x[j * n + r + 3];
          }
          for (; r < end; ++r) s0 += x[i * n + r] * x[j * n + r];
          gram[i * k + j] += s0 + s1 + s2 + s3;
        }
    }
  });
  if (gram[0] < 0) std::puts("");
  return t;
}

void regressions(Bench& b) {
  std::string code = "clear\nset obs 1000000\nset type double\nset seed 2\ngenerate y = rnormal()";
  std::string list;
  for (int j = 1; j <= 20; ++j) {
    code += "\ngenerate x" + std::to_string(j) + " = rnormal()";
    list += " x" + std::to_string(j);
  }
  b.must(code);
  const double bound = normal_equations(1000000, 21);
  const double fit = b.time(3, "quietly regress y" + list);
  const double robust = b.time(3, "quietly regress y" + list + ", vce(robust)");
  std::printf("regress, 1e6 x 20: %.2fx the normal equations; robust %.2fx\n", fit / bound, robust / bound);
}

}  // namespace nqp::bench
