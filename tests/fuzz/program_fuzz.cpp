// Any bytes as a program, run in a session of its own: files live in memory, there is no shell, and a timer presses
// Ctrl-C.
#include <sys/time.h>

#include <csignal>

#include "interpreter/host/host.hpp"
#include "interpreter/report/memory_sink.hpp"
#include "interpreter/runtime/session.hpp"
#include "tests/fuzz/input.hpp"

namespace {

using namespace nqp;

runtime::Session* running = nullptr;

void press(int) {
  if (running) running->interrupt();
}

void start_timer() {
  struct sigaction action = {};
  action.sa_handler = press;
  action.sa_flags = SA_RESTART;
  sigaction(SIGVTALRM, &action, nullptr);
  const itimerval every{{0, 50000}, {0, 50000}};
  setitimer(ITIMER_VIRTUAL, &every, nullptr);
}

bool digit(char c) { return c >= '0' && c <= '9'; }

// Numbers of five digits and more ask for much memory and time, and loops in captured loops never end.
bool modest(const std::string& text) {
  std::size_t run = 0, loops = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    run = digit(text[i]) ? run + 1 : 0;
    if (run > 4) return false;
    if (run > 0 && i + 1 < text.size() && (text[i + 1] == 'e' || text[i + 1] == 'E' || text[i + 1] == '^'))
      return false;
    if (text.compare(i, 5, "while") == 0) ++loops;
  }
  return loops < 2 && text.find("sleep") == std::string::npos;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  start_timer();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = fuzz::text(data, size);
  if (!modest(text)) return 0;
  const auto host = host::memory_host();
  report::MemorySink sink;
  runtime::Session session(*host, sink);
  running = &session;
  session.run(text + "\n", "", false, true);
  fuzz::answers([&] { session.set_frame(data::Frame{}); });
  // Whatever happened, the session goes on.
  if (!session.wants_exit()) {
    session.run("scalar usable = 1 + 1\n");
    session.run("scalar usable = 1 + 1\n");
  }
  running = nullptr;
  return 0;
}
