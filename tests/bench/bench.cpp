// Measures; asserts nothing. Every job is printed as a ratio to a bound measured in the same run, because machines are
// noisy and absolute times mean little.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "interpreter/dataset/column.hpp"
#include "interpreter/host/host.hpp"
#include "interpreter/report/memory_sink.hpp"
#include "interpreter/runtime/session.hpp"

namespace {

using nqp::data::Buffer;

double seconds(const std::function<void()>& f) {
  const auto begin = std::chrono::steady_clock::now();
  f();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// The best of a few runs: what the machine can do when it is left alone.
double best(int runs, const std::function<void()>& f) {
  double least = seconds(f);
  for (int i = 1; i < runs; ++i) least = std::min(least, seconds(f));
  return least;
}

class Bench {
 public:
  Bench() : host_(nqp::host::real_host()), session_(*host_, sink_) {}

  void must(const std::string& code) {
    if (session_.run(code + "\n") != 0) {
      std::fprintf(stderr, "failed: %s\n%s\n", code.c_str(), sink_.text().c_str());
      std::exit(1);
    }
    sink_.clear();
  }

  double time(int runs, const std::string& code) {
    return best(runs, [&] { must(code); });
  }

 private:
  std::unique_ptr<nqp::host::Host> host_;
  nqp::report::MemorySink sink_;
  nqp::runtime::Session session_;
};

// Seconds to stream three columns of n doubles (two read, one written).
double triad(std::size_t n) {
  Buffer<double> a(n), b(n), c(n);
  for (std::size_t i = 0; i < n; ++i) a[i] = 1, b[i] = static_cast<double>(i), c[i] = 0;
  const double t = best(5, [&] {
    for (std::size_t i = 0; i < n; ++i) c[i] = a[i] + 3 * b[i];
  });
  if (c[n / 2] < 0) std::puts("");
  return t;
}

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

void interpreter_speed(Bench& b) {
  constexpr double rounds = 20000;
  b.must("clear\nset obs 1\ngenerate x = 1\nscalar a = 0");
  const double none = b.time(3, "forvalues i = 1/20000 {\n scalar a = 1\n}");
  const double token = b.time(3, "forvalues i = 1/20000 {\n scalar a = `i'\n}");
  const double glued = b.time(3, "forvalues i = 1/20000 {\n scalar a`i' = 1\n}\nscalar drop _all");
  std::printf(
      "commands per second in a loop: no macro %.0f, macro as token %.0f (%.2fx), macro in a name %.0f (%.2fx)\n",
      rounds / none, rounds / token, token / none, rounds / glued, glued / none);
  b.must("clear\nset obs 100000\ngenerate double x = 0");
  const double rows = b.time(1, "forvalues i = 1/20000 {\n quietly replace x = `i' in `i'\n}");
  std::printf("replace x = # in # on 100,000 rows: %.0f per second (%.2fx a scalar assignment)\n", rounds / rows,
              rows / token);
}

void column_speed(Bench& b) {
  const double bound = triad(10000000);
  b.must("clear\nset obs 10000000\nset type double\nset seed 1\ngenerate a = runiform()\ngenerate w = runiform()\n"
         "generate long g = int(runiform()*100000)");
  const double expression = b.time(3, "generate z = 2*a + w - a/3\ndrop z");
  std::printf("generate z = 2*a+w-a/3, 1e7 rows: %.2fx the memory triad\n", expression / bound);
  const double mean = b.time(3, "egen m = mean(a), by(g)\ndrop m");
  std::printf("egen mean by 100,000 groups, 1e7 rows: %.1fx the memory triad\n", mean / bound);
  const double kept = b.time(3, "preserve\nrestore");
  std::printf("preserve and restore of 1e7 rows: %.6fx the memory triad\n", kept / bound);
}

void regression_speed(Bench& b) {
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

}  // namespace

int main() {
  Bench b;
  interpreter_speed(b);
  column_speed(b);
  regression_speed(b);
  return 0;
}
