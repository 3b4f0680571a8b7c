// Reading, sorting and reshaping take less than twice the room of the data that they make. Each job is a run of the
// program of its own, which ends by keeping what the system says of its memory.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace nqp {
namespace {

namespace fs = std::filesystem;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
constexpr bool sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool sanitized = false;
#endif

class PeakMemory : public testing::Test {
 protected:
  PeakMemory() : folder_(fs::temp_directory_path() / ("nqp_peak_" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~PeakMemory() override { fs::remove_all(folder_); }

  std::string file(const char* name) const { return "\"" + (folder_ / name).string() + "\""; }

  // Most resident bytes of a run; 0 when the system does not tell.
  double peak(const std::string& code) {
    const fs::path status = folder_ / "status", script = folder_ / "job.do";
    std::ofstream(script) << "set processors 2\n" << code << "\ncopy /proc/self/status \"" << status.string() << "\", replace\n";
    const std::string command = std::string(NQP_PROGRAM) + " -q " + script.string() + " > /dev/null";
    EXPECT_EQ(std::system(command.c_str()), 0) << code;
    std::ifstream in(status);
    for (std::string word; in >> word;) {
      double kilobytes = 0;
      if (word == "VmHWM:" && in >> kilobytes) return kilobytes * 1024;
    }
    return 0;
  }

  fs::path folder_;
};

TEST_F(PeakMemory, stays_below_twice_the_data) {
  if (sanitized || !fs::exists("/proc/self/status")) GTEST_SKIP() << "memory is not what it is elsewhere";
  constexpr double rows = 2e6, data = rows * (8 + 8 + 4), reshaped = 5e6 * (4 + 1 + 8);
  const double start = peak("");
  ASSERT_GT(start, 0);
  peak("set obs 2000000\nset seed 1\ngenerate double a = runiform()\ngenerate double w = runiform()\n"
       "generate long g = int(runiform()*1000)\nsave " + file("t.dta") + "\nexport delimited " + file("t.csv") +
       "\nclear\nset obs 500000\ngenerate long id = _n\n"
       "forvalues j = 1/10 {\ngenerate double x`j' = runiform()\n}\nsave " + file("wide.dta"));
  const auto ratio = [&](const std::string& code, double bytes) { return (peak(code) - start) / bytes; };
  EXPECT_LT(ratio("use " + file("t.dta"), data), 1.5);
  EXPECT_LT(ratio("import delimited " + file("t.csv") + ", asdouble", data), 2);
  EXPECT_LT(ratio("use " + file("t.dta") + "\nsave " + file("u.dta"), data), 2);
  EXPECT_LT(ratio("use " + file("t.dta") + "\nexport delimited " + file("u.csv"), data), 2);
  EXPECT_LT(ratio("use " + file("t.dta") + "\nsort g a", data), 2);
  EXPECT_LT(ratio("use " + file("t.dta") + "\ncollapse a w, by(g)", data), 2);
  EXPECT_LT(ratio("use " + file("wide.dta") + "\nreshape long x, i(id) j(t)", reshaped), 2);
}

}  // namespace
}  // namespace nqp
