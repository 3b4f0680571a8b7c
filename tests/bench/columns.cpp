// Whole columns of 1e7 rows, against the memory and data.table.
#include <cstdio>

#include "tests/bench/bench.hpp"

namespace nqp::bench {

void columns(Bench& b) {
  const double bound = triad(10000000);
  b.must(
      "clear\nset obs 10000000\nset type double\nset seed 1\ngenerate a = runiform()\ngenerate w = runiform()\n"
      "generate long g = int(runiform()*100000)\ngenerate byte t = int(runiform()*100)");
  const Seconds r = run_peer("Rscript --vanilla", "columns.R", "");
  const auto report = [&](const char* what, const char* job, double t) {
    std::printf("%s, 1e7 rows: %.3f s, %.1fx the memory triad%s\n", what, t, t / bound,
                against(r, job, t, "data.table").c_str());
  };
  report("generate z = 2*a+w-a/3", "generate", b.time(5, "capture drop z", "generate z = 2*a + w - a/3"));
  // The groups of a column are remembered: a new column has none.
  const std::string new_column = "capture drop m\ncapture drop z\ngenerate long h = g\ndrop g\nrename h g";
  report("egen mean by 1e5 groups", "egen", b.time(5, new_column, "egen m = mean(a), by(g)"));
  report("egen mean by the same groups again", "egen", b.time(5, "drop m", "egen m = mean(a), by(g)"));
  b.must("preserve");
  report("collapse by 1e5 groups", "collapse",
         b.time(3, "restore, preserve\n" + new_column, "collapse (mean) a (sum) w, by(g)"));
  report("sort by two keys", "sort", b.time(3, "restore, preserve", "sort g t"));
  b.must("restore");
  const double kept = b.time(3, "preserve\nrestore");
  std::printf("preserve and restore of 1e7 rows: %.6fx the memory triad\n", kept / bound);
}

}  // namespace nqp::bench
