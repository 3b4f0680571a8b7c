#include "tests/bench/bench.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "interpreter/dataset/buffer.hpp"

namespace nqp::bench {

double seconds(const std::function<void()>& f) {
  const auto begin = std::chrono::steady_clock::now();
  f();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double best(int runs, const std::function<void()>& f) {
  double least = seconds(f);
  for (int i = 1; i < runs; ++i) least = std::min(least, seconds(f));
  return least;
}

Bench::Bench() : host_(host::real_host()), session_(*host_, sink_) {}

void Bench::must(const std::string& code) {
  if (session_.run(code + "\n") != 0) {
    std::fprintf(stderr, "failed: %s\n%s\n", code.c_str(), sink_.text().c_str());
    std::exit(1);
  }
  sink_.clear();
}

double Bench::time(int runs, const std::string& code) {
  return best(runs, [&] { must(code); });
}

double Bench::time(int runs, const std::string& untimed, const std::string& code) {
  double least = 0;
  for (int i = 0; i < runs; ++i) {
    must(untimed);
    const double t = seconds([&] { must(code); });
    least = i == 0 ? t : std::min(least, t);
  }
  return least;
}

std::vector<double> Bench::times(int rounds, const std::vector<std::string>& codes) {
  std::vector<double> least(codes.size(), INFINITY);
  for (int round = 0; round < rounds; ++round)
    for (std::size_t c = 0; c < codes.size(); ++c) least[c] = std::min(least[c], seconds([&] { must(codes[c]); }));
  return least;
}

double triad(std::size_t rows) {
  data::Buffer<double> a(rows), b(rows), c(rows);
  for (std::size_t i = 0; i < rows; ++i) a[i] = 1, b[i] = static_cast<double>(i), c[i] = 0;
  const double t = best(5, [&] {
    for (std::size_t i = 0; i < rows; ++i) c[i] = a[i] + 3 * b[i];
  });
  if (c[rows / 2] < 0) std::puts("");
  return t;
}

Seconds run_peer(const std::string& program, const std::string& script, const std::string& arguments) {
  const std::string file = std::filesystem::temp_directory_path() / ("nqp_bench_" + std::to_string(::getpid()));
  // Huge pages: R's own heap is slow without them, and the peer is to be at its best.
  const std::string command = "command -v " + program.substr(0, program.find(' ')) +
                              " >/dev/null && GLIBC_TUNABLES=glibc.malloc.hugetlb=1 " + program +
                              " " NQP_SOURCE_DIR "/tests/bench/peers/" + script + " " + arguments + " > " + file +
                              " 2>/dev/null";
  Seconds out;
  if (std::system(command.c_str()) == 0 || std::filesystem::exists(file)) {
    std::ifstream in(file);
    std::string mark, job;
    double t = 0;
    while (in >> mark) {
      if (mark == "job" && in >> job >> t) out[job] = t;
    }
  }
  std::filesystem::remove(file);
  return out;
}

std::string against(const Seconds& peer, const std::string& job, double ours, const char* name) {
  const auto found = peer.find(job);
  if (found == peer.end()) return {};
  char text[160];
  std::snprintf(text, sizeof text, ", %.2fx as fast as %s (%.3f s)", found->second / ours, name, found->second);
  return text;
}

namespace {

// Runs the program on a do-file. The calling process must be small: what it held when it forked counts as the child's.
double peak_of_child(const std::string& file) {
  const pid_t process = ::fork();
  if (process == 0) {
    const int nothing = ::open("/dev/null", O_RDWR);
    for (int descriptor = 0; descriptor < 3; ++descriptor) ::dup2(nothing, descriptor);
    ::execl(NQP_PROGRAM, NQP_PROGRAM, file.c_str(), nullptr);
    ::_exit(127);
  }
  int status = 0;
  rusage usage{};
  ::wait4(process, &status, 0, &usage);
  return status == 0 ? static_cast<double>(usage.ru_maxrss) * 1024 : -1;
}

}  // namespace

double peak_memory(const std::string& code) {
  const std::string file =
      std::filesystem::temp_directory_path() / ("nqp_bench_" + std::to_string(::getpid()) + ".do");
  std::ofstream(file) << code << "\n";
  const std::string self = std::filesystem::read_symlink("/proc/self/exe");
  double peak = -1;
  if (std::FILE* in = ::popen((self + " peak " + file).c_str(), "r")) {
    if (std::fscanf(in, "%lf", &peak) != 1) peak = -1;
    ::pclose(in);
  }
  std::filesystem::remove(file);
  if (peak < 0) std::fprintf(stderr, "failed: %s\n", code.c_str());
  return peak;
}

}  // namespace nqp::bench

int main(int argc, char** argv) {
  using namespace nqp::bench;
  if (argc == 3 && std::string(argv[1]) == "peak") {
    std::printf("%.0f\n", peak_of_child(argv[2]));
    return 0;
  }
  const std::map<std::string, void (*)(Bench&)> parts = {
      {"loops", loops}, {"language", language},   {"columns", columns},
      {"files", files}, {"combining", combining}, {"regressions", regressions}, {"policy", policy},
      {"absorption", absorption}};
  for (int i = 1; i < argc; ++i) {
    if (!parts.count(argv[i])) {
      std::fprintf(stderr,
                   "usage: nqp_bench [loops] [language] [columns] [files] [combining] [regressions] [policy] "
                   "[absorption]\n");
      return 1;
    }
  }
  Bench b;
  for (const char* part :
       {"loops", "language", "columns", "files", "combining", "regressions", "policy", "absorption"}) {
    const bool asked = argc == 1 || std::find(argv + 1, argv + argc, std::string(part)) != argv + argc;
    if (asked) parts.at(part)(b);
  }
  return 0;
}
