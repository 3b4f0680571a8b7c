// merge and reshape against data.table.
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "tests/bench/bench.hpp"

namespace nqp::bench {

void combining(Bench& b) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("nqp_bench_files_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::string small = (folder / "small.dta").string(), large = (folder / "large.dta").string(),
                    wide = (folder / "wide.dta").string();
  b.must("clear\nset obs 100000\nset type double\nset seed 5\ngenerate long g = _n - 1\ngenerate z = runiform()\n"
         "save \"" + small + "\"");
  b.must("clear\nset obs 10000000\ngenerate a = runiform()\ngenerate w = runiform()\n"
         "generate long g = int(runiform()*100000)\nsave \"" + large + "\"");
  const Seconds r = run_peer("Rscript --vanilla", "combining.R", "");
  const auto report = [&](const char* what, const char* job, double t) {
    std::printf("%s: %.3f s%s\n", what, t, against(r, job, t, "data.table").c_str());
  };
  b.must("preserve");
  const std::string merge = "merge m:1 g using \"" + small + "\"";
  report("merge m:1 of 1e7 rows to 1e5", "merge", b.time(3, "restore, preserve", merge));
  b.must("restore, not\nclear\nset obs 1000000\ngenerate long id = _n\nforvalues j = 1/10 {\n"
         "generate x`j' = runiform()\n}\nsave \"" + wide + "\"\npreserve");
  const std::string reshape = "reshape long x, i(id) j(t)";
  const double longer = b.time(3, "restore, preserve", reshape);
  report("reshape long of 1e6 x 10, result sorted", "reshape_sorted", longer);
  report("reshape long of 1e6 x 10, data.table unsorted", "reshape", longer);
  b.must("restore, not\nclear");
  const double start = peak_memory("");
  const double merged = 1e7 * (8 + 8 + 4 + 8 + 1), reshaped = 1e7 * (4 + 1 + 8);
  const auto peak = [&](const char* what, const std::string& code, double bytes) {
    std::printf("peak memory of %s: %.2fx the data\n", what, (peak_memory(code) - start) / bytes);
  };
  peak("use and merge m:1", "use \"" + large + "\"\n" + merge, merged);
  peak("use and reshape long", "use \"" + wide + "\"\n" + reshape, reshaped);
  peak("use and sort by two keys", "use \"" + large + "\"\nsort g a", 1e7 * 20);
  peak("use and collapse", "use \"" + large + "\"\ncollapse a w, by(g)", 1e7 * 20);
  peak("use and egen", "use \"" + large + "\"\negen double m = mean(a), by(g)", 1e7 * 28);
  std::filesystem::remove_all(folder);
}

}  // namespace nqp::bench
