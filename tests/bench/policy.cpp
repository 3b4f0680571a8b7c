// Policy evaluation: resampling against one run of the command it repeats, matching and indices against streams of
// memory.
#include <cstdio>
#include <string>

#include "tests/bench/bench.hpp"

namespace nqp::bench {
namespace {


void resampling(Bench& b) {
  b.must(
      "clear\nset type double\nset seed 3\nset obs 2556\ngenerate id = ceil(_n/9)\n"
      "generate year = 2010 + mod(_n - 1, 9)\nxtset id year\ngenerate byte d = id <= 67 & year >= 2014\n"
      "forvalues k = 1/4 {\n generate x`k' = rnormal() + id/100\n}\n"
      "generate m = .5*d + x1 + rnormal()\ngenerate y = id/50 + year/10 + .3*d + .4*m + x1 + rnormal()");
  const std::string model = "reghdfe y d x1 x2 x3 x4, absorb(id year)";
  const double once = b.time(5, "quietly " + model + " vce(cluster id)");
  const double plain = b.time(3, "placebo, reps(10000) treat(d) seed(1) nograph: " + model);
  const double clustered = b.time(3, "placebo, reps(10000) treat(d) seed(1) nograph: " + model + " vce(cluster id)");
  std::printf("10,000 placebo draws, 284 x 9: %.1f ms, with clustered errors %.1f ms (one regression %.2f ms: %.0fx)\n",
              1e3 * plain, 1e3 * clustered, 1e3 * once, clustered / once);
  const double mediation = b.time(
      3, "mediate y, x(d) m(m) controls(x1 x2 x3 x4) absorb(id year) bscluster(id) method(bootstrap) reps(5000) "
         "seed(1)");
  std::printf("5,000 cluster bootstraps of a mediation, 284 x 9: %.1f ms (%.0fx one regression)\n", 1e3 * mediation,
              mediation / once);
}

void matching(Bench& b) {
  b.must(
      "clear\nset type double\nset seed 5\nset obs 100000\ngenerate x = rnormal()\ngenerate p = invlogit(.5*x - .5)\n"
      "generate byte d = runiform() < p\ngenerate y = x + d + rnormal()");
  const double bound = triad(100000);
  for (const char* method : {"neighbor(1)", "neighbor(1) noreplacement", "kernel bwidth(.06)", "radius caliper(.01)"}) {
    const double t = b.time(20, std::string("quietly psmatch2 d, pscore(p) outcome(y) ") + method);
    std::printf("psmatch2, 1e5 rows, %s: %.1f ms (%.0fx the memory triad)\n", method, 1e3 * t, t / bound);
  }
}

void cells_and_indices(Bench& b) {
  b.must(
      "clear\nset type double\nset seed 5\nset obs 1000000\ngenerate long id = ceil(_n/10)\n"
      "generate t = mod(_n - 1, 10) + 1\ngenerate g = cond(mod(id, 5) == 0, 0, 3 + mod(id, 5))\n"
      "generate y = mod(id, 7) + t + (g > 0 & t >= g) + rnormal()");
  const double bound = triad(1000000);
  const double cs = b.time(2, "quietly csdid y, ivar(id) time(t) gvar(g) agg(event)");
  std::printf("csdid, 1e5 units x 10 periods: %.0f ms (%.0fx the memory triad of its rows)\n", 1e3 * cs, cs / bound);
  b.must("clear\nset obs 1000000\nset seed 6\nforvalues k = 1/30 {\n generate x`k' = runiform()\n}");
  const double wide = triad(30000000);
  const double index = b.time(2, "quietly entropy x1-x30, positive(x1-x30) generate(s) replace");
  std::printf("entropy weights, 30 x 1e6: %.0f ms (%.1fx the memory triad of the cells)\n", 1e3 * index, index / wide);
}

}  // namespace

void policy(Bench& b) {
  resampling(b);
  matching(b);
  cells_and_indices(b);
}

}  // namespace nqp::bench
