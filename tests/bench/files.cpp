// Reading and writing of 1e6 rows x 10 columns: numbers, strings, dates. The same files go to the peers.
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "tests/bench/bench.hpp"

namespace nqp::bench {

void files(Bench& b) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("nqp_bench_files_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::string csv = (folder / "f.csv").string(), dta = (folder / "f.dta").string();
  b.must("clear\nset obs 1000000\nset type double\nset seed 3\ngenerate long id = _n\n"
         "generate int year = 1990 + mod(_n, 30)\n"
         "generate x1 = runiform()\ngenerate x2 = rnormal()\ngenerate x3 = round(1000*runiform(), 0.01)\n"
         "generate long k = int(1e6*runiform())\ngenerate str8 region = \"region\" + string(mod(_n, 31))\n"
         "generate str12 firm = \"F\" + string(int(9e8*runiform()), \"%10.0f\")\n"
         "generate str10 day = string(int(12000 + 8000*runiform()), \"%tdCCYY-NN-DD\")\ngenerate x4 = x1*x2");
  const double write_dta = b.time(3, "save \"" + dta + "\", replace");
  const double write_csv = b.time(3, "export delimited \"" + csv + "\", replace");
  const double bytes = 1e6 * (4 + 2 + 8 * 4 + 4 + 8 + 12 + 10);
  const Seconds r = run_peer("Rscript --vanilla", "files.R", csv + " " + dta);
  const auto report = [&](const char* what, const char* job, double t, const char* peer) {
    std::printf("%s, 1e6 x 10: %.3f s%s\n", what, t, against(r, job, t, peer).c_str());
  };
  report("import delimited", "fread", b.time(5, "import delimited \"" + csv + "\", clear"), "fread");
  report("use", "read_dta", b.time(5, "use \"" + dta + "\", clear"), "haven");
  const std::string numbers = (folder / "n.dta").string();
  b.must("clear\nset obs 1000000\nset type double\nforvalues j = 1/10 {\n generate x`j' = runiform()\n}\n"
         "save \"" + numbers + "\"");
  const double bound = triad(10000000);
  const double use_numbers = b.time(5, "use \"" + numbers + "\", clear");
  std::printf("use of numbers alone, 1e6 x 10: %.3f s, %.1fx the memory triad\n", use_numbers, use_numbers / bound);
  report("export delimited", "fwrite", write_csv, "fwrite");
  report("save", "write_dta", write_dta, "haven");
  const double start = peak_memory("");
  const auto peak = [&](const char* what, const std::string& code) {
    std::printf("peak memory of %s: %.2fx the data\n", what, (peak_memory(code) - start) / bytes);
  };
  peak("use", "use \"" + dta + "\"");
  peak("use and save", "use \"" + dta + "\"\nsave \"" + dta + "\", replace");
  peak("use and export delimited", "use \"" + dta + "\"\nexport delimited \"" + csv + "2\"");
  peak("import delimited", "import delimited \"" + csv + "\"");
  b.must("clear");
  std::filesystem::remove_all(folder);
}

}  // namespace nqp::bench
