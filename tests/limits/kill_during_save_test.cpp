// kill -9 at random moments while files are written over existing ones: each file is the old or the new one, whole,
// and what the killed process left is swept by the next save. NQP_KILLS sets the number of kills (default 40).
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "interpreter/dataset/io/delimited.hpp"
#include "interpreter/dataset/io/dta.hpp"
#include "tests/dataset/support.hpp"

namespace nqp {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t saved_rows = 100'000;

int kills_asked_for() {
  const char* asked = std::getenv("NQP_KILLS");
  return asked ? std::max(1, std::atoi(asked)) : 40;
}

// Writes the same two data sets in turn, without end: all of x is 1, or all of x is 2.
std::string endless_saving() {
  return "set obs " + std::to_string(saved_rows) +
         "\ngenerate x = 1\ngenerate double y = _n / 7\nwhile 1 {\nquietly save a.dta, replace\n"
         "quietly export delimited a.csv, replace\nquietly replace x = 3 - x\n}\n";
}

pid_t start_in(const fs::path& folder, const fs::path& do_file) {
  const std::string change = folder.string(), program = NQP_PROGRAM, script = do_file.string();
  const pid_t process = ::fork();
  if (process != 0) return process;
  const int nothing = ::open("/dev/null", O_RDWR);
  for (int descriptor = 0; descriptor < 3; ++descriptor) ::dup2(nothing, descriptor);
  if (::chdir(change.c_str()) != 0) ::_exit(1);
  ::execl(program.c_str(), program.c_str(), script.c_str(), nullptr);
  ::_exit(127);
}

bool whole(const data::Frame& f) {
  if (f.rows != saved_rows || f.variables.size() != 2) return false;
  const std::vector<double> x = data::test::values(f, "x"), y = data::test::values(f, "y");
  return (x[0] == 1 || x[0] == 2) && std::all_of(x.begin(), x.end(), [&](double v) { return v == x[0]; }) &&
         y.back() > y[saved_rows / 2];
}

std::size_t strays_in(const fs::path& folder) {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(folder))
    count += entry.path().filename().string().find(".nqp-") != std::string::npos;
  return count;
}

TEST(KillDuringSave, leaves_the_old_file_or_the_new_one) {
  const fs::path folder = fs::temp_directory_path() / ("nqp_kills_" + std::to_string(getpid()));
  fs::create_directories(folder);
  const fs::path endless = folder / "endless.do", once = folder / "once.do";
  std::ofstream(endless) << endless_saving();
  std::ofstream(once) << "set obs 1\ngenerate x = 1\nsave b.dta, replace\n";
  std::mt19937 random(20240601);
  const int kills = kills_asked_for();
  int torn = 0, during_a_write = 0;
  for (int k = 0; k < kills; ++k) {
    const pid_t process = start_in(folder, endless);
    ASSERT_GT(process, 0);
    // The first file of all must be there before anything can be lost.
    for (int waited = 0; k == 0 && waited < 10'000 && !fs::exists(folder / "a.csv"); ++waited)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    std::this_thread::sleep_for(std::chrono::microseconds(10'000 + random() % 150'000));
    ::kill(process, SIGKILL);
    int status = 0;
    ::waitpid(process, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the program ended by itself";
    try {
      torn += !whole(data::read_dta(data::test::bytes_of((folder / "a.dta").string())));
      const std::string csv = data::test::bytes_of((folder / "a.csv").string());
      torn += !whole(data::read_delimited(csv, {}).frame);
    } catch (const Error& e) {
      ++torn;
      ADD_FAILURE() << e.what();
    }
    during_a_write += strays_in(folder) > 0;
    // The next save of anything in the folder sweeps.
    if (k % 10 == 9 || k + 1 == kills) {
      int ended = 0;
      ::waitpid(start_in(folder, once), &ended, 0);
      EXPECT_EQ(ended, 0);
      EXPECT_EQ(strays_in(folder), 0u);
    }
  }
  fs::remove_all(folder);
  EXPECT_EQ(torn, 0);
  RecordProperty("kills", kills);
  RecordProperty("kills_that_left_a_partial_file", during_a_write);
  std::printf("%d kills, partial files present after %d, files lost or torn: %d\n", kills, during_a_write, torn);
}

}  // namespace
}  // namespace nqp
