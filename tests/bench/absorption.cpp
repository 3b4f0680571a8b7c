// Absorbed effects against what the memory and the tables of groups allow, and against each other.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include <unistd.h>

#include "stdlib/numeric/parallel.hpp"
#include "tests/bench/bench.hpp"

namespace nqp::bench {
namespace {

// Individuals of ten years each; n/230 firms: drawn anew for every row (simple), in turn (difficult), or left with
// probability 0.05 for a neighbouring one (low mobility).
std::string panel(std::size_t n, int regressors, const char* design) {
  const std::string firms = std::to_string(n / 230), rows = std::to_string(n), kind = design;
  std::string firm = "generate long firm = floor(runiform()*" + firms + ") + 1";
  if (kind == "difficult") firm = "generate long firm = mod(_n - 1, " + firms + ") + 1";
  if (kind == "mobility")
    firm += "\nby id: replace firm = cond(runiform() < .05, mod(firm[_n-1] + floor(runiform()*10) - 5 + " + firms +
            ", " + firms + ") + 1, firm[_n-1]) if _n > 1";
  std::string code = "clear\nset obs " + rows + "\nset type double\nset seed 3\n"
                     "generate long id = floor((_n - 1)/10) + 1\ngenerate byte year = mod(_n - 1, 10) + 1\n"
                     "sort id year\n" +
                     firm + "\ngenerate y = rnormal() + firm/" + firms + " + mod(id, 7) + year/10\n";
  for (int j = 1; j <= regressors; ++j) {
    const std::string x = "x" + std::to_string(j);
    code += "generate " + x + " = rnormal() + mod(firm, 5)/10\nreplace y = y + " + x + "\n";
  }
  return code;
}

// Seconds to read two columns of doubles three times on the machine's threads: what a balanced panel of one regressor
// with its identifiers asks for.
double three_scans(std::size_t n) {
  std::vector<double> a(n, 1.0), c(n, 2.0);
  std::vector<double> sums(8, 0.0);
  const double t = best(5, [&] {
    for (int scan = 0; scan < 3; ++scan)
      numeric::in_parallel(8, [&](std::size_t p) {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        for (std::size_t i = n / 8 * p, end = n / 8 * (p + 1); i + 2 <= end; i += 2) {
          s0 += a[i];
          s1 += a[i + 1];
          s2 += c[i];
          s3 += c[i + 1];
        }
        sums[p] = s0 + s1 + s2 + s3;
      });
  });
  if (sums[0] < 0) std::puts("");
  return t;
}

// Seconds of eleven dependent touches of a table of groups for every row: two passes over the data and what conjugate
// gradients need in between.
double touches(std::size_t n, std::size_t columns) {
  const std::size_t firms = n / 230;
  std::vector<std::uint32_t> code(n);
  std::uint64_t state = 1;
  for (std::uint32_t& c : code) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    c = static_cast<std::uint32_t>((state >> 33) % firms);
  }
  std::vector<std::vector<double>> tables(4, std::vector<double>(firms * columns, 1.0));
  const double t = best(3, [&] {
    for (int touch = 0; touch < 11; ++touch)
      numeric::in_parallel(4, [&](std::size_t p) {
        double* table = tables[p].data();
        for (std::size_t i = n / 4 * p, end = n / 4 * (p + 1); i < end; ++i) {
          double* row = table + code[i] * columns;
          for (std::size_t k = 0; k < columns; ++k) row[k] += 1e-9;
        }
      });
  });
  if (tables[0][0] < 0) std::puts("");
  return t;
}

void balanced(Bench& b) {
  constexpr std::size_t n = 10000000;
  const double bound = three_scans(n), touch = touches(n, 2);
  b.must(panel(n, 1, "simple"));
  const std::vector<double> years =
      b.times(7, {"quietly reghdfe y x1, absorb(id year)", "quietly reghdfe y x1, absorb(id year) vce(cluster id)"});
  std::printf("reghdfe, 1e7 balanced, unit and year, clustered: %.3f s, %.1fx three scans (bound 8x); "
              "%.2fx classical\n",
              years[1], years[1] / bound, years[1] / years[0]);
  const std::string model = "quietly reghdfe y x1, absorb(id firm)";
  const std::vector<double> firms = b.times(7, {model, model + " vce(cluster id)", model + " vce(cluster id firm)"});
  std::printf("reghdfe, 1e7, individual and firm, 1 regressor: %.3f s, %.1fx the touches (bound 3x); "
              "clustered %.2fx, two-way clustered %.2fx (bound 1.3x)\n",
              firms[0], firms[0] / touch, firms[1] / firms[0], firms[2] / firms[0]);
}

void wide(Bench& b) {
  constexpr std::size_t n = 10000000;
  const double touch = touches(n, 11);
  b.must(panel(n, 10, "simple"));
  std::string list;
  for (int j = 1; j <= 10; ++j) list += " x" + std::to_string(j);
  const double t = b.time(3, "quietly reghdfe y" + list + ", absorb(id firm)");
  std::printf("reghdfe, 1e7, individual and firm, 10 regressors: %.3f s, %.1fx the touches (bound 3x)\n", t, t / touch);
}

void hard_graphs(Bench& b, std::size_t n, const char* size) {
  b.must(panel(n, 1, "simple"));
  const double easy = b.time(3, "quietly reghdfe y x1, absorb(id firm)");
  const double easy3 = b.time(3, "quietly reghdfe y x1, absorb(id year firm)");
  b.must(panel(n, 1, "difficult"));
  const double difficult = b.time(3, "quietly reghdfe y x1, absorb(id firm)");
  const double difficult3 = b.time(3, "quietly reghdfe y x1, absorb(id year firm)");
  b.must(panel(n, 1, "mobility"));
  const double mobility = b.time(3, "quietly reghdfe y x1, absorb(id firm)");
  std::printf("reghdfe, %s: easy %.3f s; difficult %.3f s = %.1fx, low mobility %.3f s = %.1fx (bound 5x); "
              "with years: easy %.3f s, difficult %.3f s = %.1fx\n",
              size, easy, difficult, difficult / easy, mobility, mobility / easy, easy3, difficult3,
              difficult3 / easy3);
}

void other_estimators(Bench& b) {
  b.must(panel(1000000, 2, "simple") + "generate z = x1 + rnormal()\ngenerate c = rpoisson(exp(x1/4 + mod(id, 3)/4))");
  const double ols = b.time(3, "quietly reghdfe y x1 x2, absorb(id firm)");
  const double iv = b.time(2, "quietly ivreghdfe y x2 (x1 = z), absorb(id firm)");
  const double iv_cluster = b.time(2, "quietly ivreghdfe y x2 (x1 = z), absorb(id firm) cluster(id)");
  const double part = b.time(3, "quietly reghdfe y x1 x2 if x1 > -1, absorb(id firm)");
  const double weighted = b.time(3, "quietly reghdfe y x1 x2 [aw=year], absorb(id firm)");
  const double one = b.time(3, "quietly reghdfe y x1 x2, absorb(id)");
  const double panel = b.time(3, "quietly xtreg y x1 x2, i(id) fe");
  const double panel_iv = b.time(2, "quietly xtivreg y x2 (x1 = z), i(id) fe");
  const double ppml = b.time(1, "quietly ppmlhdfe c x1, absorb(id firm)");
  std::printf("1e6, individual and firm: 2SLS %.3f s = %.1fx OLS (bound 2x), clustered %.1fx; OLS with if %.1fx, "
              "weighted %.1fx; ppmlhdfe %.3f s = %.1fx OLS\n",
              iv, iv / ols, iv_cluster / ols, part / ols, weighted / ols, ppml, ppml / ols);
  std::printf("1e6, individual: xtreg fe %.1fx, xtivreg fe %.1fx reghdfe\n", panel / one, panel_iv / one);
}

void small_panel(Bench& b) {
  b.must("clear\nset obs 2556\nset seed 4\ngenerate id = floor((_n - 1)/9) + 1\ngenerate year = mod(_n - 1, 9) + 1\n"
         "forvalues j = 1/5 {\n generate x`j' = rnormal()\n}\ngenerate y = x1 + rnormal()");
  const std::string loop =
      "forvalues i = 1/200 {\n quietly reghdfe y x1 x2 x3 x4 x5, absorb(id year) vce(cluster id)\n}";
  std::printf("reghdfe, 284 x 9, 5 regressors, clustered: %.3f ms (bound 0.2)\n", b.time(3, loop) / 200 * 1e3);
}

void peers(Bench& b) {
  const Seconds r = run_peer("Rscript --vanilla", "absorption.R", "");
  const Seconds gretl = run_peer("gretlcli -b", "absorption.inp", "");
  const auto report = [&](const char* what, const char* job, double t) {
    std::printf("%s: %.4f s%s%s%s\n", what, t, against(r, std::string("plm_") + job, t, "plm").c_str(),
                against(r, std::string("estimatr_") + job, t, "estimatr").c_str(),
                against(gretl, job, t, "gretl").c_str());
  };
  b.must(panel(10000, 2, "simple"));
  report("1e4 rows, individual effects, clustered", "4",
         b.time(5, "quietly reghdfe y x1 x2, absorb(id) vce(cluster id)"));
  b.must(panel(100000, 2, "simple"));
  report("1e5 rows, individual effects", "5", b.time(5, "quietly reghdfe y x1 x2, absorb(id)"));
  report("1e5 rows, individual and year", "5_two", b.time(5, "quietly reghdfe y x1 x2, absorb(id year)"));
  b.must(panel(1000000, 2, "simple"));
  report("1e6 rows, individual effects", "6", b.time(3, "quietly reghdfe y x1 x2, absorb(id)"));
}

void memory(Bench& b) {
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("nqp_absorption_" + std::to_string(::getpid()) + ".dta");
  const std::string use = "use \"" + file.string() + "\"\n";
  b.must(panel(3000000, 8, "simple") + "quietly save \"" + file.string() + "\", replace\nclear");
  const double start = peak_memory("");
  const double held = peak_memory(use) - start;
  const double bytes = 3e6 * (4 + 1 + 4 + 9 * 8);
  const double fit = peak_memory(use + "quietly reghdfe y x1-x8, absorb(id firm) vce(cluster id)") - start;
  const double part =
      peak_memory(use + "quietly reghdfe y x1-x8 if x1 > -1, absorb(id firm) vce(cluster id)") - start;
  std::filesystem::remove(file);
  std::printf("peak memory of use and reghdfe, 3e6 x 12: %.2fx the data (bound 1.25x), with if %.2fx; "
              "use alone %.2fx\n",
              fit / bytes, part / bytes, held / bytes);
}

}  // namespace

void absorption(Bench& b) {
  small_panel(b);
  peers(b);
  balanced(b);
  wide(b);
  hard_graphs(b, 1000000, "1e6");
  hard_graphs(b, 10000000, "1e7");
  other_estimators(b);
  memory(b);
}

}  // namespace nqp::bench
