// What the benchmarks share. They measure and assert nothing. Every job is printed as a ratio to a bound or a peer
// measured in the same run, because machines are noisy and absolute times mean little.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "interpreter/host/host.hpp"
#include "interpreter/report/memory_sink.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::bench {

double seconds(const std::function<void()>& f);
double best(int runs, const std::function<void()>& f);  // what the machine can do when it is left alone

// A session that must not fail.
class Bench {
 public:
  Bench();
  void must(const std::string& code);
  double time(int runs, const std::string& code);
  double time(int runs, const std::string& untimed, const std::string& code);
  // Of jobs that are compared with each other: they take turns, so that what else the machine does meets all of them.
  std::vector<double> times(int rounds, const std::vector<std::string>& codes);

 private:
  std::unique_ptr<host::Host> host_;
  report::MemorySink sink_;
  runtime::Session session_;
};

double triad(std::size_t rows);                               // a[i] + 3 b[i] to memory
double normal_equations(std::size_t rows, std::size_t columns);

// What a peer's script (tests/bench/peers) measured, by job; empty when the program is not installed.
using Seconds = std::map<std::string, double>;
Seconds run_peer(const std::string& program, const std::string& script, const std::string& arguments);
std::string against(const Seconds& peer, const std::string& job, double ours, const char* name);  // ", 2.1x fread"

// Highest resident memory in bytes of a run of the program on this do-file.
double peak_memory(const std::string& code);

void loops(Bench& b);
void language(Bench& b);
void columns(Bench& b);
void files(Bench& b);
void combining(Bench& b);
void regressions(Bench& b);
void policy(Bench& b);
void absorption(Bench& b);

}  // namespace nqp::bench
