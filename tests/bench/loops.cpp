// Commands per second in loops, against gretl and R doing the same.
#include <cstdio>

#include "tests/bench/bench.hpp"

namespace nqp::bench {

void loops(Bench& b) {
  constexpr double rounds = 20000;
  b.must("clear\nset obs 1\ngenerate x = 1\nscalar a = 0");
  const double none = b.time(3, "forvalues i = 1/20000 {\n scalar a = 1\n}");
  const double token = b.time(3, "forvalues i = 1/20000 {\n scalar a = `i'\n}");
  const double glued = b.time(3, "forvalues i = 1/20000 {\n scalar a`i' = 1\n}\nscalar drop _all");
  const Seconds gretl = run_peer("gretlcli -b", "loops.inp", ""), r = run_peer("Rscript --vanilla", "loops.R", "");
  const auto report = [&](const char* what, const char* job, double t) {
    std::printf("%s: %.0f commands per second%s%s\n", what, rounds / t, against(gretl, job, t, "gretl").c_str(),
                against(r, job, t, "R").c_str());
  };
  report("loop without macro", "none", none);
  report("loop with a macro as token", "token", token);
  report("loop with a macro in a name", "glued", glued);
  b.must("clear\nset obs 100000\ngenerate double x = 0");
  const double rows = b.time(1, "forvalues i = 1/20000 {\n quietly replace x = `i' in `i'\n}");
  std::printf("replace x = # in # on 100,000 rows: %.0f per second (%.2fx a scalar assignment)\n", rounds / rows,
              rows / token);
}

}  // namespace nqp::bench
